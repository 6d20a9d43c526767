// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_format.hpp>
#include <packetry/numbers/link_type.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace packetry {

/// How a capture is written.
struct capture_options {
  std::optional<link_type> link{};  ///< pcap: of all its packets; empty: that of the first one. pcapng: of its first interface
  bool nanoseconds = false;         ///< pcap: precision of times; else microseconds. pcapng always has nanoseconds
  std::uint32_t snaplen = 262'144;  ///< octets of a packet that are kept at most; 262144, which readers bear, even if more is said
  std::optional<capture_format> format{};  ///< empty: as the file's name ends, see `format_of`
  bool append = false;         ///< go on behind what the file holds, in its format; a file that is not there is made
  std::string_view comment{};  ///< pcapng: on the capture as a whole
};

/// An interface as a pcapng capture describes it.
struct interface_options {
  link_type link = link_type::ethernet;
  std::string_view name{};         ///< "eth0"
  std::string_view description{};  ///< "uplink"
  std::uint32_t snaplen = 0;       ///< octets after which its packets were cut, 0: never. Only said; what is cut is cut by the writer's
};

/// What a pcapng capture can say of a packet, beside its octets, time and length.
struct packet_notes {
  std::optional<std::uint32_t> interface{};  ///< as `add_interface` numbers them; empty: the first one with the packet's link type
  std::string_view comment{};
};

}  // namespace packetry
