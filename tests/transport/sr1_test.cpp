// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/sr.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <string>
#include <thread>

#include <netinet/in.h>
#include <sys/wait.h>

namespace packetry {
namespace sr1_test {

using namespace std::chrono_literals;

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};

/// The field of an echo reply that a test looks at; 0: no answer.
int identification(const std::optional<packet>& answer) {
  return answer && answer->has<icmp>() && answer->get<icmp>().type == icmp_type::echo_reply ? answer->get<icmp>().id
                                                                                            : 0;
}

/// A program at the right end that answers one datagram or frame.
class responder {
 public:
  responder(test::handle socket, std::function<void(int)> answer)
      : socket_(std::move(socket)), thread_([this, answer = std::move(answer)] { answer(socket_.get()); }) {}
  ~responder() { thread_.join(); }

 private:
  test::handle socket_;
  std::thread thread_;
};

// --- ARP ------------------------------------------------------------------------------------------------------------

class NetworkArp : public test::two_machines {};

TEST_F(NetworkArp, KernelAnswersAQuestion) {
  const auto answer = left->run([] { return srp1(ether{} / arp{.pdst = "10.77.0.2"}); });
  ASSERT_TRUE(answer);
  const arp got = answer->get<arp>();
  EXPECT_EQ(got.op, arp_operation::is_at);
  EXPECT_EQ(got.hwsrc, hardware_octets{right_mac});
  EXPECT_EQ(got.psrc, protocol_octets{"10.77.0.2"});
  EXPECT_EQ(got.pdst, protocol_octets{"10.77.0.1"});
  EXPECT_EQ(answer->get<ether>().src, right_mac);
  EXPECT_EQ(answer->link(), link_type::ethernet);
  EXPECT_EQ(answer->wire_length(), answer->size());
  EXPECT_GT(answer->time().seconds, 1'700'000'000);
}

TEST_F(NetworkArp, ProbeIsAnswered) {  // RFC 5227: nobody's address is asked about
  EXPECT_TRUE(left->run([] { return srp1(ether{} / arp{.psrc = "0.0.0.0", .pdst = "10.77.0.2"}); }));
}

TEST_F(NetworkArp, AnswerToAMadeUpStationIsSeen) {
  const auto answer = left->run(
      [] { return srp1(ether{.src = "02:00:00:00:00:bb"} / arp{.hwsrc = "02:00:00:00:00:bb", .pdst = "10.77.0.2"}); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get<ether>().dst, "02:00:00:00:00:bb");
}

// --- ICMP
// -------------------------------------------------------------------------------------------------------------

class NetworkEcho : public test::two_machines {};

TEST_F(NetworkEcho, RoutedPacketIsAnsweredByAPacket) {
  const auto answer = left->run([] { return sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7, .seq = 9} / "hello"); });
  ASSERT_EQ(identification(answer), 7);
  EXPECT_EQ(answer->layers()[0].name(), "IP");
  EXPECT_EQ(answer->link(), link_type::raw_ip);
  EXPECT_EQ(answer->get<ip>().src, "10.77.0.2");
  EXPECT_EQ(answer->get<ip>().dst, "10.77.0.1");
  EXPECT_EQ(answer->get<icmp>().seq, 9);
  EXPECT_EQ(answer->get<raw>(), raw{"hello"});
  EXPECT_EQ(answer->wire_length(), answer->size());
  EXPECT_GT(answer->time().seconds, 1'700'000'000);
}

TEST_F(NetworkEcho, FrameIsAnsweredByAFrame) {
  const auto answer = left->run([] { return srp1(ether{} / ip{.dst = "10.77.0.2"} / icmp{.id = 7} / "hello"); });
  ASSERT_EQ(identification(answer), 7);
  EXPECT_EQ(answer->layers()[0].name(), "Ether");
  EXPECT_EQ(answer->get<ether>().dst, left_mac);
  EXPECT_EQ(answer->get<raw>(), raw{"hello"});
}

TEST_F(NetworkEcho, PacketThatMustBeFramedIsAnsweredByAPacket) {
  const auto answer = left->run([] { return sr1(ip{.id = 0, .dst = "10.77.0.2"} / icmp{.id = 7}); });
  ASSERT_EQ(identification(answer), 7);
  EXPECT_EQ(answer->layers()[0].name(), "IP");
}

TEST_F(NetworkEcho, BehindAGateway) {
  EXPECT_EQ(left->run([] { return identification(sr1(ip{.dst = "10.78.0.1"} / icmp{.id = 7})); }), 7);
  EXPECT_EQ(left->run([] { return identification(sr1(ip{.id = 0, .dst = "10.78.0.1"} / icmp{.id = 7})); }), 7);
  EXPECT_EQ(left->run([] { return identification(srp1(ether{} / ip{.dst = "10.78.0.1"} / icmp{.id = 7})); }), 7);
}

TEST_F(NetworkEcho, OwnAddressesAnswer) {
  for (const char* own : {"127.0.0.1", "127.1.2.3", "10.77.0.1"}) {
    const auto answer = left->run([&] { return sr1(ip{.dst = own} / icmp{.id = 7}); });
    ASSERT_EQ(identification(answer), 7) << own;
    EXPECT_EQ(answer->get<ip>().src, own);
  }
}

TEST_F(NetworkEcho, NamedInterfaceIsUsed) {
  left->command("ip route del 10.78.0.0/24");
  EXPECT_EQ(
      left->run([] { return identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}, {.interface = "left"})); }), 7);
  EXPECT_EQ(left->run([] {
    return identification(
        srp1(ether{.dst = right_mac} / ip{.dst = "10.78.0.1"} / icmp{.id = 7}, {.interface = "left"}));
  }),
            7)
      << "no route leads there, but everything is said";
}

TEST_F(NetworkEcho, ErrorThatQuotesTheRequestIsAnAnswer) {
  for (const bool framed : {false, true}) {
    const auto request = ip{.dst = "10.77.0.2"} / udp{.sport = 4000, .dport = 9} / "anyone?";
    const auto answer = left->run([&] { return framed ? sr1(ether{} / request) : sr1(request); });
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->get<icmp>().type, icmp_type::dest_unreach);
    EXPECT_EQ(answer->get<icmp>().code, 3);
    EXPECT_EQ(answer->get<udp_error>().dport, 9);
  }
}

TEST_F(NetworkEcho, PacketOfOctetsIsAnswered) {
  const packet request{ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{.id = 7}};
  EXPECT_EQ(left->run([&] { return identification(sr1(request)); }), 7);
}

TEST_F(NetworkEcho, ManyInARow) {
  left->run([] {
    for (std::uint16_t id = 1; id != 500; ++id)
      ASSERT_EQ(identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = id})), id);
  });
}

TEST_F(NetworkEcho, ThreadsDoNotDisturbEachOther) {
  left->run([] {
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t) {
      threads.emplace_back([t] {
        for (int i = 1; i != 100; ++i) {
          const auto id = static_cast<std::uint16_t>(1000 * t + i);
          ASSERT_EQ(identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = id})), id);
        }
      });
    }
    for (std::thread& t : threads) t.join();
  });
}

// --- nobody answers
// ---------------------------------------------------------------------------------------------------

class NetworkSilence : public test::two_machines {};

TEST_F(NetworkSilence, IsNoError) {
  const auto right_end = at_right();
  const auto start = std::chrono::steady_clock::now();
  error_code ec = detail::os_error(EIO);
  const auto answer = left->run([&] {
    return sr1(ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{.id = 7}, {.timeout = 20ms, .retry = 2}, ec);
  });
  EXPECT_FALSE(answer);
  EXPECT_FALSE(ec) << ec.message();
  EXPECT_GE(std::chrono::steady_clock::now() - start, 60ms);
  std::size_t sent = 0;
  for (const packet& p : right_end.all()) sent += p.has<icmp>() ? 1u : 0u;
  EXPECT_EQ(sent, 3u) << "once, and two times again";
}

TEST_F(NetworkSilence, OfARoutedPacket) {
  EXPECT_FALSE(left->run([] { return sr1(ip{.dst = "10.77.0.9"} / icmp{.id = 7}, {.timeout = 20ms}); }));
}

TEST_F(NetworkSilence, AnswerToAnEarlierQuestionIsNone) {
  left->run([this] {
    ASSERT_EQ(identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7})), 7);
    const auto left_end = at_left();
    // What an earlier question might have drawn arrives between two calls.
    right->run([] {
      sendp(ether{.dst = left_mac} / ip{.src = "10.77.0.9", .dst = "10.77.0.1"} /
                icmp{.type = icmp_type::echo_reply, .id = 77},
            {.interface = "right"});
    });
    ASSERT_TRUE(left_end.see([](const packet& p) { return p.has<icmp>() && p.get<icmp>().id == 77; }));
    EXPECT_FALSE(sr1(ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{.id = 77}, {.timeout = 20ms}));
  });
}

TEST_F(NetworkSilence, OwnQuestionComeBackIsNoAnswer) {
  // On a loopback interface whoever asks hears the question as well; this one mirrors itself.
  const auto answer =
      left->run([] { return sr1(ip{.dst = "127.0.0.1"} / udp{.sport = 4000, .dport = 4000} / "echo"); });
  ASSERT_TRUE(answer);
  EXPECT_TRUE(answer->has<icmp>()) << "the kernel's: nobody listens on this port";
}

// --- protocols of one's own
// ----------------------------------------------------------------------------------------------

struct knock {
  std::uint32_t code{};
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}};
};

class NetworkOwnProtocol : public test::two_machines {};

TEST_F(NetworkOwnProtocol, OverUdpIsDissectedByItsCatalog) {
  test::handle socket = right->run([] {
    test::handle udp_socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(7777);
    EXPECT_EQ(::bind(udp_socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    return udp_socket;
  });
  const responder echo_server{
      std::move(socket), [](int fd) {
        sockaddr_in from{};
        socklen_t size = sizeof from;
        std::uint8_t octets[64];
        const ssize_t got = ::recvfrom(fd, octets, sizeof octets, 0, reinterpret_cast<sockaddr*>(&from), &size);
        (void)::sendto(fd, octets, static_cast<std::size_t>(got), 0, reinterpret_cast<const sockaddr*>(&from), size);
      }};
  const auto answer =
      left->run([] { return sr1(ip{.dst = "10.77.0.2"} / udp{.sport = 4000} / knock{5}, {}, catalog_with<knock>{}); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get<knock>().code, 5u);
}

TEST_F(NetworkOwnProtocol, OverEthernetIsHeard) {
  constexpr ether_type experiment{0x88b5};  // IEEE 802, local experimental ethertype 1
  test::handle socket = right->run([] {
    test::handle packets{::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(0x88b5))};
    return packets;
  });
  const responder echo_server{
      std::move(socket), [](int fd) {
        sockaddr_ll from{};
        socklen_t size = sizeof from;
        std::uint8_t octets[64];
        const ssize_t got = ::recvfrom(fd, octets, sizeof octets, 0, reinterpret_cast<sockaddr*>(&from), &size);
        std::swap_ranges(octets, octets + 6, octets + 6);
        octets[14] = '!';
        (void)::sendto(fd, octets, static_cast<std::size_t>(got), 0, reinterpret_cast<const sockaddr*>(&from), size);
      }};
  const auto answer =
      left->run([&] { return srp1(ether{.dst = right_mac, .type = experiment} / "hello", {.interface = "left"}); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get<raw>(), raw{"!ello"});
}

// --- sockets that are kept
// ----------------------------------------------------------------------------------------------

class NetworkKeptSockets : public test::two_machines {
 protected:
  static int ask() { return identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7})); }
};

TEST_F(NetworkKeptSockets, OutliveAnInterfaceThatGoesDownAndUp) {
  left->run([this] {
    EXPECT_EQ(ask(), 7);
    left->command("ip link set left down && ip link set left up");
    wait_for("left");
    EXPECT_EQ(ask(), 7);
  });
}

TEST_F(NetworkKeptSockets, FollowANameToAnotherInterface) {
  left->run([this] {
    EXPECT_EQ(ask(), 7);
    left->command("ip link del left");
    left->command("ip link add left type veth peer name right address 02:00:00:00:77:02 netns " + right->path());
    left->command("ip address add 10.77.0.1/24 dev left && ip link set left up");
    right->command("ip address add 10.77.0.2/24 dev right && ip link set right up");
    wait_for("left");
    right->run([] { wait_for("right"); });
    EXPECT_EQ(ask(), 7);
    EXPECT_EQ(identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 8}, {.interface = "left"})), 8);
  });
}

TEST_F(NetworkKeptSockets, AreNotSharedWithAForkedProcess) {
  left->run([] {
    EXPECT_EQ(ask(), 7);
    const pid_t child = ::fork();
    if (child == 0) {
      int good = 0;
      for (std::uint16_t id = 1; id != 100; ++id)
        good += identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = id})) == id ? 1 : 0;
      ::_exit(good == 99 ? 0 : 1);
    }
    for (std::uint16_t id = 1001; id != 1100; ++id)
      EXPECT_EQ(identification(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = id})), id);
    int status = -1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
  });
}

TEST_F(NetworkKeptSockets, HearNothingBetweenCallsWhereMuchIsSaid) {
  left->run([this] {
    for (int round = 0; round != 3; ++round) {
      EXPECT_EQ(ask(), 7);
      right->run([] {
        for (int i = 0; i != 200; ++i)
          sendp(ether{.dst = left_mac} / ip{.dst = "10.77.0.1"} / udp{.dport = 9}, {.interface = "right"});
      });
    }
    EXPECT_EQ(ask(), 7);
  });
}

}  // namespace sr1_test
}  // namespace packetry
