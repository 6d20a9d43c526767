// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/stream.hpp>

#include <cstdint>
#include <string>

namespace packetry {

/// Milliseconds since midnight UTC (RFC 792, timestamp messages).
class time_of_day {
 public:
  using prints_as_text = void;

  constexpr time_of_day() noexcept = default;
  constexpr time_of_day(std::uint32_t milliseconds) noexcept : value_(milliseconds) {}
  [[nodiscard]] constexpr std::uint32_t value() const noexcept { return value_; }

  friend constexpr bool operator==(time_of_day, time_of_day) noexcept = default;

  /// "12:34:56.789", no digit more than needed.
  friend void append_to(std::string& out, time_of_day t) {
    out += std::to_string(t.value_ / 3'600'000) + ':' + std::to_string(t.value_ / 60'000 % 60) + ':' +
           std::to_string(t.value_ / 1000 % 60) + '.' + std::to_string(t.value_ % 1000);
  }

 private:
  std::uint32_t value_ = 0;
};

}  // namespace packetry
