// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace packetry::detail {

/// A request under way. Never used twice: what is done with one that has ended does nothing.
struct operation {
  std::uint32_t place = 0;
  std::uint32_t generation = 0;  ///< odd while it is under way

  friend constexpr bool operator==(const operation&, const operation&) = default;
};

/// What requests that were made together share.
struct batch_limits {
  std::size_t window = 0;             ///< how many may be unanswered at a time; 0: any number
  std::chrono::nanoseconds inter{0};  ///< least time between two sendings
};

/// What is asked for one request.
struct request_terms {
  std::chrono::nanoseconds timeout{std::chrono::seconds{2}};  ///< for an answer, from each sending on
  unsigned retry = 0;                                         ///< times it is sent again when unanswered
  bool multi = false;                                         ///< every answer until the timeout, not the first alone
  unsigned interface = 0;                                     ///< where answers come from; 0: anywhere
  std::uint32_t number = 0;                                   ///< with `tag` the driver's name for it, given back with every outcome
  std::uintptr_t tag = 0;
};

/// What has become of a request.
struct outcome {
  std::uint32_t number = 0;
  std::uintptr_t tag = 0;
  operation which{};
  bool answered = false;  ///< whether there was any answer; a cancelled or expired request without one has none
  bool last = false;      ///< whether the request has ended with this; with `multi` more answers may come
  std::chrono::steady_clock::time_point sent{};  ///< the last time; no time where it never was
};

}  // namespace packetry::detail
