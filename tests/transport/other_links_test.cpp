// SPDX-License-Identifier: BSL-1.0
//
// Questions over links that are no Ethernet: frames begin with the network layer, or the machine answers itself.
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/netns.hpp"

#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <thread>

#include <linux/if_tun.h>
#include <sys/ioctl.h>

namespace packetry {
namespace other_links_test {

using namespace std::chrono_literals;

/// The machine at the far end of a tunnel, played by whoever holds the descriptor: each echo request is answered, after some
/// strangers' packets. Ends with the interface.
class far_end {
 public:
  explicit far_end(const test::network_namespace& near)
      : tunnel_(near.run([] {
          test::handle made{::open("/dev/net/tun", O_RDWR | O_CLOEXEC)};
          ifreq request{};
          std::strcpy(request.ifr_name, "tunnel");
          request.ifr_flags = IFF_TUN | IFF_NO_PI;
          if (::ioctl(made.get(), TUNSETIFF, &request) != 0) throw std::system_error(errno, std::generic_category());
          return made;
        })) {
    near.command("ip address add 10.99.0.1/24 dev tunnel && ip -6 address add fd99::1/64 dev tunnel nodad && ip link set tunnel up");
    thread_ = std::thread{[this] { answer_all(); }};
  }
  far_end(const far_end&) = delete;
  far_end& operator=(const far_end&) = delete;
  void end(const test::network_namespace& near) {
    near.command("ip link set tunnel down && ip link delete tunnel");
    thread_.join();
  }

 private:
  void answer_all() const {
    std::array<std::uint8_t, 2048> room;
    for (ssize_t size; (size = ::read(tunnel_.get(), room.data(), room.size())) > 0;) {
      const packet asked{bytes{room}.first(static_cast<std::size_t>(size)), {.link = link_type::raw_ip}};
      const auto v4 = asked.find<ip>();
      const auto v6 = asked.find<ipv6>();
      if (v4 && asked.has<icmp>()) {
        for (int i = 0; i != 100; ++i) say(ip{.src = v4->dst, .dst = v4->src.value()} / udp{.sport = 7, .dport = 9} / "stranger");
        say(ip{.src = v4->dst, .dst = v4->src.value()} / icmp{.type = icmp_type::echo_reply, .id = asked.get<icmp>().id});
      } else if (v6 && asked.has<icmpv6>() && asked.get<icmpv6>().type == icmpv6_type::echo_request) {
        say(ipv6{.src = v6->dst, .dst = v6->src.value()} / icmpv6{.type = icmpv6_type::echo_reply, .id = asked.get<icmpv6>().id});
      }
    }
  }
  void say(const auto& what) const {
    const auto octets = to_bytes(what);
    EXPECT_EQ(::write(tunnel_.get(), octets.data(), octets.size()), static_cast<ssize_t>(octets.size()));
  }

  test::handle tunnel_;
  std::thread thread_;
};

class NetworkOtherLinks : public test::two_machines {};

TEST_F(NetworkOtherLinks, WithoutALinkHeaderAreAnsweredToo) {
  far_end other{*left};
  left->run([] {
    EXPECT_TRUE(sr1(ip{.dst = "10.99.0.2"} / icmp{.id = 7}, {.timeout = 60s}));
    EXPECT_TRUE(sr1(ipv6{.dst = "fd99::2"} / icmpv6{.id = 7}, {.timeout = 60s}));
    boost::asio::io_context io;
    transport net{io};
    net.async_sr1(ip{.dst = "10.99.0.2"} / icmp{.id = 7}, {.timeout = 60s}, [](error_code ec, const packet&) { EXPECT_FALSE(ec); });
    io.run();
    EXPECT_EQ(net.statistics().received, 1u) << "strangers' packets do not pass";
  });
  other.end(*left);
}

TEST_F(NetworkOtherLinks, TheMachineItselfAnswersOverLoopback) {
  left->run([] { EXPECT_TRUE(sr1(ip{.dst = "127.0.0.1"} / icmp{.id = 7}, {.timeout = 60s})); });
  left->run([] { EXPECT_TRUE(sr1(ip{.dst = "10.77.0.1"} / icmp{.id = 7}, {.timeout = 60s})); });
}

}  // namespace other_links_test
}  // namespace packetry
