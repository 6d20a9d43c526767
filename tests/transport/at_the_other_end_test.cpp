// SPDX-License-Identifier: BSL-1.0
//
// What `retry`, `inter`, `window` and `multi` mean, as the other end's capture tells: every frame in its order there, with
// the kernel's times.
#include <packetry/transport/sr.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/packet/vary.hpp>

#include "../support/by_hand.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <utility>
#include <vector>

namespace packetry {
namespace at_the_other_end_test {

using namespace std::chrono_literals;

constexpr mac_address left_mac{"02:00:00:00:77:01"}, right_mac{"02:00:00:00:77:02"};

bool is_echo(const packet_view& p, icmp_type type) { return p.has<icmp>() && p.get<icmp>().type == type; }

std::chrono::nanoseconds time_of(const packet& p) {
  return std::chrono::seconds{p.time().seconds} + std::chrono::nanoseconds{p.time().nanoseconds};
}

/// Echo requests to 10.77.0.9, which is nobody, or whoever answers by hand.
auto requests(std::uint16_t many) {
  return ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{} | vary<&icmp::id>(1, many);
}

packet reply_to(const packet& request) {
  return packet{ether{.dst = left_mac, .src = right_mac} / ip{.src = "10.77.0.9", .dst = "10.77.0.1"} /
                icmp{.type = icmp_type::echo_reply, .id = request.get<icmp>().id}};
}

class NetworkOtherEnd : public test::two_machines {
 protected:
  /// Ask from the left; `seen` is what the right end has seen of it.
  template <class Range>
  sr_result ask(const Range& packets, const sr_options& options) {
    const sniff_options echoes{.interface = "right", .filter = [](const packet_view& p) { return p.has<icmp>(); }};
    return right->run([&] {
      auto& map = detail::blocking_driver::of_this_thread().map();
      detail::sniffer<standard_catalog> capture{echoes, map};
      sr_result result = left->run([&] { return sr(packets, options); });
      (void)capture.read(map, 10'000);
      seen = capture.take_packets();
      return result;
    });
  }

  [[nodiscard]] std::size_t count(icmp_type type) const {
    return static_cast<std::size_t>(std::ranges::count_if(seen, [&](const packet& p) { return is_echo(p.view(), type); }));
  }

  std::vector<packet> seen;
};

TEST_F(NetworkOtherEnd, RetryIsThatManySendingsOfEach) {
  const auto result = ask(requests(5), {.timeout = 100ms, .retry = 2});
  EXPECT_EQ(result.unanswered.size(), 5u);
  ASSERT_EQ(seen.size(), 15u);
  std::map<unsigned, std::vector<std::chrono::nanoseconds>> times;
  for (const packet& p : seen) times[p.get<icmp>().id].push_back(time_of(p));
  ASSERT_EQ(times.size(), 5u);
  for (const auto& [id, sent] : times) {
    ASSERT_EQ(sent.size(), 3u) << id;
    // What passes between looking at the clock and the kernel's stamp differs from one to the next.
    EXPECT_GE(sent[2] - sent[0], 2 * 100ms - 100ms) << "not before its time was over";
  }
}

TEST_F(NetworkOtherEnd, InterIsTheTimeBetweenTwoSendings) {
  (void)ask(requests(11), {.timeout = 10ms, .inter = 20ms});
  ASSERT_EQ(seen.size(), 11u);
  EXPECT_GE(time_of(seen.back()) - time_of(seen.front()), 10 * 20ms - 100ms);
}

TEST_F(NetworkOtherEnd, NeverMoreThanTheWindowAreUnanswered) {
  constexpr std::size_t window = 4, many = 40;
  // This one answers none until it has heard four: whoever sends fewer at a time waits for ever.
  std::vector<packet> heard;
  const auto four_at_once = [&](const packet& request) {
    heard.push_back(reply_to(request));
    return heard.size() == window ? std::exchange(heard, {}) : std::vector<packet>{};
  };
  const test::by_hand ninth{*right, "right", [](const packet_view& p) { return is_echo(p, icmp_type::echo_request); }, four_at_once};
  const auto result = ask(requests(many), {.timeout = 10s, .window = window});
  EXPECT_EQ(result.answered.size(), many);
  ASSERT_EQ(seen.size(), 2 * many);
  std::size_t open = 0, most = 0;
  for (const packet& p : seen) {
    open = is_echo(p.view(), icmp_type::echo_request) ? open + 1 : open - 1;
    most = std::max(most, open);
  }
  EXPECT_EQ(most, window);
}

TEST_F(NetworkOtherEnd, MultiKeepsAllThatWereSent) {
  const auto three_times = [](const packet& request) { return std::vector<packet>(3, reply_to(request)); };
  const test::by_hand ninth{*right, "right", [](const packet_view& p) { return is_echo(p, icmp_type::echo_request); }, three_times};
  for (const bool multi : {true, false}) {
    const auto result = ask(requests(2), {.timeout = 300ms, .window = 1, .multi = multi});
    EXPECT_EQ(count(icmp_type::echo_request), 2u);
    EXPECT_EQ(result.answered.size(), multi ? 6u : 2u);
    if (multi) {
      EXPECT_EQ(count(icmp_type::echo_reply), 6u);
    }
  }
}

}  // namespace at_the_other_end_test
}  // namespace packetry
