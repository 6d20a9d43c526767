// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layers/arp.hpp>
#include <packetry/layers/dhcp.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/dot3.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/http.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/ipv6_ext.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>

#include <array>
#include <string_view>

namespace packetry {

// What a layer says in a summary, as data. A layer states it beside its wire table, in one line or several:
//
//   static constexpr std::string_view summary = "Knock {code}";
//   static constexpr std::string_view summary[] = {"{code=1}Knock, knock", "Knock {code}"};
//
// The first line whose fields and conditions all hold is printed:
//
//   {src}           the value of the field, as `show` prints it
//   {IP.src}        the field of the layer right below, which must be an IP
//   {qd.qname}      the field of the first record of a list
//   {#nh}           the number, where it has a name
//   {frag!=0}       nothing; the line is for packets whose field does (=) or does not (!=) print so
//
// The layers that come with packetry have theirs below, because only text needs them. Scapy's texts.

/// The summary lines of a layer that does not state them itself; none: it prints its name.
template <class L>
inline constexpr std::array<std::string_view, 0> summary_of{};

template <>
inline constexpr std::array<std::string_view, 1> summary_of<ether>{"{src} > {dst} ({type})"};
template <>
inline constexpr std::array<std::string_view, 2> summary_of<dot1q>{
    "802.1q {Ether.src} > {Ether.dst} ({type}) vlan {vlan}",
    "802.1q ({type}) vlan {vlan}"};
template <>
inline constexpr std::array<std::string_view, 3> summary_of<arp>{
    "{op=who-has}ARP who has {pdst} says {psrc}",
    "{op=is-at}ARP is at {hwsrc} says {psrc}",
    "ARP {op} {psrc} > {pdst}"};
template <>
inline constexpr std::array<std::string_view, 2> summary_of<ip>{
    "{frag!=0}{src} > {dst} {proto} frag:{frag}",
    "{src} > {dst} {proto}"};
template <>
inline constexpr std::array<std::string_view, 1> summary_of<ipv6>{"{src} > {dst} ({#nh})"};
template <>
inline constexpr std::array<std::string_view, 1> summary_of<dot3>{"802.3 {src} > {dst}"};
template <>
inline constexpr std::array<std::string_view, 2> summary_of<dhcp>{"DHCP {options.message}", "DHCP "};
template <>
inline constexpr std::array<std::string_view, 2> summary_of<icmp>{
    "ICMP {IP.src} > {IP.dst} {type} {code}",
    "ICMP {type} {code}"};
template <>
inline constexpr std::array<std::string_view, 3> summary_of<udp>{
    "UDP {IP.src}:{sport} > {IP.dst}:{dport}",
    "UDP {IPv6.src}:{sport} > {IPv6.dst}:{dport}",
    "UDP {sport} > {dport}"};
template <>
inline constexpr std::array<std::string_view, 3> summary_of<tcp>{
    "TCP {IP.src}:{sport} > {IP.dst}:{dport} {flags}",
    "TCP {IPv6.src}:{sport} > {IPv6.dst}:{dport} {flags}",
    "TCP {sport} > {dport} {flags}"};
template <>
inline constexpr std::array<std::string_view, 12> summary_of<dns>{
    "{UDP.dport=5355}{qr=0}LLMNRQuery who has {qd.qname}",
    "{UDP.sport=5355}{qr=1}LLMNRResponse {an.rrname} is at {an.rdata}",
    "{UDP.dport=mdns}{qr=0}mDNS Qry {qd.qname}",
    "{UDP.dport=mdns}{qr=0}mDNS Qry",
    "{UDP.dport=mdns}mDNS Ans {an.rdata}",
    "{UDP.dport=mdns}{rcode!=ok}mDNS Ans {rcode}",
    "{UDP.dport=mdns}mDNS Ans",
    "{qr=0}DNS Qry {qd.qname}",
    "{qr=0}DNS Qry",
    "DNS Ans {an.rdata}",
    "{rcode!=ok}DNS Ans {rcode}",
    "DNS Ans"};
template <>
inline constexpr std::array<std::string_view, 1> summary_of<http_request>{"{Method} '{Path}' "};
template <>
inline constexpr std::array<std::string_view, 1> summary_of<http_response>{"{Status_Code} {Reason_Phrase}"};

namespace detail {

/// A layer that goes by a name, a title and lines of its own for a value of a member.
struct layer_variant {
  std::uint64_t value;
  std::string_view name, title;
  const std::string_view* lines = nullptr;
  std::size_t line_count = 0;
};

/// Of a layer with variants: `member`, and `all` of them.
template <class L>
struct variants_of {};

template <>
struct variants_of<ipv6_routing> {
  static constexpr auto member = &ipv6_routing::type;
  static constexpr layer_variant all[] = {{4, "IPv6ExtHdrSegmentRouting", "IPv6 Option Header Segment Routing"}};
};

/// Scapy has a layer for each message, and one for each option, of which the topmost speaks. Here the first option does.
template <>
struct variants_of<icmpv6> {
  static constexpr auto member = &icmpv6::type;
  static constexpr std::string_view request[] = {"ICMPv6 Echo Request (id: {id} seq: {seq})"};
  static constexpr std::string_view reply[] = {"ICMPv6 Echo Reply (id: {id} seq: {seq})"};
  static constexpr std::string_view rs[] = {
      "{options.type=1}ICMPv6ND_RS / ICMPv6 Neighbor Discovery Option - Source Link-Layer Address {options.lladdr}"};
  static constexpr std::string_view ra[] = {
      "{options.type=1}ICMPv6ND_RA / ICMPv6 Neighbor Discovery Option - Source Link-Layer Address {options.lladdr}",
      "ICMPv6 Neighbor Discovery - Router Advertisement Lifetime {routerlifetime} Hop Limit {chlim} Preference {prf} Managed {M} "
      "Other {O} Home {H}"};
  static constexpr std::string_view ns[] = {
      "{options.type=1}ICMPv6ND_NS / ICMPv6 Neighbor Discovery Option - Source Link-Layer Address {options.lladdr}",
      "ICMPv6 Neighbor Discovery - Neighbor Solicitation (tgt: {tgt})"};
  static constexpr std::string_view na[] = {
      "{options.type=2}ICMPv6ND_NA / ICMPv6 Neighbor Discovery Option - Destination Link-Layer Address {options.lladdr}",
      "ICMPv6 Neighbor Discovery - Neighbor Advertisement (tgt: {tgt})"};
  static constexpr layer_variant all[] = {
      {1, "ICMPv6DestUnreach", "ICMPv6 Destination Unreachable"},
      {2, "ICMPv6PacketTooBig", "ICMPv6 Packet Too Big"},
      {3, "ICMPv6TimeExceeded", "ICMPv6 Time Exceeded"},
      {4, "ICMPv6ParamProblem", "ICMPv6 Parameter Problem"},
      {128, "ICMPv6EchoRequest", "ICMPv6 Echo Request", request, 1},
      {129, "ICMPv6EchoReply", "ICMPv6 Echo Reply", reply, 1},
      {130, "ICMPv6MLQuery", "MLD - Multicast Listener Query"},
      {131, "ICMPv6MLReport", "MLD - Multicast Listener Report"},
      {132, "ICMPv6MLDone", "MLD - Multicast Listener Done"},
      {133, "ICMPv6ND_RS", "ICMPv6 Neighbor Discovery - Router Solicitation", rs, 1},
      {134, "ICMPv6ND_RA", "ICMPv6 Neighbor Discovery - Router Advertisement", ra, 2},
      {135, "ICMPv6ND_NS", "ICMPv6 Neighbor Discovery - Neighbor Solicitation", ns, 2},
      {136, "ICMPv6ND_NA", "ICMPv6 Neighbor Discovery - Neighbor Advertisement", na, 2},
      {137, "ICMPv6ND_Redirect", "ICMPv6 Neighbor Discovery - Redirect"},
      {143, "ICMPv6MLReport2", "MLDv2 - Multicast Listener Report"},
  };
};

/// What `show` needs to know of a layer beside its table.
struct layer_style {
  unsigned indent = 3;             ///< blanks that the layer above stands further in
  std::string_view carrier{};      ///< an empty layer that Scapy has below this one: its name,
  std::string_view carrier_title{};  ///< and its title
};

template <class L>
inline constexpr layer_style layer_style_of{};
template <>
inline constexpr layer_style layer_style_of<dns>{.indent = 0};
template <>
inline constexpr layer_style layer_style_of<http_request>{.carrier = "HTTP", .carrier_title = "HTTP 1"};
template <>
inline constexpr layer_style layer_style_of<http_response>{.carrier = "HTTP", .carrier_title = "HTTP 1"};

}  // namespace detail
}  // namespace packetry
