// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/ipv6_address.hpp>
#include <packetry/transport/error.hpp>
#include <packetry/transport/inet_address.hpp>

#include <boost/asio/error.hpp>

#include <concepts>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace packetry {

namespace detail {

/// The numbers of getaddrinfo, as Asio's resolver tells them.
[[nodiscard]] inline error_code resolver_error(int number) {
  namespace asio = boost::asio;
  switch (number) {
    case EAI_AGAIN:
      return asio::error::host_not_found_try_again;
    case EAI_FAIL:
      return asio::error::no_recovery;
    case EAI_MEMORY:
      return asio::error::no_memory;
    case EAI_SYSTEM:
      return os_error();
    default:
      return asio::error::host_not_found;
  }
}

/// What a line of resolv.conf names after "nameserver"; empty where it is another line.
[[nodiscard]] inline std::string_view nameserver_in(std::string_view line) noexcept {
  constexpr std::string_view keyword = "nameserver", blank = " \t\r\n";
  if (!line.starts_with(keyword)) return {};
  line.remove_prefix(keyword.size());
  const std::size_t begin = line.find_first_not_of(blank);
  if (begin == 0 || begin == line.npos) return {};
  line.remove_prefix(begin);
  return line.substr(0, line.find_first_of(blank));
}

/// What getaddrinfo found, of a family that was asked for.
template <class Address>
[[nodiscard]] Address found_address(const addrinfo& found) {
  if (found.ai_family == AF_INET6) {
    sockaddr_in6 there{};
    std::memcpy(&there, found.ai_addr, sizeof there);
    if constexpr (!std::is_same_v<Address, ipv4_address>) return ipv6_address::from_octets(there.sin6_addr.s6_addr);
  }
  sockaddr_in there{};
  std::memcpy(&there, found.ai_addr, sizeof there);
  if constexpr (std::is_same_v<Address, ipv6_address>) {
    return {};
  } else {
    return ipv4_address{ntohl(there.sin_addr.s_addr)};
  }
}

template <class Address>
inline constexpr int family_of = std::is_same_v<Address, ipv4_address> ? AF_INET : std::is_same_v<Address, ipv6_address> ? AF_INET6 : AF_UNSPEC;

}  // namespace detail

/// `ipv4_address`, `ipv6_address`, or `inet_address` for either.
template <class T>
concept network_address = std::same_as<T, ipv4_address> || std::same_as<T, ipv6_address> || std::same_as<T, inet_address>;

/// The address of a host name, by the system's resolver (/etc/hosts, the configured name servers), the first where there
/// are several: the IPv4 one, or of the kind that is asked for; of either kind the one that the system prefers (RFC 6724).
/// Text that is an address is that address. It may ask on the network and wait for the answer, some seconds. Any thread.
///
/// Errors: system_error with `boost::asio::error::host_not_found`, or `host_not_found_try_again` where no name server
/// could be asked; the sentence names the host.
///
/// \code
/// ip{.dst = resolve("www.hack.lu")}
/// ipv6{.dst = resolve<ipv6_address>("www.hack.lu")}
/// \endcode
template <network_address Address = ipv4_address>
[[nodiscard]] Address resolve(const std::string& name) {
  addrinfo wanted{};
  wanted.ai_family = detail::family_of<Address>;
  wanted.ai_socktype = SOCK_DGRAM;
  addrinfo* found = nullptr;
  const int number = ::getaddrinfo(name.c_str(), nullptr, &wanted, &found);
  if (number != 0) {
    const error_code ec = detail::resolver_error(number);
    const bool asked = ec != boost::asio::error::host_not_found_try_again;
    detail::fail(ec, (asked ? "there is no host named \"" : "no name server can be asked for \"") + name + '"');
  }
  const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> owner{found, &::freeaddrinfo};
  return detail::found_address<Address>(*found);
}

/// The same; `ec` says why there is none, and the result is 0.0.0.0, ::, or no address then.
template <network_address Address = ipv4_address>
[[nodiscard]] Address resolve(const std::string& name, error_code& ec) {
  try {
    ec.clear();
    return resolve<Address>(name);
  } catch (const system_error& e) {
    ec = e.code();
    return {};
  }
}

/// The name servers of this machine, in the order they are to be asked: those of /etc/resolv.conf that are IPv4, or of
/// the kind that is asked for, but none with a scope ("fe80::1%eth0"); the machine itself where it names none at all
/// (resolv.conf(5)). Empty where all of them are of another kind. Any thread.
///
/// \code
/// sr1(ip{.dst = nameservers().front()} / udp{} / dns{.qd = {{.qname = "2013.hack.lu"}}});
/// for (const inet_address& server : nameservers<inet_address>()) std::cout << server << '\n';
/// \endcode
template <network_address Address = ipv4_address>
[[nodiscard]] std::vector<Address> nameservers(const std::string& file = "/etc/resolv.conf") {
  std::vector<Address> servers;
  bool any = false;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> lines{std::fopen(file.c_str(), "re"), &std::fclose};
  char line[1024];
  while (lines && std::fgets(line, sizeof line, lines.get()) != nullptr) {
    const std::string_view server = detail::nameserver_in(line);
    any = any || !server.empty();
    if (Address address; from_text(server, address)) servers.push_back(address);
  }
  if (!any) {
    if constexpr (std::is_same_v<Address, ipv6_address>) {
      servers.push_back(ipv6_address::loopback());
    } else {
      servers.push_back(ipv4_address::loopback());
    }
  }
  return servers;
}

}  // namespace packetry
