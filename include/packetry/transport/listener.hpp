// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/answering.hpp>
#include <packetry/transport/receivers.hpp>

#include <cstddef>
#include <memory>

namespace packetry::detail {

/// How a driver waits until a listener can be read; its own business.
struct watch {
  watch() = default;
  watch(const watch&) = delete;
  watch& operator=(const watch&) = delete;
  virtual ~watch() = default;
};

/// A receiver that many requests listen to.
struct listener : kept_receiver {
  using kept_receiver::kept_receiver;

  std::unique_ptr<watch> watched{};  ///< ends before the socket does
  std::size_t framed = 0;            ///< of its users those that ask with a link layer; the others do without
  std::size_t stale = 0;             ///< frames read since it is awake that had come before those asked who are its users
  asking_time since{};
  bool awake = false;

  /// Also for a request that follows at once the one it was awake for: what is queued is about to be read.
  [[nodiscard]] bool is_read() const noexcept { return awake; }

  /// A request is about to ask. What came before the first of those that ask at the same time answers none of them.
  void begin() {
    if (!awake) stale = 0;
    if (users == 0) since = asking_time{};
    awake = true;
  }
  /// Nobody listens any more.
  void end() noexcept {
    if (!awake) return;
    awake = false;
    suspect = true;  // what is queued until somebody listens again answers nobody, and takes room
    rest(stale);
  }

  void join(bool with_link) noexcept {
    ++users;
    if (with_link) ++framed;
  }
  void leave(bool with_link) noexcept {
    --users;
    if (with_link) --framed;
  }
};

/// Keeps a listener while it is read: whoever is called meanwhile may close those that nobody uses.
class holder {
 public:
  explicit holder(listener& l) noexcept : held_(l) { l.held = true; }
  holder(const holder&) = delete;
  holder& operator=(const holder&) = delete;
  ~holder() { held_.held = false; }

 private:
  listener& held_;
};

using listeners = basic_kept_receivers<listener>;

}  // namespace packetry::detail
