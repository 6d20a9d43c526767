// SPDX-License-Identifier: BSL-1.0
// rejected: packet_failure
#include <packetry/layers/ip.hpp>
#include <packetry/packet/serialize.hpp>

#ifndef PACKETRY_ACCEPT
constexpr packetry::ip header{.version = 16};  // 4 bits
#else
constexpr packetry::ip header{.version = 15};
#endif
constexpr auto octets = packetry::to_array<header>();

int main() { return octets[0]; }
