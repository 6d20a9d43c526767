// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {

/// Whether values of T print as the text that `append_to(std::string&, const T&)` gives.
///
/// True for a class that says so with a member type `prints_as_text`; specialise it for a type that cannot
/// have one.
template <class T, class = void>
inline constexpr bool prints_as_text = false;

template <class T>
inline constexpr bool prints_as_text<T, std::void_t<typename T::prints_as_text>> = true;

namespace detail {

/// A stream of `char`, told by its shape: its header is not included here.
template <class T>
concept char_stream = std::is_same_v<typename T::char_type, char> && requires(T& out, const char* text) {
  out.write(text, 0);
};

/// Text as users write it: a literal, a string, a view. A template parameter and not `const char*`, because
/// the literal 0 would be one, and `ipv4_address{0}` ambiguous.
template <class T>
concept text = std::is_convertible_v<const T&, std::string_view> && !std::is_null_pointer_v<T>;

/// The value of one hexadecimal digit, or -1.
[[nodiscard]] constexpr int hex_digit(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace detail

/// `std::cout << address`, for any stream of `char` and any value that prints as text. Width and fill of the
/// stream are honoured. The stream's own header is the caller's: this one costs no <ostream>.
///
/// \code
/// std::cout << ipv4_address{"192.0.2.1"} << '\n';
/// \endcode
template <detail::char_stream Stream, class T>
requires prints_as_text<T> Stream& operator<<(Stream& out, const T& value) {
  std::string text;
  append_to(text, value);
  out << std::string_view{text};
  return out;
}

}  // namespace packetry
