// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/async_driver.hpp>
#include <packetry/transport/collecting.hpp>
#include <packetry/transport/completion.hpp>

#include <memory>
#include <utility>

namespace packetry::detail {

/// A job that ends in the call of a completion handler.
template <class Catalog, class Range, class Collected, class Handler>
class async_job final : public collecting<Catalog, Range, Collected> {
 public:
  using driver = async_driver<Catalog>;

  async_job(Handler&& handler, driver& d, packet_source<Range>&& packets)
      : collecting<Catalog, Range, Collected>(std::move(packets)),
        done_(std::move(handler), d.get_executor()),
        slot_(asio::get_associated_cancellation_slot(done_.handler())) {
    if (!slot_.is_connected()) return;
    slot_.assign([this, &d](asio::cancellation_type kind) {
      if (stops(kind, this->has_begun())) d.cancel(*this);
    });
  }

 private:
  void finish(bool may_dispatch) override {
    slot_.clear();
    const error_code ec = code_of(this->problem);
    auto done = std::move(done_);
    auto results_of = std::move(this->collected);
    free_operation(this, done.handler());
    results_of.deliver(ec, [&](auto&&... results) { done(may_dispatch, std::forward<decltype(results)>(results)...); });
  }
  void destroy() noexcept override { free_operation(this, done_.handler()); }

  completion<Handler> done_;
  asio::associated_cancellation_slot_t<Handler> slot_;
};

}  // namespace packetry::detail
