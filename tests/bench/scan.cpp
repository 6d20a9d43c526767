// SPDX-License-Identifier: BSL-1.0
//
// A SYN for each TCP port of the other end of a cable, whose kernel resets all but those that listen. Measured is the time that
// passes until all have answered.
#include <benchmark/benchmark.h>

#include <packetry/layers/ether.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/transport.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>

#include <net/if.h>

#include "cable.hpp"
#include "yardstick/yardstick.h"

namespace packetry::bench {
namespace {

using namespace std::literals;

constexpr std::uint32_t count = 65'535;

std::uint32_t by_c() { return c_scan(::if_nametoindex("near"), far_mac, count); }

std::uint32_t by_us() {
  static boost::asio::io_context io;
  static transport net{io};
  const auto probes = ether{} / ip{.dst = "10.0.0.2"} / tcp{.sport = 40'000, .seq = 1, .flags = "S"} | vary<&tcp::dport>(1, count);
  std::uint32_t answered = 0;
  net.async_sr(probes, {.timeout = 1s, .window = 1000}, [&](error_code, const sr_result& result) { answered = static_cast<std::uint32_t>(result.answered.size()); });
  io.restart();
  io.run();
  return answered;
}

void run(benchmark::State& state, std::uint32_t (*work)()) {
  bool all = work() == count;
  for (auto _ : state) all = work() == count && all;
  if (!all) return state.SkipWithError("not every port answers");
  state.counters["works"] = count;
}

const bool registered = [] {
  if (!lay_cable()) return false;
  benchmark::RegisterBenchmark("run/scan/c", run, by_c)->UseRealTime()->Iterations(1);
  benchmark::RegisterBenchmark("run/scan/packetry", run, by_us)->UseRealTime()->Iterations(1);
  return true;
}();

}  // namespace
}  // namespace packetry::bench
