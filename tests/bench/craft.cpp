// SPDX-License-Identifier: BSL-1.0
//
// Crafting into a buffer: every field, every length and every checksum of each frame.
#include <benchmark/benchmark.h>

#include <packetry/packetry.hpp>

#include <array>

#include "passes.hpp"
#include "yardstick/yardstick.h"

namespace packetry::bench {
namespace {

using pass = std::uint64_t (*)(std::uint32_t);

// Constants, as the C has them: text would be read anew for each packet.
constexpr ether link{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"};
constexpr ipv4_address here{"10.0.0.1"};

ip header(std::uint32_t i) {
  return {.id = static_cast<std::uint16_t>(i), .src = here, .dst = ipv4_address{0x0a000000 + i}};
}

std::uint64_t craft_syn(std::uint32_t count) {
  std::uint64_t sum = 0;
  std::array<std::uint8_t, 128> frame;
  for (std::uint32_t i = 0; i != count; ++i) {
    const tcp syn{.sport = static_cast<std::uint16_t>(1024 + i % 32768), .dport = 80, .seq = i * 2654435761u, .window = 64240};
    (void)serialize_to(link / header(i) / syn, frame);
    seen_by_all(frame.data());
    sum += checksums_of(frame.data(), 50);
  }
  return sum;
}

std::uint64_t craft_dns(std::uint32_t count) {
  std::uint64_t sum = 0;
  std::array<std::uint8_t, 128> frame;
  for (std::uint32_t i = 0; i != count; ++i) {
    const udp from{.sport = static_cast<std::uint16_t>(1024 + i % 32768)};
    (void)serialize_to(link / header(i) / from /
                           dns{.id = static_cast<std::uint16_t>(0x1234 + i), .qd = {{.qname = "www.example.com"}}},
                       frame);
    seen_by_all(frame.data());
    sum += checksums_of(frame.data(), 40);
  }
  return sum;
}

void run(benchmark::State& state, pass work, pass yardstick) {
  constexpr std::uint32_t count = 1000;
  if (work(100 * count) != yardstick(100 * count)) return state.SkipWithError("its checksums are not those of the C");
  const unsigned times = passes();
  for (auto _ : state)
    for (unsigned i = 0; i != times; ++i) benchmark::DoNotOptimize(work(count));
  state.counters["works"] = count;
  state.counters["sum"] = static_cast<double>(yardstick(count));  // what Scapy's must be too
}

BENCHMARK_CAPTURE(run, syn/c, c_craft_syn, c_craft_syn);
BENCHMARK_CAPTURE(run, syn/packetry, craft_syn, c_craft_syn);
BENCHMARK_CAPTURE(run, query/c, c_craft_dns, c_craft_dns);
BENCHMARK_CAPTURE(run, query/packetry, craft_dns, c_craft_dns);
#ifdef PACKETRY_HAS_TINS
BENCHMARK_CAPTURE(run, syn/tins, tins_craft_syn, c_craft_syn);
BENCHMARK_CAPTURE(run, query/tins, tins_craft_dns, c_craft_dns);
#endif

}  // namespace
}  // namespace packetry::bench
