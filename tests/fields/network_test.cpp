// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/network.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <ranges>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace network_test {

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::random_access_iterator<network::iterator>);
static_assert(std::ranges::random_access_range<network>);
static_assert(std::ranges::sized_range<network>);
static_assert(std::ranges::common_range<network>);
static_assert(std::is_same_v<std::ranges::range_value_t<network>, ipv4_address>);
static_assert(std::is_trivially_copyable_v<network> && sizeof(network) == 8);
static_assert(!std::is_convertible_v<const char*, network>, "one address is not a range by accident");

constexpr network lan("192.168.2.0/24");

static_assert(lan.size() == 256, "network and broadcast address included");
static_assert(lan.first() == "192.168.2.0" && lan.last() == "192.168.2.255");
static_assert(lan == network{"192.168.2.0", "192.168.2.255"});
static_assert(lan == network("192.168.2.0-192.168.2.255"));
static_assert(lan == network("192.168.2.77/24"), "host bits are masked");
static_assert(lan == network(std::string_view{"192.168.2.0/24"}));
static_assert(lan != network("192.168.2.0/25"));
static_assert(lan[0] == "192.168.2.0" && lan[254] == "192.168.2.254");
static_assert(!lan.empty());
static_assert(lan.contains("192.168.2.0") && lan.contains("192.168.2.255"));
static_assert(!lan.contains("192.168.1.255") && !lan.contains("192.168.3.0"));

static_assert(network("10.0.0.1").size() == 1 && network("10.0.0.1")[0] == "10.0.0.1");
static_assert(network("10.0.0.1-10.0.0.9").size() == 9);
static_assert(network("10.0.0.1/32").size() == 1);
static_assert(network("10.0.0.1/31").first() == "10.0.0.0");
static_assert(network("10.0.0.0/9").size() == 8'388'608);

constexpr network everything("1.2.3.4/0");
static_assert(everything.size() == 4'294'967'296);
static_assert(everything.end() - everything.begin() == 4'294'967'296);
static_assert(*(everything.end() - 1) == "255.255.255.255");

constexpr auto third = lan.begin() + 3;
static_assert(*third == "192.168.2.3" && third[-1] == "192.168.2.2" && *(3 + lan.begin()) == *third);
static_assert(third - lan.begin() == 3 && lan.begin() < third && third == lan.begin() + 3);

// --- refusals: each differs from a network in one fact ------------------------------------------

struct refusal {
  std::string_view name;
  std::string_view text;
};

constexpr refusal refusals[] = {
    {"empty", ""},
    {"prefix_missing", "192.168.2.0/"},
    {"prefix_above_32", "192.168.2.0/33"},
    {"prefix_of_three_digits", "192.168.2.0/240"},
    {"prefix_with_leading_zero", "192.168.2.0/08"},
    {"prefix_negative", "192.168.2.0/-1"},
    {"prefix_not_decimal", "192.168.2.0/2a"},
    {"prefix_not_decimal_below", "192.168.2.0/2."},
    {"two_prefixes", "192.168.2.0/24/24"},
    {"mask", "192.168.2.0/255.255.255.0"},
    {"address_wrong", "192.168.2.256/24"},
    {"address_missing", "/24"},
    {"last_missing", "10.0.0.1-"},
    {"first_missing", "-10.0.0.9"},
    {"last_wrong", "10.0.0.1-10.0.0.256"},
    {"last_is_a_part", "10.0.0.1-9"},
    {"first_above_last", "10.0.0.9-10.0.0.8"},
    {"three_ends", "10.0.0.1-10.0.0.5-10.0.0.9"},
    {"prefix_and_last", "10.0.0.0/24-10.0.0.9"},
    {"asterisk", "10.0.0.*"},
    {"blank", "10.0.0.1 - 10.0.0.9"},
    {"ipv6", "2001:db8::/32"},
};

class NetworkText : public testing::TestWithParam<refusal> {};

TEST_P(NetworkText, IsRefusedAndLeavesTheTargetAlone) {
  network target = lan;
  EXPECT_FALSE(from_text(GetParam().text, target));
  EXPECT_EQ(target, lan);
}

TEST_P(NetworkText, IsNamedByTheException) {
  try {
    static_cast<void>(network(GetParam().text));
    FAIL() << "no exception";
  } catch (const std::invalid_argument& e) {
    EXPECT_EQ(e.what(), "not an IPv4 network: \"" + std::string{GetParam().text} + '"');
  }
}

INSTANTIATE_TEST_SUITE_P(Refused, NetworkText, testing::ValuesIn(refusals),
                         [](const auto& c) { return std::string{c.param.name}; });

TEST(Network, NamesEndsThatAreTheWrongWayRound) {
  try {
    static_cast<void>(network{"10.0.0.9", "10.0.0.8"});
    FAIL() << "no exception";
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "not an IPv4 network: \"10.0.0.9-10.0.0.8\"");
  }
}

// --- as a range ---------------------------------------------------------------------------------

TEST(Network, YieldsEveryAddressInOrder) {
  std::vector<std::string> seen;
  for (const ipv4_address address : network("10.0.0.254/30")) seen.push_back(to_string(address));
  EXPECT_EQ(seen, (std::vector<std::string>{"10.0.0.252", "10.0.0.253", "10.0.0.254", "10.0.0.255"}));
}

TEST(Network, EndsBehindTheLastAddressThereIs) {
  std::vector<ipv4_address> seen;
  for (const ipv4_address address : network("255.255.255.254-255.255.255.255")) seen.push_back(address);
  EXPECT_EQ(seen, (std::vector<ipv4_address>{"255.255.255.254", "255.255.255.255"}));
}

TEST(Network, TakesPartInStandardAlgorithms) {
  EXPECT_EQ(*std::ranges::lower_bound(everything, ipv4_address{"192.0.2.1"}), ipv4_address{"192.0.2.1"});
  const std::vector<ipv4_address> copy(lan.begin(), lan.end());
  EXPECT_EQ(copy.size(), 256U);
  EXPECT_TRUE(std::ranges::equal(lan, copy));
}

TEST(Network, IteratorsOutliveTheirNetwork) {
  const auto i = network("10.0.0.0/8").begin();
  EXPECT_EQ(*i, ipv4_address{"10.0.0.0"});
}

TEST(Network, IteratorsStepBothWays) {
  auto i = lan.begin();
  EXPECT_EQ(*i++, ipv4_address{"192.168.2.0"});
  EXPECT_EQ(*++i, ipv4_address{"192.168.2.2"});
  EXPECT_EQ(*i--, ipv4_address{"192.168.2.2"});
  EXPECT_EQ(*--i, ipv4_address{"192.168.2.0"});
  i += 9;
  i -= 4;
  EXPECT_EQ(*i, ipv4_address{"192.168.2.5"});
}

// --- text ---------------------------------------------------------------------------------------

struct printed_case {
  std::string_view name;
  std::string_view text;
  std::string_view printed;
};

constexpr printed_case printed[] = {
    {"prefix", "192.168.2.77/24", "192.168.2.0/24"},
    {"short_prefix", "10.1.2.3/8", "10.0.0.0/8"},
    {"prefix_of_ten", "100.64.0.0/10", "100.64.0.0/10"},
    {"everything", "1.2.3.4/0", "0.0.0.0/0"},
    {"one_address", "10.0.0.1", "10.0.0.1"},
    {"one_address_as_prefix", "10.0.0.1/32", "10.0.0.1"},
    {"pair_that_is_a_prefix", "10.0.0.2-10.0.0.3", "10.0.0.2/31"},
    {"pair_of_a_prefix_size_but_not_aligned", "10.0.0.1-10.0.0.2", "10.0.0.1-10.0.0.2"},
    {"pair", "10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9"},
};

class NetworkPrinted : public testing::TestWithParam<printed_case> {};

TEST_P(NetworkPrinted, IsTheShortestTextThatReadsBack) {
  const network read(GetParam().text);
  EXPECT_EQ(to_string(read), GetParam().printed);
  EXPECT_EQ(network(GetParam().printed), read);
}

INSTANTIATE_TEST_SUITE_P(Table, NetworkPrinted, testing::ValuesIn(printed),
                         [](const auto& c) { return std::string{c.param.name}; });

TEST(Network, Streams) {
  std::ostringstream out;
  out << lan;
  EXPECT_EQ(out.str(), "192.168.2.0/24");
}

}  // namespace network_test
}  // namespace packetry
