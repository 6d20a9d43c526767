// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layers/arp.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/transport/engine.hpp>
#include <packetry/transport/fill.hpp>
#include <packetry/transport/link.hpp>
#include <packetry/transport/network_map.hpp>
#include <packetry/transport/options.hpp>
#include <packetry/transport/outbound.hpp>
#include <packetry/transport/receivers.hpp>
#include <packetry/transport/routed.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include <poll.h>
#include <pthread.h>

namespace packetry::detail {

/// Where the packets that answer `out` begin within a frame; empty where this is none: of another protocol, or of a
/// VLAN that is not the interface's own.
[[nodiscard]] inline bytes answering_part(const received_frame& frame, const outbound& out) noexcept {
  const bytes octets = frame.octets;
  if (out.begins_with_link || (frame.hardware != ARPHRD_ETHER && frame.hardware != ARPHRD_LOOPBACK)) return octets;
  if (octets.size() < 18) return {};
  std::size_t at = 12;
  auto type = load_be<2>(octets.data() + at);
  if (type == ETH_P_8021Q && load_be<2>(octets.data() + 14) % 4096 == 0) {  // a priority alone
    at += 4;
    type = load_be<2>(octets.data() + at);
  }
  return type == ETH_P_IP || type == ETH_P_IPV6 ? octets.subspan(at + 2) : bytes{};
}

/// When a question was asked, by the clock that stamps frames. What was stamped before is no answer to it: it was
/// queued between two calls.
class asking_time {
 public:
  [[nodiscard]] bool is_after(const timestamp& stamp) const noexcept {
    if (stamp >= asked_) return false;
    // The system's clock may have been set back since, and then tells nothing.
    const auto by_system = std::chrono::system_clock::now() - system_;
    return by_system >= std::chrono::steady_clock::now() - steady_ - std::chrono::microseconds{100};
  }

 private:
  std::chrono::system_clock::time_point system_ = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point steady_ = std::chrono::steady_clock::now();
  timestamp asked_ = to_timestamp(system_);

  [[nodiscard]] static timestamp to_timestamp(std::chrono::system_clock::time_point t) noexcept {
    const std::chrono::nanoseconds since = t.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    return {seconds.count(), static_cast<std::uint32_t>((since - seconds).count())};
  }
};

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
    if (mine->map_.refresh().routes) mine->receivers_.suspect_all();
    return *mine;
  }

  [[nodiscard]] network_map& map() noexcept { return map_; }

  /// Send one packet. \throws transport_error saying why it cannot be sent.
  void send(outbound& out) {
    if (!out.is_complete()) ask_for_next_hop(out);
    if (out.path.framed && !frames_) open(frames_);
    transmit(out, out.path.framed ? frames_->native_handle() : -1);
  }

  /// Send one packet and wait for its answer; none when nobody answered in time. \throws transport_error
  template <class Catalog>
  [[nodiscard]] std::optional<basic_packet<Catalog>> exchange(outbound& out, const sr1_options& options) {
    if (!out.is_complete()) ask_for_next_hop(out);
    thread_local basic_engine<Catalog> engine;
    return ask(engine, out, {.timeout = options.timeout, .retry = options.retry});
  }

 private:
  /// How many forks lie between this process and the one that used the library first: after one, two processes would
  /// read from the same queue.
  [[nodiscard]] static unsigned forks() {
    static std::atomic<unsigned> count{0};
    static const int counts = ::pthread_atfork(nullptr, nullptr, [] { count.fetch_add(1, std::memory_order_relaxed); });
    (void)counts;
    return count.load(std::memory_order_relaxed);
  }

  template <class Socket>
  static void open(std::optional<Socket>& socket) {
    error_code ec;
    Socket opened{ec};
    if (ec) opening_failed(ec);
    socket.emplace(std::move(opened));
  }

  [[nodiscard]] error_code try_to_transmit(const outbound& out, int frames) {
    if (out.path.framed) return send_frame(frames, out.interface, out.protocol, out.link_header(), out.octets);
    if (!packets_) open(packets_);
    return packets_->send(out.to.v4(), out.bound_to, out.octets);
  }

  /// Through the packet socket `frames`, or routed. A full queue does not tell when it has room again: try again, each
  /// time after twice as long, for a second. Returns whether the first try was enough.
  bool transmit(const outbound& out, int frames) {
    using namespace std::chrono_literals;
    std::chrono::nanoseconds pause = 50us, waited = 0us;
    for (;;) {
      const error_code ec = try_to_transmit(out, frames);
      if (!ec) return waited == 0us;
      if (!is(ec, ENOBUFS) || waited > 1s) sending_failed(ec, out, map_);
      const timespec time{.tv_sec = 0, .tv_nsec = static_cast<long>(pause.count())};
      ::ppoll(nullptr, 0, &time, nullptr);
      waited += pause;
      pause = std::min<std::chrono::nanoseconds>(2 * pause, 1ms);
    }
  }

  /// The receiver listens before the first octet leaves.
  template <class Catalog>
  [[nodiscard]] std::optional<basic_packet<Catalog>> ask(basic_engine<Catalog>& engine, const outbound& out,
                                                         const request_terms& terms) {
    kept_receiver& receiver = receivers_.listen(out.interface, out.needs_every_protocol(), map_);
    const operation o = engine.submit(basic_packet<Catalog>{bytes{out.octets}, {.link = out.link}}, terms);
    question<Catalog> asked{engine, o, receiver, out};
    for (;;) {
      const auto now = clock::now();  // before reading: what has arrived by the deadline counts
      if (engine.next(now)) {
        const bool at_once = transmit(out, receiver.socket.native_handle());
        engine.sent(o, at_once ? now : clock::now());
      }
      if (auto answer = read_answer(asked)) return answer;
      if (engine.expire(now)) return std::nullopt;
      if (const auto deadline = engine.next_deadline()) wait(receiver.socket, *deadline);
    }
  }

  /// Read what is queued until one frame answers.
  template <class Catalog>
  [[nodiscard]] std::optional<basic_packet<Catalog>> read_answer(question<Catalog>& asked) {
    constexpr int most = 1 << 15;  // a queue holds no more: what came before the deadline is among them
    const outbound& out = asked.out;
    for (int i = 0; i != most; ++i) {
      received_frame frame;
      const error_code ec = asked.receiver.socket.receive(buffer_, frame);
      if (is(ec, EAGAIN)) break;
      if (ec) kept_receivers::failed(ec, out.interface, map_);
      const bytes part = answering_part(frame, out);
      if (part.empty() || frame.direction == PACKET_OUTGOING) continue;
      if (asked.asked.is_after(frame.time)) {
        ++asked.stale;
        continue;
      }
      if (!asked.engine.on_frame(dissect<Catalog>(part, out.link), frame.interface)) continue;
      const std::size_t below = frame.octets.size() - part.size();
      return basic_packet<Catalog>{part,
                                   {.link = out.link, .time = frame.time, .wire_length = frame.wire_length - below}};
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
    using namespace std::chrono_literals;
    const scoped_address hop = out.unresolved;
    const link_facts link = map_.link(hop.interface);
    std::optional<mac_address> found;
    if (hop.address.is_v4()) {
      const outbound who_has = prepare_frame(ether{} / arp{.pdst = hop.address.v4()}, link.name, map_);
      const auto answer = ask(questions_, who_has, {.timeout = 1s, .retry = 2});
      if (answer) found = answer->get<arp>().hwsrc.value().address();
    }
    if (found) {
      (void)map_.neighbours().answered(hop, *found, clock::now());
    } else {
      found = map_.neighbour(hop, clock::now());  // the kernel may have learnt it meanwhile
    }
    if (found) return out.resolve(*found);
    const std::string asked = to_string(hop.address);
    const std::string there = hop.address == out.to ? asked : asked + ", the next hop to " + to_string(out.to);
    fail(os_error(EHOSTUNREACH), "nobody on " + link.name + " answers for " + there);
  }

  unsigned forks_ = forks();
  network_map map_;
  std::optional<link_sender> frames_;
  std::optional<routed_sender> packets_;
  kept_receivers receivers_;
  frame_buffer buffer_;
  standard_engine questions_;
};

}  // namespace packetry::detail
