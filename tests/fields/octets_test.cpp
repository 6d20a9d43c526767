// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/octets.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace packetry {
namespace octets_test {

using test::operator""_hex;

using four = small_octets<4>;  // a bound that small tests can cross

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

// --- what it is made from -----------------------------------------------------------------------------

static_assert(four{}.empty() && four{}.size() == 0);
static_assert(four{0xde, 0xad} == four{bytes{"dead"_hex}});
static_assert(four{"ab"} == four{0x61, 0x62}, "text without its terminator");
static_assert(four{std::string_view{"a\0b", 3}} == four{0x61, 0, 0x62});
static_assert(four{"caf\xe9"}[3] == 0xe9, "octet for octet");
static_assert(four::filled(3, 7) == four{7, 7, 7} && four::filled(0, 7).empty());
static_assert(std::is_convertible_v<const char*, octets> && std::is_convertible_v<std::string_view, octets> && std::is_convertible_v<bytes, octets>);
static_assert(std::is_convertible_v<octets, bytes>);

static_assert(!(four{1} == four{2}) && !(four{1} == four{1, 0}) && !(four{1, 0} == four{1}));

// --- a literal type on both sides of the bound ----------------------------------------------------

constexpr bool survives_everything(std::size_t size) {
  four value;
  for (std::size_t i = 0; i != size; ++i) value.push_back(static_cast<std::uint8_t>(i));
  four copy = value;
  four moved = std::move(copy);
  four assigned{9, 9, 9, 9, 9, 9};
  assigned = moved;
  four last{9};
  last = std::move(assigned);
  bool good = last == value && last.size() == size;
  for (std::size_t i = 0; i != size; ++i) good = good && last[i] == i;
  return good;
}
static_assert(survives_everything(0) && survives_everything(1) && survives_everything(4));
static_assert(survives_everything(5) && survives_everything(8) && survives_everything(9) && survives_everything(100));

constexpr octets in_place{"0123456789012345678901234567890123456789012345678901234"};  // 55: a constant is held inline
static_assert(in_place.size() == 55 && in_place[54] == '4');

// --- at run time ------------------------------------------------------------------------------------------

struct bound_case {
  std::string_view name;
  std::size_t size;
};
constexpr bound_case bounds[] = {{"none", 0}, {"below", 3}, {"at_the_bound", 4}, {"one_beyond", 5}, {"far_beyond", 1000}};

class SmallOctets : public testing::TestWithParam<bound_case> {
 protected:
  std::vector<std::uint8_t> expected = [] {
    std::vector<std::uint8_t> v(GetParam().size);
    for (std::size_t i = 0; i != v.size(); ++i) v[i] = static_cast<std::uint8_t>(3 * i + 1);
    return v;
  }();
  four value{bytes{expected}};
};

TEST_P(SmallOctets, HoldsWhatItWasGiven) {
  EXPECT_EQ(listed(value), expected);
  EXPECT_EQ(value.empty(), expected.empty());
  EXPECT_EQ(value.text(), std::string(expected.begin(), expected.end()));
}

TEST(Octets, AreMadeOfWhateverHoldsOctetsInARow) {
  struct holder {
    octets load;
  };
  const std::vector<std::uint8_t> vector{'a', 'b'};
  const std::string text = "ab";
  const octets expected{"ab"};
  EXPECT_EQ((holder{.load = vector}).load, expected);
  EXPECT_EQ((holder{.load = text}).load, expected);
  EXPECT_EQ((holder{.load = std::array<std::uint8_t, 2>{'a', 'b'}}).load, expected);
  EXPECT_EQ((holder{.load = small_octets<4>{"ab"}}).load, expected);
  EXPECT_EQ((holder{.load = "ab"}).load, expected);
}

TEST_P(SmallOctets, CopiesAreIndependent) {
  four copy = value;
  copy.push_back(0xff);
  EXPECT_EQ(listed(value), expected);
  EXPECT_EQ(copy.size(), expected.size() + 1);
}

TEST_P(SmallOctets, MovesLeaveNothing) {
  four moved = std::move(value);
  EXPECT_EQ(listed(moved), expected);
  EXPECT_TRUE(value.empty());  // NOLINT(bugprone-use-after-move): that is what is tested
  value.push_back(7);
  EXPECT_EQ(value, four{7});
}

TEST_P(SmallOctets, AreAssignedOverAnySize) {
  for (const bound_case& b : bounds) {
    four target = four::filled(b.size, 0xee), from = value;
    target = value;
    EXPECT_EQ(listed(target), expected) << "over " << b.name;
    target = four::filled(b.size, 0xee);
    target = std::move(from);
    EXPECT_EQ(listed(target), expected) << "moved over " << b.name;
  }
}

TEST_P(SmallOctets, SurviveAssignmentToThemselves) {
  const four& same = value;
  value = same;
  EXPECT_EQ(listed(value), expected);
  value = std::move(const_cast<four&>(same));
  EXPECT_EQ(listed(value), expected);
}

TEST_P(SmallOctets, GrowAtTheEnd) {
  const auto more = "0a0b0c"_hex;
  value.append(more.data(), more.size());
  expected.insert(expected.end(), more.begin(), more.end());
  EXPECT_EQ(listed(value), expected);
}

TEST_P(SmallOctets, ShrinkAndKeepTheRest) {
  value.resize(expected.size() / 2);
  expected.resize(expected.size() / 2);
  EXPECT_EQ(listed(value), expected);
}

TEST_P(SmallOctets, AreWrittenThroughAnyDoor) {
  for (std::uint8_t& o : value) o ^= 0x80;
  for (std::uint8_t& o : expected) o ^= 0x80;
  EXPECT_EQ(listed(value), expected);
  if (expected.empty()) return;
  value[0] = 0x55;
  value.data()[expected.size() - 1] = 0x66;
  expected[0] = 0x55;
  expected.back() = 0x66;
  EXPECT_EQ(listed(value), expected);
}

TEST_P(SmallOctets, AreReplaced) {
  value.assign(nullptr, 0);
  EXPECT_TRUE(value.empty());
  const auto other = "010203040506"_hex;
  value.assign(other.data(), other.size());
  EXPECT_EQ(listed(value), listed(other));
}

INSTANTIATE_TEST_SUITE_P(Bounds, SmallOctets, testing::ValuesIn(bounds), [](const auto& c) { return std::string{c.param.name}; });

// --- bounded --------------------------------------------------------------------------------------------

static_assert(std::is_trivially_destructible_v<bounded_octets<4>>, "without which GCC 12 refuses lists of them in constant expressions");
static_assert(bounded_octets<4>{}.size() == 0);
static_assert(bounded_octets<4>{bytes{"0102"_hex}} == bounded_octets<4>{bytes{"0102"_hex}});
static_assert(!(bounded_octets<4>{bytes{"0102"_hex}} == bounded_octets<4>{bytes{"0103"_hex}}));
static_assert(!(bounded_octets<4>{bytes{"0102"_hex}} == bounded_octets<4>{bytes{"010200"_hex}}));

TEST(BoundedOctets, HoldsUpToItsCapacity) {
  bounded_octets<4> value{bytes{"0102"_hex}};
  value.push_back(3);
  value.append("04"_hex.data(), 1);
  EXPECT_EQ(listed({value.data(), value.size()}), listed("01020304"_hex));
  EXPECT_THROW(value.push_back(5), std::length_error);
  EXPECT_EQ(listed({value.data(), value.size()}), listed("01020304"_hex));
  EXPECT_THROW((bounded_octets<4>{bytes{"0102030405"_hex}}), std::length_error);
}

TEST(BoundedOctets, CopiesAndAssigns) {
  const bounded_octets<4> long_one{bytes{"01020304"_hex}}, short_one{bytes{"05"_hex}}, none;
  bounded_octets<4> value = long_one;
  EXPECT_EQ(value, long_one);
  value = short_one;
  EXPECT_EQ(value, short_one);
  value = none;
  EXPECT_EQ(value.size(), 0u);
  value = long_one;
  EXPECT_EQ(value, long_one);
}

}  // namespace octets_test
}  // namespace packetry
