// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ether_type.hpp>

#include <string_view>

namespace packetry {

/// Customer VLAN tag (IEEE 802.1Q clause 9.6).
///
///      0                   16                  31
///     +----+---+-----------+-------------------+
///     |prio|dei|   vlan    |       type        |
///     +----+---+-----------+-------------------+
///
/// Size: 4 octets. A reply with a tag can answer a request without one: the network may have put it on.
struct dot1q {
  std::uint8_t prio = 0;        ///< priority code point, 0 to 7
  std::uint8_t dei = 0;         ///< 1: may be dropped first
  std::uint16_t vlan = 1;       ///< VLAN identifier, 0 to 4095
  computed<ether_type> type{};  ///< implied by the layer above

  static constexpr std::string_view name = "Dot1Q", title = "802.1Q";
  static constexpr number ids[] = {ether_type::vlan};
  // clang-format off
  static constexpr auto wire = layout{
      field{"prio", &dot1q::prio, bits<3>},
      field{"dei",  &dot1q::dei,  bits<1>},
      field{"vlan", &dot1q::vlan, bits<12>},
      field{"type", &dot1q::type, be<16>, selects<>{}, length_or_type{}},
  };
  // clang-format on
  static constexpr reply_rules<checks<same<&dot1q::type>>, checks<same<&dot1q::vlan>>, transparent> reply{};

  friend constexpr bool operator==(const dot1q&, const dot1q&) = default;
};

}  // namespace packetry
