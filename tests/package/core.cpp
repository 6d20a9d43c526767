// SPDX-License-Identifier: BSL-1.0
// A stranger's program over the core alone. Whoever compiles it asks that it needs neither threads nor Asio.

#ifdef _REENTRANT
#error "the core was compiled with -pthread"
#endif

#include <packetry/packetry.hpp>

#ifdef BOOST_ASIO_DETAIL_CONFIG_HPP
#error "the core includes Asio"
#endif

int main() {
  const auto octets = packetry::to_bytes(packetry::ip{.dst = "192.168.2.254"} / packetry::udp{});
  return octets.size() == 28 && octets[9] == 17 && packetry::version == PACKAGE_VERSION ? 0 : 1;
}
