// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/key_index.hpp>

#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <random>
#include <vector>

namespace packetry::detail {
namespace key_index_test {

std::vector<key_index::node> under(const key_index& index, std::uint64_t key) {
  std::vector<key_index::node> found;
  for (auto n = index.first(key); n != key_index::none; n = index.next(n)) found.push_back(n);
  return found;
}

using nodes = std::vector<key_index::node>;

void file(key_index& index, key_index::node n, std::uint64_t key) {
  index.prepare(n, key);
  index.file(n);
}

TEST(KeyIndex, AnEmptyOneFindsNothing) { EXPECT_EQ(under(key_index{}, 1), nodes{}); }

TEST(KeyIndex, NodesOfAKeyComeInTheOrderTheyWereFiled) {
  key_index index;
  for (const key_index::node n : {5u, 0u, 3u}) file(index, n, 77);
  file(index, 4, 78);
  EXPECT_EQ(under(index, 77), (nodes{5, 0, 3}));
  EXPECT_EQ(under(index, 78), (nodes{4}));
}

TEST(KeyIndex, ANodeThatWasTakenOutIsNotFound) {
  for (const key_index::node gone : {1u, 2u, 3u}) {
    key_index index;
    nodes left;
    for (const key_index::node n : {1u, 2u, 3u}) {
      file(index, n, 9);
      if (n != gone) left.push_back(n);
    }
    index.take_out(gone);
    EXPECT_EQ(under(index, 9), left);
    file(index, gone, 9);
    left.push_back(gone);
    EXPECT_EQ(under(index, 9), left) << "filed again, it is the youngest";
  }
}

TEST(KeyIndex, OrderSurvivesGrowing) {
  key_index index;
  nodes odd, even;
  for (key_index::node n = 0; n != 5000; ++n) {
    file(index, n, n % 2);
    (n % 2 != 0 ? odd : even).push_back(n);
  }
  EXPECT_EQ(under(index, 0), even);
  EXPECT_EQ(under(index, 1), odd);
}

TEST(KeyIndex, ANodeThatIsPreparedIsNotFoundUntilItIsFiled) {
  key_index index;
  index.prepare(1, 5);
  file(index, 300, 6);  // grows meanwhile
  EXPECT_EQ(under(index, 5), nodes{});
  index.file(1);
  EXPECT_EQ(under(index, 5), nodes{1});
}

TEST(KeyIndex, DoesWhatAMapOfListsDoes) {
  std::mt19937 random{1};
  key_index index;
  std::map<std::uint64_t, nodes> model;
  std::vector<std::optional<std::uint64_t>> filed(600);
  for (int step = 0; step != 20000; ++step) {
    const key_index::node n = static_cast<key_index::node>(random() % filed.size());
    if (auto& key = filed[n]) {
      index.take_out(n);
      std::erase(model[*key], n);
      key.reset();
    } else {
      key = random() % 40 << 50;  // close keys, far apart
      file(index, n, *key);
      model[*key].push_back(n);
    }
  }
  for (const auto& [key, expected] : model) EXPECT_EQ(under(index, key), expected);
}

}  // namespace key_index_test
}  // namespace packetry::detail
