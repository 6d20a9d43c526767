// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <atomic>

#include <pthread.h>

namespace packetry::detail {

/// How many forks lie between this process and the one that used the library first: after one, two processes would
/// read from the same queue.
[[nodiscard]] inline unsigned forks() {
  static std::atomic<unsigned> count{0};
  static const int counts = ::pthread_atfork(nullptr, nullptr, [] { count.fetch_add(1, std::memory_order_relaxed); });
  (void)counts;
  return count.load(std::memory_order_relaxed);
}

}  // namespace packetry::detail
