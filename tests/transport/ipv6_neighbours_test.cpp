// SPDX-License-Identifier: BSL-1.0
//
// Hardware addresses of IPv6 neighbours: the kernel's, or by a solicitation of our own (RFC 4861 section 7.2).
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ipv6.hpp>

#include "../support/by_hand.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace packetry {
namespace ipv6_neighbours_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace errc = boost::system::errc;

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"}, told_mac{"02:00:00:00:00:dd"};

bool is_about(const packet& p, icmpv6_type type, const ipv6_address& target) {
  const auto message = p.find<icmpv6>();
  return message && message->type == type && message->tgt == target;
}

/// Frames pass the kernel's neighbour table by, so whatever is asked, packetry asks.
class NetworkNeighbours : public test::two_machines_of_both_kinds {
 protected:
  /// The questions that right has seen.
  static std::vector<packet> questions(const test::witness& end, const ipv6_address& about) {
    std::vector<packet> asked;
    for (packet& p : end.all()) {
      if (is_about(p, icmpv6_type::neighbor_solicitation, about)) asked.push_back(std::move(p));
    }
    return asked;
  }

  /// Ask for an echo of fd77::5, where right, by hand, answers every solicitation by `advertisements`. With `heard` the
  /// echo request as right has seen it.
  error_code ask_fifth(const std::vector<packet>& advertisements, std::optional<packet>& heard) {
    const auto right_end = at_right();
    const auto asked = [](const packet_view& p) {
      const auto message = p.find<icmpv6>();
      return message && message->type == icmpv6_type::neighbor_solicitation && message->tgt == "fd77::5";
    };
    const test::by_hand fifth{*right, "right", asked, [&](const packet&) { return advertisements; }};
    const error_code ec = left->run([] {
      error_code failed;
      (void)sr1(ether{} / ipv6{.dst = "fd77::5"} / icmpv6{.id = 7}, {.timeout = 20ms}, failed);
      return failed;
    });
    for (packet& p : right_end.all()) {
      if (is_about(p, icmpv6_type::echo_request, {})) heard = std::move(p);
    }
    return ec;
  }

  /// fd77::5 is at the address told.
  static packet advertisement(std::uint8_t hlim, const nd_options& options) {
    return packet{ether{.dst = left_mac, .src = right_mac} / ipv6{.hlim = hlim, .src = "fd77::5", .dst = "fe80::1"} /
                  icmpv6{.type = icmpv6_type::neighbor_advertisement, .S = 1, .tgt = "fd77::5", .options = options}};
  }
};

TEST_F(NetworkNeighbours, AreAskedForOnceWhereTheKernelDoesNotKnowThem) {
  const auto right_end = at_right();
  left->run([] {
    for (int i = 0; i != 3; ++i) sendp(ether{} / ipv6{.dst = "fd78::1"} / icmpv6{.id = 7});
  });
  const auto asked = questions(right_end, "fd77::2");
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].get<ether>().src, left_mac);
  EXPECT_EQ(asked[0].get<ether>().dst, "33:33:ff:00:00:02");
  EXPECT_EQ(asked[0].get<ipv6>().dst, "ff02::1:ff00:2");
  EXPECT_EQ(asked[0].get<ipv6>().src, "fe80::1");
  EXPECT_EQ(asked[0].get<ipv6>().hlim, 255);
  EXPECT_EQ(asked[0].get<icmpv6>().options, nd_options{nd_opt::source_link_layer(left_mac)});
}

TEST_F(NetworkNeighbours, AreNotAskedForWhereTheKernelKnowsThem) {
  left->command("ip -6 neigh replace fd77::2 lladdr 02:00:00:00:00:dd dev left nud permanent");
  const auto right_end = at_right();
  left->run([] { sendp(ether{} / ipv6{.dst = "fd77::2"} / icmpv6{.id = 7}); });
  const auto seen = right_end.see([](const packet& p) { return is_about(p, icmpv6_type::echo_request, {}); });
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ether>().dst, told_mac);
}

TEST_F(NetworkNeighbours, AreForgottenWhenTheRouteOrTheTableChanges) {
  left->run([this] {
    left->command("ip -6 neigh replace fd77::2 lladdr 02:00:00:00:00:d2 dev left nud permanent");
    left->command("ip -6 neigh replace fd77::3 lladdr 02:00:00:00:00:d3 dev left nud permanent");
    const auto right_end = at_right();
    const auto goes_to = [&] {
      sendp(ether{} / ipv6{.dst = "fd78::1"} / icmpv6{.id = 7});
      const auto seen = right_end.see([](const packet& p) { return is_about(p, icmpv6_type::echo_request, {}); });
      return seen ? seen->get<ether>().dst.value() : mac_address{};
    };
    EXPECT_EQ(goes_to(), mac_address{"02:00:00:00:00:d2"});
    left->command("ip -6 route replace fd78::/64 via fd77::3");
    EXPECT_EQ(goes_to(), mac_address{"02:00:00:00:00:d3"});
    left->command("ip -6 neigh replace fd77::3 lladdr 02:00:00:00:00:d4 dev left nud permanent");
    EXPECT_EQ(goes_to(), mac_address{"02:00:00:00:00:d4"});
  });
}

TEST_F(NetworkNeighbours, QuestionIsJoined) {
  const auto right_end = at_right();
  left->run([] {
    asio::io_context io;
    transport net{io};
    int answered = 0;
    for (std::uint16_t id = 1; id <= 100; ++id) {
      net.async_srp1(ether{} / ipv6{.dst = "fd77::2"} / icmpv6{.id = id}, [&](error_code ec, packet) { answered += ec ? 0 : 1; });
    }
    io.run();
    EXPECT_EQ(answered, 100);
  });
  EXPECT_EQ(questions(right_end, "fd77::2").size(), 1u);
}

TEST_F(NetworkNeighbours, OfAnIpv4RouteThroughAnIpv6Gateway) {  // RFC 5549
  left->command("ip route replace 10.78.0.0/24 via inet6 fe80::2 dev left");
  const auto right_end = at_right();
  EXPECT_TRUE(left->run([] { return srp1(ether{} / ip{.dst = "10.78.0.1"} / icmp{.id = 7}); }));
  EXPECT_EQ(questions(right_end, "fe80::2").size(), 1u);
}

TEST_F(NetworkNeighbours, AreWhereTheirAdvertisementSays) {
  std::optional<packet> heard;
  const auto ec = ask_fifth({advertisement(255, {nd_opt::target_link_layer(told_mac)})}, heard);
  EXPECT_FALSE(ec) << "nobody answers the echo, but it was sent";
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->get<ether>().dst, told_mac);
}

TEST_F(NetworkNeighbours, AdvertisementsThatHostsMustIgnoreAreIgnored) {  // takes the three seconds that it is allowed
  std::optional<packet> heard;
  const auto from_elsewhere = advertisement(254, {nd_opt::target_link_layer(told_mac)});
  const auto says_nothing = advertisement(255, {});
  EXPECT_EQ(ask_fifth({from_elsewhere, says_nothing}, heard), errc::host_unreachable);
  EXPECT_FALSE(heard);
}

TEST_F(NetworkNeighbours, BadAdvertisementDoesNotEndTheQuestion) {
  std::optional<packet> heard;
  const auto from_elsewhere = advertisement(254, {nd_opt::target_link_layer("02:00:00:00:00:ee")});
  const auto good = advertisement(255, {nd_opt::target_link_layer(told_mac)});
  EXPECT_FALSE(ask_fifth({from_elsewhere, good}, heard));
  ASSERT_TRUE(heard);
  EXPECT_EQ(heard->get<ether>().dst, told_mac);
}

TEST_F(NetworkNeighbours, SilentOneIsNamed) {  // takes three seconds, too
  left->run([] {
    try {
      sendp(ether{} / ipv6{.dst = "fd77::9"} / icmpv6{});
      ADD_FAILURE() << "nobody has this address";
    } catch (const system_error& e) {
      EXPECT_STREQ(e.what(), "nobody on left answers for fd77::9 (No route to host)");
    }
  });
}

}  // namespace ipv6_neighbours_test
}  // namespace packetry
