// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/io/word_order.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace packetry {

/// One option of a pcapng block: a number, whose meaning depends on the block (but for comments), and octets.
struct block_option {
  static constexpr std::uint16_t end = 0, comment = 1;  ///< codes that mean the same in every block

  std::uint16_t code = end;
  bytes value{};

  /// The value as text (UTF-8).
  [[nodiscard]] std::string_view text() const noexcept {
    return {reinterpret_cast<const char*>(value.data()), value.size()};
  }
};

/// The options of a pcapng block, read in place up to the end-of-options one, the end of the block, or one that would run
/// past it. A range.
///
/// \code
/// for (const auto& option : record.options)
///   if (option.code == block_option::comment) std::cout << option.text() << '\n';
/// \endcode
class block_options {
 public:
  class iterator;
  struct sentinel {};

  constexpr block_options() = default;
  constexpr block_options(bytes octets, bool little) noexcept : octets_(octets), order_{little} {}

  [[nodiscard]] constexpr iterator begin() const noexcept;
  [[nodiscard]] constexpr sentinel end() const noexcept { return {}; }
  [[nodiscard]] constexpr bool empty() const noexcept;

  /// The first comment; empty where there is none.
  [[nodiscard]] std::string_view comment() const noexcept;

  /// As they stand in the file, and in what byte order.
  [[nodiscard]] constexpr bytes octets() const noexcept { return octets_; }
  [[nodiscard]] constexpr bool little() const noexcept { return order_.little; }

 private:
  bytes octets_{};
  detail::word_order order_{};
};

class block_options::iterator {
 public:
  using value_type = block_option;
  using difference_type = std::ptrdiff_t;

  constexpr iterator() = default;
  constexpr iterator(bytes rest, detail::word_order order) noexcept : rest_(rest), order_(order) { read(); }

  [[nodiscard]] constexpr const block_option& operator*() const noexcept { return option_; }
  [[nodiscard]] constexpr const block_option* operator->() const noexcept { return &option_; }
  constexpr iterator& operator++() noexcept {
    const std::size_t size = 4 + (option_.value.size() + 3) / 4 * 4;
    rest_ = rest_.subspan(size < rest_.size() ? size : rest_.size());
    read();
    return *this;
  }
  constexpr iterator operator++(int) noexcept {
    const iterator before = *this;
    ++*this;
    return before;
  }
  [[nodiscard]] constexpr bool operator==(const iterator& other) const noexcept { return rest_.data() == other.rest_.data(); }
  [[nodiscard]] constexpr bool operator==(sentinel) const noexcept { return option_.code == block_option::end; }

 private:
  constexpr void read() noexcept {
    option_ = {};
    if (rest_.size() < 4) return;
    const std::size_t size = order_.half(rest_.data() + 2);
    if (size <= rest_.size() - 4) option_ = {order_.half(rest_.data()), rest_.subspan(4, size)};
  }

  bytes rest_{};
  detail::word_order order_{};
  block_option option_{};
};

constexpr block_options::iterator block_options::begin() const noexcept { return {octets_, order_}; }
constexpr bool block_options::empty() const noexcept { return begin() == end(); }
inline std::string_view block_options::comment() const noexcept {
  for (const block_option& option : *this)
    if (option.code == block_option::comment) return option.text();
  return {};
}

}  // namespace packetry
