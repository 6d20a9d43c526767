// SPDX-License-Identifier: BSL-1.0
// rejected: this layer is not in the packet's catalog; see catalog_with
#include <packetry/packet/edit.hpp>

struct knock {
  std::uint32_t code = 0;
  static constexpr std::string_view name = "Knock";
  static constexpr packetry::number ids[] = {packetry::udp_port{7777}};
  static constexpr auto wire = packetry::layout{packetry::field{"code", &knock::code, packetry::be<32>}};
};

int main() {
#ifndef PACKETRY_ACCEPT
  packetry::packet{}.edit<knock>([](knock& k) { k.code = 7; });
#endif
  packetry::basic_packet<packetry::catalog_with<knock>>{}.edit<knock>([](knock& k) { k.code = 7; });
}
