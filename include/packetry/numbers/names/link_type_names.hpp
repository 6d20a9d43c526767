// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/link_type.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number link_type_names[] = {
    {0, "NULL"}, {1, "ETHERNET"}, {9, "PPP"}, {12, "RAW"}, {14, "RAW"}, {101, "RAW"}, {105, "IEEE802_11"},
    {108, "LOOP"}, {113, "LINUX_SLL"}, {127, "IEEE802_11_RADIOTAP"}, {228, "IPV4"}, {229, "IPV6"},
    {276, "LINUX_SLL2"},
};
// clang-format on
static_assert(is_sorted(link_type_names));

}  // namespace detail

/// "ETHERNET": the LINKTYPE_ word of capture files; empty for a type packetry does not name.
[[nodiscard]] constexpr std::string_view name_of(link_type v) noexcept {
  return detail::name_in(detail::link_type_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
