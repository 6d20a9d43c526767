// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet_view.hpp>

#include <string>

namespace packetry::test {

/// "Ether/IP/UDP/Raw": the layers that a catalog finds.
template <class Catalog = standard_catalog>
[[nodiscard]] std::string names(bytes wire, const Catalog& = {}, link_type link = link_type::ethernet) {
  std::string text;
  for (const auto& l : dissect(wire, link, Catalog{}).layers()) text += (text.empty() ? "" : "/") + std::string{l.name()};
  return text;
}

}  // namespace packetry::test
