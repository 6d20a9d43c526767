// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv6_address_list.hpp>
#include <packetry/fields/nd_options.hpp>
#include <packetry/fields/small_list.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/records.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/icmpv6_type.hpp>
#include <packetry/numbers/ip_protocol.hpp>

#include <string_view>

namespace packetry {

/// A multicast address record of an MLDv2 report (RFC 9777 section 5.2). Size: 20 octets, its sources and auxiliary data.
struct mld_record {
  mld_record_type rtype = mld_record_type::change_to_exclude;
  computed<std::uint8_t> auxdata_len{};      ///< words of 4 octets
  computed<std::uint16_t> sources_number{};
  ipv6_address dst{};                        ///< the group
  ipv6_address_list sources{};
  octets auxdata{};

  static constexpr std::string_view name = "ICMPv6MLDMultAddrRec", title = "ICMPv6 MLDv2 - Multicast Address Record";
  // clang-format off
  static constexpr auto wire = layout{
      field{"rtype",          &mld_record::rtype,          be<8>},
      field{"auxdata_len",    &mld_record::auxdata_len,    be<8>, size_of<&mld_record::auxdata, 4>{}},
      field{"sources_number", &mld_record::sources_number, be<16>, count_of<&mld_record::sources>{}},
      field{"dst",            &mld_record::dst,            fixed_octets<16>},
      field{"sources",        &mld_record::sources,        elements_counted_by<&mld_record::sources_number, 16>},
      field{"auxdata",        &mld_record::auxdata,        octets_counted_by<&mld_record::auxdata_len, 4>},
  };
  // clang-format on
  friend constexpr bool operator==(const mld_record&, const mld_record&) = default;
};

namespace detail {

/// An echo brings back the octets that were sent (RFC 4443 section 4.2).
struct same_echo_data {
  static constexpr std::string_view text = "its data is not the request's";

  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t) noexcept {
    if (request.octets()[0] != 128) return true;
    const bytes mine = reply.octets(), theirs = request.octets();
    bool same = mine.size() == theirs.size();
    for (std::size_t i = 8; same && i < mine.size(); ++i) same = mine[i] == theirs[i];
    return same;
  }
};

}  // namespace detail

/// Internet Control Message Protocol for IPv6 (RFC 4443), with neighbour discovery (RFC 4861) and multicast listener discovery
/// (RFC 2710; version 2: RFC 9777).
///
///      0       8       16              31
///     +-------+-------+---------------+
///     | type  | code  |     cksum     |
///     +-------+-------+---------------+
///     |      by type: 4 octets or more
///
/// Size: 8 octets and data, or options; RA 16, NS and NA 24, redirect 40. Which fields there are is decided by `type`. An error
/// (types 1 to 4) quotes the packet it is about: ipv6_error / udp_error / … Neighbour discovery wants a hop limit of 255.
///
/// \code
/// ipv6{.hlim = 255, .dst = "ff02::1:ff00:2"} / icmpv6{.type = icmpv6_type::neighbor_solicitation, .tgt = "fe80::2"}
/// \endcode
struct icmpv6 {
  icmpv6_type type = icmpv6_type::echo_request;
  std::uint8_t code = 0;
  computed<std::uint16_t> cksum{};
  std::uint16_t id = 0, seq = 0;             ///< of an echo
  octets data{};
  std::uint8_t length = 0;                   ///< of the quoted packet, in words of 8 octets (RFC 4884)
  std::uint32_t unused = 0;
  std::uint32_t mtu = 1280;                  ///< octets
  std::uint32_t ptr = 6;                     ///< the octet of the quoted packet that is wrong
  computed<std::uint16_t> mrd{};             ///< maximum response delay, milliseconds; of a query, left empty, 10000
  std::uint16_t reserved = 0;
  ipv6_address mladdr{};                     ///< the group; ::: a query for all
  octets v2{};                               ///< of a query of version 2: S and QRV, QQIC, the count of sources, sources
  computed<std::uint16_t> records_number{};
  small_list<mld_record, 0> records{};
  std::uint32_t res = 0;
  std::uint8_t chlim = 0;                    ///< hop limit for hosts to use; 0: not said
  std::uint8_t M = 0;                        ///< addresses by DHCPv6
  computed<std::uint8_t> O{};                ///< RA: other things by DHCPv6, else 0; NA: override, else 1
  std::uint8_t H = 0;                        ///< home agent
  router_preference prf = router_preference::high;  ///< of this router to others (RFC 4191)
  std::uint8_t P = 0;                        ///< proxy
  std::uint16_t routerlifetime = 1800;       ///< seconds
  std::uint32_t reachabletime = 0, retranstimer = 0;  ///< milliseconds
  std::uint8_t R = 1, S = 0;                 ///< a router says this; it was asked
  ipv6_address tgt{}, dst{};
  nd_options options{};
  octets msgbody{};                          ///< of any other type

  static constexpr std::string_view name = "ICMPv6";
  static constexpr number ids[] = {next_header::icmpv6};
  // clang-format off
  static constexpr auto wire = layout{
      field{"type",  &icmpv6::type,  be<8>,  selects<>{}},
      field{"code",  &icmpv6::code,  be<8>,  named_by<&icmpv6::type>{}},
      field{"cksum", &icmpv6::cksum, be<16>, transport_checksum{}, hexadecimal{}},
      choice<&icmpv6::type>(
          on<icmpv6_type::echo_request, icmpv6_type::echo_reply>(
              field{"id",   &icmpv6::id,   be<16>, hexadecimal{}},
              field{"seq",  &icmpv6::seq,  be<16>, hexadecimal{}},
              field{"data", &icmpv6::data, rest_of_layer}),
          on<icmpv6_type::dest_unreach, icmpv6_type::time_exceeded>(
              field{"length", &icmpv6::length, be<8>},
              field{"unused", &icmpv6::unused, bits<24>, hexadecimal{}},
              shown{"extpad", "''"}, shown{"ext", "None"}),
          on<icmpv6_type::packet_too_big>(field{"mtu", &icmpv6::mtu, be<32>}),
          on<icmpv6_type::parameter_problem>(field{"ptr", &icmpv6::ptr, be<32>}),
          on<icmpv6_type::mld_query>(
              field{"mrd",      &icmpv6::mrd,      be<16>, default_to<10000>{}},
              field{"reserved", &icmpv6::reserved, be<16>},
              field{"mladdr",   &icmpv6::mladdr,   fixed_octets<16>},
              field{"v2",       &icmpv6::v2,       rest_of_layer}),
          on<icmpv6_type::mld_report, icmpv6_type::mld_done>(
              field{"mrd",      &icmpv6::mrd,      be<16>},
              field{"reserved", &icmpv6::reserved, be<16>},
              field{"mladdr",   &icmpv6::mladdr,   fixed_octets<16>}),
          on<icmpv6_type::mld2_report>(
              field{"reserved",       &icmpv6::reserved,       be<16>},
              field{"records_number", &icmpv6::records_number, be<16>, count_of<&icmpv6::records>{}},
              field{"records",        &icmpv6::records,        packetry::records<mld_record, &icmpv6::records_number>}),
          on<icmpv6_type::router_solicitation>(
              field{"res",     &icmpv6::res,     be<32>},
              field{"options", &icmpv6::options, whole_options<nd_options>}),
          on<icmpv6_type::router_advertisement>(
              field{"chlim",          &icmpv6::chlim, be<8>},
              field{"M",              &icmpv6::M,     bits<1>},
              field{"O",              &icmpv6::O,     bits<1>, default_to<0>{}},
              field{"H",              &icmpv6::H,     bits<1>},
              field{"prf",            &icmpv6::prf,   bits<2>},
              field{"P",              &icmpv6::P,     bits<1>},
              field{"res",            &icmpv6::res,   bits<2>},
              field{"routerlifetime", &icmpv6::routerlifetime, be<16>},
              field{"reachabletime",  &icmpv6::reachabletime,  be<32>},
              field{"retranstimer",   &icmpv6::retranstimer,   be<32>},
              field{"options",        &icmpv6::options,        whole_options<nd_options>}),
          on<icmpv6_type::neighbor_solicitation>(
              field{"res",     &icmpv6::res,     be<32>},
              field{"tgt",     &icmpv6::tgt,     fixed_octets<16>},
              field{"options", &icmpv6::options, whole_options<nd_options>}),
          on<icmpv6_type::neighbor_advertisement>(
              field{"R",       &icmpv6::R,       bits<1>},
              field{"S",       &icmpv6::S,       bits<1>},
              field{"O",       &icmpv6::O,       bits<1>, default_to<1>{}},
              field{"res",     &icmpv6::res,     bits<29>, hexadecimal{}},
              field{"tgt",     &icmpv6::tgt,     fixed_octets<16>},
              field{"options", &icmpv6::options, whole_options<nd_options>}),
          on<icmpv6_type::redirect>(
              field{"res",     &icmpv6::res,     be<32>, hexadecimal{}},
              field{"tgt",     &icmpv6::tgt,     fixed_octets<16>},
              field{"dst",     &icmpv6::dst,     fixed_octets<16>},
              field{"options", &icmpv6::options, whole_options<nd_options>}),
          otherwise(field{"msgbody", &icmpv6::msgbody, rest_of_layer})),
  };
  // clang-format on
  static constexpr reply_rules<
      by_pairs<&icmpv6::type, icmpv6_type::echo_request, icmpv6_type::echo_reply, icmpv6_type::router_solicitation,
               icmpv6_type::router_advertisement, icmpv6_type::neighbor_solicitation, icmpv6_type::neighbor_advertisement,
               icmpv6_type::mld_query, icmpv6_type::mld_report>,
      same<&icmpv6::id>, same<&icmpv6::seq>, same<&icmpv6::tgt>, satisfies<detail::same_echo_data>, final_layer,
      reports<&icmpv6::type, icmpv6_type::dest_unreach, icmpv6_type::packet_too_big, icmpv6_type::time_exceeded,
              icmpv6_type::parameter_problem>> reply{};

  friend constexpr bool operator==(const icmpv6&, const icmpv6&) = default;
};

/// A message too short for what its type says. Size: 4 octets and the rest.
struct icmpv6_unknown {
  icmpv6_type type{};
  std::uint8_t code = 0;
  computed<std::uint16_t> cksum{};
  octets msgbody{};

  static constexpr std::string_view name = "ICMPv6Unknown", title = "Scapy6 ICMPv6 fallback class";
  static constexpr number ids[] = {next_header::icmpv6};
  // clang-format off
  static constexpr auto wire = layout{
      field{"type",    &icmpv6_unknown::type,    be<8>},
      field{"code",    &icmpv6_unknown::code,    be<8>},
      field{"cksum",   &icmpv6_unknown::cksum,   be<16>, transport_checksum{}, hexadecimal{}},
      field{"msgbody", &icmpv6_unknown::msgbody, rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const icmpv6_unknown&, const icmpv6_unknown&) = default;
};

}  // namespace packetry
