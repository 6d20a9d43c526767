// SPDX-License-Identifier: BSL-1.0
#include <packetry/bytes/result.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace packetry {
namespace result_test {

constexpr packet_error truncated{.what = fault::truncated, .layer = "TCP", .offset = 34, .needed = 20, .available = 12};

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<packet_error>);
static_assert(packet_error{}.what == fault::none);
static_assert(!std::is_convertible_v<result<int>, bool>, "a result is no number by accident");

// --- a value, or an error -----------------------------------------------------------------------

constexpr result<int> seven = 7;
constexpr result<int> wrong = truncated;

static_assert(seven.has_value() && seven && *seven == 7 && seven.value() == 7);
static_assert(!wrong.has_value() && !wrong && wrong.error() == truncated);
static_assert(seven == result<int>{7} && !(seven == result<int>{8}) && !(seven == wrong));
static_assert(!(result<int>{0} == wrong), "no error equals the value that stands in for it");

struct pair {
  int a = 0, b = 0;
};
static_assert(result<pair>{pair{1, 2}}->b == 2);

TEST(Result, ThrowsWhereItHoldsAnError) {
  try {
    static_cast<void>(wrong.value());
    FAIL() << "no exception";
  } catch (const packet_failure& e) {
    EXPECT_EQ(e.error, truncated);
    EXPECT_STREQ(e.what(), "TCP at octet 34: truncated (needs 20, has 12)");
  }
}

TEST(Result, GivesTheSameValueHoweverItIsAskedFor) {
  const result<std::string> text{"abc"};
  EXPECT_EQ(text.value(), "abc");
  EXPECT_EQ(*text, "abc");
  EXPECT_EQ(text->size(), 3u);
}

// --- each field counts --------------------------------------------------------------------------

constexpr packet_error with(void (*change)(packet_error&)) {
  packet_error e = truncated;
  change(e);
  return e;
}
static_assert(!(with([](packet_error& e) { e.what = fault::bad_length; }) == truncated));
static_assert(!(with([](packet_error& e) { e.layer = "UDP"; }) == truncated));
static_assert(!(with([](packet_error& e) { e.offset = 35; }) == truncated));
static_assert(!(with([](packet_error& e) { e.needed = 21; }) == truncated));
static_assert(!(with([](packet_error& e) { e.available = 13; }) == truncated));

// --- text -----------------------------------------------------------------------------------------

struct text_case {
  std::string_view name;
  packet_error error;
  std::string_view text;
};

constexpr text_case texts[] = {
    {"none", {.what = fault::none, .layer = "IP"}, "IP at octet 0: no fault"},
    {"truncated", truncated, "TCP at octet 34: truncated (needs 20, has 12)"},
    {"truncated_of_unknown_size", {.what = fault::truncated, .layer = "DNS", .offset = 42, .needed = 9, .available = 9}, "DNS at octet 42: truncated"},
    {"bad_length", {.what = fault::bad_length, .layer = "DNS", .offset = 54}, "DNS at octet 54: bad length"},
    {"bad_length_with_sizes", {.what = fault::bad_length, .layer = "DNS", .needed = 12, .available = 14}, "DNS at octet 0: bad length (needs 12, has 14)"},
    {"bad_value", {.what = fault::bad_value, .layer = "DNS", .offset = 42}, "DNS at octet 42: bad value"},
    {"wrong_layer", {.what = fault::wrong_layer, .layer = "IP", .offset = 14}, "IP at octet 14: wrong layer"},
    {"too_deep", {.what = fault::too_deep, .layer = "IP", .offset = 640}, "IP at octet 640: too many layers"},
    {"too_long", {.what = fault::too_long, .layer = "UDP", .offset = 20}, "UDP at octet 20: too long for its field"},
    {"no_space", {.what = fault::no_space, .layer = "IP", .needed = 28, .available = 27}, "IP at octet 0: no space (needs 28, has 27)"},
    {"not_a_fault", {.what = fault{99}, .layer = "IP"}, "IP at octet 0: unknown fault"},
};

class PacketErrorText : public testing::TestWithParam<text_case> {};

TEST_P(PacketErrorText, SaysWhatWhereAndHowMany) { EXPECT_EQ(to_string(GetParam().error), GetParam().text); }

INSTANTIATE_TEST_SUITE_P(Faults, PacketErrorText, testing::ValuesIn(texts),
                         [](const auto& c) { return std::string{c.param.name}; });

}  // namespace result_test
}  // namespace packetry
