// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/multiplexer.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include "../support/netns.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <ranges>
#include <thread>
#include <vector>

#include <netinet/in.h>

namespace packetry {
namespace multiplexer_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace errc = boost::system::errc;

constexpr mac_address right_mac{"02:00:00:00:77:02"};

/// Echo requests that somebody answers, and that nobody answers.
auto pings(std::uint16_t many) { return ip{.dst = "10.77.0.2"} / icmp{} | vary<&icmp::id>(1, many); }
auto cries(std::uint16_t many) {
  return ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{} | vary<&icmp::id>(1, many);
}

std::chrono::nanoseconds since_1970(const packet& p) {
  return std::chrono::seconds{p.time().seconds} + std::chrono::nanoseconds{p.time().nanoseconds};
}

/// What requests look like where they arrive: a capture there, with the kernel's times, until `count` of them were
/// seen.
class NetworkOptions : public test::two_machines {
 protected:
  template <class Range>
  void ask(const Range& packets, const sr_options& options, std::size_t count) {
    asio::io_context io;
    std::optional<transport> there;
    right->run([&] {
      there.emplace(io);
      const auto is_request = [](const packet_view& p) {
        return p.has<icmp>() && p.get<icmp>().type == icmp_type::echo_request;
      };
      there->async_sniff({.interface = "right", .count = count, .timeout = 10s, .filter = is_request},
                         [this](error_code ec, std::vector<packet> all) {
                           EXPECT_FALSE(ec) << ec.message();
                           seen = std::move(all);
                         });
    });
    left->run([&] {
      transport net{io};
      net.async_sr(packets, options, [this](error_code ec, sr_result r) {
        EXPECT_FALSE(ec) << ec.message();
        got = std::move(r);
      });
      io.run();
      sent = net.statistics().sent;
    });
  }

  /// The shortest time from a request to the one that is `by` behind it.
  [[nodiscard]] std::chrono::nanoseconds least_time(std::size_t by) const {
    std::chrono::nanoseconds least = 1h;
    for (std::size_t i = by; i < seen.size(); ++i)
      least = std::min(least, since_1970(seen[i]) - since_1970(seen[i - by]));
    return least;
  }

  std::vector<packet> seen;
  sr_result got;
  std::uint64_t sent = 0;
};

TEST_F(NetworkOptions, EveryAnswerComesWithItsRequestAndTime) {
  ask(pings(1000), {}, 1000);
  ASSERT_EQ(got.answered.size(), 1000u);
  EXPECT_TRUE(got.unanswered.empty());
  for (const answered_packet& a : got.answered) {
    ASSERT_EQ(a.request.get<icmp>().id, a.answer.get<icmp>().id);
    ASSERT_EQ(a.answer.get<icmp>().type, icmp_type::echo_reply);
    ASSERT_GT(a.round_trip, 0ns);
    ASSERT_LT(a.round_trip, 2s);
  }
  EXPECT_EQ(sent, 1000u);
}

TEST_F(NetworkOptions, UnansweredAreInTheOrderTheyWereGiven) {
  ask(cries(50), {.timeout = 20ms, .window = 7}, 50);
  ASSERT_EQ(got.unanswered.size(), 50u);
  for (std::uint16_t i = 0; i != 50; ++i) EXPECT_EQ(got.unanswered[i].get<icmp>().id, i + 1);
}

TEST_F(NetworkOptions, RetrySendsAgainWhatNobodyAnswered) {
  ask(cries(5), {.timeout = 20ms, .retry = 2}, 15);
  EXPECT_EQ(seen.size(), 15u);
  EXPECT_EQ(sent, 15u);
  EXPECT_EQ(got.unanswered.size(), 5u) << "each once";
}

TEST_F(NetworkOptions, RetryDoesNotRepeatWhatWasAnswered) {
  ask(pings(5), {.timeout = 500ms, .retry = 2}, 5);
  EXPECT_EQ(sent, 5u);
}

TEST_F(NetworkOptions, InterIsBetweenTwoSendings) {
  ask(pings(5), {.inter = 40ms}, 5);
  ASSERT_EQ(seen.size(), 5u);
  EXPECT_GE(least_time(1), 20ms);
}

TEST_F(NetworkOptions, WindowBoundsWhatIsUnanswered) {
  ask(cries(20), {.timeout = 60ms, .window = 4}, 20);
  ASSERT_EQ(seen.size(), 20u);
  EXPECT_GE(least_time(4), 30ms) << "a fifth before the first was given up";
}

TEST_F(NetworkOptions, FirstAnswerEndsAll) {
  ask(pings(1000), {.timeout = 60s, .window = 1, .first = true}, 1);
  EXPECT_EQ(got.answered.size(), 1u);
  EXPECT_LT(sent, 3u);
}

TEST_F(NetworkOptions, EndlessRangeIsReadNoFurtherThanNeeded) {
  const auto endless = std::views::iota(0u) | std::views::transform([](unsigned i) {
                         return ip{.dst = "10.77.0.2"} / icmp{.id = static_cast<std::uint16_t>(i)};
                       });
  ask(endless, {.window = 5, .first = true}, 1);
  EXPECT_EQ(got.answered.size(), 1u);
  EXPECT_LE(sent, 64u);
}

// --- a server of datagrams ------------------------------------------------------------------------------------------

/// Answers every datagram as often as it is told, until the one that says "end".
class echo_server {
 public:
  echo_server(const test::network_namespace& where, int times)
      : socket_(where.run([] { return open(); })), thread_([this, times] { serve(times); }), where_(where) {}
  ~echo_server() {
    where_.run([] { send(ip{.dst = "127.0.0.1"} / udp{.sport = 9, .dport = 7} / "end"); });
    thread_.join();
  }

 private:
  static test::handle open() {
    test::handle socket{::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)};
    const int room = 16 << 20;
    EXPECT_EQ(::setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room), 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(7);
    EXPECT_EQ(::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    return socket;
  }

  void serve(int times) {
    for (;;) {
      sockaddr_in from{};
      socklen_t size = sizeof from;
      char octets[64];
      const ssize_t got =
          ::recvfrom(socket_.get(), octets, sizeof octets, 0, reinterpret_cast<sockaddr*>(&from), &size);
      if (got == 3 && std::string_view(octets, 3) == "end") return;
      for (int i = 0; i != times; ++i)
        (void)::sendto(socket_.get(), octets, static_cast<std::size_t>(got), 0,
                       reinterpret_cast<const sockaddr*>(&from), size);
    }
  }

  test::handle socket_;
  std::thread thread_;
  const test::network_namespace& where_;
};

class NetworkDatagrams : public test::two_machines {};

TEST_F(NetworkDatagrams, ThousandsInFlightGetTheirOwnAnswers) {
  const echo_server server{*right, 1};
  left->run([] {
    asio::io_context io;
    transport net{io};
    int good = 0, silent = 0;
    for (std::uint16_t port = 20'000; port != 23'000; ++port) {
      const bool there = port % 3 != 0;
      const auto text = std::to_string(port);
      net.async_sr1(ether{.dst = right_mac} / ip{.dst = there ? "10.77.0.2" : "10.77.0.9"} /
                        udp{.sport = port, .dport = 7} / text.c_str(),
                    {.timeout = there ? 60s : 1s}, [&, there, text](error_code ec, packet reply) {
                      good += !ec && there && reply.has<raw>() && reply.get<raw>() == raw{text.c_str()} ? 1 : 0;
                      silent += ec == asio::error::timed_out && !there ? 1 : 0;
                    });
    }
    io.run();
    EXPECT_EQ(good, 2000);
    EXPECT_EQ(silent, 1000);
  });
}

TEST_F(NetworkDatagrams, MultiKeepsEveryAnswer) {
  const echo_server server{*right, 3};
  for (const bool multi : {false, true}) {
    left->run([&] {
      asio::io_context io;
      transport net{io};
      std::size_t answers = 0;
      net.async_sr(ip{.dst = "10.77.0.2"} / udp{.sport = 20'000, .dport = 7} / "one",
                   {.timeout = 300ms, .multi = multi}, [&](error_code, sr_result r) {
                     answers = r.answered.size();
                     EXPECT_TRUE(r.unanswered.empty());
                   });
      io.run();
      EXPECT_EQ(answers, multi ? 3u : 1u);
    });
  }
}

TEST_F(NetworkDatagrams, ChecksumLeftToTheHardwareIsKnownAsSuch) {
  const echo_server server{*right, 1};
  left->run([] {
    asio::io_context io;
    transport net{io};
    packet reply;
    net.async_sr1(ip{.dst = "10.77.0.2"} / udp{.sport = 20'000, .dport = 7} / "one",
                  [&](error_code, packet p) { reply = std::move(p); });
    io.run();
    ASSERT_TRUE(reply.has<udp>());
    EXPECT_TRUE(reply.info().checksum_pending) << "over a cable of the kernel's own no checksum is computed";
    EXPECT_TRUE(verify(reply).empty());
    EXPECT_FALSE(verify(reply.view()).empty()) << "its octets alone do not tell";
    reply.recompute();
    EXPECT_FALSE(reply.info().checksum_pending);
    EXPECT_TRUE(verify(reply.view()).empty());
  });
}

// --- faults ---------------------------------------------------------------------------------------------------------

class NetworkFaults : public test::two_machines {
 protected:
  /// What becomes of a request that nobody answers when `fault` happens meanwhile.
  template <class F>
  [[nodiscard]] error_code during(F fault, std::chrono::seconds timeout = 60s) {
    return left->run([&] {
      asio::io_context io;
      transport net{io};
      error_code result = detail::os_error(EIO);
      net.async_sr1(ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{}, {.timeout = timeout},
                    [&](error_code ec, packet) { result = ec; });
      asio::post(io, fault);
      io.run();
      return result;
    });
  }
};

TEST_F(NetworkFaults, InterfaceThatGoesDown) {
  EXPECT_EQ(during([this] { left->command("ip link set left down"); }), errc::network_down);
}

TEST_F(NetworkFaults, InterfaceThatGoesAway) {
  const error_code ec = during([this] { left->command("ip link del left"); });
  EXPECT_TRUE(ec == errc::network_down || ec == errc::no_such_device) << ec.message();
}

TEST_F(NetworkFaults, OtherEndsNamespaceThatGoesAway) {
  const error_code ec = during([this] { right.reset(); });
  EXPECT_TRUE(ec == errc::network_down || ec == errc::no_such_device) << ec.message();
}

TEST_F(NetworkFaults, OwnNamespaceLivesAsLongAsItsSockets) {
  asio::io_context io;
  std::optional<transport> net;
  error_code first = detail::os_error(EIO), second = first;
  left->run([&] {
    net.emplace(io);
    net->async_sr1(ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{}, {.timeout = 50ms},
                   [&](error_code ec, packet) { first = ec; });
  });
  left.reset();  // nobody is in it any more, and nobody can go there
  io.run();
  EXPECT_EQ(first, asio::error::timed_out);
  net->async_sr1(ether{} / ip{.dst = "10.77.0.2"} / icmp{.id = 7}, [&](error_code ec, packet) { second = ec; });
  io.restart();
  io.run();
  EXPECT_FALSE(second) << second.message();
}

TEST_F(NetworkFaults, AddressThatIsRemoved) {
  EXPECT_EQ(during([this] { left->command("ip address flush dev left"); }, 1s), asio::error::timed_out);
}

TEST_F(NetworkFaults, AfterOneTheTransportGoesOn) {
  left->run([this] {
    asio::io_context io;
    transport net{io};
    std::vector<error_code> all;
    const auto ask = [&] {
      net.async_sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}, {.timeout = 10s},
                    [&](error_code ec, packet) { all.push_back(ec); });
      io.restart();
      io.run();
    };
    ask();
    left->command("ip link set left down");
    ask();
    left->command("ip link set left up");
    wait_for("left");
    ask();
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[0], error_code{});
    EXPECT_EQ(all[1], errc::network_unreachable);
    EXPECT_EQ(all[2], error_code{});
  });
}

TEST_F(NetworkFaults, FullQueueIsWaitedForAndThenAnError) {
  left->command("tc qdisc add dev left root tbf rate 8bit burst 1600 limit 1600");
  left->run([] {
    asio::io_context io;
    transport net{io};
    int good = 0, full = 0, other = 0;
    const octets payload(std::string(1000, 'x').c_str());
    for (int i = 0; i != 6; ++i) {
      net.async_send(ether{.dst = right_mac} / ip{.dst = "10.77.0.2"} / icmp{} / raw{payload}, [&](error_code ec) {
        ++(!ec ? good : ec == errc::no_buffer_space ? full : other);
      });
    }
    io.run();
    EXPECT_GE(good, 1);
    EXPECT_GE(full, 1);
    EXPECT_EQ(other, 0);
    EXPECT_EQ(good + full, 6);
  });
}

TEST_F(NetworkFaults, SlowQueueLosesNothing) {
  left->command("tc qdisc add dev left root tbf rate 4mbit burst 1600 limit 1600");
  left->run([] {
    asio::io_context io;
    transport net{io};
    std::size_t answered = 0;
    net.async_sr(ether{.dst = right_mac} / ip{.dst = "10.77.0.2"} / icmp{} / std::string(400, 'x').c_str() |
                     vary<&icmp::id>(1, 100),
                 {.timeout = 5s}, [&](error_code ec, sr_result r) {
                   EXPECT_FALSE(ec) << ec.message();
                   answered = r.answered.size();
                 });
    io.run();
    EXPECT_EQ(answered, 100u);
  });
}

TEST_F(NetworkFaults, AQuestionThatNeverLeavesIsGivenUp) {
  left->command("tc qdisc add dev left root pfifo limit 0");
  left->run([] {
    asio::io_context io;
    transport net{io};
    std::optional<error_code> ec;
    net.async_sr1(ether{} / ip{.dst = "10.77.0.2"} / icmp{}, {.interface = "left"}, [&](error_code e, const packet&) { ec = e; });
    io.run();
    EXPECT_EQ(ec, errc::host_unreachable);
  });
}

TEST_F(NetworkFaults, RequestsAreToldAsTheyWereSentWhateverWasForgottenSince) {
  right->command("sysctl -qw net.ipv4.icmp_echo_ignore_all=1");
  left->run([this] {
    asio::io_context io;
    transport net{io};
    std::size_t told = 0;
    net.async_srp(ether{} / ip{.dst = "10.77.0.2"} / icmp{} | vary<&icmp::id>(1, 4), {.interface = "left", .timeout = 100ms},
                  [&](error_code ec, const sr_result& r) {
                    EXPECT_FALSE(ec) << ec.message();
                    for (const packet& p : r.unanswered) told += p.get<ether>().dst == right_mac ? 1 : 0;
                  });
    const auto when_all_left = [&](const auto& again) -> void {
      if (net.statistics().sent < 4) return asio::post(io, [&] { again(again); });
      left->command("ip address add 10.99.0.1/32 dev lo");
    };
    when_all_left(when_all_left);
    io.run();
    EXPECT_EQ(told, 4u);
  });
}

TEST_F(NetworkFaults, OverflowIsCounted) {
  left->run([this] {
    asio::io_context io;
    transport net{io};
    std::optional<error_code> ec;
    net.async_sr1(ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{}, {.timeout = 1s},
                  [&](error_code e, packet) { ec = e; });
    right->run([] {
      // An error may be about the request: what it quotes is not read by the kernel.
      const packet error{ether{.dst = "02:00:00:00:77:01"} / ip{.src = "10.77.0.8", .dst = "10.77.0.1"} /
                         icmp{.type = icmp_type::dest_unreach} / "?"};
      for (int i = 0; i != 30'000; ++i) sendp(error, {.interface = "right"});
    });
    io.run();
    EXPECT_EQ(ec, asio::error::timed_out);
    EXPECT_GE(net.statistics().received, 30'000u);
    EXPECT_GT(net.statistics().dropped, 0u);
  });
}

}  // namespace multiplexer_test
}  // namespace packetry
