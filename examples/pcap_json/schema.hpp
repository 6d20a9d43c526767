// SPDX-License-Identifier: BSL-1.0
#pragma once

// Which layers print as such. All others, and what stands above them, are Raw.

#include <packetry/packetry.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace example {

using namespace packetry;

/// The layers of the schema. What packetry knows beside these is to be raw, and what stands above it neither read nor repaired.
struct schema_catalog : catalog<ether, ip, tcp, udp, dot1q, dns, arp, icmp, ipv6, icmpv6, http_request, http_response, ipv6_hop_by_hop,
                                ipv6_fragment, ipv6_destination_options, ipv6_routing, ip_error, udp_error, tcp_error, tcp_error_head,
                                icmp_error, ipv6_error, bootp, dhcp, dot3, llc, snap, dot1ad, linux_cooked, linux_cooked2, loopback,
                                icmpv6_unknown> {};
using schema_view = basic_packet_view<schema_catalog>;
using schema_layer = basic_layer_handle<schema_catalog>;

template <class... Ls>
inline constexpr std::uint64_t mask_of = ((std::uint64_t{1} << schema_catalog::id_of<Ls>) | ...);

/// A name for the command line, and the layers that it stands for: quoted headers go with those they are quotes of.
struct layer_choice {
  std::string_view name;
  std::uint64_t layers;
};
inline constexpr layer_choice layer_choices[] = {
    {"Ether", mask_of<ether>},
    {"Dot3", mask_of<dot3>},
    {"LLC", mask_of<llc>},
    {"SNAP", mask_of<snap>},
    {"Dot1Q", mask_of<dot1q>},
    {"Dot1AD", mask_of<dot1ad>},
    {"ARP", mask_of<arp>},
    {"IP", mask_of<ip, ip_error>},
    {"IPv6", mask_of<ipv6, ipv6_error>},
    {"IPv6ExtHdrHopByHop", mask_of<ipv6_hop_by_hop>},
    {"IPv6ExtHdrDestOpt", mask_of<ipv6_destination_options>},
    {"IPv6ExtHdrRouting", mask_of<ipv6_routing>},
    {"IPv6ExtHdrFragment", mask_of<ipv6_fragment>},
    {"ICMP", mask_of<icmp, icmp_error>},
    {"ICMPv6", mask_of<icmpv6, icmpv6_unknown>},
    {"UDP", mask_of<udp, udp_error>},
    {"TCP", mask_of<tcp, tcp_error, tcp_error_head>},
    {"DNS", mask_of<dns>},
    {"BOOTP", mask_of<bootp>},
    {"DHCP", mask_of<dhcp>},
    {"HTTP", mask_of<http_request, http_response>},
    {"Loopback", mask_of<loopback>},
    {"CookedLinux", mask_of<linux_cooked>},
    {"CookedLinuxV2", mask_of<linux_cooked2>},
};

/// The layers that print.
class layer_set {
 public:
  /// All of the schema.
  layer_set() noexcept {
    for (const layer_choice& c : layer_choices) layers_ |= c.layers;
  }

  /// Those of a list, "Ether,IP,UDP". \throws std::invalid_argument naming what is no layer of the schema.
  explicit layer_set(std::string_view list) : layers_(0) {
    for (;;) {
      const std::size_t comma = list.find(',');
      layers_ |= layers_of(list.substr(0, comma));
      if (comma == list.npos) break;
      list.remove_prefix(comma + 1);
    }
    // Which of the two an Ethernet frame is, Ether tells.
    if (!has(schema_catalog::id_of<ether>)) layers_ &= ~mask_of<dot3>;
  }

  /// Whether the layer of that index in the catalog is among them; octets and padding are no layers.
  [[nodiscard]] bool has(unsigned id) const noexcept { return (layers_ >> id & 1) != 0; }

 private:
  [[nodiscard]] static std::uint64_t layers_of(std::string_view name) {
    for (const layer_choice& c : layer_choices)
      if (c.name == name) return c.layers;
    throw std::invalid_argument("no layer of the schema: '" + std::string{name} + "'");
  }

  std::uint64_t layers_ = 0;
};

/// Whether packets of this link are dissected at all.
[[nodiscard]] constexpr bool is_dissected(link_type link) noexcept {
  switch (link) {
    case link_type::null_loopback:
    case link_type::ethernet:
    case link_type::raw_ip_bsd:
    case link_type::raw_ip_openbsd:
    case link_type::raw_ip:
    case link_type::loop:
    case link_type::linux_cooked:
    case link_type::ipv4:
    case link_type::ipv6:
    case link_type::linux_cooked2: return true;
    default: return false;
  }
}

/// DNS that the schema does not have: on LLMNR's port, and on none of the others.
[[nodiscard]] inline bool is_llmnr(const schema_layer& layer, const schema_layer& below) {
  bool llmnr = false;
  if (!layer.is<dns>()) return false;
  below.visit([&]<class L>(const layer_view<L>& view) {
    if constexpr (std::is_same_v<L, udp>) {
      const udp_port from{view.template get<&L::sport>()}, to{view.template get<&L::dport>()};
      const auto on = [&](udp_port p) { return from == p || to == p; };
      llmnr = !on(udp_port::domain) && !on(udp_port::mdns);
    }
  });
  return llmnr;
}

/// What a message of ICMPv6 is called; empty for a type that is not read any further.
[[nodiscard]] constexpr std::string_view name_of_message(icmpv6_type type) noexcept {
  switch (type) {
    case icmpv6_type::dest_unreach: return "ICMPv6DestUnreach";
    case icmpv6_type::packet_too_big: return "ICMPv6PacketTooBig";
    case icmpv6_type::time_exceeded: return "ICMPv6TimeExceeded";
    case icmpv6_type::parameter_problem: return "ICMPv6ParamProblem";
    case icmpv6_type::echo_request: return "ICMPv6EchoRequest";
    case icmpv6_type::echo_reply: return "ICMPv6EchoReply";
    case icmpv6_type::router_solicitation: return "ICMPv6ND_RS";
    case icmpv6_type::router_advertisement: return "ICMPv6ND_RA";
    case icmpv6_type::neighbor_solicitation: return "ICMPv6ND_NS";
    case icmpv6_type::neighbor_advertisement: return "ICMPv6ND_NA";
    case icmpv6_type::redirect: return "ICMPv6ND_Redirect";
    default: return {};
  }
}

}  // namespace example
