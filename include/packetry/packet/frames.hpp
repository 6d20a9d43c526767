// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet_template.hpp>
#include <packetry/packet/vary.hpp>

namespace packetry {

/// The octets of a set of packets, one after the other in the same place: from one to the next only the fields that turn are
/// patched. Made by `frames_of`, or by varying a `packet_template`. The order is that of `packet_set`.
///
/// An input range: what an iterator gives is valid until it is incremented, and to begin again is to begin anew. Stores the
/// template and the values.
///
/// Errors: what `packet_template::set` refuses does not compile here; what it throws, for a value that does not fit its field,
/// `begin` and `++` throw.
///
/// \code
/// packet_template syn{ether{.dst = there} / ip{.src = us} / tcp{}};
/// for (bytes frame : syn | vary<&ip::dst>(network("10.0.0.0/16")) | vary<&tcp::dport>(1, 1024)) write(frame);
/// \endcode
template <class Stack, class... Variations>
class frame_set {
  static constexpr std::size_t count = sizeof...(Variations);
  static constexpr auto order = detail::turning_order<Stack, Variations...>;
  static_assert([] {
    for (std::size_t i = 1; i < count; ++i)
      if (detail::turning_ranks<Stack, Variations...>[order[i]] == detail::turning_ranks<Stack, Variations...>[order[i - 1]]) return false;
    return true;
  }(), "a field of a frame set is varied twice");

 public:
  using value_type = bytes;

  constexpr explicit frame_set(const packet_template<Stack>& prototype, const Variations&... v) : frame_(prototype), variations_{{v}...} {}
  constexpr explicit frame_set(const packet_set<Stack, Variations...>& set) : frame_(set.prototype_), variations_(set.variations_) {}

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_in(std::index_sequence_for<Variations...>{}); }
  [[nodiscard]] constexpr bool empty() const noexcept { return size() == 0; }

  struct sentinel {};

  class iterator {
   public:
    using value_type = bytes;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    constexpr iterator() noexcept = default;
    constexpr explicit iterator(frame_set* set) noexcept : set_(set) {}
    [[nodiscard]] constexpr bytes operator*() const noexcept { return set_->frame_.bytes(); }
    constexpr iterator& operator++() {
      set_->advance(std::index_sequence_for<Variations...>{});
      return *this;
    }
    constexpr void operator++(int) { ++*this; }
    friend constexpr bool operator==(const iterator& i, sentinel) noexcept { return i.is_over(); }

   private:
    [[nodiscard]] constexpr bool is_over() const noexcept { return set_->over_; }

    frame_set* set_ = nullptr;
  };

  /// The first packet, whatever came before.
  [[nodiscard]] constexpr iterator begin() {
    over_ = empty();
    turns_ = {};
    if (!over_) rewind(std::index_sequence_for<Variations...>{});
    return iterator{this};
  }
  [[nodiscard]] constexpr sentinel end() const noexcept { return {}; }

  /// The set with one more field varied.
  template <class V>
  [[nodiscard]] constexpr frame_set<Stack, Variations..., V> with(const V& v) const {
    return add(v, std::index_sequence_for<Variations...>{});
  }

 private:
  template <std::size_t... I>
  [[nodiscard]] constexpr std::size_t size_in(std::index_sequence<I...>) const noexcept {
    return (std::size_t{1} * ... * static_cast<std::size_t>(detail::held_at<I>(variations_).values.size()));
  }

  template <std::size_t... I>
  constexpr void rewind(std::index_sequence<I...>) {
    (patch(detail::held_at<I>(variations_), 0), ...);
  }
  template <std::size_t... I>
  constexpr void advance(std::index_sequence<I...>) {
    over_ = !(turn<order[I]>() || ...);
  }
  /// Whether it took its next value; else it is at its first again, and the next slower one has to turn.
  template <std::size_t V>
  constexpr bool turn() {
    const auto& v = detail::held_at<V>(variations_);
    const bool on = ++turns_[V] != static_cast<std::size_t>(v.values.size());
    if (!on) turns_[V] = 0;
    patch(v, turns_[V]);
    return on;
  }
  template <auto Member, std::size_t Nth, class Values>
  constexpr void patch(const detail::variation<Member, Nth, Values>& v, std::size_t i) {
    frame_.template set<Member, Nth>(static_cast<detail::member_value<Member>>(v.values[i]));
  }
  template <class V, std::size_t... I>
  [[nodiscard]] constexpr frame_set<Stack, Variations..., V> add(const V& v, std::index_sequence<I...>) const {
    return frame_set<Stack, Variations..., V>{frame_, detail::held_at<I>(variations_)..., v};
  }

  packet_template<Stack> frame_;
  detail::holds<std::index_sequence_for<Variations...>, Variations...> variations_;
  std::array<std::size_t, count> turns_{};
  bool over_ = false;
};

/// The octets of a set of packets, in its order: of each those that `to_bytes` gives, without making any but the first anew.
///
/// \code
/// for (bytes frame : frames_of(ip{} / udp{} | vary<&ip::ttl>(1, 30))) write(frame);
/// \endcode
template <class Stack, class... Variations>
[[nodiscard]] constexpr auto frames_of(const packet_set<Stack, Variations...>& set) {
  return frame_set<Stack, Variations...>{set};
}

template <class Stack, auto Member, std::size_t Nth, class Values>
[[nodiscard]] constexpr auto operator|(const packet_template<Stack>& t, const detail::variation<Member, Nth, Values>& v) {
  return frame_set<Stack, detail::variation<Member, Nth, Values>>{t, v};
}
template <class Stack, class... Vs, auto Member, std::size_t Nth, class Values>
[[nodiscard]] constexpr auto operator|(const frame_set<Stack, Vs...>& set, const detail::variation<Member, Nth, Values>& v) {
  return set.with(v);
}

}  // namespace packetry
