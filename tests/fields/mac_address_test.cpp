// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/mac_address.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <cstdint>
#include <iomanip>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace mac_address_test {

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(sizeof(mac_address) == 8);
static_assert(std::is_trivially_copyable_v<mac_address>);
static_assert(std::is_convertible_v<const char*, mac_address>);
static_assert(std::is_convertible_v<std::string_view, mac_address>);
static_assert(std::is_convertible_v<std::string, mac_address>);
static_assert(!std::is_convertible_v<std::uint64_t, mac_address>);
static_assert(!std::is_constructible_v<mac_address, std::nullptr_t>);

constexpr mac_address host{"00:50:56:c0:ff:ee"};

static_assert(host.value() == 0x0050'56c0'ffee);
static_assert(host == mac_address{0x00, 0x50, 0x56, 0xc0, 0xff, 0xee});
static_assert(host == mac_address{0x0050'56c0'ffee});
static_assert(host == mac_address{0xabcd'0050'56c0'ffee}, "bits above the 48th are ignored");
static_assert(host == mac_address{"00:50:56:C0:FF:EE"});
static_assert(host == mac_address{"00-50-56-c0-ff-ee"});
static_assert(host == mac_address{std::string_view{"00:50:56:c0:ff:ee"}});

static_assert(mac_address{} == mac_address{0});
static_assert(mac_address{0} < mac_address{"00:00:00:00:00:01"});
static_assert(mac_address{"01:00:00:00:00:00"} > mac_address{"00:ff:ff:ff:ff:ff"});

static_assert(mac_address::broadcast() == mac_address{"ff:ff:ff:ff:ff:ff"});
static_assert(mac_address::broadcast().is_broadcast() && mac_address::broadcast().is_multicast());
static_assert(!mac_address{"ff:ff:ff:ff:ff:fe"}.is_broadcast());
static_assert(mac_address{"01:00:5e:00:00:fb"}.is_multicast());
static_assert(!mac_address{"00:01:00:00:00:00"}.is_multicast());
static_assert(!mac_address{"fe:ff:ff:ff:ff:ff"}.is_multicast());

struct frame {  // what a layer does with it
  mac_address dst{}, src{};
};
static_assert(frame{.src = "00:50:56:00:00:01"}.src.value() == 0x0050'5600'0001);
static_assert(frame{.dst = {1, 2, 3, 4, 5, 6}}.dst.value() == 0x0102'0304'0506);

// --- refusals: each differs from "00:50:56:c0:ff:ee" in one fact --------------------------------

struct refusal {
  std::string_view name;
  std::string_view text;
};

constexpr refusal refusals[] = {
    {"empty", ""},
    {"five_octets", "00:50:56:c0:ff"},
    {"seven_octets", "00:50:56:c0:ff:ee:00"},
    {"one_digit", "0:50:56:c0:ff:ee"},
    {"last_digit_missing", "00:50:56:c0:ff:e"},
    {"one_digit_too_many", "00:50:56:c0:ff:eee"},
    {"no_hexadecimal_digit", "00:50:56:c0:ff:eg"},
    {"below_the_digits", "00:50:56:c0:ff:e/"},
    {"above_the_digits", "00:50:56:c0:ff:e:"},
    {"below_upper_case", "00:50:56:c0:ff:e@"},
    {"below_lower_case", "00:50:56:c0:ff:e`"},
    {"mixed_separators", "00:50:56:c0:ff-ee"},
    {"mixed_separators_first", "00-50:56:c0:ff:ee"},
    {"other_separator", "00.50.56.c0.ff.ee"},
    {"separator_missing", "00:50:56:c0:ff0ee"},
    {"blank_before", " 0:50:56:c0:ff:ee"},
    {"blank_behind", "00:50:56:c0:ff:ee "},
    {"cisco_triples", "0050.56c0.ffee"},
};

class MacAddressText : public testing::TestWithParam<refusal> {};

TEST_P(MacAddressText, IsRefusedAndLeavesTheTargetAlone) {
  mac_address target{"02:00:00:00:00:01"};
  EXPECT_FALSE(from_text(GetParam().text, target));
  EXPECT_EQ(target, mac_address{"02:00:00:00:00:01"});
}

TEST_P(MacAddressText, IsNamedByTheException) {
  try {
    static_cast<void>(mac_address{GetParam().text});
    FAIL() << "no exception";
  } catch (const std::invalid_argument& e) {
    EXPECT_EQ(e.what(), "not a MAC address: \"" + std::string{GetParam().text} + '"');
  }
}

INSTANTIATE_TEST_SUITE_P(Refused, MacAddressText, testing::ValuesIn(refusals),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- text -------------------------------------------------------------------------------------

TEST(MacAddress, PrintsLowerCaseWithColons) {
  EXPECT_EQ(to_string(mac_address{"FF-00-ab-CD-09-90"}), "ff:00:ab:cd:09:90");
}

TEST(MacAddress, ReadsEveryPrintedText) {
  for (int bit = 0; bit != 48; ++bit) {
    const mac_address address{std::uint64_t{1} << bit};
    EXPECT_EQ(mac_address{to_string(address)}, address);
  }
}

TEST(MacAddress, StreamsAsTextHonouringWidth) {
  std::ostringstream out;
  out << host << '|' << std::setw(19) << std::setfill('.') << host;
  EXPECT_EQ(out.str(), "00:50:56:c0:ff:ee|..00:50:56:c0:ff:ee");
}

TEST(MacAddress, AppendsBehindWhatIsThere) {
  std::string text = "src ";
  append_to(text, host);
  EXPECT_EQ(text, "src 00:50:56:c0:ff:ee");
}

}  // namespace mac_address_test
}  // namespace packetry
