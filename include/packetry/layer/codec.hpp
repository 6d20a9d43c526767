// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/bytes/result.hpp>
#include <packetry/fields/computed.hpp>

#include <concepts>
#include <type_traits>

namespace packetry {

namespace detail {

/// A width that only the value or the wire can tell.
inline constexpr unsigned dynamic = ~0u;

/// What a variable field was found to be on the wire.
struct extent {
  std::size_t size = 0;       ///< octets of it that are there
  fault what = fault::none;   ///< why it ends early
  bool refused = false;       ///< these octets are not this layer at all
};

/// Any fixed-width value as an integer, and back: integers, enumerations, and classes with `value()`.
template <class T>
[[nodiscard]] constexpr std::uint64_t to_uint(const T& v) noexcept {
  if constexpr (std::is_class_v<T>) {
    return static_cast<std::uint64_t>(v.value());
  } else {
    return static_cast<std::uint64_t>(v);
  }
}

template <class T>
[[nodiscard]] constexpr T from_uint(std::uint64_t v) noexcept {
  if constexpr (std::is_class_v<T>) {
    return T(static_cast<std::remove_cvref_t<decltype(std::declval<const T&>().value())>>(v));
  } else {
    return static_cast<T>(v);
  }
}

/// Whether a T is octets in wire order rather than an integer: a std::array, or a class with `octets()`.
template <class T>
inline constexpr bool is_octets = std::is_class_v<T> && !requires(const T& v) { v.value(); };

template <class T>
[[nodiscard]] constexpr decltype(auto) wire_octets(const T& v) noexcept {
  if constexpr (requires { v.octets(); }) {
    return v.octets();
  } else {
    return (v);
  }
}

template <std::size_t Octets, class T>
[[nodiscard]] constexpr T load_octets(const std::uint8_t* p) {
  if constexpr (requires { T::from_octets(p); }) {
    return T::from_octets(p);
  } else {
    T v{};
    copy_octets(v.data(), p, Octets);
    return v;
  }
}

/// `Bits` bits that begin `Bit` bits behind `p`, as an integer.
template <std::size_t Bit, std::size_t Bits>
[[nodiscard]] constexpr std::uint64_t load_bits(const std::uint8_t* p) noexcept {
  constexpr std::size_t lead = Bit % 8, span = (lead + Bits + 7) / 8, trail = 8 * span - lead - Bits;
  static_assert(span <= 8, "a field of more than 57 bits begins at a whole octet");
  const std::uint64_t word = load_be<span>(p + Bit / 8);
  if constexpr (lead == 0 && trail == 0) {
    return word;
  } else {
    return word >> trail & ((std::uint64_t{1} << Bits) - 1);
  }
}

/// Write `Bits` bits that begin `Bit` bits behind `p`; their neighbours stay.
template <std::size_t Bit, std::size_t Bits>
constexpr void store_bits(std::uint8_t* p, std::uint64_t value) noexcept {
  constexpr std::size_t lead = Bit % 8, span = (lead + Bits + 7) / 8, trail = 8 * span - lead - Bits;
  static_assert(span <= 8, "a field of more than 57 bits begins at a whole octet");
  if constexpr (lead == 0 && trail == 0) {
    store_be<span>(p + Bit / 8, value);
  } else {
    constexpr std::uint64_t mask = ((std::uint64_t{1} << Bits) - 1) << trail;
    store_be<span>(p + Bit / 8, (load_be<span>(p + Bit / 8) & ~mask) | (value << trail & mask));
  }
}

template <unsigned Bits>
struct bits_codec {
  static_assert(Bits >= 1 && Bits <= 64);
  static constexpr unsigned bits = Bits;
};

template <std::size_t Octets>
struct fixed_octets_codec {
  static constexpr unsigned bits = 8 * Octets;
};

struct rest_of_header_codec {
  static constexpr unsigned bits = dynamic;

  template <class L, class T, class Writer>
  [[gnu::always_inline]] static constexpr void write(const L&, const T& value, Writer& w) {
    w.octets(value.data(), value.size());
  }
  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    return {static_cast<std::size_t>(view.header_end() - at)};
  }
  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View&, bytes wire) {
    return T(wire);
  }
};

template <auto Length, std::size_t Unit>
struct octets_counted_by_codec : rest_of_header_codec {
  /// As many as the other member says, whether they are there or not.
  template <class View>
  [[nodiscard]] static constexpr std::size_t wanted(const View& view) noexcept {
    return static_cast<std::size_t>(to_uint(view.template get<Length>())) * Unit;
  }
  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const std::size_t size = wanted(view);
    const auto there = static_cast<std::size_t>(view.end() - at);
    if (size > there) return {there, fault::truncated, true};
    return {size};
  }
};

struct rest_of_layer_codec : rest_of_header_codec {
  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    // While the header is measured it ends nowhere yet; once it is, what lies behind is not this layer's.
    return {static_cast<std::size_t>((view.end() < view.header_end() ? view.end() : view.header_end()) - at)};
  }
};

}  // namespace detail

/// A value of `N` bits (1 to 64), most significant first, at any bit. `be<16>` reads better for whole octets.
template <unsigned N>
inline constexpr detail::bits_codec<N> bits{};
template <unsigned N>
inline constexpr detail::bits_codec<N> be{};

/// `N` octets kept in wire order: a std::array<std::uint8_t, N>, or a class with `octets()` and a static `from_octets` that takes
/// a pointer to N of them.
template <std::size_t N>
inline constexpr detail::fixed_octets_codec<N> fixed_octets{};

/// Octets up to the end that a `header_words` rule gives.
inline constexpr detail::rest_of_header_codec rest_of_header{};

/// As many octets as another member says, in words of `Unit`.
template <auto Length, std::size_t Unit = 1>
inline constexpr detail::octets_counted_by_codec<Length, Unit> octets_counted_by{};

/// All that is left.
inline constexpr detail::rest_of_layer_codec rest_of_layer{};

}  // namespace packetry
