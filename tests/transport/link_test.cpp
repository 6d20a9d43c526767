// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/link.hpp>

#include <packetry/layers/arp.hpp>
#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>

namespace packetry::detail {
namespace link_test {

/// IPv4, ARP, IPv6: by the protocol that the kernel keeps beside the frame.
constexpr std::array network_filter = {
    bpf(BPF_LD | BPF_H | BPF_ABS, static_cast<std::uint32_t>(SKF_AD_OFF + SKF_AD_PROTOCOL)),
    bpf(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IP, 3),
    bpf(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_ARP, 2),
    bpf(BPF_JMP | BPF_JEQ | BPF_K, ETH_P_IPV6, 1),
    bpf(BPF_RET | BPF_K, 0),
    bpf(BPF_RET | BPF_K, whole_frame),
};

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};

/// The frames that are of interest: the kernels talk too.
bool is_marked(bytes frame) {
  const std::string_view text{reinterpret_cast<const char*>(frame.data()), frame.size()};
  return text.find("marked") != text.npos;
}

class NetworkLink : public test::two_machines {
 protected:
  [[nodiscard]] static link_socket open(const test::network_namespace& where, const char* interface,
                                        link_socket_options options = {}) {
    return where.run([&] {
      options.interface = ::if_nametoindex(interface);
      error_code ec;
      link_socket socket{options, ec};
      EXPECT_FALSE(ec) << ec.message();
      return socket;
    });
  }

  /// Left sends a frame.
  template <class P>
  void send(const P& frame) {
    send_octets(to_bytes(frame));
  }
  void send_octets(const std::vector<std::uint8_t>& frame) {
    left->run([&] {
      error_code ec;
      const link_sender sender{ec};
      ASSERT_FALSE(ec) << ec.message();
      ASSERT_FALSE(ec = send_frame(sender.native_handle(), ::if_nametoindex("left"), 0, {}, frame)) << ec.message();
    });
  }

  /// The next frame of interest; it has been sent when this is called.
  [[nodiscard]] received_frame receive(link_socket& socket) {
    received_frame frame;
    for (;;) {
      pollfd readable{.fd = socket.native_handle(), .events = POLLIN, .revents = 0};
      if (::poll(&readable, 1, 10'000) <= 0) break;
      if (!socket.receive(buffer, frame) && is_marked(frame.octets)) return frame;
    }
    ADD_FAILURE() << "nothing arrived";
    return {};
  }

  frame_buffer buffer;
};

std::vector<std::uint8_t> copy(bytes octets) { return {octets.begin(), octets.end()}; }

TEST_F(NetworkLink, FramesArriveAsTheyWereSentAndStamped) {
  link_socket socket = open(*right, "right");
  const auto sent = to_bytes(ether{.dst = right_mac, .src = left_mac} / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} /
                             icmp{} / "marked");
  send_octets(sent);
  const received_frame got = receive(socket);
  EXPECT_EQ(copy(got.octets), sent);
  EXPECT_EQ(got.wire_length, sent.size());
  EXPECT_EQ(got.interface, right->run([] { return ::if_nametoindex("right"); }));
  EXPECT_EQ(got.hardware, 1u);
  EXPECT_EQ(got.direction, PACKET_HOST);
  EXPECT_FALSE(got.checksum_pending);
  EXPECT_GT(got.time.seconds, 1'700'000'000);
}

TEST_F(NetworkLink, VlanTagsAreWhereTheyWereOnTheWire) {
  link_socket socket = open(*right, "right", {.filter = network_filter});
  const auto inner = ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{} / "marked";
  const ether outer{.dst = right_mac, .src = left_mac};
  const std::vector<std::uint8_t> frames[] = {
      to_bytes(outer / dot1q{.vlan = 100} / inner),
      to_bytes(outer / dot1q{.vlan = 0} / inner),  // a tag of zeros is a tag
      to_bytes(outer / dot1q{.prio = 5, .dei = 1, .vlan = 4095} / inner),
  };
  for (const auto& sent : frames) {
    send_octets(sent);
    const received_frame got = receive(socket);
    EXPECT_EQ(copy(got.octets), sent);
    EXPECT_EQ(got.wire_length, sent.size());
  }
}

TEST_F(NetworkLink, BothTagsOfADoubleTaggedFrameAreThere) {
  link_socket socket = open(*right, "right");
  auto sent = to_bytes(ether{.dst = right_mac, .src = left_mac} / dot1q{.vlan = 200} / dot1q{.vlan = 100} /
                       ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{} / "marked");
  for (const std::uint64_t outer_type : {0x8100u, 0x88a8u}) {  // IEEE 802.1ad clause 9.5
    store_be<2>(sent.data() + 12, outer_type);
    send_octets(sent);
    EXPECT_EQ(copy(receive(socket).octets), sent);
  }
}

TEST_F(NetworkLink, FilterPassesNetworkProtocolsAlone) {
  link_socket socket = open(*right, "right", {.filter = network_filter});
  const ether outer{.dst = right_mac, .src = left_mac};
  send(ether{.dst = right_mac, .src = left_mac, .type = ether_type{0x88b5}} / "marked, of another protocol");
  send(outer / arp{} / raw{"marked 1"});
  send(outer / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{} / "marked 2");
  EXPECT_TRUE(dissect(receive(socket).octets).has<arp>());
  EXPECT_TRUE(dissect(receive(socket).octets).has<icmp>());
}

TEST_F(NetworkLink, WithoutAFilterEveryProtocolArrives) {
  link_socket socket = open(*right, "right");
  const auto sent = to_bytes(ether{.dst = right_mac, .src = left_mac, .type = ether_type{0x88b5}} / "marked");
  send_octets(sent);
  EXPECT_EQ(copy(receive(socket).octets), sent);
}

TEST_F(NetworkLink, NothingPassesWhileItIsBeingOpened) {
  std::atomic<bool> done = false;
  std::thread noise{[&] {
    left->run([&] {
      error_code ec;
      const link_sender sender{ec};
      const auto foreign = to_bytes(ether{.dst = right_mac, .src = left_mac, .type = ether_type{0x88b5}} / "marked");
      while (!done) ec = send_frame(sender.native_handle(), ::if_nametoindex("left"), 0, {}, foreign);
    });
  }};
  for (int i = 0; i != 20; ++i) {
    link_socket socket = open(*right, "right", {.filter = network_filter});
    received_frame frame;
    while (!socket.receive(buffer, frame)) EXPECT_FALSE(is_marked(frame.octets));
  }
  done = true;
  noise.join();
}

TEST_F(NetworkLink, WhatThisMachineSendsIsSeenOnlyWhereAskedFor) {
  const auto sent = to_bytes(ether{.dst = right_mac, .src = left_mac} / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} /
                             icmp{} / "marked");
  link_socket deaf = open(*left, "left"), curious = open(*left, "left", {.outgoing = true});
  send_octets(sent);
  const received_frame seen = receive(curious);
  EXPECT_EQ(copy(seen.octets), sent);
  EXPECT_EQ(seen.direction, PACKET_OUTGOING);
  received_frame frame;
  while (!deaf.receive(buffer, frame)) EXPECT_NE(copy(frame.octets), sent);
}

TEST_F(NetworkLink, ChecksumLeftToHardwareIsKnown) {
  link_socket socket = open(*right, "right");
  left->run([] {
    const test::handle kernel{::socket(AF_INET, SOCK_DGRAM, 0)};
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(9);
    to.sin_addr.s_addr = htonl(0x0a4d'0002);
    ASSERT_EQ(::sendto(kernel.get(), "marked", 6, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to), 6);
  });
  EXPECT_TRUE(receive(socket).checksum_pending);
}

TEST_F(NetworkLink, DrainingLeavesNothing) {
  link_socket socket = open(*right, "right", {.filter = network_filter});
  for (int i = 0; i != 100; ++i) send(ether{.dst = right_mac, .src = left_mac} / arp{} / raw{"marked"});
  error_code ec;
  EXPECT_GE(socket.drain(ec), 100u);
  EXPECT_FALSE(ec);
  received_frame frame;
  EXPECT_EQ(socket.receive(buffer, frame), os_error(EAGAIN));
}

TEST_F(NetworkLink, LargeFramesAreWhole) {
  left->command("ip link set left mtu 65535");
  right->command("ip link set right mtu 65535");
  link_socket socket = open(*right, "right");
  std::vector<std::uint8_t> sent(14 + 65535, 'x');
  const auto head = to_bytes(ether{.dst = right_mac, .src = left_mac, .type = ether_type{0x88b5}} / "marked");
  std::copy(head.begin(), head.end(), sent.begin());
  send_octets(sent);
  const received_frame got = receive(socket);
  EXPECT_EQ(got.wire_length, sent.size());
  EXPECT_EQ(copy(got.octets), sent);
}

TEST_F(NetworkLink, InterfaceThatWentDownIsAnError) {
  link_socket socket = open(*left, "left");
  left->command("ip link set left down");
  error_code ec;
  socket.drain(ec);
  EXPECT_EQ(ec, os_error(ENETDOWN));
}

TEST_F(NetworkLink, InterfaceThatIsNotThereIsAnError) {
  left->run([] {
    error_code ec;
    const link_socket socket{{.interface = 9999}, ec};
    EXPECT_EQ(ec, os_error(ENODEV));
    const link_sender sender{ec};
    ASSERT_FALSE(ec);
    EXPECT_EQ(send_frame(sender.native_handle(), 9999, 0, {}, std::vector<std::uint8_t>(60)), os_error(ENXIO));
  });
}

}  // namespace link_test
}  // namespace packetry::detail
