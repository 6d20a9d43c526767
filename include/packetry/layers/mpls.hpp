// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/ppp_numbers.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// Above a label that is not the last stands another; what the last one carries no field says, so the first four bits of it
/// are taken for an IP version (RFC 4928 section 3).
struct below_label {
  using space = ip_version;

  template <class View>
  [[nodiscard]] static constexpr std::uint64_t number(const View& v) noexcept {
    using L = typename View::layer_type;
    if (v.template get<&L::s>() == 0) return plain_value(ip_version::label);
    return v.header_end() == v.end() ? 0u : *v.header_end() >> 4;
  }
  [[nodiscard]] static constexpr bool carries(std::uint64_t) noexcept { return true; }
  [[nodiscard]] static constexpr std::uint64_t value(std::uint64_t above) noexcept { return above == plain_value(ip_version::label) ? 0 : 1; }
};

}  // namespace detail

/// One entry of an MPLS label stack (RFC 3032 section 2.1).
///
///      0                   20    23 24     31
///     +-------------------+-----+-+---------+
///     |       label       | cos |s|   ttl   |
///     +-------------------+-----+-+---------+
///
/// Size: 4 octets. Entries stand on one another; above the last IPv4, IPv6, or raw octets (a pseudo wire's frame is not guessed).
///
/// \code
/// ether{} / mpls{.label = 16, .ttl = 64} / mpls{.label = 17, .ttl = 64} / ip{.dst = "192.0.2.2"}
/// \endcode
struct mpls {
  std::uint32_t label = 3;     ///< 20 bits; 0 to 15 are reserved: 3, implicit null, is never sent by a router
  std::uint8_t cos = 0;        ///< traffic class
  computed<std::uint8_t> s{};  ///< 1: the bottom of the stack; left empty 0 below another label
  std::uint8_t ttl = 0;

  static constexpr std::string_view name = "MPLS";
  static constexpr number ids[] = {ether_type::mpls, ether_type::mpls_multicast, ip_protocol::mpls_in_ip, ip_version::label,
                                   ppp_protocol::mpls, ppp_protocol::mpls_multicast};
  // clang-format off
  static constexpr auto wire = layout{
      field{"label", &mpls::label, bits<20>},
      field{"cos",   &mpls::cos,   bits<3>},
      field{"s",     &mpls::s,     bits<1>, found_by<detail::below_label>{}, default_to<1>{}},
      field{"ttl",   &mpls::ttl,   be<8>},
  };
  // clang-format on
  friend constexpr bool operator==(const mpls&, const mpls&) = default;
};

}  // namespace packetry
