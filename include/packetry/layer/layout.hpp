// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/codec.hpp>
#include <packetry/layer/rule.hpp>

#include <utility>

namespace packetry {

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
  static constexpr std::uint32_t rules = (Rules::mask | ... | 0u);

  static_assert(Codec::bits == detail::dynamic || Codec::bits <= 8 * sizeof(value_type),
                "codec is wider than the member it fills");

  const char* name;
  Member Layer::*member;

  constexpr field(const char* n, Member Layer::*m, Codec = {}, Rules...) noexcept : name(n), member(m) {}
};

/// A row that takes no octets and prints a constant: a field that Scapy shows although it is not on the wire.
template <class... Rules>
struct shown : Rules... {
  struct codec {
    static constexpr unsigned bits = 0;
  };
  static constexpr std::uint32_t rules = (Rules::mask | ... | 0u);

  const char* name;
  const char* text;

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
  constexpr slots(const Rows&... r) noexcept : slot<I, Rows>{r}... {}
};

template <std::size_t I, class Row>
[[nodiscard]] constexpr const Row& row_at(const slot<I, Row>& s) noexcept {
  return s.row;
}

template <class... Rows>
struct rows : slots<std::index_sequence_for<Rows...>, Rows...> {
  static constexpr std::size_t count = sizeof...(Rows);
  using slots<std::index_sequence_for<Rows...>, Rows...>::slots;
};
template <class... Rows>
rows(Rows...) -> rows<Rows...>;

template <class... A, std::size_t... I, class... B, std::size_t... J>
constexpr rows<A..., B...> join(const rows<A...>& a, const rows<B...>& b, std::index_sequence<I...>, std::index_sequence<J...>) {
  return {row_at<I>(a)..., row_at<J>(b)...};
}
template <class... A, class... B>
constexpr rows<A..., B...> operator+(const rows<A...>& a, const rows<B...>& b) {
  return join(a, b, std::index_sequence_for<A...>{}, std::index_sequence_for<B...>{});
}

template <class... F>
constexpr rows<field<F...>> flat(const field<F...>& f) { return {f}; }
template <class... R>
constexpr rows<shown<R...>> flat(const shown<R...>& f) { return {f}; }
template <class... R>
constexpr const rows<R...>& flat(const rows<R...>& r) { return r; }

template <class... Parts>
constexpr auto flatten(const Parts&... parts) {
  return (flat(parts) + ...);
}

// --- alternatives ---------------------------------------------------------------------------------------------------

/// Which of a choice's alternatives a row belongs to; all of them begin at the same bit.
template <std::size_t Index>
struct alternative : rule<kind::alternative> {
  static constexpr std::size_t index = Index;
};

template <auto... Values>
struct values {};

template <class Cases, class... Rows>
struct branch {
  rows<Rows...> fields;
};

template <class Condition, class L, class M, class C, class... R>
constexpr field<L, M, C, R..., Condition> with(const field<L, M, C, R...>& f, Condition) {
  return {f.name, f.member, C{}, R{}..., Condition{}};
}
template <class Condition, class... R>
constexpr shown<R..., Condition> with(const shown<R...>& f, Condition) {
  return {f.name, f.text, R{}..., Condition{}};
}

template <class... Rules, class... Rows, std::size_t... I>
constexpr auto conditional(const rows<Rows...>& r, std::index_sequence<I...>, Rules... rules) {
  if constexpr (sizeof...(Rules) == 1) {
    return detail::rows{with(row_at<I>(r), rules...)...};
  } else {
    return [&]<class First, class Second>(First first, Second second) {
      return detail::rows{with(with(row_at<I>(r), first), second)...};
    }(rules...);
  }
}

template <auto Member, std::size_t Index, auto... All, auto... Mine, class... Rows>
constexpr auto expand(values<All...>, const branch<values<Mine...>, Rows...>& b) {
  return conditional(b.fields, std::index_sequence_for<Rows...>{}, alternative<Index>{}, when<Member, Mine...>{});
}
template <auto Member, std::size_t Index, auto... All, class... Rows>
constexpr auto expand(values<All...>, const branch<void, Rows...>& b) {
  return conditional(b.fields, std::index_sequence_for<Rows...>{}, alternative<Index>{}, unless<Member, All...>{});
}

template <auto... A, auto... B>
constexpr values<A..., B...> operator+(values<A...>, values<B...>) { return {}; }
template <auto... V, class... Rows>
constexpr values<V...> cases(const branch<values<V...>, Rows...>&) { return {}; }
template <class... Rows>
constexpr values<> cases(const branch<void, Rows...>&) { return {}; }

template <auto Member, std::size_t... I, class... Branches>
constexpr auto choose(std::index_sequence<I...>, const Branches&... branches) {
  return (expand<Member, I>((cases(branches) + ...), branches) + ...);
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
