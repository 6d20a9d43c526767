// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/mac_address.hpp>
#include <packetry/transport/netlink.hpp>

#include <string>
#include <vector>

namespace packetry {

/// An address of an interface and how many of its first bits name the network.
template <class Address>
struct interface_address {
  Address address{};
  unsigned prefix = 0;

  friend bool operator==(const interface_address&, const interface_address&) = default;
};

/// A network interface of this machine (of this thread's network namespace).
struct network_interface {
  std::string name{};
  unsigned index = 0;    ///< the kernel's number for it, from 1
  bool up = false;       ///< set up by the administrator
  bool running = false;  ///< and able to carry packets: the cable is in
  bool loopback = false;
  bool point_to_point = false;
  bool noarp = false;  ///< needs no hardware addresses
  bool multicast = false;
  mac_address mac{};  ///< 0 where it has none
  unsigned mtu = 0;   ///< octets of the largest network packet
  std::vector<interface_address<ipv4_address>> ipv4{};
  std::vector<interface_address<ipv6_address>> ipv6{};
};

namespace detail {

[[nodiscard]] inline network_interface public_facts(const link_facts& link,
                                                    const std::vector<link_address>& addresses) {
  const auto flag = [&](unsigned bit) { return (link.flags & bit) != 0; };
  network_interface result{.name = link.name,
                           .index = link.index,
                           .up = flag(IFF_UP),
                           .running = flag(IFF_RUNNING),
                           .loopback = flag(IFF_LOOPBACK),
                           .point_to_point = flag(IFF_POINTOPOINT),
                           .noarp = flag(IFF_NOARP),
                           .multicast = flag(IFF_MULTICAST),
                           .mac = link.mac,
                           .mtu = link.mtu};
  for (const link_address& a : addresses) {
    if (a.interface != link.index) continue;
    if (a.address.is_v4()) result.ipv4.push_back({a.address.v4(), a.prefix});
    if (a.address.is_v6()) result.ipv6.push_back({a.address.v6(), a.prefix});
  }
  return result;
}

/// "there is no interface "eth7"; there are lo, eth0"
[[noreturn]] inline void no_such_interface(netlink& kernel, std::string_view name) {
  std::string sentence = "there is no interface \"" + std::string{name} + '"';
  std::vector<link_facts> links;
  if (!kernel.list_links(links)) {
    sentence += "; there are";
    for (const link_facts& link : links) sentence += (&link == links.data() ? " " : ", ") + link.name;
  }
  throw transport_error{os_error(ENODEV), sentence};
}

}  // namespace detail

/// The network interfaces, as the kernel has them now, with their addresses. Needs no privilege. Any thread.
///
/// Errors: system_error where the kernel cannot be asked.
///
/// \code
/// for (const auto& i : interfaces()) std::cout << i.name << ' ' << i.mac << '\n';
/// \endcode
[[nodiscard]] inline std::vector<network_interface> interfaces() {
  error_code ec;
  detail::netlink kernel{ec};
  std::vector<detail::link_facts> links;
  std::vector<detail::link_address> addresses;
  if (!ec) ec = kernel.list_links(links);
  if (!ec) ec = kernel.list_addresses(addresses);
  detail::check(ec, "cannot ask the kernel for its interfaces");
  std::vector<network_interface> result;
  result.reserve(links.size());
  for (const detail::link_facts& link : links) result.push_back(detail::public_facts(link, addresses));
  return result;
}

/// The interface of that name. \throws system_error (ENODEV) that names it, and those there are, where there is none.
///
/// \code
/// ether{.src = interface_named("eth0").mac}
/// \endcode
[[nodiscard]] inline network_interface interface_named(std::string_view name) {
  error_code ec;
  detail::netlink kernel{ec};
  detail::check(ec, "cannot ask the kernel for its interfaces");
  detail::link_facts link;
  ec = kernel.find_link(name, link);
  if (detail::is(ec, ENODEV)) detail::no_such_interface(kernel, name);
  std::vector<detail::link_address> addresses;
  if (!ec) ec = kernel.list_addresses(addresses);
  detail::check(ec, "cannot ask the kernel for interface " + std::string{name});
  return detail::public_facts(link, addresses);
}

}  // namespace packetry
