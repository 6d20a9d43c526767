// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/view.hpp>  // first: proves the header stands alone

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/octets.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace view_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

enum class channel : std::uint8_t { news = 1, film = 2 };
enum class cable : std::uint8_t { thick = 1, thin = 2 };

/// Every kind of row: a prefix, bits, a choice's member in two places, conditions, octets, and rows behind those.
struct programme {
  std::uint16_t length = 0;
  channel on_channel{};
  bool named = false;
  std::uint8_t size = 0;
  octets title{};
  std::uint8_t rating = 0;
  std::uint16_t year = 0;
  std::uint32_t key = 0;
  ipv4_address server{};
  octets notes{};

  static constexpr std::string_view name = "Programme";
  static constexpr number ids[] = {cable::thick, cable::thin};
  static constexpr auto wire = layout{
      field{"length", &programme::length, be<16>, over<cable>{}, rest_length{}},
      field{"on_channel", &programme::on_channel, bits<3>},
      field{"named", &programme::named, bits<1>},
      field{"size", &programme::size, bits<4>},
      field{"title", &programme::title, octets_counted_by<&programme::size>, when<&programme::named>{}},
      field{"rating", &programme::rating, be<8>, when<&programme::on_channel, channel::film>{}},
      field{"year", &programme::year, be<16>},
      field{"key", &programme::key, be<32>, unless<&programme::on_channel, channel::news>{}},
      field{"server", &programme::server, be<32>},
      field{"notes", &programme::notes, rest_of_layer},
  };
  friend constexpr bool operator==(const programme&, const programme&) = default;
};

constexpr auto film = "53 616263 07 07cf 01020304 c0000201 6e6f"_hex;
constexpr auto news = "23 07cf c0000201"_hex;

// --- fields in place ------------------------------------------------------------------------------------------

constexpr auto film_packet = dissect<programme>(film);
constexpr const layer_view<programme>& film_view = film_packet.view<programme>();
static_assert(film_packet);
static_assert(film_view.get<&programme::on_channel>() == channel::film && film_view.get<&programme::named>() && film_view.get<&programme::size>() == 3);
static_assert(film_view.get<&programme::rating>() == 7 && film_view.get<&programme::year>() == 1999);
static_assert(film_view.get<&programme::key>() == 0x0102'0304 && film_view.get<&programme::server>() == "192.0.2.1");
static_assert(film_view.get<&programme::title>() == octets{"abc"} && film_view.get<&programme::notes>() == octets{"no"});
static_assert(std::is_same_v<decltype(film_view.get<&programme::on_channel>()), channel>, "the member's type, without computed");

TEST(LayerView, FieldsThatAreNotThereAreZero) {
  const auto p = dissect<programme>(news);
  ASSERT_TRUE(p) << to_string(p.error());
  const auto& v = p.view<programme>();
  EXPECT_EQ(v.get<&programme::title>(), octets{});  // its octets would be the year's
  EXPECT_EQ(v.get<&programme::rating>(), 0);
  EXPECT_EQ(v.get<&programme::key>(), 0u);
  EXPECT_EQ(v.get<&programme::length>(), 0);
  EXPECT_EQ(v.get<&programme::year>(), 1999);
  EXPECT_EQ(v.get<&programme::server>(), ipv4_address{"192.0.2.1"});
}

TEST(LayerView, DecodesToTheOwningValue) {
  EXPECT_EQ(dissect<programme>(film).get<programme>(),
            (programme{.on_channel = channel::film, .named = true, .size = 3, .title = "abc", .rating = 7, .year = 1999, .key = 0x0102'0304,
                       .server = "192.0.2.1", .notes = "no"}));
  EXPECT_EQ(dissect<programme>(news).get<programme>(),
            (programme{.on_channel = channel::news, .size = 3, .year = 1999, .server = "192.0.2.1"}));
}

TEST(LayerView, KnowsWhereItLies) {
  const auto& v = film_view;
  EXPECT_EQ(v.begin(), film.data());
  EXPECT_EQ(v.base(), film.data());
  EXPECT_EQ(v.header_end(), film.data() + film.size());
  EXPECT_EQ(listed(v.octets()), listed(film));
  EXPECT_TRUE(v.payload().empty());
}

TEST(LayerView, FindsARowWhereverItStands) {
  const auto& v = film_view;
  constexpr auto place_in = [](const auto& view, const std::uint8_t* at) { return at - view.base(); };
  EXPECT_EQ(place_in(v, v.place<detail::index_of<programme, &programme::size>>()), 0);
  EXPECT_EQ(place_in(v, v.place<detail::index_of<programme, &programme::title>>()), 1);
  EXPECT_EQ(place_in(v, v.place<detail::index_of<programme, &programme::rating>>()), 4);
  EXPECT_EQ(place_in(v, v.place<detail::index_of<programme, &programme::year>>()), 5);
  EXPECT_EQ(place_in(v, v.place<detail::index_of<programme, &programme::server>>()), 11);
  EXPECT_EQ(place_in(v, v.place<detail::index_of<programme, &programme::notes>>()), 15);
}

// --- a member that several alternatives hold -------------------------------------------------------------------

struct either {
  std::uint8_t kind = 0;
  std::uint16_t a = 0, b = 0;
  static constexpr std::string_view name = "Either";
  static constexpr auto wire = layout{
      field{"kind", &either::kind, be<8>},
      choice<&either::kind>(on<1>(field{"a", &either::a, be<16>}, field{"b", &either::b, be<8>}),
                            on<2>(field{"b", &either::b, be<16>}, field{"a", &either::a, be<8>}), otherwise(field{"b", &either::b, be<8>}))};
  friend constexpr bool operator==(const either&, const either&) = default;
};

constexpr layer_view<either> either_view(bytes wire) { return dissect<either>(wire).view<either>(); }
constexpr auto first_kind = "01 0102 03"_hex, second_kind = "02 0102 03"_hex;
constexpr auto third_kind = "03 05"_hex;
static_assert(either_view(first_kind).get<&either::a>() == 0x0102 && either_view(first_kind).get<&either::b>() == 3);
static_assert(either_view(second_kind).get<&either::a>() == 3 && either_view(second_kind).get<&either::b>() == 0x0102);
static_assert(either_view(third_kind).get<&either::a>() == 0 && either_view(third_kind).get<&either::b>() == 5);

TEST(LayerView, ReadsNothingBehindAShortAlternative) {  // the octets end where the alternative does
  const std::vector<std::uint8_t> wire{3, 5};
  const auto p = dissect<either>(wire);
  ASSERT_TRUE(p);
  EXPECT_EQ(p.view<either>().get<&either::a>(), 0);
  EXPECT_EQ(p.get<either>(), (either{.kind = 3, .b = 5}));
}

// --- a layer with the prefix that the one below asks for -------------------------------------------------------

struct wire_below {
  computed<cable> what{};
  static constexpr std::string_view name = "Below";
  static constexpr auto wire = layout{field{"what", &wire_below::what, be<8>, selects<>{}}};
};

TEST(LayerView, CountsFromBehindItsPrefix) {
  constexpr auto wire = "01 0007 23 07cf c0000201 ee"_hex;
  const auto p = dissect<wire_below, programme>(wire);
  ASSERT_TRUE(p) << to_string(p.error());
  const auto& v = p.view<programme>();
  EXPECT_EQ(v.begin() - wire.data(), 1);
  EXPECT_EQ(v.base() - wire.data(), 3);
  EXPECT_EQ(v.get<&programme::length>(), 7);
  EXPECT_EQ(v.get<&programme::year>(), 1999);
  EXPECT_EQ(p.get<programme>(), (programme{.length = 7, .on_channel = channel::news, .size = 3, .year = 1999, .server = "192.0.2.1"}));
  EXPECT_EQ(listed(v.octets()), listed("0007 23 07cf c0000201"_hex));
}

}  // namespace view_test
}  // namespace packetry
