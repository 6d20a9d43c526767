// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What LLC carries: both service access points and the control octet, dsap in the highest octet.
enum class llc_service : std::uint32_t {
  stp = 0x42'42'03,
  snap = 0xaa'aa'03,
};

/// Where a packet of a Linux cooked capture went (LINKTYPE_LINUX_SLL).
enum class sll_packet_type : std::uint16_t {
  unicast = 0,  ///< to us
  broadcast = 1,
  multicast = 2,
  other_host = 3,
  sent_by_us = 4,
};

}  // namespace packetry
