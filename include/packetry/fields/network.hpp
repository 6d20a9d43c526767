// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/stream.hpp>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>  // also declares the iterator tags; <iterator> would cost every user the stream iterators
#include <string_view>

namespace packetry {

class network;

/// Read "192.168.2.0/24", "10.0.0.1-10.0.0.9" (first and last) or "10.0.0.1" (that address alone).
///
/// \returns  Whether `text` is one of these, with a prefix of 0 to 32 and a first address not above the last.
///           `out` is changed only if it is.
[[nodiscard]] constexpr bool from_text(std::string_view text, network& out) noexcept;

namespace detail {

/// Not constexpr, so that wrong text in a constant expression is a compiler's message with this name in it.
[[noreturn]] inline void not_a_network(std::string_view text) {
  throw std::invalid_argument("not an IPv4 network: \"" + std::string{text} + '"');
}

[[noreturn]] inline void first_address_above_last(ipv4_address first, ipv4_address last) {
  not_a_network(to_string(first) + '-' + to_string(last));
}

}  // namespace detail

/// IPv4 addresses in a row, as a range that stores only its ends. All addresses of a prefix belong to it,
/// those of the network and of broadcast included; host bits that are set in the text are masked.
///
/// Errors: text that is no network, and a first address above the last, throw `std::invalid_argument` naming
/// it; in a constant expression they do not compile.
///
/// \code
/// for (ipv4_address host : network("192.168.2.0/24")) ...          // 256 addresses
/// static_assert(network("10.0.0.1-10.0.0.9").size() == 9);
/// static_assert(network("10.1.2.3/8")[1] == "10.0.0.1");
/// \endcode
class network {
 public:
  class iterator;
  using prints_as_text = void;
  using value_type = ipv4_address;

  /// Every address from `first` to `last`, both included.
  constexpr network(ipv4_address first, ipv4_address last) : first_(first), last_(last) {
    if (last < first) detail::first_address_above_last(first, last);
  }

  /// Text: a literal, `std::string`, `std::string_view`. See `from_text`.
  template <detail::text Text>
  constexpr explicit network(const Text& text) {
    if (!from_text(text, *this)) detail::not_a_network(text);
  }

  [[nodiscard]] constexpr ipv4_address first() const noexcept { return first_; }
  [[nodiscard]] constexpr ipv4_address last() const noexcept { return last_; }

  /// Number of addresses, 1 to 2^32.
  [[nodiscard]] constexpr std::uint64_t size() const noexcept {
    return std::uint64_t{last_.value()} - first_.value() + 1;
  }
  [[nodiscard]] static constexpr bool empty() noexcept { return false; }

  /// The address `index` places behind the first. Precondition: `index < size()`.
  [[nodiscard]] constexpr ipv4_address operator[](std::uint64_t index) const noexcept {
    return ipv4_address{static_cast<std::uint32_t>(first_.value() + index)};
  }

  [[nodiscard]] constexpr bool contains(ipv4_address address) const noexcept {
    return first_ <= address && address <= last_;
  }

  [[nodiscard]] constexpr iterator begin() const noexcept;
  [[nodiscard]] constexpr iterator end() const noexcept;

  friend constexpr bool operator==(const network&, const network&) noexcept = default;

 private:
  ipv4_address first_;
  ipv4_address last_;
};

/// Random access, by value: there is no stored address to refer to. It stays valid without its network.
class network::iterator {
 public:
  using iterator_concept = std::random_access_iterator_tag;
  using iterator_category = std::input_iterator_tag;  // as C++17 sees it: its references are values
  using value_type = ipv4_address;
  using difference_type = std::int64_t;
  using reference = ipv4_address;
  using pointer = void;

  constexpr iterator() noexcept = default;

  [[nodiscard]] constexpr ipv4_address operator*() const noexcept {
    return ipv4_address{static_cast<std::uint32_t>(at_)};
  }
  [[nodiscard]] constexpr ipv4_address operator[](difference_type n) const noexcept { return *(*this + n); }

  constexpr iterator& operator+=(difference_type n) noexcept {
    at_ += n;
    return *this;
  }
  constexpr iterator& operator-=(difference_type n) noexcept { return *this += -n; }
  constexpr iterator& operator++() noexcept { return *this += 1; }
  constexpr iterator& operator--() noexcept { return *this -= 1; }
  constexpr iterator operator++(int) noexcept {
    const iterator before = *this;
    ++*this;
    return before;
  }
  constexpr iterator operator--(int) noexcept {
    const iterator before = *this;
    --*this;
    return before;
  }

  [[nodiscard]] friend constexpr iterator operator+(iterator i, difference_type n) noexcept { return i += n; }
  [[nodiscard]] friend constexpr iterator operator+(difference_type n, iterator i) noexcept { return i += n; }
  [[nodiscard]] friend constexpr iterator operator-(iterator i, difference_type n) noexcept { return i -= n; }
  [[nodiscard]] friend constexpr difference_type operator-(const iterator& a, const iterator& b) noexcept {
    return a.at_ - b.at_;
  }

  friend constexpr bool operator==(const iterator&, const iterator&) noexcept = default;
  friend constexpr auto operator<=>(const iterator&, const iterator&) noexcept = default;

 private:
  friend network;
  constexpr explicit iterator(std::int64_t at) noexcept : at_(at) {}

  std::int64_t at_ = 0;  // wider than an address: the end of a network may lie behind 255.255.255.255
};

constexpr network::iterator network::begin() const noexcept { return iterator{first_.value()}; }
constexpr network::iterator network::end() const noexcept {
  return iterator{std::int64_t{last_.value()} + 1};
}

namespace detail {

/// Reads a prefix length of 0 to 32, without leading zeros; -1 if `text` is none.
[[nodiscard]] constexpr int prefix_length(std::string_view text) noexcept {
  if (text.empty() || text.size() > 2 || (text.size() == 2 && text[0] == '0')) return -1;
  int length = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    length = length * 10 + (c - '0');
  }
  return length > 32 ? -1 : length;
}

/// The bits of an address that `prefix` leaves to the hosts.
[[nodiscard]] constexpr std::uint32_t host_mask(int prefix) noexcept {
  return static_cast<std::uint32_t>(0xffff'ffffULL >> prefix);
}

}  // namespace detail

constexpr bool from_text(std::string_view text, network& out) noexcept {
  ipv4_address first, last;
  const std::size_t mark = text.find_first_of("/-");
  if (!from_text(text.substr(0, mark), first)) return false;
  if (mark == text.npos) {
    last = first;
  } else if (text[mark] == '-') {
    if (!from_text(text.substr(mark + 1), last) || last < first) return false;
  } else {
    const int prefix = detail::prefix_length(text.substr(mark + 1));
    if (prefix < 0) return false;
    const std::uint32_t hosts = detail::host_mask(prefix);
    first = ipv4_address{first.value() & ~hosts};
    last = ipv4_address{first.value() | hosts};
  }
  out = network{first, last};
  return true;
}

/// Appends the shortest text that reads back as the same network: an address, a prefix, or first and last.
inline void append_to(std::string& out, const network& addresses) {
  append_to(out, addresses.first());
  if (addresses.size() == 1) return;
  for (int prefix = 0; prefix != 32; ++prefix) {
    const std::uint32_t hosts = detail::host_mask(prefix);
    if (addresses.size() != std::uint64_t{hosts} + 1 || (addresses.first().value() & hosts) != 0) continue;
    out += '/';
    if (prefix >= 10) out += static_cast<char>('0' + prefix / 10);
    out += static_cast<char>('0' + prefix % 10);
    return;
  }
  out += '-';
  append_to(out, addresses.last());
}

[[nodiscard]] inline std::string to_string(const network& addresses) {
  std::string out;
  append_to(out, addresses);
  return out;
}

}  // namespace packetry
