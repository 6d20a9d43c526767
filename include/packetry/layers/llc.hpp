// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/llc_numbers.hpp>

#include <string_view>

namespace packetry {

/// Logical Link Control header (IEEE 802.2). Size: 3 octets; control is always taken as one.
struct llc {
  computed<std::uint8_t> dsap{}, ssap{};  ///< service access points, implied by the layer above
  computed<std::uint8_t> ctrl{};          ///< 3: unnumbered information

  static constexpr std::string_view name = "LLC";
  static constexpr number ids[] = {ether_type::llc};
  // clang-format off
  static constexpr auto wire = layout{
      field{"dsap", &llc::dsap, be<8>, selects_part<llc_service, 16>{}, hexadecimal{}},
      field{"ssap", &llc::ssap, be<8>, selects_part<llc_service, 8>{}, hexadecimal{}},
      field{"ctrl", &llc::ctrl, be<8>, selects_part<llc_service, 0>{}},
  };
  // clang-format on
  friend constexpr bool operator==(const llc&, const llc&) = default;
};

/// Subnetwork Access Protocol header (IEEE 802, clause 10.3; RFC 1042). Size: 5 octets.
struct snap {
  std::uint32_t OUI = 0;        ///< whose protocols `code` counts, 24 bits; 0: ether types
  computed<ether_type> code{};  ///< implied by the layer above

  static constexpr std::string_view name = "SNAP";
  static constexpr number ids[] = {llc_service::snap};
  // clang-format off
  static constexpr auto wire = layout{
      field{"OUI",  &snap::OUI,  bits<24>, hexadecimal{}},
      field{"code", &snap::code, be<16>, selects<>{}, only_where<&snap::OUI, 0u, &snap::code>{}},
  };
  // clang-format on
  friend constexpr bool operator==(const snap&, const snap&) = default;
};

}  // namespace packetry
