// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>

#include <optional>

namespace packetry {

/// One option as it stands on the wire: its kind and its octets behind kind and length.
template <class Kind>
struct option_view {
  Kind kind{};
  bytes data{};
  bool single = false;   ///< one octet: no length, no data
  bool whole = true;     ///< false: its length is below 2 or runs past the end; `data` is what is there

  /// The data as one big-endian integer of `Octets`, where it has that size.
  template <std::size_t Octets>
  [[nodiscard]] constexpr std::optional<std::uint64_t> integer() const noexcept {
    if (data.size() != Octets) return std::nullopt;
    return detail::load_be<Octets>(data.data());
  }
};

/// An option to be sent: kind, and data unless it is a single octet. Trivially destroyed, without which GCC 12 refuses a
/// list of them in a constant expression.
template <class Kind, std::size_t Inline>
struct basic_option {
  Kind kind{};
  bounded_octets<Inline> data{};
  bool single = false;

  friend constexpr bool operator==(const basic_option&, const basic_option&) = default;
};

/// A list of kind-length-value options of at most `Inline` octets, kept as the octets they are on the wire (so nothing that was read is lost) and
/// read as a list. The length octet counts kind and length. Rules of reading: kinds 0 and 1 are single octets; a length
/// below 2 counts as 2, one that runs past the end gives what is there. Kind 0 ends the list for `find`; what stands
/// behind it can still be iterated over.
template <class Kind, std::size_t Inline>
class option_list {
 public:
  using option = basic_option<Kind, Inline>;
  using view = option_view<Kind>;

  constexpr option_list() noexcept = default;
  constexpr option_list(bytes wire) : wire_(wire) {}
  constexpr option_list(std::initializer_list<option> options) {
    for (const option& o : options) push_back(o);
  }

  constexpr void push_back(const option& o) {
    wire_.push_back(static_cast<std::uint8_t>(o.kind));
    if (o.single) return;
    wire_.push_back(static_cast<std::uint8_t>(o.data.size() + 2));
    wire_.append(o.data.data(), o.data.size());
  }

  /// The octets, as they are sent and were received.
  [[nodiscard]] constexpr bytes octets() const noexcept { return {wire_.data(), wire_.size()}; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return wire_.size(); }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return wire_.data(); }
  [[nodiscard]] constexpr bool empty() const noexcept { return wire_.size() == 0; }

  class iterator {
   public:
    using value_type = view;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() noexcept = default;
    constexpr iterator(const std::uint8_t* at, const std::uint8_t* end) noexcept : at_(at), end_(end) { read(); }

    [[nodiscard]] constexpr const view& operator*() const noexcept { return current_; }
    [[nodiscard]] constexpr const view* operator->() const noexcept { return &current_; }
    constexpr iterator& operator++() noexcept {
      at_ += size_;
      read();
      return *this;
    }
    constexpr iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept { return a.at_ == b.at_; }

   private:
    constexpr void read() noexcept {
      if (at_ == end_) return;
      current_ = {static_cast<Kind>(*at_), {}, *at_ < 2, true};
      size_ = 1;
      if (current_.single) return;
      const auto there = static_cast<std::size_t>(end_ - at_);
      const std::size_t claim = there > 1 ? at_[1] : 0;
      size_ = claim < 2 ? 2 : claim;
      current_.whole = claim >= 2 && claim <= there;
      if (size_ > there) size_ = there;
      if (size_ > 2) current_.data = {at_ + 2, size_ - 2};
    }

    const std::uint8_t* at_ = nullptr;
    const std::uint8_t* end_ = nullptr;
    std::size_t size_ = 0;
    view current_{};
  };

  [[nodiscard]] constexpr iterator begin() const noexcept { return {wire_.data(), wire_.data() + wire_.size()}; }
  [[nodiscard]] constexpr iterator end() const noexcept {
    return {wire_.data() + wire_.size(), wire_.data() + wire_.size()};
  }

  /// The first option of a kind, before the list's end (kind 0).
  [[nodiscard]] constexpr std::optional<view> find(Kind kind) const noexcept {
    for (const view& o : *this) {
      if (o.kind == kind) return o;
      if (static_cast<std::uint8_t>(o.kind) == 0) break;
    }
    return std::nullopt;
  }

  friend constexpr bool operator==(const option_list&, const option_list&) = default;

 private:
  bounded_octets<Inline> wire_;
};

namespace detail {

template <class Option, class... Words>
[[nodiscard]] constexpr Option option_of(decltype(Option::kind) kind, Words... words) {
  Option o{.kind = kind};
  (
      [&](auto word) {
        std::uint8_t octets[sizeof word];
        store_be<sizeof word>(octets, word);
        o.data.append(octets, sizeof word);
      }(words),
      ...);
  return o;
}

}  // namespace detail
}  // namespace packetry
