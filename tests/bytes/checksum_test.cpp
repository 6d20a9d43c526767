// SPDX-License-Identifier: BSL-1.0
#include <packetry/bytes/checksum.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace packetry {
namespace checksum_test {

using test::operator""_hex;

// --- published sums --------------------------------------------------------------------------------

// RFC 1071 section 3: the sum of 0001 f203 f4f5 f6f7 is ddf2, so the checksum 220d.
constexpr auto rfc1071 = "0001f203f4f5f6f7"_hex;
static_assert(checksum(rfc1071) == 0x220d);
static_assert(detail::fold(detail::sum_octets(rfc1071.data(), rfc1071.size())) == 0xddf2);

// Scapy 2.7.1rc1, scapy.md appendix A "IP/TCP SYN": the IP header, its checksum f6cb in place and left out.
constexpr auto header = "450000280001000040 06f6cb c0000201c0000202"_hex;
constexpr auto without = "450000280001000040 060000 c0000201c0000202"_hex;
static_assert(checksum(header) == 0);
static_assert(checksum(without) == 0xf6cb);

static_assert(checksum({}) == 0xffff);
static_assert(checksum("00"_hex) == 0xffff);
static_assert(checksum("ffff"_hex) == 0);
static_assert(checksum("12"_hex) == 0xedff, "an odd octet is the upper half of its word (RFC 1071 section 1)");
static_assert(checksum("1200"_hex) == 0xedff);

// --- every size against the sentence of RFC 1071 -------------------------------------------------

/// Section 1, word by word: add 16-bit words, add the carry, complement.
std::uint16_t by_the_book(const std::vector<std::uint8_t>& octets) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); i += 2) {
    sum += static_cast<std::uint32_t>(octets[i]) << 8;
    if (i + 1 != octets.size()) sum += octets[i + 1];
    sum = (sum & 0xffff) + (sum >> 16);
  }
  return static_cast<std::uint16_t>(~sum);
}

std::vector<std::uint8_t> some_octets(std::size_t size) {
  std::vector<std::uint8_t> octets(size);
  std::uint32_t state = 0x1234'5678;
  for (auto& o : octets) {
    state = state * 1664525 + 1013904223;
    o = static_cast<std::uint8_t>(state >> 24);
  }
  return octets;
}

TEST(Checksum, AgreesWithRfc1071ForEverySize) {
  for (std::size_t size = 0; size != 70; ++size) EXPECT_EQ(checksum(some_octets(size)), by_the_book(some_octets(size))) << size;
}

TEST(Checksum, CarriesAsOftenAsThereAreCarries) {
  const std::vector<std::uint8_t> ones(65535, 0xff);  // as many carries as an IP packet can hold
  EXPECT_EQ(checksum(ones), by_the_book(ones));
}

// --- folding ---------------------------------------------------------------------------------------

static_assert(detail::fold(0) == 0);
static_assert(detail::fold(0xffff) == 0xffff, "a sum of ones stays: only of zeros alone it is 0");
static_assert(detail::fold(0x1'0000) == 1);
static_assert(detail::fold(0x1'ffff) == 1);
static_assert(detail::fold(0x1'fffe) == 0xffff);
static_assert(detail::fold(~std::uint64_t{0}) == 0xffff);
static_assert(detail::fold(0xffff'fffe'ffff'ffff) == 0xfffe);
static_assert(detail::fold(0x0001'0001'0001'0001) == 4);

// --- values summed in place of octets ----------------------------------------------------------------

/// `size` octets of `value`, as they stand behind `before` other octets, summed by both ways.
template <std::size_t Size>
constexpr bool weighs_as_its_octets(std::uint64_t value, std::size_t before) {
  std::array<std::uint8_t, 12> octets{};
  detail::store_be<Size>(octets.data() + before, value);
  return detail::fold(detail::weighed(value, before + Size)) == detail::fold(detail::sum_octets(octets.data(), octets.size()));
}

static_assert(weighs_as_its_octets<1>(0xf1, 0) && weighs_as_its_octets<1>(0xf1, 1));
static_assert(weighs_as_its_octets<2>(0xf1e2, 0) && weighs_as_its_octets<2>(0xf1e2, 1));
static_assert(weighs_as_its_octets<3>(0xf1e2d3, 0) && weighs_as_its_octets<3>(0xf1e2d3, 1));
static_assert(weighs_as_its_octets<4>(0xf1e2'd3c4, 2) && weighs_as_its_octets<4>(0xf1e2'd3c4, 3));
static_assert(weighs_as_its_octets<5>(0xf1'e2d3'c4b5, 4) && weighs_as_its_octets<5>(0xf1'e2d3'c4b5, 5));
static_assert(weighs_as_its_octets<6>(0xf1e2'd3c4'b5a6, 6) && weighs_as_its_octets<6>(0xf1e2'd3c4'b5a6, 5));

/// Octets behind an odd number of others change the halves of their words.
constexpr bool moves_by_an_octet(bytes octets) {
  std::array<std::uint8_t, 16> behind{};
  for (std::size_t i = 0; i != octets.size(); ++i) behind[i + 1] = octets[i];
  const auto sum = detail::sum_octets(octets.data(), octets.size());
  return detail::fold(detail::shifted(sum, true)) == detail::fold(detail::sum_octets(behind.data(), behind.size())) &&
         detail::shifted(sum, false) == sum;
}

static_assert(moves_by_an_octet(rfc1071) && moves_by_an_octet("12"_hex) && moves_by_an_octet("12345678ab"_hex));

}  // namespace checksum_test
}  // namespace packetry
