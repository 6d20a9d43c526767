// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/collecting.hpp>
#include <packetry/transport/forks.hpp>
#include <packetry/transport/multiplexer.hpp>
#include <packetry/transport/waiting.hpp>

#include <exception>
#include <memory>
#include <utility>
#include <vector>

namespace packetry::detail {

/// A multiplexer that is waited for without an event loop: one a thread, whose sockets stay open until that ends.
template <class Catalog>
class blocking_multiplexer {
 public:
  [[nodiscard]] static blocking_multiplexer& of_this_thread() {
    thread_local std::unique_ptr<blocking_multiplexer> mine;
    if (!mine || mine->forks_ != forks()) mine = std::make_unique<blocking_multiplexer>();
    return *mine;
  }

  /// Work until `done`, which a job of its own sets. \throws what the sockets or the job throw.
  void run(job<Catalog>& j, const bool& done) {
    try {
      work(j, done);
    } catch (...) {
      if (!done) jobs_.cancel(j, std::current_exception());  // it ends with its caller
      throw;
    }
  }

 private:
  void work(job<Catalog>& j, const bool& done) {
    jobs_.start(j);
    std::vector<pollfd> readable;
    while (!done) {
      jobs_.poll();
      if (done) return;
      readable.clear();
      for (const auto& ear : jobs_.ears().all()) {
        if (ear->awake) readable.push_back({.fd = ear->socket.native_handle(), .events = POLLIN, .revents = 0});
      }
      wait_for(readable, jobs_.next_deadline());
    }
  }

  multiplexer<Catalog> jobs_;
  unsigned forks_ = forks();
};

/// A job that lives on the stack of whoever waits for it.
template <class Catalog, class Range>
class awaited final : public collecting<Catalog, Range, all_answers<Catalog>> {
 public:
  using collecting<Catalog, Range, all_answers<Catalog>>::collecting;
  bool done = false;

 private:
  void finish(bool) override { done = true; }
  void destroy() noexcept override { done = true; }
};

/// Send what a range gives and wait for the answers. What was collected until an error came is in `result` as well.
/// \throws transport_error, packet_failure
template <class Catalog, class Range>
void exchange_all(Range packets, const sr_options& options, basic_sr_result<Catalog>& result) {
  awaited<Catalog, Range> asked{packet_source<Range>{std::move(packets), options.interface}};
  asked.ask_all(options);
  blocking_multiplexer<Catalog>::of_this_thread().run(asked, asked.done);
  result = asked.collected.take();
  if (asked.problem) std::rethrow_exception(asked.problem);
}

}  // namespace packetry::detail
