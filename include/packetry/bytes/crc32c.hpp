// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>

#include <array>
#include <cstdint>

namespace packetry {

namespace detail {

/// What each octet does to the remainder: Castagnoli's polynomial, its bits in reverse (RFC 9260 appendix A).
inline constexpr auto crc32c_table = [] {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i != 256; ++i) {
    table[i] = i;
    for (int bit = 0; bit != 8; ++bit) table[i] = table[i] >> 1 ^ ((table[i] & 1) != 0 ? 0x82f6'3b78u : 0u);
  }
  return table;
}();

/// The remainder, not yet complemented, so that it can be taken over several pieces one after the other.
[[nodiscard]] constexpr std::uint32_t crc32c_of(bytes covered, std::uint32_t before = ~std::uint32_t{0}) noexcept {
  for (const std::uint8_t o : covered) before = before >> 8 ^ crc32c_table[(before ^ o) & 0xff];
  return before;
}

[[nodiscard]] constexpr std::uint32_t swapped_octets(std::uint32_t v) noexcept {
  return v << 24 | (v << 8 & 0x00ff'0000) | (v >> 8 & 0x0000'ff00) | v >> 24;
}

}  // namespace detail

/// The CRC32c of the octets `covered`: the checksum of SCTP and iSCSI (RFC 9260 appendix A, RFC 3720 section 12.1).
[[nodiscard]] constexpr std::uint32_t crc32c(bytes covered) noexcept { return ~detail::crc32c_of(covered); }

}  // namespace packetry
