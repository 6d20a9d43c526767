// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/time_of_day.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <sstream>
#include <string_view>

namespace packetry {
namespace time_of_day_test {

static_assert(time_of_day{}.value() == 0 && time_of_day{7}.value() == 7);
static_assert(time_of_day{7} == time_of_day{7} && !(time_of_day{7} == time_of_day{8}));
static_assert(prints_as_text<time_of_day>);

struct text_case {
  std::string_view name;
  std::uint32_t milliseconds;
  std::string_view text;
};

// Scapy 2.7.1rc1, ICMPTimeStampField: "%s:%s:%s.%s" of hours, minutes, seconds and milliseconds, without leading zeros.
constexpr text_case texts[] = {
    {"midnight", 0, "0:0:0.0"},
    {"milliseconds", 7, "0:0:0.7"},
    {"one_second", 1000, "0:0:1.0"},
    {"one_minute", 60'000, "0:1:0.0"},
    {"one_hour", 3'600'000, "1:0:0.0"},
    {"all_four", 3'723'004, "1:2:3.4"},
    {"last_of_a_day", 86'399'999, "23:59:59.999"},
    {"no_standard_value", 0x8000'0000, "596:31:23.648"},  // RFC 792: the high bit says so
};

class TimeOfDay : public testing::TestWithParam<text_case> {};

TEST_P(TimeOfDay, PrintsNoMoreDigitsThanNeeded) {
  std::ostringstream out;
  out << time_of_day{GetParam().milliseconds};
  EXPECT_EQ(out.str(), GetParam().text);
}

INSTANTIATE_TEST_SUITE_P(Table, TimeOfDay, testing::ValuesIn(texts), [](const auto& c) { return std::string{c.param.name}; });

}  // namespace time_of_day_test
}  // namespace packetry
