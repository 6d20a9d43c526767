// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/row_runs.hpp>

namespace packetry {

template <class L>
class layer_view;

/// What a layer's view offers beside `get`: empty, specialized by a layer with lists worth reading in place (dns).
template <class L>
struct view_extras {};

namespace detail {

template <class L>
constexpr extent measure(layer_view<L>& view) noexcept;

/// The octets of a field that was measured once: a codec can have a quicker way to tell.
template <class Codec, class View>
[[nodiscard]] constexpr std::size_t known_size(const View& view, const std::uint8_t* at) noexcept {
  if constexpr (requires { Codec::skip(view, at); }) {
    return Codec::skip(view, at);
  } else {
    return Codec::measure(view, at).size;
  }
}

}  // namespace detail

/// Where a layer, or a record within one, lies: what its view knows without knowing the layer.
class layer_bounds {
 public:
  constexpr layer_bounds() noexcept = default;
  constexpr layer_bounds(const std::uint8_t* begin, const std::uint8_t* base, const std::uint8_t* header_end, const std::uint8_t* end,
                         const std::uint8_t* message) noexcept
      : begin_(begin), base_(base), header_end_(header_end), end_(end), message_(message) {}

  [[nodiscard]] constexpr const std::uint8_t* begin() const noexcept { return begin_; }
  /// Behind the fields that are there only over a certain layer.
  [[nodiscard]] constexpr const std::uint8_t* base() const noexcept { return base_; }
  [[nodiscard]] constexpr const std::uint8_t* header_end() const noexcept { return header_end_; }
  [[nodiscard]] constexpr const std::uint8_t* end() const noexcept { return end_; }
  [[nodiscard]] constexpr const std::uint8_t* message() const noexcept { return message_; }

  /// The layer's own octets, and those above it.
  [[nodiscard]] constexpr bytes octets() const noexcept { return {begin_, header_end_}; }
  [[nodiscard]] constexpr bytes payload() const noexcept { return {header_end_, end_}; }

  template <class Space>
  [[nodiscard]] constexpr bool is_over() const noexcept { return begin_ != base_; }

  /// Where the first variable row ends, once that is known: what follows it is found without reading it again.
  [[nodiscard]] constexpr const std::uint8_t* anchor() const noexcept { return anchor_; }
  constexpr void set_anchor(const std::uint8_t* p) noexcept { anchor_ = p; }
  /// The next record of the same message.
  constexpr void move_to(const std::uint8_t* begin) noexcept { *this = layer_bounds{begin, begin, end_, end_, message_}; }
  constexpr void set_header_end(const std::uint8_t* p) noexcept { header_end_ = p; }
  constexpr void set_end(const std::uint8_t* p) noexcept { end_ = p; }

 private:
  const std::uint8_t* begin_ = nullptr;
  const std::uint8_t* base_ = nullptr;
  const std::uint8_t* header_end_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  const std::uint8_t* message_ = nullptr;
  const std::uint8_t* anchor_ = nullptr;
};

/// One layer of a packet, read in place: borrows the octets, decodes a field when it is asked for, allocates nothing.
/// Also a record within a layer (a DNS question, an option), whose `message` is the layer that it is part of.
template <class L>
class layer_view : public view_extras<L>, public layer_bounds {
 public:
  using layer_type = L;

  constexpr layer_view() noexcept = default;

  /// `begin` to `header_end` is the layer's own, `end` the bound of its payload.
  constexpr layer_view(const std::uint8_t* begin, const std::uint8_t* header_end, const std::uint8_t* end, bool prefixed) noexcept
      : layer_view(begin, begin + (prefixed ? detail::shape<L>.prefix_octets : 0), header_end, end) {}

  /// A record of the message that begins at `message`.
  constexpr layer_view(const std::uint8_t* message, const std::uint8_t* begin, const std::uint8_t* end) noexcept
      : layer_bounds(begin, begin, end, end, message) {}

  /// The value of a field, decoded from the octets. A field that is not there (a `choice`, a `when`) is its type's zero.
  template <auto Member>
  [[nodiscard]] constexpr auto get() const {
    constexpr std::size_t index = detail::index_of<L, Member>;
    static_assert(index != detail::row_count<L>, "this field is not in the layer's wire table");
    return read_present<Member, index>();
  }

  /// Row `I` of the table, without testing its condition.
  template <std::size_t I>
  [[nodiscard]] constexpr auto read() const {
    using row = detail::row_of<L, I>;
    using value_type = typename row::value_type;
    constexpr detail::row_info info = detail::rows_of<L>[I];
    if constexpr (!info.fixed()) {
      const std::uint8_t* const at = place<I>();
      return row::codec::template read<value_type>(*this, bytes{at, detail::known_size<typename row::codec>(*this, at)});
    } else if constexpr (info.bits > 64 || detail::is_octets<value_type>) {
      return detail::load_octets<info.bits / 8, value_type>(place<I>());
    } else if constexpr (!info.anchored && info.bit != detail::dynamic) {
      return detail::from_uint<value_type>(detail::load_bits<info.bit, info.bits>(info.prefix ? this->begin() : this->base()));
    } else {
      return detail::from_uint<value_type>(detail::load_bits<info.bit == detail::dynamic ? 0 : info.bit % 8, info.bits>(place<I>()));
    }
  }

  /// The first octet that row `I` touches.
  template <std::size_t I>
  [[nodiscard]] constexpr const std::uint8_t* place() const noexcept {
    constexpr detail::row_info info = detail::rows_of<L>[I];
    if constexpr (info.bit == detail::dynamic) {
      return walk_to<I>(std::make_index_sequence<I>{});
    } else if constexpr (!info.anchored) {
      return (info.prefix ? this->begin() : this->base()) + info.bit / 8;
    } else {
      if (anchor()) return anchor() + info.bit / 8;
      return walk_to<I>(std::make_index_sequence<I>{}) ;
    }
  }

  /// Whether the condition of row `I` holds.
  template <std::size_t I>
  [[nodiscard]] constexpr bool present() const noexcept {
    constexpr const detail::row_of<L, I>* row = nullptr;
    if constexpr (detail::rows_of<L>[I].alternative >= 0) {
      return decltype(detail::condition_in(row))::holds(*this);
    } else {
      return conditions_hold(row);
    }
  }

 private:
  template <class... F>
  [[nodiscard]] constexpr bool conditions_hold(const field<F...>*) const noexcept {
    return (rule_holds(static_cast<const F*>(nullptr)) && ...);
  }
  template <class... R>
  [[nodiscard]] constexpr bool conditions_hold(const shown<R...>*) const noexcept {
    return (rule_holds(static_cast<const R*>(nullptr)) && ...);
  }
  template <class Rule>
  [[nodiscard]] constexpr bool rule_holds(const Rule*) const noexcept {
    if constexpr (requires { Rule::holds(*this); }) {
      return Rule::holds(*this);
    } else {
      return true;
    }
  }

  /// Of the member's rows, of which `I` is the next, the first that is there.
  template <auto Member, std::size_t I>
  [[nodiscard]] constexpr detail::member_value<Member> read_present() const {
    if constexpr (I == detail::row_count<L>) {
      return {};
    } else if constexpr (!detail::rows_of<L>[I].has(detail::kind::condition)) {
      return read<I>();
    } else {
      if (present<I>()) return read<I>();
      return read_present<Member, detail::find_member(L::wire.rows, Member, I + 1)>();
    }
  }

  template <std::size_t I, std::size_t... Before>
  [[nodiscard]] constexpr const std::uint8_t* walk_to(std::index_sequence<Before...>) const noexcept {
    std::size_t bit = 0;
    (step_over<Before>(bit), ...);
    return base() + bit / 8;
  }

  template <std::size_t I>
  constexpr void step_over(std::size_t& bit) const noexcept {
    using row = detail::row_of<L, I>;
    constexpr detail::row_info info = detail::rows_of<L>[I];
    if constexpr (info.prefix) {
      return;
    } else {
      if constexpr (info.has(detail::kind::condition)) {
        if (!present<I>()) return;
      }
      if constexpr (info.fixed()) {
        bit += info.bits;
      } else {
        bit += 8 * detail::known_size<typename row::codec>(*this, base() + bit / 8);
      }
    }
  }

 private:
  constexpr layer_view(const std::uint8_t* begin, const std::uint8_t* base, const std::uint8_t* header_end, const std::uint8_t* end) noexcept
      : layer_bounds(begin, base, header_end, end, base) {}
};

namespace detail {

/// Whether row `I` is a list of the same records as the row before it: both are measured as one.
template <class L, std::size_t I>
[[nodiscard]] constexpr bool continues_list() noexcept {
  if constexpr (I == 0 || I == row_count<L>) {
    return false;
  } else if constexpr (requires { typename row_of<L, I>::codec::listed; typename row_of<L, I - 1>::codec::listed; }) {
    return std::is_same_v<typename row_of<L, I>::codec::listed, typename row_of<L, I - 1>::codec::listed> &&
           !rows_of<L>[I].has(kind::condition) && !rows_of<L>[I - 1].has(kind::condition);
  } else {
    return false;
  }
}

/// How many records row `I` lists, and the rows that continue it.
template <class L, std::size_t I>
[[nodiscard]] constexpr std::size_t count_listed(const layer_view<L>& view) noexcept {
  const std::size_t count = row_of<L, I>::codec::count_in(view);
  if constexpr (continues_list<L, I + 1>()) {
    return count + count_listed<L, I + 1>(view);
  } else {
    return count;
  }
}

template <class L, std::size_t I>
[[gnu::always_inline]] constexpr bool measure_row(layer_view<L>& view, row_sum& sum, extent& found) noexcept {
  constexpr row_info info = rows_of<L>[I];
  if constexpr (info.has(kind::condition)) {
    if (!view.template present<I>()) return true;
  }
  if constexpr (info.fixed()) {
    constexpr std::size_t need = info.optional() ? info.bits : run_bits(span_of<L>, I);
    if (sum.octets + (sum.bits + need + 7) / 8 > static_cast<std::size_t>(view.end() - view.base())) {
      found.what = fault::truncated;
      found.refused = true;
      return false;
    }
    sum.add(need);
  } else if constexpr (!continues_list<L, I>()) {
    using codec = typename row_of<L, I>::codec;
    extent x;
    if constexpr (requires { typename codec::listed; }) {
      x = codec::measure(view, view.base() + sum.octets, count_listed<L, I>(view));
    } else {
      x = codec::measure(view, view.base() + sum.octets);
    }
    sum.octets += x.size;
    found.what = x.what;
    found.refused = x.refused || (x.what != fault::none && fixed_behind(span_of<L>, I));
    if (x.what != fault::none || x.refused) return false;
    if constexpr (!info.anchored) view.set_anchor(view.base() + sum.octets);
  }
  return true;
}

template <class L, std::size_t... N>
[[gnu::always_inline]] constexpr extent measure_rows(layer_view<L>& view, std::index_sequence<N...>) noexcept {
  row_sum sum;
  extent found;
  (void)(measure_row<L, nth_measured(span_of<L>, N)>(view, sum, found) && ...);
  found.size = sum.octets;
  return found;
}

/// How many octets from its base a layer or record takes, row by row. Stops at the first row that is not whole.
template <class L>
constexpr extent measure(layer_view<L>& view) noexcept {
  if constexpr (requires { view.places.begin(0); }) view.places.begin(static_cast<std::size_t>(view.end() - view.base()));
  return measure_rows(view, measured_rows<L>{});
}

template <class L, std::size_t I>
[[gnu::always_inline]] constexpr void skip_row(layer_view<L>& view, row_sum& sum) noexcept {
  using row = row_of<L, I>;
  constexpr row_info info = rows_of<L>[I];
  if constexpr (info.has(kind::condition)) {
    if (!view.template present<I>()) return;
  }
  if constexpr (!info.fixed()) {
    sum.octets += known_size<typename row::codec>(view, view.base() + sum.octets);
    if constexpr (!info.anchored) view.set_anchor(view.base() + sum.octets);
  } else {
    sum.add(info.optional() ? info.bits : run_bits(span_of<L>, I));
  }
}

template <class L, std::size_t... N>
[[gnu::always_inline]] constexpr std::size_t skip_rows(layer_view<L>& view, std::index_sequence<N...>) noexcept {
  row_sum sum;
  (skip_row<L, nth_measured(span_of<L>, N)>(view, sum), ...);
  return sum.octets;
}

/// The octets of a layer or record that was measured once and found whole.
template <class L>
constexpr std::size_t skip(layer_view<L>& view) noexcept {
  return skip_rows(view, measured_rows<L>{});
}

// --- owning values --------------------------------------------------------------------------------------------------

template <class L, std::size_t I>
constexpr void decode_row(L& value, const layer_view<L>& view) {
  if constexpr (holds_member<row_of<L, I>>) {
    constexpr row_info info = rows_of<L>[I];
    if constexpr (info.has(kind::condition)) {
      if (!view.template present<I>()) return;
    }
    if constexpr (waits_for_size<L, I>()) return;  // computed again: as it was read it may take other octets when sent
    value.*(row_at<I>(L::wire.rows).member) = view.template read<I>();
  }
}

template <class L, std::size_t... I>
constexpr L decode_rows(const layer_view<L>& view, std::index_sequence<I...>) {
  L value{};
  (decode_row<L, I>(value, view), ...);
  return value;
}

/// The owning value of a layer: every member as the wire gave it.
template <class L>
[[nodiscard]] constexpr L decode(const layer_view<L>& view) {
  return decode_rows(view, std::make_index_sequence<row_count<L>>{});
}

}  // namespace detail
}  // namespace packetry
