// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/mpls.hpp>  // first: proves the header stands alone

#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

namespace packetry {
namespace mpls_test {

using test::operator""_hex;

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};
constexpr ether frame{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"};

static_assert(layer<mpls> && wire_size(mpls{}) == 4 && mpls::name == "MPLS");
static_assert(detail::binds<ether, mpls> && detail::binds<gre, mpls> && detail::binds<ppp, mpls> && detail::binds<mpls, mpls>);
static_assert(detail::binds<mpls, ip> && detail::binds<mpls, ipv6> && !detail::binds<mpls, arp>);

// Scapy 2.5.0: Ether(src=M1, dst=M2) / MPLS(label=16, s=0, ttl=64) / MPLS(label=17, s=1, ttl=63) / IP(src=A, dst=B) / ICMP()
constexpr auto labelled = frame / mpls{.label = 16, .ttl = 64} / mpls{.label = 17, .ttl = 63} / here / icmp{};
constexpr auto labelled_octets =
    "0200000000020200000000018847 00010040 0001113f 4500001c000100004001f6dcc0000201c0000202 0800f7ff00000000"_hex;
static_assert(to_array<labelled>() == labelled_octets);

TEST(Mpls, IsReadAsItWasSent) {
  const auto p = dissect<ether, mpls, mpls, ip, icmp>(labelled_octets);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ((p->get<mpls, 1>()), (mpls{.label = 16, .s = 0, .ttl = 64}));
  EXPECT_EQ((p->get<mpls, 2>()), (mpls{.label = 17, .s = 1, .ttl = 63}));
  EXPECT_EQ(summary_text(packet{labelled_octets}), "Ether / MPLS / MPLS / IP / ICMP 192.0.2.1 > 192.0.2.2 echo-request 0");
}

TEST(Mpls, ShowsTheBottomThatItWillHave) {
  EXPECT_EQ(show_text(mpls{.label = 16} / mpls{} / here).find("s         = 0"), show_text(mpls{.label = 16} / mpls{} / here).find("s         = "));
  EXPECT_NE(show_text(mpls{}).find("s         = 1"), std::string::npos);
}

// The bottom of the stack says nothing of what it carries: its first four bits do.
TEST(Mpls, TellsWhatItCarriesByTheFirstBits) {
  EXPECT_TRUE(packet{frame / mpls{} / here}.has<ip>());
  EXPECT_TRUE(packet{frame / mpls{} / ipv6{}}.has<ipv6>());
  const packet other{frame / mpls{} / "\x01\x02\x03\x04"};
  EXPECT_EQ(other.payload().size(), 4u);
  EXPECT_FALSE(other.fault());
  EXPECT_FALSE((packet{frame / mpls{.s = 0} / here}.has<ip>()));  // read as a label
}

TEST(Mpls, IsKnownByBothEtherTypes) {
  EXPECT_TRUE((packet{ether{.type = ether_type::mpls_multicast} / mpls{}}.has<mpls>()));
  EXPECT_FALSE((packet{ether{.type = ether_type{0x8849}} / unbound / mpls{}}.has<mpls>()));
}

TEST(Mpls, KeepsEveryBit) {
  const mpls all{.label = 0xfffff, .cos = 7, .s = 0, .ttl = 255};
  const auto wire = to_bytes(all);
  EXPECT_EQ(dissect<mpls>(wire)->get<mpls>(), all);
}

TEST(Mpls, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 4; ++n) {
    EXPECT_EQ(dissect<mpls>(bytes{labelled_octets}.subspan(14, n)).error(), (packet_error{fault::truncated, "MPLS", 0, 4, n})) << n;
    EXPECT_EQ(dissect(bytes{labelled_octets}.first(18 + n)).payload().size(), n);  // the second label
  }
}

TEST(Mpls, EndsWhereLayersAreTooDeep) {
  std::vector<std::uint8_t> wire = to_bytes(frame / mpls{.s = 0});
  for (int i = 0; i != 400; ++i) wire.push_back(0);
  const packet p{wire};
  EXPECT_EQ(p.fault()->what, fault::too_deep);
}

}  // namespace mpls_test
}  // namespace packetry
