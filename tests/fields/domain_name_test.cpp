// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/domain_name.hpp>  // first: proves the header stands alone

#include <packetry/fields/compressed_name.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace domain_name_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(sizeof(domain_name) == 256);
static_assert(std::is_trivially_destructible_v<domain_name>, "GCC 12: without it no list of questions is a constant");
static_assert(std::is_nothrow_copy_constructible_v<domain_name>);
static_assert(std::is_convertible_v<const char*, domain_name>);
static_assert(std::is_convertible_v<std::string_view, domain_name>);
static_assert(std::is_convertible_v<std::string, domain_name>);
static_assert(!std::is_constructible_v<domain_name, std::nullptr_t>);
static_assert(!std::is_constructible_v<domain_name, int>);

template <std::size_t N>
constexpr bool is(const domain_name& name, const std::array<std::uint8_t, N>& wire) {
  if (name.size() != N) return false;
  for (std::size_t i = 0; i != N; ++i)
    if (name.data()[i] != wire[i]) return false;
  return true;
}

static_assert(is(domain_name{"2013.hack.lu"}, "04 32303133 04 6861636b 02 6c75 00"_hex));
static_assert(is(domain_name{"2013.hack.lu."}, "04 32303133 04 6861636b 02 6c75 00"_hex), "the final dot is optional");
static_assert(is(domain_name{}, "00"_hex) && is(domain_name{"."}, "00"_hex) && is(domain_name{""}, "00"_hex));
static_assert(is(domain_name{"a"}, "01 61 00"_hex));
static_assert(is(domain_name{R"(a\.b.c)"}, "03 612e62 01 63 00"_hex));
static_assert(is(domain_name{R"(a\\b)"}, "03 615c62 00"_hex));
static_assert(is(domain_name{R"(\000\255x)"}, "03 00ff78 00"_hex));
static_assert(is(domain_name{R"(\x)"}, "01 78 00"_hex), "what is no digit stands for itself");
static_assert(domain_name{}.is_root() && !domain_name{"a"}.is_root());

// RFC 4343: ASCII letters in either case, and nothing else
static_assert(domain_name{"WWW.Example.COM"} == domain_name{"www.eXAMPLE.com"});
static_assert(!domain_name{"WWW.Example.COM"}.is_exactly("www.example.com") && domain_name{"a.B"}.is_exactly("a.B"));
static_assert(!(domain_name{"www.example.com"} == domain_name{"www.example.org"}));
static_assert(!(domain_name{"example.com"} == domain_name{"www.example.com"}));
static_assert(!(domain_name{"a@"} == domain_name{"a`"}) && !(domain_name{"a["} == domain_name{"a{"}));
static_assert(!(domain_name{R"(\192)"} == domain_name{R"(\224)"}), "letters of other alphabets have no case");
static_assert(!(domain_name{"ab.c"} == domain_name{"a.bc"}));

struct question {  // what a layer does with it
  domain_name qname = "www.example.com";
};
static_assert(question{.qname = "hack.lu"}.qname.size() == 9);
static_assert(question{}.qname == domain_name{"www.example.com"});

static_assert(reverse_name(ipv4_address{"1.2.3.4"}) == domain_name{"4.3.2.1.in-addr.arpa"});
static_assert(reverse_name(ipv4_address{"255.100.9.0"}) == domain_name{"0.9.100.255.in-addr.arpa"});
// RFC 3596 section 2.5
static_assert(reverse_name(ipv6_address{"4321:0:1:2:3:4:567:89ab"}) ==
              domain_name{"b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa"});

// --- text, both ways ---------------------------------------------------------------------------

struct text_case {
  std::string_view name, text, printed;
};

constexpr text_case texts[] = {
    {"root",             ".",                  "."},
    {"empty",            "",                   "."},
    {"one_label",        "localhost",          "localhost."},
    {"seven_characters", "abcd.lu",            "abcd.lu."},
    {"eight_characters", "abcde.lu",           "abcde.lu."},
    {"sixteen",          "abcde.lu.abcdefg",   "abcde.lu.abcdefg."},
    {"final_dot",        "www.example.com.",   "www.example.com."},
    {"case_is_kept",     "WwW.example.COM",    "WwW.example.COM."},
    {"service",          "_dns-sd._udp.local", "_dns-sd._udp.local."},
    {"dot_in_a_label",   R"(a\.b.example)",    R"(a\.b.example.)"},
    {"backslash",        R"(a\\b.example)",    R"(a\\b.example.)"},
    {"octets",           R"(\000\032\127\200)", R"(\000\032\127\200.)"},
    {"visible_as_octet", R"(\097bc)",          "abc."},
    {"space",            "my printer.local",   R"(my\032printer.local.)"},
    {"long_with_escape", R"(abcdefgh.ijklmnop.q\.r)", R"(abcdefgh.ijklmnop.q\.r.)"},
};

class DomainNameText : public testing::TestWithParam<text_case> {};

TEST_P(DomainNameText, IsReadAndPrinted) {
  const auto& c = GetParam();
  EXPECT_EQ(to_string(domain_name{c.text}), c.printed);
  EXPECT_TRUE(domain_name{c.printed}.is_exactly(domain_name{c.text})) << "what is printed can be read";
}

INSTANTIATE_TEST_SUITE_P(Table, DomainNameText, testing::ValuesIn(texts), [](const auto& c) { return std::string{c.param.name}; });

const std::string l63(63, 'x'), l64(64, 'x');

// Each refusal differs from a name in one fact.
TEST(DomainName, RefusesWrongText) {
  EXPECT_NO_THROW(domain_name{l63 + ".com"});
  EXPECT_NO_THROW(domain_name{R"(a\046)"});
  for (const std::string& text : {std::string{".."}, std::string{".a"}, std::string{"a..b"}, std::string{"a.."}, l64, l64 + ".com", std::string{"com."}.append(l64),
                                  std::string{R"(a\)"}, std::string{R"(a\25)"}, std::string{R"(a\256)"}, std::string{R"(a\2x5)"},
                                  std::string{R"(abcdefgh.ijkl..mnop)"}}) {
    try {
      (void)domain_name{text};
      ADD_FAILURE() << text;
    } catch (const std::invalid_argument& e) {
      EXPECT_EQ(e.what(), "not a domain name: \"" + text + '"');
    }
    domain_name untouched{"kept"};
    EXPECT_FALSE(from_text(text, untouched));
    EXPECT_EQ(to_string(untouched), "kept.");
  }
}

TEST(DomainName, HasAtMost255Octets) {
  const std::string most = l63 + '.' + l63 + '.' + l63 + '.' + std::string(61, 'y');
  EXPECT_EQ(domain_name{most}.size(), 255u);
  EXPECT_EQ(domain_name{most + '.'}.size(), 255u);
  EXPECT_THROW(domain_name{most + 'y'}, std::invalid_argument);
  EXPECT_THROW(domain_name{most + ".y"}, std::invalid_argument);
  EXPECT_EQ(to_string(domain_name{most}), most + '.');

  std::string letters;
  for (int i = 0; i != 127; ++i) letters += "a.";
  EXPECT_EQ(domain_name{letters}.size(), 255u);
  EXPECT_THROW(domain_name{letters + 'a'}, std::invalid_argument);

  std::string escaped;
  for (int i = 0; i != 63; ++i) escaped += R"(\001)";
  EXPECT_EQ(domain_name{escaped}.size(), 65u);
  EXPECT_THROW(domain_name{escaped + 'a'}, std::invalid_argument);
}

TEST(DomainName, RuntimeAndConstantTextAgree) {  // at run time eight characters are read at once
  constexpr domain_name constant{"a.bc.def.ghij.klmno.pqrstu.example"};
  const std::string text = "a.bc.def.ghij.klmno.pqrstu.example";
  EXPECT_TRUE(domain_name{text}.is_exactly(constant));
  for (std::size_t dot = 1; dot != 40; ++dot) {
    std::string s(41, 'z');
    s[dot] = '.';
    std::string wire = '.' + s + '\0';
    wire[0] = static_cast<char>(dot);
    wire[dot + 1] = static_cast<char>(40 - dot);
    const domain_name name{s};
    EXPECT_EQ(std::string(name.data(), name.data() + name.size()), wire) << dot;
  }
}

TEST(DomainName, CopiesOfEverySizeAreEqual) {
  domain_name previous{"previous.value.that.is.longer.than.one.block.of.octets"};
  for (std::size_t size = 3; size <= 255; ++size) {  // labels of one letter, the first of two where that is odd
    std::string text(size % 2 == 0 ? "zy." : "z.");
    while (text.size() + 1 < size) text += std::string(1, static_cast<char>('a' + text.size() % 26)) + '.';
    const domain_name name{text}, copy = name;  // NOLINT(performance-unnecessary-copy-initialization): it is the copy that counts
    ASSERT_EQ(name.size(), size);
    EXPECT_EQ(to_string(copy), text);
    EXPECT_TRUE(copy.is_exactly(name)) << size;
    previous = name;
    EXPECT_TRUE(previous.is_exactly(name)) << size;
    previous = *&previous;
    EXPECT_TRUE(previous.is_exactly(name)) << size;
  }
}

TEST(DomainName, IsStreamed) {
  std::ostringstream out;
  out << domain_name{"hack.lu"};
  EXPECT_EQ(out.str(), "hack.lu.");
}

// --- names in a message ---------------------------------------------------------------------------

using detail::pointer_chains;
using detail::walk_name;

struct found_name {
  std::string text;
  std::size_t end;
  friend bool operator==(const found_name&, const found_name&) = default;
};

void PrintTo(const found_name& f, std::ostream* out) { *out << f.text << " to " << f.end; }

const found_name malformed{"", 0};

found_name find(bytes message, std::size_t at) {
  pointer_chains chains{pointer_chains::when_needed::make};
  const auto found = walk_name(message.data(), message.size(), at, at, &chains, detail::no_pieces{});
  const domain_name name = detail::read_name(message.data(), message.size(), at, at, &chains);
  const auto without = walk_name(message.data(), message.size(), at, at, nullptr, detail::no_pieces{});
  chains.release();
  EXPECT_EQ(found.end, without.end) << "the table of pointers changes nothing";
  EXPECT_EQ(found.end == 0, found.what != fault::none);
  if (found.end == 0) return malformed;
  EXPECT_EQ(found.size, name.size());
  return {to_string(name), found.end};
}

TEST(CompressedName, FollowsRfc1035sExample) {  // section 4.1.4: F.ISI.ARPA, FOO.F.ISI.ARPA, ARPA and the root
  std::vector<std::uint8_t> message(20);
  const auto names = "01 46 03 495349 04 41525041 00"_hex;
  message.insert(message.end(), names.begin(), names.end());
  message.resize(40);
  const auto more = "03 464f4f c014"_hex;
  message.insert(message.end(), more.begin(), more.end());
  message.resize(64);
  const auto rest = "c01a"_hex;
  message.insert(message.end(), rest.begin(), rest.end());
  message.resize(92);
  message.push_back(0);
  EXPECT_EQ(find(message, 20), (found_name{"F.ISI.ARPA.", 32}));
  EXPECT_EQ(find(message, 40), (found_name{"FOO.F.ISI.ARPA.", 46}));
  EXPECT_EQ(find(message, 64), (found_name{"ARPA.", 66}));
  EXPECT_EQ(find(message, 92), (found_name{".", 93}));
}

TEST(CompressedName, RefusesEveryTruncation) {
  const auto message = "0000 03 777777 c005 01 61 c002"_hex;
  EXPECT_EQ(find(bytes{message}, 8), malformed) << "c005 points behind its own piece";
  const auto good = "01 62 00 03 777777 c000 01 61 c003"_hex;
  EXPECT_EQ(find(bytes{good}, 9), (found_name{"a.www.b.", 13}));
  for (std::size_t n = 9; n != good.size(); ++n) {
    const std::vector<std::uint8_t> cut(good.begin(), good.begin() + static_cast<std::ptrdiff_t>(n));
    EXPECT_EQ(find(cut, 9), malformed) << n;
  }
}

TEST(CompressedName, RefusesUndefinedLabelTypes) {
  EXPECT_EQ(find(bytes{"40 00"_hex}, 0), malformed);
  EXPECT_EQ(find(bytes{"80 00"_hex}, 0), malformed);
  EXPECT_EQ(find(bytes{"01 61 7f 00"_hex}, 0), malformed);
  EXPECT_EQ(find(bytes{"01 61 bf 00"_hex}, 0), malformed);
  EXPECT_EQ(find(bytes{"80 00 c000"_hex}, 2), malformed) << "also where a pointer leads to";
}

TEST(CompressedName, PointersLeadToBeforeTheirPiece) {
  EXPECT_EQ(find(bytes{"c000"_hex}, 0), malformed) << "to itself";
  EXPECT_EQ(find(bytes{"00 01 61 c001"_hex}, 1), malformed) << "to its own begin";
  EXPECT_EQ(find(bytes{"00 01 61 c000"_hex}, 1), (found_name{"a.", 5}));
  EXPECT_EQ(find(bytes{"c002 c000"_hex}, 2), malformed) << "a loop of two";
  EXPECT_EQ(find(bytes{"01 61 c003 00"_hex}, 0), malformed) << "forward";
  // The second piece, "a" at 1, may not point to itself or to the piece in front of it that comes later.
  EXPECT_EQ(find(bytes{"00 01 61 c001 01 62 c001"_hex}, 5), malformed);
  EXPECT_EQ(find(bytes{"00 01 61 c000 01 62 c001"_hex}, 5), (found_name{"b.a.", 9}));
  // Into the middle of a piece that goes on behind the name itself.
  EXPECT_EQ(find(bytes{"03 61 00 62 01 63 c001"_hex}, 4), malformed);
  EXPECT_EQ(find(bytes{"01 04 c000 00 00 00"_hex}, 2), malformed) << "the label at 0 takes 04, then a pointer to itself follows";
}

TEST(CompressedName, CountsOctetsWithoutCompression) {
  std::vector<std::uint8_t> message;
  for (int i = 0; i != 4; ++i) {
    message.push_back(i == 0 ? 61 : 63);
    message.resize(message.size() + message.back(), 'x');
  }
  message.push_back(0);  // 62 + 3 * 64 + 1
  EXPECT_EQ(find(message, 0).end, 255u);
  EXPECT_EQ(find(message, 62).end, 255u);
  const auto end = message.size();
  const auto pointer = "c000"_hex;
  const auto label = "01 61 c000"_hex;
  message.insert(message.end(), pointer.begin(), pointer.end());
  EXPECT_EQ(find(message, end).end, end + 2) << "255 octets";
  message.insert(message.end(), label.begin(), label.end());
  EXPECT_EQ(find(message, end + 2), malformed) << "257 octets";
}

/// A chain of pointers that begins behind `message`, each to the one before; the last is at the end.
void add_chain(std::vector<std::uint8_t>& message, std::size_t to, std::size_t length) {
  for (; length != 0; --length) {
    const std::size_t at = message.size();
    message.push_back(static_cast<std::uint8_t>(0xc0 | to >> 8));
    message.push_back(static_cast<std::uint8_t>(to));
    to = at;
  }
}

TEST(CompressedName, FollowsChainsOfAnyLength) {
  constexpr std::size_t lengths[] = {1, 7, 8, 9, 10, 100, 8190};
  for (const std::size_t length : lengths) {
    std::vector<std::uint8_t> message{1, 'a', 0};
    add_chain(message, 0, length);
    EXPECT_EQ(find(message, message.size() - 2), (found_name{"a.", message.size()})) << length;
    message[0] = 0x40;
    EXPECT_EQ(find(message, message.size() - 2), malformed) << length;
    message[0] = 0xc0;  // forward: c061
    EXPECT_EQ(find(message, message.size() - 2), malformed) << length;
  }
}

TEST(CompressedName, FollowsNoPointerTwiceInALongChain) {
  // How much is read cannot be seen from outside; but a pointer whose octets were changed after the chain was followed
  // once leads nowhere if it is read again.
  std::vector<std::uint8_t> message{1, 'a', 0};
  add_chain(message, 0, 4000);
  pointer_chains chains{pointer_chains::when_needed::make};
  const std::size_t top = message.size() - 2;
  EXPECT_EQ(chains.resolve(message.data(), message.size(), top), 0u);
  for (std::size_t at = 3; at < top; at += 2) message[at + 1] = 0xff, message[at] = 0xff;
  EXPECT_EQ(chains.resolve(message.data(), message.size(), top), 0u);
  for (std::size_t at = 3; at < top; at += 2) EXPECT_EQ(chains.resolve(message.data(), message.size(), at), 0u) << at;
  chains.release();
}

TEST(CompressedName, WhoHasNoTableIsToldToAskForOne) {
  std::vector<std::uint8_t> message{1, 'a', 0};
  add_chain(message, 0, pointer_chains::most_hops + 1);
  pointer_chains chains{pointer_chains::when_needed::ask};
  const std::size_t top = message.size() - 2;
  EXPECT_NE(walk_name(message.data(), message.size(), top, top, &chains, detail::no_pieces{}).end, 0u);
  EXPECT_FALSE(chains.asked());
  add_chain(message, top, 1);
  EXPECT_EQ(walk_name(message.data(), message.size(), top + 2, top + 2, &chains, detail::no_pieces{}).end, 0u);
  EXPECT_TRUE(chains.asked());
}

}  // namespace domain_name_test
}  // namespace packetry
