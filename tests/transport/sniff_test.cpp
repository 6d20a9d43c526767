// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/sniff.hpp>

#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/transport/sr.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <stop_token>
#include <thread>
#include <vector>

namespace packetry {
namespace sniff_test {

using namespace std::chrono_literals;

bool is_ping(const packet_view& p) { return p.has<icmp>(); }

/// A capture that begins before something is sent: its first packet, of its own socket's making, starts it.
class NetworkSniff : public test::two_machines {
 protected:
  /// Capture at the left end while it asks for these identifications.
  [[nodiscard]] std::vector<packet> while_asking(sniff_options options, std::uint16_t many) {
    std::vector<packet> seen;
    left->run([&] {
      auto& map = detail::blocking_driver::of_this_thread().map();
      detail::sniffer<standard_catalog> from{std::move(options), map};
      for (std::uint16_t id = 1; id <= many; ++id) (void)sr1(ip{.dst = "10.77.0.2"} / icmp{.id = id});
      detail::capture(from, map, {});
      seen = from.take_packets();
    });
    return seen;
  }
};

TEST_F(NetworkSniff, SeesWhatIsSentAndWhatIsReceived) {
  const auto seen = while_asking({.interface = "left", .count = 6, .filter = is_ping}, 3);
  ASSERT_EQ(seen.size(), 6u);
  for (std::size_t i = 0; i != 6; ++i) {
    EXPECT_EQ(seen[i].get<icmp>().id, 1 + i / 2);
    EXPECT_EQ(seen[i].get<icmp>().type, i % 2 == 0 ? icmp_type::echo_request : icmp_type::echo_reply);
    EXPECT_TRUE(seen[i].has<ether>());
    EXPECT_GT(seen[i].time().seconds, 1'700'000'000);
  }
}

TEST_F(NetworkSniff, OfAllInterfaces) { EXPECT_EQ(while_asking({.count = 2, .filter = is_ping}, 1).size(), 2u); }

TEST_F(NetworkSniff, StopsAfterThePacketThatStopFilterAccepts) {
  int called = 0;
  const auto seen = while_asking({.interface = "left",
                                  .filter = is_ping,
                                  .prn = [&](const packet&) { ++called; },
                                  .stop_filter = [](const packet& p) { return p.get<icmp>().id == 2; }},
                                 3);
  EXPECT_EQ(seen.size(), 3u);
  EXPECT_EQ(called, 3);
}

TEST_F(NetworkSniff, KeepsNothingWhereItIsNotToBeStored) {
  int called = 0;
  const auto seen = while_asking(
      {.interface = "left", .count = 4, .filter = is_ping, .prn = [&](const packet&) { ++called; }, .store = false}, 3);
  EXPECT_TRUE(seen.empty());
  EXPECT_EQ(called, 4);
}

TEST_F(NetworkSniff, TimeoutEndsItWithWhatWasSeen) {
  EXPECT_EQ(while_asking({.interface = "left", .timeout = 50ms, .filter = is_ping}, 1).size(), 2u);
}

TEST_F(NetworkSniff, LoopbackShowsEachPacketOnce) {
  left->run([] {
    auto& map = detail::blocking_driver::of_this_thread().map();
    detail::sniffer<standard_catalog> from{{.interface = "lo", .timeout = 50ms, .filter = is_ping}, map};
    (void)sr1(ip{.dst = "127.0.0.1"} / icmp{.id = 7});
    detail::capture(from, map, {});
    EXPECT_EQ(from.take_packets().size(), 2u) << "the question and the answer";
  });
}

TEST_F(NetworkSniff, IsStoppedFromAnotherThread) {
  left->run([] {
    std::stop_source stop;
    std::jthread other{[&] { stop.request_stop(); }};
    EXPECT_TRUE(
        sniff({.interface = "left", .filter = [](const packet_view&) { return false; }}, stop.get_token()).empty());
  });
}

TEST_F(NetworkSniff, InterfaceThatGoesDownIsAnError) {
  left->run([this] {
    std::jthread other{[this] { left->command("ip link set left down"); }};
    try {
      sniff({.interface = "left", .store = false});
      ADD_FAILURE() << "it ended";
    } catch (const system_error& e) {
      EXPECT_STREQ(e.what(), "interface left is down (Network is down)");
    }
  });
}

TEST_F(NetworkSniff, PromiscuousEndsWithTheCapture) {
  left->run([this] {
    auto& map = detail::blocking_driver::of_this_thread().map();
    const auto is_promiscuous = [this] {
      left->command("ip -d link show left > /dev/null");
      return left->run([] { return std::system("ip -d link show left | grep -q 'promiscuity 1'") == 0; });
    };
    {
      const detail::sniffer<standard_catalog> from{{.interface = "left", .promiscuous = true}, map};
      EXPECT_TRUE(is_promiscuous());
    }
    EXPECT_FALSE(is_promiscuous());
  });
}

TEST_F(NetworkSniff, RefusalsSayWhatIsMissing) {
  left->run([] {
    EXPECT_THROW(sniff({.interface = "eth7"}), system_error);
    EXPECT_THROW(sniff({.promiscuous = true}), system_error) << "of no interface in particular";
  });
}

}  // namespace sniff_test
}  // namespace packetry
