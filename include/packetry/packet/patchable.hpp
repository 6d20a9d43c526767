// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/coverage.hpp>

// Which fields can be changed in octets that were written before, so that all else stays as it is.

namespace packetry::detail {

template <auto Member, class Rule>
inline constexpr bool hangs_on = false;
template <auto Member, auto M, auto... V>
inline constexpr bool hangs_on<Member, when<M, V...>> = same_member(Member, M);
template <auto Member, auto M, auto... V>
inline constexpr bool hangs_on<Member, unless<M, V...>> = same_member(Member, M);
template <auto Member, auto... M>
inline constexpr bool hangs_on<Member, when_any<M...>> = (same_member(Member, M) || ...);
template <auto Member, auto M>
inline constexpr bool hangs_on<Member, implied_by<M>> = same_member(Member, M);

template <auto Member, auto M>
inline constexpr bool hangs_on<Member, count_of<M>> = same_member(Member, M);  // as many octets may be more elements
template <auto Member, auto M>
inline constexpr bool hangs_on<Member, packetry::last_of<M>> = same_member(Member, M);

template <auto Member, class L, class M, class C, class... R>
[[nodiscard]] constexpr bool row_hangs_on(const field<L, M, C, R...>&) noexcept { return (hangs_on<Member, R> || ...); }
template <auto Member, class... R>
[[nodiscard]] constexpr bool row_hangs_on(const shown<R...>&) noexcept { return false; }

template <auto Member, class L, std::size_t... I>
[[nodiscard]] constexpr bool some_row_hangs_on(std::index_sequence<I...>) noexcept {
  return (row_hangs_on<Member>(row_at<I>(L::wire.rows)) || ...);
}
/// Whether a member decides which other rows there are, or what they are sent as.
template <auto Member>
inline constexpr bool is_decisive =
    some_row_hangs_on<Member, member_layer<Member>>(std::make_index_sequence<row_count<member_layer<Member>>>{});

template <auto Member, std::size_t I>
inline constexpr bool holds_at = same_member(member_in(row_at<I>(member_layer<Member>::wire.rows)), Member);

template <auto Member, std::size_t... I>
[[nodiscard]] constexpr bool all_replaceable(std::index_sequence<I...>) noexcept {
  return ((!holds_at<Member, I> || is_replaceable<member_layer<Member>, I>()) && ...);
}
template <auto Member, std::size_t... I>
[[nodiscard]] constexpr bool routes(std::index_sequence<I...>) noexcept {
  return ((holds_at<Member, I> && rows_of<member_layer<Member>>[I].has(kind::source_route)) || ...);
}

/// Whether, and else why not, a field of a template can be set.
template <auto Member>
struct patchable {
  using L = member_layer<Member>;
  using rows = std::make_index_sequence<row_count<L>>;
  static constexpr bool is_field = index_of<L, Member> != row_count<L>;
  static constexpr bool keeps_its_size = all_replaceable<Member>(rows{});
  static constexpr bool decides_nothing = !is_decisive<Member>;
  static constexpr bool redirects_nothing = !shape<L>.has(kind::redirects) && !routes<Member>(rows{});
};

}  // namespace packetry::detail
