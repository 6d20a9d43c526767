// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/fields/timestamp.hpp>
#include <packetry/transport/descriptor.hpp>
#include <packetry/transport/kernel_filter.hpp>

#include <cstdint>
#include <cstring>
#include <ctime>
#include <memory>
#include <span>

#include <arpa/inet.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <sys/uio.h>

namespace packetry::detail {

/// A frame as it was on the wire, and what the kernel says of it. Borrows the buffer it was received into.
struct received_frame {
  bytes octets{};               ///< a VLAN tag that the kernel had taken off is back in its place
  std::size_t wire_length = 0;  ///< more than there are octets, where the buffer was too small
  timestamp time{};             ///< the kernel's
  unsigned interface = 0;
  unsigned hardware = 0;          ///< ARPHRD_ETHER, …: whether there is a link header
  std::uint8_t direction = 0;     ///< PACKET_HOST, PACKET_OTHERHOST, PACKET_OUTGOING, …
  bool checksum_pending = false;  ///< its sender left the transport checksum to hardware that it never met
  bool segmented_later = false;   ///< a super-packet: several segments that the kernel has put, or left, together
};

/// What the kernel counts of a socket.
struct packet_counts {
  std::uint64_t received = 0;  ///< frames that passed the filter, those dropped included
  std::uint64_t dropped = 0;   ///< of them those that found no room in the queue
};

/// Room for the largest frame the kernel hands over, and for the tag put back into it. One is enough for a thread: what
/// is kept is copied out. The size is free: only what arrives is touched.
class frame_buffer {
 public:
  static constexpr std::size_t tag_size = 4;

  /// Where the kernel writes: a tag's size behind the beginning.
  [[nodiscard]] std::span<std::uint8_t> room() noexcept { return {octets_.get() + tag_size, size - tag_size}; }

 private:
  static constexpr std::size_t size = tag_size + 14 + 65536;
  std::unique_ptr<std::uint8_t[]> octets_{new std::uint8_t[size]};
};

/// How a link socket is opened.
struct link_socket_options {
  unsigned interface = 0;  ///< 0: all of them
  std::span<const sock_filter> filter = pass_filter;
  int receive_buffer = 8 << 20;  ///< octets; 20,000 small frames
  bool outgoing = false;         ///< whether what this machine sends is received too
  bool promiscuous = false;      ///< whether the interface is told to take frames for others; ends with the socket
};

/// A packet socket that receives and sends frames of one interface, or of all.
///
/// Opening: it is bound last, with its filter and options in place, so nothing is received that they would not let
/// through, and nothing is missed after the constructor. It receives all protocols: bound to one of them, the kernel
/// hides that a frame had a VLAN tag. Closing costs the kernel 10 ms, so keep it. For one thread at a time.
class link_socket {
 public:
  /// Errors: EPERM without CAP_NET_RAW; ENODEV, ENXIO where there is no such interface; ENETDOWN comes with the first
  /// receive or send.
  explicit link_socket(const link_socket_options& options, error_code& ec)
      : socket_(open_socket(AF_PACKET, SOCK_RAW, 0, ec)), interface_(options.interface) {
    if (!ec) ec = prepare(options);
    if (!ec && options.promiscuous) ec = take_all(options.interface);
    if (!ec) ec = join(options.interface);
  }

  [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }
  [[nodiscard]] unsigned interface() const noexcept { return interface_; }
  /// Give the descriptor away, to an Asio socket for instance.
  [[nodiscard]] int release() noexcept { return socket_.release(); }

  /// The next frame that is queued, into `buffer`; never waits. EAGAIN where there is none; ENETDOWN, ENXIO, ENODEV
  /// where the interface has gone down or away.
  [[nodiscard]] error_code receive(frame_buffer& buffer, received_frame& frame) noexcept;

  /// Throw away what is queued. Returns how many frames that were.
  std::size_t drain(error_code& ec) noexcept {
    std::size_t count = 0;
    for (;; ++count) {
      if (::recv(socket_.get(), nullptr, 0, MSG_DONTWAIT | MSG_TRUNC) >= 0) continue;
      if (errno == EINTR) continue;
      ec = errno == EAGAIN ? error_code{} : os_error();
      return count;
    }
  }

  /// Add what the kernel has counted since the socket was opened.
  void count(packet_counts& sum) noexcept {
    tpacket_stats since{};  // since it was asked last
    socklen_t size = sizeof since;
    if (::getsockopt(socket_.get(), SOL_PACKET, PACKET_STATISTICS, &since, &size) == 0) {
      counts_.received += since.tp_packets;
      counts_.dropped += since.tp_drops;
    }
    sum.received += counts_.received;
    sum.dropped += counts_.dropped;
  }

  [[nodiscard]] error_code set_filter(std::span<const sock_filter> program) noexcept {
    return attach_filter(socket_, program);
  }

 private:
  [[nodiscard]] error_code prepare(const link_socket_options& options) const noexcept {
    error_code ec = set_option(socket_, SOL_PACKET, PACKET_AUXDATA, int{1});
    if (!ec) ec = set_option(socket_, SOL_SOCKET, SO_TIMESTAMPNS, int{1});
    // Kernels before 4.20 do not know it; their own frames come with `direction` PACKET_OUTGOING.
    if (!options.outgoing) (void)set_option(socket_, SOL_PACKET, PACKET_IGNORE_OUTGOING, int{1});
    // Beyond the system's limit where that is allowed; the memory is used only by what is queued.
    if (set_option(socket_, SOL_SOCKET, SO_RCVBUFFORCE, options.receive_buffer)) {
      (void)set_option(socket_, SOL_SOCKET, SO_RCVBUF, options.receive_buffer);
    }
    if (!ec) ec = attach_filter(socket_, options.filter);
    return ec;
  }

  [[nodiscard]] error_code join(unsigned interface) const noexcept;

  [[nodiscard]] error_code take_all(unsigned interface) const noexcept {
    packet_mreq all{};
    all.mr_ifindex = static_cast<int>(interface);
    all.mr_type = PACKET_MR_PROMISC;
    return set_option(socket_, SOL_PACKET, PACKET_ADD_MEMBERSHIP, all);
  }

  descriptor socket_;
  unsigned interface_;
  packet_counts counts_{};
};

// --- addresses and ancillary data -----------------------------------------------------------------------------------

/// The address of an interface, for bind and sendmsg.
[[nodiscard]] inline sockaddr_ll link_endpoint(unsigned interface, std::uint16_t protocol) noexcept {
  sockaddr_ll at{};
  at.sll_family = AF_PACKET;
  at.sll_protocol = htons(protocol);
  at.sll_ifindex = static_cast<int>(interface);
  return at;
}

inline error_code link_socket::join(unsigned interface) const noexcept {
  const sockaddr_ll at = link_endpoint(interface, ETH_P_ALL);
  return ::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 ? error_code{} : os_error();
}

/// Call `each(level, type, data)` for every control message.
template <class Each>
void for_each_control(msghdr& message, Each each) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&message); c != nullptr; c = CMSG_NXTHDR(&message, c)) {
    each(c->cmsg_level, c->cmsg_type, CMSG_DATA(c));
  }
}

/// Move the two MAC addresses to the front and write the tag behind them. Returns the octets' new beginning.
[[nodiscard]] inline std::uint8_t* put_tag_back(std::uint8_t* frame, const tpacket_auxdata& aux) noexcept {
  std::uint8_t* const front = frame - frame_buffer::tag_size;
  std::memmove(front, frame, 12);
  store_be<2>(front + 12, (aux.tp_status & TP_STATUS_VLAN_TPID_VALID) != 0 ? aux.tp_vlan_tpid : ETH_P_8021Q);
  store_be<2>(front + 14, aux.tp_vlan_tci);
  return front;
}

inline error_code link_socket::receive(frame_buffer& buffer, received_frame& frame) noexcept {
  constexpr std::uint32_t gso_tcp = 1 << 8;  // TP_STATUS_GSO_TCP, newer than Debian 12's headers
  const auto room = buffer.room();
  iovec where{.iov_base = room.data(), .iov_len = room.size()};
  alignas(cmsghdr) std::uint8_t control[CMSG_SPACE(sizeof(tpacket_auxdata)) + CMSG_SPACE(sizeof(timespec))];
  sockaddr_ll from;
  msghdr message{};
  message.msg_name = &from;
  message.msg_namelen = sizeof from;
  message.msg_iov = &where;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  ssize_t size;
  do {
    size = ::recvmsg(socket_.get(), &message, MSG_DONTWAIT | MSG_TRUNC);
  } while (size < 0 && errno == EINTR);
  if (size < 0) return os_error();

  frame = {};
  frame.wire_length = static_cast<std::size_t>(size);
  frame.interface = static_cast<unsigned>(from.sll_ifindex);
  frame.hardware = from.sll_hatype;
  frame.direction = from.sll_pkttype;
  std::uint8_t* begin = room.data();
  const std::uint8_t* const end = begin + (frame.wire_length < room.size() ? frame.wire_length : room.size());
  for_each_control(message, [&](int level, int type, const std::uint8_t* data) {
    if (level == SOL_PACKET && type == PACKET_AUXDATA) {
      tpacket_auxdata aux;
      std::memcpy(&aux, data, sizeof aux);
      frame.checksum_pending = (aux.tp_status & TP_STATUS_CSUMNOTREADY) != 0;
      frame.segmented_later = (aux.tp_status & gso_tcp) != 0;
      // The flag, not the value, tells that there was a tag: a priority tag is 0.
      if ((aux.tp_status & TP_STATUS_VLAN_VALID) != 0 && end - begin >= 12) {
        begin = put_tag_back(begin, aux);
        frame.wire_length += frame_buffer::tag_size;
      }
    } else if (level == SOL_SOCKET && type == SCM_TIMESTAMPNS) {
      timespec when;
      std::memcpy(&when, data, sizeof when);
      frame.time = {when.tv_sec, static_cast<std::uint32_t>(when.tv_nsec)};
    }
  });
  frame.octets = {begin, end};
  return {};
}

// --- sending --------------------------------------------------------------------------------------------------------

/// One frame through any packet socket, given as a link header, which may be empty, and what follows it. `protocol` is
/// the ether type of the latter; 0 where the frame itself says it.
///
/// Errors: ENOBUFS where the interface's queue is full (nothing was sent; try again), EMSGSIZE beyond its MTU,
/// ENETDOWN, ENXIO, EINVAL for less than a link header.
[[nodiscard]] inline error_code send_frame(int socket, unsigned interface, std::uint16_t protocol, bytes header,
                                           bytes rest) noexcept {
  sockaddr_ll to = link_endpoint(interface, protocol);
  iovec parts[] = {{.iov_base = const_cast<std::uint8_t*>(header.data()), .iov_len = header.size()},
                   {.iov_base = const_cast<std::uint8_t*>(rest.data()), .iov_len = rest.size()}};
  msghdr message{};
  message.msg_name = &to;
  message.msg_namelen = sizeof to;
  message.msg_iov = parts;
  message.msg_iovlen = 2;
  for (;;) {
    const ssize_t sent =
        header.empty()  // the cheaper of the two calls where it will do
            ? ::sendto(socket, rest.data(), rest.size(), 0, reinterpret_cast<const sockaddr*>(&to), sizeof to)
            : ::sendmsg(socket, &message, 0);
    if (sent >= 0) return {};
    if (errno != EINTR) return os_error();
  }
}

/// One frame that says its own protocol, through a socket that is bound to its interface: cheaper than naming that.
[[nodiscard]] inline error_code send_bound(int socket, bytes frame) noexcept {
  for (;;) {
    if (::send(socket, frame.data(), frame.size(), 0) >= 0) return {};
    if (errno != EINTR) return os_error();
  }
}

/// A packet socket that sends alone. For who sends much: a descriptor that is registered with an event loop, as a
/// receiving one may be, sends a tenth slower.
class link_sender {
 public:
  /// Errors: EPERM without CAP_NET_RAW.
  explicit link_sender(error_code& ec) : socket_(open_socket(AF_PACKET, SOCK_RAW, 0, ec)) {}

  [[nodiscard]] int native_handle() const noexcept { return socket_.get(); }

  /// Let frames that name no interface leave through this one. It receives nothing for that: no protocol is named.
  /// Errors: ENODEV where there is none of that number.
  [[nodiscard]] error_code bind_to(unsigned interface) noexcept {
    if (bound_to_ == interface) return {};
    const sockaddr_ll at = link_endpoint(interface, 0);
    if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) return os_error();
    bound_to_ = interface;
    return {};
  }

 private:
  descriptor socket_;
  unsigned bound_to_ = 0;
};

}  // namespace packetry::detail
