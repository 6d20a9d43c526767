// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/packet/answers.hpp>
#include <packetry/transport/answer_shape.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

// From a layer's reply rules and wire table: which octets of an answer must hold what.

namespace packetry::detail {

/// A field's value as it stands on the wire; borrows the packet.
struct wire_value {
  std::uint64_t bits = 0;  // of a field of up to 64 bits
  bytes octets{};          // of any other
};

inline constexpr std::array<std::uint8_t, 16> no_octets{};  // of a field that is not there

template <auto Member, class L, std::size_t I = index_of<L, Member>>
[[nodiscard]] constexpr wire_value value_on_wire(const layer_view<L>& v) {
  constexpr row_info row = rows_of<L>[I];
  if constexpr (row.bits <= 64) {
    return {.bits = to_uint(v.template get<Member>())};
  } else {
    if constexpr (row.has(kind::condition)) {
      constexpr std::size_t next = find_member(L::wire.rows, Member, I + 1);
      if (!v.template present<I>()) {
        if constexpr (next == row_count<L>) return {.octets = no_octets};
        if constexpr (next != row_count<L>) return value_on_wire<Member, L, next>(v);
      }
    }
    const std::uint8_t* const at = v.template place<I>();
    if constexpr (row.fixed()) return {.octets = {at, row.bits / 8}};
    if constexpr (!row.fixed()) return {.octets = {at, known_size<typename row_of<L, I>::codec>(v, at)}};
  }
}

template <auto A, auto B>
inline constexpr bool same_pointer =
    std::is_same_v<std::integral_constant<decltype(A), A>, std::integral_constant<decltype(B), B>>;

template <auto Member, class Condition>
inline constexpr bool depends_on = false;
template <auto Member, auto Other, auto... Values>
inline constexpr bool depends_on<Member, when<Other, Values...>> = same_pointer<Member, Other>;
template <auto Member, auto Other, auto... Values>
inline constexpr bool depends_on<Member, unless<Other, Values...>> = same_pointer<Member, Other>;

template <class Rule>
inline constexpr bool is_pairing = false;
template <auto... P>
inline constexpr bool is_pairing<by_pairs<P...>> = true;

/// Whether a rule of the layer says what the member that a row's condition looks at is in an answer.
template <class Condition, class Rules>
inline constexpr bool is_settled = false;
template <class Condition, class... R>
inline constexpr bool is_settled<Condition, reply_rules<R...>> = (is_settled<Condition, R> || ...);
template <class Condition, auto Member, auto... Values>
inline constexpr bool is_settled<Condition, by_pairs<Member, Values...>> = depends_on<Member, Condition>;

/// Octets of a layer that are read as this layer, or not at all, by their values alone: where there are fewer they may be
/// read as something else.
[[nodiscard]] constexpr std::uint16_t settled_size(row_span rows) noexcept {
  std::size_t bits = 0;
  for (const row_info& row : rows)
    if (row.fixed() && !row.anchored && !row.prefix && row.bit != dynamic) bits = std::max<std::size_t>(bits, row.bit + row.bits);
  return static_cast<std::uint16_t>((bits + 7) / 8);
}

/// Finds the tests for the answers to one layer of a request.
template <class L>
class layer_tests {
 public:
  using rules = typename reply_type<L>::type;

  constexpr layer_tests(answer_shape& shape, unsigned level, const layer_view<L>& request) noexcept
      : shape_(shape), level_(static_cast<std::uint8_t>(level)), request_(request) {}

  constexpr void add() {
    shape_.least[level_] = settled_size(span_of<L>);
    if (can_be_followed() && answer(rules{}) && guard_kind<kind::accepts>()) add_all(rules{});
  }

 private:
  static constexpr std::size_t most_octets = 64;

  /// Whether other octets than too few cannot make it another layer, but for fields that can be guarded.
  [[nodiscard]] constexpr bool can_be_followed() const noexcept {
    if constexpr (shape<L>.has(kind::bounds_header)) {
      return false;
    } else if constexpr (shape<L>.has(kind::header_words)) {
      constexpr const row_of<L, shape<L>.row(kind::header_words)>* row = nullptr;
      return !words_whole(row);
    } else {
      return request_.begin() == request_.base();  // nothing leads it that another layer below would not have
    }
  }

  /// Write into a copy of the request's header what its answer has there. False: nothing answers it.
  template <class... R>
  [[nodiscard]] constexpr bool answer(reply_rules<R...>) {
    const std::size_t size = request_.octets().size();
    size_known_ = size <= most_octets;
    if constexpr ((is_pairing<R> || ...) || !shape<L>.fixed) {
      for (std::size_t i = 0; i != std::min(size, most_octets); ++i) header_[i] = request_.begin()[i];
    }
    return (answer_by(R{}) && ...);
  }
  template <class R>
  [[nodiscard]] constexpr bool answer_by(R) noexcept { return true; }
  template <auto M, auto... Values>
  [[nodiscard]] constexpr bool answer_by(by_pairs<M, Values...>) {
    using rule = rule_of<by_pairs<M, Values...>>;
    constexpr row_info row = rows_of<L>[index_of<L, M>];
    if constexpr (row.bit == dynamic || row.bit % 8 != 0 || row.bits % 8 != 0 || row.has(kind::condition) ||
                  row.bit + row.bits > 8 * most_octets) {
      return false;
    } else {
      const std::uint64_t value = rule::answer_to(key_value<M>(request_));
      store_be<row.bits / 8>(header_.data() + row.bit / 8, value);
      return value != rule::unanswered;
    }
  }

  template <class... R>
  constexpr void add_all(reply_rules<R...>) {
    (add_rule(R{}), ...);
  }
  template <class R>
  constexpr void add_rule(R) noexcept {}
  template <auto M>
  constexpr void add_rule(same<M>) {
    require<M>(test_role::answer, value_on_wire<M>(request_));
  }
  template <auto Mine, auto Theirs>
  constexpr void add_rule(mirrors<Mine, Theirs>) {
    require<Mine>(test_role::answer, value_on_wire<Theirs>(request_));
  }
  template <auto S, auto D>
  constexpr void add_rule(exchanges<S, D>) {
    if (rule_of<exchanges<S, D>>::to_group(request_)) return;  // anyone answers, to the group perhaps
    require<D>(test_role::everybody, value_on_wire<S>(request_));
    require<S>(test_role::answer, value_on_wire<D>(request_));
  }
  template <auto M, auto... Values>
  constexpr void add_rule(by_pairs<M, Values...>) {
    require<M>(test_role::answer, value_on_wire<M>(model()));
  }

  /// The answer's header, as far as the rules tell it.
  [[nodiscard]] constexpr layer_view<L> model() const noexcept {
    const std::uint8_t* const end = header_.data() + std::min(request_.octets().size(), header_.size());
    return {header_.data(), end, end, false};
  }

  template <auto M, std::size_t I = index_of<L, M>>
  constexpr void require(test_role role, const wire_value& value) {
    if constexpr (I != row_count<L>) {
      constexpr row_info row = rows_of<L>[I];
      if constexpr (row.has(kind::condition)) {
        constexpr const row_of<L, I>* there = nullptr;
        if constexpr (!is_settled<decltype(condition_in(there)), rules>) return;
        if (!model().template present<I>()) return require<M, find_member(L::wire.rows, M, I + 1)>(role, value);
      }
      test<I>(role, value);
    }
  }

  template <std::size_t I>
  constexpr void test(test_role role, const wire_value& value) {
    constexpr row_info row = rows_of<L>[I];
    const field_test t{.level = level_, .field = static_cast<std::uint8_t>(I), .role = role};
    if constexpr (!row.fixed()) {
      if (size_known_ && guard_sizes()) test_octets(t, place_of<I>(), value.octets);
    } else if constexpr (row.bit == dynamic || row.anchored || row.prefix) {
      return;
    } else if constexpr (row.bits > 64) {
      if constexpr (row.bit % 8 == 0) test_octets(t, row.bit / 8, value.octets);
    } else {
      test_bits(t, row, value.bits);
    }
  }

  template <std::size_t I>
  [[nodiscard]] constexpr std::size_t place_of() const noexcept {
    const auto m = model();
    return static_cast<std::size_t>(m.template place<I>() - m.begin());
  }

  constexpr void test_bits(field_test t, const row_info& row, std::uint64_t value) noexcept {
    if (row.bits == 64) return;
    const unsigned span = row.bit % 8 + row.bits;
    if (span > 32 || (span > 16 && span <= 24)) return;
    t.size = span <= 8 ? 1 : span <= 16 ? 2 : 4;
    t.offset = static_cast<std::uint16_t>(row.bit / 8);
    const unsigned shift = 8u * t.size - span;
    t.mask = static_cast<std::uint32_t>(((std::uint64_t{1} << row.bits) - 1) << shift);
    t.value = static_cast<std::uint32_t>(value << shift) & t.mask;
    shape_.add(t);
  }

  constexpr void test_octets(field_test t, std::size_t offset, bytes value) noexcept {
    if (value.size() > no_octets.size()) return;
    for (std::size_t i = 0; i != value.size(); i += t.size) {
      const std::size_t left = value.size() - i;
      const std::uint8_t* const at = value.data() + i;
      t.size = left >= 4 ? 4 : left >= 2 ? 2 : 1;
      t.offset = static_cast<std::uint16_t>(offset + i);
      t.mask = static_cast<std::uint32_t>((std::uint64_t{1} << 8 * t.size) - 1);
      t.value = static_cast<std::uint32_t>(t.size == 4 ? load_be<4>(at) : t.size == 2 ? load_be<2>(at) : *at);
      shape_.add(t);
    }
  }

  /// What is behind fields of which others tell the size is where it was in the request only if those say the same.
  constexpr bool guard_sizes() {
    shape_.least[level_] = std::max(shape_.least[level_], static_cast<std::uint16_t>(request_.octets().size()));
    return guard_kind<kind::size_of>() && guard_kind<kind::count_of>();
  }

  /// The fields with this kind of rule must hold what the request's do. False: they cannot be compared.
  template <kind K>
  constexpr bool guard_kind() {
    return guard_rows<K>(std::make_index_sequence<row_count<L>>{});
  }
  template <kind K, std::size_t... I>
  constexpr bool guard_rows(std::index_sequence<I...>) {
    return (guard_row<K, I>() && ...);
  }
  template <kind K, std::size_t I>
  constexpr bool guard_row() {
    if constexpr (rows_of<L>[I].has(K)) return guard<I>();
    return true;
  }
  template <std::size_t I>
  constexpr bool guard() {
    constexpr row_info row = rows_of<L>[I];
    if constexpr (row.bits > 32 || row.bit == dynamic || row.anchored || row.prefix || row.has(kind::condition)) {
      return false;
    } else {
      const field_test t{.level = level_, .field = static_cast<std::uint8_t>(I), .role = test_role::guard};
      const auto before = shape_.count;
      test_bits(t, row, to_uint(request_.template read<I>()));
      return shape_.count != before;
    }
  }

  answer_shape& shape_;
  std::uint8_t level_;
  layer_view<L> request_;
  std::array<std::uint8_t, most_octets> header_{};
  bool size_known_ = false;
};

}  // namespace packetry::detail
