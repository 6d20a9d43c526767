// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/coverage.hpp>

#include <cstdint>

namespace packetry::detail {

/// One checksum of a template: the sum it is the complement of, so that the form of that is not lost (RFC 1624 section 3).
struct kept_sum {
  /// So many times 65535, which is 0 to it: sums go up and down from here, by what each field is more now or less. They are not
  /// folded when they are kept, so that no change waits for the one before it.
  static constexpr running_sum middle = running_sum{65535} << 46;

  running_sum sum = middle;     ///< in this machine's order
  std::uint64_t displaced = 0;  ///< rows of addresses for which others stand in the pseudo header, a bit for each
  std::uint32_t claimed = 0;    ///< the length in the pseudo header
  bool live = false;            ///< it is there, and nobody has set it

  /// What a field adds its next change takes out again, so no sum goes far; but not where fields share octets, which in a wider
  /// one weigh more.
  constexpr void restore() noexcept {
    if ((sum >> 61) - 1 > 1) [[unlikely]] sum = middle + fold(sum);
  }
};

/// The octets of a template, and what it keeps of the stack they were made from: where fields stand, and the sums of checksums.
template <class... Ls>
struct template_state {
  static constexpr std::size_t count = sizeof...(Ls);
  using cover = coverage<Ls...>;
  using made_by = serializer<sizing::exact, Ls...>;
  template <std::size_t K>
  using layer_at = type_at<K, Ls...>;

  constexpr explicit template_state(const stack<Ls...>& prototype) { prepare(prototype, std::index_sequence_for<Ls...>{}); }

  // --- where things stand --------------------------------------------------------------------------------------------

  template <std::size_t K>
  [[nodiscard]] [[gnu::always_inline]] constexpr std::size_t offset() const noexcept {
    // Counted from behind the last layer below that is not always of the same size.
    constexpr std::size_t from = cover::fixed_from(K), fixed = cover::offset(from, K);
    if constexpr (from == 0) {
      return fixed;
    } else {
      return offsets_[from] + fixed;
    }
  }

  /// Octets of layer K in front of its Ith row, which is at the same place always.
  template <std::size_t K, std::size_t I>
  static constexpr std::size_t static_place = [] {
    using L = layer_at<K>;
    constexpr row_info row = rows_of<L>[I];
    const bool behind_prefix = cover::template prefixed<K>() && !row.prefix;
    return row.bit / 8 + (behind_prefix ? shape<L>.prefix_octets : 0);
  }();
  /// Of a row that leads its layer over certain others: it does not here.
  template <std::size_t K, std::size_t I>
  static constexpr bool is_missing = rows_of<layer_at<K>>[I].prefix && !cover::template prefixed<K>();

  static constexpr std::array<std::size_t, count + 1> looked_up_in_front = [] {
    const std::size_t each[] = {std::size_t{looked_up_before<Ls>[row_count<Ls>]}...};
    std::array<std::size_t, count + 1> sum{};
    for (std::size_t k = 0; k != count; ++k) sum[k + 1] = sum[k] + each[k];
    return sum;
  }();

  template <std::size_t K, std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr const row_place& looked_up() const noexcept {
    return places_[looked_up_in_front[K] + looked_up_before<layer_at<K>>[I]];
  }
  template <std::size_t K, std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr bool is_there() const noexcept {
    if constexpr (is_missing<K, I>) {
      return false;
    } else if constexpr (is_static(rows_of<layer_at<K>>[I])) {
      return true;
    } else {
      return looked_up<K, I>().at != row_place::nowhere;
    }
  }
  /// Octets of the packet in front of a row. Precondition: `is_there`.
  template <std::size_t K, std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr std::size_t place() const noexcept {
    if constexpr (is_static(rows_of<layer_at<K>>[I])) {
      return offset<K>() + static_place<K, I>;
    } else {
      return looked_up<K, I>().at;
    }
  }

  /// Whether `width` octets of row I of layer K, the row's first among them, are added to the sum of layer J at an odd place:
  /// see `growth`.
  template <std::size_t J, std::size_t K, std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr bool is_odd(std::size_t width) const noexcept {
    if constexpr (boost::endian::order::native == boost::endian::order::little) width = 0;
    constexpr parity between = cover::between(J, K);
    if constexpr (between != parity::unknown && is_static(rows_of<layer_at<K>>[I])) {
      return (static_place<K, I> + width + (between == parity::odd)) % 2 != 0;
    } else {
      return (place<K, I>() + width - offset<J>()) % 2 != 0;
    }
  }

  template <std::size_t K, std::size_t I>
  [[nodiscard]] constexpr std::size_t row_size() const noexcept {
    if constexpr (rows_of<layer_at<K>>[I].fixed()) {
      return rows_of<layer_at<K>>[I].bits / 8;
    } else {
      return looked_up<K, I>().size;
    }
  }
  /// Where the octets end that the checksum of layer J is taken over.
  template <std::size_t J>
  [[nodiscard]] constexpr std::size_t covered_end() const noexcept {
    if (cover::by[J] == covering::header) return offsets_[J + 1];
    std::size_t end = count;
    while (end != J + 1 && cover::padded[end - 1]) --end;
    return offsets_[end];
  }


  // --- from the prototype ----------------------------------------------------------------------------------------------

  template <std::size_t... K>
  constexpr void prepare(const stack<Ls...>& prototype, std::index_sequence<K...>) {
    made_by work{prototype};
    octets_.resize(work.total);
    (void)work.write_all(octets_.data()).value();
    for (std::size_t k = 0; k != count; ++k) offsets_[k + 1] = static_cast<std::uint32_t>(offsets_[k] + work.headers[k]);
    (find_places(held_at<K>(prototype), cover::template prefixed<K>(), offsets_[K], places_ + looked_up_in_front[K]), ...);
    (keep_sum<K>(prototype, work), ...);
  }

  template <std::size_t J>
  constexpr void keep_sum(const stack<Ls...>& prototype, [[maybe_unused]] const made_by& work) {
    if constexpr (cover::by[J] != covering::nothing) {
      constexpr std::size_t row = checksum_row<layer_at<J>>;
      const auto& set = held_at<J>(prototype).*(row_at<row>(layer_at<J>::wire.rows).member);
      if (!is_there<J, row>() || set.has_value()) return;
      sums_[J].live = true;
      if constexpr (cover::by[J] != covering::crc) {
        sums_[J].sum += ~load_wire<2>(octets_.data() + place<J, row>()) & 0xffff;
        if constexpr (cover::by[J] == covering::transport) {
          constexpr std::size_t below = cover::below(J);
          sums_[J].claimed = static_cast<std::uint32_t>(claimed_length(held_at<below>(prototype), work.headers[below], covered_end<J>() - offset<J>()));
          find_displaced<J, below>(prototype, std::make_index_sequence<row_count<layer_at<below>>>{});
        }
      }
    }
  }

  template <std::size_t J, std::size_t K, std::size_t... I>
  constexpr void find_displaced([[maybe_unused]] const stack<Ls...>& prototype, std::index_sequence<I...>) {
    if constexpr (cover::may_redirect(J, K)) {
      (find_displaced<J, K, I>(prototype), ...);
    } else if constexpr (cover::may_displace(J, K)) {
      if (row_size<K, shape<layer_at<K>>.row(kind::source_route)>() != 0) (find_displaced<J, K, I>(prototype), ...);
    }
  }
  template <std::size_t J, std::size_t K, std::size_t I>
  constexpr void find_displaced([[maybe_unused]] const stack<Ls...>& prototype) {
    if constexpr (rows_of<layer_at<K>>[I].has(kind::addresses)) {
      if (pseudo_header_with<J, K, I>(prototype, 0) == pseudo_header_with<J, K, I>(prototype, 1)) sums_[J].displaced |= std::uint64_t{1} << I;
    }
  }
  /// The pseudo header of layer J where an address of layer K is this one: whether it matters is for the serializer to say.
  template <std::size_t J, std::size_t K, std::size_t I>
  [[nodiscard]] static constexpr std::uint16_t pseudo_header_with(stack<Ls...> changed, std::uint8_t address) {
    using T = typename row_of<layer_at<K>, I>::value_type;
    auto& member = held_at<K>(changed).*(row_at<I>(layer_at<K>::wire.rows).member);
    constexpr std::size_t size = rows_of<layer_at<K>>[I].bits / 8;
    if constexpr (is_number<layer_at<K>, I>) {
      member = from_uint<T>(address);
    } else {
      std::uint8_t wire[size]{};
      wire[size - 1] = address;
      member = load_octets<size, T>(wire);
    }
    return fold(made_by{changed}.template pseudo_header<J>(0));
  }

  static constexpr std::size_t room = cover::fixed_from(count) == 0 ? cover::offset(0, count) : 128;

  small_octets<room> octets_;
  std::uint32_t offsets_[count + 1]{};
  row_place places_[looked_up_in_front[count] + 1]{};
  kept_sum sums_[count]{};
};

}  // namespace packetry::detail
