// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv6_options.hpp>
#include <packetry/fields/mac_address.hpp>

namespace packetry {

/// The options of a neighbour discovery message (RFC 4861 section 4.6): each a multiple of 8 octets.
///
/// \code
/// icmpv6{.type = icmpv6_type::neighbor_solicitation, .tgt = "fe80::2", .options = {nd_opt::source_link_layer("02:00:00:00:00:01")}}
/// \endcode
using nd_options = tlv_list<detail::nd_option_grammar, 24>;
using nd_option = nd_options::option;

namespace nd_opt {

namespace detail {

[[nodiscard]] constexpr nd_option link_layer(nd_option_kind kind, const mac_address& address) {
  return packetry::detail::option_of<nd_option>(kind, static_cast<std::uint16_t>(address.value() >> 32),
                                                static_cast<std::uint32_t>(address.value()));
}

}  // namespace detail

/// Who sent this: 8 octets with a MAC address.
[[nodiscard]] constexpr nd_option source_link_layer(const mac_address& address) {
  return detail::link_layer(nd_option_kind::source_link_layer, address);
}
/// Who has the target address.
[[nodiscard]] constexpr nd_option target_link_layer(const mac_address& address) {
  return detail::link_layer(nd_option_kind::target_link_layer, address);
}

/// RFC 4861 section 4.6.2; lifetimes in seconds, all ones: for ever. `flags`: 0x80 on-link, 0x40 for autoconfiguration,
/// 0x20 the router's own address.
[[nodiscard]] constexpr nd_option prefix(const ipv6_address& network, std::uint8_t length = 64, std::uint32_t valid = 0xffff'ffff,
                                         std::uint32_t preferred = 0xffff'ffff, std::uint8_t flags = 0xc0) {
  return packetry::detail::option_of<nd_option>(nd_option_kind::prefix_information, length, flags, valid, preferred, std::uint32_t{0},
                                                network.high(), network.low());
}
/// Octets that a packet on this link may have (RFC 4861 section 4.6.4).
[[nodiscard]] constexpr nd_option mtu(std::uint32_t octets = 1280) {
  return packetry::detail::option_of<nd_option>(nd_option_kind::mtu, std::uint16_t{0}, octets);
}
/// DNS servers for so many seconds (RFC 8106 section 5.1).
[[nodiscard]] constexpr nd_option rdnss(std::uint32_t lifetime, std::initializer_list<ipv6_address> servers) {
  auto o = packetry::detail::option_of<nd_option>(nd_option_kind::rdnss, std::uint16_t{0}, lifetime);
  for (const ipv6_address& server : servers) o.data.append(server.octets().data(), 16);
  return o;
}
/// Any other by its number; zeros fill it up to 8 octets. One of more than 254 octets: `nd_options::push_back`.
[[nodiscard]] constexpr nd_option other(std::uint8_t kind, bytes data) {
  return {.kind = static_cast<nd_option_kind>(kind), .data = data};
}

}  // namespace nd_opt
}  // namespace packetry
