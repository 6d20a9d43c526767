// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/asio/execution_context.hpp>

#include <algorithm>
#include <mutex>
#include <vector>

namespace packetry::detail {

/// What holds operations of an execution context that no queue of that context holds.
class context_guest {
 public:
  /// The context ends: let go of every operation, and call no handler.
  virtual void destroy() noexcept = 0;

 protected:
  ~context_guest() = default;
};

/// Knows the transports of an execution context. A coroutine that waits for a transport of its own holds it, and is held
/// by it; whoever destroys the context breaks that circle.
class transport_service final : public boost::asio::execution_context::service {
 public:
  using key_type = transport_service;
  static inline boost::asio::execution_context::id id{};

  explicit transport_service(boost::asio::execution_context& context)
      : boost::asio::execution_context::service(context) {}

  void add(context_guest& g) {
    const std::lock_guard lock{mutex_};
    guests_.push_back(&g);
  }
  void remove(context_guest& g) noexcept {
    const std::lock_guard lock{mutex_};
    std::erase(guests_, &g);
  }

 private:
  void shutdown() noexcept override {
    while (context_guest* const last = take()) last->destroy();  // which may remove others
  }

  [[nodiscard]] context_guest* take() noexcept {
    const std::lock_guard lock{mutex_};
    if (guests_.empty()) return nullptr;
    context_guest* const last = guests_.back();
    guests_.pop_back();
    return last;
  }

  std::mutex mutex_;
  std::vector<context_guest*> guests_;
};

}  // namespace packetry::detail
