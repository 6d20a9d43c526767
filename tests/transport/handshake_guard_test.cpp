// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/handshake_guard.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/transport/sr.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <stdexcept>
#include <type_traits>
#include <utility>

#include <linux/capability.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace packetry {
namespace handshake_guard_test {

static_assert(!std::is_copy_constructible_v<handshake_guard> && std::is_nothrow_move_constructible_v<handshake_guard>);

/// Take CAP_NET_ADMIN from this thread, without which TCP sockets take no filter.
void without_network_administration() {
  __user_cap_header_struct header{.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
  __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3]{};
  if (::syscall(SYS_capget, &header, sets) != 0) throw std::runtime_error("capget");
  sets[0].effective &= ~(1u << CAP_NET_ADMIN);
  if (::syscall(SYS_capset, &header, sets) != 0) throw std::runtime_error("capset");
}

class NetworkGuard : public test::two_machines_of_both_kinds {
 protected:
  /// A server of the kernel's at the right end; nobody reads from it.
  [[nodiscard]] test::handle listen(std::uint16_t port) const {
    return right->run([&] {
      test::handle server{::socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0)};
      sockaddr_in6 at{};  // every address, IPv4 too
      at.sin6_family = AF_INET6;
      at.sin6_port = htons(port);
      EXPECT_EQ(::bind(server.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
      EXPECT_EQ(::listen(server.get(), 1), 0);
      return server;
    });
  }

  /// How many resets of ours the right end has seen, after a handshake by hand from `sport`.
  [[nodiscard]] int resets_of_handshake(std::uint16_t sport, std::uint16_t dport) const {
    return resets_of_handshake(ip{.dst = "10.77.0.2"}, {}, sport, dport);
  }
  [[nodiscard]] int resets_over_ipv6(std::uint16_t sport, std::uint16_t dport, const char* to = "fd77::2") const {
    return resets_of_handshake(ipv6{.dst = to}, {.interface = "left"}, sport, dport);
  }
  template <class Network>
  [[nodiscard]] int resets_of_handshake(const Network& from, const sr1_options& options, std::uint16_t sport,
                                        std::uint16_t dport) const {
    const auto right_end = at_right();
    left->run([&] {
      const std::optional<packet> syn_ack = sr1(from / tcp{.sport = sport, .dport = dport, .seq = 1, .flags = "S"}, options);
      ASSERT_TRUE(syn_ack);
      ASSERT_EQ(syn_ack->get<tcp>().flags, "SA");
      const auto end = syn_ack->get<tcp>();
      send(from / tcp{.sport = sport, .dport = dport, .seq = 2, .ack = end.seq + 1, .flags = "A"}, {.interface = options.interface});
      // Its answer comes after all that the kernel had to say.
      if constexpr (std::is_same_v<Network, ip>) {
        ASSERT_TRUE(sr1(from / icmp{.id = 77}, options));
      } else {
        ASSERT_TRUE(sr1(from / icmpv6{.id = 77}, options));
      }
    });
    int resets = 0;
    for (const packet& p : right_end.all()) {
      if (const auto t = p.find<tcp>()) resets += t->sport == sport && t->flags == "R" ? 1 : 0;
    }
    return resets;
  }

  /// How many "port unreachable" the right end has seen after a datagram to a port of the left one.
  [[nodiscard]] int complaints_about(std::uint16_t dport) const {
    return right->run([&] {
      const auto answer = sr1(ip{.dst = "10.77.0.1"} / udp{.sport = 4000, .dport = dport} / "?", {.timeout = silence});
      return answer && answer->has<icmp>() ? 1 : 0;
    });
  }

  [[nodiscard]] int complaints_over_ipv6(std::uint16_t dport) const {
    return right->run([&] {
      const auto answer = sr1(ipv6{.dst = "fd77::1"} / udp{.sport = 4000, .dport = dport} / "?", {.timeout = silence});
      return answer && answer->has<icmpv6>() ? 1 : 0;
    });
  }

  static constexpr std::chrono::milliseconds silence{50};
};

TEST_F(NetworkGuard, WithoutOneTheKernelResets) {
  const auto server = listen(80);
  EXPECT_EQ(resets_of_handshake(2203, 80), 1);
}

TEST_F(NetworkGuard, KeepsTheKernelSilent) {
  const auto server = listen(80);
  const handshake_guard guard = left->run([] { return handshake_guard{{.src = "10.77.0.1", .sport = 2203}}; });
  EXPECT_EQ(guard.port(), 2203);
  EXPECT_EQ(resets_of_handshake(2203, 80), 0);
}

TEST_F(NetworkGuard, ChoosesAFreePort) {
  const auto server = listen(80);
  const handshake_guard one = left->run([] { return handshake_guard{}; });
  const handshake_guard other = left->run([] { return handshake_guard{}; });
  EXPECT_NE(one.port(), 0);
  EXPECT_NE(one.port(), other.port());
  EXPECT_EQ(resets_of_handshake(one.port(), 80), 0);
}

TEST_F(NetworkGuard, EndsWithItsObject) {
  const auto server = listen(80), other_server = listen(81);
  {
    handshake_guard first = left->run([] { return handshake_guard{{.sport = 2203}}; });
    const handshake_guard moved = std::move(first);
    EXPECT_EQ(first.port(), 0);
    EXPECT_EQ(moved.port(), 2203);
    EXPECT_EQ(resets_of_handshake(2203, 80), 0);
  }
  EXPECT_EQ(resets_of_handshake(2203, 81), 1);
}

TEST_F(NetworkGuard, OfUdp) {
  EXPECT_EQ(complaints_about(5353), 1);
  const handshake_guard guard = left->run([] { return handshake_guard{{.sport = 5353, .proto = ip_protocol::udp}}; });
  EXPECT_EQ(complaints_about(5353), 0);
}

TEST_F(NetworkGuard, OverIpv6) {
  const auto server = listen(80);
  EXPECT_EQ(resets_over_ipv6(2203, 80), 1) << "without one";
  const handshake_guard guard = left->run([] { return handshake_guard{{.src = "fd77::1", .sport = 2204}}; });
  EXPECT_EQ(guard.port(), 2204);
  EXPECT_EQ(resets_over_ipv6(2204, 80), 0);
}

TEST_F(NetworkGuard, OfALinkLocalAddress) {
  const auto server = listen(80);
  const handshake_guard guard = left->run([] { return handshake_guard{{.src = "fe80::1", .sport = 2203}}; });
  EXPECT_EQ(resets_over_ipv6(2203, 80, "fe80::2"), 0);
}

TEST_F(NetworkGuard, WithoutAnAddressIsOfBothKinds) {
  const auto server = listen(80), other_server = listen(81);
  const handshake_guard guard = left->run([] { return handshake_guard{{.sport = 2203}}; });
  EXPECT_EQ(resets_of_handshake(2203, 80), 0);
  EXPECT_EQ(resets_over_ipv6(2203, 81), 0);
}

TEST_F(NetworkGuard, OfOneKindLeavesTheOther) {
  const auto server = listen(80), other_server = listen(81);
  const handshake_guard v6 = left->run([] { return handshake_guard{{.src = "::", .sport = 2203}}; });
  EXPECT_EQ(resets_over_ipv6(2203, 80), 0);
  EXPECT_EQ(resets_of_handshake(2203, 81), 1);
  const handshake_guard v4 = left->run([] { return handshake_guard{{.src = "0.0.0.0", .sport = 2204}}; });
  EXPECT_EQ(resets_of_handshake(2204, 81), 0);
  EXPECT_EQ(resets_over_ipv6(2204, 80), 1);
}

TEST_F(NetworkGuard, OfUdpOverIpv6) {
  EXPECT_EQ(complaints_over_ipv6(5353), 1);
  for (const inet_address& src : {inet_address{}, inet_address{"fd77::1"}}) {
    const handshake_guard guard =
        left->run([&] { return handshake_guard{{.src = src, .sport = 5353, .proto = ip_protocol::udp}}; });
    EXPECT_EQ(complaints_over_ipv6(5353), 0) << src;
    EXPECT_EQ(complaints_about(5353), src ? 1 : 0) << src;
  }
}

TEST_F(NetworkGuard, WithoutThePrivilegeIgnoresWhatCameThroughARouter) {
  const auto server = listen(80);
  const std::optional<handshake_guard> guard = left->run([] {
    without_network_administration();
    return std::optional<handshake_guard>{std::in_place, guarded_port{.sport = 2203}};
  });
  EXPECT_EQ(resets_over_ipv6(2203, 80), 0) << "the kernel's own segments begin with a hop limit of 64";
  EXPECT_EQ(resets_of_handshake(2203, 80), 0);
}

TEST_F(NetworkGuard, RefusalsNameThePortOrTheAddress) {
  left->run([] {
    const handshake_guard guard{{.sport = 2203}};
    const auto why = [](const guarded_port& guarded) -> std::string {
      error_code ec;
      {
        const handshake_guard none{guarded, ec};
        EXPECT_EQ(none.port() == 0, ec.failed());
      }
      try {
        const handshake_guard thrown{guarded};
      } catch (const system_error& e) {
        EXPECT_EQ(e.code(), ec);
        return e.what();
      }
      return {};
    };
    EXPECT_EQ(why({.sport = 2203}),
              "port 2203 is, or was until a moment ago, another program's (Address already in use)");
    EXPECT_EQ(why({.src = "10.9.9.9"}), "10.9.9.9 is no address of this machine (Cannot assign requested address)");
    EXPECT_EQ(why({.src = "fd99::9"}), "fd99::9 is no address of this machine (Cannot assign requested address)");
    EXPECT_EQ(why({.src = "fe80::9"}), "fe80::9 is no address of this machine (Cannot assign requested address)");
    EXPECT_EQ(why({.proto = ip_protocol::icmp}), "only TCP and UDP ports can be guarded (Protocol not supported)");
    EXPECT_EQ(why({.sport = 2203, .proto = ip_protocol::udp}), "") << "another protocol has other ports";
  });
}

}  // namespace handshake_guard_test
}  // namespace packetry
