// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/checksum.hpp>
#include <packetry/layer/wire.hpp>

namespace packetry::detail {

struct no_context {
  constexpr no_context() noexcept = default;
  template <class L>
  constexpr explicit no_context(const L&) noexcept {}
  static constexpr bool active() noexcept { return false; }
};

template <class L>
struct context_type { using type = no_context; };
template <class L>
  requires requires { typename L::write_context; }
struct context_type<L> { using type = typename L::write_context; };

/// What the codecs of one layer share while it is written (DNS: where each name stands). Most layers need nothing.
template <class L>
using context_of = typename context_type<L>::type;

/// A layer's members as conditions see them.
template <class L>
struct value_fields {
  const L& value;
  bool prefixed;

  template <auto Member>
  [[nodiscard]] constexpr const auto& get() const noexcept { return plain(value.*Member); }
  template <class Space>
  [[nodiscard]] constexpr bool is_over() const noexcept { return prefixed; }
};

/// Where rows are written. Each word adds its value to a running checksum as it is stored, so that nothing is read back
/// and what is constant folds away; neighbouring bit fields are gathered into one word. Without octets it only counts.
template <class Context, bool Counts = false>
class writer {
 public:
  constexpr writer(std::uint8_t* out, Context& context) noexcept : out_(out), context_(&context) {}

  /// `Held`: bits written just before that did not yet fill an octet.
  template <unsigned Bits, unsigned Held = 0>
  [[gnu::always_inline]] constexpr void put(std::uint64_t value) noexcept {
    if constexpr (Bits < 64) lost_ |= value >> Bits;
    if constexpr (Bits == 64) {
      word<4>(value >> 32);
      word<4>(value & 0xffffffff);
    } else if constexpr (Held == 0 && Bits % 8 == 0) {
      word<Bits / 8>(value);
    } else if constexpr (Held + Bits > 64) {  // whole octets make room
      word<Held / 8>(pending_ >> Held % 8);
      pending_ &= (std::uint64_t{1} << Held % 8) - 1;
      put<Bits, Held % 8>(value);
    } else {
      pending_ = (Held == 0 ? 0 : pending_ << Bits) | (value & ((std::uint64_t{1} << Bits) - 1));
      if constexpr ((Held + Bits) % 8 == 0) word<(Held + Bits) / 8>(pending_);
    }
  }

  [[gnu::always_inline]] constexpr void octets(const std::uint8_t* p, std::size_t size) noexcept {
    if constexpr (!Counts) {
      sum_ += shifted(copy_and_sum(out_ + at_, p, size), at_ % 2 != 0);
    }
    at_ += size;
  }

  [[gnu::always_inline]] constexpr void zeros(std::size_t size) noexcept {
    if constexpr (!Counts) clear_octets(out_ + at_, size);
    at_ += size;
  }

  /// Store a 16-bit value where zeros were written before.
  [[gnu::always_inline]] constexpr void patch(std::size_t at, std::uint16_t value) noexcept {
    if constexpr (!Counts) store_be<2>(out_ + at, value);
    sum_ += weighed(value, at);
  }

  /// The same of 32 bits.
  constexpr void patch_word(std::size_t at, std::uint32_t value) noexcept {
    if constexpr (!Counts) store_be<4>(out_ + at, value);
    sum_ += weighed(value, at);
  }

  [[nodiscard]] [[gnu::always_inline]] constexpr std::size_t position() const noexcept { return at_; }
  /// The same from where the message begins: behind a prefix that only the layer below asks for.
  [[nodiscard]] constexpr std::size_t message_position() const noexcept { return at_ - message_; }
  constexpr void begin_message() noexcept { message_ = at_; }
  [[nodiscard]] [[gnu::always_inline]] constexpr running_sum sum() const noexcept { return sum_; }
  [[nodiscard]] [[gnu::always_inline]] constexpr bool lost() const noexcept { return lost_ != 0; }
  constexpr void refuse() noexcept { lost_ = 1; }
  [[nodiscard]] constexpr Context& context() const noexcept { return *context_; }

 private:
  template <unsigned Octets>
  [[gnu::always_inline]] constexpr void word(std::uint64_t value) noexcept {
    if constexpr (!Counts) store_be<Octets>(out_ + at_, value);
    at_ += Octets;
    if constexpr (!Counts) {
      if constexpr (Octets > 6) {
        sum_ += weighed(value >> 32, at_) + weighed(value & 0xffffffff, at_);
      } else {
        sum_ += weighed(Octets == 8 ? value : value & ((std::uint64_t{1} << (8 * Octets % 64)) - 1), at_);
      }
    }
  }

  std::uint8_t* out_;
  Context* context_;
  std::size_t at_ = 0;
  std::size_t message_ = 0;
  running_sum sum_ = 0;
  std::uint64_t pending_ = 0;
  std::uint64_t lost_ = 0;
};

template <class Context>
using counter = writer<Context, true>;

/// The sizes that a layer's computed fields need.
struct lengths {
  std::size_t header = 0;
  std::size_t payload = 0;
  std::size_t prefix = 0;                     ///< out: octets of `header` that lead it over a certain layer
  std::size_t checksum_at = ~std::size_t{0};  ///< out: where an empty checksum was left 0
  std::size_t size_at = ~std::size_t{0};      ///< between rows: where a size waits for what it measures
};

template <auto Member, class L>
[[nodiscard]] constexpr std::size_t octets_of(const L& value) {
  using row = row_of<L, index_of<L, Member>>;
  no_context none;
  counter<no_context> count{nullptr, none};
  row::codec::write(value, plain(value.*Member), count);
  return count.position();
}

/// What an empty field is sent as. `Above` is the layer above, or void.
template <class L, std::size_t I, class Above>
[[nodiscard]] [[gnu::always_inline]] constexpr std::uint64_t computed_value(const L& value, const lengths& n) {
  using row = row_of<L, I>;
  constexpr row_info info = rows_of<L>[I];
  constexpr const row* r = nullptr;
  if constexpr (info.has(kind::header_words)) {
    return (n.header - n.prefix - words_plus(r)) / words_unit(r);
  } else if constexpr (info.has(kind::total_length)) {
    return n.header - n.prefix + n.payload;
  } else if constexpr (info.has(kind::payload_length)) {
    if constexpr (info.has(kind::zero_means)) {
      if (length_reader_of<L>::template holds<Above> && n.payload >> info.bits != 0) return 0;
    }
    return n.payload;
  } else if constexpr (info.has(kind::rest_length)) {
    return n.header + n.payload - shape<L>.prefix_octets;
  } else if constexpr (info.has(kind::count_of)) {
    const std::size_t count = (value.*(counted_in(r))).size();
    return counts_last(r) && count != 0 ? count - 1 : count;
  } else if constexpr (info.has(kind::size_of)) {
    return octets_of<sized_in(r)>(value) / sized_by(r);
  } else if constexpr (info.has(kind::implied_by)) {
    return to_uint((value.*(implying_in(r))).implied());
  } else {
    if constexpr (info.has(kind::found_by) && !std::is_void_v<Above>) {
      constexpr std::uint64_t found = number_found<Above, found_reader_of<L, I>>();
      if constexpr (found != ~std::uint64_t{0}) return found_reader_of<L, I>::value(found);
    }
    if constexpr (info.has(kind::selects_part) && !std::is_void_v<Above>) {
      if constexpr (is_in_space<Above, part_space_of<L, I>>())
        return number_in_space<Above, part_space_of<L, I>>() >> shift_in(r) & ((std::uint64_t{1} << info.bits) - 1);
    }
    if constexpr (info.has(kind::selects) && !std::is_void_v<Above>) {
      if constexpr (is_in_space<Above, space_of<L, I>>()) {
        constexpr std::uint64_t known = number_in_space<Above, space_of<L, I>>();
        if constexpr (info.has(kind::length_or_type) && known <= 1500) {
          return n.payload;
        } else {
          return known;
        }
      }
    }
    if constexpr (info.has(kind::default_to)) {
      return static_cast<std::uint64_t>(default_in(r));
    } else {
      return 0;
    }
  }
}

/// Bits of the rows before row `i` that do not fill an octet.
[[nodiscard]] constexpr unsigned held_before(row_span rows, std::size_t i) noexcept {
  unsigned held = 0, at_choice = 0;
  for (std::size_t j = 0;; ++j) {
    const int before = j == 0 ? -1 : rows.rows[j - 1].alternative;
    if (rows.rows[j].alternative >= 0 && before < 0) at_choice = held;
    if (rows.rows[j].alternative >= 0 && before >= 0 && before != rows.rows[j].alternative) held = at_choice;
    if (j == i) return held;
    const unsigned more = rows.rows[j].fixed() ? rows.rows[j].bits : 0;
    held = (held + more > 64 ? held % 8 : held) + more;
    if (held % 8 == 0) held = 0;
  }
}

[[nodiscard]] constexpr bool is_checksum(const row_info& row) noexcept {
  return (row.rules & ((kind::header_checksum | kind::message_checksum) | (kind::transport_checksum | kind::crc32c_checksum))) != 0;
}

[[nodiscard]] constexpr std::size_t row_of_checksum(row_span rows) noexcept {
  constexpr kind kinds[] = {kind::header_checksum, kind::message_checksum, kind::transport_checksum, kind::crc32c_checksum};
  for (const kind k : kinds)
    if (count_with(rows, k) != 0) return nth_with(rows, k, 0);
  return rows.count;
}
/// The row of L's checksum, or row_count.
template <class L>
inline constexpr std::size_t checksum_row = row_of_checksum(span_of<L>);

template <class L, std::size_t I, class Above, class Writer>
[[gnu::always_inline]] constexpr void write_fixed(const L& value, Writer& w, lengths& n) {
  using row = row_of<L, I>;
  constexpr row_info info = rows_of<L>[I];
  const auto& member = value.*(row_at<I>(L::wire.rows).member);
  if constexpr (info.bits > 64 || is_octets<typename row::value_type>) {
    w.octets(wire_octets(plain(member)).data(), info.bits / 8);
  } else if constexpr (is_computed<typename row::member_type>) {
    if (member.has_value()) return w.template put<info.bits, held_before(span_of<L>, I)>(to_uint(member.value()));
    if constexpr (is_checksum(info)) {
      n.checksum_at = w.position();
      w.template put<info.bits, held_before(span_of<L>, I)>(0);
    } else if constexpr (waits_for_size<L, I>()) {
      n.size_at = w.position();
      w.template put<info.bits, held_before(span_of<L>, I)>(0);
    } else {
      w.template put<info.bits, held_before(span_of<L>, I)>(computed_value<L, I, Above>(value, n));
    }
  } else {
    w.template put<info.bits, held_before(span_of<L>, I)>(to_uint(member));
  }
}

template <class Rule, class Fields>
[[nodiscard]] constexpr bool rule_holds(const Fields& fields) noexcept {
  if constexpr (requires { Rule::holds(fields); }) {
    return Rule::holds(fields);
  } else {
    return true;
  }
}
template <class Fields, class... F>
[[nodiscard]] constexpr bool row_present(const Fields& fields, const field<F...>*) noexcept {
  return (rule_holds<F>(fields) && ...);
}
template <class Fields, class... R>
[[nodiscard]] constexpr bool row_present(const Fields& fields, const shown<R...>*) noexcept {
  return (rule_holds<R>(fields) && ...);
}

template <class L, std::size_t I, class Above, class Writer>
[[gnu::always_inline]] constexpr void write_row(const L& value, bool prefixed, Writer& w, lengths& n) {
  using row = row_of<L, I>;
  constexpr row_info info = rows_of<L>[I];
  if constexpr (holds_member<row>) {
    if constexpr (info.has(kind::condition)) {
      if (!row_present(value_fields<L>{value, prefixed}, static_cast<const row*>(nullptr))) return;
    }
    if constexpr (info.fixed()) {
      write_fixed<L, I, Above>(value, w, n);
      if constexpr (info.prefix) {
        w.begin_message();
        n.prefix = shape<L>.prefix_octets;
      }
    } else {
      const std::size_t before = w.position();
      row::codec::write(value, plain(value.*(row_at<I>(L::wire.rows).member)), w);
      if (n.size_at != ~std::size_t{0}) {
        const std::size_t size = w.position() - before;
        if (size > 0xffff) w.refuse();
        w.patch(n.size_at, static_cast<std::uint16_t>(size));
        n.size_at = ~std::size_t{0};
      }
    }
  }
}

template <class L, class Above, class Writer, std::size_t... I>
[[gnu::always_inline]] constexpr void write_rows(const L& value, bool prefixed, Writer& w, lengths& n, std::index_sequence<I...>) {
  (write_row<L, I, Above>(value, prefixed, w, n), ...);
}

/// Write a record, or a layer's rows, at the writer's position.
template <class L, class Above = void, class Writer>
[[gnu::always_inline]] constexpr void write_rows(const L& value, bool prefixed, Writer& w, lengths& n) {
  write_rows<L, Above>(value, prefixed, w, n, std::make_index_sequence<row_count<L>>{});
}

template <class L, std::size_t I>
[[nodiscard]] [[gnu::always_inline]] constexpr std::size_t varying_bits(const L& value, bool prefixed) {
  using row = row_of<L, I>;
  constexpr row_info info = rows_of<L>[I];
  if constexpr (info.has(kind::condition)) {
    if (!row_present(value_fields<L>{value, prefixed}, static_cast<const row*>(nullptr))) return 0;
  }
  if constexpr (info.fixed()) {
    return info.bits;
  } else {
    no_context none;
    counter<no_context> count{nullptr, none};
    row::codec::write(value, plain(value.*(row_at<I>(L::wire.rows).member)), count);
    return 8 * count.position();
  }
}

/// Octets of a layer's rows where what a codec writes depends on what was written before: only writing it all tells.
template <class L>
[[nodiscard]] [[gnu::noinline]] constexpr std::size_t counted_size(const L& value, bool prefixed) {
  context_of<L> context{value};
  counter<context_of<L>> count{nullptr, context};
  lengths n;
  write_rows<L>(value, prefixed, count, n);
  return count.position();
}

/// How a layer's size is told before it is written.
enum class sizing {
  exact,
  bound,  ///< quicker where it takes writing to tell: what it is without any name compressed
};

/// Octets of a layer's rows: the constant ones, and those of which the value tells.
template <class L, sizing How, std::size_t... N>
[[nodiscard]] [[gnu::always_inline]] constexpr std::size_t rows_size(const L& value, bool prefixed, std::index_sequence<N...>) {
  if constexpr (How == sizing::exact && !std::is_same_v<context_of<L>, no_context>) {
    if (context_of<L>::needed(value)) return counted_size(value, prefixed);
  }
  return (shape<L>.constant_bits + ... + varying_bits<L, nth_varying(span_of<L>, N)>(value, prefixed)) / 8;
}

/// Octets of a layer's header as it will be written, padding of a word-counted header included.
template <class L, sizing How = sizing::exact>
[[nodiscard]] [[gnu::always_inline]] constexpr std::size_t header_size(const L& value, bool prefixed) {
  const std::size_t size = rows_size<L, How>(value, prefixed, std::make_index_sequence<shape<L>.varying>{});
  if constexpr (shape<L>.has(kind::header_words)) {
    constexpr unsigned unit = words_unit(static_cast<const row_of<L, shape<L>.row(kind::header_words)>*>(nullptr));
    const std::size_t lead = prefixed ? shape<L>.prefix_octets : 0;
    return (size - lead + unit - 1) / unit * unit + lead;
  } else {
    return size;
  }
}

}  // namespace packetry::detail
