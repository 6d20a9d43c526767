// SPDX-License-Identifier: BSL-1.0
// rejected: this field can send the packet elsewhere
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/ipv6_ext.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/packet_template.hpp>

int main() {
  packetry::packet_template t{packetry::ipv6{} / packetry::ipv6_routing{} / packetry::udp{}};
#ifndef PACKETRY_ACCEPT
  t.set<&packetry::ipv6_routing::segleft>(0);
#endif
  t.set<&packetry::ipv6::dst>("::1");
}
