// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/resolve.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

namespace packetry {
namespace resolve_test {

using servers = std::vector<ipv4_address>;
using servers_v6 = std::vector<ipv6_address>;
using all_servers = std::vector<inet_address>;

/// What `nameservers` makes of a file.
template <class Address = ipv4_address>
std::vector<Address> read(const std::string& text) {
  char name[] = "/tmp/packetry-resolv.XXXXXX";
  const test::handle file{::mkstemp(name)};
  std::ofstream{name} << text;
  const auto found = nameservers<Address>(name);
  std::remove(name);
  return found;
}

TEST(Nameservers, AreReadInOrder) {
  EXPECT_EQ(
      read("# nameserver 192.0.2.9\nsearch example.org\nnameserver 192.0.2.1\nnameserver\t192.0.2.2  # the other\n"),
      (servers{"192.0.2.1", "192.0.2.2"}));
}

TEST(Nameservers, LastLineNeedsNoEnd) { EXPECT_EQ(read("nameserver 192.0.2.1"), servers{"192.0.2.1"}); }

TEST(Nameservers, LinesOfDosAreRead) { EXPECT_EQ(read("nameserver 192.0.2.1\r\n"), servers{"192.0.2.1"}); }

TEST(Nameservers, OthersAreLeftOut) {
  EXPECT_EQ(read("nameserver fd00::1\nnameserver 192.0.2.1\nnameservers 192.0.2.2\n"), servers{"192.0.2.1"});
  EXPECT_EQ(read("nameserver fd00::1\n"), servers{});
}

TEST(Nameservers, OfEitherKindKeepTheirOrder) {
  const std::string both = "nameserver fd00::1\nnameserver 192.0.2.1\nnameserver fe80::1%eth0\n";
  EXPECT_EQ(read<ipv6_address>(both), servers_v6{"fd00::1"});
  EXPECT_EQ(read<inet_address>(both), (all_servers{"fd00::1", "192.0.2.1"}));
  EXPECT_EQ(read<ipv6_address>(""), servers_v6{"::1"});
  EXPECT_EQ(read<inet_address>(""), all_servers{"127.0.0.1"});
}

TEST(Nameservers, WithoutAnyTheMachineItselfIsAsked) {  // resolv.conf(5)
  EXPECT_EQ(read(""), servers{"127.0.0.1"});
  EXPECT_EQ(nameservers("/nonexistent/resolv.conf"), servers{"127.0.0.1"});
}

TEST(Resolve, AddressesAreThemselves) { EXPECT_EQ(resolve("192.0.2.7"), ipv4_address{"192.0.2.7"}); }

TEST(Resolve, AddressesOfIpv6AreThemselves) {
  EXPECT_EQ(resolve<ipv6_address>("fd77::2"), ipv6_address{"fd77::2"});
  EXPECT_EQ(resolve<inet_address>("fd77::2"), inet_address{"fd77::2"});
  EXPECT_EQ(resolve<inet_address>("192.0.2.7"), inet_address{"192.0.2.7"});
  error_code ec;
  EXPECT_EQ(resolve("fd77::2", ec), ipv4_address{});
  EXPECT_TRUE(ec) << "it is no IPv4 address";
}

TEST(Resolve, ThisHostIsKnown) { EXPECT_EQ(resolve("localhost"), ipv4_address::loopback()); }

class NetworkResolve : public test::two_machines {};

TEST_F(NetworkResolve, UnknownHostIsNamed) {
  left->run([] {
    try {
      (void)resolve("nobody.invalid");
      ADD_FAILURE() << "there is no such host";
    } catch (const system_error& e) {
      EXPECT_NE(std::string_view{e.what()}.find("\"nobody.invalid\""), std::string_view::npos) << e.what();
      EXPECT_EQ(e.code().category(), boost::asio::error::get_netdb_category());
    }
    error_code ec;
    EXPECT_EQ(resolve("nobody.invalid", ec), ipv4_address{});
    EXPECT_TRUE(ec);
    EXPECT_EQ(resolve("192.0.2.7", ec), ipv4_address{"192.0.2.7"});
    EXPECT_FALSE(ec);
  });
}

}  // namespace resolve_test
}  // namespace packetry
