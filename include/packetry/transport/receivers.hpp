// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/answer_filter.hpp>
#include <packetry/transport/link.hpp>
#include <packetry/transport/network_map.hpp>

#include <chrono>
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
  std::uint32_t link_size = 0;  ///< octets of the link header of its frames
  answer_filter passing{};      ///< what its filter lets pass
  bool suspect = true;  ///< its interface may have gone down since
  bool parked = true;   ///< told to drop everything until it is needed
  bool gone = false;    ///< it failed: no longer to be listened to
  bool held = false;    ///< in use at this moment: not to be closed
  unsigned parks = 0;   ///< how many times more it is parked between calls: much arrived that nobody waited for
  std::size_t users = 0;  ///< requests under way that are answered through it; 0 where one call at a time is
  std::chrono::steady_clock::time_point rested{};  ///< since when nobody reads it

  static constexpr std::size_t a_few = 64;  ///< frames between two calls
  static constexpr unsigned a_while = 64;   ///< calls until it is tried again whether so much comes still
  static constexpr std::chrono::microseconds a_moment{100};  ///< too short to fill its queue of some 280 frames

  kept_receiver(link_socket s, std::uint32_t link_header) noexcept : socket(std::move(s)), link_size(link_header) {}

  /// Receive what has this shape from now on. ENETDOWN and the like where the interface is, or was, not there. What was
  /// parked because too much passed begins anew with this shape alone.
  [[nodiscard]] error_code wake(const answer_shape& wanted) {
    const bool fresh = parked;
    if (fresh) passing = answer_filter{};
    error_code ec = admit(wanted);
    if (!ec && (fresh || suspect || may_be_full())) note(socket.drain(ec));
    parked = suspect = ec.failed();
    return ec;
  }

  /// Receive what has this shape too. A program is replaced at once: nothing is missed.
  [[nodiscard]] error_code admit(const answer_shape& wanted) {
    if (passing.covers(wanted)) return {};
    answer_filter wider = passing;
    wider.admit(wanted);
    const error_code ec = socket.set_filter(wider.program(link_size));
    if (!ec) passing = std::move(wider);
    return ec;
  }

  /// Whether it is read without a pause, so that its queue is not full. Where one call at a time is, nobody reads between them.
  [[nodiscard]] static constexpr bool is_read() noexcept { return false; }

  /// Whether so much can have come since nobody reads that an answer would find no room.
  [[nodiscard]] bool may_be_full() const noexcept { return std::chrono::steady_clock::now() - rested > a_moment; }

  /// `stale` is how many frames the last call read that had come before it.
  void rest(std::size_t stale) noexcept {
    rested = std::chrono::steady_clock::now();
    note(stale);
    if (parks == 0) return;
    --parks;
    parked = !socket.set_filter(drop_filter);
  }

 private:
  void note(std::size_t unwanted) noexcept {
    if (unwanted > a_few) parks = a_while;
  }
};

/// Receivers, one for each interface that was asked on. For one thread at a time.
template <std::derived_from<kept_receiver> Receiver>
class basic_kept_receivers {
 public:
  /// The receiver of an interface, listening to what has this shape, whatever else it listens to.
  /// \throws transport_error naming the interface.
  [[nodiscard]] Receiver& listen(unsigned interface, const answer_shape& wanted, network_map& map) {
    if (Receiver* const kept = find(interface)) {
      const error_code ec = kept->is_read() ? kept->admit(wanted) : kept->wake(wanted);
      if (!ec) return *kept;
      // What went down and up again, or was replaced by another of its name, is opened anew.
      close_if([&](const Receiver& r) { return &r == kept; });
      if (!is_gone(ec)) failed(ec, interface, map);
    }
    return open(interface, wanted, map);
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
  [[nodiscard]] Receiver* find(unsigned interface) noexcept {
    for (const auto& r : all_) {
      if (!r->gone && r->socket.interface() == interface) return r.get();
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

  [[nodiscard]] Receiver& open(unsigned interface, const answer_shape& wanted, network_map& map) {
    close_if([&](const Receiver& r) { return r.gone || !map.has_link(r.socket.interface()); });
    error_code ec;
    const std::uint32_t link_size = map.has_link(interface) && map.link(interface).is_ethernet() ? 14 : 0;
    auto made = std::make_unique<Receiver>(link_socket{{.interface = interface, .filter = drop_filter}, ec}, link_size);
    if (!ec) ec = made->wake(wanted);
    if (ec) failed(ec, interface, map);
    return *all_.emplace_back(std::move(made));
  }

  std::vector<std::unique_ptr<Receiver>> all_;  // by pointer: a caller holds one while others are opened
  packet_counts closed_;
};

/// A thread's.
using kept_receivers = basic_kept_receivers<kept_receiver>;

}  // namespace packetry::detail
