// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/mac_address.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/link_type.hpp>

#include <string_view>

namespace packetry {

/// IEEE 802.3 frame header (clause 3.2.6): as ether, with a length where that has a type.
///
/// Size: 14 octets. LLC stands above it; what lies behind `len` octets is padding.
///
/// \code
/// dot3{.dst = "01:80:c2:00:00:00"} / llc{} / stp{}
/// \endcode
struct dot3 {
  computed<mac_address> dst{}, src{};
  computed<std::uint16_t> len{};  ///< octets above this header, 1500 at most

  static constexpr std::string_view name = "Dot3", title = "802.3";
  static constexpr number ids[] = {link_type::ethernet};
  // clang-format off
  static constexpr auto wire = layout{
      field{"dst", &dot3::dst, be<48>, default_to<0xffff'ffff'ffffu>{}},
      field{"src", &dot3::src, be<48>},
      field{"len", &dot3::len, be<16>, payload_length{}, up_to_1500{}, carries<ether_type::llc>{}},
  };
  // clang-format on
  static constexpr reply_rules<> reply{};

  friend constexpr bool operator==(const dot3&, const dot3&) = default;
};

}  // namespace packetry
