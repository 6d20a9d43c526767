// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/fields/mac_address.hpp>

#include <array>
#include <stdexcept>
#include <string_view>

namespace packetry {

/// `N` octets of a field that shorter values are filled up in with zeros: a server's name, a hardware address.
///
/// \code
/// bootp{.chaddr = mac_address{"02:00:00:00:00:01"}, .file = "boot/x"}
/// \endcode
template <std::size_t N>
class padded_octets {
 public:
  constexpr padded_octets() noexcept = default;
  /// \throws std::length_error beyond N octets.
  constexpr padded_octets(bytes b) { fill(b.data(), b.size()); }
  constexpr padded_octets(const char* text) : padded_octets(std::string_view{text}) {}
  constexpr padded_octets(std::string_view text) {
    if (text.size() > N) throw std::length_error("more octets than fit");
    for (std::size_t i = 0; i != text.size(); ++i) octets_[i] = static_cast<std::uint8_t>(text[i]);
  }
  constexpr padded_octets(const mac_address& address) {
    for (std::size_t i = 0; i != 6; ++i) octets_[i] = static_cast<std::uint8_t>(address.value() >> (40 - 8 * i));
  }

  [[nodiscard]] static constexpr padded_octets from_octets(const std::uint8_t* wire) noexcept {
    padded_octets result;
    detail::copy_octets(result.octets_.data(), wire, N);
    return result;
  }

  [[nodiscard]] constexpr const std::array<std::uint8_t, N>& octets() const noexcept { return octets_; }
  /// Without the zeros at the end.
  [[nodiscard]] constexpr bytes value_octets() const noexcept {
    std::size_t size = N;
    while (size != 0 && octets_[size - 1] == 0) --size;
    return {octets_.data(), size};
  }

  friend constexpr bool operator==(const padded_octets&, const padded_octets&) = default;

 private:
  constexpr void fill(const std::uint8_t* p, std::size_t size) {
    if (size > N) throw std::length_error("more octets than fit");
    detail::copy_octets(octets_.data(), p, size);
  }

  std::array<std::uint8_t, N> octets_{};
};

}  // namespace packetry
