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

const bool registered = [] {
  if (!lay_cable()) return false;
  constexpr errand_over_cable all{count, count, "not every port answers"};
  add_errand("run/scan/c", by_c, all);
  add_errand("run/scan/packetry", by_us, all);
  return true;
}();

}  // namespace
}  // namespace packetry::bench
