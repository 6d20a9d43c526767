// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <string_view>

namespace packetry {

/// The formats of capture files.
enum class capture_format : std::uint8_t {
  pcap,    ///< classic: one link type, no comments; what everything reads
  pcapng,  ///< any number of interfaces, comments, exact times; what Wireshark writes
};

/// The format that a file's name asks for: pcapng for *.pcapng and *.ntar, else pcap.
[[nodiscard]] constexpr capture_format format_of(std::string_view path) noexcept {
  return path.ends_with(".pcapng") || path.ends_with(".ntar") ? capture_format::pcapng : capture_format::pcap;
}

}  // namespace packetry
