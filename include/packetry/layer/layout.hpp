// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/codec.hpp>
#include <packetry/layer/rule.hpp>

#include <array>
#include <utility>

namespace packetry {

namespace detail {

/// Where a row stands: `bit` bits behind an anchor, which is the layer's begin for its leading `over` rows, its base
/// (what follows those) up to the first variable row, and the end of that row behind it. `dynamic` further on.
struct row_info {
  std::uint64_t rules = 0;
  std::uint32_t bits = 0;
  int alternative = -1;       ///< of a choice
  bool prefix = false;        ///< leads the layer when it is carried by a certain one below
  bool anchored = false;      ///< counted from the end of the first variable row
  std::uint32_t bit = dynamic;

  [[nodiscard]] constexpr bool has(kind k) const noexcept { return (rules & static_cast<std::uint64_t>(k)) != 0; }
  [[nodiscard]] constexpr bool fixed() const noexcept { return bits != dynamic; }
  [[nodiscard]] constexpr bool varies() const noexcept { return !fixed() || has(kind::condition); }
  [[nodiscard]] constexpr bool optional() const noexcept { return has(kind::condition) && alternative < 0; }
};

}  // namespace detail

/// One row of a wire table: a field's name, the member that holds it, how it stands on the wire, and its rules.
///
/// \code
/// field{"len", &udp::len, be<16>, total_length{}}
/// \endcode
template <class Layer, class Member, class Codec, class... Rules>
struct field : Rules... {
  using layer_type = Layer;
  using member_type = Member;
  using value_type = detail::uncomputed<Member>;
  using codec = Codec;
  static constexpr detail::row_info info{(Rules::mask | ... | std::uint64_t{0}), Codec::bits, (Rules::place + ... + (static_cast<int>(sizeof...(Rules)) - 1)),
                                         (Rules::leads || ...)};

  static_assert(Codec::bits == detail::dynamic || Codec::bits <= 8 * sizeof(value_type),
                "codec is wider than the member it fills");

  const char* name = nullptr;
  Member Layer::*member = nullptr;

  constexpr field(const char* n, Member Layer::*m, Codec, Rules...) noexcept : name(n), member(m) {}
  /// The same row with other rules.
  template <class... Others>
  constexpr explicit field(const field<Layer, Member, Codec, Others...>& other) noexcept : name(other.name), member(other.member) {}
};

/// A row that takes no octets and prints a constant: a field that Scapy shows although it is not on the wire.
template <class... Rules>
struct shown : Rules... {
  struct codec {
    static constexpr unsigned bits = 0;
  };
  static constexpr detail::row_info info{(Rules::mask | ... | std::uint64_t{0}), 0, (Rules::place + ... + (static_cast<int>(sizeof...(Rules)) - 1)), (Rules::leads || ...)};

  const char* name = nullptr;
  const char* text = nullptr;

  constexpr shown(const char* n, const char* t, Rules...) noexcept : name(n), text(t) {}
  template <class... Others>
  constexpr explicit shown(const shown<Others...>& other) noexcept : name(other.name), text(other.text) {}
};

namespace detail {

template <std::size_t I, class Row>
struct slot {
  Row row;
};

template <std::size_t I, class Row>
[[nodiscard]] constexpr const Row& row_at(const slot<I, Row>& s) noexcept {
  return s.row;
}

template <class... Rows>
struct row_types {
  static constexpr std::size_t count = sizeof...(Rows);
  static constexpr std::array<row_info, count> infos() noexcept { return {Rows::info...}; }
};

template <class M, class L>
constexpr bool same_member(M L::*a, M L::*b) noexcept { return a == b; }
template <class A, class B>
constexpr bool same_member(A, B) noexcept { return false; }

template <class L, class M, class C, class... R>
constexpr M L::*member_in(const field<L, M, C, R...>& f) noexcept { return f.member; }
template <class... R>
constexpr decltype(nullptr) member_in(const shown<R...>&) noexcept { return nullptr; }

// --- alternatives ---------------------------------------------------------------------------------------------------

/// Which of a choice's alternatives a row belongs to; all of them begin at the same bit.
template <std::size_t Index, bool Otherwise = false>
struct alternative : rule<kind::alternative> {
  static constexpr std::uint64_t mask = kind::alternative | (Otherwise ? kind::otherwise : kind::alternative);
  static constexpr int place = static_cast<int>(Index);
};

template <auto... Values>
struct values {};
template <auto... A, auto... B>
values<A..., B...> operator+(values<A...>, values<B...>);

template <class Indices, class... Rows>
struct slots;
template <std::size_t... I, class... Rows>
struct slots<std::index_sequence<I...>, Rows...> : slot<I, Rows>... {};

/// The rows that are there for some values; `Cases` is void where they are for all others.
template <class Cases, class... Rows>
struct branch : slots<std::index_sequence_for<Rows...>, Rows...> {
  constexpr branch(const Rows&... r) noexcept : slots<std::index_sequence_for<Rows...>, Rows...>{{r}...} {}
};
template <auto Member, class... Branches>
struct branches : Branches... {
  constexpr branches(const Branches&... b) noexcept : Branches(b)... {}
};

template <class Branch>
struct cases_of;
template <auto... V, class... Rows>
struct cases_of<branch<values<V...>, Rows...>> { using type = values<V...>; };
template <class... Rows>
struct cases_of<branch<void, Rows...>> { using type = values<>; };

template <class Row, class... Conditions>
struct with_conditions;
template <class L, class M, class C, class... R, class... Conditions>
struct with_conditions<field<L, M, C, R...>, Conditions...> { using type = field<L, M, C, R..., Conditions...>; };
template <class... R, class... Conditions>
struct with_conditions<shown<R...>, Conditions...> { using type = shown<R..., Conditions...>; };

// --- a table: a segment for each part of the layout, made from it at once, in which each row has its place ------------

template <std::size_t At, class Row>
struct row_segment : slot<At, Row> {
  using types = row_types<Row>;
  constexpr row_segment(const Row& r) noexcept : slot<At, Row>{r} {}
};

/// One branch of a choice; its rows have become conditional.
template <std::size_t At, class Branch, class Indices, class... To>
struct branch_segment;
template <std::size_t At, class Cases, class... From, std::size_t... I, class... To>
struct branch_segment<At, branch<Cases, From...>, std::index_sequence<I...>, To...> : slot<At + I, To>... {
  static_assert(!(From::info.has(kind::condition) || ...), "within a choice a row is there for its values, and on no other condition");
  using types = row_types<To...>;
  constexpr branch_segment(const branch<Cases, From...>& b) noexcept
      : slot<At + I, To>{To{static_cast<const slot<I, From>&>(b).row}}... {}
};

template <auto Member, std::size_t At, std::size_t Index, class All, class Branch>
struct conditional;
template <auto Member, std::size_t At, std::size_t Index, class All, auto... Mine, class... Rows>
struct conditional<Member, At, Index, All, branch<values<Mine...>, Rows...>> {
  using type = branch_segment<At, branch<values<Mine...>, Rows...>, std::index_sequence_for<Rows...>,
                              typename with_conditions<Rows, alternative<Index>, when<Member, Mine...>>::type...>;
};
template <auto Member, std::size_t At, std::size_t Index, auto... All, class... Rows>
struct conditional<Member, At, Index, values<All...>, branch<void, Rows...>> {
  using type = branch_segment<At, branch<void, Rows...>, std::index_sequence_for<Rows...>,
                              typename with_conditions<Rows, alternative<Index, true>, unless<Member, All...>>::type...>;
};

template <class... A, class... B>
row_types<A..., B...> operator+(row_types<A...>, row_types<B...>);

template <class... Segments>
struct table : Segments... {
  using types = decltype((typename Segments::types{} + ...));
  template <class... Parts>
  constexpr table(const Parts&... parts) noexcept : Segments(parts)... {}
};
template <std::size_t... At, class... Rows>
struct table<row_segment<At, Rows>...> : row_segment<At, Rows>... {
  using types = row_types<Rows...>;
  constexpr table(const Rows&... r) noexcept : row_segment<At, Rows>(r)... {}
};

/// All branches of a choice.
template <class... Segments>
struct choice_segment : Segments... {
  using types = decltype((typename Segments::types{} + ...));
  template <class Branches>
  constexpr choice_segment(const Branches& all) noexcept : Segments(all)... {}
};

template <class Part>
inline constexpr std::size_t rows_in = 1;
template <class Cases, class... Rows>
inline constexpr std::size_t rows_in<branch<Cases, Rows...>> = sizeof...(Rows);
template <auto Member, class... Branches>
inline constexpr std::size_t rows_in<branches<Member, Branches...>> = (rows_in<Branches> + ...);

/// The place of the Ith part's first row, the first part's being `at`.
template <class... Parts>
[[nodiscard]] consteval std::size_t place_of_part(std::size_t i, std::size_t at) noexcept {
  constexpr std::size_t counts[] = {rows_in<Parts>...};
  for (std::size_t j = 0; j != i; ++j) at += counts[j];
  return at;
}

template <std::size_t At, class Part>
struct segment_of { using type = row_segment<At, Part>; };

template <std::size_t At, class Choice, class Indices>
struct segment_of_choice;
template <std::size_t At, auto Member, class... Branches, std::size_t... I>
struct segment_of_choice<At, branches<Member, Branches...>, std::index_sequence<I...>> {
  using all = decltype((typename cases_of<Branches>::type{} + ...));
  using type = choice_segment<typename conditional<Member, place_of_part<Branches...>(I, At), I, all, Branches>::type...>;
};
template <std::size_t At, auto Member, class... Branches>
struct segment_of<At, branches<Member, Branches...>>
    : segment_of_choice<At, branches<Member, Branches...>, std::index_sequence_for<Branches...>> {};

template <class Indices, class... Parts>
struct table_of_parts;
template <std::size_t... I, class... Parts>
struct table_of_parts<std::index_sequence<I...>, Parts...> {
  using type = table<typename segment_of<place_of_part<Parts...>(I, 0), Parts>::type...>;
};
template <class... Parts>
using table_of = typename table_of_parts<std::index_sequence_for<Parts...>, Parts...>::type;

template <class Table, class Pointer, std::size_t... I, class... Rows>
[[nodiscard]] constexpr std::size_t find_member(const Table& t, Pointer member, std::size_t from, std::index_sequence<I...>,
                                                row_types<Rows...>) noexcept {
  std::size_t found = sizeof...(I);
  static_cast<void>(
      ((I >= from && same_member(member_in(static_cast<const slot<I, Rows>&>(t).row), member) ? (found = I, true) : false) || ...));
  return found;
}
/// The first row, `from` that one on, that holds `member`, or the number of rows.
template <class Table, class Pointer>
[[nodiscard]] constexpr std::size_t find_member(const Table& t, Pointer member, std::size_t from = 0) noexcept {
  return find_member(t, member, from, std::make_index_sequence<Table::types::count>{}, typename Table::types{});
}

}  // namespace detail

/// The fields that are there for these values of the choice's member.
template <auto... Values, class... Fields>
[[nodiscard]] constexpr auto on(const Fields&... fields) {
  return detail::branch<detail::values<Values...>, Fields...>{fields...};
}

/// The fields that are there for all values that no `on` names.
template <class... Fields>
[[nodiscard]] constexpr auto otherwise(const Fields&... fields) {
  return detail::branch<void, Fields...>{fields...};
}

/// Fields that depend on the value of a member. All alternatives begin at the same bit, so every field keeps a static place.
///
/// \code
/// choice<&icmp::type>(on<icmp_type::redirect>(field{"gw", &icmp::gw, be<32>}), otherwise(field{"unused", &icmp::unused, be<32>}))
/// \endcode
template <auto Member, class... Branches>
[[nodiscard]] constexpr auto choice(const Branches&... all) {
  return detail::branches<Member, Branches...>{all...};
}

/// A layer's wire table: its rows, in wire order. The one statement from which size, reading, writing, text, comparison,
/// offsets and tests follow.
template <class Rows>
struct layout {
  Rows rows;
  template <class... Parts>
  constexpr layout(const Parts&... parts) : rows(parts...) {}
};
template <class... Parts>
layout(Parts...) -> layout<detail::table_of<Parts...>>;

}  // namespace packetry
