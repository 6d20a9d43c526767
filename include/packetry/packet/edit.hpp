// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>
#include <packetry/packet/repair.hpp>

namespace packetry {

namespace detail {

/// A selecting field that was cleared keeps what the wire said: what is above has not changed.
template <class L, std::size_t I>
void keep_selection(L& changed, const L& before) {
  if constexpr (rows_of<L>[I].has(kind::selects)) {
    constexpr auto member = row_at<I>(L::wire.rows).member;
    if constexpr (is_computed<typename row_of<L, I>::member_type>) {
      if (!(changed.*member).has_value()) changed.*member = before.*member;
    }
  }
}
template <class L, std::size_t... I>
void keep_selections(L& changed, const L& before, std::index_sequence<I...>) {
  (keep_selection<L, I>(changed, before), ...);
}

/// Whether two encodings differ in their first `from` octets alone.
[[nodiscard]] inline bool same_from(std::size_t from, bytes a, bytes b) noexcept {
  if (a.size() != b.size()) return false;
  for (std::size_t i = from; i < a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}

/// A layer's octets by its value; `n` says where a cleared checksum was left 0.
template <class L>
[[nodiscard]] std::vector<std::uint8_t> encode(const L& value, bool prefixed, lengths& n) {
  n.header = header_size(value, prefixed);
  std::vector<std::uint8_t> out(n.header);
  context_of<L> context{value};
  writer<context_of<L>> w{out.data(), context};
  write_rows<L>(value, prefixed, w, n);
  if (w.lost()) throw packet_failure{{fault::too_long, L::name}};
  return out;
}

}  // namespace detail

template <class Catalog>
template <class L, class F>
void basic_packet<Catalog>::edit(F&& change, std::size_t nth) {
  constexpr unsigned id = Catalog::template id_of<L>;
  static_assert(id <= Catalog::padding_id, "this layer is not in the packet's catalog; see catalog_with");
  const view_type before = view();
  std::size_t at = 0;
  while (at != before.count() && (before.slot(at).id() != id || --nth != 0)) ++at;
  if (at == before.count()) detail::no_such_layer(L::name);

  const layer_view<L> place = before.template view_at<L>(at);
  const L original = detail::decode(place);
  L changed = original;
  change(changed);
  detail::keep_selections(changed, original, std::make_index_sequence<detail::row_count<L>>{});

  const std::size_t offset = before.slot(at).offset(), size = before.header(at).size();
  const bool quoted = at >= detail::own_layers(before);
  const std::size_t tail = tail_octets(before);
  const std::size_t end = quoted ? before.index().end : octets_.size() - tail;
  const std::size_t above = end > before.header_end(at) ? end - before.header_end(at) : 0;
  const bool prefixed = place.begin() != place.base();
  detail::lengths was{.payload = above}, is{.payload = above};
  const std::vector<std::uint8_t> old_octets = detail::encode(original, prefixed, was), new_octets = detail::encode(changed, prefixed, is);
  // Only what the change made different: the wire may say the same in other octets than we would, and even in more or
  // fewer of them; rows of a static place are still where they were.
  const std::size_t fixed = detail::shape<L>.fixed_size + static_cast<std::size_t>(place.base() - place.begin());
  const std::size_t same = old_octets.size() == size ? size : fixed;
  if (detail::same_from(same, old_octets, new_octets)) {
    for (std::size_t i = 0; i != same; ++i)
      if (old_octets[i] != new_octets[i]) octets_[offset + i] = new_octets[i];
  } else {
    tail_ = tail + (id == Catalog::padding_id ? new_octets.size() - size : 0);
    octets_.erase(octets_.begin() + static_cast<std::ptrdiff_t>(offset), octets_.begin() + static_cast<std::ptrdiff_t>(offset + size));
    octets_.insert(octets_.begin() + static_cast<std::ptrdiff_t>(offset), new_octets.begin(), new_octets.end());
  }
  if (info_.wire_length != 0) info_.wire_length += new_octets.size() - size;
  dissect_again();
  if constexpr (detail::checksum_row<L> != detail::row_count<L>) {
    if (is.checksum_at != ~std::size_t{0}) {
      detail::repair_checksum<Catalog, L>(view(), at, quoted ? index_.end : octets_.size() - tail_octets(view()), octets_.data());
      dissect_again();
    }
  }
}

template <class Catalog>
std::size_t basic_packet<Catalog>::tail_octets(const view_type& v) const {
  return tail_ != as_dissected ? tail_ : octets_.size() - detail::own_end(v, detail::own_layers(v));
}

template <class Catalog>
void basic_packet<Catalog>::recompute() {
  const view_type v = view();
  const std::size_t own = detail::own_layers(v);
  auto ends = detail::layer_ends(v, own);
  if (tail_ != as_dissected) ends.fill(octets_.size() - tail_);  // sizes changed: the lengths no longer tell
  for (std::size_t i = own; i-- != 0;)
    detail::with_layer<Catalog>(v.slot(i).id(), [&]<class L>(L*) {
      detail::repair_lengths<Catalog, L>(v, i, ends[i], octets_.data());
      return true;
    });
  dissect_again();
  const view_type right = view();
  const std::size_t still = detail::own_layers(right);
  for (std::size_t i = still < own ? still : own; i-- != 0;)
    detail::with_layer<Catalog>(right.slot(i).id(), [&]<class L>(L*) {
      detail::repair_checksum<Catalog, L>(right, i, ends[i], octets_.data());
      return true;
    });
  tail_ = as_dissected;
  info_.checksum_pending = false;
}

template <class Catalog>
[[nodiscard]] std::vector<wrong_checksum> verify(const basic_packet<Catalog>& p) {
  return verify(p.view(), p.info().checksum_pending);
}

}  // namespace packetry
