// SPDX-License-Identifier: BSL-1.0
// rejected: nothing binds these two layers; to stack them anyway: lower / unbound / upper
#include <packetry/layers/arp.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/packet/stack.hpp>

int main() {
#ifndef PACKETRY_ACCEPT
  static_cast<void>(packetry::arp{} / packetry::tcp{});
#endif
  static_cast<void>(packetry::arp{} / packetry::unbound / packetry::tcp{});
}
