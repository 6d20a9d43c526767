// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/dot1q.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace dot1q_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<dot1q>);
static_assert(layer<dot1q>);
static_assert(wire_size(dot1q{}) == 4);
static_assert(dot1q::name == "Dot1Q" && dot1q::title == "802.1Q");
static_assert(detail::binds<ether, dot1q>);
static_assert(detail::binds<dot1q, dot1q>);
static_assert(detail::binds<dot1q, ip>);
static_assert(detail::binds<dot1q, arp>);
static_assert(!detail::binds<dot1q, udp>);

// --- one frame, both directions ---------------------------------------------------------------

// Scapy 2.7.1rc1: Ether(src="02:00:00:00:00:01", dst="02:00:00:00:00:02") / Dot1Q(vlan=42, prio=3) /
//                 IP(src="192.0.2.1", dst="192.0.2.2") / UDP() / b"hi"
constexpr auto frame =
    "020000000002 020000000001 8100"
    "602a 0800"
    "4500001e000100004011f6cac0000201c0000202"
    "00350035000a1303 6869"_hex;

constexpr auto tagged = ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / dot1q{.prio = 3, .vlan = 42} /
                        ip{.src = "192.0.2.1", .dst = "192.0.2.2"} / udp{} / "hi";

static_assert(to_array<tagged>() == frame);
static_assert(dissect<ether, dot1q>(frame)->get<dot1q>() == dot1q{.prio = 3, .dei = 0, .vlan = 42, .type = ether_type::ipv4});

// --- what is sent for an empty field ----------------------------------------------------------

constexpr auto alone = dot1q{};
static_assert(to_array<alone>() == "0001 0000"_hex, "scapy.md 2.6: vlan 1, type 0");

constexpr auto twice = dot1q{.vlan = 10} / dot1q{.vlan = 20} / arp{};
static_assert(to_array<twice>()[2] == 0x81 && to_array<twice>()[3] == 0x00);
static_assert(to_array<twice>()[6] == 0x08 && to_array<twice>()[7] == 0x06);

// --- any header survives the trip, sane or not ------------------------------------------------

struct header_case {
  std::string_view name;
  dot1q header;
};

constexpr header_case headers[] = {
    {"zeros", {.prio = 0, .dei = 0, .vlan = 0, .type = ether_type{0}}},
    {"ones", {.prio = 7, .dei = 1, .vlan = 4095, .type = ether_type{0xffff}}},
    {"priority_alone", {.prio = 7, .dei = 0, .vlan = 0, .type = ether_type::ipv4}},
    {"may_be_dropped_alone", {.prio = 0, .dei = 1, .vlan = 0, .type = ether_type::ipv4}},
    {"network_alone", {.prio = 0, .dei = 0, .vlan = 4095, .type = ether_type::ipv4}},
};

class Dot1qHeader : public testing::TestWithParam<header_case> {};

TEST_P(Dot1qHeader, RoundTrips) {
  const dot1q& h = GetParam().header;
  const auto wire = to_bytes(h);
  const auto got = dissect<dot1q>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<dot1q>(), h);
}

INSTANTIATE_TEST_SUITE_P(Table, Dot1qHeader, testing::ValuesIn(headers),
                         [](const auto& c) { return std::string{c.param.name}; });

struct wide_case {
  std::string_view name;
  dot1q header;
};

constexpr wide_case too_wide[] = {
    {"priority", {.prio = 8}},
    {"drop_eligible", {.dei = 2}},
    {"network", {.vlan = 4096}},
};

class Dot1qTooWide : public testing::TestWithParam<wide_case> {};

TEST_P(Dot1qTooWide, IsRefusedAndNotCut) {
  std::array<std::uint8_t, 64> out{};
  EXPECT_EQ(serialize_to(ether{} / GetParam().header, out).error(), (packet_error{fault::too_long, "Dot1Q", 14, 0, 0}));
}

INSTANTIATE_TEST_SUITE_P(Table, Dot1qTooWide, testing::ValuesIn(too_wide),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- a length instead of a type (IEEE 802.3 section 3.2.6) ------------------------------------

TEST(Dot1q, BoundsThePayloadByALength) {
  const auto wire = to_bytes(ether{} / dot1q{.type = ether_type{3}} / "abc" / padding{"pad"});
  const packet_view v = dissect(wire);
  ASSERT_EQ(v.count(), 4u);
  EXPECT_EQ(v.get<llc>(), (llc{.dsap = 'a', .ssap = 'b', .ctrl = 'c'}));
  EXPECT_EQ(v.get<padding>(), padding{"pad"});
  EXPECT_FALSE(v.fault());
}

TEST(Dot1q, TakesALengthOf1500AndATypeOf1501) {
  const octets payload = octets::filled(1502, 'x');
  const packet by_length{ether{} / dot1q{.type = ether_type{1500}} / payload};
  EXPECT_EQ(by_length.payload().size(), 1497u);  // behind LLC
  EXPECT_EQ(by_length.get<padding>().load.size(), 2u);
  const packet by_type{ether{} / dot1q{.type = ether_type{1501}} / payload};
  EXPECT_EQ(by_type.payload().size(), 1502u);
  EXPECT_FALSE(by_type.has<padding>());
}

TEST(Dot1q, GoesOnWithAllThereIsWhereALengthClaimsMore) {
  const packet p{ether{} / dot1q{.type = ether_type{4}} / "abc"};
  EXPECT_TRUE(p.has<llc>());
  EXPECT_FALSE(p.fault());
}

// --- refusals ---------------------------------------------------------------------------------

TEST(Dot1q, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 4; ++n) {
    EXPECT_EQ(dissect<dot1q>(bytes{frame}.subspan(14, n)).error(), (packet_error{fault::truncated, "Dot1Q", 0, 4, n})) << n;
    const packet_view v = dissect(bytes{frame}.first(14 + n));
    if (n == 0) {
      EXPECT_FALSE(v.fault());
    } else {
      EXPECT_EQ(v.fault(), (packet_error{fault::truncated, "Dot1Q", 14, 4, n})) << n;
    }
    EXPECT_EQ(v.payload().size(), n);
  }
}

// Each refusal differs from the one acceptance in a single fact.
TEST(Dot1q, AnswersOnTheSameNetworkWithTheSameType) {
  const auto request = dot1q{.vlan = 5, .type = ether_type{0x88b5}} / "abc";
  const auto reply = [](std::uint16_t vlan, ether_type type) { return dot1q{.vlan = vlan, .type = type} / "abc"; };
  EXPECT_TRUE(answers(reply(5, ether_type{0x88b5}), request));
  EXPECT_FALSE(answers(reply(6, ether_type{0x88b5}), request));
  EXPECT_FALSE(answers(reply(5, ether_type{0x88b6}), request));
}

TEST(Dot1q, AnswersWhateverThePriority) {
  const auto request = dot1q{.vlan = 5, .type = ether_type{0x88b5}} / "abc";
  EXPECT_TRUE(answers(dot1q{.prio = 7, .dei = 1, .vlan = 5, .type = ether_type{0x88b5}} / "abc", request));
}

// scapy.md 2.6: the network may have put the tag on, or taken it off.
TEST(Dot1q, IsLookedThroughWhereTheRequestHasNone) {
  const auto here = ip{.src = "192.0.2.1", .dst = "192.0.2.2"}, there = ip{.src = "192.0.2.2", .dst = "192.0.2.1"};
  const auto asks = icmp{.id = 1}, says = icmp{.type = icmp_type::echo_reply, .id = 1};
  const packet plain{here / asks};
  EXPECT_TRUE(answers(packet{dot1q{} / there / says}.view(), plain.view()));
  EXPECT_FALSE(answers(packet{there / says}.view(), packet{dot1q{} / here / asks}.view()));
}

}  // namespace dot1q_test
}  // namespace packetry
