// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>

#include <optional>
#include <string_view>

namespace packetry {

/// One header line of an HTTP message: "name: value". A line without ':', or that begins with a blank, is all name and
/// has no value.
struct http_header {
  std::string_view name{};
  std::optional<std::string_view> value{};

  friend constexpr bool operator==(const http_header&, const http_header&) = default;
};

/// The header lines of an HTTP message (RFC 9112 section 5), in their order. Kept as the octets they are on the wire, so
/// that nothing that was read is lost, and read as a list. Nothing is added to them, no Content-Length either.
///
/// \code
/// http_request{.headers = {{"Host", "2013.hack.lu"}, {"Connection", "close"}}}
/// for (const http_header& h : response.headers) std::cout << h.name << '\n';
/// \endcode
class http_headers {
 public:
  constexpr http_headers() noexcept = default;
  constexpr http_headers(std::initializer_list<http_header> headers) {
    for (const http_header& h : headers) push_back(h);
  }
  /// Lines as on the wire, each with its CR LF; the last may be the empty line that ends them.
  constexpr explicit http_headers(bytes wire) {
    const std::size_t size = wire.size();
    ended_ = size == 2 || (size >= 4 && wire[size - 4] == '\r' && wire[size - 3] == '\n' && wire[size - 2] == '\r');
    lines_.append(wire.data(), ended_ ? size - 2 : size);
  }

  constexpr void push_back(const http_header& h) {
    append(h.name);
    if (h.value) {
      append(": ");
      append(*h.value);
    }
    append("\r\n");
  }

  /// The lines, each with its CR LF, without the empty one.
  [[nodiscard]] constexpr bytes lines() const noexcept { return lines_; }
  /// Whether the empty line stands behind them. Not where a message was cut.
  [[nodiscard]] constexpr bool ended() const noexcept { return ended_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return lines_.empty(); }

  class iterator {
   public:
    using value_type = http_header;
    using difference_type = std::ptrdiff_t;

    iterator() noexcept = default;
    explicit iterator(std::string_view rest) noexcept : rest_(rest) { read(); }
    [[nodiscard]] const http_header& operator*() const noexcept { return current_; }
    [[nodiscard]] const http_header* operator->() const noexcept { return &current_; }
    iterator& operator++() noexcept {
      rest_.remove_prefix(size_);
      read();
      return *this;
    }
    iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend bool operator==(const iterator& a, const iterator& b) noexcept { return a.rest_.size() == b.rest_.size(); }

   private:
    void read() noexcept {
      if (rest_.empty()) return;
      const std::size_t end = rest_.find("\r\n");
      const std::string_view line = rest_.substr(0, end);
      size_ = end == rest_.npos ? rest_.size() : end + 2;
      current_ = {line, std::nullopt};
      const std::size_t colon = line.find(':');
      if (colon == line.npos || line.front() == ' ' || line.front() == '\t') return;
      std::string_view value = line.substr(colon + 1);
      while (!value.empty() && is_blank(value.front())) value.remove_prefix(1);
      while (!value.empty() && is_blank(value.back())) value.remove_suffix(1);
      current_ = {line.substr(0, colon), value};
    }
    static bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }

    std::string_view rest_;
    std::size_t size_ = 0;
    http_header current_{};
  };

  [[nodiscard]] iterator begin() const noexcept { return iterator{lines_.text()}; }
  [[nodiscard]] iterator end() const noexcept { return {}; }
  /// How many lines there are.
  [[nodiscard]] std::size_t count() const noexcept {
    std::size_t n = 0;
    for (iterator i = begin(); i != end(); ++i) ++n;
    return n;
  }

  /// The value of the first header of that name, in either case (RFC 9110 section 5.1).
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const noexcept {
    for (const http_header& h : *this)
      if (h.value && same_name(h.name, name)) return h.value;
    return std::nullopt;
  }

  friend constexpr bool operator==(const http_headers&, const http_headers&) = default;

 private:
  static constexpr char folded(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
  static constexpr bool same_name(std::string_view a, std::string_view b) noexcept {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i != a.size(); ++i)
      if (folded(a[i]) != folded(b[i])) return false;
    return true;
  }
  constexpr void append(std::string_view text) {
    for (const char c : text) lines_.push_back(static_cast<std::uint8_t>(c));
  }

  octets lines_;
  bool ended_ = true;
};

}  // namespace packetry
