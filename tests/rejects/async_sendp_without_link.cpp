// SPDX-License-Identifier: BSL-1.0
// rejected: async_sendp needs a link layer: put ether.. below, or use async_send
#include <packetry/transport/transport.hpp>

#include <boost/asio/detached.hpp>

void ask(packetry::transport& net) {
#ifndef PACKETRY_ACCEPT
  net.async_sendp(packetry::ip{} / packetry::icmp{}, boost::asio::detached);
#endif
  net.async_sendp(packetry::ether{} / packetry::ip{} / packetry::icmp{}, boost::asio::detached);
}
