// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/udp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace udp_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<udp>);
static_assert(layer<udp>);
static_assert(wire_size(udp{}) == 8);
static_assert(udp::name == "UDP" && udp::title == "UDP");
static_assert(detail::binds<ip, udp>);
static_assert(detail::binds<udp, dns>);
static_assert(!detail::binds<udp, ip>);
static_assert(!detail::binds<udp, http_request>);
static_assert(!detail::binds<ether, udp>);

// --- frames, both directions ------------------------------------------------------------------

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};

// Scapy 2.7.1rc1: IP(src="192.0.2.1", dst="192.0.2.53") / UDP(sport=5000) / DNS(id=7, qd=DNSQR(qname="www.example.com"))
constexpr auto query_octets =
    "4500003d000100004011f678c0000201c0000235"
    "1388003500291d45"
    "00070100000100000000000003777777076578616d706c6503636f6d0000010001"_hex;

constexpr auto query = ip{.src = "192.0.2.1", .dst = "192.0.2.53"} / udp{.sport = 5000} / dns{.id = 7};

static_assert(to_array<query>() == query_octets);
static_assert(dissect<ip, udp>(query_octets)->get<udp>() == udp{.sport = 5000, .dport = 53, .len = 41, .chksum = 0x1d45});

// Scapy 2.7.1rc1: IP(src="192.0.2.1", dst="192.0.2.2") / UDP(sport=1, dport=2) / Raw(bytes.fromhex("7bd3"))
// RFC 768: "If the computed checksum is zero, it is transmitted as all ones".
constexpr auto zero_sum_octets = "4500001e000100004011f6cac0000201c0000202 00010002000affff 7bd3"_hex;

constexpr auto zero_sum = here / udp{.sport = 1, .dport = 2} / "7bd3"_hex;

static_assert(to_array<zero_sum>() == zero_sum_octets);
static_assert(dissect<ip, udp>(zero_sum_octets)->get<udp>().chksum == 0xffff);

// --- what is sent for empty fields ------------------------------------------------------------

// scapy.md 2.12: both ports are 53; a checksum takes the addresses of a layer below.
constexpr udp alone{};
static_assert(to_array<alone>() == "0035 0035 0008 0000"_hex);

constexpr auto of_dns = here / udp{} / dns{};
static_assert(to_array<of_dns>()[21] == 53 && to_array<of_dns>()[23] == 53);

// RFC 768: "An all zero transmitted checksum value means that the transmitter generated no checksum".
constexpr auto without_checksum = here / udp{.sport = 1, .dport = 2, .chksum = 0} / "data";
static_assert(to_array<without_checksum>()[26] == 0 && to_array<without_checksum>()[27] == 0);

constexpr auto all_wrong = here / udp{.sport = 1, .dport = 2, .len = 65535, .chksum = 0xbeef} / "data";
static_assert(to_array<all_wrong>()[24] == 0xff && to_array<all_wrong>()[26] == 0xbe, "what was set is sent, right or wrong");

TEST(Udp, RefusesToSendMoreThanItsLengthHolds) {
  EXPECT_EQ(to_bytes(udp{} / octets::filled(65'527, 0)).size(), 65'535u);
  std::vector<std::uint8_t> out(70'000);
  EXPECT_EQ(serialize_to(udp{} / octets::filled(65'528, 0), out).error(), (packet_error{fault::too_long, "UDP", 0, 0, 0}));
}

/// The checksum of a datagram with this payload.
std::uint16_t checksum_over(bytes payload) {
  return dissect<ip, udp>(to_bytes(here / udp{.sport = 1, .dport = 2} / payload)).get<udp>().chksum;
}

// RFC 1071 section 1: an odd octet at the end counts as if a zero followed it; the length tells them apart.
TEST(Udp, SumsAnOddOctetAsTheHigherHalf) {
  EXPECT_EQ(checksum_over("6100"_hex), static_cast<std::uint16_t>(checksum_over("61"_hex) - 2));
}

TEST(Udp, DoesNotSumPadding) {
  const auto padded = to_bytes(here / udp{.sport = 1, .dport = 2} / "data" / padding{"ding"});
  EXPECT_EQ((dissect<ip, udp>(padded).get<udp>()),
            (udp{.sport = 1, .dport = 2, .len = 12, .chksum = checksum_over("64617461"_hex)}));
}

// --- any header survives the trip, sane or not ------------------------------------------------

struct header_case {
  std::string_view name;
  udp header;
};

constexpr header_case headers[] = {
    {"no_checksum", {.sport = 0, .dport = 0, .len = 8, .chksum = 0}},
    {"all_ones", {.sport = 65535, .dport = 65535, .len = 65535, .chksum = 65535}},
    {"len_below_8", {.sport = 1, .dport = 256, .len = 7, .chksum = 0xbeef}},
    {"len_0", {.sport = 0x0102, .dport = 0x0304, .len = 0, .chksum = 0x0506}},
};

class UdpHeader : public testing::TestWithParam<header_case> {};

TEST_P(UdpHeader, RoundTrips) {
  const udp& h = GetParam().header;
  const auto wire = to_bytes(h);
  const auto got = dissect<udp>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<udp>(), h);
}

INSTANTIATE_TEST_SUITE_P(Table, UdpHeader, testing::ValuesIn(headers),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- what lies above --------------------------------------------------------------------------

packet with_length(std::uint16_t claimed) { return packet{here / udp{.sport = 1, .dport = 2, .len = claimed} / "abcdefgh"}; }

TEST(Udp, BoundsItsPayloadByItsLength) {
  for (std::uint16_t n = 8; n != 16; ++n) {
    const packet p = with_length(n);
    EXPECT_EQ(p.payload().size(), n - 8u);
    EXPECT_EQ(p.get<padding>().load.size(), 16u - n);
    EXPECT_FALSE(p.fault());
  }
}

TEST(Udp, TakesAllThereIsWhereItsLengthSaysNothing) {
  for (const int n : {0, 7, 16, 17, 65535}) {
    const packet p = with_length(static_cast<std::uint16_t>(n));
    EXPECT_EQ(p.payload().size(), 8u) << n;
    EXPECT_FALSE(p.has<padding>());
    EXPECT_FALSE(p.fault());
  }
}

TEST(Udp, GoesOnByEitherPort) {
  const auto message = to_bytes(dns{.id = 7});
  const auto has_message = [&](std::uint16_t sport, std::uint16_t dport) {
    return packet{here / udp{.sport = sport, .dport = dport} / message}.has<dns>();
  };
  for (const std::uint16_t known : {std::uint16_t{53}, std::uint16_t{5353}}) {
    EXPECT_TRUE(has_message(known, 40000));
    EXPECT_TRUE(has_message(40000, known));
  }
  EXPECT_FALSE(has_message(40000, 40001));
  EXPECT_FALSE(has_message(80, 8080)) << "numbers of TCP";
}

// --- refusals ---------------------------------------------------------------------------------

TEST(Udp, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 8; ++n) {
    EXPECT_EQ(dissect<udp>(bytes{query_octets}.subspan(20, n)).error(), (packet_error{fault::truncated, "UDP", 0, 8, n})) << n;
    const bytes cut = bytes{query_octets}.first(20 + n);
    const packet_view v = dissect(cut, link_type::raw_ip);
    EXPECT_FALSE(v.has<udp>());
    EXPECT_EQ(v.payload().size(), n);
    if (n == 0) {
      EXPECT_FALSE(v.fault());
    } else {
      EXPECT_EQ(v.fault(), (packet_error{fault::truncated, "UDP", 20, 8, n})) << n;
    }
  }
}

// --- replies ----------------------------------------------------------------------------------

// Each refusal differs from the one acceptance in a single fact.
TEST(Udp, AnswersToThePortThatAsked) {
  const auto request = udp{.sport = 1000, .dport = 2000} / "question";
  EXPECT_TRUE(answers(udp{.sport = 2000, .dport = 1000} / "answer", request));
  EXPECT_FALSE(answers(udp{.sport = 2000, .dport = 1001} / "answer", request));
}

// RFC 1350 section 4: a TFTP server answers from a port of its own.
TEST(Udp, AnswersFromAnyPort) {
  EXPECT_TRUE(answers(udp{.sport = 2001, .dport = 1000} / "answer", udp{.sport = 1000, .dport = 2000} / "question"));
}

}  // namespace udp_test
}  // namespace packetry
