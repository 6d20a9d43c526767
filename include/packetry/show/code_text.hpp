// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/code_names.hpp>
#include <packetry/show/field_values.hpp>
#include <packetry/show/kind_text.hpp>

// Values as a program writes them.

namespace packetry::detail {

// --- without templates ----------------------------------------------------------------------------------------------

/// Whether octets read well as text, and a literal holds them.
[[nodiscard]] constexpr bool is_literal_text(bytes wire) noexcept {
  for (const std::uint8_t o : wire)
    if (!is_printable(o) && o != '\r' && o != '\n' && o != '\t') return false;
  return true;
}

inline void append_literal(std::string& out, std::string_view text) {
  out += '"';
  char before = 0;
  for (const char c : text) {
    if (c == '"' || (c == '?' && before == '?')) out += '\\';  // no trigraph
    if (c == '"' || c == '?') {
      out += c;
    } else {
      append_escaped(out, static_cast<std::uint8_t>(c));
    }
    before = c;
  }
  out += '"';
}
inline void append_literal(std::string& out, bytes text) {
  append_literal(out, std::string_view{reinterpret_cast<const char*>(text.data()), text.size()});
}

/// "0x01, 0x02"
inline void append_octet_list(std::string& out, bytes wire) {
  for (std::size_t i = 0; i != wire.size(); ++i) {
    out += i == 0 ? "0x" : ", 0x";
    append_digits(out, wire[i], 2);
  }
}

/// "bytes{octets{0x01, 0x02}}": whatever is made of octets takes it.
inline void append_bytes(std::string& out, bytes wire) {
  out += "bytes{octets{";
  is_literal_text(wire) && !wire.empty() ? append_literal(out, wire) : append_octet_list(out, wire);
  out += "}}";
}

inline void append_separator(std::string& out) {
  if (out.back() != '{') out += ", ";
}

// --- values ---------------------------------------------------------------------------------------------------------

template <class L>
void append_code_fields(std::string& out, const L& value, bool prefixed);

template <class T>
void append_code(std::string& out, const T& value);

template <class T>
void append_code_list(std::string& out, const T& list) {
  out += '{';
  for (std::size_t i = 0; i != list.size(); ++i) {
    append_separator(out);
    append_code(out, list[i]);
  }
  out += '}';
}

/// A record, or a layer: "ip{.ttl = 1}".
template <layer L>
void append_code_value(std::string& out, const L& value, bool prefixed) {
  out += code_name<L>;
  out += '{';
  append_code_fields(out, value, prefixed);
  out += '}';
}
inline void append_code_value(std::string& out, const dns_edns_option& option, bool) {
  out += "dns_edns_option{";
  append_code(out, option.optcode);
  out += ", ";
  append_code(out, option.optdata);
  out += '}';
}

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

template <class Names, class UInt>
void append_code_flags(std::string& out, flag_set<Names, UInt> flags) {
  const std::string text = to_string(flags);
  bool same = !text.empty() && text.find('?') == text.npos;
  if (same) same = flag_set<Names, UInt>{text} == flags;
  same ? append_literal(out, text) : append_decimal(out, flags.value());
}

/// Data of a record by its type, where its octets are that.
template <class Data>
void append_code_data(std::string& out, const Data& data) {
  if constexpr (layer<Data>) {
    append_code_value(out, data, false);
  } else if constexpr (std::is_same_v<Data, dns_txt>) {
    append_code_strings(out, data);
  } else if constexpr (std::is_same_v<Data, dns_edns_options>) {
    append_code_list(out += "dns_edns_options{.options = ", data.options);
    out += '}';
  } else {
    out += code_name<Data>;
    out += '{';
    append_code(out, data);
    out += '}';
  }
}
template <std::same_as<dns_record> Record, std::same_as<dns_rdata> Data>
void append_record_data(std::string& out, const Record& record, const Data& rdata) {
  std::string typed;
  const auto append = [&](const auto& data) {
    append_code_data(typed, data);
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(data)>, dns_txt>) {
      for (const bytes s : data)
        if (!is_literal_text(s)) typed.clear();
    }
    if (!(dns_rdata{data} == rdata)) typed.clear();
  };
  const bool known = with_data(type_of(record), rdata, append);
  known && !typed.empty() ? void(out += typed) : append_bytes(out, rdata.wire());
}

inline void append_addresses(std::string& out, const ipv6_address_list& list) {
  if (list.octets().size() % 16 == 0) return append_code_list(out, list);
  append_bytes(out += "ipv6_address_list{", list.octets());
  out += '}';
}

template <class T>
void append_code(std::string& out, const T& value) {
  if constexpr (is_computed<T>) {
    append_code(out, value.value());
  } else if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    append_decimal(out, value);
    if (value > 0x7fff'ffff'ffff'ffff) out += 'u';
  } else if constexpr (std::is_enum_v<T>) {
    out += code_name<T>;
    out += '{';
    append_decimal(out, to_uint(value));
    out += '}';
  } else if constexpr (layer<T>) {
    append_code_value(out, value, false);
  } else if constexpr (is_address<T> || std::is_same_v<T, domain_name>) {
    append_literal(out, to_string(value));
  } else if constexpr (std::is_same_v<T, http_headers>) {
    append_code_headers(out, value);
  } else if constexpr (options_like<T>) {
    append_code_options(out, value);
  } else if constexpr (std::is_same_v<T, ipv6_address_list>) {
    append_addresses(out, value);
  } else if constexpr (requires { typename T::value_type; value[0]; } && !octet_sequence<T>) {
    append_code_list(out, value);
  } else if constexpr (is_flag_set<T>) {
    append_code_flags(out, value);
  } else if constexpr (is_address_octets<T>) {
    value.size() == T{}.size() ? append_code(out, value.address()) : append_bytes(out, value.octets());
  } else if constexpr (requires { { value.value() } -> std::integral; }) {
    out += code_name<T>;
    out += '{';
    append_decimal(out, static_cast<std::uint64_t>(value.value()));
    out += '}';
  } else if constexpr (requires { typename T::value_type; }) {  // octets
    const bytes wire = octets_of(value);
    if (is_literal_text(wire)) return append_literal(out, wire);
    append_octet_list(out += '{', wire);
    out += '}';
  } else {
    append_bytes(out, octets_of(value));
  }
}

}  // namespace packetry::detail
