// SPDX-License-Identifier: BSL-1.0
// rejected: not_an_ipv4_address
#include <packetry/layers/ip.hpp>

#ifndef PACKETRY_ACCEPT
constexpr packetry::ip header{.dst = "192.168.2.256"};
#else
constexpr packetry::ip header{.dst = "192.168.2.255"};
#endif

int main() { return header.ttl; }
