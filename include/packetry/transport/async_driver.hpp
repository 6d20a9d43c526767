// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/multiplexer.hpp>
#include <packetry/transport/transport_service.hpp>

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace packetry::detail {

namespace asio = boost::asio;

/// Something beside the multiplexer's jobs that ends with the transport.
struct dependent {
  virtual void abort() = 0;
  virtual void destroy() noexcept = 0;
  virtual void count(packet_counts& sum) noexcept = 0;
  dependent* before = nullptr;
  dependent* after = nullptr;
  bool joined = false;

 protected:
  ~dependent() = default;
};

/// Waits for a multiplexer within Asio: one wait for each descriptor that is listened to, one timer, and neither when
/// nothing is under way, so that `io_context::run` returns then. Every wait that is pending keeps it alive.
template <class Catalog>
class async_driver final : public context_guest, public std::enable_shared_from_this<async_driver<Catalog>> {
 public:
  using clock = std::chrono::steady_clock;

  explicit async_driver(const asio::any_io_executor& ex)
      : timer_(ex), service_(asio::use_service<transport_service>(asio::query(ex, asio::execution::context))) {
    service_.add(*this);
  }
  async_driver(const async_driver&) = delete;
  async_driver& operator=(const async_driver&) = delete;
  ~async_driver() { service_.remove(*this); }

  [[nodiscard]] asio::any_io_executor get_executor() noexcept { return timer_.get_executor(); }
  [[nodiscard]] multiplexer<Catalog>& jobs() noexcept { return jobs_; }
  [[nodiscard]] bool stopped() const noexcept { return stopped_; }

  void start(job<Catalog>& j) {
    jobs_.start(j);
    if (!polling_) wait();
  }

  /// Precondition: it is under way.
  void cancel(job<Catalog>& j) {
    jobs_.cancel(j, std::make_exception_ptr(system_error{os_error(ECANCELED)}));
    if (!polling_) wait();
  }

  void join(dependent& d) noexcept {
    d.after = dependents_;
    if (d.after != nullptr) d.after->before = &d;
    dependents_ = &d;
    d.joined = true;
  }
  /// Does nothing where it has left.
  void leave(dependent& d) noexcept {
    if (!std::exchange(d.joined, false)) return;
    d.count(left_);
    (d.before == nullptr ? dependents_ : d.before->after) = d.after;
    if (d.after != nullptr) d.after->before = d.before;
  }

  [[nodiscard]] packet_counts counts() noexcept {
    packet_counts sum = jobs_.counts();
    sum.received += left_.received;
    sum.dropped += left_.dropped;
    for (dependent* d = dependents_; d != nullptr; d = d->after) d->count(sum);
    return sum;
  }

  /// The transport ends: everything completes with operation_aborted.
  void stop() {
    if (stopped_) return;
    stopped_ = true;
    jobs_.close(std::make_exception_ptr(system_error{os_error(ECANCELED)}));
    while (dependents_ != nullptr) dependents_->abort();
    wait();
  }

  void destroy() noexcept override {
    const auto self = this->weak_from_this().lock();
    stopped_ = true;
    jobs_.close(nullptr);
    while (dependents_ != nullptr) dependents_->destroy();
  }

 private:
  using time_point = clock::time_point;

  /// One wait at a time; those that were cancelled, or are late, have another number.
  struct async_watch final : watch {
    asio::posix::stream_descriptor fd;
    std::shared_ptr<std::uint64_t> number = std::make_shared<std::uint64_t>(0);
    bool waiting = false;

    async_watch(const asio::any_io_executor& ex, int readable) : fd(ex, readable) {}
    ~async_watch() override {
      ++*number;
      fd.release();  // it is the listener's
    }
    void cancel() {
      ++*number;
      waiting = false;
      fd.cancel();
    }
  };

  /// Wait for what is to be waited for, and no more.
  void wait() {
    const bool idle = stopped_ || jobs_.idle();
    for (const auto& ear : jobs_.ears().all()) {
      if (!idle && ear->awake) {
        wait_for_frames(*ear);
      } else if (auto* const w = static_cast<async_watch*>(ear->watched.get()); w != nullptr && w->waiting) {
        w->cancel();
      }
    }
    wait_until(idle ? std::nullopt : jobs_.next_deadline());
  }

  void wait_for_frames(listener& ear) {
    if (!ear.watched) ear.watched = std::make_unique<async_watch>(timer_.get_executor(), ear.socket.native_handle());
    auto& w = static_cast<async_watch&>(*ear.watched);
    if (w.waiting) return;
    w.waiting = true;
    w.fd.async_wait(asio::posix::stream_descriptor::wait_read,
                    [self = this->shared_from_this(), &w, current = w.number, number = *w.number](error_code) {
                      if (number != *current) return;  // `w` may be gone
                      w.waiting = false;
                      self->poll();
                    });
  }

  /// Moved only to an earlier time: one that comes too early finds nothing to do, and costs less than moving it with
  /// every request. What is due already needs no timer, but others have their turn first.
  void wait_until(std::optional<time_point> when) {
    if (when && *when <= clock::now()) return poll_soon();
    if (!when) {
      if (timer_set_) timer_.cancel();
      timer_set_.reset();
      return;
    }
    if (timer_set_ && *timer_set_ <= *when) return;
    timer_set_ = when;
    timer_.expires_at(*when);
    timer_.async_wait([self = this->shared_from_this(), number = ++timer_number_](error_code ec) {
      if (ec || number != self->timer_number_) return;
      self->timer_set_.reset();
      self->poll();
    });
  }

  void poll_soon() {
    if (std::exchange(poll_posted_, true)) return;
    asio::post(timer_.get_executor(), [self = this->shared_from_this()] {
      self->poll_posted_ = false;
      self->poll();
    });
  }

  void poll() {
    if (stopped_) return;
    polling_ = true;
    try {
      jobs_.poll();
    } catch (...) {  // a handler's: it is the caller's of io_context::run
      polling_ = false;
      wait();
      throw;
    }
    polling_ = false;
    wait();
  }

  multiplexer<Catalog> jobs_;
  dependent* dependents_ = nullptr;
  packet_counts left_{};
  asio::steady_timer timer_;
  std::optional<time_point> timer_set_{};
  std::uint64_t timer_number_ = 0;
  transport_service& service_;
  bool polling_ = false, poll_posted_ = false, stopped_ = false;
};

}  // namespace packetry::detail
