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
  constexpr record_places(const record_places& other) noexcept : record_places(other, 0, most) {}
  /// So many places from the `first` on, and the one behind them.
  constexpr record_places(const record_places& other, std::size_t first, std::size_t count) noexcept {
    prepare();
    copy(other, first, count);
  }
  constexpr record_places& operator=(const record_places& other) noexcept {
    copy(other, 0, most);
    return *this;
  }

  [[nodiscard]] constexpr bool known() const noexcept { return count_ != unknown; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return count_; }
  [[nodiscard]] constexpr place operator[](std::size_t i) const noexcept {
    const std::uint32_t word = words_[i];
    return {static_cast<std::uint16_t>(word >> 16), static_cast<std::uint8_t>(word >> 8), static_cast<std::uint8_t>(word)};
  }

  /// Of a message of so many octets.
  constexpr void begin(std::size_t octets) noexcept { count_ = octets <= 0xffff ? 0 : unknown; }
  constexpr void forget() noexcept { count_ = unknown; }
  /// The `i`th record's. Where there is no room, that of another is lost: `end` will see.
  constexpr void note(std::size_t i, std::size_t at, std::size_t name_octets, std::size_t name_size) noexcept {
    words_[i % most] = static_cast<std::uint32_t>(at << 16 | name_octets << 8 | name_size);
  }
  /// So many were noted.
  constexpr void end(std::size_t count) noexcept {
    if (count > most) forget();
    if (known()) count_ = static_cast<std::uint8_t>(count);
  }

 private:
  static constexpr std::uint8_t unknown = 0xff;

  constexpr void prepare() noexcept {
    if (!std::is_constant_evaluated()) return;
    for (std::uint32_t& w : words_) w = 0;
  }
  constexpr void copy(const record_places& other, std::size_t first, std::size_t count) noexcept {
    count_ = other.count_;
    if (!known()) return;
    // Word by word, as they were written: not to be taken for one block, which would wait until all of it is in the cache.
    for (std::size_t i = first; i != count_; ++i) {
      words_[i] = other.words_[i];
      if (i == first + count) break;
    }
  }

  // A place is one word: what is written in parts cannot be read as a whole before it is in the cache.
  std::uint32_t words_[most];
  std::uint8_t count_ = unknown;
};

/// Nobody wants to know where the records lie.
struct no_places {
  [[nodiscard]] static constexpr std::size_t size() noexcept { return 0; }
  static constexpr void forget() noexcept {}
  static constexpr void end(std::size_t) noexcept {}
};

}  // namespace packetry::detail
