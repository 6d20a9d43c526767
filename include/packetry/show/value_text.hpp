// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/domain_name.hpp>
#include <packetry/fields/flags.hpp>
#include <packetry/fields/mac_address.hpp>
#include <packetry/fields/time_of_day.hpp>
#include <packetry/layer/wire.hpp>
#include <packetry/numbers/names.hpp>
#include <packetry/show/option_text.hpp>

#include <concepts>

namespace packetry {

/// The name of an ICMP code for its type: what `named_by` asks for, found by the types of both.
[[nodiscard]] constexpr std::string_view name_of(icmp_type type, std::uint8_t code) noexcept {
  return name_of_icmp_code(type, code);
}

namespace detail {

// --- numbers by name ------------------------------------------------------------------------------------------------

/// The name of a value in a number space; empty where it has none, or the space knows no names.
template <class Space>
[[nodiscard]] constexpr std::string_view number_name([[maybe_unused]] std::uint64_t value) noexcept {
  if constexpr (std::is_enum_v<Space>) {
    if constexpr (requires { std::string_view{name_of(Space{})}; }) return name_of(static_cast<Space>(value));
  }
  return {};
}

/// Spaces whose unnamed values people know in hexadecimal.
template <class Space>
inline constexpr bool is_hexadecimal_space = std::is_same_v<Space, ether_type> || std::is_same_v<Space, hardware_type>;

template <class S>
S named_space(const named_in<S>*);
void named_space(const void*);

template <auto M>
constexpr auto naming_member(const named_by<M>*) noexcept { return M; }

/// The number space that a row's values have names in.
template <class L, std::size_t I>
[[nodiscard]] constexpr auto name_space() noexcept {
  using row = row_of<L, I>;
  if constexpr (rows_of<L>[I].has(kind::named_in)) {
    return static_cast<decltype(named_space(static_cast<const row*>(nullptr)))*>(nullptr);
  } else if constexpr (rows_of<L>[I].has(kind::selects)) {
    return static_cast<space_of<L, I>*>(nullptr);
  } else {
    return static_cast<typename row::value_type*>(nullptr);
  }
}
template <class L, std::size_t I>
using name_space_of = std::remove_pointer_t<decltype(name_space<L, I>())>;

// --- values ---------------------------------------------------------------------------------------------------------

template <class T>
concept octet_sequence = requires(const T& v) {
  { *v.data() } -> std::convertible_to<std::uint8_t>;
  { v.size() } -> std::convertible_to<std::size_t>;
};

/// Whether octets that a codec reads are text by their protocol, which prints without quotes.
template <class Codec>
inline constexpr bool is_text = false;

/// A name as Scapy has it: the octets of its labels and dots, in quotes.
inline void append_value(std::string& out, const domain_name& name, bool) {
  std::uint8_t text[domain_name::max_size];
  std::size_t size = 0;
  for (const std::uint8_t* p = name.data(); *p != 0; p += *p + 1) {
    copy_octets(text + size, p + 1, *p);
    size += *p;
    text[size++] = '.';
  }
  if (size == 0) text[size++] = '.';
  append_quoted(out, {text, size});
}

inline void append_value(std::string& out, const time_of_day& t, bool verbatim) {
  if (verbatim) return append_decimal(out, t.value());
  append_to(out, t);
}

template <class Names, class UInt>
void append_value(std::string& out, const flag_set<Names, UInt>& flags, bool verbatim) {
  if (!verbatim) return append_to(out, flags);
  out += "<Flag ";
  append_decimal(out, flags.value());
  out += " (";
  append_to(out, flags);
  out += ")>";
}

/// A value of any other class that a row can hold. One of your own prints as its `append_to(std::string&, value)` says,
/// else as octets, else by its `value()`. `verbatim`: as Python's repr.
template <class T>
void append_value(std::string& out, const T& value, bool verbatim) {
  if constexpr (requires { append_to(out, value); }) {
    if (verbatim) out += '\'';
    append_to(out, value);
    if (verbatim) out += '\'';
  } else if constexpr (octet_sequence<T>) {
    append_quoted(out, {value.data(), value.size()});
  } else if constexpr (requires { value.octets(); }) {
    append_quoted(out, value.octets());
  } else {
    append_decimal(out, static_cast<std::uint64_t>(value.value()));
  }
}

}  // namespace detail
}  // namespace packetry
