// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/ip_option_number.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number ip_option_names[] = {
    {0, "end_of_list"}, {1, "nop"}, {2, "security"}, {3, "loose_source_route"}, {4, "timestamp"},
    {5, "extended_security"}, {6, "commercial_security"}, {7, "record_route"}, {8, "stream_id"},
    {9, "strict_source_route"}, {10, "experimental_measurement"}, {11, "mtu_probe"}, {12, "mtu_reply"},
    {13, "flow_control"}, {14, "access_control"}, {15, "encode"}, {16, "imi_traffic_descriptor"},
    {17, "extended_IP"}, {18, "traceroute"}, {19, "address_extension"}, {20, "router_alert"},
    {21, "selective_directed_broadcast_mode"}, {23, "dynamic_packet_state"},
    {24, "upstream_multicast_packet"}, {25, "quick_start"}, {30, "rfc4727_experiment"},
};

/// Classes 1 and 3 are reserved: Scapy shows the number.
inline constexpr named_number ip_option_class_names[] = {
    {0, "control"}, {2, "debug"},
};
// clang-format on
static_assert(is_sorted(ip_option_names));
static_assert(is_sorted(ip_option_class_names));

}  // namespace detail

/// "record_route": what `show` prints for `option` of an IPv4 option; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(ip_option_number v) noexcept {
  return detail::name_in(detail::ip_option_names, static_cast<std::uint32_t>(v));
}

/// "control", "debug": what `show` prints for `optclass` of an IPv4 option; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(ip_option_class v) noexcept {
  return detail::name_in(detail::ip_option_class_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
