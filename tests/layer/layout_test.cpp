// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/layout.hpp>  // first: proves the header stands alone

#include <packetry/fields/octets.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace layout_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

/// The value is sent as these octets, and they are read as the value.
template <class L>
void expect_both_ways(const L& value, bytes wire) {
  EXPECT_EQ(to_bytes(value), listed(wire));
  const auto read = dissect<L>(wire);
  ASSERT_TRUE(read) << to_string(read.error());
  EXPECT_EQ(read.template get<L>(), value);
  EXPECT_TRUE(read.rest().empty());
}

/// Fewer octets than `wire` are no such layer, and the error says how many it takes.
template <class L>
void expect_refusal_of_every_truncation(bytes wire, std::size_t least) {
  for (std::size_t n = 0; n != wire.size(); ++n) {
    const auto p = dissect<L>(wire.first(n));
    EXPECT_EQ(p.error(), (packet_error{.what = fault::truncated, .layer = L::name, .offset = 0, .needed = n < least ? least : wire.size(), .available = n})) << n;
  }
}

// --- one row ------------------------------------------------------------------------------------------------

struct plain_row {
  std::uint8_t a = 7;
  static constexpr std::string_view name = "Plain";
  static constexpr auto wire = layout{field{"a", &plain_row::a, be<8>}};
};
static_assert(layer<plain_row>);
static_assert(detail::row_count<plain_row> == 1 && std::string_view{detail::name_at<plain_row, 0>} == "a");
static_assert(std::is_same_v<detail::row_of<plain_row, 0>::value_type, std::uint8_t>);
static_assert(!layer<int> && !layer<std::string>);

// --- rows that are shown and not sent --------------------------------------------------------------------

struct with_shown {
  std::uint8_t a = 1, b = 2;
  static constexpr std::string_view name = "WithShown";
  static constexpr auto wire = layout{shown{"first", "''"}, field{"a", &with_shown::a, be<8>}, shown{"between", "None"}, field{"b", &with_shown::b, be<8>}, shown{"last", "''"}};
  friend constexpr bool operator==(const with_shown&, const with_shown&) = default;
};
static_assert(detail::row_count<with_shown> == 5 && std::string_view{detail::name_at<with_shown, 2>} == "between");

TEST(ShownRows, TakeNoOctets) { expect_both_ways(with_shown{.a = 3, .b = 4}, "0304"_hex); }

// --- alternatives of different size ------------------------------------------------------------------------

enum class figure_kind : std::uint8_t { none = 0, point = 1, circle = 2, box = 3 };

struct figure {
  figure_kind kind = figure_kind::none;
  std::uint8_t colour = 0;
  std::uint16_t x = 0, y = 0, radius = 0;
  std::uint32_t width = 0;
  std::uint8_t tag = 0;

  static constexpr std::string_view name = "Figure";
  static constexpr auto wire = layout{
      field{"kind", &figure::kind, be<8>},
      field{"colour", &figure::colour, be<8>},
      choice<&figure::kind>(
          on<figure_kind::point>(field{"x", &figure::x, be<16>}, field{"y", &figure::y, be<16>}),
          on<figure_kind::circle>(field{"x", &figure::x, be<16>}, field{"y", &figure::y, be<16>}, field{"radius", &figure::radius, bits<12>},
                                  field{"tag", &figure::tag, bits<4>}),
          on<figure_kind::box, figure_kind{4}>(field{"width", &figure::width, be<32>}, field{"x", &figure::x, be<8>}, shown{"note", "''"}),
          otherwise(field{"tag", &figure::tag, be<8>})),
  };
  friend constexpr bool operator==(const figure&, const figure&) = default;
};

static_assert(detail::row_count<figure> == 2 + 2 + 4 + 3 + 1);

TEST(Choice, HasTheFieldsOfItsValue) {
  expect_both_ways(figure{.kind = figure_kind::point, .colour = 9, .x = 1, .y = 2}, "01 09 0001 0002"_hex);
  expect_both_ways(figure{.kind = figure_kind::circle, .colour = 9, .x = 1, .y = 2, .radius = 0xabc, .tag = 0xd}, "02 09 0001 0002 abcd"_hex);
  expect_both_ways(figure{.kind = figure_kind::box, .colour = 9, .x = 5, .width = 0x0102'0304}, "03 09 01020304 05"_hex);
  expect_both_ways(figure{.kind = figure_kind{4}, .colour = 9, .x = 5, .width = 0x0102'0304}, "04 09 01020304 05"_hex);
  expect_both_ways(figure{.kind = figure_kind::none, .colour = 9, .tag = 0xee}, "00 09 ee"_hex);
  expect_both_ways(figure{.kind = figure_kind{77}, .colour = 9, .tag = 0xee}, "4d 09 ee"_hex);
}

TEST(Choice, DoesNotSendFieldsOfOtherValues) {
  const auto wire = to_bytes(figure{.kind = figure_kind::point, .x = 1, .y = 2, .radius = 3, .width = 4, .tag = 5});
  EXPECT_EQ(wire, listed("01 00 0001 0002"_hex));
  EXPECT_EQ(dissect<figure>(wire).get<figure>(), (figure{.kind = figure_kind::point, .x = 1, .y = 2}));
}

TEST(Choice, AsksForTheOctetsOfItsValue) {
  // 3 octets are always there: two, and the shortest alternative.
  expect_refusal_of_every_truncation<figure>("01 09 0001 0002"_hex, 3);
  expect_refusal_of_every_truncation<figure>("02 09 0001 0002 abcd"_hex, 3);
  expect_refusal_of_every_truncation<figure>("03 09 01020304 05"_hex, 3);
  expect_refusal_of_every_truncation<figure>("00 09 ee"_hex, 3);
}

constexpr auto box_wire = "03 09 01020304 05"_hex;
static_assert(dissect<figure>(box_wire).view<figure>().get<&figure::x>() == 5, "not where points and circles have it");
static_assert(dissect<figure>(box_wire).view<figure>().get<&figure::width>() == 0x0102'0304);

// --- a choice of which one value is nothing ------------------------------------------------------------------

struct partial {
  std::uint8_t kind = 0;
  std::uint16_t extra = 0;
  std::uint32_t more = 0;
  static constexpr std::string_view name = "Partial";
  static constexpr auto wire = layout{field{"kind", &partial::kind, be<8>},
                                      choice<&partial::kind>(on<1>(field{"extra", &partial::extra, be<16>}), on<2>(field{"more", &partial::more, be<32>}))};
  friend constexpr bool operator==(const partial&, const partial&) = default;
};

TEST(Choice, MayLeaveValuesWithoutFields) {
  expect_both_ways(partial{.kind = 1, .extra = 0xbeef}, "01 beef"_hex);
  expect_both_ways(partial{.kind = 2, .more = 0x0102'0304}, "02 01020304"_hex);
  expect_both_ways(partial{.kind = 3}, "03"_hex);
  EXPECT_EQ(dissect<partial>("01 be"_hex).error(), (packet_error{.what = fault::truncated, .layer = "Partial", .offset = 0, .needed = 2, .available = 2}));
}

struct partial_otherwise {
  std::uint8_t kind = 0;
  std::uint16_t extra = 0;
  static constexpr std::string_view name = "PartialOtherwise";
  static constexpr auto wire = layout{field{"kind", &partial_otherwise::kind, be<8>},
                                      choice<&partial_otherwise::kind>(on<1>(), otherwise(field{"extra", &partial_otherwise::extra, be<16>}))};
  friend constexpr bool operator==(const partial_otherwise&, const partial_otherwise&) = default;
};

TEST(Choice, MayGiveAValueNoFields) {
  expect_both_ways(partial_otherwise{.kind = 1}, "01"_hex);
  expect_both_ways(partial_otherwise{.kind = 2, .extra = 0xbeef}, "02 beef"_hex);
}

// --- rows behind a choice ----------------------------------------------------------------------------------------

struct tailed {
  std::uint8_t kind = 0;
  std::uint8_t small = 0;
  std::uint32_t large = 0;
  std::uint16_t tail = 0;
  octets rest{};
  static constexpr std::string_view name = "Tailed";
  static constexpr auto wire = layout{
      field{"kind", &tailed::kind, be<8>},
      choice<&tailed::kind>(on<1>(field{"small", &tailed::small, be<8>}), otherwise(field{"large", &tailed::large, be<32>})),
      field{"tail", &tailed::tail, be<16>},
      field{"rest", &tailed::rest, rest_of_layer},
  };
  friend constexpr bool operator==(const tailed&, const tailed&) = default;
};

TEST(Choice, IsFollowedByWhatEachValueHas) {
  expect_both_ways(tailed{.kind = 1, .small = 2, .tail = 0xbeef, .rest = "x"}, "01 02 beef 78"_hex);
  expect_both_ways(tailed{.kind = 2, .large = 2, .tail = 0xbeef}, "02 00000002 beef"_hex);
}

struct fixed_tail {
  std::uint8_t kind = 0;
  std::uint8_t small = 0;
  std::uint32_t large = 0;
  std::uint16_t tail = 0;
  static constexpr std::string_view name = "FixedTail";
  static constexpr auto wire = layout{
      field{"kind", &fixed_tail::kind, be<8>},
      choice<&fixed_tail::kind>(on<1>(field{"small", &fixed_tail::small, be<8>}), otherwise(field{"large", &fixed_tail::large, be<32>})),
      field{"tail", &fixed_tail::tail, be<16>},
  };
  friend constexpr bool operator==(const fixed_tail&, const fixed_tail&) = default;
};

TEST(Choice, IsFollowedByFixedRows) {
  expect_both_ways(fixed_tail{.kind = 1, .small = 2, .tail = 0xbeef}, "01 02 beef"_hex);
  expect_both_ways(fixed_tail{.kind = 2, .large = 2, .tail = 0xbeef}, "02 00000002 beef"_hex);
  EXPECT_FALSE(dissect<fixed_tail>("01 02 be"_hex));
  EXPECT_FALSE(dissect<fixed_tail>("02 00000002 be"_hex));
}

// --- alternatives of any size, and of bits ---------------------------------------------------------------------

struct loose_end {
  std::uint8_t kind = 0;
  std::uint8_t size = 0;
  octets text{};
  std::uint16_t number = 0;
  static constexpr std::string_view name = "LooseEnd";
  static constexpr auto wire = layout{
      field{"kind", &loose_end::kind, be<8>},
      choice<&loose_end::kind>(on<1>(field{"size", &loose_end::size, be<8>}, field{"text", &loose_end::text, octets_counted_by<&loose_end::size>}),
                               otherwise(field{"number", &loose_end::number, be<16>})),
  };
  friend constexpr bool operator==(const loose_end&, const loose_end&) = default;
};

TEST(Choice, MayHoldOctetsOfAnyNumber) {
  expect_both_ways(loose_end{.kind = 1, .size = 3, .text = "abc"}, "01 03 616263"_hex);
  expect_both_ways(loose_end{.kind = 2, .number = 0xbeef}, "02 beef"_hex);
  EXPECT_FALSE(dissect<loose_end>("01 03 6162"_hex));
}

struct nibbles {
  std::uint8_t kind = 0;
  std::uint8_t a = 0;
  std::uint16_t b = 0;
  static constexpr std::string_view name = "Nibbles";
  static constexpr auto wire = layout{field{"kind", &nibbles::kind, bits<4>},
                                      choice<&nibbles::kind>(on<1>(field{"a", &nibbles::a, bits<4>}), otherwise(field{"b", &nibbles::b, bits<12>}))};
  friend constexpr bool operator==(const nibbles&, const nibbles&) = default;
};

TEST(Choice, MayBeginWithinAnOctet) {
  expect_both_ways(nibbles{.kind = 1, .a = 7}, "17"_hex);
  expect_both_ways(nibbles{.kind = 2, .b = 0x345}, "2345"_hex);
}

// --- rows on a condition, and what follows them ---------------------------------------------------------------

struct flagged {  // as GRE has it (RFC 2890): a flag a field
  bool a_present = false, b_present = false, c_present = false;
  std::uint8_t reserved = 0;
  std::uint16_t a = 0;
  std::uint32_t b = 0;
  std::uint8_t c = 0, last = 0;
  static constexpr std::string_view name = "Flagged";
  static constexpr auto wire = layout{
      field{"a_present", &flagged::a_present, bits<1>}, field{"b_present", &flagged::b_present, bits<1>},
      field{"c_present", &flagged::c_present, bits<1>}, field{"reserved", &flagged::reserved, bits<5>},
      field{"a", &flagged::a, be<16>, when<&flagged::a_present>{}},
      field{"b", &flagged::b, be<32>, when<&flagged::b_present>{}},
      field{"c", &flagged::c, be<8>, when<&flagged::c_present>{}},
      field{"last", &flagged::last, be<8>},
  };
  friend constexpr bool operator==(const flagged&, const flagged&) = default;
};

TEST(Condition, MovesWhatFollows) {
  for (unsigned flags = 0; flags != 8; ++flags) {
    const bool a = (flags & 4) != 0, b = (flags & 2) != 0, c = (flags & 1) != 0;
    flagged value{.a_present = a, .b_present = b, .c_present = c, .reserved = 0x15, .last = 0xee};
    std::vector<std::uint8_t> wire{static_cast<std::uint8_t>(flags << 5 | 0x15)};
    if (a) {
      value.a = 0x0102;
      wire.insert(wire.end(), {1, 2});
    }
    if (b) {
      value.b = 0x0304'0506;
      wire.insert(wire.end(), {3, 4, 5, 6});
    }
    if (c) {
      value.c = 7;
      wire.push_back(7);
    }
    wire.push_back(0xee);
    SCOPED_TRACE(flags);
    expect_both_ways(value, wire);
    for (std::size_t n = 0; n != wire.size(); ++n) EXPECT_EQ(dissect<flagged>(bytes{wire}.first(n)).error().what, fault::truncated) << n;
  }
}

TEST(Condition, KeepsUnsentWhatIsNotThere) {
  EXPECT_EQ(to_bytes(flagged{.a = 1, .b = 2, .c = 3, .last = 4}), listed("00 04"_hex));
}

struct by_value {
  std::uint8_t kind = 0;
  std::uint8_t some = 0, others = 0;
  static constexpr std::string_view name = "ByValue";
  static constexpr auto wire = layout{field{"kind", &by_value::kind, be<8>}, field{"some", &by_value::some, be<8>, when<&by_value::kind, 1, 2>{}},
                                      field{"others", &by_value::others, be<8>, unless<&by_value::kind, 2, 3>{}}};
  friend constexpr bool operator==(const by_value&, const by_value&) = default;
};

TEST(Condition, NamesTheValuesThatMeetIt) {
  expect_both_ways(by_value{.kind = 0, .others = 0xbb}, "00 bb"_hex);
  expect_both_ways(by_value{.kind = 1, .some = 0xaa, .others = 0xbb}, "01 aa bb"_hex);
  expect_both_ways(by_value{.kind = 2, .some = 0xaa}, "02 aa"_hex);
  expect_both_ways(by_value{.kind = 3}, "03"_hex);
}

}  // namespace layout_test
}  // namespace packetry
