// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/stream.hpp>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>

namespace packetry {

namespace detail {

[[noreturn]] inline void not_a_flag(std::string_view text) {
  throw std::invalid_argument("not a list of flags: \"" + std::string{text} + '"');
}

}  // namespace detail

/// A set of named bits. `Names::names` lists them from the least significant on; names of one letter are written side by
/// side ("SA"), longer ones joined by '+' ("MF+DF").
template <class Names, class UInt>
class flag_set {
 public:
  using prints_as_text = void;

  constexpr flag_set() noexcept = default;
  constexpr flag_set(UInt value) noexcept : value_(value) {}

  /// Text: a literal, `std::string`, `std::string_view`. \throws std::invalid_argument naming the text, where it names a
  /// flag that is not there.
  template <detail::text Text>
  constexpr flag_set(const Text& text) {
    for (std::string_view rest{text}; !rest.empty();) {
      const std::size_t taken = take(rest);
      if (taken == 0) detail::not_a_flag(text);
      rest.remove_prefix(taken);
      if (!rest.empty() && rest.front() == '+') rest.remove_prefix(1);
    }
  }

  [[nodiscard]] constexpr UInt value() const noexcept { return value_; }

  /// Whether every flag of `other` is set.
  [[nodiscard]] constexpr bool has(flag_set other) const noexcept { return (value_ & other.value_) == other.value_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return value_ == 0; }

  friend constexpr flag_set operator|(flag_set a, flag_set b) noexcept { return static_cast<UInt>(a.value_ | b.value_); }
  friend constexpr flag_set operator&(flag_set a, flag_set b) noexcept { return static_cast<UInt>(a.value_ & b.value_); }
  friend constexpr flag_set operator~(flag_set a) noexcept { return static_cast<UInt>(~a.value_); }
  friend constexpr bool operator==(flag_set, flag_set) noexcept = default;

  /// As Scapy prints it; a bit without a name is left out.
  friend void append_to(std::string& out, flag_set f) {
    const std::size_t before = out.size();
    UInt bit = 1;
    for (const std::string_view name : Names::names) {
      if ((f.value_ & bit) != 0) {
        if (name.size() > 1 && out.size() != before) out += '+';
        out += name;
      }
      bit = static_cast<UInt>(bit << 1);
    }
  }
  [[nodiscard]] friend std::string to_string(flag_set f) {
    std::string text;
    append_to(text, f);
    return text;
  }

 private:
  constexpr std::size_t take(std::string_view text) {
    UInt bit = 1;
    for (const std::string_view name : Names::names) {
      if (text.starts_with(name)) {
        value_ = static_cast<UInt>(value_ | bit);
        return name.size();
      }
      bit = static_cast<UInt>(bit << 1);
    }
    return 0;
  }

  UInt value_ = 0;
};

struct ip_flag_names {
  static constexpr std::string_view names[] = {"MF", "DF", "evil"};
};
/// IPv4 flags (RFC 791 section 3.1; "evil": RFC 3514).
using ip_flags = flag_set<ip_flag_names, std::uint8_t>;

namespace ip_flag {
inline constexpr ip_flags more_fragments{std::uint8_t{1}}, dont_fragment{std::uint8_t{2}}, evil{std::uint8_t{4}};
}

struct bootp_flag_names {
  static constexpr std::string_view names[] = {"?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "?", "B"};
};
/// BOOTP flags: one of 16, "B", asks for a broadcast reply (RFC 2131 section 2).
using bootp_flags = flag_set<bootp_flag_names, std::uint16_t>;

struct tcp_flag_names {
  static constexpr std::string_view names[] = {"F", "S", "R", "P", "A", "U", "E", "C", "N"};
};
/// TCP flags (RFC 9293 section 3.1; NS: RFC 3540), least significant first: F S R P A U E C N.
using tcp_flags = flag_set<tcp_flag_names, std::uint16_t>;

namespace tcp_flag {
inline constexpr tcp_flags fin{std::uint16_t{0x001}}, syn{std::uint16_t{0x002}}, rst{std::uint16_t{0x004}}, psh{std::uint16_t{0x008}},
    ack{std::uint16_t{0x010}}, urg{std::uint16_t{0x020}}, ece{std::uint16_t{0x040}}, cwr{std::uint16_t{0x080}}, ns{std::uint16_t{0x100}};
}

}  // namespace packetry
