// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/link.hpp>
#include <packetry/transport/network_map.hpp>

#include <concepts>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace packetry::detail {

/// A packet socket that is kept between calls, because closing one costs 10 ms. What it has queued between two calls is
/// read with the next one, and told by its time from what that draws.
struct kept_receiver {
  link_socket socket;
  bool every_protocol = false;
  bool suspect = true;  ///< its interface may have gone down since
  bool busy = false;    ///< much arrived that nobody waited for: it is told to drop all of it between calls
  bool parked = false;  ///< and does so now
  bool gone = false;    ///< it failed: no longer to be listened to
  bool held = false;    ///< in use at this moment: not to be closed
  std::size_t users = 0;  ///< requests under way that are answered through it; 0 where one call at a time is

  static constexpr std::size_t a_few = 64;  ///< frames between two calls

  kept_receiver(link_socket s, bool every) noexcept : socket(std::move(s)), every_protocol(every) {}

  [[nodiscard]] static std::span<const sock_filter> filter(bool every_protocol) noexcept {
    return every_protocol ? std::span<const sock_filter>{pass_filter} : std::span<const sock_filter>{network_filter};
  }

  /// Receive from now on. ENETDOWN and the like where the interface is, or was, not there.
  [[nodiscard]] error_code wake() noexcept {
    error_code ec;
    if (parked) ec = socket.set_filter(filter(every_protocol));
    if (!ec && (parked || suspect)) busy = socket.drain(ec) > a_few || busy;
    parked = suspect = ec.failed();
    return ec;
  }

  /// `stale` is how many frames the last call read that had come before it.
  void rest(std::size_t stale) noexcept {
    busy = busy || stale > a_few;
    if (busy) parked = !socket.set_filter(drop_filter);
  }
};

/// Receivers, one for each interface that was asked on. For one thread at a time.
template <std::derived_from<kept_receiver> Receiver>
class basic_kept_receivers {
 public:
  /// The receiver of an interface, listening. `every_protocol`: not only IPv4, IPv6 and ARP.
  /// \throws transport_error naming the interface.
  [[nodiscard]] Receiver& listen(unsigned interface, bool every_protocol, network_map& map) {
    if (Receiver* const kept = find(interface, every_protocol)) {
      if (kept->users != 0) return *kept;
      const error_code ec = kept->wake();
      if (!ec) return *kept;
      // What went down and up again, or was replaced by another of its name, is opened anew.
      close_if([&](const Receiver& r) { return &r == kept; });
      if (!is_gone(ec)) failed(ec, interface, map);
    }
    return open(interface, every_protocol, map);
  }

  /// Interfaces have changed.
  void suspect_all() noexcept {
    for (const auto& r : all_) r->suspect = true;
  }

  [[nodiscard]] std::span<const std::unique_ptr<Receiver>> all() const noexcept { return all_; }

  /// What the kernel has counted on all of them, those that were closed since included.
  [[nodiscard]] packet_counts counts() noexcept {
    packet_counts sum = closed_;
    for (const auto& r : all_) r->socket.count(sum);
    return sum;
  }

  [[nodiscard]] static bool is_gone(error_code ec) noexcept {
    return is(ec, ENETDOWN) || is(ec, ENXIO) || is(ec, ENODEV);
  }

  /// \throws transport_error
  [[noreturn]] static void failed(error_code ec, unsigned interface, network_map& map) {
    if (is(ec, EPERM) || is(ec, EACCES)) opening_failed(ec);
    if (is(ec, ENODEV) || !map.has_link(interface))
      fail(ec, "interface number " + std::to_string(interface) + " is no longer there");
    const std::string name = map.link(interface).name;
    fail(ec, is_gone(ec) ? "interface " + name + " is down" : "cannot receive on " + name);
  }

 private:
  [[nodiscard]] Receiver* find(unsigned interface, bool every_protocol) noexcept {
    for (const auto& r : all_) {
      if (!r->gone && r->socket.interface() == interface && r->every_protocol == every_protocol) return r.get();
    }
    return nullptr;
  }

  template <class Predicate>
  void close_if(Predicate p) {
    std::erase_if(all_, [&](const auto& r) {
      if (r->users != 0 || r->held || !p(*r)) return false;
      r->socket.count(closed_);
      return true;
    });
  }

  [[nodiscard]] Receiver& open(unsigned interface, bool every_protocol, network_map& map) {
    close_if([&](const Receiver& r) { return r.gone || !map.has_link(r.socket.interface()); });
    error_code ec;
    auto made = std::make_unique<Receiver>(
        link_socket{{.interface = interface, .filter = kept_receiver::filter(every_protocol)}, ec}, every_protocol);
    if (!ec) ec = made->wake();
    if (ec) failed(ec, interface, map);
    return *all_.emplace_back(std::move(made));
  }

  std::vector<std::unique_ptr<Receiver>> all_;  // by pointer: a caller holds one while others are opened
  packet_counts closed_;
};

/// A thread's.
using kept_receivers = basic_kept_receivers<kept_receiver>;

}  // namespace packetry::detail
