// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/network_map.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <string>

namespace packetry::detail {
namespace network_map_test {

const inet_address right_host = ipv4_address{"10.77.0.2"}, behind = ipv4_address{"10.78.0.1"};

/// What went wrong, and how it is said.
template <class F>
std::string sentence_of(F f, int code) {
  try {
    f();
  } catch (const system_error& e) {
    EXPECT_EQ(e.code(), os_error(code)) << e.what();
    return e.what();
  }
  return "(nothing went wrong)";
}

class NetworkMap : public test::two_machines {};

TEST_F(NetworkMap, RoutesAreOfEveryKind) {
  left->run([] {
    network_map map;
    const unsigned cable = map.link("left").index, lo = map.link("lo").index;
    const inet_address us = ipv4_address{"10.77.0.1"};

    const route_facts on_link = map.route(right_host, 0);
    EXPECT_EQ(on_link.kind, RTN_UNICAST);
    EXPECT_EQ(on_link.interface, cable);
    EXPECT_EQ(on_link.source, us);
    EXPECT_FALSE(on_link.gateway);

    const route_facts routed = map.route(behind, 0);
    EXPECT_EQ(routed.interface, cable);
    EXPECT_EQ(routed.source, us);
    EXPECT_EQ(routed.gateway, right_host);

    for (const inet_address& own : {us, inet_address{ipv4_address::loopback()}}) {
      const route_facts local = map.route(own, 0);
      EXPECT_EQ(local.kind, RTN_LOCAL);
      EXPECT_EQ(local.interface, lo) << "not the interface that has the address";
      EXPECT_EQ(local.source, own);
    }

    EXPECT_EQ(map.route(ipv4_address{"10.77.0.255"}, 0).kind, RTN_BROADCAST);
    const route_facts everywhere = map.route(ipv4_address::broadcast(), cable);
    EXPECT_EQ(everywhere.kind, RTN_BROADCAST);
    EXPECT_EQ(everywhere.source, us);
    EXPECT_EQ(map.route(ipv4_address{"224.0.0.1"}, cable).kind, RTN_MULTICAST);
  });
}

TEST_F(NetworkMap, RoutesOfIpv6) {
  left->command("ip -6 address add fd77::1/64 dev left nodad && ip -6 route add fd78::/64 via fd77::2");
  left->run([] {
    network_map map;
    const route_facts on_link = map.route(ipv6_address{"fd77::2"}, 0);
    EXPECT_EQ(on_link.interface, map.link("left").index);
    EXPECT_EQ(on_link.source, inet_address{ipv6_address{"fd77::1"}});
    EXPECT_EQ(map.route(ipv6_address{"fd78::9"}, 0).gateway, inet_address{ipv6_address{"fd77::2"}});
    EXPECT_EQ(map.route(ipv6_address::loopback(), 0).kind, RTN_LOCAL);
  });
}

TEST_F(NetworkMap, RoutesThatLeadNowhereAreNamed) {
  left->command(
      "ip route add unreachable 10.90.0.0/24 && ip route add prohibit 10.91.0.0/24 && ip route add blackhole "
      "10.92.0.0/24");
  left->run([] {
    network_map map;
    const auto ask = [&](const char* to) { return [&map, to] { (void)map.route(ipv4_address{to}, 0); }; };
    EXPECT_EQ(sentence_of(ask("10.99.0.1"), ENETUNREACH), "no route leads to 10.99.0.1 (Network is unreachable)");
    EXPECT_EQ(sentence_of(ask("10.90.0.1"), EHOSTUNREACH),
              "the routing table says that 10.90.0.1 is unreachable (No route to host)");
    EXPECT_EQ(sentence_of(ask("10.91.0.1"), EACCES),
              "the routing table prohibits packets to 10.91.0.1 (Permission denied)");
    EXPECT_EQ(sentence_of(ask("10.92.0.1"), EINVAL), "the routing table drops packets to 10.92.0.1 (Invalid argument)");
  });
}

TEST_F(NetworkMap, NeighboursAreTheKernels) {
  left->command("ip neigh replace 10.77.0.5 lladdr 02:00:00:00:00:05 dev left nud stale");
  left->command("ip neigh replace 10.77.0.6 dev left nud failed");
  left->run([] {
    network_map map;
    const auto ask = [&](const char* who) {
      return map.neighbour({map.link("left").index, ipv4_address{who}});
    };
    EXPECT_EQ(ask("10.77.0.5"), mac_address{"02:00:00:00:00:05"});
    EXPECT_EQ(ask("10.77.0.6"), std::nullopt);
    EXPECT_EQ(ask("10.77.0.7"), std::nullopt);
  });
}

TEST_F(NetworkMap, ChangesAreNoticed) {
  left->run([this] {
    network_map map;
    const auto neighbour = [&] { return map.neighbour({map.link("left").index, right_host}); };
    left->command("ip neigh replace 10.77.0.2 lladdr 02:00:00:00:00:0a dev left nud permanent");
    EXPECT_EQ(neighbour(), mac_address{"02:00:00:00:00:0a"});
    EXPECT_EQ(map.route(behind, 0).gateway, right_host);
    EXPECT_EQ(map.link("left").mtu, 1500u);

    left->command("ip neigh replace 10.77.0.2 lladdr 02:00:00:00:00:0b dev left nud permanent");
    left->command("ip route replace 10.78.0.0/24 via 10.77.0.3");
    left->command("ip link set left mtu 1400");
    map.refresh();
    EXPECT_EQ(neighbour(), mac_address{"02:00:00:00:00:0b"});
    EXPECT_EQ(map.route(behind, 0).gateway, inet_address{ipv4_address{"10.77.0.3"}});
    EXPECT_EQ(map.link("left").mtu, 1400u);

    left->command("ip route del 10.78.0.0/24");
    map.refresh();
    EXPECT_THROW((void)map.route(behind, 0), system_error);
  });
}

TEST_F(NetworkMap, NameThatMovedToAnotherInterfaceIsFollowed) {
  left->run([this] {
    network_map map;
    const unsigned before = map.link("left").index;
    left->command("ip link set left name was-left && ip link add left type veth peer name other");
    map.refresh();
    EXPECT_NE(map.link("left").index, before);
    EXPECT_EQ(map.link("was-left").index, before);
    EXPECT_TRUE(map.has_link(before));
    left->command("ip link del was-left");
    map.refresh();
    EXPECT_FALSE(map.has_link(before));
  });
}

TEST_F(NetworkMap, MonitorTellsWhatKindOfThingChanged) {
  left->run([this] {
    error_code ec;
    kernel_monitor monitor{ec};
    ASSERT_FALSE(ec);
    EXPECT_FALSE(monitor.read());
    left->command("ip neigh replace 10.77.0.5 lladdr 02:00:00:00:00:05 dev left nud permanent");
    kernel_changes changes = monitor.read();
    EXPECT_TRUE(changes.neighbours);
    EXPECT_FALSE(changes.routes);
    left->command("ip route add 10.82.0.0/24 via 10.77.0.2");
    changes = monitor.read();
    EXPECT_TRUE(changes.routes);
    EXPECT_FALSE(monitor.read());
  });
}

TEST_F(NetworkMap, MonitorThatMissedSomethingSaysEverythingChanged) {
  left->run([this] {
    error_code ec;
    kernel_monitor monitor{ec};
    ASSERT_FALSE(ec);
    const int small = 2048;
    ASSERT_EQ(::setsockopt(monitor.native_handle(), SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    left->command(
        "for i in $(seq 1 60); do ip neigh replace 10.77.0.$((i + 10)) lladdr 02:00:00:00:00:05 dev left nud "
        "permanent; done");
    EXPECT_TRUE(monitor.read().routes) << "no route changed, but some of the news were lost";
    EXPECT_FALSE(monitor.read());
  });
}

}  // namespace network_map_test
}  // namespace packetry::detail
