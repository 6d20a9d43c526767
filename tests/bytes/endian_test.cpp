// SPDX-License-Identifier: BSL-1.0
#include <packetry/bytes/endian.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <type_traits>

namespace packetry::detail {
namespace endian_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_same_v<uint_of<1>, std::uint8_t> && std::is_same_v<uint_of<2>, std::uint16_t>);
static_assert(std::is_same_v<uint_of<4>, std::uint32_t> && std::is_same_v<uint_of<8>, std::uint64_t>);
static_assert(is_word<1> && is_word<2> && !is_word<3> && is_word<4> && !is_word<5> && !is_word<6> && !is_word<7> && is_word<8>);

// --- the same octets by a constant expression and by the machine ---------------------------------

constexpr auto octets = "f1e2d3c4b5a69788"_hex;

static_assert(load_be<1>(octets.data()) == 0xf1);
static_assert(load_be<2>(octets.data()) == 0xf1e2);
static_assert(load_be<3>(octets.data()) == 0xf1e2d3);
static_assert(load_be<4>(octets.data()) == 0xf1e2'd3c4);
static_assert(load_be<5>(octets.data()) == 0xf1'e2d3'c4b5);
static_assert(load_be<6>(octets.data()) == 0xf1e2'd3c4'b5a6);
static_assert(load_be<7>(octets.data()) == 0xf1'e2d3'c4b5'a697);
static_assert(load_be<8>(octets.data()) == 0xf1e2'd3c4'b5a6'9788);

static_assert(reversed(std::uint8_t{0xf1}) == 0xf1 && reversed(std::uint16_t{0xf1e2}) == 0xe2f1);
static_assert(reversed(std::uint32_t{0xf1e2'd3c4}) == 0xc4d3'e2f1);
static_assert(reversed(std::uint64_t{0xf1e2'd3c4'b5a6'9788}) == 0x8897'a6b5'c4d3'e2f1);

template <class Width>
class EndianWidth : public testing::Test {};

template <std::size_t N>
using width = std::integral_constant<std::size_t, N>;
using widths = testing::Types<width<1>, width<2>, width<3>, width<4>, width<5>, width<6>, width<7>, width<8>>;
TYPED_TEST_SUITE(EndianWidth, widths);

TYPED_TEST(EndianWidth, LoadsAtAnyAddress) {
  constexpr std::size_t n = TypeParam::value;
  for (std::size_t at = 0; at != 4; ++at) {
    std::array<std::uint8_t, 12> placed{};
    std::copy(octets.begin(), octets.end(), placed.begin() + static_cast<std::ptrdiff_t>(at));
    EXPECT_EQ(load_be<n>(placed.data() + at), 0xf1e2'd3c4'b5a6'9788 >> (64 - 8 * n)) << "at " << at;
  }
}

template <std::size_t N>
constexpr std::array<std::uint8_t, 10> stored(std::uint64_t value) {
  std::array<std::uint8_t, 10> out{};
  out.fill(0xee);
  store_be<N>(out.data() + 1, value);
  return out;
}

static_assert(stored<3>(0xf1e2'd3c4'b5a6'9788) == "ee a69788 eeeeeeeeeeee"_hex);

TYPED_TEST(EndianWidth, StoresTheLowOctetsAndNoMore) {
  constexpr std::size_t n = TypeParam::value;
  constexpr std::uint64_t value = 0xf1e2'd3c4'b5a6'9788;
  constexpr auto expected = stored<n>(value);  // octet by octet, in a constant expression
  EXPECT_EQ(stored<n>(value), expected);       // as words
  EXPECT_EQ(expected[0], 0xee);
  EXPECT_EQ(expected[n + 1], 0xee);
  EXPECT_EQ(load_be<n>(expected.data() + 1), n == 8 ? value : value & ((std::uint64_t{1} << (8 * n % 64)) - 1));
}

// --- blocks --------------------------------------------------------------------------------------

constexpr std::array<std::uint8_t, 4> copied(std::size_t count) {
  std::array<std::uint8_t, 4> out = "eeeeeeee"_hex;
  copy_octets(out.data(), octets.data(), count);
  return out;
}
constexpr std::array<std::uint8_t, 4> cleared(std::size_t count) {
  std::array<std::uint8_t, 4> out = "eeeeeeee"_hex;
  clear_octets(out.data(), count);
  return out;
}

static_assert(copied(0) == "eeeeeeee"_hex && copied(3) == "f1e2d3ee"_hex);
static_assert(cleared(0) == "eeeeeeee"_hex && cleared(3) == "000000ee"_hex);

TEST(Endian, CopiesAndClearsAsManyOctetsAsAsked) {
  EXPECT_EQ(copied(0), "eeeeeeee"_hex);
  EXPECT_EQ(copied(3), "f1e2d3ee"_hex);
  EXPECT_EQ(cleared(0), "eeeeeeee"_hex);
  EXPECT_EQ(cleared(3), "000000ee"_hex);
}

TEST(Endian, BlocksOfNoOctetsNeedNoAddress) {  // memcpy and memset do; the sanitizer would say so
  copy_octets(nullptr, nullptr, 0);
  clear_octets(nullptr, 0);
  SUCCEED();
}

}  // namespace endian_test
}  // namespace packetry::detail
