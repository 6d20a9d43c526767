// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/transport/descriptor.hpp>
#include <packetry/transport/kernel_filter.hpp>

#include <cstdint>
#include <string>
#include <utility>

#include <netinet/in.h>

namespace packetry {

/// The end of a conversation that a program holds by hand.
struct guarded_port {
  ipv4_address src{};       ///< 0.0.0.0: every address of this machine
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
/// segments that arrive with a time to live of 255, which only a neighbour can send, are not ignored. Move-only. Threads:
/// any, one at a time.
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
    error_code ec;
    detail::descriptor socket = detail::open_socket(AF_INET, is_tcp ? SOCK_STREAM : SOCK_DGRAM, 0, ec);
    if (!ec && is_tcp) ec = ignore_most(socket);
    if (!ec) ec = ignore_all(socket, is_tcp);
    if (!ec) ec = bind(socket, guarded);
    // A connection is accepted by nobody, but only who listens owns what is not part of one.
    if (!ec && is_tcp && ::listen(socket.get(), 1) != 0) ec = detail::os_error();
    if (ec) port_ = 0;
    if (!ec) socket_ = std::move(socket);
    return ec;
  }

  /// What has come through even one router. That needs no privilege.
  [[nodiscard]] static error_code ignore_most(const detail::descriptor& socket) noexcept {
    return detail::set_option(socket, IPPROTO_IP, IP_MINTTL, int{255});
  }

  /// A TCP socket takes a filter only from who may administer networks.
  [[nodiscard]] static error_code ignore_all(const detail::descriptor& socket, bool is_tcp) noexcept {
    const error_code ec = detail::attach_filter(socket, detail::drop_filter);
    return is_tcp && detail::is(ec, EPERM) ? error_code{} : ec;
  }

  [[nodiscard]] error_code bind(const detail::descriptor& socket, const guarded_port& guarded) noexcept {
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_port = htons(guarded.sport);
    at.sin_addr.s_addr = htonl(guarded.src.value());
    socklen_t size = sizeof at;
    if (::bind(socket.get(), reinterpret_cast<const sockaddr*>(&at), size) != 0) return detail::os_error();
    if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&at), &size) != 0) return detail::os_error();
    port_ = ntohs(at.sin_port);
    return {};
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
