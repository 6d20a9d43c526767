// SPDX-License-Identifier: BSL-1.0
// rejected: this field is not in the layer's wire table
#include <packetry/layers/dns.hpp>
#include <packetry/packet/typed.hpp>

int main() {
  const auto packet = packetry::dissect<packetry::dns>({});
#ifndef PACKETRY_ACCEPT
  static_cast<void>(packet.view<packetry::dns>().get<&packetry::dns::compress>());  // a member that is not on the wire
#endif
  static_cast<void>(packet.view<packetry::dns>().get<&packetry::dns::id>());
}
