// SPDX-License-Identifier: BSL-1.0
//
// The transport over IPv6: the same as over IPv4, but for whom it asks for hardware addresses, and link-local addresses.
#include <packetry/transport/sr.hpp>

#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/packet/vary.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

namespace packetry {
namespace transport_ipv6_test {

using namespace std::chrono_literals;

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};

/// The field of an echo reply that a test looks at; 0: no answer.
int identification(const std::optional<packet>& answer) {
  return answer && answer->has<icmpv6>() && answer->get<icmpv6>().type == icmpv6_type::echo_reply ? answer->get<icmpv6>().id
                                                                                                 : 0;
}

/// What went wrong, and how it is said.
template <class F>
std::string sentence_of(F f, int code) {
  try {
    f();
  } catch (const system_error& e) {
    EXPECT_EQ(e.code(), detail::os_error(code)) << e.what();
    return e.what();
  }
  return "(nothing went wrong)";
}

class NetworkIpv6 : public test::two_machines_of_both_kinds {
 protected:
  /// The sentence of an error on the left.
  template <class F>
  std::string left_says(int code, F f) const {
    return left->run([&] { return sentence_of(f, code); });
  }
};

// --- echoes, on every way there is ----------------------------------------------------------------------------------

TEST_F(NetworkIpv6, RoutedPacketIsAnsweredByAPacket) {
  const auto answer = left->run([] { return sr1(ipv6{.dst = "fd77::2"} / icmpv6{.id = 7, .seq = 9, .data = "hello"}); });
  ASSERT_EQ(identification(answer), 7);
  EXPECT_EQ(answer->layers()[0].name(), "IPv6");
  EXPECT_EQ(answer->link(), link_type::raw_ip);
  EXPECT_EQ(answer->get<ipv6>().src, "fd77::2");
  EXPECT_EQ(answer->get<ipv6>().dst, "fd77::1");
  EXPECT_EQ(answer->get<icmpv6>().seq, 9);
  EXPECT_EQ(answer->get<icmpv6>().data, octets{"hello"});
  EXPECT_TRUE(verify(*answer).empty());
}

TEST_F(NetworkIpv6, FrameIsAnsweredByAFrame) {
  const auto answer = left->run([] { return srp1(ether{} / ipv6{.dst = "fd77::2"} / icmpv6{.id = 7}); });
  ASSERT_EQ(identification(answer), 7);
  EXPECT_EQ(answer->layers()[0].name(), "Ether");
  EXPECT_EQ(answer->get<ether>().src, right_mac);
  EXPECT_EQ(answer->get<ether>().dst, left_mac);
}

TEST_F(NetworkIpv6, BehindAGateway) {
  EXPECT_EQ(left->run([] { return identification(sr1(ipv6{.dst = "fd78::1"} / icmpv6{.id = 7})); }), 7);
  EXPECT_EQ(left->run([] { return identification(srp1(ether{} / ipv6{.dst = "fd78::1"} / icmpv6{.id = 7})); }), 7);
}

TEST_F(NetworkIpv6, OwnAddressesAnswer) {
  for (const char* own : {"::1", "fd77::1"}) {
    const auto answer = left->run([&] { return sr1(ipv6{.dst = own} / icmpv6{.id = 7}); });
    ASSERT_EQ(identification(answer), 7) << own;
    EXPECT_EQ(answer->get<ipv6>().src, own);
  }
}

TEST_F(NetworkIpv6, PacketOfOctetsIsAnswered) {
  const packet request{ipv6{.src = "fd77::1", .dst = "fd77::2"} / icmpv6{.id = 7}};
  EXPECT_EQ(left->run([&] { return identification(sr1(request)); }), 7);
  const packet frame{ether{.dst = right_mac, .src = left_mac} / ipv6{.src = "fd77::1", .dst = "fd77::2"} / icmpv6{.id = 8}};
  EXPECT_EQ(left->run([&] { return identification(srp1(frame)); }), 8);
}

TEST_F(NetworkIpv6, ManyAreAnsweredEachItsOwn) {
  const auto result = left->run([] {
    return sr(ipv6{.dst = "fd77::2"} / icmpv6{.id = 7} | vary<&icmpv6::seq>(1, 500));
  });
  EXPECT_EQ(result.answered.size(), 500u);
  for (const auto& a : result.answered) EXPECT_EQ(a.request.get<icmpv6>().seq, a.answer.get<icmpv6>().seq);
}

TEST_F(NetworkIpv6, AnswerIsNotTakenForAnotherRequests) {
  const auto answered = left->run([] {
    return identification(sr1(ipv6{.dst = "fd77::9"} / icmpv6{.id = 7}, {.timeout = 50ms}));
  });
  EXPECT_EQ(answered, 0);
}

TEST_F(NetworkIpv6, ThroughATunnelTheInnerSourceIsItsRoutes) {
  const auto right_end = at_right();
  left->run([] { send(ip{.dst = "10.77.0.2"} / ipv6{.dst = "fd77::2"} / icmpv6{.id = 7}); });
  const auto seen = right_end.see([](const packet& p) { return p.has<ip>() && p.has<ipv6>(); });
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ip>().src, "10.77.0.1");
  EXPECT_EQ(seen->get<ipv6>().src, "fd77::1");
}

// --- link-local addresses, and groups -------------------------------------------------------------------------------

TEST_F(NetworkIpv6, LinkLocalAddressNeedsItsInterface) {
  const auto request = ipv6{.dst = "fe80::2"} / icmpv6{.id = 7};
  const auto answer = left->run([&] { return sr1(request, {.interface = "left"}); });
  ASSERT_EQ(identification(answer), 7);
  EXPECT_EQ(answer->get<ipv6>().dst, "fe80::1") << "the source that was filled in is of this link, too";
  EXPECT_EQ(left->run([&] { return identification(srp1(ether{} / request, {.interface = "left"})); }), 7);
  const std::string wanted = "fe80::2 can be on any link: name an interface, {.interface = \"eth0\"} (Destination address required)";
  EXPECT_EQ(left_says(EDESTADDRREQ, [&] { (void)sr1(request); }), wanted);
  EXPECT_EQ(left_says(EDESTADDRREQ, [&] { (void)srp1(ether{} / request); }), wanted);
}

TEST_F(NetworkIpv6, GroupIsAnsweredByItsMembers) {
  const auto request = ipv6{.dst = "ff02::1"} / icmpv6{.id = 7};
  for (const bool named : {true, false}) {  // the kernel knows only one link to choose
    const auto answer = left->run([&] { return sr1(request, {.interface = named ? "left" : ""}); });
    ASSERT_EQ(identification(answer), 7);
    EXPECT_EQ(answer->get<ipv6>().src, "fe80::2");
  }
  const auto framed = left->run([&] { return srp1(ether{} / request, {.interface = "left"}); });
  EXPECT_EQ(identification(framed), 7);
}

TEST_F(NetworkIpv6, NamedInterfaceIsUsed) {
  left->command("ip -6 route del fd78::/64");
  left->command("ip -6 route add fd78::/64 via fe80::2 dev left");
  EXPECT_EQ(left->run([] { return identification(sr1(ipv6{.dst = "fd78::1"} / icmpv6{.id = 7}, {.interface = "left"})); }), 7)
      << "through a router with an address of the link";
}

// --- errors that routers and hosts send -----------------------------------------------------------------------------

TEST_F(NetworkIpv6, ErrorThatQuotesTheRequestIsAnAnswer) {
  const auto request = ipv6{.dst = "fd77::2"} / udp{.sport = 4000, .dport = 9} / "anyone?";
  for (const bool framed : {false, true}) {
    const auto answer = left->run([&] { return framed ? sr1(ether{} / request) : sr1(request); });
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->get<icmpv6>().type, icmpv6_type::dest_unreach);
    EXPECT_EQ(answer->get<icmpv6>().code, 4) << "port unreachable";
    EXPECT_EQ(answer->get<udp_error>().dport, 9);
  }
}

TEST_F(NetworkIpv6, RouterSaysThatTimeIsOver) {
  right->command("echo 1 > /proc/sys/net/ipv6/conf/all/forwarding && ip -6 route add fd79::/64 dev right");
  left->command("ip -6 route add fd79::/64 via fd77::2");
  const auto answer = left->run([] { return sr1(ipv6{.hlim = 1, .dst = "fd79::9"} / udp{.sport = 4000, .dport = 33434} / "x"); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get<icmpv6>().type, icmpv6_type::time_exceeded);
  EXPECT_EQ(answer->get<ipv6>().src, "fd77::2");
  EXPECT_EQ(answer->get<ipv6_error>().dst, "fd79::9");
}

TEST_F(NetworkIpv6, ClosedPortResets) {
  const auto answer = left->run([] { return sr1(ipv6{.dst = "fd77::2"} / tcp{.sport = 4000, .dport = 81, .flags = "S"}); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->get<tcp>().flags, "RA");
}

// --- errors of this machine -----------------------------------------------------------------------------------------

TEST_F(NetworkIpv6, RoutesThatLeadNowhereAreNamed) {
  left->command("ip -6 route add unreachable fd90::/64 && ip -6 route add prohibit fd91::/64");
  const auto ask = [](const char* to) { return [to] { (void)sr1(ipv6{.dst = to} / icmpv6{}); }; };
  EXPECT_EQ(left_says(ENETUNREACH, ask("fd99::1")), "no route leads to fd99::1 (Network is unreachable)");
  EXPECT_EQ(left_says(EHOSTUNREACH, ask("fd90::1")), "the routing table says that fd90::1 is unreachable (No route to host)");
  EXPECT_EQ(left_says(EACCES, ask("fd91::1")), "the routing table prohibits packets to fd91::1 (Permission denied)");
}

TEST_F(NetworkIpv6, PacketBeyondTheMtuIsNamed) {
  const std::string large(2000, 'x');
  EXPECT_EQ(left_says(EMSGSIZE, [&] { send(ipv6{.dst = "fd77::2"} / udp{} / raw{.load = large}); }),
            "the packet has 2048 octets and does not fit through left, whose MTU is 1500 (Message too long)");
}

TEST_F(NetworkIpv6, WhatWasSetIsSentAsItWas) {
  const auto right_end = at_right();
  left->run([] { send(ipv6{.plen = 9, .hlim = 3, .src = "fd99::9", .dst = "fd77::2"} / icmpv6{.cksum = 0x1234, .id = 7}); });
  const auto seen = right_end.see([](const packet& p) { return p.has<ipv6>() && p.get<ipv6>().src == "fd99::9"; });
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ipv6>().plen, 9);
  EXPECT_EQ(seen->get<ipv6>().hlim, 3);
  EXPECT_EQ(seen->octets()[14 + 40 + 2], 0x12);
}

}  // namespace transport_ipv6_test
}  // namespace packetry
