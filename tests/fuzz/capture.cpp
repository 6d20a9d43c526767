// SPDX-License-Identifier: BSL-1.0
//
// Capture files: every packet before the damage is delivered, then an error that says where it is; nothing is allocated
// because a length field says so (libFuzzer watches the memory).
#include <packetry/packetry.hpp>

#include "steps.hpp"

using namespace packetry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bytes octets{data, size};
  const fuzz::step_limit limit{size, 4'000, 400'000};
  std::uint64_t captured = 0;
  capture_reader reader{octets};
  while (const auto record = reader.next()) {
    captured += record->octets.size();
    static_cast<void>(dissect(*record).count());
  }
  fuzz::require(captured <= size, "packets are octets of the file");
  if (const auto damage = reader.error()) {
    fuzz::require(damage->offset <= size, "damage lies within the file");
    fuzz::require(!to_string(*damage).empty(), "damage says what it is");
  }
  std::uint64_t blocks = 0;
  capture_reader again{octets};
  while (const auto block = again.next_block()) blocks += block->octets.size();
  fuzz::require(blocks <= size, "blocks are octets of the file");
  return 0;
}
