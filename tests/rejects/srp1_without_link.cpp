// SPDX-License-Identifier: BSL-1.0
// rejected: srp1 needs a link layer: put ether.. below, or use sr1
#include <packetry/transport/sr.hpp>

int main() {
#ifndef PACKETRY_ACCEPT
  (void)packetry::srp1(packetry::ip{} / packetry::icmp{});
#endif
  (void)packetry::srp1(packetry::ether{} / packetry::ip{} / packetry::icmp{});
}
