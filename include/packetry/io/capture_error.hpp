// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace packetry {

/// Why a capture could not be read, or not to its end.
enum class capture_fault : std::uint8_t {
  none = 0,
  not_a_capture,        ///< it does not begin as any capture format does
  compressed,           ///< by gzip, and not read through `gunzip`
  unsupported_version,  ///< pcap of a version other than 2.0 to 2.4, pcapng other than 1.0 and 1.2
  truncated,            ///< it ends within the file header, a record or a block
  too_long,             ///< a record claims more octets than any capture program writes
  too_short,            ///< a block claims fewer octets than its kind has
  bad_length,           ///< a block's length is not a multiple of 4
  lengths_differ,       ///< a block's length behind it is not the one in front
  bad_byte_order,       ///< a section header's magic number is of neither byte order
  bad_resolution,       ///< an interface counts time in less than 10^-19 or 2^-63 seconds
  packet_beyond_block,  ///< a packet is longer than the block that holds it
  unknown_interface,    ///< a packet is of an interface that was not described
  source_damaged,       ///< what the octets come from (compressed data, say) is damaged or ends too early
};

/// The damage at which reading a capture ended: what it is, and where.
///
/// Offsets and sizes are octets, offsets count from the capture's first. What lies before is undamaged and was delivered.
struct capture_error {
  capture_fault what{};
  std::uint64_t offset = 0;     ///< where the damaged record or block begins; 0 for the file header
  std::uint64_t record = 0;     ///< its number, from 1; 0 for the file header
  std::uint64_t needed = 0;     ///< octets it should have, its own header included; else the number that is wrong
  std::uint64_t available = 0;  ///< octets that are there; for `too_long`: as many as are read at most
  std::uint32_t version = 0;    ///< of `unsupported_version`: the major one in the upper 16 bits, the minor one below
  bool is_block = false;        ///< of pcapng: `record` counts blocks

  friend constexpr bool operator==(const capture_error&, const capture_error&) = default;
};

namespace detail {

/// What is wrong, behind where it is.
[[nodiscard]] inline std::string damage_text(const capture_error& e) {
  const std::string needed = std::to_string(e.needed), available = std::to_string(e.available);
  const std::string version = std::to_string(e.version >> 16) + '.' + std::to_string(e.version & 0xffff);
  switch (e.what) {
    case capture_fault::unsupported_version:
      return e.is_block ? "pcapng version " + version + " is neither 1.0 nor 1.2" : "pcap version " + version + " is not one of 2.0 to 2.4";
    case capture_fault::truncated: return "truncated (needs " + needed + ", has " + available + ')';
    case capture_fault::too_long: return "too long (needs " + needed + ", at most " + available + ')';
    case capture_fault::too_short: return "too short (needs " + needed + ", has " + available + ')';
    case capture_fault::bad_length: return "its length, " + needed + ", is not a multiple of 4";
    case capture_fault::lengths_differ: return "its length is " + needed + " in front and " + available + " behind";
    case capture_fault::bad_byte_order: return "a section header of neither byte order";
    case capture_fault::bad_resolution: return "an interface whose clock is too fine (if_tsresol " + needed + ')';
    case capture_fault::packet_beyond_block: return "a packet longer than its block (needs " + needed + ", has " + available + ')';
    case capture_fault::unknown_interface:
      return "a packet of interface " + needed + ", where " + (e.available == 0 ? "none is" : available + " are") + " described";
    default: return "what it is read from is damaged, or ends too early";
  }
}

}  // namespace detail

/// "record 3 at octet 208: truncated (needs 92, has 17)"
[[nodiscard]] inline std::string to_string(const capture_error& e) {
  if (e.what == capture_fault::none) return "no fault";
  if (e.what == capture_fault::not_a_capture) return "not a capture: it begins neither as pcap nor as pcapng";
  if (e.what == capture_fault::compressed)
    return "compressed by gzip, which this program does not read: decompress it first (gunzip -k FILE), or have the program "
           "read it through packetry::gunzip, of <packetry/io/gunzip.hpp>, which needs zlib";
  const std::string where = e.record == 0 ? "file header"
                                          : (e.is_block ? "block " : "record ") + std::to_string(e.record) + " at octet " +
                                                std::to_string(e.offset);
  return where + ": " + detail::damage_text(e);
}

/// Thrown where a loop over a capture comes upon damage. The text begins with the file's name, where it has one.
struct capture_failure : std::runtime_error {
  explicit capture_failure(const capture_error& e, const std::string& file = {})
      : std::runtime_error(file.empty() ? to_string(e) : file + ": " + to_string(e)), error(e) {}
  capture_error error;
};

}  // namespace packetry
