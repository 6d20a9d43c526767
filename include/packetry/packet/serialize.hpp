// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/crc32c.hpp>
#include <packetry/fields/ipv6_address.hpp>
#include <packetry/layer/write.hpp>
#include <packetry/packet/stack.hpp>
#include <packetry/packet/types.hpp>

#include <array>
#include <vector>

namespace packetry {

namespace detail {

/// The index of the nearest layer below the Ith that has network addresses, or I.
template <class... Ls>
[[nodiscard]] constexpr std::size_t addressed_below(std::size_t i) noexcept {
  constexpr bool addressed[] = {shape<Ls>.has(kind::addresses)...};
  for (std::size_t j = i; j-- != 0;)
    if (addressed[j]) return j;
  return i;
}

// --- pseudo header --------------------------------------------------------------------------------------------------

template <class L, std::size_t I>
[[gnu::always_inline]] constexpr void add_address(const L& value, running_sum& sum) {
  if constexpr (rows_of<L>[I].has(kind::addresses)) {
    const auto& member = plain(value.*(row_at<I>(L::wire.rows).member));
    if constexpr (rows_of<L>[I].bits > 64) {
      sum += sum_octets(member.octets().data(), rows_of<L>[I].bits / 8);
    } else {
      sum += to_uint(member);
    }
  } else if constexpr (rows_of<L>[I].has(kind::source_route)) {
    // The last hop of a source route takes the destination's place; the destination is the last address row.
    const auto& options = plain(value.*(row_at<I>(L::wire.rows).member));
    if (options.empty()) return;
    if (const auto last = options.last_hop()) {
      sum += std::uint64_t{0xffff'ffff} - to_uint(value.dst) % 0xffff'ffff + to_uint(*last);
    }
  }
}

/// What a layer that sends the packet on to `last` changes in the sum over `addresses` below: their destination's place is its.
/// Likewise of the source.
template <class Address>
[[nodiscard]] constexpr running_sum redirected(const Address& first, const Address& last) {
  const auto from = first.octets(), to = last.octets();
  return running_sum{static_cast<std::uint16_t>(~fold(sum_octets(from.data(), from.size())))} + sum_octets(to.data(), to.size());
}

template <class L, std::size_t... I>
[[nodiscard]] [[gnu::always_inline]] constexpr running_sum address_sum(const L& value, std::index_sequence<I...>) {
  running_sum sum = 0;
  (add_address<L, I>(value, sum), ...);
  return sum;
}

/// The number of Upper as the pseudo header of Lower has it.
template <class Lower, class Upper>
[[nodiscard]] constexpr std::uint64_t protocol_over() noexcept {
  if constexpr (shape<Lower>.has(kind::selects)) {
    return number_in_space<Upper, space_of<Lower, shape<Lower>.row(kind::selects)>>();
  } else {
    return 0;
  }
}

/// The length in the pseudo header: what the lower layer claims where the user set it, else what is there.
template <class Lower>
[[nodiscard]] [[gnu::always_inline]] constexpr std::size_t claimed_length(const Lower& lower, std::size_t lower_header, std::size_t there) {
  if constexpr (shape<Lower>.has(kind::total_length)) {
    const auto& claim = lower.*(row_at<shape<Lower>.row(kind::total_length)>(Lower::wire.rows).member);
    if constexpr (is_computed<std::remove_cvref_t<decltype(claim)>>) {
      if (claim.has_value()) return claim.value() > lower_header ? claim.value() - lower_header : 0;
    }
  }
  return there;
}

// --- writing --------------------------------------------------------------------------------------------------------

/// `How`: what `total` is before writing; behind it, the octets that were written.
template <sizing How, class... Ls>
struct serializer {
  static constexpr std::size_t count = sizeof...(Ls);
  static constexpr bool is_padding[count] = {std::is_same_v<Ls, padding>...};

  const stack<Ls...>& layers;
  std::size_t headers[count];
  std::size_t total = 0;
  packet_error error{};

  [[gnu::always_inline]] constexpr explicit serializer(const stack<Ls...>& s) : serializer(s, std::index_sequence_for<Ls...>{}) {}

  template <std::size_t... I>
  [[gnu::always_inline]] constexpr serializer(const stack<Ls...>& s, std::index_sequence<I...>)
      : layers(s), headers{header_size<Ls, sizing_of<I>()>(held_at<I>(s), prefixed<I>())...} {
    ((total += headers[I]), ...);  // not a loop: what is in an array that one walks over stays in memory, and the layers with it
  }

  /// What stands behind a layer, or counts all of it in front, is written before the layer's end is known.
  template <std::size_t I>
  [[nodiscard]] static constexpr sizing sizing_of() noexcept {
    return I + 1 != count || prefixed<I>() ? sizing::exact : How;
  }

  template <std::size_t I>
  [[nodiscard]] static constexpr bool prefixed() noexcept {
    if constexpr (I == 0) {
      return false;
    } else {
      return has_prefix_over<type_at<I, Ls...>, type_at<I - 1, Ls...>>();
    }
  }

  [[nodiscard]] [[gnu::always_inline]] constexpr std::size_t offset(std::size_t i) const noexcept {
    std::size_t at = 0;
    for (std::size_t j = 0; j != i; ++j) at += headers[j];
    return at;
  }

  [[nodiscard]] [[gnu::always_inline]] constexpr std::size_t payload(std::size_t i) const noexcept {
    std::size_t n = 0;
    for (std::size_t j = i + 1; j != count; ++j)
      if (!is_padding[j]) n += headers[j];
    return n;
  }

  /// Write layer I; returns the sum of it and all above, which `above` holds.
  template <std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr running_sum write(std::uint8_t* out, running_sum above) {
    using L = type_at<I, Ls...>;
    const L& value = held_at<I>(layers);
    context_of<L> context{value};
    writer<context_of<L>> w{out + offset(I), context};
    lengths n{.header = headers[I], .payload = payload(I)};
    write_rows<L, type_at<I + 1, Ls...>>(value, prefixed<I>(), w, n);
    if constexpr (shape<L>.has(kind::header_words)) w.zeros(headers[I] - w.position());
    if constexpr (sizing_of<I>() == sizing::bound && !std::is_same_v<context_of<L>, no_context>) {
      total -= headers[I] - w.position();
      headers[I] = w.position();
    }
    if (w.lost() && error.what == fault::none) error = {fault::too_long, L::name, offset(I), 0, 0};
    if constexpr (shape<L>.has(kind::crc32c_checksum)) {
      const bytes covered{out + offset(I), headers[I] + payload(I)};
      if (n.checksum_at != ~std::size_t{0}) w.patch_word(n.checksum_at, swapped_octets(crc32c(covered)));
    } else {
      if (n.checksum_at != ~std::size_t{0}) w.patch(n.checksum_at, checksum<I>(w.sum(), above, n));
    }
    if constexpr (std::is_same_v<L, padding>) {
      return above;
    } else {
      return w.sum() + shifted(above, headers[I] % 2 != 0);
    }
  }

  template <std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr std::uint16_t checksum(running_sum own, running_sum above, const lengths& n) const {
    using L = type_at<I, Ls...>;
    running_sum sum = own;
    if constexpr (!shape<L>.has(kind::header_checksum)) sum += shifted(above, headers[I] % 2 != 0);
    if constexpr (shape<L>.has(kind::transport_checksum)) {
      if constexpr (addressed_below<Ls...>(I) == I) {
        return 0;
      } else {
        sum += pseudo_header<I>(n.header + n.payload);
      }
    }
    const auto sent = static_cast<std::uint16_t>(~fold(sum));
    if constexpr (shape<L>.has(kind::zero_is_none)) return sent == 0 ? 0xffff : sent;
    return sent;
  }

  /// The sum of the pseudo header of layer I, which has so many octets with all above it.
  template <std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr running_sum pseudo_header(std::size_t octets) const {
    constexpr std::size_t below = addressed_below<Ls...>(I);
    using Lower = type_at<below, Ls...>;
    const Lower& lower = held_at<below>(layers);
    return address_sum(lower, std::make_index_sequence<row_count<Lower>>{}) + protocol_over<Lower, type_at<I, Ls...>>() +
           claimed_length(lower, headers[below], octets) + detours<below>(std::make_index_sequence<I - below - 1>{});
  }

  struct detour_found {
    running_sum sum = 0;
    bool has_last = false, has_home = false;
  };
  /// What the layers between that one and the layer with addresses change in the sum: a routing header, a home address. Of
  /// several the innermost: it is the one that the packet's last hop reads.
  template <std::size_t Below, std::size_t... J>
  [[nodiscard]] [[gnu::always_inline]] constexpr running_sum detours(std::index_sequence<J...>) const {
    detour_found all;
    (add_detour<Below, Below + sizeof...(J) - J>(all), ...);
    return all.sum;
  }
  template <std::size_t Below, std::size_t J>
  [[gnu::always_inline]] constexpr void add_detour(detour_found& all) const {
    using L = type_at<J, Ls...>;
    constexpr bool to_address_of_below = requires(type_at<Below, Ls...> l) { l.dst == ipv6_address{}; };  // IPv4 knows no such headers
    if constexpr (shape<L>.has(kind::redirects) && to_address_of_below) {
      // What an empty field will be sent as counts.
      constexpr std::size_t row = shape<L>.row(kind::redirects);
      using reader = destination_reader_of<L>;
      L value = held_at<J>(layers);
      if constexpr (is_computed<typename row_of<L, row>::member_type>) {
        auto& member = value.*(row_at<row>(L::wire.rows).member);
        if (!member.has_value()) member = static_cast<typename row_of<L, row>::value_type>(computed_value<L, row, void>(value, {}));
      }
      const value_fields<L> fields{value, false};
      if constexpr (requires { reader::source(fields); }) {
        const auto home = reader::source(fields);
        if (home && !all.has_home) all.sum += redirected(plain(held_at<Below>(layers).src), *home);
        all.has_home |= home.has_value();
      } else {
        const auto last = reader::destination(fields);
        if (last && !all.has_last) all.sum += redirected(held_at<Below>(layers).dst, *last);
        all.has_last |= last.has_value();
      }
    }
  }

  /// Write `total` octets at most, from the innermost layer outwards.
  [[nodiscard]] [[gnu::always_inline]] constexpr result<std::size_t> write_all(std::uint8_t* out) {
    write_each(out, std::index_sequence_for<Ls...>{});
    if (error.what != fault::none) return error;
    return total;
  }

  template <std::size_t... I>
  [[gnu::always_inline]] constexpr void write_each(std::uint8_t* out, std::index_sequence<I...>) {
    running_sum above = 0;
    ((above = write<count - 1 - I>(out, above)), ...);
  }
};

template <class... Ls>
[[nodiscard]] [[gnu::always_inline]] constexpr result<std::size_t> serialize(const stack<Ls...>& s, std::span<std::uint8_t> out) {
  serializer<sizing::exact, Ls...> work{s};
  if (work.total > out.size()) return packet_error{fault::no_space, type_at<0, Ls...>::name, 0, work.total, out.size()};
  return work.write_all(out.data());
}

/// Into a vector, whose memory is used again. \throws packet_failure
template <class... Ls>
void write_vector(const stack<Ls...>& s, std::vector<std::uint8_t>& out) {
  serializer<sizing::bound, Ls...> work{s};
  out.resize(work.total);
  out.resize(work.write_all(out.data()).value());
}

template <class... Ls>
[[nodiscard]] std::vector<std::uint8_t> to_vector(const stack<Ls...>& s) {
  std::vector<std::uint8_t> out;
  write_vector(s, out);
  return out;
}

template <class... Ls>
[[nodiscard]] constexpr std::size_t exact_size(const stack<Ls...>& s) {
  return serializer<sizing::exact, Ls...>{s}.total;
}

}  // namespace detail

/// Octets that `serialize_to` will write.
template <detail::layer_or_stack P>
[[nodiscard]] constexpr std::size_t wire_size(const P& p) {
  return detail::exact_size(detail::as_stack(p));
}

/// Write a packet into `out`, every empty field computed: lengths, counts, checksums, the numbers of the layers above.
/// Allocates nothing, but for the names of a DNS message that has more than 15 records or as many labels.
///
/// \returns octets written, or `fault::no_space` (nothing written), or `fault::too_long` naming the layer whose length or
///          value does not fit its field.
///
/// \code
/// std::array<std::uint8_t, 1500> frame;
/// auto size = serialize_to(ip{.dst = "192.0.2.1"} / udp{.dport = 7} / "hello", frame);
/// \endcode
template <detail::layer_or_stack P>
[[nodiscard]] [[gnu::always_inline]] constexpr result<std::size_t> serialize_to(const P& p, std::span<std::uint8_t> out) {
  return detail::serialize(detail::as_stack(p), out);
}

/// The octets of a packet. One allocation, and those of `serialize_to`. \throws packet_failure where a value does not fit its field.
template <detail::layer_or_stack P>
[[nodiscard]] std::vector<std::uint8_t> to_bytes(const P& p) {
  return detail::to_vector(detail::as_stack(p));
}

/// The octets of a packet that is a constant expression, as an array of just the right size.
///
/// \code
/// constexpr auto syn = ip{.dst = "192.0.2.1"} / tcp{};
/// static_assert(to_array<syn>()[9] == 6);
/// \endcode
template <const auto& Packet>
[[nodiscard]] constexpr auto to_array() {
  std::array<std::uint8_t, wire_size(Packet)> out{};
  (void)serialize_to(Packet, out).value();
  return out;
}

}  // namespace packetry
