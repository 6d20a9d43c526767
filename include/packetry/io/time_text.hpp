// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_interface.hpp>
#include <packetry/io/capture_record.hpp>

#include <cstdint>
#include <string>

namespace packetry {

/// Seconds since 1970-01-01 UTC with nine decimals, exact whatever a capture says: a clock can be off by more seconds than
/// 64 bits count. Before 1970 the seconds are negative and the decimals still count upwards: "-1.000001000" is 999,999
/// microseconds before.
///
/// \code
/// time_text(record.units, reader.interfaces()[record.interface])  // "1367526033.491822000"
/// \endcode
[[nodiscard]] inline std::string time_text(std::uint64_t units, const capture_interface& seen_at) {
  const std::uint64_t seconds = units / seen_at.per_second();
  const auto offset = static_cast<std::uint64_t>(seen_at.time_offset);
  const std::uint64_t behind = 0 - offset;  // of a negative one: how many
  std::string text;
  if (seen_at.time_offset >= 0) {
    constexpr std::uint64_t billion = 1'000'000'000;
    const std::uint64_t low = seconds % billion + offset % billion;
    const std::uint64_t high = seconds / billion + offset / billion + low / billion;
    if (high == 0) {
      text = std::to_string(low);
    } else {
      text = std::to_string(high) + std::to_string(billion + low % billion).substr(1);
    }
  } else {
    text = seconds >= behind ? std::to_string(seconds - behind) : '-' + std::to_string(behind - seconds);
  }
  const std::uint64_t fraction = seen_at.nanoseconds(units % seen_at.per_second());
  return text + '.' + std::to_string(1'000'000'000 + fraction).substr(1);
}

}  // namespace packetry
