// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/view.hpp>
#include <packetry/show/rows.hpp>

// The rows of a layer that was dissected, read in place. Most rows are a number at a fixed bit: those are data, and one
// function reads them all, because a catalog has hundreds of them and a function for each would be the greater part of
// what a program pays the compiler for its text.

namespace packetry::detail {

/// Shared by the rows of one alternative.
template <class L, class Condition>
[[nodiscard]] bool holds_in(const void* view) {
  return Condition::holds(*static_cast<const layer_view<L>*>(view));
}

template <class L, std::size_t I>
void read_in_place(const void* view, const row_context& c, row_sink& to) {
  read_row<L, I>(*static_cast<const layer_view<L>*>(view), c, to);
}

struct view_row {
  const char* name = nullptr;
  const char* text = nullptr;                    ///< of a row that is not on the wire
  std::uint32_t bit = 0, bits = 0;               ///< of a number, from the layer's base
  bool (*present)(const void* view) = nullptr;   ///< nullptr: always
  void (*word)(std::uint64_t value, row_sink& to, const char* name) = nullptr;
  void (*any)(const void* view, const row_context& c, row_sink& to) = nullptr;  ///< all else, its condition included
};

template <class L, std::size_t I>
[[nodiscard]] constexpr view_row make_view_row() noexcept {
  using row = row_of<L, I>;
  using condition = decltype(condition_in(static_cast<const row*>(nullptr)));
  constexpr row_info info = rows_of<L>[I];
  constexpr bool plain_place = info.bit != dynamic && !info.anchored && !info.prefix;
  constexpr bool plain_condition = !info.has(kind::condition) || !std::is_void_v<condition>;
  view_row v{.name = name_at<L, I>};
  if constexpr (plain_condition && info.has(kind::condition)) v.present = holds_in<L, condition>;
  if constexpr (!holds_member<row>) {
    v.text = row_at<I>(L::wire.rows).text;
    if constexpr (!plain_condition) v.any = read_in_place<L, I>;
  } else if constexpr (plain_place && plain_condition && info.bits <= 64 && !is_octets<typename row::value_type> &&
                       !info.has(kind::named_by) && !info.has(kind::printed_as)) {
    v.bit = info.bit;
    v.bits = info.bits;
    v.word = word_writer<L, I>;
  } else {
    v.any = read_in_place<L, I>;
  }
  return v;
}

template <class L, class Indices = std::make_index_sequence<row_count<L>>>
inline constexpr view_row view_rows_of[1]{};
template <class L, std::size_t... I>
inline constexpr view_row view_rows_of<L, std::index_sequence<I...>>[] = {make_view_row<L, I>()...};

/// `bits` bits that begin `bit` bits behind `base`.
[[nodiscard]] inline std::uint64_t bits_at(const std::uint8_t* base, std::uint32_t bit, std::uint32_t bits) noexcept {
  if (bit % 8 == 0 && bits % 8 == 0) return load_be(bytes{base + bit / 8, bits / 8});
  std::uint64_t value = 0;
  for (std::uint32_t i = bit; i != bit + bits; ++i) value = value << 1 | (base[i / 8] >> (7 - i % 8) & 1u);
  return value;
}

inline void read_rows(const view_row* rows, std::size_t count, const void* view, const std::uint8_t* base, const row_context& c,
                      row_sink& to) {
  for (const view_row* r = rows; r != rows + count; ++r) {
    if (!to.wants(r->name)) continue;
    if (r->any) {
      r->any(view, c, to);
    } else if (!r->present || r->present(view)) {
      if (r->word) {
        r->word(bits_at(base, r->bit, r->bits), to, r->name);
      } else if (!to.verbatim) {
        write_constant(to, r->name, r->text);
      }
    }
  }
}

/// Give all rows of a layer that was read to `to`.
template <class L>
void read_view_rows(const void* view, const row_context& c, row_sink& to) {
  const auto& v = *static_cast<const layer_view<L>*>(view);
  read_rows(view_rows_of<L>, row_count<L>, view, v.base(), c, to);
}

}  // namespace packetry::detail
