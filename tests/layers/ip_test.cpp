// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/ip.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace ip_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<ip>);
static_assert(layer<ip>);
static_assert(wire_size(ip{}) == 20);
static_assert(ip::name == "IP" && ip::title == "IP");
static_assert(detail::binds<ip, icmp>);
static_assert(detail::binds<ip, tcp>);
static_assert(detail::binds<ip, udp>);
static_assert(detail::binds<ip, ip>);
static_assert(!detail::binds<ip, arp>);
static_assert(!detail::binds<ip, udp_error>, "quoted layers stand in a quoted packet only");

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.7.1rc1: IP(src="192.0.2.1", dst="192.0.2.2") / ICMP(id=1, seq=2) / b"abc"
constexpr auto echo_octets =
    "4500001f000100004001f6d9c0000201c0000202"
    "0800339a00010002616263"_hex;

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};
constexpr auto echo = here / icmp{.id = 1, .seq = 2} / "abc";

static_assert(to_array<echo>() == echo_octets);
static_assert(dissect<ip>(echo_octets)->get<ip>() == ip{.version = 4,
                                                        .ihl = 5,
                                                        .tos = 0,
                                                        .len = 31,
                                                        .id = 1,
                                                        .flags = {},
                                                        .frag = 0,
                                                        .ttl = 64,
                                                        .proto = ip_protocol::icmp,
                                                        .chksum = 0xf6d9,
                                                        .src = "192.0.2.1",
                                                        .dst = "192.0.2.2"});
static_assert(checksum(bytes{echo_octets}.first(20)) == 0, "RFC 1071: over a header with its own checksum");

// Scapy 2.7.1rc1: IP(src="192.0.2.1", dst="192.0.2.2", options=[IPOption_RR(routers=["0.0.0.0"] * 3)]) / UDP()
constexpr auto recorded_octets =
    "4900002c000100004011e7adc0000201c0000202070f04000000000000000000000000000035003500087b70"_hex;

constexpr auto recorded = ip{.src = "192.0.2.1", .dst = "192.0.2.2", .options = {ip_opt::rr({{}, {}, {}})}} / udp{};

static_assert(to_array<recorded>() == recorded_octets);
static_assert(dissect<ip>(recorded_octets)->get<ip>().options == ip_options{"070f04000000000000000000000000 00"_hex},
              "with the octet that fills the last word");
static_assert(dissect<ip>(recorded_octets)->get<ip>().ihl == 9);

// --- what is sent for empty fields ------------------------------------------------------------

// scapy.md 2.8: id 1, 64 hops, protocol 0, to 127.0.0.1.
constexpr ip alone{};
static_assert(to_array<alone>() == "45000014 00010000 4000fbe8 00000000 7f000001"_hex);

template <class Upper>
constexpr std::uint8_t protocol_below(const Upper& upper) {
  std::array<std::uint8_t, 128> wire{};
  static_cast<void>(serialize_to(ip{} / upper, wire).value());
  return wire[9];
}
static_assert(protocol_below(icmp{}) == 1);
static_assert(protocol_below(ip{}) == 4);
static_assert(protocol_below(tcp{}) == 6);
static_assert(protocol_below(udp{}) == 17);
static_assert(protocol_below("01"_hex) == 0);

constexpr auto all_wrong = ip{.ihl = 15, .len = 1, .proto = ip_protocol::tcp, .chksum = 0xbeef} / udp{};
static_assert(to_array<all_wrong>()[0] == 0x4f && to_array<all_wrong>()[3] == 1 && to_array<all_wrong>()[9] == 6 &&
                  to_array<all_wrong>()[10] == 0xbe && to_array<all_wrong>()[11] == 0xef,
              "what was set is sent, right or wrong");

TEST(Ip, RefusesToSendMoreThanItsLengthHolds) {
  EXPECT_EQ(to_bytes(here / octets::filled(65'515, 0)).size(), 65'535u);
  std::vector<std::uint8_t> out(70'000);
  EXPECT_EQ(serialize_to(ether{} / here / octets::filled(65'516, 0), out).error(), (packet_error{fault::too_long, "IP", 14, 0, 0}));
}

// --- any header survives the trip, sane or not ------------------------------------------------

struct header_case {
  std::string_view name;
  ip header;
};

const header_case headers[] = {
    {"zeros",
     {.version = 0,
      .ihl = 5,
      .tos = 0,
      .len = 0,
      .id = 0,
      .flags = {},
      .frag = 0,
      .ttl = 0,
      .proto = ip_protocol{0},
      .chksum = 0,
      .src = "0.0.0.0",
      .dst = "0.0.0.0"}},
    {"ones",
     {.version = 15,
      .ihl = 5,
      .tos = 255,
      .len = 65535,
      .id = 65535,
      .flags = "MF+DF+evil",
      .frag = 8191,
      .ttl = 255,
      .proto = ip_protocol{255},
      .chksum = 0xffff,
      .src = "255.255.255.255",
      .dst = "255.255.255.255"}},
    {"header_of_no_words",
     {.version = 4, .ihl = 0, .len = 20, .proto = ip_protocol::udp, .chksum = 1, .src = "192.0.2.1", .dst = "192.0.2.2"}},
    {"header_of_four_words",
     {.version = 4, .ihl = 4, .len = 20, .proto = ip_protocol::udp, .chksum = 1, .src = "192.0.2.1", .dst = "192.0.2.2"}},
    {"length_below_the_header",
     {.version = 6, .ihl = 5, .len = 19, .proto = ip_protocol::tcp, .chksum = 1, .src = "192.0.2.1", .dst = "192.0.2.2"}},
    {"forty_octets_of_options",
     {.ihl = 15,
      .len = 60,
      .proto = ip_protocol::tcp,
      .chksum = 1,
      .src = "192.0.2.1",
      .dst = "192.0.2.2",
      .options = {ip_opt::lsrr(
                      {"1.2.3.4", "2.3.4.5", "3.4.5.6", "4.5.6.7", "5.6.7.8", "6.7.8.9", "7.8.9.0", "8.9.0.1", "9.0.1.2"}),
                  ip_opt::nop()}}},
};

class IpHeader : public testing::TestWithParam<header_case> {};

TEST_P(IpHeader, RoundTrips) {
  const ip& h = GetParam().header;
  const auto wire = to_bytes(h);
  const auto got = dissect<ip>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<ip>(), h);
}

INSTANTIATE_TEST_SUITE_P(Table, IpHeader, testing::ValuesIn(headers),
                         [](const auto& c) { return std::string{c.param.name}; });

struct wide_case {
  std::string_view name;
  ip header;
};

const wide_case too_wide[] = {
    {"version", {.version = 16}},
    {"header_length", {.ihl = 16}},
    {"flags", {.flags = std::uint8_t{8}}},
    {"fragment_offset", {.frag = 8192}},
};

class IpTooWide : public testing::TestWithParam<wide_case> {};

TEST_P(IpTooWide, IsRefusedAndNotCut) {
  std::array<std::uint8_t, 64> out{};
  EXPECT_EQ(serialize_to(GetParam().header, out).error(), (packet_error{fault::too_long, "IP", 0, 0, 0}));
}

INSTANTIATE_TEST_SUITE_P(Table, IpTooWide, testing::ValuesIn(too_wide),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- options (RFC 791 section 3.1; router alert: RFC 2113) --------------------------------------

struct option_case {
  std::string_view name;
  ip_options options;
  std::vector<std::uint8_t> wire;  ///< with the zeros that fill the last word
  std::vector<std::uint8_t> first_octets;  ///< of each option as it is read
};

template <class Hex>
std::vector<std::uint8_t> list(const Hex& hex) {
  return {hex.begin(), hex.end()};
}

const option_case options[] = {
    {"none", {}, {}, {}},
    {"end", {ip_opt::eol()}, list("00000000"_hex), {0, 0, 0, 0}},
    {"no_operation", {ip_opt::nop()}, list("01000000"_hex), {1, 0, 0, 0}},
    {"record_route", {ip_opt::rr({"1.2.3.4"})}, list("07070401020304 00"_hex), {0x07, 0}},
    {"loose_route", {ip_opt::lsrr({"1.2.3.4"}, 8)}, list("83070801020304 00"_hex), {0x83, 0}},
    {"strict_route", {ip_opt::nop(), ip_opt::ssrr({"1.2.3.4"})}, list("01 89070401020304"_hex), {1, 0x89}},
    {"timestamp", {ip_opt::timestamp(0x01020304)}, list("4408090001020304"_hex), {0x44}},
    {"router_alert", {ip_opt::router_alert()}, list("94040000"_hex), {0x94}},
    {"security",
     {ip_opt::other(0x82, "0001000200030405 06"_hex)},
     list("820b000100020003040506 00"_hex),
     {0x82, 0}},  // RFC 791: 11 octets
    {"stream", {ip_opt::other(0x88, "0007"_hex)}, list("88040007"_hex), {0x88}},
    {"one_nobody_knows", {ip_opt::other(0xde, "adbe"_hex)}, list("de04adbe"_hex), {0xde}},
    {"one_of_no_data", {ip_opt::other(0x99, {})}, list("9902 0000"_hex), {0x99, 0, 0}},
    {"several",
     {ip_opt::router_alert(), ip_opt::rr({{}, {}}), ip_opt::nop(), ip_opt::eol()},
     list("94040000 070b04 0000000000000000 01 00 000000"_hex),
     {0x94, 0x07, 1, 0, 0, 0, 0}},
};

class IpHeaderOption : public testing::TestWithParam<option_case> {};

TEST_P(IpHeaderOption, FillsWholeWordsAndIsReadAgain) {
  ip h = here;
  h.options = GetParam().options;
  const auto wire = to_bytes(h / "above");
  EXPECT_EQ((std::vector<std::uint8_t>{wire.begin() + 20, wire.end() - 5}), GetParam().wire);
  EXPECT_EQ(wire[0], 0x45 + GetParam().wire.size() / 4);
  EXPECT_EQ(checksum(bytes{wire}.first(wire.size() - 5)), 0);

  const auto got = dissect<ip, raw>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<raw>(), raw{"above"});
  std::vector<std::uint8_t> kinds;
  for (const auto& o : got->get<ip>().options) kinds.push_back(static_cast<std::uint8_t>(o.kind));
  EXPECT_EQ(kinds, GetParam().first_octets);
}

INSTANTIATE_TEST_SUITE_P(Table, IpHeaderOption, testing::ValuesIn(options),
                         [](const auto& c) { return std::string{c.param.name}; });

struct malformed_case {
  std::string_view name;
  std::vector<std::uint8_t> wire;
  std::size_t data;  ///< octets of the first option's
};

const malformed_case malformed[] = {
    {"length_0", list("9400 0000"_hex), 0},
    {"length_1", list("9401 0000"_hex), 0},
    {"length_beyond_the_header", list("9405 0000"_hex), 2},
    {"no_length", list("01010194"_hex), 0},
};

class IpMalformedHeaderOption : public testing::TestWithParam<malformed_case> {};

TEST_P(IpMalformedHeaderOption, StaysAsItWas) {
  const auto& wire = GetParam().wire;
  ip h = here;
  h.options = bytes{wire};
  const auto sent = to_bytes(h);
  const auto got = dissect<ip>(sent);
  ASSERT_TRUE(got) << to_string(got.error());
  const ip_options found = got->get<ip>().options;
  EXPECT_EQ(found, ip_options{bytes{wire}});
  for (const auto& o : found) {
    if (o.single) continue;
    EXPECT_FALSE(o.whole);
    EXPECT_EQ(o.data.size(), GetParam().data);
    break;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, IpMalformedHeaderOption, testing::ValuesIn(malformed),
                         [](const auto& c) { return std::string{c.param.name}; });

// RFC 791 section 3.1: a routed packet ends at the route's last address, which its receiver checks the segment with.
TEST(Ip, GivesTheLastHopOfASourceRouteToTheChecksumAbove) {
  const auto checksum_to = [](const ip& h) {
    return dissect<ip, udp>(to_bytes(h / udp{.sport = 1, .dport = 2})).get<udp>().chksum;
  };
  const auto there = checksum_to({.src = "192.0.2.1", .dst = "9.8.7.6"});
  EXPECT_EQ(checksum_to({.src = "192.0.2.1", .dst = "192.0.2.2", .options = {ip_opt::lsrr({"1.2.3.4", "9.8.7.6"})}}), there);
  EXPECT_EQ(checksum_to({.src = "192.0.2.1", .dst = "192.0.2.2", .options = {ip_opt::ssrr({"9.8.7.6"})}}), there);
  EXPECT_NE(checksum_to({.src = "192.0.2.1", .dst = "192.0.2.2", .options = {ip_opt::rr({"9.8.7.6"})}}), there);
}

// --- what lies above --------------------------------------------------------------------------

/// A datagram of 28 octets whose length field is `claimed`.
packet with_length(std::uint16_t claimed) {
  ip h = here;
  h.len = claimed;
  h.proto = ip_protocol{0xfd};
  return packet{ether{} / h / "abcdefgh"};
}

TEST(Ip, BoundsItsPayloadByItsLength) {
  for (std::uint16_t n = 20; n != 28; ++n) {
    const packet p = with_length(n);
    EXPECT_EQ(p.payload().size(), n - 20u);
    EXPECT_EQ(p.get<padding>().load.size(), 28u - n);
    EXPECT_FALSE(p.fault());
  }
}

// 0 is what a capture holds before the network card has cut a large segment. A length that is nonsense bounds nothing.
TEST(Ip, TakesAllThereIsWhereItsLengthSaysNothing) {
  for (const int n : {0, 19, 28, 29, 65535}) {
    const packet p = with_length(static_cast<std::uint16_t>(n));
    EXPECT_EQ(p.payload().size(), 8u) << n;
    EXPECT_FALSE(p.has<padding>());
    EXPECT_FALSE(p.fault());
  }
}

TEST(Ip, LeavesAFragmentWithoutItsBeginningAsOctets) {
  ip h = here;
  h.proto = ip_protocol::udp;
  h.flags = "MF";
  EXPECT_TRUE(packet{h / udp{}}.has<udp>()) << "the first one has the header";
  h.frag = 1;
  const packet p{h / udp{}};
  EXPECT_FALSE(p.has<udp>());
  EXPECT_EQ(p.payload().size(), 8u);
  EXPECT_FALSE(p.fault());
  EXPECT_EQ((dissect<ip, udp>(to_bytes(h / udp{})).error()), (packet_error{fault::wrong_layer, "UDP", 20, 8, 8}));
}

TEST(Ip, GoesOnByItsProtocol) {
  ip h = here;
  h.proto = ip_protocol::tcp;
  EXPECT_FALSE(packet{h / udp{}}.has<udp>());
  EXPECT_EQ((dissect<ip, udp>(to_bytes(h / udp{})).error()), (packet_error{fault::wrong_layer, "UDP", 20, 8, 8}));
}

TEST(Ip, CarriesItself) {
  const packet p{here / ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / udp{}};
  EXPECT_EQ(p.get<ip>().proto, ip_protocol::ipip);
  EXPECT_EQ(p.get<ip>(2).src, ipv4_address{"10.0.0.1"});
  EXPECT_TRUE(p.has<udp>());
}

// --- refusals ---------------------------------------------------------------------------------

TEST(Ip, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 20; ++n) {
    EXPECT_EQ(dissect<ip>(bytes{echo_octets}.first(n)).error(), (packet_error{fault::truncated, "IP", 0, 20, n})) << n;
    const packet_view v = dissect(bytes{echo_octets}.first(n), link_type::raw_ip);
    EXPECT_FALSE(v.has<ip>());
    EXPECT_EQ(v.fault().has_value(), n != 0);
  }
}

TEST(Ip, KeepsWhatIsThereOfItsOptionsWhereTheyAreCut) {
  for (std::size_t n = 20; n != 36; ++n) {
    const bytes cut = bytes{recorded_octets}.first(n);
    const packet_error expected{fault::truncated, "IP", 0, 36, n};
    EXPECT_EQ(dissect<ip>(cut).error(), expected) << n;
    const packet_view v = dissect(cut, link_type::raw_ip);
    EXPECT_EQ(v.fault(), expected) << n;
    ASSERT_EQ(v.count(), 1u) << n;
    EXPECT_EQ(v.get<ip>().options.size(), n - 20);
  }
}

// --- replies ----------------------------------------------------------------------------------

// Each refusal differs from the one acceptance in a single fact.
TEST(Ip, AnswersFromWhereTheRequestWent) {
  const auto request = here / "question";
  const auto reply = [](ipv4_address src, ipv4_address dst, ip_protocol proto) {
    return ip{.proto = proto, .src = src, .dst = dst} / "answer";
  };
  EXPECT_TRUE(answers(reply("192.0.2.2", "192.0.2.1", ip_protocol{0}), request));
  EXPECT_FALSE(answers(reply("192.0.2.3", "192.0.2.1", ip_protocol{0}), request));
  EXPECT_FALSE(answers(reply("192.0.2.2", "192.0.2.3", ip_protocol{0}), request));
  EXPECT_FALSE(answers(reply("192.0.2.2", "192.0.2.1", ip_protocol{1}), request));
}

TEST(Ip, IsAnsweredByAnyoneWhereAGroupWasAsked) {
  for (const ipv4_address group : {ipv4_address{"224.0.0.251"}, ipv4_address{"239.255.255.255"}, ipv4_address::broadcast()}) {
    const auto request = ip{.src = "192.0.2.1", .dst = group} / "question";
    EXPECT_TRUE(answers(ip{.src = "192.0.2.7", .dst = "192.0.2.1"} / "answer", request)) << group;
    EXPECT_TRUE(answers(ip{.src = "192.0.2.7", .dst = group} / "answer", request)) << group;
    EXPECT_FALSE(answers(ip{.src = "192.0.2.7", .dst = "192.0.2.8"} / "answer", request)) << group;
  }
}

TEST(Ip, AnswersWhateverItsOtherFields) {
  const auto request = here / "question";
  EXPECT_TRUE(
      answers(ip{.tos = 9, .id = 9, .flags = "DF", .ttl = 9, .src = "192.0.2.2", .dst = "192.0.2.1", .options = {ip_opt::nop()}} /
                  "answer",
              request));
}

}  // namespace ip_test
}  // namespace packetry
