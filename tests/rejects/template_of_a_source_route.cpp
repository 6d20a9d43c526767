// SPDX-License-Identifier: BSL-1.0
// rejected: this field can send the packet elsewhere
#include <packetry/layers/ip.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/packet_template.hpp>

int main() {
  packetry::packet_template t{packetry::ip{} / packetry::udp{}};
#ifndef PACKETRY_ACCEPT
  t.set<&packetry::ip::options>({});
#endif
  t.set<&packetry::ip::dst>("10.0.0.1");
}
