// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/repair.hpp>  // first: proves the header stands alone

#include <packetry/packet/edit.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace repair_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

constexpr ipv4_address us{192, 0, 2, 1}, them{192, 0, 2, 2};
constexpr udp plain_udp{.sport = 7, .dport = 9};
constexpr tcp plain_tcp{.sport = 7, .dport = 9};

std::string text_of(const std::vector<wrong_checksum>& wrong) {
  std::string text;
  for (const wrong_checksum& w : wrong) text += std::string{w.layer} + "." + std::string{w.field} + "@" + std::to_string(w.offset) + " ";
  return text;
}

/// A datagram that an ICMP error quotes: `kept` octets of it, then `more` that its length does not speak of.
std::vector<std::uint8_t> quotation(std::size_t kept, std::size_t more) {
  auto quoted = to_bytes(ip{.ttl = 1, .src = us, .dst = them} / plain_udp / "abcdefgh");
  quoted.resize(kept);
  for (std::size_t i = 0; i != more; ++i) quoted.push_back(static_cast<std::uint8_t>(0x21 + i));
  return quoted;
}

// --- right packets: nothing is found wrong, and nothing is changed -------------------------------------------------------

struct right_case {
  std::string_view name;
  packet made;
};
const right_case rights[] = {
    {"udp", packet{ether{} / ip{.src = us, .dst = them} / plain_udp / "abc"}},
    {"udp_padded", packet{ether{} / ip{.src = us, .dst = them} / plain_udp / "abc" / padding{"xyz"}}},
    {"tcp_with_options", packet{ether{} / ip{.src = us, .dst = them} / tcp{.dport = 9, .options = {tcp_opt::mss(1460), tcp_opt::sack_ok()}} / "odd"}},
    {"icmp", packet{ether{} / ip{.src = us, .dst = them} / icmp{.id = 7} / "ping!"}},
    {"arp", packet{ether{} / arp{.pdst = them} / padding{"xyz"}}},
    {"tagged", packet{ether{} / dot1q{.vlan = 7} / ip{.src = us, .dst = them} / plain_udp / "abc"}},
    {"dns", packet{ether{} / ip{.src = us, .dst = them} / udp{} / dns{.id = 7}}},
    {"dns_over_tcp", packet{ether{} / ip{.src = us, .dst = them} / tcp{} / dns{.id = 7}}},
    {"ip_in_ip", packet{ip{.src = us, .dst = them} / ip{.src = them, .dst = us} / plain_udp / "abc"}},
    {"source_route", packet{ip{.src = us, .dst = them, .options = {ip_opt::lsrr({them, "198.51.100.7"})}} / plain_udp / "abc"}},
    {"error", packet{ip{.src = them, .dst = us} / icmp{.type = icmp_type::time_exceeded} / quotation(36, 0)}},
    {"error_that_cut_the_quotation", packet{ip{.src = them, .dst = us} / icmp{.type = icmp_type::time_exceeded} / quotation(28, 0)}},
    {"error_with_more_behind_the_quotation", packet{ip{.src = them, .dst = us} / icmp{.type = icmp_type::time_exceeded} / quotation(36, 21)}},  // RFC 4884
    {"error_padded", packet{ether{} / ip{.src = them, .dst = us} / icmp{.type = icmp_type::time_exceeded} / quotation(28, 0) / padding{"xyz"}}},
    {"no_octets", packet{}},
};

class RightPacket : public testing::TestWithParam<right_case> {};

TEST_P(RightPacket, HasNoWrongChecksum) { EXPECT_EQ(text_of(verify(GetParam().made.view())), ""); }

TEST_P(RightPacket, IsNotChangedByRecompute) {
  packet p = GetParam().made;
  p.recompute();
  EXPECT_EQ(listed(p.octets()), listed(GetParam().made.octets()));
}

INSTANTIATE_TEST_SUITE_P(Table, RightPacket, testing::ValuesIn(rights), [](const auto& c) { return std::string{c.param.name}; });

// --- wrong checksums -------------------------------------------------------------------------------------------------------

TEST(Verify, SaysLayerFieldFoundAndExpected) {
  const packet right{ether{} / ip{.src = us, .dst = them} / plain_udp / "abc"};
  const packet wrong{ether{} / ip{.chksum = 0x1111, .src = us, .dst = them} / udp{.sport = 7, .dport = 9, .chksum = 0x2222} / "abc"};
  EXPECT_EQ(verify(wrong.view()), (std::vector<wrong_checksum>{{"IP", "chksum", 14, 0x1111, right.get<ip>().chksum.value()},
                                                               {"UDP", "chksum", 34, 0x2222, right.get<udp>().chksum.value()}}));
}

TEST(Verify, FindsEachKindOfChecksum) {
  EXPECT_EQ(text_of(verify(packet{ip{.chksum = 1} / plain_udp}.view())), "IP.chksum@0 ");
  EXPECT_EQ(text_of(verify(packet{ip{} / tcp{.dport = 9, .chksum = 1}}.view())), "TCP.chksum@20 ");
  EXPECT_EQ(text_of(verify(packet{ip{} / icmp{.chksum = 1}}.view())), "ICMP.chksum@20 ");
  EXPECT_EQ(text_of(verify(packet{ip{} / ip{.chksum = 1} / plain_udp}.view())), "IP.chksum@20 ");
}

TEST(Verify, TakesAPacketToo) { EXPECT_EQ(text_of(verify(packet{ip{.chksum = 1} / plain_udp})), "IP.chksum@0 "); }

TEST(Verify, FindsAnyOctetThatIsWrong) {
  const packet right{ip{.src = us, .dst = them} / tcp{.sport = 7, .dport = 9} / "abc"};
  for (std::size_t i = 0; i != right.size(); ++i) {
    auto octets = listed(right.octets());
    octets[i] ^= 0x10;
    const packet p{octets, {.link = link_type::ipv4}};  // which asks for no version
    // What follows from a wrong protocol or length is another packet; its header is still wrong.
    EXPECT_FALSE(verify(p.view()).empty()) << i;
  }
}

TEST(Verify, TakesNoUdpChecksumForRight) {  // RFC 768: all zeros, the sender made none
  EXPECT_EQ(text_of(verify(packet{ip{} / udp{.sport = 7, .dport = 9, .chksum = 0} / "abc"}.view())), "");
  EXPECT_EQ(text_of(verify(packet{ip{} / tcp{.dport = 9, .chksum = 0} / "abc"}.view())), "TCP.chksum@20 ");
}

TEST(Verify, TakesAllOnesForZero) {  // Scapy 2.7.1rc1, scapy.md appendix A "IP/UDP sum 0 sent as ffff"
  const packet p{bytes{"4500001e000100004011f6cac0000201c000020200010002000affff7bd3"_hex}, {.link = link_type::raw_ip}};
  EXPECT_EQ(text_of(verify(p.view())), "");
}

// --- what cannot be told is not wrong ------------------------------------------------------------------------------------

const packet whole{ip{.src = us, .dst = them} / plain_tcp / "abcdefgh"};
packet first_octets(const packet& p, std::size_t n) { return packet{p.octets().first(n), {.link = link_type::raw_ip}}; }

TEST(Verify, LeavesFragmentsAlone) {
  EXPECT_EQ(text_of(verify(packet{ip{.flags = "MF"} / tcp{.dport = 9, .chksum = 1} / "abc"}.view())), "");
  EXPECT_EQ(text_of(verify(packet{ip{.frag = 1} / tcp{.dport = 9, .chksum = 1} / "abc"}.view())), "");
  EXPECT_EQ(text_of(verify(packet{ip{.flags = "MF", .chksum = 1} / tcp{.dport = 9, .chksum = 1} / "abc"}.view())), "IP.chksum@0 ");  // its own header is whole
}

TEST(Verify, LeavesACutPacketAlone) {
  for (std::size_t n = 20; n != whole.size(); ++n) EXPECT_EQ(text_of(verify(first_octets(whole, n).view())), "") << n;
}

TEST(Verify, LeavesACutHeaderAlone) {
  const packet p{ip{.src = us, .dst = them, .options = {ip_opt::rr({us, them})}} / plain_tcp};
  for (std::size_t n = 20; n != p.size(); ++n) EXPECT_EQ(text_of(verify(first_octets(p, n).view())), "") << n;
}

TEST(Verify, LeavesQuotedPacketsAlone) {  // routers change them before they quote
  const packet p{ip{} / icmp{.type = icmp_type::time_exceeded} / ip_error{.chksum = 1} / udp_error{.chksum = 1}};
  EXPECT_EQ(text_of(verify(p.view())), "");
}

TEST(Verify, ExpectsZeroWithoutAddresses) {  // as it would be sent
  EXPECT_EQ(text_of(verify(packet{tcp{.dport = 9}}.view())), "");
  EXPECT_EQ(text_of(verify(packet{tcp{.dport = 9, .chksum = 1}}.view())), "TCP.chksum@0 ");
}

// --- recompute -----------------------------------------------------------------------------------------------------------------

TEST(Recompute, MakesLengthsAndChecksumsRight) {
  packet p{ether{} / ip{.len = 31, .chksum = 1, .src = us, .dst = them} / udp{.sport = 7, .dport = 9, .len = 11, .chksum = 1} / "abc"};
  p.recompute();
  EXPECT_EQ(p, (packet{ether{} / ip{.src = us, .dst = them} / plain_udp / "abc"}));
}

TEST(Recompute, TakesLengthsThatBoundNothingForTheOctetsThatAreThere) {
  packet p{ip{.len = 0, .src = us, .dst = them} / udp{.sport = 7, .dport = 9, .len = 7} / "abc"};
  p.recompute();
  EXPECT_EQ(p, (packet{ip{.src = us, .dst = them} / plain_udp / "abc"}));
}

TEST(Recompute, GivesAChecksumWhereThereWasNone) {
  packet p{ip{.src = us, .dst = them} / udp{.sport = 7, .dport = 9, .chksum = 0} / "abc"};
  p.recompute();
  EXPECT_EQ(p, (packet{ip{.src = us, .dst = them} / plain_udp / "abc"}));
}

// What the inner IP does not count, the outer one carries.
TEST(Recompute, LeavesPaddingInItsTunnel) {
  const packet inner{ip{.src = them, .dst = us} / plain_udp / "abc" / padding{"xyz"}};
  const packet tunnelled{ether{} / ip{.proto = ip_protocol::ipip, .src = us, .dst = them} / raw{inner.octets()} / padding{"0123"}};
  EXPECT_EQ(tunnelled.get<padding>(), padding{"xyz0123"});
  EXPECT_TRUE(verify(tunnelled).empty());
  packet p = tunnelled;
  p.recompute();
  EXPECT_EQ(p, tunnelled);
  p.edit<ip>([](ip& h) { h.len = 1000; });  // more than there is: nothing is known but what stands above
  p.recompute();
  EXPECT_EQ(p.get<ip>().len, 20 + 20 + 8 + 3);
}

// 8 and 28 octets, and ten that the inner header does not have.
TEST(Recompute, LeavesPaddingInItsFrame) {
  const packet framed{dot3{.len = 46} / llc{} / snap{} / arp{.pdst = them} / padding{"0123456789"}};
  packet p = framed;
  p.recompute();
  EXPECT_EQ(p, framed);
}

TEST(Recompute, CountsNoPadding) {
  packet p{ether{} / ip{.chksum = 1, .src = us, .dst = them} / udp{.sport = 7, .dport = 9, .chksum = 1} / "abc" / padding{"xyz"}};
  p.recompute();
  EXPECT_EQ(p, (packet{ether{} / ip{.src = us, .dst = them} / plain_udp / "abc" / padding{"xyz"}}));
}

TEST(Recompute, FollowsAChangedHeader) {
  packet p{ip{.ttl = 64, .src = us, .dst = them} / plain_udp / "abc"};
  p.edit<ip>([](ip& h) {
    h.ttl = 63;
    h.dst = "198.51.100.7";
  });
  EXPECT_EQ(text_of(verify(p.view())), "IP.chksum@0 UDP.chksum@20 ");
  p.recompute();
  EXPECT_EQ(p, (packet{ip{.ttl = 63, .src = us, .dst = "198.51.100.7"} / plain_udp / "abc"}));
}

struct resize_case {
  std::string_view name;
  std::string_view load;
};
constexpr resize_case resizes[] = {{"longer", "longer than before"}, {"shorter", "s"}, {"of_the_same_size", "xyz"}};

class Resized : public testing::TestWithParam<resize_case> {};

TEST_P(Resized, PayloadIsCountedAgain) {  // and what was padding before still is
  packet p{ether{} / ip{.src = us, .dst = them} / plain_udp / "abc" / padding{"0123456789"}};
  p.edit<raw>([](raw& r) { r.load = GetParam().load; });
  p.recompute();
  EXPECT_EQ(p, (packet{ether{} / ip{.src = us, .dst = them} / plain_udp / GetParam().load / padding{"0123456789"}}));
}

INSTANTIATE_TEST_SUITE_P(Table, Resized, testing::ValuesIn(resizes), [](const auto& c) { return std::string{c.param.name}; });

TEST(Recompute, FollowsOptionsThatCameAndWent) {
  const packet before{ether{} / ip{.src = us, .dst = them} / plain_tcp / "abc" / padding{"xyz"}};
  packet p = before;
  p.edit<tcp>([](tcp& h) {
    h.options = {tcp_opt::mss(1460)};
    h.dataofs.reset();
  });
  p.edit<ip>([](ip& h) {
    h.options = {ip_opt::router_alert()};
    h.ihl.reset();
  });
  p.recompute();
  EXPECT_EQ(p, (packet{ether{} / ip{.src = us, .dst = them, .options = {ip_opt::router_alert()}} /
                       tcp{.sport = 7, .dport = 9, .options = {tcp_opt::mss(1460)}} / "abc" / padding{"xyz"}}));
  p.edit<tcp>([](tcp& h) {
    h.options = {};
    h.dataofs.reset();
  });
  p.edit<ip>([](ip& h) {
    h.options = {};
    h.ihl.reset();
  });
  p.recompute();
  EXPECT_EQ(p, before);
}

TEST(Recompute, CountsPaddingThatWasEdited) {
  packet p{ip{.src = us, .dst = them} / plain_udp / "abc" / padding{"0123456789"}};
  p.edit<padding>([](padding& r) { r.load = "01"; });
  p.recompute();
  EXPECT_EQ(p, (packet{ip{.src = us, .dst = them} / plain_udp / "abc" / padding{"01"}}));
}

TEST(Recompute, LeavesWhatALayerCountsWithinItself) {
  packet p{ip{.src = us, .dst = them} / tcp{} / dns{.length = 14, .id = 7, .qdcount = 2, .qd = {}} / "ab"};
  p.recompute();
  EXPECT_EQ(p.get<dns>().length, 14);
  EXPECT_EQ(p.get<dns>().qdcount, 2);
}

TEST(Recompute, LeavesQuotedPackets) {
  packet p{ip{.src = them, .dst = us} / icmp{.type = icmp_type::time_exceeded, .chksum = 1} / ip_error{.len = 99, .chksum = 1} / udp_error{.len = 77, .chksum = 1}};
  p.recompute();
  EXPECT_EQ(p.get<ip_error>().len, 99);
  EXPECT_EQ(p.get<ip_error>().chksum, 1);
  EXPECT_EQ(p.get<udp_error>().len, 77);
  EXPECT_EQ(text_of(verify(p.view())), "");
  EXPECT_EQ(p.get<ip>().len, 56);
}

TEST(Recompute, LeavesTransportChecksumsOfFragments) {
  packet p{ip{.flags = "MF", .chksum = 1, .src = us, .dst = them} / tcp{.dport = 9, .chksum = 0xbeef} / "abcdefgh"};
  p.recompute();
  EXPECT_EQ(p.get<tcp>().chksum, 0xbeef);
  EXPECT_EQ(text_of(verify(p.view())), "");
}

// --- checksums of layers of one's own, wherever they stand ----------------------------------------------------------------------

struct odd_place {
  std::uint8_t first = 0x91;
  computed<std::uint16_t> sum{};
  std::uint16_t rest = 0xe35a;
  static constexpr std::string_view name = "OddPlace";
  static constexpr number ids[] = {udp_port{1001}};
  static constexpr auto wire = layout{field{"first", &odd_place::first, be<8>}, field{"sum", &odd_place::sum, be<16>, message_checksum{}}, field{"rest", &odd_place::rest, be<16>}};
};

template <bool Before, bool Present>
struct conditional {  // as GRE has it: behind another field that need not be there
  bool key_present = Before, sum_present = Present;
  std::uint8_t flags = 0;
  std::uint16_t key = 0x1234;
  computed<std::uint16_t> sum{};
  static constexpr std::string_view name = "Conditional";
  static constexpr number ids[] = {udp_port{1002}};
  static constexpr auto wire = layout{
      field{"key_present", &conditional::key_present, bits<1>}, field{"sum_present", &conditional::sum_present, bits<1>},
      field{"flags", &conditional::flags, bits<6>},
      field{"key", &conditional::key, be<16>, when<&conditional::key_present>{}},
      field{"sum", &conditional::sum, be<16>, when<&conditional::sum_present>{}, message_checksum{}},
  };
};

template <class L>
void expect_repaired() {
  using own = basic_packet<catalog<ip, udp, L>>;
  const own right{ip{.src = us, .dst = them} / udp{} / L{} / "abc"};
  EXPECT_EQ(text_of(verify(right.view())), "");
  L broken;
  broken.sum = 0x0bad;
  const own wrong{ip{.src = us, .dst = them} / udp{} / broken / "abc"};
  const auto found = verify(wrong.view());
  ASSERT_EQ(text_of(found), std::string{L::name} + ".sum@28 ");
  EXPECT_EQ(found[0].expected, right.template get<L>().sum.value());
  own p = wrong;
  p.recompute();
  EXPECT_EQ(listed(p.octets()), listed(right.octets()));
  own q = wrong;
  q.template edit<L>([](L& l) { l.sum.reset(); });
  EXPECT_EQ(q.template get<L>().sum, right.template get<L>().sum.value());
}

TEST(Repair, FindsAChecksumAtAnOddOctet) { expect_repaired<odd_place>(); }
TEST(Repair, FindsAChecksumBehindWhatNeedNotBeThere) {
  expect_repaired<conditional<false, true>>();
  expect_repaired<conditional<true, true>>();
}
TEST(Repair, LeavesAChecksumThatIsNotThere) {
  using absent = conditional<true, false>;
  using own = basic_packet<catalog<ip, udp, absent>>;
  const own right{ip{.src = us, .dst = them} / udp{} / absent{} / "abc"};
  EXPECT_EQ(text_of(verify(right.view())), "");
  own p = right;
  p.recompute();
  EXPECT_EQ(p, right);
}

struct payload_counter {
  computed<std::uint16_t> len{};
  static constexpr std::string_view name = "PayloadCounter";
  static constexpr number ids[] = {udp_port{1003}};
  static constexpr auto wire = layout{field{"len", &payload_counter::len, be<16>, payload_length{}}};
};
TEST(Repair, KnowsEachKindOfLength) {
  basic_packet<catalog<ip, udp, payload_counter>> p{ip{.src = us, .dst = them} / udp{} / payload_counter{.len = 9} / "abc"};
  p.recompute();
  EXPECT_EQ(p.get<payload_counter>().len, 3);
  EXPECT_EQ(p.get<udp>().len, 8 + 2 + 3);
}

}  // namespace repair_test
}  // namespace packetry
