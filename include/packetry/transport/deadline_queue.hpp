// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace packetry::detail {

/// Which of many things is due first. Things are small numbers, counted from 0; each has at most one deadline. Setting
/// one that lies behind all others, as equal timeouts do, costs the same however many there are; the rest its
/// logarithm.
class deadline_queue {
 public:
  using thing = std::uint32_t;
  using time_point = std::chrono::steady_clock::time_point;

  [[nodiscard]] bool empty() const noexcept { return heap_.empty(); }
  [[nodiscard]] std::size_t size() const noexcept { return heap_.size(); }

  /// What is due first, and when. Precondition: not empty.
  [[nodiscard]] thing first() const noexcept { return heap_.front().what; }
  [[nodiscard]] time_point first_time() const noexcept { return heap_.front().when; }

  [[nodiscard]] bool contains(thing t) const noexcept { return t < places_.size() && places_[t] != nowhere; }

  /// Room for `count` things.
  void reserve(std::size_t count) {
    heap_.reserve(count);
    places_.reserve(count);
  }

  void set(thing t, time_point when) {
    erase(t);
    if (t >= places_.size()) places_.resize(t + 1, nowhere);
    heap_.push_back({when, t});
    rise(heap_.size() - 1);
  }

  /// Does nothing where there is no deadline.
  void erase(thing t) noexcept {
    if (!contains(t)) return;
    const std::size_t at = places_[t];
    places_[t] = nowhere;
    const entry last = heap_.back();
    heap_.pop_back();
    if (at == heap_.size()) return;
    put(at, last);
    sink(at);
    rise(places_[last.what]);
  }

 private:
  static constexpr std::uint32_t nowhere = ~std::uint32_t{0};

  struct entry {
    time_point when;
    thing what;
  };

  void put(std::size_t at, const entry& e) noexcept {
    heap_[at] = e;
    places_[e.what] = static_cast<std::uint32_t>(at);
  }

  void rise(std::size_t at) noexcept {
    const entry e = heap_[at];
    for (; at != 0 && e.when < heap_[(at - 1) / 2].when; at = (at - 1) / 2) put(at, heap_[(at - 1) / 2]);
    put(at, e);
  }

  void sink(std::size_t at) noexcept {
    const entry e = heap_[at];
    for (;;) {
      std::size_t below = 2 * at + 1;
      if (below >= heap_.size()) break;
      if (below + 1 < heap_.size() && heap_[below + 1].when < heap_[below].when) ++below;
      if (e.when <= heap_[below].when) break;
      put(at, heap_[below]);
      at = below;
    }
    put(at, e);
  }

  std::vector<entry> heap_;
  std::vector<std::uint32_t> places_;
};

}  // namespace packetry::detail
