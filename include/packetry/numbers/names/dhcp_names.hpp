// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/dhcp_numbers.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

/// In front of each name how the option's data prints: 'a' addresses, '1' '2' '4' a number of so many octets, 'm' the kind of the
/// message, 'l' a list of octets, 's' octets.
// clang-format off
inline constexpr named_number dhcp_option_names[] = {
    {0, "spad"}, {1, "asubnet_mask"}, {2, "4time_zone"}, {3, "arouter"}, {4, "atime_server"}, {5, "aIEN_name_server"},
    {6, "aname_server"}, {7, "alog_server"}, {8, "acookie_server"}, {9, "alpr_server"}, {10, "aimpress-servers"},
    {11, "aresource-location-servers"}, {12, "shostname"}, {13, "2boot-size"}, {14, "sdump_path"}, {15, "sdomain"},
    {16, "aswap-server"}, {17, "sroot_disk_path"}, {18, "sextensions-path"}, {19, "1ip-forwarding"},
    {20, "1non-local-source-routing"}, {21, "apolicy-filter"}, {22, "2max_dgram_reass_size"}, {23, "1default_ttl"},
    {24, "4pmtu_timeout"}, {25, "2path-mtu-plateau-table"}, {26, "2interface-mtu"}, {27, "1all-subnets-local"},
    {28, "abroadcast_address"}, {29, "1perform-mask-discovery"}, {30, "1mask-supplier"}, {31, "1router-discovery"},
    {32, "arouter-solicitation-address"}, {33, "astatic-routes"}, {34, "1trailer-encapsulation"}, {35, "4arp_cache_timeout"},
    {36, "1ieee802-3-encapsulation"}, {37, "1tcp_ttl"}, {38, "4tcp_keepalive_interval"}, {39, "1tcp_keepalive_garbage"},
    {40, "sNIS_domain"}, {41, "aNIS_server"}, {42, "aNTP_server"}, {43, "svendor_specific"}, {44, "aNetBIOS_server"},
    {45, "aNetBIOS_dist_server"}, {46, "1NetBIOS_node_type"}, {47, "snetbios-scope"}, {48, "afont-servers"},
    {49, "ax-display-manager"}, {50, "arequested_addr"}, {51, "4lease_time"}, {52, "1dhcp-option-overload"},
    {53, "mmessage-type"}, {54, "aserver_id"}, {55, "lparam_req_list"}, {56, "serror_message"}, {57, "2max_dhcp_size"},
    {58, "4renewal_time"}, {59, "4rebinding_time"}, {60, "svendor_class_id"}, {61, "sclient_id"}, {62, "snwip-domain-name"},
    {64, "sNISplus_domain"}, {65, "aNISplus_server"}, {66, "stftp_server_name"}, {67, "sboot-file-name"},
    {68, "amobile-ip-home-agent"}, {69, "aSMTP_server"}, {70, "aPOP3_server"}, {77, "suser_class"},
    {78, "sslp_service_agent"}, {79, "sslp_service_scope"}, {81, "sclient_FQDN"}, {82, "srelay_agent_information"},
    {85, "ands-server"}, {86, "snds-tree-name"}, {87, "snds-context"}, {91, "4client-last-transaction-time"},
    {92, "aassociated-ip"}, {93, "spxe_client_architecture"}, {94, "spxe_client_network_interface"},
    {97, "spxe_client_machine_identifier"}, {114, "sdefault-url"}, {116, "1auto-config"}, {118, "asubnet-selection"},
    {121, "sclassless_static_routes"}, {124, "svendor_class"}, {125, "svendor_specific_information"},
    {150, "atftp_server_address"}, {255, "send"},
};
inline constexpr named_number dhcp_message_names[] = {
    {1, "discover"}, {2, "offer"}, {3, "request"}, {4, "decline"}, {5, "ack"}, {6, "nak"}, {7, "release"}, {8, "inform"},
    {9, "force_renew"}, {10, "lease_query"}, {11, "lease_unassigned"}, {12, "lease_unknown"}, {13, "lease_active"},
};
inline constexpr named_number bootp_op_names[] = {{1, "BOOTREQUEST"}, {2, "BOOTREPLY"}};
// clang-format on
static_assert(is_sorted(dhcp_option_names));
static_assert(is_sorted(dhcp_message_names));

/// How the data of an option prints: the mark in front of its name; 's' where it has none.
[[nodiscard]] constexpr char dhcp_option_format(dhcp_option_code v) noexcept {
  const std::string_view row = name_in(dhcp_option_names, static_cast<std::uint32_t>(v));
  return row.empty() ? 's' : row[0];
}

}  // namespace detail

/// "router", "message-type": what `show` prints for a DHCP option; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(dhcp_option_code v) noexcept {
  const std::string_view row = detail::name_in(detail::dhcp_option_names, static_cast<std::uint32_t>(v));
  return row.empty() ? row : row.substr(1);
}
/// "discover"
[[nodiscard]] constexpr std::string_view name_of(dhcp_message v) noexcept {
  return detail::name_in(detail::dhcp_message_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(bootp_op v) noexcept {
  return detail::name_in(detail::bootp_op_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
