// SPDX-License-Identifier: BSL-1.0
//
// Patching a packet_template: each frame made from the one before, every checksum right.
#include <benchmark/benchmark.h>

#include <packetry/packetry.hpp>

#include "passes.hpp"
#include "yardstick/yardstick.h"

namespace packetry::bench {
namespace {

using pass = std::uint64_t (*)(std::uint32_t);

constexpr auto lower = ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / ip{.id = 0, .src = "10.0.0.1"};

std::uint64_t template_syn(std::uint32_t count) {
  std::uint64_t sum = 0;
  packet_template frame{lower / tcp{.dport = 80, .window = 64240}};
  for (std::uint32_t i = 0; i != count; ++i) {
    frame.set<&ip::id, &ip::dst, &tcp::sport, &tcp::seq>(static_cast<std::uint16_t>(i), ipv4_address{0x0a000000 + i},
                                                         static_cast<std::uint16_t>(1024 + i % 32768), i * 2654435761u);
    const bytes made = frame.bytes();
    seen_by_all(made.data());
    sum += checksums_of(made.data(), 50);
  }
  return sum;
}

std::uint64_t template_dns(std::uint32_t count) {
  std::uint64_t sum = 0;
  packet_template frame{lower / udp{} / dns{.qd = {{.qname = "www.example.com"}}}};
  for (std::uint32_t i = 0; i != count; ++i) {
    frame.set<&ip::id, &ip::dst, &udp::sport, &dns::id>(static_cast<std::uint16_t>(i), ipv4_address{0x0a000000 + i},
                                                        static_cast<std::uint16_t>(1024 + i % 32768), static_cast<std::uint16_t>(0x1234 + i));
    const bytes made = frame.bytes();
    seen_by_all(made.data());
    sum += checksums_of(made.data(), 40);
  }
  return sum;
}

void run(benchmark::State& state, pass work, pass yardstick) {
  constexpr std::uint32_t count = 10'000;  // for one template
  if (work(10 * count) != yardstick(10 * count)) return state.SkipWithError("its checksums are not those of the C");
  const unsigned times = passes();
  for (auto _ : state)
    for (unsigned i = 0; i != times; ++i) benchmark::DoNotOptimize(work(count));
  state.counters["works"] = count;
}

// Both are held to the checksums of frames made from nothing.
BENCHMARK_CAPTURE(run, stamp_syn/c, c_template_syn, c_craft_syn);
BENCHMARK_CAPTURE(run, stamp_syn/packetry, template_syn, c_craft_syn);
BENCHMARK_CAPTURE(run, stamp_query/c, c_template_dns, c_craft_dns);
BENCHMARK_CAPTURE(run, stamp_query/packetry, template_dns, c_craft_dns);

}  // namespace
}  // namespace packetry::bench
