// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/vxlan.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

namespace packetry {
namespace vxlan_test {

using test::operator""_hex;

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};
constexpr ether frame{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"};

static_assert(layer<vxlan> && wire_size(vxlan{}) == 8 && vxlan::name == "VXLAN");
static_assert(detail::binds<udp, vxlan> && detail::binds<vxlan, ether> && detail::binds<vxlan, dot3>);
static_assert(!detail::binds<tcp, vxlan> && !detail::binds<vxlan, ip>);

// Scapy 2.5.0: IP(src=A, dst=B) / UDP() / VXLAN(flags="Instance", vni=42) / Ether(src=M1, dst=M2) / IP(src=A, dst=B) / ICMP(),
// the flags as in RFC 7348
constexpr auto overlay = here / udp{} / vxlan{.vni = 42} / frame / here / icmp{};
constexpr auto overlay_octets =
    "4500004e000100004011f69ac0000201c0000202 12b512b5003a1809 08000000 00002a00"
    "0200000000020200000000010800 4500001c000100004001f6dcc0000201c0000202 0800f7ff00000000"_hex;
static_assert(to_array<overlay>() == overlay_octets);

TEST(Vxlan, IsReadAsItWasSent) {
  const auto p = dissect<ip, udp, vxlan, ether, ip, icmp>(overlay_octets);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ(p->get<vxlan>(), vxlan{.vni = 42});
  const packet by_content{overlay_octets, {.link = link_type::ipv4}};
  EXPECT_EQ(by_content.get<ether>(), (ether{.dst = frame.dst, .src = frame.src, .type = ether_type::ipv4}));
  EXPECT_EQ(summary_text(by_content), "IP / UDP / VXLAN / Ether / IP / ICMP 192.0.2.1 > 192.0.2.2 echo-request 0");
  EXPECT_NE(show_text(by_content).find("     flags     = Instance\n        reserved1 = 0\n        vni       = 0x2a\n"), std::string::npos);
}

TEST(Vxlan, SaysItsNetworkWhereNothingStandsAbove) {
  EXPECT_EQ(summary_text(udp{} / vxlan{.vni = 42}), "UDP / VXLAN (vni=0x2a)");
}

TEST(Vxlan, KeepsEveryBit) {
  const vxlan all{.flags = std::uint8_t{0xff}, .reserved1 = 0xffffff, .vni = 0xffffff, .reserved2 = 0xff};
  const auto wire = to_bytes(all);
  const auto p = dissect<vxlan>(wire);
  ASSERT_TRUE(p);
  EXPECT_EQ(p->get<vxlan>(), all);
  EXPECT_THROW((void)to_bytes(vxlan{.vni = 0x1000000}), packet_failure);
}

TEST(Vxlan, IsFoundByEitherPort) {
  const auto found = [](std::uint16_t sport, std::uint16_t dport) {
    return packet{here / udp{.sport = sport, .dport = dport} / vxlan{} / frame}.has<vxlan>();
  };
  EXPECT_TRUE(found(4789, 1));
  EXPECT_TRUE(found(1, 4789));
  EXPECT_FALSE(found(1, 4790));
  EXPECT_FALSE(found(53, 4789));  // DNS stands first in the catalog
}

TEST(Vxlan, RefusesEveryTruncation) {
  const auto wire = to_bytes(vxlan{});
  for (std::size_t n = 0; n != 8; ++n)
    EXPECT_EQ(dissect<vxlan>(bytes{wire}.first(n)).error(), (packet_error{fault::truncated, "VXLAN", 0, 8, n})) << n;
}

TEST(Vxlan, AnswersBelongToTheSamePortsAndInnerPacket) {
  const auto back = ip{.src = "192.0.2.2", .dst = "192.0.2.1"};
  const auto reply = [&](std::uint16_t id) { return back / udp{} / vxlan{.vni = 42} / frame / back / icmp{.type = icmp_type::echo_reply, .id = id}; };
  EXPECT_TRUE(answers(reply(0), overlay));
  EXPECT_FALSE(answers(reply(1), overlay));
}

}  // namespace vxlan_test
}  // namespace packetry
