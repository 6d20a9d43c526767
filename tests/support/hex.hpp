// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace packetry::test {

/// The text of a literal, as a template argument.
template <std::size_t N>
struct hex_text {
  char characters[N]{};

  consteval hex_text(const char (&text)[N]) {
    for (std::size_t i = 0; i != N; ++i) characters[i] = text[i];
  }

  /// Calls `f` with the value of each digit; blanks and line ends stand between any two.
  template <class F>
  consteval void each_digit(F f) const {
    for (std::size_t i = 0; i + 1 < N; ++i) {
      const char c = characters[i];
      if (c == ' ' || c == '\n') continue;
      if (c >= '0' && c <= '9') {
        f(c - '0');
      } else if (c >= 'a' && c <= 'f') {
        f(c - 'a' + 10);
      } else if (c >= 'A' && c <= 'F') {
        f(c - 'A' + 10);
      } else {
        throw "not a hexadecimal digit";
      }
    }
  }

  [[nodiscard]] consteval std::size_t digits() const {
    std::size_t n = 0;
    each_digit([&](int) { ++n; });
    return n;
  }
};

/// Octets as one reads them in a dump: "4500 0020"_hex. What is no digit, or half an octet, does not compile.
template <hex_text Text>
[[nodiscard]] consteval auto operator""_hex() {
  static_assert(Text.digits() % 2 == 0, "half an octet is left over");
  std::array<std::uint8_t, Text.digits() / 2> octets{};
  std::size_t n = 0;
  Text.each_digit([&](int digit) {
    octets[n / 2] = static_cast<std::uint8_t>(octets[n / 2] << 4 | digit);
    ++n;
  });
  return octets;
}

}  // namespace packetry::test
