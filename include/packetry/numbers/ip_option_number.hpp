// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// Which IPv4 option: the low 5 bits of its first octet, without the copied flag and the class
/// (RFC 791 section 3.1; IANA IP option numbers).
enum class ip_option_number : std::uint8_t {
  eol = 0,
  nop = 1,
  security = 2,
  lsrr = 3,  ///< loose source and record route
  timestamp = 4,
  rr = 7,  ///< record route
  stream_id = 8,
  ssrr = 9,  ///< strict source and record route
  mtu_probe = 11,
  mtu_reply = 12,
  traceroute = 18,
  address_extension = 19,
  router_alert = 20,
  sdbm = 21,  ///< selective directed broadcast mode
};

/// What an IPv4 option is for: the two bits between the copied flag and the number (RFC 791 section 3.1).
enum class ip_option_class : std::uint8_t {
  control = 0,
  reserved1 = 1,
  debug = 2,
  reserved3 = 3,
};

}  // namespace packetry
