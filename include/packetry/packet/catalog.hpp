// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/wire.hpp>
#include <packetry/layers/padding.hpp>
#include <packetry/layers/raw.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/packet/types.hpp>

#include <cstdint>

namespace packetry {

/// A layer that is also known by other numbers: DNS on port 5300.
///
/// \code
/// dissect(frame, link_type::ethernet, catalog_with<bound<dns, udp_port{5300}>>{});
/// \endcode
template <class L, auto... Numbers>
struct bound {};

namespace detail {

template <class Entry>
struct entry_traits {
  using type = Entry;
  static constexpr std::size_t numbers = [] {
    if constexpr (has_ids<Entry>) return std::size(Entry::ids);
    return std::size_t{0};
  }();
  static constexpr number at(std::size_t i) noexcept { return Entry::ids[i]; }
};
template <class L, auto... Numbers>
struct entry_traits<bound<L, Numbers...>> {
  using type = L;
  static constexpr std::size_t own = entry_traits<L>::numbers;
  static constexpr std::size_t numbers = own + sizeof...(Numbers);
  static constexpr number more[sizeof...(Numbers)] = {number{Numbers}...};  // Clang reads no array of unknown bound
  static constexpr number at(std::size_t i) noexcept {
    if constexpr (own != 0) {
      if (i < own) return entry_traits<L>::at(i);
    }
    return more[i - own];
  }
};

struct known_number {
  std::uint64_t space = 0;
  std::uint64_t value = 0;
  std::uint8_t id = 0;
};

template <class... Entries>
struct known_numbers {
  static constexpr std::size_t count = (entry_traits<Entries>::numbers + ... + 0);
  std::array<known_number, count + 1> all{};

  constexpr known_numbers() {
    std::size_t at = 0;
    std::uint8_t id = 0;
    (add<Entries>(at, id), ...);
  }

  template <class Entry>
  constexpr void add(std::size_t& at, std::uint8_t& id) {
    for (std::size_t i = 0; i != entry_traits<Entry>::numbers; ++i) {
      const number n = entry_traits<Entry>::at(i);
      all[at++] = {n.space, n.value, id};
    }
    ++id;
  }
};

}  // namespace detail

/// The layers that dissection by content knows. Their order is the order in which numbers are compared: the most
/// frequent first. Of two layers with the same number the first that accepts the octets gets them.
template <class... Entries>
struct catalog {
  static constexpr std::size_t size = sizeof...(Entries);
  static_assert(size <= 253, "a catalog holds at most 253 layers");

  template <std::size_t I>
  using layer_at = typename detail::type_at<I, detail::entry_traits<Entries>...>::type;

  static constexpr unsigned raw_id = size, padding_id = size + 1, unknown_id = 255;
  static constexpr detail::known_numbers<Entries...> numbers{};
  static constexpr std::string_view names[sizeof...(Entries) + 2] = {detail::entry_traits<Entries>::type::name..., raw::name, padding::name};

  /// The index of L; of raw and padding, which every catalog has, the two behind the others.
  template <class L>
  static constexpr unsigned id_of = [] {
    if constexpr (std::is_same_v<L, raw>) {
      return raw_id;
    } else if constexpr (std::is_same_v<L, padding>) {
      return padding_id;
    } else {
      constexpr std::size_t at = detail::nth_of<L, typename detail::entry_traits<Entries>::type...>(1);
      return at == size ? unknown_id : static_cast<unsigned>(at);
    }
  }();
};

namespace detail {

// --- from number to layer -------------------------------------------------------------------------------------------

struct number_slot {
  std::uint64_t value = ~std::uint64_t{0};
  unsigned id = 0;
};

/// The numbers of one space, in catalog order, each with the first layer that has it.
template <class Catalog, class Space>
struct space_table {
  static constexpr unsigned none = Catalog::raw_id;

  struct found {
    std::array<number_slot, Catalog::numbers.count + 1> slots{};
    std::size_t count = 0;
  };
  static constexpr found all = [] {
    found result;
    for (const known_number& k : Catalog::numbers.all) {
      if (k.space != space_id<Space>) continue;
      bool known = false;
      for (std::size_t i = 0; i != result.count; ++i) known = known || result.slots[i].value == k.value;
      if (!known) result.slots[result.count++] = {k.value, k.id};
    }
    return result;
  }();
  static constexpr std::size_t count = all.count;
  static constexpr const auto& slots = all.slots;

  // Beyond a few comparisons: a multiplicative hash without collisions, its factor found here, 4 places a number and, that
  // one in some hundred factors will do, a tenth of its square for many.
  static constexpr unsigned log2_places = [] {
    unsigned log = 3;
    while ((std::size_t{1} << log) < 4 * count || (std::size_t{10} << log) < count * count) ++log;
    return log;
  }();
  static constexpr std::size_t place(std::uint64_t value, std::uint64_t by) noexcept {
    return static_cast<std::size_t>((value * by) >> (64 - log2_places));
  }
  static constexpr std::uint64_t factor = [] {
    for (std::uint64_t f = 0x9e37'79b9'7f4a'7c15;; f = f * 0x5851'f42d'4c95'7f2d + 2) {
      std::array<bool, std::size_t{1} << log2_places> taken{};
      bool good = true;
      for (std::size_t i = 0; i != count && good; ++i) {
        bool& there = taken[place(slots[i].value, f)];
        good = !there;
        there = true;
      }
      if (good) return f;
    }
  }();
  static constexpr auto hashed = [] {
    std::array<number_slot, std::size_t{1} << log2_places> result{};
    result.fill({.id = none});  // also for a value that no field can have: a reader's way to say that there is none
    for (std::size_t i = 0; i != count; ++i) result[place(slots[i].value, factor)] = slots[i];
    return result;
  }();

  /// How many numbers are worth comparing one by one.
  static constexpr std::size_t hot = count < 4 ? count : 4;

  /// The layer known by `value`, or the raw one; numbers from `hot` on.
  [[nodiscard]] static constexpr unsigned find_cold(std::uint64_t value) noexcept {
    if constexpr (count > hot) {
      const number_slot& s = hashed[place(value, factor)];
      if (s.value == value) return s.id;
    }
    return none;
  }

  /// The layer known by `value`, or the raw one.
  [[nodiscard]] static constexpr unsigned find(std::uint64_t value) noexcept {
    for (std::size_t i = 0; i != hot; ++i)
      if (slots[i].value == value) return slots[i].id;
    return find_cold(value);
  }
};

/// For each layer the next one in the catalog that shares a number with it: tried when the first refuses the octets.
template <class Catalog>
inline constexpr auto alternatives = [] {
  std::array<unsigned, Catalog::size + 2> next{};
  for (unsigned& n : next) n = Catalog::raw_id;
  const auto& all = Catalog::numbers.all;
  for (std::size_t i = 0; i + 1 < all.size(); ++i)
    for (std::size_t j = 0; j + 1 < all.size(); ++j)
      if (all[i].space == all[j].space && all[i].value == all[j].value && all[j].id > all[i].id && all[j].id < next[all[i].id])
        next[all[i].id] = all[j].id;
  return next;
}();

/// The layer that a packet of this link type begins with; of a link without a header its first four bits tell.
template <class Catalog>
[[nodiscard]] constexpr unsigned first_layer(link_type link, bytes packet) noexcept {
  if (link == link_type::raw_ip || link == link_type::raw_ip_bsd || link == link_type::raw_ip_openbsd)
    return packet.empty() ? Catalog::raw_id : space_table<Catalog, ip_version>::find(packet[0] >> 4);
  return space_table<Catalog, link_type>::find(plain_value(link));
}

template <class Catalog, class Fact, std::size_t... I>
[[nodiscard]] constexpr std::array<bool, Catalog::size + 2> make_facts(std::index_sequence<I...>) noexcept {
  return {Fact::template of<typename Catalog::template layer_at<I>>..., false, false};
}

/// For each layer whether a fact holds of it; of raw and padding none does. A fact is a type with `of<L>`.
template <class Catalog, class Fact>
inline constexpr auto facts = make_facts<Catalog, Fact>(std::make_index_sequence<Catalog::size>{});

/// It selects what is above by numbers of Space.
template <class Space>
struct is_selecting_by {
  template <class L>
  static constexpr bool of = selects_by<L, Space>;
};

/// Whether L stands on a layer that gives it its prefix; `below` may be beyond all layers: nothing is below.
template <class Catalog, class L>
[[nodiscard]] constexpr bool prefixed_over(unsigned below) noexcept {
  if constexpr (shape<L>.prefix_octets == 0) {
    return false;
  } else {
    using space = std::remove_pointer_t<decltype(prefix_space<L>())>;
    return below < Catalog::size && facts<Catalog, is_selecting_by<space>>[below];
  }
}

/// Whether layer I, or one that is tried when it refuses the octets, has a prefix over `below`.
template <class Catalog, std::size_t I>
[[nodiscard]] constexpr bool heeds(unsigned below) noexcept {
  if constexpr (I >= Catalog::size) {
    return false;
  } else {
    return prefixed_over<Catalog, typename Catalog::template layer_at<I>>(below) || heeds<Catalog, alternatives<Catalog>[I]>(below);
  }
}

/// The first layer that I heeds; none: the catalog's size.
template <class Catalog, std::size_t I>
inline constexpr std::size_t first_heeded = [] {
  std::size_t below = 0;
  while (below != Catalog::size && !heeds<Catalog, I>(static_cast<unsigned>(below))) ++below;
  return below;
}();

// --- from id to layer -----------------------------------------------------------------------------------------------

struct is_any_layer {
  template <class L>
  static constexpr bool of = true;
};

template <class Catalog, class Fact, std::size_t I>
inline constexpr bool is_called = [] {
  if constexpr (I < Catalog::size) return Fact::template of<typename Catalog::template layer_at<I>>;
  return false;
}();

template <class Catalog, std::size_t I>
using layer_pointer = typename Catalog::template layer_at<I>*;

/// Call `f` with the layer type of `id` (as a null pointer to it), by one switch. `f` returns bool; false for no layer, and
/// for those of which the fact does not hold: `f` is not compiled for them.
template <class Catalog, class Fact = is_any_layer, std::size_t Base = 0, class F>
constexpr bool with_layer(unsigned id, F&& f) {
  switch (id - Base) {
    case 0: if constexpr (is_called<Catalog, Fact, Base + 0>) return f(layer_pointer<Catalog, Base + 0>()); else return false;
    case 1: if constexpr (is_called<Catalog, Fact, Base + 1>) return f(layer_pointer<Catalog, Base + 1>()); else return false;
    case 2: if constexpr (is_called<Catalog, Fact, Base + 2>) return f(layer_pointer<Catalog, Base + 2>()); else return false;
    case 3: if constexpr (is_called<Catalog, Fact, Base + 3>) return f(layer_pointer<Catalog, Base + 3>()); else return false;
    case 4: if constexpr (is_called<Catalog, Fact, Base + 4>) return f(layer_pointer<Catalog, Base + 4>()); else return false;
    case 5: if constexpr (is_called<Catalog, Fact, Base + 5>) return f(layer_pointer<Catalog, Base + 5>()); else return false;
    case 6: if constexpr (is_called<Catalog, Fact, Base + 6>) return f(layer_pointer<Catalog, Base + 6>()); else return false;
    case 7: if constexpr (is_called<Catalog, Fact, Base + 7>) return f(layer_pointer<Catalog, Base + 7>()); else return false;
    case 8: if constexpr (is_called<Catalog, Fact, Base + 8>) return f(layer_pointer<Catalog, Base + 8>()); else return false;
    case 9: if constexpr (is_called<Catalog, Fact, Base + 9>) return f(layer_pointer<Catalog, Base + 9>()); else return false;
    case 10: if constexpr (is_called<Catalog, Fact, Base + 10>) return f(layer_pointer<Catalog, Base + 10>()); else return false;
    case 11: if constexpr (is_called<Catalog, Fact, Base + 11>) return f(layer_pointer<Catalog, Base + 11>()); else return false;
    case 12: if constexpr (is_called<Catalog, Fact, Base + 12>) return f(layer_pointer<Catalog, Base + 12>()); else return false;
    case 13: if constexpr (is_called<Catalog, Fact, Base + 13>) return f(layer_pointer<Catalog, Base + 13>()); else return false;
    case 14: if constexpr (is_called<Catalog, Fact, Base + 14>) return f(layer_pointer<Catalog, Base + 14>()); else return false;
    case 15: if constexpr (is_called<Catalog, Fact, Base + 15>) return f(layer_pointer<Catalog, Base + 15>()); else return false;
    default:
      if constexpr (Base + 16 < Catalog::size) {
        return with_layer<Catalog, Fact, Base + 16>(id, f);
      } else {
        return false;
      }
  }
}

}  // namespace detail
}  // namespace packetry
