// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/arp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace arp_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<arp>);
static_assert(layer<arp>);
static_assert(wire_size(arp{}) == 28);
static_assert(arp::name == "ARP");
static_assert(detail::binds<ether, arp>);
static_assert(!detail::binds<arp, ip>);
static_assert(!detail::binds<arp, udp>);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.7.1rc1, each as it is called here, from 02:00:00:00:00:01 and 192.0.2.1:
// Ether(src=…, dst="ff:ff:ff:ff:ff:ff") / ARP(hwsrc=…, psrc=…, pdst="192.0.2.2"), the probe with psrc="0.0.0.0", the
// announcement with psrc=pdst="192.0.2.1"; Ether / ARP(op=2, hwsrc="02:00:00:00:00:02", psrc="192.0.2.2", hwdst=…, pdst=…)
constexpr auto who_has_octets = "0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202"_hex;
constexpr auto is_at_octets = "0001 0800 06 04 0002 020000000002 c0000202 020000000001 c0000201"_hex;
constexpr auto probe_octets = "0001 0800 06 04 0001 020000000001 00000000 000000000000 c0000202"_hex;
constexpr auto announcement_octets = "0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000201"_hex;

constexpr arp who_has{.hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .pdst = "192.0.2.2"};
constexpr arp is_at{.op = arp_operation::is_at,
                    .hwsrc = "02:00:00:00:00:02",
                    .psrc = "192.0.2.2",
                    .hwdst = "02:00:00:00:00:01",
                    .pdst = "192.0.2.1"};
constexpr arp probe{.hwsrc = "02:00:00:00:00:01", .psrc = "0.0.0.0", .pdst = "192.0.2.2"};
constexpr arp announcement{.hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .pdst = "192.0.2.1"};

static_assert(to_array<who_has>() == who_has_octets);
static_assert(to_array<is_at>() == is_at_octets);
static_assert(to_array<probe>() == probe_octets);
static_assert(to_array<announcement>() == announcement_octets);

/// As the wire gives it: no field is left to be computed.
constexpr arp complete(arp a) {
  a.hwlen = 6;
  a.plen = 4;
  return a;
}
static_assert(dissect<arp>(who_has_octets)->get<arp>() == complete(who_has));
static_assert(dissect<arp>(is_at_octets)->get<arp>() == complete(is_at));
static_assert(dissect<arp>(probe_octets)->get<arp>() == complete(probe));
static_assert(dissect<arp>(announcement_octets)->get<arp>() == complete(announcement));

// What nobody knows without a route is 0.
constexpr arp alone{};
static_assert(to_array<alone>() == "0001 0800 06 04 0001 000000000000 00000000 000000000000 00000000"_hex);

// --- any header survives the trip, sane or not ------------------------------------------------

struct header_case {
  std::string_view name;
  arp header;
  std::size_t size;
};

constexpr auto eui_64 = "0011223344556677"_hex, eui_64_too = "8899aabbccddeeff"_hex;
constexpr auto many_octets = "000102030405060708090a0b0c0d0e0f1011121314"_hex;

const header_case headers[] = {
    {"addresses_of_no_octets", {.hwlen = 0, .plen = 0, .hwsrc = bytes{}, .psrc = bytes{}, .hwdst = bytes{}, .pdst = bytes{}}, 8},
    {"no_hardware_addresses",
     {.hwlen = 0, .plen = 4, .hwsrc = bytes{}, .psrc = "1.2.3.4", .hwdst = bytes{}, .pdst = "4.3.2.1"},
     16},
    {"eui_64_on_firewire",  // RFC 2734: hardware type 24
     {.hwtype = hardware_type{24},
      .hwlen = 8,
      .plen = 4,
      .hwsrc = bytes{eui_64},
      .psrc = "1.2.3.4",
      .hwdst = bytes{eui_64_too},
      .pdst = "4.3.2.1"},
     32},
    {"ipv6",
     {.ptype = ether_type::ipv6,
      .hwlen = 6,
      .plen = 16,
      .hwsrc = "02:00:00:00:00:01",
      .psrc = ipv6_address{"2001:db8::1"},
      .hwdst = {},
      .pdst = ipv6_address{"2001:db8::2"}},
     52},
    {"longer_than_is_kept_inline",
     {.hwlen = 21, .plen = 4, .hwsrc = bytes{many_octets}, .psrc = "1.2.3.4", .hwdst = bytes{many_octets}, .pdst = "4.3.2.1"},
     58},
    {"numbers_nobody_gave_out",
     {.hwtype = hardware_type{0xffff},
      .ptype = ether_type{0xffff},
      .hwlen = 6,
      .plen = 4,
      .op = arp_operation{0xffff},
      .hwsrc = "ff:ff:ff:ff:ff:ff",
      .psrc = "255.255.255.255",
      .hwdst = {},
      .pdst = {}},
     28},
    {"zeros",
     {.hwtype = hardware_type{0},
      .ptype = ether_type{0},
      .hwlen = 6,
      .plen = 4,
      .op = arp_operation{0},
      .hwsrc = hardware_octets{},
      .psrc = protocol_octets{},
      .hwdst = {},
      .pdst = {}},
     28},
};

class ArpHeader : public testing::TestWithParam<header_case> {};

TEST_P(ArpHeader, RoundTrips) {
  const arp& h = GetParam().header;
  const auto wire = to_bytes(h);
  EXPECT_EQ(wire.size(), GetParam().size);
  const auto got = dissect<arp>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<arp>(), h);
}

TEST_P(ArpHeader, ComputesTheLengthsOfItsAddresses) {
  arp h = GetParam().header;
  h.hwlen.reset();
  h.plen.reset();
  EXPECT_EQ(to_bytes(h), to_bytes(GetParam().header));
}

TEST_P(ArpHeader, RefusesEveryTruncation) {
  const auto wire = to_bytes(GetParam().header);
  for (std::size_t n = 0; n != wire.size(); ++n) {
    // The first 8 octets, which every packet has, say how many there are in all.
    const packet_error expected{fault::truncated, "ARP", 0, n < 8 ? 8 : wire.size(), n};
    EXPECT_EQ(dissect<arp>(bytes{wire}.first(n)).error(), expected) << n;
    auto frame = to_bytes(ether{.type = ether_type::arp} / bytes{wire}.first(n));
    const packet_view v = dissect(frame);
    EXPECT_FALSE(v.has<arp>());
    EXPECT_EQ(v.payload().size(), n);
    EXPECT_EQ(v.fault().has_value(), n != 0);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, ArpHeader, testing::ValuesIn(headers),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- lengths that do not fit the addresses ----------------------------------------------------

TEST(Arp, SendsALengthAsItWasSet) {
  constexpr arp wrong{.hwlen = 255, .plen = 0, .hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1"};
  EXPECT_EQ(to_bytes(wrong).size(), 28u);
  EXPECT_EQ(to_bytes(wrong)[4], 255);
  EXPECT_EQ(to_bytes(wrong)[5], 0);
}

TEST(Arp, CutShortSaysHowMuchIsMissing) {
  const auto wire = to_bytes(ether{} / who_has);
  EXPECT_EQ(to_string(*dissect(bytes{wire}.first(26)).fault()), "ARP at octet 14: truncated (needs 28, has 12)");
}

TEST(Arp, IsNothingBelowTheLengthThatItClaims) {
  auto claims = who_has_octets;
  claims[4] = 7;
  const auto wire = to_bytes(ether{.type = ether_type::arp} / claims);
  const packet_view v = dissect(wire);
  EXPECT_FALSE(v.has<arp>());
  EXPECT_EQ(v.payload().size(), 28u);
  ASSERT_TRUE(v.fault());
  EXPECT_EQ(v.fault()->what, fault::truncated);
  EXPECT_EQ(v.fault()->layer, "ARP");
  EXPECT_EQ(v.fault()->offset, 14u);
}

// A short frame is filled up to 60 octets.
TEST(Arp, LeavesAllBehindItAsPadding) {
  const packet p{ether{} / who_has / padding{octets::filled(18, 0)}};
  ASSERT_EQ(p.view().count(), 3u);
  EXPECT_EQ(p.get<padding>().load.size(), 18u);
  EXPECT_FALSE(p.has<raw>());
  EXPECT_FALSE(p.fault());
}

TEST(Arp, IsFollowedByAnythingAtAllWhereOneInsists) {
  const packet p{ether{} / who_has / unbound / udp{}};
  EXPECT_EQ(p.size(), 14u + 28 + 8);
  EXPECT_EQ(p.get<padding>().load.size(), 8u);
}

// --- replies ----------------------------------------------------------------------------------

// Each refusal differs from the one acceptance in a single fact.
TEST(Arp, AnswersTheAddressThatWasAskedFor) {
  EXPECT_TRUE(answers(is_at, who_has));
  arp of_another = is_at;
  of_another.psrc = "192.0.2.3";
  EXPECT_FALSE(answers(of_another, who_has));
  arp asks_too = is_at;
  asks_too.op = arp_operation::who_has;
  EXPECT_FALSE(answers(asks_too, who_has));
}

// scapy.md 2.7: hardware addresses are not compared; nor is where the reply goes.
TEST(Arp, AnswersWhateverTheOtherAddresses) {
  arp elsewhere = is_at;
  elsewhere.hwsrc = "02:00:00:00:00:09";
  elsewhere.hwdst = "ff:ff:ff:ff:ff:ff";
  elsewhere.pdst = "192.0.2.9";
  EXPECT_TRUE(answers(elsewhere, who_has));
}

TEST(Arp, AnswersTheOperationThatBelongsToTheRequests) {
  constexpr unsigned pairs[][2] = {{1, 2}, {3, 4}, {5, 6}, {8, 9}};
  for (unsigned asked = 0; asked != 12; ++asked) {
    for (unsigned answered = 0; answered != 12; ++answered) {
      const bool belongs = std::ranges::any_of(pairs, [&](const auto& p) { return p[0] == asked && p[1] == answered; });
      arp request = who_has, reply = is_at;
      request.op = static_cast<arp_operation>(asked);
      reply.op = static_cast<arp_operation>(answered);
      EXPECT_EQ(answers(reply, request), belongs) << asked << ' ' << answered;
    }
  }
}

TEST(Arp, AnswersWithPaddingBehindIt) {
  const packet request{ether{} / who_has}, reply{ether{} / is_at / padding{octets::filled(18, 0)}};
  EXPECT_TRUE(answers(reply, request));
}

}  // namespace arp_test
}  // namespace packetry
