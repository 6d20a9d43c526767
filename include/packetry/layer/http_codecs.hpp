// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/http_headers.hpp>
#include <packetry/layer/codec.hpp>

#include <cstring>
#include <string_view>

// The parts of an HTTP message's head (RFC 9112 sections 3 to 5). Only CR LF ends a line. A first line of another shape
// means that these octets are no head at all: they may be the middle of a body.

namespace packetry::detail {

inline constexpr extent no_http{0, fault::none, true};

/// One part of the first line: what `Part::length` finds, and the separator `Part::after` behind it.
template <class Part>
struct http_part_codec {
  static constexpr unsigned bits = dynamic;

  /// Of a message's first part: false for octets that do not begin one.
  [[nodiscard]] static constexpr bool may_begin(const std::uint8_t* at, const std::uint8_t* end) noexcept
    requires(Part::least != 0)
  {
    return static_cast<std::size_t>(end - at) >= Part::least && Part::may_begin(at);
  }

  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const auto there = static_cast<std::size_t>(view.end() - at);
    const std::size_t size = Part::length(at, there);
    if (size == 0 || there - size < Part::after.size()) return no_http;
    for (std::size_t i = 0; i != Part::after.size(); ++i)
      if (at[size + i] != static_cast<std::uint8_t>(Part::after[i])) return no_http;
    return {size + Part::after.size()};
  }

  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View&, bytes wire) {
    return T{wire.first(wire.size() < Part::after.size() ? 0 : wire.size() - Part::after.size())};
  }

  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    w.octets(value.data(), value.size());
    for (const char c : Part::after) w.template put<8>(static_cast<std::uint8_t>(c));
  }
};

/// 3 to 20 capital letters.
struct http_method {
  static constexpr std::string_view after = " ";
  static constexpr std::size_t least = 3;
  [[nodiscard]] static constexpr bool may_begin(const std::uint8_t* at) noexcept {
    return is_capital(at[0]) && is_capital(at[1]) && is_capital(at[2]);
  }
  [[nodiscard]] static constexpr bool is_capital(std::uint8_t octet) noexcept { return octet >= 'A' && octet <= 'Z'; }
  [[nodiscard]] static constexpr std::size_t length(const std::uint8_t* at, std::size_t there) noexcept {
    std::size_t n = 0;
    while (n != there && n != 20 && is_capital(at[n])) ++n;
    return n >= 3 ? n : 0;
  }
};

struct http_path {
  static constexpr std::string_view after = " ";
  static constexpr std::size_t least = 0;
  [[nodiscard]] static constexpr std::size_t length(const std::uint8_t* at, std::size_t there) noexcept {
    std::size_t n = 0;
    while (n != there && at[n] != ' ' && at[n] != '\r' && at[n] != '\n') ++n;
    return n;
  }
};

/// "HTTP/1.1": version 0 or 1, a digit.
struct http_version {
  [[nodiscard]] static constexpr std::size_t length(const std::uint8_t* at, std::size_t there) noexcept {
    constexpr std::string_view name = "HTTP/";
    if (there < 8) return 0;
    for (std::size_t i = 0; i != name.size(); ++i)
      if (at[i] != static_cast<std::uint8_t>(name[i])) return 0;
    return (at[5] == '0' || at[5] == '1') && at[6] == '.' && at[7] >= '0' && at[7] <= '9' ? 8 : 0;
  }
};
struct http_version_last : http_version {
  static constexpr std::string_view after = "\r\n";
  static constexpr std::size_t least = 0;
};
struct http_version_first : http_version {
  static constexpr std::string_view after = " ";
  static constexpr std::size_t least = 8;
  [[nodiscard]] static constexpr bool may_begin(const std::uint8_t* at) noexcept { return load_be<4>(at) == 0x4854'5450; }  // HTTP
};

/// Three digits; the blank behind them belongs to the reason.
struct http_status {
  static constexpr std::string_view after = "";
  static constexpr std::size_t least = 0;
  [[nodiscard]] static constexpr std::size_t length(const std::uint8_t* at, std::size_t there) noexcept {
    if (there < 3) return 0;
    for (int i = 0; i != 3; ++i)
      if (at[i] < '0' || at[i] > '9') return 0;
    return 3;
  }
};

/// A blank and all up to CR LF; without the blank there is no reason.
struct http_reason_codec {
  static constexpr unsigned bits = dynamic;

  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const auto there = static_cast<std::size_t>(view.end() - at);
    std::size_t n = 0;
    if (there != 0 && at[0] == ' ')
      while (n != there && at[n] != '\r' && at[n] != '\n') ++n;
    if (there - n < 2 || at[n] != '\r' || at[n + 1] != '\n') return no_http;
    return {n + 2};
  }
  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View&, bytes wire) {
    return wire.size() < 3 ? T{} : T{wire.subspan(1, wire.size() - 3)};
  }
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    // The blank is sent without a reason, too (RFC 9112 section 4).
    w.template put<8>(' ');
    w.octets(value.data(), value.size());
    w.template put<16>(0x0d0a);
  }
};

/// Lines up to the empty one, which may be missing. A line without its end is not read.
struct http_headers_codec {
  static constexpr unsigned bits = dynamic;

  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const auto there = static_cast<std::size_t>(view.end() - at);
    std::size_t line = 0;
    for (std::size_t i = 0; i < there; ++i) {
      i = newline(at, i, there);
      if (i == there || i == 0 || at[i - 1] != '\r') continue;
      const bool last = i == line + 1;
      line = i + 1;
      if (last) break;
    }
    return {line};
  }
  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View&, bytes wire) {
    return T{wire};
  }
  template <class L, class Writer>
  static constexpr void write(const L&, const http_headers& headers, Writer& w) {
    w.octets(headers.lines().data(), headers.lines().size());
    if (headers.ended()) w.template put<16>(0x0d0a);
  }

 private:
  /// The next LF from `i` on, or `there`.
  [[nodiscard]] static constexpr std::size_t newline(const std::uint8_t* at, std::size_t i, std::size_t there) noexcept {
    if (!std::is_constant_evaluated()) {
      const void* const found = std::memchr(at + i, '\n', there - i);
      return found ? static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - at) : there;
    }
    while (i != there && at[i] != '\n') ++i;
    return i;
  }
};

}  // namespace packetry::detail
