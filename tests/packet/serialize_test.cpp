// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/serialize.hpp>  // first: proves the header stands alone

#include <packetry/bytes/checksum.hpp>
#include <packetry/layers/arp.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace packetry {
namespace serialize_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

constexpr ipv4_address us{192, 0, 2, 1}, them{192, 0, 2, 2};

// --- the same octets by all doors ------------------------------------------------------------------------------------

// Scapy 2.7.1rc1, scapy.md appendix A.
constexpr auto syn_options = ip{.src = us, .dst = them} /
                             tcp{.sport = 1234, .options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 0), tcp_opt::nop(), tcp_opt::wscale(7)}};
constexpr auto syn_options_wire =  // "IP/TCP SYN opts"
    "4500003c000100004006f6b7c0000201c000020204d200500000000000000000a00220009ed90000020405b40402080a000000010000000001030307"_hex;
static_assert(to_array<syn_options>() == syn_options_wire);

constexpr auto question = ip{.src = us, .dst = "192.0.2.53"} / udp{.sport = 5000} / dns{.id = 7, .qd = {{.qname = "www.example.com"}}};
constexpr auto question_wire =  // "UDP/DNS A query"
    "4500003d000100004011f678c0000201c00002351388003500291d4500070100000100000000000003777777076578616d706c6503636f6d0000010001"_hex;
static_assert(to_array<question>() == question_wire);

constexpr auto who_has = ether{.src = "02:00:00:00:00:01"} / arp{.hwsrc = "02:00:00:00:00:01", .psrc = us, .pdst = them};
constexpr auto who_has_wire =  // "Ether/ARP who-has"
    "ffffffffffff02000000000108060001080006040001020000000001c0000201000000000000c0000202"_hex;
static_assert(to_array<who_has>() == who_has_wire);

constexpr ip alone{.src = us, .dst = them};
static_assert(to_array<alone>().size() == 20, "a layer alone is a packet too");

template <class P>
void expect_octets(const P& packet, bytes expected) {
  EXPECT_EQ(wire_size(packet), expected.size());
  EXPECT_EQ(to_bytes(packet), listed(expected));
  std::vector<std::uint8_t> out(expected.size());
  EXPECT_EQ(serialize_to(packet, out), result<std::size_t>{expected.size()});
  EXPECT_EQ(out, listed(expected));
}

TEST(Serialize, GivesTheSameOctetsEveryWay) {
  expect_octets(syn_options, syn_options_wire);
  expect_octets(question, question_wire);
  expect_octets(who_has, who_has_wire);
  expect_octets(raw{}, {});
  expect_octets(raw{"abc"}, "616263"_hex);
}

// --- the caller's buffer --------------------------------------------------------------------------------------------

/// `to_bytes` learns the size of what compresses names while it writes; `serialize_to` counts first.
template <class P>
std::size_t size_by_both_ways(const P& p) {
  std::vector<std::uint8_t> counted(wire_size(p));
  EXPECT_EQ(serialize_to(p, counted).value(), counted.size());
  EXPECT_EQ(to_bytes(p), counted);
  return counted.size();
}

TEST(Serialize, CountsCompressedNamesWhereverTheyStand) {
  const ip lower{.src = us, .dst = them};
  const dns answer{.qd = {{.qname = "www.example.com"}}, .an = {{.rrname = "www.example.com", .rdata = us}}};
  constexpr std::size_t size = 12 + (17 + 4) + (2 + 14);  // header, question, and a record with a pointer for a name
  EXPECT_EQ(size_by_both_ways(answer), size);
  EXPECT_EQ(size_by_both_ways(lower / udp{} / answer), 20 + 8 + size);
  EXPECT_EQ(size_by_both_ways(lower / tcp{} / answer), 20 + 20 + 2 + size);  // a length leads it
  EXPECT_EQ(size_by_both_ways(lower / udp{} / answer / padding{.load = "0000"}), 20 + 8 + size + 4);
}

TEST(SerializeTo, WritesNothingWhereThereIsNoSpace) {
  for (std::size_t n = 0; n != who_has_wire.size(); ++n) {
    std::vector<std::uint8_t> out(n, 0xee);
    EXPECT_EQ(serialize_to(who_has, out).error(),
              (packet_error{.what = fault::no_space, .layer = "Ether", .offset = 0, .needed = who_has_wire.size(), .available = n}));
    EXPECT_TRUE(std::all_of(out.begin(), out.end(), [](std::uint8_t o) { return o == 0xee; })) << n;
  }
}

TEST(SerializeTo, WritesNoMoreThanThePacket) {
  std::array<std::uint8_t, 1500> frame{};
  frame.fill(0xee);
  ASSERT_EQ(serialize_to(who_has, frame), result<std::size_t>{42u});
  EXPECT_EQ(listed(bytes{frame}.first(42)), listed(who_has_wire));
  EXPECT_TRUE(std::all_of(frame.begin() + 42, frame.end(), [](std::uint8_t o) { return o == 0xee; }));
}

TEST(SerializeTo, OverwritesWhatWasThere) {  // no octet is left as it was found
  for (const std::uint8_t before : {std::uint8_t{0x00}, std::uint8_t{0xff}}) {
    std::vector<std::uint8_t> out(syn_options_wire.size(), before);
    ASSERT_TRUE(serialize_to(syn_options, out));
    EXPECT_EQ(out, listed(syn_options_wire));
  }
}

// --- too long -----------------------------------------------------------------------------------------------------------

raw load_of(std::size_t size) { return raw{octets::filled(size, 0x5a)}; }

template <class P>
packet_error error_of(const P& packet) {
  std::vector<std::uint8_t> out(wire_size(packet));
  return serialize_to(packet, out).error();
}

TEST(TooLong, NamesTheLayerWhoseLengthDoesNotFit) {
  EXPECT_EQ(to_bytes(ip{} / udp{} / load_of(65535 - 28)).size(), 65535u);
  EXPECT_EQ(error_of(ip{} / udp{} / load_of(65535 - 27)), (packet_error{.what = fault::too_long, .layer = "IP", .offset = 0}));
  EXPECT_EQ(error_of(ether{} / ip{} / udp{} / load_of(65535 - 27)), (packet_error{.what = fault::too_long, .layer = "IP", .offset = 14}));
  EXPECT_EQ(error_of(ether{} / ip{} / udp{} / load_of(65535 - 7)), (packet_error{.what = fault::too_long, .layer = "UDP", .offset = 34}));  // the innermost
  EXPECT_EQ(error_of(ether{} / ip{} / tcp{} / load_of(70'000)), (packet_error{.what = fault::too_long, .layer = "IP", .offset = 14}));
}

TEST(TooLong, IsNoConcernOfLengthsThatWereSet) {
  EXPECT_EQ(to_bytes(ip{.len = 0} / udp{.len = 0} / load_of(70'000)).size(), 70'028u);
  EXPECT_EQ(to_bytes(raw{octets::filled(70'000, 1)}).size(), 70'000u);
}

TEST(TooLong, NamesTheLayerWhoseValueDoesNotFit) {
  EXPECT_EQ(error_of(ether{} / ip{.version = 16} / udp{}), (packet_error{.what = fault::too_long, .layer = "IP", .offset = 14}));
  EXPECT_EQ(error_of(ether{} / ip{} / tcp{.reserved = 8}), (packet_error{.what = fault::too_long, .layer = "TCP", .offset = 34}));
  try {
    static_cast<void>(to_bytes(ip{.frag = 0x2000} / udp{}));
    FAIL() << "no exception";
  } catch (const packet_failure& e) {
    EXPECT_STREQ(e.what(), "IP at octet 0: too long for its field");
  }
}

// --- padding stands outside of everything ------------------------------------------------------------------------------

TEST(Padding, CountsIntoNoLengthAndNoChecksum) {
  const auto bare = to_bytes(ether{} / ip{} / udp{} / "abc"), padded = to_bytes(ether{} / ip{} / udp{} / "abc" / padding{"fill"} / padding{"up"});
  ASSERT_EQ(padded.size(), bare.size() + 6);
  EXPECT_EQ(std::vector(padded.begin(), padded.end() - 6), bare);
  EXPECT_EQ(std::string(padded.end() - 6, padded.end()), "fillup");
}

// --- the pseudo header (RFC 768, RFC 9293 section 3.1) --------------------------------------------------------------------

/// The checksum of `segment` (its own field zero) between two addresses, octet by octet from the RFC's picture.
std::uint16_t transport_sum(ipv4_address src, ipv4_address dst, std::uint8_t protocol, std::size_t length, std::vector<std::uint8_t> segment, std::size_t field_at) {
  segment[field_at] = segment[field_at + 1] = 0;
  const std::array<std::uint8_t, 4> ends{0, protocol, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)};
  std::vector<std::uint8_t> all;
  for (const auto a : {src, dst})
    for (int shift = 24; shift >= 0; shift -= 8) all.push_back(static_cast<std::uint8_t>(a.value() >> shift));
  all.insert(all.end(), ends.begin(), ends.end());
  all.insert(all.end(), segment.begin(), segment.end());
  return checksum(all);
}

std::uint16_t word_at(const std::vector<std::uint8_t>& octets, std::size_t at) { return static_cast<std::uint16_t>(octets[at] << 8 | octets[at + 1]); }

struct pseudo_case {
  std::string_view name;
  ip network;
  ipv4_address dst;    ///< that counts
  std::size_t length;  ///< that counts
};
const std::size_t udp_and_load = 8 + 5;
const pseudo_case pseudos[] = {
    {"as_it_is", {.src = us, .dst = them}, them, udp_and_load},
    {"length_set", {.len = 100, .src = us, .dst = them}, them, 100 - 20},  // Scapy: what IP claims
    {"length_below_the_header", {.len = 19, .src = us, .dst = them}, them, 0},
    {"length_of_the_header", {.len = 20, .src = us, .dst = them}, them, 0},
    {"length_set_with_options", {.len = 100, .src = us, .dst = them, .options = {ip_opt::router_alert()}}, them, 100 - 24},
    {"protocol_set", {.proto = ip_protocol::tcp, .src = us, .dst = them}, them, udp_and_load},  // it is UDP all the same
    {"no_source", {.dst = them}, them, udp_and_load},
    {"loose_route", {.src = us, .dst = them, .options = {ip_opt::lsrr({them, "198.51.100.7"})}}, "198.51.100.7", udp_and_load},
    {"strict_route", {.src = us, .dst = them, .options = {ip_opt::nop(), ip_opt::ssrr({"198.51.100.7"})}}, "198.51.100.7", udp_and_load},
    {"route_to_all_ones", {.src = us, .dst = ipv4_address::broadcast(), .options = {ip_opt::lsrr({"198.51.100.7"})}}, "198.51.100.7", udp_and_load},
    {"recorded_route", {.src = us, .dst = them, .options = {ip_opt::rr({"198.51.100.7"})}}, them, udp_and_load},
};

class PseudoHeader : public testing::TestWithParam<pseudo_case> {};

TEST_P(PseudoHeader, IsWhatTheReceiverWillSee) {
  const auto& [name, network, dst, length] = GetParam();
  const auto wire = to_bytes(network / udp{.sport = 7, .dport = 9} / "abcde");
  const std::vector<std::uint8_t> datagram(wire.end() - udp_and_load, wire.end());
  EXPECT_EQ(word_at(datagram, 6), transport_sum(network.src, dst, 17, length, datagram, 6));
}

INSTANTIATE_TEST_SUITE_P(Table, PseudoHeader, testing::ValuesIn(pseudos), [](const auto& c) { return std::string{c.param.name}; });

TEST(PseudoHeader, IsOfTheNearestAddresses) {
  const auto inner = to_bytes(ip{.src = us, .dst = them} / udp{} / "x"), outer = to_bytes(ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / ip{.src = us, .dst = them} / udp{} / "x");
  EXPECT_EQ(std::vector(outer.begin() + 20, outer.end()), inner);
}

TEST(PseudoHeader, ThatIsNotThereLeavesTheChecksumZero) {  // as Scapy does
  EXPECT_EQ(word_at(to_bytes(udp{} / "x"), 6), 0);
  EXPECT_EQ(word_at(to_bytes(tcp{} / "x"), 16), 0);
  EXPECT_EQ(word_at(to_bytes(ether{} / unbound / udp{} / "x"), 14 + 6), 0);
  EXPECT_NE(word_at(to_bytes(ip{} / "x" / unbound / udp{}), 20 + 1 + 6), 0);  // below is below, whatever is between
}

TEST(UdpChecksum, OfZeroIsSentAsAllOnes) {
  // Scapy 2.7.1rc1, scapy.md appendix A "IP/UDP sum 0 sent as ffff".
  expect_octets(ip{.src = us, .dst = them} / udp{.sport = 1, .dport = 2} / "7bd3"_hex,
                "4500001e000100004011f6cac0000201c000020200010002000affff7bd3"_hex);
}

// --- fields of several layers at once ------------------------------------------------------------------------------------

// Scapy 2.7.1rc1, scapy.md appendix A "IP/ICMP ttl-exceeded": an error quotes a packet with checksums of its own.
TEST(Serialize, WritesPacketsWithinPackets) {
  expect_octets(ip{.src = "192.0.2.254", .dst = us} / icmp{.type = icmp_type::time_exceeded} / ip_error{.src = us, .dst = them} / udp_error{.sport = 1000, .dport = 33434},
                "45000038000100004001f5c4c00002fec00002010b00791d000000004500001c000100004011f6ccc0000201c000020203e8829a0008f557"_hex);
}

}  // namespace serialize_test
}  // namespace packetry
