// SPDX-License-Identifier: BSL-1.0
//
// What the kernel does with a frame before a program sees it is undone, in answers and in captures, blocking and not: a
// VLAN tag is back in its place, a packet of several segments is one packet.
#include <packetry/transport/sniff.hpp>
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/by_hand.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <netinet/udp.h>

namespace packetry {
namespace whole_frames_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};

class NetworkWholeFrames : public test::two_machines {
 protected:
  /// The answer to a packet by a transport, and by `sr1`.
  template <class P>
  [[nodiscard]] std::vector<std::optional<packet>> both_ways(const P& request, const sr1_options& options) const {
    return left->run([&] {
      std::vector<std::optional<packet>> answers{sr1(request, options)};
      asio::io_context io;
      transport net{io};
      net.async_sr1(request, options, [&](error_code ec, packet p) {
        answers.push_back(ec ? std::nullopt : std::optional{std::move(p)});
      });
      io.run();
      return answers;
    });
  }

  /// The first packet that a capture by a transport, and one by `sniff`, accepts after `begin` was called.
  [[nodiscard]] std::vector<packet> captured(const std::function<bool(const packet_view&)>& wanted,
                                             const std::function<void()>& begin) const {
    const sniff_options options{.interface = "left", .count = 1, .timeout = 10s, .filter = wanted};
    return left->run([&] {
      asio::io_context io;
      transport net{io};
      std::vector<packet> seen;
      const auto keep = [&](error_code ec, std::vector<packet> all) {
        EXPECT_FALSE(ec) << ec.message();
        if (!all.empty()) seen.push_back(std::move(all.front()));
      };
      net.async_sniff(options, keep);
      auto& map = detail::blocking_driver::of_this_thread().map();
      detail::sniffer<standard_catalog> from{options, map};
      begin();
      io.run();
      detail::capture(from, map, {});
      keep({}, from.take_packets());
      return seen;
    });
  }
};

// --- VLAN tags ------------------------------------------------------------------------------------------------------

TEST_F(NetworkWholeFrames, TagIsInCaptures) {
  const auto sent = ether{.dst = left_mac, .src = right_mac} / dot1q{.prio = 5, .vlan = 100} /
                    ip{.src = "10.77.0.8", .dst = "10.77.0.1"} / icmp{.id = 7} / "tagged";
  const auto seen = captured([](const packet_view& p) { return p.has<icmp>() && p.get<icmp>().id == 7; },
                             [&] { right->run([&] { sendp(sent, {.interface = "right"}); }); });
  ASSERT_EQ(seen.size(), 2u);
  for (const packet& p : seen) {
    ASSERT_TRUE(p.has<dot1q>());
    EXPECT_EQ(p.get<dot1q>().vlan, 100);
    EXPECT_EQ(p.get<dot1q>().prio, 5);
    const auto wire = to_bytes(sent);
    EXPECT_TRUE(std::equal(wire.begin(), wire.end(), p.octets().begin(), p.octets().end()));
  }
}

TEST_F(NetworkWholeFrames, TagIsInAnswers) {
  const auto is_request = [](const packet_view& p) { return p.has<dot1q>() && p.has<arp>() && p.get<arp>().op == arp_operation::who_has; };
  const auto is_at = [](const packet& question) {
    const arp asked = question.get<arp>();
    return std::vector{packet{ether{.dst = left_mac, .src = right_mac} / dot1q{.vlan = question.get<dot1q>().vlan} /
                              arp{.op = arp_operation::is_at, .hwsrc = hardware_octets{right_mac}, .psrc = asked.pdst,
                                  .hwdst = hardware_octets{left_mac}, .pdst = asked.psrc.value()}}};
  };
  const test::by_hand neighbour{*right, "right", is_request, is_at};
  const auto question = ether{} / dot1q{.vlan = 100} / arp{.psrc = "10.99.0.1", .pdst = "10.99.0.2"};
  for (const auto& answer : both_ways(question, {.interface = "left"})) {
    ASSERT_TRUE(answer);
    ASSERT_TRUE(answer->has<dot1q>());
    EXPECT_EQ(answer->get<dot1q>().vlan, 100);
    EXPECT_EQ(answer->get<arp>().hwsrc, hardware_octets{right_mac});
  }
}

TEST_F(NetworkWholeFrames, AnswerFromAnotherVlanIsNone) {
  const auto is_request = [](const packet_view& p) { return p.has<icmp>() && p.get<icmp>().type == icmp_type::echo_request; };
  const auto from_vlan_100 = [](const packet& request) {
    return std::vector{packet{ether{.dst = left_mac, .src = right_mac} / dot1q{.vlan = 100} /
                              ip{.src = request.get<ip>().dst, .dst = request.get<ip>().src.value()} /
                              icmp{.type = icmp_type::echo_reply, .id = request.get<icmp>().id}}};
  };
  left->command("ip neigh replace 10.77.0.9 lladdr 02:00:00:00:77:02 dev left nud permanent");
  const test::by_hand neighbour{*right, "right", is_request, from_vlan_100};
  for (const auto& answer : both_ways(ip{.dst = "10.77.0.9"} / icmp{.id = 7}, {.timeout = 200ms})) EXPECT_FALSE(answer);
}

// --- packets of several segments ------------------------------------------------------------------------------------

/// A server of the kernel's at a port of the right end: it answers a datagram by three of 1400 octets, which the kernel
/// keeps together over a cable of its own.
class segmented_server {
 public:
  explicit segmented_server(const test::network_namespace& where)
      : socket_(where.run([] { return open(); })), thread_([this] { serve(); }) {}
  ~segmented_server() {
    ::shutdown(socket_.get(), SHUT_RDWR);
    thread_.join();
  }
  static constexpr std::size_t size = 3 * 1400;

 private:
  static test::handle open() {
    test::handle socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(7);
    const int segment = 1400;
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0 ||
        ::setsockopt(socket.get(), IPPROTO_UDP, UDP_SEGMENT, &segment, sizeof segment) != 0) {
      throw std::system_error(errno, std::generic_category());
    }
    return socket;
  }
  void serve() const {
    const std::string answer(size, 's');
    for (;;) {
      sockaddr_in from{};
      socklen_t from_size = sizeof from;
      char octets[64];
      if (::recvfrom(socket_.get(), octets, sizeof octets, 0, reinterpret_cast<sockaddr*>(&from), &from_size) <= 0) return;
      (void)::sendto(socket_.get(), answer.data(), answer.size(), 0, reinterpret_cast<const sockaddr*>(&from), from_size);
    }
  }

  test::handle socket_;
  std::thread thread_;
};

void expect_whole(const packet& p) {
  EXPECT_GT(p.size(), 1514u) << "more than the MTU";
  EXPECT_EQ(p.size(), p.wire_length());
  ASSERT_TRUE(p.has<raw>());
  EXPECT_EQ(p.get<raw>().load.size(), segmented_server::size);
  EXPECT_FALSE(p.view().fault());
}

TEST_F(NetworkWholeFrames, AnswerOfSeveralSegmentsIsOne) {
  const segmented_server server{*right};
  for (const auto& answer : both_ways(ip{.dst = "10.77.0.2"} / udp{.sport = 20'000, .dport = 7} / "?", {})) {
    ASSERT_TRUE(answer);
    expect_whole(*answer);
  }
}

TEST_F(NetworkWholeFrames, SeveralSegmentsAreOneInCaptures) {
  const segmented_server server{*right};
  const auto is_answer = [](const packet_view& p) { return p.has<udp>() && p.get<udp>().sport == 7; };
  const auto seen = captured(is_answer, [] { send(ip{.dst = "10.77.0.2"} / udp{.sport = 20'000, .dport = 7} / "?"); });
  ASSERT_EQ(seen.size(), 2u);
  for (const packet& p : seen) expect_whole(p);
}

}  // namespace whole_frames_test
}  // namespace packetry
