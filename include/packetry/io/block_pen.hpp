// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/io/capture_block.hpp>
#include <packetry/io/word_order.hpp>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string_view>

namespace packetry::detail {

[[nodiscard]] constexpr std::size_t padded(std::size_t n) noexcept { return (n + 3) / 4 * 4; }

/// Octets of an option; none for an empty text, which is not written.
[[nodiscard]] inline std::size_t option_size(std::string_view text) {
  if (text.size() > 0xffff) throw std::out_of_range("a comment or name in a pcapng capture has at most 65535 octets");
  return text.empty() ? 0 : 4 + padded(text.size());
}

/// Writes a pcapng block word by word.
struct block_pen {
  std::uint8_t* at;
  word_order order;

  void half(std::size_t v) noexcept {
    order.put_half(at, static_cast<std::uint16_t>(v));
    at += 2;
  }
  void word(std::uint64_t v) noexcept {
    order.put_word(at, static_cast<std::uint32_t>(v));
    at += 4;
  }
  void begin(block_type type, std::size_t length) noexcept {
    word(static_cast<std::uint32_t>(type));
    word(length);
  }
  /// Zeros up to the next multiple of 4, behind `n` octets.
  void pad(std::size_t n) noexcept {
    clear_octets(at, padded(n) - n);
    at += padded(n) - n;
  }
  void option(std::uint16_t code, std::string_view value) noexcept {
    if (value.empty()) return;
    half(code);
    half(value.size());
    copy_octets(at, reinterpret_cast<const std::uint8_t*>(value.data()), value.size());
    at += value.size();
    pad(value.size());
  }
};

}  // namespace packetry::detail
