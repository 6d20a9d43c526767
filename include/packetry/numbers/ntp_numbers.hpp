// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// `ntp.leap`: whether a leap second comes (RFC 5905 section 7.3).
enum class ntp_leap : std::uint8_t { none = 0, minute_of_61 = 1, minute_of_59 = 2, unsynchronized = 3 };

/// `ntp.mode`: who speaks to whom (RFC 5905 section 7.3). Messages of control and private ones have another header.
enum class ntp_mode : std::uint8_t {
  reserved = 0,
  symmetric_active = 1,
  symmetric_passive = 2,
  client = 3,
  server = 4,
  broadcast = 5,
  control = 6,
  private_use = 7,
};

}  // namespace packetry
