// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/flags.hpp>
#include <packetry/fields/ip_options.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/icmp_type.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/numbers/loopback_family.hpp>
#include <packetry/numbers/ppp_numbers.hpp>

#include <array>
#include <string_view>

namespace packetry {

/// Internet Protocol version 4 header (RFC 791 section 3.1).
///
/// Size: 20 octets and the options, in words of 4. `Quoted`: the header of the packet that an ICMP error quotes.
///
/// \code
/// ip{.ttl = 1, .dst = "192.168.2.254"} / icmp{}
/// \endcode
template <bool Quoted>
struct basic_ip {
  std::uint8_t version = 4;
  computed<std::uint8_t> ihl{};          ///< header length in words of 4 octets
  std::uint8_t tos = 0;                  ///< differentiated services and ECN
  computed<std::uint16_t> len{};         ///< octets, this header and everything above it
  std::uint16_t id = 1;
  ip_flags flags{};
  std::uint16_t frag = 0;                ///< fragment offset in units of 8 octets
  std::uint8_t ttl = 64;                 ///< hops
  computed<ip_protocol> proto{};         ///< implied by the layer above
  computed<std::uint16_t> chksum{};
  computed<ipv4_address> src{};          ///< the transport's: the route's source address; 0.0.0.0 as octets alone
  ipv4_address dst{127, 0, 0, 1};
  ip_options options{};

  static constexpr std::string_view name = Quoted ? "IPerror" : "IP", title = Quoted ? "IP in ICMP" : "IP";
  static constexpr auto ids = [] {
    if constexpr (Quoted) {
      return std::array{number{icmp_type::dest_unreach}, number{icmp_type::source_quench}, number{icmp_type::redirect},
                        number{icmp_type::time_exceeded}, number{icmp_type::parameter_problem}, number{quoted_protocol{4}}};
    } else {
      return std::array{number{ether_type::ipv4}, number{ip_protocol::ipip}, number{next_header::ipv4}, number{link_type::raw_ip}, number{link_type::ipv4},
                        number{ip_version::v4}, number{loopback_family::ipv4}, number{swapped(loopback_family::ipv4)},
                        number{ppp_protocol::ipv4}};
    }
  }();
  // clang-format off
  static constexpr auto wire = layout{
      field{"version", &basic_ip::version, bits<4>},
      field{"ihl",     &basic_ip::ihl,     bits<4>,  header_words<4>{}},
      field{"tos",     &basic_ip::tos,     be<8>,    hexadecimal{}},
      field{"len",     &basic_ip::len,     be<16>,   total_length{}},
      field{"id",      &basic_ip::id,      be<16>},
      field{"flags",   &basic_ip::flags,   bits<3>,  more_fragments<1>{}},
      field{"frag",    &basic_ip::frag,    bits<13>, fragment_offset{}},
      field{"ttl",     &basic_ip::ttl,     be<8>},
      field{"proto",   &basic_ip::proto,   be<8>,    selects<std::conditional_t<Quoted, quoted_protocol, ip_protocol>>{}},
      field{"chksum",  &basic_ip::chksum,  be<16>,   header_checksum{}, hexadecimal{}},
      field{"src",     &basic_ip::src,     be<32>,   addresses{}},
      field{"dst",     &basic_ip::dst,     be<32>,   addresses{}},
      field{"options", &basic_ip::options, rest_of_header, source_route{}},
  };
  // clang-format on
  static constexpr reply_rules<exchanges<&basic_ip::src, &basic_ip::dst>, same<&basic_ip::proto>,
                               quotes<&basic_ip::src, &basic_ip::dst, &basic_ip::proto>> reply{};

  friend constexpr bool operator==(const basic_ip&, const basic_ip&) = default;
};

using ip = basic_ip<false>;
using ip_error = basic_ip<true>;

}  // namespace packetry
