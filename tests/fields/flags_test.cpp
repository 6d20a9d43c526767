// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/flags.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace flags_test {

// --- values: RFC 9293 section 3.1, RFC 3540, RFC 791 section 3.1, RFC 3514 ------------------------

static_assert(tcp_flags{"F"}.value() == 0x001 && tcp_flags{"S"}.value() == 0x002 && tcp_flags{"R"}.value() == 0x004);
static_assert(tcp_flags{"P"}.value() == 0x008 && tcp_flags{"A"}.value() == 0x010 && tcp_flags{"U"}.value() == 0x020);
static_assert(tcp_flags{"E"}.value() == 0x040 && tcp_flags{"C"}.value() == 0x080 && tcp_flags{"N"}.value() == 0x100);
static_assert(tcp_flag::fin == "F" && tcp_flag::syn == "S" && tcp_flag::rst == "R" && tcp_flag::psh == "P" && tcp_flag::ack == "A");
static_assert(tcp_flag::urg == "U" && tcp_flag::ece == "E" && tcp_flag::cwr == "C" && tcp_flag::ns == "N");
static_assert(ip_flags{"MF"}.value() == 1 && ip_flags{"DF"}.value() == 2 && ip_flags{"evil"}.value() == 4);
static_assert(ip_flag::more_fragments == "MF" && ip_flag::dont_fragment == "DF" && ip_flag::evil == "evil");

// --- as they are written ------------------------------------------------------------------------------

static_assert(tcp_flags{"SA"} == (tcp_flag::syn | tcp_flag::ack));
static_assert(tcp_flags{"AS"} == tcp_flags{"SA"} && tcp_flags{"SS"} == tcp_flags{"S"});
static_assert(tcp_flags{"S+A"} == tcp_flags{"SA"});
static_assert(ip_flags{"MF+DF"}.value() == 3 && ip_flags{"MFDF"}.value() == 3 && ip_flags{"DF+evil"}.value() == 6);
static_assert(tcp_flags{""}.empty() && tcp_flags{}.empty() && tcp_flags{} == tcp_flags{""});
static_assert(tcp_flags{std::string_view{"SA"}} == "SA");

struct header {  // what a layer does with it
  tcp_flags flags = tcp_flag::syn;
};
static_assert(header{}.flags == "S");
static_assert(header{.flags = "PA"}.flags.value() == 0x18);
static_assert(header{.flags = 0x18}.flags == "PA");
static_assert(header{.flags = 0}.flags.empty(), "a scan without flags: the literal 0 is no text");
static_assert(header{.flags = tcp_flag::syn | "E"}.flags.value() == 0x42);
static_assert(std::is_convertible_v<std::string, tcp_flags> && !std::is_convertible_v<std::nullptr_t, tcp_flags>);

// --- sets -----------------------------------------------------------------------------------------------

constexpr tcp_flags syn_ack{"SA"};
static_assert(syn_ack.has("S") && syn_ack.has("A") && syn_ack.has("SA") && syn_ack.has(""));
static_assert(!syn_ack.has("F") && !syn_ack.has("SF"), "all of them, not one of them");
static_assert((syn_ack & "A") == "A" && (syn_ack & "F").empty());
static_assert((syn_ack & ~tcp_flag::syn) == "A");
static_assert(!syn_ack.empty() && !(syn_ack == "S"));
static_assert(tcp_flags{0xfe00}.value() == 0xfe00, "bits that no name stands for are kept");

// --- text -----------------------------------------------------------------------------------------------

struct text_case {
  std::string_view name;
  std::uint16_t value;
  std::string_view tcp, ip;
};
constexpr text_case texts[] = {
    {"none", 0, "", ""},
    {"one", 2, "S", "DF"},
    {"two", 3, "FS", "MF+DF"},
    {"with_a_long_name", 5, "FR", "MF+evil"},
    {"all", 7, "FSR", "MF+DF+evil"},
    {"a_bit_without_a_name", 0x82, "SC", "DF"},
};

class FlagText : public testing::TestWithParam<text_case> {};

TEST_P(FlagText, NamesEachFlagOnce) {
  EXPECT_EQ(to_string(tcp_flags{GetParam().value}), GetParam().tcp);
  EXPECT_EQ(to_string(ip_flags{static_cast<std::uint8_t>(GetParam().value)}), GetParam().ip);
}

INSTANTIATE_TEST_SUITE_P(Table, FlagText, testing::ValuesIn(texts), [](const auto& c) { return std::string{c.param.name}; });

TEST(Flags, AreReadAsTheyArePrinted) {
  for (unsigned v = 0; v != 0x200; ++v) {
    const tcp_flags flags{static_cast<std::uint16_t>(v)};
    EXPECT_EQ(tcp_flags{to_string(flags)}, flags);
  }
}

TEST(Flags, AppendBehindWhatIsThere) {
  std::string text = "flags ";
  append_to(text, ip_flags{"DF"});
  EXPECT_EQ(text, "flags DF");  // no '+': what is before is no flag
  std::ostringstream out;
  out << tcp_flags{"SA"};
  EXPECT_EQ(out.str(), "SA");
}

// --- refusals: each differs from "SA" in one fact -----------------------------------------------

struct refusal {
  std::string_view name;
  std::string_view text;
};
constexpr refusal refusals[] = {
    {"no_flag", "SX"},      {"lower_case", "Sa"},   {"blank", "S A"},
    {"other_joint", "S|A"}, {"two_joints", "S++A"}, {"joint_before", "+SA"},
};

class FlagRefusal : public testing::TestWithParam<refusal> {};

TEST_P(FlagRefusal, IsNamedByTheException) {
  try {
    static_cast<void>(tcp_flags{GetParam().text});
    FAIL() << "no exception";
  } catch (const std::invalid_argument& e) {
    EXPECT_EQ(e.what(), "not a list of flags: \"" + std::string{GetParam().text} + '"');
  }
}

INSTANTIATE_TEST_SUITE_P(Table, FlagRefusal, testing::ValuesIn(refusals), [](const auto& c) { return std::string{c.param.name}; });

}  // namespace flags_test
}  // namespace packetry
