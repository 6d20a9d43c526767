// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What an ARP message asks or tells (RFC 826; 3-4: RFC 903; 5-7: RFC 1931; 8-9: RFC 2390).
///
/// \code
/// arp{.op = arp_operation::is_at};
/// \endcode
enum class arp_operation : std::uint16_t {
  who_has = 1,
  is_at = 2,
  rarp_req = 3,
  rarp_rep = 4,
  dyn_rarp_req = 5,
  dyn_rarp_rep = 6,
  dyn_rarp_err = 7,
  inarp_req = 8,
  inarp_rep = 9,
};

}  // namespace packetry
