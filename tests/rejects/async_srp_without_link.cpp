// SPDX-License-Identifier: BSL-1.0
// rejected: async_srp needs a link layer: put ether.. below, or use async_sr
#include <packetry/transport/transport.hpp>

#include <boost/asio/detached.hpp>

void ask(packetry::transport& net) {
#ifndef PACKETRY_ACCEPT
  net.async_srp(packetry::ip{} / packetry::icmp{}, boost::asio::detached);
#endif
  net.async_srp(packetry::ether{} / packetry::ip{} / packetry::icmp{}, boost::asio::detached);
}
