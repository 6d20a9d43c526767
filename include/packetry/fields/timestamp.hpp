// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <compare>
#include <cstdint>

namespace packetry {

/// When a packet was seen: seconds since 1970-01-01 UTC, and nanoseconds (0 to 999,999,999) on top. Seconds may be
/// negative: a capture file can say so.
struct timestamp {
  std::int64_t seconds = 0;
  std::uint32_t nanoseconds = 0;

  friend constexpr auto operator<=>(const timestamp&, const timestamp&) = default;
};

}  // namespace packetry
