// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/write.hpp>  // first: proves the header stands alone

#include <packetry/fields/octets.hpp>
#include <packetry/fields/small_list.hpp>
#include <packetry/packet/serialize.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace write_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

// --- the writer: what was written, and its sum without reading it back ----------------------------------------

struct written {
  std::array<std::uint8_t, 64> octets{};
  std::size_t size = 0;
  running_sum sum = 0;
  bool lost = false;
};

template <class F>
constexpr written write(F f) {
  written out;
  detail::no_context none;
  detail::writer<detail::no_context> w{out.octets.data(), none};
  f(w);
  out.size = w.position();
  out.sum = w.sum();
  out.lost = w.lost();
  return out;
}

/// How many octets the same calls take where nothing is written.
template <class F>
constexpr std::size_t count(F f) {
  detail::no_context none;
  detail::counter<detail::no_context> w{nullptr, none};
  f(w);
  return w.position();
}

constexpr auto five = "0102030405"_hex;

/// Widths of one to eight octets, each once at an even and once at an odd octet.
constexpr auto every_width = [](auto& w) {
  w.template put<8>(0xf1);
  w.template put<16>(0xf1e2);
  w.template put<24>(0xf1e2d3);
  w.template put<32>(0xf1e2'd3c4);
  w.template put<40>(0xf1'e2d3'c4b5);
  w.template put<48>(0xf1e2'd3c4'b5a6);
  w.template put<56>(0xf1'e2d3'c4b5'a697);
  w.template put<64>(0xf1e2'd3c4'b5a6'9788);
};
constexpr auto one_octet_later = [](auto& w) {
  w.template put<8>(0x0a);
  every_width(w);
};

template <class F>
constexpr bool sums_what_it_writes(F f) {
  const written w = write(f);
  return detail::fold(w.sum) == detail::fold(detail::sum_octets(w.octets.data(), w.size)) && count(f) == w.size;
}

static_assert(sums_what_it_writes(every_width) && sums_what_it_writes(one_octet_later));
static_assert(sums_what_it_writes([](auto& w) { w.octets(five.data(), 5); }));
static_assert(sums_what_it_writes([](auto& w) {  // octets at an even place, at an odd one, and behind an odd number
  w.octets(five.data(), 5);
  w.octets(five.data(), 4);
  w.template put<16>(0xbeef);
  w.octets(five.data(), 1);
  w.octets(five.data(), 5);
}));
static_assert(sums_what_it_writes([](auto& w) {
  w.zeros(3);
  w.template put<16>(0xbeef);
}));
static_assert(sums_what_it_writes([](auto& w) {  // patched at an even and at an odd octet
  w.zeros(5);
  w.patch(0, 0x1234);
  w.patch(3, 0x5678);
}));
static_assert(sums_what_it_writes([](auto& w) {  // bit fields
  w.template put<3>(5);
  w.template put<13, 3>(0xabc);
  w.template put<4>(6);
  w.template put<12, 4>(0x123);
}));
static_assert(sums_what_it_writes([](auto& w) {  // bit fields that fill more than one word
  w.template put<7>(0x55);
  w.template put<57, 7>(0x123'4567'89ab'cdef);
  w.template put<36>(0xf'1234'5678);
  w.template put<36, 36>(0xe'8765'4321);
}));

TEST(Writer, SumsAtRunTimeAsInAConstantExpression) {
  EXPECT_TRUE(sums_what_it_writes(every_width));
  EXPECT_TRUE(sums_what_it_writes(one_octet_later));
  constexpr written expected = write(one_octet_later);
  EXPECT_EQ(write(one_octet_later).octets, expected.octets);
}

static_assert(write([](auto& w) { w.template put<16>(0x1234); w.zeros(1); w.octets(five.data(), 2); w.patch(0, 0xabcd); }).octets[0] == 0xab);

// --- values that do not fit ------------------------------------------------------------------------------------

static_assert(!write([](auto& w) { w.template put<8>(0xff); }).lost && write([](auto& w) { w.template put<8>(0x100); }).lost);
static_assert(!write([](auto& w) { w.template put<3>(7); w.template put<5, 3>(31); }).lost);
static_assert(write([](auto& w) { w.template put<3>(8); w.template put<5, 3>(0); }).lost);
static_assert(write([](auto& w) { w.template put<3>(0); w.template put<5, 3>(32); }).lost);
static_assert(!write([](auto& w) { w.template put<64>(~std::uint64_t{0}); }).lost);
static_assert(write([](auto& w) { w.template put<16>(0x1'0000); w.template put<16>(1); }).lost, "and it is not forgotten");
static_assert(write([](auto& w) { w.refuse(); }).lost);

static_assert([] {  // neighbours are not harmed by what does not fit
  const written w = write([](auto& to) { to.template put<4>(0xff); to.template put<4, 4>(1); });
  return w.octets[0] == 0xf1;
}());

struct narrow {
  computed<std::uint8_t> words{};
  std::uint8_t three = 0;
  computed<std::uint8_t> count{}, size{};
  small_list<std::uint8_t, 0> list{};  // counted, not sent
  octets text{};
  static constexpr std::string_view name = "Narrow";
  static constexpr auto wire = layout{
      field{"words", &narrow::words, bits<2>},
      field{"three", &narrow::three, bits<3>},
      field{"count", &narrow::count, bits<3>, count_of<&narrow::list>{}},
      field{"size", &narrow::size, bits<8>, size_of<&narrow::text>{}},
      field{"text", &narrow::text, octets_counted_by<&narrow::size>},
  };
};

struct fit_case {
  std::string_view name;
  narrow value;
  bool fits;
};

const fit_case fits[] = {
    {"largest", {.words = 3, .three = 7, .list = {1, 2, 3, 4, 5, 6, 7}, .text = octets::filled(255, 'x')}, true},
    {"set_value", {.words = 4}, false},
    {"plain_value", {.three = 8}, false},
    {"count", {.list = {1, 2, 3, 4, 5, 6, 7, 8}}, false},
    {"size", {.text = octets::filled(256, 'x')}, false},
    {"set_count_that_fits", {.count = 7, .list = {1, 2, 3, 4, 5, 6, 7, 8}}, true},  // what the user says is sent
    {"set_size_that_fits", {.size = 0, .text = octets::filled(256, 'x')}, true},
};

class FittingValues : public testing::TestWithParam<fit_case> {};

TEST_P(FittingValues, AreSentAndOthersNamed) {
  std::vector<std::uint8_t> out(wire_size(GetParam().value));
  const result<std::size_t> sent = serialize_to(GetParam().value, out);
  if (GetParam().fits) {
    EXPECT_EQ(sent, result<std::size_t>{out.size()});
  } else {
    EXPECT_EQ(sent.error(), (packet_error{.what = fault::too_long, .layer = "Narrow"}));
    EXPECT_THROW(static_cast<void>(to_bytes(GetParam().value)), packet_failure);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, FittingValues, testing::ValuesIn(fits), [](const auto& c) { return std::string{c.param.name}; });

// --- sizes that only writing tells --------------------------------------------------------------------------------

/// Octets that are written twice: as a name is written shorter when it can be.
struct doubled {
  static constexpr unsigned bits = detail::dynamic;
  static constexpr bool sized_when_written = true;
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    w.octets(value.data(), value.size());
    w.octets(value.data(), value.size());
  }
};

struct late {
  std::uint8_t first = 0xaa;
  computed<std::uint16_t> size{};
  octets text{};
  std::uint8_t last = 0xbb;
  static constexpr std::string_view name = "Late";
  static constexpr auto wire = layout{field{"first", &late::first, be<8>}, field{"size", &late::size, be<16>, size_of<&late::text>{}},
                                      field{"text", &late::text, doubled{}}, field{"last", &late::last, be<8>}};
};

TEST(LateSizes, ArePutWhereTheyBelong) {
  EXPECT_EQ(to_bytes(late{.text = "abc"}), listed("aa 0006 616263616263 bb"_hex));
  EXPECT_EQ(to_bytes(late{}), listed("aa 0000 bb"_hex));
  EXPECT_EQ(to_bytes(late{.size = 99, .text = "abc"}), listed("aa 0063 616263616263 bb"_hex));  // set: sent
}

TEST(LateSizes, AreRefusedWhereTheyDoNotFit) {
  EXPECT_EQ(to_bytes(late{.text = octets::filled(32767, 'x')}).size(), 4u + 65534);
  std::vector<std::uint8_t> out(70000);
  EXPECT_EQ(serialize_to(late{.text = octets::filled(32768, 'x')}, out).error(), (packet_error{.what = fault::too_long, .layer = "Late"}));
}

// --- what a layer's codecs share while it is written --------------------------------------------------------------

struct counting_context {
  int seen = 0;
  template <class L>
  constexpr explicit counting_context(const L& value) : seen(value.start) {}
  template <class L>
  static constexpr bool needed(const L& value) { return value.start != 0; }
};

/// A number one higher than the last of the same layer, in one octet; two octets of 0 where nobody counts.
struct next_number {
  static constexpr unsigned bits = detail::dynamic;
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T&, Writer& w) {
    if constexpr (requires { w.context().seen; }) {
      if (w.context().seen != 0) return w.template put<8>(static_cast<std::uint64_t>(w.context().seen++));
    }
    w.zeros(2);
  }
};

struct numbered {
  int start = 5;
  octets a{}, b{};
  using write_context = counting_context;
  static constexpr std::string_view name = "Numbered";
  static constexpr auto wire = layout{field{"a", &numbered::a, next_number{}}, field{"b", &numbered::b, next_number{}}};
};

TEST(WriteContext, IsMadeFromTheLayerAndSharedByItsRows) {
  EXPECT_EQ(to_bytes(numbered{}), listed("0506"_hex));
  EXPECT_EQ(to_bytes(numbered{} / unbound / numbered{.start = 9}), listed("0506090a"_hex));  // each layer has its own
  EXPECT_EQ(to_bytes(numbered{.start = 0}), listed("00000000"_hex));                          // and some need none
}

}  // namespace write_test
}  // namespace packetry
