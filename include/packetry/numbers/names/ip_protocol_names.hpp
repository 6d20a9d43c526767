// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

/// Debian 12's /etc/protocols, every character that is no letter or digit as '_'.
// clang-format off
inline constexpr named_number ip_protocol_names[] = {
    {0, "hopopt"}, {1, "icmp"}, {2, "igmp"}, {3, "ggp"}, {4, "ipencap"}, {5, "st"}, {6, "tcp"}, {8, "egp"},
    {9, "igp"}, {12, "pup"}, {17, "udp"}, {20, "hmp"}, {22, "xns_idp"}, {27, "rdp"}, {29, "iso_tp4"},
    {33, "dccp"}, {36, "xtp"}, {37, "ddp"}, {38, "idpr_cmtp"}, {41, "ipv6"}, {43, "ipv6_route"},
    {44, "ipv6_frag"}, {45, "idrp"}, {46, "rsvp"}, {47, "gre"}, {50, "esp"}, {51, "ah"}, {57, "skip"},
    {58, "ipv6_icmp"}, {59, "ipv6_nonxt"}, {60, "ipv6_opts"}, {73, "rspf"}, {81, "vmtp"}, {88, "eigrp"},
    {89, "ospf"}, {93, "ax_25"}, {94, "ipip"}, {97, "etherip"}, {98, "encap"}, {103, "pim"},
    {108, "ipcomp"}, {112, "vrrp"}, {115, "l2tp"}, {124, "isis"}, {132, "sctp"}, {133, "fc"},
    {135, "mobility_header"}, {136, "udplite"}, {137, "mpls_in_ip"}, {138, "manet"}, {139, "hip"},
    {140, "shim6"}, {141, "wesp"}, {142, "rohc"}, {143, "ethernet"},
};

/// The names Scapy gives the same numbers where IPv6 speaks of a next header.
inline constexpr named_number next_header_names[] = {
    {0, "Hop-by-Hop Option Header"}, {4, "IP"}, {6, "TCP"}, {17, "UDP"}, {41, "IPv6"},
    {43, "Routing Header"}, {44, "Fragment Header"}, {47, "GRE"}, {50, "ESP Header"}, {51, "AH Header"},
    {58, "ICMPv6"}, {59, "No Next Header"}, {60, "Destination Option Header"}, {112, "VRRP"},
    {132, "SCTP"}, {135, "Mobility Header"},
};
// clang-format on
static_assert(is_sorted(ip_protocol_names));
static_assert(is_sorted(next_header_names));

}  // namespace detail

/// "udp", "ipencap", "hopopt": what `show` and `summary` print for `ip.proto`; empty where they print the
/// number.
[[nodiscard]] constexpr std::string_view name_of(ip_protocol v) noexcept {
  return detail::name_in(detail::ip_protocol_names, static_cast<std::uint32_t>(v));
}

[[nodiscard]] constexpr std::string_view name_of(quoted_protocol v) noexcept {
  return name_of(static_cast<ip_protocol>(v));
}

/// "UDP", "No Next Header": what `show` prints for `nh` of IPv6 and its extension headers; empty where it
/// prints the number.
[[nodiscard]] constexpr std::string_view name_of(next_header v) noexcept {
  return detail::name_in(detail::next_header_names, static_cast<std::uint32_t>(v));
}

[[nodiscard]] constexpr std::string_view name_of(quoted_next_header v) noexcept {
  return name_of(static_cast<next_header>(v));
}

}  // namespace packetry
