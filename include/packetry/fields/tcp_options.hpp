// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/option_list.hpp>
#include <packetry/numbers/tcp_option_kind.hpp>

namespace packetry {

/// One TCP option, made by the functions in `namespace tcp_opt`.
using tcp_option = basic_option<tcp_option_kind, 40>;

/// The options of a TCP header (RFC 9293 section 3.2): at most 40 octets fit; padded to 4 with end-of-list when sent.
///
/// \code
/// tcp{.options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 0), tcp_opt::nop(), tcp_opt::wscale(7)}}
/// \endcode
using tcp_options = option_list<tcp_option_kind, 40>;

namespace tcp_opt {

[[nodiscard]] constexpr tcp_option eol() { return {.kind = tcp_option_kind::eol, .single = true}; }
[[nodiscard]] constexpr tcp_option nop() { return {.kind = tcp_option_kind::nop, .single = true}; }

/// Largest segment this end takes, in octets (RFC 9293 section 3.7.1).
[[nodiscard]] constexpr tcp_option mss(std::uint16_t octets) { return detail::option_of<tcp_option>(tcp_option_kind::mss, octets); }

/// Window scale: a shift of 0 to 14 bits (RFC 7323 section 2).
[[nodiscard]] constexpr tcp_option wscale(std::uint8_t shift) { return detail::option_of<tcp_option>(tcp_option_kind::wscale, shift); }

/// Selective acknowledgment permitted (RFC 2018 section 2).
[[nodiscard]] constexpr tcp_option sack_ok() { return {.kind = tcp_option_kind::sack_ok}; }

/// Blocks received out of order: left and right edges in turn (RFC 2018 section 3).
[[nodiscard]] constexpr tcp_option sack(std::initializer_list<std::uint32_t> edges) {
  tcp_option o{.kind = tcp_option_kind::sack};
  for (const std::uint32_t edge : edges) {
    std::uint8_t word[4];
    detail::store_be<4>(word, edge);
    o.data.append(word, 4);
  }
  return o;
}

/// RFC 7323 section 3.
[[nodiscard]] constexpr tcp_option timestamp(std::uint32_t value, std::uint32_t echo) {
  return detail::option_of<tcp_option>(tcp_option_kind::timestamp, value, echo);
}

/// Any other option by its number.
[[nodiscard]] constexpr tcp_option other(std::uint8_t kind, bytes data) {
  return {.kind = static_cast<tcp_option_kind>(kind), .data = data};
}

}  // namespace tcp_opt
}  // namespace packetry
