// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace packetry::detail {

/// One row of a table of names. The value is a plain integer whatever the number's space: one type of row, so
/// the searches below are compiled once.
struct named_number {
  std::uint32_t value;
  std::string_view name;
};

/// Whether the rows ascend, each value once: what `name_in` relies on. Every table asserts it.
template <std::size_t N>
[[nodiscard]] consteval bool is_sorted(const named_number (&table)[N]) noexcept {
  for (std::size_t i = 1; i != N; ++i)
    if (table[i - 1].value >= table[i].value) return false;
  return true;
}

/// The name of `value` in the `size` rows from `table` on, empty if it has none. Binary search.
[[nodiscard]] constexpr std::string_view name_in(const named_number* table, std::size_t size,
                                                 std::uint32_t value) noexcept {
  while (size != 0) {
    const std::size_t half = size / 2;
    if (table[half].value == value) return table[half].name;
    if (table[half].value < value) {
      table += half + 1;
      size -= half + 1;
    } else {
      size = half;
    }
  }
  return {};
}

template <std::size_t N>
[[nodiscard]] constexpr std::string_view name_in(const named_number (&table)[N],
                                                 std::uint32_t value) noexcept {
  return name_in(table, N, value);
}

/// How names are compared when they are read: lower case, and '-' as '_', because Scapy shows the `ftp-data`
/// of /etc/services as `ftp_data` and people write both.
[[nodiscard]] constexpr char folded(char c) noexcept {
  if (c == '-') return '_';
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] constexpr bool same_name(std::string_view a, std::string_view b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i)
    if (folded(a[i]) != folded(b[i])) return false;
  return true;
}

/// Which of the `size` rows from `table` on has `name`; `size` if none does. In table order: names are read
/// from people, rarely. An index and not a pointer: GCC 12 with a sanitizer cannot tell the address of an
/// inline variable from null in a constant expression.
[[nodiscard]] constexpr std::size_t named_row(const named_number* table, std::size_t size,
                                           std::string_view name) noexcept {
  std::size_t row = 0;
  while (row != size && !same_name(table[row].name, name)) ++row;
  return row;
}

/// `from_name` over one table: sets `out` and returns true if `name` is in it.
template <class Number, std::size_t N>
[[nodiscard]] constexpr bool number_in(const named_number (&table)[N], std::string_view name,
                                       Number& out) noexcept {
  const std::size_t row = named_row(table, N, name);
  if (row == N) return false;
  out = static_cast<Number>(table[row].value);
  return true;
}

}  // namespace packetry::detail
