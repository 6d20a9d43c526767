// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/answering.hpp>

#include <packetry/layers/arp.hpp>
#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>

#include <gtest/gtest.h>

#include <ctime>
#include <limits>
#include <vector>

namespace packetry::detail {
namespace answering_test {

const auto inner = ip{.src = "10.0.0.2", .dst = "10.0.0.1"} / icmp{.type = icmp_type::echo_reply};

/// How many octets of a frame are shown to a routed request.
template <class P>
std::size_t part_of(const P& frame, unsigned hardware = ARPHRD_ETHER) {
  const auto octets = to_bytes(frame);
  return answering_part({.octets = octets, .hardware = hardware}, false).size();
}

/// As the kernel stamps frames.
timestamp stamp_of_now() {
  timespec now{};
  ::clock_gettime(CLOCK_REALTIME, &now);
  return {now.tv_sec, static_cast<std::uint32_t>(now.tv_nsec)};
}

TEST(AnsweringPart, OfARoutedRequestIsThePacketWithinTheFrame) {
  const std::size_t whole = wire_size(inner);
  EXPECT_EQ(part_of(ether{} / inner), whole);
  EXPECT_EQ(part_of(ether{} / inner, ARPHRD_LOOPBACK), whole);
  EXPECT_EQ(part_of(ether{} / dot1q{.prio = 7, .vlan = 0} / inner), whole) << "a priority alone makes no other network";
  EXPECT_EQ(part_of(inner, ARPHRD_NONE), whole) << "a link without a header";
}

TEST(AnsweringPart, FramesOfOtherNetworksAndProtocolsHaveNone) {
  EXPECT_EQ(part_of(ether{} / dot1q{.vlan = 5} / inner), 0u);
  EXPECT_EQ(part_of(ether{} / dot1q{.vlan = 0} / dot1q{.vlan = 5} / inner), 0u);
  EXPECT_EQ(part_of(ether{} / arp{}), 0u);
  for (std::size_t size = 0; size != 18; ++size) {
    const std::vector<std::uint8_t> octets(size);
    EXPECT_TRUE(answering_part({.octets = octets, .hardware = ARPHRD_ETHER}, false).empty());
  }
}

TEST(AnsweringPart, OfAFrameIsTheFrame) {
  const auto octets = to_bytes(ether{} / arp{});
  EXPECT_EQ(answering_part({.octets = octets, .hardware = ARPHRD_ETHER}, true).size(), octets.size());
}

TEST(AskingTime, TellsWhatCannotBeAnAnswer) {
  const asking_time asked;
  EXPECT_TRUE(asked.is_after({0, 0}));
  EXPECT_FALSE(asked.is_after({std::numeric_limits<std::int64_t>::max(), 0}));
  EXPECT_FALSE(asked.is_after(stamp_of_now()));
}

TEST(AskingTime, IsThatOfTheSystemsClock) {
  const timestamp before = stamp_of_now();
  const asking_time asked;
  EXPECT_FALSE(asking_time{}.is_after(stamp_of_now()));
  EXPECT_TRUE(asked.is_after({before.seconds - 1, before.nanoseconds}));
}

TEST(RoundTrip, DoesNotCountWhatWaitedToBeRead) {
  using namespace std::chrono_literals;
  const timestamp stamp = stamp_of_now();
  const auto sent = std::chrono::steady_clock::now() - 5ms;
  const auto before = std::chrono::steady_clock::now();
  const auto took = round_trip(sent, stamp);
  EXPECT_LE(took, before - sent + 1ms) << "not until now";
  EXPECT_GE(took, 4ms);
}

TEST(RoundTrip, IsNeverLessThanNothing) {
  using namespace std::chrono_literals;
  const auto now = std::chrono::steady_clock::now();
  EXPECT_GE(round_trip(now, {0, 0}), 0ns) << "stamped long before it was sent";
  EXPECT_GE(round_trip(now, {std::numeric_limits<std::int32_t>::max(), 0}), 0ns) << "stamped long from now";
}

TEST(RoundTrip, IsNextToNothingWhereItIsStampedALittleBeforeItWasSent) {
  using namespace std::chrono_literals;
  const timestamp stamp = stamp_of_now();
  EXPECT_EQ(round_trip(std::chrono::steady_clock::now() + 200us, stamp), 1ns);
}

}  // namespace answering_test
}  // namespace packetry::detail
