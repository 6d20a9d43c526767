// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/padding.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace padding_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<padding>);
static_assert(layer<padding>);
static_assert(padding::name == "Padding");
static_assert(wire_size(padding{}) == 0);
static_assert(detail::may_carry<arp, padding>);
static_assert(detail::may_carry<raw, padding>);
static_assert(detail::may_carry<padding, padding>);

// --- one frame, both directions ---------------------------------------------------------------

// corpus, vector ether-008: Ether(dst='aa:bb:cc:dd:ee:ff', src='0a:0b:0c:0d:0e:0f') / IP(src='10.0.0.1', dst='10.0.0.2') /
//                           UDP(sport=1, dport=2) / Padding(load=b'\x00' * 6)
constexpr auto frame =
    "aabbccddeeff 0a0b0c0d0e0f 0800"
    "4500001c000100004011 66ce 0a000001 0a000002"
    "0001 0002 0008 ebd8"
    "000000000000"_hex;

constexpr auto short_frame = ether{.dst = "aa:bb:cc:dd:ee:ff", .src = "0a:0b:0c:0d:0e:0f"} /
                             ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / udp{.sport = 1, .dport = 2} /
                             padding{octets::filled(6, 0)};

static_assert(to_array<short_frame>() == frame);
static_assert(dissect<ether, ip, udp>(frame)->rest().size() == 6);

TEST(PaddingLayer, IsWhatNoLengthCounts) {
  const packet_view v = dissect(frame);
  ASSERT_EQ(v.count(), 4u);
  EXPECT_EQ(v.get<padding>(), padding{octets::filled(6, 0)});
  EXPECT_EQ(v.get<ip>().len, 28);
  EXPECT_EQ(v.get<udp>().len, 8);
  EXPECT_TRUE(v.payload().empty());
  EXPECT_FALSE(v.fault());
}

TEST(PaddingLayer, IsInNoLengthAndInNoChecksum) {
  const auto padded = to_bytes(ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / tcp{} / "odd" / padding{"ding"});
  const auto bare = to_bytes(ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / tcp{} / "odd");
  ASSERT_EQ(padded.size(), bare.size() + 4);
  EXPECT_EQ((std::vector<std::uint8_t>{padded.begin(), padded.end() - 4}), bare);
}

// SCHEMA.md 4: trailing octets of all layers are one padding, in wire order.
TEST(PaddingLayer, IsOneWhoeverLeftIt) {
  const packet p{ip{} / udp{.sport = 1, .dport = 2, .len = 9} / "abc" / padding{"de"}};
  EXPECT_EQ(p.get<raw>(), raw{"a"});
  EXPECT_EQ(p.get<padding>(), padding{"bcde"});
  EXPECT_EQ(to_bytes(ip{} / "a" / padding{"b"} / padding{"c"}).back(), 'c');
}

TEST(PaddingLayer, FollowsWhatIsNotUnderstood) {
  const packet p{ip{.proto = ip_protocol{253}} / "abc" / padding{"de"}};
  ASSERT_EQ(p.view().count(), 3u);
  EXPECT_EQ(p.get<raw>(), raw{"abc"});
  EXPECT_EQ(p.get<padding>(), padding{"de"});
}

// What sends a frame fills it; whoever answers does not look at that.
TEST(PaddingLayer, IsNoPartOfAnAnswer) {
  const auto asks = udp{.sport = 1, .dport = 2}, says = udp{.sport = 2, .dport = 1};
  const ip here{.src = "10.0.0.1", .dst = "10.0.0.2"}, there{.src = "10.0.0.2", .dst = "10.0.0.1"};
  EXPECT_TRUE(answers(there / says / padding{"ding"}, here / asks));
  EXPECT_TRUE(answers(there / says, here / asks / padding{"ding"}));
  EXPECT_FALSE(answers(there / says, here / asks / "ding"));
}

}  // namespace padding_test
}  // namespace packetry
