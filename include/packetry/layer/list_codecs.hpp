// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/codec.hpp>

namespace packetry {

namespace detail {

/// Octets kept in a class with `octets()`, up to the end of the header.
struct wire_list_codec : rest_of_header_codec {
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    w.octets(value.octets().data(), value.octets().size());
  }
};

/// As many elements of `Unit` octets as another member says, and `More`.
template <auto Count, std::size_t Unit, std::size_t More>
struct counted_list_codec : wire_list_codec {
  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const std::size_t size = (static_cast<std::size_t>(to_uint(view.template get<Count>())) + More) * Unit;
    const std::uint8_t* const stop = view.end() < view.header_end() ? view.end() : view.header_end();
    const auto there = static_cast<std::size_t>(stop - at);
    if (size > there) return {there / Unit * Unit, fault::truncated, true};
    return {size};
  }
};

/// The same in a header whose length bounds it: as many as there are.
template <auto Count, std::size_t Unit, std::size_t More>
struct bounded_list_codec : wire_list_codec {
  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const std::size_t size = (static_cast<std::size_t>(to_uint(view.template get<Count>())) + More) * Unit;
    const auto there = static_cast<std::size_t>(view.header_end() - at);
    return {size < there ? size : there};
  }
};

/// The options that are whole, from here to the end of what is there: one that is not ends the layer before itself.
template <class List>
struct whole_options_codec : wire_list_codec {
  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const std::uint8_t* const stop = view.end() < view.header_end() ? view.end() : view.header_end();
    const auto there = static_cast<std::size_t>(stop - at);
    const std::size_t whole = List::whole_octets({at, there});
    if (whole == there) return {whole};
    const bool endless = there - whole > 1 && List::grammar::octets(at[whole + 1]) < 2;
    return {whole, endless ? fault::bad_length : fault::truncated};
  }
};

/// Options that fill a header of a multiple of 8 octets, 2 of them in front of the list: padding options make up the rest.
struct padded_options_codec : rest_of_header_codec {
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    w.octets(value.data(), value.size());
    const std::size_t missing = (16 - (value.size() + 2) % 8) % 8;
    const std::uint8_t padding[8] = {missing > 1, static_cast<std::uint8_t>(missing > 1 ? missing - 2 : 0)};
    w.octets(padding, missing);
  }
};

/// Octets up to a zero, which is not part of the value.
struct terminated_codec : rest_of_header_codec {
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    constexpr std::uint8_t end = 0;
    w.octets(value.data(), value.size());
    w.octets(&end, 1);
  }
  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const std::uint8_t* const stop = view.end() < view.header_end() ? view.end() : view.header_end();
    const std::uint8_t* p = at;
    while (p != stop && *p != 0) ++p;
    if (p == stop) return {static_cast<std::size_t>(p - at), fault::truncated};
    return {static_cast<std::size_t>(p - at) + 1};
  }
  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View&, bytes wire) {
    return T(!wire.empty() && wire.back() == 0 ? wire.first(wire.size() - 1) : wire);
  }
};

}  // namespace detail

/// Text, or other octets, that a zero ends.
inline constexpr detail::terminated_codec zero_terminated{};
/// A list that is kept as octets, up to the end that a `header_words` rule gives.
inline constexpr detail::wire_list_codec wire_list{};
/// As many elements of `Unit` octets as another member says.
template <auto Count, std::size_t Unit>
inline constexpr detail::counted_list_codec<Count, Unit, 0> elements_counted_by{};
/// As many as another member says and `More`, as far as the header goes.
template <auto Count, std::size_t Unit, std::size_t More = 0>
inline constexpr detail::bounded_list_codec<Count, Unit, More> elements_within{};
/// The options that are whole.
template <class List>
inline constexpr detail::whole_options_codec<List> whole_options{};
/// Options with padding options up to 8 octets.
inline constexpr detail::padded_options_codec padded_options{};

}  // namespace packetry
