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
/// `Service`: the provider's tag in front of the customer's, 802.1ad (IEEE 802.1Q clause 9.5).
///
/// Size: 4 octets. A reply with a tag can answer a request without one: the network may have put it on.
template <bool Service>
struct basic_dot1q {
  std::uint8_t prio = 0;        ///< priority code point, 0 to 7
  std::uint8_t dei = 0;         ///< 1: may be dropped first
  std::uint16_t vlan = 1;       ///< VLAN identifier, 0 to 4095
  computed<ether_type> type{};  ///< implied by the layer above

  static constexpr std::string_view name = Service ? "Dot1AD" : "Dot1Q", title = Service ? "802_1AD" : "802.1Q";
  static constexpr number ids[] = {Service ? ether_type::service_vlan : ether_type::vlan};
  // clang-format off
  static constexpr auto wire = layout{
      field{"prio", &basic_dot1q::prio, bits<3>},
      field{"dei",  &basic_dot1q::dei,  bits<1>},
      field{"vlan", &basic_dot1q::vlan, bits<12>},
      field{"type", &basic_dot1q::type, be<16>, selects<>{}, length_or_type{}},
  };
  // clang-format on
  static constexpr reply_rules<checks<same<&basic_dot1q::type>>, checks<same<&basic_dot1q::vlan>>, transparent> reply{};

  friend constexpr bool operator==(const basic_dot1q&, const basic_dot1q&) = default;
};

using dot1q = basic_dot1q<false>;
using dot1ad = basic_dot1q<true>;

}  // namespace packetry
