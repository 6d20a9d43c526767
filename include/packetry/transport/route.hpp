// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/inet_address.hpp>
#include <packetry/transport/network_map.hpp>

#include <string>
#include <string_view>

namespace packetry {

/// How this machine sends to a destination.
struct network_route {
  std::string interface{};  ///< through the one of this name
  inet_address source{};    ///< of a packet that names none; none where the kernel would not say
  inet_address gateway{};   ///< the next hop; none: the destination is on the link
  bool local = false;       ///< the destination is this machine

  friend bool operator==(const network_route&, const network_route&) = default;
};

/// How the kernel routes packets to `to`, or would through `interface`. Needs no privilege, sends nothing. Any thread.
///
/// Errors: system_error whose sentence names the destination or the interface: ENETUNREACH without a route; EHOSTUNREACH, EACCES,
/// EINVAL where one says unreachable, prohibit or blackhole; ENODEV where there is no interface of that name.
///
/// \code
/// const auto way = find_route("192.168.2.254");   // way.interface == "eth0", way.source == "192.168.2.253"
/// \endcode
[[nodiscard]] inline network_route find_route(const inet_address& to, std::string_view interface = {}) {
  detail::network_map map;
  const detail::route_facts found = map.route(to, interface.empty() ? 0 : map.link(interface).index);
  return {.interface = map.link(found.interface).name,
          .source = found.source,
          .gateway = found.gateway,
          .local = found.kind == RTN_LOCAL};
}

}  // namespace packetry
