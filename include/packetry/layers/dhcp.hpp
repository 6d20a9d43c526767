// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/dhcp_options.hpp>
#include <packetry/fields/flags.hpp>
#include <packetry/fields/padded_octets.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/hardware_type.hpp>
#include <packetry/numbers/ports.hpp>

#include <string_view>

namespace packetry {

/// Bootstrap Protocol (RFC 951, RFC 1542), below DHCP as well.
///
/// Size: 236 octets. Sent by a server unless both ports say otherwise: `udp{.sport = 68, .dport = 67} / bootp{}` asks.
/// A reply may be sent to an address that the client does not have yet.
struct bootp {
  bootp_op op = bootp_op::request;
  hardware_type htype = hardware_type::ethernet;
  std::uint8_t hlen = 6;                 ///< octets of `chaddr` that mean something
  std::uint8_t hops = 0;
  std::uint32_t xid = 0;                 ///< what the reply repeats
  std::uint16_t secs = 0;                ///< since the client began
  bootp_flags flags{};
  ipv4_address ciaddr{}, yiaddr{};       ///< the client's address, as it knows it, and as it is given
  ipv4_address siaddr{}, giaddr{};       ///< of the next server, of a relay agent
  padded_octets<16> chaddr{};            ///< the client's hardware address
  padded_octets<64> sname{};             ///< the server's name
  padded_octets<128> file{};             ///< to boot from

  static constexpr std::string_view name = "BOOTP";
  static constexpr number ids[] = {udp_ports::bootp_reply, udp_ports::bootp_request, udp_ports::bootp_relay};
  // clang-format off
  static constexpr auto wire = layout{
      field{"op",     &bootp::op,     be<8>},
      field{"htype",  &bootp::htype,  be<8>},
      field{"hlen",   &bootp::hlen,   be<8>},
      field{"hops",   &bootp::hops,   be<8>},
      field{"xid",    &bootp::xid,    be<32>, hexadecimal{}},
      field{"secs",   &bootp::secs,   be<16>},
      field{"flags",  &bootp::flags,  be<16>},
      field{"ciaddr", &bootp::ciaddr, be<32>},
      field{"yiaddr", &bootp::yiaddr, be<32>},
      field{"siaddr", &bootp::siaddr, be<32>},
      field{"giaddr", &bootp::giaddr, be<32>},
      field{"chaddr", &bootp::chaddr, fixed_octets<16>, printed_as<mac_address, &bootp::htype, hardware_type::ethernet>{}},
      field{"sname",  &bootp::sname,  fixed_octets<64>},
      field{"file",   &bootp::file,   fixed_octets<128>, carries<bootp_vendor::dhcp>{}},
  };
  // clang-format on
  static constexpr reply_rules<by_pairs<&bootp::op, bootp_op::request, bootp_op::reply>, same<&bootp::xid>, final_layer> reply{};

  friend constexpr bool operator==(const bootp&, const bootp&) = default;
};

/// Dynamic Host Configuration Protocol: the options behind a BOOTP header (RFC 2131, RFC 2132).
///
/// Size: 4 octets and the options. Octets behind `end` stay with it, and mean nothing.
///
/// \code
/// bootp{.xid = 1} / dhcp{.options = {dhcp_opt::message(dhcp_message::discover), dhcp_opt::end()}}
/// \endcode
struct dhcp {
  bootp_vendor magic = bootp_vendor::dhcp;
  dhcp_options options{};

  static constexpr std::string_view name = "DHCP", title = "DHCP options";
  static constexpr number ids[] = {bootp_vendor::dhcp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"magic",   &dhcp::magic,   be<32>, must_be<bootp_vendor::dhcp>{}, hexadecimal{}},
      field{"options", &dhcp::options, whole_options<dhcp_options>},
  };
  // clang-format on
  friend constexpr bool operator==(const dhcp&, const dhcp&) = default;
};

}  // namespace packetry
