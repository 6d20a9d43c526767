// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/ipv6_address.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

#include <sys/socket.h>

namespace packetry::detail {

/// An IPv4 or IPv6 address, or none: what the kernel's questions and answers are about. Wire order.
class inet_address {
 public:
  constexpr inet_address() noexcept = default;
  constexpr inet_address(ipv4_address a) noexcept : size_(4) { store_be<4>(octets_.data(), a.value()); }
  constexpr inet_address(const ipv6_address& a) noexcept : octets_(a.octets()), size_(16) {}

  /// 4 or 16 octets; none of any other number.
  constexpr explicit inet_address(bytes wire) noexcept {
    if (wire.size() != 4 && wire.size() != 16) return;
    size_ = static_cast<std::uint8_t>(wire.size());
    copy_octets(octets_.data(), wire.data(), wire.size());
  }

  [[nodiscard]] constexpr explicit operator bool() const noexcept { return size_ != 0; }
  [[nodiscard]] constexpr bool is_v4() const noexcept { return size_ == 4; }
  [[nodiscard]] constexpr bool is_v6() const noexcept { return size_ == 16; }
  [[nodiscard]] constexpr std::uint8_t family() const noexcept {
    return size_ == 4 ? AF_INET : size_ == 16 ? AF_INET6 : AF_UNSPEC;
  }
  [[nodiscard]] constexpr std::uint8_t bits() const noexcept { return static_cast<std::uint8_t>(8 * size_); }
  [[nodiscard]] constexpr bytes octets() const noexcept { return {octets_.data(), size_}; }

  /// The address; 0.0.0.0 and :: where it is of the other kind.
  [[nodiscard]] constexpr ipv4_address v4() const noexcept {
    return ipv4_address{is_v4() ? static_cast<std::uint32_t>(load_be<4>(octets_.data())) : 0};
  }
  [[nodiscard]] constexpr ipv6_address v6() const noexcept { return is_v6() ? ipv6_address{octets_} : ipv6_address{}; }

  friend constexpr bool operator==(const inet_address&, const inet_address&) noexcept = default;

 private:
  std::array<std::uint8_t, 16> octets_{};
  std::uint8_t size_ = 0;
};

[[nodiscard]] inline std::string to_string(const inet_address& a) {
  return a.is_v4() ? to_string(a.v4()) : a.is_v6() ? to_string(a.v6()) : std::string{"(no address)"};
}

/// An address on, or reached through, an interface: the same next hop can exist on two.
struct scoped_address {
  unsigned interface = 0;
  inet_address address{};

  friend constexpr bool operator==(const scoped_address&, const scoped_address&) noexcept = default;
};

struct scoped_address_hash {
  [[nodiscard]] std::size_t operator()(const scoped_address& key) const noexcept {
    std::uint64_t mixed = key.interface;
    const std::uint8_t* const at = key.address.octets().data();
    for (std::size_t i = 0; i + 4 <= key.address.octets().size(); i += 4) {
      mixed = (mixed ^ load_be<4>(at + i)) * 0x9e37'79b9'7f4a'7c15;
    }
    return static_cast<std::size_t>(mixed ^ mixed >> 32);
  }
};

}  // namespace packetry::detail
