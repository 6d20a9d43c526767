// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/endian.hpp>

#include <cstdint>

namespace packetry::detail {

/// The byte order of a capture: each has that of the machine that wrote it.
struct word_order {
  bool little = false;  ///< least significant octet first

  [[nodiscard]] constexpr std::uint16_t half(const std::uint8_t* p) const noexcept {
    return ordered(static_cast<std::uint16_t>(load_be<2>(p)));
  }
  [[nodiscard]] constexpr std::uint32_t word(const std::uint8_t* p) const noexcept {
    return ordered(static_cast<std::uint32_t>(load_be<4>(p)));
  }
  [[nodiscard]] constexpr std::uint64_t twice(const std::uint8_t* p) const noexcept {
    const std::uint64_t first = word(p), second = word(p + 4);
    return little ? second << 32 | first : first << 32 | second;
  }

  constexpr void put_half(std::uint8_t* p, std::uint16_t v) const noexcept { store_be<2>(p, ordered(v)); }
  constexpr void put_word(std::uint8_t* p, std::uint32_t v) const noexcept { store_be<4>(p, ordered(v)); }

  friend constexpr bool operator==(const word_order&, const word_order&) = default;

 private:
  template <class Word>
  [[nodiscard]] constexpr Word ordered(Word v) const noexcept {
    return little ? reversed(v) : v;
  }
};

}  // namespace packetry::detail
