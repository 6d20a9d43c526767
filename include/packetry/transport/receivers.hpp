// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/link.hpp>
#include <packetry/transport/network_map.hpp>

#include <memory>
#include <span>
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

  [[nodiscard]] static std::span<const sock_filter> filter(bool every_protocol) noexcept {
    return every_protocol ? std::span<const sock_filter>{pass_filter} : std::span<const sock_filter>{network_filter};
  }

  /// Receive from now on. ENETDOWN and the like where the interface is, or was, not there.
  [[nodiscard]] error_code wake() noexcept {
    error_code ec;
    if (parked) ec = socket.set_filter(filter(every_protocol));
    if (!ec && (parked || suspect)) socket.drain(ec);
    parked = suspect = ec.failed();
    return ec;
  }

  /// `stale` is how many frames the last call read that had come before it.
  void rest(std::size_t stale) noexcept {
    busy = busy || stale > 64;
    if (busy) parked = !socket.set_filter(drop_filter);
  }
};

/// A thread's receivers, one for each interface that it has asked on. For one thread at a time.
class kept_receivers {
 public:
  /// The receiver of an interface, listening. `every_protocol`: not only IPv4, IPv6 and ARP.
  /// \throws transport_error naming the interface.
  [[nodiscard]] kept_receiver& listen(unsigned interface, bool every_protocol, network_map& map) {
    if (kept_receiver* const kept = find(interface, every_protocol)) {
      const error_code ec = kept->wake();
      if (!ec) return *kept;
      // What went down and up again, or was replaced by another of its name, is opened anew.
      close(*kept);
      if (!is_gone(ec)) failed(ec, interface, map);
    }
    return open(interface, every_protocol, map);
  }

  /// Interfaces have changed.
  void suspect_all() noexcept {
    for (const auto& r : all_) r->suspect = true;
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
  [[nodiscard]] kept_receiver* find(unsigned interface, bool every_protocol) noexcept {
    for (const auto& r : all_) {
      if (r->socket.interface() == interface && r->every_protocol == every_protocol) return r.get();
    }
    return nullptr;
  }

  void close(const kept_receiver& gone) {
    std::erase_if(all_, [&](const auto& r) { return r.get() == &gone; });
  }

  [[nodiscard]] kept_receiver& open(unsigned interface, bool every_protocol, network_map& map) {
    std::erase_if(all_, [&](const auto& r) { return !map.has_link(r->socket.interface()); });
    error_code ec;
    auto made = std::make_unique<kept_receiver>(
        link_socket{{.interface = interface, .filter = kept_receiver::filter(every_protocol)}, ec}, every_protocol);
    if (!ec) ec = made->wake();
    if (ec) failed(ec, interface, map);
    return *all_.emplace_back(std::move(made));
  }

  std::vector<std::unique_ptr<kept_receiver>> all_;  // by pointer: a caller holds one while others are opened
};

}  // namespace packetry::detail
