// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/small_list.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace packetry {
namespace small_list_test {

// --- a literal type, with the first element inside or not ----------------------------------------

static_assert(small_list<int, 1>{}.empty() && small_list<int, 0>{}.empty());
static_assert(small_list<int, 1>{7}.size() == 1 && small_list<int, 1>{7}.front() == 7);
static_assert(small_list<int, 0>{1, 2, 3}.size() == 3 && small_list<int, 0>{1, 2, 3}[2] == 3);
static_assert(small_list<int, 1>{1, 2} == small_list<int, 1>{1, 2});
static_assert(!(small_list<int, 1>{1, 2} == small_list<int, 1>{1, 3}));
static_assert(!(small_list<int, 1>{1} == small_list<int, 1>{1, 0}) && !(small_list<int, 1>{1, 0} == small_list<int, 1>{1}));

constexpr small_list<int, 1> one{42};  // no heap: it can be a constant
static_assert(*one.begin() == 42 && one.end() - one.begin() == 1);

template <std::size_t Inline>
constexpr bool survives_everything(std::size_t size) {
  small_list<int, Inline> value;
  for (std::size_t i = 0; i != size; ++i) value.push_back(static_cast<int>(i));
  small_list<int, Inline> copy = value;
  small_list<int, Inline> moved = std::move(copy);
  small_list<int, Inline> assigned{9, 9};
  assigned = moved;
  small_list<int, Inline> last{9};
  last = std::move(assigned);
  bool good = last == value && last.size() == size;
  for (std::size_t i = 0; i != size; ++i) good = good && last[i] == static_cast<int>(i);
  return good;
}
static_assert(survives_everything<0>(0) && survives_everything<0>(1) && survives_everything<0>(2) && survives_everything<0>(17));
static_assert(survives_everything<1>(0) && survives_everything<1>(1) && survives_everything<1>(2) && survives_everything<1>(17));

// --- at run time, with elements that own something -------------------------------------------------

template <class List>
class SmallList : public testing::Test {
 protected:
  static List of(std::size_t n) {
    List l;
    for (const std::string& s : texts(n)) l.push_back(s);
    return l;
  }
  static std::vector<std::string> texts(std::size_t n) {
    std::vector<std::string> v;
    for (std::size_t i = 0; i != n; ++i) v.push_back("element that needs a heap of its own, number " + std::to_string(i));
    return v;
  }
  static std::vector<std::string> listed(const List& l) { return {l.begin(), l.end()}; }
};

using lists = testing::Types<small_list<std::string, 0>, small_list<std::string, 1>>;
TYPED_TEST_SUITE(SmallList, lists);

constexpr std::size_t sizes[] = {0, 1, 2, 3, 40};

TYPED_TEST(SmallList, HoldsItsElementsInOrder) {
  for (const std::size_t n : sizes) {
    const auto list = this->of(n);
    EXPECT_EQ(this->listed(list), this->texts(n));
    EXPECT_EQ(list.empty(), n == 0);
  }
}

TYPED_TEST(SmallList, CopiesAreIndependent) {
  for (const std::size_t n : sizes) {
    auto list = this->of(n);
    auto copy = list;
    copy.push_back("one more");
    for (auto& s : copy) s += '!';
    EXPECT_EQ(this->listed(list), this->texts(n));
    EXPECT_EQ(copy.size(), n + 1);
  }
}

TYPED_TEST(SmallList, MovesLeaveNothing) {
  for (const std::size_t n : sizes) {
    auto list = this->of(n);
    const auto moved = std::move(list);
    EXPECT_EQ(this->listed(moved), this->texts(n));
    EXPECT_TRUE(list.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
    list.push_back("again");
    EXPECT_EQ(this->listed(list), std::vector<std::string>{"again"});
  }
}

TYPED_TEST(SmallList, AreAssignedOverAnySize) {
  for (const std::size_t n : sizes)
    for (const std::size_t over : sizes) {
      auto copied = this->of(over), moved = this->of(over);
      auto from = this->of(n);
      copied = from;
      EXPECT_EQ(this->listed(copied), this->texts(n)) << n << " over " << over;
      moved = std::move(from);
      EXPECT_EQ(this->listed(moved), this->texts(n)) << n << " moved over " << over;
    }
}

TYPED_TEST(SmallList, SurviveAssignmentToThemselves) {
  for (const std::size_t n : sizes) {
    auto list = this->of(n);
    auto& same = list;
    list = same;
    EXPECT_EQ(this->listed(list), this->texts(n));
    list = std::move(same);
    EXPECT_EQ(this->listed(list), this->texts(n));
  }
}

TYPED_TEST(SmallList, TakeAnElementOfTheirOwn) {  // which the growth moves away
  auto list = this->of(1);
  list.push_back(list[0]);
  EXPECT_EQ(list[0], list[1]);
}

TYPED_TEST(SmallList, AreClearedAndFilledAgain) {
  for (const std::size_t n : sizes) {
    auto list = this->of(n);
    list.clear();
    EXPECT_TRUE(list.empty());
    list.push_back("a");
    list.push_back("b");
    EXPECT_EQ(this->listed(list), (std::vector<std::string>{"a", "b"}));
  }
}

TYPED_TEST(SmallList, KeepTheirPlaceOnceReserved) {
  auto list = this->of(1);
  list.reserve(10);
  const std::string* const first = &list[0];
  for (int i = 0; i != 9; ++i) list.push_back("x");
  EXPECT_EQ(&list[0], first);
  EXPECT_EQ(list[0], this->texts(1)[0]);
  list.reserve(2);  // less than there is: nothing happens
  EXPECT_EQ(&list[0], first);
}

}  // namespace small_list_test
}  // namespace packetry
