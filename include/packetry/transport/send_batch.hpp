// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/link.hpp>
#include <packetry/transport/outbound.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include <sys/socket.h>

namespace packetry::detail {

/// Packets that are ready to be sent and go the same way: frames of one interface, or packets for the kernel to route. Their
/// memory stays for those that come after them.
class send_batch {
 public:
  /// More at a time gain nothing: what is left of the cost is a frame's own, in the kernel.
  static constexpr std::size_t room = 64;

  /// Where the next packet is made.
  [[nodiscard]] outbound& next() noexcept { return packets_[count_]; }
  /// Whether it goes the way of those before it.
  [[nodiscard]] bool goes_with_next() const noexcept {
    const outbound &first = packets_.front(), &last = packets_[count_];
    return count_ == 0 || (first.path.framed == last.path.framed && (!first.path.framed || first.interface == last.interface));
  }
  void push() noexcept { ++count_; }
  [[nodiscard]] bool is_full() const noexcept { return count_ == room; }

  /// All of them, until the next one is made: none is left.
  [[nodiscard]] std::span<outbound> take() noexcept { return {packets_.data(), std::exchange(count_, 0)}; }
  /// Put a packet that stood behind those taken first.
  void keep(outbound& made) noexcept { std::swap(packets_.front(), made); }

 private:
  std::array<outbound, room + 1> packets_;
  std::size_t count_ = 0;
};

/// The same as the kernel takes them in one call.
class frame_messages {
 public:
  /// Send frames of one interface through a socket that is bound to it, in their order. Returns how many left; where that are
  /// not all, why the next one did not, or nothing: to be tried again.
  [[nodiscard]] std::size_t send(int socket, std::span<const outbound> frames, error_code& ec) noexcept {
    for (std::size_t i = 0; i != frames.size(); ++i) fill(i, frames[i]);
    for (;;) {
      const int sent = ::sendmmsg(socket, messages_.data(), static_cast<unsigned>(frames.size()), 0);
      ec = sent >= 0 ? error_code{} : os_error();
      if (sent >= 0) return static_cast<std::size_t>(sent);
      if (!is(ec, EINTR)) return 0;
    }
  }

 private:
  void fill(std::size_t i, const outbound& frame) noexcept {
    const bytes header = frame.link_header();
    parts_[2 * i] = {.iov_base = const_cast<std::uint8_t*>(header.data()), .iov_len = header.size()};
    parts_[2 * i + 1] = {.iov_base = const_cast<std::uint8_t*>(frame.octets.data()), .iov_len = frame.octets.size()};
    msghdr& m = messages_[i].msg_hdr;
    m = {};
    m.msg_iov = header.empty() ? &parts_[2 * i + 1] : &parts_[2 * i];
    m.msg_iovlen = header.empty() ? 1 : 2;
    if (frame.protocol == 0) return;  // the frame says it itself
    names_[i] = link_endpoint(frame.interface, frame.protocol);
    m.msg_name = &names_[i];
    m.msg_namelen = sizeof names_[i];
  }

  std::array<mmsghdr, send_batch::room> messages_;
  std::array<iovec, 2 * send_batch::room> parts_;
  std::array<sockaddr_ll, send_batch::room> names_;
};

}  // namespace packetry::detail
