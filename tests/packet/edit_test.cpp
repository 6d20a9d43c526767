// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/edit.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace edit_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

constexpr ipv4_address us{192, 0, 2, 1}, them{192, 0, 2, 2};
constexpr udp plain_udp{.sport = 7, .dport = 9};

/// The places at which two packets of one size differ.
std::vector<std::size_t> changes(bytes a, bytes b) {
  EXPECT_EQ(a.size(), b.size());
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i != a.size(); ++i)
    if (a[i] != b[i]) places.push_back(i);
  return places;
}
using places = std::vector<std::size_t>;

// --- what is not changed stays ---------------------------------------------------------------------------------------------

TEST(Edit, ChangesOnlyThoseOctets) {
  const packet before{ether{} / ip{.src = us, .dst = them} / plain_udp / "abc" / padding{"xyz"}};
  packet p = before;
  p.edit<ip>([](ip& h) { h.ttl -= 1; });
  EXPECT_EQ(p.get<ip>().ttl, 63);
  EXPECT_EQ(changes(p.octets(), before.octets()), places{14 + 8});  // the checksum stays as it was
  p.edit<udp>([](udp& h) { h.dport = 0x1234; });
  EXPECT_EQ(changes(p.octets(), before.octets()), (places{14 + 8, 34 + 2, 34 + 3}));
  p.edit<ether>([](ether& h) { h.dst = "02:00:00:00:00:02"; });
  EXPECT_EQ(changes(p.octets(), before.octets()), (places{0, 1, 2, 3, 4, 5, 14 + 8, 34 + 2, 34 + 3}));
  EXPECT_EQ(p.get<raw>(), raw{"abc"});
  EXPECT_EQ(p.get<padding>(), padding{"xyz"});
}

TEST(Edit, ThatChangesNothingChangesNothing) {
  for (packet p : {packet{ether{} / ip{.len = 7, .chksum = 0xbad} / udp{.sport = 7, .dport = 9, .len = 3, .chksum = 0xbad} / "abc"},
                   packet{ether{} / ip{.options = {ip_opt::rr({us})}} / tcp{.dport = 9, .options = {tcp_opt::nop()}}}, packet{ether{} / arp{.hwlen = 4, .plen = 6}}}) {
    const packet before = p;
    p.edit<ether>([](ether&) {});
    if (p.has<ip>()) p.edit<ip>([](ip&) {});
    if (p.has<tcp>()) p.edit<tcp>([](tcp&) {});
    if (p.has<udp>()) p.edit<udp>([](udp&) {});
    if (p.has<arp>()) p.edit<arp>([](arp&) {});
    EXPECT_EQ(p, before);
  }
}

TEST(Edit, KeepsWhatAValueDoesNotHold) {  // here: octets behind the end of the options, which need not be zero
  auto wire = to_bytes(ip{} / tcp{.dport = 9, .options = {tcp_opt::mss(1460), tcp_opt::eol(), tcp_opt::nop(), tcp_opt::nop(), tcp_opt::nop()}});
  packet p{wire, {.link = link_type::raw_ip}};
  p.edit<tcp>([](tcp& h) { h.seq = 1; });
  EXPECT_EQ(changes(p.octets(), wire), places{20 + 7});
}

TEST(Edit, TouchesOneOfSeveral) {
  packet p{ip{.ttl = 1} / ip{.ttl = 2} / ip{.ttl = 3} / plain_udp};
  const packet before = p;
  p.edit<ip>([](ip& h) { h.ttl = 9; }, 2);
  EXPECT_EQ(changes(p.octets(), before.octets()), places{20 + 8});
  EXPECT_EQ(p.get<ip>(2).ttl, 9);
}

TEST(Edit, DissectsAgain) {
  packet p{ip{} / udp{.sport = 1, .dport = 53} / dns{.id = 7}};
  ASSERT_TRUE(p.has<dns>());
  p.edit<udp>([](udp& h) { h.dport = 54; });
  EXPECT_FALSE(p.has<dns>());
  p.edit<udp>([](udp& h) { h.sport = 53; });
  EXPECT_EQ(p.get<dns>().id, 7);
}

// --- sizes that change -------------------------------------------------------------------------------------------------------

TEST(Edit, MakesRoomForOptions) {
  packet p{ip{.src = us, .dst = them} / tcp{.dport = 9} / "abc" / padding{"x"}};
  p.edit<tcp>([](tcp& h) {
    h.options = {tcp_opt::mss(1460)};
    h.dataofs.reset();
    h.chksum.reset();
  });
  p.edit<ip>([](ip& h) {
    h.len.reset();
    h.chksum.reset();
  });
  EXPECT_EQ(p, (packet{ip{.src = us, .dst = them} / tcp{.dport = 9, .options = {tcp_opt::mss(1460)}} / "abc" / padding{"x"}}));
}

TEST(Edit, TakesOptionsAway) {
  packet p{ip{.src = us, .dst = them, .options = {ip_opt::router_alert()}} / plain_udp / "abc"};
  p.edit<ip>([](ip& h) {
    h.options = {};
    h.ihl.reset();
    h.len.reset();
    h.chksum.reset();
  });
  EXPECT_EQ(p, (packet{ip{.src = us, .dst = them} / plain_udp / "abc"}));
}

TEST(Edit, SendsLengthsAsTheyWereUnlessReset) {  // options that the header length does not cover: as they were set
  packet p{ip{.src = us, .dst = them} / plain_udp / "abc"};
  p.edit<ip>([](ip& h) { h.options = {ip_opt::router_alert()}; });
  EXPECT_EQ(p.size(), 35u);
  EXPECT_EQ(p.get<ip>().ihl, 5);
  EXPECT_EQ(p.get<ip>().len, 31);
}

TEST(Edit, ReplacesAPayload) {
  packet p{ip{.src = us, .dst = them} / plain_udp / "abc" / padding{"x"}};
  p.edit<raw>([](raw& r) { r.load = "longer than before"; });
  EXPECT_EQ(p.size(), 28u + 18 + 1);
  EXPECT_EQ(listed(p.octets().subspan(28, 18)), listed(octets{"longer than before"}));
  EXPECT_EQ(p.octets().back(), 'x');
  EXPECT_EQ(p.get<udp>().len, 11);  // lengths stay as they were
  packet q{ip{} / plain_udp / "abc" / padding{"x"}};
  q.edit<padding>([](padding& r) { r.load = "yz"; });
  EXPECT_EQ(q, packet{ip{} / plain_udp / "abc" / padding{"yz"}});
}

TEST(Edit, KeepsTheLengthOnTheWireInStep) {
  const packet cut{to_bytes(ip{} / plain_udp / "abc"), {.link = link_type::raw_ip, .wire_length = 1000}};
  packet longer = cut, shorter = cut;
  longer.edit<raw>([](raw& r) { r.load = "abcdef"; });
  EXPECT_EQ(longer.wire_length(), 1003u);
  shorter.edit<raw>([](raw& r) { r.load = "a"; });
  EXPECT_EQ(shorter.wire_length(), 998u);
}

// --- reset: computed again -----------------------------------------------------------------------------------------------------

TEST(Reset, ComputesAFieldAgain) {
  const packet right{ip{.src = us, .dst = them} / plain_udp / "abc"};
  packet p{ip{.len = 99, .chksum = 0xbad, .src = us, .dst = them} / udp{.sport = 7, .dport = 9, .len = 3, .chksum = 0xbad} / "abc"};
  p.edit<udp>([](udp& h) { h.len.reset(); });
  EXPECT_EQ(p.get<udp>().len, 11);
  EXPECT_EQ(p.get<udp>().chksum, 0xbad);
  p.edit<ip>([](ip& h) { h.len.reset(); });
  EXPECT_EQ(p.get<ip>().len, 31);
  p.edit<udp>([](udp& h) { h.chksum.reset(); });
  EXPECT_EQ(p.get<udp>().chksum, right.get<udp>().chksum);
  p.edit<ip>([](ip& h) { h.chksum.reset(); });
  EXPECT_EQ(p, right);
}

TEST(Reset, CountsNoPadding) {
  packet p{ip{.len = 31} / plain_udp / "abc" / padding{"xyz"}};
  p.edit<ip>([](ip& h) { h.len.reset(); });
  EXPECT_EQ(p.get<ip>().len, 31);
}

TEST(Reset, KeepsWhatIsAbove) {  // the number of the layer above is still that of the layer above
  packet p{ether{} / ip{} / plain_udp};
  const packet before = p;
  p.edit<ether>([](ether& h) { h.type.reset(); });
  p.edit<ip>([](ip& h) { h.proto.reset(); });
  EXPECT_EQ(p, before);
}

TEST(Reset, GivesTheDefaultOfOtherFields) {
  packet p{ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / ip{} / plain_udp};
  p.edit<ether>([](ether& h) {
    h.dst.reset();
    h.src.reset();
  });
  EXPECT_EQ(p.get<ether>().dst, mac_address::broadcast());
  EXPECT_EQ(p.get<ether>().src, mac_address{});
}

// --- refusals -----------------------------------------------------------------------------------------------------------------

TEST(Edit, NamesTheLayerThatIsNotThere) {
  packet p{ip{} / plain_udp};
  const packet before = p;
  bool called = false;
  try {
    p.edit<tcp>([&](tcp&) { called = true; });
    FAIL() << "no exception";
  } catch (const std::out_of_range& e) {
    EXPECT_STREQ(e.what(), "there is no TCP layer in this packet");
  }
  EXPECT_THROW(p.edit<ip>([&](ip&) { called = true; }, 2), std::out_of_range);
  EXPECT_FALSE(called);
  EXPECT_EQ(p, before);
}

TEST(Edit, LeavesThePacketWhereAValueDoesNotFit) {
  packet p{ip{} / plain_udp};
  const packet before = p;
  try {
    p.edit<ip>([](ip& h) {
      h.ttl = 1;
      h.version = 16;
    });
    FAIL() << "no exception";
  } catch (const packet_failure& e) {
    EXPECT_EQ(e.error.what, fault::too_long);
    EXPECT_EQ(e.error.layer, "IP");
  }
  EXPECT_EQ(p, before);
}

// --- packets that are not as we would write them ----------------------------------------------------------------------------------

TEST(Edit, OfAHeaderThatWasCutChangesOnlyThoseOctets) {
  auto wire = to_bytes(ip{} / tcp{.dport = 9, .options = {tcp_opt::mss(1460)}});
  wire.resize(wire.size() - 1);
  packet p{wire, {.link = link_type::raw_ip}};
  ASSERT_TRUE(p.has<tcp>());
  p.edit<tcp>([](tcp& h) { h.seq = 1; });
  EXPECT_EQ(changes(p.octets(), wire), places{20 + 7});
}

TEST(Edit, OfAMessageInOtherOctetsChangesOnlyThoseOctets) {  // names that were not compressed, where we would
  const auto wire = to_bytes(ip{} / udp{} / dns{.id = 7, .qd = {{.qname = "a.example"}}, .an = {{.rrname = "a.example", .rdata = ipv4_address{us}}}, .compress = false});
  packet p{wire, {.link = link_type::raw_ip}};
  ASSERT_TRUE(p.has<dns>());
  p.edit<dns>([](dns& m) { m.id = 8; });
  EXPECT_EQ(changes(p.octets(), wire), places{28 + 1});
}

TEST(Edit, OfAMessageOverTcpKnowsItsPrefix) {
  packet p{ip{} / tcp{} / dns{.id = 7}};
  const packet before = p;
  p.edit<dns>([](dns& m) { m.id = 8; });
  EXPECT_EQ(changes(p.octets(), before.octets()), places{40 + 2 + 1});
  p.edit<dns>([](dns& m) { m.length.reset(); });
  EXPECT_EQ(p.get<dns>().length, before.get<dns>().length);
}

TEST(Edit, OfAQuotedHeaderLeavesTheError) {
  packet p{ip{} / icmp{.type = icmp_type::time_exceeded} / ip_error{.ttl = 1} / udp_error{}};
  const packet before = p;
  p.edit<ip_error>([](ip_error& h) { h.ttl = 2; });
  EXPECT_EQ(changes(p.octets(), before.octets()), places{28 + 8});
}

// --- layers of one's own -------------------------------------------------------------------------------------------------------------

struct knock {
  std::uint32_t code = 0;
  computed<std::uint16_t> sum{};
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}, field{"sum", &knock::sum, be<16>, message_checksum{}}};
};

TEST(Edit, WorksForALayerOfOnesOwn) {
  using own_packet = basic_packet<catalog_with<knock>>;
  own_packet p{ip{} / udp{} / knock{.code = 7} / "abc"};
  p.edit<knock>([](knock& k) {
    k.code = 8;
    k.sum.reset();
  });
  EXPECT_EQ(listed(p.octets().subspan(28)), to_bytes(knock{.code = 8} / "abc"));
}

}  // namespace edit_test
}  // namespace packetry
