// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/catalog.hpp>
#include <packetry/packet/extent.hpp>

namespace packetry::detail {

/// How deep layers may stand on one another: a packet of 64 KiB could hold 3,000, and neither time nor index may grow so.
inline constexpr unsigned most_layers = 32;

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
inline constexpr bool has_layers_above = shape<L>.has(kind::selects) || shape<L>.has(kind::carries) || shape<L>.has(kind::selects_part);

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

/// Read one layer of the octets [at, end) that the one below grants it. `below` is that one's id.
template <class Catalog, class L>
[[nodiscard]] constexpr found_layer read_layer(const std::uint8_t* at, const std::uint8_t* end, unsigned below,
                                                                      layer_view<L>& v) {
  constexpr std::size_t least = shape<L>.fixed_size;
  const bool prefixed = prefixed_over<Catalog, L>(below);
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
  const header_extent header = find_header(v);
  const std::size_t needed = header.needed == 0 ? there : header.needed + static_cast<std::size_t>(v.base() - at);
  if (header.refused) return {header.what, true, needed};
  v.set_header_end(v.base() + header.size);
  v.set_end(find_end(v, end));
  return {header.what, false, needed};
}

/// Go on with layer `id`; `level` is 256 times how many layers are below, and the id of the nearest. Each layer is one
/// function that ends by calling the next one's: the compiler makes that call a jump, and a direct one where the number
/// below is compared with a constant. (One loop around one switch would be shorter, but GCC hoists so much in front of a
/// large switch that it no longer jumps past it.)
template <class Catalog, class Sink, std::size_t Base = 0>
constexpr void go_on(unsigned id, const std::uint8_t* at, const std::uint8_t* end, Sink& sink, typename Sink::tally tally, std::uint32_t level);

/// The octets at `at` are not layer I, or it is not whole: say so, and go on with the next layer of the same number, or end.
/// Reads the layer once more, so that the usual way need not carry along what only this one says.
template <class Catalog, std::size_t I, class Sink>
[[gnu::noinline]] constexpr void stop(const std::uint8_t* at, const std::uint8_t* end, Sink& sink, typename Sink::tally tally, std::uint32_t level) {
  using L = typename Catalog::template layer_at<I>;
  constexpr unsigned other = alternatives<Catalog>[I];
  layer_view<L> v;
  const found_layer found = read_layer<Catalog, L>(at, end, level & 0xff, v);
  if constexpr (other != Catalog::raw_id) {
    // Octets too few for both are the fault of the first of two that want as many.
    constexpr std::size_t least = shape<L>.fixed_size;
    const bool too_few = shape<typename Catalog::template layer_at<other>>.fixed_size == least && static_cast<std::size_t>(end - at) < least;
    if (found.refused && !too_few) return go_on<Catalog>(other, at, end, sink, tally, level);
  }
  if (found.what != fault::none) sink.fault(found.what, I, at, found.needed, end);
  if (found.refused) return sink.finish(at, end, tally);
  sink.layer(I, v, tally);
  sink.finish(v.header_end(), v.end(), tally);
}

/// Layers above would be too many.
template <std::size_t I, class Sink>
[[gnu::noinline]] constexpr void stop_deep(const std::uint8_t* at, const std::uint8_t* end, Sink& sink, typename Sink::tally tally) {
  sink.fault(fault::too_deep, I, at, static_cast<std::size_t>(end - at), end);
  sink.finish(at, end, tally);
}

template <class Catalog, std::size_t I, class Sink>
constexpr void step(const std::uint8_t* at, const std::uint8_t* end, Sink& sink, typename Sink::tally tally, std::uint32_t level);

/// Go on with what L selects: the most frequent numbers compared first, each with a direct jump to its layer.
template <class Catalog, class L, std::size_t K, class Sink>
constexpr void select_next(const layer_view<L>& v, Sink& sink, typename Sink::tally tally, std::uint32_t level) {
  using table = space_table<Catalog, selected_space<L>>;
  if constexpr (K != table::hot) {
    if (selects_value(v, table::slots[K].value, selecting_rows<L>{}))
      return step<Catalog, table::slots[K].id>(v.header_end(), v.end(), sink, tally, level);
    return select_next<Catalog, L, K + 1>(v, sink, tally, level);
  } else if constexpr (shape<L>.has(kind::selects_part)) {
    const unsigned id = select_cold<Catalog>(v, selecting_rows<L>{});
    return go_on<Catalog>(id != Catalog::raw_id ? id : layer_above<Catalog>(v), v.header_end(), v.end(), sink, tally, level);
  } else if constexpr (table::count > table::hot) {
    return go_on<Catalog>(select_cold<Catalog>(v, selecting_rows<L>{}), v.header_end(), v.end(), sink, tally, level);
  } else {
    return sink.finish(v.header_end(), v.end(), tally);
  }
}

template <class Catalog, std::size_t I, class Sink>
[[gnu::noinline, gnu::flatten]] constexpr void step(const std::uint8_t* at, const std::uint8_t* end, Sink& sink, typename Sink::tally tally, std::uint32_t level) {
  using L = typename Catalog::template layer_at<I>;
  layer_view<L> v;
  const found_layer found = read_layer<Catalog, L>(at, end, level & 0xff, v);
  if (found.refused || found.what != fault::none) [[unlikely]] return stop<Catalog, I>(at, end, sink, tally, level);
  sink.layer(I, v, tally);
  if (v.header_end() == v.end() || is_fragment(v) || !selects_here(v)) return sink.finish(v.header_end(), v.end(), tally);
  if constexpr (!has_layers_above<L>) {
    return sink.finish(v.header_end(), v.end(), tally);
  } else {
    // What a layer always carries counts with it: DHCP with BOOTP.
    if (level >> 8 == most_layers - !shape<L>.has(kind::carries)) [[unlikely]] {
      return stop_deep<I>(v.header_end(), v.end(), sink, tally);
    }
    if constexpr (shape<L>.has(kind::selects)) {
      return select_next<Catalog, L, 0>(v, sink, tally, (level & ~0xffu) + 0x100 + I);
    } else {
      return go_on<Catalog>(layer_above<Catalog>(v), v.header_end(), v.end(), sink, tally, (level & ~0xffu) + 0x100 + I);
    }
  }
}

template <class Catalog, std::size_t I, class Sink>
constexpr void step_at(const std::uint8_t* at, const std::uint8_t* end, Sink& sink, typename Sink::tally tally, std::uint32_t level) {
  if constexpr (I < Catalog::size) {
    step<Catalog, I>(at, end, sink, tally, level);
  } else {
    sink.finish(at, end, tally);
  }
}

template <class Catalog, class Sink, std::size_t Base>
constexpr void go_on(unsigned id, const std::uint8_t* at, const std::uint8_t* end, Sink& sink, typename Sink::tally tally, std::uint32_t level) {
  switch (id - Base) {
    case 0: return step_at<Catalog, Base + 0>(at, end, sink, tally, level);
    case 1: return step_at<Catalog, Base + 1>(at, end, sink, tally, level);
    case 2: return step_at<Catalog, Base + 2>(at, end, sink, tally, level);
    case 3: return step_at<Catalog, Base + 3>(at, end, sink, tally, level);
    case 4: return step_at<Catalog, Base + 4>(at, end, sink, tally, level);
    case 5: return step_at<Catalog, Base + 5>(at, end, sink, tally, level);
    case 6: return step_at<Catalog, Base + 6>(at, end, sink, tally, level);
    case 7: return step_at<Catalog, Base + 7>(at, end, sink, tally, level);
    case 8: return step_at<Catalog, Base + 8>(at, end, sink, tally, level);
    case 9: return step_at<Catalog, Base + 9>(at, end, sink, tally, level);
    case 10: return step_at<Catalog, Base + 10>(at, end, sink, tally, level);
    case 11: return step_at<Catalog, Base + 11>(at, end, sink, tally, level);
    case 12: return step_at<Catalog, Base + 12>(at, end, sink, tally, level);
    case 13: return step_at<Catalog, Base + 13>(at, end, sink, tally, level);
    case 14: return step_at<Catalog, Base + 14>(at, end, sink, tally, level);
    case 15: return step_at<Catalog, Base + 15>(at, end, sink, tally, level);
    default:
      if constexpr (Base + 16 < Catalog::size) {
        return go_on<Catalog, Sink, Base + 16>(id, at, end, sink, tally, level);
      } else {
        return sink.finish(at, end, tally);
      }
  }
}

/// Read layers from the first on until there are no octets left, or no layer for them. `sink.layer(id, view, tally)` for
/// each, `sink.fault(what, id, at, needed, end)` for what stopped it, and last `sink.finish(at, end, tally)`: what is
/// between is raw, what lies behind is padding. The tally is the sink's own, two words at most: it travels in registers.
template <class Catalog, class Sink>
constexpr void walk(bytes packet, unsigned first, Sink& sink) {
  const std::uint8_t* const at = packet.data();
  const std::uint8_t* const end = at + packet.size();
  if (at == end) return sink.finish(at, end, {});
  if (first == 0) return step<Catalog, 0>(at, end, sink, {}, 0xff);
  go_on<Catalog>(first, at, end, sink, {}, 0xff);
}

}  // namespace packetry::detail
