// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/descriptor.hpp>
#include <packetry/transport/netlink_message.hpp>

#include <array>
#include <cstdint>

#include <sys/epoll.h>

namespace packetry::detail {

/// What of the things asked over netlink has changed since.
struct kernel_changes {
  bool routes = false;  ///< or addresses, or interfaces
  bool neighbours = false;

  [[nodiscard]] explicit operator bool() const noexcept { return routes || neighbours; }
};

/// Hears of changes to interfaces, addresses, routes and neighbours of the network namespace it was opened in, so that
/// answers can be kept. Never waits. `native_handle()` becomes readable when something happened. One thread at a time.
class kernel_monitor {
 public:
  explicit kernel_monitor(error_code& ec)
      : socket_(open_socket(AF_NETLINK, SOCK_RAW | SOCK_NONBLOCK, NETLINK_ROUTE, ec)),
        news_arrived_(::epoll_create1(EPOLL_CLOEXEC)) {
    if (ec) return;
    sockaddr_nl us{};
    us.nl_family = AF_NETLINK;
    us.nl_groups =
        RTMGRP_LINK | RTMGRP_NEIGH | RTMGRP_IPV4_IFADDR | RTMGRP_IPV4_ROUTE | RTMGRP_IPV6_IFADDR | RTMGRP_IPV6_ROUTE;
    epoll_event readable{.events = EPOLLIN, .data = {}};
    if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&us), sizeof us) != 0 || !news_arrived_ ||
        ::epoll_ctl(news_arrived_.get(), EPOLL_CTL_ADD, socket_.get(), &readable) != 0) {
      ec = os_error();
    }
  }

  [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }

  /// Whether nothing has happened since the last `read`. This is asked before every packet and mostly true, so it is
  /// the cheapest of all the ways to ask: half of what reading in vain costs.
  [[nodiscard]] bool is_silent() const noexcept {
    epoll_event ready;
    return ::epoll_wait(news_arrived_.get(), &ready, 1, 0) == 0;
  }

  /// What changed since the last call. Where the kernel had more to say than fits, everything did.
  [[nodiscard]] kernel_changes read() noexcept {
    kernel_changes changes;
    for (;;) {
      const ssize_t size = ::recv(socket_.get(), news_.data(), news_.size(), 0);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0 && errno != ENOBUFS) return changes;
      if (size < 0) {
        changes = {.routes = true, .neighbours = true};
        continue;
      }
      // What does not fit is cut: the types of the messages that do are enough.
      for_each_message(bytes{news_}.first(static_cast<std::size_t>(size)), [&](const nlmsghdr& head, bytes) {
        note(head.nlmsg_type, changes);
        return true;
      });
    }
  }

 private:
  static void note(std::uint16_t type, kernel_changes& changes) noexcept {
    if (type == RTM_NEWNEIGH || type == RTM_DELNEIGH) {
      changes.neighbours = true;
    } else {
      changes.routes = true;
      changes.neighbours = true;  // an interface that went down and up again has forgotten its neighbours
    }
  }

  descriptor socket_;
  descriptor news_arrived_;
  std::array<std::uint8_t, 16384> news_;
};

}  // namespace packetry::detail
