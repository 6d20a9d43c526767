// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/typed.hpp>  // first: proves the header stands alone

#include <packetry/packetry.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace typed_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

// --- one frame, in a constant expression --------------------------------------------------------------------------------

// Scapy 2.7.1rc1, scapy.md appendix A "UDP/DNS A query".
constexpr auto query =
    "4500003d000100004011f678c0000201c00002351388003500291d4500070100000100000000000003777777076578616d706c6503636f6d0000010001"_hex;
constexpr auto packet_of_query = dissect<ip, udp, dns>(query);

static_assert(packet_of_query && packet_of_query.has_value() && packet_of_query.error() == packet_error{});
static_assert(packet_of_query.get<ip>().dst == ipv4_address{192, 0, 2, 53} && packet_of_query->get<udp>().sport == 5000);
static_assert((*packet_of_query).view<dns>().get<&dns::id>() == 7);
static_assert(packet_of_query.rest().empty() && packet_of_query.size == 3);
static_assert(!dissect<ip, tcp>(query) && dissect<ip, tcp>(query).error().what == fault::wrong_layer);

TEST(Typed, ReadsInPlace) {
  const auto p = dissect<ip, udp, dns>(query);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ(p.view<udp>().begin(), query.data() + 20);
  EXPECT_EQ(p->view<dns>().octets().size(), query.size() - 28);
  std::size_t questions = 0;
  const auto list = p->view<dns>().qd();
  for (const auto& question : list) {
    EXPECT_EQ(question.qname(), domain_name{"www.example.com"});
    ++questions;
  }
  EXPECT_EQ(questions, 1u);
}

TEST(Typed, TakesLayersApartAndPutsThemTogether) {
  const auto p = dissect<ip, udp, dns>(query);
  const auto s = p.to_stack();
  static_assert(std::is_same_v<decltype(s), const stack<ip, udp, dns>>);
  EXPECT_EQ(s.get<udp>(), p.get<udp>());
  EXPECT_EQ(to_bytes(s), listed(query));
}

// --- all or nothing: every truncation, against the whole error --------------------------------------------------------------

TEST(Typed, RefusesEveryTruncation) {
  const auto frame = to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9} / "abc");
  for (std::size_t n = 0; n != 42; ++n) {
    const auto p = dissect<ether, ip, udp>(bytes{frame}.first(n));
    EXPECT_FALSE(p);
    packet_error expected{.what = fault::truncated};
    if (n < 14) {
      expected = {.what = fault::truncated, .layer = "Ether", .offset = 0, .needed = 14, .available = n};
    } else if (n < 34) {
      expected = {.what = fault::truncated, .layer = "IP", .offset = 14, .needed = 20, .available = n - 14};
    } else {
      expected = {.what = fault::truncated, .layer = "UDP", .offset = 34, .needed = 8, .available = n - 34};
    }
    EXPECT_EQ(p.error(), expected) << n;
  }
  EXPECT_TRUE((dissect<ether, ip, udp>(bytes{frame}.first(42))));
}

TEST(Typed, RefusesOptionsThatAreNotAllThere) {
  const auto segment = to_bytes(ip{} / tcp{.options = {tcp_opt::mss(1460)}});
  for (std::size_t n = 40; n != 44; ++n)
    EXPECT_EQ((dissect<ip, tcp>(bytes{segment}.first(n)).error()),
              (packet_error{.what = fault::truncated, .layer = "TCP", .offset = 20, .needed = 24, .available = n - 20}));
}

TEST(Typed, RefusesRecordsThatAreNotAllThere) {
  for (std::size_t n = 28 + 12; n != query.size(); ++n) {
    const auto p = dissect<ip, udp, dns>(bytes{query}.first(n));
    EXPECT_FALSE(p);
    EXPECT_EQ(p.error(), (packet_error{.what = fault::truncated, .layer = "DNS", .offset = 28, .needed = n - 28, .available = n - 28}));
  }
}

// --- the layers below say what is above --------------------------------------------------------------------------------------

struct refusal_case {
  std::string_view name;
  std::vector<std::uint8_t> wire;
  packet_error error;  ///< of dissect<ether, ip, udp>
};
const refusal_case refusals[] = {
    {"other_ether_type", to_bytes(ether{.type = ether_type::arp} / ip{} / udp{.sport = 7, .dport = 9}), {fault::wrong_layer, "IP", 14, 28, 28}},
    {"other_protocol", to_bytes(ether{} / ip{.proto = ip_protocol::tcp} / udp{.sport = 7, .dport = 9}), {fault::wrong_layer, "UDP", 34, 8, 8}},
    {"length_for_type", to_bytes(ether{.type = ether_type{28}} / ip{} / udp{.sport = 7, .dport = 9}), {fault::wrong_layer, "Ether", 0, 42, 42}},
    {"later_fragment", to_bytes(ether{} / ip{.frag = 1} / udp{.sport = 7, .dport = 9}), {fault::wrong_layer, "UDP", 34, 8, 8}},
    {"length_without_room", to_bytes(ether{} / ip{.len = 27} / udp{.sport = 7, .dport = 9}), {fault::truncated, "UDP", 34, 8, 7}},
};

class TypedRefusal : public testing::TestWithParam<refusal_case> {};

TEST_P(TypedRefusal, NamesTheLayer) {
  const auto p = dissect<ether, ip, udp>(GetParam().wire);
  EXPECT_FALSE(p);
  EXPECT_EQ(p.error(), GetParam().error);
}

INSTANTIATE_TEST_SUITE_P(Table, TypedRefusal, testing::ValuesIn(refusals), [](const auto& c) { return std::string{c.param.name}; });

TEST(Typed, TakesAnyNumberThatALayerIsKnownBy) {
  EXPECT_TRUE((dissect<ip, udp, dns>(to_bytes(ip{} / udp{.sport = 53, .dport = 9} / dns{}))));
  EXPECT_TRUE((dissect<ip, udp, dns>(to_bytes(ip{} / udp{.sport = 9, .dport = 5353} / dns{}))));
  EXPECT_EQ((dissect<ip, udp, dns>(to_bytes(ip{} / udp{.sport = 9, .dport = 9} / dns{})).error().what), fault::wrong_layer);
}

TEST(Typed, ReadsLayersThatNothingBinds) {  // as they were put together
  const auto wire = to_bytes(arp{} / unbound / tcp{.dport = 9});
  EXPECT_FALSE((dissect<arp, tcp>(wire)));  // but behind ARP all is padding
  EXPECT_EQ((dissect<udp, ip>(to_bytes(udp{} / unbound / ip{.ttl = 7})).get<ip>().ttl), 7);
}

// --- where it ends ------------------------------------------------------------------------------------------------------------

TEST(Rest, IsWhatNoLayerWasAskedFor) {
  auto frame = to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9} / "abc");
  frame.push_back('x');
  EXPECT_EQ(listed(dissect<ether, ip, udp>(frame).rest()), listed("616263 78"_hex));
  EXPECT_EQ(dissect<ether>(frame).rest().size(), frame.size() - 14);
  EXPECT_EQ(listed(dissect<ether, ip, udp, raw>(frame).rest()), listed("78"_hex));
  EXPECT_TRUE((dissect<ether, ip, udp, raw, padding>(frame).rest().empty()));
}

TEST(Rest, BeginsWhereItWentWrong) {
  const auto wire = to_bytes(ip{} / udp{.sport = 7, .dport = 9});
  EXPECT_EQ((dissect<ip, tcp>(wire).rest().size()), 8u);
}

TEST(RawAtTheEnd, IsBoundedByTheLengthsBelow) {
  auto frame = to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9, .len = 10} / "abc");
  frame.push_back('x');
  const auto p = dissect<ether, ip, udp, raw, padding>(frame);
  ASSERT_TRUE(p);
  EXPECT_EQ(p.get<raw>(), raw{"ab"});
  EXPECT_EQ(p.get<padding>(), padding{"cx"});
  EXPECT_EQ(to_bytes(p.to_stack()), frame);
}

TEST(RawAtTheEnd, MayBeEmpty) {
  const auto wire = to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9});
  const auto p = dissect<ether, ip, udp, raw, padding>(wire);
  ASSERT_TRUE(p);
  EXPECT_EQ(p.get<raw>(), raw{});
  EXPECT_EQ(p.get<padding>(), padding{});
}

TEST(RawAtTheEnd, TakesWhatAFragmentHolds) {
  EXPECT_EQ((dissect<ip, raw>(to_bytes(ip{.frag = 1, .proto = ip_protocol::udp} / "abc")).get<raw>()), raw{"abc"});
}

// --- several of one kind --------------------------------------------------------------------------------------------------------

TEST(Typed, CountsRepeatedLayersFromOne) {
  const auto wire = to_bytes(ip{.ttl = 1} / ip{.ttl = 2} / ip{.ttl = 3});
  const auto p = dissect<ip, ip, ip>(wire);
  ASSERT_TRUE(p);
  EXPECT_EQ(p.get<ip>().ttl, 1);
  EXPECT_EQ((p.get<ip, 2>().ttl), 2);
  EXPECT_EQ((p.view<ip, 3>().get<&ip::ttl>()), 3);
}

// --- a layer that has a prefix over some others ------------------------------------------------------------------------------------

TEST(Typed, ReadsAPrefixWhereThereIsOne) {
  const auto wire = to_bytes(tcp{} / dns{.id = 7});
  const auto p = dissect<tcp, dns>(wire);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ(p.get<dns>().length, 33);
  EXPECT_EQ(p.get<dns>().id, 7);
  EXPECT_EQ((dissect<udp, dns>(to_bytes(udp{} / dns{.id = 7})).get<dns>().length), computed<std::uint16_t>{});
  EXPECT_EQ(dissect<dns>(to_bytes(dns{.id = 7})).get<dns>().id, 7);
}

// --- no octets ------------------------------------------------------------------------------------------------------------------------

TEST(Typed, ReadsNothingFromNothing) {
  EXPECT_EQ(dissect<ip>(bytes{}).error(), (packet_error{.what = fault::truncated, .layer = "IP", .offset = 0, .needed = 20, .available = 0}));
  EXPECT_TRUE(dissect<raw>(bytes{}));
  EXPECT_EQ(dissect<raw>(bytes{}).get<raw>(), raw{});
}

}  // namespace typed_test
}  // namespace packetry
