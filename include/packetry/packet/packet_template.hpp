// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/patchable.hpp>
#include <packetry/packet/template_state.hpp>

#include <cstdint>

namespace packetry {

namespace detail {

/// A field of a stack and the value that it shall have.
template <auto Member, std::size_t Nth>
struct patch {
  const member_value<Member>& value;
};

}  // namespace detail

/// A packet of which some fields change again and again: serialized once, then patched in place.
///
/// `set` replaces the field's octets and updates, from the old value and the new one, every checksum that covers them: of the
/// header, of the layers above, of pseudo headers, of whatever lies outside in a tunnel. After it the octets are those of
/// `to_bytes` of the stack with that field set, always. A checksum that was set, in the stack or by `set`, stays as it was set.
///
/// Size: the packet, up to 128 octets of it within the object, and a few words for each layer.
///
/// Errors: the constructor throws `packet_failure` where `to_bytes` would. It does not compile to set what is no field of the
/// packet, what has no octets of its own kind to replace (names, lists of records), a field by which other fields are there or
/// not (an ICMP type), and one that sends the packet elsewhere (a routing header, IP options): these need another stack.
///
/// Allocates where the packet is longer than that, once; `set` and `bytes` never. constexpr.
///
/// \code
/// packet_template syn{ether{.dst = there, .src = here} / ip{.src = us} / tcp{.dport = 80, .flags = "S"}};
/// for (ipv4_address to : network("192.168.2.0/24")) write(syn.set<&ip::dst, &tcp::seq>(to, next_seq()).bytes());
/// \endcode
///
/// Source: RFC 1624, RFC 1071 section 2.
template <class Stack>
class packet_template;

template <class... Ls>
class packet_template<stack<Ls...>> {
  using cover = detail::coverage<Ls...>;
  static constexpr std::size_t count = sizeof...(Ls);

 public:
  using stack_type = stack<Ls...>;

  /// Serialize `prototype`, a stack or a layer alone. It is not referred to later.
  template <detail::layer_or_stack P>
    requires std::is_same_v<detail::stack_of<P>, stack_type>
  constexpr explicit packet_template(const P& prototype) : state_(detail::as_stack(prototype)) {}

  /// The packet as it is now. Valid until the template is changed, moved or destroyed.
  [[nodiscard]] constexpr packetry::bytes bytes() const noexcept { return {state_.octets_.data(), state_.octets_.size()}; }

  /// Give a field a value. On repeated layers `Nth` chooses one, counted from 1, outermost first. A field that is not there in
  /// this packet (a GRE key without its flag) stays away, as it would from `to_bytes`.
  ///
  /// Errors: throws `packet_failure`, `fault::too_long`, and changes nothing where the value does not fit its field, or has not
  /// just as many octets as there were, where its kind leaves that open (an address of `arp`, a payload, options of `tcp`).
  template <auto Member, std::size_t Nth = 1>
  [[gnu::always_inline]] constexpr packet_template& set(const detail::member_value<Member>& value) {
    return apply(detail::patch<Member, Nth>{value});
  }

  /// Give several fields their values: quicker than one after the other, each checksum is written once. All or none.
  template <auto First, auto Second, auto... More>
    requires std::is_member_pointer_v<decltype(Second)>
  [[gnu::always_inline]] constexpr packet_template& set(const detail::member_value<First>& first, const detail::member_value<Second>& second,
                                                        const detail::member_value<More>&... more) {
    return apply(detail::patch<First, 1>{first}, detail::patch<Second, 1>{second}, detail::patch<More, 1>{more}...);
  }

  /// The same, of patches.
  template <auto... Members, std::size_t... Nth>
  [[gnu::always_inline]] constexpr packet_template& apply(const detail::patch<Members, Nth>&... patches) {
    (check<Members, Nth>(), ...);
    (refuse_misfits(patches, rows_of_layer<Members>{}), ...);
    running_sum changes[count]{};
    std::uint8_t* const wire = state_.octets_.data();
    (replace_rows(wire, patches, changes, rows_of_layer<Members>{}), ...);
    settle<(changed<Members, Nth>(rows_of_layer<Members>{}) | ...), (shares_octets<Members>(rows_of_layer<Members>{}) || ...)>(
        wire, changes, std::index_sequence_for<Ls...>{});
    return *this;
  }

 private:
  template <std::size_t K>
  using layer_at = detail::type_at<K, Ls...>;
  template <auto Member>
  using rows_of_layer = std::make_index_sequence<detail::row_count<detail::member_layer<Member>>>;
  template <auto Member, std::size_t Nth>
  static constexpr std::size_t place_of = detail::nth_of<detail::member_layer<Member>, Ls...>(Nth);

  template <auto Member, std::size_t Nth>
  static constexpr void check() {
    using why = detail::patchable<Member>;
    static_assert(place_of<Member, Nth> != count, "the layer of the field is not in this packet template");
    static_assert(why::is_field, "this member has no row in its layer's wire table, so there is nothing to patch");
    static_assert(!why::is_field || why::keeps_its_size, "a field whose size follows from its value cannot be patched: make another template");
    static_assert(why::decides_nothing, "this field decides what other fields are: make another template");
    static_assert(why::redirects_nothing, "this field can send the packet elsewhere: make another template");
  }

  // --- a field -------------------------------------------------------------------------------------------------------

  template <std::size_t I>
  static constexpr std::size_t lead_of(const detail::row_info& row, detail::row_span rows) noexcept {
    return (detail::is_static(row) ? row.bit : detail::held_before(rows, I)) % 8;
  }

  template <auto Member, std::size_t Nth, std::size_t... I>
  constexpr void refuse_misfits(const detail::patch<Member, Nth>& p, std::index_sequence<I...>) const {
    (refuse_misfit<Member, Nth, I>(p), ...);
  }
  template <auto Member, std::size_t Nth, std::size_t I>
  [[gnu::always_inline]] constexpr void refuse_misfit(const detail::patch<Member, Nth>& p) const {
    using L = detail::member_layer<Member>;
    constexpr std::size_t K = place_of<Member, Nth>;
    if constexpr (!detail::holds_at<Member, I>) {
    } else if constexpr (detail::is_number<L, I>) {
      constexpr unsigned bits = detail::rows_of<L>[I].bits;
      if constexpr (bits < 8 * sizeof(detail::member_value<Member>) && bits < 64) {
        if (detail::to_uint(p.value) >> bits != 0 && state_.template is_there<K, I>()) misfit<K>();
      }
    } else if constexpr (!detail::rows_of<L>[I].fixed()) {
      if (state_.template is_there<K, I>() && written_size<L, I>(p.value) != state_.template looked_up<K, I>().size) misfit<K>();
    }
  }
  template <std::size_t K>
  [[noreturn]] constexpr void misfit() const {
    throw packet_failure{{fault::too_long, layer_at<K>::name, state_.template offset<K>()}};
  }

  /// What a codec writes that asks nothing but the value.
  template <class L, std::size_t I, class T>
  [[nodiscard]] static constexpr std::size_t written_size(const T& value) {
    detail::no_context none;
    detail::counter<detail::no_context> written{nullptr, none};
    detail::row_of<L, I>::codec::write(none, value, written);
    return written.position();
  }
  template <class L, std::size_t I, class T>
  static constexpr void write(std::uint8_t* to, const T& value) {
    if constexpr (detail::rows_of<L>[I].fixed()) {
      detail::copy_octets(to, detail::wire_octets(value).data(), detail::rows_of<L>[I].bits / 8);
    } else {
      detail::no_context none;
      detail::writer<detail::no_context> w{to, none};
      detail::row_of<L, I>::codec::write(none, value, w);
    }
  }

  /// Whether a field fills several octets, but not all of each.
  template <auto Member, std::size_t... I>
  [[nodiscard]] static constexpr bool shares_octets(std::index_sequence<I...>) noexcept {
    using L = detail::member_layer<Member>;
    constexpr auto shares = []<std::size_t K>(std::integral_constant<std::size_t, K>) {
      constexpr detail::row_info row = detail::rows_of<L>[K];
      constexpr std::size_t lead = lead_of<K>(row, detail::span_of<L>);
      return detail::holds_at<Member, K> && row.fixed() && (lead != 0 || row.bits % 8 != 0) && lead + row.bits > 8;
    };
    return (shares(std::integral_constant<std::size_t, I>{}) || ...);
  }

  template <auto Member, std::size_t Nth, std::size_t... I>
  [[gnu::always_inline]] constexpr void replace_rows(std::uint8_t* wire, const detail::patch<Member, Nth>& p, running_sum* changes, std::index_sequence<I...>) {
    (replace_row<Member, Nth, I>(wire, p, changes), ...);
  }
  template <auto Member, std::size_t Nth, std::size_t I>
  [[gnu::always_inline]] constexpr void replace_row([[maybe_unused]] std::uint8_t* wire, [[maybe_unused]] const detail::patch<Member, Nth>& p,
                                                         [[maybe_unused]] running_sum* changes) {
    if constexpr (detail::holds_at<Member, I>) {
      constexpr std::size_t K = place_of<Member, Nth>;
      if (!state_.template is_there<K, I>()) return;
      if constexpr (detail::is_number<detail::member_layer<Member>, I>) {
        replace_number<K, I>(wire, detail::to_uint(p.value), changes, std::index_sequence_for<Ls...>{});
      } else {
        replace_octets<K, I>(p.value, changes, std::index_sequence_for<Ls...>{});
      }
      if constexpr (I == detail::checksum_row<layer_at<K>> && cover::by[K] != detail::covering::nothing) state_.sums_[K].live = false;
    }
  }

  template <std::size_t K, std::size_t I, std::size_t... J>
  [[gnu::always_inline]] constexpr void replace_number(std::uint8_t* wire, std::uint64_t value, running_sum* changes, std::index_sequence<J...>) {
    using L = layer_at<K>;
    constexpr detail::row_info row = detail::rows_of<L>[I];
    constexpr std::size_t lead = lead_of<I>(row, detail::span_of<L>), width = (lead + row.bits + 7) / 8, trail = 8 * width - lead - row.bits;
    static_assert(width <= 8, "a field of more than 57 bits begins at a whole octet");
    std::uint8_t* const p = wire + state_.template place<K, I>();
    const std::uint64_t before = detail::load_wire<width>(p);
    std::uint64_t after = detail::to_wire<width>(value << trail);
    if constexpr (row.bits != 8 * width) {
      constexpr std::uint64_t mask = detail::to_wire<width>(((std::uint64_t{1} << row.bits) - 1) << trail);
      after = (before & ~mask) | (after & mask);
    }
    detail::store_wire<width>(p, after);
    (note_number<J, K, I, width>(before, after, changes), ...);
    if constexpr (row.has(detail::kind::total_length)) (note_claim<J, K, I>(value, changes), ...);
  }
  /// What it does to the sum of layer J.
  template <std::size_t J, std::size_t K, std::size_t I, unsigned Width>
  [[gnu::always_inline]] constexpr void note_number(std::uint64_t before, std::uint64_t after, running_sum* changes) const {
    constexpr detail::row_info row = detail::rows_of<layer_at<K>>[I];
    if constexpr (cover::covers(J, K)) changes[J] += detail::growth<Width>(before, after, state_.template is_odd<J, K, I>(Width));
    if constexpr (cover::borrows(J, K, row) && row.has(detail::kind::addresses)) {
      if (!is_displaced<J, K, I>()) changes[J] += detail::growth<Width>(before, after, false);
    }
  }
  template <std::size_t J, std::size_t K, std::size_t I>
  constexpr void note_claim(std::uint64_t value, running_sum* changes) {
    if constexpr (cover::borrows(J, K, detail::rows_of<layer_at<K>>[I])) {
      const std::uint64_t header = state_.template offset<K + 1>() - state_.template offset<K>();
      const auto claimed = static_cast<std::uint32_t>(value > header ? value - header : 0);
      changes[J] += detail::growth<4>(detail::to_wire<4>(state_.sums_[J].claimed), detail::to_wire<4>(claimed), false);
      state_.sums_[J].claimed = claimed;
    }
  }

  template <std::size_t K, std::size_t I, class T, std::size_t... J>
  constexpr void replace_octets(const T& value, running_sum* changes, std::index_sequence<J...>) {
    using L = layer_at<K>;
    std::uint8_t* const p = state_.octets_.data() + state_.template place<K, I>();
    const std::size_t size = state_.template row_size<K, I>();
    const std::uint16_t before = detail::fold(detail::sum_octets(p, size));
    write<L, I>(p, value);
    const std::uint16_t after = detail::fold(detail::sum_octets(p, size));
    (note_number<J, K, I, 2>(detail::to_wire<2>(before), detail::to_wire<2>(after), changes), ...);  // as two octets of their sum
  }
  template <std::size_t J, std::size_t K, std::size_t I>
  [[nodiscard]] [[gnu::always_inline]] constexpr bool is_displaced() const noexcept {
    return cover::may_displace(J, K) && (state_.sums_[J].displaced >> I & 1) != 0;
  }

  // --- checksums -----------------------------------------------------------------------------------------------------

  template <auto Member, std::size_t Nth, std::size_t... I>
  [[nodiscard]] static constexpr std::uint64_t changed(std::index_sequence<I...>) noexcept {
    constexpr std::size_t K = place_of<Member, Nth>;
    return (std::uint64_t{0} | ... | (detail::holds_at<Member, I> ? cover::changed(K, detail::rows_of<layer_at<K>>[I]) : 0));
  }

  /// Write the checksums of these layers anew, from the innermost outwards: an outer one covers it.
  template <std::uint64_t Layers, bool Drifts, std::size_t... Back>
  [[gnu::always_inline]] constexpr void settle(std::uint8_t* wire, running_sum* changes, std::index_sequence<Back...>) {
    (settle_one<Layers, Drifts, count - 1 - Back>(wire, changes, std::index_sequence_for<Ls...>{}), ...);
  }
  template <std::uint64_t Layers, bool Drifts, std::size_t J, std::size_t... Outer>
  [[gnu::always_inline]] constexpr void settle_one([[maybe_unused]] std::uint8_t* wire, [[maybe_unused]] running_sum* changes, std::index_sequence<Outer...>) {
    if constexpr ((Layers >> J & 1) != 0) {
      if (!state_.sums_[J].live) return;
      constexpr std::size_t row = detail::checksum_row<layer_at<J>>;
      constexpr unsigned width = detail::rows_of<layer_at<J>>[row].bits / 8;
      static_assert(width * 8 == detail::rows_of<layer_at<J>>[row].bits && detail::rows_of<layer_at<J>>[row].bit % 8 == 0,
                    "a checksum stands in whole octets");
      std::uint8_t* const p = wire + state_.template place<J, row>();
      const std::uint64_t before = detail::load_wire<width>(p), after = checksum<Drifts, J>(p, changes[J]);
      detail::store_wire<width>(p, after);
      (note_number<Outer, J, row, width>(before, after, changes), ...);
    }
  }

  /// What the checksum of layer J, which stands at `p`, is after this change, in this machine's order.
  template <bool Drifts, std::size_t J>
  [[nodiscard]] [[gnu::always_inline]] constexpr std::uint64_t checksum(std::uint8_t* p, running_sum change) {
    if constexpr (cover::by[J] == detail::covering::crc) {
      detail::clear_octets(p, 4);
      return detail::to_wire<4>(detail::swapped_octets(crc32c({state_.octets_.data() + state_.template offset<J>(), state_.template covered_end<J>() - state_.template offset<J>()})));
    } else {
      state_.sums_[J].sum += change;
      if constexpr (Drifts) state_.sums_[J].restore();
      std::uint16_t sum = detail::fold(state_.sums_[J].sum);
      if constexpr (!cover::has_protocol(J)) {
        if (sum == 0xffff && is_nothing<J>()) sum = 0;
      }
      sum ^= 0xffff;
      if constexpr (detail::shape<layer_at<J>>.has(detail::kind::zero_is_none)) sum = static_cast<std::uint16_t>(sum - (sum == 0));
      return sum;
    }
  }

  /// Whether all that the checksum of layer J is taken over is 0: only then, summed anew, is the sum 0 and not its other form, all ones.
  template <std::size_t J>
  [[nodiscard]] [[gnu::noinline]] constexpr bool is_nothing() const noexcept {
    constexpr std::size_t row = detail::checksum_row<layer_at<J>>;
    std::uint8_t any = 0;
    for (std::size_t i = state_.template offset<J>(); i != state_.template covered_end<J>(); ++i)
      if (i - state_.template place<J, row>() > 1) any |= state_.octets_[i];
    return any == 0 && borrows_nothing<J>(std::make_index_sequence<detail::row_count<layer_at<cover::below(J)>>>{});
  }
  template <std::size_t J, std::size_t... I>
  [[nodiscard]] constexpr bool borrows_nothing(std::index_sequence<I...>) const noexcept {
    return state_.sums_[J].claimed == 0 && state_.sums_[J].displaced == 0 && (is_borrowed_nothing<J, cover::below(J), I>() && ...);
  }
  template <std::size_t J, std::size_t K, std::size_t I>
  [[nodiscard]] constexpr bool is_borrowed_nothing() const noexcept {
    constexpr detail::row_info row = detail::rows_of<layer_at<K>>[I];
    if constexpr (cover::borrows(J, K, row) && row.has(detail::kind::addresses)) {
      return detail::sum_octets(state_.octets_.data() + state_.template place<K, I>(), row.bits / 8) == 0;
    } else {
      return true;
    }
  }

  detail::template_state<Ls...> state_;
};

template <layer L>
packet_template(const L&) -> packet_template<stack<L>>;
template <class... Ls>
packet_template(const stack<Ls...>&) -> packet_template<stack<Ls...>>;

}  // namespace packetry
