// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/result.hpp>
#include <packetry/fields/domain_name.hpp>

// Reading a name in a message, where its tail may be a pointer to an earlier one (RFC 1035 section 4.1.4). The rules are
// strict: a pointer leads to before the piece that holds it (the name's begin, or where the pointer before led), so that
// every name ends; the two undefined types of label are refused; without compression the name has at most 255 octets.

namespace packetry::detail {

/// Where chains of pointers to pointers lead. Without labels between them such a chain may be thousands long, and one
/// that every record's name enters would be walked again and again: reading would be quadratic in the message. So of a
/// long chain every `stride`-th pointer, counted from its end, is remembered. Then a name costs at most 1.5 strides and
/// what is new; and as no two remembered pointers share the half stride that led to them, a small table holds them all.
class pointer_chains {
 public:
  static constexpr std::size_t nowhere = 0xffff;

  constexpr pointer_chains() noexcept {
    if (std::is_constant_evaluated()) clear();
  }

  /// The first octet that is no pointer, from the pointer at `at` on, or `nowhere`.
  [[nodiscard]] [[gnu::noinline]] constexpr std::size_t resolve(const std::uint8_t* message, std::size_t size, std::size_t at) noexcept {
    if (!in_use_) clear();
    in_use_ = true;
    std::size_t to = at, hops = 0, depth = 0;
    for (;; ++hops) {
      const slot& known = slots_[place(to)];
      if (known.at == to) {
        depth = known.depth;
        to = known.to;
        break;
      }
      if (message[to] < 0xc0) break;
      const std::size_t next = target(message, size, to);
      if (next >= to) {
        to = nowhere;
        break;
      }
      to = next;
    }
    for (std::size_t walked = 0; walked != hops; ++walked, at = target(message, size, at)) {
      const std::size_t from_end = depth + hops - walked;
      if (from_end % stride == 0 && walked >= stride / 2) remember(at, to, from_end);
    }
    return to;
  }

  [[nodiscard]] static constexpr std::size_t target(const std::uint8_t* message, std::size_t size, std::size_t at) noexcept {
    if (size - at < 2) return nowhere;
    return static_cast<std::size_t>(message[at] & 0x3f) << 8 | message[at + 1];
  }

 private:
  // A pointer reaches 16384 octets, which hold 8192 pointers: so about 128 are remembered.
  static constexpr std::size_t stride = 128, log2_places = 8, places = 1 << log2_places;

  struct slot {
    std::uint16_t at, to, depth;
  };

  constexpr void clear() noexcept {
    for (slot& s : slots_) s = {nowhere, nowhere, 0};
  }
  /// Where `at` stands, or could.
  [[nodiscard]] constexpr std::size_t place(std::size_t at) const noexcept {
    std::size_t i = at * 40503 >> (16 - log2_places) & (places - 1);
    for (std::size_t tries = 1; tries != places && slots_[i].at != at && slots_[i].at != nowhere; ++tries) i = (i + 1) & (places - 1);
    return i;
  }
  constexpr void remember(std::size_t at, std::size_t to, std::size_t depth) noexcept {
    if (count_ == places / 4 * 3) return;
    slot& s = slots_[place(at)];
    count_ += s.at != at;
    s = {static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(to), static_cast<std::uint16_t>(depth)};
  }

  bool in_use_ = false;
  std::size_t count_ = 0;
  slot slots_[places];
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
[[nodiscard]] [[gnu::always_inline]] constexpr name_extent walk_name(const std::uint8_t* message, std::size_t size, std::size_t at, std::size_t before,
                                              pointer_chains* chains, Pieces&& pieces) noexcept {
  constexpr std::size_t longest = domain_name::max_size;
  constexpr name_extent wrong{0, 0, fault::bad_value};
  constexpr unsigned most_hops = 8;  // of pointers to pointers, before `chains` is asked: real messages have none
  std::size_t p = at, stop = size - at < longest ? size : at + longest;
  unsigned c = 0;
  for (;; p += c + 1) {
    if (p >= stop) return {0, 0, stop == size ? fault::truncated : fault::bad_value};
    c = message[p];
    if (c == 0) {
      pieces.append(message + at, p - at, size - at);
      return {p + 1, p + 1 - at};
    }
    if (c > 63) break;
  }
  pieces.append(message + at, p - at, size - at);
  std::size_t labels = p - at;
  const std::size_t end = p + 2;
  for (unsigned hops = 0;;) {
    if (c < 0xc0) return wrong;
    std::size_t piece = pointer_chains::target(message, size, p);
    if (piece >= before) return wrong;
    if (chains && message[piece] >= 0xc0 && ++hops > most_hops) {
      piece = chains->resolve(message, size, piece);
      if (piece == pointer_chains::nowhere) return wrong;
    }
    before = p = piece;
    stop = size - p < longest - labels ? size : p + longest - labels;
    for (;; p += c + 1) {
      if (p >= stop) return {0, 0, stop == size ? fault::truncated : fault::bad_value};
      c = message[p];
      if (c == 0) {
        pieces.append(message + piece, p - piece, size - piece);
        return {end, labels + p - piece + 1};
      }
      if (c > 63) break;
    }
    pieces.append(message + piece, p - piece, size - piece);
    labels += p - piece;
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
