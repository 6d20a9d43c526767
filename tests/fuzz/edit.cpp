// SPDX-License-Identifier: BSL-1.0
//
// Captured packets, changed and made right: the size stays, nothing but what was asked for changes, and lengths and checksums
// are found once and for all.
#include <packetry/packetry.hpp>

#include "steps.hpp"

using namespace packetry;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || size > 70'000) return 0;
  const link_type links[] = {link_type::ethernet, link_type::raw_ip, link_type::linux_cooked, link_type::null_loopback};
  const packet original{bytes{data + 1, size - 1}, {.link = links[data[0] % 4]}};

  packet same = original;
  if (same.has<ip>()) same.edit<ip>([](ip& h) { h.ttl = static_cast<std::uint8_t>(h.ttl + 1); });
  if (same.has<ip>()) same.edit<ip>([](ip& h) { h.ttl = static_cast<std::uint8_t>(h.ttl - 1); });
  fuzz::require(same == original, "what was changed back is as it was");

  packet once = original;
  once.recompute();
  fuzz::require(once.size() == original.size(), "the size stays");
  packet twice = once;
  twice.recompute();
  fuzz::require(twice == once, "lengths and checksums are found once and for all");
  return 0;
}
