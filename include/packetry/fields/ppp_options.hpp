// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/tlv_list.hpp>
#include <packetry/numbers/ppp_numbers.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// RFC 1661 section 6: the length counts type and length.
template <class Kind>
struct ppp_option_grammar {
  using kind = Kind;
  static constexpr bool single(std::uint8_t) noexcept { return false; }
  static constexpr std::size_t octets(std::uint8_t length) noexcept { return length; }
  static constexpr std::uint8_t length(std::size_t octets) noexcept { return static_cast<std::uint8_t>(octets); }
  template <class Octets>
  static constexpr void lead(kind, Octets&) noexcept {}
};

/// RFC 2516 section 5: type and length are 16 bits; the length counts the value.
struct pppoe_tag_grammar {
  using kind = pppoe_tag_kind;
  static constexpr bool wide = true;
  static constexpr std::size_t octets(std::uint16_t length) noexcept { return std::size_t{length} + 4; }
  static constexpr std::uint16_t length(std::size_t octets) noexcept { return static_cast<std::uint16_t>(octets - 4); }
  template <class Octets>
  static constexpr void lead(kind, Octets&) noexcept {}
};

}  // namespace detail

/// What the link control protocol negotiates (RFC 1661 section 6).
///
/// \code
/// ppp_lcp{.code = ppp_code::configure_request, .id = 1, .options = {lcp_opt::mru(1492), lcp_opt::magic_number(0xdeadbeef)}}
/// \endcode
using lcp_options = tlv_list<detail::ppp_option_grammar<lcp_option_kind>, 24>;
using lcp_option = lcp_options::option;

namespace lcp_opt {

/// The longest packet that the sender takes, octets.
[[nodiscard]] constexpr lcp_option mru(std::uint16_t octets = 1500) { return detail::option_of<lcp_option>(lcp_option_kind::mru, octets); }
/// Which control characters must be escaped: bit n for character n.
[[nodiscard]] constexpr lcp_option accm(std::uint32_t map = 0) { return detail::option_of<lcp_option>(lcp_option_kind::accm, map); }
/// How the peer is to prove who it is; of CHAP also the algorithm (5: MD5).
[[nodiscard]] constexpr lcp_option auth_protocol(ppp_protocol protocol = ppp_protocol::pap) {
  return detail::option_of<lcp_option>(lcp_option_kind::auth_protocol, static_cast<std::uint16_t>(protocol));
}
[[nodiscard]] constexpr lcp_option auth_protocol(ppp_protocol protocol, std::uint8_t algorithm) {
  return detail::option_of<lcp_option>(lcp_option_kind::auth_protocol, static_cast<std::uint16_t>(protocol), algorithm);
}
/// A random number, by which a link that is looped back is known.
[[nodiscard]] constexpr lcp_option magic_number(std::uint32_t number) {
  return detail::option_of<lcp_option>(lcp_option_kind::magic_number, number);
}
[[nodiscard]] constexpr lcp_option protocol_compression() { return {.kind = lcp_option_kind::protocol_compression}; }
[[nodiscard]] constexpr lcp_option address_compression() { return {.kind = lcp_option_kind::address_compression}; }
[[nodiscard]] constexpr lcp_option other(lcp_option_kind kind, bytes data) { return {.kind = kind, .data = data}; }

}  // namespace lcp_opt

/// What the IP control protocol negotiates (RFC 1332 section 3, RFC 1877).
///
/// \code
/// ppp_ipcp{.id = 1, .options = {ipcp_opt::address("0.0.0.0"), ipcp_opt::primary_dns("0.0.0.0")}}
/// \endcode
using ipcp_options = tlv_list<detail::ppp_option_grammar<ipcp_option_kind>, 24>;
using ipcp_option = ipcp_options::option;

namespace ipcp_opt {

[[nodiscard]] constexpr ipcp_option address(ipv4_address a) { return detail::option_of<ipcp_option>(ipcp_option_kind::ip_address, a.value()); }
[[nodiscard]] constexpr ipcp_option primary_dns(ipv4_address a) { return detail::option_of<ipcp_option>(ipcp_option_kind::primary_dns, a.value()); }
[[nodiscard]] constexpr ipcp_option secondary_dns(ipv4_address a) {
  return detail::option_of<ipcp_option>(ipcp_option_kind::secondary_dns, a.value());
}
[[nodiscard]] constexpr ipcp_option other(ipcp_option_kind kind, bytes data) { return {.kind = kind, .data = data}; }

}  // namespace ipcp_opt

/// The tags of a PPPoE discovery packet (RFC 2516 appendix A).
///
/// \code
/// pppoed{.code = pppoe_code::padi, .tags = {pppoe_tags::service_name(), pppoe_tags::host_uniq("01"_hex)}}
/// \endcode
using pppoe_tag_list = tlv_list<detail::pppoe_tag_grammar, 56>;
using pppoe_tag = pppoe_tag_list::option;

namespace pppoe_tags {

/// A tag of octets, whatever its type.
[[nodiscard]] constexpr pppoe_tag other(pppoe_tag_kind kind, bytes value) { return {.kind = kind, .data = value}; }
/// Of text.
[[nodiscard]] constexpr pppoe_tag text(pppoe_tag_kind kind, std::string_view text) {
  pppoe_tag tag{.kind = kind};
  for (const char c : text) tag.data.push_back(static_cast<std::uint8_t>(c));
  return tag;
}
/// The service asked for, or offered; empty: any.
[[nodiscard]] constexpr pppoe_tag service_name(std::string_view name = {}) { return text(pppoe_tag_kind::service_name, name); }
/// Who offers.
[[nodiscard]] constexpr pppoe_tag ac_name(std::string_view name) { return text(pppoe_tag_kind::ac_name, name); }
/// What the answer repeats, so that the host knows it for its own.
[[nodiscard]] constexpr pppoe_tag host_uniq(bytes value) { return other(pppoe_tag_kind::host_uniq, value); }
[[nodiscard]] constexpr pppoe_tag ac_cookie(bytes value) { return other(pppoe_tag_kind::ac_cookie, value); }
[[nodiscard]] constexpr pppoe_tag end_of_list() { return {.kind = pppoe_tag_kind::end_of_list}; }

}  // namespace pppoe_tags
}  // namespace packetry
