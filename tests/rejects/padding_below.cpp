// SPDX-License-Identifier: BSL-1.0
// rejected: padding stands behind all other layers
#include <packetry/packet/stack.hpp>

int main() {
#ifndef PACKETRY_ACCEPT
  static_cast<void>(packetry::padding{} / packetry::raw{});
#endif
  static_cast<void>(packetry::raw{} / packetry::padding{});
}
