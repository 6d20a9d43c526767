// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/frames.hpp>  // first: proves the header stands alone

#include <packetry/fields/network.hpp>
#include <packetry/layers/arp.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <ranges>
#include <type_traits>
#include <vector>

namespace packetry {
namespace packet_frames_test {

using octet_lists = std::vector<std::vector<std::uint8_t>>;

template <class Frames>
octet_lists collected(Frames frames) {
  octet_lists all;
  for (const bytes frame : frames) all.emplace_back(frame.begin(), frame.end());
  return all;
}
template <class Set>
octet_lists serialized(const Set& set) {
  octet_lists all;
  for (const auto& p : set) all.push_back(to_bytes(p));
  return all;
}

template <class Set>
void expect_same_octets(const Set& set) {
  const auto expected = serialized(set);
  EXPECT_EQ(frames_of(set).size(), expected.size());
  EXPECT_EQ(collected(frames_of(set)), expected);
}

constexpr auto syn = ether{} / ip{} / tcp{};
using frames_type = std::remove_const_t<decltype(packet_template{syn} | vary<&tcp::dport>(1, 3))>;
static_assert(std::ranges::input_range<frames_type> && !std::ranges::forward_range<frames_type>, "each frame lies where the one before it lay");
static_assert(std::ranges::sized_range<frames_type>);
static_assert([] {
  std::size_t sum = 0;
  for (const bytes frame : packet_template{syn} | vary<&tcp::dport>(1, 3) | vary<&ip::ttl>(10, 11)) sum += frame[37] * frame[22];
  return sum == (1 + 2 + 3) * (10 + 11);
}());

TEST(Frames, AreThePacketsOfTheSet) {
  expect_same_octets(syn | vary<&ip::dst>(network("10.0.0.0/29")) | vary<&tcp::dport>(1, 40) | vary<&ip::ttl>({7, 9}));
  expect_same_octets(syn | vary<&tcp::flags>({"S", "SA", ""}) | vary<&ether::src>("00:00:00:00:00:fe", "00:00:00:00:01:01"));
  expect_same_octets(ip{} / ip{} / udp{} / "abc" | vary<&ip::dst, 2>(network("10.0.0.0/30")) | vary<&ip::dst>(network("10.1.0.0/30")));
  expect_same_octets(ether{} / arp{} | vary<&arp::pdst>(network("192.168.2.0/24")));
}

TEST(Frames, AreThoseOfATemplateThatIsVaried) {
  packet_template t{syn};
  t.set<&ip::src>("192.0.2.9");
  const auto frames = t | vary<&ip::dst>(network("10.0.0.0/30")) | vary<&tcp::dport>(1, 9);
  EXPECT_EQ(collected(frames), serialized(ether{} / ip{.src = "192.0.2.9"} / tcp{} | vary<&ip::dst>(network("10.0.0.0/30")) | vary<&tcp::dport>(1, 9)));
  EXPECT_TRUE(std::ranges::equal(t.bytes(), to_bytes(ether{} / ip{.src = "192.0.2.9"} / tcp{})));  // they have one of their own
}

TEST(Frames, BeginAnew) {
  auto frames = frames_of(syn | vary<&tcp::dport>(1, 9));
  auto first = frames.begin();
  ++first;
  ++first;
  EXPECT_EQ(collected(frames), serialized(syn | vary<&tcp::dport>(1, 9)));
}

TEST(Frames, AreNoneWhereAFieldHasNoValues) {
  EXPECT_TRUE(collected(frames_of(syn | vary<&tcp::dport>(2, 1) | vary<&ip::ttl>(1, 9))).empty());
}

TEST(Frames, RefuseAValueThatDoesNotFit) {
  auto frames = frames_of(syn | vary<&ip::frag>(0x1fff, 0x2000));
  auto i = frames.begin();
  EXPECT_THROW(++i, packet_failure);
}

}  // namespace packet_frames_test
}  // namespace packetry
