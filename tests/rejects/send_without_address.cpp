// SPDX-License-Identifier: BSL-1.0
// rejected: begins with a network layer or a link layer: put ip.., ipv6.. or ether.. below
#include <packetry/transport/sr.hpp>

int main() {
#ifndef PACKETRY_ACCEPT
  packetry::send(packetry::udp{});
#endif
  packetry::send(packetry::ipv6{} / packetry::udp{});
}
