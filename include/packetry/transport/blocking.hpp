// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/answering.hpp>
#include <packetry/transport/engine.hpp>
#include <packetry/transport/fill.hpp>
#include <packetry/transport/forks.hpp>
#include <packetry/transport/link.hpp>
#include <packetry/transport/network_map.hpp>
#include <packetry/transport/next_hop_questions.hpp>
#include <packetry/transport/options.hpp>
#include <packetry/transport/outbound.hpp>
#include <packetry/transport/receivers.hpp>
#include <packetry/transport/sendable.hpp>
#include <packetry/transport/send_batch.hpp>
#include <packetry/transport/senders.hpp>
#include <packetry/transport/shape_of_answers.hpp>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include <poll.h>

namespace packetry::detail {

/// One question under way. Ends its operation, and lets its receiver rest, however the waiting ends.
template <class Catalog>
struct question {
  basic_engine<Catalog>& engine;
  operation what;
  kept_receiver& receiver;
  const outbound& out;
  asking_time asked{};
  std::size_t stale = 0;  ///< frames read that had come before it

  question(basic_engine<Catalog>& e, operation o, kept_receiver& r, const outbound& p) noexcept
      : engine(e), what(o), receiver(r), out(p) {}
  question(const question&) = delete;
  question& operator=(const question&) = delete;
  ~question() {
    engine.cancel(what);
    receiver.rest(stale);
  }
};

/// Sends and waits without an event loop: send, receive at once, else sleep until a frame or a deadline comes. What the
/// free functions use, one a thread. It keeps its sockets, of the network namespace that the thread was in when it
/// first used them, until the thread ends; those of interfaces that went away, and all of them after a fork, are opened
/// anew. Each is opened when it is first needed: the privilege is missed then.
class blocking_driver {
 public:
  using clock = std::chrono::steady_clock;

  /// This thread's, its knowledge of the network up to date.
  [[nodiscard]] static blocking_driver& of_this_thread() {
    thread_local std::unique_ptr<blocking_driver> mine;
    if (!mine || mine->forks_ != forks()) mine = std::make_unique<blocking_driver>();
    mine->refresh();
    return *mine;
  }

  [[nodiscard]] network_map& map() noexcept { return map_; }

  /// Send one packet. \throws transport_error saying why it cannot be sent.
  void send(outbound& out) {
    if (!out.is_complete()) ask_for_next_hop(out);
    transmit(out, [&] { return senders_.send(out); });
  }

  /// Send packets in their order, many with one call to the kernel. What was made before something fails, the range itself
  /// included, is sent. \throws transport_error saying which cannot be sent, and why.
  template <class R>
  void send_all(R&& packets, std::string_view interface) {
    if (!batch_) batch_ = std::make_unique<send_batch>();
    try {
      for (auto&& p : packets) {
        prepare(as_sendable(std::forward<decltype(p)>(p)), interface, map_, batch_->next());
        if (!batch_->goes_with_next() || !batch_->next().is_complete()) flush_but_next();
        if (!batch_->next().is_complete()) ask_for_next_hop(batch_->next());
        batch_->push();
        if (batch_->is_full()) flush();
      }
    } catch (...) {
      flush();
      throw;
    }
    flush();
  }

  /// Send one packet and wait for its answer; none when nobody answered in time. \throws transport_error
  template <class Catalog>
  [[nodiscard]] std::optional<basic_packet<Catalog>> exchange(outbound& out, const sr1_options& options) {
    if (!out.is_complete()) ask_for_next_hop(out);
    thread_local basic_engine<Catalog> engine;
    return ask(engine, out, {.timeout = options.timeout, .retry = options.retry}, [](const auto&) { return true; });
  }

 private:
  void refresh() {
    if (map_.refresh().routes) receivers_.suspect_all();
  }

  /// Send what is in the batch. Where it fails nothing of that is left to be sent again.
  void flush() {
    patience patient;
    for (same_way left = batch_->take(); !left.empty();) {
      error_code ec;
      const std::size_t sent = senders_.send(left, ec);
      left = left.subspan(sent);
      if (sent != 0) patient = {};
      if (!ec) continue;
      if (!is_full_queue(ec) || patient.is_over()) sending_failed(ec, *left.front(), map_);
      pause(patient.next());
    }
    refresh();
  }
  void flush_but_next() {
    outbound& next = batch_->next();
    flush();
    batch_->keep(next);
  }

  [[nodiscard]] static bool is_full_queue(const error_code& ec) noexcept { return is(ec, ENOBUFS) || is(ec, EAGAIN); }
  static void pause(std::chrono::nanoseconds how_long) noexcept {
    const timespec time{.tv_sec = 0, .tv_nsec = static_cast<long>(how_long.count())};
    ::ppoll(nullptr, 0, &time, nullptr);
  }

  /// Try until the queue has room. Returns whether the first try was enough.
  template <class Try>
  bool transmit(const outbound& out, Try try_once) {
    for (patience patient;;) {
      const error_code ec = try_once();
      if (!ec) return patient.is_fresh();
      if (!is_full_queue(ec) || patient.is_over()) sending_failed(ec, out, map_);
      pause(patient.next());
    }
  }

  /// The receiver listens before the first octet leaves. Frames that `accepts` does not are passed over.
  template <class Catalog, class Accepts>
  [[nodiscard]] std::optional<basic_packet<Catalog>> ask(basic_engine<Catalog>& engine, const outbound& out,
                                                         const request_terms& terms, Accepts accepts) {
    const auto request = dissect<Catalog>(out.octets, out.link);
    kept_receiver& receiver = receivers_.listen(out.interface, shape_of_answers(request), map_);
    const operation o = engine.submit(request, terms);
    question<Catalog> asked{engine, o, receiver, out};
    for (;;) {
      const auto now = clock::now();  // before reading: what has arrived by the deadline counts
      if (engine.next(now)) {
        const bool at_once = transmit(out, [&] { return senders_.send(out, receiver.socket.native_handle()); });
        engine.sent(o, at_once ? now : clock::now());
      }
      if (auto answer = read_answer(asked, request, accepts)) return answer;
      if (engine.expire(now)) return std::nullopt;
      if (const auto deadline = engine.next_deadline()) wait(receiver.socket, *deadline);
    }
  }

  /// Read what is queued until one frame answers.
  template <class Catalog, class Accepts>
  [[nodiscard]] std::optional<basic_packet<Catalog>> read_answer(question<Catalog>& asked, const basic_packet_view<Catalog>& request,
                                                                 Accepts accepts) {
    const auto only = [&](std::uintptr_t, std::uint32_t) -> const auto& { return request; };
    constexpr int most = 1 << 15;  // a queue holds no more: what came before the deadline is among them
    const outbound& out = asked.out;
    for (int i = 0; i != most; ++i) {
      received_frame frame;
      const error_code ec = asked.receiver.socket.receive(buffer_, frame);
      if (is(ec, EAGAIN)) break;
      if (ec) kept_receivers::failed(ec, out.interface, map_);
      const bytes part = answering_part(frame, out.begins_with_link);
      if (part.empty() || frame.direction == PACKET_OUTGOING) continue;
      if (asked.asked.is_after(frame.time)) {
        ++asked.stale;
        continue;
      }
      const auto seen = dissect<Catalog>(part, out.link);
      if (!accepts(seen) || !asked.engine.on_frame(seen, frame.interface, only)) continue;
      return packet_of<Catalog>(frame, part, out.link);
    }
    return std::nullopt;
  }

  static void wait(const link_socket& socket, clock::time_point until) noexcept {
    const std::chrono::nanoseconds left = std::max<clock::duration>(until - clock::now(), clock::duration::zero());
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    const timespec time{.tv_sec = seconds.count(), .tv_nsec = static_cast<long>((left - seconds).count())};
    pollfd readable{.fd = socket.native_handle(), .events = POLLIN, .revents = 0};
    ::ppoll(&readable, 1, &time, nullptr);  // whatever ends it, the loop looks for itself
  }

  /// Ask who has the next hop's address. Nobody else can be asking: one call at a time. \throws transport_error
  void ask_for_next_hop(outbound& out) {
    const scoped_address hop = out.unresolved;
    std::optional<mac_address> found;
    const auto tells = [](const packet_view& seen) { return hardware_address_in(seen).has_value(); };
    if (const auto answer = ask(questions_, who_has(hop, map_), who_has_terms, tells)) {
      found = hardware_address_in(answer->view());
    }
    if (found) {
      (void)map_.neighbours().answered(hop, *found, clock::now());
    } else {
      found = map_.neighbour(hop);  // the kernel may have learnt it meanwhile
    }
    if (!found) nobody_answers_for(hop, out.to, map_);
    out.resolve(*found);
  }

  unsigned forks_ = forks();
  network_map map_;
  senders senders_;
  std::unique_ptr<send_batch> batch_;
  kept_receivers receivers_;
  frame_buffer buffer_;
  standard_engine questions_;
};

}  // namespace packetry::detail
