// SPDX-License-Identifier: BSL-1.0
// rejected: a layer needs a wire table: static constexpr auto wire = layout
#include <packetry/layers/ip.hpp>
#include <packetry/packet/typed.hpp>

struct wireless {
  static constexpr std::string_view name = "Wireless";
#ifdef PACKETRY_ACCEPT
  std::uint8_t x = 0;
  static constexpr auto wire = packetry::layout{packetry::field{"x", &wireless::x, packetry::be<8>}};
#endif
};

int main() { return packetry::dissect<packetry::ip, wireless>({}) ? 1 : 0; }
