// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>

#include <cstdio>
#include <string>
#include <string_view>

// How single values are written, without templates: every layer's rows end here.

namespace packetry::detail {

inline void append_decimal(std::string& out, std::uint64_t value) {
  char digits[20];
  std::size_t at = sizeof digits;
  do digits[--at] = static_cast<char>('0' + value % 10);
  while ((value /= 10) != 0);
  out.append(digits + at, sizeof digits - at);
}

/// The `count` lowest hexadecimal digits of `value`, from `alphabet`.
inline void append_digits(std::string& out, std::uint64_t value, unsigned count, const char* alphabet = "0123456789abcdef") {
  while (count != 0) out += alphabet[value >> 4 * --count & 15];
}

/// "0x1f": no digit more than needed.
inline void append_hexadecimal(std::string& out, std::uint64_t value) {
  unsigned count = 1;
  while (count != 16 && value >> 4 * count != 0) ++count;
  out += "0x";
  append_digits(out, value, count);
}

[[nodiscard]] constexpr bool is_printable(std::uint8_t octet) noexcept { return octet >= 0x20 && octet < 0x7f; }

/// One octet as Python writes it within quotes: letters as they are, \\, \n, \r, \t, the rest as \x1f.
inline void append_escaped(std::string& out, std::uint8_t octet) {
  switch (octet) {
    case '\\': out += "\\\\"; return;
    case '\n': out += "\\n"; return;
    case '\r': out += "\\r"; return;
    case '\t': out += "\\t"; return;
    default: break;
  }
  if (is_printable(octet)) {
    out += static_cast<char>(octet);
  } else {
    out += "\\x";
    append_digits(out, octet, 2);
  }
}

/// Octets in quotes as Python writes a bytes object, without its b: 'abc\x00', and "it's" where that saves an escape.
inline void append_quoted(std::string& out, bytes wire) {
  bool single = false, twice = false;
  for (const std::uint8_t o : wire) {
    single = single || o == '\'';
    twice = twice || o == '"';
  }
  const char quote = single && !twice ? '"' : '\'';
  out += quote;
  for (const std::uint8_t o : wire) {
    if (o == static_cast<std::uint8_t>(quote)) out += '\\';
    append_escaped(out, o);
  }
  out += quote;
}

/// Octets that are text by their protocol (an HTTP header): no quotes; what could steer a terminal is escaped.
inline void append_plain(std::string& out, bytes wire) {
  for (const std::uint8_t o : wire) {
    if (is_printable(o)) {
      out += static_cast<char>(o);
    } else {
      append_escaped(out, o);
    }
  }
}

inline void append_hex_octets(std::string& out, bytes wire) {
  for (const std::uint8_t o : wire) append_digits(out, o, 2);
}

/// Text and blanks up to `width`; longer text pushes what follows.
inline void append_padded(std::string& out, std::string_view text, std::size_t width) {
  out += text;
  if (text.size() < width) out.append(width - text.size(), ' ');
}

/// A number by its name, else as 0x… or in decimal.
inline void append_number(std::string& out, std::string_view name, std::uint64_t value, bool hexadecimal) {
  if (!name.empty()) {
    out += name;
  } else if (hexadecimal) {
    append_hexadecimal(out, value);
  } else {
    append_decimal(out, value);
  }
}

/// To standard output, as it is.
inline void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace packetry::detail
