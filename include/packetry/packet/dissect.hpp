// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/result.hpp>
#include <packetry/layer/view.hpp>
#include <packetry/packet/catalog.hpp>

namespace packetry::detail {

/// How deep layers may stand on one another: a packet of 64 KiB could hold 3,000, and neither time nor index may grow so.
inline constexpr unsigned most_layers = 32;

/// Where dissection is: the octets granted to the next layer, and which one that is.
struct cursor {
  const std::uint8_t* at;
  const std::uint8_t* end;
  unsigned id;
  unsigned below;
  fault what = fault::none;  ///< why the step just taken, or refused, is not whole
  std::size_t needed = 0;
};

/// The field of a layer that has a certain kind of rule, as an integer.
template <kind K, class L>
[[nodiscard]] [[gnu::always_inline]] constexpr std::uint64_t ruled(const layer_view<L>& v) noexcept {
  return to_uint(v.template read<find_rule<L>(K)>());
}

[[gnu::always_inline]] constexpr bool refuse(cursor& c, fault what, std::size_t needed) noexcept {
  c.what = what;
  c.needed = needed;
  return false;
}

/// Where the header ends. False: these octets are not this layer, or too few for it.
template <class L>
[[nodiscard]] [[gnu::always_inline]] constexpr bool find_header_end(layer_view<L>& v, cursor& c) noexcept {
  const auto there = static_cast<std::size_t>(v.end() - v.base());
  if constexpr (has_rule<L>(kind::header_words)) {
    constexpr const row_of<L, find_rule<L>(kind::header_words)>* row = nullptr;
    std::size_t size = words_unit(row) * static_cast<std::size_t>(ruled<kind::header_words>(v)) + words_plus(row);
    if (size < fixed_size<L>()) size = fixed_size<L>();
    if (size > there) {
      c.what = fault::truncated;
      c.needed = size;
      size = there;
    }
    v.set_header_end(v.base() + size);
  } else if constexpr (has_choice<L>() && is_fixed<L>()) {
    const extent x = measure(v);
    if (x.what != fault::none) return refuse(c, fault::truncated, there + 1);
    v.set_header_end(v.base() + x.size);
  } else if constexpr (is_fixed<L>()) {
    v.set_header_end(v.base() + fixed_size<L>());
  } else {
    const extent x = measure(v);
    if (x.refused) return refuse(c, x.what, there);
    c.what = x.what;
    c.needed = there;
    v.set_header_end(v.base() + x.size);
  }
  return true;
}

/// Where the layers above end, as this layer's own length says; `granted` where it says nothing, or nonsense.
template <class L>
[[nodiscard]] [[gnu::always_inline]] constexpr const std::uint8_t* find_end(const layer_view<L>& v, const std::uint8_t* granted) noexcept {
  const auto within = [&](const std::uint8_t* from, std::uint64_t size) {
    return size < static_cast<std::size_t>(granted - from) ? from + size : granted;
  };
  if constexpr (has_rule<L>(kind::total_length)) {
    const std::uint64_t length = ruled<kind::total_length>(v);
    if (length < static_cast<std::size_t>(v.header_end() - v.base())) return granted;
    return within(v.base(), length);
  } else if constexpr (has_rule<L>(kind::payload_length)) {
    return within(v.header_end(), ruled<kind::payload_length>(v));
  } else if constexpr (has_rule<L>(kind::length_or_type)) {
    const std::uint64_t length = ruled<kind::length_or_type>(v);
    return length <= 1500 ? within(v.header_end(), length) : granted;
  } else if constexpr (has_rule<L>(kind::ends_packet)) {
    return v.header_end();
  } else {
    return granted;
  }
}

template <class Catalog, class L, std::size_t I>
[[gnu::always_inline]] constexpr void select_row(const layer_view<L>& v, unsigned& id) noexcept {
  if constexpr (rows_of<L>[I].has(kind::selects)) {
    const unsigned found = space_table<Catalog, space_of<L, I>>::find(to_uint(v.template read<I>()));
    if (found < id) id = found;
  }
}
template <class Catalog, class L, std::size_t... I>
[[nodiscard]] [[gnu::always_inline]] constexpr unsigned select(const layer_view<L>& v, std::index_sequence<I...>) noexcept {
  unsigned id = Catalog::raw_id;
  (select_row<Catalog, L, I>(v, id), ...);
  return id;
}

/// Read one layer at the cursor and move behind it. False: the octets are not this layer; the cursor stays.
template <class Catalog, class L, class Sink>
[[gnu::always_inline]] constexpr bool step(cursor& c, Sink& sink) {
  constexpr std::size_t least = fixed_size<L>();
  const bool prefixed = prefixed_over<Catalog, L>(c.below);
  const std::size_t need = least + (prefixed ? prefix_octets<L>() : 0);
  const auto there = static_cast<std::size_t>(c.end - c.at);
  if (there < need) return refuse(c, fault::truncated, need);
  layer_view<L> v{c.at, c.end, c.end, prefixed};
  if constexpr (has_rule<L>(kind::type_above)) {
    if (ruled<kind::type_above>(v) <= 1500) return refuse(c, fault::wrong_layer, there);
  }
  if constexpr (has_rule<L>(kind::rest_length)) {
    if (prefixed) {
      const std::uint64_t length = ruled<kind::rest_length>(v);
      if (length < least) return refuse(c, fault::bad_length, there);
      if (length > there - prefix_octets<L>()) return refuse(c, fault::truncated, length + prefix_octets<L>());
      v.set_end(v.base() + length);
    }
  }
  if (!find_header_end(v, c)) return false;
  bool whole = c.what == fault::none;
  v.set_end(find_end(v, c.end));
  if constexpr (has_rule<L>(kind::fragment_offset)) whole = whole && ruled<kind::fragment_offset>(v) == 0;
  c.below = c.id;
  sink.layer(c.id, v);
  c.id = whole ? select<Catalog>(v, std::make_index_sequence<row_count<L>>{}) : Catalog::raw_id;
  c.at = v.header_end();
  c.end = v.end();
  return true;
}

/// Read layers from the first on until there are no octets left, or no layer for them. `sink.layer(id, view)` for each,
/// `sink.fault(what, id, at, needed, end)` for what stopped it. The cursor ends at what is raw; padding lies behind.
template <class Catalog, class Sink>
[[gnu::always_inline]] constexpr cursor walk(bytes packet, unsigned first, Sink& sink) {
  cursor c{packet.data(), packet.data() + packet.size(), first, 255};
  for (unsigned depth = 0; c.at != c.end && c.id != Catalog::raw_id;) {
    if (depth == most_layers) {
      sink.fault(fault::too_deep, c.id, c.at, 0, c.end);
      break;
    }
    const unsigned id = c.id;
    const std::uint8_t* const at = c.at;
    const std::uint8_t* const end = c.end;
    c.what = fault::none;
    const bool taken = with_layer<Catalog>(id, [&]<class L>(L*) __attribute__((always_inline)) { return step<Catalog, L>(c, sink); });
    if (taken) {
      ++depth;
      if (c.what != fault::none) {
        sink.fault(c.what, id, at, c.needed, end);
        c.id = Catalog::raw_id;
      }
    } else {
      c.id = alternatives<Catalog>[id];
      if (c.id == Catalog::raw_id && c.what != fault::none) sink.fault(c.what, id, at, c.needed, end);
    }
  }
  return c;
}

}  // namespace packetry::detail
