// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/raw.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace raw_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<raw>);
static_assert(layer<raw>);
static_assert(raw::name == "Raw");
static_assert(wire_size(raw{}) == 0);
static_assert(wire_size(raw{"abc"}) == 3);

// --- octets, text and what is made of them ----------------------------------------------------

constexpr auto of_octets = ip{} / "0001feff"_hex;
constexpr auto of_text = ip{} / "GET";
static_assert(std::is_same_v<decltype(of_octets), const stack<ip, raw>>);
static_assert(of_octets.get<raw>() == raw{bytes{"0001feff"_hex}});
static_assert(of_text.get<raw>() == raw{"GET"}, "text has no terminator on the wire");

constexpr raw shorter_than_nothing{};
static_assert(to_array<shorter_than_nothing>().empty());

constexpr auto anything = "00ff7f80"_hex;
static_assert(dissect<raw>(anything)->get<raw>() == raw{bytes{anything}});
static_assert(dissect<raw>(anything)->rest().empty());
static_assert(dissect<raw>(bytes{})->get<raw>() == raw{});

TEST(RawLayer, TakesWhateverHoldsOctetsOrText) {
  const std::vector<std::uint8_t> octets_of_abc = {'a', 'b', 'c'};
  for (const auto& p : {ip{} / std::string{"abc"}, ip{} / std::string_view{"abc"}, ip{} / octets_of_abc,
                        ip{} / bytes{octets_of_abc}, ip{} / octets{"abc"}, ip{} / raw{"abc"}})
    EXPECT_EQ(p.get<raw>(), raw{"abc"});
}

TEST(RawLayer, HoldsAsMuchAsAPacketHas) {
  const octets much = octets::filled(65'515, 0xa5);
  const packet p{ip{} / much};
  EXPECT_EQ(p.get<raw>().load, much);
}

// --- where it stands --------------------------------------------------------------------------

TEST(RawLayer, StandsAboveAnyLayerAndAboveItself) {
  EXPECT_EQ(to_bytes(ether{.type = ether_type{0x88b5}} / "a" / "b").size(), 16u);
  EXPECT_EQ(to_bytes(arp{} / "behind").size(), 34u);
}

TEST(RawLayer, IsThePayloadOfWhatWasUnderstood) {
  const packet p{ip{.proto = ip_protocol{253}} / "abc"};
  EXPECT_EQ(p.get<raw>(), raw{"abc"});
  EXPECT_EQ(octets{p.payload()}, octets{"abc"});
}

TEST(RawLayer, IsAbsentWhereThereIsNothing) {
  const packet p{ip{} / ""};
  EXPECT_FALSE(p.has<raw>());
  EXPECT_TRUE(p.payload().empty());
  EXPECT_THROW(static_cast<void>(p.get<raw>()), std::out_of_range);
}

TEST(RawLayer, IsAllOfAPacketWhoseLinkIsNotKnown) {
  const auto wire = to_bytes(ether{} / arp{});
  const packet_view v = dissect(wire, link_type{147});
  ASSERT_EQ(v.count(), 1u);
  EXPECT_EQ(v.payload().size(), 42u);
  EXPECT_FALSE(v.fault());
}

// scapy.md 2.17: octets answer octets, whatever they are.
TEST(RawLayer, AnswersAnything) {
  EXPECT_TRUE(answers(raw{"x"}, raw{"y"}));
  EXPECT_FALSE(answers(ip{} / "", ip{} / "y")) << "nothing answers nothing";
}

}  // namespace raw_test
}  // namespace packetry
