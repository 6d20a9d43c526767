// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/serialize.hpp>

#include <cstdint>

// What a field of a stack has to do with its checksums: told at compile time, from the rules of its layers alone.

namespace packetry::detail {

/// What a layer's checksum is taken over.
enum class covering : std::uint8_t { nothing, header, message, transport, crc };

template <class L>
[[nodiscard]] constexpr covering covering_of() noexcept {
  if constexpr (checksum_row<L> == row_count<L>) {
    return covering::nothing;
  } else if constexpr (!is_computed<typename row_of<L, checksum_row<L>>::member_type>) {
    return covering::nothing;  // a plain number, which nobody computes
  } else {
    constexpr row_info row = rows_of<L>[checksum_row<L>];
    return row.has(kind::header_checksum)      ? covering::header
           : row.has(kind::message_checksum)   ? covering::message
           : row.has(kind::transport_checksum) ? covering::transport
                                               : covering::crc;
  }
}

/// Whether the octets of a header are an even number, as far as its type tells.
enum class parity : std::uint8_t { even, odd, unknown };

template <class L>
inline constexpr unsigned header_unit = words_unit(static_cast<const row_of<L, shape<L>.row(kind::header_words)>*>(nullptr));

inline constexpr std::size_t unknown_size = ~std::size_t{0};

/// Octets of L's header, where its type tells.
template <class L, bool Prefixed>
[[nodiscard]] constexpr std::size_t constant_size() noexcept {
  for (const row_info& row : rows_of<L>)
    if (row.varies() && !row.prefix) return unknown_size;
  std::size_t size = shape<L>.constant_bits / 8;
  if constexpr (shape<L>.has(kind::header_words)) size = (size + header_unit<L> - 1) / header_unit<L> * header_unit<L>;
  return size + (Prefixed ? shape<L>.prefix_octets : 0);
}
template <class L, bool Prefixed>
[[nodiscard]] constexpr parity size_parity() noexcept {
  std::size_t size = constant_size<L, Prefixed>();
  if constexpr (shape<L>.has(kind::header_words)) {  // the header is filled up
    if (size == unknown_size && header_unit<L> % 2 == 0) size = Prefixed ? shape<L>.prefix_octets : 0;
  }
  return size == unknown_size ? parity::unknown : size % 2 == 0 ? parity::even : parity::odd;
}

/// The layers of a stack as its checksums see them.
template <class... Ls>
struct coverage {
  static constexpr std::size_t count = sizeof...(Ls);
  static_assert(count <= 64, "a packet template has at most 64 layers");

  template <std::size_t K>
  [[nodiscard]] static constexpr bool prefixed() noexcept { return serializer<sizing::exact, Ls...>::template prefixed<K>(); }

  static constexpr bool padded[count] = {std::is_same_v<Ls, padding>...};
  static_assert([] {
    for (std::size_t k = 1; k < count; ++k)
      if (padded[k - 1] && !padded[k]) return false;
    return true;
  }(), "padding stands behind all other layers");
  static constexpr bool redirecting[count] = {shape<Ls>.has(kind::redirects)...};
  static constexpr bool routing[count] = {shape<Ls>.has(kind::source_route)...};
  template <std::size_t... K>
  [[nodiscard]] static constexpr std::array<std::size_t, count> all_sizes(std::index_sequence<K...>) noexcept {
    return {constant_size<Ls, prefixed<K>()>()...};
  }
  template <std::size_t... K>
  [[nodiscard]] static constexpr std::array<parity, count> all_parities(std::index_sequence<K...>) noexcept {
    return {size_parity<Ls, prefixed<K>()>()...};
  }
  static constexpr std::array<std::size_t, count> sizes = all_sizes(std::index_sequence_for<Ls...>{});
  static constexpr std::array<parity, count> parities = all_parities(std::index_sequence_for<Ls...>{});

  /// The checksum of each layer. One that needs addresses below which are not there is always 0.
  static constexpr std::array<covering, count> by = [] {
    std::array<covering, count> all{covering_of<Ls>()...};
    for (std::size_t j = 0; j != count; ++j)
      if (all[j] == covering::transport && addressed_below<Ls...>(j) == j) all[j] = covering::nothing;
    return all;
  }();

  template <std::size_t J>
  [[nodiscard]] static constexpr std::uint64_t protocol() noexcept {
    if constexpr (by[J] != covering::transport) {
      return 0;
    } else {
      return protocol_over<type_at<addressed_below<Ls...>(J), Ls...>, type_at<J, Ls...>>();
    }
  }
  template <std::size_t... J>
  [[nodiscard]] static constexpr std::array<std::uint64_t, count> all_protocols(std::index_sequence<J...>) noexcept { return {protocol<J>()...}; }
  /// What each pseudo header says is behind it.
  static constexpr std::array<std::uint64_t, count> protocols = all_protocols(std::index_sequence_for<Ls...>{});

  /// The first layer from which on to `k` types tell all sizes.
  [[nodiscard]] static constexpr std::size_t fixed_from(std::size_t k) noexcept {
    while (k != 0 && sizes[k - 1] != unknown_size) --k;
    return k;
  }
  /// Octets between the beginnings of two layers, between which types tell all sizes.
  [[nodiscard]] static constexpr std::size_t offset(std::size_t lower, std::size_t upper) noexcept {
    std::size_t at = 0;
    for (; lower != upper; ++lower) at += sizes[lower];
    return at;
  }
  /// Of the octets between the beginnings of two layers, whether they are known or not.
  [[nodiscard]] static constexpr parity between(std::size_t lower, std::size_t upper) noexcept {
    bool odd = false;
    for (; lower != upper; ++lower) {
      if (parities[lower] == parity::unknown) return parity::unknown;
      odd ^= parities[lower] == parity::odd;
    }
    return odd ? parity::odd : parity::even;
  }

  /// Whether the checksum of layer `j` is taken over the octets of layer `k`.
  [[nodiscard]] static constexpr bool covers(std::size_t j, std::size_t k) noexcept {
    return by[j] == covering::header ? j == k : by[j] != covering::nothing && k >= j && !padded[k];
  }
  /// The layer whose addresses are in the pseudo header of layer `j`; itself where that has none.
  [[nodiscard]] static constexpr std::size_t below(std::size_t j) noexcept { return by[j] == covering::transport ? addressed_below<Ls...>(j) : j; }
  /// Whether the pseudo header of layer `j` has a protocol in it that is not 0.
  [[nodiscard]] static constexpr bool has_protocol(std::size_t j) noexcept { return protocols[j] != 0; }
  /// Whether its pseudo header holds what this row of layer `k` says.
  [[nodiscard]] static constexpr bool borrows(std::size_t j, std::size_t k, const row_info& row) noexcept {
    return by[j] == covering::transport && below(j) == k && (row.has(kind::addresses) || row.has(kind::total_length));
  }
  /// Whether a layer between them, or options of layer `k`, may give that pseudo header another address than that of layer `k`.
  [[nodiscard]] static constexpr bool may_redirect(std::size_t j, std::size_t k) noexcept {
    for (std::size_t i = k + 1; i < j; ++i)
      if (redirecting[i]) return true;
    return false;
  }
  [[nodiscard]] static constexpr bool may_displace(std::size_t j, std::size_t k) noexcept { return routing[k] || may_redirect(j, k); }

  /// The layers whose checksum changes with this row of layer `k`, a bit for each: also those that cover one that changes.
  [[nodiscard]] static constexpr std::uint64_t changed(std::size_t k, const row_info& row) noexcept {
    std::uint64_t layers = 0;
    for (std::size_t j = count; j-- != 0;) {
      bool hit = covers(j, k) || borrows(j, k, row);
      for (std::size_t i = j + 1; i < count; ++i) hit = hit || ((layers >> i & 1) != 0 && covers(j, i));
      if (hit) layers |= std::uint64_t{1} << j;
    }
    return layers;
  }
};

// --- what stands where ------------------------------------------------------------------------------------------------

/// Whether the Ith row of a table stands at the same bit of its layer whatever the values.
[[nodiscard]] constexpr bool is_static(const row_info& row) noexcept {
  return row.fixed() && (row.prefix || !row.has(kind::condition)) && row.bit != dynamic && !row.anchored;
}

/// Whether a row's octets can be replaced: a number, octets, or a list of a variable size that is kept as octets.
template <class L, std::size_t I>
[[nodiscard]] constexpr bool is_replaceable() noexcept {
  using row = row_of<L, I>;
  if constexpr (!holds_member<row>) {
    return false;
  } else {
    return row::info.fixed() || std::is_base_of_v<rest_of_header_codec, typename row::codec>;
  }
}

/// Whether a row is written as an integer.
template <class L, std::size_t I>
inline constexpr bool is_number = rows_of<L>[I].fixed() && rows_of<L>[I].bits <= 64 && !is_octets<typename row_of<L, I>::value_type>;

/// The rows whose place has to be looked up: how many there are in front of each, and of all.
template <class L, std::size_t... I>
[[nodiscard]] constexpr std::array<std::uint8_t, sizeof...(I) + 1> count_looked_up(std::index_sequence<I...>) noexcept {
  constexpr bool looked_up[] = {(is_replaceable<L, I>() && !is_static(rows_of<L>[I]))...};
  std::array<std::uint8_t, sizeof...(I) + 1> before{};
  for (std::size_t i = 0; i != sizeof...(I); ++i) before[i + 1] = static_cast<std::uint8_t>(before[i] + looked_up[i]);
  return before;
}
template <class L>
inline constexpr auto looked_up_before = count_looked_up<L>(std::make_index_sequence<row_count<L>>{});

/// Where a row stands that is not always at the same place: octets from the packet's first on. All ones: it is not there.
struct row_place {
  static constexpr std::uint32_t nowhere = ~std::uint32_t{0};
  std::uint32_t at = nowhere;
  std::uint32_t size = 0;  ///< of one whose size the value tells
};

template <class L, std::size_t I, class Counter>
constexpr void find_place(const L& value, bool prefixed, std::size_t begin, Counter& count, lengths& n, row_place* places) {
  using row = row_of<L, I>;
  const std::size_t at = begin + count.position() + held_before(span_of<L>, I) / 8;
  write_row<L, I, void>(value, prefixed, count, n);
  if constexpr (looked_up_before<L>[I + 1] != looked_up_before<L>[I]) {
    if constexpr (row::info.has(kind::condition)) {
      if (!row_present(value_fields<L>{value, prefixed}, static_cast<const row*>(nullptr))) return;
    }
    places[looked_up_before<L>[I]] = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(begin + count.position() - at)};
  }
}
template <class L, std::size_t... I>
constexpr void find_places(const L& value, bool prefixed, std::size_t begin, row_place* places, std::index_sequence<I...>) {
  context_of<L> context{value};
  counter<context_of<L>> count{nullptr, context};
  lengths n;
  (find_place<L, I>(value, prefixed, begin, count, n, places), ...);
}
/// The places of a layer's rows that have to be looked up, the layer beginning at octet `begin`.
template <class L>
constexpr void find_places(const L& value, bool prefixed, std::size_t begin, row_place* places) {
  if constexpr (looked_up_before<L>[row_count<L>] != 0)
    find_places(value, prefixed, begin, places, std::make_index_sequence<row_count<L>>{});
}

}  // namespace packetry::detail
