// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/ipv6_ext.hpp>  // first: proves the header stands alone

#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace packetry {
namespace ipv6_ext_test {

using test::operator""_hex;

constexpr ipv6 here{.src = "2001:db8::1", .dst = "2001:db8::2"};

static_assert(wire_size(ipv6_hop_by_hop{}) == 8 && wire_size(ipv6_destination_options{}) == 8);
static_assert(wire_size(ipv6_routing{}) == 8 && wire_size(ipv6_fragment{}) == 8);
static_assert(detail::binds<ipv6, ipv6_hop_by_hop> && detail::binds<ipv6_hop_by_hop, ipv6_routing>);
static_assert(detail::binds<ipv6_routing, icmpv6> && !detail::binds<ipv6_fragment, icmp>);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.7.1rc1: IPv6ExtHdrHopByHop(options=[RouterAlert(value=0)]) / b"mld"
constexpr auto alert = ipv6_hop_by_hop{.options = {ipv6_opt::router_alert()}} / "mld";
static_assert(to_array<alert>() == "3b 00 0502 0000 0100 6d6c64"_hex);

// Scapy 2.7.1rc1: IPv6ExtHdrRouting(addresses=["2001:db8::10"], segleft=1)
constexpr auto routed = ipv6_routing{.addresses = {"2001:db8::10"}};
static_assert(to_array<routed>() == "3b 02 00 01 00000000 20010db8000000000000000000000010"_hex);

// Scapy 2.7.1rc1: IPv6ExtHdrSegmentRouting(addresses=["2001:db8::5", "2001:db8::6"], segleft=1, lastentry=1)
constexpr auto segments = ipv6_routing{.type = routing_type::segment, .segleft = 1, .addresses = {"2001:db8::5", "2001:db8::6"}};
static_assert(to_array<segments>() ==
              "3b 04 04 01 01000000 20010db8000000000000000000000005 20010db8000000000000000000000006"_hex);

// Scapy 2.7.1rc1: IPv6ExtHdrFragment(m=1, id=7)
constexpr auto first_piece = ipv6_fragment{.m = 1, .id = 7};
static_assert(to_array<first_piece>() == "3b 00 0001 00000007"_hex);

template <class L>
void round_trips(const L& header) {
  const auto wire = to_bytes(header);
  const auto got = dissect<L>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(to_bytes(got->template get<L>()), wire);
}

TEST(Ipv6Extension, RoundTrips) {
  round_trips(ipv6_hop_by_hop{});
  round_trips(ipv6_hop_by_hop{.options = {ipv6_opt::jumbo(70000), ipv6_opt::home_address("2001:db8::7")}});
  round_trips(ipv6_destination_options{.options = {ipv6_opt::other(0x1e, "010203040506070809"_hex)}});
  round_trips(segments);
  round_trips(routed);
  round_trips(ipv6_routing{.type = routing_type{253}, .segleft = 9, .reserved = 0xffffffff});
  round_trips(ipv6_fragment{.res1 = 255, .offset = 8191, .res2 = 3, .m = 1, .id = 0xffffffff});
}

TEST(Ipv6Extension, KeepsTlvsBehindTheSegments) {
  const auto wire = "3b 03 04 00 00000000 20010db8000000000000000000000005 0406000000000000"_hex;
  const auto got = dissect<ipv6_routing>(wire);
  ASSERT_TRUE(got);
  EXPECT_EQ(got->get<ipv6_routing>().addresses.size(), 1u);
  EXPECT_EQ(got->get<ipv6_routing>().tlvs.size(), 8u);
  EXPECT_EQ(bytes{to_bytes(got->get<ipv6_routing>())}.size(), wire.size());
}

// --- options ----------------------------------------------------------------------------------

TEST(Ipv6Options, StandWhereTheirAlignmentWantsThem) {
  const ipv6_options options{ipv6_opt::jumbo(1), ipv6_opt::home_address("::7")};  // 4n+2 and 8n+6
  std::size_t at = 2;
  for (const auto& o : options) {
    EXPECT_TRUE(o.kind != ipv6_option_type::jumbo || at % 4 == 2) << at;
    EXPECT_TRUE(o.kind != ipv6_option_type::home_address || at % 8 == 6) << at;
    at += o.data.size() + 2;
  }
}

TEST(Ipv6Options, AreFilledUpTo8OctetsByPadding) {
  for (std::size_t n = 0; n != 9; ++n) {
    const octets data = octets::filled(n, 'x');
    const auto wire = to_bytes(ipv6_destination_options{.options = {ipv6_opt::other(0x1e, data)}});
    EXPECT_EQ(wire.size() % 8, 0u) << n;
    EXPECT_EQ(wire[1], wire.size() / 8 - 1);
    const ipv6_options read = dissect<ipv6_destination_options>(wire)->get<ipv6_destination_options>().options;
    for (const auto& o : read) EXPECT_TRUE(o.whole) << n;
    EXPECT_EQ(read.find(ipv6_option_type{0x1e})->data.size(), n);
  }
}

TEST(Ipv6Options, EndAtOneThatRunsPastTheEnd) {
  const ipv6_options options{bytes{"0502 0000 1e09 01"_hex}};
  EXPECT_EQ(ipv6_options::whole_octets(options.octets()), 4u);
  EXPECT_TRUE(options.find(ipv6_option_type::router_alert));
  EXPECT_FALSE(options.find(ipv6_option_type{0x1e}));
}

// --- refusals ---------------------------------------------------------------------------------

TEST(Ipv6Extension, RefusesEveryTruncation) {
  const auto wire = to_bytes(here / segments);
  for (std::size_t n = 41; n != wire.size(); ++n) {
    const packet_view v = dissect(bytes{wire}.first(n), link_type::ipv6);
    EXPECT_EQ(v.count(), 2u) << n;
    EXPECT_EQ(v.fault()->what, fault::truncated) << n;
    EXPECT_EQ(v.payload().size(), n - 40) << n;
  }
}

// --- where the packet ends --------------------------------------------------------------------

TEST(Ipv6Routing, PutsItsLastAddressIntoTheSum) {
  const auto through = [](const ipv6_routing& r) { return packet{here / r / udp{.sport = 1, .dport = 2}}; };
  const auto sum = [](const packet& p) { return p.get<udp>().chksum.value(); };
  const auto direct = packet{ipv6{.src = "2001:db8::1", .dst = "2001:db8::10"} / udp{.sport = 1, .dport = 2}};
  EXPECT_EQ(sum(through({.addresses = {"2001:db8::9", "2001:db8::10"}})), sum(direct));
  EXPECT_EQ(sum(through({.type = routing_type::segment, .addresses = {"2001:db8::10", "2001:db8::9"}})), sum(direct));
  EXPECT_EQ(sum(through({.segleft = 0, .addresses = {"2001:db8::9"}})), sum(packet{here / udp{.sport = 1, .dport = 2}}));
  EXPECT_TRUE(verify(through({.addresses = {"2001:db8::9", "2001:db8::10"}}).view()).empty());
}

// What reads the inner one is where the packet ends.
TEST(Ipv6Routing, OfTwoTheInnerOneSaysWhereThePacketEnds) {
  const auto twice = [](const ipv6_routing& outer, const ipv6_routing& inner) { return packet{here / outer / inner / udp{.sport = 1, .dport = 2}}; };
  const auto once = [](const ipv6_routing& r) { return packet{here / r / udp{.sport = 1, .dport = 2}}; };
  const ipv6_routing nine{.addresses = {"2001:db8::9"}}, ten{.addresses = {"2001:db8::10"}}, done{.segleft = 0, .addresses = {"2001:db8::11"}};
  const auto sum = [](const packet& p) { return p.get<udp>().chksum.value(); };
  EXPECT_EQ(sum(twice(nine, ten)), sum(once(ten)));
  EXPECT_EQ(sum(twice(ten, nine)), sum(once(nine)));
  EXPECT_EQ(sum(twice(ten, done)), sum(once(ten))) << "the inner one has no segments left";
  for (const packet& p : {twice(nine, ten), twice(ten, done), twice(done, nine)}) EXPECT_TRUE(verify(p.view()).empty());
}

TEST(Ipv6Routing, MeansNothingToIpv4) {
  const auto wire = [](const ipv6_routing& r) { return to_bytes(ip{} / unbound / r / udp{}); };
  const auto nine = wire({.addresses = {"2001:db8::9"}}), ten = wire({.addresses = {"2001:db8::10"}});
  ASSERT_EQ(nine.size(), 52u);
  EXPECT_TRUE(std::equal(nine.end() - 8, nine.end(), ten.end() - 8)) << "nor to the sum over its addresses";
}

// RFC 6275 section 11.3.1, and Scapy: the checksum is that of a packet from the home address.
TEST(Ipv6DestinationOptions, PutTheHomeAddressIntoTheSum) {
  const auto from = [](const ipv6_destination_options& o) { return packet{here / o / udp{.sport = 1, .dport = 2}}; };
  const auto sum = [](const packet& p) { return p.get<udp>().chksum.value(); };
  const packet home = from({.options = {ipv6_opt::pad_n(1), ipv6_opt::home_address("2001:db8::99")}});
  const packet direct{ipv6{.src = "2001:db8::99", .dst = here.dst} / udp{.sport = 1, .dport = 2}};
  const packet here_alone{here / udp{.sport = 1, .dport = 2}};
  EXPECT_EQ(sum(home), sum(direct));
  EXPECT_NE(sum(home), sum(here_alone));
  EXPECT_TRUE(verify(home.view()).empty());
  EXPECT_EQ(sum(from({.options = {ipv6_opt::other(0xc9, bytes{octets{1, 2, 3}})}})), sum(here_alone));  // no address
  EXPECT_EQ(sum(from({})), sum(here_alone));
  packet again = home;
  again.edit<udp>([](udp& u) { u.chksum = 0xbeef; });
  again.recompute();
  EXPECT_EQ(again, home);
}
// Both: from the home address, to the last of the segments.
constexpr auto roaming = here / ipv6_destination_options{.options = {ipv6_opt::home_address("2001:db8::99")}} /
                         ipv6_routing{.addresses = {"2001:db8::10"}} / udp{.sport = 1, .dport = 2};
constexpr auto at_home = ipv6{.src = "2001:db8::99", .dst = "2001:db8::10"} / udp{.sport = 1, .dport = 2};
static_assert(to_array<roaming>()[94] == to_array<at_home>()[46] && to_array<roaming>()[95] == to_array<at_home>()[47]);

TEST(Ipv6Fragment, HidesWhatIsAboveUnlessItIsTheFirst) {
  EXPECT_TRUE(packet{here / ipv6_fragment{.m = 1} / udp{}}.has<udp>());
  EXPECT_FALSE(packet{here / ipv6_fragment{.offset = 1} / udp{}}.has<udp>());
}

}  // namespace ipv6_ext_test
}  // namespace packetry
