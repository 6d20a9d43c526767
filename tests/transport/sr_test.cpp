// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/sr.hpp>

#include <packetry/fields/network.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/vary.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <sys/wait.h>

namespace packetry {
namespace sr_test {

using namespace std::chrono_literals;

template <class R>
concept can_be_asked = requires(R r) {
  sr(r);
};
static_assert(can_be_asked<std::vector<packet>> && can_be_asked<packet> && can_be_asked<stack<ip, icmp>>);
static_assert(!can_be_asked<std::vector<int>> && !can_be_asked<std::string>);

/// What is common with async_sr is in multiplexer_test.cpp.
class NetworkSr : public test::two_machines {};

TEST_F(NetworkSr, GivesPairsAndLeftovers) {
  const auto [answered, unanswered] = left->run([] {
    std::vector<packet> both;
    for (const char* to : {"10.77.0.2", "10.77.0.9", "10.78.0.1"}) {
      both.emplace_back(ip{.src = "10.77.0.1", .dst = to} / icmp{.id = 7});
    }
    return sr(both, {.timeout = 50ms});
  });
  ASSERT_EQ(answered.size(), 2u);
  for (const answered_packet& a : answered) {
    EXPECT_EQ(a.answer.get<ip>().src, a.request.get<ip>().dst);
    EXPECT_GT(a.round_trip, 0ns);
  }
  ASSERT_EQ(unanswered.size(), 1u);
  EXPECT_EQ(unanswered[0].get<ip>().dst, "10.77.0.9");
}

TEST_F(NetworkSr, TakesASetOfPackets) {
  EXPECT_EQ(left->run([] { return sr(ip{.dst = "10.77.0.2"} / icmp{} | vary<&icmp::id>(1, 500)); }).answered.size(),
            500u);
}

TEST_F(NetworkSr, TakesOnePacket) {
  EXPECT_EQ(left->run([] { return sr(ip{.dst = "10.77.0.2"} / icmp{}); }).answered.size(), 1u);
}

TEST_F(NetworkSr, SweepFindsWhoIsThere) {
  const auto there =
      left->run([] { return srp(ether{} / arp{} | vary<&arp::pdst>(network("10.77.0.0/30")), {.timeout = 50ms}); });
  ASSERT_EQ(there.answered.size(), 1u);
  EXPECT_EQ(there.answered[0].answer.get<arp>().psrc, protocol_octets{"10.77.0.2"});
  EXPECT_EQ(there.unanswered.size(), 3u);
}

TEST_F(NetworkSr, ReadsWhatArrivesWhileItSendsHoweverWideTheWindow) {
  // Their answers would fill the queue twice.
  const auto [answered, unanswered] =
      left->run([] { return sr(ip{.dst = "10.77.0.2"} / icmp{.id = 7} | vary<&icmp::seq>(1, 40'000), {.timeout = 10s, .window = 0}); });
  EXPECT_EQ(answered.size(), 40'000u);
  EXPECT_TRUE(unanswered.empty());
}

TEST_F(NetworkSr, FirstErrorEndsItWithItsSentence) {
  left->run([] {
    std::vector<packet> some;
    for (const char* to : {"10.77.0.2", "10.9.9.9"})
      some.emplace_back(ip{.src = "10.77.0.1", .dst = to} / icmp{.id = 7});
    try {
      (void)sr(some, {.window = 1});
      ADD_FAILURE() << "it ended";
    } catch (const system_error& e) {
      EXPECT_STREQ(e.what(), "no route leads to 10.9.9.9 (Network is unreachable)");
    }
    error_code ec;
    EXPECT_EQ(sr(some, {.window = 1}, ec).answered.size(), 1u) << "what there was is kept";
    EXPECT_EQ(ec, boost::system::errc::network_unreachable);
  });
}

TEST_F(NetworkSr, ThreadsDoNotDisturbEachOther) {
  left->run([] {
    std::vector<std::jthread> threads;
    for (int t = 0; t != 4; ++t) {
      threads.emplace_back([t] {
        const auto first = static_cast<std::uint16_t>(1000 * t + 1), last = static_cast<std::uint16_t>(1000 * t + 200);
        EXPECT_EQ(sr(ip{.dst = "10.77.0.2"} / icmp{} | vary<&icmp::id>(first, last)).answered.size(), 200u);
      });
    }
  });
}

TEST_F(NetworkSr, SocketsAreNotSharedWithAForkedProcess) {
  left->run([] {
    const auto ask = [](std::uint16_t from, std::uint16_t to) {
      return sr(ip{.dst = "10.77.0.2"} / icmp{} | vary<&icmp::id>(from, to)).answered.size();
    };
    EXPECT_EQ(ask(1, 10), 10u);
    const pid_t child = ::fork();
    if (child == 0) ::_exit(ask(101, 200) == 100 ? 0 : 1);
    EXPECT_EQ(ask(1101, 1200), 100u);
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  });
}

}  // namespace sr_test
}  // namespace packetry
