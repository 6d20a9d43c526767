// SPDX-License-Identifier: BSL-1.0
#pragma once

// A cable between two network namespaces of a program's own, which go away with it.

#include <benchmark/benchmark.h>

#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace packetry::bench {

inline constexpr std::uint8_t far_mac[] = {2, 0, 0, 0, 0, 2};

/// A process that does nothing in the namespace of this one: by its number that can be named.
inline pid_t placeholder() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::pause();
    ::_exit(0);
  }
  return child;
}

/// The calling thread is at the near end then, 10.0.0.1; the far one, 10.0.0.2, has a kernel's answers, and has done what the
/// shell's `commands` say. False without root.
inline bool lay_cable(const std::string& commands = "true") {
  if (::unshare(CLONE_NEWNET) != 0) return false;
  const int here = ::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  const pid_t child = placeholder();
  const std::string near = "nsenter --net=/proc/" + std::to_string(child) + "/ns/net ip ";
  const bool there = child > 0 && ::unshare(CLONE_NEWNET) == 0 && ::open("/proc/thread-self/ns/net", O_RDONLY) >= 0 &&  // kept open: it stays
                     std::system(("ip link add far address 02:00:00:00:00:02 type veth peer name near address 02:00:00:00:00:01 netns " +
                                  std::to_string(child) + " && ip link set far up && ip address add 10.0.0.2/24 dev far && "
                                  "sysctl -qw net.ipv4.icmp_ratelimit=0 && " + near + "link set near up && " + near +
                                  "address add 10.0.0.1/24 dev near && " + near + "neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev near").c_str()) == 0 &&
                     std::system(commands.c_str()) == 0;
  const bool back = ::setns(here, CLONE_NEWNET) == 0;
  ::kill(child, SIGKILL);
  ::waitpid(child, nullptr, 0);
  return there && back;
}

/// What a contender does over the cable: it says how much came of it.
struct errand_over_cable {
  std::uint32_t packets;   ///< sent, by which its time is divided
  std::uint32_t expected;  ///< to come of them
  const char* otherwise;
};

/// Counts the processor time, in nanoseconds an iteration, that the kernel spends on this process from here on: what the far
/// end's does to answer is among it.
class kernel_time {
 public:
  kernel_time() : began_(now()) {}
  void tell(benchmark::State& state) const { state.counters["kernel"] = (now() - began_) / static_cast<double>(state.iterations()); }

 private:
  [[nodiscard]] static double now() {
    rusage used{};
    ::getrusage(RUSAGE_SELF, &used);
    return 1e9 * static_cast<double>(used.ru_stime.tv_sec) + 1e3 * static_cast<double>(used.ru_stime.tv_usec);
  }
  double began_;
};

/// Measure the time that passes, and how much of it is the kernel's.
inline void add_errand(const char* name, std::uint32_t (*work)(), const errand_over_cable& e, int iterations = 1) {
  const auto run = [=](benchmark::State& state) {
    bool all = work() == e.expected;
    const kernel_time kernel;
    for (auto _ : state) all = work() == e.expected && all;
    if (!all) return state.SkipWithError(e.otherwise);
    kernel.tell(state);
    state.counters["works"] = e.packets;
  };
  benchmark::RegisterBenchmark(name, run)->UseRealTime()->Iterations(iterations);
}

}  // namespace packetry::bench
