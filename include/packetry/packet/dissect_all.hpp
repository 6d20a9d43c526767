// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/prefetched.hpp>
#include <packetry/packet/packet_view.hpp>

namespace packetry {

/// The packets of a range, each dissected when it is come to, those behind it being fetched from memory meanwhile.
template <detail::packets_in_memory R, class Catalog>
class dissected_range {
 public:
  constexpr dissected_range(const R& packets, link_type link) noexcept : packets_(packets), link_(link) {}

  class iterator {
   public:
    using value_type = basic_packet_view<Catalog>;
    using difference_type = std::ptrdiff_t;
    using iterator_concept = std::input_iterator_tag;

    constexpr iterator(typename prefetched<R>::iterator at, link_type link) noexcept : at_(at), link_(link) {}
    [[nodiscard]] constexpr value_type operator*() const { return dissect<Catalog>(*at_, link_); }
    constexpr iterator& operator++() {
      ++at_;
      return *this;
    }
    constexpr void operator++(int) { ++at_; }
    friend constexpr bool operator==(const iterator& a, std::default_sentinel_t end) noexcept { return a.at_ == end; }

   private:
    typename prefetched<R>::iterator at_;
    link_type link_;
  };

  [[nodiscard]] constexpr iterator begin() const { return {packets_.begin(), link_}; }
  [[nodiscard]] constexpr std::default_sentinel_t end() const noexcept { return {}; }
  [[nodiscard]] constexpr std::size_t size() const { return packets_.size(); }

 private:
  prefetched<R> packets_;
  link_type link_;
};

/// Dissect many packets of one link type, each by its content, in order: the way to read more of them than the processor's
/// caches hold. `packets` is a span of `bytes`, or a vector of vectors of octets; its octets must outlive the range and the
/// views.
///
/// \code
/// for (const packet_view& p : dissect(frames)) total += p.has<tcp>();
/// \endcode
template <detail::packets_in_memory R, class Catalog = standard_catalog>
[[nodiscard]] constexpr dissected_range<R, Catalog> dissect(const R& packets, link_type link = link_type::ethernet, const Catalog& = {}) {
  return {packets, link};
}
template <detail::packets_in_memory R, class Catalog = standard_catalog>
  requires(!std::ranges::enable_borrowed_range<R>)
dissected_range<R, Catalog> dissect(const R&&, link_type = link_type::ethernet, const Catalog& = {}) = delete;  // gone before it is read

}  // namespace packetry
