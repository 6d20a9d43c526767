// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdlib>

namespace packetry::bench {

/// Whether instructions are counted, not time: PACKETRY_PASSES is in the environment then.
inline bool counts_instructions() { return std::getenv("PACKETRY_PASSES") != nullptr; }

/// How often an iteration does its work: once, or as PACKETRY_PASSES says. What the counts of two numbers of passes differ by
/// is the work's alone.
inline unsigned passes() {
  const char* const asked = std::getenv("PACKETRY_PASSES");
  return asked != nullptr ? static_cast<unsigned>(std::strtoul(asked, nullptr, 10)) : 1;
}

}  // namespace packetry::bench
