// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/link.hpp>
#include <packetry/transport/outbound.hpp>
#include <packetry/transport/routed.hpp>
#include <packetry/transport/send_batch.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <fcntl.h>

namespace packetry::detail {

/// The sockets that send: one for frames, one of each family for what the kernel routes. Each is opened when it is first
/// needed: the privilege is missed then. For one thread at a time.
class senders {
 public:
  /// What is to be done where a socket has sent more than its interface takes: the kernel makes the caller wait, or says so.
  /// A queue of the interface that has no room is an error (ENOBUFS) in any case.
  enum class when_full : bool { wait, tell };

  senders() = default;
  explicit senders(when_full w) noexcept : when_full_(w) {}

  /// ENOBUFS where a queue has no room. \throws transport_error where there is no privilege.
  [[nodiscard]] error_code send(const outbound& out) {
    if (!out.path.framed) return send_routed(out);
    if (!frames_) open(frames_);
    return told(send_frame(frames_->native_handle(), out.interface, out.protocol, out.link_header(), out.octets));
  }
  /// The same; a frame leaves through the packet socket `frames`, which is bound to its interface.
  [[nodiscard]] error_code send(const outbound& out, int frames) {
    if (!out.path.framed) return send_routed(out);
    if (out.protocol == 0) return send_bound(frames, out.octets);
    return send_frame(frames, out.interface, out.protocol, out.link_header(), out.octets);
  }

  /// Send packets that go the same way, in their order, in one call where that can be. Returns how many left; where that are
  /// not all, why the next one did not, or nothing: to be tried again. \throws transport_error where there is no privilege.
  [[nodiscard]] std::size_t send(same_way batch, error_code& ec) {
    if (batch.size() == 1) return (ec = send(*batch.front())) ? 0 : 1;
    const std::size_t sent = send_together(batch, ec);
    ec = told(ec);
    return sent;
  }

 private:
  [[nodiscard]] std::size_t send_together(same_way batch, error_code& ec) {
    if (!messages_) messages_ = std::make_unique<messages>();
    const outbound& first = *batch.front();
    if (first.path.framed) {
      if (!frames_) open(frames_);
      if ((ec = frames_->bind_to(first.interface))) return 0;
      return messages_->send(frames_->native_handle(), batch, ec);
    }
    const bool chosen = std::ranges::any_of(batch, [](const outbound* out) { return through(*out) != 0; });
    if (!chosen) return router(first).send(*messages_, batch, ec);
    std::size_t sent = 0;  // what is to leave through an interface of ours says so, each in a call of its own
    while (sent != batch.size() && !(ec = send_routed(*batch[sent]))) ++sent;
    return sent;
  }

  /// No room in the socket's buffer is no room in a queue.
  [[nodiscard]] static error_code told(error_code ec) { return is(ec, EAGAIN) ? os_error(ENOBUFS) : ec; }

  /// An address of one link means nothing without it, whoever chose the link.
  [[nodiscard]] static unsigned through(const outbound& out) noexcept {
    return out.bound_to == 0 && out.to.is_of_one_link() ? out.interface : out.bound_to;
  }
  [[nodiscard]] routed_sender& router(const outbound& out) {
    auto& packets = out.to.is_v6() ? packets_v6_ : packets_v4_;
    if (!packets) open(packets, int{out.to.family()});
    return *packets;
  }
  [[nodiscard]] error_code send_routed(const outbound& out) { return told(router(out).send(out.to, through(out), out.octets)); }

  template <class Socket, class... Family>
  void open(std::optional<Socket>& socket, Family... family) const {
    error_code ec;
    Socket opened{family..., ec};
    if (!ec && when_full_ == when_full::tell && ::fcntl(opened.native_handle(), F_SETFL, O_NONBLOCK) != 0) ec = os_error();
    if (ec) opening_failed(ec);
    socket.emplace(std::move(opened));
  }

  when_full when_full_ = when_full::wait;

  std::optional<link_sender> frames_;
  std::unique_ptr<messages> messages_;
  std::optional<routed_sender> packets_v4_, packets_v6_;
};

/// A full queue does not tell when it has room again: try again, each time after twice as long, for a second.
class patience {
 public:
  [[nodiscard]] bool is_over() const noexcept { return waited_ > std::chrono::seconds{1}; }

  [[nodiscard]] bool is_fresh() const noexcept { return waited_ == std::chrono::nanoseconds::zero(); }

  /// How long to wait before the next try.
  [[nodiscard]] std::chrono::nanoseconds next() noexcept {
    const std::chrono::nanoseconds now = pause_;
    waited_ += now;
    pause_ = std::min<std::chrono::nanoseconds>(2 * now, std::chrono::milliseconds{1});
    return now;
  }

 private:
  std::chrono::nanoseconds pause_{std::chrono::microseconds{50}}, waited_{0};
};

}  // namespace packetry::detail
