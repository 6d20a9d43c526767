// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/filter_program.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace packetry::detail {

/// The shapes of what a socket is to let pass. It only grows, and not for ever: where requests differ in a field, as those
/// of a scan do in the port, a few say so, and that field is not looked at any more. So it soon lets pass what will be
/// asked, and the socket's program stays as it is.
class answer_filter {
 public:
  [[nodiscard]] constexpr bool covers(const answer_shape& wanted) const {
    return std::ranges::any_of(shapes_, [&](const answer_shape& s) { return s.covers(wanted); });
  }

  /// Let pass what has this shape too.
  constexpr void admit(answer_shape wanted) {
    for (const general_field& g : general_) ignore(g, wanted);
    insert(wanted);
    if (shapes_.size() <= most_shapes) return;
    while (shapes_.size() > few_shapes) generalise();
  }

  [[nodiscard]] constexpr std::vector<sock_filter> program(std::uint32_t link_size) const {
    return filter_program(shapes_, link_size);
  }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return shapes_.size(); }

 private:
  static constexpr std::size_t most_shapes = 8, few_shapes = 4;

  /// A field that is not looked at.
  struct general_field {
    std::uint16_t protocol = 0;
    field_test field{};
    bool above = false;  // instead: which layer there is above
  };

  /// What has the shape still has it with less to compare.
  static constexpr void ignore(const general_field& g, answer_shape& s) {
    if (s.protocol != g.protocol) return;
    if (g.above) s.above = answer_shape::any_above;
    if (!g.above) s.drop([&](const field_test& t) { return t.role != test_role::guard && t.is_of_field(g.field); });
  }

  constexpr void insert(const answer_shape& s) {
    if (covers(s)) return;
    std::erase_if(shapes_, [&](const answer_shape& old) { return s.covers(old); });
    shapes_.push_back(s);
  }

  /// Stop looking at the field in which the shapes of a protocol differ most, of several the innermost.
  constexpr void generalise() {
    general_field widest;
    std::size_t most = 0;
    for (const answer_shape& s : shapes_) {
      if (s.above != answer_shape::any_above) prefer({.protocol = s.protocol, .above = true}, count_above(s.protocol), widest, most);
      for (const field_test& t : s.tests()) {
        if (t.role != test_role::guard) prefer({.protocol = s.protocol, .field = t}, count_values(s.protocol, t), widest, most);
      }
    }
    if (most == 0) {  // of so many protocols any may pass
      shapes_.assign(1, answer_shape{});
      return;
    }
    general_.push_back(widest);
    std::vector<answer_shape> old;
    old.swap(shapes_);
    for (answer_shape& s : old) {
      ignore(widest, s);
      insert(s);
    }
  }

  static constexpr void prefer(const general_field& one, std::size_t count, general_field& best, std::size_t& most) {
    const auto depth = [](const general_field& g) { return 256 * (g.above ? 0 : g.field.level) + (g.above ? 255 : g.field.field); };
    if (count < most || (count == most && depth(one) <= depth(best))) return;
    best = one;
    most = count;
  }

  [[nodiscard]] constexpr std::size_t count_above(std::uint16_t protocol) const {
    std::vector<std::int32_t> seen;
    for (const answer_shape& s : shapes_)
      if (s.protocol == protocol && std::ranges::find(seen, s.above) == seen.end()) seen.push_back(s.above);
    return seen.size();
  }

  /// How many values a field has; one that some shapes do not look at has one more.
  [[nodiscard]] constexpr std::size_t count_values(std::uint16_t protocol, const field_test& field) const {
    std::vector<std::vector<std::uint32_t>> seen;
    for (const answer_shape& s : shapes_) {
      if (s.protocol != protocol) continue;
      std::vector<std::uint32_t> value;
      for (const field_test& t : s.tests())
        if (t.is_of_field(field)) value.push_back(t.value);
      if (std::ranges::find(seen, value) == seen.end()) seen.push_back(value);
    }
    return seen.size();
  }

  std::vector<answer_shape> shapes_;
  std::vector<general_field> general_;
};

}  // namespace packetry::detail
