// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/flags.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/numbers/ports.hpp>

#include <string_view>

namespace packetry {

struct vxlan_flag_names {
  static constexpr std::string_view names[] = {"OAM", "R", "NextProtocol", "Instance", "V1", "V2", "R", "G"};
};
/// VXLAN flags: "Instance" says that `vni` means something; the others are of VXLAN's extensions.
using vxlan_flags = flag_set<vxlan_flag_names, std::uint8_t>;

/// Virtual eXtensible Local Area Network (RFC 7348 section 5): an Ethernet frame in UDP.
///
///      0       8                       24     31
///     +-------+-------------------------------+
///     | flags |           reserved1           |
///     +-------+-----------------------+-------+
///     |             vni               | res2  |
///     +-------------------------------+-------+
///
/// Size: 8 octets.
///
/// \code
/// ip{.dst = "192.0.2.2"} / udp{} / vxlan{.vni = 42} / ether{} / arp{}
/// \endcode
struct vxlan {
  vxlan_flags flags = std::uint8_t{8};
  std::uint32_t reserved1 = 0;  ///< 24 bits
  std::uint32_t vni = 0;        ///< the virtual network, 24 bits
  std::uint8_t reserved2 = 0;

  static constexpr std::string_view name = "VXLAN";
  static constexpr number ids[] = {udp_port::vxlan};
  // clang-format off
  static constexpr auto wire = layout{
      field{"flags",     &vxlan::flags,     be<8>},
      field{"reserved1", &vxlan::reserved1, be<24>},
      field{"vni",       &vxlan::vni,       be<24>, hexadecimal{}},
      field{"reserved2", &vxlan::reserved2, be<8>, hexadecimal{}, carries<link_type::ethernet>{}},
  };
  // clang-format on
  static constexpr std::string_view summary = "VXLAN (vni={vni})";

  friend constexpr bool operator==(const vxlan&, const vxlan&) = default;
};

}  // namespace packetry
