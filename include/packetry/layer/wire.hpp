// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/layout.hpp>
#include <packetry/layer/rule_arguments.hpp>

#include <array>
#include <bit>
#include <string_view>

namespace packetry {

/// A protocol layer: an aggregate with a `name` and a wire table.
template <class L>
concept layer = requires {
  { std::string_view{L::name} };
  L::wire.rows;
};

namespace detail {

// Templates below take the layer and read L::wire inside: the table's own type would be spelled out in every symbol.

template <class L>
inline constexpr std::size_t row_count = decltype(L::wire.rows)::types::count;

template <class L, std::size_t I>
using row_of = std::remove_cvref_t<decltype(row_at<I>(L::wire.rows))>;

template <class L, std::size_t I>
inline constexpr const char* name_at = row_at<I>(L::wire.rows).name;

template <class Row>
concept holds_member = requires { typename Row::value_type; };

/// A table's rows as plain data, over which everything that is asked of a table is computed by ordinary functions: they
/// cost no instantiation a layer.
struct row_span {
  const row_info* rows;
  std::size_t count;
  [[nodiscard]] constexpr const row_info* begin() const noexcept { return rows; }
  [[nodiscard]] constexpr const row_info* end() const noexcept { return rows + count; }
};

constexpr void place_rows(row_info* rows, std::size_t count) noexcept {
  std::uint32_t at = 0, choice_at = 0;
  int before = -1;
  bool leading = true, anchored = false, choice_anchored = false;
  for (std::size_t i = 0; i != count; ++i) {
    row_info& row = rows[i];
    leading = leading && row.prefix;
    row.prefix = leading;
    if (row.alternative >= 0 && before < 0) {
      choice_at = at;
      choice_anchored = anchored;
    }
    if (row.alternative >= 0 && row.alternative != before) {
      at = choice_at;
      anchored = choice_anchored;
    }
    if (row.alternative < 0 && before >= 0) at = dynamic;
    before = row.alternative;
    row.bit = at;
    row.anchored = anchored;
    if (!row.fixed()) {
      at = anchored || row.alternative >= 0 || at == dynamic ? dynamic : 0;
      anchored = true;
    } else if (row.optional()) {
      at = leading ? 0 : dynamic;
    } else if (at != dynamic) {
      at += row.bits;
    }
  }
}

[[nodiscard]] constexpr std::size_t count_with(row_span rows, kind k) noexcept {
  std::size_t n = 0;
  for (const row_info& row : rows) n += row.has(k);
  return n;
}

[[nodiscard]] constexpr std::size_t bits_of_alternative(row_span rows, int index) noexcept {
  std::size_t n = 0;
  for (const row_info& row : rows)
    if (row.alternative == index && row.fixed()) n += row.bits;
  return n;
}

/// The nth row (from 0) that has a kind of rule, or `count`.
[[nodiscard]] constexpr std::size_t nth_with(row_span rows, kind k, std::size_t nth) noexcept {
  std::size_t i = 0;
  for (; i != rows.count; ++i)
    if (rows.rows[i].has(k) && nth-- == 0) break;
  return i;
}

/// The nth row (from 0) of which the size, or the presence, only a value can tell, or `count`.
[[nodiscard]] constexpr std::size_t nth_varying(row_span rows, std::size_t nth) noexcept {
  std::size_t i = 0;
  for (; i != rows.count; ++i)
    if (rows.rows[i].varies() && nth-- == 0) break;
  return i;
}

/// Whether a row of a certain size stands behind row `i`, in its own alternative if it is in one: it cannot be read where
/// that one is not whole.
[[nodiscard]] constexpr bool fixed_behind(row_span rows, std::size_t i) noexcept {
  const int mine = rows.rows[i].alternative;
  while (++i < rows.count) {
    const row_info& row = rows.rows[i];
    if (row.fixed() && row.bits != 0 && (mine < 0 || row.alternative < 0 || row.alternative == mine)) return true;
  }
  return false;
}

/// The first row of alternative `index`.
[[nodiscard]] constexpr std::size_t row_of_alternative(row_span rows, int index) noexcept {
  std::size_t i = 0;
  while (i != rows.count && rows.rows[i].alternative != index) ++i;
  return i;
}

/// Octets of a choice's shortest alternative, in bits: 0 where some value has no fields.
[[nodiscard]] constexpr std::size_t bits_of_shortest(row_span rows) noexcept {
  if (count_with(rows, kind::otherwise) == 0) return 0;
  std::size_t least = ~std::size_t{0};
  int seen = -1;  // alternatives stand in order: each is measured once
  for (const row_info& row : rows)
    for (; seen < row.alternative; ++seen) {
      const std::size_t bits = bits_of_alternative(rows, seen + 1);
      if (bits < least) least = bits;
    }
  return least;
}

/// What a table is as a whole.
struct table_shape {
  std::size_t prefix_octets = 0;  ///< of the leading rows that are there only over a certain layer below
  std::size_t fixed_size = 0;     ///< octets from the base that are there whatever the values; of a choice the shortest
  bool fixed = true;              ///< every row is fixed, and always there but those of the prefix and of a choice, which comes last
  bool choice = false;
  std::size_t alternatives = 0;   ///< of the choice
  std::size_t constant_bits = 0;  ///< of the rows that are always there, wherever they stand
  std::size_t varying = 0;        ///< rows of which a value must tell
  std::uint64_t rules = 0;        ///< the kinds that some row has
  std::uint8_t rows = 0;
  std::uint8_t first[64]{};       ///< the first row of each kind that is there

  // Asked of data, as often as need be: an answer in a template of its own would be a thousand instantiations a catalog.
  [[nodiscard]] constexpr bool has(kind k) const noexcept { return (rules & static_cast<std::uint64_t>(k)) != 0; }
  /// The first row with this kind of rule, or the number of rows.
  [[nodiscard]] constexpr std::size_t row(kind k) const noexcept {
    return has(k) ? first[std::countr_zero(static_cast<std::uint64_t>(k))] : rows;
  }
};

/// Which kinds of rules there are, and where each is first.
constexpr void note_rules(table_shape& shape, row_span rows) noexcept {
  shape.rows = static_cast<std::uint8_t>(rows.count);
  for (std::size_t i = rows.count; i-- != 0;) {
    shape.rules |= rows.rows[i].rules;
    for (std::uint64_t left = rows.rows[i].rules; left != 0; left &= left - 1)
      shape.first[std::countr_zero(left)] = static_cast<std::uint8_t>(i);
  }
}

[[nodiscard]] constexpr table_shape shape_of(row_span rows) noexcept {
  table_shape shape;
  std::size_t bits = 0;
  bool counting = true;
  const std::size_t least = bits_of_shortest(rows);
  for (const row_info& row : rows) {
    if (row.varies()) {
      ++shape.varying;
    } else {
      shape.constant_bits += row.bits;
    }
    if (row.alternative >= 0) shape.alternatives = static_cast<std::size_t>(row.alternative) + 1;
    if (row.prefix) {
      shape.prefix_octets += row.bits / 8;
    } else if (row.alternative >= 0) {
      if (!shape.choice && counting) bits += least;
      shape.fixed = shape.fixed && row.fixed() && least != 0;
      shape.choice = true;
      counting = false;
    } else if (!row.fixed() || row.optional() || (shape.choice && row.bits != 0)) {
      shape.fixed = false;
      counting = false;
    } else if (counting) {
      bits += row.bits;
    }
  }
  shape.fixed_size = bits / 8;
  note_rules(shape, rows);
  return shape;
}

template <std::size_t N>
[[nodiscard]] constexpr std::array<row_info, N> placed(std::array<row_info, N> rows) noexcept {
  place_rows(rows.data(), N);
  return rows;
}

template <class L>
inline constexpr auto rows_of = placed(decltype(L::wire.rows)::types::infos());
template <class L>
inline constexpr row_span span_of{rows_of<L>.data(), row_count<L>};
template <class L>
inline constexpr table_shape shape = shape_of(span_of<L>);

// --- members --------------------------------------------------------------------------------------------------------

/// The first row that holds a member, or row_count.
template <class L, auto Member>
inline constexpr std::size_t index_of = find_member(L::wire.rows, Member);

template <class M, class L>
L layer_of_member(M L::*);
/// The layer that a pointer to member belongs to.
template <auto Member>
using member_layer = decltype(layer_of_member(Member));

template <class M, class L>
M value_of_member(M L::*);
template <auto Member>
using member_value = uncomputed<decltype(value_of_member(Member))>;

// --- what rules say -------------------------------------------------------------------------------------------------

/// What finds a length, or a destination, elsewhere.
template <class L>
using length_reader_of = decltype(length_reader(static_cast<const row_of<L, shape<L>.row(kind::zero_means)>*>(nullptr)));
template <class L>
using destination_reader_of = decltype(destination_reader(static_cast<const row_of<L, shape<L>.row(kind::redirects)>*>(nullptr)));

/// What finds the layer above.
template <class L, std::size_t I = shape<L>.row(kind::found_by)>
using found_reader_of = decltype(found_reader(static_cast<const row_of<L, I>*>(nullptr)));

template <class Stated, class Value>
struct stated_or { using type = Stated; };
template <class Value>
struct stated_or<void, Value> { using type = Value; };

/// The number space that a selecting row's values belong to.
template <class L, std::size_t I>
using space_of = typename stated_or<decltype(space_in(static_cast<const row_of<L, I>*>(nullptr))),
                                    typename row_of<L, I>::value_type>::type;

/// The same of a row that holds a part of a number.
template <class L, std::size_t I>
using part_space_of = decltype(part_space_in(static_cast<const row_of<L, I>*>(nullptr)));

template <class Codec>
concept knows_size_when_written = requires { requires Codec::sized_when_written; };

/// Whether row `I` counts octets that only writing them can tell.
template <class L, std::size_t I>
[[nodiscard]] constexpr bool waits_for_size() noexcept {
  if constexpr (rows_of<L>[I].has(kind::size_of)) {
    constexpr const row_of<L, I>* r = nullptr;
    return knows_size_when_written<typename row_of<L, index_of<L, sized_in(r)>>::codec>;
  } else {
    return false;
  }
}

template <class L>
concept has_ids = requires { L::ids[0]; };

/// Whether L is known by a number of Space, and the first such.
template <class L, class Space>
[[nodiscard]] constexpr bool is_in_space() noexcept {
  if constexpr (has_ids<L>) {
    for (const number& n : L::ids)
      if (n.in<Space>()) return true;
  }
  return false;
}
template <class L, class Space>
[[nodiscard]] constexpr std::uint64_t number_in_space() noexcept {
  for (const number& n : L::ids)
    if (n.in<Space>()) return n.value;
  return 0;
}

/// Whether L is known by this number.
template <class L, auto Number>
[[nodiscard]] constexpr bool is_known_by() noexcept {
  if constexpr (has_ids<L>) {
    for (const number& n : L::ids)
      if (n == number{Number}) return true;
  }
  return false;
}

/// The number by which L's reader finds Upper, or all ones.
template <class Upper, class Reader>
[[nodiscard]] constexpr std::uint64_t number_found() noexcept {
  if constexpr (has_ids<Upper>) {
    for (const number& n : Upper::ids)
      if (n.in<typename Reader::space>() && Reader::carries(n.value)) return n.value;
  }
  return ~std::uint64_t{0};
}

template <class Lower, class Upper, std::size_t I>
[[nodiscard]] constexpr bool selects_at() noexcept {
  constexpr row_info info = rows_of<Lower>[I];
  if constexpr (info.has(kind::found_by)) {
    if (number_found<Upper, found_reader_of<Lower, I>>() != ~std::uint64_t{0}) return true;
  }
  if constexpr (info.has(kind::selects_part)) {
    if (is_in_space<Upper, part_space_of<Lower, I>>()) return true;
  }
  if constexpr (info.has(kind::selects)) {
    return is_in_space<Upper, space_of<Lower, I>>();
  } else if constexpr (rows_of<Lower>[I].has(kind::carries)) {
    return is_known_by<Upper, carried_in(static_cast<const row_of<Lower, I>*>(nullptr))>();
  } else {
    return false;
  }
}

template <class Lower, class Upper, std::size_t... I>
[[nodiscard]] constexpr bool selects_any(std::index_sequence<I...>) noexcept {
  return (selects_at<Lower, Upper, I>() || ...);
}

/// Whether some row of Lower can hold a number of Upper: what makes `lower / upper` a packet.
template <class Lower, class Upper>
inline constexpr bool binds = selects_any<Lower, Upper>(std::make_index_sequence<row_count<Lower>>{});

template <class L, class Space, std::size_t I>
[[nodiscard]] constexpr bool selects_in_at() noexcept {
  if constexpr (rows_of<L>[I].has(kind::selects)) {
    return std::is_same_v<space_of<L, I>, Space>;
  } else {
    return false;
  }
}
template <class L, class Space, std::size_t... I>
[[nodiscard]] constexpr bool selects_in(std::index_sequence<I...>) noexcept {
  return (selects_in_at<L, Space, I>() || ...);
}

/// Whether L selects what is above by numbers of Space.
template <class L, class Space>
inline constexpr bool selects_by = selects_in<L, Space>(std::make_index_sequence<row_count<L>>{});

template <class S>
S over_space(const over<S>*);
void over_space(const void*);

/// The space over which L has a prefix; void without one.
template <class L>
[[nodiscard]] constexpr auto prefix_space() {
  if constexpr (shape<L>.prefix_octets != 0) {
    return static_cast<decltype(over_space(static_cast<const row_of<L, 0>*>(nullptr)))*>(nullptr);
  } else {
    return static_cast<void*>(nullptr);
  }
}

/// Whether L, carried by Lower, has its prefix.
template <class L, class Lower>
[[nodiscard]] constexpr bool has_prefix_over() noexcept {
  if constexpr (shape<L>.prefix_octets == 0 || std::is_void_v<Lower>) {
    return false;
  } else {
    return selects_by<Lower, std::remove_pointer_t<decltype(prefix_space<L>())>>;
  }
}

/// What every table must satisfy; instantiated where a layer is first used.
template <class L>
struct check_layer {
  static_assert(requires { L::wire.rows; }, "a layer needs a wire table: static constexpr auto wire = layout{...}");
  static_assert(count_with(span_of<L>, kind::total_length) + count_with(span_of<L>, kind::payload_length) +
                        count_with(span_of<L>, kind::rest_length) <= 1,
                "a wire table has at most one length rule");
  static_assert(count_with(span_of<L>, kind::header_words) <= 1, "a wire table has at most one header length");
  static constexpr bool value = true;
};

}  // namespace detail
}  // namespace packetry
