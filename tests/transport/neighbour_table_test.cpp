// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/neighbour_table.hpp>

#include <gtest/gtest.h>

namespace packetry::detail {
namespace neighbour_table_test {

using namespace std::chrono_literals;

constexpr mac_address mac{0x02, 0, 0, 0, 0, 1}, other_mac{0x02, 0, 0, 0, 0, 2};
constexpr neighbour_table::time_point start{};
const scoped_address router{2, ipv4_address{"10.0.0.1"}}, same_on_another_link{3, ipv4_address{"10.0.0.1"}};

using tags = neighbour_table::waiting;

TEST(NeighbourTable, TheFirstAsksAndTheOthersJoin) {
  neighbour_table table;
  EXPECT_TRUE(table.join(router, 1));
  EXPECT_FALSE(table.join(router, 2));
  EXPECT_TRUE(table.join(same_on_another_link, 3)) << "another interface is another neighbour";
  EXPECT_EQ(table.answered(router, mac, start), (tags{1, 2}));
  EXPECT_EQ(table.find(router, start), mac);
  EXPECT_EQ(table.find(same_on_another_link, start), std::nullopt);
}

TEST(NeighbourTable, AQuestionGivenUpCanBeAskedAgain) {
  neighbour_table table;
  EXPECT_TRUE(table.join(router, 1));
  EXPECT_EQ(table.unanswered(router), tags{1});
  EXPECT_EQ(table.unanswered(router), tags{});
  EXPECT_EQ(table.find(router, start), std::nullopt);
  EXPECT_TRUE(table.join(router, 2));
}

TEST(NeighbourTable, AnAnswerIsTrustedForAMinute) {
  neighbour_table table;
  (void)table.answered(router, mac, start);
  EXPECT_EQ(table.find(router, start + 60s - 1ns), mac);
  EXPECT_EQ(table.find(router, start + 60s), std::nullopt);
}

TEST(NeighbourTable, WhatTheKernelToldIsForgottenWhenItSaysSo) {
  neighbour_table table;
  table.kernel_says(router, mac);
  (void)table.answered(same_on_another_link, other_mac, start);
  EXPECT_EQ(table.find(router, start + 24h), mac);
  table.forget_the_kernels();
  EXPECT_EQ(table.find(router, start), std::nullopt);
  EXPECT_EQ(table.find(same_on_another_link, start), other_mac);
  table.forget();
  EXPECT_EQ(table.find(same_on_another_link, start), std::nullopt);
  EXPECT_EQ(table.find_forgotten(router), mac) << "what was sent to it was";
  EXPECT_EQ(table.find_forgotten(same_on_another_link), other_mac);
}

TEST(NeighbourTable, OnlyWhatTheKernelToldNeedsNoClock) {
  neighbour_table table;
  table.kernel_says(router, mac);
  (void)table.answered(same_on_another_link, other_mac, start);
  EXPECT_EQ(table.find_the_kernels(router), mac);
  EXPECT_EQ(table.find_the_kernels(same_on_another_link), std::nullopt);
  table.kernel_says(router, other_mac);
  EXPECT_EQ(table.find_the_kernels(router), other_mac);
  table.forget_the_kernels();
  EXPECT_EQ(table.find_the_kernels(router), std::nullopt);
}

TEST(NeighbourTable, WhoWaitsIsNotForgotten) {
  neighbour_table table;
  EXPECT_TRUE(table.join(router, 1));
  table.forget();
  EXPECT_FALSE(table.join(router, 2));
  EXPECT_EQ(table.answered(router, mac, start), (tags{1, 2}));
}

TEST(NeighbourTable, DoesNotGrowWithoutBound) {
  neighbour_table table;
  for (std::uint32_t i = 0; i != 100'000; ++i) table.kernel_says({1, ipv4_address{i}}, mac);
  int kept = 0;
  for (std::uint32_t i = 0; i != 100'000; ++i) kept += table.find({1, ipv4_address{i}}, start).has_value() ? 1 : 0;
  EXPECT_LE(kept, 1 << 16);
  EXPECT_EQ(table.find({1, ipv4_address{99'999}}, start), mac);
}

}  // namespace neighbour_table_test
}  // namespace packetry::detail
