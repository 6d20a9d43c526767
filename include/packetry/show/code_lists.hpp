// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/code_literals.hpp>

#include <vector>

// Lists that are kept as octets: element by element, where that gives the same octets again.

namespace packetry::detail {

inline void append_code_headers(std::string& out, const http_headers& headers) {
  http_headers again;
  for (const http_header& h : headers) again.push_back(h);
  if (!(again == headers) || !is_literal_text(headers.lines())) {
    octets wire = headers.lines();
    if (headers.ended()) wire.append(bytes{octets{"\r\n"}}.data(), 2);
    out += "http_headers{";
    append_bytes(out, wire);
    out += '}';
    return;
  }
  out += '{';
  for (const http_header& h : headers) {
    append_separator(out);
    out += "http_header{";
    append_literal(out, h.name);
    if (h.value) append_literal(out += ", ", *h.value);
    out += '}';
  }
  out += '}';
}

inline void append_code_strings(std::string& out, const dns_txt& strings) {
  out += "dns_txt{";
  for (const bytes s : strings) {
    append_separator(out);
    append_literal(out, s);
  }
  out += '}';
}

/// A TCP option by the function that makes it; false: there is none for it.
inline bool append_tcp_option(std::string& out, const tcp_options::view& o) {
  const std::string_view words = tcp_option_words(o.kind);
  const bool listed = o.kind == tcp_option_kind::mss || o.kind == tcp_option_kind::wscale || o.kind == tcp_option_kind::timestamp;
  if (o.single) {
    out += o.kind == tcp_option_kind::eol ? "tcp_opt::eol()" : "tcp_opt::nop()";
    return true;
  }
  if (o.kind == tcp_option_kind::sack_ok && o.data.empty()) {
    out += "tcp_opt::sack_ok()";
    return true;
  }
  std::string numbers;
  if (!listed || !append_words(numbers, o.data, words)) return false;
  out += o.kind == tcp_option_kind::mss ? "tcp_opt::mss" : o.kind == tcp_option_kind::wscale ? "tcp_opt::wscale" : "tcp_opt::timestamp";
  out += numbers.front() == '(' ? numbers : '(' + numbers + ')';
  return true;
}

template <class View>
void append_option(std::string& out, const View& o) {
  if constexpr (std::is_same_v<View, tcp_options::view>) {
    if (append_tcp_option(out, o)) return;
  }
  out += "{.kind = ";
  append_code(out, o.kind);
  if (!o.data.empty()) append_bytes(out += ", .data = ", o.data);
  if (o.single) out += ", .single = true";
  out += '}';
}

/// Option by option, where that gives the same octets again.
template <options_like List>
void append_code_options(std::string& out, const List& options) {
  List again;
  bool whole = true;
  for (const auto& o : options) {
    whole = o.whole && o.data.size() <= 254;
    if (!whole) break;
    typename List::option copy{.kind = o.kind, .data = o.data, .single = o.single};
    again.push_back(copy);
  }
  if (!whole || !(again == options)) return append_bytes(out, options.octets());
  out += '{';
  for (const auto& o : options) {
    append_separator(out);
    append_option(out, o);
  }
  out += '}';
}

/// What only its octets say, by its type: "sctp_chunks{bytes{octets{0x01}}}".
inline void append_code_octets(std::string& out, std::string_view type, bytes wire) {
  (out += type) += '{';
  append_bytes(out, wire);
  out += '}';
}

template <class Address, std::size_t Octets>
void append_code_addresses(std::string& out, const address_list<Address, Octets>& list) {
  if (list.octets().size() % Octets == 0) return append_code_list(out, list);
  append_code_octets(out, Octets == 16 ? "ipv6_address_list" : "ipv4_address_list", list.octets());
}

inline void append_code_texts(std::string& out, const tftp_options& options) {
  tftp_options again;
  std::string texts = "{";
  bool literal = true;
  options.for_each([&](bytes option, bytes value) {
    const auto text = [](bytes o) { return std::string_view{reinterpret_cast<const char*>(o.data()), o.size()}; };
    again.push_back({text(option), text(value)});
    literal = literal && is_literal_text(option) && is_literal_text(value);
    append_separator(texts);
    append_literal(texts += "tftp_option{", option);
    append_literal(texts += ", ", value);
    texts += '}';
  });
  literal && again == options ? void((out += texts) += '}') : append_code_octets(out, "tftp_options", options.octets());
}

template <std::same_as<dns_type_bitmap> Bitmap>
void append_code_types(std::string& out, const Bitmap& types) {
  std::vector<dns_type> list;
  types.for_each([&](dns_type type) { list.push_back(type); });
  Bitmap::of(list) == types ? append_code_list(out, list) : append_code_octets(out, "dns_type_bitmap", types.octets());
}

/// Chunk by chunk, where that gives the same octets again.
template <std::same_as<sctp_chunks> Chunks>
void append_code_chunks(std::string& out, const Chunks& chunks) {
  Chunks again;
  std::string list = "{";
  for (const sctp_chunk_view& chunk : chunks)
    with_chunk(chunk, [&](const auto& value) {
      again.push_back(value);
      append_separator(list);
      append_code(list, value);
    });
  again == chunks ? void((out += list) += '}') : append_code_octets(out, "sctp_chunks", chunks.octets());
}

}  // namespace packetry::detail
