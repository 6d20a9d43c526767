// SPDX-License-Identifier: BSL-1.0
//
// Packets that are sent many at a time: every one leaves, in order, with the octets that it has when it is sent alone.
#include <packetry/transport/send_batch.hpp>  // first: proves the header stands alone

#include <packetry/fields/network.hpp>
#include <packetry/layers/arp.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/transport/sr.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <ranges>
#include <string>
#include <vector>

namespace packetry {
namespace send_batch_test {

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};
const ether to_right{.dst = right_mac, .src = left_mac};
const ip from_left{.src = "10.77.0.1", .dst = "10.77.0.2"};

using octet_lists = std::vector<std::vector<std::uint8_t>>;

class NetworkSendBatch : public test::two_machines {
 protected:
  void SetUp() override {
    two_machines::SetUp();
    if (!IsSkipped()) right_end.emplace(listening());
  }

  [[nodiscard]] detail::link_socket listening() const {
    return right->run([] {
      error_code ec;
      detail::link_socket socket{{.interface = interface_named("right").index}, ec};
      if (ec) throw system_error(ec);
      return socket;
    });
  }

  /// What has come from the left to the right end since this was asked last; `at_least` so many packets are waited for.
  [[nodiscard]] octet_lists arrived(std::size_t at_least) {
    octet_lists all;
    detail::frame_buffer buffer;
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (std::chrono::steady_clock::now() < end) {
      detail::received_frame frame;
      if (right_end->receive(buffer, frame)) {
        if (all.size() >= at_least) break;
        std::this_thread::yield();
      } else if (const auto p = dissect(frame.octets); p.has<ip>() && p.get<ip>().src == from_left.src.value()) {
        all.emplace_back(frame.octets.begin(), frame.octets.end());
      }
    }
    return all;
  }

  template <class R>
  void send_from_left(R&& packets, const send_options& options = {}) {
    left->run([&] { send(packets, options); });
  }

  std::optional<detail::link_socket> right_end;
};

template <class Set>
octet_lists serialized(const Set& set) {
  octet_lists all;
  for (const auto& p : set) all.push_back(to_bytes(p));
  return all;
}

TEST_F(NetworkSendBatch, EveryFrameArrivesInOrder) {
  for (const unsigned last : {1u, 63u, 64u, 65u, 5000u}) {  // around a full batch, and many
    const auto frames = to_right / from_left / udp{} / "abc" | vary<&udp::dport>(1, static_cast<std::uint16_t>(last));
    left->run([&] { sendp(frames); });
    EXPECT_EQ(arrived(last), serialized(frames)) << last;
  }
}

TEST_F(NetworkSendBatch, EveryRoutedPacketArrivesInOrder) {
  const auto upper = udp{} / "abc";
  send_from_left(ip{.dst = "10.77.0.2"} / upper | vary<&ip::id>(1, 500));
  EXPECT_EQ(arrived(500), serialized(to_right / from_left / upper | vary<&ip::id>(1, 500)));
}

TEST_F(NetworkSendBatch, PacketsOfAllKindsKeepTheirOrder) {  // framed and routed, of two interfaces, each of its own size
  std::vector<packet> mixed;
  octet_lists expected;
  for (std::uint16_t i = 1; i != 200; ++i) {
    const auto frame = to_right / ip{.id = i, .src = "10.77.0.1", .dst = "10.77.0.2"} / udp{} / raw{octets::filled(i % 7, 1)};
    expected.push_back(to_bytes(frame));
    mixed.emplace_back(bytes{expected.back()}.subspan(i % 3 == 0 ? 14 : 0), packet_info{.link = i % 3 == 0 ? link_type::raw_ip : link_type::ethernet});
    if (i % 5 == 0) mixed.emplace_back(ip{.dst = "127.0.0.1"} / udp{});
  }
  send_from_left(mixed);
  EXPECT_EQ(arrived(expected.size()), expected);
}

TEST_F(NetworkSendBatch, ANextHopIsAskedForInBetween) {
  const auto frames = ether{} / ip{} / udp{} | vary<&ip::dst>({"10.77.0.2", "10.78.0.1", "10.77.0.2"}) | vary<&udp::dport>(1, 30);
  send_from_left(frames);
  EXPECT_EQ(arrived(90), serialized(to_right / ip{.src = "10.77.0.1"} / udp{} | vary<&ip::dst>({"10.77.0.2", "10.78.0.1", "10.77.0.2"}) |
                                    vary<&udp::dport>(1, 30)));
}

TEST_F(NetworkSendBatch, AFullQueueLosesNothing) {
  left->command("tc qdisc add dev left root tbf rate 20mbit burst 4kb limit 4kb");
  const auto frames = to_right / from_left / udp{} / raw{octets::filled(100, 1)} | vary<&udp::dport>(1, 2000);
  send_from_left(frames);
  // What the queue lets go itself, and what passes through it at once, are taken by two processors: in any order.
  octet_lists there = arrived(2000), expected = serialized(frames);
  std::ranges::sort(there);
  std::ranges::sort(expected);
  EXPECT_EQ(there, expected);
}

/// What is said when a range is sent of which one packet does something as it is made.
template <class Set, class Event>
std::string said(const test::network_namespace& machine, const Set& set, std::size_t at, Event event) {
  return machine.run([&]() -> std::string {
    std::size_t i = 0;
    try {
      send(set | std::views::transform([&](const auto& p) {
             if (i++ == at) event();
             return p;
           }));
    } catch (const std::exception& e) {
      return e.what();
    }
    return "(nothing went wrong)";
  });
}

TEST_F(NetworkSendBatch, AnInterfaceThatGoesDownEndsIt) {
  const auto frames = to_right / from_left / udp{} | vary<&udp::dport>(1, 1000);
  EXPECT_EQ(said(*left, frames, 200, [&] { left->command("ip link set left down"); }), "interface left is down (Network is down)");
  EXPECT_EQ(arrived(192), serialized(to_right / from_left / udp{} | vary<&udp::dport>(1, 192)));  // three whole batches
}

TEST_F(NetworkSendBatch, AnInterfaceThatGoesAwayEndsIt) {
  const auto frames = to_right / from_left / udp{} | vary<&udp::dport>(1, 1000);
  EXPECT_EQ(said(*left, frames, 200, [&] { left->command("ip link del left"); }).substr(0, 10), "interface ");
}

TEST_F(NetworkSendBatch, WhatCameBeforeAFailureIsSent) {
  const auto at_60 = to_right / from_left / udp{} | vary<&ip::frag>(0x2000 - 60, 0x2000);
  EXPECT_EQ(said(*left, at_60, 2000, [] {}), "IP at octet 14: too long for its field");
  EXPECT_EQ(arrived(60), serialized(to_right / from_left / udp{} | vary<&ip::frag>(0x2000 - 60, 0x1fff)));
  EXPECT_EQ(said(*left, to_right / from_left / udp{} | vary<&udp::dport>(1, 1000), 100, [] { throw std::runtime_error("enough"); }), "enough");
  EXPECT_EQ(arrived(100), serialized(to_right / from_left / udp{} | vary<&udp::dport>(1, 100)));
}

TEST_F(NetworkSendBatch, APacketThatDoesNotFitIsNamedAndThoseBeforeItAreSent) {
  std::vector<packet> some(10, packet{to_right / from_left / udp{}});
  some.emplace_back(to_right / from_left / udp{} / raw{octets::filled(2000, 1)});
  some.emplace_back(to_right / from_left / udp{});
  EXPECT_EQ(said(*left, some, 2000, [] {}), "the packet has 2028 octets and does not fit through left, whose MTU is 1500 (Message too long)");
  EXPECT_EQ(arrived(10).size(), 10u);
}

TEST_F(NetworkSendBatch, FailsByCodeWhereThatIsAsked) {
  error_code ec;
  std::vector<packet> some{packet{to_right / from_left / udp{}}, packet{from_left / udp{}}};
  left->run([&] { sendp(some, {}, ec); });
  EXPECT_EQ(ec, detail::os_error(EPROTONOSUPPORT));
  EXPECT_EQ(arrived(1).size(), 1u);
  left->run([&] { send(from_left / udp{} | vary<&udp::dport>(1, 9), {.interface = "wrong"}, ec); });
  EXPECT_EQ(ec, detail::os_error(ENODEV));
  left->run([&] { sendp(to_right / from_left / udp{} | vary<&udp::dport>(1, 9), {}, ec); });
  EXPECT_FALSE(ec);
}

}  // namespace send_batch_test
}  // namespace packetry
