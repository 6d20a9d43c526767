// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/dissect.hpp>
#include <packetry/packet/stack.hpp>

namespace packetry {

namespace detail {

/// The catalog of a packet whose layers are known by type: exactly those, so that each step is inlined.
template <class... Ls>
struct typed_catalog : catalog<Ls...> {};

template <class L, class Space, std::size_t... I>
[[nodiscard]] constexpr bool is_one_of(std::uint64_t value, std::index_sequence<I...>) noexcept {
  // Each is a constant: those of other spaces are not compared at all.
  return ((std::bool_constant<L::ids[I].template in<Space>()>::value && std::integral_constant<std::uint64_t, L::ids[I].value>::value == value) || ...);
}
template <class L, class Space>
[[nodiscard]] constexpr bool is_number_of(std::uint64_t value) noexcept {
  if constexpr (has_ids<L>) {
    return is_one_of<L, Space>(value, std::make_index_sequence<std::size(L::ids)>{});
  } else {
    return false;
  }
}

template <class Lower, class Upper, std::size_t I>
[[nodiscard]] constexpr bool announces_at(const layer_view<Lower>& v) noexcept {
  constexpr row_info info = rows_of<Lower>[I];
  bool announced = false;
  if constexpr (info.has(kind::selects)) {
    announced = is_number_of<Upper, space_of<Lower, I>>(to_uint(v.template read<I>()));
  } else if constexpr (info.has(kind::carries)) {
    announced = is_known_by<Upper, carried_in(static_cast<const row_of<Lower, I>*>(nullptr))>();
  }
  if constexpr (info.has(kind::found_by)) {
    using reader = found_reader_of<Lower, I>;
    announced = announced || is_number_of<Upper, typename reader::space>(reader::number(v));
  }
  if constexpr (info.has(kind::selects_part)) {
    constexpr auto parts = std::make_index_sequence<count_with(span_of<Lower>, kind::selects_part)>{};
    announced = announced || is_number_of<Upper, part_space_of<Lower, I>>(joined_selector(v, parts));
  }
  return announced;
}
template <class Lower, class Upper, std::size_t... I>
[[nodiscard]] constexpr bool announces(const layer_view<Lower>& v, std::index_sequence<I...>) noexcept {
  return (announces_at<Lower, Upper, I>(v) || ...);
}

/// A layer whose end takes a walk over what it holds: one function with all of that in it, which is too much for the caller.
template <class L>
[[gnu::noinline, gnu::flatten]] constexpr found_layer read_apart(const std::uint8_t* at, const std::uint8_t* end, bool prefixed, layer_view<L>& view) {
  return read_layer(at, end, prefixed, view);
}

}  // namespace detail

/// A packet read as exactly the layers Ls: a view that borrows the octets, every offset checked, fields read in place.
/// Tests as false, with `error`, where the octets are not such a packet. See `dissect<Ls...>`.
template <class... Ls>
class typed_packet {
 public:
  static constexpr std::size_t size = sizeof...(Ls);

  // All of it in the caller, who knows which of the views are read: the others are never made.
  [[gnu::always_inline]] constexpr explicit typed_packet(bytes wire) {
    end_ = wire.data() + wire.size();
    const std::uint8_t* at = wire.data();
    read_all(wire, at, std::index_sequence_for<Ls...>{});
    rest_ = {at, end_};
  }

  [[nodiscard]] constexpr bool has_value() const noexcept { return error_.what == fault::none; }
  constexpr explicit operator bool() const noexcept { return has_value(); }
  [[nodiscard]] constexpr const packet_error& error() const noexcept { return error_; }

  // As a pointer to itself, so that `if (auto p = dissect<…>(frame)) p->view<udp>()` reads as for any optional value.
  [[nodiscard]] constexpr const typed_packet* operator->() const noexcept { return this; }
  [[nodiscard]] constexpr const typed_packet& operator*() const noexcept { return *this; }

  /// The `Nth` L (from 1) in place.
  template <class L, std::size_t Nth = 1>
  [[nodiscard]] constexpr const layer_view<L>& view() const noexcept {
    constexpr std::size_t at = detail::nth_of<L, Ls...>(Nth);
    static_assert(at != size, "there is no such layer in this packet");
    return detail::held_at<at>(views_);
  }

  /// The same as an owning value.
  template <class L, std::size_t Nth = 1>
  [[nodiscard]] constexpr L get() const {
    return detail::decode(view<L, Nth>());
  }

  /// All layers as owning values.
  [[nodiscard]] constexpr stack<Ls...> to_stack() const { return stack_of(std::index_sequence_for<Ls...>{}); }

  /// Octets behind the last layer: its payload, and padding.
  [[nodiscard]] constexpr bytes rest() const noexcept { return rest_; }

 private:
  template <std::size_t... I>
  [[gnu::always_inline]] constexpr void read_all(bytes wire, const std::uint8_t*& at, std::index_sequence<I...>) {
    const std::uint8_t* end = wire.data() + wire.size();
    (void)(read<I>(wire, at, end) && ...);
  }

  [[gnu::always_inline]] constexpr bool fail(fault what, std::string_view name, bytes wire, const std::uint8_t* at,
                                             const std::uint8_t* end, std::size_t needed) noexcept {
    const auto there = static_cast<std::size_t>(end - at);
    error_ = {what, name, static_cast<std::size_t>(at - wire.data()), needed, there};
    return false;
  }

  template <std::size_t I>
  [[gnu::always_inline]] constexpr bool read(bytes wire, const std::uint8_t*& at, const std::uint8_t*& end) {
    using L = detail::type_at<I, Ls...>;
    static_assert(detail::check_layer<L>::value);
    auto& slot = detail::held_at<I>(views_);
    if constexpr (std::is_same_v<L, raw> || std::is_same_v<L, padding>) {
      const std::uint8_t* const stop = std::is_same_v<L, padding> ? end_ : end;
      slot = layer_view<L>{at, stop, stop, false};
      at = stop;
      return true;
    } else {
      using own_catalog = detail::typed_catalog<Ls...>;
      if constexpr (I != 0) {
        using Lower = detail::type_at<I - 1, Ls...>;
        const auto& below = detail::held_at<I - 1>(views_);
        if constexpr (detail::binds<Lower, L>) {
          if (!detail::announces<Lower, L>(below, std::make_index_sequence<detail::row_count<Lower>>{}))
            return fail(fault::wrong_layer, L::name, wire, at, end, static_cast<std::size_t>(end - at));
        }
        if constexpr (detail::shape<Lower>.has(detail::kind::fragment_offset)) {
          if (detail::ruled<detail::kind::fragment_offset>(below) != 0)
            return fail(fault::wrong_layer, L::name, wire, at, end, static_cast<std::size_t>(end - at));
        }
      }
      constexpr bool prefixed = detail::prefixed_over<own_catalog, L>(I == 0 ? 255u : static_cast<unsigned>(I - 1));
      if constexpr (detail::found_at_once<L>) {
        layer_view<L> view;  // in registers, and in memory only where somebody reads it there
        if (!go_on(detail::read_layer(at, end, prefixed, view), view, wire, at, end)) return false;
        slot = view;
        return true;
      } else {
        return go_on(detail::read_apart(at, end, prefixed, slot), slot, wire, at, end);
      }
    }
  }

  template <class L>
  [[gnu::always_inline]] constexpr bool go_on(detail::found_layer found, const layer_view<L>& view, bytes wire, const std::uint8_t*& at,
                                              const std::uint8_t*& end) noexcept {
    if (found.refused || found.what != fault::none)
      return fail(found.what == fault::none ? fault::wrong_layer : found.what, L::name, wire, at, end, found.needed);
    at = view.header_end();
    end = view.end();
    return true;
  }

  template <std::size_t... I>
  [[nodiscard]] constexpr stack<Ls...> stack_of(std::index_sequence<I...>) const {
    return {{{detail::decode(detail::held_at<I>(views_))}...}};
  }

  detail::holds<std::index_sequence_for<Ls...>, layer_view<Ls>...> views_;
  const std::uint8_t* end_ = nullptr;
  bytes rest_;
  packet_error error_{};
};

/// Read `wire` as exactly the layers Ls, outermost first, all or nothing. Each layer sees only the octets that the one
/// below grants it; those behind the last are `rest()`. Values are as the wire gave them; a wrong checksum is no error
/// (`verify`). Never throws, allocates nothing; the octets must outlive the result.
///
/// Errors: `fault::truncated`, `fault::bad_length`, `fault::wrong_layer`, with the layer and its offset.
///
/// \code
/// if (auto p = dissect<ether, ip, udp, dns>(frame))
///   for (auto record : p->view<dns>().an()) use(record.rrname());
/// else
///   std::cerr << to_string(p.error());   // UDP at octet 34: truncated (needs 8, has 3)
/// \endcode
template <class L, class... Ls>
  requires layer<L>
[[nodiscard]] [[gnu::always_inline, gnu::flatten]] constexpr typed_packet<L, Ls...> dissect(bytes wire) {
  return typed_packet<L, Ls...>{wire};
}

}  // namespace packetry
