// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/handshake_guard.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/transport/sr.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <type_traits>
#include <utility>

namespace packetry {
namespace {

static_assert(!std::is_copy_constructible_v<handshake_guard> && std::is_nothrow_move_constructible_v<handshake_guard>);

class NetworkGuard : public test::two_machines {
 protected:
  /// A server of the kernel's at the right end; nobody reads from it.
  [[nodiscard]] test::handle listen(std::uint16_t port) const {
    return right->run([&] {
      test::handle server{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)};
      sockaddr_in at{};
      at.sin_family = AF_INET;
      at.sin_port = htons(port);
      EXPECT_EQ(::bind(server.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
      EXPECT_EQ(::listen(server.get(), 1), 0);
      return server;
    });
  }

  /// How many resets of ours the right end has seen, after a handshake by hand from `sport`.
  [[nodiscard]] int resets_of_handshake(std::uint16_t sport, std::uint16_t dport) const {
    const auto right_end = at_right();
    left->run([&] {
      const auto from = ip{.dst = "10.77.0.2"};
      const auto syn_ack = sr1(from / tcp{.sport = sport, .dport = dport, .seq = 1, .flags = "S"});
      ASSERT_TRUE(syn_ack);
      ASSERT_EQ(syn_ack->get<tcp>().flags, "SA");
      const auto end = syn_ack->get<tcp>();
      send(from / tcp{.sport = sport, .dport = dport, .seq = 2, .ack = end.seq + 1, .flags = "A"});
      // Its answer comes after all that the kernel had to say.
      ASSERT_TRUE(sr1(from / icmp{.id = 77}));
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
    EXPECT_EQ(why({.proto = ip_protocol::icmp}), "only TCP and UDP ports can be guarded (Protocol not supported)");
    EXPECT_EQ(why({.sport = 2203, .proto = ip_protocol::udp}), "") << "another protocol has other ports";
  });
}

}  // namespace
}  // namespace packetry
