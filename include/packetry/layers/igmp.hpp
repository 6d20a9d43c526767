// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address_list.hpp>
#include <packetry/fields/small_list.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/records.hpp>
#include <packetry/numbers/igmp_type.hpp>
#include <packetry/numbers/ip_protocol.hpp>

#include <string_view>

namespace packetry {

/// Internet Group Management Protocol, versions 1 and 2 (RFC 1112 appendix I, RFC 2236 section 2).
///
///      0       8       16              31
///     +-------+-------+---------------+
///     | type  |mrcode |    chksum     |
///     +-------+-------+---------------+
///     |             gaddr             |
///     +-------------------------------+
///
/// Size: 8 octets. Wants a TTL of 1 and the router alert option.
///
/// \code
/// ip{.ttl = 1, .dst = "239.1.2.3", .options = {ip_opt::router_alert()}} / igmp{.type = igmp_type::report_v2, .gaddr = "239.1.2.3"}
/// \endcode
struct igmp {
  igmp_type type = igmp_type::query;
  std::uint8_t mrcode = 20;         ///< how long an answer may take, tenths of a second
  computed<std::uint16_t> chksum{};
  ipv4_address gaddr{};             ///< the group; 0.0.0.0: a query for all

  static constexpr std::string_view name = "IGMP";
  static constexpr std::string_view summary[] = {"IGMP: {IP.src} > {IP.dst} {type} {gaddr}", "IGMP {type} {gaddr}"};
  static constexpr number ids[] = {ip_protocol::igmp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"type",   &igmp::type,   be<8>},
      field{"mrcode", &igmp::mrcode, be<8>},
      field{"chksum", &igmp::chksum, be<16>, message_checksum{}, hexadecimal{}},
      field{"gaddr",  &igmp::gaddr,  be<32>},
  };
  // clang-format on
  friend constexpr bool operator==(const igmp&, const igmp&) = default;
};

/// What an IGMPv3 report says of one group (RFC 9776 section 4.2.5). Size: 8 octets, its sources and auxiliary data.
struct igmp_record {
  igmp_record_type rtype = igmp_record_type::mode_is_include;
  computed<std::uint8_t> auxdlen{};  ///< words of 4 octets
  computed<std::uint16_t> numsrc{};
  ipv4_address maddr{};              ///< the group
  ipv4_address_list srcaddrs{};
  octets auxdata{};

  static constexpr std::string_view name = "IGMPv3gr";
  // clang-format off
  static constexpr auto wire = layout{
      field{"rtype",    &igmp_record::rtype,    be<8>},
      field{"auxdlen",  &igmp_record::auxdlen,  be<8>, size_of<&igmp_record::auxdata, 4>{}},
      field{"numsrc",   &igmp_record::numsrc,   be<16>, count_of<&igmp_record::srcaddrs>{}},
      field{"maddr",    &igmp_record::maddr,    be<32>},
      field{"srcaddrs", &igmp_record::srcaddrs, elements_counted_by<&igmp_record::numsrc, 4>},
      field{"auxdata",  &igmp_record::auxdata,  octets_counted_by<&igmp_record::auxdlen, 4>},
  };
  // clang-format on
  friend constexpr bool operator==(const igmp_record&, const igmp_record&) = default;
};

/// Version 3 (RFC 9776 section 4): queries that name sources, reports of many groups.
///
/// Size: a query 12 octets and its sources, a report 8 and its records. A query of 8 octets is one of an earlier version.
///
/// \code
/// ip{.ttl = 1, .dst = "224.0.0.22"} /
///     igmpv3{.type = igmp_type::report_v3, .records = {{.rtype = igmp_record_type::change_to_exclude, .maddr = "239.1.2.3"}}}
/// \endcode
struct igmpv3 {
  igmp_type type = igmp_type::query;
  std::uint8_t mrcode = 20;          ///< tenths of a second, from 128 on a floating point number; a report's is reserved
  computed<std::uint16_t> chksum{};
  ipv4_address gaddr{};
  std::uint8_t resv = 0;
  std::uint8_t s = 0;                ///< routers are not to update their timers
  std::uint8_t qrv = 0;              ///< the querier's robustness: how often it repeats itself
  std::uint8_t qqic = 0;             ///< seconds between its queries, coded as `mrcode`
  computed<std::uint16_t> numsrc{};
  ipv4_address_list srcaddrs{};
  std::uint16_t res2 = 0;
  computed<std::uint16_t> numgrp{};
  small_list<igmp_record, 0> records{};

  static constexpr std::string_view name = "IGMPv3";
  static constexpr std::string_view summary[] = {"IGMPv3: {IP.src} > {IP.dst} {type}", "IGMPv3 {type}"};
  static constexpr number ids[] = {ip_protocol::igmp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"type",   &igmpv3::type,   be<8>, one_of<igmp_type::query, igmp_type::report_v3>{}},
      field{"mrcode", &igmpv3::mrcode, be<8>},
      field{"chksum", &igmpv3::chksum, be<16>, message_checksum{}, hexadecimal{}},
      choice<&igmpv3::type>(
          on<igmp_type::report_v3>(
              field{"res2",     &igmpv3::res2,     be<16>, hexadecimal{}},
              field{"numgrp",   &igmpv3::numgrp,   be<16>, count_of<&igmpv3::records>{}},
              field{"records",  &igmpv3::records,  packetry::records<igmp_record, &igmpv3::numgrp>}),
          otherwise(
              field{"gaddr",    &igmpv3::gaddr,    be<32>},
              field{"resv",     &igmpv3::resv,     bits<4>},
              field{"s",        &igmpv3::s,        bits<1>},
              field{"qrv",      &igmpv3::qrv,      bits<3>},
              field{"qqic",     &igmpv3::qqic,     be<8>},
              field{"numsrc",   &igmpv3::numsrc,   be<16>, count_of<&igmpv3::srcaddrs>{}},
              field{"srcaddrs", &igmpv3::srcaddrs, elements_counted_by<&igmpv3::numsrc, 4>})),
  };
  // clang-format on
  friend constexpr bool operator==(const igmpv3&, const igmpv3&) = default;
};

}  // namespace packetry
