// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/result.hpp>
#include <packetry/fields/domain_name.hpp>

#include <new>

// Reading a name in a message, where its tail may be a pointer to an earlier one (RFC 1035 section 4.1.4). The rules are
// strict: a pointer leads to before the piece that holds it (the name's begin, or where the pointer before led), so that
// every name ends; the two undefined types of label are refused; without compression the name has at most 255 octets.

namespace packetry::detail {

/// Where the chain from each pointer leads that was followed before. 32 KiB: a pointer reaches 16,384 octets. Not for
/// constant expressions, where chains are followed again each time.
struct pointer_table {
  static constexpr std::uint16_t unknown = 0xffff;
  std::uint16_t to[0x4000];

  pointer_table() noexcept {
    for (std::uint16_t& t : to) t = unknown;
  }
};

/// Follows chains of pointers to pointers. Without labels between them a chain may be thousands long, and if the names of
/// all records entered it, reading them would be quadratic in the message. So what is longer than any honest message has
/// is remembered, in a table: given, or made when it is first needed, or, by whoever has none, asked for.
class pointer_chains {
 public:
  static constexpr std::size_t nowhere = 0xfffe;
  static constexpr unsigned most_hops = 8;  ///< of pointers to pointers, before the table is needed
  enum class when_needed : std::uint8_t { make, ask };

  constexpr explicit pointer_chains(when_needed w) noexcept : asks_(w == when_needed::ask) {}
  constexpr explicit pointer_chains(pointer_table* table) noexcept : table_(table) {}

  /// Give back the table that was made.
  constexpr void release() noexcept { delete table_; }

  /// A table was needed: what was read is not to be relied on.
  [[nodiscard]] constexpr bool asked() const noexcept { return asked_; }

  /// The first octet that is no pointer, from the pointer at `at` on; `nowhere`: one of them leads forward.
  [[nodiscard]] [[gnu::noinline]] constexpr std::size_t resolve(const std::uint8_t* message, std::size_t size, std::size_t at) noexcept {
    if (!table_ && !std::is_constant_evaluated()) {
      if (asks_) {
        asked_ = true;
        return nowhere;
      }
      table_ = new (std::nothrow) pointer_table;  // without one: slowly
    }
    std::size_t end = at;
    while (end != nowhere && message[end] >= 0xc0) {
      if (table_ && table_->to[end] != pointer_table::unknown) {
        end = table_->to[end];
        break;
      }
      const std::size_t next = target(message, size, end);
      end = next < end ? next : nowhere;
    }
    for (std::size_t p = at; table_ && p != end && table_->to[p] == pointer_table::unknown;) {
      table_->to[p] = static_cast<std::uint16_t>(end);
      const std::size_t next = target(message, size, p);
      if (next >= p) break;
      p = next;
    }
    return end;
  }

  [[nodiscard]] static constexpr std::size_t target(const std::uint8_t* message, std::size_t size, std::size_t at) noexcept {
    if (size - at < 2) return nowhere;
    return load_be<2>(message + at) & 0x3fff;
  }

 private:
  pointer_table* table_ = nullptr;
  bool asks_ = false, asked_ = false;
};

/// What a name in a message was found to be: `end` is where its place there ends, `size` its octets without compression.
/// Both 0: it is malformed, as `what` says.
struct name_extent {
  std::size_t end = 0;
  std::size_t size = 0;
  fault what = fault::none;
};

/// What is done with the pieces of a name: nothing, they are only measured.
struct no_pieces {
  constexpr void append(const std::uint8_t*, std::size_t, std::size_t) const noexcept {}
};

/// Walk over the name at `at` of a message. Its pointers lead to before `before`: `at`, or 0 where none are allowed.
template <class Pieces>
[[nodiscard]] [[gnu::always_inline]] constexpr name_extent walk_name(const std::uint8_t* message, std::size_t size, std::size_t at,
                                                                     std::size_t before, pointer_chains* chains,
                                                                     Pieces&& pieces) noexcept {
  constexpr std::size_t longest = domain_name::max_size;
  constexpr name_extent wrong{0, 0, fault::bad_value};
  std::size_t p = at, stop = size - at < longest ? size : at + longest;
  unsigned c = 0;
  for (;; p += c + 1) {
    if (p >= stop) return {0, 0, stop == size ? fault::truncated : fault::bad_value};
    c = message[p];
    if (c - 1 >= domain_name::max_label) break;
  }
  pieces.append(message + at, p - at, size - at);
  if (c == 0) return {p + 1, p + 1 - at};
  std::size_t labels = p - at;
  const std::size_t end = p + 2;
  for (unsigned hops = 0;;) {
    if (c < 0xc0) return wrong;
    std::size_t piece = pointer_chains::target(message, size, p);
    if (piece >= before) return {0, 0, end > size ? fault::truncated : fault::bad_value};
    if (chains && message[piece] >= 0xc0 && ++hops > pointer_chains::most_hops) {
      piece = chains->resolve(message, size, piece);
      if (piece == pointer_chains::nowhere) return wrong;
    }
    before = p = piece;
    stop = size - p < longest - labels ? size : p + longest - labels;
    for (;; p += c + 1) {
      if (p >= stop) return {0, 0, stop == size ? fault::truncated : fault::bad_value};
      c = message[p];
      if (c - 1 >= domain_name::max_label) break;
    }
    pieces.append(message + piece, p - piece, size - piece);
    labels += p - piece;
    if (c == 0) return {end, labels + 1};
  }
}

/// The name at `at` of a message, or the root where it is malformed.
[[nodiscard]] constexpr domain_name read_name(const std::uint8_t* message, std::size_t size, std::size_t at, std::size_t before,
                                              pointer_chains* chains) noexcept {
  domain_name name = name_builder::blank();
  name_builder builder{name};
  if (walk_name(message, size, at, before, chains, builder).end == 0) builder = name_builder{name};
  builder.finish();
  return name;
}

}  // namespace packetry::detail
