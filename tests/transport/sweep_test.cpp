// SPDX-License-Identifier: BSL-1.0
//
// Sets of packets that are asked for: they are made again when they are needed, not kept.
#include <packetry/transport/collecting.hpp>  // first: proves the header stands alone

#include <packetry/layers/arp.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include "../support/netns.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <optional>
#include <ranges>
#include <set>
#include <vector>

#include <unistd.h>

namespace packetry {
namespace sweep_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

#if defined(__SANITIZE_ADDRESS__)
constexpr bool sanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool sanitized = true;
#else
constexpr bool sanitized = false;
#endif
#else
constexpr bool sanitized = false;
#endif

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};
const ether to_right{.dst = right_mac, .src = left_mac};

// --- which ranges give a packet again -------------------------------------------------------------------------------

using probes = decltype(ip{} / tcp{} | vary<&tcp::dport>(1, 2));
using made_once = decltype(std::views::iota(0, 9) | std::views::transform([](int) { return ip{} / icmp{}; }));
static_assert(detail::repeatable<probes>);
static_assert(detail::repeatable<decltype(std::views::all(std::declval<const probes&>()))>);
static_assert(detail::repeatable<std::vector<stack<ip, icmp>>>);
static_assert(!detail::repeatable<made_once>, "who makes them may not make the same again");

// --- octets in memory -----------------------------------------------------------------------------------------------

/// Octets of this process that lie in memory.
std::size_t resident() {
  std::ifstream file{"/proc/self/statm"};
  std::size_t all = 0, here = 0;
  file >> all >> here;
  return here * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
}

class NetworkSweep : public test::two_machines {};

TEST_F(NetworkSweep, AProbeThatNobodyAnsweredTakesLessThan200Octets) {
  constexpr std::size_t count = 65'536;
  left->run([&] {
    asio::io_context io;
    transport net{io};
    const auto hop = to_right / ip{.src = "10.77.0.1", .dst = "10.77.0.9"} / udp{.sport = 4000};
    bool over = false;
    // What is there whatever the number of probes.
    net.async_srp(hop | vary<&udp::dport>(1, 100), {.interface = "left", .timeout = 1ms}, [&](error_code, sr_result) { over = true; });
    while (!over) io.run_one();

    const std::size_t before = resident();
    std::optional<sr_result> result;
    net.async_srp(hop | vary<&udp::dport>(0, 65535), {.interface = "left", .timeout = 60s, .window = count},
                  [&](error_code, sr_result r) { result = std::move(r); });
    while (net.statistics().sent < 100 + count && !result) io.run_one();
    ASSERT_FALSE(result) << "all of them are under way";
    const std::size_t grown = resident() - std::min(before, resident());
    EXPECT_GE(grown, count * 16) << "something is kept";
    if (!sanitized) {
      EXPECT_LT(grown, count * 200);
    }
  });
}

// --- what comes of them ---------------------------------------------------------------------------------------------

TEST_F(NetworkSweep, EachAnswerComesWithTheRequestItAnswers) {
  left->run([&] {
    const auto [answered, unanswered] = sr(ip{.dst = "10.77.0.2"} / icmp{.id = 9} | vary<&icmp::seq>(1, 5000), {.timeout = 5s, .window = 5000});
    ASSERT_EQ(answered.size(), 5000u);
    EXPECT_TRUE(unanswered.empty());
    std::set<unsigned> all;
    for (const auto& a : answered) {
      ASSERT_EQ(a.request.get<icmp>().seq, a.answer.get<icmp>().seq);
      ASSERT_TRUE(answers(a.answer, a.request));
      all.insert(a.request.get<icmp>().seq);
    }
    EXPECT_EQ(all.size(), 5000u);
  });
}

TEST_F(NetworkSweep, ThoseMadeWhenTheNextHopIsKnownAreAnsweredLikeThoseThatWaitedForIt) {
  left->run([&] {
    // The first ten are made before ARP has told where to, and kept; the last one is made again.
    const auto set = ether{} / ip{.dst = "10.77.0.2"} / icmp{.id = 9} | vary<&icmp::seq>(1, 11);
    const auto [answered, unanswered] = srp(set, {.timeout = 1s, .window = 10});
    EXPECT_EQ(answered.size(), 11u);
    EXPECT_TRUE(unanswered.empty());
  });
}

TEST_F(NetworkSweep, WhatNobodyAnsweredIsAsItWasSent) {
  left->run([&] {
    const auto set = to_right / ip{.src = "10.77.0.1", .dst = "10.77.0.9"} / udp{.sport = 4000} / raw{"hello"} | vary<&udp::dport>(1, 300);
    const auto result = srp(set, {.interface = "left", .timeout = 10ms, .retry = 1});
    ASSERT_EQ(result.unanswered.size(), 300u);
    for (std::size_t i = 0; i != 300; ++i) {
      const auto expected = to_bytes(set[i]);
      ASSERT_TRUE(std::ranges::equal(result.unanswered[i].octets(), expected)) << i;
    }
  });
}

TEST_F(NetworkSweep, ElementsOfAVectorAreSentAsTheyAre) {
  left->run([&] {
    std::vector<packet> requests;
    for (const std::uint16_t id : {std::uint16_t{7}, std::uint16_t{8}, std::uint16_t{9}}) requests.emplace_back(ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{.id = id});
    const auto [answered, unanswered] = sr(requests, {.timeout = 5s});
    ASSERT_EQ(answered.size(), 3u);
    for (const auto& a : answered) EXPECT_EQ(std::ranges::count(requests, a.request), 1);
  });
}

TEST_F(NetworkSweep, AsynchronouslyTheRangeIsTheOperationsOwn) {
  left->run([&] {
    asio::io_context io;
    transport net{io};
    sr_result result;
    {
      std::vector requests(50, to_right / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{.id = 5});
      for (std::uint16_t i = 0; i != 50; ++i) requests[i].get<icmp>().seq = i;
      net.async_srp(requests, {.interface = "left", .timeout = 5s, .window = 3}, [&](error_code, sr_result r) { result = std::move(r); });
    }
    io.run();
    EXPECT_EQ(result.answered.size(), 50u);
  });
}

TEST_F(NetworkSweep, ANextHopThatWasForgottenMeanwhileIsAskedForAgain) {
  left->command("ip neighbour add 10.77.0.2 lladdr 02:00:00:00:77:02 dev left nud permanent");
  right->command("sysctl -qw net.ipv4.icmp_echo_ignore_all=1");
  left->run([&] {
    asio::io_context io;
    transport net{io};
    std::optional<sr_result> result;
    const auto set = ether{} / ip{.dst = "10.77.0.2"} / icmp{.id = 9} | vary<&icmp::seq>(1, 5);
    net.async_srp(set, {.timeout = 300ms, .retry = 1}, [&](error_code, sr_result r) { result = std::move(r); });
    while (net.statistics().sent < 5) io.run_one();
    left->command("ip neighbour del 10.77.0.2 dev left");
    right->command("sysctl -qw net.ipv4.icmp_echo_ignore_all=0");
    while (!result) io.run_one();
    EXPECT_EQ(result->answered.size(), 5u);
  });
}

TEST_F(NetworkSweep, ARangeThatFailsEndsItsOwnOperationAndNoOther) {
  left->run([&] {
    asio::io_context io;
    transport net{io};
    const auto failing = std::views::iota(0, 20) | std::views::transform([](int i) {
                           if (i == 9) throw system_error{make_error_code(boost::system::errc::not_supported)};
                           return to_right / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{.id = 3, .seq = static_cast<std::uint16_t>(i)};
                         });
    error_code failure;
    std::optional<sr_result> failed, done;
    net.async_srp(failing, {.interface = "left", .timeout = 5s}, [&](error_code ec, sr_result r) {
      failure = ec;
      failed = std::move(r);
    });
    net.async_srp(to_right / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{.id = 4} | vary<&icmp::seq>(1, 200),
                  {.interface = "left", .timeout = 5s}, [&](error_code, sr_result r) { done = std::move(r); });
    io.run();
    ASSERT_TRUE(failed && done);
    EXPECT_EQ(failure, boost::system::errc::not_supported);
    EXPECT_EQ(failed->answered.size() + failed->unanswered.size(), 9u) << "what was sent until then is told";
    EXPECT_EQ(done->answered.size(), 200u);
  });
}

TEST_F(NetworkSweep, WithoutARouteAnyMoreWhatWasUnansweredIsStillTold) {
  left->run([&] {
    asio::io_context io;
    transport net{io};
    std::optional<sr_result> result;
    error_code why;
    net.async_sr(ip{.dst = "10.77.0.9"} / udp{.sport = 4000} | vary<&udp::dport>(1, 20), {.timeout = 300ms, .window = 20}, [&](error_code ec, sr_result r) {
      why = ec;
      result = std::move(r);
    });
    while (net.statistics().sent < 20) io.run_one();
    left->command("ip address del 10.77.0.1/24 dev left");
    while (!result) io.run_one();
    EXPECT_EQ(result->unanswered.size(), 20u);
    for (std::size_t i = 0; i != result->unanswered.size(); ++i) EXPECT_EQ(result->unanswered[i].get<udp>().dport.value(), i + 1);
  });
}

}  // namespace sweep_test
}  // namespace packetry
