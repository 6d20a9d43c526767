// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/llc_numbers.hpp>
#include <packetry/numbers/loopback_family.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

inline constexpr named_number sll_packet_type_names[] = {
    {0, "unicast"}, {1, "broadcast"}, {2, "multicast"}, {3, "unicast-to-another-host"}, {4, "sent-by-us"}};
inline constexpr named_number loopback_family_names[] = {{2, "IPv4"}, {24, "IPv6"}, {28, "IPv6"}, {30, "IPv6"}};

}  // namespace detail

/// "sent-by-us": what `show` prints for `pkttype` of a cooked capture.
[[nodiscard]] constexpr std::string_view name_of(sll_packet_type v) noexcept {
  return detail::name_in(detail::sll_packet_type_names, static_cast<std::uint32_t>(v));
}
/// "IPv4", whatever the byte order.
[[nodiscard]] constexpr std::string_view name_of(loopback_family v) noexcept {
  const auto value = static_cast<std::uint32_t>(v);
  return detail::name_in(detail::loopback_family_names, static_cast<std::uint32_t>(value > 0xffff ? swapped(v) : v));
}

}  // namespace packetry
