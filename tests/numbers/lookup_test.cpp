// SPDX-License-Identifier: BSL-1.0
#include <packetry/numbers/names/lookup.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace packetry::detail {
namespace lookup_test {

enum class colour : std::uint8_t {};

constexpr named_number rows[] = {{10, "ten"},   {11, "ftp_data"}, {20, "NSAP-PTR"}, {21, "x"},
                                 {35, "sixth"}, {36, "twice"},    {90, "twice"}};

static_assert(is_sorted(rows));
constexpr named_number descending[] = {{2, "b"}, {1, "a"}};
static_assert(!is_sorted(descending));
constexpr named_number doubled[] = {{1, "a"}, {1, "b"}};
static_assert(!is_sorted(doubled));

// --- by number: every table length, every place, and every gap between --------------------------

TEST(Lookup, FindsEveryRowAndNothingElse) {
  for (std::size_t size = 0; size <= 7; ++size) {
    for (std::uint32_t value = 0; value != 100; ++value) {
      std::string_view expected;
      for (std::size_t i = 0; i != size; ++i)
        if (rows[i].value == value) expected = rows[i].name;
      EXPECT_EQ(name_in(rows, size, value), expected) << value << " in " << size << " rows";
    }
  }
}

static_assert(name_in(rows, 0xffff'ffff).empty());

// --- by name ------------------------------------------------------------------------------------

constexpr int found(std::string_view name) {
  colour out{};
  return number_in(rows, name, out) ? static_cast<int>(out) : -1;
}

static_assert(found("ten") == 10);
static_assert(found("TEN") == 10, "case does not matter");
static_assert(found("ftp_data") == 11);
static_assert(found("ftp-data") == 11, "'-' for '_'");
static_assert(found("nsap_ptr") == 20, "'_' for '-'");
static_assert(found("twice") == 36, "the lowest number of a name that has two");
static_assert(found("te") == -1);
static_assert(found("tenn") == -1);
static_assert(found("tem") == -1);
static_assert(found("ftp data") == -1);
static_assert(found("") == -1);

TEST(Lookup, LeavesTheTargetAloneWhereThereIsNoName) {
  colour target{7};
  EXPECT_FALSE(number_in(rows, "no such name", target));
  EXPECT_EQ(target, colour{7});
}

}  // namespace lookup_test
}  // namespace packetry::detail
