// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/packet_view.hpp>  // first: proves the header stands alone

#include <packetry/packet/serialize.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace packet_view_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::forward_iterator<layer_range<standard_catalog>::iterator>);
static_assert(std::is_nothrow_default_constructible_v<packet_view> && packet_view{}.count() == 0 && packet_view{}.octets().empty());
static_assert(sizeof(packet_view) <= 256, "an index is copied with every packet");

// --- a packet in a constant expression ----------------------------------------------------------------------------------

// Scapy 2.7.1rc1, scapy.md appendix A "Ether/Dot1Q/IP/UDP" (the payload is "hi"), and four octets of padding.
constexpr auto frame = "0200000000020200000000018100602a08004500001e000100004011f6cac0000201c000020200350035000a13036869 00010203"_hex;
// With the same ports in other words, so that nothing is taken for DNS: 7 and 9.
constexpr auto echo_frame = "0200000000020200000000018100602a08004500001e000100004011f6cac0000201c000020200070009000a135d6869 00010203"_hex;
constexpr packet_view view = dissect(echo_frame);

static_assert(view.count() == 6 && view.size() == 52 && view.octets().data() == echo_frame.data());
static_assert(view.has<ether>() && view.has<dot1q>() && view.has<ip>() && view.has<udp>() && view.has<raw>() && view.has<padding>());
static_assert(!view.has<tcp>() && !view.has<dns>());
static_assert(view.get<dot1q>().vlan == 42 && view.get<dot1q>().prio == 3);
static_assert(view.get<udp>() == udp{.sport = 7, .dport = 9, .len = 10, .chksum = 0x135d});
static_assert(view.view<ip>()->get<&ip::dst>() == "192.0.2.2" && view.find<ip>()->ttl == 64);
static_assert(!view.find<tcp>() && !view.view<tcp>() && !view.fault());
static_assert(view.get<raw>() == raw{"hi"} && view.get<padding>() == padding{{0, 1, 2, 3}});
static_assert(noexcept(view.has<ip>()) && noexcept(view.view<ip>()) && noexcept(view.fault()) && noexcept(view.layers()), "nothing is allocated");
static_assert(view.payload().size() == 2 && view.payload().data() == echo_frame.data() + 46);

// A block of a capture may be of any length. Here a head of 40 MiB, and what stands behind it.
TEST(PacketView, OfManyOctetsKnowsWhereItsLayersLie) {
  std::vector<std::uint8_t> wire = to_bytes(ip{.len = 0} / tcp{.sport = 80} / "HTTP/1.1 200 OK\r\nA: ");
  wire.resize(std::size_t{12} << 20, 'x');
  for (const char c : std::string_view{"\r\n\r\nbody"}) wire.push_back(static_cast<std::uint8_t>(c));
  const packet_view v = dissect(wire, link_type::ipv4);
  EXPECT_TRUE(v.has<http_response>());
  EXPECT_EQ(v.get<raw>(), raw{"body"});
}

TEST(PacketView, OfMoreOctetsThanItCountsIsRaw) {
  std::vector<std::uint8_t> wire = to_bytes(ip{.len = 0} / tcp{});
  wire.resize(std::size_t{1} << 24);
  const packet_view v = dissect(wire, link_type::ipv4);
  EXPECT_EQ(v.count(), 1u);
  EXPECT_EQ(v.payload().size(), wire.size());
  ASSERT_TRUE(v.fault());
  EXPECT_EQ(v.fault()->what, fault::too_long);
}

TEST(PacketView, TriesThePortsOfDns) {  // 53 on either side: ten octets are no message
  const packet_view v = dissect(frame);
  EXPECT_FALSE(v.has<dns>());
  EXPECT_EQ(v.payload().size(), 2u);
  EXPECT_EQ(v.fault(), (packet_error{.what = fault::truncated, .layer = "DNS", .offset = 46, .needed = 12, .available = 2}));
}

// --- all layers, whatever their type ------------------------------------------------------------------------------------

struct layer_row {
  std::string_view name;
  std::size_t offset, size, payload;
};
constexpr layer_row rows[] = {{"Ether", 0, 14, 38}, {"Dot1Q", 14, 4, 34}, {"IP", 18, 20, 10}, {"UDP", 38, 8, 2}, {"Raw", 46, 2, 0}, {"Padding", 48, 4, 0}};

TEST(Layers, AreAllThereIsOutermostFirst) {
  std::size_t i = 0;
  for (const layer_handle& l : view.layers()) {
    ASSERT_LT(i, std::size(rows));
    EXPECT_EQ(l.name(), rows[i].name);
    EXPECT_EQ(l.offset(), rows[i].offset) << l.name();
    EXPECT_EQ(listed(l.octets()), listed(bytes{echo_frame}.subspan(rows[i].offset, rows[i].size))) << l.name();
    EXPECT_EQ(listed(l.payload()), listed(bytes{echo_frame}.subspan(rows[i].offset + rows[i].size, rows[i].payload))) << l.name();
    EXPECT_EQ(l.index(), i);
    EXPECT_EQ(l.id(), view.slot(i).id());
    ++i;
  }
  EXPECT_EQ(i, std::size(rows));
  EXPECT_EQ(view.layers().size(), std::size(rows));
  EXPECT_EQ(view.layers()[3].name(), "UDP");
}

TEST(Layers, KnowTheirType) {
  const auto layers = view.layers();
  EXPECT_TRUE(layers[2].is<ip>());
  EXPECT_FALSE(layers[2].is<udp>());
  EXPECT_TRUE(layers[4].is<raw>());
  EXPECT_TRUE(layers[5].is<padding>());
}

TEST(Layers, AreVisitedAsWhatTheyAre) {
  std::string names;
  for (const layer_handle layer : view.layers())
    layer.visit([&]<class L>(const layer_view<L>& v) {
      EXPECT_EQ(v.begin(), view.octets().data() + layer.offset());
      EXPECT_EQ(v.octets().size(), layer.octets().size()) << L::name;
      names += std::string{L::name} + ' ';
    });
  EXPECT_EQ(names, "Ether Dot1Q IP UDP Raw Padding ");
}

TEST(Layers, OutliveTheViewTheyCameFrom) {  // a range-for keeps only what it iterates over
  std::string text;
  for (const auto& l : dissect(echo_frame).layers()) text += std::string{l.name()} + std::to_string(l.octets().size()) + " ";
  EXPECT_EQ(text, "Ether14 Dot1Q4 IP20 UDP8 Raw2 Padding4 ");
}

TEST(Layers, AreIteratedByAnyIterator) {
  const auto layers = view.layers();
  auto i = layers.begin();
  EXPECT_EQ((*i++).name(), "Ether");
  EXPECT_EQ((*i).name(), "Dot1Q");
  EXPECT_EQ(std::distance(layers.begin(), layers.end()), 6);
  EXPECT_EQ(layer_range<standard_catalog>::iterator{}, layer_range<standard_catalog>::iterator{});
}

TEST(Layers, BoundTheirPayloadsByTheirOwnLengths) {  // IP grants more than UDP takes
  const auto wire = to_bytes(ether{} / ip{.len = 20 + 8 + 3} / udp{.sport = 7, .dport = 9, .len = 9} / "abcd");
  const auto v = dissect(wire);
  const auto layers = v.layers();
  EXPECT_EQ(layers[0].payload().size(), wire.size() - 14);
  EXPECT_EQ(layers[1].payload().size(), 8u + 3);
  EXPECT_EQ(layers[2].payload().size(), 1u);
  EXPECT_EQ(v.payload().size(), 1u);
}

// --- one layer of several -------------------------------------------------------------------------------------------------

const auto nested_wire = to_bytes(ether{} / ip{.ttl = 1} / ip{.ttl = 2} / ip{.ttl = 3} / udp{.sport = 7, .dport = 9});
const packet_view nested = dissect(nested_wire);

TEST(Find, CountsFromOneOutermostFirst) {
  EXPECT_EQ(nested.find<ip>()->ttl, 1);
  for (std::uint8_t nth = 1; nth != 4; ++nth) {
    EXPECT_EQ(nested.find<ip>(nth)->ttl, nth);
    EXPECT_EQ(nested.get<ip>(nth).ttl, nth);
    EXPECT_EQ(nested.view<ip>(nth)->get<&ip::ttl>(), nth);
  }
  EXPECT_EQ(nested.find<ip>(4), std::nullopt);
  EXPECT_FALSE(nested.view<ip>(4));
  EXPECT_EQ(nested.find<ip>(0), std::nullopt);
  EXPECT_EQ(nested.find<udp>(2), std::nullopt);
}

TEST(Get, NamesTheLayerThatIsNotThere) {
  const auto message = [](auto ask) -> std::string {
    try {
      ask();
      return "no exception";
    } catch (const std::out_of_range& e) {
      return e.what();
    }
  };
  EXPECT_EQ(message([] { static_cast<void>(nested.get<tcp>()); }), "there is no TCP layer in this packet");
  EXPECT_EQ(message([] { static_cast<void>(nested.get<ip>(4)); }), "there is no IP layer in this packet");
  EXPECT_EQ(message([] { static_cast<void>(nested.get<raw>()); }), "there is no Raw layer in this packet");
}

TEST(View, LiesInThePacketsOctets) {
  const auto second = nested.view<ip>(2);
  ASSERT_TRUE(second);
  EXPECT_EQ(second->begin(), nested_wire.data() + 14 + 20);
  EXPECT_EQ(second->octets().size(), 20u);
  EXPECT_EQ(second->payload().size(), 20u + 8);
}

TEST(View, OfPaddingReachesTheEnd) {
  EXPECT_EQ(listed(view.view<padding>()->octets()), listed("00010203"_hex));
  EXPECT_EQ(listed(view.view<raw>()->octets()), listed("6869"_hex));
}

// --- what is left ---------------------------------------------------------------------------------------------------------

TEST(Payload, IsWhatNoLayerUnderstood) {
  EXPECT_EQ(listed(view.payload()), listed("6869"_hex));
  EXPECT_TRUE(nested.payload().empty());
  EXPECT_TRUE(dissect(bytes{}).payload().empty());
  EXPECT_EQ(dissect("010203"_hex).payload().size(), 3u);
}

// --- values -----------------------------------------------------------------------------------------------------------------

TEST(PacketView, IsCopied) {
  packet_view copy = view;
  EXPECT_EQ(copy.count(), 6u);
  EXPECT_EQ(copy.get<udp>(), view.get<udp>());
  copy = nested;
  EXPECT_EQ(copy.count(), 5u);
  EXPECT_EQ(copy.get<ip>(3).ttl, 3);
  const packet_view faulty = dissect(bytes{echo_frame}.first(40));
  copy = faulty;
  EXPECT_EQ(copy.fault(), faulty.fault());
  EXPECT_TRUE(copy.fault());
  copy = view;
  EXPECT_FALSE(copy.fault());
}

// --- a layer that has a prefix over some others -----------------------------------------------------------------------------

TEST(PacketView, ShowsALayerWithItsPrefix) {
  const auto wire = to_bytes(ether{} / ip{} / tcp{} / dns{.id = 7, .qd = {}});
  const packet_view v = dissect(wire);
  const auto d = v.view<dns>();
  ASSERT_TRUE(d);
  EXPECT_EQ(d->begin(), wire.data() + 54);
  EXPECT_EQ(d->base(), wire.data() + 56);
  EXPECT_EQ(d->get<&dns::length>(), 12);
  EXPECT_EQ(d->get<&dns::id>(), 7);
  EXPECT_EQ(v.layers()[3].octets().size(), 14u);
  EXPECT_EQ(dissect(to_bytes(ether{} / ip{} / udp{} / dns{.id = 7, .qd = {}})).get<dns>().length, computed<std::uint16_t>{});
}

}  // namespace packet_view_test
}  // namespace packetry
