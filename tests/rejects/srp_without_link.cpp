// SPDX-License-Identifier: BSL-1.0
// rejected: srp needs a link layer: put ether.. below, or use sr
#include <packetry/transport/sr.hpp>

int main() {
#ifndef PACKETRY_ACCEPT
  (void)packetry::srp(packetry::ip{} / packetry::icmp{});
#endif
  (void)packetry::srp(packetry::ether{} / packetry::ip{} / packetry::icmp{});
}
