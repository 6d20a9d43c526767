// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <chrono>
#include <ctime>
#include <optional>
#include <span>

#include <poll.h>

namespace packetry::detail {

/// Sleep until one of the descriptors can be read, or until then; for ever where that is no time. A signal ends it too:
/// whoever calls looks for itself.
inline void wait_for(std::span<pollfd> readable, std::optional<std::chrono::steady_clock::time_point> until) noexcept {
  using namespace std::chrono;
  if (!until) {
    ::ppoll(readable.data(), readable.size(), nullptr, nullptr);
    return;
  }
  const auto now = steady_clock::now();
  const nanoseconds left = *until <= now ? nanoseconds::zero() : nanoseconds{*until - now};
  const auto whole = duration_cast<seconds>(left);
  const timespec time{.tv_sec = whole.count(), .tv_nsec = static_cast<long>((left - whole).count())};
  ::ppoll(readable.data(), readable.size(), &time, nullptr);
}

}  // namespace packetry::detail
