// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/capture_interface.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace packetry {
namespace capture_interface_test {

constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
constexpr auto latest = std::numeric_limits<std::int64_t>::max(), earliest = std::numeric_limits<std::int64_t>::min();

constexpr timestamp time_of(std::uint64_t units, int resolution, std::int64_t offset = 0) {
  return capture_interface{.resolution = static_cast<std::uint8_t>(resolution), .time_offset = offset}.time(units);
}

// --- resolutions ------------------------------------------------------------------------------

static_assert(time_of(7'000'001, 6) == timestamp{7, 1000});
static_assert(time_of(7'000'000'001, 9) == timestamp{7, 1});
static_assert(time_of(7, 0) == timestamp{7, 0});
static_assert(time_of(75, 1) == timestamp{7, 500'000'000});
static_assert(time_of(7'999, 3) == timestamp{7, 999'000'000});
static_assert(time_of(7'999'999'999'999, 12) == timestamp{7, 999'999'999}, "what is finer is dropped");
static_assert(time_of(most, 19) == timestamp{1, 844'674'407}, "18446744073709551615 / 10^19");
static_assert(time_of(7, 0x80) == timestamp{7, 0});
static_assert(time_of(15, 0x81) == timestamp{7, 500'000'000});
static_assert(time_of((std::uint64_t{7} << 32) + 1, 0x80 + 32) == timestamp{7, 0});
static_assert(time_of((std::uint64_t{7} << 32) + 5, 0x80 + 32) == timestamp{7, 1}, "5 / 2^32 s are 1.16 ns");
static_assert(time_of((std::uint64_t{7} << 33) - 1, 0x80 + 33) == timestamp{6, 999'999'999});
static_assert(time_of(most, 0x80 + 63) == timestamp{1, 999'999'999});
static_assert(time_of(std::uint64_t{1} << 62, 0x80 + 63) == timestamp{0, 500'000'000});
// 2^63 / 3 + 1 units of 2^-63 s are just more than a third of a second
static_assert(time_of(3'074'457'345'618'258'603, 0x80 + 63) == timestamp{0, 333'333'333});

static_assert(capture_interface{.resolution = 19}.has_resolution() && !capture_interface{.resolution = 20}.has_resolution());
static_assert(capture_interface{.resolution = 0x80 + 63}.has_resolution() && !capture_interface{.resolution = 0xc0}.has_resolution());

// --- offsets ----------------------------------------------------------------------------------

static_assert(time_of(1'000'001, 6, 100) == timestamp{101, 1000});
static_assert(time_of(1'000'001, 6, -1) == timestamp{0, 1000});
static_assert(time_of(1'000'001, 6, -2) == timestamp{-1, 1000}, "nanoseconds still count upwards");
static_assert(time_of(0, 6, earliest) == timestamp{earliest, 0});
static_assert(time_of(most, 0, earliest) == timestamp{latest, 0});
static_assert(time_of(0, 6, latest) == timestamp{latest, 0});
static_assert(time_of(1, 0, latest) == timestamp{latest, 0}, "the nearest there is");
static_assert(time_of(most, 0, -1) == timestamp{latest, 0});
static_assert(time_of(most, 0, latest) == timestamp{latest, 0});

TEST(CaptureInterface, TimesAreConstantExpressions) {
  SUCCEED() << "all of the above";
}

}  // namespace capture_interface_test
}  // namespace packetry
