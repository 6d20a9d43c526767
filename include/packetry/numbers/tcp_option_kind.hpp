// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// Kinds of TCP option (IANA TCP parameters, RFC 9293 section 3.1). `eol` and `nop` are one octet, all others
/// carry a length.
enum class tcp_option_kind : std::uint8_t {
  eol = 0,
  nop = 1,
  mss = 2,
  wscale = 3,
  sack_ok = 4,
  sack = 5,
  timestamp = 8,
  alt_chksum = 14,
  alt_chksum_data = 15,
  md5 = 19,
  mood = 25,
  uto = 28,  ///< user timeout
  ao = 29,   ///< authentication
  tfo = 34,  ///< fast open
};

}  // namespace packetry
