// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/code_lists.hpp>

// Values as a program writes them.

namespace packetry::detail {

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
  } else if constexpr (is_address_list<T>) {
    append_code_addresses(out, value);
  } else if constexpr (std::is_same_v<T, tftp_options>) {
    append_code_texts(out, value);
  } else if constexpr (std::is_same_v<T, dns_type_bitmap>) {
    append_code_types(out, value);
  } else if constexpr (std::is_same_v<T, sctp_chunks>) {
    append_code_chunks(out, value);
  } else if constexpr (requires { typename T::value_type; value[0]; } && !octet_sequence<T>) {
    append_code_list(out, value);
  } else if constexpr (is_flag_set<T>) {
    append_code_flags(out, value);
  } else if constexpr (is_address_octets<T>) {
    value.size() == T{}.size() ? append_code(out, value.address()) : append_bytes(out, value.octets());
  } else if constexpr (requires { { value.value() } -> std::integral; }) {
    out += code_name<T>;
    out += '{';
    append_code(out, static_cast<std::uint64_t>(value.value()));
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
