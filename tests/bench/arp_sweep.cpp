// SPDX-License-Identifier: BSL-1.0
//
// Who is there? An ARP request for each address of a /16, of which 251 are at the other end of a cable. Measured is the time
// that passes; both wait for 50 ms after the last request.
#include <benchmark/benchmark.h>

#include <packetry/fields/network.hpp>
#include <packetry/layers/arp.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/transport.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <set>
#include <string>

#include <net/if.h>

#include "cable.hpp"
#include "yardstick/yardstick.h"

namespace packetry::bench {
namespace {

using namespace std::literals;

constexpr network hosts{"10.1.0.0/16"};
constexpr std::uint32_t count = 65'536, there = 251;

std::uint32_t by_c() { return c_arp_sweep(::if_nametoindex("near"), hosts.first().value(), count); }

std::uint32_t by_us() {
  static boost::asio::io_context io;
  static transport net{io};
  const auto questions = ether{.dst = mac_address::broadcast()} / arp{.psrc = "10.0.0.1"} | vary<&arp::pdst>(hosts);
  std::set<ipv4_address> found;
  net.async_srp(questions, {.interface = "near", .timeout = 50ms, .window = count}, [&](error_code, const sr_result& result) {
    for (const auto& one : result.answered) found.insert(one.answer.get<arp>().psrc.value().address());
  });
  io.restart();
  io.run();
  return static_cast<std::uint32_t>(found.size());
}

/// The far end has 251 addresses all over the network.
std::string population() {
  std::string commands;
  for (std::uint32_t i = 0; i != there; ++i)
    commands += "address add 10.1." + std::to_string(i) + '.' + std::to_string(i * 7 % 256) + "/32 dev far\n";
  return commands;
}

const bool registered = [] {
  if (!lay_cable("ip -batch - <<'.'\n" + population() + ".\n")) return false;
  constexpr errand_over_cable all{count, there, "not every host is found"};
  add_errand("run/arp_sweep/c", by_c, all);
  add_errand("run/arp_sweep/packetry", by_us, all);
  return true;
}();

}  // namespace
}  // namespace packetry::bench
