// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/interfaces.hpp>
#include <packetry/transport/kernel_monitor.hpp>
#include <packetry/transport/neighbour_table.hpp>
#include <packetry/transport/netlink.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace packetry::detail {

/// "no route leads to 10.9.9.9 (Network is unreachable)"
[[noreturn]] inline void no_route(error_code ec, const inet_address& to) {
  const std::string there = to_string(to);
  if (is(ec, ENETUNREACH)) fail(ec, "no route leads to " + there);
  if (is(ec, EHOSTUNREACH)) fail(ec, "the routing table says that " + there + " is unreachable");
  if (is(ec, EACCES)) fail(ec, "the routing table prohibits packets to " + there);
  if (is(ec, EINVAL)) fail(ec, "the routing table drops packets to " + there);
  fail(ec, "cannot find a route to " + there);
}

/// Interfaces, routes and neighbours as the kernel has them, remembered until it says that something changed. Of the
/// network namespace that the thread was in when it was made. Never waits. For one thread at a time.
class network_map {
 public:
  /// \throws transport_error where the kernel cannot be asked.
  network_map() : monitor_(opened<kernel_monitor>()), kernel_(opened<netlink>()) {}

  /// Learn what has changed. References given out before are void. Cheap: call it before each use.
  kernel_changes refresh() {
    if (monitor_.is_silent()) return {};
    const kernel_changes changes = monitor_.read();
    if (changes.routes) {
      links_.clear();
      routes_.clear();
      last_link_ = nullptr;
      last_route_ = nullptr;
      neighbours_.forget();
    } else if (changes.neighbours) {
      neighbours_.forget_the_kernels();
    }
    return changes;
  }

  /// \throws transport_error (ENODEV) naming the interface.
  [[nodiscard]] const link_facts& link(std::string_view name) {
    for (const auto& [index, known] : links_) {
      if (known.name == name) return known;
    }
    link_facts found;
    const error_code ec = kernel_.find_link(name, found);
    if (is(ec, ENODEV)) no_such_interface(kernel_, name);
    check(ec, "cannot ask the kernel for interface " + std::string{name});
    return links_[found.index] = found;
  }
  [[nodiscard]] const link_facts& link(unsigned index) {
    if (last_link_ != nullptr && last_link_->first == index) return last_link_->second;
    auto known = links_.find(index);
    if (known == links_.end()) {
      link_facts found;
      check(kernel_.find_link(index, found), "cannot ask the kernel for interface number " + std::to_string(index));
      known = links_.emplace(index, std::move(found)).first;
    }
    last_link_ = &*known;
    return known->second;
  }

  /// Whether there still is an interface of that number.
  [[nodiscard]] bool has_link(unsigned index) {
    link_facts found;
    return links_.contains(index) || !is(kernel_.find_link(index, found), ENODEV);
  }

  /// How the kernel sends to a destination; through any interface where that is 0.
  [[nodiscard]] error_code find_route(const inet_address& to, unsigned interface, route_facts& found) {
    const scoped_address key{interface, to};
    if (last_route_ != nullptr && last_route_->first == key) {
      found = last_route_->second;
      return {};
    }
    auto known = routes_.find(key);
    if (known == routes_.end()) {
      const error_code ec = kernel_.find_route(to, interface, found);
      if (ec) return ec;
      if (routes_.size() >= 1 << 16) routes_.clear();  // the last one is another from now on
      known = routes_.emplace(key, found).first;
    }
    last_route_ = &*known;
    found = known->second;
    return {};
  }
  /// The same; \throws transport_error naming the destination.
  [[nodiscard]] route_facts route(const inet_address& to, unsigned interface) {
    route_facts found;
    if (const error_code ec = find_route(to, interface, found)) no_route(ec, to);
    return found;
  }

  /// The interface that has this address; 0 where none has.
  [[nodiscard]] unsigned interface_with(const inet_address& address) {
    std::vector<link_address> all;
    check(kernel_.list_addresses(all), "cannot ask the kernel for its addresses");
    for (const link_address& a : all) {
      if (a.address == address) return a.interface;
    }
    return 0;
  }

  /// The hardware address of a neighbour, where it is known without asking on the network.
  [[nodiscard]] std::optional<mac_address> neighbour(const scoped_address& who) {
    if (const auto known = neighbours_.find_the_kernels(who)) return known;
    if (const auto known = neighbours_.find(who, std::chrono::steady_clock::now())) return known;
    mac_address found;
    if (kernel_.find_neighbour(who, found)) return std::nullopt;
    neighbours_.kernel_says(who, found);
    return found;
  }
  [[nodiscard]] neighbour_table& neighbours() noexcept { return neighbours_; }

 private:
  template <class Socket>
  [[nodiscard]] static Socket opened() {
    error_code ec;
    Socket s{ec};
    check(ec, "cannot ask the kernel for its routes");
    return s;
  }

  kernel_monitor monitor_;  // listens before the first question is asked
  netlink kernel_;
  std::unordered_map<unsigned, link_facts> links_;
  std::unordered_map<scoped_address, route_facts, scoped_address_hash> routes_;
  neighbour_table neighbours_;
  const std::pair<const unsigned, link_facts>* last_link_ = nullptr;  // asked for: many packets go where the one before went
  const std::pair<const scoped_address, route_facts>* last_route_ = nullptr;
};

}  // namespace packetry::detail
