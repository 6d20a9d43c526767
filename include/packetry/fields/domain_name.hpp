// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/name_text.hpp>
#include <packetry/fields/stream.hpp>

#include <cstring>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {

class domain_name;

/// Read "www.example.com", the final dot optional; "." and "" are the root. An octet that is no plain character is
/// written `\ddd` (three decimal digits); a backslash before any other character takes that as it is (RFC 1035 section 5.1).
///
/// \returns  Whether `text` is that; `out` is changed only if it is. It is not where a label is empty or longer than 63
///           octets, or the name longer than 255 on the wire.
[[nodiscard]] constexpr bool from_text(std::string_view text, domain_name& out) noexcept;

namespace detail {

/// Not constexpr, so that wrong text in a constant expression is a compiler's message with this name in it.
[[noreturn]] inline void not_a_domain_name(std::string_view text) {
  throw std::invalid_argument("not a domain name: \"" + std::string{text} + '"');
}

class name_builder;

[[nodiscard]] constexpr std::uint8_t folded_octet(std::uint8_t octet) noexcept {
  return octet >= 'A' && octet <= 'Z' ? static_cast<std::uint8_t>(octet | 0x20) : octet;
}

}  // namespace detail

/// A domain name as it stands on the wire without compression (RFC 1035 section 3.1): labels of up to 63 octets, each
/// behind its length, and a final 0. At most 255 octets, all within the object; a copy copies those that are there.
///
/// Errors: text that is no name throws `std::invalid_argument` naming it; in a constant expression it does not compile.
///
/// \code
/// constexpr domain_name host{"2013.hack.lu"};
/// static_assert(host == domain_name{"2013.HACK.lu."});  // RFC 4343: case does not matter
/// static_assert(host.size() == 14);
/// \endcode
class domain_name {
 public:
  using prints_as_text = void;

  static constexpr std::size_t max_size = detail::longest_name, max_label = detail::longest_label;

  /// The root.
  constexpr domain_name() noexcept : domain_name(unset{}) { stored_[0] = 1, stored_[1] = 0; }

  /// Text: a literal, `std::string`, `std::string_view`. See `from_text`.
  template <detail::text Text>
  constexpr domain_name(const Text& text) : domain_name(unset{}) {
    const std::size_t size = detail::encode_name(text, stored_ + 1);
    if (size == 0) detail::not_a_domain_name(text);
    stored_[0] = static_cast<std::uint8_t>(size);
  }

  constexpr domain_name(const domain_name& other) noexcept : domain_name(unset{}) { copy(other); }
  constexpr domain_name& operator=(const domain_name& other) noexcept {
    if (this != &other) copy(other);
    return *this;
  }

  /// The octets on the wire, without compression: lengths, labels and the final 0.
  [[nodiscard]] constexpr bytes wire() const noexcept { return {data(), size()}; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return stored_[0]; }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return stored_ + 1; }
  [[nodiscard]] constexpr bool is_root() const noexcept { return size() == 1; }

  /// The same name: ASCII letters are equal in either case, other octets only to themselves (RFC 4343 section 3).
  friend constexpr bool operator==(const domain_name& a, const domain_name& b) noexcept {
    if (a.size() != b.size()) return false;
    // Lengths are below 'A', so that one loop serves them and the labels.
    for (std::size_t i = 1; i <= a.size(); ++i)
      if (a.stored_[i] != b.stored_[i] && detail::folded_octet(a.stored_[i]) != detail::folded_octet(b.stored_[i])) return false;
    return true;
  }

  /// The same octets, case and all.
  [[nodiscard]] constexpr bool is_exactly(const domain_name& other) const noexcept {
    for (std::size_t i = 0; i <= size(); ++i)
      if (stored_[i] != other.stored_[i]) return false;
    return true;
  }

 private:
  friend class detail::name_builder;
  struct unset {};

  // At run time the octets stay uninitialised: filling them would cost more than the name.
  constexpr explicit domain_name(unset) noexcept {
    if (std::is_constant_evaluated())
      for (std::uint8_t& o : stored_) o = 0;
  }

  // Most names are one block, which two instructions copy; of the others all is copied, although much of it may mean
  // nothing. Not so many octets as the name has: that is a call, and after it compilers know nothing of what stands beside
  // the name.
  constexpr void copy(const domain_name& other) noexcept {
    if (std::is_constant_evaluated()) {
      for (std::size_t i = 0; i <= other.size(); ++i) stored_[i] = other.stored_[i];
    } else {
      constexpr std::size_t block = 32;
      std::memcpy(stored_, other.stored_, block);
      if (other.size() >= block) std::memcpy(stored_ + block, other.stored_ + block, sizeof stored_ - block);
    }
  }

  std::uint8_t stored_[max_size + 1];  // the size, then the octets
};

namespace detail {

/// Makes a name of labels, or runs of them, one after the other. What is put together has to fit.
class name_builder {
 public:
  constexpr explicit name_builder(domain_name& name) noexcept : name_(&name) { name.stored_[0] = 0; }

  /// A name to be built: its octets are not there yet.
  [[nodiscard]] static constexpr domain_name blank() noexcept { return domain_name{domain_name::unset{}}; }

  /// One label: its octets without the length.
  constexpr void label(const std::uint8_t* p, std::size_t size) noexcept {
    const auto length = static_cast<std::uint8_t>(size);
    append(&length, 1, 1);
    append(p, size, size);
  }
  /// Octets that are whole labels, with their lengths; `readable` are there behind `p`.
  constexpr void append(const std::uint8_t* p, std::size_t size, std::size_t readable) noexcept {
    constexpr std::size_t block = 32;
    const std::size_t before = name_->stored_[0];
    std::uint8_t* const to = name_->stored_ + 1 + before;
    if (!std::is_constant_evaluated() && size <= block && readable >= block && before + block <= domain_name::max_size) {
      std::memcpy(to, p, block);  // what is too much is written over
    } else {
      copy_octets(to, p, size);
    }
    name_->stored_[0] = static_cast<std::uint8_t>(before + size);
  }
  constexpr void finish() noexcept { name_->stored_[++name_->stored_[0]] = 0; }

 private:
  domain_name* name_;
};

}  // namespace detail

constexpr bool from_text(std::string_view text, domain_name& out) noexcept {
  std::uint8_t wire[domain_name::max_size]{};
  const std::size_t size = detail::encode_name(text, wire);
  if (size == 0) return false;
  detail::name_builder name{out};
  name.append(wire, size - 1, size);
  name.finish();
  return true;
}

/// Appends "www.example.com.", the root as ".". Characters that would mean something else are escaped: "\." and "\\",
/// and "\ddd" for what is no visible ASCII character.
inline void append_to(std::string& out, const domain_name& name) {
  if (name.is_root()) out += '.';
  const std::uint8_t* p = name.data();
  for (std::size_t length = *p++; length != 0; length = *p++) {
    for (; length != 0; --length, ++p) {
      if (*p <= 0x20 || *p >= 0x7f) {
        out += '\\';
        out += static_cast<char>('0' + *p / 100);
        out += static_cast<char>('0' + *p / 10 % 10);
        out += static_cast<char>('0' + *p % 10);
        continue;
      }
      if (*p == '.' || *p == '\\') out += '\\';
      out += static_cast<char>(*p);
    }
    out += '.';
  }
}

[[nodiscard]] inline std::string to_string(const domain_name& name) {
  std::string out;
  append_to(out, name);
  return out;
}

/// The name that an address is asked back by: "4.3.2.1.in-addr.arpa." for 1.2.3.4 (RFC 1035 section 3.5).
[[nodiscard]] constexpr domain_name reverse_name(const ipv4_address& address) noexcept {
  domain_name result = detail::name_builder::blank();
  detail::name_builder name{result};
  for (int shift = 0; shift != 32; shift += 8) {
    const std::uint32_t octet = address.value() >> shift & 255;
    std::uint8_t digits[3]{};
    std::size_t size = 0;
    if (octet >= 100) digits[size++] = static_cast<std::uint8_t>('0' + octet / 100);
    if (octet >= 10) digits[size++] = static_cast<std::uint8_t>('0' + octet / 10 % 10);
    digits[size++] = static_cast<std::uint8_t>('0' + octet % 10);
    name.label(digits, size);
  }
  constexpr domain_name suffix{"in-addr.arpa"};
  name.append(suffix.data(), suffix.size() - 1, suffix.size());
  name.finish();
  return result;
}

/// The same for IPv6: 32 hexadecimal digits, the last first, and "ip6.arpa." (RFC 3596 section 2.5).
[[nodiscard]] constexpr domain_name reverse_name(const ipv6_address& address) noexcept {
  domain_name result = detail::name_builder::blank();
  detail::name_builder name{result};
  for (const std::uint64_t half : {address.low(), address.high()}) {
    for (int shift = 0; shift != 64; shift += 4) {
      const std::uint64_t digit = half >> shift & 15;
      const auto character = static_cast<std::uint8_t>(digit < 10 ? '0' + digit : 'a' + digit - 10);
      name.label(&character, 1);
    }
  }
  constexpr domain_name suffix{"ip6.arpa"};
  name.append(suffix.data(), suffix.size() - 1, suffix.size());
  name.finish();
  return result;
}

}  // namespace packetry
