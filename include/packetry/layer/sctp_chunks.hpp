// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/tlv_list.hpp>
#include <packetry/layer/view.hpp>
#include <packetry/layer/write.hpp>
#include <packetry/numbers/sctp_numbers.hpp>

#include <optional>

namespace packetry {

namespace detail {

/// RFC 9260 section 3.2.1: the length counts type and length, not what fills up to 4 octets.
struct sctp_param_grammar {
  using kind = sctp_param_kind;
  static constexpr bool wide = true;
  static constexpr std::size_t unit = 4;
  static constexpr std::size_t octets(std::uint16_t length) noexcept { return length; }
  static constexpr std::uint16_t length(std::size_t octets) noexcept { return static_cast<std::uint16_t>(octets); }
  template <class Octets>
  static constexpr void lead(kind, Octets&) noexcept {}
};

/// A struct that is a chunk: a table, whose type is known.
template <class T>
concept sctp_chunk_table = requires(const T& c) {
  { c.type } -> std::convertible_to<sctp_chunk_type>;
  T::wire.rows;
};

}  // namespace detail

/// The parameters of a chunk.
using sctp_params = tlv_list<detail::sctp_param_grammar, 24>;

/// One chunk as it stands on the wire.
struct sctp_chunk_view {
  sctp_chunk_type type{};
  std::uint8_t flags = 0;
  bytes octets{};     ///< as far as its length says, type and length among them
  bool whole = true;  ///< false: its length is below 4 or runs past the end; `octets` is what is there

  /// Behind type, flags and length.
  [[nodiscard]] constexpr bytes value() const noexcept { return octets.size() < 4 ? bytes{} : octets.subspan(4); }

  /// Read as sctp_init, sctp_data or another of its kind; nothing where it is none.
  template <detail::sctp_chunk_table T>
  [[nodiscard]] constexpr std::optional<T> as() const {
    layer_view<T> v{nullptr, octets.data(), octets.data() + octets.size()};
    if (!whole || !T::is(type)) return std::nullopt;
    const detail::extent found = detail::measure(v);
    if (found.what != fault::none || found.size != octets.size()) return std::nullopt;
    return detail::decode(v);
  }
};

/// The chunks of an SCTP packet, kept as the octets they are on the wire (nothing that was read is lost), each filled up to 4.
///
/// \code
/// sctp{.sport = 1, .dport = 2, .tag = 7, .chunks = {sctp_cookie_ack{}, sctp_data{.tsn = 1, .data = "hello"}}}
/// for (const auto& chunk : message.chunks)
///   if (auto d = chunk.as<sctp_data>()) use(d->data);
/// \endcode
class sctp_chunks {
 public:
  constexpr sctp_chunks() noexcept = default;
  constexpr explicit sctp_chunks(bytes wire) : wire_(wire) {}
  template <detail::sctp_chunk_table... Chunks>
    requires(sizeof...(Chunks) != 0)
  constexpr sctp_chunks(const Chunks&... chunks) {
    (push_back(chunks), ...);
  }

  template <detail::sctp_chunk_table Chunk>
  constexpr void push_back(const Chunk& chunk) {
    const std::size_t before = wire_.size();
    detail::lengths n{.header = detail::header_size(chunk, false)};
    wire_.resize(before + n.header);
    detail::no_context none;
    detail::writer<detail::no_context> w{wire_.data() + before, none};
    detail::write_rows(chunk, false, w, n);
    while ((wire_.size() - before) % 4 != 0) wire_.push_back(0);
  }

  [[nodiscard]] constexpr bytes octets() const noexcept { return wire_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return wire_.size(); }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return wire_.data(); }
  [[nodiscard]] constexpr bool empty() const noexcept { return wire_.empty(); }

  class iterator {
   public:
    using value_type = sctp_chunk_view;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() noexcept = default;
    constexpr iterator(const std::uint8_t* at, const std::uint8_t* end) noexcept : at_(at), end_(end) { read(); }
    [[nodiscard]] constexpr const sctp_chunk_view& operator*() const noexcept { return current_; }
    [[nodiscard]] constexpr const sctp_chunk_view* operator->() const noexcept { return &current_; }
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
      const auto there = static_cast<std::size_t>(end_ - at_);
      if (there == 0) return;
      const std::size_t length = there < 4 ? 0 : static_cast<std::size_t>(detail::load_be<2>(at_ + 2));
      const bool whole = length >= 4 && length <= there;
      current_ = {static_cast<sctp_chunk_type>(*at_), there > 1 ? at_[1] : std::uint8_t{0}, {at_, whole ? length : there}, whole};
      step_ = (current_.octets.size() + 3) / 4 * 4;
      if (step_ > there) step_ = there;  // the last one need not be filled up
    }

    const std::uint8_t* at_ = nullptr;
    const std::uint8_t* end_ = nullptr;
    std::size_t step_ = 0;
    sctp_chunk_view current_{};
  };
  [[nodiscard]] constexpr iterator begin() const noexcept { return {wire_.data(), wire_.data() + wire_.size()}; }
  [[nodiscard]] constexpr iterator end() const noexcept { return {wire_.data() + wire_.size(), wire_.data() + wire_.size()}; }

  /// The first chunk that is a T.
  template <detail::sctp_chunk_table T>
  [[nodiscard]] constexpr std::optional<T> find() const {
    for (const sctp_chunk_view& chunk : *this)
      if (auto found = chunk.as<T>()) return found;
    return std::nullopt;
  }

  /// Octets of the chunks at the front of `wire` that are whole.
  [[nodiscard]] static constexpr std::size_t whole_octets(bytes wire) noexcept {
    const iterator end{wire.data() + wire.size(), wire.data() + wire.size()};
    iterator i{wire.data(), wire.data() + wire.size()};
    while (i != end && i->whole) ++i;
    return static_cast<std::size_t>(i.place() - wire.data());
  }
  /// What is not whole is cut short: its flags, where options have their length, do not tell.
  struct grammar {
    static constexpr std::size_t octets(std::uint8_t) noexcept { return 4; }
  };

  friend constexpr bool operator==(const sctp_chunks&, const sctp_chunks&) = default;

 private:
  packetry::octets wire_;
};

}  // namespace packetry
