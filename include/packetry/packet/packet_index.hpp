// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/record_places.hpp>
#include <packetry/packet/dissect.hpp>

namespace packetry::detail {

/// Where each layer lies: 24 bits of offset and 8 of id. Left uninitialised beyond what is used: zeroing all of it would
/// cost more than filling in the three or four that a packet has.
struct index_slot {
  static constexpr std::size_t most_octets = (std::size_t{1} << 24) - 1;  ///< of a packet: 16 MiB; longer ones are not dissected

  std::uint32_t word;
  [[nodiscard]] constexpr std::uint32_t offset() const noexcept { return word >> 8; }
  [[nodiscard]] constexpr unsigned id() const noexcept { return word & 0xff; }
};

struct packet_index {
  static constexpr std::size_t capacity = most_layers + 3;  // and what the last always carries, raw, and padding

  /// A bit for each id. The rarest of a large catalog share the last one: it tells that one of them is there, not which.
  [[nodiscard]] static constexpr std::uint64_t mark_of(unsigned id) noexcept { return std::uint64_t{1} << (id < 63 ? id : 63); }
  [[nodiscard]] static constexpr bool shares_mark(unsigned id) noexcept { return id >= 63; }

  static constexpr unsigned frequent = 8;  ///< ids of which the first layer is found without a search

  std::uint64_t present;       ///< the marks of the layers there are
  std::uint32_t end;           ///< of the innermost payload; padding lies behind
  std::uint8_t count;          ///< slots in use
  fault what;
  std::uint8_t faulty;         ///< id of the layer at fault
  std::uint8_t places_slot;    ///< whose layer's records `places` are
  std::uint32_t fault_offset, fault_needed, fault_available;
  std::uint32_t first[frequent];  ///< offset of the first layer of a frequent id
  index_slot slots[capacity];
  record_places places;

  /// Nothing is set yet: whoever dissects sets all of it.
  struct unset {};
  constexpr explicit packet_index(unset) noexcept { prepare(); }
  constexpr packet_index() noexcept {
    prepare();
    clear();
  }
  constexpr packet_index(const packet_index& other) noexcept { copy(other); }
  constexpr packet_index& operator=(const packet_index& other) noexcept {
    copy(other);
    return *this;
  }
  // Of octets that were moved away no layer is left.
  constexpr packet_index(packet_index&& other) noexcept : packet_index(std::as_const(other)) { other.clear(); }
  constexpr packet_index& operator=(packet_index&& other) noexcept {
    if (this == &other) return *this;
    copy(other);
    other.clear();
    return *this;
  }

 private:
  constexpr void prepare() noexcept {
    if (!std::is_constant_evaluated()) return;
    present = 0, end = 0, count = 0, what = fault::none;
    faulty = places_slot = 0;
    fault_offset = fault_needed = fault_available = 0;
    for (std::uint32_t& f : first) f = 0;
    for (index_slot& s : slots) s.word = 0;
  }

  constexpr void clear() noexcept {
    present = 0, end = 0, count = 0, places_slot = capacity;
    what = fault::none;
  }

  constexpr void copy(const packet_index& o) noexcept {
    prepare();
    if (o.what == fault::none) return copy_slots(o);
    faulty = o.faulty, fault_offset = o.fault_offset, fault_needed = o.fault_needed, fault_available = o.fault_available;
    copy_slots(o);
  }
  constexpr void copy_slots(const packet_index& o) noexcept {
    present = o.present, end = o.end, count = o.count, what = o.what;
    for (std::size_t i = 0; i != count; ++i) slots[i] = o.slots[i];
    for (unsigned id = 0; id != frequent; ++id)
      if (present >> id & 1) first[id] = o.first[id];
    places_slot = o.places_slot;
    if (places_slot != capacity) places = o.places;
  }
};

/// Fills an index. Count and mask travel in registers from layer to layer: octets that are read could be them, for all that
/// the compiler knows, and would be loaded again and again.
template <class Catalog>
struct index_sink {
  struct tally {
    std::uint64_t present = 0;
    std::uint64_t count = 0;
  };
  const std::uint8_t* begin;
  const std::uint8_t* packet_end;
  packet_index* out;

  constexpr void add(unsigned id, const std::uint8_t* at, tally& t) const noexcept {
    const auto offset = static_cast<std::uint32_t>(at - begin);
    out->slots[t.count++].word = offset << 8 | id;
    if (id < packet_index::frequent && !(t.present >> id & 1)) out->first[id] = offset;
    t.present |= packet_index::mark_of(id);
  }
  template <class L>
  [[gnu::always_inline]] constexpr bool layer(unsigned id, const layer_view<L>& v, tally& t) const noexcept {
    if constexpr (requires { v.places.known(); }) {
      out->places_slot = static_cast<std::uint8_t>(t.count);
      out->places = v.places;
    }
    add(id, v.begin(), t);
    return true;
  }
  [[gnu::noinline, gnu::cold]] constexpr void fault(packetry::fault what, unsigned id, const std::uint8_t* at, std::size_t needed, const std::uint8_t* end) const noexcept {
    out->what = what;
    out->faulty = static_cast<std::uint8_t>(id);
    out->fault_offset = static_cast<std::uint32_t>(at - begin);
    out->fault_needed = static_cast<std::uint32_t>(needed);
    out->fault_available = static_cast<std::uint32_t>(end - at);
  }
  [[gnu::noinline]] constexpr void finish(const std::uint8_t* at, const std::uint8_t* end, tally t) const noexcept {
    if (at != end) add(Catalog::raw_id, at, t);
    if (end != packet_end) add(Catalog::padding_id, end, t);
    out->end = static_cast<std::uint32_t>(end - begin);
    out->count = static_cast<std::uint8_t>(t.count);
    out->present = t.present;
  }
};

template <class Catalog>
[[gnu::noinline, gnu::flatten]] constexpr void index_packet(bytes octets, unsigned first, packet_index& out) {
  out.what = fault::none;
  out.places_slot = packet_index::capacity;
  index_sink<Catalog> sink{octets.data(), octets.data() + octets.size(), &out};
  if (octets.size() > index_slot::most_octets) [[unlikely]] {
    sink.fault(fault::too_long, Catalog::raw_id, octets.data(), octets.size(), octets.data() + octets.size());
    first = Catalog::raw_id;
  }
  walk<Catalog>(octets, first, sink);
}

}  // namespace packetry::detail
