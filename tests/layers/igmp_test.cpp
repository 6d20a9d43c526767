// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/igmp.hpp>  // first: proves the header stands alone

#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

namespace packetry {
namespace igmp_test {

using test::operator""_hex;

static_assert(layer<igmp> && layer<igmpv3> && layer<igmp_record>);
static_assert(wire_size(igmp{}) == 8 && wire_size(igmpv3{}) == 12 && wire_size(igmpv3{.type = igmp_type::report_v3}) == 8);
static_assert(detail::binds<ip, igmp> && detail::binds<ip, igmpv3> && !detail::binds<ipv6, igmp>);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.5.0: IP(ttl=1, src=A, dst="224.0.0.1") / IGMP(gaddr="239.1.2.3")
constexpr auto query = ip{.ttl = 1, .src = "192.0.2.1", .dst = "224.0.0.1"} / igmp{.gaddr = "239.1.2.3"};
static_assert(to_array<query>() == "4500001c00010000010217ddc0000201e0000001 1114fde6ef010203"_hex);

// Scapy 2.5.0: IP(ttl=1, src=A, dst="239.1.2.3") / IGMP(type=0x16, mrcode=0, gaddr="239.1.2.3")
constexpr auto report = ip{.ttl = 1, .src = "192.0.2.1", .dst = "239.1.2.3"} /
                        igmp{.type = igmp_type::report_v2, .mrcode = 0, .gaddr = "239.1.2.3"};
static_assert(to_array<report>() == "4500001c00010000010206dac0000201ef010203 1600f8faef010203"_hex);

// Scapy 2.5.0: IP(ttl=1, src=A, dst="224.0.0.1", tos=0xc0) / IGMPv3() / IGMPv3mq(gaddr="239.1.2.3", srcaddrs=[A, B])
constexpr auto sources_octets = "45c000280001000001021711c0000201e0000001 111479e0ef01020300000002 c0000201c0000202"_hex;

// Scapy 2.5.0: IP(ttl=1, src=A, dst="224.0.0.22", tos=0xc0) / IGMPv3(type=0x22, mrcode=0) / IGMPv3mr(records=[
//              IGMPv3gr(rtype=4, maddr="239.1.2.3"), IGMPv3gr(rtype=1, maddr="239.1.2.4", srcaddrs=[A])])
constexpr auto groups_octets =
    "45c0003000010000010216f4c0000201e0000016 220034f000000002 04000000ef010203 01000001ef010204c0000201"_hex;

TEST(Igmp, SaysWhatItIs) {
  EXPECT_EQ(summary_text(query), "IP / IGMP: 192.0.2.1 > 224.0.0.1 Group Membership Query 239.1.2.3");
  EXPECT_EQ(summary_text(report), "IP / IGMP: 192.0.2.1 > 239.1.2.3 Version 2 - Membership Report 239.1.2.3");
}

TEST(Igmpv3, AsksForSourcesAsScapyDoes) {
  const auto asks = ip{.tos = 0xc0, .ttl = 1, .src = "192.0.2.1", .dst = "224.0.0.1"} /
                    igmpv3{.gaddr = "239.1.2.3", .srcaddrs = {"192.0.2.1", "192.0.2.2"}};
  EXPECT_EQ(to_bytes(asks), std::vector<std::uint8_t>(sources_octets.begin(), sources_octets.end()));
  const packet p{sources_octets, {.link = link_type::ipv4}};
  const igmpv3 read = p.get<igmpv3>();
  ASSERT_EQ(read.srcaddrs.size(), 2u);
  EXPECT_EQ(read.srcaddrs[1], ipv4_address{"192.0.2.2"});
  EXPECT_NE(show_text(p).find("     numsrc    = 2\n     srcaddrs  = [192.0.2.1, 192.0.2.2]\n"), std::string::npos);
}

TEST(Igmpv3, ReportsGroupsAsScapyDoes) {
  const auto reports = ip{.tos = 0xc0, .ttl = 1, .src = "192.0.2.1", .dst = "224.0.0.22"} /
                       igmpv3{.type = igmp_type::report_v3,
                              .mrcode = 0,
                              .records = {{.rtype = igmp_record_type::change_to_exclude, .maddr = "239.1.2.3"},
                                          {.maddr = "239.1.2.4", .srcaddrs = {"192.0.2.1"}}}};
  EXPECT_EQ(to_bytes(reports), std::vector<std::uint8_t>(groups_octets.begin(), groups_octets.end()));
  const packet p{groups_octets, {.link = link_type::ipv4}};
  const igmpv3 read = p.get<igmpv3>();
  ASSERT_EQ(read.records.size(), 2u);
  EXPECT_EQ(read.records[1].srcaddrs[0], ipv4_address{"192.0.2.1"});
  EXPECT_NE(show_text(p).find("      |  rtype     = Change To Exclude Mode\n"), std::string::npos);
  EXPECT_EQ(summary_text(p), "IP / IGMPv3: 192.0.2.1 > 224.0.0.22 Version 3 Membership Report");
}

TEST(Igmpv3, KeepsAuxiliaryDataAndEveryBit) {
  const igmpv3 all{.resv = 15, .s = 1, .qrv = 7, .qqic = 255};
  const auto wire = to_bytes(all);
  EXPECT_EQ(dissect<igmpv3>(wire)->get<igmpv3>().qrv, 7);
  EXPECT_EQ(wire[8], 0xff);
  const auto aux = to_bytes(igmpv3{.type = igmp_type::report_v3, .records = {{.auxdata = bytes{"01020304"_hex}}}});
  const auto p = dissect<igmpv3>(aux);
  ASSERT_TRUE(p);
  EXPECT_EQ(p->get<igmpv3>().records[0].auxdlen, 1);
  EXPECT_EQ(p->get<igmpv3>().records[0].auxdata.size(), 4u);
}

// --- which version it is ----------------------------------------------------------------------

TEST(Igmp, IsTheVersionThatItsSizeSays) {
  const auto versions = [](bytes message) {
    const packet p = packet::starting_with<ip>(to_bytes(ip{.proto = ip_protocol::igmp} / message));
    return std::pair{p.has<igmp>(), p.has<igmpv3>()};
  };
  const auto eight = "1114 0000 ef010203"_hex;
  const auto twelve = "1114 0000 ef010203 00000000"_hex;
  EXPECT_EQ(versions(eight), std::pair(true, false));
  EXPECT_EQ(versions(twelve), std::pair(false, true));
  EXPECT_EQ(versions(bytes{twelve}.first(11)), std::pair(true, false));
  EXPECT_EQ(versions("2200 0000 00000000"_hex), std::pair(false, true));
  EXPECT_EQ(versions("1600 0000 ef010203 00000000"_hex), std::pair(true, false));
}

TEST(Igmp, RefusesEveryTruncation) {
  for (const bytes whole : {bytes{sources_octets}, bytes{groups_octets}})
    for (std::size_t n = 0; n != whole.size() - 20; ++n) {
      const packet p = packet::starting_with<ip>(whole.first(20 + n));
      EXPECT_EQ(p.has<igmp>() || p.has<igmpv3>(), n >= 8) << n;
      EXPECT_EQ(p.size(), 20 + n);
      EXPECT_FALSE(show_text(p).empty());
    }
}

TEST(Igmp, ChecksItsChecksum) {
  packet p{query};
  EXPECT_TRUE(verify(p).empty());
  p.edit<igmp>([](igmp& m) { m.mrcode = 21; });
  EXPECT_EQ(verify(p).size(), 1u);
  p.recompute();
  EXPECT_TRUE(verify(p).empty());
  EXPECT_TRUE(verify(packet{groups_octets, {.link = link_type::ipv4}}).empty());
}

}  // namespace igmp_test
}  // namespace packetry
