// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/field_values.hpp>
#include <packetry/show/kind_text.hpp>

namespace packetry {

namespace detail {

// --- without templates ----------------------------------------------------------------------------------------------

/// Text in quotes; an octet that is not ASCII is the code point of that number.
inline void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto octet = static_cast<std::uint8_t>(c);
    if (octet == '"' || octet == '\\') {
      out += '\\';
      out += c;
    } else if (is_printable(octet)) {
      out += c;
    } else {
      out += "\\u00";
      append_digits(out, octet, 2);
    }
  }
  out += '"';
}
inline void append_json_text(std::string& out, bytes text) {
  append_json_text(out, std::string_view{reinterpret_cast<const char*>(text.data()), text.size()});
}

/// Octets as hexadecimal digits, in quotes.
inline void append_json_octets(std::string& out, bytes wire) {
  out += '"';
  for (const std::uint8_t o : wire) append_digits(out, o, 2);
  out += '"';
}

/// The comma in front of all elements but the first, which stands behind `opened`.
inline void append_json_comma(std::string& out, char opened) {
  if (out.back() != opened) out += ',';
}

// --- values ---------------------------------------------------------------------------------------------------------

template <class L>
void append_json_fields(std::string& out, const value_fields<L>& fields);

template <class T>
void append_json(std::string& out, const T& value);

inline void append_json(std::string& out, const http_headers& headers) {
  out += '[';
  for (const http_header& h : headers) {
    append_json_comma(out, '[');
    out += '[';
    append_json_text(out, h.name);
    out += ',';
    if (h.value) {
      append_json_text(out, *h.value);
    } else {
      out += "null";
    }
    out += ']';
  }
  out += ']';
}

inline void append_json(std::string& out, const dns_txt& strings) {
  out += '[';
  for (const bytes s : strings) {
    append_json_comma(out, '[');
    append_json_text(out, s);
  }
  out += ']';
}

/// [["blksize","1428"]]
inline void append_json(std::string& out, const tftp_options& options) {
  out += '[';
  options.for_each([&](bytes option, bytes value) {
    append_json_comma(out, '[');
    append_json_text(out += '[', option);
    append_json_text(out += ',', value);
    out += ']';
  });
  out += ']';
}

/// [1,15]: the numbers of the types.
inline void append_json(std::string& out, const dns_type_bitmap& types) {
  out += '[';
  types.for_each([&](dns_type type) {
    append_json_comma(out, '[');
    append_decimal(out, plain_value(type));
  });
  out += ']';
}

/// [[2,"05b4"],[1,null]]: kind and data of each.
template <options_like List>
void append_json_options(std::string& out, const List& options) {
  out += '[';
  for (const auto& o : options) {
    append_json_comma(out, '[');
    out += '[';
    append_decimal(out, to_uint(o.kind));
    out += ',';
    if (o.single) {
      out += "null";
    } else {
      append_json_octets(out, o.data);
    }
    out += ']';
  }
  out += ']';
}

template <class List>
void append_json_list(std::string& out, const List& list) {
  out += '[';
  for (std::size_t i = 0; i != list.size(); ++i) {
    append_json_comma(out, '[');
    append_json(out, list[i]);
  }
  out += ']';
}

/// Each chunk as what its type says.
template <std::same_as<sctp_chunks> Chunks>
void append_json_chunks(std::string& out, const Chunks& chunks) {
  out += '[';
  for (const sctp_chunk_view& chunk : chunks) {
    append_json_comma(out, '[');
    if (!with_chunk(chunk, [&](const auto& value) { append_json(out, value); })) append_json_octets(out, chunk.octets);
  }
  out += ']';
}

template <class T>
void append_json(std::string& out, const T& value) {
  if constexpr (is_computed<T>) {
    if (!value.has_value()) return static_cast<void>(out += "null");
    append_json(out, value.value());
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    append_decimal(out, to_uint(value));
  } else if constexpr (layer<T>) {
    out += '{';
    append_json_fields(out, value_fields<T>{value, false});
    out += '}';
  } else if constexpr (is_address<T>) {
    append_json_text(out, to_string(value));
  } else if constexpr (std::is_same_v<T, domain_name>) {
    append_json_text(out, to_string(value));
  } else if constexpr (std::is_same_v<T, dns_edns_options>) {
    append_json_list(out, value.options);
  } else if constexpr (options_like<T>) {
    append_json_options(out, value);
  } else if constexpr (requires { typename T::value_type; value[0]; } && !octet_sequence<T>) {
    append_json_list(out, value);
  } else if constexpr (is_address_list<T>) {
    append_json_list(out, value);
  } else if constexpr (std::is_same_v<T, sctp_chunks>) {
    append_json_chunks(out, value);
  } else if constexpr (requires { { value.value() } -> std::integral; }) {
    append_decimal(out, static_cast<std::uint64_t>(value.value()));
  } else {
    append_json_octets(out, octets_of(value));
  }
}

// --- layers ---------------------------------------------------------------------------------------------------------

/// A field whose rules, or whose record, say what it is.
template <class L, std::size_t I, class T>
void append_json_field(std::string& out, const value_fields<L>& fields, const T& member) {
  using row = row_of<L, I>;
  using value_type = uncomputed<T>;
  if constexpr (std::is_same_v<value_type, dns_rdata> && std::is_same_v<L, dns_record>) {
    const auto append = [&](const auto& data) { append_json(out, data); };
    if (!with_data(type_of(fields.value), member, append)) append_json_octets(out, member.wire());
  } else if constexpr (is_address_octets<value_type>) {
    const value_type& octets = plain(member);
    const auto address = octets.address();
    const bool readable = printed_as_holds(static_cast<const row*>(nullptr), fields) && octets.size() == value_type{}.size();
    if constexpr (is_computed<T>) {
      if (!member.has_value()) return append_json(out, member);
    }
    readable ? append_json(out, address) : append_json_octets(out, octets.octets());
  } else if constexpr (is_text<typename row::codec>) {
    append_json_text(out, octets_of(plain(member)));
  } else {
    append_json(out, member);
  }
}

template <class L>
void append_json_fields(std::string& out, const value_fields<L>& fields) {
  for_each_value(fields, [&]<std::size_t I, class T>(std::integral_constant<std::size_t, I>, const T& member) {
    append_json_comma(out, '{');
    append_json_text(out, std::string_view{name_at<L, I>});
    out += ':';
    append_json_field<L, I>(out, fields, member);
  });
}

template <class L>
void append_json_layer(std::string& out, const L& layer, bool prefixed) {
  const value_fields<L> fields{layer, prefixed};
  append_json_comma(out, '[');
  out += "{\"name\":";
  append_json_text(out, text_for<L>(fields).name);
  append_json_fields(out, fields);
  out += '}';
}

template <class... Ls, std::size_t... I>
void append_json_layers(std::string& out, const stack<Ls...>& s, std::index_sequence<I...>) {
  (append_json_layer(out, held_at<I>(s), has_prefix_over<Ls, type_at<I - 1, Ls...>>()), ...);
}
template <class Catalog>
void append_json_layers(std::string& out, const basic_packet_view<Catalog>& p) {
  for (std::size_t i = 0; i != p.count(); ++i)
    basic_layer_handle<Catalog>{p, i}.visit([&](const auto& view) { append_json_layer(out, decode(view), view.begin() != view.base()); });
}

}  // namespace detail

/// A packet as JSON (RFC 8259): an array of its layers, outermost first, each an object of its name and its fields in wire
/// order, as its wire table has them. Numbers, flags among them, are numbers; addresses and names are text; octets are
/// hexadecimal digits; an option is its kind and its octets; what was left empty is null.
///
/// \code
/// to_json(ip{.dst = "192.0.2.1"} / udp{})   // [{"name":"IP","version":4,"ihl":null,…},{"name":"UDP","sport":null,…}]
/// \endcode
template <detail::packet_like P>
[[nodiscard]] std::string to_json(const P& p) {
  std::string out = "[";
  if constexpr (detail::layer_or_stack<P>) {
    const auto& s = detail::as_stack(p);
    [&]<class... Ls>(const stack<Ls...>& layers) { detail::append_json_layers(out, layers, std::index_sequence_for<Ls...>{}); }(s);
  } else {
    const basic_packet_view<typename P::catalog_type>& view = p;
    detail::append_json_layers(out, view);
  }
  return out += ']';
}

}  // namespace packetry
