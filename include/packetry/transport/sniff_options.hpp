// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>
#include <packetry/transport/interface_name.hpp>

#include <chrono>
#include <cstddef>
#include <functional>
#include <utility>

namespace packetry {

/// What is captured, until when, and what is done with it.
template <class Catalog>
struct basic_sniff_options {
  interface_name interface {};  ///< by name; empty: all of them
  std::size_t count = 0;     ///< stop after so many packets; 0: any number
  std::chrono::nanoseconds timeout = std::chrono::nanoseconds::max();        ///< stop then
  std::function<bool(const basic_packet_view<Catalog>&)> filter{};           ///< which packets; none: all
  std::function<void(const basic_packet<Catalog>&)> prn{};                   ///< called with each of them
  std::function<bool(const basic_packet<Catalog>&)> stop_filter{};           ///< stop after one that it accepts
  bool store = true;         ///< whether they are returned
  bool promiscuous = false;  ///< whether the interface takes frames that are for others too; it must be named then
};

using sniff_options = basic_sniff_options<standard_catalog>;

}  // namespace packetry
