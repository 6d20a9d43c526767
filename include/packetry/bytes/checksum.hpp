// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>

#include <bit>

namespace packetry {

/// A running Internet checksum (RFC 1071): the ones' complement sum of big-endian 16-bit words, not yet folded.
///
/// Because 2^16 = 1 (mod 65535), a 16-, 32- or 48-bit value that ends at an even octet adds as it is; one that ends at
/// an odd octet adds eight bits higher. So values can be summed while they are written, and nothing is read back.
/// 64 bits hold the sum of more than 4 GiB of octets.
using running_sum = std::uint64_t;

namespace detail {

/// Fold to 16 bits, without complementing. 0 only when every octet summed was 0. To a half the other one is added, and the carry
/// of that comes in from below, where the same addition stands with halves exchanged.
[[nodiscard]] [[gnu::always_inline]] constexpr std::uint16_t fold(running_sum sum) noexcept {
  const auto half = static_cast<std::uint32_t>((sum + std::rotl(sum, 32)) >> 32);
  return static_cast<std::uint16_t>((half + std::rotl(half, 16)) >> 16);
}

/// The sum of octets that stand one octet later than they were summed for: its two halves change places.
[[nodiscard]] [[gnu::always_inline]] constexpr running_sum shifted(running_sum sum, bool odd) noexcept {
  return odd ? running_sum{fold(sum)} << 8 : sum;
}

/// A value of up to 48 bits whose last octet is the `end`-th of what is summed (so `end` is a size).
[[nodiscard]] [[gnu::always_inline]] constexpr running_sum weighed(std::uint64_t value, std::size_t end) noexcept {
  return end % 2 == 0 ? value : value << 8;
}

[[nodiscard]] constexpr running_sum sum_octets(const std::uint8_t* p, std::size_t size) noexcept {
  running_sum sum = 0;
  for (; size >= 4; p += 4, size -= 4) sum += load_be<4>(p);
  if (size >= 2) {
    sum += load_be<2>(p);
    p += 2;
    size -= 2;
  }
  if (size != 0) sum += static_cast<running_sum>(*p) << 8;
  return sum;
}

// A sum may as well be taken over words in this machine's order of octets (RFC 1071 section 2B): its octets come out in that
// order too. The value of a field then need not be swapped to be added, nor the checksum to be stored.

/// What a sum in this machine's order grows by (modulo 2^64: it may be less than nothing) where `Octets` (1 to 8) of what is
/// summed are replaced. `odd`: the first of them, on a big-endian machine what follows the last, stands at an odd place. At most 2^42.
template <unsigned Octets>
[[nodiscard]] [[gnu::always_inline]] constexpr running_sum growth(std::uint64_t before, std::uint64_t after, bool odd) noexcept {
  if constexpr (Octets > 4) {
    return growth<4>(before & 0xffff'ffff, after & 0xffff'ffff, odd) + growth<Octets - 4>(before >> 32, after >> 32, odd);
  } else {
    return (after - before) << (odd ? 8 : 0);
  }
}

/// Copy octets that do not overlap, and sum them on the way: each is loaded once.
[[nodiscard]] constexpr running_sum copy_and_sum(std::uint8_t* to, const std::uint8_t* from, std::size_t size) noexcept {
  running_sum sum = 0;
  for (; size >= 8; to += 8, from += 8, size -= 8) {
    const std::uint64_t word = load_be<8>(from);
    store_be<8>(to, word);
    sum += (word >> 32) + (word & 0xffff'ffff);
  }
  if (size >= 4) {
    const std::uint64_t word = load_be<4>(from);
    store_be<4>(to, word);
    sum += word;
    to += 4, from += 4, size -= 4;
  }
  if (size >= 2) {
    const std::uint64_t word = load_be<2>(from);
    store_be<2>(to, word);
    sum += word;
    to += 2, from += 2, size -= 2;
  }
  if (size != 0) {
    *to = *from;
    sum += static_cast<running_sum>(*from) << 8;
  }
  return sum;
}

}  // namespace detail

/// The Internet checksum of the octets `covered` (RFC 1071), as it stands in a header. 0 over octets whose own checksum is right.
///
/// \code
/// static_assert(packetry::checksum(header_with_its_checksum) == 0);
/// \endcode
[[nodiscard]] constexpr std::uint16_t checksum(bytes covered) noexcept {
  return static_cast<std::uint16_t>(~detail::fold(detail::sum_octets(covered.data(), covered.size())));
}

}  // namespace packetry
