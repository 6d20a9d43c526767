// SPDX-License-Identifier: BSL-1.0
//
// What goes wrong while a blocking call waits: it ends, with an error that says what, or goes on. The same of a transport is
// in multiplexer_test.cpp.
#include <packetry/transport/sniff.hpp>
#include <packetry/transport/sr.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/by_hand.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <vector>

namespace packetry {
namespace blocking_faults_test {

using namespace std::chrono_literals;

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};
constexpr sr1_options long_time{.timeout = 60s};

const auto silent = ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{.id = 7};
const auto silent_v6 = ether{.dst = right_mac} / ipv6{.dst = "fd77::9"} / icmpv6{.id = 7};

bool is_request(const packet_view& p) {
  if (p.has<icmp>()) return p.get<icmp>().type == icmp_type::echo_request && p.get<icmp>().id == 7;
  return p.has<icmpv6>() && p.get<icmpv6>().type == icmpv6_type::echo_request;
}

class NetworkBlockingFaults : public test::two_machines_of_both_kinds {
 protected:
  /// What `call` at the left says when `fault` happens at the left as soon as the right end has seen its request.
  std::string during(const std::string& fault, const std::function<void()>& call, int code) {
    const test::by_hand other{*right, "right", is_request, [this, &fault](const packet&) {
      left->command(fault);
      return std::vector<packet>{};
    }};
    return left->run([&]() -> std::string {
      try {
        call();
      } catch (const system_error& e) {
        EXPECT_EQ(e.code(), detail::os_error(code)) << e.what();
        return e.what();
      }
      return "(nothing went wrong)";
    });
  }
};

TEST_F(NetworkBlockingFaults, InterfaceThatGoesDown) {
  const std::string down = "ip link set left down", up = "ip link set left up";
  const std::string sentence = "interface left is down (Network is down)";
  const auto again = [&] {
    left->command(up);
    left->run([] { wait_for("left"); });
  };
  EXPECT_EQ(during(down, [] { (void)sr1(silent, long_time); }, ENETDOWN), sentence);
  again();
  EXPECT_EQ(during(down, [] { (void)sr(silent, {.timeout = 60s}); }, ENETDOWN), sentence);
  again();
  EXPECT_EQ(during(down, [] { (void)srp1(silent, long_time); }, ENETDOWN), sentence);
}

TEST_F(NetworkBlockingFaults, InterfaceThatGoesDownOverIpv6) {
  EXPECT_EQ(during("ip link set left down", [] { (void)sr1(silent_v6, long_time); }, ENETDOWN), "interface left is down (Network is down)");
}

TEST_F(NetworkBlockingFaults, InterfaceThatGoesDownDuringACapture) {
  const auto ask = [](const packet_view& p) {
    if (p.has<arp>()) send(silent);  // the capture has begun
    return false;
  };
  const auto call = [&] { (void)sniff({.interface = "left", .timeout = 60s, .filter = ask}); };
  std::thread first_word{[this] {
    // Whoever captures hears one of these, and then asks.
    error_code until_it_is_down;
    right->run([&] { (void)sr(ether{} / arp{.pdst = "10.77.0.99"}, {.interface = "right", .timeout = 20ms, .retry = 500}, until_it_is_down); });
  }};
  EXPECT_EQ(during("ip link set left down", call, ENETDOWN), "interface left is down (Network is down)");
  right->command("ip link set right down");
  first_word.join();
}

TEST_F(NetworkBlockingFaults, InterfaceThatGoesAway) {
  const std::string said = during("ip link del left", [] { (void)sr1(silent, long_time); }, ENETDOWN);
  // It goes down first, and may be met on its way.
  EXPECT_TRUE(said == "interface left is down (Network is down)" || said.find("is no longer there") != said.npos) << said;
}

TEST_F(NetworkBlockingFaults, AddressThatIsRemovedIsSilence) {
  const auto call = [] { EXPECT_FALSE(sr1(silent, {.timeout = 300ms})); };
  EXPECT_EQ(during("ip address flush dev left", call, 0), "(nothing went wrong)");
  const auto call_v6 = [] { EXPECT_FALSE(sr1(silent_v6, {.interface = "left", .timeout = 300ms})); };
  EXPECT_EQ(during("ip -6 address flush dev left", call_v6, 0), "(nothing went wrong)");
}

TEST_F(NetworkBlockingFaults, RouteThatIsRemovedIsAnErrorOfTheNextSending) {
  const auto call = [] { (void)sr1(ip{.dst = "10.78.0.9"} / icmp{.id = 7}, {.timeout = 100ms, .retry = 1}); };
  EXPECT_EQ(during("ip route del 10.78.0.0/24", call, ENETUNREACH), "no route leads to 10.78.0.9 (Network is unreachable)");
}

TEST_F(NetworkBlockingFaults, FloodOfStrangersHidesNoAnswer) {
  const packet stranger{ether{.dst = left_mac, .src = right_mac} / ip{.src = "10.77.0.8", .dst = "10.77.0.1"} / udp{.dport = 9}};
  const packet answer{ether{.dst = left_mac, .src = right_mac} / ip{.src = "10.77.0.9", .dst = "10.77.0.1"} /
                      icmp{.type = icmp_type::echo_reply, .id = 7}};
  const auto answers = [&](const packet&) {
    std::vector<packet> all(30'000, stranger);  // more than a queue holds
    all.push_back(answer);
    return all;
  };
  const test::by_hand flood{*right, "right", is_request, answers};
  EXPECT_TRUE(left->run([] { return sr1(silent, long_time); }));
}

}  // namespace blocking_faults_test
}  // namespace packetry
