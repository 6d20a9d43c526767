// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/vary.hpp>
#include <packetry/transport/fill.hpp>
#include <packetry/transport/interface_name.hpp>
#include <packetry/transport/job.hpp>
#include <packetry/transport/options.hpp>
#include <packetry/transport/sendable.hpp>
#include <packetry/transport/sr_result.hpp>

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>
#include <vector>

namespace packetry::detail {

/// Ranges that give the same packet for the same place at any time: those of `vary`, and elements that lie in memory.
template <class Range>
inline constexpr bool repeatable = std::ranges::contiguous_range<Range>;
template <class Stack, class... Variations>
inline constexpr bool repeatable<packet_set<Stack, Variations...>> = true;
template <class Range>
inline constexpr bool repeatable<std::ranges::ref_view<Range>> = repeatable<std::remove_const_t<Range>>;
template <class Range>
inline constexpr bool repeatable<std::ranges::owning_view<Range>> = repeatable<Range>;

template <layer_or_stack P>
void octets_alone(const P& p, std::vector<std::uint8_t>& octets) { write_vector(as_stack(p), octets); }
template <class Catalog>
void octets_alone(const basic_packet<Catalog>& p, std::vector<std::uint8_t>& octets) {
  octets.assign(p.octets().begin(), p.octets().end());
}

/// A range of packets, read one at a time.
template <class Range>
class packet_source {
 public:
  static constexpr bool again = repeatable<Range>;

  packet_source(Range packets, interface_name interface) : packets_(std::move(packets)), interface_(interface) {}

  [[nodiscard]] bool next(network_map& map, outbound& out) {
    if (!at_) {
      at_.emplace(std::ranges::begin(packets_));
    } else if (*at_ != std::ranges::end(packets_)) {
      ++*at_;
    }
    if (*at_ == std::ranges::end(packets_)) return false;
    prepare(as_sendable(**at_), interface_, map, out);
    return true;
  }

  /// How many packets there are, where that is known without counting; else 0.
  [[nodiscard]] std::size_t size() {
    if constexpr (std::ranges::sized_range<Range>) return static_cast<std::size_t>(std::ranges::size(packets_));
    return 0;
  }

  /// Packet number `n`, whichever was read last; where there is no network, as far as it tells itself.
  void read_again([[maybe_unused]] std::size_t n, [[maybe_unused]] network_map* map, [[maybe_unused]] outbound& out) {
    if constexpr (again) {
      using difference = std::ranges::range_difference_t<Range>;
      auto&& p = std::ranges::begin(packets_)[static_cast<difference>(n)];
      if (map != nullptr) return prepare(as_sendable(std::forward<decltype(p)>(p)), interface_, *map, out);
      octets_alone(p, out.octets);
    }
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

  void add(const outbound&, basic_packet<Catalog>&& reply, std::chrono::nanoseconds) { answer = std::move(reply); }
  void add_silent(const outbound&, std::size_t) noexcept {}

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
  void add(const outbound&, basic_packet<Catalog>&&, std::chrono::nanoseconds) noexcept {}
  void add_silent(const outbound&, std::size_t) noexcept {}

  template <class F>
  void deliver(error_code ec, F f) {
    f(ec);
  }
};

template <class Catalog>
[[nodiscard]] basic_packet<Catalog> as_packet(const outbound& out) {
  return basic_packet<Catalog>{bytes{out.octets}, {.link = out.link}};
}

/// What the answers to many packets are collected into: all of them.
template <class Catalog>
class all_answers {
 public:
  /// Room for so many of both: it is only touched by those that come.
  void expect(std::size_t count) {
    constexpr std::size_t enough = 1 << 16;
    result_.answered.reserve(std::min(count, enough));
    result_.unanswered.reserve(std::min(count, enough));
  }

  void add(const outbound& request, basic_packet<Catalog>&& reply, std::chrono::nanoseconds round_trip) {
    result_.answered.emplace_back(as_packet<Catalog>(request), std::move(reply), round_trip);
  }
  void add_silent(const outbound& request, std::size_t number) {
    numbers_.push_back(number);
    result_.unanswered.push_back(as_packet<Catalog>(request));
  }

  [[nodiscard]] basic_sr_result<Catalog> take() {
    if (!std::ranges::is_sorted(numbers_)) sort_unanswered();
    numbers_.clear();
    return std::move(result_);
  }
  template <class F>
  void deliver(error_code ec, F f) {
    f(ec, take());
  }

 private:
  /// Those whose time was over mostly come as they were given; one that waited for its next hop does not.
  void sort_unanswered() {
    std::vector<std::size_t> order(numbers_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [this](std::size_t i) { return numbers_[i]; });
    std::vector<basic_packet<Catalog>> sorted;
    sorted.reserve(order.size());
    for (const std::size_t i : order) sorted.push_back(std::move(result_.unanswered[i]));
    result_.unanswered = std::move(sorted);
  }

  basic_sr_result<Catalog> result_;
  std::vector<std::size_t> numbers_;  // of those that nobody answered, in their range
};

/// A job that sends what a range gives and collects what comes back; how it ends is the driver's.
template <class Catalog, class Range, class Collected>
class collecting : public job<Catalog> {
 public:
  explicit collecting(packet_source<Range> packets) : packets_(std::move(packets)) {
    this->remakes = packet_source<Range>::again;
  }

  void only_send() { this->wants_answers = false; }
  void ask_once(const sr1_options& options) {
    this->terms = {.timeout = options.timeout, .retry = options.retry};
  }
  void ask_all(const sr_options& options) {
    this->terms = {.timeout = options.timeout, .retry = options.retry, .multi = options.multi};
    this->limits = {.window = options.window, .inter = options.inter};
    this->many = true;
    this->first = options.first;
    this->expected = packets_.size();
    if (!options.first) collected.expect(this->expected);
  }

  Collected collected{};

 protected:
  ~collecting() = default;

 private:
  bool next(network_map& map, outbound& out) final { return packets_.next(map, out); }
  void make_again(std::size_t number, network_map& map, outbound& out) final { packets_.read_again(number, &map, out); }
  void make_alone(std::size_t number, outbound& out) final { packets_.read_again(number, nullptr, out); }
  void on_answer(const outbound& request, basic_packet<Catalog>&& answer, std::chrono::nanoseconds round_trip) final {
    collected.add(request, std::move(answer), round_trip);
  }
  void on_silence(const outbound& request, std::size_t number) final { collected.add_silent(request, number); }

  packet_source<Range> packets_;
};

}  // namespace packetry::detail
