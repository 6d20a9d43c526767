// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What an IPv4 packet carries (IANA protocol numbers): `ip.proto`.
///
/// \code
/// ip{.proto = ip_protocol::udp};
/// \endcode
enum class ip_protocol : std::uint8_t {
  hopopt = 0,  ///< IPv6 hop-by-hop options; in IPv4 what an empty packet says
  icmp = 1,
  igmp = 2,
  ggp = 3,
  ipip = 4,  ///< IPv4 in IP
  st = 5,
  tcp = 6,
  egp = 8,
  igp = 9,
  pup = 12,
  udp = 17,
  hmp = 20,
  rdp = 27,
  dccp = 33,
  ipv6 = 41,  ///< IPv6 in IP
  ipv6_route = 43,
  ipv6_frag = 44,
  idrp = 45,
  rsvp = 46,
  gre = 47,
  esp = 50,
  ah = 51,
  ipv6_icmp = 58,
  no_next = 59,  ///< nothing follows
  ipv6_opts = 60,
  eigrp = 88,
  ospf = 89,
  etherip = 97,
  pim = 103,
  ipcomp = 108,
  vrrp = 112,
  l2tp = 115,
  isis = 124,
  sctp = 132,
  fc = 133,
  mobility_header = 135,
  udplite = 136,
  mpls_in_ip = 137,
  manet = 138,
  hip = 139,
  shim6 = 140,
  wesp = 141,
  rohc = 142,
  ethernet = 143,
};

/// The same numbers inside the packet that an ICMP error quotes. A space of its own, because other layers
/// answer to it: a quoted header may be cut short and its lengths speak of octets that are not there.
enum class quoted_protocol : std::uint8_t {};

/// What an IPv6 packet carries: `nh` of IPv6 and of its extension headers. The numbers are those of `ip_protocol`, in a
/// space of their own: an extension header stands above IPv6 alone, ICMP above IPv4 alone, and their names differ.
enum class next_header : std::uint8_t {
  hop_by_hop = 0,
  ipv4 = 4,
  tcp = 6,
  udp = 17,
  ipv6 = 41,
  routing = 43,
  fragment = 44,
  gre = 47,
  esp = 50,
  ah = 51,
  icmpv6 = 58,
  no_next = 59,  ///< nothing follows
  destination_options = 60,
  sctp = 132,
  mobility = 135,
};

/// The same inside the packet that an ICMPv6 error quotes; see `quoted_protocol`.
enum class quoted_next_header : std::uint8_t {};

/// The first four bits of a packet: what tells IPv4 from IPv6 where nothing stands below.
enum class ip_version : std::uint8_t {
  v4 = 4,
  v6 = 6,
  label = 16,  ///< no four bits say so: an MPLS label above one that is not the bottom of its stack
};

}  // namespace packetry
