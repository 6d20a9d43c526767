// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/fields/timestamp.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/packet/packet.hpp>

#include <cstdint>

namespace packetry {

/// One packet of a capture, as the file has it. Its octets are borrowed from the reader, until its next record.
///
/// \code
/// packet_view seen = dissect(record);  // borrows as the record does
/// packet kept{record};                 // owns its octets
/// \endcode
struct capture_record {
  bytes octets{};                      ///< as far as they were captured
  timestamp time{};
  std::uint32_t wire_length = 0;       ///< octets it had on the wire, as the file says; more than were captured where it was cut
  link_type link = link_type::ethernet;

  [[nodiscard]] constexpr packet_info info() const noexcept { return {link, time, wire_length}; }

  template <class Catalog>
  [[nodiscard]] explicit operator basic_packet<Catalog>() const {
    return basic_packet<Catalog>{octets, info()};
  }
};

/// Dissect one packet of a capture by its content, the first layer by its link type.
template <class Catalog = standard_catalog>
[[nodiscard]] constexpr basic_packet_view<Catalog> dissect(const capture_record& record, const Catalog& layers = {}) {
  return dissect(record.octets, record.link, layers);
}

}  // namespace packetry
