// SPDX-License-Identifier: BSL-1.0
// rejected: there is no such layer in this packet
#include <packetry/layers/ip.hpp>
#include <packetry/packet/stack.hpp>

int main() {
  const auto packet = packetry::ip{} / packetry::ip{};
#ifndef PACKETRY_ACCEPT
  static_cast<void>(packet.get<packetry::ip, 3>());
#endif
  static_cast<void>(packet.get<packetry::ip, 2>());
}
