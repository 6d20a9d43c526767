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
  std::uint32_t rules = 0;
  std::uint32_t bits = 0;
  int alternative = -1;       ///< of a choice
  bool prefix = false;        ///< leads the layer when it is carried by a certain one below
  bool anchored = false;      ///< counted from the end of the first variable row
  std::uint32_t bit = dynamic;

  [[nodiscard]] constexpr bool has(kind k) const noexcept { return (rules & static_cast<std::uint32_t>(k)) != 0; }
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
  static constexpr detail::row_info info{(Rules::mask | ... | 0u), Codec::bits, (Rules::place + ... + (static_cast<int>(sizeof...(Rules)) - 1)),
                                         (Rules::leads || ...)};

  static_assert(Codec::bits == detail::dynamic || Codec::bits <= 8 * sizeof(value_type),
                "codec is wider than the member it fills");

  const char* name = nullptr;
  Member Layer::*member = nullptr;

  constexpr field() noexcept = default;
  constexpr field(const char* n, Member Layer::*m, Codec = {}, Rules...) noexcept : name(n), member(m) {}
};

/// A row that takes no octets and prints a constant: a field that Scapy shows although it is not on the wire.
template <class... Rules>
struct shown : Rules... {
  struct codec {
    static constexpr unsigned bits = 0;
  };
  static constexpr detail::row_info info{(Rules::mask | ... | 0u), 0, (Rules::place + ... + (static_cast<int>(sizeof...(Rules)) - 1)), (Rules::leads || ...)};

  const char* name = nullptr;
  const char* text = nullptr;

  constexpr shown() noexcept = default;
  constexpr shown(const char* n, const char* t, Rules...) noexcept : name(n), text(t) {}
};

namespace detail {

template <std::size_t I, class Row>
struct slot {
  Row row;
};

template <class Indices, class... Rows>
struct slots;
template <std::size_t... I, class... Rows>
struct slots<std::index_sequence<I...>, Rows...> : slot<I, Rows>... {
  constexpr slots() noexcept = default;
  constexpr slots(const Rows&... r) noexcept
    requires(sizeof...(Rows) != 0)
      : slot<I, Rows>{r}... {}
};

template <std::size_t I, class Row>
[[nodiscard]] constexpr const Row& row_at(const slot<I, Row>& s) noexcept {
  return s.row;
}
template <std::size_t I, class Row>
[[nodiscard]] constexpr Row& row_at(slot<I, Row>& s) noexcept {
  return s.row;
}

template <class... Rows>
struct rows : slots<std::index_sequence_for<Rows...>, Rows...> {
  static constexpr std::size_t count = sizeof...(Rows);
  static constexpr std::array<row_info, count> infos() noexcept { return {Rows::info...}; }
  using slots<std::index_sequence_for<Rows...>, Rows...>::slots;
};

template <class M, class L>
constexpr bool same_member(M L::*a, M L::*b) noexcept { return a == b; }
template <class A, class B>
constexpr bool same_member(A, B) noexcept { return false; }

template <class L, class M, class C, class... R>
constexpr M L::*member_in(const field<L, M, C, R...>& f) noexcept { return f.member; }
template <class... R>
constexpr decltype(nullptr) member_in(const shown<R...>&) noexcept { return nullptr; }

/// The first row that holds `member`, or the number of rows.
template <std::size_t... I, class... Rows, class Pointer>
constexpr std::size_t find_member(const slots<std::index_sequence<I...>, Rows...>& s, Pointer member) noexcept {
  std::size_t found = sizeof...(I);
  static_cast<void>(((same_member(member_in(static_cast<const slot<I, Rows>&>(s).row), member) ? (found = I, true) : false) || ...));
  return found;
}

// --- putting groups of rows together: the types by one list, the values by assignment -------------------------------

template <class... A>
struct row_types {};
template <class... A, class... B>
row_types<A..., B...> operator+(row_types<A...>, row_types<B...>);
template <class... A>
rows<A...> rows_from(row_types<A...>);

template <class Part>
struct part_rows {
  using type = row_types<Part>;
  static constexpr std::size_t count = 1;
};
template <class... R>
struct part_rows<rows<R...>> {
  using type = row_types<R...>;
  static constexpr std::size_t count = sizeof...(R);
};

template <class... Parts>
using joined = decltype(rows_from((typename part_rows<Parts>::type{} + ...)));

/// What a row holds, whatever its conditions.
template <class To, class From>
constexpr void copy_row(To& to, const From& from) {
  to.name = from.name;
  if constexpr (requires { from.member; }) {
    to.member = from.member;
  } else {
    to.text = from.text;
  }
}

template <std::size_t At, class Out, class Part>
constexpr void put(Out& out, const Part& part) {
  copy_row(row_at<At>(out), part);
}
template <std::size_t At, class Out, class... R, std::size_t... I>
constexpr void put_all(Out& out, const rows<R...>& group, std::index_sequence<I...>) {
  (copy_row(row_at<At + I>(out), row_at<I>(group)), ...);
}
template <std::size_t At, class Out, class... R>
constexpr void put(Out& out, const rows<R...>& group) {
  put_all<At>(out, group, std::index_sequence_for<R...>{});
}

template <class Out, std::size_t At>
constexpr void put_from(Out&) {}
template <class Out, std::size_t At, class Part, class... Parts>
constexpr void put_from(Out& out, const Part& part, const Parts&... parts) {
  put<At>(out, part);
  put_from<Out, At + part_rows<Part>::count>(out, parts...);
}

template <class Part>
inline constexpr bool is_group = false;
template <class... R>
inline constexpr bool is_group<rows<R...>> = true;

template <class... Parts>
[[nodiscard]] constexpr auto flatten(const Parts&... parts) {
  if constexpr ((is_group<Parts> || ...)) {
    joined<Parts...> out;
    put_from<joined<Parts...>, 0>(out, parts...);
    return out;
  } else {
    return rows<Parts...>{parts...};
  }
}

// --- alternatives ---------------------------------------------------------------------------------------------------

/// Which of a choice's alternatives a row belongs to; all of them begin at the same bit.
template <std::size_t Index, bool Otherwise = false>
struct alternative : rule<kind::alternative> {
  static constexpr std::uint32_t mask = kind::alternative | (Otherwise ? kind::otherwise : kind::alternative);
  static constexpr int place = static_cast<int>(Index);
};

template <auto... Values>
struct values {};

template <class Cases, class... Rows>
struct branch {
  rows<Rows...> fields;
};

template <class Row, class... Conditions>
struct with_conditions;
template <class L, class M, class C, class... R, class... Conditions>
struct with_conditions<field<L, M, C, R...>, Conditions...> { using type = field<L, M, C, R..., Conditions...>; };
template <class... R, class... Conditions>
struct with_conditions<shown<R...>, Conditions...> { using type = shown<R..., Conditions...>; };

template <auto... A, auto... B>
values<A..., B...> operator+(values<A...>, values<B...>);
template <class... V>
using all_values = decltype((V{} + ...));

template <class Branch>
struct cases_of;
template <auto... V, class... Rows>
struct cases_of<branch<values<V...>, Rows...>> { using type = values<V...>; };
template <class... Rows>
struct cases_of<branch<void, Rows...>> { using type = values<>; };

/// The row types of one branch, with its place among the alternatives and its condition.
template <auto Member, std::size_t Index, class All, class Branch>
struct expanded;
template <auto Member, std::size_t Index, class All, auto... Mine, class... Rows>
struct expanded<Member, Index, All, branch<values<Mine...>, Rows...>> {
  using type = row_types<typename with_conditions<Rows, alternative<Index>, when<Member, Mine...>>::type...>;
};
template <auto Member, std::size_t Index, auto... All, class... Rows>
struct expanded<Member, Index, values<All...>, branch<void, Rows...>> {
  using type = row_types<typename with_conditions<Rows, alternative<Index, true>, unless<Member, All...>>::type...>;
};

template <auto Member, std::size_t... I, class... Branches>
constexpr auto choose(std::index_sequence<I...>, const Branches&... branches) {
  using all = all_values<typename cases_of<Branches>::type...>;
  using out_type = decltype(rows_from((typename expanded<Member, I, all, Branches>::type{} + ...)));
  out_type out;
  put_from<out_type, 0>(out, branches.fields...);
  return out;
}

}  // namespace detail

/// The fields that are there for these values of the choice's member.
template <auto... Values, class... Fields>
[[nodiscard]] constexpr auto on(const Fields&... fields) {
  return detail::branch<detail::values<Values...>, Fields...>{{fields...}};
}

/// The fields that are there for all values that no `on` names.
template <class... Fields>
[[nodiscard]] constexpr auto otherwise(const Fields&... fields) {
  return detail::branch<void, Fields...>{{fields...}};
}

/// Fields that depend on the value of a member. All alternatives begin at the same bit, so every field keeps a static place.
///
/// \code
/// choice<&icmp::type>(on<icmp_type::redirect>(field{"gw", &icmp::gw, be<32>}), otherwise(field{"unused", &icmp::unused, be<32>}))
/// \endcode
template <auto Member, class... Branches>
[[nodiscard]] constexpr auto choice(const Branches&... branches) {
  return detail::choose<Member>(std::index_sequence_for<Branches...>{}, branches...);
}

/// A layer's wire table: its rows, in wire order. The one statement from which size, reading, writing, text, comparison,
/// offsets and tests follow.
template <class Rows>
struct layout {
  Rows rows;
  template <class... Parts>
  constexpr layout(const Parts&... parts) : rows(detail::flatten(parts...)) {}
};
template <class... Parts>
layout(Parts...) -> layout<std::remove_cvref_t<decltype(detail::flatten(std::declval<const Parts&>()...))>>;

}  // namespace packetry
