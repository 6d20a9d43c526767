// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/layout.hpp>

#include <array>
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
inline constexpr std::size_t row_count = decltype(L::wire.rows)::count;

template <class L, std::size_t I>
using row_of = std::remove_cvref_t<decltype(row_at<I>(L::wire.rows))>;

template <class L, std::size_t I>
inline constexpr const char* name_at = row_at<I>(L::wire.rows).name;

template <class Row>
concept holds_member = requires { typename Row::value_type; };

template <std::size_t K>
constexpr int alternative_of(const alternative<K>*) noexcept { return static_cast<int>(K); }
constexpr int alternative_of(const void*) noexcept { return -1; }

template <class S>
constexpr bool is_over(const over<S>*) noexcept { return true; }
constexpr bool is_over(const void*) noexcept { return false; }

/// Where a row stands: `bit` bits behind an anchor, which is the layer's begin for its leading `over` rows, its base
/// (what follows those) up to the first variable row, and the end of that row behind it. `dynamic` further on.
struct row_info {
  std::uint32_t rules = 0;
  std::uint32_t bits = 0;
  std::uint32_t bit = dynamic;
  int alternative = -1;
  bool prefix = false;     ///< leads the layer when it is carried by a certain one below
  bool anchored = false;   ///< counted from the end of the first variable row

  [[nodiscard]] constexpr bool has(kind k) const noexcept { return (rules & static_cast<std::uint32_t>(k)) != 0; }
  [[nodiscard]] constexpr bool fixed() const noexcept { return bits != dynamic; }
  [[nodiscard]] constexpr bool optional() const noexcept { return has(kind::condition) && alternative < 0; }
};

template <class L, std::size_t... I>
constexpr std::array<row_info, sizeof...(I)> make_rows(std::index_sequence<I...>) noexcept {
  std::array<row_info, sizeof...(I)> rows{row_info{
      row_of<L, I>::rules, row_of<L, I>::codec::bits, dynamic,
      alternative_of(static_cast<const row_of<L, I>*>(nullptr)), is_over(static_cast<const row_of<L, I>*>(nullptr))}...};
  std::uint32_t at = 0, choice_at = 0;
  int before = -1;
  bool leading = true, anchored = false;
  for (row_info& row : rows) {
    leading = leading && row.prefix;
    row.prefix = leading;
    if (row.alternative >= 0 && before < 0) choice_at = at;
    if (row.alternative >= 0 && row.alternative != before) at = choice_at;
    if (row.alternative < 0 && before >= 0) at = dynamic;
    before = row.alternative;
    row.bit = at;
    row.anchored = anchored;
    if (!row.fixed()) {
      at = anchored || row.alternative >= 0 || at == dynamic ? dynamic : 0;
      anchored = true;
    } else if (row.optional() && !leading) {
      at = dynamic;
    } else if (at != dynamic) {
      at += row.bits;
    }
    if (leading && row.optional()) at = 0;
  }
  return rows;
}

template <class L>
inline constexpr auto rows_of = make_rows<L>(std::make_index_sequence<row_count<L>>{});

/// The first row with this kind of rule, or row_count.
template <class L>
[[nodiscard]] constexpr std::size_t find_rule(kind k) noexcept {
  std::size_t i = 0;
  while (i != row_count<L> && !rows_of<L>[i].has(k)) ++i;
  return i;
}

template <class L>
[[nodiscard]] constexpr bool has_rule(kind k) noexcept { return find_rule<L>(k) != row_count<L>; }

template <class L>
[[nodiscard]] constexpr std::size_t count_rules(kind k) noexcept {
  std::size_t n = 0;
  for (const row_info& row : rows_of<L>) n += row.has(k);
  return n;
}

/// Octets of the leading rows that are there only over a certain layer below.
template <class L>
[[nodiscard]] constexpr std::size_t prefix_octets() noexcept {
  std::size_t n = 0;
  for (const row_info& row : rows_of<L>)
    if (row.prefix) n += row.bits;
  return n / 8;
}

/// Bits of one alternative of the layer's choice.
template <class L>
[[nodiscard]] constexpr std::size_t alternative_bits(int index) noexcept {
  std::size_t n = 0;
  for (const row_info& row : rows_of<L>)
    if (row.alternative == index && row.fixed()) n += row.bits;
  return n;
}

/// Octets from the base that are there whatever the values: up to the first variable or optional row; of a choice the
/// shortest alternative.
template <class L>
[[nodiscard]] constexpr std::size_t fixed_size() noexcept {
  std::size_t n = 0;
  for (std::size_t i = 0; i != row_count<L>; ++i) {
    const row_info& row = rows_of<L>[i];
    if (row.prefix) continue;
    if (row.alternative >= 0) {
      std::size_t least = alternative_bits<L>(0);
      for (int a = 1; alternative_bits<L>(a) != 0; ++a)
        if (alternative_bits<L>(a) < least) least = alternative_bits<L>(a);
      return (n + least) / 8;
    }
    if (!row.fixed() || row.optional()) break;
    n += row.bits;
  }
  return n / 8;
}

/// Whether every row but those of prefix and choice is fixed and always there.
template <class L>
[[nodiscard]] constexpr bool is_fixed() noexcept {
  for (const row_info& row : rows_of<L>)
    if (!row.prefix && (!row.fixed() || row.optional())) return false;
  return true;
}

template <class L>
[[nodiscard]] constexpr bool has_choice() noexcept {
  for (const row_info& row : rows_of<L>)
    if (row.alternative >= 0) return true;
  return false;
}

// --- members --------------------------------------------------------------------------------------------------------

template <class M, class L>
constexpr bool same_member(M L::*a, M L::*b) noexcept { return a == b; }
template <class A, class B>
constexpr bool same_member(A, B) noexcept { return false; }

template <class L, auto Member, std::size_t I>
constexpr bool holds_at() noexcept {
  if constexpr (holds_member<row_of<L, I>>) {
    return same_member(row_at<I>(L::wire.rows).member, Member);
  } else {
    return false;
  }
}

template <class L, auto Member, std::size_t... I>
constexpr std::size_t index_in(std::index_sequence<I...>) noexcept {
  std::size_t found = sizeof...(I);
  (void)((holds_at<L, Member, I>() ? (found = I, true) : false) || ...);
  return found;
}

/// The first row that holds a member, or row_count.
template <class L, auto Member>
inline constexpr std::size_t index_of = index_in<L, Member>(std::make_index_sequence<row_count<L>>{});

template <class M, class L>
L layer_of_member(M L::*);
/// The layer that a pointer to member belongs to.
template <auto Member>
using member_layer = decltype(layer_of_member(Member));

template <class M, class L>
M value_of_member(M L::*);
template <auto Member>
using member_value = uncomputed<decltype(value_of_member(Member))>;

// --- parameters of rules --------------------------------------------------------------------------------------------

template <unsigned Unit, unsigned Plus>
constexpr unsigned words_unit(const header_words<Unit, Plus>*) noexcept { return Unit; }
template <unsigned Unit, unsigned Plus>
constexpr unsigned words_plus(const header_words<Unit, Plus>*) noexcept { return Plus; }

template <class S>
S space_in(const selects<S>*);
void space_in(const void*);

template <class Stated, class Value>
struct stated_or { using type = Stated; };
template <class Value>
struct stated_or<void, Value> { using type = Value; };

/// The number space that a selecting row's values belong to.
template <class L, std::size_t I>
using space_of = typename stated_or<decltype(space_in(static_cast<const row_of<L, I>*>(nullptr))),
                                    typename row_of<L, I>::value_type>::type;

template <auto V>
constexpr auto default_in(const default_to<V>*) noexcept { return V; }

template <auto M>
constexpr auto counted_in(const count_of<M>*) noexcept { return M; }
template <auto M>
constexpr auto sized_in(const size_of<M>*) noexcept { return M; }

template <auto V>
constexpr auto bits_in(const more_fragments<V>*) noexcept { return V; }

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

template <class Lower, class Upper, std::size_t I>
[[nodiscard]] constexpr bool selects_at() noexcept {
  if constexpr (rows_of<Lower>[I].has(kind::selects)) {
    return is_in_space<Upper, space_of<Lower, I>>();
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
  if constexpr (prefix_octets<L>() != 0) {
    return static_cast<decltype(over_space(static_cast<const row_of<L, 0>*>(nullptr)))*>(nullptr);
  } else {
    return static_cast<void*>(nullptr);
  }
}

/// Whether L, carried by Lower, has its prefix.
template <class L, class Lower>
[[nodiscard]] constexpr bool has_prefix_over() noexcept {
  if constexpr (prefix_octets<L>() == 0 || std::is_void_v<Lower>) {
    return false;
  } else {
    return selects_by<Lower, std::remove_pointer_t<decltype(prefix_space<L>())>>;
  }
}

/// What every table must satisfy; instantiated where a layer is first used.
template <class L>
struct check_layer {
  static_assert(requires { L::wire.rows; }, "a layer needs a wire table: static constexpr auto wire = layout{...}");
  static_assert(count_rules<L>(kind::total_length) + count_rules<L>(kind::payload_length) + count_rules<L>(kind::rest_length) <= 1,
                "a wire table has at most one length rule");
  static_assert(count_rules<L>(kind::header_words) <= 1, "a wire table has at most one header length");
  static constexpr bool value = true;
};

}  // namespace detail
}  // namespace packetry
