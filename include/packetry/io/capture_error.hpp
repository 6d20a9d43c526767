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
  unsupported_format,   ///< a capture format that packetry does not read
  unsupported_version,  ///< pcap of a version other than 2.0 to 2.4
  truncated,            ///< it ends within the file header or within a record
  too_long,             ///< a record claims more octets than any capture program writes
};

/// The damage at which reading a capture ended: what it is, and where.
///
/// Offsets and sizes are octets, offsets count from the capture's first. What lies before is undamaged and was delivered.
struct capture_error {
  capture_fault what{};
  std::uint64_t offset = 0;     ///< where the damaged record begins; 0 for the file header
  std::uint64_t record = 0;     ///< its number, from 1; 0 for the file header
  std::uint64_t needed = 0;     ///< octets it should have, its own header included
  std::uint64_t available = 0;  ///< octets that are there; for `too_long`: as many as are read at most
  std::uint32_t version = 0;    ///< of `unsupported_version`: the major one in the upper 16 bits, the minor one below

  friend constexpr bool operator==(const capture_error&, const capture_error&) = default;
};

/// "record 3 at octet 208: truncated (needs 92, has 17)"
[[nodiscard]] inline std::string to_string(const capture_error& e) {
  std::string text = e.record == 0 ? "file header" : "record " + std::to_string(e.record) + " at octet " + std::to_string(e.offset);
  switch (e.what) {
    case capture_fault::none: return "no fault";
    case capture_fault::not_a_capture: return "not a capture: it begins neither as pcap nor as pcapng";
    case capture_fault::unsupported_format: return "a pcapng capture, which is not read yet (editcap -F pcap makes a pcap capture of it)";
    case capture_fault::unsupported_version:
      return text + ": pcap version " + std::to_string(e.version >> 16) + '.' + std::to_string(e.version & 0xffff) +
             " is not one of 2.0 to 2.4";
    case capture_fault::truncated: text += ": truncated"; break;
    case capture_fault::too_long: text += ": too long"; break;
  }
  return text + " (needs " + std::to_string(e.needed) + (e.what == capture_fault::too_long ? ", at most " : ", has ") +
         std::to_string(e.available) + ')';
}

/// Thrown where a loop over a capture comes upon damage. The text begins with the file's name, where it has one.
struct capture_failure : std::runtime_error {
  explicit capture_failure(const capture_error& e, const std::string& file = {})
      : std::runtime_error(file.empty() ? to_string(e) : file + ": " + to_string(e)), error(e) {}
  capture_error error;
};

}  // namespace packetry
