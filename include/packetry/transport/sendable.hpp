// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>
#include <packetry/packet/stack.hpp>
#include <packetry/transport/error.hpp>
#include <packetry/transport/fill.hpp>

#include <ranges>
#include <type_traits>
#include <utility>

namespace packetry {

namespace detail {

template <class P>
[[nodiscard]] decltype(auto) as_sendable(const P& p) {
  if constexpr (layer_or_stack<P>) {
    return as_stack(p);
  } else {
    return (p);
  }
}
/// A stack that nobody else has.
template <class... Ls>
[[nodiscard]] stack<Ls...>&& as_sendable(stack<Ls...>&& s) noexcept { return std::move(s); }

template <class T>
inline constexpr bool is_packet = false;
template <class Catalog>
inline constexpr bool is_packet<basic_packet<Catalog>> = true;

/// Whether a type can begin with a link layer; of a packet its value tells.
template <class P>
inline constexpr bool may_begin_with_link = is_packet<P> || is_link_layer<outermost<P>>;

template <class P>
void insist_on_link(const P& p) {
  if constexpr (is_packet<P>) {
    if (p.link() == link_type::ethernet) return;
    fail(os_error(EPROTONOSUPPORT),
         "sendp, srp and srp1 need a packet that begins with a link layer, or use send, sr and sr1");
  }
}

/// The same, within a range: the packet, where it is one to be sent.
struct insisting_on_link {
  template <class P>
  [[nodiscard]] P operator()(P&& p) const {  // a reference stays one
    insist_on_link(p);
    return std::forward<P>(p);
  }
};

/// A range of which each packet has to begin with a link layer; it throws where one that is read does not.
template <std::ranges::viewable_range R>
[[nodiscard]] auto frames_only(R&& packets) {
  if constexpr (is_packet<std::ranges::range_value_t<R>>) {
    return std::forward<R>(packets) | std::views::transform(insisting_on_link{});
  } else {
    return std::views::all(std::forward<R>(packets));
  }
}

}  // namespace detail

/// What can be sent: a layer, a stack, or a packet.
template <class P>
concept sendable = detail::layer_or_stack<P> || detail::is_packet<P>;

/// What `sr` takes: a range of what can be sent, made one at a time as they are sent; it may be endless where an answer
/// or a cancellation ends it.
template <class R>
concept sendable_range = !sendable<std::remove_cvref_t<R>> && std::ranges::input_range<R> &&
                         sendable<std::ranges::range_value_t<R>>;

namespace detail {

template <class R>
inline constexpr bool gives_frames = false;
template <sendable_range R>
inline constexpr bool gives_frames<R> = may_begin_with_link<std::ranges::range_value_t<R>>;
template <class P>
  requires sendable<std::remove_cvref_t<P>>
inline constexpr bool gives_frames<P> = may_begin_with_link<std::remove_cvref_t<P>>;

}  // namespace detail

}  // namespace packetry
