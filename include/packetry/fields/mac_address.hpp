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

class mac_address;

/// Read "00:50:56:00:00:01": six pairs of hexadecimal digits, either case, all separated by ':' or all by
/// '-'.
///
/// \returns  Whether `text` is that; `out` is changed only if it is.
[[nodiscard]] constexpr bool from_text(std::string_view text, mac_address& out) noexcept;

namespace detail {

/// Not constexpr, so that wrong text in a constant expression is a compiler's message with this name in it.
[[noreturn]] inline void not_a_mac_address(std::string_view text) {
  throw std::invalid_argument("not a MAC address: \"" + std::string{text} + '"');
}

}  // namespace detail

/// A 48-bit hardware address (EUI-48, IEEE 802). One integer: the first octet on the wire is the highest.
///
/// Errors: text that is no address throws `std::invalid_argument` naming it; in a constant expression it does
/// not compile.
///
/// \code
/// constexpr mac_address source{"00:50:56:00:00:01"};
/// static_assert(source == mac_address{0x00, 0x50, 0x56, 0x00, 0x00, 0x01});
/// ether frame{.src = "00:50:56:00:00:01"};
/// \endcode
class mac_address {
 public:
  using prints_as_text = void;

  /// 00:00:00:00:00:00
  constexpr mac_address() noexcept = default;

  /// The low 48 bits of `value`; higher ones are ignored.
  constexpr explicit mac_address(std::uint64_t value) noexcept : value_(value & 0xffff'ffff'ffff) {}

  constexpr mac_address(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, std::uint8_t e,
                        std::uint8_t f) noexcept
      : value_(std::uint64_t{a} << 40 | std::uint64_t{b} << 32 | std::uint64_t{c} << 24 |
               std::uint64_t{d} << 16 | std::uint64_t{e} << 8 | f) {}

  /// Text: a literal, `std::string`, `std::string_view`. See `from_text`.
  template <detail::text Text>
  constexpr mac_address(const Text& text) {
    if (!from_text(text, *this)) detail::not_a_mac_address(text);
  }

  [[nodiscard]] static constexpr mac_address broadcast() noexcept { return mac_address{0xffff'ffff'ffff}; }

  /// 48 bits, host order.
  [[nodiscard]] constexpr std::uint64_t value() const noexcept { return value_; }

  [[nodiscard]] constexpr bool is_broadcast() const noexcept { return *this == broadcast(); }

  /// A group of stations, broadcast included: the lowest bit of the first octet.
  [[nodiscard]] constexpr bool is_multicast() const noexcept { return (value_ >> 40 & 1) != 0; }

  friend constexpr bool operator==(const mac_address&, const mac_address&) noexcept = default;
  friend constexpr auto operator<=>(const mac_address&, const mac_address&) noexcept = default;

 private:
  std::uint64_t value_ = 0;
};

constexpr bool from_text(std::string_view text, mac_address& out) noexcept {
  if (text.size() != 17) return false;
  const char separator = text[2];
  if (separator != ':' && separator != '-') return false;
  std::uint64_t value = 0;
  for (std::size_t at = 0; at != 18; at += 3) {
    const int high = detail::hex_digit(text[at]), low = detail::hex_digit(text[at + 1]);
    if (high < 0 || low < 0) return false;
    if (at != 15 && text[at + 2] != separator) return false;
    value = value << 8 | static_cast<std::uint64_t>(high << 4 | low);
  }
  out = mac_address{value};
  return true;
}

/// Appends "00:50:56:00:00:01": lower case, colons.
inline void append_to(std::string& out, const mac_address& address) {
  char text[17] = {};
  char* to = text;
  for (int shift = 40; shift >= 0; shift -= 8) {
    if (shift != 40) *to++ = ':';
    *to++ = "0123456789abcdef"[address.value() >> (shift + 4) & 15];
    *to++ = "0123456789abcdef"[address.value() >> shift & 15];
  }
  out.append(text, sizeof text);
}

[[nodiscard]] inline std::string to_string(const mac_address& address) {
  std::string out;
  append_to(out, address);
  return out;
}

}  // namespace packetry
