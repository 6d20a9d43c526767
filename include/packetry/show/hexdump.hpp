// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>
#include <packetry/show/text.hpp>

#include <concepts>

namespace packetry {

namespace detail {

inline void append_hexdump(std::string& out, bytes wire) {
  constexpr std::size_t width = 16;
  for (std::size_t at = 0; at < wire.size(); at += width) {
    const bytes line = wire.subspan(at, at + width < wire.size() ? width : wire.size() - at);
    unsigned digits = 4;
    while (digits != 16 && at >> 4 * digits != 0) ++digits;
    append_digits(out, at, digits);
    out += "  ";
    for (const std::uint8_t o : line) {
      append_digits(out, o, 2, "0123456789ABCDEF");
      out += ' ';
    }
    out.append(3 * (width - line.size()) + 1, ' ');
    for (const std::uint8_t o : line) out += is_printable(o) ? static_cast<char>(o) : '.';
    out += '\n';
  }
}

/// A packet that has its octets already: `packet`, `packet_view`.
template <class P>
concept has_octets = !layer_or_stack<P> && requires(const P& p) {
  { p.octets() } -> std::convertible_to<bytes>;
};

}  // namespace detail

/// Octets as Scapy dumps them: offset (octets, hexadecimal), 16 octets a line, and their characters.
///
/// \code
/// std::string text = hexdump_text(frame);   // "0000  45 00 00 1C …  E...\n…"
/// \endcode
[[nodiscard]] inline std::string hexdump_text(bytes wire) {
  std::string out;
  detail::append_hexdump(out, wire);
  return out;
}

/// The same of a packet's octets.
template <detail::has_octets P>
[[nodiscard]] std::string hexdump_text(const P& p) {
  return hexdump_text(bytes{p.octets()});
}

/// The same of the octets that a stack or layer serializes to. \throws packet_failure where a value does not fit its field.
template <detail::layer_or_stack P>
[[nodiscard]] std::string hexdump_text(const P& p) {
  return hexdump_text(bytes{to_bytes(p)});
}

/// Print that text to standard output.
///
/// \code
/// hexdump(ip{.dst = "192.0.2.1"} / icmp{});
/// \endcode
template <class P>
  requires requires(const P& p) { hexdump_text(p); }
void hexdump(const P& p) {
  detail::print(hexdump_text(p));
}

}  // namespace packetry
