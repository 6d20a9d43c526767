// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What PPP carries (RFC 1661 section 2; the registry: IANA).
enum class ppp_protocol : std::uint16_t {
  ipv4 = 0x0021,
  van_jacobson = 0x002d,
  ipv6 = 0x0057,
  mpls = 0x0281,
  mpls_multicast = 0x0283,
  ipcp = 0x8021,
  ipv6cp = 0x8057,
  ccp = 0x80fd,
  mplscp = 0x8281,
  lcp = 0xc021,
  pap = 0xc023,
  lqr = 0xc025,
  chap = 0xc223,
  eap = 0xc227,
};

/// What a message of a PPP control protocol does (RFC 1661 section 5).
enum class ppp_code : std::uint8_t {
  configure_request = 1,
  configure_ack = 2,
  configure_nak = 3,
  configure_reject = 4,
  terminate_request = 5,
  terminate_ack = 6,
  code_reject = 7,
  protocol_reject = 8,
  echo_request = 9,
  echo_reply = 10,
  discard_request = 11,
};

/// Options of the link control protocol (RFC 1661 section 6; the registry: IANA).
enum class lcp_option_kind : std::uint8_t {
  vendor_specific = 0,
  mru = 1,
  accm = 2,
  auth_protocol = 3,
  quality_protocol = 4,
  magic_number = 5,
  protocol_compression = 7,
  address_compression = 8,
  fcs_alternatives = 9,
  self_describing_padding = 10,
  numbered_mode = 11,
  callback = 13,
  multilink_mrru = 17,
  short_sequence_numbers = 18,
  endpoint_discriminator = 19,
};

/// Options of the IP control protocol (RFC 1332 section 3; name servers: RFC 1877).
enum class ipcp_option_kind : std::uint8_t {
  ip_addresses = 1,
  ip_compression = 2,
  ip_address = 3,
  mobile_ipv4 = 4,
  primary_dns = 129,
  primary_nbns = 130,
  secondary_dns = 131,
  secondary_nbns = 132,
};

/// Stages of PPPoE (RFC 2516 section 5).
enum class pppoe_code : std::uint8_t {
  session = 0x00,
  pado = 0x07,  ///< discovery: an offer
  padi = 0x09,  ///< initiation
  padg = 0x0a,  ///< session-grant (RFC 5578)
  padc = 0x0b,  ///< session-credit response
  padq = 0x0c,  ///< quality
  padr = 0x19,  ///< a request
  pads = 0x65,  ///< confirmation
  padt = 0xa7,  ///< termination
};

/// Tags of a PPPoE discovery packet (RFC 2516 appendix A).
enum class pppoe_tag_kind : std::uint16_t {
  end_of_list = 0x0000,
  service_name = 0x0101,
  ac_name = 0x0102,
  host_uniq = 0x0103,
  ac_cookie = 0x0104,
  vendor_specific = 0x0105,
  credits = 0x0106,
  metrics = 0x0107,
  sequence_number = 0x0108,
  relay_session_id = 0x0110,
  hurl = 0x0111,
  motm = 0x0112,
  max_payload = 0x0120,
  ip_route_add = 0x0121,
  service_name_error = 0x0201,
  ac_system_error = 0x0202,
  generic_error = 0x0203,
};

}  // namespace packetry
