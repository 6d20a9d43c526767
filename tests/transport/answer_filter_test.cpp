// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/answer_filter.hpp>

#include <packetry/packet/packet.hpp>
#include <packetry/transport/shape_of_answers.hpp>

#include "../support/bpf.hpp"

#include <gtest/gtest.h>

#include <random>
#include <vector>

namespace packetry::detail {
namespace answer_filter_test {

using namespace packetry::test;

constexpr ipv4_address me{"10.77.0.1"}, other{"10.77.0.2"};
constexpr ipv6_address me6{"fd77::1"}, other6{"fd77::2"};
constexpr std::string_view text = "some octets that are more than twenty";

answer_shape shape_of(const packet& request) { return shape_of_answers(request.view()); }
bool lets_pass(const answer_filter& filter, const packet& frame) {
  return passes(filter.program(14), as_the_kernel_shows(frame.octets()));
}

struct exchange {
  packet request, reply;
};

exchange echo(std::uint16_t id, std::uint16_t seq, ipv4_address to = other) {
  return {packet{ether{} / ip{.src = me, .dst = to} / icmp{.id = id, .seq = seq} / text},
          packet{ether{} / ip{.src = to, .dst = me} / icmp{.type = icmp_type::echo_reply, .id = id, .seq = seq} / text}};
}
exchange syn(std::uint16_t sport, std::uint16_t dport, ipv4_address to = other) {
  return {packet{ether{} / ip{.src = me, .dst = to} / tcp{.sport = sport, .dport = dport, .flags = "S"}},
          packet{ether{} / ip{.src = to, .dst = me} / tcp{.sport = dport, .dport = sport, .ack = 1, .flags = "SA"}}};
}
exchange datagram6(std::uint16_t sport, std::uint16_t dport) {
  return {packet{ether{} / ipv6{.src = me6, .dst = other6} / udp{.sport = sport, .dport = dport} / text},
          packet{ether{} / ipv6{.src = other6, .dst = me6} / udp{.sport = dport, .dport = sport} / text}};
}
exchange claim(std::uint8_t host) {
  const ipv4_address address{0x0a4d'0000u + host};
  return {packet{ether{} / arp{.psrc = "10.77.0.1", .pdst = address}},
          packet{ether{} / arp{.op = arp_operation::is_at, .psrc = address, .pdst = "10.77.0.1"}}};
}

/// Ask for all of them. Returns how often the program had to be replaced.
int ask(answer_filter& filter, const std::vector<exchange>& all) {
  int replaced = 0;
  for (const exchange& e : all) {
    if (!filter.covers(shape_of(e.request))) {
      filter.admit(shape_of(e.request));
      ++replaced;
    }
    EXPECT_TRUE(filter.covers(shape_of(e.request)));
  }
  for (const exchange& e : all) EXPECT_TRUE(answers(e.reply, e.request) && lets_pass(filter, e.reply));
  return replaced;
}

TEST(AnswerFilter, KeepsAFewApart) {
  answer_filter filter;
  EXPECT_EQ(ask(filter, {echo(7, 1), syn(40'000, 80), datagram6(40'000, 7), claim(2)}), 4);
  EXPECT_EQ(ask(filter, {echo(7, 1), syn(40'000, 80), datagram6(40'000, 7), claim(2)}), 0);
  EXPECT_EQ(filter.size(), 4u);
  for (const exchange& e : {echo(8, 1), syn(40'001, 80), syn(40'000, 81), datagram6(40'001, 7), claim(3)}) {
    EXPECT_FALSE(lets_pass(filter, e.reply));
  }
}

TEST(AnswerFilter, OfAScanLooksAtAllButThePort) {
  std::vector<exchange> scan;
  for (std::uint16_t port = 1; port != 1000; ++port) scan.push_back(syn(40'000, port));
  answer_filter filter;
  EXPECT_LE(ask(filter, scan), 10);
  EXPECT_EQ(filter.size(), 1u);
  EXPECT_TRUE(lets_pass(filter, syn(40'000, 65'000).reply));
  EXPECT_FALSE(lets_pass(filter, syn(40'001, 80).reply));
  EXPECT_FALSE(lets_pass(filter, syn(40'000, 80, me).reply));
  EXPECT_FALSE(lets_pass(filter, echo(7, 1).reply));
}

TEST(AnswerFilter, OfASweepLooksAtAllButTheAddress) {
  std::vector<exchange> sweep;
  for (std::uint8_t host = 1; host != 255; ++host) sweep.push_back(claim(host));
  answer_filter filter;
  EXPECT_LE(ask(filter, sweep), 10);
  EXPECT_TRUE(lets_pass(filter, claim(255).reply));
  EXPECT_FALSE(lets_pass(filter, claim(255).request));
}

TEST(AnswerFilter, LearnsOnceThatAFieldDiffers) {
  std::vector<exchange> grid;
  for (std::uint32_t host = 2; host != 60; ++host) {
    for (std::uint16_t port = 1; port != 30; ++port) grid.push_back(syn(40'000, port, ipv4_address{me.value() + host}));
  }
  answer_filter filter;
  EXPECT_LE(ask(filter, grid), 20);
  EXPECT_EQ(filter.size(), 1u);
  EXPECT_FALSE(lets_pass(filter, syn(40'001, 80).reply));
}

TEST(AnswerFilter, LetsPassWhateverWasEverAskedFor) {
  std::mt19937 random{1};
  const auto some = [&](unsigned n) { return static_cast<std::uint16_t>(random() % n); };
  for (int round = 0; round != 20; ++round) {
    std::vector<exchange> all;
    const unsigned few = 1 + some(300);
    for (int i = 0; i != 300; ++i) {
      switch (some(4)) {
        case 0: all.push_back(echo(some(few), some(few), ipv4_address{other.value() + some(few)})); break;
        case 1: all.push_back(syn(some(few), some(few), ipv4_address{other.value() + some(few)})); break;
        case 2: all.push_back(datagram6(static_cast<std::uint16_t>(10'000 + some(few)), 7)); break;
        default: all.push_back(claim(static_cast<std::uint8_t>(some(few))));
      }
    }
    answer_filter filter;
    EXPECT_LE(ask(filter, all), 60);
    EXPECT_LT(filter.program(14).size(), 400u);
  }
}

TEST(AnswerFilter, OfTooManyProtocolsLetsAllPass) {
  answer_filter filter;
  for (std::uint16_t protocol = 0x8900; protocol != 0x8920; ++protocol) filter.admit({.protocol = protocol});
  EXPECT_TRUE(lets_pass(filter, claim(2).request));
}

}  // namespace answer_filter_test
}  // namespace packetry::detail
