// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/llc.hpp>  // first: proves the header stands alone

#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace packetry {
namespace llc_test {

using test::operator""_hex;

static_assert(wire_size(dot3{}) == 14 && wire_size(llc{}) == 3 && wire_size(snap{}) == 5 && wire_size(stp{}) == 35);
static_assert(detail::binds<dot3, llc> && detail::binds<llc, snap> && detail::binds<llc, stp> && detail::binds<snap, ip>);
static_assert(detail::binds<dot1q, llc> && detail::binds<dot1ad, dot1q> && detail::binds<linux_cooked, llc>);
static_assert(!detail::binds<dot3, ip> && !detail::binds<llc, ip>);

constexpr mac_address from{"02:00:00:00:00:01"}, to{"02:00:00:00:00:02"};

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.7.1rc1: Dot3(src=…, dst=…) / LLC() / SNAP() / IP(src="192.0.2.1", dst="192.0.2.2") / ICMP()
constexpr auto frame =
    "020000000002 020000000001 0024 aaaa03 000000 0800"
    "4500001c000100004001f6dcc0000201c0000202 0800f7ff00000000"_hex;
constexpr auto bridged = dot3{.dst = to, .src = from} / llc{} / snap{} / ip{.src = "192.0.2.1", .dst = "192.0.2.2"} / icmp{};
static_assert(to_array<bridged>() == frame);

TEST(Llc, IsFoundAboveALength) {
  const packet_view v = dissect(frame);
  EXPECT_EQ(v.get<dot3>(), (dot3{.dst = to, .src = from, .len = 36}));
  EXPECT_EQ(v.get<llc>(), (llc{.dsap = 0xaa, .ssap = 0xaa, .ctrl = 3}));
  EXPECT_EQ(v.get<snap>(), (snap{.OUI = 0, .code = ether_type::ipv4}));
  EXPECT_TRUE(v.has<icmp>());
}

// IEEE 802.1D clause 9.3.1; times in 1/256 second.
TEST(Stp, IsAConfigurationMessage) {
  const auto wire = to_bytes(dot3{.dst = "01:80:c2:00:00:00", .src = from} / llc{} / stp{.rootid = 32768, .rootmac = from, .pathcost = 4});
  const auto expected =
      "0180c2000000 020000000001 0026 424203 0000 00 00 00 8000 020000000001 00000004 0000 000000000000 0000"
      "0100 1400 0200 0f00"_hex;
  EXPECT_EQ(wire, std::vector<std::uint8_t>(expected.begin(), expected.end()));
  EXPECT_EQ(dissect(wire).get<stp>().maxage, bpdu_time::seconds(20));
}

TEST(Stp, PrintsTimesExactly) {
  std::string text;
  append_to(text, bpdu_time{257});
  EXPECT_EQ(text, "1.00390625");
}

// --- a length or a type -----------------------------------------------------------------------

TEST(Dot3, TakesALengthOf1500AndNo1501) {
  auto wire = to_bytes(ether{.type = ether_type{1501}} / octets::filled(60, 0));
  EXPECT_TRUE(dissect(wire).has<ether>());
  wire[13] = 1500 & 0xff;
  EXPECT_TRUE(dissect(wire).has<dot3>());
}

TEST(Dot3, LeavesWhatIsBehindItsLengthAsPadding) {
  const packet p{dot3{} / llc{.dsap = 1} / "abc" / padding{"pad"}};
  EXPECT_EQ(p.get<dot3>().len, 6);
  EXPECT_EQ(p.get<raw>(), raw{"abc"});
  EXPECT_EQ(p.get<padding>(), padding{"pad"});
}

TEST(Dot1q, HasALengthBelowLlc) {
  const packet p{ether{} / dot1ad{.vlan = 10} / dot1q{.vlan = 20} / llc{} / stp{} / padding{"pad"}};
  EXPECT_EQ(p.get<dot1q>().type, ether_type{38});
  EXPECT_TRUE(p.has<stp>());
  EXPECT_EQ(p.get<padding>(), padding{"pad"});
}

// Each of the three octets counts.
TEST(Llc, NamesSnapByAllOfIt) {
  const auto above = [](std::uint8_t dsap, std::uint8_t ssap, std::uint8_t ctrl) {
    return packet{dot3{} / llc{.dsap = dsap, .ssap = ssap, .ctrl = ctrl} / snap{} / ip{}}.has<snap>();
  };
  EXPECT_TRUE(above(0xaa, 0xaa, 3));
  EXPECT_FALSE(above(0xab, 0xaa, 3));
  EXPECT_FALSE(above(0xaa, 0xab, 3));
  EXPECT_FALSE(above(0xaa, 0xaa, 4));
}

TEST(Snap, NamesEtherTypesForOui0Alone) {
  EXPECT_TRUE(packet{snap{} / ip{}}.has<ip>());
  EXPECT_FALSE(packet{snap{.OUI = 1} / ip{}}.has<ip>());
}

// 4 stands for LLC where a cooked capture says so, and behind an 802.3 length; it is no ether type.
TEST(Snap, HasNoLengths) {
  EXPECT_FALSE(packet{snap{.code = ether_type::llc} / unbound / llc{}}.has<llc>());
}

// --- round trips, truncations -----------------------------------------------------------------

template <class L>
void round_trips(const L& header) {
  const auto wire = to_bytes(header);
  const auto got = dissect<L>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->template get<L>(), header);
}

TEST(LinkLayers, RoundTrip) {
  round_trips(dot3{.dst = to, .src = from, .len = 0});
  round_trips(llc{.dsap = 255, .ssap = 0, .ctrl = 0});
  round_trips(llc{.dsap = 0, .ssap = 255, .ctrl = 255});
  round_trips(snap{.OUI = 0xffffff, .code = ether_type{0xffff}});
  round_trips(stp{.proto = 1, .version = 2, .bpdutype = 3, .bpduflags = 255, .portid = 0x8001, .age = bpdu_time{}});
  round_trips(dot1ad{.prio = 7, .dei = 1, .vlan = 4095, .type = ether_type::vlan});
}

TEST(LinkLayers, RefuseEveryTruncation) {
  const auto wire = to_bytes(dot3{.dst = to, .src = from} / llc{} / stp{});
  for (std::size_t n = 0; n != 14; ++n) EXPECT_EQ(dissect<dot3>(bytes{wire}.first(n)).error(), (packet_error{fault::truncated, "Dot3", 0, 14, n}));
  for (std::size_t n = 15; n != wire.size(); ++n) {
    const packet_view v = dissect(bytes{wire}.first(n));
    EXPECT_EQ(v.has<llc>(), n >= 17) << n;
    EXPECT_FALSE(v.has<stp>()) << n;
    EXPECT_EQ(v.payload().size(), n < 17 ? n - 14 : n - 17) << n;
  }
}

}  // namespace llc_test
}  // namespace packetry
