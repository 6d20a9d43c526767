// SPDX-License-Identifier: BSL-1.0
// rejected: no match for .operator/.|invalid operands to binary expression
#include <packetry/layers/ip.hpp>
#include <packetry/packet/stack.hpp>

struct wireless {
  static constexpr std::string_view name = "Wireless";
};

int main() {
  const packetry::ip header;
#ifndef PACKETRY_ACCEPT
  static_cast<void>(header / wireless{});
#endif
  static_cast<void>(header / "text");
}
