// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/option_list.hpp>
#include <packetry/numbers/ip_option_number.hpp>

namespace packetry {

/// The first octet of an IPv4 option: copied flag (1 bit), class (2 bits), number (5 bits).
enum class ip_option_octet : std::uint8_t {};

[[nodiscard]] constexpr bool copied(ip_option_octet o) noexcept { return (static_cast<unsigned>(o) & 0x80) != 0; }
[[nodiscard]] constexpr std::uint8_t option_class(ip_option_octet o) noexcept {
  return static_cast<std::uint8_t>(static_cast<unsigned>(o) >> 5 & 3);
}
[[nodiscard]] constexpr ip_option_number option_number(ip_option_octet o) noexcept {
  return static_cast<ip_option_number>(static_cast<unsigned>(o) & 31);
}

/// One IPv4 option, made by the functions in `namespace ip_opt`.
using ip_option = basic_option<ip_option_octet, 40>;

/// The options of an IPv4 header (RFC 791 section 3.1): kept as octets, read as a list; at most 40 octets fit; padded to
/// 4 with end-of-list when sent.
///
/// \code
/// ip{.dst = "192.0.2.1", .options = {ip_opt::router_alert()}}
/// \endcode
class ip_options : public option_list<ip_option_octet, 40> {
 public:
  using option_list<ip_option_octet, 40>::option_list;

  /// The final router of a loose or strict source route: where the packet really goes.
  [[nodiscard]] constexpr std::optional<ipv4_address> last_hop() const noexcept {
    if (empty()) return std::nullopt;
    for (const view& o : *this) {
      const ip_option_number n = option_number(o.kind);
      if (n == ip_option_number::eol) break;
      if ((n == ip_option_number::lsrr || n == ip_option_number::ssrr) && o.data.size() >= 5)
        return ipv4_address{static_cast<std::uint32_t>(detail::load_be<4>(o.data.data() + 1 + (o.data.size() - 1) / 4 * 4 - 4))};
    }
    return std::nullopt;
  }

  friend constexpr bool operator==(const ip_options&, const ip_options&) = default;
};

namespace ip_opt {

namespace detail {

[[nodiscard]] constexpr ip_option route(std::uint8_t type, std::initializer_list<ipv4_address> routers, std::uint8_t pointer) {
  ip_option o{.kind = static_cast<ip_option_octet>(type)};
  o.data.push_back(pointer);
  for (const ipv4_address router : routers) {
    std::uint8_t octets[4];
    packetry::detail::store_be<4>(octets, router.value());
    o.data.append(octets, 4);
  }
  return o;
}

}  // namespace detail

[[nodiscard]] constexpr ip_option eol() { return {.kind = ip_option_octet{0}, .single = true}; }
[[nodiscard]] constexpr ip_option nop() { return {.kind = ip_option_octet{1}, .single = true}; }

/// Record route: room for as many routers as are given (0.0.0.0 for a free place). `pointer` counts octets from 1, the
/// first place being 4 (RFC 791).
[[nodiscard]] constexpr ip_option rr(std::initializer_list<ipv4_address> routers, std::uint8_t pointer = 4) {
  return detail::route(0x07, routers, pointer);
}
/// Loose and strict source route. The transport checksum is taken over the last router, where the packet ends.
[[nodiscard]] constexpr ip_option lsrr(std::initializer_list<ipv4_address> routers, std::uint8_t pointer = 4) {
  return detail::route(0x83, routers, pointer);
}
[[nodiscard]] constexpr ip_option ssrr(std::initializer_list<ipv4_address> routers, std::uint8_t pointer = 4) {
  return detail::route(0x89, routers, pointer);
}

/// Timestamp with room for one stamp (milliseconds since midnight UTC); `flag` 0 stamps alone, 1 with addresses, 3 prespecified.
[[nodiscard]] constexpr ip_option timestamp(std::uint32_t stamp, std::uint8_t flag = 0, std::uint8_t pointer = 9) {
  return packetry::detail::option_of<ip_option>(ip_option_octet{0x44}, pointer, flag, stamp);
}

/// RFC 2113: 0 = every router examines the packet.
[[nodiscard]] constexpr ip_option router_alert(std::uint16_t alert = 0) {
  return packetry::detail::option_of<ip_option>(ip_option_octet{0x94}, alert);
}

/// Any other option by its first octet (copied flag, class and number).
[[nodiscard]] constexpr ip_option other(std::uint8_t type, bytes data) {
  return {.kind = static_cast<ip_option_octet>(type), .data = data};
}

}  // namespace ip_opt
}  // namespace packetry
