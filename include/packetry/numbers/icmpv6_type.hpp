// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// ICMPv6 message types (RFC 4443, 4861, 2710, 9777): `icmpv6.type`. Below 128 an error, which quotes the packet it is about.
enum class icmpv6_type : std::uint8_t {
  dest_unreach = 1,
  packet_too_big = 2,
  time_exceeded = 3,
  parameter_problem = 4,
  echo_request = 128,
  echo_reply = 129,
  mld_query = 130,
  mld_report = 131,
  mld_done = 132,
  router_solicitation = 133,
  router_advertisement = 134,
  neighbor_solicitation = 135,
  neighbor_advertisement = 136,
  redirect = 137,
  mld2_report = 143,
};

/// Neighbour discovery options (RFC 4861 section 4.6; the later ones: IANA).
enum class nd_option_kind : std::uint8_t {
  source_link_layer = 1,
  target_link_layer = 2,
  prefix_information = 3,
  redirected_header = 4,
  mtu = 5,
  advertisement_interval = 7,
  home_agent = 8,
  route_information = 24,
  rdnss = 25,
  dnssl = 31,
  captive_portal = 37,
  pref64 = 38,
};

/// How a router advertises itself beside others (RFC 4191 section 2.1).
enum class router_preference : std::uint8_t { medium = 0, high = 1, low = 3 };

/// What a multicast address record of an MLDv2 report says (RFC 9777 section 5.2.12).
enum class mld_record_type : std::uint8_t {
  mode_is_include = 1,
  mode_is_exclude = 2,
  change_to_include = 3,
  change_to_exclude = 4,
  allow_new_sources = 5,
  block_old_sources = 6,
};

/// Options of the hop-by-hop and destination options headers. The two highest bits say what a node does that does not know
/// the option (0: skip it), the next whether it may change on the way (RFC 8200 section 4.2).
enum class ipv6_option_type : std::uint8_t {
  pad1 = 0,
  pad_n = 1,
  tunnel_encapsulation_limit = 4,
  router_alert = 5,
  calipso = 7,
  smf_dpd = 8,
  rpl = 0x63,
  ioam = 0x31,
  jumbo = 0xc2,
  home_address = 0xc9,
};

/// Kinds of IPv6 routing headers (RFC 8200 section 4.4).
enum class routing_type : std::uint8_t {
  source_route = 0,  ///< deprecated (RFC 5095)
  mobile = 2,        ///< RFC 6275 section 6.4
  rpl = 3,           ///< RFC 6554
  segment = 4,       ///< RFC 8754
};

}  // namespace packetry
