// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>

namespace packetry {

/// Addresses of `Octets` octets one after the other, kept as the octets they are on the wire: octets behind the last whole
/// address stay too.
template <class Address, std::size_t Octets>
class address_list {
 public:
  using value_type = Address;

  constexpr address_list() noexcept = default;
  constexpr explicit address_list(bytes wire) : wire_(wire) {}
  constexpr address_list(std::initializer_list<Address> addresses) {
    for (const Address& a : addresses) push_back(a);
  }

  constexpr void push_back(const Address& a) {
    if constexpr (Octets > 8) {
      wire_.append(a.octets().data(), Octets);
    } else {
      std::uint8_t octets[Octets];
      detail::store_be<Octets>(octets, a.value());
      wire_.append(octets, Octets);
    }
  }

  /// Octets on the wire, and the whole addresses among them.
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return wire_.data(); }
  [[nodiscard]] constexpr bytes octets() const noexcept { return wire_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return wire_.size() / Octets; }
  [[nodiscard]] constexpr bool empty() const noexcept { return wire_.size() < Octets; }
  [[nodiscard]] constexpr Address operator[](std::size_t i) const noexcept {
    const std::uint8_t* const at = wire_.data() + Octets * i;
    if constexpr (Octets > 8) {
      return Address::from_octets(at);
    } else {
      return Address{static_cast<std::uint32_t>(detail::load_be<Octets>(at))};
    }
  }

  friend constexpr bool operator==(const address_list&, const address_list&) = default;

 private:
  small_octets<2 * Octets> wire_;
};

}  // namespace packetry
