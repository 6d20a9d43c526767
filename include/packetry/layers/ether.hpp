// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/mac_address.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/link_type.hpp>

#include <string_view>

namespace packetry {

/// Ethernet II frame header (IEEE 802.3 clause 3.2; RFC 894).
///
///      0                 6                12      14
///     +-----------------+-----------------+-------+
///     |       dst       |       src       | type  |
///     +-----------------+-----------------+-------+
///
/// Size: 14 octets; the frame check sequence is the hardware's. A frame whose type is 1500 or less is IEEE 802.3, another
/// layer. Left empty, the transport fills `src` from the interface and `dst` from the neighbour; as octets alone they are
/// 0 and broadcast.
struct ether {
  computed<mac_address> dst{}, src{};
  computed<ether_type> type{};  ///< implied by the layer above, else 0x9000 (loopback test)

  static constexpr std::string_view name = "Ether", title = "Ethernet";
  static constexpr number ids[] = {link_type::ethernet};
  // clang-format off
  static constexpr auto wire = layout{
      field{"dst",  &ether::dst,  be<48>, default_to<0xffff'ffff'ffffu>{}},
      field{"src",  &ether::src,  be<48>},
      field{"type", &ether::type, be<16>, selects<>{}, type_above_1500{}, default_to<ether_type::loopback>{}},
  };
  // clang-format on
  static constexpr reply_rules<checks<same<&ether::type>>> reply{};

  friend constexpr bool operator==(const ether&, const ether&) = default;
};

}  // namespace packetry
