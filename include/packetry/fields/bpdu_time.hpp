// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/stream.hpp>

#include <cstdint>
#include <string>

namespace packetry {

/// A time in a bridge's messages: units of 1/256 second (IEEE 802.1D section 9.2.8).
///
/// \code
/// stp{.maxage = bpdu_time::seconds(20)}
/// \endcode
class bpdu_time {
 public:
  using prints_as_text = void;

  constexpr bpdu_time() noexcept = default;
  constexpr explicit bpdu_time(std::uint16_t units) noexcept : units_(units) {}
  [[nodiscard]] static constexpr bpdu_time seconds(unsigned s) noexcept { return bpdu_time{static_cast<std::uint16_t>(s * 256)}; }

  [[nodiscard]] constexpr std::uint16_t value() const noexcept { return units_; }

  /// In seconds, exactly: "20.0", "0.00390625".
  friend void append_to(std::string& out, bpdu_time t) {
    out += std::to_string(t.units_ / 256);
    out += '.';
    unsigned rest = t.units_ % 256;
    do {
      out += static_cast<char>('0' + rest * 10 / 256);
      rest = rest * 10 % 256;
    } while (rest != 0);
  }
  friend constexpr bool operator==(bpdu_time, bpdu_time) noexcept = default;

 private:
  std::uint16_t units_ = 0;
};

}  // namespace packetry
