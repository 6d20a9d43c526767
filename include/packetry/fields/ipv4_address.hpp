// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/stream.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace packetry {

class ipv4_address;

/// Read "192.168.2.254": four decimal numbers up to 255 without leading zeros, as `inet_pton` does.
/// Short forms ("127.1"), octal and hexadecimal are refused: programs disagree about what they mean.
///
/// \returns  Whether `text` is that; `out` is changed only if it is.
[[nodiscard]] constexpr bool from_text(std::string_view text, ipv4_address& out) noexcept;

namespace detail {

/// Not constexpr, so that wrong text in a constant expression is a compiler's message with this name in it.
[[noreturn]] inline void not_an_ipv4_address(std::string_view text) {
  throw std::invalid_argument("not an IPv4 address: \"" + std::string{text} + '"');
}

}  // namespace detail

/// An IPv4 address (RFC 791). One integer in host order: the first octet on the wire is the highest.
///
/// Errors: text that is no address throws `std::invalid_argument` naming it; in a constant expression it does
/// not compile. Names are never resolved.
///
/// \code
/// constexpr ipv4_address router{"192.168.2.254"};
/// static_assert(router == ipv4_address{192, 168, 2, 254});
/// ip packet{.dst = "192.168.2.254"};
/// \endcode
class ipv4_address {
 public:
  using prints_as_text = void;

  /// 0.0.0.0
  constexpr ipv4_address() noexcept = default;

  constexpr explicit ipv4_address(std::uint32_t value) noexcept : value_(value) {}

  constexpr ipv4_address(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d) noexcept
      : value_(std::uint32_t{a} << 24 | std::uint32_t{b} << 16 | std::uint32_t{c} << 8 | d) {}

  /// Text: a literal, `std::string`, `std::string_view`. See `from_text`.
  template <detail::text Text>
  constexpr ipv4_address(const Text& text) {
    if (!from_text(text, *this)) detail::not_an_ipv4_address(text);
  }

  /// 255.255.255.255
  [[nodiscard]] static constexpr ipv4_address broadcast() noexcept { return ipv4_address{0xffff'ffff}; }
  /// 127.0.0.1
  [[nodiscard]] static constexpr ipv4_address loopback() noexcept { return ipv4_address{0x7f00'0001}; }

  /// 32 bits, host order.
  [[nodiscard]] constexpr std::uint32_t value() const noexcept { return value_; }

  /// 0.0.0.0
  [[nodiscard]] constexpr bool is_unspecified() const noexcept { return value_ == 0; }
  /// 127.0.0.0/8
  [[nodiscard]] constexpr bool is_loopback() const noexcept { return value_ >> 24 == 127; }
  /// 169.254.0.0/16 (RFC 3927)
  [[nodiscard]] constexpr bool is_link_local() const noexcept { return value_ >> 16 == 0xa9fe; }
  /// 224.0.0.0/4
  [[nodiscard]] constexpr bool is_multicast() const noexcept { return value_ >> 28 == 0xe; }
  /// 255.255.255.255; a subnet's own broadcast address looks like any other.
  [[nodiscard]] constexpr bool is_broadcast() const noexcept { return value_ == 0xffff'ffff; }

  friend constexpr bool operator==(const ipv4_address&, const ipv4_address&) noexcept = default;
  friend constexpr auto operator<=>(const ipv4_address&, const ipv4_address&) noexcept = default;

 private:
  std::uint32_t value_ = 0;
};

constexpr bool from_text(std::string_view text, ipv4_address& out) noexcept {
  std::uint32_t value = 0;
  std::size_t at = 0;
  for (int part = 0; part != 4; ++part) {
    if (part != 0 && (at == text.size() || text[at++] != '.')) return false;
    const std::size_t start = at;
    std::uint32_t octet = 0;
    for (; at != text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
      if (at != start && octet == 0) return false;  // a leading zero: octal to some
      octet = octet * 10 + static_cast<std::uint32_t>(text[at] - '0');
      if (octet > 255) return false;
    }
    if (at == start) return false;
    value = value << 8 | octet;
  }
  if (at != text.size()) return false;
  out = ipv4_address{value};
  return true;
}

/// Appends "192.168.2.254".
inline void append_to(std::string& out, const ipv4_address& address) {
  char text[15] = {};
  std::size_t size = 0;
  for (int shift = 24; shift >= 0; shift -= 8) {
    const std::uint32_t octet = address.value() >> shift & 255;
    if (shift != 24) text[size++] = '.';
    if (octet >= 100) text[size++] = static_cast<char>('0' + octet / 100);
    if (octet >= 10) text[size++] = static_cast<char>('0' + octet / 10 % 10);
    text[size++] = static_cast<char>('0' + octet % 10);
  }
  out.append(text, size);
}

[[nodiscard]] inline std::string to_string(const ipv4_address& address) {
  std::string out;
  append_to(out, address);
  return out;
}

}  // namespace packetry
