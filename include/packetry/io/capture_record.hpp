// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/fields/timestamp.hpp>
#include <packetry/io/block_options.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/packet/packet.hpp>

#include <cstdint>
#include <string_view>

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
  std::uint32_t interface = 0;         ///< its number in `capture_reader::interfaces`; of a pcap capture 0
  bool timed = true;                   ///< false for a packet without a time (pcapng's simple ones): `time` is 0
  std::uint64_t units = 0;             ///< the time as the file has it, in the interface's units: see `time_text`
  block_options options{};             ///< of pcapng: comments and what else is said of the packet

  /// The first comment; empty where there is none.
  [[nodiscard]] std::string_view comment() const noexcept { return options.comment(); }

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
