// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/transport/descriptor.hpp>
#include <packetry/transport/send_batch.hpp>
#include <packetry/transport/socket_address.hpp>

#include <cstring>

#include <netinet/in.h>
#include <sys/uio.h>

namespace packetry::detail {

/// Sends packets of one family, header included, as the kernel routes them: it finds the next hop and its hardware
/// address. Receives nothing. For one thread at a time.
///
/// Of an IPv4 packet the kernel writes total length and header checksum itself, the identification where it is 0 without
/// "don't fragment", and the source where it is 0.0.0.0; `path_for` (outbound.hpp) keeps such packets away from it. Of
/// an IPv6 packet it writes nothing.
class routed_sender {
 public:
  /// `family`: AF_INET or AF_INET6. Errors: EPERM without CAP_NET_RAW; EAFNOSUPPORT where the kernel has no IPv6.
  routed_sender(int family, error_code& ec) : socket_(open_socket(family, SOCK_RAW, IPPROTO_RAW, ec)) {
    const bool v6 = family == AF_INET6;
    if (!ec && !v6) ec = set_option(socket_, SOL_SOCKET, SO_BROADCAST, int{1});
    // Without it a packet that a full queue drops counts as sent.
    if (!ec) ec = set_option(socket_, v6 ? IPPROTO_IPV6 : IPPROTO_IP, v6 ? IPV6_RECVERR : IP_RECVERR, int{1});
  }

  [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }

  /// `to`, of the sender's family, decides the way, whatever the packet's header says. With `interface` 0 the routing
  /// table chooses it.
  ///
  /// Errors: ENOBUFS where the interface's queue is full (nothing was sent; try again), EMSGSIZE beyond the MTU, EPERM
  /// where a firewall rule refuses it, ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the routing table says, or EINVAL
  /// for a header length that is not in the packet.
  [[nodiscard]] error_code send(const inet_address& to, unsigned interface, bytes packet) const noexcept {
    socket_address where{to, 0, interface};
    for (;;) {
      const ssize_t sent = interface == 0 ? ::sendto(socket_.get(), packet.data(), packet.size(), 0, where.data(), where.size())
                           : to.is_v6()   ? send_through<in6_pktinfo>(interface, where, packet)
                                          : send_through<in_pktinfo>(interface, where, packet);
      if (sent >= 0) return {};
      if (errno == EINTR) continue;
      const error_code ec = os_error();
      forget_errors();
      return ec;
    }
  }
  /// Many at a time, as the routing table says. Returns how many left, and why the next one did not.
  [[nodiscard]] std::size_t send(messages& many, same_way packets, error_code& ec) const noexcept {
    const std::size_t sent = many.send(socket_.get(), packets, ec);
    if (ec) forget_errors();
    return sent;
  }

 private:
  /// Errors of the kernel's own are queued as well, and would fill the socket's memory.
  void forget_errors() const noexcept {
    while (::recv(socket_.get(), nullptr, 0, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
    }
  }

  static void choose(in_pktinfo& info, unsigned interface) noexcept { info.ipi_ifindex = static_cast<int>(interface); }
  static void choose(in6_pktinfo& info, unsigned interface) noexcept { info.ipi6_ifindex = interface; }

  template <class Info>
  [[nodiscard]] ssize_t send_through(unsigned interface, socket_address& where, bytes packet) const noexcept {
    constexpr bool v6 = sizeof(Info) == sizeof(in6_pktinfo);
    iovec whole{.iov_base = const_cast<std::uint8_t*>(packet.data()), .iov_len = packet.size()};
    alignas(cmsghdr) std::uint8_t control[CMSG_SPACE(sizeof(Info))]{};
    msghdr message{};
    message.msg_name = where.data();
    message.msg_namelen = where.size();
    message.msg_iov = &whole;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr& choice = *CMSG_FIRSTHDR(&message);
    choice.cmsg_level = v6 ? IPPROTO_IPV6 : IPPROTO_IP;
    choice.cmsg_type = v6 ? IPV6_PKTINFO : IP_PKTINFO;
    choice.cmsg_len = CMSG_LEN(sizeof(Info));
    Info info{};
    choose(info, interface);
    std::memcpy(CMSG_DATA(&choice), &info, sizeof info);
    return ::sendmsg(socket_.get(), &message, 0);
  }

  descriptor socket_;
};

}  // namespace packetry::detail
