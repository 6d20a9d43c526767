// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/ipv6_address.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <arpa/inet.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace ipv6_address_test {

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(sizeof(ipv6_address) == 16);
static_assert(std::is_trivially_copyable_v<ipv6_address>);
static_assert(std::is_convertible_v<const char*, ipv6_address>);
static_assert(std::is_convertible_v<std::string_view, ipv6_address>);
static_assert(std::is_convertible_v<std::string, ipv6_address>);
static_assert(!std::is_convertible_v<std::array<std::uint8_t, 16>, ipv6_address>);
static_assert(!std::is_constructible_v<ipv6_address, std::nullptr_t>);

constexpr ipv6_address host{"2001:db8:102:304:506:708:90a:b0c"};
constexpr std::array<std::uint8_t, 16> host_octets{0x20, 0x01, 0x0d, 0xb8, 1, 2,  3,  4,
                                                   5,    6,    7,    8,    9, 10, 11, 12};

static_assert(host.high() == 0x2001'0db8'0102'0304 && host.low() == 0x0506'0708'090a'0b0c);
static_assert(host == ipv6_address{0x2001'0db8'0102'0304, 0x0506'0708'090a'0b0c});
static_assert(host == ipv6_address{host_octets});
static_assert(host == ipv6_address::from_octets(host_octets.data()));
static_assert(host.octets() == host_octets);

static_assert(ipv6_address{} == "::");
static_assert(ipv6_address{"::1:0:0:0:0"} > ipv6_address{"::ffff:ffff:ffff:ffff"}, "high counts first");
static_assert(ipv6_address{"::1"} < ipv6_address{"::2"});

static_assert(ipv6_address{"::"}.is_unspecified());
static_assert(!ipv6_address{"::1"}.is_unspecified() && !ipv6_address{"1::"}.is_unspecified());
static_assert(ipv6_address::loopback() == "::1" && ipv6_address{"::1"}.is_loopback());
static_assert(!ipv6_address{"::2"}.is_loopback() && !ipv6_address{"1::1"}.is_loopback());
static_assert(ipv6_address{"fe80::1"}.is_link_local() && ipv6_address{"febf::"}.is_link_local());
static_assert(!ipv6_address{"fe7f::1"}.is_link_local() && !ipv6_address{"fec0::1"}.is_link_local());
static_assert(ipv6_address{"ff00::"}.is_multicast() && ipv6_address{"ffff::"}.is_multicast());
static_assert(!ipv6_address{"feff::"}.is_multicast());
static_assert(ipv6_address{"2001:db8::1234:5678"}.solicited_node() == "ff02::1:ff34:5678", "RFC 4291 section 2.7.1");
static_assert(ipv6_address{"::ffff:192.0.2.1"}.is_v4_mapped());
static_assert(!ipv6_address{"::fffe:192.0.2.1"}.is_v4_mapped() &&
              !ipv6_address{"1::ffff:192.0.2.1"}.is_v4_mapped());

struct header {  // what a layer does with it
  ipv6_address src{}, dst{};
};
static_assert(header{.dst = "ff02::1"}.dst.is_multicast());

// --- one address, many spellings ----------------------------------------------------------------

struct spelling {
  std::string_view name;
  std::string_view text;
  std::string_view printed;  ///< as RFC 5952 and inet_ntop print it
};

constexpr spelling spellings[] = {
    {"unspecified", "::", "::"},
    {"loopback", "::1", "::1"},
    {"eight_groups", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8"},
    {"upper_case", "2001:DB8::ABCD", "2001:db8::abcd"},
    {"leading_zeros", "2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1"},
    {"gap_at_the_end", "1::", "1::"},
    {"gap_of_one_group_is_written_out", "1:2:3::5:6:7:8", "1:2:3:0:5:6:7:8"},
    {"gap_of_one_group_in_front", "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"},
    {"gap_of_one_group_at_the_end", "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"},
    {"longest_run_is_shortened", "1:0:0:4:0:0:0:8", "1:0:0:4::8"},
    {"first_of_equal_runs_is_shortened", "2001:db8:0:0:1:0:0:1",
     "2001:db8::1:0:0:1"},  // RFC 5952 section 4.2.3
    {"run_at_the_end", "1:2:3:4:5:6:0:0", "1:2:3:4:5:6::"},
    {"digits_inside_a_group_stay", "f00:10:100:1000::", "f00:10:100:1000::"},
    {"v4_mapped", "::ffff:c000:201", "::ffff:192.0.2.1"},
    {"v4_mapped_dotted", "::FFFF:192.0.2.1", "::ffff:192.0.2.1"},
    {"v4_compatible", "::192.0.2.1", "::192.0.2.1"},
    {"v4_compatible_low_half_zero", "::1:0", "::0.1.0.0"},
    {"low_16_bits_only", "::ffff", "::ffff"},
    {"dotted_in_any_address", "64:ff9b::192.0.2.33", "64:ff9b::c000:221"},
    {"dotted_behind_six_groups", "1:2:3:4:5:6:7.8.9.10", "1:2:3:4:5:6:708:90a"},
    {"dotted_behind_five_groups_and_gap", "1:2:3:4:5::7.8.9.10", "1:2:3:4:5:0:708:90a"},
    {"nearly_v4_mapped", "::fffe:c000:201", "::fffe:c000:201"},
};

class Ipv6AddressSpelling : public testing::TestWithParam<spelling> {};

TEST_P(Ipv6AddressSpelling, PrintsAsRfc5952) {
  EXPECT_EQ(to_string(ipv6_address{GetParam().text}), GetParam().printed);
}

TEST_P(Ipv6AddressSpelling, ReadsBackWhatItPrints) {
  EXPECT_EQ(ipv6_address{GetParam().printed}, ipv6_address{GetParam().text});
}

INSTANTIATE_TEST_SUITE_P(Accepted, Ipv6AddressSpelling, testing::ValuesIn(spellings),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- refusals: each differs from an address in one fact -----------------------------------------

struct refusal {
  std::string_view name;
  std::string_view text;
};

constexpr refusal refusals[] = {
    {"empty", ""},
    {"colon", ":"},
    {"seven_groups", "1:2:3:4:5:6:7"},
    {"nine_groups", "1:2:3:4:5:6:7:8:9"},
    {"colon_behind", "1:2:3:4:5:6:7:8:"},
    {"colon_before", ":1:2:3:4:5:6:7:8"},
    {"colon_behind_seven", "1:2:3:4:5:6:7:"},
    {"colon_before_seven", ":2:3:4:5:6:7:8"},
    {"gap_for_nothing", "1:2:3:4::5:6:7:8"},
    {"gap_for_nothing_in_front", "::1:2:3:4:5:6:7:8"},
    {"gap_for_nothing_at_the_end", "1:2:3:4:5:6:7:8::"},
    {"two_gaps", "1::4::8"},
    {"three_colons", "1:::8"},
    {"three_colons_in_front", ":::1"},
    {"group_of_five_digits", "1:2:3:4:5:6:7:00008"},
    {"no_hexadecimal_digit", "1:2:3:4:5:6:7:g"},
    {"dotted_too_early", "1:2:3:4:5:192.0.2.1"},
    {"dotted_too_late", "1:2:3:4:5:6:7:192.0.2.1"},
    {"dotted_too_late_behind_gap", "1:2:3:4:5:6::192.0.2.1"},
    {"dotted_in_the_middle", "::192.0.2.1:1"},
    {"dotted_in_front", "192.0.2.1::"},
    {"dotted_of_three", "::192.0.2"},
    {"dotted_above_255", "::192.0.2.256"},
    {"dotted_with_leading_zero", "::192.0.02.1"},
    {"dotted_with_hexadecimal", "::ffff:a.0.2.1"},
    {"ipv4", "192.0.2.1"},
    {"scope", "fe80::1%eth0"},
    {"prefix", "2001:db8::/32"},
    {"brackets", "[::1]"},
    {"blank_before", " ::1"},
    {"blank_behind", "::1 "},
};

class Ipv6AddressText : public testing::TestWithParam<refusal> {};

TEST_P(Ipv6AddressText, IsRefusedAndLeavesTheTargetAlone) {
  ipv6_address target{"2001:db8::1"};
  EXPECT_FALSE(from_text(GetParam().text, target));
  EXPECT_EQ(target, ipv6_address{"2001:db8::1"});
}

TEST_P(Ipv6AddressText, IsNamedByTheException) {
  try {
    static_cast<void>(ipv6_address{GetParam().text});
    FAIL() << "no exception";
  } catch (const std::invalid_argument& e) {
    EXPECT_EQ(e.what(), "not an IPv6 address: \"" + std::string{GetParam().text} + '"');
  }
}

INSTANTIATE_TEST_SUITE_P(Refused, Ipv6AddressText, testing::ValuesIn(refusals),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- the C library agrees -----------------------------------------------------------------------

/// What inet_pton makes of `text`: verdict and value.
void expect_as_inet_pton(const std::string& text) {
  std::array<std::uint8_t, 16> theirs{};
  const bool accepted = inet_pton(AF_INET6, text.c_str(), theirs.data()) == 1;
  ipv6_address ours;
  ASSERT_EQ(from_text(text, ours), accepted) << '"' << text << '"';
  if (accepted) {
    ASSERT_EQ(ours.octets(), theirs) << text;
  }
}

/// Random, but with the zeros and the ffff that decide how an address prints.
ipv6_address random_address(std::mt19937& random) {
  std::array<std::uint8_t, 16> octets{};
  for (std::size_t group = 0; group != 8; ++group) {
    const auto kind = random() % 8;
    const auto value = kind < 4    ? 0U
                       : kind == 4 ? 0xffffU
                                   : static_cast<unsigned>(random()) >> (random() % 16 + 16);
    octets[2 * group] = static_cast<std::uint8_t>(value >> 8);
    octets[2 * group + 1] = static_cast<std::uint8_t>(value);
  }
  return ipv6_address{octets};
}

TEST(Ipv6Address, PrintsAndReadsAsTheCLibraryDoes) {
  std::mt19937 random{20130425};  // seeded: a failure repeats
  for (int i = 0; i != 20000; ++i) {
    const ipv6_address address = random_address(random);
    char text[INET6_ADDRSTRLEN];
    ASSERT_EQ(to_string(address), inet_ntop(AF_INET6, address.octets().data(), text, sizeof text));
    ASSERT_EQ(ipv6_address{text}, address) << text;
  }
}

TEST(Ipv6Address, AcceptsWhatTheCLibraryAcceptsAndNothingElse) {
  std::mt19937 random{20130426};
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr std::string_view letters = "0123456789abcdefABCDEF::::::....g% ";
  for (int i = 0; i != 50000; ++i) {
    std::string text = to_string(random_address(random));
    for (std::size_t edits = 1 + below(3); edits != 0; --edits) {
      const std::size_t at = below(text.size() + 1);
      if (at == text.size() || below(2) == 0)
        text.insert(at, 1, letters[below(letters.size())]);
      else
        text.erase(at, 1);
    }
    expect_as_inet_pton(text);
  }
}

TEST(Ipv6Address, Streams) {
  std::ostringstream out;
  out << ipv6_address{"2001:db8::1"};
  EXPECT_EQ(out.str(), "2001:db8::1");
}

}  // namespace ipv6_address_test
}  // namespace packetry
