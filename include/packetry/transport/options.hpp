// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <chrono>
#include <string>

namespace packetry {

/// How a packet is sent.
struct send_options {
  std::string interface {};  ///< by name; empty: as the kernel routes the destination
};

/// How a packet is sent and its answer waited for.
struct sr1_options {
  std::string interface {};                                   ///< by name; empty: as the kernel routes the destination
  std::chrono::nanoseconds timeout{std::chrono::seconds{2}};  ///< for the answer, from each sending on
  unsigned retry = 0;                                         ///< times an unanswered packet is sent again
};

}  // namespace packetry
