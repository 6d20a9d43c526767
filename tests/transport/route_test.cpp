// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/route.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <cerrno>
#include <string>

namespace packetry {
namespace route_test {

class NetworkRoute : public test::two_machines_of_both_kinds {
 protected:
  [[nodiscard]] network_route from_left(const char* to, const char* interface = "") const {
    return left->run([&] { return find_route(inet_address{to}, interface); });
  }
  /// The sentence of what is thrown.
  [[nodiscard]] std::string refusal(const char* to, const char* interface = "") const {
    try {
      (void)from_left(to, interface);
    } catch (const system_error& e) {
      return e.what();
    }
    return "";
  }
};

TEST_F(NetworkRoute, TellsInterfaceSourceAndGateway) {
  const inet_address us{"10.77.0.1"}, us_v6{"fd77::1"};
  EXPECT_EQ(from_left("10.77.0.2"), (network_route{"left", us, {}, false})) << "on the link";
  EXPECT_EQ(from_left("10.78.0.1"), (network_route{"left", us, inet_address{"10.77.0.2"}, false}));
  EXPECT_EQ(from_left("fd78::1"), (network_route{"left", us_v6, inet_address{"fd77::2"}, false}));
}

TEST_F(NetworkRoute, ToThisMachineLeadsThroughItsLoopback) {
  const network_route own = from_left("10.77.0.1");
  EXPECT_EQ(own.interface, "lo");
  EXPECT_TRUE(own.local);
}

TEST_F(NetworkRoute, ThroughAnInterfaceThatWasNamed) {
  left->command("ip link add other type veth peer name end && ip address add 10.80.0.1/24 dev other && ip link set other up && ip link set end up");
  EXPECT_EQ(from_left("10.80.0.9").interface, "other");
  EXPECT_EQ(from_left("10.80.0.9", "left").interface, "left");
}

TEST_F(NetworkRoute, WhereThereIsNoneTheDestinationIsNamed) {
  EXPECT_EQ(refusal("10.9.9.9"), "no route leads to 10.9.9.9 (Network is unreachable)");
  EXPECT_NE(refusal("10.77.0.2", "eth7").find("there is no interface \"eth7\""), std::string::npos);
}

}  // namespace route_test
}  // namespace packetry
