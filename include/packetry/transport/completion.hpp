// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/append.hpp>
#include <boost/asio/associated_allocator.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/cancellation_type.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <memory>
#include <utility>

namespace packetry::detail {

namespace asio = boost::asio;

/// A completion handler that will be called once, on its own executor, which has work until then.
template <class Handler>
class completion {
 public:
  using executor_type = asio::associated_executor_t<Handler, asio::any_io_executor>;

  completion(Handler&& handler, const asio::any_io_executor& io)
      : handler_(std::move(handler)), work_(asio::get_associated_executor(handler_, io)) {}

  [[nodiscard]] const Handler& handler() const noexcept { return handler_; }

  /// `may_dispatch`: at once, where that executor runs this thread; else later.
  template <class... Results>
  void operator()(bool may_dispatch, Results&&... results) {
    const asio::executor_work_guard<executor_type> work = std::move(work_);
    auto call = asio::append(std::move(handler_), std::forward<Results>(results)...);
    if (may_dispatch) {
      asio::dispatch(work.get_executor(), std::move(call));
    } else {
      asio::post(work.get_executor(), std::move(call));
    }
  }

 private:
  Handler handler_;
  asio::executor_work_guard<executor_type> work_;
};

/// Whether a cancellation is to be heeded. "Total" is one that leaves no trace: too late once something was sent.
[[nodiscard]] inline bool stops(asio::cancellation_type kind, bool has_begun) noexcept {
  const auto always = asio::cancellation_type::terminal | asio::cancellation_type::partial;
  if ((kind & always) != asio::cancellation_type::none) return true;
  return kind != asio::cancellation_type::none && !has_begun;
}

/// Make an `Operation` in memory of the handler's associated allocator. It is given handler and arguments.
template <class Operation, class Handler, class... Args>
[[nodiscard]] Operation* make_operation(Handler& handler, Args&&... args) {
  using allocator = typename std::allocator_traits<
      asio::associated_allocator_t<Handler>>::template rebind_alloc<Operation>;
  using traits = std::allocator_traits<allocator>;
  allocator a(asio::get_associated_allocator(handler));
  Operation* const place = traits::allocate(a, 1);
  try {
    return ::new (static_cast<void*>(place)) Operation(std::move(handler), std::forward<Args>(args)...);
  } catch (...) {
    traits::deallocate(a, place, 1);
    throw;
  }
}

/// And give that memory back: before the handler is called, so that the next operation can have it. `handler` is that of
/// the operation, or what was moved out of it.
template <class Operation, class Handler>
void free_operation(Operation* o, const Handler& handler) noexcept {
  using allocator = typename std::allocator_traits<
      asio::associated_allocator_t<Handler>>::template rebind_alloc<Operation>;
  allocator a(asio::get_associated_allocator(handler));
  o->~Operation();
  std::allocator_traits<allocator>::deallocate(a, o, 1);
}

}  // namespace packetry::detail
