// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/wire.hpp>
#include <packetry/layers/padding.hpp>
#include <packetry/layers/raw.hpp>
#include <packetry/packet/types.hpp>

namespace packetry {

namespace detail {

template <std::size_t I, class L>
struct held {
  L layer{};
  friend constexpr bool operator==(const held&, const held&) = default;
};

template <class Indices, class... Ls>
struct holds;
template <std::size_t... I, class... Ls>
struct holds<std::index_sequence<I...>, Ls...> : held<I, Ls>... {
  friend constexpr bool operator==(const holds&, const holds&) = default;
};

template <std::size_t I, class L>
[[nodiscard]] constexpr const L& held_at(const held<I, L>& h) noexcept { return h.layer; }
template <std::size_t I, class L>
[[nodiscard]] constexpr L& held_at(held<I, L>& h) noexcept { return h.layer; }

/// What `unbound` leaves behind: layers whose next neighbour is not checked.
template <class Stack>
struct loose {
  Stack layers;
};
template <class Stack>
struct loose_above {
  Stack layers;
};
struct unbound_t {};

}  // namespace detail

/// A packet as it was written down: its layers, outermost first, not yet serialized. Made by `a / b / c`. A value, and
/// a literal one: it can be built, serialized and dissected in a constant expression.
template <class... Ls>
class stack : public detail::holds<std::index_sequence_for<Ls...>, Ls...> {
 public:
  static constexpr std::size_t size = sizeof...(Ls);

  /// The `Nth` layer of type L, counted from 1, outermost first.
  template <class L, std::size_t Nth = 1>
  [[nodiscard]] constexpr const L& get() const noexcept {
    return detail::held_at<place<L, Nth>()>(*this);
  }
  template <class L, std::size_t Nth = 1>
  [[nodiscard]] constexpr L& get() noexcept {
    return detail::held_at<place<L, Nth>()>(*this);
  }

  template <class L>
  static constexpr bool has = (std::is_same_v<L, Ls> || ...);

 private:
  template <class L, std::size_t Nth>
  [[nodiscard]] static constexpr std::size_t place() noexcept {
    constexpr std::size_t at = detail::nth_of<L, Ls...>(Nth);
    static_assert(at != size, "there is no such layer in this packet");
    return at;
  }
};

/// Put the next layer above anyway, although nothing binds the two: `arp{} / unbound / tcp{}`.
inline constexpr detail::unbound_t unbound{};

namespace detail {

template <class T>
inline constexpr bool is_stack = false;
template <class... Ls>
inline constexpr bool is_stack<stack<Ls...>> = true;

template <class T>
concept layer_or_stack = layer<T> || is_stack<T>;

/// Octets or text, which become a raw layer.
template <class T>
concept raw_like = !layer_or_stack<T> && (std::is_convertible_v<const T&, std::string_view> || std::is_convertible_v<const T&, bytes>);

template <class T>
concept stackable = layer_or_stack<T> || raw_like<T>;

template <class T>
[[nodiscard]] constexpr decltype(auto) as_stack(const T& v) {
  if constexpr (is_stack<T>) {
    return (v);
  } else if constexpr (layer<T>) {
    static_assert(check_layer<T>::value);
    return stack<T>{{{v}}};
  } else if constexpr (std::is_convertible_v<const T&, std::string_view>) {
    return stack<raw>{{{raw{octets{std::string_view{v}}}}}};
  } else {
    return stack<raw>{{{raw{octets{bytes{v}}}}}};
  }
}

template <class T>
using stack_of = std::remove_cvref_t<decltype(as_stack(std::declval<const T&>()))>;

/// One layer where a stack is asked for: what is put together is copied once, into the place where it stays.
template <class... Ls>
struct in_place;
template <class L>
struct in_place<L> {
  const L& layer;
};
template <std::size_t I, class L>
[[nodiscard]] constexpr const L& held_at(const in_place<L>& one) noexcept { return one.layer; }

template <class T>
[[nodiscard]] constexpr decltype(auto) layers_of(const T& v) {
  if constexpr (layer<T>) {
    static_assert(check_layer<T>::value);
    return in_place<T>{v};
  } else {
    return as_stack(v);
  }
}

template <template <class...> class A, class... Ls, std::size_t... I, template <class...> class B, class... Us, std::size_t... J>
[[nodiscard]] constexpr stack<Ls..., Us...> concatenate(const A<Ls...>& a, const B<Us...>& b, std::index_sequence<I...>,
                                                        std::index_sequence<J...>) {
  return {{{held_at<I>(a)}..., {held_at<J>(b)}...}};
}
template <template <class...> class A, class... Ls, template <class...> class B, class... Us>
[[nodiscard]] constexpr auto concatenate(const A<Ls...>& a, const B<Us...>& b) {
  return concatenate(a, b, std::index_sequence_for<Ls...>{}, std::index_sequence_for<Us...>{});
}

template <class L, class... Ls>
struct last_of : last_of<Ls...> {};
template <class L>
struct last_of<L> { using type = L; };

/// Anything may carry octets; only octets of no length and padding may follow them.
template <class Lower, class Upper>
inline constexpr bool may_carry = std::is_same_v<Upper, raw> || std::is_same_v<Upper, padding> || binds<Lower, Upper>;

template <class Lower, class Upper>
struct check_binding {
  static_assert(!std::is_same_v<Lower, padding> || std::is_same_v<Upper, padding>, "padding stands behind all other layers");
  static_assert(may_carry<Lower, Upper>, "nothing binds these two layers; to stack them anyway: lower / unbound / upper");
};

template <class... Ls, class U, class... Us>
constexpr void check(const stack<Ls...>*, const stack<U, Us...>*) {
  static_cast<void>(check_binding<typename last_of<Ls...>::type, U>{});
}

}  // namespace detail

/// Put one layer (or stack, octets, text) above another. Associative; copies both sides.
/// Two layers that nothing binds do not compile; see `unbound`.
///
/// \code
/// auto p = ip{.dst = "192.168.2.254"} / udp{.dport = 7} / "hello";
/// \endcode
template <detail::stackable A, detail::stackable B>
  requires(detail::layer_or_stack<A> || detail::layer_or_stack<B>)
[[nodiscard]] constexpr auto operator/(const A& lower, const B& upper) {
  detail::check(static_cast<const detail::stack_of<A>*>(nullptr), static_cast<const detail::stack_of<B>*>(nullptr));
  return detail::concatenate(detail::layers_of(lower), detail::layers_of(upper));
}

template <detail::layer_or_stack A>
[[nodiscard]] constexpr auto operator/(const A& lower, detail::unbound_t) {
  return detail::loose<detail::stack_of<A>>{detail::as_stack(lower)};
}
template <class S, detail::stackable B>
[[nodiscard]] constexpr auto operator/(const detail::loose<S>& lower, const B& upper) {
  return detail::concatenate(lower.layers, detail::as_stack(upper));
}
template <detail::stackable B>
[[nodiscard]] constexpr auto operator/(detail::unbound_t, const B& upper) {
  return detail::loose_above<detail::stack_of<B>>{detail::as_stack(upper)};
}
template <detail::layer_or_stack A, class S>
[[nodiscard]] constexpr auto operator/(const A& lower, const detail::loose_above<S>& upper) {
  return detail::concatenate(detail::as_stack(lower), upper.layers);
}

}  // namespace packetry
