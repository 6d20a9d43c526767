// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/interface_name.hpp>

#include <chrono>
#include <cstddef>

namespace packetry {

/// How a packet is sent.
struct send_options {
  interface_name interface {};  ///< by name; empty: as the kernel routes the destination
};

/// How a packet is sent and its answer waited for.
struct sr1_options {
  interface_name interface {};  ///< by name; empty: as the kernel routes the destination
  std::chrono::nanoseconds timeout{std::chrono::seconds{2}};  ///< for the answer, from each sending on
  unsigned retry = 0;                                         ///< times an unanswered packet is sent again
};

/// How many packets are sent and their answers waited for.
struct sr_options {
  interface_name interface {};  ///< by name; empty: as the kernel routes the destinations
  std::chrono::nanoseconds timeout{std::chrono::seconds{2}};  ///< for an answer, from each sending of its packet on
  unsigned retry = 0;                                         ///< times an unanswered packet is sent again
  std::chrono::nanoseconds inter{0};                          ///< least time between two sendings
  std::size_t window = 100;  ///< how many may be unanswered at a time (servers lose bursts); 0: any number
  bool multi = false;        ///< every answer that comes within the timeout, not only the first to each packet
  bool first = false;        ///< stop after the first answer to any of them
};

}  // namespace packetry
