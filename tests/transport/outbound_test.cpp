// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/outbound.hpp>

#include <packetry/layers/arp.hpp>
#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>

#include <gtest/gtest.h>

#include <string>

namespace packetry::detail {
namespace outbound_test {

// --- which way a packet goes ----------------------------------------------------------------------------------------

struct path_case {
  std::string_view name;
  ip header;
  bool framed;
};

// Each differs from the first in one field.
const path_case paths[] = {
    {"consistent", {.src = "10.0.0.1", .dst = "10.0.0.2"}, false},
    {"with_options", {.src = "10.0.0.1", .dst = "10.0.0.2", .options = {ip_opt::router_alert()}}, false},
    {"a_fragment", {.frag = 7, .src = "10.0.0.1", .dst = "10.0.0.2"}, false},
    {"another_version", {.version = 5, .src = "10.0.0.1", .dst = "10.0.0.2"}, false},
    {"foreign_source", {.src = "192.0.2.1", .dst = "10.0.0.2"}, false},
    {"wrong_length", {.len = 99, .src = "10.0.0.1", .dst = "10.0.0.2"}, true},
    {"wrong_checksum", {.chksum = 0x1234, .src = "10.0.0.1", .dst = "10.0.0.2"}, true},
    {"no_identification", {.id = 0, .src = "10.0.0.1", .dst = "10.0.0.2"}, true},
    {"no_identification_but_df", {.id = 0, .flags = "DF", .src = "10.0.0.1", .dst = "10.0.0.2"}, false},
    {"no_source", {.src = "0.0.0.0", .dst = "10.0.0.2"}, true},
    {"header_too_short", {.ihl = 4, .src = "10.0.0.1", .dst = "10.0.0.2"}, true},
    {"header_beyond_the_packet", {.ihl = 15, .src = "10.0.0.1", .dst = "10.0.0.2"}, true},
};

class PathFor : public testing::TestWithParam<path_case> {};

TEST_P(PathFor, KeepsFromTheKernelWhatItWouldChange) {
  const path_choice choice = path_for_v4(to_bytes(GetParam().header / icmp{}));
  EXPECT_EQ(choice.framed, GetParam().framed) << choice.why;
  EXPECT_FALSE(choice.why.empty());
}

INSTANTIATE_TEST_SUITE_P(Table, PathFor, testing::ValuesIn(paths),
                         [](const auto& c) { return std::string{c.param.name}; });

TEST(PathFor, EveryTruncationIsFramed) {
  const auto whole = to_bytes(ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / icmp{});
  for (std::size_t n = 0; n != whole.size(); ++n) EXPECT_TRUE(path_for_v4(bytes{whole}.first(n)).framed) << n;
}

TEST(PathForV6, KernelChangesNothing) {
  const auto whole = to_bytes(ipv6{.plen = 9, .src = "fd77::1", .dst = "fd77::2"} / icmpv6{.cksum = 0x1234});
  EXPECT_FALSE(path_for_v6(whole).framed);
  EXPECT_FALSE(path_for_v6(bytes{whole}.first(40)).framed);
  EXPECT_TRUE(path_for_v6(bytes{whole}.first(39)).framed) << "it would refuse this";
}

// --- link headers
// -----------------------------------------------------------------------------------------------------

const link_facts ethernet{.index = 2, .flags = IFF_UP, .hardware = ARPHRD_ETHER};
const inet_address host = ipv4_address{"10.0.0.2"};

TEST(MacByRule, FollowsFromTheDestination) {
  const route_facts unicast{.kind = RTN_UNICAST, .interface = 2};
  EXPECT_EQ(mac_by_rule(unicast, ethernet, host), std::nullopt);
  EXPECT_EQ(mac_by_rule({.kind = RTN_BROADCAST, .interface = 2}, ethernet, ipv4_address{"10.0.0.255"}),
            mac_address::broadcast());
  // RFC 1112 section 6.4: the low 23 bits.
  EXPECT_EQ(mac_by_rule(unicast, ethernet, ipv4_address{"224.129.2.3"}), mac_address{"01:00:5e:01:02:03"});
  // RFC 2464 section 7
  EXPECT_EQ(mac_by_rule(unicast, ethernet, ipv6_address{"ff02::1:ff01:203"}), mac_address{"33:33:ff:01:02:03"});
}

TEST(MacByRule, SomeLinksHaveNoNeighbours) {
  const route_facts unicast{.kind = RTN_UNICAST, .interface = 2};
  EXPECT_EQ(mac_by_rule(unicast, {.flags = IFF_LOOPBACK, .hardware = ARPHRD_LOOPBACK}, host), mac_address{});
  EXPECT_EQ(mac_by_rule(unicast, {.flags = IFF_NOARP, .hardware = ARPHRD_ETHER}, host), mac_address{});
  EXPECT_EQ(mac_by_rule(unicast, {.hardware = ARPHRD_NONE}, host), mac_address{});
}

TEST(NextHop, IsTheGatewayWhereThereIsOne) {
  const inet_address gateway = ipv4_address{"10.0.0.254"};
  EXPECT_EQ(next_hop({.interface = 2}, host), (scoped_address{2, host}));
  EXPECT_EQ(next_hop({.interface = 2, .gateway = gateway}, host), (scoped_address{2, gateway}));
}

TEST(Outbound, HardwareAddressGoesIntoTheHeaderOrIntoTheFrame) {
  constexpr mac_address mac{"02:00:00:00:00:09"};
  outbound framed{.octets = to_bytes(ip{} / icmp{}), .header_size = 14, .unresolved = {2, host}};
  const auto before = framed.octets;
  framed.resolve(mac);
  EXPECT_TRUE(framed.is_complete());
  EXPECT_EQ(load_be<6>(framed.link_header().data()), mac.value());
  EXPECT_EQ(framed.octets, before);

  outbound frame{.octets = to_bytes(ether{} / ip{} / icmp{}), .begins_with_link = true, .unresolved = {2, host}};
  frame.resolve(mac);
  EXPECT_TRUE(frame.link_header().empty());
  EXPECT_EQ(frame.octets, to_bytes(ether{.dst = mac} / ip{} / icmp{}));
}

}  // namespace outbound_test
}  // namespace packetry::detail
