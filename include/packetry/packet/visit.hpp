// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/dissect.hpp>
#include <packetry/packet/standard_catalog.hpp>

#include <optional>

namespace packetry {

namespace detail {

/// Several functions as one.
template <class... Fs>
struct overloads : Fs... {
  using Fs::operator()...;
};

/// What a walk on behalf of a visitor shares. Of the fault only `what` is set from the start: where there is none, and where
/// nobody asks, it costs nothing.
template <class Visitor>
struct visit_state {
  Visitor& visitor;
  const std::uint8_t* begin;
  const std::uint8_t* end;
  fault what;
  std::uint8_t faulty;
  std::size_t offset, needed, available;

  constexpr visit_state(Visitor& v, bytes frame) noexcept
      : visitor(v), begin(frame.data()), end(frame.data() + frame.size()), what(fault::none) {}
};

/// Calls a visitor with every layer that it takes.
template <class Catalog, class Visitor>
struct visiting_sink {
  struct tally {
    std::uint64_t layers = 0;
    [[nodiscard]] constexpr std::size_t count() const noexcept { return layers; }
  };
  visit_state<Visitor>* state;

  /// False where the visitor wants no more.
  template <class L>
  [[gnu::always_inline]] constexpr bool layer(unsigned, const layer_view<L>& v, tally& t) const {
    ++t.layers;
    if constexpr (!std::is_invocable_v<Visitor&, const layer_view<L>&>) {
      return true;
    } else if constexpr (std::is_same_v<std::invoke_result_t<Visitor&, const layer_view<L>&>, bool>) {
      return state->visitor(v);
    } else {
      state->visitor(v);
      return true;
    }
  }
  [[gnu::noinline, gnu::cold]] constexpr void fault(packetry::fault what, unsigned id, const std::uint8_t* at, std::size_t needed,
                                                    const std::uint8_t* end) const noexcept {
    state->what = what;
    state->faulty = static_cast<std::uint8_t>(id);
    state->offset = static_cast<std::size_t>(at - state->begin);
    state->needed = needed;
    state->available = static_cast<std::size_t>(end - at);
  }
  constexpr void finish(const std::uint8_t* at, const std::uint8_t* end, tally t) const {
    if (at != end && !layer(Catalog::raw_id, layer_view<raw>{at, end, end, false}, t)) return;
    if (end != state->end) (void)layer(Catalog::padding_id, layer_view<padding>{end, state->end, state->end, false}, t);
  }
};

// In the caller: what it calls is made for its visitor alone.
template <class Catalog, class Visitor>
[[gnu::always_inline, gnu::flatten]] constexpr std::optional<packet_error> visit_layers(bytes frame, link_type link, Visitor& visitor) {
  visit_state<Visitor> state{visitor, frame};
  walk<Catalog>(frame, first_layer<Catalog>(link, frame), visiting_sink<Catalog, Visitor>{&state});
  if (state.what == fault::none) return std::nullopt;
  return packet_error{state.what, Catalog::names[state.faulty], state.offset, state.needed, state.available};
}

}  // namespace detail

/// Dissect one packet by its content and call `visitor` with each layer in place, outermost first, as it is found: what
/// `dissect` finds, without an index of it, and so the fastest way where each layer is looked at once. Raw octets and padding
/// are layers too.
///
/// The visitor takes a `layer_view` of the layers that it cares for, or `const auto&` for all of them. Where it returns bool,
/// false ends the walk. Several functions are one visitor. Allocates nothing.
///
/// \returns why dissection stopped early, where it did.
///
/// \code
/// for_each_layer(
///     frame, link_type::ethernet,
///     [&](const layer_view<ip>& l) { total += l.get<&ip::len>(); },
///     [&](const layer_view<tcp>& l) { ++segments_to[l.get<&tcp::dport>()]; });
/// \endcode
template <class Catalog = standard_catalog, class... Visitors>
  requires(sizeof...(Visitors) != 0)
[[gnu::always_inline]] constexpr std::optional<packet_error> for_each_layer(bytes frame, link_type link, Visitors&&... visitors) {
  if constexpr (sizeof...(Visitors) == 1) {
    return detail::visit_layers<Catalog>(frame, link, visitors...);
  } else {
    detail::overloads<std::remove_cvref_t<Visitors>...> visitor{std::forward<Visitors>(visitors)...};
    return detail::visit_layers<Catalog>(frame, link, visitor);
  }
}

}  // namespace packetry
