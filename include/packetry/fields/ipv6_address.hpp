// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/stream.hpp>

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace packetry {

class ipv6_address;

/// Read the text of an address as RFC 4291 section 2.2 writes it: groups of up to four hexadecimal digits,
/// one "::" for a run of zero groups, the last 32 bits also as an IPv4 address. Scopes ("%eth0") and prefixes
/// are not part of it.
///
/// \returns  Whether `text` is that; `out` is changed only if it is.
[[nodiscard]] constexpr bool from_text(std::string_view text, ipv6_address& out) noexcept;

namespace detail {

/// Not constexpr, so that wrong text in a constant expression is a compiler's message with this name in it.
[[noreturn]] inline void not_an_ipv6_address(std::string_view text) {
  throw std::invalid_argument("not an IPv6 address: \"" + std::string{text} + '"');
}

}  // namespace detail

/// An IPv6 address (RFC 4291). Two integers in host order: the first octet on the wire is `high`'s highest.
///
/// Errors: text that is no address throws `std::invalid_argument` naming it; in a constant expression it does
/// not compile. Names are never resolved.
///
/// \code
/// constexpr ipv6_address host{"2001:db8::1"};
/// static_assert(host == ipv6_address{0x2001'0db8'0000'0000, 1});
/// ipv6 packet{.dst = "ff02::1"};
/// \endcode
class ipv6_address {
 public:
  using prints_as_text = void;

  /// ::
  constexpr ipv6_address() noexcept = default;

  constexpr explicit ipv6_address(std::uint64_t high, std::uint64_t low) noexcept : high_(high), low_(low) {}

  constexpr explicit ipv6_address(const std::array<std::uint8_t, 16>& octets) noexcept
      : ipv6_address(from_octets(octets.data())) {}

  /// Text: a literal, `std::string`, `std::string_view`. See `from_text`.
  template <detail::text Text>
  constexpr ipv6_address(const Text& text) {
    if (!from_text(text, *this)) detail::not_an_ipv6_address(text);
  }

  /// The 16 octets at `wire`, in wire order.
  [[nodiscard]] static constexpr ipv6_address from_octets(const std::uint8_t* wire) noexcept {
    std::uint64_t high = 0, low = 0;
    for (int i = 0; i != 8; ++i) high = high << 8 | wire[i];
    for (int i = 8; i != 16; ++i) low = low << 8 | wire[i];
    return ipv6_address{high, low};
  }

  /// ::1
  [[nodiscard]] static constexpr ipv6_address loopback() noexcept { return ipv6_address{0, 1}; }

  /// The first 64 bits, host order.
  [[nodiscard]] constexpr std::uint64_t high() const noexcept { return high_; }
  /// The last 64 bits, host order.
  [[nodiscard]] constexpr std::uint64_t low() const noexcept { return low_; }

  /// The 16 octets in wire order.
  [[nodiscard]] constexpr std::array<std::uint8_t, 16> octets() const noexcept {
    std::array<std::uint8_t, 16> out{};
    for (std::size_t i = 0; i != 8; ++i) {
      out[i] = static_cast<std::uint8_t>(high_ >> (56 - 8 * i));
      out[i + 8] = static_cast<std::uint8_t>(low_ >> (56 - 8 * i));
    }
    return out;
  }

  /// ::
  [[nodiscard]] constexpr bool is_unspecified() const noexcept { return (high_ | low_) == 0; }
  /// ::1
  [[nodiscard]] constexpr bool is_loopback() const noexcept { return high_ == 0 && low_ == 1; }
  /// fe80::/10
  [[nodiscard]] constexpr bool is_link_local() const noexcept { return high_ >> 54 == 0xfe80 >> 6; }
  /// ff02::1, all hosts on the link (RFC 4291 section 2.7.1)
  [[nodiscard]] constexpr bool is_all_nodes() const noexcept { return high_ == 0xff02'0000'0000'0000 && low_ == 1; }
  /// ff00::/8
  [[nodiscard]] constexpr bool is_multicast() const noexcept { return high_ >> 56 == 0xff; }
  /// The group in which whoever has this address hears questions for it: ff02::1:ff00:0/104 and the last 24 bits (RFC 4291
  /// section 2.7.1).
  ///
  /// \code
  /// ipv6{.hlim = 255, .dst = target.solicited_node()} / icmpv6{.type = icmpv6_type::neighbor_solicitation, .tgt = target}
  /// \endcode
  [[nodiscard]] constexpr ipv6_address solicited_node() const noexcept {
    return ipv6_address{0xff02'0000'0000'0000, 0x1'ff00'0000 | (low_ & 0xff'ffff)};
  }
  /// ::ffff:0:0/96, an IPv4 address in IPv6's clothes (RFC 4291 section 2.5.5.2)
  [[nodiscard]] constexpr bool is_v4_mapped() const noexcept { return high_ == 0 && low_ >> 32 == 0xffff; }

  friend constexpr bool operator==(const ipv6_address&, const ipv6_address&) noexcept = default;
  friend constexpr auto operator<=>(const ipv6_address&, const ipv6_address&) noexcept = default;

 private:
  std::uint64_t high_ = 0;
  std::uint64_t low_ = 0;
};

namespace detail {

/// The eight 16-bit groups of an address while its text is read.
struct ipv6_groups {
  static constexpr int no_gap = -1;

  std::uint16_t group[8] = {};
  int count = 0;
  int gap = no_gap;  ///< before which group the "::" stood

  constexpr void add(std::uint32_t value) noexcept { group[count++] = static_cast<std::uint16_t>(value); }

  /// Room for `n` more. A "::" stands for at least one group, so with it only seven can be written.
  [[nodiscard]] constexpr bool has_room(int n) const noexcept { return count + n <= (gap == no_gap ? 8 : 7); }

  [[nodiscard]] constexpr bool complete() const noexcept { return count == 8 || gap != no_gap; }

  [[nodiscard]] constexpr ipv6_address address() const noexcept {
    std::uint64_t half[2] = {};
    for (int i = 0; i != count; ++i) {
      const int place = gap != no_gap && i >= gap ? i + 8 - count : i;
      half[place / 4] |= std::uint64_t{group[i]} << (48 - place % 4 * 16);
    }
    return ipv6_address{half[0], half[1]};
  }
};

/// Reads up to four hexadecimal digits at `at` and steps over them; -1 if there are none, or more.
[[nodiscard]] constexpr int read_group(std::string_view text, std::size_t& at) noexcept {
  const std::size_t start = at;
  int value = 0;
  for (; at != text.size() && hex_digit(text[at]) >= 0; ++at) {
    if (at - start == 4) return -1;
    value = value << 4 | hex_digit(text[at]);
  }
  return at == start ? -1 : value;
}

}  // namespace detail

constexpr bool from_text(std::string_view text, ipv6_address& out) noexcept {
  detail::ipv6_groups read;
  std::size_t at = 0;
  if (text.substr(0, 2) == "::") {
    read.gap = 0;
    at = 2;
  }
  while (at != text.size()) {
    const std::size_t start = at;
    const int group = detail::read_group(text, at);
    if (at != text.size() && text[at] == '.') {  // the last 32 bits as IPv4: what is left must be that
      ipv4_address tail;
      if (!read.has_room(2) || !from_text(text.substr(start), tail)) return false;
      read.add(tail.value() >> 16);
      read.add(tail.value());
      break;
    }
    if (group < 0 || !read.has_room(1)) return false;
    read.add(static_cast<std::uint32_t>(group));
    if (at == text.size()) break;
    if (text[at++] != ':' || at == text.size()) return false;
    if (text[at] == ':') {
      if (read.gap != read.no_gap || !read.has_room(1)) return false;
      read.gap = read.count;
      ++at;
    }
  }
  if (!read.complete()) return false;
  out = read.address();
  return true;
}

/// Appends the text RFC 5952 recommends: lower case, no leading zeros, the longest run of two or more zero
/// groups (the first, of equals) as "::". As `inet_ntop` does, ::a.b.c.d and ::ffff:a.b.c.d end in dotted
/// decimals.
inline void append_to(std::string& out, const ipv6_address& address) {
  std::uint16_t group[8] = {};
  for (int i = 0; i != 4; ++i) {
    group[i] = static_cast<std::uint16_t>(address.high() >> (48 - 16 * i));
    group[i + 4] = static_cast<std::uint16_t>(address.low() >> (48 - 16 * i));
  }
  int gap = 8, gap_size = 1;  // one zero group is not shortened
  for (int i = 0, zeros = 0; i != 8; ++i) {
    zeros = group[i] == 0 ? zeros + 1 : 0;
    if (zeros > gap_size) {
      gap_size = zeros;
      gap = i + 1 - zeros;
    }
  }
  const bool dotted = gap == 0 && (gap_size == 6 || (gap_size == 5 && group[5] == 0xffff));
  for (int i = 0; i != 8;) {
    if (i == gap) {
      out += "::";
      i += gap_size;
      continue;
    }
    if (i != 0 && i != gap + gap_size) out += ':';
    if (dotted && i == 6) return append_to(out, ipv4_address{static_cast<std::uint32_t>(address.low())});
    int shift = 12;
    while (shift != 0 && group[i] >> shift == 0) shift -= 4;
    for (; shift >= 0; shift -= 4) out += "0123456789abcdef"[group[i] >> shift & 15];
    ++i;
  }
}

[[nodiscard]] inline std::string to_string(const ipv6_address& address) {
  std::string out;
  append_to(out, address);
  return out;
}

}  // namespace packetry
