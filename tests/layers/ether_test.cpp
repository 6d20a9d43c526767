// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/ether.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace ether_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<ether>);
static_assert(layer<ether>);
static_assert(wire_size(ether{}) == 14);
static_assert(ether::name == "Ether" && ether::title == "Ethernet");
static_assert(detail::binds<ether, ip>);
static_assert(detail::binds<ether, arp>);
static_assert(detail::binds<ether, dot1q>);
static_assert(!detail::binds<ether, udp>);
static_assert(!detail::binds<ether, ether>);

// --- one frame, both directions ---------------------------------------------------------------

// Scapy 2.7.1rc1: Ether(src="02:00:00:00:00:01", dst="ff:ff:ff:ff:ff:ff") /
//                 ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2")
constexpr auto frame =
    "ffffffffffff 020000000001 0806"
    "0001 0800 06 04 0001 020000000001 c0000201 000000000000 c0000202"_hex;

constexpr auto question = ether{.dst = "ff:ff:ff:ff:ff:ff", .src = "02:00:00:00:00:01"} /
                          arp{.hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .pdst = "192.0.2.2"};

static_assert(to_array<question>() == frame);
static_assert(dissect<ether>(frame)->get<ether>() ==
              ether{.dst = "ff:ff:ff:ff:ff:ff", .src = "02:00:00:00:00:01", .type = ether_type::arp});
static_assert(dissect<ether, arp>(frame)->rest().empty());

// --- what is sent for empty fields ------------------------------------------------------------

// scapy.md 2.3: the type is 0x9000 where nothing above implies one. Nobody knows the addresses without a route.
constexpr auto alone = ether{};
static_assert(to_array<alone>() == "ffffffffffff 000000000000 9000"_hex);

constexpr auto below_octets = ether{} / "01"_hex;
static_assert(to_array<below_octets>() == "ffffffffffff 000000000000 9000 01"_hex);

template <class Upper>
constexpr std::uint64_t type_below(const Upper& upper) {
  std::array<std::uint8_t, 64> wire{};
  static_cast<void>(serialize_to(ether{} / upper, wire).value());
  return detail::load_be<2>(wire.data() + 12);
}
static_assert(type_below(ip{}) == 0x0800);
static_assert(type_below(arp{}) == 0x0806);
static_assert(type_below(dot1q{}) == 0x8100);

constexpr auto mistyped = ether{.type = ether_type::arp} / ip{};
static_assert(to_array<mistyped>()[12] == 0x08 && to_array<mistyped>()[13] == 0x06, "what was set is sent, right or wrong");

// --- any header survives the trip, sane or not ------------------------------------------------

struct header_case {
  std::string_view name;
  ether header;
};

constexpr header_case headers[] = {
    {"unicast", {.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01", .type = ether_type::ipv4}},
    {"nothing_but_zeros_before_the_type", {.dst = "00:00:00:00:00:00", .src = "00:00:00:00:00:00", .type = ether_type{1501}}},
    {"all_ones", {.dst = "ff:ff:ff:ff:ff:ff", .src = "ff:ff:ff:ff:ff:ff", .type = ether_type{0xffff}}},
    {"group_as_source", {.dst = "01:00:5e:00:00:fb", .src = "01:00:5e:00:00:01", .type = ether_type{0x88b5}}},
};

class EtherHeader : public testing::TestWithParam<header_case> {};

TEST_P(EtherHeader, RoundTrips) {
  const ether& h = GetParam().header;
  const auto wire = to_bytes(h);
  const auto got = dissect<ether>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<ether>(), h);
}

INSTANTIATE_TEST_SUITE_P(Table, EtherHeader, testing::ValuesIn(headers),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- refusals ---------------------------------------------------------------------------------

TEST(Ether, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 14; ++n) {
    const bytes cut = bytes{frame}.first(n);
    const packet_error expected{fault::truncated, "Ether", 0, 14, n};
    EXPECT_EQ(dissect<ether>(cut).error(), expected) << n;
    const packet_view by_content = dissect(cut);
    if (n == 0) {
      EXPECT_EQ(by_content.count(), 0u);
      continue;
    }
    EXPECT_EQ(by_content.fault(), expected) << n;
    EXPECT_EQ(by_content.count(), 1u) << n;
    EXPECT_EQ(by_content.payload().size(), n);
  }
}

// IEEE 802.3 section 3.2.6: up to 1500 it is a length.
TEST(Ether, IsNoFrameWithALength) {
  auto with_length = frame;
  with_length[12] = 0x05;
  with_length[13] = 0xdc;  // 1500
  EXPECT_EQ(dissect<ether>(with_length).error(), (packet_error{fault::wrong_layer, "Ether", 0, 42, 42}));
  const packet_view v = dissect(with_length);
  EXPECT_FALSE(v.has<ether>());
  EXPECT_EQ(v.get<dot3>().len, 1500);
  EXPECT_FALSE(v.fault());

  with_length[13] = 0xdd;  // 1501
  EXPECT_TRUE(dissect<ether>(with_length));
  EXPECT_TRUE(dissect(with_length).has<ether>());
}

TEST(Ether, LeavesATypeThatNobodyKnowsAsOctets) {
  const auto wire = to_bytes(ether{.type = ether_type{0x88b5}} / "abc");
  const packet_view v = dissect(wire);
  EXPECT_EQ(v.count(), 2u);
  EXPECT_EQ(v.get<raw>(), raw{"abc"});
  EXPECT_FALSE(v.fault());
}

// Each refusal differs from the one acceptance in a single fact.
TEST(Ether, AnswersToTheSameType) {
  const auto request = ether{.dst = "00:00:00:00:00:0b", .src = "00:00:00:00:00:0a", .type = ether_type{0x88b5}} / "abc";
  const auto reply_of = [](ether_type type) {
    return ether{.dst = "00:00:00:00:00:0a", .src = "00:00:00:00:00:0b", .type = type} / "abc";
  };
  EXPECT_TRUE(answers(reply_of(ether_type{0x88b5}), request));
  EXPECT_FALSE(answers(reply_of(ether_type{0x88b6}), request));
}

// scapy.md 2.3: a bridge, or a router of several, may answer from an address that was not asked.
TEST(Ether, AnswersWhateverTheAddresses) {
  const auto request = ether{.dst = "00:00:00:00:00:0b", .src = "00:00:00:00:00:0a"} / "abc";
  EXPECT_TRUE(answers(ether{.dst = "00:00:00:00:00:0c", .src = "00:00:00:00:00:0d"} / "abc", request));
}

}  // namespace ether_test
}  // namespace packetry
