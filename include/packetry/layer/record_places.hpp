// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace packetry::detail {

/// Where the records of a message lie and how long their names are, noted when the message is measured: to read a record
/// then, no name is walked over again. Of a message of few records, all of them whole; of any other nothing is known, and
/// they are found one after the other. Left uninitialised beyond what is used.
class record_places {
 public:
  static constexpr std::size_t most = 8;

  struct place {
    std::uint16_t at;          ///< octets from the message's first
    std::uint8_t name_octets;  ///< that the name takes there
    std::uint8_t name_size;    ///< octets of the name without compression
  };

  constexpr record_places() noexcept { prepare(); }
  constexpr record_places(const record_places& other) noexcept {
    prepare();
    copy(other);
  }
  constexpr record_places& operator=(const record_places& other) noexcept {
    copy(other);
    return *this;
  }

  [[nodiscard]] constexpr bool known() const noexcept { return count_ != unknown; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return count_; }
  [[nodiscard]] constexpr const place& operator[](std::size_t i) const noexcept { return places_[i]; }

  constexpr void begin() noexcept { count_ = 0; }
  constexpr void forget() noexcept { count_ = unknown; }
  /// Whether there is room for so many more, of a message of so many octets.
  [[nodiscard]] constexpr bool expect(std::size_t count, std::size_t octets) noexcept {
    if (known() && count <= most - count_ && octets <= 0xffff) return true;
    forget();
    return false;
  }
  constexpr void add(std::size_t at, std::size_t name_octets, std::size_t name_size) noexcept {
    places_[count_++] = {static_cast<std::uint16_t>(at), static_cast<std::uint8_t>(name_octets), static_cast<std::uint8_t>(name_size)};
  }

 private:
  static constexpr std::uint8_t unknown = 0xff;

  constexpr void prepare() noexcept {
    if (!std::is_constant_evaluated()) return;
    for (place& p : places_) p = {};
  }
  constexpr void copy(const record_places& other) noexcept {
    count_ = other.count_;
    if (!known()) return;
    for (std::size_t i = 0; i != count_; ++i) places_[i] = other.places_[i];
  }

  std::uint8_t count_ = unknown;
  place places_[most];
};

}  // namespace packetry::detail
