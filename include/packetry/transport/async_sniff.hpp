// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/async_driver.hpp>
#include <packetry/transport/completion.hpp>
#include <packetry/transport/job.hpp>
#include <packetry/transport/sniffer.hpp>

#include <boost/asio/post.hpp>

#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace packetry::detail {

/// A capture that ends in the call of a completion handler. Its waits name it by a number that both share: they may
/// come late, when it is gone.
template <class Catalog, class Handler>
class async_sniffing final : public dependent {
 public:
  using driver = async_driver<Catalog>;

  async_sniffing(Handler&& handler, std::shared_ptr<driver> d)
      : driver_(std::move(d)),
        done_(std::move(handler), driver_->get_executor()),
        slot_(asio::get_associated_cancellation_slot(done_.handler())),
        timer_(driver_->get_executor()),
        readable_(driver_->get_executor()) {
    driver_->join(*this);
  }

  void start(basic_sniff_options<Catalog>&& options) {
    if (driver_->stopped()) return end(os_error(ECANCELED), false);
    try {
      capture_.emplace(std::move(options), driver_->jobs().map());
      readable_.assign(capture_->native_handle());
    } catch (...) {
      return end(code_of(std::current_exception()), false);
    }
    if (slot_.is_connected()) {
      slot_.assign([this](asio::cancellation_type kind) {
        if (stops(kind, false)) cancel();
      });
    }
    wait();
  }

  void abort() override {
    driver_->leave(*this);
    aborted_ = true;
    if (!reading_) end(os_error(ECANCELED), false);
  }
  void destroy() noexcept override {
    leave();
    free_operation(this, done_.handler());
  }
  void count(packet_counts& sum) noexcept override {
    if (capture_) capture_->count(sum);
  }

 private:
  static constexpr int at_a_time = 64, at_last = 65'536;

  /// What the socket holds by then was seen before, and is delivered.
  void cancel() {
    if (std::exchange(aborted_, true) || reading_) return;
    asio::post(driver_->get_executor(), [this, alive = alive_] {
      if (*alive) read();
    });
  }

  void leave() {
    *alive_ = false;
    driver_->leave(*this);
    if (readable_.is_open()) readable_.release();  // it is the capture's
  }

  void wait() {
    readable_.async_wait(asio::posix::stream_descriptor::wait_read, [this, alive = alive_](error_code) {
      if (*alive) read();
    });
    if (timing_ || !capture_->deadline()) return;
    timing_ = true;
    timer_.expires_at(*capture_->deadline());
    timer_.async_wait([this, alive = alive_](error_code ec) {
      if (!*alive || ec) return;
      expired_ = true;
      read();  // what came in time
    });
  }

  /// The options' functions may stop it: that waits until they have returned.
  void read() {
    bool over = false;
    error_code ec;
    reading_ = true;
    try {
      over = capture_->read(driver_->jobs().map(), aborted_ || expired_ ? at_last : at_a_time) || expired_;
    } catch (const transport_error& e) {
      over = true;
      ec = e.code();
    } catch (...) {  // theirs: it is the caller's of io_context::run
      reading_ = false;
      if (aborted_) {
        end(os_error(ECANCELED), false);
      } else {
        capture_->is_complete() || expired_ ? end({}, false) : wait();
      }
      throw;
    }
    reading_ = false;
    if (aborted_) return end(os_error(ECANCELED), true);
    over ? end(ec, true) : wait();
  }

  void end(error_code ec, bool may_dispatch) {
    slot_.clear();
    leave();
    auto done = std::move(done_);
    std::vector<basic_packet<Catalog>> packets;
    if (capture_) packets = capture_->take_packets();
    free_operation(this, done.handler());
    done(may_dispatch, ec, std::move(packets));
  }

  std::shared_ptr<driver> driver_;
  completion<Handler> done_;
  asio::associated_cancellation_slot_t<Handler> slot_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
  std::optional<sniffer<Catalog>> capture_{};
  asio::steady_timer timer_;
  asio::posix::stream_descriptor readable_;
  bool timing_ = false, reading_ = false, expired_ = false, aborted_ = false;
};

}  // namespace packetry::detail
