// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/icmp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace icmp_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<icmp>);
static_assert(layer<icmp>);
static_assert(icmp::name == "ICMP" && icmp::title == "ICMP");
static_assert(icmp_error::name == "ICMPerror" && icmp_error::title == "ICMP in ICMP");
static_assert(detail::binds<ip, icmp>);
static_assert(detail::binds<icmp, ip_error>);
static_assert(detail::binds<ip_error, udp_error>);
static_assert(detail::binds<ip_error, tcp_error>);
static_assert(detail::binds<ip_error, tcp_error_head>);
static_assert(detail::binds<ip_error, icmp_error>);
static_assert(detail::binds<ip_error, ip_error>);
static_assert(detail::binds<icmp_error, ip_error>);
static_assert(!detail::binds<icmp, ip>, "an error quotes a packet, it does not carry one");
static_assert(!detail::binds<ip_error, udp>);
static_assert(!detail::binds<udp_error, dns>, "above a quoted header all is octets");
static_assert(!detail::binds<tcp_error, http_request>);

// --- frames, both directions ------------------------------------------------------------------

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};

// Scapy 2.7.1rc1: IP(src="192.0.2.1", dst="192.0.2.2") / ICMP(id=1, seq=2) / b"abc"
constexpr auto echo_octets = "4500001f000100004001f6d9c0000201c0000202 0800 339a 0001 0002 616263"_hex;

constexpr auto echo = here / icmp{.id = 1, .seq = 2} / "abc";

static_assert(to_array<echo>() == echo_octets);
static_assert(dissect<ip, icmp>(echo_octets)->get<icmp>() ==
              icmp{.type = icmp_type::echo_request, .code = 0, .chksum = 0x339a, .id = 1, .seq = 2});

// Scapy 2.7.1rc1: IP(src="192.0.2.254", dst="192.0.2.1") / ICMP(type=11) / IPerror(src="192.0.2.1", dst="192.0.2.2") /
//                 UDPerror(sport=1000, dport=33434)
constexpr auto exceeded_octets =
    "45000038000100004001f5c4c00002fec0000201"
    "0b00 791d 00000000"
    "4500001c000100004011f6ccc0000201c0000202"
    "03e8 829a 0008 f557"_hex;

constexpr auto exceeded = ip{.src = "192.0.2.254", .dst = "192.0.2.1"} / icmp{.type = icmp_type::time_exceeded} /
                          ip_error{.src = "192.0.2.1", .dst = "192.0.2.2"} / udp_error{.sport = 1000, .dport = 33434};

static_assert(to_array<exceeded>() == exceeded_octets);
constexpr auto exceeded_again = dissect<ip, icmp, ip_error, udp_error>(exceeded_octets);
static_assert(exceeded_again->get<icmp>() == icmp{.type = icmp_type::time_exceeded, .chksum = 0x791d});
static_assert(exceeded_again->get<ip_error>() ==
              ip_error{.ihl = 5, .len = 28, .proto = ip_protocol::udp, .chksum = 0xf6cc, .src = "192.0.2.1", .dst = "192.0.2.2"});
static_assert(exceeded_again->get<udp_error>() == udp_error{.sport = 1000, .dport = 33434, .len = 8, .chksum = 0xf557});

TEST(Icmp, SendsAChecksumAsItWasSet) {
  const auto wire = to_bytes(here / icmp{.chksum = 0} / "bad");
  EXPECT_EQ(wire[22], 0);
  EXPECT_EQ(wire[23], 0);
}

// RFC 792: the checksum covers the message from its type on, and needs no addresses.
TEST(Icmp, HasItsChecksumWithoutAnythingBelow) {
  EXPECT_EQ(checksum(to_bytes(icmp{.id = 1, .seq = 2} / "abcd")), 0);
  EXPECT_EQ((dissect<icmp>(to_bytes(icmp{.id = 1, .seq = 2} / "abc")).get<icmp>().chksum), 0x339a);
}

// --- the fields of each type (RFC 792; masks: RFC 950; lengths: RFC 4884; MTU: RFC 1191) ----------

struct type_case {
  std::string_view name;
  int type;
  icmp header;  ///< with its type's fields set
  std::vector<std::uint8_t> wire;  ///< behind the checksum
};

template <class Hex>
std::vector<std::uint8_t> list(const Hex& hex) {
  return {hex.begin(), hex.end()};
}

const type_case types[] = {
    {"echo_reply", 0, {.id = 0x0102, .seq = 0x0304}, list("01020304"_hex)},
    {"dest_unreach", 3, {.reserved = 1, .length = 2, .nexthopmtu = 0x0304}, list("01020304"_hex)},
    {"source_quench", 4, {.unused = 0x01020304}, list("01020304"_hex)},
    {"redirect", 5, {.gw = {1, 2, 3, 4}}, list("01020304"_hex)},
    {"echo_request", 8, {.id = 0x0102, .seq = 0x0304}, list("01020304"_hex)},
    {"router_advertisement", 9, {.unused = 0x01020304}, list("01020304"_hex)},
    {"router_solicitation", 10, {.unused = 0x01020304}, list("01020304"_hex)},
    {"time_exceeded", 11, {.reserved = 1, .length = 2, .unused = 0x0304}, list("01020304"_hex)},
    {"parameter_problem", 12, {.ptr = 1, .length = 2, .unused = 0x0304}, list("01020304"_hex)},
    {"timestamp_request", 13, {.id = 0x0102, .seq = 0x0304, .ts_ori = 0x05060708, .ts_rx = 0x090a0b0c, .ts_tx = 0x0d0e0f10},
     list("01020304 05060708 090a0b0c 0d0e0f10"_hex)},
    {"timestamp_reply", 14, {.id = 0x0102, .seq = 0x0304, .ts_ori = 0x05060708, .ts_rx = 0x090a0b0c, .ts_tx = 0x0d0e0f10},
     list("01020304 05060708 090a0b0c 0d0e0f10"_hex)},
    {"information_request", 15, {.id = 0x0102, .seq = 0x0304}, list("01020304"_hex)},
    {"information_response", 16, {.id = 0x0102, .seq = 0x0304}, list("01020304"_hex)},
    {"address_mask_request", 17, {.id = 0x0102, .seq = 0x0304, .addr_mask = {5, 6, 7, 8}}, list("01020304 05060708"_hex)},
    {"address_mask_reply", 18, {.id = 0x0102, .seq = 0x0304, .addr_mask = {5, 6, 7, 8}}, list("01020304 05060708"_hex)},
    {"traceroute", 30, {.unused = 0x01020304}, list("01020304"_hex)},
    {"domain_name_request", 37, {.id = 0x0102, .seq = 0x0304}, list("01020304"_hex)},
    {"domain_name_reply", 38, {.id = 0x0102, .seq = 0x0304}, list("01020304"_hex)},
    {"photuris", 40, {.unused = 0x01020304}, list("01020304"_hex)},
    {"the_last", 255, {.unused = 0x01020304}, list("01020304"_hex)},
};

class IcmpType : public testing::TestWithParam<type_case> {
 protected:
  /// A header of this type, all of it set.
  template <class L>
  static L header() {
    const icmp& from = GetParam().header;
    return {.type = static_cast<icmp_type>(GetParam().type),
            .code = 9,
            .chksum = 0xbeef,
            .id = from.id,
            .seq = from.seq,
            .ts_ori = from.ts_ori,
            .ts_rx = from.ts_rx,
            .ts_tx = from.ts_tx,
            .gw = from.gw,
            .ptr = from.ptr,
            .reserved = from.reserved,
            .length = from.length,
            .addr_mask = from.addr_mask,
            .nexthopmtu = from.nexthopmtu,
            .unused = from.unused};
  }
  static std::vector<std::uint8_t> wire() {
    std::vector<std::uint8_t> all = {static_cast<std::uint8_t>(GetParam().type), 9, 0xbe, 0xef};
    all.insert(all.end(), GetParam().wire.begin(), GetParam().wire.end());
    return all;
  }
};

TEST_P(IcmpType, HasItsFieldsBothWays) {
  EXPECT_EQ(wire_size(header<icmp>()), wire().size());
  EXPECT_EQ(to_bytes(header<icmp>()), wire());
  const auto octets = wire();
  EXPECT_EQ(dissect<icmp>(octets)->get<icmp>(), header<icmp>());
}

TEST_P(IcmpType, HasTheSameWithinAnError) {
  EXPECT_EQ(to_bytes(header<icmp_error>()), wire());
  const auto octets = wire();
  EXPECT_EQ(dissect<icmp_error>(octets)->get<icmp_error>(), header<icmp_error>());
}

TEST_P(IcmpType, RefusesEveryTruncation) {
  const auto whole = wire();
  for (std::size_t n = 0; n != whole.size(); ++n) {
    // Below 8 octets its type is not looked at: no message is shorter.
    const packet_error expected{fault::truncated, "ICMP", 0, n < 8 ? 8 : whole.size(), n};
    EXPECT_EQ(dissect<icmp>(bytes{whole}.first(n)).error(), expected) << n;
    const packet p{ip{.proto = ip_protocol::icmp} / bytes{whole}.first(n)};
    EXPECT_FALSE(p.has<icmp>());
    EXPECT_EQ(p.payload().size(), n);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, IcmpType, testing::ValuesIn(types),
                         [](const auto& c) { return std::string{c.param.name}; });

TEST(Icmp, RefusesAValueWiderThanItsTypesField) {
  std::array<std::uint8_t, 64> out{};
  EXPECT_EQ(serialize_to(here / icmp{.type = icmp_type::time_exceeded, .unused = 0x10000}, out).error(),
            (packet_error{fault::too_long, "ICMP", 20, 0, 0}));
  EXPECT_TRUE(serialize_to(here / icmp{.type = icmp_type::source_quench, .unused = 0x10000}, out));
}

// --- errors quote the packet they are about ---------------------------------------------------

constexpr ip_error quoted{.src = "192.0.2.1", .dst = "198.51.100.2"};

packet error_quoting(icmp_type type, bytes quotation) {
  return packet{ip{.src = "203.0.113.9", .dst = "192.0.2.1"} / icmp{.type = type} / quotation};
}

std::vector<std::string_view> names_in(const packet& p) {
  std::vector<std::string_view> names;
  for (const auto& l : p.layers()) names.push_back(l.name());
  return names;
}
using names = std::vector<std::string_view>;

TEST(IcmpErrors, AreFiveTypes) {
  const auto quotation = to_bytes(quoted / udp_error{});
  for (int type = 0; type != 256; ++type) {
    const bool error = type == 3 || type == 4 || type == 5 || type == 11 || type == 12;
    EXPECT_EQ(error_quoting(static_cast<icmp_type>(type), quotation).has<ip_error>(), error) << type;
  }
}

TEST(IcmpErrors, QuoteALayerEach) {
  const auto quoting = [](const auto& p) { return names_in(error_quoting(icmp_type::time_exceeded, to_bytes(p))); };
  EXPECT_EQ(quoting(quoted / udp_error{} / "data"), (names{"IP", "ICMP", "IPerror", "UDPerror", "Raw"}));
  EXPECT_EQ(quoting(quoted / tcp_error{} / "data"), (names{"IP", "ICMP", "IPerror", "TCPerror", "Raw"}));
  EXPECT_EQ(quoting(quoted / icmp_error{} / "data"), (names{"IP", "ICMP", "IPerror", "ICMPerror", "Raw"}));
  EXPECT_EQ(quoting(quoted / ip_error{} / udp_error{}), (names{"IP", "ICMP", "IPerror", "IPerror", "UDPerror"}));
  EXPECT_EQ(quoting(quoted / icmp_error{.type = icmp_type::redirect} / ip_error{} / udp_error{}),
            (names{"IP", "ICMP", "IPerror", "ICMPerror", "IPerror", "UDPerror"}));
  EXPECT_EQ(quoting(ip_error{.proto = ip_protocol{47}} / "data"), (names{"IP", "ICMP", "IPerror", "Raw"}));
  EXPECT_EQ(quoting(ip_error{.frag = 1, .proto = ip_protocol::udp} / "12345678"), (names{"IP", "ICMP", "IPerror", "Raw"}));
}

TEST(IcmpErrors, KnowNoPortsInAQuotation) {
  const auto quotation = to_bytes(quoted / udp_error{.sport = 40000, .dport = 53} / to_bytes(dns{}));
  EXPECT_EQ(names_in(error_quoting(icmp_type::time_exceeded, quotation)), (names{"IP", "ICMP", "IPerror", "UDPerror", "Raw"}));
}

// RFC 792: the header of the packet and its first 8 octets; more is a courtesy (RFC 1812 section 4.3.2.3).
TEST(IcmpErrors, ReadAsMuchOfASegmentAsThereIs) {
  const auto segment = to_bytes(quoted / tcp_error{.sport = 1025, .dport = 80, .seq = 1000, .ack = 2000});
  for (std::size_t n = 0; n != 24; ++n) {
    const packet p = error_quoting(icmp_type::time_exceeded, bytes{segment}.first(std::min(segment.size(), 20 + n)));
    EXPECT_EQ(p.has<tcp_error_head>(), n >= 8 && n < 20) << n;
    EXPECT_EQ(p.find<tcp_error>().has_value() && p.get<tcp_error>().ack == 2000, n >= 20) << n;
    EXPECT_EQ(p.payload().size(), n < 8 ? n : n < 20 ? n - 8 : 0) << n;
    if (n >= 8 && n < 20) {
      EXPECT_EQ(p.get<tcp_error_head>(), (tcp_error_head{.sport = 1025, .dport = 80, .seq = 1000}));
    }
  }
}

TEST(IcmpErrors, QuoteNothingWhereThereIsNoHeader) {
  for (std::size_t n = 0; n != 20; ++n) {
    const packet p = error_quoting(icmp_type::dest_unreach, bytes{exceeded_octets}.subspan(28, n));
    EXPECT_FALSE(p.has<ip_error>());
    EXPECT_EQ(p.payload().size(), n);
    EXPECT_EQ(p.fault().has_value(), n != 0);
  }
}

// A quotation is short by its nature: the lengths in it speak of the packet that was quoted.
TEST(IcmpErrors, DoNotMindThatTheQuotedLengthIsMore) {
  ip_error longer = quoted;
  longer.len = 1500;
  const packet p =
      error_quoting(icmp_type::time_exceeded, to_bytes(longer / udp_error{.sport = 1, .dport = 2, .len = 1480} / "da"));
  EXPECT_EQ(names_in(p), (names{"IP", "ICMP", "IPerror", "UDPerror", "Raw"}));
  EXPECT_FALSE(p.fault());
}

constexpr ip_error round_ip{.version = 9,
                            .ihl = 6,
                            .tos = 1,
                            .len = 2,
                            .id = 3,
                            .flags = "DF",
                            .frag = 0,
                            .ttl = 4,
                            .proto = ip_protocol{200},
                            .chksum = 5,
                            .src = "1.2.3.4",
                            .dst = "4.3.2.1",
                            .options = {ip_opt::router_alert()}};
constexpr udp_error round_udp{.sport = 1, .dport = 2, .len = 3, .chksum = 4};
constexpr tcp_error round_tcp{.sport = 1,
                              .dport = 2,
                              .seq = 3,
                              .ack = 4,
                              .dataofs = 6,
                              .reserved = 5,
                              .flags = "FN",
                              .window = 6,
                              .chksum = 7,
                              .urgptr = 8,
                              .options = {tcp_opt::mss(9)}};
constexpr tcp_error_head round_head{.sport = 1, .dport = 2, .seq = 3};

template <const auto& Header>
constexpr bool round_trips() {
  using L = std::remove_cvref_t<decltype(Header)>;
  constexpr auto wire = to_array<Header>();
  return dissect<L>(wire)->template get<L>() == Header;
}
static_assert(round_trips<round_ip>());
static_assert(round_trips<round_udp>());
static_assert(round_trips<round_tcp>());
static_assert(round_trips<round_head>());
static_assert(wire_size(tcp_error_head{}) == 8);

// --- replies: each refusal differs from the one acceptance in a single fact -------------------------

icmp message(int type, std::uint16_t id, std::uint16_t seq) { return {.type = static_cast<icmp_type>(type), .id = id, .seq = seq}; }

TEST(Icmp, AnswersWithTheSameIdAndSequence) {
  EXPECT_TRUE(answers(message(0, 7, 3), message(8, 7, 3)));
  EXPECT_FALSE(answers(message(0, 8, 3), message(8, 7, 3)));
  EXPECT_FALSE(answers(message(0, 7, 4), message(8, 7, 3)));
}

TEST(Icmp, AnswersWithTheTypeThatBelongsToTheRequests) {
  constexpr int pairs[][2] = {{8, 0}, {13, 14}, {15, 16}, {17, 18}, {33, 34}, {35, 36}, {37, 38}};
  for (int asked = 0; asked != 42; ++asked) {
    for (int answered = 0; answered != 42; ++answered) {
      bool belongs = false;
      for (const auto& pair : pairs) belongs = belongs || (pair[0] == asked && pair[1] == answered);
      EXPECT_EQ(answers(message(answered, 0, 0), message(asked, 0, 0)), belongs) << asked << ' ' << answered;
    }
  }
}

TEST(Icmp, AnswersWhateverItsPayload) {
  EXPECT_TRUE(answers(message(0, 7, 3) / "other", message(8, 7, 3) / "payload"));
}

/// An error about `original`, from a router on the way, sent to `to`.
template <class Quotation>
packet error_about(const Quotation& quotation, ipv4_address to = "192.0.2.1") {
  return packet{ip{.src = "203.0.113.9", .dst = to} / icmp{.type = icmp_type::time_exceeded} / quotation};
}

constexpr auto probe = ip{.src = "192.0.2.1", .dst = "198.51.100.2"} / udp{.sport = 5000, .dport = 33434} / "probe";

TEST(IcmpErrors, AnswerThePacketTheyQuote) {
  const packet asked{probe};
  const udp_error ports{.sport = 5000, .dport = 33434};
  EXPECT_TRUE(answers(error_about(quoted / ports), asked));
  EXPECT_FALSE(answers(error_about(ip_error{.src = "192.0.2.2", .dst = "198.51.100.2"} / ports), asked));
  EXPECT_FALSE(answers(error_about(ip_error{.src = "192.0.2.1", .dst = "198.51.100.3"} / ports), asked));
  EXPECT_FALSE(answers(error_about(ip_error{.proto = ip_protocol::tcp, .src = "192.0.2.1", .dst = "198.51.100.2"} / ports), asked));
  EXPECT_FALSE(answers(error_about(quoted / udp_error{.sport = 5001, .dport = 33434}), asked));
  EXPECT_FALSE(answers(error_about(quoted / udp_error{.sport = 5000, .dport = 33435}), asked));
  EXPECT_FALSE(answers(error_about(quoted / ports, "192.0.2.2"), asked)) << "it did not come back to the sender";
}

// scapy.md 2.10: routers change all of these on the way.
TEST(IcmpErrors, AnswerWhateverElseTheQuotationSays) {
  EXPECT_TRUE(answers(
      error_about(ip_error{.tos = 184, .len = 9, .id = 9, .ttl = 1, .chksum = 9, .src = "192.0.2.1", .dst = "198.51.100.2"} /
                  udp_error{.sport = 5000, .dport = 33434, .len = 9, .chksum = 9} / "other"),
      packet{probe}));
}

TEST(IcmpErrors, AnswerASegmentWholeOrNot) {
  const packet asked{ip{.src = "192.0.2.1", .dst = "198.51.100.2"} / tcp{.sport = 1025, .dport = 80, .seq = 1000}};
  EXPECT_TRUE(answers(error_about(quoted / tcp_error{.sport = 1025, .dport = 80, .seq = 1000}), asked));
  EXPECT_TRUE(answers(error_about(quoted / tcp_error_head{.sport = 1025, .dport = 80, .seq = 1000}), asked));
  EXPECT_FALSE(answers(error_about(quoted / tcp_error_head{.sport = 1026, .dport = 80, .seq = 1000}), asked));
  EXPECT_FALSE(answers(error_about(quoted / tcp_error_head{.sport = 1025, .dport = 81, .seq = 1000}), asked));
}

// Scapy looks at the code where it means the type (scapy.md appendix C); here it is the type.
TEST(IcmpErrors, AnswerAnEchoWithItsIdAndSequence) {
  const packet asked{ip{.src = "192.0.2.1", .dst = "198.51.100.2"} / icmp{.id = 9, .seq = 1} / "x"};
  const auto about = [](std::uint8_t type, std::uint8_t code, std::uint16_t id, std::uint16_t seq) {
    return error_about(quoted / icmp_error{.type = static_cast<icmp_type>(type), .code = code, .id = id, .seq = seq});
  };
  EXPECT_TRUE(answers(about(8, 0, 9, 1), asked));
  EXPECT_FALSE(answers(about(13, 0, 9, 1), asked));
  EXPECT_FALSE(answers(about(8, 1, 9, 1), asked));
  EXPECT_FALSE(answers(about(8, 0, 10, 1), asked));
  EXPECT_FALSE(answers(about(8, 0, 9, 2), asked));
}

}  // namespace icmp_test
}  // namespace packetry
