// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/interfaces.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

namespace packetry {
namespace interfaces_test {

TEST(Interfaces, EveryMachineHasItsLoopback) {  // needs no privilege
  const auto all = interfaces();
  const auto lo = std::find_if(all.begin(), all.end(), [](const auto& i) { return i.name == "lo"; });
  ASSERT_NE(lo, all.end());
  EXPECT_TRUE(lo->loopback);
  EXPECT_NE(lo->index, 0u);
  EXPECT_EQ(lo->mac, mac_address{});
}

class NetworkInterfaces : public test::two_machines {};

TEST_F(NetworkInterfaces, AreToldWithTheirAddresses) {
  left->command("ip address add 10.79.0.1/30 dev left && ip -6 address add fd77::1/64 dev left nodad");
  const network_interface i = left->run([] { return interface_named("left"); });
  EXPECT_EQ(i.name, "left");
  EXPECT_TRUE(i.up);
  EXPECT_TRUE(i.running);
  EXPECT_TRUE(i.multicast);
  EXPECT_FALSE(i.loopback);
  EXPECT_FALSE(i.noarp);
  EXPECT_EQ(i.mac, "02:00:00:00:77:01");
  EXPECT_EQ(i.mtu, 1500u);
  ASSERT_EQ(i.ipv4.size(), 2u);
  EXPECT_EQ(i.ipv4[0], (interface_address<ipv4_address>{"10.77.0.1", 24}));
  EXPECT_EQ(i.ipv4[1], (interface_address<ipv4_address>{"10.79.0.1", 30}));
  EXPECT_NE(std::find(i.ipv6.begin(), i.ipv6.end(), interface_address<ipv6_address>{"fd77::1", 64}), i.ipv6.end());
}

TEST_F(NetworkInterfaces, OwnEndOfAPointToPointLink) {
  left->command("ip address add 10.80.0.1 peer 10.80.0.2/32 dev left");
  const network_interface i = left->run([] { return interface_named("left"); });
  ASSERT_EQ(i.ipv4.size(), 2u);
  EXPECT_EQ(i.ipv4[1], (interface_address<ipv4_address>{"10.80.0.1", 32}));
}

TEST_F(NetworkInterfaces, FlagsAreTheKernels) {
  left->command("ip link set left arp off mtu 1400 && ip link set left down");
  const network_interface i = left->run([] { return interface_named("left"); });
  EXPECT_FALSE(i.up);
  EXPECT_FALSE(i.running);
  EXPECT_TRUE(i.noarp);
  EXPECT_EQ(i.mtu, 1400u);
}

TEST_F(NetworkInterfaces, WrongNameIsNamed) {
  left->run([] {
    for (const char* wrong : {"eth77", "", "a name longer than any interface's"}) {
      try {
        (void)interface_named(wrong);
        ADD_FAILURE() << wrong;
      } catch (const system_error& e) {
        EXPECT_EQ(e.code(), detail::os_error(ENODEV));
        EXPECT_EQ(std::string{e.what()}, "there is no interface \"" + std::string{wrong} + "\"; there are lo, left");
      }
    }
  });
}

}  // namespace interfaces_test
}  // namespace packetry
