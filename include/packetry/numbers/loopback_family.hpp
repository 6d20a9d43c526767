// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What the loopback header of a BSD system says is above (LINKTYPE_NULL, LINKTYPE_LOOP): AF_ values, those of IPv6 differ.
enum class loopback_family : std::uint32_t {
  ipv4 = 2,
  ipv6_bsd = 24,      ///< NetBSD, OpenBSD, BSD/OS
  ipv6_freebsd = 28,
  ipv6_darwin = 30,
};

/// The same as a capture of the other byte order has it.
[[nodiscard]] constexpr loopback_family swapped(loopback_family f) noexcept {
  const auto v = static_cast<std::uint32_t>(f);
  return static_cast<loopback_family>(v >> 24 | (v >> 8 & 0xff00u) | (v << 8 & 0xff'0000u) | v << 24);
}

}  // namespace packetry
