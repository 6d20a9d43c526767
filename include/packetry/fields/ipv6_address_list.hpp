// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/octets.hpp>

#include <optional>

namespace packetry {

/// IPv6 addresses one after the other, kept as the octets they are on the wire: octets behind the last whole address stay too.
///
/// \code
/// ipv6_routing{.segleft = 1, .addresses = {"2001:db8::10"}}
/// \endcode
class ipv6_address_list {
 public:
  using value_type = ipv6_address;

  constexpr ipv6_address_list() noexcept = default;
  constexpr explicit ipv6_address_list(bytes wire) : wire_(wire) {}
  constexpr ipv6_address_list(std::initializer_list<ipv6_address> addresses) {
    for (const ipv6_address& a : addresses) push_back(a);
  }

  constexpr void push_back(const ipv6_address& a) {
    const auto octets = a.octets();
    wire_.append(octets.data(), octets.size());
  }

  /// Octets on the wire, and the whole addresses among them.
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return wire_.data(); }
  [[nodiscard]] constexpr bytes octets() const noexcept { return wire_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return wire_.size() / 16; }
  [[nodiscard]] constexpr bool empty() const noexcept { return wire_.size() < 16; }
  [[nodiscard]] constexpr ipv6_address operator[](std::size_t i) const noexcept { return ipv6_address::from_octets(wire_.data() + 16 * i); }

  friend constexpr bool operator==(const ipv6_address_list&, const ipv6_address_list&) = default;

 private:
  small_octets<32> wire_;
};

}  // namespace packetry
