// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/stream.hpp>

#include <concepts>
#include <type_traits>
#include <utility>

namespace packetry {

namespace detail {

/// An enumeration whose underlying type is T: `tcp_port::http` where a 16-bit port is asked for.
template <class U, class T>
concept enumerates = std::is_enum_v<U> && std::is_integral_v<T> && requires { requires std::same_as<std::underlying_type_t<U>, T>; };

}  // namespace detail

/// A field that packetry fills in when it is left empty: a length, a checksum, a number implied by the layer above,
/// an address that the route decides. A value that was set is sent as it was set, right or wrong.
///
/// \code
/// ip h{.len = 99};          // a wrong length, on purpose
/// h.len.reset();            // computed again
/// \endcode
template <class T>
class computed {
 public:
  using value_type = T;

  constexpr computed() noexcept = default;
  // Member for member: a copy of both at once would wait for the two stores that have just made them.
  constexpr computed(const computed& other) noexcept : value_(other.value_), set_(other.set_) {}
  constexpr computed& operator=(const computed& other) noexcept {
    value_ = other.value_;
    set_ = other.set_;
    return *this;
  }
  constexpr computed(const T& v) noexcept : value_(v), set_(true) {}

  /// Whatever T is made from: text for an address, an integer for a length.
  template <class U>
    requires(!std::same_as<std::remove_cvref_t<U>, computed> && !std::same_as<std::remove_cvref_t<U>, T> &&
             std::convertible_to<U, T> && !std::integral<std::remove_cvref_t<U>>)
  constexpr computed(U&& v) : value_(static_cast<U&&>(v)), set_(true) {}

  template <std::integral U>
    requires(!std::same_as<U, T> && std::convertible_to<U, T>)
  constexpr computed(U v) noexcept : value_(static_cast<T>(v)), set_(true) {}

  template <detail::enumerates<T> U>
  constexpr computed(U v) noexcept : value_(static_cast<T>(v)), set_(true) {}

  [[nodiscard]] constexpr bool has_value() const noexcept { return set_; }

  /// The value; T{} where it is empty.
  [[nodiscard]] constexpr const T& value() const noexcept { return value_; }
  constexpr operator const T&() const noexcept { return value_; }

  /// Leave it to packetry again.
  constexpr void reset() noexcept { *this = computed{}; }

  constexpr computed& operator+=(const T& v) { return *this = computed(static_cast<T>(value_ + v)); }
  constexpr computed& operator-=(const T& v) { return *this = computed(static_cast<T>(value_ - v)); }

  friend constexpr bool operator==(const computed&, const computed&) = default;

  /// Equal to a value that was set or read; an empty field equals no value.
  template <class U>
    requires(!std::same_as<U, computed> && std::convertible_to<const U&, T>)
  friend constexpr bool operator==(const computed& a, const U& b) {
    if constexpr (std::integral<T> && std::integral<U> && !std::same_as<T, bool> && !std::same_as<U, bool>) {
      return a.set_ && std::cmp_equal(a.value_, b);
    } else {
      return a.set_ && a.value_ == static_cast<T>(b);
    }
  }

 private:
  T value_{};
  bool set_ = false;
};

/// A computed value prints as the value itself.
template <class T>
inline constexpr bool prints_as_text<computed<T>, std::enable_if_t<prints_as_text<T>>> = true;
template <class T>
  requires prints_as_text<T>
void append_to(std::string& out, const computed<T>& value) {
  append_to(out, value.value());
}

namespace detail {

template <class T>
inline constexpr bool is_computed = false;
template <class T>
inline constexpr bool is_computed<computed<T>> = true;

template <class T>
struct uncomputed_type { using type = T; };
template <class T>
struct uncomputed_type<computed<T>> { using type = T; };

/// The type of a member without `computed`.
template <class T>
using uncomputed = typename uncomputed_type<T>::type;

template <class T>
[[nodiscard]] constexpr const T& plain(const T& v) noexcept { return v; }
template <class T>
[[nodiscard]] constexpr const T& plain(const computed<T>& v) noexcept { return v.value(); }

}  // namespace detail
}  // namespace packetry
