// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/codec.hpp>  // first: proves the header stands alone

#include <packetry/fields/flags.hpp>
#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/mac_address.hpp>
#include <packetry/fields/octets.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ports.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace codec_test {

using test::operator""_hex;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_same_v<decltype(be<16>), decltype(bits<16>)>, "one codec by two names");
static_assert(std::is_empty_v<decltype(be<16>)> && std::is_empty_v<decltype(rest_of_header)>, "all that a codec knows is its type");
static_assert(bits<3>.bits == 3 && be<64>.bits == 64 && fixed_octets<16>.bits == 128);
static_assert(rest_of_header.bits == detail::dynamic && rest_of_layer.bits == detail::dynamic);

// --- values as integers ---------------------------------------------------------------------------------

enum class colour : std::uint8_t { red = 1, green = 200 };

static_assert(detail::to_uint(std::uint16_t{0xbeef}) == 0xbeef && detail::from_uint<std::uint16_t>(0xbeef) == 0xbeef);
static_assert(detail::to_uint(colour::green) == 200 && detail::from_uint<colour>(200) == colour::green);
static_assert(detail::to_uint(true) == 1 && detail::from_uint<bool>(1));
static_assert(detail::to_uint(mac_address{1, 2, 3, 4, 5, 6}) == 0x0102'0304'0506);
static_assert(detail::from_uint<mac_address>(0x0102'0304'0506) == mac_address{1, 2, 3, 4, 5, 6});
static_assert(detail::to_uint(tcp_flags{"SA"}) == 0x12 && detail::from_uint<tcp_flags>(0x12) == "SA");

// --- bit fields: every place in an octet, every width -----------------------------------------------

/// The bits one by one, as they are numbered in an RFC's picture.
std::uint64_t one_by_one(bytes octets, std::size_t bit, std::size_t width) {
  std::uint64_t value = 0;
  for (std::size_t i = bit; i != bit + width; ++i) value = value << 1 | (octets[i / 8] >> (7 - i % 8) & 1u);
  return value;
}

constexpr auto pattern = "9e3779b97f4a7c15f39cc0605cedc834"_hex;  // of no meaning: no two parts look alike

template <std::size_t Bit, std::size_t Width>
void check_bits() {
  SCOPED_TRACE(testing::Message() << Width << " bits from bit " << Bit);
  const std::uint64_t there = detail::load_bits<Bit, Width>(pattern.data());
  EXPECT_EQ(there, one_by_one(pattern, Bit, Width));

  constexpr std::uint64_t ones = ~std::uint64_t{0} >> (64 - Width);
  for (const std::uint64_t value : {std::uint64_t{0}, ones, there ^ ones, ~std::uint64_t{0}}) {  // the last is too wide: its upper bits are lost
    auto octets = pattern;
    detail::store_bits<Bit, Width>(octets.data(), value);
    EXPECT_EQ(one_by_one(octets, Bit, Width), value & ones);
    EXPECT_EQ(one_by_one(octets, 0, Bit), one_by_one(pattern, 0, Bit)) << "neighbours in front";
    for (std::size_t i = Bit + Width; i != 8 * octets.size(); ++i)
      EXPECT_EQ(one_by_one(octets, i, 1), one_by_one(pattern, i, 1)) << "neighbour " << i;
  }
}

template <std::size_t Width, std::size_t... Bit>
void check_places(std::index_sequence<Bit...>) {
  (check_bits<Bit, Width>(), ...);
}

template <class Width>
class BitField : public testing::Test {};
template <std::size_t N>
using width = std::integral_constant<std::size_t, N>;
using widths = testing::Types<width<1>, width<2>, width<3>, width<5>, width<7>, width<8>, width<9>, width<12>, width<13>, width<15>,
                              width<16>, width<17>, width<20>, width<24>, width<31>, width<32>, width<33>, width<40>, width<48>,
                              width<56>, width<57>>;
TYPED_TEST_SUITE(BitField, widths);

TYPED_TEST(BitField, IsReadAndWrittenAtAnyBit) { check_places<TypeParam::value>(std::make_index_sequence<8>{}); }

TEST(BitFields, OfUpTo64BitsBeginAtAnOctet) {
  check_bits<0, 64>();
  check_bits<8, 64>();
  check_bits<0, 58>();
  check_bits<16, 63>();
}

static_assert(detail::load_bits<4, 12>(pattern.data()) == 0xe37, "in a constant expression too");
static_assert([] {
  auto octets = pattern;
  detail::store_bits<4, 12>(octets.data(), 0x123);
  return octets[0] == 0x91 && octets[1] == 0x23 && octets[2] == 0x79;
}());

// --- a table of nothing but bits, both directions ---------------------------------------------------

struct ragged {  // 3 + 1 + 12 + 36 + 36 + 9 + 7 = 104 bits
  std::uint8_t a = 0;
  bool b = false;
  std::uint16_t c = 0;
  std::uint64_t d = 0, e = 0;  // neighbours of more than 64 bits before the next whole octet
  std::uint16_t f = 0;
  std::uint8_t g = 0;

  static constexpr std::string_view name = "Ragged";
  static constexpr auto wire = layout{
      field{"a", &ragged::a, bits<3>},  field{"b", &ragged::b, bits<1>},  field{"c", &ragged::c, bits<12>}, field{"d", &ragged::d, bits<36>},
      field{"e", &ragged::e, bits<36>}, field{"f", &ragged::f, bits<9>}, field{"g", &ragged::g, bits<7>},
  };
  friend constexpr bool operator==(const ragged&, const ragged&) = default;
};

constexpr ragged tooth{.a = 5, .b = true, .c = 0xabc, .d = 0x1'2345'6789, .e = 0xf'edcb'a987, .f = 0x1fe, .g = 0x55};
// 101 1 | 1010 10111100 | 123456789 fedcba987 | 111111110 1010101
constexpr auto tooth_octets = "babc 123456789fedcba987 ff55"_hex;

static_assert(to_array<tooth>() == tooth_octets);
static_assert(dissect<ragged>(tooth_octets).get<ragged>() == tooth);

struct spilled {  // more than 64 bits, and a field behind them, before the next whole octet
  std::uint64_t a = 0, b = 0;
  std::uint8_t c = 0;

  static constexpr std::string_view name = "Spilled";
  static constexpr auto wire = layout{field{"a", &spilled::a, bits<36>}, field{"b", &spilled::b, bits<33>}, field{"c", &spilled::c, bits<3>}};
  friend constexpr bool operator==(const spilled&, const spilled&) = default;
};
constexpr spilled full{.a = 0x1'2345'6789, .b = 0x1'5555'5555, .c = 5};
constexpr auto full_octets = "123456789 aaaaaaaad"_hex;  // 101010…1 101
static_assert(to_array<full>() == full_octets);
static_assert(dissect<spilled>(full_octets).get<spilled>() == full);

TEST(BitFields, StandSideBySideInATable) {
  EXPECT_EQ(to_bytes(tooth), (std::vector<std::uint8_t>{tooth_octets.begin(), tooth_octets.end()}));
  EXPECT_EQ(dissect<ragged>(tooth_octets).get<ragged>(), tooth);
}

// --- octets of a fixed number -----------------------------------------------------------------------------

/// As an address is: made from octets, gives octets.
class pair_of_octets {
 public:
  constexpr pair_of_octets() = default;
  constexpr pair_of_octets(std::uint8_t a, std::uint8_t b) : octets_{a, b} {}
  static constexpr pair_of_octets from_octets(const std::uint8_t* p) { return {p[0], p[1]}; }
  [[nodiscard]] constexpr std::array<std::uint8_t, 2> octets() const { return octets_; }
  friend constexpr bool operator==(const pair_of_octets&, const pair_of_octets&) = default;

 private:
  std::array<std::uint8_t, 2> octets_{};
};

struct fixed {
  std::array<std::uint8_t, 3> three{};
  pair_of_octets two{};
  ipv6_address sixteen{};
  std::array<std::uint8_t, 10> ten{};

  static constexpr std::string_view name = "Fixed";
  static constexpr auto wire = layout{
      field{"three", &fixed::three, fixed_octets<3>},
      field{"two", &fixed::two, fixed_octets<2>},
      field{"sixteen", &fixed::sixteen, fixed_octets<16>},
      field{"ten", &fixed::ten, fixed_octets<10>},
  };
  friend constexpr bool operator==(const fixed&, const fixed&) = default;
};

constexpr fixed held{.three = {1, 2, 3}, .two = {4, 5}, .sixteen = "2001:db8::1", .ten = {0xa0, 0xa1, 0xa2, 0xa3, 0xa4, 0xa5, 0xa6, 0xa7, 0xa8, 0xa9}};
constexpr auto held_octets = "010203 0405 20010db8000000000000000000000001 a0a1a2a3a4a5a6a7a8a9"_hex;

static_assert(to_array<held>() == held_octets);
static_assert(dissect<fixed>(held_octets).get<fixed>() == held);

TEST(FixedOctets, KeepTheirOrder) {
  EXPECT_EQ(to_bytes(held), (std::vector<std::uint8_t>{held_octets.begin(), held_octets.end()}));
  EXPECT_EQ(dissect<fixed>(held_octets).get<fixed>(), held);
}

// --- octets of a variable number ----------------------------------------------------------------------

struct counted {
  computed<std::uint8_t> first_size{};
  octets first{};
  std::uint8_t second_size = 0;  // not computed: what is set is sent, and decides
  octets second{}, rest{};

  static constexpr std::string_view name = "Counted";
  static constexpr auto wire = layout{
      field{"first_size", &counted::first_size, be<8>, size_of<&counted::first>{}},
      field{"first", &counted::first, octets_counted_by<&counted::first_size>},
      field{"second_size", &counted::second_size, be<8>},
      field{"second", &counted::second, octets_counted_by<&counted::second_size>},
      field{"rest", &counted::rest, rest_of_layer},
  };
  friend constexpr bool operator==(const counted&, const counted&) = default;
};

TEST(CountedOctets, AreAsManyAsAnotherMemberSays) {
  constexpr auto wire = "02 aabb 01 cc ddeeff"_hex;
  const counted value{.first_size = 2, .first = {0xaa, 0xbb}, .second_size = 1, .second = {0xcc}, .rest = {0xdd, 0xee, 0xff}};
  EXPECT_EQ(dissect<counted>(wire).get<counted>(), value);
  EXPECT_EQ(to_bytes(value), (std::vector<std::uint8_t>{wire.begin(), wire.end()}));
}

TEST(CountedOctets, MayBeNone) {
  EXPECT_EQ(dissect<counted>("00 00"_hex).get<counted>(), (counted{.first_size = 0}));
  EXPECT_EQ(to_bytes(counted{}), (std::vector<std::uint8_t>{0, 0}));
}

TEST(CountedOctets, ThatAreNotThereRefuseTheLayer) {
  // The two length octets that are always there, and 2 + 1 octets that the lengths announce.
  constexpr auto wire = "02 aabb 01 cc"_hex;
  for (std::size_t n = 0; n != wire.size(); ++n) {
    const auto p = dissect<counted>(bytes{wire}.first(n));
    EXPECT_FALSE(p) << n;
    EXPECT_EQ(p.error().what, fault::truncated) << n;
    EXPECT_EQ(p.error().layer, "Counted") << n;
  }
  EXPECT_TRUE(dissect<counted>(wire));
}

// --- a codec of one's own: a stateless type with bits, measure, read and write ------------------------

/// Octets up to and with a zero.
struct until_zero {
  static constexpr unsigned bits = detail::dynamic;
  template <class View>
  [[nodiscard]] static constexpr detail::extent measure(const View& view, const std::uint8_t* at) noexcept {
    for (const std::uint8_t* p = at; p != view.end(); ++p)
      if (*p == 0) return {static_cast<std::size_t>(p - at) + 1};
    return {static_cast<std::size_t>(view.end() - at), fault::bad_value};
  }
  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View&, bytes wire) {
    return T(wire.first(wire.size() - 1));
  }
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    w.octets(value.data(), value.size());
    w.zeros(1);
  }
};

struct greeting {
  octets text{};
  std::uint16_t number = 0;
  static constexpr std::string_view name = "Greeting";
  static constexpr auto wire = layout{field{"text", &greeting::text, until_zero{}}, field{"number", &greeting::number, be<16>}};
  friend constexpr bool operator==(const greeting&, const greeting&) = default;
};

TEST(OwnCodec, ReadsMeasuresAndWrites) {
  constexpr auto wire = "68 69 00 1234"_hex;
  EXPECT_EQ(dissect<greeting>(wire).get<greeting>(), (greeting{.text = "hi", .number = 0x1234}));
  EXPECT_EQ(to_bytes(greeting{.text = "hi", .number = 0x1234}), (std::vector<std::uint8_t>{wire.begin(), wire.end()}));
}

TEST(OwnCodec, SaysWhatIsWrong) {
  EXPECT_EQ(dissect<greeting>("6869"_hex).error(), (packet_error{.what = fault::bad_value, .layer = "Greeting", .offset = 0, .needed = 2, .available = 2}));
}

}  // namespace codec_test
}  // namespace packetry
