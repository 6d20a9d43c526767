// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <type_traits>
#include <utility>

// Lists of types without std::tuple, which alone is a fifth of the compile time of a small program.

namespace packetry::detail {

/// The index of the `nth` (from 1) L among Ls, or sizeof...(Ls).
template <class L, class... Ls>
[[nodiscard]] constexpr std::size_t nth_of(std::size_t nth) noexcept {
  constexpr bool is[] = {std::is_same_v<L, Ls>..., false};
  for (std::size_t i = 0; i != sizeof...(Ls); ++i)
    if (is[i] && --nth == 0) return i;
  return sizeof...(Ls);
}

template <std::size_t I, class L>
struct indexed { using type = L; };
template <class Indices, class... Ls>
struct index_types;
template <std::size_t... I, class... Ls>
struct index_types<std::index_sequence<I...>, Ls...> : indexed<I, Ls>... {};
template <std::size_t I, class L>
indexed<I, L> type_at_impl(const indexed<I, L>*);

/// The Ith of Ls; void beyond the last.
template <std::size_t I, class... Ls>
struct nth_type {
  using all = index_types<std::index_sequence_for<Ls...>, Ls...>;
  using type = typename decltype(type_at_impl<I>(static_cast<const all*>(nullptr)))::type;
};
template <std::size_t I, class... Ls>
  requires(I >= sizeof...(Ls))
struct nth_type<I, Ls...> { using type = void; };
template <std::size_t I, class... Ls>
using type_at = typename nth_type<I, Ls...>::type;

}  // namespace packetry::detail
