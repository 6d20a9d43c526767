// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/inet_address.hpp>

#include <cstdint>

#include <netinet/in.h>

namespace packetry::detail {

/// An address as the system's calls take it, of either family; none is every address of both, as a dual IPv6 socket has it.
class socket_address {
 public:
  /// `interface`: the link, of an address that is not unique without it (RFC 4007 section 6).
  explicit socket_address(const inet_address& a, std::uint16_t port = 0, unsigned interface = 0) noexcept {
    if (a.is_v4()) {
      at_.v4.sin_family = AF_INET;
      at_.v4.sin_port = htons(port);
      at_.v4.sin_addr.s_addr = htonl(a.v4().value());
    } else {
      at_.v6 = {};
      at_.v6.sin6_family = AF_INET6;
      at_.v6.sin6_port = htons(port);
      copy_octets(at_.v6.sin6_addr.s6_addr, a.octets().data(), a.octets().size());
      if (a.is_of_one_link()) at_.v6.sin6_scope_id = interface;
    }
  }

  [[nodiscard]] const sockaddr* data() const noexcept { return &at_.any; }
  [[nodiscard]] sockaddr* data() noexcept { return &at_.any; }
  [[nodiscard]] socklen_t size() const noexcept { return at_.any.sa_family == AF_INET ? sizeof at_.v4 : sizeof at_.v6; }
  [[nodiscard]] std::uint16_t port() const noexcept {
    return ntohs(at_.any.sa_family == AF_INET ? at_.v4.sin_port : at_.v6.sin6_port);
  }

 private:
  union {
    sockaddr any;
    sockaddr_in v4{};
    sockaddr_in6 v6;
  } at_;
};

}  // namespace packetry::detail
