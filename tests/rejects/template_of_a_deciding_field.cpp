// SPDX-License-Identifier: BSL-1.0
// rejected: this field decides what other fields are
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/packet/packet_template.hpp>

int main() {
  packetry::packet_template t{packetry::ip{} / packetry::icmp{}};
#ifndef PACKETRY_ACCEPT
  t.set<&packetry::icmp::type>(packetry::icmp_type::echo_reply);
#endif
  t.set<&packetry::icmp::code>(1);
}
