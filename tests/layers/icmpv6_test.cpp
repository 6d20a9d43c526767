// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/icmpv6.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace packetry {
namespace icmpv6_test {

using test::operator""_hex;
using enum icmpv6_type;

constexpr ipv6 here{.src = "2001:db8::1", .dst = "2001:db8::2"};
constexpr ipv6 back{.src = "2001:db8::2", .dst = "2001:db8::1"};

static_assert(layer<icmpv6> && layer<icmpv6_unknown> && layer<mld_record>);
static_assert(wire_size(icmpv6{}) == 8 && wire_size(icmpv6{.type = router_advertisement}) == 16);
static_assert(wire_size(icmpv6{.type = neighbor_solicitation}) == 24 && wire_size(icmpv6{.type = redirect}) == 40);
static_assert(detail::binds<icmpv6, ipv6_error> && !detail::binds<icmpv6, ip_error>);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.7.1rc1: IPv6(src="2001:db8::1", dst="2001:db8::2") / ICMPv6EchoRequest(id=1, seq=2, data="xyz")
constexpr auto echo = here / icmpv6{.id = 1, .seq = 2, .data = "xyz"};
static_assert(to_array<echo>() ==
              "60000000000b3a4020010db800000000000000000000000120010db8000000000000000000000002 8000 31c8 0001 0002 78797a"_hex);

// Scapy 2.7.1rc1: IPv6(hlim=255) / ICMPv6ND_NS(tgt=...) / ICMPv6NDOptSrcLLAddr(lladdr="02:00:00:00:00:01")
constexpr auto solicitation = ipv6{.hlim = 255, .src = "2001:db8::1", .dst = "ff02::1:ff00:2"} /
                              icmpv6{.type = neighbor_solicitation,
                                     .tgt = "2001:db8::2",
                                     .options = {nd_opt::source_link_layer("02:00:00:00:00:01")}};
static_assert(to_array<solicitation>() ==
              "6000000000203aff20010db8000000000000000000000001ff0200000000000000000001ff000002"
              "8700 1c27 00000000 20010db8000000000000000000000002 0101020000000001"_hex);

// Scapy 2.7.1rc1: IPv6(src="fe80::1", dst="ff02::16", hlim=1) / IPv6ExtHdrHopByHop(options=RouterAlert()) /
//                 ICMPv6MLReport2(records=[ICMPv6MLDMultAddrRec(dst="ff02::fb")])
constexpr auto report_frame =
    "6000000000240001fe800000000000000000000000000001ff020000000000000000000000000016"
    "3a00050200000100 8f00 6f0f 0000 0001 04000000ff0200000000000000000000000000fb"_hex;

TEST(Icmpv6, ReportsListenersAsScapyDoes) {
  const auto report = ipv6{.hlim = 1, .src = "fe80::1", .dst = "ff02::16"} /
                      ipv6_hop_by_hop{.options = {ipv6_opt::router_alert()}} /
                      icmpv6{.type = mld2_report, .records = {mld_record{.dst = "ff02::fb"}}};
  const auto wire = to_bytes(report);
  EXPECT_EQ(std::vector<std::uint8_t>(report_frame.begin(), report_frame.end()), wire);
  const icmpv6 read = packet{wire, {.link = link_type::ipv6}}.get<icmpv6>();
  ASSERT_EQ(read.records.size(), 1u);
  EXPECT_EQ(read.records[0].dst, ipv6_address{"ff02::fb"});
  EXPECT_EQ(to_bytes(here / read).size(), 40u + 28u);
}

// --- every message survives the trip ----------------------------------------------------------

struct message_case {
  std::string_view name;
  icmpv6 message;
};

const message_case messages[] = {
    {"unreachable", {.type = dest_unreach, .code = 4, .length = 255, .unused = 0xffffff}},
    {"too_big", {.type = packet_too_big, .mtu = 0xffffffff}},
    {"time_exceeded", {.type = time_exceeded, .code = 1}},
    {"parameter_problem", {.type = parameter_problem, .ptr = 0xffffffff}},
    {"echo", {.id = 0xffff, .seq = 0xffff, .data = "data"}},
    {"query", {.type = mld_query, .mrd = 1, .reserved = 2, .mladdr = "ff02::1"}},
    {"query2", {.type = mld_query, .mrd = 1, .v2 = bytes{"02 7d 0000"_hex}}},
    {"query2_and_more", {.type = mld_query, .v2 = bytes{"0a 7d 0001 20010db8000000000000000000000009 beef"_hex}}},
    {"report", {.type = mld_report, .mladdr = "ff02::1"}},
    {"done", {.type = mld_done, .mladdr = "ff02::1"}},
    {"report2",
     {.type = mld2_report,
      .records = {mld_record{.rtype = mld_record_type::allow_new_sources, .dst = "ff02::1", .sources = {"::1", "::2"}},
                  mld_record{.dst = "ff02::2", .auxdata = bytes{"01020304"_hex}}}}},
    {"solicits_router", {.type = router_solicitation, .res = 0xffffffff}},
    {"advertises_router",
     {.type = router_advertisement, .chlim = 64, .M = 1, .O = 1, .H = 1, .prf = router_preference::low, .P = 1,
      .routerlifetime = 9000, .reachabletime = 1, .retranstimer = 2,
      .options = {nd_opt::mtu(1500), nd_opt::prefix("2001:db8::", 64), nd_opt::rdnss(600, {"2001:db8::53"})}}},
    {"solicits_neighbour", {.type = neighbor_solicitation, .tgt = "fe80::1"}},
    {"advertises_neighbour", {.type = neighbor_advertisement, .res = 0x1fffffff, .R = 0, .S = 1, .tgt = "fe80::1"}},
    {"redirects", {.type = redirect, .tgt = "fe80::1", .dst = "2001:db8::1"}},
    {"anything_else", {.type = icmpv6_type{200}, .msgbody = "whatever"}},
};

class Icmpv6Message : public testing::TestWithParam<message_case> {};

TEST_P(Icmpv6Message, RoundTrips) {
  const auto wire = to_bytes(GetParam().message);
  const auto got = dissect<icmpv6>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<icmpv6>().type, GetParam().message.type);
  EXPECT_EQ(to_bytes(got->get<icmpv6>()), wire);
}

// What is shorter than its type says is a message all the same, of no known shape; below 4 octets it is none.
TEST_P(Icmpv6Message, IsUnknownWhereItIsCut) {
  const auto whole = to_bytes(here / GetParam().message);
  for (std::size_t n = 1; n + 40 <= whole.size(); ++n) {
    const packet_view v = dissect(bytes{whole}.first(40 + n), link_type::ipv6);
    EXPECT_EQ(v.has<icmpv6>() || v.has<icmpv6_unknown>(), n >= 4) << n;
    EXPECT_EQ(v.octets().size(), 40 + n);
  }
}
INSTANTIATE_TEST_SUITE_P(Table, Icmpv6Message, testing::ValuesIn(messages), [](const auto& c) { return std::string{c.param.name}; });

// --- fields left empty ------------------------------------------------------------------------

TEST(Icmpv6, HasOtherDefaultsInOtherMessages) {
  EXPECT_EQ(to_bytes(icmpv6{.type = neighbor_advertisement})[4], 0xa0);  // R and O
  EXPECT_EQ(to_bytes(icmpv6{.type = router_advertisement})[5], 0x08);    // a high preference, and no O
  EXPECT_EQ(to_bytes(icmpv6{.type = mld_query})[4], 10000 >> 8);
  EXPECT_EQ(to_bytes(icmpv6{.type = mld_report})[4], 0);
}

TEST(NdOptions, AreFilledUpTo8Octets) {
  const nd_options options{nd_opt::other(200, "0102030405060708"_hex)};
  EXPECT_EQ(options.size(), 16u);
  EXPECT_EQ(options.begin()->data.size(), 14u);
}

TEST(NdOptions, ShowTheirFields) {
  const auto text = show_text(icmpv6{.type = router_advertisement, .options = {nd_opt::prefix("2001:db8::"), nd_opt::mtu()}});
  EXPECT_NE(text.find("     validlifetime= 0xffffffff\n     preferredlifetime= 0xffffffff\n     res2      = 0x0\n"), std::string::npos) << text;
}

TEST(NdOptions, LeaveWhatIsNotWholeToRaw) {
  const auto message = to_bytes(here / icmpv6{.type = router_solicitation, .options = {nd_opt::mtu()}} / "0100"_hex);
  const packet p{message, {.link = link_type::ipv6}};
  EXPECT_EQ(p.get<icmpv6>().options.size(), 8u);
  EXPECT_EQ(p.get<raw>().load.size(), 2u);
  ASSERT_TRUE(p.fault());
  EXPECT_EQ(p.fault()->what, fault::bad_length);
}

// --- who answers ------------------------------------------------------------------------------

TEST(Icmpv6, EchoesComeBackAsTheyWere) {
  const auto request = here / icmpv6{.id = 1, .seq = 2, .data = "abc"};
  const auto reply = [](std::uint16_t id, std::uint16_t seq, const char* data) {
    return back / icmpv6{.type = echo_reply, .id = id, .seq = seq, .data = data};
  };
  EXPECT_TRUE(answers(reply(1, 2, "abc"), request));
  EXPECT_FALSE(answers(reply(9, 2, "abc"), request));
  EXPECT_FALSE(answers(reply(1, 9, "abc"), request));
  EXPECT_FALSE(answers(reply(1, 2, "abd"), request));
  EXPECT_FALSE(answers(reply(1, 2, "abcd"), request));
  EXPECT_FALSE(answers(back / icmpv6{.id = 1, .seq = 2, .data = "abc"}, request));
}

TEST(Icmpv6, NeighboursAnswerForTheTarget) {
  const auto reply = [](const char* target) {
    return ipv6{.src = "fe80::2", .dst = "2001:db8::1"} / icmpv6{.type = neighbor_advertisement, .S = 1, .tgt = target};
  };
  EXPECT_TRUE(answers(reply("2001:db8::2"), solicitation));
  EXPECT_FALSE(answers(reply("2001:db8::3"), solicitation));
}

TEST(Icmpv6, RoutersAnswerTheAskerOrAll) {
  const auto request = ipv6{.src = "fe80::1", .dst = "ff02::2"} / icmpv6{.type = router_solicitation};
  const auto reply = [](const char* to) { return ipv6{.src = "fe80::9", .dst = to} / icmpv6{.type = router_advertisement}; };
  EXPECT_TRUE(answers(reply("fe80::1"), request));
  EXPECT_TRUE(answers(reply("ff02::1"), request));
  EXPECT_FALSE(answers(reply("fe80::3"), request));
}

}  // namespace icmpv6_test
}  // namespace packetry
