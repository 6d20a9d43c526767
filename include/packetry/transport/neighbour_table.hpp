// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/mac_address.hpp>
#include <packetry/transport/inet_address.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace packetry::detail {

/// Hardware addresses of neighbours, and who waits to learn one: of several that need the same, the first asks on the
/// network and the others join it. Has no socket; times are what it is told. One thread at a time.
///
/// What the kernel told is kept until it says that something changed; what a neighbour answered to a question of ours,
/// of which the kernel knows nothing, for a minute.
class neighbour_table {
 public:
  using time_point = std::chrono::steady_clock::time_point;
  using waiting = std::vector<std::uintptr_t>;

  [[nodiscard]] std::optional<mac_address> find(const scoped_address& who, time_point now) {
    const neighbour* const found = look_up(who);
    if (found == nullptr || found->until <= now) return std::nullopt;
    return found->mac;
  }
  /// The same of what the kernel told, which needs no clock.
  [[nodiscard]] std::optional<mac_address> find_the_kernels(const scoped_address& who) {
    const neighbour* const found = look_up(who);
    if (found == nullptr || found->until != for_ever) return std::nullopt;
    return found->mac;
  }

  /// What was known last, however long ago: what a packet was sent to.
  [[nodiscard]] std::optional<mac_address> find_forgotten(const scoped_address& who) {
    const neighbour* const found = look_up(who);
    return found == nullptr ? std::nullopt : std::optional{found->mac};
  }

  void kernel_says(const scoped_address& who, mac_address mac) {
    limit();
    known_[who] = {mac, for_ever};
  }

  /// Wait for an answer. True: nobody has asked yet, the caller must.
  [[nodiscard]] bool join(const scoped_address& who, std::uintptr_t tag) {
    const auto [place, first] = asked_.try_emplace(who);
    place->second.push_back(tag);
    return first;
  }

  /// The question was answered, or given up: who waited for it, first come first. Empty where nobody did.
  [[nodiscard]] waiting answered(const scoped_address& who, mac_address mac, time_point now) {
    limit();
    known_[who] = {mac, now + std::chrono::minutes{1}};
    return unanswered(who);
  }
  [[nodiscard]] waiting unanswered(const scoped_address& who) {
    auto question = asked_.extract(who);
    return question ? std::move(question.mapped()) : waiting{};
  }

  /// Forget what the kernel told, or everything. Those who wait go on waiting.
  void forget_the_kernels() {
    for (auto& [who, known] : known_)
      if (known.until == for_ever) known.until = long_ago;
  }
  void forget() noexcept {
    for (auto& [who, known] : known_) known.until = long_ago;
  }

 private:
  static constexpr time_point for_ever = time_point::max(), long_ago = time_point::min();

  struct neighbour {
    mac_address mac{};
    time_point until{};
  };
  using neighbours = std::unordered_map<scoped_address, neighbour, scoped_address_hash>;

  [[nodiscard]] const neighbour* look_up(const scoped_address& who) {
    if (last_ == nullptr || last_->first != who) {
      const auto found = known_.find(who);
      if (found == known_.end()) return nullptr;
      last_ = &*found;
    }
    return &last_->second;
  }

  /// A sweep over a large network must not leave all of it in memory.
  void limit() noexcept {
    if (known_.size() < 1 << 16) return;
    last_ = nullptr;
    known_.clear();
  }

  neighbours known_;
  const neighbours::value_type* last_ = nullptr;  // of these, that was found: many packets go where the one before went
  std::unordered_map<scoped_address, waiting, scoped_address_hash> asked_;
};

}  // namespace packetry::detail
