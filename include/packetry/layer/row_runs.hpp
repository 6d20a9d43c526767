// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/wire.hpp>

namespace packetry::detail {

// A row is measured alone where only a value tells its size, or whether it is there; the others in runs of rows that are
// there together, of which the first stands for all. Of a choice with forty rows that leaves a dozen to be compiled.

/// Whether a row takes part in a run: of a certain size, and there if its neighbours are.
[[nodiscard]] constexpr bool runs(const row_info& row) noexcept { return row.fixed() && !row.optional(); }

[[nodiscard]] constexpr bool begins_run(row_span rows, std::size_t i) noexcept {
  const row_info& row = rows.rows[i];
  if (!runs(row)) return false;
  return i == 0 || !runs(rows.rows[i - 1]) || rows.rows[i - 1].alternative != row.alternative || rows.rows[i - 1].prefix != row.prefix;
}

/// Bits of the run that row `i` begins: one size check serves them all.
[[nodiscard]] constexpr std::size_t run_bits(row_span rows, std::size_t i) noexcept {
  std::size_t n = 0;
  const int alternative = rows.rows[i].alternative;
  for (; i != rows.count && runs(rows.rows[i]) && rows.rows[i].alternative == alternative; ++i) n += rows.rows[i].bits;
  return n;
}

[[nodiscard]] constexpr bool is_measured(row_span rows, std::size_t i) noexcept {
  return !rows.rows[i].prefix && (!runs(rows.rows[i]) || begins_run(rows, i));
}
[[nodiscard]] constexpr std::size_t count_measured(row_span rows) noexcept {
  std::size_t n = 0;
  for (std::size_t i = 0; i != rows.count; ++i) n += is_measured(rows, i);
  return n;
}
/// The nth row (from 0) that is measured.
[[nodiscard]] constexpr std::size_t nth_measured(row_span rows, std::size_t nth) noexcept {
  std::size_t i = 0;
  while (!is_measured(rows, i) || nth-- != 0) ++i;
  return i;
}
template <class L>
using measured_rows = std::make_index_sequence<count_measured(span_of<L>)>;

/// Octets, and bits of one more, that rows were found to take. Octets and not bits: names are many, and shifts to and fro
/// stand in the way of the next.
struct row_sum {
  std::size_t octets = 0, bits = 0;
  constexpr void add(std::size_t more_bits) noexcept {
    bits += more_bits;
    octets += bits / 8;
    bits %= 8;
  }
};

}  // namespace packetry::detail
