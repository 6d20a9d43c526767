// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/cooked.hpp>  // first: proves the header stands alone

#include <packetry/packet/packet.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

namespace packetry {
namespace cooked_test {

using test::operator""_hex;

static_assert(wire_size(loopback{}) == 4 && wire_size(linux_cooked{}) == 16 && wire_size(linux_cooked2{}) == 20);
static_assert(detail::binds<loopback, ip> && detail::binds<loopback, ipv6> && !detail::binds<loopback, arp>);

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.7.1rc1: CookedLinux(pkttype=0, lladdrtype=1, lladdrlen=6, src=…) / IP(…) / ICMP()
constexpr auto frame =
    "0000 0001 0006 0200000000010000 0800 4500001c000100004001f6dcc0000201c0000202 0800f7ff00000000"_hex;

TEST(LinuxCooked, IsAsScapyHasIt) {
  const linux_cooked below{.lladdrtype = 1, .lladdrlen = 6, .src = mac_address{"02:00:00:00:00:01"}};
  const auto wire = to_bytes(below / here / icmp{});
  EXPECT_EQ(wire, std::vector<std::uint8_t>(frame.begin(), frame.end()));
  const packet_view v = dissect(frame, link_type::linux_cooked);
  EXPECT_EQ(v.get<linux_cooked>().src, below.src);
  EXPECT_EQ(v.get<linux_cooked>().proto, ether_type::ipv4);
  EXPECT_TRUE(v.has<icmp>());
}

TEST(LinuxCooked, CarriesLlcByTheNumber4) {
  const auto wire = to_bytes(linux_cooked{} / llc{} / stp{});
  EXPECT_EQ(wire[15], 4);
  EXPECT_TRUE(dissect(wire, link_type::linux_cooked).has<stp>());
}

TEST(LinuxCooked2, TellsTheInterface) {
  const auto wire = to_bytes(linux_cooked2{.ifindex = 3, .pkttype = sll_packet_type::sent_by_us} / here / udp{});
  const packet_view v = dissect(wire, link_type::linux_cooked2);
  EXPECT_EQ(v.get<linux_cooked2>().ifindex, 3u);
  EXPECT_EQ(v.get<linux_cooked2>().pkttype, sll_packet_type::sent_by_us);
  EXPECT_TRUE(v.has<udp>());
}

// --- the loopback header's byte order ---------------------------------------------------------

TEST(Loopback, IsReadInEitherByteOrder) {
  for (const auto family : {loopback_family::ipv4, swapped(loopback_family::ipv4)}) {
    const auto wire = to_bytes(loopback{.type = family} / here / udp{});
    EXPECT_TRUE(dissect(wire, link_type::null_loopback).has<udp>());
    EXPECT_EQ(dissect(wire, link_type::null_loopback).get<loopback>().type, family);
  }
}

TEST(Loopback, KnowsIpv6ByThreeNumbers) {
  for (const std::uint32_t family : {24u, 28u, 30u}) {
    const loopback below{.type = static_cast<loopback_family>(family)};
    EXPECT_TRUE(dissect(to_bytes(below / ipv6{}), link_type::loop).has<ipv6>()) << family;
  }
  EXPECT_FALSE(dissect(to_bytes(loopback{.type = loopback_family{23}} / ipv6{}), link_type::loop).has<ipv6>());
}

TEST(Loopback, IsSentInNetworkOrder) {
  const auto wire = to_bytes(loopback{} / ipv6{});
  EXPECT_EQ(wire[3], 24);
}

// --- truncations ------------------------------------------------------------------------------

template <class L>
void refuses_truncations(std::size_t size) {
  const auto wire = to_bytes(L{});
  for (std::size_t n = 0; n != size; ++n)
    EXPECT_EQ(dissect<L>(bytes{wire}.first(n)).error(), (packet_error{fault::truncated, L::name, 0, size, n})) << n;
  EXPECT_TRUE(dissect<L>(wire));
}

TEST(Cooked, RefusesEveryTruncation) {
  refuses_truncations<loopback>(4);
  refuses_truncations<linux_cooked>(16);
  refuses_truncations<linux_cooked2>(20);
}

}  // namespace cooked_test
}  // namespace packetry
