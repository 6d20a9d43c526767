// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/option_list.hpp>

namespace packetry {

/// A list of type-length-value options of any size, kept as the octets they are on the wire (nothing that was read is lost)
/// and read as a list. What differs from protocol to protocol is in `Grammar`:
///
///   kind                      the enumeration of types
///   single(type)              a type that stands alone, without a length
///   octets(length)            octets of the whole option whose length octet says so; 0: none can
///   length(octets)            the length octet of an option of so many octets
///   wide                      where it is there: type and length are 2 octets each, else one
///   unit                      where it is there: options are filled up to so many octets, which the length does not count
///   lead(kind, octets)        appends the padding that must stand in front of an option of that kind
///
/// An option that runs past the end ends the list: `whole` is false of it, and `data` is what is there.
template <class Grammar, std::size_t Inline>
class tlv_list {
 public:
  using grammar = Grammar;
  using kind_type = typename Grammar::kind;
  using view = option_view<kind_type>;
  using option = basic_option<kind_type, 254>;
  /// Octets of type and length.
  static constexpr std::size_t head = requires { Grammar::wide; } ? 4 : 2;

  constexpr tlv_list() noexcept = default;
  constexpr tlv_list(bytes wire) : wire_(wire) {}
  constexpr tlv_list(std::initializer_list<option> options) {
    for (const option& o : options) push_back(o);
  }

  constexpr void push_back(const option& o) {
    if (o.single) {
      put(static_cast<std::uint16_t>(o.kind));
    } else {
      push_back(o.kind, {o.data.data(), o.data.size()});
    }
  }
  /// An option of any size. Zeros fill it to a size that its length can say.
  constexpr void push_back(kind_type kind, bytes data) {
    Grammar::lead(kind, wire_);
    const auto length = Grammar::length(data.size() + head);
    put(static_cast<std::uint16_t>(kind));
    put(length);
    wire_.append(data.data(), data.size());
    for (std::size_t size = data.size() + head; size < padded(Grammar::octets(length)); ++size) wire_.push_back(0);
  }

  [[nodiscard]] constexpr bytes octets() const noexcept { return wire_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return wire_.size(); }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return wire_.data(); }
  [[nodiscard]] constexpr bool empty() const noexcept { return wire_.empty(); }

  class iterator {
   public:
    using value_type = view;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() noexcept = default;
    constexpr iterator(const std::uint8_t* at, const std::uint8_t* end) noexcept : at_(at), end_(end) { read(); }

    [[nodiscard]] constexpr const view& operator*() const noexcept { return current_; }
    [[nodiscard]] constexpr const view* operator->() const noexcept { return &current_; }
    constexpr iterator& operator++() noexcept {
      at_ += step_;
      read();
      return *this;
    }
    constexpr iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept { return a.at_ == b.at_; }
    [[nodiscard]] constexpr const std::uint8_t* place() const noexcept { return at_; }

   private:
    constexpr void read() noexcept {
      if (at_ == end_) return;
      const auto there = static_cast<std::size_t>(end_ - at_);
      current_ = {static_cast<kind_type>(*at_), {}, false, true};
      if constexpr (head == 2) {
        current_.single = Grammar::single(*at_);
        size_ = step_ = 1;
        if (current_.single) return;
        size_ = there > 1 ? Grammar::octets(at_[1]) : 0;
      } else {
        if (there > 1) current_.kind = static_cast<kind_type>(detail::load_be<2>(at_));
        size_ = there >= head ? Grammar::octets(static_cast<std::uint16_t>(detail::load_be<2>(at_ + 2))) : 0;
      }
      current_.whole = size_ >= head && size_ <= there;
      if (!current_.whole) size_ = there;
      step_ = padded(size_) < there ? padded(size_) : there;
      if (size_ > head) current_.data = {at_ + head, size_ - head};
    }

    const std::uint8_t* at_ = nullptr;
    const std::uint8_t* end_ = nullptr;
    std::size_t size_ = 0, step_ = 0;
    view current_{};
  };

  [[nodiscard]] constexpr iterator begin() const noexcept { return {wire_.data(), wire_.data() + wire_.size()}; }
  [[nodiscard]] constexpr iterator end() const noexcept { return {wire_.data() + wire_.size(), wire_.data() + wire_.size()}; }

  /// The first whole option of a kind.
  [[nodiscard]] constexpr std::optional<view> find(kind_type kind) const noexcept {
    for (const view& o : *this)
      if (o.kind == kind && o.whole) return o;
    return std::nullopt;
  }

  /// Octets of the options at the front of `wire` that are whole.
  [[nodiscard]] static constexpr std::size_t whole_octets(bytes wire) noexcept {
    const iterator end{wire.data() + wire.size(), wire.data() + wire.size()};
    iterator i{wire.data(), wire.data() + wire.size()};
    while (i != end && i->whole) ++i;
    return static_cast<std::size_t>(i.place() - wire.data());
  }

  friend constexpr bool operator==(const tlv_list&, const tlv_list&) = default;

 private:
  [[nodiscard]] static constexpr std::size_t padded(std::size_t size) noexcept {
    if constexpr (requires { Grammar::unit; }) {
      return (size + Grammar::unit - 1) / Grammar::unit * Grammar::unit;
    } else {
      return size;
    }
  }
  constexpr void put(std::uint16_t v) {
    if constexpr (head == 4) wire_.push_back(static_cast<std::uint8_t>(v >> 8));
    wire_.push_back(static_cast<std::uint8_t>(v));
  }

  small_octets<Inline> wire_;
};

}  // namespace packetry
