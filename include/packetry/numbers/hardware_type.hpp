// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What kind of hardware address ARP, DHCP and cooked captures speak of (IANA ARP parameters, RFC 826).
enum class hardware_type : std::uint16_t {
  ethernet = 1,
  experimental_ethernet = 2,
  ax25 = 3,
  pronet = 4,
  chaos = 5,
  ieee802 = 6,
  arcnet = 7,
  hyperchannel = 8,
  lanstar = 9,
  autonet = 10,
  localtalk = 11,
  localnet = 12,
  ultra_link = 13,
  smds = 14,
  frame_relay = 15,
  atm = 16,
  hdlc = 17,
  fibre_channel = 18,
  atm_rfc2225 = 19,
  serial_line = 20,
  ieee1394 = 24,
  infiniband = 32,
};

}  // namespace packetry
