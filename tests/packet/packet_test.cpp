// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/packet.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace packetry {
namespace packet_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

std::string names(const packet& p) {
  std::string text;
  for (const auto& l : p.layers()) text += (text.empty() ? "" : "/") + std::string{l.name()};
  return text;
}

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(!std::is_convertible_v<std::vector<std::uint8_t>, packet> && !std::is_convertible_v<bytes, packet>, "octets become a packet on demand");
static_assert(!std::is_convertible_v<stack<ip, udp>, packet>, "and a stack too: it is serialized");
static_assert(std::is_convertible_v<const packet&, packet_view>, "a packet is read wherever a view is");
static_assert(std::is_nothrow_move_constructible_v<packet>);

// --- from octets ------------------------------------------------------------------------------------------------------------

const auto wire = to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9} / "abc");

TEST(PacketFromOctets, OwnsThem) {
  auto octets = wire;
  const packet p{bytes{octets}};
  octets.assign(octets.size(), 0);
  EXPECT_EQ(names(p), "Ether/IP/UDP/Raw");
  EXPECT_EQ(listed(p.octets()), wire);
  EXPECT_EQ(p.size(), wire.size());
  EXPECT_EQ(p.get<udp>().dport, 9);
  EXPECT_EQ(p.find<tcp>(), std::nullopt);
  EXPECT_TRUE(p.has<ip>());
  EXPECT_EQ(listed(p.payload()), listed("616263"_hex));
  EXPECT_FALSE(p.fault());
}

TEST(PacketFromOctets, TakesThemOver) {
  auto octets = wire;
  const std::uint8_t* const there = octets.data();
  const packet p{std::move(octets)};
  EXPECT_EQ(p.octets().data(), there);
}

TEST(PacketFromOctets, BeginsAsItsLinkTypeSays) {
  const auto datagram = to_bytes(ip{} / udp{.sport = 7, .dport = 9});
  EXPECT_EQ(names(packet{datagram, {.link = link_type::raw_ip}}), "IP/UDP");
  EXPECT_EQ(packet(datagram, {.link = link_type::raw_ip}).link(), link_type::raw_ip);
  EXPECT_EQ(names(packet{datagram}), "Dot3/Padding");  // no frame, but octets 12 and 13 are a length, 0
  EXPECT_EQ(packet{datagram}.link(), link_type::ethernet);
  EXPECT_EQ(names(packet{datagram, {.link = link_type{9999}}}), "Raw");
}

TEST(PacketFromOctets, BeginsWithALayerThatOneNames) {
  const auto segment = to_bytes(udp{.sport = 7, .dport = 9} / "abc");
  const packet p = packet::starting_with<udp>(segment);
  EXPECT_EQ(names(p), "UDP/Raw");
  EXPECT_EQ(p.get<udp>().dport, 9);
}

TEST(PacketFromOctets, KnowsWhenAndHowLong) {
  constexpr timestamp when{.seconds = 7, .nanoseconds = 5};
  const packet p{wire, {.link = link_type::ethernet, .time = when, .wire_length = 1500}};
  EXPECT_EQ(p.time(), when);
  EXPECT_EQ(p.wire_length(), 1500u);
  EXPECT_EQ(p.size(), wire.size());
  EXPECT_EQ(p.info().wire_length, 1500u);
  EXPECT_EQ(packet{wire}.wire_length(), wire.size());  // as many as there are
}

TEST(PacketFromOctets, KeepsWhatIsWrongWithThem) {
  const packet p{bytes{wire}.first(40)};
  EXPECT_EQ(p.fault(), (packet_error{.what = fault::truncated, .layer = "UDP", .offset = 34, .needed = 8, .available = 6}));
  EXPECT_EQ(listed(p.payload()), listed(bytes{wire}.subspan(34, 6)));
}

TEST(PacketFromOctets, MayHaveNone) {
  for (const packet& p : {packet{}, packet{bytes{}}, packet{std::vector<std::uint8_t>{}}}) {
    EXPECT_EQ(p.size(), 0u);
    EXPECT_EQ(p.layers().size(), 0u);
    EXPECT_FALSE(p.fault());
    EXPECT_TRUE(p.payload().empty());
    EXPECT_THROW(static_cast<void>(p.get<ip>()), std::out_of_range);
  }
}

// --- from a stack -----------------------------------------------------------------------------------------------------------

TEST(PacketFromStack, IsWhatWouldBeSent) {
  const packet p{ether{} / ip{} / udp{.sport = 7, .dport = 9} / "abc"};
  EXPECT_EQ(listed(p.octets()), wire);
  EXPECT_EQ(p, packet{wire});
  EXPECT_EQ(p.get<ip>().len, 31);  // computed, and read back
}

struct first_case {
  std::string_view name;
  packet made;
  std::string_view names;
  link_type link;
};
const first_case firsts[] = {
    {"ethernet", packet{ether{} / arp{}}, "Ether/ARP", link_type::ethernet},
    {"network", packet{ip{} / udp{.sport = 7, .dport = 9}}, "IP/UDP", link_type::raw_ip},
    {"transport", packet{udp{.sport = 7, .dport = 9} / "x"}, "UDP/Raw", link_type::ethernet},  // of no link: that of the default
    {"one_layer", packet{ip{}}, "IP", link_type::raw_ip},
    {"octets", packet{raw{"abc"}}, "Raw", link_type::ethernet},
    {"unbound", packet{arp{} / unbound / tcp{}}, "ARP/Padding", link_type::ethernet},
};

class PacketFirst : public testing::TestWithParam<first_case> {};

TEST_P(PacketFirst, IsTheStacksOutermostLayer) {
  EXPECT_EQ(names(GetParam().made), GetParam().names);
  EXPECT_EQ(GetParam().made.link(), GetParam().link);
}

INSTANTIATE_TEST_SUITE_P(Table, PacketFirst, testing::ValuesIn(firsts), [](const auto& c) { return std::string{c.param.name}; });

TEST(PacketFromStack, RefusesWhatDoesNotFit) { EXPECT_THROW((packet{ip{.version = 16} / udp{}}), packet_failure); }

// --- values -----------------------------------------------------------------------------------------------------------------

TEST(Packet, IsCopiedWithItsIndex) {
  const packet p{wire};
  packet copy = p;
  EXPECT_EQ(copy, p);
  EXPECT_NE(copy.octets().data(), p.octets().data());
  EXPECT_EQ(names(copy), "Ether/IP/UDP/Raw");
  copy = packet{to_bytes(ether{} / arp{})};
  EXPECT_EQ(names(copy), "Ether/ARP");
  EXPECT_EQ(names(p), "Ether/IP/UDP/Raw");
}

TEST(Packet, IsMovedWithItsOctets) {
  packet p{wire, {.link = link_type::ethernet, .time = timestamp{.seconds = 7}, .wire_length = 99}};
  const std::uint8_t* const there = p.octets().data();
  packet moved = std::move(p);
  EXPECT_EQ(moved.octets().data(), there);
  EXPECT_EQ(names(moved), "Ether/IP/UDP/Raw");
  EXPECT_EQ(moved.wire_length(), 99u);
  packet assigned;
  assigned = std::move(moved);
  EXPECT_EQ(assigned.octets().data(), there);
  EXPECT_EQ(names(assigned), "Ether/IP/UDP/Raw");
  EXPECT_EQ(assigned.time(), timestamp{.seconds = 7});
}

TEST(Packet, IsEmptyWhenItWasMovedFrom) {
  packet p{wire};
  const packet moved = std::move(p);
  EXPECT_EQ(p.size(), 0u);             // NOLINT(bugprone-use-after-move): that is what is tested
  EXPECT_EQ(p.layers().size(), 0u);    // and not where layers lay in octets that are gone
  EXPECT_FALSE(p.has<ip>());
  EXPECT_TRUE(p.payload().empty());
}

TEST(Packet, EqualsByOctetsAndFirstLayer) {
  EXPECT_EQ(packet{wire}, packet{wire});
  auto other = wire;
  other.back() ^= 1;
  EXPECT_NE(packet{wire}, packet{other});
  EXPECT_NE(packet(wire, {.link = link_type::raw_ip}), packet{wire});
  EXPECT_EQ(packet(wire, {.time = timestamp{.seconds = 7}}), packet{wire});  // when is not what
}

// --- layers -------------------------------------------------------------------------------------------------------------------

packet received() { return packet{wire}; }

TEST(Packet, ShowsTheLayersOfATemporary) {  // of which only where they lie outlives it
  std::string text;
  for (const auto& l : received().layers()) text += std::string{l.name()} + std::to_string(l.offset()) + " ";
  EXPECT_EQ(text, "Ether0 IP14 UDP34 Raw42 ");
}

TEST(Packet, IsReadAsAView) {
  const packet p{wire};
  const packet_view v = p;
  EXPECT_EQ(v.octets().data(), p.octets().data());
  EXPECT_EQ(v.get<udp>(), p.get<udp>());
  EXPECT_EQ(p.view().count(), 4u);
}

}  // namespace packet_test
}  // namespace packetry
