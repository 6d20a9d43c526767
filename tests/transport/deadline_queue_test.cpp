// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/deadline_queue.hpp>

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace packetry::detail {
namespace deadline_queue_test {

deadline_queue::time_point at(int time) { return deadline_queue::time_point{std::chrono::milliseconds{time}}; }

TEST(DeadlineQueue, TheEarliestComesFirst) {
  deadline_queue queue;
  queue.set(4, at(30));
  queue.set(2, at(10));
  queue.set(7, at(20));
  EXPECT_EQ(queue.first(), 2u);
  EXPECT_EQ(queue.first_time(), at(10));
  queue.erase(2);
  EXPECT_EQ(queue.first(), 7u);
}

TEST(DeadlineQueue, ANewDeadlineReplacesTheOld) {
  deadline_queue queue;
  queue.set(1, at(10));
  queue.set(2, at(20));
  queue.set(1, at(30));
  EXPECT_EQ(queue.size(), 2u);
  EXPECT_EQ(queue.first(), 2u);
}

TEST(DeadlineQueue, ErasingWhatIsNotThereDoesNothing) {
  deadline_queue queue;
  queue.erase(100);
  queue.set(1, at(1));
  queue.erase(0);
  queue.erase(1);
  queue.erase(1);
  EXPECT_TRUE(queue.empty());
  EXPECT_FALSE(queue.contains(1));
}

TEST(DeadlineQueue, DoesWhatASortedListDoes) {
  std::mt19937 random{2};
  deadline_queue queue;
  std::map<deadline_queue::thing, deadline_queue::time_point> model;
  for (int step = 0; step != 20000; ++step) {
    const auto t = static_cast<deadline_queue::thing>(random() % 200);
    if (random() % 3 == 0) {
      queue.erase(t);
      model.erase(t);
    } else {
      model[t] = at(static_cast<int>(random() % 1000));
      queue.set(t, model[t]);
    }
    ASSERT_EQ(queue.size(), model.size());
    if (model.empty()) continue;
    auto first = model.begin();
    for (auto i = model.begin(); i != model.end(); ++i) {
      if (i->second < first->second) first = i;
    }
    ASSERT_EQ(queue.first_time(), first->second);
    ASSERT_EQ(model.at(queue.first()), first->second);
  }
}

}  // namespace deadline_queue_test
}  // namespace packetry::detail
