// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>
#include <packetry/layer/layout.hpp>

#include <string_view>

namespace packetry {

/// Octets behind the packet's own: a short Ethernet frame filled up to 60. No length counts them, no checksum covers them.
struct padding {
  octets load{};

  static constexpr std::string_view name = "Padding";
  static constexpr auto wire = layout{field{"load", &padding::load, rest_of_layer}};

  friend constexpr bool operator==(const padding&, const padding&) = default;
};

}  // namespace packetry
