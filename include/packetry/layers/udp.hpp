// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/ports.hpp>

#include <string_view>

namespace packetry {

/// User Datagram Protocol header (RFC 768; over IPv6: RFC 8200 section 8.1).
///
///      0       7 8     15 16    23 24    31
///     +--------+--------+--------+--------+
///     |      sport      |      dport      |
///     +--------+--------+--------+--------+
///     |       len       |     chksum      |
///     +--------+--------+--------+--------+
///
/// Size: 8 octets. `Quoted`: the header inside the packet that an ICMP error quotes.
template <bool Quoted>
struct basic_udp {
  computed<std::uint16_t> sport{}, dport{};  ///< implied by the layer above (dns: 53), else 53
  computed<std::uint16_t> len{};             ///< octets, this header and everything above it
  computed<std::uint16_t> chksum{};          ///< set to 0 to send "no checksum" (IPv4 only)

  static constexpr std::string_view name = Quoted ? "UDPerror" : "UDP", title = Quoted ? "UDP in ICMP" : "UDP";
  static constexpr number ids[] = {Quoted ? number{quoted_protocol{17}} : number{ip_protocol::udp},
                                   Quoted ? number{quoted_next_header{17}} : number{next_header::udp}};
  // clang-format off
  static constexpr auto wire = layout{
      field{"sport",  &basic_udp::sport,  be<16>, selects_unless<Quoted, udp_port>{}, default_to<53>{},
            std::conditional_t<Quoted, no_rule, selects_part<udp_ports, 16>>{}},
      field{"dport",  &basic_udp::dport,  be<16>, selects_unless<Quoted, udp_port>{}, default_to<53>{},
            std::conditional_t<Quoted, no_rule, selects_part<udp_ports, 0>>{}},
      field{"len",    &basic_udp::len,    be<16>, total_length{}},
      field{"chksum", &basic_udp::chksum, be<16>, transport_checksum{}, zero_is_none{}, hexadecimal{}},
  };
  // clang-format on
  // The port that the reply comes from is not compared: a TFTP server answers from another (RFC 1350 section 4).
  static constexpr reply_rules<mirrors<&basic_udp::dport, &basic_udp::sport>, quotes<&basic_udp::sport, &basic_udp::dport>> reply{};

  friend constexpr bool operator==(const basic_udp&, const basic_udp&) = default;
};

using udp = basic_udp<false>;
using udp_error = basic_udp<true>;

}  // namespace packetry
