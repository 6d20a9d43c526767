// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

namespace packetry::detail {

/// What follows where some octets of a frame are not what a test wants.
enum class test_role : std::uint8_t {
  guard,      ///< the layer may be another, or end early: whatever stands there answers
  everybody,  ///< it is neither an answer nor an ICMP error about the request
  answer,     ///< it is no answer
};

/// Octets of one of a frame's layers, compared under a mask.
struct field_test {
  std::uint8_t level = 0;  ///< 0: the network layer; 1: the one above it
  std::uint8_t field = 0;  ///< its row in the layer's table: what is too long for one test is several
  test_role role = test_role::guard;
  std::uint8_t size = 0;     ///< octets: 1, 2, 4
  std::uint32_t offset = 0;  ///< from the layer's first octet
  std::uint32_t mask = 0, value = 0;

  [[nodiscard]] constexpr bool is_of_field(const field_test& other) const noexcept {
    return level == other.level && field == other.field;
  }
  /// As the two words that it is: tests are compared for every request.
  friend constexpr bool operator==(const field_test& a, const field_test& b) noexcept {
    using words = std::array<std::uint64_t, 2>;
    return std::bit_cast<words>(a) == std::bit_cast<words>(b);
  }
};
static_assert(std::has_unique_object_representations_v<field_test>);

/// Messages that report an error about the packet they quote: their number in the network layer, and the place of their
/// type and its values.
struct error_report {
  std::uint8_t number = 0;
  std::uint16_t offset = 0;
  std::array<std::uint8_t, 8> types{};
  std::uint8_t count = 0;
};

/// What everything that can answer a request has in common, as far as a program of the kernel can see it: a superset of
/// what `answers` accepts. Found by `shape_of_answers`. A value of its own: it borrows only constants.
struct answer_shape {
  static constexpr std::size_t most_tests = 24;
  static constexpr std::int16_t any_above = -1;

  std::uint16_t protocol = 0;             ///< ether type; 0: any frame at all
  std::int16_t above = any_above;         ///< IPv6: the number of the layer above, behind extension headers too
  bool extended = false;                  ///< IPv6: the request has extension headers, an answer may have any
  std::array<std::uint16_t, 2> least{};   ///< octets: a layer that is shorter is not read as that layer
  std::span<const error_report> errors{};
  std::span<const std::uint8_t> extensions{};  ///< IPv6: the numbers of extension headers
  std::array<field_test, most_tests> all{};
  std::uint8_t count = 0;

  [[nodiscard]] constexpr std::span<const field_test> tests() const noexcept { return {all.data(), count}; }

  /// False where there is no room: more is let through then.
  constexpr bool add(const field_test& t) noexcept {
    if (count == most_tests) return false;
    all[count++] = t;
    return true;
  }

  [[nodiscard]] constexpr bool decides_at(unsigned level) const noexcept {
    for (const field_test& t : tests())
      if (t.level == level && t.role != test_role::guard) return true;
    return false;
  }

  /// Take out the tests of which `what` is true.
  template <class Predicate>
  constexpr void drop(Predicate what) noexcept {
    std::uint8_t kept = 0;
    for (std::uint8_t i = 0; i != count; ++i)
      if (!what(all[i])) all[kept++] = all[i];
    count = kept;
  }

  /// Whether whatever has `other`'s shape has this one; false where that is not plain. Tests come in the order of their
  /// layers' rules in both.
  [[nodiscard]] constexpr bool covers(const answer_shape& other) const noexcept {
    if (protocol == 0) return true;
    if (protocol != other.protocol) return false;
    if (above != any_above && (above != other.above || (other.extended && !extended))) return false;
    std::array<bool, 2> decided{};
    if (!decides_among(other, decided)) return false;
    for (std::size_t level = 0; level != decided.size(); ++level)
      if (decided[level] && least[level] < other.least[level]) return false;
    return guards_among(other, decided);
  }

 private:
  /// Whether this test is among those from `at` on.
  [[nodiscard]] static constexpr bool advance_to(const field_test& t, const field_test*& at, const field_test* end) noexcept {
    while (at != end && !(*at == t)) ++at;
    return at != end;
  }

  /// Whether the tests that decide are all among the other's, and at which levels there are any.
  [[nodiscard]] constexpr bool decides_among(const answer_shape& other, std::array<bool, 2>& decided) const noexcept {
    const field_test* at = other.all.data();
    for (const field_test& t : tests()) {
      if (t.role == test_role::guard) continue;
      if (!advance_to(t, at, other.all.data() + other.count)) return false;
      decided[t.level] = true;
    }
    return true;
  }
  /// Whether the other's guards at these levels are all among those that are here.
  [[nodiscard]] constexpr bool guards_among(const answer_shape& other, const std::array<bool, 2>& decided) const noexcept {
    const field_test* at = all.data();
    for (const field_test& t : other.tests()) {
      if (t.role != test_role::guard || !decided[t.level]) continue;
      if (!advance_to(t, at, all.data() + count)) return false;
    }
    return true;
  }
};

}  // namespace packetry::detail
