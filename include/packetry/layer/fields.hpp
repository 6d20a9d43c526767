// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/view.hpp>

#include <string_view>
#include <utility>

namespace packetry {

/// One field of a layer that was read, in place: what `for_each_field` gives. A type of its own for each field, so that
/// what is done with it can depend on its member and its type at compile time. Borrows the view.
template <class L, std::size_t I>
class field_view {
 public:
  using layer_type = L;
  using value_type = typename detail::row_of<L, I>::value_type;

  constexpr explicit field_view(const layer_view<L>& layer) noexcept : layer_(&layer) {}

  [[nodiscard]] static constexpr std::string_view name() noexcept { return detail::name_at<L, I>; }
  /// Whether this is the field of `Member`.
  template <auto Member>
  [[nodiscard]] static constexpr bool is() noexcept {
    return detail::same_member(detail::member_in(detail::row_at<I>(L::wire.rows)), Member);
  }

  [[nodiscard]] constexpr value_type value() const { return layer_->template read<I>(); }
  /// The octets that the field stands in; of one that does not fill whole octets all that it touches.
  [[nodiscard]] constexpr bytes octets() const noexcept {
    using row = detail::row_of<L, I>;
    constexpr detail::row_info info = detail::rows_of<L>[I];
    const std::uint8_t* const at = layer_->template place<I>();
    if constexpr (!info.fixed()) {
      return {at, detail::known_size<typename row::codec>(*layer_, at)};
    } else {
      return {at, ((info.bit == detail::dynamic ? 0 : info.bit % 8) + info.bits + 7) / 8};
    }
  }
  [[nodiscard]] constexpr const layer_view<L>& layer() const noexcept { return *layer_; }

 private:
  const layer_view<L>* layer_;
};

namespace detail {

template <std::size_t I, class L, class F>
constexpr void visit_field(const layer_view<L>& layer, F& visit) {
  if constexpr (holds_member<row_of<L, I>>) {
    if constexpr (rows_of<L>[I].has(kind::condition)) {
      if (!layer.template present<I>()) return;
    }
    visit(field_view<L, I>{layer});
  }
}

}  // namespace detail

/// Call `visit(field_view)` for each field that is there, in wire order: those of a `choice` or a `when` only where their
/// condition holds. For records within a layer as well.
///
/// \code
/// for_each_field(*packet.view<udp>(), [](auto field) { std::cout << field.name() << ' ' << field.octets().size() << '\n'; });
/// \endcode
template <class L, class F>
constexpr void for_each_field(const layer_view<L>& layer, F&& visit) {
  [&]<std::size_t... I>(std::index_sequence<I...>) {
    (detail::visit_field<I>(layer, visit), ...);
  }(std::make_index_sequence<detail::row_count<L>>{});
}

}  // namespace packetry
