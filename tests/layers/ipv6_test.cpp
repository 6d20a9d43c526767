// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/ipv6.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace layers_ipv6_test {

using test::operator""_hex;

// --- shape ------------------------------------------------------------------------------------

static_assert(std::is_aggregate_v<ipv6>);
static_assert(layer<ipv6> && layer<ipv6_error>);
static_assert(wire_size(ipv6{}) == 40);
static_assert(detail::binds<ether, ipv6> && detail::binds<ip, ipv6> && detail::binds<ipv6, ipv6> && detail::binds<ipv6, ip>);
static_assert(detail::binds<ipv6, tcp> && detail::binds<ipv6, udp> && detail::binds<ipv6, icmpv6>);
static_assert(!detail::binds<ipv6, icmp> && !detail::binds<ip, icmpv6> && !detail::binds<ip, ipv6_fragment>);

// --- one frame, both directions ---------------------------------------------------------------

// Scapy 2.7.1rc1: IPv6(src="2001:db8::1", dst="2001:db8::2") / UDP(sport=1, dport=2) / b"x"
constexpr auto frame =
    "6000 0000 0009 11 40"
    "20010db8000000000000000000000001 20010db8000000000000000000000002"
    "0001 0002 0009 2c64 78"_hex;

constexpr ipv6 here{.src = "2001:db8::1", .dst = "2001:db8::2"};
constexpr auto datagram = here / udp{.sport = 1, .dport = 2} / "x";

static_assert(to_array<datagram>() == frame);
static_assert(dissect<ipv6, udp>(frame)->get<ipv6>() ==
              ipv6{.plen = 9, .nh = next_header::udp, .src = "2001:db8::1", .dst = "2001:db8::2"});

constexpr auto alone = ipv6{};
static_assert(to_array<alone>()[6] == 59 && to_array<alone>()[7] == 64 && to_array<alone>()[39] == 1, "scapy.md 2.9");

// --- any header survives the trip -------------------------------------------------------------

struct header_case {
  std::string_view name;
  ipv6 header;
};
constexpr header_case headers[] = {
    {"zeros", {.version = 0, .plen = 0, .nh = next_header{0}, .hlim = 0, .src = "::", .dst = "::"}},
    {"version_alone", {.version = 15, .plen = 0, .nh = next_header{0}, .hlim = 0, .src = "::", .dst = "::"}},
    {"traffic_class_alone", {.version = 0, .tc = 255, .plen = 0, .nh = next_header{0}, .hlim = 0, .src = "::", .dst = "::"}},
    {"flow_alone", {.version = 0, .fl = 0xfffff, .plen = 0, .nh = next_header{0}, .hlim = 0, .src = "::", .dst = "::"}},
    {"length_alone", {.version = 0, .plen = 0xffff, .nh = next_header{0}, .hlim = 0, .src = "::", .dst = "::"}},
};

class Ipv6Header : public testing::TestWithParam<header_case> {};

TEST_P(Ipv6Header, RoundTrips) {
  const auto wire = to_bytes(GetParam().header);
  const auto got = dissect<ipv6>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<ipv6>(), GetParam().header);
}
INSTANTIATE_TEST_SUITE_P(Table, Ipv6Header, testing::ValuesIn(headers), [](const auto& c) { return std::string{c.param.name}; });

TEST(Ipv6, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 40; ++n)
    EXPECT_EQ(dissect<ipv6>(bytes{frame}.first(n)).error(), (packet_error{fault::truncated, "IPv6", 0, 40, n})) << n;
}

TEST(Ipv6, RefusesAFlowOf21Bits) {
  std::array<std::uint8_t, 64> out{};
  EXPECT_TRUE(serialize_to(ipv6{.fl = 0xfffff}, out));
  EXPECT_EQ(serialize_to(ipv6{.fl = 0x100000}, out).error(), (packet_error{fault::too_long, "IPv6", 0, 0, 0}));
}

// --- lengths ----------------------------------------------------------------------------------

TEST(Ipv6, LeavesWhatIsBehindItsLengthAsPadding) {
  const packet p{ether{} / here / udp{} / "abc" / padding{"pad"}};
  EXPECT_EQ(p.get<raw>(), raw{"abc"});
  EXPECT_EQ(p.get<padding>(), padding{"pad"});
}

// SCHEMA 6.2: 0 octets, unless a jumbo option says otherwise.
TEST(Ipv6, TakesALengthOf0AsItIs) {
  ipv6 empty = here;
  empty.plen = 0;
  EXPECT_EQ(packet{empty / udp{} / "abc"}.get<padding>().load.size(), 11u);
}

constexpr auto jumbo_option = ipv6_hop_by_hop{.options = {ipv6_opt::jumbo(16)}};

TEST(Ipv6, TakesTheLengthOfAJumboOption) {
  ipv6 empty = here;
  empty.plen = 0;
  const packet p{empty / jumbo_option / udp{.sport = 1, .dport = 2} / padding{"pad"}};
  EXPECT_TRUE(p.has<udp>());
  EXPECT_EQ(p.get<padding>(), padding{"pad"});
}

TEST(Ipv6, AsksNoJumboOptionWhereTheLengthIsNot0) {
  ipv6 short_one = here;
  short_one.plen = 8;
  const packet p{short_one / jumbo_option / udp{.sport = 1, .dport = 2}};
  EXPECT_FALSE(p.has<udp>());
  EXPECT_EQ(p.get<padding>().load.size(), 8u);
}

TEST(Ipv6, SendsALengthOf0WithAJumboPayloadOnly) {
  const octets large = octets::filled(70000, 'x');
  const auto jumbo = to_bytes(here / ipv6_hop_by_hop{.options = {ipv6_opt::jumbo(70008)}} / large);
  EXPECT_EQ(jumbo[4] << 8 | jumbo[5], 0);
  const packet p{jumbo, {.link = link_type::ipv6}};
  EXPECT_EQ(p.payload().size(), 70000u);
  EXPECT_THROW((void)to_bytes(here / large), packet_failure);
}

// --- the checksum of what is above ------------------------------------------------------------

TEST(Ipv6, IsInTheSumOfTcpUdpAndIcmp) {
  for (const packet& p : {packet{here / udp{} / "odd"}, packet{here / tcp{} / "even"}, packet{here / icmpv6{}}}) {
    EXPECT_TRUE(verify(p.view()).empty());
    packet other = p;
    other.edit<ipv6>([](ipv6& h) { h.dst = "2001:db8::3"; });
    ASSERT_EQ(verify(other.view()).size(), 1u);
    other.recompute();
    EXPECT_TRUE(verify(other.view()).empty());
  }
}

// scapy.md, appendix A: a computed 0 is sent as ffff.
TEST(Ipv6, SendsNoUdpChecksumOf0) {
  const auto wire = to_bytes(here / udp{.sport = 1, .dport = 2} / "a462"_hex);
  EXPECT_EQ(wire[46] << 8 | wire[47], 0xffff);
}

// --- links ------------------------------------------------------------------------------------

TEST(Ipv6, IsToldFromIpv4WhereNothingIsBelow) {
  for (const link_type link : {link_type::raw_ip, link_type::raw_ip_bsd, link_type::raw_ip_openbsd}) {
    EXPECT_TRUE(dissect(frame, link).has<ipv6>());
    auto other = frame;
    other[0] = 0x70;
    EXPECT_FALSE(dissect(other, link).has<ipv6>());
    EXPECT_TRUE(dissect(to_bytes(ip{}), link).has<ip>());
    EXPECT_EQ(dissect(bytes{}, link).count(), 0u);
  }
}

// --- who answers ------------------------------------------------------------------------------

constexpr ipv6 back{.src = "2001:db8::2", .dst = "2001:db8::1"};

TEST(Ipv6, IsAnsweredByWhomItWentTo) {
  const auto request = here / udp{.sport = 1, .dport = 2};
  EXPECT_TRUE(answers(back / udp{.sport = 2, .dport = 1}, request));
  EXPECT_FALSE(answers(ipv6{.src = "2001:db8::3", .dst = "2001:db8::1"} / udp{.sport = 2, .dport = 1}, request));
  EXPECT_FALSE(answers(ipv6{.src = "2001:db8::2", .dst = "2001:db8::3"} / udp{.sport = 2, .dport = 1}, request));
}

TEST(Ipv6, IsAnsweredByTheSameProtocol) {
  ipv6 asks = here, says = back;
  asks.nh = next_header{253};
  says.nh = next_header{253};
  EXPECT_TRUE(answers(says / "r", asks / "q"));
  says.nh = next_header{254};
  EXPECT_FALSE(answers(says / "r", asks / "q"));
}

TEST(Ipv6, IsAnsweredWhateverExtensionHeaders) {
  const auto request = here / ipv6_hop_by_hop{} / udp{.sport = 1, .dport = 2};
  EXPECT_TRUE(answers(back / udp{.sport = 2, .dport = 1}, request));
  EXPECT_TRUE(answers(back / ipv6_fragment{} / udp{.sport = 2, .dport = 1}, request));
  EXPECT_FALSE(answers(back / ipv6_fragment{} / udp{.sport = 2, .dport = 3}, request));
}

TEST(Ipv6, IsReportedByAnErrorThatQuotesIt) {
  const auto request = here / udp{.sport = 1, .dport = 2};
  const ipv6 router{.src = "2001:db8::9", .dst = "2001:db8::1"};
  const auto error = [&](const char* to, std::uint16_t port) {
    return router / icmpv6{.type = icmpv6_type::time_exceeded} / ipv6_error{.src = "2001:db8::1", .dst = to} /
           udp_error{.sport = 1, .dport = port};
  };
  EXPECT_TRUE(answers(error("2001:db8::2", 2), request));
  EXPECT_FALSE(answers(error("2001:db8::3", 2), request));
  EXPECT_FALSE(answers(error("2001:db8::2", 3), request));
}

}  // namespace layers_ipv6_test
}  // namespace packetry
