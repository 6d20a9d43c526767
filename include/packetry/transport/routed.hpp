// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/transport/descriptor.hpp>
#include <packetry/transport/inet_address.hpp>

#include <cstring>

#include <netinet/in.h>
#include <sys/uio.h>

namespace packetry::detail {

/// Sends IPv4 packets, header included, as the kernel routes them: it finds the next hop and its hardware address.
/// Receives nothing. For one thread at a time.
///
/// The kernel writes total length and header checksum itself, the identification where it is 0 without "don't
/// fragment", and the source where it is 0.0.0.0; `path_for` (route.hpp) keeps such packets away from it.
class routed_sender {
 public:
  /// Errors: EPERM without CAP_NET_RAW.
  explicit routed_sender(error_code& ec) : socket_(open_socket(AF_INET, SOCK_RAW, IPPROTO_RAW, ec)) {
    if (!ec) ec = set_option(socket_, SOL_SOCKET, SO_BROADCAST, int{1});
    // Without it a packet that a full queue drops counts as sent.
    if (!ec) ec = set_option(socket_, IPPROTO_IP, IP_RECVERR, int{1});
  }

  [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }

  /// `to` decides the way, whatever the packet's header says. With `interface` 0 the routing table chooses it.
  ///
  /// Errors: ENOBUFS where the interface's queue is full (nothing was sent; try again), EMSGSIZE beyond the MTU, EPERM
  /// where a firewall rule refuses it, ENETUNREACH, EHOSTUNREACH, EACCES, EINVAL as the routing table says, or EINVAL
  /// for a header length that is not in the packet.
  [[nodiscard]] error_code send(ipv4_address to, unsigned interface, bytes packet) const noexcept {
    sockaddr_in where{};
    where.sin_family = AF_INET;
    where.sin_addr.s_addr = htonl(to.value());
    for (;;) {
      const ssize_t sent = interface == 0 ? ::sendto(socket_.get(), packet.data(), packet.size(), 0,
                                                     reinterpret_cast<const sockaddr*>(&where), sizeof where)
                                          : send_through(interface, where, packet);
      if (sent >= 0) return {};
      if (errno == EINTR) continue;
      const error_code ec = os_error();
      // Errors of the kernel's own are queued as well, and would fill the socket's memory.
      while (::recv(socket_.get(), nullptr, 0, MSG_ERRQUEUE | MSG_DONTWAIT) >= 0) {
      }
      return ec;
    }
  }

 private:
  [[nodiscard]] ssize_t send_through(unsigned interface, sockaddr_in where, bytes packet) const noexcept {
    iovec whole{.iov_base = const_cast<std::uint8_t*>(packet.data()), .iov_len = packet.size()};
    alignas(cmsghdr) std::uint8_t control[CMSG_SPACE(sizeof(in_pktinfo))]{};
    msghdr message{};
    message.msg_name = &where;
    message.msg_namelen = sizeof where;
    message.msg_iov = &whole;
    message.msg_iovlen = 1;
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr& choice = *CMSG_FIRSTHDR(&message);
    choice.cmsg_level = IPPROTO_IP;
    choice.cmsg_type = IP_PKTINFO;
    choice.cmsg_len = CMSG_LEN(sizeof(in_pktinfo));
    in_pktinfo info{};
    info.ipi_ifindex = static_cast<int>(interface);
    std::memcpy(CMSG_DATA(&choice), &info, sizeof info);
    return ::sendmsg(socket_.get(), &message, 0);
  }

  descriptor socket_;
};

}  // namespace packetry::detail
