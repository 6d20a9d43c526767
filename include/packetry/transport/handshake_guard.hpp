// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/transport/descriptor.hpp>
#include <packetry/transport/inet_address.hpp>
#include <packetry/transport/kernel_filter.hpp>
#include <packetry/transport/netlink.hpp>
#include <packetry/transport/socket_address.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <netinet/in.h>

namespace packetry {

/// The end of a conversation that a program holds by hand.
struct guarded_port {
  inet_address src{};       ///< none: every address of this machine, IPv4 and IPv6; 0.0.0.0 or ::: every one of that family
  std::uint16_t sport = 0;  ///< 0: a free one, see `handshake_guard::port`
  ip_protocol proto = ip_protocol::tcp;  ///< or udp
};

/// Keeps the kernel out of a conversation that a program holds by hand, for as long as it lives.
///
/// The kernel knows nothing of a port that was made up: it would reset the connection when the SYN/ACK comes, or answer
/// a datagram with "port unreachable". A guard opens a socket of the kernel's on that port, and tells it to ignore all
/// that arrives there; packets by hand still see it. It is no firewall rule, vanishes with the process, and reserves the
/// port: no other program is given it meanwhile.
///
/// It must outlive the conversation: a segment that comes later is answered with a reset. Without CAP_NET_ADMIN, TCP
/// segments that arrive with a time to live, or hop limit, of 255, which only a neighbour can send, are not ignored.
/// Move-only. Threads: any, one at a time.
///
/// \code
/// handshake_guard guard{{.src = "192.168.2.253", .sport = 2203}};
/// auto syn_ack = sr1(ip{.dst = "192.168.2.254"} / tcp{.sport = guard.port(), .dport = 80, .flags = "S"});
/// \endcode
class handshake_guard {
 public:
  /// \throws system_error: EADDRINUSE where the kernel has the port for a program, or had it until a moment ago;
  ///         EADDRNOTAVAIL where `src` is no address of this machine, which needs no guard then; EACCES for a port below
  ///         1024 without the privilege (cap_net_bind_service); EPROTONOSUPPORT for another protocol.
  explicit handshake_guard(const guarded_port& guarded = {}) {
    if (const error_code ec = open(guarded)) failed(ec, guarded);
  }
  /// The same; `ec` says why there is none, and `port()` is 0 then.
  handshake_guard(const guarded_port& guarded, error_code& ec) { ec = open(guarded); }

  handshake_guard(handshake_guard&& other) noexcept
      : socket_(std::move(other.socket_)), port_(std::exchange(other.port_, std::uint16_t{0})) {}
  handshake_guard& operator=(handshake_guard&& other) noexcept {
    handshake_guard old{std::move(*this)};
    socket_ = std::move(other.socket_);
    port_ = std::exchange(other.port_, std::uint16_t{0});
    return *this;
  }
  ~handshake_guard() = default;

  /// The port that is guarded.
  [[nodiscard]] std::uint16_t port() const noexcept { return port_; }

 private:
  [[nodiscard]] error_code open(const guarded_port& guarded) {
    const bool is_tcp = guarded.proto == ip_protocol::tcp;
    if (!is_tcp && guarded.proto != ip_protocol::udp) return detail::os_error(EPROTONOSUPPORT);
    error_code ec = open(guarded, guarded.src.is_v4() ? AF_INET : AF_INET6, is_tcp);
    // Without IPv6 in the kernel, every address is every IPv4 address.
    if (!guarded.src && detail::is(ec, EAFNOSUPPORT)) ec = open({ipv4_address{}, guarded.sport, guarded.proto}, AF_INET, is_tcp);
    return ec;
  }

  [[nodiscard]] error_code open(const guarded_port& guarded, int family, bool is_tcp) {
    error_code ec;
    detail::descriptor socket = detail::open_socket(family, is_tcp ? SOCK_STREAM : SOCK_DGRAM, 0, ec);
    const int only_v6 = guarded.src ? 1 : 0;
    if (!ec && family == AF_INET6) ec = detail::set_option(socket, IPPROTO_IPV6, IPV6_V6ONLY, only_v6);
    if (!ec && is_tcp) ec = ignore_most(socket, family, guarded.src.is_v6());
    if (!ec) ec = ignore_all(socket, is_tcp);
    if (!ec) ec = bind(socket, guarded);
    // A connection is accepted by nobody, but only who listens owns what is not part of one.
    if (!ec && is_tcp && ::listen(socket.get(), 1) != 0) ec = detail::os_error();
    if (ec) port_ = 0;
    if (!ec) socket_ = std::move(socket);
    return ec;
  }

  /// What has come through even one router. That needs no privilege.
  [[nodiscard]] static error_code ignore_most(const detail::descriptor& socket, int family, bool only_v6) noexcept {
    error_code ec;
    if (family == AF_INET6) ec = detail::set_option(socket, IPPROTO_IPV6, IPV6_MINHOPCOUNT, int{255});
    return ec || only_v6 ? ec : detail::set_option(socket, IPPROTO_IP, IP_MINTTL, int{255});
  }

  /// A TCP socket takes a filter only from who may administer networks.
  [[nodiscard]] static error_code ignore_all(const detail::descriptor& socket, bool is_tcp) noexcept {
    const error_code ec = detail::attach_filter(socket, detail::drop_filter);
    return is_tcp && detail::is(ec, EPERM) ? error_code{} : ec;
  }

  [[nodiscard]] error_code bind(const detail::descriptor& socket, const guarded_port& guarded) noexcept {
    unsigned interface = 0;
    if (guarded.src.is_of_one_link()) {
      const error_code ec = interface_with(guarded.src, interface);
      if (ec) return ec;
    }
    detail::socket_address at{guarded.src, guarded.sport, interface};
    socklen_t size = at.size();
    if (::bind(socket.get(), at.data(), size) != 0) return detail::os_error();
    if (::getsockname(socket.get(), at.data(), &size) != 0) return detail::os_error();
    port_ = at.port();
    return {};
  }

  /// The link of a link-local address; EADDRNOTAVAIL where this machine has no such address.
  [[nodiscard]] static error_code interface_with(const inet_address& address, unsigned& interface) {
    error_code ec;
    detail::netlink kernel{ec};
    std::vector<detail::link_address> all;
    if (!ec) ec = kernel.list_addresses(all);
    const auto found = std::ranges::find(all, address, &detail::link_address::address);
    if (!ec && found == all.end()) return detail::os_error(EADDRNOTAVAIL);
    if (!ec) interface = found->interface;
    return ec;
  }

  [[noreturn]] static void failed(error_code ec, const guarded_port& guarded) {
    const std::string port = "port " + std::to_string(guarded.sport);
    if (detail::is(ec, EADDRINUSE)) detail::fail(ec, port + " is, or was until a moment ago, another program's");
    if (detail::is(ec, EADDRNOTAVAIL)) detail::fail(ec, to_string(guarded.src) + " is no address of this machine");
    if (detail::is(ec, EACCES)) {
      detail::fail(ec, port + " needs a privilege: run as root, or: sudo setcap cap_net_raw,cap_net_bind_service+ep " +
                           detail::program_path());
    }
    if (detail::is(ec, EPROTONOSUPPORT)) detail::fail(ec, "only TCP and UDP ports can be guarded");
    detail::fail(ec, "cannot guard " + port);
  }

  detail::descriptor socket_;
  std::uint16_t port_ = 0;
};

}  // namespace packetry
