// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/address_octets.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/arp_operation.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/hardware_type.hpp>

#include <string_view>

namespace packetry {

/// Address Resolution Protocol (RFC 826; probes and announcements: RFC 5227).
///
/// Size: 8 octets and twice each address: 28 for IPv4 on Ethernet. Nothing follows; what does is padding.
///
/// \code
/// ether{} / arp{.pdst = "192.168.2.254"}                            // who has
/// arp{.psrc = "0.0.0.0", .pdst = "192.168.2.254"}                   // probe
/// arp{.psrc = "192.168.2.253", .pdst = "192.168.2.253"}             // announcement
/// \endcode
struct arp {
  hardware_type hwtype = hardware_type::ethernet;
  ether_type ptype = ether_type::ipv4;
  computed<std::uint8_t> hwlen{}, plen{};  ///< octets of an address
  arp_operation op = arp_operation::who_has;
  computed<hardware_octets> hwsrc{};       ///< the transport's: the interface's address
  computed<protocol_octets> psrc{};        ///< the transport's: the route's source address
  hardware_octets hwdst{};
  protocol_octets pdst{};

  static constexpr std::string_view name = "ARP";
  static constexpr number ids[] = {ether_type::arp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"hwtype", &arp::hwtype, be<16>},
      field{"ptype",  &arp::ptype,  be<16>},
      field{"hwlen",  &arp::hwlen,  be<8>, size_of<&arp::hwsrc>{}},
      field{"plen",   &arp::plen,   be<8>, size_of<&arp::psrc>{}},
      field{"op",     &arp::op,     be<16>},
      field{"hwsrc",  &arp::hwsrc,  octets_counted_by<&arp::hwlen>, printed_as<mac_address, &arp::hwtype, hardware_type::ethernet>{}},
      field{"psrc",   &arp::psrc,   octets_counted_by<&arp::plen>,  printed_as<ipv4_address, &arp::ptype, ether_type::ipv4>{}},
      field{"hwdst",  &arp::hwdst,  octets_counted_by<&arp::hwlen>, printed_as<mac_address, &arp::hwtype, hardware_type::ethernet>{}},
      field{"pdst",   &arp::pdst,   octets_counted_by<&arp::plen>,  printed_as<ipv4_address, &arp::ptype, ether_type::ipv4>{}, ends_packet{}},
  };
  // clang-format on
  static constexpr reply_rules<
      by_pairs<&arp::op, arp_operation::who_has, arp_operation::is_at, arp_operation::rarp_req, arp_operation::rarp_rep,
               arp_operation::dyn_rarp_req, arp_operation::dyn_rarp_rep, arp_operation::inarp_req, arp_operation::inarp_rep>,
      mirrors<&arp::psrc, &arp::pdst>, final_layer> reply{};

  friend constexpr bool operator==(const arp&, const arp&) = default;
};

}  // namespace packetry
