// SPDX-License-Identifier: BSL-1.0
#pragma once

// JSON as text, appended to one buffer: what every value is made of.

#include <packetry/bytes/bytes.hpp>

#include <charconv>
#include <cstdint>
#include <string>
#include <string_view>

namespace example {

using packetry::bytes;

inline constexpr char hex_digits[] = "0123456789abcdef";

/// `,"name":`, or without the comma where a member is the first. Names have at most 24 characters.
inline void append_key(std::string& out, std::string_view name) {
  char key[28];
  char* to = key;
  if (out.back() != '{') *to++ = ',';
  *to++ = '"';
  to += name.copy(to, 24);
  *to++ = '"';
  *to++ = ':';
  out.append(key, to);
}

inline void append_number(std::string& out, std::uint64_t value) {
  char digits[20];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

/// Lower case digits in quotes.
inline void append_hex(std::string& out, bytes octets) {
  const std::size_t at = out.size();
  out.resize(at + 2 * octets.size() + 2, '"');
  char* to = out.data() + at + 1;
  for (const std::uint8_t o : octets) {
    *to++ = hex_digits[o >> 4];
    *to++ = hex_digits[o & 15];
  }
}

/// Octets as text in quotes: each is the character of its number (Latin-1).
inline void append_text(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    const auto octet = static_cast<std::uint8_t>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (octet < 0x20 || octet >= 0x7f) {
      out += "\\u00";
      out += hex_digits[octet >> 4];
      out += hex_digits[octet & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

/// `[first, second, …]` of a range; `append(element)` appends one.
template <class Range, class Append>
void append_list(std::string& out, const Range& elements, Append append) {
  out += '[';
  bool first = true;
  for (const auto& e : elements) {
    if (!first) out += ',';
    first = false;
    append(e);
  }
  out += ']';
}

}  // namespace example
