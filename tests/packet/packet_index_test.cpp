// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/packet_index.hpp>  // first: proves the header stands alone

#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <type_traits>
#include <utility>

namespace packetry {
namespace packet_index_test {

using detail::packet_index;

constexpr unsigned ip_id = standard_catalog::id_of<ip>, udp_id = standard_catalog::id_of<udp>;
static_assert(ip_id < packet_index::frequent && udp_id < packet_index::frequent);
static_assert(standard_catalog::id_of<ipv6_error> >= packet_index::frequent);

packet_index index_of(bytes octets) {
  packet_index index;
  std::memset(static_cast<void*>(&index), 0xa5, sizeof index);  // as it may be found on the stack
  detail::index_packet<standard_catalog>(octets, standard_catalog::id_of<ether>, index);
  return index;
}

std::string slots(const packet_index& index) {
  std::string text;
  for (std::size_t i = 0; i != index.count(); ++i)
    text += std::string{standard_catalog::names[index.slots[i].id()]} + "@" + std::to_string(index.slots[i].offset()) + " ";
  return text;
}

const auto tunnelled = to_bytes(ether{} / ip{.src = "192.0.2.1", .dst = "192.0.2.2"} / ip{.src = "192.0.2.3", .dst = "192.0.2.4"} /
                                udp{.sport = 7, .dport = 9} / "abc" / padding{"xy"});

TEST(PacketIndex, HoldsWhereEachLayerBegins) {
  const packet_index index = index_of(tunnelled);
  EXPECT_EQ(slots(index), "Ether@0 IP@14 IP@34 UDP@54 Raw@62 Padding@65 ");
  EXPECT_EQ(index.end, 65u);
  EXPECT_EQ(index.what, fault::none);
}

TEST(PacketIndex, HoldsTheFirstOfALayerThatIsThereTwice) {
  const packet_index index = index_of(tunnelled);
  EXPECT_EQ(index.first[ip_id], 14u);
  EXPECT_EQ(index.first[udp_id], 54u);
}

TEST(PacketIndex, IsCopiedAsFarAsItIsUsed) {
  packet_index index = index_of(tunnelled);
  const packet_index copy = index;
  EXPECT_EQ(slots(copy), slots(index));
  EXPECT_EQ(copy.first[ip_id], 14u);
  EXPECT_EQ(copy.present, index.present);

  const packet_index moved = std::move(index);
  EXPECT_EQ(slots(moved), slots(copy));
  EXPECT_EQ(index.count(), 0u) << "of octets that were moved away no layer is left";  // NOLINT(bugprone-use-after-move)
  EXPECT_EQ(index.present, 0u);
}

TEST(PacketIndex, SaysWhyItEnds) {
  const packet_index index = index_of(bytes{tunnelled}.first(40));
  EXPECT_EQ(slots(index), "Ether@0 IP@14 Raw@34 ");
  EXPECT_EQ(index.what, fault::truncated);
  EXPECT_EQ(index.faulty, ip_id);
  EXPECT_EQ(index.fault_offset, 34u);
  EXPECT_EQ(index.fault_needed, 20u);
  EXPECT_EQ(index.fault_available, 6u);
  const packet_index copy = index;
  EXPECT_EQ(copy.fault_needed, 20u);
}

}  // namespace packet_index_test
}  // namespace packetry
