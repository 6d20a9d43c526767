// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/fill.hpp>
#include <packetry/transport/interface_name.hpp>
#include <packetry/transport/job.hpp>
#include <packetry/transport/options.hpp>
#include <packetry/transport/sendable.hpp>
#include <packetry/transport/sr_result.hpp>

#include <algorithm>
#include <cstddef>
#include <optional>
#include <ranges>
#include <utility>
#include <vector>

namespace packetry::detail {

/// A range of packets, read one at a time.
template <class Range>
class packet_source {
 public:
  packet_source(Range packets, interface_name interface) : packets_(std::move(packets)), interface_(interface) {}

  [[nodiscard]] bool next(network_map& map, outbound& out) {
    if (!at_) {
      at_.emplace(std::ranges::begin(packets_));
    } else if (*at_ != std::ranges::end(packets_)) {
      ++*at_;
    }
    if (*at_ == std::ranges::end(packets_)) return false;
    out = prepare(as_sendable(**at_), interface_, map);
    return true;
  }

 private:
  Range packets_;
  interface_name interface_;
  std::optional<std::ranges::iterator_t<Range>> at_{};  // into packets_: this must stay where it was at the first `next`
};

/// What the answers to one packet are collected into: the first.
template <class Catalog>
struct one_answer {
  std::optional<basic_packet<Catalog>> answer{};

  void add(basic_packet<Catalog>&&, basic_packet<Catalog>&& reply, std::chrono::nanoseconds) { answer = std::move(reply); }
  void add_silent(basic_packet<Catalog>&&, std::size_t) noexcept {}

  /// Call `f` with it. Without one and without another error the time was over.
  template <class F>
  void deliver(error_code ec, F f) {
    if (!ec && !answer) ec = os_error(ETIMEDOUT);
    f(ec, answer ? std::move(*answer) : basic_packet<Catalog>{});
  }
};

/// What is sent without an answer collects nothing.
template <class Catalog>
struct no_answer {
  void add(basic_packet<Catalog>&&, basic_packet<Catalog>&&, std::chrono::nanoseconds) noexcept {}
  void add_silent(basic_packet<Catalog>&&, std::size_t) noexcept {}

  template <class F>
  void deliver(error_code ec, F f) {
    f(ec);
  }
};

/// What the answers to many packets are collected into: all of them.
template <class Catalog>
class all_answers {
 public:
  void add(basic_packet<Catalog>&& request, basic_packet<Catalog>&& reply, std::chrono::nanoseconds round_trip) {
    result_.answered.push_back({std::move(request), std::move(reply), round_trip});
  }
  void add_silent(basic_packet<Catalog>&& request, std::size_t number) {
    silent_.push_back({number, std::move(request)});
  }

  [[nodiscard]] basic_sr_result<Catalog> take() {
    std::ranges::sort(silent_, {}, &silent::number);
    result_.unanswered.reserve(silent_.size());
    for (silent& s : silent_) result_.unanswered.push_back(std::move(s.request));
    silent_.clear();
    return std::move(result_);
  }
  template <class F>
  void deliver(error_code ec, F f) {
    f(ec, take());
  }

 private:
  struct silent {
    std::size_t number = 0;
    basic_packet<Catalog> request{};
  };

  basic_sr_result<Catalog> result_;
  std::vector<silent> silent_;
};

/// A job that sends what a range gives and collects what comes back; how it ends is the driver's.
template <class Catalog, class Range, class Collected>
class collecting : public job<Catalog> {
 public:
  explicit collecting(packet_source<Range> packets) : packets_(std::move(packets)) {}

  void only_send() { this->wants_answers = false; }
  void ask_once(const sr1_options& options) {
    this->terms = {.timeout = options.timeout, .retry = options.retry};
  }
  void ask_all(const sr_options& options) {
    this->terms = {.timeout = options.timeout, .retry = options.retry, .multi = options.multi};
    this->limits = {.window = options.window, .inter = options.inter};
    this->many = true;
    this->first = options.first;
  }

  Collected collected{};

 protected:
  ~collecting() = default;

 private:
  bool next(network_map& map, outbound& out) final { return packets_.next(map, out); }
  void on_answer(basic_packet<Catalog>&& request, basic_packet<Catalog>&& answer,
                 std::chrono::nanoseconds round_trip) final {
    collected.add(std::move(request), std::move(answer), round_trip);
  }
  void on_silence(basic_packet<Catalog>&& request, std::size_t number) final {
    collected.add_silent(std::move(request), number);
  }

  packet_source<Range> packets_;
};

}  // namespace packetry::detail
