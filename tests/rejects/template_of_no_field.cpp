// SPDX-License-Identifier: BSL-1.0
// rejected: this member has no row in its layer's wire table
#include <packetry/layers/dns.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/packet_template.hpp>

int main() {
  packetry::packet_template t{packetry::udp{} / packetry::dns{}};
#ifndef PACKETRY_ACCEPT
  t.set<&packetry::dns::compress>(false);
#endif
  t.set<&packetry::dns::id>(1);
}
