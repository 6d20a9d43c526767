// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/tlv_list.hpp>
#include <packetry/numbers/icmpv6_type.hpp>

namespace packetry {

namespace detail {

/// RFC 8200 section 4.2: Pad1 stands alone; the length counts the data.
struct ipv6_option_grammar {
  using kind = ipv6_option_type;
  static constexpr bool single(std::uint8_t type) noexcept { return type == 0; }
  static constexpr std::size_t octets(std::uint8_t length) noexcept { return std::size_t{length} + 2; }
  static constexpr std::uint8_t length(std::size_t octets) noexcept { return static_cast<std::uint8_t>(octets - 2); }

  /// Some options begin at a multiple of 4 or 8 octets and some more, counted from the header's begin, 2 before the list.
  template <class Octets>
  static constexpr void lead(kind k, Octets& wire) {
    const std::size_t unit = k == kind::jumbo ? 4 : k == kind::home_address ? 8 : k == kind::router_alert ? 2 : 1;
    const std::size_t offset = k == kind::jumbo ? 2 : k == kind::home_address ? 6 : 0;
    pad(wire, (unit + offset - (wire.size() + 2) % unit) % unit);
  }
  /// So many octets of padding: Pad1 or PadN.
  template <class Octets>
  static constexpr void pad(Octets& wire, std::size_t size) {
    if (size == 0) return;
    if (size == 1) return wire.push_back(0);
    wire.push_back(1);
    wire.push_back(static_cast<std::uint8_t>(size - 2));
    for (; size != 2; --size) wire.push_back(0);
  }
};

/// Objects of a segment routing header: as options, without alignment (RFC 8754 section 2.1).
struct segment_tlv_grammar : ipv6_option_grammar {
  enum class kind : std::uint8_t { pad1 = 0, pad_n = 4, hmac = 5 };
  template <class Octets>
  static constexpr void lead(kind, Octets&) noexcept {}
};

/// Units of 8 octets, type and length among them (RFC 4861 section 4.6).
struct nd_option_grammar {
  using kind = nd_option_kind;
  static constexpr bool single(std::uint8_t) noexcept { return false; }
  static constexpr std::size_t octets(std::uint8_t length) noexcept { return std::size_t{8} * length; }
  static constexpr std::uint8_t length(std::size_t octets) noexcept { return static_cast<std::uint8_t>((octets + 7) / 8); }
  template <class Octets>
  static constexpr void lead(kind, Octets&) noexcept {}
};

}  // namespace detail

/// The options of a hop-by-hop or destination options header (RFC 8200 section 4.2), each where its alignment wants it, with
/// padding in front. Sent, the header is filled up to 8 octets with Pad1 or PadN.
///
/// \code
/// ipv6_hop_by_hop{.options = {ipv6_opt::router_alert()}}
/// \endcode
using ipv6_options = tlv_list<detail::ipv6_option_grammar, 22>;
using ipv6_option = ipv6_options::option;

/// The type-length-value objects behind the addresses of a segment routing header.
using segment_tlvs = tlv_list<detail::segment_tlv_grammar, 8>;

namespace ipv6_opt {

[[nodiscard]] constexpr ipv6_option pad1() { return {.kind = ipv6_option_type::pad1, .single = true}; }
/// Padding of `data` zeros and 2 octets more.
[[nodiscard]] constexpr ipv6_option pad_n(std::size_t data) {
  ipv6_option o{.kind = ipv6_option_type::pad_n};
  for (; data != 0; --data) o.data.push_back(0);
  return o;
}
/// RFC 2711: 0 = a message of multicast listener discovery, 1 = RSVP, 2 = active networks.
[[nodiscard]] constexpr ipv6_option router_alert(std::uint16_t value = 0) {
  return detail::option_of<ipv6_option>(ipv6_option_type::router_alert, value);
}
/// RFC 2675: octets behind the IPv6 header, more than 65535.
[[nodiscard]] constexpr ipv6_option jumbo(std::uint32_t octets) {
  return detail::option_of<ipv6_option>(ipv6_option_type::jumbo, octets);
}
/// RFC 6275 section 6.3: the sender's address at home.
[[nodiscard]] constexpr ipv6_option home_address(const ipv6_address& home) {
  return detail::option_of<ipv6_option>(ipv6_option_type::home_address, home.high(), home.low());
}
/// Any other by its number.
[[nodiscard]] constexpr ipv6_option other(std::uint8_t type, bytes data) {
  return {.kind = static_cast<ipv6_option_type>(type), .data = data};
}

}  // namespace ipv6_opt
}  // namespace packetry
