// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/result.hpp>
#include <packetry/layer/view.hpp>

// Where a layer's header ends, and where the layers above it do.

namespace packetry::detail {

/// The field of a layer that has a certain kind of rule, as an integer.
template <kind K, class L>
[[nodiscard]] constexpr std::uint64_t ruled(const layer_view<L>& v) noexcept {
  return to_uint(v.template read<shape<L>.row(K)>());
}

/// Octets of the alternative that is there, with the fixed rows before it.
template <class L, std::size_t... A>
[[nodiscard]] constexpr std::size_t choice_size(const layer_view<L>& v, std::index_sequence<A...>) noexcept {
  std::size_t bits = 8 * shape<L>.fixed_size;
  static_cast<void>((
      (v.template present<row_of_alternative(span_of<L>, A)>()
           ? (bits = rows_of<L>[row_of_alternative(span_of<L>, A)].bit + bits_of_alternative(span_of<L>, A), true)
           : false) ||
      ...));
  return bits / 8;
}

/// Where the header ends, and what is wrong with it.
struct header_extent {
  std::size_t size;
  fault what = fault::none;
  std::size_t needed = 0;  ///< octets from the base; 0: not known
  bool refused = false;    ///< these octets are not this layer, or too few for it
};

/// Whether octets that another member counts stand in a layer.
template <class L>
inline constexpr bool has_counted_octets = []<std::size_t... I>(std::index_sequence<I...>) {
  return (requires(const layer_view<L>& v) { row_of<L, I>::codec::wanted(v); } || ...);
}(std::make_index_sequence<span_of<L>.count>{});

template <class L, std::size_t I>
[[nodiscard]] constexpr bool add_wanted(const layer_view<L>& v, row_sum& sum) noexcept {
  using row = row_of<L, I>;
  constexpr row_info info = rows_of<L>[I];
  if constexpr (info.has(kind::condition)) {
    return false;  // what it depends on may be what is missing
  } else if constexpr (info.fixed()) {
    sum.add(run_bits(span_of<L>, I));
    return true;
  } else if constexpr (requires { row::codec::wanted(v); }) {
    sum.octets += row::codec::wanted(v);
    return true;
  }
  return false;
}

/// Octets from its base that a layer needs, as far as its table and its counts, which are there, tell.
template <class L>
[[nodiscard]] [[gnu::noinline, gnu::cold]] constexpr std::size_t octets_wanted(const layer_view<L>& v) noexcept {
  row_sum sum;
  [&]<std::size_t... N>(std::index_sequence<N...>) {
    (void)(add_wanted<L, nth_measured(span_of<L>, N)>(v, sum) && ...);
  }(measured_rows<L>{});
  return sum.octets;
}

/// Whether one field tells at most where L's header ends.
template <class L>
inline constexpr bool found_at_once = shape<L>.fixed || shape<L>.has(kind::header_words);

template <class L>
[[nodiscard]] constexpr header_extent find_header(layer_view<L>& v) noexcept {
  const auto there = static_cast<std::size_t>(v.end() - v.base());
  if constexpr (shape<L>.has(kind::header_words)) {
    constexpr const row_of<L, shape<L>.row(kind::header_words)>* row = nullptr;
    std::size_t size = words_unit(row) * static_cast<std::size_t>(ruled<kind::header_words>(v)) + words_plus(row);
    if (size < shape<L>.fixed_size) size = shape<L>.fixed_size;
    if (size > there) return {there, fault::truncated, size, words_whole(row)};
    return {size};
  } else if constexpr (shape<L>.choice && shape<L>.fixed) {
    const std::size_t size = choice_size(v, std::make_index_sequence<shape<L>.alternatives>{});
    if (size > there) return {there, fault::truncated, size, true};
    return {size};
  } else if constexpr (shape<L>.fixed) {
    return {shape<L>.fixed_size};
  } else {
    const extent x = measure(v);
    if constexpr (has_counted_octets<L>) {
      if (x.what == fault::truncated) [[unlikely]] return {x.size, x.what, octets_wanted(v), x.refused};
    }
    return {x.size, x.what, 0, x.refused};
  }
}

/// Where the layers above end, as this layer's own length says; `granted` where it says nothing, or nonsense.
template <class L>
[[nodiscard]] constexpr const std::uint8_t* find_end(const layer_view<L>& v, const std::uint8_t* granted) noexcept {
  const auto within = [&](const std::uint8_t* from, std::uint64_t size) {
    return size < static_cast<std::size_t>(granted - from) ? from + size : granted;
  };
  if constexpr (shape<L>.has(kind::total_length)) {
    const std::uint64_t length = ruled<kind::total_length>(v);
    if (length < static_cast<std::size_t>(v.header_end() - v.base())) return granted;
    return within(v.base(), length);
  } else if constexpr (shape<L>.has(kind::payload_length)) {
    const std::uint64_t length = ruled<kind::payload_length>(v);
    if constexpr (shape<L>.has(kind::zero_means)) {
      if (length == 0) [[unlikely]] return within(v.header_end(), length_reader_of<L>::length(v, granted));
    }
    return within(v.header_end(), length);
  } else if constexpr (shape<L>.has(kind::length_or_type)) {
    const std::uint64_t length = ruled<kind::length_or_type>(v);
    return length <= 1500 ? within(v.header_end(), length) : granted;
  } else if constexpr (shape<L>.has(kind::ends_packet)) {
    return v.header_end();
  } else {
    return granted;
  }
}

}  // namespace packetry::detail
