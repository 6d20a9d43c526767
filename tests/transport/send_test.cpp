// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/sr.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string_view>
#include <vector>

namespace packetry {
namespace send_test {

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};

bool ends_in(const packet& p, std::string_view text) {
  return p.size() >= text.size() &&
         std::ranges::equal(p.octets().last(text.size()), std::as_bytes(std::span{text}),
                            [](std::uint8_t a, std::byte b) { return a == std::to_integer<std::uint8_t>(b); });
}

class NetworkSend : public test::two_machines {
 protected:
  /// What arrives at the right end of a packet that ends in "verbatim" and that left sends.
  template <class P>
  std::optional<packet> arrives(const P& p, const send_options& options = {}) {
    const auto right_end = at_right();
    left->run([&] { send(p, options); });
    return right_end.see([](const packet& seen) { return ends_in(seen, "verbatim"); });
  }

  /// The packet goes routed and as a frame, and both times the octets are those of the packet in which only the source
  /// and the hardware addresses have been filled in.
  template <class Upper>
  void expect_unchanged(const ip& header, const Upper& upper) {
    ip filled = header;
    if (!filled.src.has_value()) filled.src = "10.77.0.1";
    const auto expected = to_bytes(ether{.dst = right_mac, .src = left_mac} / filled / upper);
    for (const bool framed : {false, true}) {
      const auto seen = framed ? arrives(ether{} / header / upper) : arrives(header / upper);
      ASSERT_TRUE(seen) << (framed ? "framed" : "routed");
      EXPECT_EQ(std::vector(seen->octets().begin(), seen->octets().end()), expected) << (framed ? "framed" : "routed");
    }
  }
};

const auto echo = icmp{.id = 7} / "verbatim";

TEST_F(NetworkSend, OrdinaryPacket) { expect_unchanged({.dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, WrongLengthStays) { expect_unchanged({.len = 99, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, WrongHeaderChecksumStays) { expect_unchanged({.chksum = 0x1234, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, IdentificationZeroStays) { expect_unchanged({.id = 0, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, IdentificationZeroWithDontFragmentStays) {
  expect_unchanged({.id = 0, .flags = "DF", .dst = "10.77.0.2"}, echo);
}
TEST_F(NetworkSend, ForeignSourceStays) { expect_unchanged({.src = "192.0.2.1", .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, UnspecifiedSourceStays) { expect_unchanged({.src = "0.0.0.0", .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, AnotherVersionStays) { expect_unchanged({.version = 5, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, HeaderLengthThatIsNoneStays) { expect_unchanged({.ihl = 3, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, HandMadeFragmentStays) { expect_unchanged({.flags = "MF", .frag = 3, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkSend, WrongUpperChecksumStays) {
  expect_unchanged({.dst = "10.77.0.2"}, udp{.sport = 4000, .dport = 9, .len = 3, .chksum = 0xbeef} / "verbatim");
}

TEST_F(NetworkSend, BehindAGatewayTheFrameIsForTheGateway) {
  expect_unchanged({.dst = "10.78.0.1"}, echo);
  expect_unchanged({.id = 0, .dst = "10.78.0.1"}, echo);
}

TEST_F(NetworkSend, GroupsHaveHardwareAddressesOfTheirOwn) {
  struct group {
    ipv4_address to;
    mac_address mac;
  };
  const group groups[] = {{"10.77.0.255", mac_address::broadcast()},
                          {"255.255.255.255", mac_address::broadcast()},
                          {"224.1.2.3", "01:00:5e:01:02:03"}};
  for (const group& g : groups) {
    for (const bool framed : {false, true}) {
      const std::uint16_t id = framed ? 0 : 1;
      const auto seen = arrives(ip{.id = id, .dst = g.to} / echo, {.interface = "left"});
      ASSERT_TRUE(seen) << g.to;
      EXPECT_EQ(seen->get<ether>().dst, g.mac);
      EXPECT_EQ(seen->get<ether>().src, left_mac);
      EXPECT_EQ(seen->get<ip>().src, "10.77.0.1");
      EXPECT_EQ(seen->get<ip>().id, id);
    }
  }
}

TEST_F(NetworkSend, SetHardwareAddressesStay) {
  const ether outer{.dst = "02:00:00:00:00:aa", .src = "02:00:00:00:00:bb"};
  const auto seen = arrives(outer / ip{.dst = "10.77.0.2"} / echo);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ether>().dst, outer.dst.value());
  EXPECT_EQ(seen->get<ether>().src, outer.src.value());
}

TEST_F(NetworkSend, TunnelledPacketHasTheSourceOfItsOwnRoute) {
  const auto seen = arrives(ip{.dst = "10.77.0.2"} / ip{.dst = "127.0.0.1"} / echo);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ip>(1).src, "10.77.0.1");
  EXPECT_EQ(seen->get<ip>(2).src, "127.0.0.1");
}

TEST_F(NetworkSend, FrameWithoutADestinationIsForAll) {
  const auto seen = arrives(ether{.type = ether_type{0x88b5}} / "verbatim", {.interface = "left"});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ether>().dst, mac_address::broadcast());
  EXPECT_EQ(seen->get<ether>().src, left_mac);
}

TEST_F(NetworkSend, PacketIsSentOctetForOctet) {
  const packet frame{ether{.dst = right_mac, .src = "02:00:00:00:00:bb"} /
                     ip{.len = 99, .src = "192.0.2.1", .dst = "10.77.0.2"} / echo};
  const auto seen = arrives(frame);
  ASSERT_TRUE(seen);
  EXPECT_EQ(*seen, frame);

  const packet routed{ip{.id = 0, .src = "192.0.2.1", .dst = "10.77.0.2"} / echo};
  const auto framed = arrives(routed);
  ASSERT_TRUE(framed);
  EXPECT_TRUE(std::ranges::equal(framed->octets().subspan(14), routed.octets()));
}

TEST_F(NetworkSend, InterfaceWithoutAnAddressSends) {
  left->command("ip address flush dev left");
  const auto seen = arrives(ip{.dst = "255.255.255.255"} / echo, {.interface = "left"});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ip>().src, "0.0.0.0");
}

// --- ARP ------------------------------------------------------------------------------------------------------------

class NetworkSendArp : public NetworkSend {
 protected:
  std::optional<packet> arrives_arp(const arp& message) {
    const auto right_end = at_right();
    left->run([&] { sendp(ether{} / message); });
    return right_end.see([&](const packet& p) {
      return p.has<arp>() && p.get<arp>().op == message.op && p.get<arp>().pdst == message.pdst;
    });
  }
};

TEST_F(NetworkSendArp, QuestionIsForAllAndFromTheInterface) {
  const auto seen = arrives_arp({.pdst = "10.77.0.9"});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ether>().dst, mac_address::broadcast());
  EXPECT_EQ(seen->get<ether>().src, left_mac);
  EXPECT_EQ(seen->get<arp>().hwsrc, hardware_octets{left_mac});
  EXPECT_EQ(seen->get<arp>().psrc, protocol_octets{"10.77.0.1"});
  EXPECT_EQ(seen->size(), 42u);
}

TEST_F(NetworkSendArp, ProbeKeepsItsEmptySource) {  // RFC 5227 section 1.1
  const auto seen = arrives_arp({.psrc = "0.0.0.0", .pdst = "10.77.0.9"});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<arp>().psrc, protocol_octets{"0.0.0.0"});
}

TEST_F(NetworkSendArp, AnnouncementLeavesWhereTheAddressIs) {
  const auto seen = arrives_arp({.psrc = "10.77.0.1", .pdst = "10.77.0.1"});
  ASSERT_TRUE(seen) << "the route to an address of our own is the loopback interface";
  EXPECT_EQ(seen->get<ether>().dst, mac_address::broadcast());
}

TEST_F(NetworkSendArp, AnswerIsForWhomItNames) {
  const auto seen = arrives_arp({.op = arp_operation::is_at, .hwdst = "02:00:00:00:00:cc", .pdst = "10.77.0.9"});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ether>().dst, "02:00:00:00:00:cc");
}

TEST_F(NetworkSendArp, AnswerThatNamesNobodyIsForTheNeighbour) {
  const auto seen = arrives_arp({.op = arp_operation::is_at, .pdst = "10.77.0.2"});
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ether>().dst, right_mac);
}

// --- the next hop
// -----------------------------------------------------------------------------------------------------

/// Questions of left's that nobody at left but packetry asked: the kernel's table is told everything beforehand, or
/// asks nothing because frames do not pass it.
class NetworkNextHop : public NetworkSend {
 protected:
  static std::size_t questions(const test::witness& end, ipv4_address about) {
    std::size_t count = 0;
    for (const packet& p : end.all()) {
      if (!p.has<arp>()) continue;
      const arp a = p.get<arp>();
      if (a.op == arp_operation::who_has && a.psrc == protocol_octets{"10.77.0.1"} && a.pdst == protocol_octets{about})
        ++count;
    }
    return count;
  }
};

TEST_F(NetworkNextHop, IsAskedForOnceWhereTheKernelDoesNotKnowIt) {
  const auto right_end = at_right();
  left->run([] {
    for (int i = 0; i != 3; ++i) sendp(ether{} / ip{.dst = "10.78.0.1"} / echo);
  });
  EXPECT_EQ(questions(right_end, "10.77.0.2"), 1u);
}

TEST_F(NetworkNextHop, IsNotAskedForWhereTheKernelKnowsIt) {
  left->command("ip neigh replace 10.77.0.2 lladdr 02:00:00:00:00:dd dev left nud permanent");
  const auto right_end = at_right();
  left->run([] { sendp(ether{} / ip{.dst = "10.77.0.2"} / echo); });
  const auto seen = right_end.see([](const packet& p) { return ends_in(p, "verbatim"); });
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->get<ether>().dst, "02:00:00:00:00:dd");
  EXPECT_EQ(questions(right_end, "10.77.0.2"), 0u);
}

TEST_F(NetworkNextHop, IsForgottenWhenTheRouteChanges) {
  left->run([this] {
    left->command("ip neigh replace 10.77.0.2 lladdr 02:00:00:00:00:d2 dev left nud permanent");
    left->command("ip neigh replace 10.77.0.3 lladdr 02:00:00:00:00:d3 dev left nud permanent");
    const auto right_end = at_right();
    const auto goes_to = [&] {
      sendp(ether{} / ip{.dst = "10.78.0.1"} / echo);
      const auto seen = right_end.see([](const packet& p) { return ends_in(p, "verbatim"); });
      return seen ? seen->get<ether>().dst.value() : mac_address{};
    };
    EXPECT_EQ(goes_to(), mac_address{"02:00:00:00:00:d2"});
    left->command("ip route replace 10.78.0.0/24 via 10.77.0.3");
    EXPECT_EQ(goes_to(), mac_address{"02:00:00:00:00:d3"});
    left->command("ip neigh replace 10.77.0.3 lladdr 02:00:00:00:00:d4 dev left nud permanent");
    EXPECT_EQ(goes_to(), mac_address{"02:00:00:00:00:d4"});
  });
}

}  // namespace send_test
}  // namespace packetry
