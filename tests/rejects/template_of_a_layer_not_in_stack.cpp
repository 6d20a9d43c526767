// SPDX-License-Identifier: BSL-1.0
// rejected: the layer of the field is not in this packet template
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/packet_template.hpp>

int main() {
  packetry::packet_template t{packetry::ip{} / packetry::udp{}};
#ifndef PACKETRY_ACCEPT
  t.set<&packetry::tcp::dport>(1);
#endif
  t.set<&packetry::udp::dport>(1);
}
