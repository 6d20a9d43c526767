// SPDX-License-Identifier: BSL-1.0
// rejected: a field whose size follows from its value cannot be patched
#include <packetry/layers/dns.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/packet_template.hpp>

int main() {
  packetry::packet_template t{packetry::udp{} / packetry::dns{}};
#ifndef PACKETRY_ACCEPT
  t.set<&packetry::dns::qd>({});
#endif
  t.set<&packetry::dns::id>(1);
}
