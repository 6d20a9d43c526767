// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/catalog.hpp>
#include <packetry/packet/extent.hpp>

namespace packetry::detail {

/// How deep layers may stand on one another: a packet of 64 KiB could hold 3,000, and neither time nor index may grow so.
inline constexpr unsigned most_layers = 32;

/// The first of a catalog, which holds hot layers first, are worth more code than the others.
inline constexpr unsigned frequent_layers = 8;

/// How many rows of L select what is above; all do in one number space.
template <class L>
using selecting_rows = std::make_index_sequence<count_with(span_of<L>, kind::selects)>;
template <class L>
using selected_space = space_of<L, shape<L>.row(kind::selects)>;

/// The number that LLC is known by among ether types: what stands for a length.
inline constexpr std::uint64_t length_number = 4;

/// The number in the Nth of L's selecting rows.
template <class L, std::size_t N>
[[nodiscard]] constexpr std::uint64_t selector(const layer_view<L>& v) noexcept {
  constexpr std::size_t row = nth_with(span_of<L>, kind::selects, N);
  const std::uint64_t value = to_uint(v.template read<row>());
  if constexpr (rows_of<L>[row].has(kind::length_or_type)) {
    return value <= 1500 ? length_number : value;
  } else {
    return value;
  }
}

/// Whether one of L's selecting rows holds `value`.
template <class L, std::size_t... N>
[[nodiscard]] constexpr bool selects_value(const layer_view<L>& v, std::uint64_t value, std::index_sequence<N...>) noexcept {
  return ((selector<L, N>(v) == value) || ...);
}

/// The layer that a rarer number selects: of several rows' the one that stands first in the catalog.
template <class Catalog, class L, std::size_t... N>
[[nodiscard]] constexpr unsigned select_cold(const layer_view<L>& v, std::index_sequence<N...>) noexcept {
  unsigned id = Catalog::raw_id;
  for (const std::uint64_t value : {selector<L, N>(v)...}) {
    const unsigned found = space_table<Catalog, selected_space<L>>::find_cold(value);
    if (found < id) id = found;
  }
  return id;
}

/// The number that L's fields make up together.
template <class L, std::size_t... N>
[[nodiscard]] constexpr std::uint64_t joined_selector(const layer_view<L>& v, std::index_sequence<N...>) noexcept {
  return ((to_uint(v.template read<nth_with(span_of<L>, kind::selects_part, N)>())
           << shift_in(static_cast<const row_of<L, nth_with(span_of<L>, kind::selects_part, N)>*>(nullptr))) | ...);
}

/// The layer above one that does not select by a field of its own; the raw one where it says nothing.
template <class Catalog, class L>
[[nodiscard]] constexpr unsigned layer_above(const layer_view<L>& v) noexcept {
  if constexpr (shape<L>.has(kind::carries)) {
    constexpr auto carried = carried_in(static_cast<const row_of<L, shape<L>.row(kind::carries)>*>(nullptr));
    return space_table<Catalog, std::remove_const_t<decltype(carried)>>::find(plain_value(carried));
  } else if constexpr (shape<L>.has(kind::found_by)) {
    return space_table<Catalog, typename found_reader_of<L>::space>::find(found_reader_of<L>::number(v));
  } else if constexpr (shape<L>.has(kind::selects_part)) {
    using table = space_table<Catalog, part_space_of<L, shape<L>.row(kind::selects_part)>>;
    return table::find(joined_selector(v, std::make_index_sequence<count_with(span_of<L>, kind::selects_part)>{}));
  } else {
    return Catalog::raw_id;
  }
}

/// Whether L selects at all, and for these values.
template <class L>
[[nodiscard]] constexpr bool selects_here(const layer_view<L>& v) noexcept {
  if constexpr (shape<L>.has(kind::only_where)) {
    return row_of<L, shape<L>.row(kind::only_where)>::selects_here(v);
  } else {
    return true;
  }
}

template <class L>
inline constexpr bool has_layers_above =
    shape<L>.has(kind::selects) || shape<L>.has(kind::carries) || shape<L>.has(kind::selects_part) || shape<L>.has(kind::found_by);

template <class L>
[[nodiscard]] constexpr bool is_fragment(const layer_view<L>& v) noexcept {
  if constexpr (shape<L>.has(kind::fragment_offset)) {
    return ruled<kind::fragment_offset>(v) != 0;
  } else {
    return false;
  }
}

/// What one layer was found to be, or why it is not.
struct found_layer {
  fault what = fault::none;  ///< why it is not whole
  bool refused = false;      ///< the octets are not this layer
  std::size_t needed = 0;
};

/// Whether L, which stands on layer `Below` of the catalog, has its prefix.
template <class Catalog, std::size_t Below, class L>
inline constexpr bool prefixed_on = prefixed_over<Catalog, L>(Below);

/// Read one layer of the octets [at, end) that the one below grants it.
template <class L>
[[nodiscard]] constexpr found_layer read_layer(const std::uint8_t* at, const std::uint8_t* end, bool prefixed, layer_view<L>& v) {
  constexpr std::size_t least = shape<L>.fixed_size;
  const std::size_t need = least + (prefixed ? shape<L>.prefix_octets : 0);
  const auto there = static_cast<std::size_t>(end - at);
  if (there < need) return {fault::truncated, true, need};
  v = layer_view<L>{at, end, end, prefixed};
  if constexpr (shape<L>.has(kind::accepts)) {
    if (!row_of<L, shape<L>.row(kind::accepts)>::accepts(ruled<kind::accepts>(v))) return {fault::wrong_layer, true, there};
  }
  if constexpr (shape<L>.has(kind::rest_length)) {
    if (prefixed) {
      const std::uint64_t length = ruled<kind::rest_length>(v);
      if (length < least) return {fault::bad_length, true, there};
      if (length > there - shape<L>.prefix_octets) return {fault::truncated, true, length + shape<L>.prefix_octets};
      v.set_end(v.base() + length);
    }
  }
  if constexpr (shape<L>.has(kind::bounds_header)) {
    const std::uint64_t length = ruled<kind::bounds_header>(v);
    if (length < least) return {fault::bad_length, true, there};
    if (length < there) v.set_end(at + length);
  }
  const header_extent header = find_header(v);
  const std::size_t needed = header.needed == 0 ? there : header.needed + static_cast<std::size_t>(v.base() - at);
  if (header.refused) return {header.what, true, needed};
  v.set_header_end(v.base() + header.size);
  v.set_end(find_end(v, end));
  return {header.what, false, needed};
}

// Each layer is one function that ends by calling the next one's: the compiler makes that call a jump, and a direct one where
// the number below is compared with a constant. (One loop around one switch would be shorter, but GCC hoists so much in front
// of a large switch that it no longer jumps past it.) The first layers of a packet, where they are frequent ones, are one
// function together: there the compiler knows what is in the index already.

/// How many layers follow the first within the same function.
inline constexpr int layers_inlined = 2;

/// Go on with layer `id`; `below` is the nearest one's id.
template <class Catalog, class Sink, std::size_t Base = 0>
constexpr void go_on(unsigned id, const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally, unsigned below);

/// The octets at `at` are not layer I, or it is not whole: say so, and go on with the next layer of the same number, or end.
/// Reads the layer once more, so that the usual way need not carry along what only this one says.
template <class Catalog, std::size_t I, class Sink>
[[gnu::noinline]] constexpr void stop(const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally, unsigned below) {
  using L = typename Catalog::template layer_at<I>;
  constexpr unsigned other = alternatives<Catalog>[I];
  layer_view<L> v;
  const found_layer found = read_layer(at, end, prefixed_over<Catalog, L>(below), v);
  if constexpr (other != Catalog::raw_id) {
    // Octets too few for both are the fault of the first of two that want as many.
    constexpr std::size_t least = shape<L>.fixed_size;
    const bool too_few = shape<typename Catalog::template layer_at<other>>.fixed_size == least && static_cast<std::size_t>(end - at) < least;
    if (found.refused && !too_few) return go_on<Catalog>(other, at, end, sink, tally, below);
  }
  if (found.what != fault::none) sink.fault(found.what, I, at, found.needed, end);
  if (found.refused) return sink.finish(at, end, tally);
  if (!sink.layer(I, v, tally)) return;
  sink.finish(v.header_end(), v.end(), tally);
}

/// Layers above would be too many.
template <std::size_t I, class Sink>
[[gnu::noinline]] constexpr void stop_deep(const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally) {
  sink.fault(fault::too_deep, I, at, static_cast<std::size_t>(end - at), end);
  sink.finish(at, end, tally);
}

template <class Catalog, std::size_t I, std::size_t Below, int Inlined, class Sink>
constexpr void read_on(const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally);

/// Layer I, in a function of its own. `Below` matters where I has a prefix over some layers.
template <class Catalog, std::size_t I, std::size_t Below, class Sink>
[[gnu::noinline, gnu::flatten]] constexpr void step(const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally) {
  read_on<Catalog, I, Below, 0>(at, end, sink, tally);
}

/// Whether L's first octets tell that others are not this layer, before it is read.
template <class L>
concept tells_early = requires(const std::uint8_t* at) {
  { row_of<L, 0>::codec::may_begin(at, at) } -> std::same_as<bool>;
};

/// Whether layer I is worth a place in the function of the one below: it is frequent, and found at once. With more in one
/// function the frequent ones would have to save the registers that the rare ones need.
template <class Catalog, std::size_t I, class L = typename Catalog::template layer_at<I>>
inline constexpr bool is_inlined = I < frequent_layers && !tells_early<L> && found_at_once<L>;

/// Go on with layer I, or with what else has its number, where its first octets tell that they are not I. False: with none.
template <class Catalog, std::size_t I, std::size_t Below, int Inlined, class Sink>
[[nodiscard]] [[gnu::always_inline]] constexpr bool step_into(const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally) {
  if constexpr (I == Catalog::raw_id) {
    return false;
  } else {
    using L = typename Catalog::template layer_at<I>;
    if constexpr (tells_early<L>) {
      if (!row_of<L, 0>::codec::may_begin(at, end)) return step_into<Catalog, alternatives<Catalog>[I], Below, 0>(at, end, sink, tally);
    }
    if constexpr (Inlined > 0 && is_inlined<Catalog, I>) {
      read_on<Catalog, I, Below, Inlined - 1>(at, end, sink, tally);
    } else {
      step<Catalog, I, Below>(at, end, sink, tally);
    }
    return true;
  }
}

/// Nothing stands below, or nothing that a prefix would depend on.
inline constexpr std::size_t nothing_below = 0xff;
template <class Catalog, std::size_t I, std::size_t Below>
inline constexpr std::size_t heeded_below = heeds<Catalog, I>(Below) ? Below : nothing_below;

/// Go on with what layer I selects: the most frequent numbers compared first, each with a direct jump to its layer. False:
/// it selects none.
template <class Catalog, std::size_t I, std::size_t K, int Inlined, class Sink>
[[nodiscard]] [[gnu::always_inline]] constexpr bool select_next(const layer_view<typename Catalog::template layer_at<I>>& v, Sink sink, typename Sink::tally tally) {
  using L = typename Catalog::template layer_at<I>;
  using table = space_table<Catalog, selected_space<L>>;
  if constexpr (K != table::hot) {
    if (selects_value(v, table::slots[K].value, selecting_rows<L>{})) {
      constexpr std::size_t next = table::slots[K].id;
      return step_into<Catalog, next, heeded_below<Catalog, next, I>, Inlined>(v.header_end(), v.end(), sink, tally);
    }
    return select_next<Catalog, I, K + 1, Inlined>(v, sink, tally);
  } else {
    unsigned id = Catalog::raw_id;
    if constexpr (table::count > table::hot) id = select_cold<Catalog>(v, selecting_rows<L>{});
    if constexpr (shape<L>.has(kind::selects_part) || shape<L>.has(kind::found_by)) {
      if (id == Catalog::raw_id) id = layer_above<Catalog>(v);
    }
    if (id == Catalog::raw_id) return false;
    go_on<Catalog>(id, v.header_end(), v.end(), sink, tally, I);
    return true;
  }
}

/// Go on with the layer above I. False: there is none.
template <class Catalog, std::size_t I, int Inlined, class Sink>
[[nodiscard]] [[gnu::always_inline]] constexpr bool go_above(const layer_view<typename Catalog::template layer_at<I>>& v, Sink sink, typename Sink::tally tally) {
  using L = typename Catalog::template layer_at<I>;
  if constexpr (!has_layers_above<L>) {
    return false;
  } else {
    // What a layer always carries counts with it: DHCP with BOOTP.
    if (tally.count() >= most_layers + shape<L>.has(kind::carries)) [[unlikely]] {
      stop_deep<I>(v.header_end(), v.end(), sink, tally);
      return true;
    }
    if constexpr (shape<L>.has(kind::selects)) {
      return select_next<Catalog, I, 0, Inlined>(v, sink, tally);
    } else {
      const unsigned id = layer_above<Catalog>(v);
      if (id == Catalog::raw_id) return false;
      go_on<Catalog>(id, v.header_end(), v.end(), sink, tally, I);
      return true;
    }
  }
}

/// Read layer I and what is above it; that many layers more within the same function.
template <class Catalog, std::size_t I, std::size_t Below, int Inlined, class Sink>
constexpr void read_on(const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally) {
  using L = typename Catalog::template layer_at<I>;
  layer_view<L> v;
  const found_layer found = read_layer(at, end, prefixed_on<Catalog, Below, L>, v);
  if (found.refused || found.what != fault::none) [[unlikely]] return stop<Catalog, I>(at, end, sink, tally, Below);
  if (!sink.layer(I, v, tally)) return;
  if (v.header_end() != v.end() && !is_fragment(v) && selects_here(v)) {
    if (go_above<Catalog, I, Inlined>(v, sink, tally)) return;
  }
  sink.finish(v.header_end(), v.end(), tally);
}

template <class Catalog, std::size_t I, class Sink>
constexpr void step_at(const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally, unsigned below) {
  if constexpr (I < Catalog::size) {
    if constexpr (first_heeded<Catalog, I> != Catalog::size) {
      if (heeds<Catalog, I>(below)) {
        if (!step_into<Catalog, I, first_heeded<Catalog, I>, 0>(at, end, sink, tally)) sink.finish(at, end, tally);
        return;
      }
    }
    if (step_into<Catalog, I, nothing_below, 0>(at, end, sink, tally)) return;
  }
  sink.finish(at, end, tally);
}

template <class Catalog, class Sink, std::size_t Base>
constexpr void go_on(unsigned id, const std::uint8_t* at, const std::uint8_t* end, Sink sink, typename Sink::tally tally, unsigned below) {
  switch (id - Base) {
    case 0: return step_at<Catalog, Base + 0>(at, end, sink, tally, below);
    case 1: return step_at<Catalog, Base + 1>(at, end, sink, tally, below);
    case 2: return step_at<Catalog, Base + 2>(at, end, sink, tally, below);
    case 3: return step_at<Catalog, Base + 3>(at, end, sink, tally, below);
    case 4: return step_at<Catalog, Base + 4>(at, end, sink, tally, below);
    case 5: return step_at<Catalog, Base + 5>(at, end, sink, tally, below);
    case 6: return step_at<Catalog, Base + 6>(at, end, sink, tally, below);
    case 7: return step_at<Catalog, Base + 7>(at, end, sink, tally, below);
    case 8: return step_at<Catalog, Base + 8>(at, end, sink, tally, below);
    case 9: return step_at<Catalog, Base + 9>(at, end, sink, tally, below);
    case 10: return step_at<Catalog, Base + 10>(at, end, sink, tally, below);
    case 11: return step_at<Catalog, Base + 11>(at, end, sink, tally, below);
    case 12: return step_at<Catalog, Base + 12>(at, end, sink, tally, below);
    case 13: return step_at<Catalog, Base + 13>(at, end, sink, tally, below);
    case 14: return step_at<Catalog, Base + 14>(at, end, sink, tally, below);
    case 15: return step_at<Catalog, Base + 15>(at, end, sink, tally, below);
    default:
      if constexpr (Base + 16 < Catalog::size) {
        return go_on<Catalog, Sink, Base + 16>(id, at, end, sink, tally, below);
      } else {
        return sink.finish(at, end, tally);
      }
  }
}

/// Read layers from the first on until there are no octets left, or no layer for them. `sink.layer(id, view, tally)` for
/// each, false ends the walk there, `sink.fault(what, id, at, needed, end)` for what stopped it, and last `sink.finish(at, end, tally)`: what is
/// between is raw, what lies behind is padding. The tally is the sink's own, one word, which tells by `count()` how many
/// layers there are: it travels in a register, and so does the sink, which is one pointer. Nothing is left to be done when a
/// layer is handed on to, so no function on the way needs a frame.
template <class Catalog, class Sink>
constexpr void walk(bytes packet, unsigned first, Sink sink) {
  const std::uint8_t* const at = packet.data();
  const std::uint8_t* const end = at + packet.size();
  if (packet.empty()) return sink.finish(at, end, {});
  if (first == 0) return read_on<Catalog, 0, nothing_below, layers_inlined>(at, end, sink, {});
  go_on<Catalog>(first, at, end, sink, {}, nothing_below);
}

}  // namespace packetry::detail
