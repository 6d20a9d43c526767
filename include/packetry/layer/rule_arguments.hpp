// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/rule.hpp>

// The arguments of a rule, from a pointer to a row, which has its rules as bases.

namespace packetry::detail {

template <unsigned Unit, unsigned Plus, bool Whole>
constexpr unsigned words_unit(const header_words<Unit, Plus, Whole>*) noexcept { return Unit; }
template <unsigned Unit, unsigned Plus, bool Whole>
constexpr unsigned words_plus(const header_words<Unit, Plus, Whole>*) noexcept { return Plus; }
template <unsigned Unit, unsigned Plus, bool Whole>
constexpr bool words_whole(const header_words<Unit, Plus, Whole>*) noexcept { return Whole; }

template <class S>
S space_in(const selects<S>*);
template <class S, unsigned Shift>
S part_space_in(const selects_part<S, Shift>*);
template <class S, unsigned Shift>
constexpr unsigned shift_in(const selects_part<S, Shift>*) noexcept { return Shift; }

template <auto N>
constexpr auto carried_in(const carries<N>*) noexcept { return N; }
template <class Reader>
Reader length_reader(const zero_means<Reader>*);
template <class Reader>
Reader destination_reader(const redirects<Reader>*);
template <class Reader>
Reader found_reader(const found_by<Reader>*);
void space_in(const void*);

template <auto V>
constexpr auto default_in(const default_to<V>*) noexcept { return V; }

template <auto M>
constexpr auto counted_in(const count_of<M>*) noexcept { return M; }
template <auto M>
constexpr auto counted_in(const packetry::last_of<M>*) noexcept { return M; }
template <auto M>
constexpr bool counts_last(const packetry::last_of<M>*) noexcept { return true; }
constexpr bool counts_last(const void*) noexcept { return false; }
template <auto M, unsigned Unit>
constexpr auto sized_in(const size_of<M, Unit>*) noexcept { return M; }
template <auto M, unsigned Unit>
constexpr unsigned sized_by(const size_of<M, Unit>*) noexcept { return Unit; }
template <auto M>
constexpr auto implying_in(const implied_by<M>*) noexcept { return M; }

/// The condition of a row, where a member's value is it.
template <auto Member, auto... Values>
when<Member, Values...> condition_in(const when<Member, Values...>*);
template <auto Member, auto... Values>
unless<Member, Values...> condition_in(const unless<Member, Values...>*);
void condition_in(const void*);

template <auto V>
constexpr auto bits_in(const more_fragments<V>*) noexcept { return V; }

}  // namespace packetry::detail
