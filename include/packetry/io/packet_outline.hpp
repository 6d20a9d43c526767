// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/timestamp.hpp>
#include <packetry/io/block_options.hpp>
#include <packetry/io/capture_options.hpp>
#include <packetry/numbers/link_type.hpp>

#include <cstddef>

namespace packetry::detail {

/// All that a writer is told of a packet but its octets.
struct packet_outline {
  std::size_t kept = 0;     ///< octets that are written
  std::size_t on_wire = 0;  ///< octets it had
  timestamp time{};
  link_type link = link_type::ethernet;
  const packet_notes& notes;
  block_options options{};  ///< whose comments are kept
};

}  // namespace packetry::detail
