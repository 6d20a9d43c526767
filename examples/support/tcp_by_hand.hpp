// SPDX-License-Identifier: BSL-1.0
#pragma once

// One TCP connection, every segment of it crafted here. What the kernel does in a hundred times as many lines: no
// congestion control (one request is all that is sent), no window scaling, no keep-alive. RFC 9293, RFC 6298, RFC 2018.

#include "program.hpp"

#include <boost/asio/detached.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <map>
#include <random>

namespace example {

class tcp_by_hand {
 public:
  using clock = std::chrono::steady_clock;

  struct ends {
    inet_address peer{};
    std::uint16_t dport = 0, sport = 0;
  };

  /// `patience`: how long the peer may say nothing new.
  tcp_by_hand(transport& net, const ends& e, std::chrono::nanoseconds patience)
      : net_(net),
        ends_(e),
        patience_(patience),
        changed_(net.get_executor()),
        next_(std::random_device{}()),
        unacked_(next_),
        most_(e.peer.is_v6() ? 1440 : 1460) {}

  /// What the peer sent, in order; grows while something is waited for.
  [[nodiscard]] const std::vector<std::uint8_t>& received() const noexcept { return received_; }
  /// Whether there will not be more.
  [[nodiscard]] bool at_end() const noexcept { return at_end_; }

  /// To be called with every packet that is seen on the interface.
  void take(const packet& p) {
    const auto t = p.view<tcp>();
    if (!t || sender_of(p) != ends_.peer || t->get<&tcp::sport>() != ends_.dport || t->get<&tcp::dport>() != ends_.sport) return;
    if (!verify(p).empty()) return;  // damaged on the way: it will come again
    take(*t, t->payload());
    changed_.cancel();
  }

  /// SYN and SYN/ACK. The first segment that is sent acknowledges that one.
  awaitable<void> connect() { return deliver({}, "S"); }

  /// Send octets, and wait until all of them are acknowledged.
  awaitable<void> send(std::vector<std::uint8_t> octets) {
    for (std::size_t at = 0; at < octets.size(); at += most_) {
      const auto begin = octets.begin() + static_cast<std::ptrdiff_t>(at);
      co_await deliver({begin, begin + static_cast<std::ptrdiff_t>(std::min(most_, octets.size() - at))}, "A");
    }
  }

  /// Wait until more was received, or the end of it.
  awaitable<void> receive() {
    const std::size_t before = received_.size();
    co_await wait([&] { return received_.size() != before || at_end_; }, clock::now() + patience_);
    if (received_.size() == before && !at_end_) fail(" falls silent in the middle of its answer");
  }

  /// Say that nothing more will be sent, and wait until the peer has said so, too.
  awaitable<void> close() {
    const bool peer_waits = at_end_;
    co_await deliver({}, "FA");
    co_await wait([&] { return at_end_; }, clock::now() + patience_);
    // Who acknowledges the last FIN does not learn whether that arrived. Where it did not, the FIN comes again.
    if (!peer_waits) co_await wait([] { return false; }, clock::now() + 2 * retransmit_after_);
  }

 private:
  static constexpr std::uint16_t window = 65535;

  template <class Token>
  auto transmit(std::uint32_t seq, tcp_flags flags, const std::vector<std::uint8_t>& octets, const Token& token) {
    return with_network(ends_.peer, segment(seq, flags, octets), [&](const auto& p) { return net_.async_send(p, token); });
  }

  [[nodiscard]] stack<tcp, raw> segment(std::uint32_t seq, tcp_flags flags, const std::vector<std::uint8_t>& octets) const {
    tcp t{.sport = ends_.sport, .dport = ends_.dport, .seq = seq, .ack = peer_known_ ? expected_ : 0, .flags = flags, .window = window};
    if (flags.has("S")) t.options = {tcp_opt::mss(ends_.peer.is_v6() ? 1440 : 1460), tcp_opt::sack_ok()};
    if (selective_ && !early_.empty()) t.options = {tcp_opt::nop(), tcp_opt::nop(), what_came_early()};
    return t / raw{.load = octets};
  }

  /// Send one segment, again and again, until it is acknowledged. SYN and FIN count as an octet (RFC 9293 section 3.4).
  awaitable<void> deliver(std::vector<std::uint8_t> octets, tcp_flags flags) {
    const std::uint32_t seq = next_;
    next_ += static_cast<std::uint32_t>(octets.size()) + (flags.has("S") || flags.has("F") ? 1 : 0);
    const auto begin = clock::now(), give_up = begin + patience_;
    auto pause = retransmit_after_;
    for (bool again = false; unacked_ != next_; again = true, pause *= 2) {
      if (clock::now() >= give_up) fail(peer_known_ ? " does not acknowledge what it is sent" : " does not answer");
      co_await transmit(seq, flags, octets, use_awaitable);
      co_await wait([&] { return unacked_ == next_; }, std::min(give_up, clock::now() + pause));
      // Of what was sent twice nobody knows which was acknowledged (RFC 6298 section 3).
      if (unacked_ == next_ && !again) retransmit_after_ = std::max<clock::duration>(2 * (clock::now() - begin), least_pause);
    }
  }

  /// Until `done()`, or the time has come.
  template <class Done>
  awaitable<void> wait(Done done, clock::time_point until) {
    while (!done() && clock::now() < until) {
      if (reset_) fail(peer_known_ ? " resets the connection" : ": nobody listens on port " + std::to_string(ends_.dport));
      changed_.expires_at(until);
      error_code woken;
      co_await changed_.async_wait(asio::redirect_error(use_awaitable, woken));
    }
  }

  void take(const layer_view<tcp>& t, bytes octets) {
    const tcp_flags flags = t.get<&tcp::flags>();
    const std::uint32_t seq = t.get<&tcp::seq>(), ack = t.get<&tcp::ack>();
    if (flags.has("R")) {
      reset_ = reset_ || (peer_known_ ? seq == expected_ : ack == next_);  // others are late, or forged (RFC 9293 section 3.5.3)
      return;
    }
    if (!flags.has("A")) return;
    if (!peer_known_) {
      if (!flags.has("S") || ack != next_) return;
      expected_ = seq + 1;
      peer_known_ = true;
      meet(t.get<&tcp::options>());
    }
    if (ack - unacked_ <= next_ - unacked_) unacked_ = ack;
    if (!flags.has("S")) store(seq, octets, flags.has("F"));
    if (flags.has("F") || !octets.empty()) transmit(next_, "A", {}, asio::detached);
  }

  void meet(const tcp_options& options) {
    if (const auto mss = options.find(tcp_option_kind::mss); mss && mss->data.size() == 2)
      most_ = std::min(most_, static_cast<std::size_t>(std::max(64, mss->data[0] << 8 | mss->data[1])));
    selective_ = options.find(tcp_option_kind::sack_ok).has_value();
  }

  /// Put a segment's octets where they belong; what has a gap before it waits.
  void store(std::uint32_t seq, bytes octets, bool last) {
    const auto ahead = static_cast<std::int32_t>(seq - expected_);
    const std::size_t known = ahead < 0 ? std::min(octets.size(), static_cast<std::size_t>(-std::int64_t{ahead})) : 0;
    const std::size_t at = received_.size() + (ahead < 0 ? 0 : static_cast<std::size_t>(ahead));
    if (ahead > window || at_end_) return;
    octets = octets.subspan(known);
    if (last) end_ = at + octets.size();
    if (auto& there = early_[at]; there.size() < octets.size()) there.assign(octets.begin(), octets.end());
    for (auto first = early_.begin(); first != early_.end() && first->first <= received_.size(); first = early_.erase(first)) {
      const std::size_t overlap = received_.size() - first->first;
      if (overlap >= first->second.size()) continue;
      received_.insert(received_.end(), first->second.begin() + static_cast<std::ptrdiff_t>(overlap), first->second.end());
      expected_ += static_cast<std::uint32_t>(first->second.size() - overlap);
    }
    at_end_ = end_ == received_.size();
    if (at_end_) ++expected_;
  }

  /// The first three runs of octets behind a gap (RFC 2018 section 3): what need not be sent again.
  [[nodiscard]] tcp_option what_came_early() const {
    std::vector<std::uint8_t> edges;
    std::size_t run_end = 0;
    const auto add = [&](std::size_t at) {
      const std::uint32_t seq = expected_ + static_cast<std::uint32_t>(at - received_.size());
      for (const unsigned shift : {24u, 16u, 8u, 0u}) edges.push_back(static_cast<std::uint8_t>(seq >> shift));
    };
    for (const auto& [at, octets] : early_) {
      if (at > run_end) {
        if (run_end != 0) add(run_end);
        if (edges.size() == 24) return tcp_opt::other(5, edges);
        add(at);
      }
      run_end = std::max(run_end, at + octets.size());
    }
    add(run_end);
    return tcp_opt::other(5, edges);
  }

  [[noreturn]] void fail(const std::string& what) const { throw std::runtime_error(to_string(ends_.peer) + what); }

  static constexpr auto least_pause = std::chrono::milliseconds{200};

  transport& net_;
  ends ends_;
  std::chrono::nanoseconds patience_;
  asio::steady_timer changed_;
  clock::duration retransmit_after_ = std::chrono::seconds{1};
  std::uint32_t next_, unacked_;     ///< of what is sent: the next octet's number, and the first not acknowledged
  std::uint32_t expected_ = 0;       ///< of what is received: the next octet's number
  std::size_t most_;                 ///< octets the peer takes in a segment
  bool peer_known_ = false, selective_ = false, reset_ = false, at_end_ = false;
  std::vector<std::uint8_t> received_{};
  std::map<std::size_t, std::vector<std::uint8_t>> early_{};  ///< by their place in the stream
  std::optional<std::size_t> end_{};                          ///< the place behind the last octet, when the FIN was seen
};

/// While it lives, `ear` is that connection: its timer must not outlive the transport, but whoever records hears on.
class listening {
 public:
  listening(tcp_by_hand*& ear, tcp_by_hand& connection) : ear_(ear) { ear_ = &connection; }
  listening(const listening&) = delete;
  ~listening() { ear_ = nullptr; }

 private:
  tcp_by_hand*& ear_;
};

}  // namespace example
