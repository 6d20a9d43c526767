// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/dissect_all.hpp>  // first: proves the header stands alone

#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>

#include <gtest/gtest.h>

#include <type_traits>
#include <vector>

namespace packetry {
namespace dissect_all_test {

using octet_strings = std::vector<std::vector<std::uint8_t>>;

static_assert(std::is_same_v<decltype(dissect(std::declval<const octet_strings&>())), dissected_range<octet_strings, standard_catalog>>);
static_assert(std::is_same_v<decltype(dissect(std::declval<std::vector<std::uint8_t>&>())), packet_view>, "one packet");
static_assert(std::is_same_v<decltype(dissect(std::declval<bytes>(), link_type::raw_ip)), packet_view>);

template <class R>
concept dissected_in_passing = requires(R packets) { dissect(static_cast<R&&>(packets)); };
static_assert(!dissected_in_passing<octet_strings>, "gone before it is read");
static_assert(dissected_in_passing<std::span<const bytes>>);


octet_strings frames() {
  octet_strings all;
  for (std::uint16_t i = 0; i != 100; ++i)
    all.push_back(i % 10 == 3 ? to_bytes(ether{} / arp{}) : to_bytes(ether{} / ip{} / udp{.sport = i, .dport = 9} / "abc"));
  return all;
}

TEST(DissectAll, IsEveryPacketInOrder) {
  const octet_strings all = frames();
  std::size_t i = 0;
  for (const packet_view& p : dissect(all)) {
    EXPECT_EQ(p.octets().data(), all[i].data());
    EXPECT_EQ(p.has<udp>() ? p.get<udp>().sport.value() : i, i);
    EXPECT_EQ(p.has<arp>(), i % 10 == 3);
    ++i;
  }
  EXPECT_EQ(i, all.size());
  EXPECT_EQ(dissect(all).size(), all.size());
}

TEST(DissectAll, BeginsWithTheLinkType) {
  const octet_strings all{to_bytes(ip{} / udp{}), to_bytes(ipv6{} / udp{})};
  std::size_t found = 0;
  for (const auto& p : dissect(all, link_type::raw_ip)) found += p.has<udp>();
  EXPECT_EQ(found, 2u);
}

TEST(DissectAll, OfNothingIsEmpty) {
  const octet_strings none;
  for ([[maybe_unused]] const auto& p : dissect(none)) ADD_FAILURE();
}

TEST(DissectAll, TakesOctetsOfAnyOwner) {
  const octet_strings all = frames();
  const std::vector<bytes> borrowed(all.begin(), all.end());
  std::size_t whole = 0;
  for (const auto& p : dissect(borrowed)) whole += !p.fault();
  for (const auto& p : dissect(std::span{borrowed}.first(5))) whole += !p.fault();
  EXPECT_EQ(whole, 105u);
}

}  // namespace dissect_all_test
}  // namespace packetry
