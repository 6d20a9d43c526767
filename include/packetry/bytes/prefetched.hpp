// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <type_traits>

namespace packetry {

namespace detail {

[[nodiscard]] constexpr bytes octets_in_memory(bytes wire) noexcept { return wire; }
template <class Packet>
  requires requires(const Packet& p) {
    { p.octets() } -> std::convertible_to<bytes>;
  }
[[nodiscard]] constexpr bytes octets_in_memory(const Packet& owner) noexcept { return owner.octets(); }

/// Several packets side by side: a span of `bytes`, a vector of vectors of octets, a vector of packets.
template <class R>
concept packets_in_memory = requires(const R& packets) {
  { packets.size() } -> std::convertible_to<std::size_t>;
  octets_in_memory(packets[0]);
} && !requires(const R& packet) { octets_in_memory(packet); };

/// Asks for the beginning of a packet, which holds its headers, and those of a short message: three cache lines.
// Inlined whatever its size: of a function that does nothing but that, GCC takes the call for one without effect, and removes it.
[[gnu::always_inline]] constexpr void prefetch(bytes wire) noexcept {
  if (std::is_constant_evaluated()) return;
  // A line behind may lie behind all octets: no pointer may be made to there, but an address; to ask for it never faults.
  const auto at = reinterpret_cast<std::uintptr_t>(wire.data());
  __builtin_prefetch(reinterpret_cast<const void*>(at));
  __builtin_prefetch(reinterpret_cast<const void*>(at + 64));
  __builtin_prefetch(reinterpret_cast<const void*>(at + 128));
}

}  // namespace detail

/// Packets one after the other, those to come being fetched into the cache while this one is read: where there are more than
/// the caches hold, waiting for memory takes most of the time, and this hides most of it.
///
/// A view of `packets`, which must outlive it; a span is copied.
///
/// \code
/// std::vector<bytes> frames = …;
/// for (bytes frame : prefetched{frames}) for_each_layer(frame, link_type::ethernet, [&](const layer_view<tcp>& l) { … });
/// \endcode
template <detail::packets_in_memory R>
class prefetched {
  static constexpr bool borrows = std::ranges::enable_borrowed_range<R>;

 public:
  /// How far ahead: about as many packets as are read in the time that memory needs to answer.
  static constexpr std::size_t ahead = 16;

  constexpr explicit prefetched(const R& packets) noexcept : packets_(held(packets)) {}
  explicit prefetched(const R&&)
    requires(!borrows)
  = delete;  // would be gone before it is read

  class iterator {
   public:
    using value_type = bytes;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    constexpr explicit iterator(const R& packets) : packets_(&packets), size_(packets.size()) {
      for (std::size_t i = 0; i != ahead && i != size_; ++i) fetch(i);
    }

    [[nodiscard]] constexpr bytes operator*() const { return detail::octets_in_memory((*packets_)[at_]); }
    constexpr iterator& operator++() {
      if (ahead < size_ - at_) fetch(at_ + ahead);
      ++at_;
      return *this;
    }
    constexpr void operator++(int) { ++*this; }
    friend constexpr bool operator==(const iterator& a, std::default_sentinel_t) noexcept { return a.at_ == a.size_; }

   private:
    [[gnu::always_inline]] constexpr void fetch(std::size_t i) const { detail::prefetch(detail::octets_in_memory((*packets_)[i])); }

    const R* packets_;
    std::size_t at_ = 0, size_;
  };

  [[nodiscard]] constexpr iterator begin() const { return iterator{packets()}; }
  [[nodiscard]] constexpr std::default_sentinel_t end() const noexcept { return {}; }
  [[nodiscard]] constexpr std::size_t size() const { return packets().size(); }

 private:
  [[nodiscard]] static constexpr auto held(const R& packets) noexcept {
    if constexpr (borrows) {
      return packets;
    } else {
      return &packets;
    }
  }
  [[nodiscard]] constexpr const R& packets() const noexcept {
    if constexpr (borrows) {
      return packets_;
    } else {
      return *packets_;
    }
  }

  decltype(held(std::declval<const R&>())) packets_;
};

}  // namespace packetry
