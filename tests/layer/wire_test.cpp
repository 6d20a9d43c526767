// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/wire.hpp>  // first: proves the header stands alone

#include <packetry/fields/octets.hpp>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace packetry::detail {
namespace wire_test {

// --- where rows stand -----------------------------------------------------------------------------------------

enum class street : std::uint16_t {};
enum class road : std::uint8_t {};

struct house {
  std::uint16_t length = 0;                            // 0: prefix, over road
  std::uint8_t floors = 0;                             // 1
  computed<street> at{};                               // 2
  std::uint8_t door = 0;                               // 3
  octets name_plate{};                                 // 4: as many as floors says
  std::uint8_t open = 0;                               // 5
  std::uint16_t rooms = 0;                             // 6
  octets letters{};                                    // 7: as many as door says
  std::uint8_t last = 0;                               // 8

  static constexpr std::string_view name = "House";
  static constexpr number ids[] = {street{7}, road{3}, street{9}};
  static constexpr auto wire = layout{
      field{"length", &house::length, be<16>, over<road>{}, rest_length{}},
      field{"floors", &house::floors, bits<4>},
      field{"at", &house::at, bits<12>, selects<>{}},
      field{"door", &house::door, be<8>},
      field{"name_plate", &house::name_plate, octets_counted_by<&house::floors>},
      field{"open", &house::open, bits<3>},
      field{"rooms", &house::rooms, bits<13>},
      field{"letters", &house::letters, octets_counted_by<&house::door>},
      field{"last", &house::last, be<8>},
  };
};

constexpr const auto& house_rows = rows_of<house>;
static_assert(layer<house> && row_count<house> == 9);
static_assert(house_rows[0].prefix && house_rows[0].bit == 0);
static_assert(!house_rows[1].prefix && house_rows[1].bit == 0 && house_rows[1].bits == 4, "counted from behind the prefix");
static_assert(house_rows[2].bit == 4 && house_rows[3].bit == 16 && house_rows[4].bit == 24);
static_assert(!house_rows[4].anchored && !house_rows[4].fixed());
static_assert(house_rows[5].anchored && house_rows[5].bit == 0, "counted from the end of the first variable row");
static_assert(house_rows[6].anchored && house_rows[6].bit == 3 && house_rows[7].bit == 16);
static_assert(house_rows[8].bit == dynamic, "behind a second one only walking tells");

static_assert(shape<house>.prefix_octets == 2 && shape<house>.fixed_size == 3 && !shape<house>.fixed && !shape<house>.choice);
static_assert(shape<house>.constant_bits == 24 + 16 + 8 && shape<house>.varying == 3);

static_assert(index_of<house, &house::floors> == 1 && index_of<house, &house::last> == 8);
static_assert(shape<house>.row(kind::rest_length) == 0 && shape<house>.row(kind::selects) == 2);
static_assert(shape<house>.has(kind::selects) && !shape<house>.has(kind::total_length));
static_assert(std::is_same_v<member_layer<&house::rooms>, house> && std::is_same_v<member_value<&house::at>, street>);

// --- tables of fixed size, and a choice ----------------------------------------------------------------------

struct fixed {
  std::uint8_t a = 0;
  std::uint16_t b = 0;
  static constexpr std::string_view name = "Fixed";
  static constexpr auto wire = layout{field{"a", &fixed::a, be<8>}, field{"b", &fixed::b, be<16>}};
};
static_assert(layer<fixed> && shape<fixed>.fixed && shape<fixed>.fixed_size == 3 && shape<fixed>.varying == 0);
static_assert(check_layer<fixed>::value && check_layer<house>::value);

template <bool Complete, bool Tail>
struct choosing {
  std::uint8_t kind = 0;
  std::uint16_t a = 0;
  std::uint32_t b = 0;
  std::uint8_t tail = 0;
  static constexpr std::string_view name = "Choosing";
  static constexpr auto wire = [] {
    constexpr auto one = on<1>(field{"a", &choosing::a, be<16>});
    constexpr auto other = field{"b", &choosing::b, be<32>};
    if constexpr (!Complete) {
      return layout{field{"kind", &choosing::kind, be<8>}, choice<&choosing::kind>(one, on<2>(other))};
    } else if constexpr (Tail) {
      return layout{field{"kind", &choosing::kind, be<8>}, choice<&choosing::kind>(one, otherwise(other)), field{"tail", &choosing::tail, be<8>}};
    } else {
      return layout{field{"kind", &choosing::kind, be<8>}, choice<&choosing::kind>(one, otherwise(other))};
    }
  }();
};
using complete = choosing<true, false>;
using incomplete = choosing<false, false>;
using tailed = choosing<true, true>;
static_assert(rows_of<complete>[1].bit == 8 && rows_of<complete>[2].bit == 8, "alternatives begin at the same bit");
static_assert(rows_of<complete>[1].alternative == 0 && rows_of<complete>[2].alternative == 1 && rows_of<complete>[0].alternative == -1);
static_assert(shape<complete>.choice && shape<complete>.fixed && shape<complete>.fixed_size == 3, "of a choice the shortest");
static_assert(!shape<incomplete>.fixed && shape<incomplete>.fixed_size == 1, "some values have nothing");
static_assert(!shape<tailed>.fixed && rows_of<tailed>[3].bit == dynamic);

// --- numbers ------------------------------------------------------------------------------------------------------

struct nameless {
  std::uint8_t a = 0;
  static constexpr std::string_view name = "Nameless";
  static constexpr auto wire = layout{field{"a", &nameless::a, be<8>}};
};
static_assert(layer<nameless> && has_ids<house> && !has_ids<nameless>);
static_assert(is_in_space<house, street>() && is_in_space<house, road>() && !is_in_space<nameless, street>());
static_assert(number_in_space<house, street>() == 7, "the first of a space is the one that is sent");
static_assert(number_in_space<house, road>() == 3);

struct by_road {  // the number space stated, as a port is: the member is a plain integer
  std::uint8_t from = 0, to = 0;
  static constexpr std::string_view name = "ByRoad";
  static constexpr number ids[] = {street{1}};
  static constexpr auto wire = layout{field{"from", &by_road::from, be<8>, selects<road>{}}, field{"to", &by_road::to, be<8>, selects<road>{}}};
};
static_assert(std::is_same_v<space_of<house, 2>, street>, "without an argument the member's own type");
static_assert(layer<by_road> && std::is_same_v<space_of<by_road, 0>, road>);
static_assert(binds<house, house> && binds<house, by_road> && binds<by_road, house>);
static_assert(!binds<by_road, by_road>, "a street's number is no road's");
static_assert(!binds<house, nameless> && !binds<nameless, house>);
static_assert(selects_by<by_road, road> && !selects_by<by_road, street> && !selects_by<nameless, road>);

// --- a prefix over some layers below --------------------------------------------------------------------------

static_assert(has_prefix_over<house, by_road>() && !has_prefix_over<house, house>() && !has_prefix_over<house, void>());
static_assert(!has_prefix_over<by_road, house>());

}  // namespace wire_test
}  // namespace packetry::detail
