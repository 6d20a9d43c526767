// SPDX-License-Identifier: BSL-1.0
// rejected: there is no such layer in this packet
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/stack.hpp>

int main() {
  const auto packet = packetry::ip{} / packetry::udp{};
#ifndef PACKETRY_ACCEPT
  static_cast<void>(packet.get<packetry::tcp>());
#endif
  static_cast<void>(packet.get<packetry::udp>());
}
