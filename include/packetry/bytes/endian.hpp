// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/endian/conversion.hpp>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace packetry::detail {

/// The unsigned integer of exactly `Octets` octets, where there is one.
template <std::size_t Octets>
using uint_of = std::conditional_t<
    Octets == 1, std::uint8_t,
    std::conditional_t<Octets == 2, std::uint16_t,
                       std::conditional_t<Octets == 4, std::uint32_t, std::uint64_t>>>;

template <std::size_t Octets>
inline constexpr bool is_word = Octets == 1 || Octets == 2 || Octets == 4 || Octets == 8;

/// Big-endian integer of `Octets` (1 to 8) octets at `p`. One load and one swap at run time where the machine has them.
template <std::size_t Octets>
[[nodiscard]] constexpr std::uint64_t load_be(const std::uint8_t* p) noexcept {
  static_assert(Octets >= 1 && Octets <= 8);
  if (std::is_constant_evaluated()) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i != Octets; ++i) value = value << 8 | p[i];
    return value;
  } else if constexpr (is_word<Octets>) {
    uint_of<Octets> raw;
    std::memcpy(&raw, p, Octets);
    return boost::endian::big_to_native(raw);
  } else {
    constexpr std::size_t head = Octets >= 4 ? 4 : 2;
    return load_be<head>(p) << 8 * (Octets - head) | load_be<Octets - head>(p + head);
  }
}

/// Write the low `Octets` octets of `value` at `p`, most significant first.
template <std::size_t Octets>
constexpr void store_be(std::uint8_t* p, std::uint64_t value) noexcept {
  static_assert(Octets >= 1 && Octets <= 8);
  if (std::is_constant_evaluated()) {
    for (std::size_t i = 0; i != Octets; ++i) p[i] = static_cast<std::uint8_t>(value >> 8 * (Octets - 1 - i));
  } else if constexpr (is_word<Octets>) {
    const auto raw = boost::endian::native_to_big(static_cast<uint_of<Octets>>(value));
    std::memcpy(p, &raw, Octets);
  } else {
    constexpr std::size_t head = Octets >= 4 ? 4 : 2;
    store_be<head>(p, value >> 8 * (Octets - head));
    store_be<Octets - head>(p + head, value);
  }
}

/// A word with its octets the other way round: one instruction.
template <class Word>
[[nodiscard]] constexpr Word reversed(Word value) noexcept {
  static_assert(std::is_unsigned_v<Word>);
  return boost::endian::endian_reverse(value);
}

/// The low `Octets` octets of a value as they are when it is stored big-endian and loaded in this machine's order.
template <std::size_t Octets>
[[nodiscard]] [[gnu::always_inline]] constexpr std::uint64_t to_wire(std::uint64_t value) noexcept {
  if constexpr (is_word<Octets>) {
    return boost::endian::native_to_big(static_cast<uint_of<Octets>>(value));
  } else if constexpr (boost::endian::order::native == boost::endian::order::little) {
    return boost::endian::endian_reverse(value << (64 - 8 * Octets));
  } else {
    return value & ((std::uint64_t{1} << 8 * Octets) - 1);
  }
}

/// `Octets` (1 to 8) octets at `p` in this machine's order: `to_wire` of what `load_be` gives.
template <std::size_t Octets>
[[nodiscard]] [[gnu::always_inline]] constexpr std::uint64_t load_wire(const std::uint8_t* p) noexcept {
  if (std::is_constant_evaluated() || !is_word<Octets>) {
    return to_wire<Octets>(load_be<Octets>(p));
  } else {
    uint_of<Octets> raw;
    std::memcpy(&raw, p, sizeof raw);
    return raw;
  }
}
template <std::size_t Octets>
[[gnu::always_inline]] constexpr void store_wire(std::uint8_t* p, std::uint64_t wire) noexcept {
  if (std::is_constant_evaluated() || !is_word<Octets>) {
    constexpr bool little = boost::endian::order::native == boost::endian::order::little;
    for (std::size_t i = 0; i != Octets; ++i) p[i] = static_cast<std::uint8_t>(wire >> 8 * (little ? i : Octets - 1 - i));
  } else {
    const auto raw = static_cast<uint_of<Octets>>(wire);
    std::memcpy(p, &raw, sizeof raw);
  }
}

/// Copy `count` octets; the ranges do not overlap. memcpy at run time, a loop in a constant expression.
constexpr void copy_octets(std::uint8_t* to, const std::uint8_t* from, std::size_t count) noexcept {
  if (std::is_constant_evaluated()) {
    for (std::size_t i = 0; i != count; ++i) to[i] = from[i];
  } else if (count != 0) {
    std::memcpy(to, from, count);
  }
}

/// Set `count` octets to zero.
constexpr void clear_octets(std::uint8_t* to, std::size_t count) noexcept {
  if (std::is_constant_evaluated()) {
    for (std::size_t i = 0; i != count; ++i) to[i] = 0;
  } else if (count != 0) {
    std::memset(to, 0, count);
  }
}

}  // namespace packetry::detail
