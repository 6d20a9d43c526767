// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/stream.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stdexcept>
#include <string>
#include <string_view>

#include <sys/socket.h>

namespace packetry {

class inet_address;

/// Read the text of an IPv4 or an IPv6 address. \returns Whether `text` is one; `out` is changed only if it is.
[[nodiscard]] constexpr bool from_text(std::string_view text, inet_address& out) noexcept;

namespace detail {

/// Not constexpr, so that wrong text in a constant expression is a compiler's message with this name in it.
[[noreturn]] inline void not_an_ip_address(std::string_view text) {
  throw std::invalid_argument("neither an IPv4 nor an IPv6 address: \"" + std::string{text} + '"');
}

}  // namespace detail

/// An IPv4 or IPv6 address, or none: where one program speaks both.
///
/// Errors: text that is no address throws `std::invalid_argument` naming it; in a constant expression it does not
/// compile. Scopes ("%eth0") are not part of an address: name the interface beside it.
///
/// \code
/// const inet_address peer = resolve<inet_address>("2013.hack.lu");
/// if (peer.is_v6()) send(ipv6{.dst = peer.v6()} / icmpv6{});
/// \endcode
class inet_address {
 public:
  using prints_as_text = void;

  /// None.
  constexpr inet_address() noexcept = default;
  constexpr inet_address(ipv4_address a) noexcept : size_(4) { detail::store_be<4>(octets_.data(), a.value()); }
  constexpr inet_address(const ipv6_address& a) noexcept : octets_(a.octets()), size_(16) {}

  /// Text: a literal, `std::string`, `std::string_view`. See `from_text`.
  template <detail::text Text>
  constexpr inet_address(const Text& text) {
    if (!from_text(text, *this)) detail::not_an_ip_address(text);
  }

  /// 4 or 16 octets in wire order; none of any other number.
  constexpr explicit inet_address(bytes wire) noexcept {
    if (wire.size() != 4 && wire.size() != 16) return;
    size_ = static_cast<std::uint8_t>(wire.size());
    detail::copy_octets(octets_.data(), wire.data(), wire.size());
  }

  /// Whether it is an address at all.
  [[nodiscard]] constexpr explicit operator bool() const noexcept { return size_ != 0; }
  [[nodiscard]] constexpr bool is_v4() const noexcept { return size_ == 4; }
  [[nodiscard]] constexpr bool is_v6() const noexcept { return size_ == 16; }
  /// The system's number: AF_INET, AF_INET6, or AF_UNSPEC.
  [[nodiscard]] constexpr std::uint8_t family() const noexcept {
    return size_ == 4 ? AF_INET : size_ == 16 ? AF_INET6 : AF_UNSPEC;
  }
  /// 32, 128, or 0.
  [[nodiscard]] constexpr std::uint8_t bits() const noexcept { return static_cast<std::uint8_t>(8 * size_); }
  /// In wire order; borrowed from this object.
  [[nodiscard]] constexpr bytes octets() const noexcept { return {octets_.data(), size_}; }

  /// The address; 0.0.0.0 and :: where it is of the other kind.
  [[nodiscard]] constexpr ipv4_address v4() const noexcept {
    return ipv4_address{is_v4() ? static_cast<std::uint32_t>(detail::load_be<4>(octets_.data())) : 0};
  }
  [[nodiscard]] constexpr ipv6_address v6() const noexcept { return is_v6() ? ipv6_address{octets_} : ipv6_address{}; }

  /// Whether it means another machine on every link: fe80::/10, ff01::/16, ff02::/16 (RFC 4007 section 5).
  [[nodiscard]] constexpr bool is_of_one_link() const noexcept {
    return is_v6() && (v6().is_link_local() || (v6().is_multicast() && (octets_[1] & 15u) <= 2));
  }

  friend constexpr bool operator==(const inet_address&, const inet_address&) noexcept = default;

 private:
  std::array<std::uint8_t, 16> octets_{};
  std::uint8_t size_ = 0;
};

constexpr bool from_text(std::string_view text, inet_address& out) noexcept {
  ipv4_address four;
  ipv6_address six;
  if (from_text(text, four)) {
    out = four;
  } else if (from_text(text, six)) {
    out = six;
  } else {
    return false;
  }
  return true;
}

/// Appends the address's text, or "(no address)".
inline void append_to(std::string& out, const inet_address& a) {
  if (a.is_v4()) return append_to(out, a.v4());
  if (a.is_v6()) return append_to(out, a.v6());
  out += "(no address)";
}

[[nodiscard]] inline std::string to_string(const inet_address& a) {
  std::string out;
  append_to(out, a);
  return out;
}

namespace detail {

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

}  // namespace detail
}  // namespace packetry
