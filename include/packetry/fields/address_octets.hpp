// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/mac_address.hpp>
#include <packetry/fields/octets.hpp>

namespace packetry {

/// An address whose kind another field tells: ARP's hardware and protocol addresses. Octets, made from text or from the
/// address types, and read as one of them where the size fits. `Default` is the kind it is when nothing was given: so
/// many zero octets.
template <class Default, std::size_t Size>
class address_octets {
 public:
  constexpr address_octets() : octets_(small_octets<16>::filled(Size, 0)) {}
  constexpr address_octets(bytes wire) : octets_(wire) {}

  /// Text of the default kind. \throws std::invalid_argument naming wrong text.
  template <detail::text Text>
  constexpr address_octets(const Text& text) : address_octets(Default{text}) {}
  constexpr address_octets(mac_address a) { store<6>(a.value()); }
  constexpr address_octets(ipv4_address a) { store<4>(a.value()); }
  constexpr address_octets(const ipv6_address& a) {
    const auto wire = a.octets();
    octets_.assign(wire.data(), wire.size());
  }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return octets_.size(); }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return octets_.data(); }
  [[nodiscard]] constexpr bytes octets() const noexcept { return octets_; }

  /// The default kind's address. Octets of another size are that kind's zero.
  [[nodiscard]] constexpr Default address() const noexcept {
    if (octets_.size() != Size) return Default{};
    return Default(static_cast<decltype(Default{}.value())>(detail::load_be<Size>(octets_.data())));
  }

  friend constexpr bool operator==(const address_octets&, const address_octets&) = default;

 private:
  template <std::size_t N>
  constexpr void store(std::uint64_t value) {
    octets_.resize(N);
    detail::store_be<N>(octets_.data(), value);
  }

  small_octets<16> octets_;
};

using hardware_octets = address_octets<mac_address, 6>;
using protocol_octets = address_octets<ipv4_address, 4>;

}  // namespace packetry
