// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/endian.hpp>

#include <bit>
#include <cstring>
#include <string_view>

// The text of a domain name as people write it (RFC 1035 section 5.1), put into wire form.

namespace packetry::detail {

inline constexpr std::size_t longest_name = 255, longest_label = 63;  // octets on the wire; of a label without its length

/// The octet that `text` begins with behind a backslash, and how many characters that took; 0: it is no escape.
struct escaped_octet {
  std::uint8_t octet = 0;
  std::uint8_t taken = 0;
};
[[nodiscard]] constexpr escaped_octet unescape(std::string_view text) noexcept {
  if (text.empty()) return {};
  const auto digit = [&](std::size_t i) { return static_cast<unsigned>(text[i]) - unsigned{'0'}; };
  if (digit(0) > 9) return {static_cast<std::uint8_t>(text[0]), 1};
  if (text.size() < 3 || digit(1) > 9 || digit(2) > 9) return {};
  const unsigned value = 100 * digit(0) + 10 * digit(1) + digit(2);
  if (value > 255) return {};
  return {static_cast<std::uint8_t>(value), 3};
}

/// A name's labels as they are written one after the other: where the current one's length goes, and its next octet.
struct label_writer {
  std::uint8_t* wire;
  std::size_t label = 0, to = 1;

  /// False where it is empty or too long.
  constexpr bool end_label() noexcept {
    const std::size_t size = to - label - 1;
    wire[label] = static_cast<std::uint8_t>(size);
    label = to++;
    return size - 1 < longest_label;
  }
  /// The size of the name, 0 where it is none.
  constexpr std::size_t finish() noexcept {
    if (to != label + 1 && !end_label()) return 0;
    if (label == longest_name) return 0;
    wire[label] = 0;
    return label + 1;
  }
};

/// Text that is long, or has escapes.
[[nodiscard]] constexpr std::size_t encode_any_name(std::string_view text, std::uint8_t* wire) noexcept {
  label_writer name{wire};
  for (std::size_t at = 0; at != text.size(); ++at) {
    if (name.to == longest_name) return 0;
    if (text[at] == '.') {
      if (!name.end_label()) return 0;
    } else if (text[at] == '\\') {
      const escaped_octet escaped = unescape(text.substr(at + 1));
      if (escaped.taken == 0) return 0;
      wire[name.to++] = escaped.octet;
      at += escaped.taken;
    } else {
      wire[name.to++] = static_cast<std::uint8_t>(text[at]);
    }
  }
  return name.finish();
}

/// Bit 7 of each octet of `word` that is `c`.
[[nodiscard]] constexpr std::uint64_t octets_equal(std::uint64_t word, char c) noexcept {
  constexpr std::uint64_t ones = 0x0101'0101'0101'0101, low = 0x7f * ones;
  const std::uint64_t x = word ^ static_cast<std::uint8_t>(c) * ones;
  return ~(((x & low) + low) | x | low);
}

/// Text of at least 8 characters, eight at a time: they are copied as they stand, then each '.' becomes a length.
[[nodiscard]] inline std::size_t encode_long_name(std::string_view text, std::uint8_t* wire) noexcept {
  const auto* const from = reinterpret_cast<const std::uint8_t*>(text.data());
  const std::size_t size = text.size(), last = size - 8;
  for (std::size_t at = 0; at < last; at += 8) std::memcpy(wire + 1 + at, from + at, 8);
  std::memcpy(wire + 1 + last, from + last, 8);
  std::size_t label = 0;
  for (std::size_t at = 0; at < size; at += 8) {
    // The first character in the lowest octet: the next '.' is the lowest bit that is set.
    const std::size_t skipped = at <= last ? 0 : at - last;
    const std::uint64_t word = __builtin_bswap64(load_be<8>(from + at - skipped)) >> 8 * skipped;
    if (octets_equal(word, '\\') != 0) return encode_any_name(text, wire);
    for (std::uint64_t dots = octets_equal(word, '.'); dots != 0; dots &= dots - 1) {
      const std::size_t dot = at + static_cast<std::size_t>(std::countr_zero(dots)) / 8 + 1, length = dot - label - 1;
      if (length - 1 >= longest_label) return 0;
      wire[label] = static_cast<std::uint8_t>(length);
      label = dot;
    }
  }
  label_writer name{wire, label, size + 1};
  return name.finish();
}

/// Write a name's text in wire form at `wire`, where 255 octets have room. Its size; 0 where the text is no name.
[[nodiscard]] constexpr std::size_t encode_name(std::string_view text, std::uint8_t* wire) noexcept {
  if (text == ".") text = {};
  if (!std::is_constant_evaluated() && text.size() >= 8 && text.size() < longest_name - 1) return encode_long_name(text, wire);
  return encode_any_name(text, wire);
}

}  // namespace packetry::detail
