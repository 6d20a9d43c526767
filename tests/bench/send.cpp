// SPDX-License-Identifier: BSL-1.0
//
// Sending a varied packet of 60 octets through a cable in a network namespace of this program's own, which needs root: without
// it nothing is measured. The other end drops the frames: they are for another station.
#include <benchmark/benchmark.h>

#include <packetry/packetry.hpp>
#include <packetry/transport.hpp>

#include <cstdlib>
#include <vector>

#include <ifaddrs.h>
#include <linux/if_link.h>
#include <net/if.h>
#include <sched.h>

#include "cable.hpp"
#include "yardstick/yardstick.h"

namespace packetry::bench {
namespace {

constexpr std::uint32_t count = 32'768;

const auto datagram = ether{.dst = "02:00:00:00:00:99", .src = "02:00:00:00:00:01"} / ip{.src = "10.0.0.1", .dst = "10.0.0.2"} /
                      udp{.sport = 4000, .dport = 1} / raw{octets::filled(18, 'x')};

std::uint32_t send_by_c() {
  static const std::vector<std::uint8_t> frame = to_bytes(datagram);
  return c_send(::if_nametoindex("near"), frame.data(), count);
}
std::uint32_t send_by_us() {
  sendp(datagram | vary<&udp::dport>(1, count), {.interface = "near"});
  return count;
}

/// Frames that the other end has had.
std::uint64_t arrived() {
  std::uint64_t packets = 0;
  ifaddrs* all = nullptr;
  if (::getifaddrs(&all) != 0) return 0;
  for (const ifaddrs* i = all; i != nullptr; i = i->ifa_next)
    if (i->ifa_addr != nullptr && i->ifa_addr->sa_family == AF_PACKET && std::string_view{i->ifa_name} == "far")
      packets = static_cast<const rtnl_link_stats*>(i->ifa_data)->rx_packets;
  ::freeifaddrs(all);
  return packets;
}

void run(benchmark::State& state, std::uint32_t (*work)()) {
  const std::uint64_t before = arrived();
  if (work() != count || arrived() - before < count) return state.SkipWithError("not every frame arrives");
  const kernel_time kernel;
  for (auto _ : state) benchmark::DoNotOptimize(work());
  kernel.tell(state);
  state.counters["works"] = count;
}

const bool has_a_cable = [] {
  if (::unshare(CLONE_NEWNET) != 0) return false;
  return std::system("ip link add near type veth peer name far && sysctl -qw net.ipv6.conf.all.disable_ipv6=1 && ip link set near up && "
                     "ip link set far up && ip address add 10.0.0.1/24 dev near") == 0;
}();
const bool registered = [] {
  if (!has_a_cable) return false;
  benchmark::RegisterBenchmark("run/send/c", run, send_by_c)->Iterations(2);
  benchmark::RegisterBenchmark("run/send/packetry", run, send_by_us)->Iterations(2);
  return true;
}();

}  // namespace
}  // namespace packetry::bench
