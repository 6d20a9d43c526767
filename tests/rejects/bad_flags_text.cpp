// SPDX-License-Identifier: BSL-1.0
// rejected: not_a_flag
#include <packetry/layers/tcp.hpp>

#ifndef PACKETRY_ACCEPT
constexpr packetry::tcp header{.flags = "SYN"};  // flags are single letters; there is no Y
#else
constexpr packetry::tcp header{.flags = "S"};
#endif

int main() { return header.flags.value(); }
