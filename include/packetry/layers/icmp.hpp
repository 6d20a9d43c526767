// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/time_of_day.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/icmp_type.hpp>
#include <packetry/numbers/ip_protocol.hpp>

#include <string_view>

namespace packetry {

/// Internet Control Message Protocol (RFC 792; address masks: RFC 950; next-hop MTU: RFC 1191; lengths: RFC 4884).
///
/// Size: 8 octets; timestamps 20, address masks 12. Which fields there are is decided by `type`. An error (unreachable,
/// quench, redirect, time exceeded, parameter problem) quotes the packet it is about: ip_error / udp_error / …
/// `Quoted`: the message inside the packet that an ICMP error quotes.
///
/// \code
/// ip{.dst = "192.168.2.254"} / icmp{.id = 7, .seq = 1} / "ping"
/// \endcode
template <bool Quoted>
struct basic_icmp {
  icmp_type type = icmp_type::echo_request;
  std::uint8_t code = 0;
  computed<std::uint16_t> chksum{};
  std::uint16_t id = 0, seq = 0;
  time_of_day ts_ori{}, ts_rx{}, ts_tx{};  ///< milliseconds since midnight UTC
  ipv4_address gw{};
  std::uint8_t ptr = 0;                    ///< the octet of the quoted header that is wrong
  std::uint8_t reserved = 0;
  std::uint8_t length = 0;                 ///< of the quoted packet, in words of 4 octets (RFC 4884)
  ipv4_address addr_mask{};
  std::uint16_t nexthopmtu = 0;            ///< octets
  std::uint32_t unused = 0;

  static constexpr std::string_view name = Quoted ? "ICMPerror" : "ICMP", title = Quoted ? "ICMP in ICMP" : "ICMP";
  static constexpr number ids[] = {Quoted ? number{quoted_protocol{1}} : number{ip_protocol::icmp}};
  // clang-format off
  static constexpr auto wire = layout{
      field{"type",   &basic_icmp::type,   be<8>,  selects<>{}},
      field{"code",   &basic_icmp::code,   be<8>,  named_by<&basic_icmp::type>{}},
      field{"chksum", &basic_icmp::chksum, be<16>, message_checksum{}, hexadecimal{}},
      choice<&basic_icmp::type>(
          on<icmp_type::echo_request, icmp_type::echo_reply, icmp_type::information_request, icmp_type::information_response,
             icmp_type{37}, icmp_type{38}>(
              field{"id",     &basic_icmp::id,  be<16>, hexadecimal{}},
              field{"seq",    &basic_icmp::seq, be<16>, hexadecimal{}},
              shown{"unused", "''"}),
          on<icmp_type::timestamp_request, icmp_type::timestamp_reply>(
              field{"id",     &basic_icmp::id,     be<16>, hexadecimal{}},
              field{"seq",    &basic_icmp::seq,    be<16>, hexadecimal{}},
              field{"ts_ori", &basic_icmp::ts_ori, be<32>},
              field{"ts_rx",  &basic_icmp::ts_rx,  be<32>},
              field{"ts_tx",  &basic_icmp::ts_tx,  be<32>},
              shown{"unused", "''"}),
          on<icmp_type::address_mask_request, icmp_type::address_mask_reply>(
              field{"id",        &basic_icmp::id,        be<16>, hexadecimal{}},
              field{"seq",       &basic_icmp::seq,       be<16>, hexadecimal{}},
              field{"addr_mask", &basic_icmp::addr_mask, be<32>},
              shown{"unused",    "''"}),
          on<icmp_type::redirect>(
              field{"gw",     &basic_icmp::gw, be<32>},
              shown{"unused", "''"}),
          on<icmp_type::dest_unreach>(
              field{"reserved",   &basic_icmp::reserved,   be<8>},
              field{"length",     &basic_icmp::length,     be<8>},
              field{"nexthopmtu", &basic_icmp::nexthopmtu, be<16>},
              shown{"unused", "''"}, shown{"extpad", "''"}, shown{"ext", "None"}),
          on<icmp_type::time_exceeded>(
              field{"reserved", &basic_icmp::reserved, be<8>},
              field{"length",   &basic_icmp::length,   be<8>},
              field{"unused",   &basic_icmp::unused,   be<16>},
              shown{"extpad", "''"}, shown{"ext", "None"}),
          on<icmp_type::parameter_problem>(
              field{"ptr",    &basic_icmp::ptr,    be<8>},
              field{"length", &basic_icmp::length, be<8>},
              field{"unused", &basic_icmp::unused, be<16>},
              shown{"extpad", "''"}, shown{"ext", "None"}),
          otherwise(field{"unused", &basic_icmp::unused, be<32>})),
  };
  // clang-format on
  static constexpr reply_rules<
      by_pairs<&basic_icmp::type, icmp_type::echo_request, icmp_type::echo_reply, icmp_type::timestamp_request,
               icmp_type::timestamp_reply, icmp_type::information_request, icmp_type::information_response,
               icmp_type::address_mask_request, icmp_type::address_mask_reply, icmp_type{33}, icmp_type{34}, icmp_type{35},
               icmp_type{36}, icmp_type{37}, icmp_type{38}>,
      same<&basic_icmp::id>, same<&basic_icmp::seq>, final_layer,
      reports<&basic_icmp::type, icmp_type::dest_unreach, icmp_type::source_quench, icmp_type::redirect, icmp_type::time_exceeded,
              icmp_type::parameter_problem>,
      quotes<&basic_icmp::type, &basic_icmp::code, &basic_icmp::id, &basic_icmp::seq>> reply{};

  friend constexpr bool operator==(const basic_icmp&, const basic_icmp&) = default;
};

using icmp = basic_icmp<false>;
using icmp_error = basic_icmp<true>;

}  // namespace packetry
