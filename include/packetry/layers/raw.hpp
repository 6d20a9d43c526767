// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>
#include <packetry/layer/layout.hpp>

#include <string_view>

namespace packetry {

/// Octets that no layer claims: a payload, or what could not be dissected.
struct raw {
  octets load{};

  static constexpr std::string_view name = "Raw";
  static constexpr auto wire = layout{field{"load", &raw::load, rest_of_layer}};

  friend constexpr bool operator==(const raw&, const raw&) = default;
};

}  // namespace packetry
