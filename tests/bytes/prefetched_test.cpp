// SPDX-License-Identifier: BSL-1.0
#include <packetry/bytes/prefetched.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <deque>
#include <vector>

namespace packetry {
namespace prefetched_test {

using octet_strings = std::vector<std::vector<std::uint8_t>>;

static_assert(detail::packets_in_memory<octet_strings>);
static_assert(detail::packets_in_memory<std::span<const bytes>>);
static_assert(detail::packets_in_memory<std::array<bytes, 3>>);
static_assert(!detail::packets_in_memory<std::vector<std::uint8_t>>, "octets of one packet are not packets");
static_assert(!detail::packets_in_memory<bytes>);
static_assert(!std::is_constructible_v<prefetched<octet_strings>, octet_strings>, "it would be gone before it is read");

octet_strings numbered(std::size_t count) {
  octet_strings packets;
  for (std::size_t i = 0; i != count; ++i) packets.emplace_back(i % 200, static_cast<std::uint8_t>(i));
  return packets;
}

void expect_all_of(const auto& packets) {
  std::size_t i = 0;
  for (const bytes packet : prefetched{packets}) {
    ASSERT_LT(i, packets.size());
    EXPECT_EQ(packet.data(), detail::octets_in_memory(packets[i]).data());
    EXPECT_EQ(packet.size(), detail::octets_in_memory(packets[i]).size());
    ++i;
  }
  EXPECT_EQ(i, packets.size());
}

TEST(Prefetched, IsEveryPacketOnceInOrder) {  // as many as are fetched ahead, one less, one more
  for (const std::size_t count : {0u, 1u, 2u, 7u, 8u, 9u, 16u, 1000u}) {
    SCOPED_TRACE(count);
    expect_all_of(numbered(count));
  }
}

TEST(Prefetched, TakesWhatHasOctets) {
  const octet_strings packets = numbered(20);
  const std::vector<bytes> borrowed(packets.begin(), packets.end());
  expect_all_of(borrowed);
  expect_all_of(std::span{borrowed});
  expect_all_of(std::deque<std::vector<std::uint8_t>>(packets.begin(), packets.end()));
}

TEST(Prefetched, LeavesWhatIsNoMemoryAlone) {  // nothing is read ahead, only asked for
  expect_all_of(std::array{bytes{}, bytes{}, bytes{}});
}

constexpr std::uint8_t octets[] = {1, 2, 3};
constexpr std::array<bytes, 2> two{bytes{octets, 1}, bytes{octets + 1, 2}};
static_assert([] {
  std::size_t sum = 0;
  for (const bytes packet : prefetched{two}) sum = 10 * sum + packet.size();
  return sum;
}() == 12);

}  // namespace prefetched_test
}  // namespace packetry
