// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/ipv4_address.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <arpa/inet.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace ipv4_address_test {

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(sizeof(ipv4_address) == 4);
static_assert(std::is_trivially_copyable_v<ipv4_address>);
static_assert(std::is_convertible_v<const char*, ipv4_address>);
static_assert(std::is_convertible_v<std::string_view, ipv4_address>);
static_assert(std::is_convertible_v<std::string, ipv4_address>);
static_assert(!std::is_convertible_v<std::uint32_t, ipv4_address>);
static_assert(!std::is_constructible_v<ipv4_address, std::nullptr_t>);

constexpr ipv4_address router{"192.168.2.254"};

static_assert(router.value() == 0xc0a8'02fe);
static_assert(router == ipv4_address{192, 168, 2, 254});
static_assert(router == ipv4_address{0xc0a8'02fe});
static_assert(router == ipv4_address{std::string_view{"192.168.2.254"}});

static_assert(ipv4_address{} == ipv4_address{0});
static_assert(ipv4_address{"9.255.255.255"} < ipv4_address{"10.0.0.0"});

static_assert(ipv4_address{}.is_unspecified() && !ipv4_address{"0.0.0.1"}.is_unspecified());
static_assert(ipv4_address::loopback() == "127.0.0.1");
static_assert(ipv4_address{"127.0.0.0"}.is_loopback() && ipv4_address{"127.255.255.255"}.is_loopback());
static_assert(!ipv4_address{"126.255.255.255"}.is_loopback() && !ipv4_address{"128.0.0.0"}.is_loopback());
static_assert(ipv4_address{"169.254.0.0"}.is_link_local() && ipv4_address{"169.254.255.255"}.is_link_local());
static_assert(!ipv4_address{"169.253.0.0"}.is_link_local() && !ipv4_address{"169.255.0.0"}.is_link_local());
static_assert(ipv4_address{"224.0.0.0"}.is_multicast() && ipv4_address{"239.255.255.255"}.is_multicast());
static_assert(!ipv4_address{"223.255.255.255"}.is_multicast() && !ipv4_address{"240.0.0.0"}.is_multicast());
static_assert(ipv4_address::broadcast() == "255.255.255.255" && ipv4_address::broadcast().is_broadcast());
static_assert(!ipv4_address{"255.255.255.254"}.is_broadcast());

struct header {  // what a layer does with it
  ipv4_address src{}, dst{};
};
static_assert(header{.dst = "192.168.2.254"}.dst == router);
static_assert(header{.dst = {192, 168, 2, 254}}.dst == router);

// --- refusals: each differs from "192.168.2.254" in one fact ------------------------------------

struct refusal {
  std::string_view name;
  std::string_view text;
};

constexpr refusal refusals[] = {
    {"empty", ""},
    {"part_above_255", "192.168.2.256"},
    {"part_of_four_digits", "192.168.2.2540"},
    {"part_that_wraps", "192.168.2.4294967296"},
    {"three_parts", "192.168.2"},
    {"three_parts_and_a_dot", "192.168.2."},
    {"five_parts", "192.168.2.254.1"},
    {"dot_behind", "192.168.2.254."},
    {"dot_before", ".192.168.2.254"},
    {"part_missing", "192..2.254"},
    {"leading_zero", "192.168.02.254"},
    {"two_zeros", "192.168.00.254"},
    {"octal", "0300.168.2.254"},
    {"hexadecimal", "0xc0.168.2.254"},
    {"one_number", "3232236286"},
    {"short_form", "127.1"},
    {"sign", "192.168.2.+54"},
    {"below_the_digits", "192.168.2.25/"},
    {"above_the_digits", "192.168.2.25:"},
    {"other_separator", "192.168.2,254"},
    {"blank_before", " 192.168.2.254"},
    {"blank_behind", "192.168.2.254 "},
    {"prefix", "192.168.2.254/24"},
    {"name", "localhost"},
};

class Ipv4AddressText : public testing::TestWithParam<refusal> {};

TEST_P(Ipv4AddressText, IsRefusedAndLeavesTheTargetAlone) {
  ipv4_address target{"192.0.2.1"};
  EXPECT_FALSE(from_text(GetParam().text, target));
  EXPECT_EQ(target, ipv4_address{"192.0.2.1"});
}

TEST_P(Ipv4AddressText, IsNamedByTheException) {
  try {
    static_cast<void>(ipv4_address{GetParam().text});
    FAIL() << "no exception";
  } catch (const std::invalid_argument& e) {
    EXPECT_EQ(e.what(), "not an IPv4 address: \"" + std::string{GetParam().text} + '"');
  }
}

INSTANTIATE_TEST_SUITE_P(Refused, Ipv4AddressText, testing::ValuesIn(refusals),
                         [](const auto& c) { return std::string{c.param.name}; });

TEST(Ipv4Address, PrintsNoLeadingZeros) {
  EXPECT_EQ(to_string(ipv4_address{0, 9, 10, 99}), "0.9.10.99");
  EXPECT_EQ(to_string(ipv4_address{100, 101, 200, 255}), "100.101.200.255");
}

// --- the C library agrees -----------------------------------------------------------------------

/// What inet_pton makes of `text`; nothing is compared but verdict and value.
void expect_as_inet_pton(const std::string& text) {
  in_addr theirs{};
  const bool accepted = inet_pton(AF_INET, text.c_str(), &theirs) == 1;
  ipv4_address ours;
  ASSERT_EQ(from_text(text, ours), accepted) << '"' << text << '"';
  if (accepted) {
    ASSERT_EQ(ours.value(), ntohl(theirs.s_addr)) << text;
  }
}

TEST(Ipv4Address, PrintsAndReadsAsTheCLibraryDoes) {
  std::mt19937 random{20130425};  // seeded: a failure repeats
  for (int i = 0; i != 5000; ++i) {
    const ipv4_address address{static_cast<std::uint32_t>(random())};
    const in_addr theirs{htonl(address.value())};
    char text[INET_ADDRSTRLEN];
    ASSERT_EQ(to_string(address), inet_ntop(AF_INET, &theirs, text, sizeof text));
    expect_as_inet_pton(text);
  }
}

TEST(Ipv4Address, AcceptsWhatTheCLibraryAcceptsAndNothingElse) {
  std::mt19937 random{20130426};
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
  constexpr std::string_view letters = "0123456789..xa -";
  for (int i = 0; i != 20000; ++i) {
    std::string text = to_string(ipv4_address{static_cast<std::uint32_t>(random())});
    for (std::size_t edits = 1 + below(2); edits != 0; --edits) {
      const std::size_t at = below(text.size());
      if (below(2) == 0)
        text.insert(at, 1, letters[below(letters.size())]);
      else
        text.erase(at, 1);
    }
    expect_as_inet_pton(text);
  }
}

TEST(Ipv4Address, Streams) {
  std::ostringstream out;
  out << router;
  EXPECT_EQ(out.str(), "192.168.2.254");
}

}  // namespace ipv4_address_test
}  // namespace packetry
