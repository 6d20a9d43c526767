// SPDX-License-Identifier: BSL-1.0
// rejected: the layer of the varied field is not in this packet
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/vary.hpp>

int main() {
#ifndef PACKETRY_ACCEPT
  static_cast<void>(packetry::ip{} / packetry::udp{} | packetry::vary<&packetry::tcp::dport>(1, 1024));
#endif
  static_cast<void>(packetry::ip{} / packetry::udp{} | packetry::vary<&packetry::udp::dport>(1, 1024));
}
