// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/time_text.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>

namespace packetry {
namespace time_text_test {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
constexpr auto latest = std::numeric_limits<std::int64_t>::max(), earliest = std::numeric_limits<std::int64_t>::min();

std::string text(std::uint64_t units, int resolution = 6, std::int64_t offset = 0) {
  return time_text(units, {.resolution = static_cast<std::uint8_t>(resolution), .time_offset = offset});
}

TEST(TimeText, HasNineDecimals) {
  EXPECT_EQ(text(1'367'526'033'491'822), "1367526033.491822000");
  EXPECT_EQ(text(0), "0.000000000");
  EXPECT_EQ(text(1'000'000'000, 9), "1.000000000");
  EXPECT_EQ(text(999'999'999, 9), "0.999999999");
  EXPECT_EQ(text(3, 0x81), "1.500000000");
}

TEST(TimeText, CountsDecimalsUpwardsBefore1970) {
  EXPECT_EQ(text(1, 6, -1), "-1.000001000");
  EXPECT_EQ(text(2'000'001, 6, -2), "0.000001000");
  EXPECT_EQ(text(0, 6, earliest), "-9223372036854775808.000000000");
}

TEST(TimeText, IsExactBeyond64Bits) {
  EXPECT_EQ(text(most, 0), "18446744073709551615.000000000");
  EXPECT_EQ(text(most, 0, 1), "18446744073709551616.000000000");
  EXPECT_EQ(text(most, 0, latest), "27670116110564327422.000000000");
  EXPECT_EQ(text(most, 0, earliest), "9223372036854775807.000000000");
  EXPECT_EQ(text(999'999'999, 0, 1), "1000000000.000000000");
}

}  // namespace time_text_test
}  // namespace packetry
