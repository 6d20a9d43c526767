// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/timestamp.hpp>
#include <packetry/numbers/link_type.hpp>

#include <cstdint>
#include <limits>

namespace packetry {

/// What a capture says of an interface its packets were seen at. A pcap capture has one.
struct capture_interface {
  link_type link = link_type::ethernet;
  std::uint32_t snaplen = 0;     ///< octets after which packets were cut; 0: never. Only said, packets are as they are
  std::uint8_t resolution = 6;   ///< what time is counted in: 10^-6 s; with the highest bit set 2^-n s (if_tsresol)
  std::int64_t time_offset = 0;  ///< seconds to add to all times (if_tsoffset)

  /// Whether there is a number for this resolution: from 10^-19 or 2^-63 s upwards.
  [[nodiscard]] constexpr bool has_resolution() const noexcept { return (resolution & 0x7f) <= (is_binary() ? 63 : 19); }

  /// Units of time in a second.
  [[nodiscard]] constexpr std::uint64_t per_second() const noexcept {
    if (is_binary()) return std::uint64_t{1} << (resolution & 0x7f);
    std::uint64_t units = 1;
    for (unsigned i = 0; i != resolution; ++i) units *= 10;
    return units;
  }

  /// The time that many units mean; what is finer than nanoseconds is dropped. Seconds that 64 bits cannot hold are the
  /// nearest they can: `time_text` has them all.
  [[nodiscard]] constexpr timestamp time(std::uint64_t units) const noexcept {
    if (resolution == 6) return at(units / 1'000'000, static_cast<std::uint32_t>(units % 1'000'000 * 1000));
    if (resolution == 9) return at(units / 1'000'000'000, static_cast<std::uint32_t>(units % 1'000'000'000));
    const std::uint64_t second = per_second();
    return at(units / second, nanoseconds(units % second));
  }

  /// Nanoseconds in less than a second of units.
  [[nodiscard]] constexpr std::uint32_t nanoseconds(std::uint64_t fraction) const noexcept {
    constexpr std::uint64_t billion = 1'000'000'000;
    const unsigned n = resolution & 0x7f;
    if (!is_binary() && n > 9) return static_cast<std::uint32_t>(fraction / (per_second() / billion));
    if (!is_binary() || n <= 32) return static_cast<std::uint32_t>(fraction * billion / per_second());
    const std::uint64_t upper = (fraction >> 32) * billion, lower = (fraction & 0xffff'ffff) * billion;  // of 96 bits
    return static_cast<std::uint32_t>((upper + (lower >> 32)) >> (n - 32));
  }

  friend constexpr bool operator==(const capture_interface&, const capture_interface&) = default;

 private:
  [[nodiscard]] constexpr bool is_binary() const noexcept { return (resolution & 0x80) != 0; }

  [[nodiscard]] constexpr timestamp at(std::uint64_t seconds, std::uint32_t fraction) const noexcept {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    const auto sum = seconds + static_cast<std::uint64_t>(time_offset);  // modulo 2^64
    const bool too_late = time_offset < 0 ? seconds > static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(time_offset)
                                          : seconds > static_cast<std::uint64_t>(most - time_offset);
    return {too_late ? most : static_cast<std::int64_t>(sum), fraction};
  }
};

}  // namespace packetry
