// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/matching.hpp>
#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>

#include <array>

// Lengths and checksums of a dissected packet, computed in place from the same rules that serialize uses.

namespace packetry::detail {

/// Whether the packet is only the first of several fragments, or was cut: checksums over all of it cannot be told.
template <class Catalog>
[[nodiscard]] bool is_partial(const basic_packet_view<Catalog>& p, std::size_t below) {
  bool partial = false;
  for (std::size_t i = 0; i <= below && i != p.count(); ++i)
    with_layer<Catalog>(p.slot(i).id(), [&]<class L>(L*) {
      const auto v = p.template view_at<L>(i);
      if constexpr (shape<L>.has(kind::more_fragments)) {
        constexpr const row_of<L, shape<L>.row(kind::more_fragments)>* row = nullptr;
        partial = partial || (ruled<kind::more_fragments>(v) & bits_in(row)) != 0;
      }
      if constexpr (shape<L>.has(kind::total_length)) {
        const auto there = static_cast<std::size_t>(p.octets().data() + p.size() - v.base());
        partial = partial || ruled<kind::total_length>(v) > there;
      } else if constexpr (shape<L>.has(kind::payload_length)) {
        const auto there = static_cast<std::size_t>(p.octets().data() + p.size() - v.header_end());
        partial = partial || ruled<kind::payload_length>(v) > there;
      }
      return true;
    });
  return partial;
}

/// Whether the header is longer than what is there of it.
template <class L>
[[nodiscard]] bool is_cut(const layer_view<L>& v) {
  if constexpr (shape<L>.has(kind::header_words)) {
    constexpr const row_of<L, shape<L>.row(kind::header_words)>* row = nullptr;
    return words_unit(row) * ruled<kind::header_words>(v) + words_plus(row) > static_cast<std::size_t>(v.header_end() - v.base());
  } else {
    return false;
  }
}

template <class L, std::size_t I>
void add_address_of(const layer_view<L>& v, running_sum& sum) {
  if constexpr (rows_of<L>[I].has(kind::addresses)) {
    if constexpr (rows_of<L>[I].bits > 64) {
      sum += sum_octets(v.template place<I>(), rows_of<L>[I].bits / 8);
    } else {
      sum += to_uint(v.template read<I>());
    }
  } else if constexpr (rows_of<L>[I].has(kind::source_route)) {
    if (const auto last = v.template read<I>().last_hop())
      sum += std::uint64_t{0xffff'ffff} - to_uint(v.template get<&L::dst>()) % 0xffff'ffff + to_uint(*last);
  }
}
template <class L, std::size_t... I>
[[nodiscard]] running_sum address_sum_of(const layer_view<L>& v, std::index_sequence<I...>) {
  running_sum sum = 0;
  (add_address_of<L, I>(v, sum), ...);
  return sum;
}

/// The pseudo header's sum for the layer at `index`, an L, which ends at octet `end`. False: no layer below has addresses.
template <class Catalog, class L>
[[nodiscard]] bool add_pseudo_header(const basic_packet_view<Catalog>& p, std::size_t index, std::size_t end, running_sum& sum) {
  // Where a routing header in between sends the packet on to, where it comes from: the innermost says.
  std::optional<ipv6_address> last, home;
  for (std::size_t i = index; i-- != 0;) {
    const bool found = with_layer<Catalog>(p.slot(i).id(), [&]<class Lower>(Lower*) {
      if constexpr (shape<Lower>.has(kind::redirects)) {
        const auto v = p.template view_at<Lower>(i);
        if constexpr (requires { destination_reader_of<Lower>::source(v); }) {
          if (!home) home = destination_reader_of<Lower>::source(v);
        } else {
          if (!last) last = destination_reader_of<Lower>::destination(v);
        }
      }
      if constexpr (shape<Lower>.has(kind::addresses)) {
        if constexpr (requires(Lower l) { l.dst == ipv6_address{}; }) {
          if (last) sum += redirected(p.template view_at<Lower>(i).template get<&Lower::dst>(), *last);
          if (home) sum += redirected(p.template view_at<Lower>(i).template get<&Lower::src>(), *home);
        }
        sum += address_sum_of(p.template view_at<Lower>(i), std::make_index_sequence<row_count<Lower>>{}) + protocol_over<Lower, L>();
        return true;
      }
      return false;
    });
    if (found) {
      sum += end - p.slot(index).offset();
      return true;
    }
  }
  return false;
}

/// The CRC32c of a message whose own checksum stands at octet `place`, where it counts as zeros.
[[nodiscard]] constexpr std::uint32_t right_crc(bytes message, std::size_t place) noexcept {
  constexpr std::uint8_t zeros[4]{};
  const std::uint32_t before = crc32c_of(message.first(place));
  return swapped_octets(~crc32c_of(message.subspan(place + 4), crc32c_of(zeros, before)));
}

/// What the checksum field of the layer at `index`, an L, should hold where the packet ends at octet `packet_end`; nothing
/// where that cannot be told.
template <class Catalog, class L>
[[nodiscard]] std::optional<std::uint32_t> right_checksum(const basic_packet_view<Catalog>& p, std::size_t index, std::size_t packet_end) {
  constexpr bool header = shape<L>.has(kind::header_checksum), message = shape<L>.has(kind::message_checksum);
  constexpr std::size_t row = checksum_row<L>;
  const auto v = p.template view_at<L>(index);
  if (!v.template present<row>()) return std::nullopt;
  if (v.template place<row>() + rows_of<L>[row].bits / 8 > v.header_end()) return std::nullopt;  // the octets end before it
  if (header ? is_cut(v) : is_partial(p, index)) return std::nullopt;
  const std::uint8_t* const end = header ? v.header_end() : p.octets().data() + packet_end;
  if constexpr (shape<L>.has(kind::crc32c_checksum)) return right_crc({v.begin(), end}, static_cast<std::size_t>(v.template place<row>() - v.begin()));
  running_sum sum = sum_octets(v.begin(), static_cast<std::size_t>(end - v.begin()));
  // The field itself counts as zero: take it out again.
  sum += weighed(0xffff - to_uint(v.template read<row>()), static_cast<std::size_t>(v.template place<row>() - v.begin()));
  if constexpr (!header && !message) {
    if (!add_pseudo_header<Catalog, L>(p, index, packet_end, sum)) return 0u;
  }
  const auto right = static_cast<std::uint16_t>(~fold(sum));
  if constexpr (shape<L>.has(kind::zero_is_none)) return right == 0 ? 0xffffu : right;
  return right;
}

/// Write row `I` of a layer seen by `v` into `octets_begin`, the octets of its packet.
template <std::size_t I, class Catalog, class L>
void store_row(const basic_packet_view<Catalog>& p, const layer_view<L>& v, std::uint8_t* octets_begin, std::uint64_t value) noexcept {
  constexpr row_info info = rows_of<L>[I];
  store_bits<info.bit == dynamic ? 0 : info.bit % 8, info.bits>(octets_begin + (v.template place<I>() - p.octets().data()), value);
}

template <class Catalog, class L>
void repair_checksum(const basic_packet_view<Catalog>& p, std::size_t index, std::size_t packet_end, std::uint8_t* octets_begin) {
  if constexpr (checksum_row<L> != row_count<L>) {
    const auto right = right_checksum<Catalog, L>(p, index, packet_end);
    if (right) store_row<checksum_row<L>>(p, p.template view_at<L>(index), octets_begin, *right);
  }
}

template <class Catalog, class L>
void repair_lengths(const basic_packet_view<Catalog>& p, std::size_t index, std::size_t packet_end, std::uint8_t* octets_begin) {
  const auto v = p.template view_at<L>(index);
  const std::uint8_t* const end = p.octets().data() + packet_end;
  if constexpr (shape<L>.has(kind::header_words)) {
    constexpr std::size_t at = shape<L>.row(kind::header_words);
    constexpr const row_of<L, at>* row = nullptr;
    store_row<at>(p, v, octets_begin, (static_cast<std::size_t>(v.header_end() - v.base()) - words_plus(row)) / words_unit(row));
  }
  if constexpr (shape<L>.has(kind::total_length)) {
    store_row<shape<L>.row(kind::total_length)>(p, v, octets_begin, static_cast<std::uint64_t>(end - v.base()));
  } else if constexpr (shape<L>.has(kind::payload_length)) {
    constexpr std::size_t at = shape<L>.row(kind::payload_length);
    const auto size = static_cast<std::uint64_t>(end - v.header_end());
    const bool elsewhere = shape<L>.has(kind::zero_means) && size >> rows_of<L>[at].bits != 0;
    store_row<at>(p, v, octets_begin, elsewhere ? 0 : size);
  }
}

/// How many layers are the packet's own: those above an error message are quoted.
template <class Catalog>
[[nodiscard]] std::size_t own_layers(const basic_packet_view<Catalog>& p) {
  for (std::size_t i = 0; i != p.count(); ++i) {
    const bool error = with_layer<Catalog, is_reporting>(p.slot(i).id(), [&]<class L>(L*) {
      return reply_rules_of<L>::reports_error(p.template view_at<L>(i));
    });
    if (error) return i + 1;
  }
  return p.count();
}

/// Where those layers end: behind it is padding. The lengths of a quoted packet, which may have been cut, do not count.
template <class Catalog>
[[nodiscard]] std::size_t own_end(const basic_packet_view<Catalog>& p, std::size_t own) {
  if (own == p.count()) return p.index().end;
  const bytes quoted = p.payload(own - 1);
  return static_cast<std::size_t>(quoted.data() + quoted.size() - p.octets().data());
}

/// Whether what a layer says of its length can be: not more than it was granted, up to `granted`, and not less than itself.
template <class L>
[[nodiscard]] bool length_holds(const layer_view<L>& v, const std::uint8_t* granted) noexcept {
  if constexpr (shape<L>.has(kind::total_length)) {
    const std::uint64_t length = ruled<kind::total_length>(v);
    return length >= static_cast<std::size_t>(v.header_end() - v.base()) && length <= static_cast<std::size_t>(granted - v.base());
  } else if constexpr (shape<L>.has(kind::payload_length)) {
    return ruled<kind::payload_length>(v) <= static_cast<std::size_t>(granted - v.header_end());
  } else {
    return true;
  }
}

/// Where each of the packet's own layers ends, in octets from its first. What a layer within a tunnel leaves over is padding
/// of its own, and part of what the layers below carry. A length that cannot be is taken for what stands above.
template <class Catalog>
[[nodiscard]] std::array<std::size_t, packet_index::capacity> layer_ends(const basic_packet_view<Catalog>& p, std::size_t own) {
  std::array<std::size_t, packet_index::capacity> ends{};
  std::uint64_t wrong = 0;
  const std::uint8_t* const begin = p.octets().data();
  const std::uint8_t* granted = begin + p.size();
  for (std::size_t i = 0; i != own; ++i) {
    with_layer<Catalog>(p.slot(i).id(), [&]<class L>(L*) {
      const auto v = p.template view_at<L>(i);
      if (!length_holds(v, granted)) wrong |= std::uint64_t{1} << i;
      granted = find_end(v, granted);
      return true;
    });
    ends[i] = static_cast<std::size_t>(granted - begin);
  }
  for (std::size_t i = own; i-- > 1;)
    if ((wrong >> (i - 1) & 1) != 0) ends[i - 1] = ends[i];
  return ends;
}

}  // namespace packetry::detail

namespace packetry {

/// A checksum that is not what its layer's rule says.
struct wrong_checksum {
  std::string_view layer{};
  std::string_view field{};
  std::size_t offset = 0;  ///< octets from the packet's first to the layer's
  std::uint32_t found = 0, expected = 0;

  friend bool operator==(const wrong_checksum&, const wrong_checksum&) = default;
};

/// The wrong checksums of a packet, outermost first; none where all are right. What cannot be told is not wrong: a UDP
/// checksum of 0, a fragment, a packet that the capture cut, a packet quoted by an ICMP error, and with `checksum_pending`
/// the transport checksums, which are still to be computed (see `packet_info`).
template <class Catalog>
[[nodiscard]] std::vector<wrong_checksum> verify(const basic_packet_view<Catalog>& p, bool checksum_pending = false) {
  std::vector<wrong_checksum> found;
  const std::size_t own = detail::own_layers(p);
  const auto ends = detail::layer_ends(p, own);
  for (std::size_t i = 0; i != own; ++i)
    detail::with_layer<Catalog>(p.slot(i).id(), [&]<class L>(L*) {
      constexpr std::size_t row = detail::checksum_row<L>;
      if constexpr (row != detail::row_count<L>) {
        if ((detail::shape<L>.has(detail::kind::transport_checksum) || detail::shape<L>.has(detail::kind::crc32c_checksum)) && checksum_pending) return true;
        const auto right = detail::right_checksum<Catalog, L>(p, i, ends[i]);
        if (!right) return true;
        const auto there = static_cast<std::uint32_t>(detail::to_uint(p.template view_at<L>(i).template read<row>()));
        const bool none = there == 0 && detail::shape<L>.has(detail::kind::zero_is_none);
        if (there != *right && !none) found.push_back({L::name, detail::name_at<L, row>, p.slot(i).offset(), there, *right});
      }
      return true;
    });
  return found;
}

}  // namespace packetry
