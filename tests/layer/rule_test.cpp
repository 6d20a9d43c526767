// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/rule.hpp>  // first: proves the header stands alone

#include <packetry/bytes/checksum.hpp>
#include <packetry/fields/octets.hpp>
#include <packetry/fields/small_list.hpp>
#include <packetry/packet/catalog.hpp>
#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace rule_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

enum class slot : std::uint16_t { first = 1, second = 2 };
enum class port : std::uint8_t {};

// --- the value of a field: set > implied > computed > default -------------------------------------------------

struct above_one {
  static constexpr std::string_view name = "AboveOne";
  static constexpr number ids[] = {slot{0x0102}, slot{7}, port{9}};
  std::uint8_t x = 0xee;
  static constexpr auto wire = layout{field{"x", &above_one::x, be<8>}};
};
struct unknown_above {
  static constexpr std::string_view name = "UnknownAbove";
  std::uint8_t x = 0xee;
  static constexpr auto wire = layout{field{"x", &unknown_above::x, be<8>}};
};

struct deciding {
  computed<slot> what{};
  computed<std::uint8_t> from{}, to{};
  static constexpr std::string_view name = "Deciding";
  static constexpr auto wire = layout{
      field{"what", &deciding::what, be<16>, selects<>{}},
      field{"from", &deciding::from, be<8>, selects<port>{}, default_to<0x35>{}},
      field{"to", &deciding::to, be<8>, selects<port>{}, default_to<0x36>{}},
  };
};

TEST(FieldValue, IsTheDefaultWhereNothingImpliesOne) {
  EXPECT_EQ(to_bytes(deciding{}), listed("0000 35 36"_hex));
  EXPECT_EQ(to_bytes(deciding{} / unbound / unknown_above{}), listed("0000 35 36 ee"_hex));
  EXPECT_EQ(to_bytes(deciding{} / "\xee"), listed("0000 35 36 ee"_hex));
}
TEST(FieldValue, IsImpliedByTheLayerAbove) {  // by its first number of the space
  EXPECT_EQ(to_bytes(deciding{} / above_one{}), listed("0102 09 09 ee"_hex));
}
TEST(FieldValue, IsWhatWasSet) {
  EXPECT_EQ(to_bytes(deciding{.what = slot{3}} / above_one{}), listed("0003 09 09 ee"_hex));
  EXPECT_EQ(to_bytes(deciding{.what = slot{0}, .from = 0, .to = 1} / above_one{}), listed("0000 00 01 ee"_hex));
}

/// A value that says what another member is: as a record's data says its type.
struct colour {
  std::uint8_t value_ = 0;
  [[nodiscard]] constexpr std::uint8_t value() const { return value_; }
  [[nodiscard]] constexpr std::uint16_t implied() const { return static_cast<std::uint16_t>(0x0100 + value_); }
};
struct painted {
  computed<std::uint16_t> type{};
  colour paint{};
  static constexpr std::string_view name = "Painted";
  static constexpr auto wire = layout{field{"type", &painted::type, be<16>, implied_by<&painted::paint>{}}, field{"paint", &painted::paint, be<8>}};
};
TEST(FieldValue, MayBeImpliedByAnotherMember) {
  EXPECT_EQ(to_bytes(painted{.paint = {5}}), listed("0105 05"_hex));
  EXPECT_EQ(to_bytes(painted{.type = 7, .paint = {5}}), listed("0007 05"_hex));
}

struct counting {
  computed<std::uint8_t> count{}, size{};
  octets text{};
  small_list<int, 0> list{};
  static constexpr std::string_view name = "Counting";
  static constexpr auto wire = layout{field{"count", &counting::count, be<8>, count_of<&counting::list>{}},
                                      field{"size", &counting::size, be<8>, size_of<&counting::text>{}},
                                      field{"text", &counting::text, octets_counted_by<&counting::size>}};
};
TEST(FieldValue, MayCountElementsAndOctets) {
  EXPECT_EQ(to_bytes(counting{.text = "abc", .list = {1, 2}}), listed("02 03 616263"_hex));
  EXPECT_EQ(to_bytes(counting{.count = 9, .size = 1, .text = "abc", .list = {1, 2}}), listed("09 01 616263"_hex));
}

// --- header_words: the header's length in units, and its options ----------------------------------------------

template <unsigned Unit, unsigned Plus>
struct worded {
  std::uint8_t first = 0xaa;
  computed<std::uint8_t> words{};
  std::uint8_t last = 0xb;
  octets options{};
  static constexpr std::string_view name = "Worded";
  static constexpr auto wire = layout{field{"first", &worded::first, be<8>}, field{"words", &worded::words, bits<4>, header_words<Unit, Plus>{}},
                                      field{"last", &worded::last, bits<4>}, field{"options", &worded::options, rest_of_header}};
  friend constexpr bool operator==(const worded&, const worded&) = default;
};
using in_fours = worded<4, 0>;          // as TCP and IPv4 count
using in_eights_and_8 = worded<8, 8>;   // as IPv6's extension headers count
using in_pairs_less_one = worded<2, 1>;

struct words_case {
  std::string_view name;
  std::vector<std::uint8_t> octets;
  std::vector<std::uint8_t> fours, eights;
};
const words_case words[] = {  // options; the header with them
    {"none", {}, listed("aa 1b 0000"_hex), listed("aa 0b 000000000000"_hex)},
    {"one_octet", {1}, listed("aa 1b 0100"_hex), listed("aa 0b 010000000000"_hex)},
    {"a_whole_unit_of_4", {1, 2}, listed("aa 1b 0102"_hex), listed("aa 0b 010200000000"_hex)},
    {"one_more", {1, 2, 3}, listed("aa 2b 010203000000"_hex), listed("aa 0b 010203000000"_hex)},
    {"a_whole_unit_of_8", {1, 2, 3, 4, 5, 6}, listed("aa 2b 010203040506"_hex), listed("aa 0b 010203040506"_hex)},
    {"beyond", {1, 2, 3, 4, 5, 6, 7}, listed("aa 3b 01020304050607000000"_hex), listed("aa 1b 0102030405060700000000000000"_hex)},
};

class HeaderWords : public testing::TestWithParam<words_case> {};

template <class L>
void expect_words(const std::vector<std::uint8_t>& options, const std::vector<std::uint8_t>& wire) {
  EXPECT_EQ(to_bytes(L{.options = bytes{options}}), wire);
  auto followed = wire;
  followed.push_back(0xee);
  const auto p = dissect<L, raw>(followed);
  ASSERT_TRUE(p);
  auto padded = options;
  padded.resize(wire.size() - 2);  // the zeros that fill up the unit are read as options
  EXPECT_EQ(p.template get<L>().options, octets{bytes{padded}});
  EXPECT_EQ(p.template get<raw>(), raw{{0xee}});
}

TEST_P(HeaderWords, CountUnitsAndFillThemUp) {
  expect_words<in_fours>(GetParam().octets, GetParam().fours);
  expect_words<in_eights_and_8>(GetParam().octets, GetParam().eights);
}

INSTANTIATE_TEST_SUITE_P(Table, HeaderWords, testing::ValuesIn(words), [](const auto& c) { return std::string{c.param.name}; });

TEST(HeaderWord, AddsItsPlus) {
  EXPECT_EQ(to_bytes(in_pairs_less_one{.options = {1}}), listed("aa 1b 01 00"_hex));  // 4 octets: (4 - 1) / 2 = 1, rounded down
  EXPECT_EQ(dissect<in_pairs_less_one>("aa 1b 01"_hex).get<in_pairs_less_one>().options, (octets{1}));
}
TEST(HeaderWord, IsSentAsItWasSet) {
  EXPECT_EQ(to_bytes(in_fours{.words = 0, .options = {1, 2}}), listed("aa 0b 0102"_hex));
  EXPECT_EQ(to_bytes(in_fours{.words = 15}), listed("aa fb 0000"_hex));
}
TEST(HeaderWord, BelowTheFixedPartMeansTheFixedPart) {
  constexpr auto wire = "aa 0b 0102"_hex;
  const auto p = dissect<in_fours>(wire);
  ASSERT_TRUE(p);
  EXPECT_TRUE(p.get<in_fours>().options.empty());
  EXPECT_EQ(listed(p.rest()), listed("0102"_hex));
}
TEST(HeaderWord, BeyondTheOctetsIsTruncated) {
  constexpr auto wire = "aa 2b 0102030405"_hex;  // 8 said, 7 there
  EXPECT_EQ(dissect<in_fours>(wire).error(), (packet_error{.what = fault::truncated, .layer = "Worded", .offset = 0, .needed = 8, .available = 7}));
}
TEST(HeaderWord, ThatNeedsMoreBitsIsTooLong) {
  EXPECT_NO_THROW(static_cast<void>(to_bytes(in_fours{.options = octets::filled(58, 1)})));
  EXPECT_THROW(static_cast<void>(to_bytes(in_fours{.options = octets::filled(59, 1)})), packet_failure);
}

// --- lengths that bound what is above -----------------------------------------------------------------------------

template <class Rule>
struct sized {
  std::uint8_t first = 0xaa;
  computed<std::uint16_t> len{};
  static constexpr std::string_view name = "Sized";
  static constexpr auto wire = layout{field{"first", &sized::first, be<8>}, field{"len", &sized::len, be<16>, Rule{}}};
  friend constexpr bool operator==(const sized&, const sized&) = default;
};
using total = sized<total_length>;
using payload_only = sized<payload_length>;

TEST(TotalLength, CountsTheHeaderAndAllAbove) {
  EXPECT_EQ(to_bytes(total{}), listed("aa 0003"_hex));
  EXPECT_EQ(to_bytes(total{} / "abc"), listed("aa 0006 616263"_hex));
  EXPECT_EQ(to_bytes(total{} / "abc" / padding{"xx"}), listed("aa 0006 616263 7878"_hex));
  EXPECT_EQ(to_bytes(total{.len = 4} / "abc"), listed("aa 0004 616263"_hex));
}
TEST(PayloadLength, CountsWhatIsAbove) {
  EXPECT_EQ(to_bytes(payload_only{}), listed("aa 0000"_hex));
  EXPECT_EQ(to_bytes(payload_only{} / "abc"), listed("aa 0003 616263"_hex));
  EXPECT_EQ(to_bytes(payload_only{} / "abc" / padding{"xx"}), listed("aa 0003 616263 7878"_hex));
  EXPECT_EQ(to_bytes(payload_only{.len = 4} / "abc"), listed("aa 0004 616263"_hex));
}

struct bound_case {
  std::string_view name;
  unsigned total, payload;  ///< lengths that say so
  std::string_view load, padding;
};
const bound_case bounds[] = {  // before "abcd"
    {"all", 7, 4, "abcd", ""},
    {"one_less", 6, 3, "abc", "d"},
    {"nothing", 3, 0, "", "abcd"},
    {"one_more_than_there_is", 8, 5, "abcd", ""},
    {"far_more", 65535, 65535, "abcd", ""},
};

class Lengths : public testing::TestWithParam<bound_case> {};

template <class L>
void expect_bound(std::uint16_t len, const bound_case& c) {
  const auto wire = to_bytes(L{.len = len} / "abcd");
  const auto p = dissect<L, raw, padding>(wire);
  ASSERT_TRUE(p);
  EXPECT_EQ(p.template get<raw>().load.text(), c.load);
  EXPECT_EQ(p.template get<padding>().load.text(), c.padding);
  EXPECT_EQ(p.template get<L>().len, len);  // kept as it was
}

TEST_P(Lengths, BoundThePayload) {
  expect_bound<total>(static_cast<std::uint16_t>(GetParam().total), GetParam());
  expect_bound<payload_only>(static_cast<std::uint16_t>(GetParam().payload), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Table, Lengths, testing::ValuesIn(bounds), [](const auto& c) { return std::string{c.param.name}; });

TEST(TotalLength, BelowTheHeaderBoundsNothing) {
  for (std::uint16_t len = 0; len != 3; ++len) expect_bound<total>(len, {"", 0, 0, "abcd", ""});
}

TEST(Lengths, GrowNoFurtherThanTheLayerBelowGrants) {
  const auto wire = to_bytes(total{.len = 8} / unbound / payload_only{.len = 100} / "abcd");
  const auto p = dissect<total, payload_only, raw, padding>(wire);
  ASSERT_TRUE(p);
  EXPECT_EQ(p.get<raw>().load.text(), "ab");
  EXPECT_EQ(p.get<padding>().load.text(), "cd");
}

TEST(Lengths, ThatDoNotFitAreTooLong) {
  EXPECT_EQ(to_bytes(total{} / raw{octets::filled(65532, 'x')}).size(), 65535u);
  std::vector<std::uint8_t> out(70000);
  EXPECT_EQ(serialize_to(total{} / raw{octets::filled(65533, 'x')}, out).error(), (packet_error{.what = fault::too_long, .layer = "Sized"}));
  EXPECT_EQ(serialize_to(payload_only{} / raw{octets::filled(65536, 'x')}, out).error(), (packet_error{.what = fault::too_long, .layer = "Sized"}));
  EXPECT_TRUE(serialize_to(payload_only{.len = 1} / raw{octets::filled(65536, 'x')}, out));
}

// --- a length that leads the layer over a certain one below ---------------------------------------------------------

enum class stream_port : std::uint8_t {};
enum class packet_port : std::uint8_t {};

template <class Space>
struct carrier {
  computed<std::uint8_t> to{};
  static constexpr std::string_view name = "Carrier";
  static constexpr number ids[] = {slot::first};
  static constexpr auto wire = layout{field{"to", &carrier::to, be<8>, selects<Space>{}}};
};
using stream = carrier<stream_port>;
using datagram = carrier<packet_port>;

struct message {
  computed<std::uint16_t> length{};
  std::uint8_t a = 0xaa;
  computed<std::uint8_t> count{};
  octets text{};
  static constexpr std::string_view name = "Message";
  static constexpr number ids[] = {stream_port{5}, packet_port{6}};
  static constexpr auto wire = layout{
      field{"length", &message::length, be<16>, over<stream_port>{}, rest_length{}},
      field{"a", &message::a, be<8>},
      field{"count", &message::count, be<8>, size_of<&message::text>{}},
      field{"text", &message::text, octets_counted_by<&message::count>},
  };
  friend constexpr bool operator==(const message&, const message&) = default;
};

TEST(RestLength, IsThereOverItsSpaceOnly) {
  EXPECT_EQ(to_bytes(stream{} / message{.text = "hi"}), listed("05 0004 aa 02 6869"_hex));
  EXPECT_EQ(to_bytes(datagram{} / message{.text = "hi"}), listed("06 aa 02 6869"_hex));
  EXPECT_EQ(to_bytes(message{.text = "hi"}), listed("aa 02 6869"_hex));
  EXPECT_EQ((dissect<datagram, message>("06 aa 02 6869"_hex).get<message>()), (message{.count = 2, .text = "hi"}));
  EXPECT_EQ((dissect<stream, message>("05 0004 aa 02 6869"_hex).get<message>()), (message{.length = 4, .count = 2, .text = "hi"}));
}
TEST(RestLength, CountsWhatIsBehindItAndAbove) {
  EXPECT_EQ(to_bytes(stream{} / message{.text = "hi"} / "abc"), listed("05 0007 aa 02 6869 616263"_hex));
  EXPECT_EQ(to_bytes(stream{} / message{.text = "hi"} / "abc" / padding{"x"}), listed("05 0007 aa 02 6869 616263 78"_hex));
  EXPECT_EQ(to_bytes(stream{} / message{.length = 9, .text = "hi"}), listed("05 0009 aa 02 6869"_hex));
}

struct rest_case {
  std::string_view name;
  std::vector<std::uint8_t> wire;
  packet_error error;
};
const rest_case rests[] = {
    {"no_room_for_length", listed("05 00"_hex), {fault::truncated, "Message", 1, 4, 1}},
    {"no_room_for_the_fixed_rows", listed("05 0004 aa"_hex), {fault::truncated, "Message", 1, 4, 3}},
    {"length_below_the_fixed_rows", listed("05 0001 aa 00"_hex), {fault::bad_length, "Message", 1, 4, 4}},
    {"length_beyond_the_octets", listed("05 0005 aa 02 6869"_hex), {fault::truncated, "Message", 1, 7, 6}},
    {"text_beyond_the_length", listed("05 0003 aa 02 6869"_hex), {fault::truncated, "Message", 1, 6, 6}},
};

class RestLengthErrors : public testing::TestWithParam<rest_case> {};

TEST_P(RestLengthErrors, RefuseTheLayer) { EXPECT_EQ((dissect<stream, message>(GetParam().wire).error()), GetParam().error); }

INSTANTIATE_TEST_SUITE_P(Table, RestLengthErrors, testing::ValuesIn(rests), [](const auto& c) { return std::string{c.param.name}; });

/// Other rules count from behind the prefix: the message is the same over any layer.
struct led_total {
  std::uint16_t mark = 0xbeef;
  computed<std::uint8_t> len{};
  static constexpr std::string_view name = "LedTotal";
  static constexpr number ids[] = {stream_port{5}, packet_port{6}};
  static constexpr auto wire = layout{field{"mark", &led_total::mark, be<16>, over<stream_port>{}}, field{"len", &led_total::len, be<8>, total_length{}}};
};
struct led_payload {
  std::uint16_t mark = 0xbeef;
  computed<std::uint8_t> len{};
  static constexpr std::string_view name = "LedPayload";
  static constexpr number ids[] = {stream_port{5}, packet_port{6}};
  static constexpr auto wire = layout{field{"mark", &led_payload::mark, be<16>, over<stream_port>{}}, field{"len", &led_payload::len, be<8>, payload_length{}}};
};
struct led_header {
  std::uint16_t mark = 0xbeef;
  computed<std::uint8_t> words{};
  octets options{};
  static constexpr std::string_view name = "LedHeader";
  static constexpr number ids[] = {stream_port{5}, packet_port{6}};
  static constexpr auto wire = layout{field{"mark", &led_header::mark, be<16>, over<stream_port>{}},
                                      field{"words", &led_header::words, be<8>, header_words<4>{}}, field{"options", &led_header::options, rest_of_header}};
};

template <class L>
void expect_same_over_any(const L& value, bytes expected) {
  const auto bare = to_bytes(datagram{} / value / "abc"), led_one = to_bytes(stream{} / value / "abc");
  EXPECT_EQ(listed(bytes{bare}.subspan(1)), listed(expected));
  EXPECT_EQ(listed(bytes{led_one}.first(3)), listed("05 beef"_hex));
  EXPECT_EQ(listed(bytes{led_one}.subspan(3)), listed(expected));
  for (const auto& octets : {to_bytes(stream{} / value / "abc" / padding{"x"}), led_one}) {
    const auto p = dissect<stream, L, raw>(octets);
    ASSERT_TRUE(p);
    EXPECT_EQ(p.template get<raw>().load.text().substr(0, 3), "abc");
  }
}
TEST(Prefix, CountsIntoNoOtherLength) {
  expect_same_over_any(led_total{}, "04 616263"_hex);
  expect_same_over_any(led_payload{}, "03 616263"_hex);
  expect_same_over_any(led_header{.options = {1}}, "01 010000 616263"_hex);
  EXPECT_EQ((dissect<stream, led_total, raw>("05 beef 04 616263 78"_hex).get<raw>()), raw{"abc"});
}

// --- what is above ------------------------------------------------------------------------------------------------

struct low_a {
  std::uint8_t x = 1;
  static constexpr std::string_view name = "LowA";
  static constexpr number ids[] = {port{9}};
  static constexpr auto wire = layout{field{"x", &low_a::x, be<8>}};
};
struct low_b {
  std::uint8_t x = 2;
  static constexpr std::string_view name = "LowB";
  static constexpr number ids[] = {port{8}};
  static constexpr auto wire = layout{field{"x", &low_b::x, be<8>}};
};
struct two_ports {
  std::uint8_t from = 0, to = 0;
  static constexpr std::string_view name = "TwoPorts";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"from", &two_ports::from, be<8>, selects<port>{}}, field{"to", &two_ports::to, be<8>, selects<port>{}}};
};
struct a_first : catalog<two_ports, low_a, low_b> {};
struct b_first : catalog<two_ports, low_b, low_a> {};

template <class Catalog>
std::string layer_above(std::uint8_t from, std::uint8_t to) {
  const std::vector<std::uint8_t> wire{from, to, 0xee};
  return std::string{dissect(wire, link_type::ethernet, Catalog{}).layers()[1].name()};
}
TEST(Selects, ByAnyRowAndTheCatalogsOrder) {
  EXPECT_EQ(layer_above<a_first>(9, 0), "LowA");
  EXPECT_EQ(layer_above<a_first>(0, 9), "LowA");
  EXPECT_EQ(layer_above<a_first>(0, 8), "LowB");
  EXPECT_EQ(layer_above<a_first>(0, 0), "Raw");
  EXPECT_EQ(layer_above<a_first>(8, 9), "LowA");
  EXPECT_EQ(layer_above<b_first>(8, 9), "LowB");
  EXPECT_EQ(layer_above<b_first>(9, 8), "LowB");
}

struct ending {
  std::uint8_t x = 0;
  static constexpr std::string_view name = "Ending";
  static constexpr number ids[] = {slot::first};
  static constexpr auto wire = layout{field{"x", &ending::x, be<8>, ends_packet{}}};
};
struct fragmented {
  std::uint8_t offset = 0;
  computed<slot> what{};
  static constexpr std::string_view name = "Fragmented";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"offset", &fragmented::offset, be<8>, fragment_offset{}}, field{"what", &fragmented::what, be<16>, selects<>{}}};
};
struct typed_frame {
  computed<slot> type{};
  static constexpr std::string_view name = "TypedFrame";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"type", &typed_frame::type, be<16>, selects<>{}, type_above_1500{}}};
};
struct length_frame {
  computed<slot> type{};
  static constexpr std::string_view name = "LengthFrame";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"type", &length_frame::type, be<16>, selects<>{}, length_or_type{}}};
};

template <class... Ls>
std::string names_of(bytes wire) {
  std::string text;
  for (const auto& l : dissect(wire, link_type::ethernet, catalog<Ls...>{}).layers())
    text += std::string{l.name()} + std::to_string(l.octets().size()) + ' ';
  return text;
}

TEST(EndsPacket, MakesPaddingOfWhatFollows) { EXPECT_EQ((names_of<fragmented, ending>("00 0001 ee 1234"_hex)), "Fragmented3 Ending1 Padding2 "); }

TEST(FragmentOffset, LeavesWhatFollowsRaw) {
  EXPECT_EQ((names_of<fragmented, ending>("00 0001 ee"_hex)), "Fragmented3 Ending1 ");
  EXPECT_EQ((names_of<fragmented, ending>("01 0001 ee"_hex)), "Fragmented3 Raw1 ");
}

TEST(TypeAbove1500, RefusesLengths) {  // IEEE 802.3 section 3.2.6: up to 1500 a length
  EXPECT_EQ((names_of<typed_frame>("05dd ee"_hex)), "TypedFrame2 Raw1 ");
  EXPECT_EQ((names_of<typed_frame>("05dc ee"_hex)), "Raw3 ");
  EXPECT_EQ((names_of<typed_frame, length_frame>("05dc ee"_hex)), "LengthFrame2 Raw1 ");  // the next of the same number
}

TEST(LengthOrType, BoundsByALength) {
  EXPECT_EQ((names_of<length_frame>("0002 1234 5678"_hex)), "LengthFrame2 Raw2 Padding2 ");
  EXPECT_EQ((names_of<length_frame>("05dc 1234 5678"_hex)), "LengthFrame2 Raw4 ");
  EXPECT_EQ((names_of<length_frame>("05dd 1234 5678"_hex)), "LengthFrame2 Raw4 ");
}

// --- checksums ------------------------------------------------------------------------------------------------------

template <class Rule, class... More>
struct summed {
  octets front{};  // of any number of octets, so that the rest can be anywhere
  computed<std::uint8_t> front_size{};
  computed<std::uint16_t> sum{};
  octets back{};
  computed<std::uint8_t> back_size{};
  static constexpr std::string_view name = "Summed";
  static constexpr auto wire = layout{
      field{"front_size", &summed::front_size, be<8>, size_of<&summed::front>{}},
      field{"back_size", &summed::back_size, be<8>, size_of<&summed::back>{}},
      field{"front", &summed::front, octets_counted_by<&summed::front_size>},
      field{"sum", &summed::sum, be<16>, Rule{}, More{}...},
      field{"back", &summed::back, octets_counted_by<&summed::back_size>},
  };
};

/// RFC 1071: with the field as 0, and put where the field is.
std::vector<std::uint8_t> with_sum(std::vector<std::uint8_t> wire, std::size_t field_at, std::size_t from, std::size_t to) {
  wire[field_at] = wire[field_at + 1] = 0;
  const std::uint16_t sum = checksum(bytes{wire}.subspan(from, to - from));
  wire[field_at] = static_cast<std::uint8_t>(sum >> 8);
  wire[field_at + 1] = static_cast<std::uint8_t>(sum);
  return wire;
}

struct place_case {
  std::string_view name;
  std::size_t front, back, payload;
};
const place_case places[] = {
    {"even_all", 2, 4, 6},       {"odd_back", 2, 3, 6},       {"odd_payload", 2, 4, 7},     {"odd_back_and_payload", 2, 3, 7},
    {"odd_field", 1, 4, 6},      {"odd_field_and_back", 1, 5, 6}, {"all_odd", 3, 4, 7},     {"no_back", 2, 0, 1},
    {"no_payload", 2, 3, 0},     {"nothing", 0, 0, 0},
};

class Checksums : public testing::TestWithParam<place_case> {
 protected:
  template <class L>
  static L filled() {
    const auto& [name, front, back, load] = GetParam();
    L value;
    for (std::size_t i = 0; i != front; ++i) value.front.push_back(static_cast<std::uint8_t>(0x91 + 17 * i));
    for (std::size_t i = 0; i != back; ++i) value.back.push_back(static_cast<std::uint8_t>(0xe3 - 29 * i));
    return value;
  }
  static raw load() {
    raw r;
    for (std::size_t i = 0; i != GetParam().payload; ++i) r.load.push_back(static_cast<std::uint8_t>(0xb5 + 31 * i));
    return r;
  }
  static std::size_t field_at() { return 2 + GetParam().front; }
  static std::size_t header() { return 4 + GetParam().front + GetParam().back; }
};

TEST_P(Checksums, CoverTheHeader) {
  const auto wire = to_bytes(filled<summed<header_checksum>>() / load());
  EXPECT_EQ(wire, with_sum(wire, field_at(), 0, header()));
}

TEST_P(Checksums, CoverTheMessage) {
  const auto wire = to_bytes(filled<summed<message_checksum>>() / load());
  EXPECT_EQ(wire, with_sum(wire, field_at(), 0, wire.size()));
}

TEST_P(Checksums, CoverALayerWithAChecksumOfItsOwn) {
  using inner = summed<header_checksum>;
  using outer = summed<message_checksum>;
  const auto wire = to_bytes(filled<outer>() / unbound / filled<inner>() / load());
  auto expected = with_sum(wire, header() + field_at(), header(), 2 * header());
  expected = with_sum(expected, field_at(), 0, wire.size());
  EXPECT_EQ(wire, expected);
}

TEST_P(Checksums, CoverNoPadding) {
  EXPECT_EQ(to_bytes(filled<summed<message_checksum>>() / load() / padding{"xyz"}).at(field_at()),
            to_bytes(filled<summed<message_checksum>>() / load()).at(field_at()));
}

TEST_P(Checksums, AreSentAsTheyWereSet) {
  auto value = filled<summed<message_checksum>>();
  value.sum = 0xbeef;
  const auto wire = to_bytes(value / load());
  EXPECT_EQ(wire[field_at()], 0xbe);
  EXPECT_EQ(wire[field_at() + 1], 0xef);
  value.sum = 0;
  EXPECT_EQ(to_bytes(value / load())[field_at()], 0);
  EXPECT_EQ(to_bytes(value / load())[field_at() + 1], 0);
}

TEST_P(Checksums, OverAddressesThatAreNotThereAreZero) {  // as Scapy sends a transport layer alone
  const auto wire = to_bytes(filled<summed<transport_checksum>>() / load());
  EXPECT_EQ(wire[field_at()], 0);
  EXPECT_EQ(wire[field_at() + 1], 0);
}

INSTANTIATE_TEST_SUITE_P(Places, Checksums, testing::ValuesIn(places), [](const auto& c) { return std::string{c.param.name}; });

TEST(ZeroIsNone, SendsAComputedZeroAsAllOnes) {  // RFC 768
  using plain = summed<message_checksum>;
  using none = summed<message_checksum, zero_is_none>;
  const raw all_ones_but_lengths{{0xfd, 0xff}};  // 0200 + fdff = ffff, with a front of two zeros
  EXPECT_EQ(to_bytes(plain{.front = {0, 0}} / all_ones_but_lengths), listed("0200 0000 0000 fdff"_hex));
  EXPECT_EQ(to_bytes(none{.front = {0, 0}} / all_ones_but_lengths), listed("0200 0000 ffff fdff"_hex));
  EXPECT_EQ(to_bytes(none{.front = {0, 0}, .sum = 0} / all_ones_but_lengths), listed("0200 0000 0000 fdff"_hex));  // set
}

struct maybe_summed {  // as GRE has it (RFC 2784)
  bool present = false;
  std::uint8_t flags = 0;
  computed<std::uint16_t> sum{};
  std::uint16_t key = 0x1234;
  static constexpr std::string_view name = "MaybeSummed";
  static constexpr auto wire = layout{field{"present", &maybe_summed::present, bits<1>}, field{"flags", &maybe_summed::flags, bits<7>},
                                      field{"sum", &maybe_summed::sum, be<16>, when<&maybe_summed::present>{}, message_checksum{}},
                                      field{"key", &maybe_summed::key, be<16>}};
};
TEST(ConditionalChecksum, IsWrittenWhereItIs) {
  EXPECT_EQ(to_bytes(maybe_summed{} / "ab"), listed("00 1234 6162"_hex));
  const auto wire = to_bytes(maybe_summed{.present = true} / "ab");
  EXPECT_EQ(wire.size(), 7u);
  EXPECT_EQ(wire, with_sum(wire, 1, 0, wire.size()));
  EXPECT_EQ(listed(bytes{wire}.subspan(3)), listed("1234 6162"_hex));
}

}  // namespace rule_test
}  // namespace packetry
