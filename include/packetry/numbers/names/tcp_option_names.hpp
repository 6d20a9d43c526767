// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/names/lookup.hpp>
#include <packetry/numbers/tcp_option_kind.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number tcp_option_names[] = {
    {0, "EOL"}, {1, "NOP"}, {2, "MSS"}, {3, "WScale"}, {4, "SAckOK"}, {5, "SAck"}, {8, "Timestamp"},
    {14, "AltChkSum"}, {15, "AltChkSumOpt"}, {19, "MD5"}, {25, "Mood"}, {28, "UTO"}, {29, "AO"},
    {34, "TFO"},
};
// clang-format on
static_assert(is_sorted(tcp_option_names));

}  // namespace detail

/// "MSS", "WScale": what `show` prints for the kind of a TCP option; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(tcp_option_kind v) noexcept {
  return detail::name_in(detail::tcp_option_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
