// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/gre.hpp>  // first: proves the header stands alone

#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace packetry {
namespace gre_test {

using test::operator""_hex;

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};

static_assert(layer<gre> && gre::name == "GRE");
static_assert(wire_size(gre{}) == 4 && wire_size(gre{.key_present = 1}) == 8);
static_assert(wire_size(gre{.chksum_present = 1, .key_present = 1, .seqnum_present = 1}) == 16);
static_assert(detail::binds<ip, gre> && detail::binds<ipv6, gre> && detail::binds<gre, ip> && detail::binds<gre, ether>);
static_assert(!detail::binds<gre, udp> && !detail::binds<gre, linux_cooked> && !detail::binds<ether, gre>);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.5.0: IP(src=A, dst=B) / GRE(chksum_present=1, key_present=1, seqnum_present=1, key=7, sequence_number=9) /
//              IP(src=A, dst=B) / ICMP()
constexpr auto tunnel =
    here / gre{.chksum_present = 1, .key_present = 1, .seqnum_present = 1, .key = 7, .sequence_number = 9} / here / icmp{};
constexpr auto tunnel_octets =
    "4500004000010000402ff68ac0000201c0000202"
    "b0000800 47ef0000 00000007 00000009"
    "4500001c000100004001f6dcc0000201c0000202 0800f7ff00000000"_hex;
static_assert(to_array<tunnel>() == tunnel_octets);

TEST(Gre, IsReadAsItWasSent) {
  const auto p = dissect<ip, gre, ip, icmp>(tunnel_octets);
  ASSERT_TRUE(p) << to_string(p.error());
  const gre g = p->get<gre>();
  EXPECT_EQ(g.chksum, 0x47ef);
  EXPECT_EQ(g.key, 7u);
  EXPECT_EQ(g.sequence_number, 9u);
  EXPECT_EQ(g.proto, ether_type::ipv4);
  EXPECT_EQ(to_bytes(p->to_stack()), to_bytes(tunnel));
}

// Scapy 2.5.0: GRE() / Ether(src=M1, dst=M2) / ARP(hwsrc=M1, psrc=A, pdst=B)
TEST(Gre, CarriesFrames) {
  const auto frame = gre{} / ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} /
                     arp{.hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .pdst = "192.0.2.2"};
  const auto octets = "00006558 0200000000020200000000010806 0001080006040001020000000001c0000201000000000000c0000202"_hex;
  EXPECT_EQ(to_bytes(frame), std::vector<std::uint8_t>(octets.begin(), octets.end()));
  const packet p = packet::starting_with<gre>(octets);
  EXPECT_TRUE(p.has<ether>() && p.has<arp>());
  EXPECT_TRUE((dissect<gre, ether, arp>(octets)));
  EXPECT_NE(show_text(frame).find("proto     = TEB"), std::string::npos);
  EXPECT_EQ(summary_text(p), "GRE / Ether / ARP who has 192.0.2.2 says 192.0.2.1");
}

// An ether type of bridging means a frame in GRE alone.
TEST(Gre, IsWhereBridgedFramesAreRead) {
  const packet p{ether{.type = ether_type::transparent_bridging} / unbound / ether{} / arp{}};
  EXPECT_FALSE(p.has<arp>());
}

// Of all ether types one means a frame; those that no layer is known by mean octets.
TEST(Gre, ReadsAFrameAboveOneEtherTypeAlone) {
  auto octets = to_bytes(gre{.proto = ether_type{0}} / octets::filled(60, 0xff));
  for (unsigned type = 0; type != 0x10000; ++type) {
    octets[2] = static_cast<std::uint8_t>(type >> 8);
    octets[3] = static_cast<std::uint8_t>(type);
    const packet p = packet::starting_with<gre>(octets);
    ASSERT_EQ(p.has<ether>(), type == 0x6558) << type;
  }
}

// --- every combination of flags ---------------------------------------------------------------

TEST(Gre, RoundTripsWithEveryFlag) {
  for (unsigned bits = 0; bits != 16; ++bits) {
    gre g{.chksum_present = bits & 1 ? std::uint8_t{1} : std::uint8_t{0}, .recursion_control = 7, .flags = 31, .proto = ether_type{0xffff}};
    g.routing_present = bits >> 1 & 1;
    g.key_present = bits >> 2 & 1;
    g.seqnum_present = bits >> 3 & 1;
    g.strict_route_source = 1;
    g.offset = g.chksum_present || g.routing_present ? 5 : 0;
    g.key = g.key_present ? 0xdeadbeef : 0;
    g.sequence_number = g.seqnum_present ? 0xfeedface : 0;
    const auto wire = to_bytes(g / "load");
    EXPECT_EQ(wire.size(), 8u + 4u * ((bits & 3 ? 1 : 0) + (bits >> 2 & 1) + (bits >> 3)));
    const auto p = dissect<gre, raw>(wire);
    ASSERT_TRUE(p);
    EXPECT_EQ(to_bytes(p->to_stack()), wire);
    EXPECT_EQ(p->get<gre>().key, g.key);
    EXPECT_EQ(p->get<gre>().sequence_number, g.sequence_number);
  }
}

TEST(Gre, RefusesEveryTruncation) {
  const bytes wire = bytes{tunnel_octets}.subspan(20, 16);
  for (std::size_t n = 0; n != 16; ++n) {
    EXPECT_FALSE(dissect<gre>(wire.first(n))) << n;
    const packet_view v = dissect(bytes{tunnel_octets}.first(20 + n), link_type::ipv4);
    EXPECT_FALSE(v.has<gre>()) << n;
    EXPECT_EQ(v.payload().size(), n);
  }
  EXPECT_TRUE(dissect<gre>(wire));
}

// RFC 2637: another header, of which this one would read nonsense.
TEST(Gre, LeavesVersion1ToRaw) {
  auto octets = to_bytes(here / gre{} / here / icmp{});
  EXPECT_TRUE((packet{octets, {.link = link_type::ipv4}}.has<icmp>()));
  octets[21] = 1;
  const packet p{octets, {.link = link_type::ipv4}};
  EXPECT_FALSE(p.has<gre>());
  EXPECT_EQ(p.fault()->what, fault::wrong_layer);
}

// --- checksum ---------------------------------------------------------------------------------

TEST(Gre, ChecksItsChecksumOnlyWhereItIsThere) {
  packet p{tunnel};
  EXPECT_TRUE(verify(p).empty());
  p.edit<gre>([](gre& g) { g.key = 8; });
  ASSERT_EQ(verify(p).size(), 1u);
  EXPECT_EQ(verify(p)[0].layer, "GRE");
  p.recompute();
  EXPECT_TRUE(verify(p).empty());
  EXPECT_EQ(p.get<gre>().chksum, 0x47ee);
  packet without{here / gre{.key_present = 1} / here / icmp{}};
  without.edit<gre>([](gre& g) { g.key = 8; });
  EXPECT_TRUE(verify(without).empty());
}

}  // namespace gre_test
}  // namespace packetry
