// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// `bootp.op` (RFC 951 section 3).
enum class bootp_op : std::uint8_t { request = 1, reply = 2 };

/// What stands behind a BOOTP header: the vendor area, of which DHCP is one (RFC 1497: it begins with 99.130.83.99).
enum class bootp_vendor : std::uint32_t { dhcp = 0x63825363 };

/// The kind of a DHCP message: option 53 (RFC 2132 section 9.6; the later ones: RFC 3203, RFC 4388).
enum class dhcp_message : std::uint8_t {
  discover = 1,
  offer = 2,
  request = 3,
  decline = 4,
  ack = 5,
  nak = 6,
  release = 7,
  inform = 8,
  force_renew = 9,
  lease_query = 10,
  lease_unassigned = 11,
  lease_unknown = 12,
  lease_active = 13,
};

/// DHCP options (RFC 2132; the registry: IANA). A name for those that clients and servers use; any other by its number.
enum class dhcp_option_code : std::uint8_t {
  pad = 0,
  subnet_mask = 1,
  router = 3,
  time_server = 4,
  name_server = 6,
  log_server = 7,
  hostname = 12,
  domain = 15,
  interface_mtu = 26,
  broadcast_address = 28,
  static_routes = 33,
  ntp_server = 42,
  vendor_specific = 43,
  requested_addr = 50,
  lease_time = 51,
  overload = 52,
  message_type = 53,
  server_id = 54,
  param_req_list = 55,
  error_message = 56,
  max_dhcp_size = 57,
  renewal_time = 58,
  rebinding_time = 59,
  vendor_class_id = 60,
  client_id = 61,
  tftp_server_name = 66,
  boot_file_name = 67,
  client_fqdn = 81,
  relay_agent_information = 82,
  domain_search = 119,
  classless_static_routes = 121,
  end = 255,
};

}  // namespace packetry
