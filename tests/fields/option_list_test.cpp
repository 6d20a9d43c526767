// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/option_list.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace option_list_test {

using test::operator""_hex;

enum class flavour : std::uint8_t { end = 0, none = 1, sweet = 7, sour = 9 };
using flavours = option_list<flavour, 12>;
using flavour_option = flavours::option;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_trivially_destructible_v<flavours>, "without which GCC 12 refuses them in constant expressions");
static_assert(std::forward_iterator<flavours::iterator>);
constexpr flavours nothing;
static_assert(nothing.empty() && nothing.size() == 0 && nothing.begin() == nothing.end());

// --- one list, both directions ------------------------------------------------------------------

constexpr bool same(bytes a, bytes b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

// Kind and length octets as RFC 791 section 3.1 and RFC 9293 section 3.2 have them: the length counts both.
constexpr auto wire = "01 07 04 beef 09 02 00"_hex;
constexpr auto beef = "beef"_hex;
constexpr flavours built = {{.kind = flavour::none, .single = true},
                            {.kind = flavour::sweet, .data = bytes{beef}},
                            {.kind = flavour::sour},
                            {.kind = flavour::end, .single = true}};

static_assert(same(built.octets(), wire));
static_assert(built == flavours{bytes{wire}});
static_assert(!(built == flavours{bytes{wire}.first(7)}), "the end is part of what was sent");
static_assert(built.size() == 8 && same({built.data(), built.size()}, wire));

TEST(OptionList, ReadsEachOptionInOrder) {
  auto i = built.begin();
  EXPECT_EQ(i->kind, flavour::none);
  EXPECT_TRUE(i->single);
  ++i;
  EXPECT_EQ(i->kind, flavour::sweet);
  EXPECT_FALSE(i->single);
  EXPECT_TRUE(same(i->data, beef));
  i++;
  EXPECT_EQ((*i).kind, flavour::sour);
  EXPECT_TRUE(i->data.empty());
  EXPECT_TRUE(i->whole);
  EXPECT_EQ(i++->kind, flavour::sour);
  EXPECT_EQ(i->kind, flavour::end);
  EXPECT_TRUE(i->single);
  EXPECT_EQ(++i, built.end());
}

// --- lists that a network can send ------------------------------------------------------------------

struct reading {
  int kind;
  std::vector<std::uint8_t> data;
  bool single, whole;
  friend bool operator==(const reading&, const reading&) = default;
};

struct list_case {
  std::string_view name;
  std::vector<std::uint8_t> octets;
  std::vector<reading> read;
};

const list_case lists[] = {
    {"whole", {7, 3, 0xaa}, {{7, {0xaa}, false, true}}},
    {"length_missing", {7}, {{7, {}, false, false}}},
    {"length_0", {7, 0, 9, 2}, {{7, {}, false, false}, {9, {}, false, true}}},  // counts as 2: no list stands still
    {"length_1", {7, 1, 9, 2}, {{7, {}, false, false}, {9, {}, false, true}}},
    {"length_2", {7, 2, 9, 2}, {{7, {}, false, true}, {9, {}, false, true}}},
    {"one_octet_short", {7, 4, 0xaa}, {{7, {0xaa}, false, false}}},
    {"far_too_long", {7, 255, 0xaa, 0xbb}, {{7, {0xaa, 0xbb}, false, false}}},
    {"length_alone", {7, 255}, {{7, {}, false, false}}},
    {"behind_the_end", {0, 7, 3, 0xaa}, {{0, {}, true, true}, {7, {0xaa}, false, true}}},
    {"padding", {1, 1, 0}, {{1, {}, true, true}, {1, {}, true, true}, {0, {}, true, true}}},
    {"none", {}, {}},
};

class OptionListReading : public testing::TestWithParam<list_case> {};

TEST_P(OptionListReading, KeepsToTheOctetsThatAreThere) {
  const flavours list{bytes{GetParam().octets}};
  std::vector<reading> read;
  for (const auto& o : list) read.push_back({static_cast<int>(o.kind), {o.data.begin(), o.data.end()}, o.single, o.whole});
  EXPECT_EQ(read, GetParam().read);
  EXPECT_TRUE(same(list.octets(), GetParam().octets)) << "what was received is sent again";
}

INSTANTIATE_TEST_SUITE_P(Table, OptionListReading, testing::ValuesIn(lists), [](const auto& c) { return std::string{c.param.name}; });

// --- one option of a list -------------------------------------------------------------------------------

static_assert(built.find(flavour::sweet)->integer<2>() == 0xbeef);
static_assert(built.find(flavour::sour).has_value() && !built.find(flavour{42}));
static_assert(!built.find(flavour::sweet)->integer<1>() && !built.find(flavour::sweet)->integer<4>(), "of that size or none");
static_assert(flavours{bytes{"0703aa0703bb"_hex}}.find(flavour::sweet)->integer<1>() == 0xaa, "the first");
static_assert(!flavours{bytes{"000703aa"_hex}}.find(flavour::sweet), "kind 0 ends the list");
static_assert(flavours{bytes{"0100"_hex}}.find(flavour::end)->single, "the end itself can be found");

// --- more than fits ---------------------------------------------------------------------------------------

TEST(OptionList, RefusesMoreOctetsThanTheHeaderHas) {
  flavours list{bytes{"090c 00000000000000000000"_hex}};  // 12: full
  EXPECT_THROW(list.push_back({.kind = flavour::none, .single = true}), std::length_error);
  EXPECT_EQ(list.size(), 12u);
  EXPECT_THROW((flavours{bytes{"00000000000000000000000000"_hex}}), std::length_error);
}

// --- integers as data ---------------------------------------------------------------------------------

static_assert(detail::option_of<flavour_option>(flavour::sweet, std::uint8_t{1}, std::uint16_t{0x0203}, std::uint32_t{0x0405'0607}) ==
              flavour_option{.kind = flavour::sweet, .data = bytes{"01020304050607"_hex}});

}  // namespace option_list_test
}  // namespace packetry
