// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// Types of ICMP message (RFC 792; 9-10: RFC 1256; 17-18: RFC 950; 30-39: historic, RFC 6918; 40: RFC 2521).
///
/// \code
/// icmp{.type = icmp_type::echo_request};
/// \endcode
enum class icmp_type : std::uint8_t {
  echo_reply = 0,
  dest_unreach = 3,
  source_quench = 4,
  redirect = 5,
  echo_request = 8,
  echo = echo_request,
  router_advertisement = 9,
  router_solicitation = 10,
  time_exceeded = 11,
  parameter_problem = 12,
  timestamp_request = 13,
  timestamp_reply = 14,
  information_request = 15,
  information_response = 16,
  address_mask_request = 17,
  address_mask_reply = 18,
  traceroute = 30,
  datagram_conversion_error = 31,
  mobile_host_redirect = 32,
  ipv6_where_are_you = 33,
  ipv6_i_am_here = 34,
  mobile_registration_request = 35,
  mobile_registration_reply = 36,
  domain_name_request = 37,
  domain_name_reply = 38,
  skip = 39,
  photuris = 40,
};

}  // namespace packetry
