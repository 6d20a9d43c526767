// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/code_names.hpp>
#include <packetry/show/field_values.hpp>
#include <packetry/show/kind_text.hpp>

// What expressions are made of: text, octets, and what separates them.

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

}  // namespace packetry::detail
