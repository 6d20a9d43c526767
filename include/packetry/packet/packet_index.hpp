// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/record_places.hpp>
#include <packetry/packet/dissect.hpp>

#include <cstring>

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

  // One word says how many layers there are, in its low bits, and which, by a bit for each id: while a packet is dissected it
  // stays in one register. The rarest layers of a large catalog share the last bit: one of them is there, it does not tell which.
  static constexpr unsigned count_bits = 6, last_mark = 63 - count_bits;
  static_assert(capacity < 1u << count_bits);
  [[nodiscard]] static constexpr std::size_t count_in(std::uint64_t word) noexcept { return word & ((1u << count_bits) - 1); }
  [[nodiscard]] static constexpr std::uint64_t mark_of(unsigned id) noexcept {
    return std::uint64_t{1} << (count_bits + (id < last_mark ? id : last_mark));
  }
  [[nodiscard]] static constexpr bool shares_mark(unsigned id) noexcept { return id >= last_mark; }
  [[nodiscard]] constexpr std::size_t count() const noexcept { return count_in(present); }

  static constexpr unsigned frequent = frequent_layers;  ///< ids of which the first layer is found without a search

  const std::uint8_t* begin;  ///< of the octets that were dissected
  const std::uint8_t* packet_end;
  std::uint64_t present;       ///< how many layers, and the marks of those
  std::uint32_t end;           ///< of the innermost payload; padding lies behind
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
    begin = packet_end = nullptr;
    present = 0, end = 0, what = fault::none;
    faulty = places_slot = 0;
    fault_offset = fault_needed = fault_available = 0;
    for (std::uint32_t& f : first) f = 0;
    for (index_slot& s : slots) s.word = 0;
  }

  constexpr void clear() noexcept {
    begin = packet_end = nullptr;
    present = 0, end = 0, places_slot = capacity;
    what = fault::none;
  }

  constexpr void copy(const packet_index& o) noexcept {
    prepare();
    if (o.what == fault::none) return copy_slots(o);
    faulty = o.faulty, fault_offset = o.fault_offset, fault_needed = o.fault_needed, fault_available = o.fault_available;
    copy_slots(o);
  }
  static constexpr std::size_t few = 8;

  /// The first few, whether they are set or not: to ask would cost more.
  template <class Word, std::size_t Count>
  static constexpr void copy_words(Word (&to)[Count], const Word (&from)[Count]) noexcept {
    static_assert(Count >= few);
    if (!std::is_constant_evaluated()) {
      std::memcpy(to, from, few * sizeof(Word));
    } else {
      for (std::size_t i = 0; i != few; ++i) to[i] = from[i];
    }
  }
  constexpr void copy_slots(const packet_index& o) noexcept {
    begin = o.begin, packet_end = o.packet_end;
    present = o.present, end = o.end, what = o.what;
    copy_words(first, o.first);
    copy_words(slots, o.slots);
    for (std::size_t i = few; i < count(); ++i) slots[i] = o.slots[i];
    places_slot = o.places_slot;
    if (places_slot != capacity) places = o.places;
  }
};

/// Fills an index. What is counted and marked travels in a register from layer to layer: octets that are read could be it,
/// for all that the compiler knows, and it would be loaded again and again.
template <class Catalog>
struct index_sink {
  struct tally {
    std::uint64_t present = 0;
    [[nodiscard]] constexpr std::size_t count() const noexcept { return packet_index::count_in(present); }
  };
  packet_index* out;

  constexpr void add(unsigned id, const std::uint8_t* at, tally& t) const noexcept {
    const auto offset = static_cast<std::uint32_t>(at - out->begin);
    out->slots[t.count()].word = offset << 8 | id;
    if (id < packet_index::frequent && (t.present & packet_index::mark_of(id)) == 0) out->first[id] = offset;
    t.present = (t.present + 1) | packet_index::mark_of(id);
  }
  template <class L>
  [[gnu::always_inline]] constexpr bool layer(unsigned id, const layer_view<L>& v, tally& t) const noexcept {
    if constexpr (requires { v.places.known(); }) {
      out->places_slot = static_cast<std::uint8_t>(t.count());
      out->places = v.places;
    }
    add(id, v.begin(), t);
    return true;
  }
  [[gnu::noinline, gnu::cold]] constexpr void fault(packetry::fault what, unsigned id, const std::uint8_t* at, std::size_t needed, const std::uint8_t* end) const noexcept {
    out->what = what;
    out->faulty = static_cast<std::uint8_t>(id);
    out->fault_offset = static_cast<std::uint32_t>(at - out->begin);
    out->fault_needed = static_cast<std::uint32_t>(needed);
    out->fault_available = static_cast<std::uint32_t>(end - at);
  }
  [[gnu::always_inline]] constexpr void finish(const std::uint8_t* at, const std::uint8_t* end, tally t) const noexcept {
    if (at != end) add(Catalog::raw_id, at, t);
    if (end != out->packet_end) return finish_padded(end, t);
    note(end, t);
  }
  [[gnu::noinline]] constexpr void finish_padded(const std::uint8_t* end, tally t) const noexcept {
    add(Catalog::padding_id, end, t);
    note(end, t);
  }
  constexpr void note(const std::uint8_t* end, const tally& t) const noexcept {
    out->end = static_cast<std::uint32_t>(end - out->begin);
    out->present = t.present;
  }
};

/// Of a packet that has no octets, or too many.
template <class Catalog>
[[gnu::noinline, gnu::cold]] constexpr void index_nothing(packet_index& out) {
  const index_sink<Catalog> sink{&out};
  if (out.begin != out.packet_end) sink.fault(fault::too_long, Catalog::raw_id, out.begin, static_cast<std::size_t>(out.packet_end - out.begin), out.packet_end);
  sink.finish(out.begin, out.packet_end, {});
}

template <class Catalog>
[[gnu::noinline, gnu::flatten]] constexpr void index_packet(bytes octets, unsigned first, packet_index& out) {
  out.begin = octets.data();
  out.packet_end = octets.data() + octets.size();
  out.what = fault::none;
  out.places_slot = packet_index::capacity;
  if (octets.size() - 1 >= index_slot::most_octets) [[unlikely]] return index_nothing<Catalog>(out);
  walk<Catalog>(octets, first, index_sink<Catalog>{&out});
}

}  // namespace packetry::detail
