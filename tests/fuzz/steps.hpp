// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

// Fuzz targets are compiled with -fsanitize-coverage=trace-loads: every load of the library counts here as a step, so that
// work out of proportion to the input is seen where a clock would see noise.

namespace packetry::fuzz {

inline std::uint64_t steps = 0;

/// Says which property does not hold, and ends the program: what libFuzzer takes for a crash.
[[noreturn]] inline void broken(const char* property) {
  std::fprintf(stderr, "property broken: %s\n", property);
  std::abort();
}
inline void require(bool holds, const char* property) {
  if (!holds) broken(property);
}

/// Counts the steps of a scope, which must stay within `each` an octet and `all` beside.
class step_limit {
 public:
  step_limit(std::size_t octets, std::uint64_t each, std::uint64_t all) noexcept : limit_(each * octets + all) { steps = 0; }
  step_limit(const step_limit&) = delete;
  step_limit& operator=(const step_limit&) = delete;
  ~step_limit() {
    if (steps > limit_) std::fprintf(stderr, "%llu steps, at most %llu\n", static_cast<unsigned long long>(steps), static_cast<unsigned long long>(limit_));
    require(steps <= limit_, "steps are linear in the octets");
  }

 private:
  std::uint64_t limit_;
};

}  // namespace packetry::fuzz

extern "C" {
// Inline, so that one header serves every target; used, because only the instrumented code calls them.
#define PACKETRY_FUZZ_STEP(size) \
  __attribute__((used, no_sanitize("coverage", "address", "undefined"))) inline void __sanitizer_cov_load##size(const void*) { ++packetry::fuzz::steps; }
PACKETRY_FUZZ_STEP(1)
PACKETRY_FUZZ_STEP(2)
PACKETRY_FUZZ_STEP(4)
PACKETRY_FUZZ_STEP(8)
PACKETRY_FUZZ_STEP(16)
#undef PACKETRY_FUZZ_STEP
}
