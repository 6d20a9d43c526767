// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>

#include <chrono>
#include <vector>

namespace packetry {

/// A packet that was sent, an answer to it, and how long that took: from the last sending before it to the kernel's
/// stamp on the answer.
template <class Catalog>
struct basic_answered {
  basic_packet<Catalog> request{};
  basic_packet<Catalog> answer{};
  std::chrono::nanoseconds round_trip{0};
};

/// What `sr` brought: answers in the order they came, and the packets that nobody answered in the order they were given.
/// `auto [answered, unanswered] = sr(…);`
template <class Catalog>
struct basic_sr_result {
  std::vector<basic_answered<Catalog>> answered{};
  std::vector<basic_packet<Catalog>> unanswered{};
};

using answered_packet = basic_answered<standard_catalog>;
using sr_result = basic_sr_result<standard_catalog>;

}  // namespace packetry
