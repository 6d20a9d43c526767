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

/// Calls a visitor with every layer that it takes.
template <class Catalog, class Visitor>
struct visiting_sink {
  struct tally {
    std::uint64_t count = 0;
  };
  Visitor& visitor;
  bytes frame;
  std::optional<packet_error>& error;  // of who returns it: a copy would cost what half a layer does

  /// False where the visitor wants no more.
  template <class L>
  [[gnu::always_inline]] constexpr bool layer(unsigned, const layer_view<L>& v, tally& t) {
    ++t.count;
    if constexpr (!std::is_invocable_v<Visitor&, const layer_view<L>&>) {
      return true;
    } else if constexpr (std::is_same_v<std::invoke_result_t<Visitor&, const layer_view<L>&>, bool>) {
      return visitor(v);
    } else {
      visitor(v);
      return true;
    }
  }
  [[gnu::noinline, gnu::cold]] constexpr void fault(packetry::fault what, unsigned id, const std::uint8_t* at, std::size_t needed, const std::uint8_t* end) {
    error = packet_error{what, Catalog::names[id], static_cast<std::size_t>(at - frame.data()), needed, static_cast<std::size_t>(end - at)};
  }
  constexpr void finish(const std::uint8_t* at, const std::uint8_t* end, tally t) {
    if (at != end && !layer(Catalog::raw_id, layer_view<raw>{at, end, end, false}, t)) return;
    const std::uint8_t* const last = frame.data() + frame.size();
    if (end != last) (void)layer(Catalog::padding_id, layer_view<padding>{end, last, last, false}, t);
  }
};

template <class Catalog, class Visitor>
[[gnu::flatten]] constexpr std::optional<packet_error> visit_layers(bytes frame, link_type link, Visitor& visitor) {
  std::optional<packet_error> error;
  visiting_sink<Catalog, Visitor> sink{visitor, frame, error};
  walk<Catalog>(frame, first_layer<Catalog>(link, frame), sink);
  return error;
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
constexpr std::optional<packet_error> for_each_layer(bytes frame, link_type link, Visitors&&... visitors) {
  if constexpr (sizeof...(Visitors) == 1) {
    return detail::visit_layers<Catalog>(frame, link, visitors...);
  } else {
    detail::overloads<std::remove_cvref_t<Visitors>...> visitor{std::forward<Visitors>(visitors)...};
    return detail::visit_layers<Catalog>(frame, link, visitor);
  }
}

}  // namespace packetry
