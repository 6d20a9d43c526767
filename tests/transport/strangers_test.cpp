// SPDX-License-Identifier: BSL-1.0
//
// Frames of strangers, however many, neither wake who waits for an answer nor hide that answer.
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include <packetry/layers/arp.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/vary.hpp>

#include "../support/flood.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace packetry {
namespace strangers_test {

using namespace std::chrono_literals;

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};
constexpr std::size_t many = 200'000;
constexpr long seldom = 50;

/// Among them what resembles an answer: another's echo reply, a segment for another port, a claim to another address.
std::vector<packet> strangers() {
  const ether in{.dst = left_mac, .src = right_mac};
  const ip from{.src = "10.77.0.2", .dst = "10.77.0.1"};
  const ipv6 from6{.src = "fd77::2", .dst = "fd77::1"};
  const std::string_view text = "of no interest to anybody here";
  return {packet{in / from / udp{.sport = 53, .dport = 9} / text},
          packet{in / ip{.src = "10.77.0.8", .dst = "10.77.0.1"} / icmp{.type = icmp_type::echo_reply, .id = 7, .seq = 1} / text},
          packet{in / from / icmp{.type = icmp_type::echo_reply, .id = 8, .seq = 1} / text},
          packet{in / ip{.src = "10.77.0.8", .dst = "10.77.0.9"} / tcp{.sport = 80, .dport = 40'000, .flags = "A"} / text},
          packet{in / arp{.op = arp_operation::is_at, .hwsrc = right_mac, .psrc = "10.77.0.8", .pdst = "10.77.0.9"}},
          packet{in / from6 / udp{.sport = 53, .dport = 9} / text}};
}

class NetworkStrangers : public test::two_machines_of_both_kinds {
 protected:
  void SetUp() override {
    two_machines_of_both_kinds::SetUp();
    if (IsSkipped()) return;
    left->command("echo 0 > /proc/sys/net/ipv4/icmp_msgs_per_sec");  // that it answers strangers is not what is measured
  }
};

const auto ping = ip{.dst = "10.77.0.2"} / icmp{.id = 7};
const auto ping6 = ipv6{.dst = "fd77::2"} / icmpv6{.id = 7};
const auto silence = ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{.id = 7};
const auto silence6 = ether{.dst = right_mac} / ipv6{.dst = "fd77::9"} / tcp{.sport = 40'000, .dport = 80};

TEST_F(NetworkStrangers, DoNotWakeABlockingCallNorHideAnAnswer) {
  const test::flood passing_by{*right, "right", strangers()};
  left->run([&] {
    (void)sr1(ping);
    (void)sr1(ping6);  // next hops are known from here on
    const auto before = passing_by.sent();
    const long waited = test::times_waited();
    while (passing_by.sent() < before + many) {
      EXPECT_TRUE(sr1(ping, {.timeout = 60s}));
      EXPECT_FALSE(sr1(silence, {.timeout = 400ms}));
      EXPECT_TRUE(sr1(ping6, {.timeout = 60s}));
      EXPECT_FALSE(sr1(silence6, {.timeout = 400ms}));
    }
    EXPECT_LT(test::times_waited() - waited, seldom);
  });
}

TEST_F(NetworkStrangers, DoNotHideAnyOfAThousandAnswers) {
  const test::flood passing_by{*right, "right", strangers()};
  left->run([&] {
    passing_by.wait_for(1'000);
    const auto [answered, unanswered] = sr(ping | vary<&icmp::seq>(1, 1000), {.timeout = 60s});
    EXPECT_EQ(answered.size(), 1000u);
    EXPECT_TRUE(unanswered.empty());
  });
}

TEST_F(NetworkStrangers, DoNotWakeATransportNorHideAnAnswer) {
  const test::flood passing_by{*right, "right", strangers()};
  left->run([&] {
    boost::asio::io_context io;
    transport net{io};
    int answered = 0, silent = 0;
    const auto count = [&](error_code ec, const packet&) { ec ? ++silent : ++answered; };
    net.async_sr1(ping, count);
    io.run();
    const auto before = passing_by.sent();
    const long waited = test::times_waited();
    int rounds = 0;
    for (; passing_by.sent() < before + many; ++rounds) {
      net.async_sr1(silence, {.timeout = 400ms}, count);
      net.async_sr1(silence6, {.timeout = 400ms}, count);
      net.async_sr1(ping, {.timeout = 60s}, count);
      net.async_sr1(ping6, {.timeout = 60s}, count);
      io.restart();
      io.run();
    }
    EXPECT_LT(test::times_waited() - waited, seldom);
    EXPECT_EQ(answered, 1 + 2 * rounds);
    EXPECT_EQ(silent, 2 * rounds);
    EXPECT_LT(net.statistics().received, 1'000u);
  });
}

}  // namespace strangers_test
}  // namespace packetry
