// SPDX-License-Identifier: BSL-1.0
// rejected: sendp needs a link layer: put ether.. below, or use send
#include <packetry/transport/sr.hpp>

int main() {
#ifndef PACKETRY_ACCEPT
  packetry::sendp(packetry::ip{} / packetry::icmp{});
#endif
  packetry::sendp(packetry::ether{} / packetry::ip{} / packetry::icmp{});
}
