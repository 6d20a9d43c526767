// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/link.hpp>
#include <packetry/transport/outbound.hpp>
#include <packetry/transport/socket_address.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include <sys/socket.h>

namespace packetry::detail {

/// Packets that are to leave with one call to the kernel: frames of one interface, or packets for it to route. Borrowed.
using same_way = std::span<const outbound* const>;

/// Packets that are made to go the same way. Their memory stays for those that come after them.
class send_batch {
 public:
  /// More at a time gain nothing: what is left of the cost is a frame's own, in the kernel.
  static constexpr std::size_t room = 64;

  send_batch() noexcept {
    for (std::size_t i = 0; i != room; ++i) all_[i] = &packets_[i];
  }

  /// Where the next packet is made.
  [[nodiscard]] outbound& next() noexcept { return packets_[count_]; }
  /// Whether it goes the way of those before it.
  [[nodiscard]] bool goes_with_next() const noexcept { return count_ == 0 || packets_.front().goes_with(packets_[count_]); }
  void push() noexcept { ++count_; }
  [[nodiscard]] bool is_full() const noexcept { return count_ == room; }

  /// All of them, until the next one is made: none is left.
  [[nodiscard]] same_way take() noexcept { return {all_.data(), std::exchange(count_, 0)}; }
  /// Put a packet that stood behind those taken first.
  void keep(outbound& made) noexcept { std::swap(packets_.front(), made); }

 private:
  std::array<outbound, room + 1> packets_;
  std::array<const outbound*, room> all_;
  std::size_t count_ = 0;
};

/// The same as the kernel takes them in one call.
class messages {
 public:
  /// Frames, through a socket that is bound to their interface, or packets through one that routes their family, in their
  /// order. Returns how many left; where that are not all, why the next one did not, or nothing: to be tried again.
  [[nodiscard]] std::size_t send(int socket, same_way packets, error_code& ec) noexcept {
    for (std::size_t i = 0; i != packets.size(); ++i) fill(i, *packets[i]);
    for (;;) {
      const int sent = ::sendmmsg(socket, messages_.data(), static_cast<unsigned>(packets.size()), 0);
      ec = sent >= 0 ? error_code{} : os_error();
      if (sent >= 0) return static_cast<std::size_t>(sent);
      if (!is(ec, EINTR)) return 0;
    }
  }

 private:
  union address {
    sockaddr_ll link;
    socket_address network;
    address() noexcept : link{} {}
  };

  void fill(std::size_t i, const outbound& out) noexcept {
    const bytes header = out.link_header();
    parts_[2 * i] = {.iov_base = const_cast<std::uint8_t*>(header.data()), .iov_len = header.size()};
    parts_[2 * i + 1] = {.iov_base = const_cast<std::uint8_t*>(out.octets.data()), .iov_len = out.octets.size()};
    msghdr& m = messages_[i].msg_hdr;
    m = {};
    m.msg_iov = header.empty() ? &parts_[2 * i + 1] : &parts_[2 * i];
    m.msg_iovlen = header.empty() ? 1 : 2;
    if (!out.path.framed) {
      names_[i].network = socket_address{out.to};
      m.msg_name = names_[i].network.data();
      m.msg_namelen = names_[i].network.size();
    } else if (out.protocol != 0) {  // else the frame says it itself
      names_[i].link = link_endpoint(out.interface, out.protocol);
      m.msg_name = &names_[i].link;
      m.msg_namelen = sizeof names_[i].link;
    }
  }

  std::array<mmsghdr, send_batch::room> messages_;
  std::array<iovec, 2 * send_batch::room> parts_;
  std::array<address, send_batch::room> names_;
};

}  // namespace packetry::detail
