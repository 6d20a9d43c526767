// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/bpdu_time.hpp>
#include <packetry/fields/mac_address.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/numbers/llc_numbers.hpp>

#include <string_view>

namespace packetry {

/// Configuration message of the Spanning Tree Protocol (IEEE 802.1D clause 9.3.1). Size: 35 octets.
struct stp {
  std::uint16_t proto = 0;
  std::uint8_t version = 0, bpdutype = 0, bpduflags = 0;
  std::uint16_t rootid = 0;    ///< priority of the root
  mac_address rootmac{};
  std::uint32_t pathcost = 0;  ///< to the root
  std::uint16_t bridgeid = 0;
  mac_address bridgemac{};
  std::uint16_t portid = 0;
  bpdu_time age = bpdu_time::seconds(1), maxage = bpdu_time::seconds(20), hellotime = bpdu_time::seconds(2),
            fwddelay = bpdu_time::seconds(15);

  static constexpr std::string_view name = "STP", title = "Spanning Tree Protocol";
  static constexpr number ids[] = {llc_service::stp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"proto",     &stp::proto,     be<16>},
      field{"version",   &stp::version,   be<8>},
      field{"bpdutype",  &stp::bpdutype,  be<8>},
      field{"bpduflags", &stp::bpduflags, be<8>},
      field{"rootid",    &stp::rootid,    be<16>},
      field{"rootmac",   &stp::rootmac,   be<48>},
      field{"pathcost",  &stp::pathcost,  be<32>},
      field{"bridgeid",  &stp::bridgeid,  be<16>},
      field{"bridgemac", &stp::bridgemac, be<48>},
      field{"portid",    &stp::portid,    be<16>},
      field{"age",       &stp::age,       be<16>},
      field{"maxage",    &stp::maxage,    be<16>},
      field{"hellotime", &stp::hellotime, be<16>},
      field{"fwddelay",  &stp::fwddelay,  be<16>},
  };
  // clang-format on
  friend constexpr bool operator==(const stp&, const stp&) = default;
};

}  // namespace packetry
