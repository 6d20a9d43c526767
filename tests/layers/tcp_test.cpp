// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/tcp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace tcp_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<tcp>);
static_assert(layer<tcp>);
static_assert(wire_size(tcp{}) == 20);
static_assert(tcp::name == "TCP" && tcp::title == "TCP");
static_assert(detail::binds<ip, tcp>);
static_assert(detail::binds<tcp, dns>);
static_assert(detail::binds<tcp, http_request>);
static_assert(detail::binds<tcp, http_response>);
static_assert(!detail::binds<tcp, ip>);
static_assert(!detail::binds<arp, tcp>);

// --- frames, both directions ------------------------------------------------------------------

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};

// Scapy 2.7.1rc1: IP(src="192.0.2.1", dst="192.0.2.2") / TCP()
constexpr auto syn_octets =
    "45000028000100004006f6cbc0000201c0000202"
    "0014 0050 00000000 00000000 5002 2000 0b7b 0000"_hex;

constexpr auto syn = here / tcp{};

static_assert(to_array<syn>() == syn_octets);
static_assert(dissect<ip, tcp>(syn_octets)->get<tcp>() == tcp{.sport = 20,
                                                              .dport = 80,
                                                              .seq = 0,
                                                              .ack = 0,
                                                              .dataofs = 5,
                                                              .reserved = 0,
                                                              .flags = "S",
                                                              .window = 8192,
                                                              .chksum = 0x0b7b,
                                                              .urgptr = 0});

// Scapy 2.7.1rc1: IP(src="192.0.2.1", dst="192.0.2.2") / TCP(sport=1234,
//                 options=[("MSS", 1460), ("SAckOK", b""), ("Timestamp", (1, 0)), ("NOP", None), ("WScale", 7)])
constexpr auto syn_with_options_octets =
    "4500003c000100004006f6b7c0000201c0000202"
    "04d2 0050 00000000 00000000 a002 2000 9ed9 0000"
    "020405b4 0402 080a0000000100000000 01 030307"_hex;

constexpr tcp_options usual = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 0), tcp_opt::nop(),
                               tcp_opt::wscale(7)};
constexpr auto syn_with_options = here / tcp{.sport = 1234, .options = usual};

static_assert(to_array<syn_with_options>() == syn_with_options_octets);
static_assert(dissect<ip, tcp>(syn_with_options_octets)->get<tcp>() ==
              tcp{.sport = 1234, .dport = 80, .dataofs = 10, .flags = "S", .window = 8192, .chksum = 0x9ed9, .options = usual});

// --- what is sent for empty fields ------------------------------------------------------------

// scapy.md 2.13: from 20 to 80; a checksum takes the addresses of a layer below.
constexpr tcp alone{};
static_assert(to_array<alone>() == "0014 0050 00000000 00000000 5002 2000 0000 0000"_hex);

template <class Upper>
constexpr std::uint64_t ports_below(const Upper& upper) {
  std::array<std::uint8_t, 256> wire{};
  static_cast<void>(serialize_to(tcp{} / upper, wire).value());
  return detail::load_be<4>(wire.data());
}
static_assert(ports_below("00"_hex) == 0x0014'0050);
static_assert(ports_below(dns{}) == 0x0035'0035);
static_assert(ports_below(http_request{}) == 0x0050'0050);

constexpr auto all_wrong = here / tcp{.dataofs = 15, .reserved = 7, .chksum = 0xbeef};
static_assert(to_array<all_wrong>()[32] == 0xfe && to_array<all_wrong>()[36] == 0xbe, "what was set is sent, right or wrong");

TEST(Tcp, DoesNotSumPadding) {
  const auto checksum_of = [](const auto& p) { return dissect<ip, tcp>(to_bytes(p)).template get<tcp>().chksum; };
  EXPECT_EQ(checksum_of(here / tcp{} / "odd" / padding{"ding"}), checksum_of(here / tcp{} / "odd"));
}

// --- any header survives the trip, sane or not ------------------------------------------------

struct header_case {
  std::string_view name;
  tcp header;
};

const header_case headers[] = {
    {"zeros", {.sport = 0, .dport = 0, .dataofs = 5, .flags = {}, .window = 0, .chksum = 0}},
    {"ones",
     {.sport = 65535,
      .dport = 65535,
      .seq = 0xffffffff,
      .ack = 0xffffffff,
      .dataofs = 5,
      .reserved = 7,
      .flags = "FSRPAUECN",
      .window = 65535,
      .chksum = 65535,
      .urgptr = 65535}},
    {"header_of_no_words", {.sport = 1, .dport = 2, .dataofs = 0, .chksum = 3}},
    {"header_of_four_words", {.sport = 1, .dport = 2, .dataofs = 4, .chksum = 3}},
    {"reserved_alone", {.sport = 1, .dport = 2, .dataofs = 5, .reserved = 7, .flags = {}, .chksum = 3}},
    {"ns_alone", {.sport = 1, .dport = 2, .dataofs = 5, .flags = "N", .chksum = 3}},
    {"forty_octets_of_options",
     {.sport = 1,
      .dport = 2,
      .dataofs = 15,
      .chksum = 3,
      .options = {tcp_opt::sack({1, 2, 3, 4, 5, 6, 7, 8}), tcp_opt::mss(0xffff), tcp_opt::sack_ok()}}},
};

class TcpHeader : public testing::TestWithParam<header_case> {};

TEST_P(TcpHeader, RoundTrips) {
  const tcp& h = GetParam().header;
  const auto wire = to_bytes(h);
  const auto got = dissect<tcp>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<tcp>(), h);
}

INSTANTIATE_TEST_SUITE_P(Table, TcpHeader, testing::ValuesIn(headers),
                         [](const auto& c) { return std::string{c.param.name}; });

struct wide_case {
  std::string_view name;
  tcp header;
};

const wide_case too_wide[] = {
    {"header_length", {.dataofs = 16}},
    {"reserved", {.reserved = 8}},
    {"flags", {.flags = std::uint16_t{0x200}}},
};

class TcpTooWide : public testing::TestWithParam<wide_case> {};

TEST_P(TcpTooWide, IsRefusedAndNotCut) {
  std::array<std::uint8_t, 64> out{};
  EXPECT_EQ(serialize_to(here / GetParam().header, out).error(), (packet_error{fault::too_long, "TCP", 20, 0, 0}));
}

INSTANTIATE_TEST_SUITE_P(Table, TcpTooWide, testing::ValuesIn(too_wide),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- options (RFC 9293 section 3.2) -------------------------------------------------------------

template <class Hex>
std::vector<std::uint8_t> list(const Hex& hex) {
  return {hex.begin(), hex.end()};
}

/// One option, as the wire has it and as it is read.
struct read_option {
  int kind;
  std::vector<std::uint8_t> data;
  bool whole = true;

  friend bool operator==(const read_option&, const read_option&) = default;
};

std::vector<read_option> options_of(const tcp& header) {
  std::vector<read_option> read;
  for (const auto& o : header.options) {
    read.push_back({static_cast<int>(o.kind), {o.data.begin(), o.data.end()}, o.whole});
    if (o.kind == tcp_option_kind::eol) break;
  }
  return read;
}

struct option_case {
  std::string_view name;
  tcp_options options;
  std::vector<std::uint8_t> wire;  ///< with the zeros that fill the last word
  std::vector<read_option> read;
};

const option_case options[] = {
    {"none", {}, {}, {}},
    {"end", {tcp_opt::eol()}, list("00000000"_hex), {{0, {}}}},
    {"no_operation", {tcp_opt::nop()}, list("01000000"_hex), {{1, {}}, {0, {}}}},
    {"largest_segment", {tcp_opt::mss(1460)}, list("020405b4"_hex), {{2, {0x05, 0xb4}}}},
    {"window_scale", {tcp_opt::wscale(14)}, list("03030e00"_hex), {{3, {14}}, {0, {}}}},
    {"sack_permitted", {tcp_opt::sack_ok()}, list("04020000"_hex), {{4, {}}, {0, {}}}},
    {"sack",
     {tcp_opt::nop(), tcp_opt::nop(), tcp_opt::sack({1, 2})},
     list("0101050a0000000100000002"_hex),
     {{1, {}}, {1, {}}, {5, {0, 0, 0, 1, 0, 0, 0, 2}}}},
    {"sack_of_nothing", {tcp_opt::sack({})}, list("05020000"_hex), {{5, {}}, {0, {}}}},
    {"timestamp",
     {tcp_opt::timestamp(1, 0xffffffff)},
     list("080a00000001ffffffff 0000"_hex),
     {{8, {0, 0, 0, 1, 255, 255, 255, 255}}, {0, {}}}},
    {"alternate_checksum", {tcp_opt::other(14, "01"_hex)}, list("0e030100"_hex), {{14, {1}}, {0, {}}}},
    {"md5",
     {tcp_opt::other(19, "000102030405060708090a0b0c0d0e0f"_hex)},
     list("1312000102030405060708090a0b0c0d0e0f 0000"_hex),
     {{19, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}}, {0, {}}}},
    {"user_timeout", {tcp_opt::other(28, "001e"_hex)}, list("1c04001e"_hex), {{28, {0, 30}}}},
    {"one_nobody_knows", {tcp_opt::other(253, "ca"_hex)}, list("fd03ca00"_hex), {{253, {0xca}}, {0, {}}}},
    {"behind_the_end", {tcp_opt::eol(), tcp_opt::nop(), tcp_opt::mss(1)}, list("000102040001 0000"_hex), {{0, {}}}},
};

class TcpHeaderOption : public testing::TestWithParam<option_case> {};

TEST_P(TcpHeaderOption, FillsWholeWordsAndIsReadAgain) {
  const auto wire = to_bytes(tcp{.options = GetParam().options} / "above");
  EXPECT_EQ((std::vector<std::uint8_t>{wire.begin() + 20, wire.end() - 5}), GetParam().wire);
  EXPECT_EQ(wire[12] >> 4, 5 + GetParam().wire.size() / 4);
  const auto got = dissect<tcp, raw>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<raw>(), raw{"above"});
  EXPECT_EQ(options_of(got->get<tcp>()), GetParam().read);
}

INSTANTIATE_TEST_SUITE_P(Table, TcpHeaderOption, testing::ValuesIn(options),
                         [](const auto& c) { return std::string{c.param.name}; });

struct malformed_case {
  std::string_view name;
  std::vector<std::uint8_t> wire;
  std::vector<read_option> read;
};

// A length below 2, or none, counts as 2; one that runs past the end gives what is there.
const malformed_case malformed[] = {
    {"length_0", list("020005b4"_hex), {{2, {}, false}, {5, {}, false}}},
    {"length_1", list("02010101"_hex), {{2, {}, false}, {1, {}}, {1, {}}}},
    {"length_beyond_the_header", list("020505b4"_hex), {{2, {0x05, 0xb4}, false}}},
    {"length_of_all_there_could_be", list("08ff0001"_hex), {{8, {0, 1}, false}}},
    {"no_length", list("01010108"_hex), {{1, {}}, {1, {}}, {1, {}}, {8, {}, false}}},
    {"segment_size_of_one_octet", list("020305 01"_hex), {{2, {5}}, {1, {}}}},
    {"scale_of_two_octets", list("03040001"_hex), {{3, {0, 1}}}},
    {"timestamp_of_three_octets", list("08050102 03010101"_hex), {{8, {1, 2, 3}}, {1, {}}, {1, {}}, {1, {}}}},
};

class TcpMalformedHeaderOption : public testing::TestWithParam<malformed_case> {};

TEST_P(TcpMalformedHeaderOption, StaysAsItWas) {
  const auto wire = to_bytes(tcp{.options = bytes{GetParam().wire}} / "above");
  const auto got = dissect<tcp, raw>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<tcp>().options, tcp_options{bytes{GetParam().wire}});
  EXPECT_EQ(options_of(got->get<tcp>()), GetParam().read);
  EXPECT_EQ(got->get<raw>(), raw{"above"});
}

INSTANTIATE_TEST_SUITE_P(Table, TcpMalformedHeaderOption, testing::ValuesIn(malformed),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- what lies above --------------------------------------------------------------------------

TEST(Tcp, GoesOnByEitherPort) {
  const auto above = [](std::uint16_t sport, std::uint16_t dport, std::string_view message) {
    return packet{here / tcp{.sport = sport, .dport = dport} / message};
  };
  constexpr std::string_view get = "GET / HTTP/1.1\r\n\r\n";
  for (const std::uint16_t web : {std::uint16_t{80}, std::uint16_t{8080}}) {
    EXPECT_TRUE(above(web, 40000, get).has<http_request>());
    EXPECT_TRUE(above(40000, web, get).has<http_request>());
  }
  EXPECT_FALSE(above(40000, 40001, get).has<http_request>());
  const packet message{here / tcp{} / dns{}};
  EXPECT_TRUE(message.has<dns>());
  EXPECT_EQ(message.get<dns>().length, message.size() - 42);
  EXPECT_TRUE(above(40000, 80, "no head of HTTP").has<raw>());
}

// --- refusals ---------------------------------------------------------------------------------

TEST(Tcp, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 20; ++n) {
    EXPECT_EQ(dissect<tcp>(bytes{syn_octets}.subspan(20, n)).error(), (packet_error{fault::truncated, "TCP", 0, 20, n})) << n;
    const bytes cut = bytes{syn_octets}.first(20 + n);
    const packet_view v = dissect(cut, link_type::raw_ip);
    EXPECT_FALSE(v.has<tcp>());
    EXPECT_EQ(v.payload().size(), n);
    if (n == 0) {
      EXPECT_FALSE(v.fault());
    } else {
      EXPECT_EQ(v.fault(), (packet_error{fault::truncated, "TCP", 20, 20, n})) << n;
    }
  }
}

TEST(Tcp, KeepsWhatIsThereOfItsOptionsWhereTheyAreCut) {
  for (std::size_t n = 20; n != 40; ++n) {
    EXPECT_EQ(dissect<tcp>(bytes{syn_with_options_octets}.subspan(20, n)).error(),
              (packet_error{fault::truncated, "TCP", 0, 40, n}))
        << n;
    const bytes cut = bytes{syn_with_options_octets}.first(20 + n);
    const packet_view v = dissect(cut, link_type::raw_ip);
    EXPECT_EQ(v.fault(), (packet_error{fault::truncated, "TCP", 20, 40, n})) << n;
    ASSERT_EQ(v.count(), 2u) << n;
    EXPECT_EQ(v.get<tcp>().options.size(), n - 20);
  }
}

// --- replies (scapy.md 2.13, each seen there) -----------------------------------------------------

constexpr tcp request{.sport = 1025, .dport = 80, .seq = 1000, .flags = "S"};

tcp reply(tcp_flags flags, std::uint32_t seq, std::uint32_t ack) {
  return {.sport = 80, .dport = 1025, .seq = seq, .ack = ack, .flags = flags};
}

// Each refusal differs from the one acceptance in a single fact.
TEST(Tcp, AnswersOnThePortsInExchange) {
  EXPECT_TRUE(answers(reply("SA", 5000, 1001), request));
  EXPECT_FALSE(answers(tcp{.sport = 81, .dport = 1025, .seq = 5000, .ack = 1001, .flags = "SA"}, request));
  EXPECT_FALSE(answers(tcp{.sport = 80, .dport = 1026, .seq = 5000, .ack = 1001, .flags = "SA"}, request));
}

TEST(Tcp, AcknowledgesWhatWasSentWithinTwoOctets) {
  EXPECT_FALSE(answers(reply("SA", 5000, 997), request));
  EXPECT_TRUE(answers(reply("SA", 5000, 998), request));
  EXPECT_TRUE(answers(reply("SA", 5000, 1002), request));
  EXPECT_FALSE(answers(reply("SA", 5000, 1003), request));
}

TEST(Tcp, AcknowledgesThePayloadAsWell) {
  const auto sent = tcp{.sport = 1025, .dport = 80, .seq = 1000, .ack = 5000, .flags = "PA"} / "GET";
  EXPECT_TRUE(answers(reply("A", 5000, 1005) / "", sent));
  EXPECT_FALSE(answers(reply("A", 5000, 1006) / "", sent));
}

TEST(Tcp, ContinuesWhereTheOtherSideIs) {
  const tcp sent{.sport = 1025, .dport = 80, .seq = 1000, .ack = 5000, .flags = "A"};
  EXPECT_FALSE(answers(reply("A", 4997, 1000), sent));
  EXPECT_TRUE(answers(reply("A", 4998, 1000), sent));
  EXPECT_TRUE(answers(reply("A", 5002, 1000), sent));
  EXPECT_FALSE(answers(reply("A", 5003, 1000), sent));
  EXPECT_TRUE(answers(reply("SA", 123456, 1001), request)) << "nobody knows where a server begins";
}

TEST(Tcp, AnswersWithAReset) {
  EXPECT_TRUE(answers(reply("RA", 0, 1001), request));
  EXPECT_TRUE(answers(reply("R", 0, 123456), request)) << "without A, the acknowledgment means nothing";
  EXPECT_FALSE(answers(reply("RA", 0, 123456), request));
}

TEST(Tcp, AnswersNoReset) {
  tcp reset = request;
  reset.flags = "R";
  EXPECT_FALSE(answers(reply("R", 0, 0), reset));
}

TEST(Tcp, OpensOnlyWhereItWasAskedTo) {
  EXPECT_FALSE(answers(reply("S", 5000, 1001), request)) << "both sides open at once: no answer";
  tcp acknowledged = request;
  acknowledged.flags = "A";
  EXPECT_TRUE(answers(reply("A", 0, 1001), acknowledged));
  EXPECT_FALSE(answers(reply("SA", 0, 1001), acknowledged));
}

}  // namespace tcp_test
}  // namespace packetry
