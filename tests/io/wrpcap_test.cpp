// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/wrpcap.hpp>  // first: proves the header stands alone

#include <packetry/io/rdpcap.hpp>

#include "capture_octets.hpp"

#include <gtest/gtest.h>

#include <list>
#include <ranges>
#include <stdexcept>
#include <vector>

namespace packetry {
namespace wrpcap_test {

using test::scratch_file;

const auto question = ether{} / arp{.pdst = "192.0.2.1"};

/// `packets` written and read again.
template <class Packets>
std::vector<packet> there_and_back(Packets&& packets) {
  const scratch_file there;
  wrpcap(there.path(), std::forward<Packets>(packets));
  return rdpcap(there.path());
}

TEST(Wrpcap, WritesOnePacketStackOrLayer) {
  const std::vector expected = {packet{question}};
  EXPECT_EQ(there_and_back(question), expected);
  EXPECT_EQ(there_and_back(packet{question}), expected);
  EXPECT_EQ(there_and_back(ip{}), std::vector{packet{ip{}}});
}

TEST(Wrpcap, WritesAnyRange) {
  const std::vector expected = {packet{question}, packet{question}};
  EXPECT_EQ(there_and_back(expected), expected);
  EXPECT_EQ(there_and_back(std::list{question, question}), expected);
  const packet pair[] = {packet{question}, packet{question}};
  EXPECT_EQ(there_and_back(pair), expected);
}

TEST(Wrpcap, WritesALazyRangeThatCanBeReadOnce) {
  int made = 0;
  auto probes = std::views::iota(1, 4) | std::views::transform([&](int ttl) {
                  ++made;
                  return ip{.ttl = static_cast<std::uint8_t>(ttl)} / icmp{};
                });
  const auto written = there_and_back(probes);
  ASSERT_EQ(written.size(), 3);
  EXPECT_EQ(written[2].get<ip>().ttl, 3);
  EXPECT_EQ(made, 3);
}

TEST(Wrpcap, WritesACaptureAgain) {
  const scratch_file there, again;
  wrpcap(there.path(), std::vector{packet{bytes{to_bytes(ip{})}, {link_type::raw_ip, {1, 2}, 99}}}, {.nanoseconds = true});
  wrpcap(again.path(), capture_reader{there.path()}, {.nanoseconds = true});
  EXPECT_EQ(there.content(), again.content());
  EXPECT_EQ(rdpcap(again.path()).at(0).time(), (timestamp{1, 2}));
}

TEST(Wrpcap, WritesNoPackets) {
  EXPECT_EQ(there_and_back(std::vector<packet>{}).size(), 0);
}

TEST(Wrpcap, RefusesMixedLinkTypes) {
  const scratch_file there;
  EXPECT_THROW(wrpcap(there.path(), std::vector{packet{question}, packet{ip{} / icmp{}}}), std::invalid_argument);
  EXPECT_EQ(rdpcap(there.path()).size(), 1) << "what lies before is written";
}

}  // namespace wrpcap_test
}  // namespace packetry
