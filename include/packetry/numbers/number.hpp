// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>
#include <type_traits>

namespace packetry {

namespace detail {

/// What tells udp_port{53} from tcp_port{53}: a hash of the space's name (FNV-1a). Not the address of a variable of its
/// own, which GCC's undefined-behaviour sanitizer does not compare in constant expressions.
template <class Space>
[[nodiscard]] constexpr std::uint64_t hash_space() noexcept {
  std::uint64_t hash = 0xcbf2'9ce4'8422'2325;
  for (const char* c = __PRETTY_FUNCTION__; *c != 0; ++c)
    hash = (hash ^ static_cast<std::uint64_t>(static_cast<unsigned char>(*c))) * 0x100'0000'01b3;
  return hash;
}
template <class Space>
inline constexpr std::uint64_t space_id = hash_space<Space>();

template <class T>
[[nodiscard]] constexpr std::uint64_t plain_value(T v) noexcept {
  return static_cast<std::uint64_t>(v);
}

}  // namespace detail

/// A protocol number together with the space it is counted in: `ip_protocol::udp`, `udp_port{53}`.
///
/// Numbers lie below layers: a layer says by which numbers it is known, another has a field that holds such a number,
/// and neither names the other. Any enumeration can be a space; one of your own needs no registration.
struct number {
  std::uint64_t space;
  std::uint64_t value;

  template <class Space>
    requires std::is_enum_v<Space>
  constexpr number(Space v) noexcept : space(detail::space_id<Space>), value(detail::plain_value(v)) {}

  /// Whether this is a number of `Space`.
  template <class Space>
  [[nodiscard]] constexpr bool in() const noexcept {
    return space == detail::space_id<Space>;
  }

  friend constexpr bool operator==(const number&, const number&) = default;
};

}  // namespace packetry
