// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/stack.hpp>

#include <array>
#include <initializer_list>
#include <vector>

namespace packetry {

namespace detail {

/// The values from `first` to `last`, both included, `step` apart.
template <class T>
struct value_range {
  T first;
  std::size_t count;
  std::uint64_t step;

  [[nodiscard]] constexpr std::size_t size() const noexcept { return count; }
  [[nodiscard]] constexpr T operator[](std::size_t i) const noexcept { return from_uint<T>(to_uint(first) + i * step); }
};

/// A member that takes several values: those of `Values`, which has size() and operator[].
template <auto Member, std::size_t Nth, class Values>
struct variation {
  Values values;

  using layer_type = member_layer<Member>;

  template <class Stack>
  constexpr void apply(Stack& s, std::size_t i) const {
    s.template get<layer_type, Nth>().*Member = static_cast<member_value<Member>>(values[i]);
  }
};

template <class T>
concept indexable = requires(const T& v) {
  v.size();
  v[0];
};

template <class Stack>
struct layers_in;
template <class... Ls>
struct layers_in<stack<Ls...>> {
  template <class L>
  static constexpr std::size_t nth(std::size_t n) noexcept { return nth_of<L, Ls...>(n); }
};

/// How fast a variation turns: a number that is smaller the faster it does.
template <class Stack, auto Member, std::size_t Nth, class Values>
[[nodiscard]] constexpr std::size_t turning_rank(const variation<Member, Nth, Values>*) noexcept {
  using L = member_layer<Member>;
  constexpr std::size_t place = layers_in<Stack>::template nth<L>(Nth);
  return (Stack::size - place) * 4096 + index_of<L, Member>;
}

template <class Stack, class... Variations>
inline constexpr std::array<std::size_t, sizeof...(Variations)> turning_ranks{turning_rank<Stack>(static_cast<const Variations*>(nullptr))...};

/// The variations, fastest first.
template <class Stack, class... Variations>
inline constexpr auto turning_order = [] {
  constexpr std::size_t count = sizeof...(Variations);
  constexpr auto ranks = turning_ranks<Stack, Variations...>;
  std::array<std::size_t, count> result{};
  for (std::size_t i = 0; i != count; ++i) {
    std::size_t faster = 0;
    for (std::size_t j = 0; j != count; ++j) faster += ranks[j] < ranks[i] || (ranks[j] == ranks[i] && j < i);
    result[faster] = i;
  }
  return result;
}();

}  // namespace detail

template <class Stack, class... Variations>
class frame_set;

/// A set of packets: one stack, some fields of which take several values. A lazy range: nothing is stored but the stack
/// and the values, and each packet is made when it is asked for.
///
/// The order is Scapy's: the innermost layer varies fastest; within a layer the fields in wire order, the first fastest.
template <class Stack, class... Variations>
class packet_set {
 public:
  using value_type = Stack;

  constexpr packet_set(const Stack& prototype, const Variations&... v) : prototype_(prototype), variations_{{v}...} {}

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_in(std::index_sequence_for<Variations...>{}); }
  [[nodiscard]] constexpr bool empty() const noexcept { return size() == 0; }
  [[nodiscard]] constexpr Stack operator[](std::size_t i) const {
    Stack s = prototype_;
    assign(s, i, std::index_sequence_for<Variations...>{});
    return s;
  }

  class iterator {
   public:
    using value_type = Stack;
    using reference = Stack;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::random_access_iterator_tag;
    using iterator_category = std::input_iterator_tag;  // what it gives is made on the way

    constexpr iterator() noexcept = default;
    constexpr iterator(const packet_set* set, std::size_t i) noexcept : set_(set), index_(i) {}
    [[nodiscard]] constexpr Stack operator*() const { return (*set_)[index_]; }
    [[nodiscard]] constexpr Stack operator[](difference_type n) const { return *(*this + n); }
    constexpr iterator& operator++() noexcept { return *this += 1; }
    constexpr iterator operator++(int) noexcept { return {set_, index_++}; }
    constexpr iterator& operator--() noexcept { return *this -= 1; }
    constexpr iterator operator--(int) noexcept { return {set_, index_--}; }
    constexpr iterator& operator+=(difference_type n) noexcept {
      index_ += static_cast<std::size_t>(n);
      return *this;
    }
    constexpr iterator& operator-=(difference_type n) noexcept { return *this += -n; }
    friend constexpr iterator operator+(iterator a, difference_type n) noexcept { return a += n; }
    friend constexpr iterator operator+(difference_type n, iterator a) noexcept { return a += n; }
    friend constexpr iterator operator-(iterator a, difference_type n) noexcept { return a -= n; }
    friend constexpr difference_type operator-(const iterator& a, const iterator& b) noexcept {
      return static_cast<difference_type>(a.index_ - b.index_);
    }
    friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept { return a.index_ == b.index_; }
    friend constexpr auto operator<=>(const iterator& a, const iterator& b) noexcept { return a.index_ <=> b.index_; }

   private:
    const packet_set* set_ = nullptr;
    std::size_t index_ = 0;
  };

  [[nodiscard]] constexpr iterator begin() const noexcept { return {this, 0}; }
  [[nodiscard]] constexpr iterator end() const noexcept { return {this, size()}; }

  /// The set with one more field varied.
  template <class V>
  [[nodiscard]] constexpr packet_set<Stack, Variations..., V> with(const V& v) const {
    return add(v, std::index_sequence_for<Variations...>{});
  }

 private:
  static constexpr auto order = detail::turning_order<Stack, Variations...>;

  template <std::size_t... I>
  [[nodiscard]] constexpr std::size_t size_in(std::index_sequence<I...>) const noexcept {
    return (std::size_t{1} * ... * static_cast<std::size_t>(detail::held_at<I>(variations_).values.size()));
  }
  template <std::size_t... I>
  constexpr void assign(Stack& s, std::size_t i, std::index_sequence<I...>) const {
    ((turn<order[I]>(s, i)), ...);
  }
  template <std::size_t V>
  constexpr void turn(Stack& s, std::size_t& i) const {
    const auto& v = detail::held_at<V>(variations_);
    const auto n = static_cast<std::size_t>(v.values.size());
    v.apply(s, i % n);
    i /= n;
  }
  template <class V, std::size_t... I>
  [[nodiscard]] constexpr packet_set<Stack, Variations..., V> add(const V& v, std::index_sequence<I...>) const {
    return {prototype_, detail::held_at<I>(variations_)..., v};
  }

  friend class frame_set<Stack, Variations...>;

  Stack prototype_;
  detail::holds<std::index_sequence_for<Variations...>, Variations...> variations_;
};

/// Let a field take all values from `first` to `last`, both included, `step` apart. On repeated layers `Nth` chooses one,
/// counted from 1, outermost first.
///
/// \code
/// auto probes = ip{} / tcp{} | vary<&ip::dst>(network("192.168.2.0/24")) | vary<&tcp::dport>(1, 1024);
/// \endcode
template <auto Member, std::size_t Nth = 1>
[[nodiscard]] constexpr auto vary(detail::member_value<Member> first, detail::member_value<Member> last, std::uint64_t step = 1) {
  using T = detail::member_value<Member>;
  const std::uint64_t low = detail::to_uint(first), high = detail::to_uint(last);
  const std::size_t count = high < low || step == 0 ? 0 : static_cast<std::size_t>((high - low) / step + 1);
  return detail::variation<Member, Nth, detail::value_range<T>>{{first, count, step}};
}

/// Let a field take each of these values in turn.
template <auto Member, std::size_t Nth = 1>
[[nodiscard]] auto vary(std::initializer_list<detail::member_value<Member>> values) {
  using list = std::vector<detail::member_value<Member>>;
  return detail::variation<Member, Nth, list>{list(values)};
}

/// Let a field take each value of a range that has size() and operator[]: a network, a vector, an array.
template <auto Member, std::size_t Nth = 1, detail::indexable Values>
[[nodiscard]] constexpr auto vary(const Values& values) {
  return detail::variation<Member, Nth, Values>{values};
}

template <detail::layer_or_stack P, auto Member, std::size_t Nth, class Values>
[[nodiscard]] constexpr auto operator|(const P& p, const detail::variation<Member, Nth, Values>& v) {
  using Stack = detail::stack_of<P>;
  constexpr bool there = detail::layers_in<Stack>::template nth<detail::member_layer<Member>>(Nth) != Stack::size;
  static_assert(there, "the layer of the varied field is not in this packet");
  return packet_set<Stack, detail::variation<Member, Nth, Values>>{detail::as_stack(p), v};
}
template <class Stack, class... Vs, auto Member, std::size_t Nth, class Values>
[[nodiscard]] constexpr auto operator|(const packet_set<Stack, Vs...>& set, const detail::variation<Member, Nth, Values>& v) {
  constexpr bool there = detail::layers_in<Stack>::template nth<detail::member_layer<Member>>(Nth) != Stack::size;
  static_assert(there, "the layer of the varied field is not in this packet");
  return set.with(v);
}

}  // namespace packetry
