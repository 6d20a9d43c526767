// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/small_list.hpp>
#include <packetry/layer/write.hpp>
#include <packetry/show/value_text.hpp>

namespace packetry::detail {

// --- without templates: what a row comes to --------------------------------------------------------------------------

using name_function = std::string_view (*)(std::uint64_t) noexcept;

inline void write_number(row_sink& to, const char* name, std::uint64_t value, std::string_view text = {},
                         bool hexadecimal = false) {
  if (std::string* const out = to.row(name)) {
    append_number(*out, to.verbatim ? std::string_view{} : text, value, hexadecimal && !to.verbatim);
    to.row_end();
  }
}
inline void write_known_number(row_sink& to, const char* name, std::uint64_t value, name_function text, bool hexadecimal) {
  write_number(to, name, value, text(value), hexadecimal);
}

inline void write_octets(row_sink& to, const char* name, bytes wire, void (*append)(std::string&, bytes) = append_quoted) {
  if (std::string* const out = to.row(name)) {
    (to.verbatim ? append_quoted : append)(*out, wire);
    to.row_end();
  }
}

inline void write_constant(row_sink& to, const char* name, std::string_view text) {
  if (std::string* const out = to.row(name)) {
    *out += text;
    to.row_end();
  }
}

/// A value of some class, by the function that prints it.
inline void write_class(row_sink& to, const char* name, const void* value, void (*append)(std::string&, const void*, bool)) {
  if (std::string* const out = to.row(name)) {
    append(*out, value, to.verbatim);
    to.row_end();
  }
}
template <class T>
void append_erased(std::string& out, const void* value, bool verbatim) {
  append_value(out, *static_cast<const T*>(value), verbatim);
}

/// What a layer's rows depend on beside its value.
struct row_context {
  bool prefixed = false;          ///< the layer below gives it its prefix (DNS over TCP: the length)
  bool dissected = false;         ///< read from octets
  const number* above = nullptr;  ///< the numbers of the layer above
  std::size_t above_count = 0;
};

/// The first number of Space that the layer above has.
template <class Space>
[[nodiscard]] constexpr std::uint64_t implied(const row_context& c, std::uint64_t otherwise) noexcept {
  for (std::size_t i = 0; i != c.above_count; ++i)
    if (c.above[i].in<Space>()) return c.above[i].value;
  return otherwise;
}

// --- a field that has a value ----------------------------------------------------------------------------------------

// Shared by all rows of one type, whatever their layer: there are hundreds of rows, and code for each costs the compiler.
// `Fields` gives the layer's other members: `value_fields` of what was put together, `layer_view` of what was read.

/// A number, or a class that is made of one.
template <class T, class Space, bool Hexadecimal>
void write_word(std::uint64_t value, row_sink& to, const char* name) {
  if constexpr (std::is_class_v<T>) {
    const T object = from_uint<T>(value);
    write_class(to, name, &object, append_erased<T>);
  } else {
    write_known_number(to, name, value, number_name<Space>, Hexadecimal);
  }
}
template <class L, std::size_t I>
inline constexpr auto word_writer = [] {
  using T = typename row_of<L, I>::value_type;
  using space = std::conditional_t<std::is_class_v<T>, void, name_space_of<L, I>>;
  constexpr bool hexadecimal = rows_of<L>[I].has(kind::hexadecimal) || is_hexadecimal_space<space>;
  return &write_word<std::conditional_t<std::is_class_v<T>, T, int>, space, !std::is_class_v<T> && hexadecimal>;
}();

template <auto Naming, class Fields, class T>
void write_named(const Fields& fields, const T& value, bool hexadecimal, row_sink& to, const char* name) {
  write_number(to, name, to_uint(value), name_of(fields.template get<Naming>(), value), hexadecimal);
}
template <class A, auto Member, auto Value, class Fields>
void write_address(const printed_as<A, Member, Value>*, const Fields& fields, bytes wire, row_sink& to, const char* name) {
  constexpr std::size_t size = std::is_same_v<A, mac_address> ? 6 : 4;
  if (fields.template get<Member>() != Value || wire.size() != size) return write_octets(to, name, wire);
  const A address = from_uint<A>(load_be(wire));
  write_class(to, name, &address, append_erased<A>);
}

template <class A, auto Member, auto Value, class Fields>
[[nodiscard]] bool printed_as_holds(const printed_as<A, Member, Value>*, const Fields& fields) {
  return fields.template get<Member>() == Value;
}
template <class Fields>
[[nodiscard]] bool printed_as_holds(const void*, const Fields&) {
  return false;
}

template <class L, std::size_t I, class Fields, class T>
void write_value(const Fields& fields, const T& value, row_sink& to, const char* name) {
  constexpr row_info info = rows_of<L>[I];
  constexpr const row_of<L, I>* row = nullptr;
  if constexpr (info.has(kind::named_by)) {
    write_named<naming_member(row)>(fields, value, info.has(kind::hexadecimal), to, name);
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    word_writer<L, I>(to_uint(value), to, name);
  } else if constexpr (requires { write_padded(to, name, value, true); }) {
    write_padded(to, name, value, printed_as_holds(row, fields));
  } else if constexpr (info.has(kind::printed_as)) {
    write_address(row, fields, {value.data(), value.size()}, to, name);
  } else if constexpr (is_text<typename row_of<L, I>::codec>) {
    write_octets(to, name, {value.data(), value.size()}, append_plain);
  } else {
    write_class(to, name, &value, append_erased<T>);
  }
}

// --- one that was left empty -----------------------------------------------------------------------------------------

/// The number of the layer above, or of the data, that it names; what only serializing or a route can tell is None.
template <class L, std::size_t I>
void write_empty(const value_fields<L>& fields, [[maybe_unused]] const row_context& c, row_sink& to, const char* name) {
  using row = row_of<L, I>;
  constexpr row_info info = rows_of<L>[I];
  constexpr bool known = info.has(kind::selects) || info.has(kind::named_in) || info.has(kind::implied_by) || info.has(kind::found_by);
  if (!known && !to.as_sent) return write_constant(to, name, "None");
  std::uint64_t value = 0;
  if constexpr (info.has(kind::default_to)) value = static_cast<std::uint64_t>(default_in(static_cast<const row*>(nullptr)));
  if constexpr (info.has(kind::selects)) value = implied<space_of<L, I>>(c, value);
  if constexpr (info.has(kind::found_by)) {
    using reader = found_reader_of<L, I>;
    for (std::size_t i = 0; i != c.above_count; ++i)
      if (c.above[i].template in<typename reader::space>() && reader::carries(c.above[i].value)) value = reader::value(c.above[i].value);
  }
  if constexpr (info.has(kind::implied_by)) {
    value = to_uint((fields.value.*(implying_in(static_cast<const row*>(nullptr)))).implied());
  }
  if constexpr (info.fixed() && info.bits <= 64) {
    word_writer<L, I>(value, to, name);
  } else {
    write_value<L, I>(fields, typename row::value_type{}, to, name);
  }
}

// --- rows -----------------------------------------------------------------------------------------------------------

/// A list of records, or one value.
template <class L, std::size_t I, class Fields, class T>
void write_member(const Fields& fields, const row_context& c, const T& value, row_sink& to, const char* name) {
  if constexpr (requires { write_list(to, name, value, c); }) {
    write_list(to, name, value, c);
  } else {
    write_value<L, I>(fields, value, to, name);
  }
}

template <class L, std::size_t I, class Fields>
void read_row(const Fields& fields, const row_context& c, row_sink& to) {
  using row = row_of<L, I>;
  const auto& r = row_at<I>(L::wire.rows);
  if (!to.wants(r.name)) return;
  if constexpr (rows_of<L>[I].has(kind::condition)) {
    if (!to.whole_table && !row_present(fields, static_cast<const row*>(nullptr))) return;
  }
  if constexpr (!holds_member<row>) {
    if (!to.verbatim) write_constant(to, r.name, r.text);  // no field of the layer: not for `ls`
  } else if constexpr (requires { fields.value; }) {
    const auto& member = fields.value.*(r.member);
    if constexpr (is_computed<typename row::member_type>) {
      if (!member.has_value()) return write_empty<L, I>(fields, c, to, r.name);
    }
    write_member<L, I>(fields, c, plain(member), to, r.name);
  } else {
    write_member<L, I>(fields, c, fields.template read<I>(), to, r.name);
  }
}

template <class L, class Fields, std::size_t... I>
void read_rows(const Fields& fields, const row_context& c, row_sink& to, std::index_sequence<I...>) {
  (read_row<L, I>(fields, c, to), ...);
}

/// Give all rows of a layer, or of a record, to `to`.
template <class L>
void read_rows(const L& layer, const row_context& c, row_sink& to) {
  read_rows<L>(value_fields<L>{layer, c.prefixed}, c, to, std::make_index_sequence<row_count<L>>{});
}

template <class L>
[[nodiscard]] constexpr std::string_view title_of() noexcept {
  if constexpr (requires { std::string_view{L::title}; }) {
    return L::title;
  } else {
    return L::name;
  }
}

/// A list of records, each with a wire table of its own.
template <layer Record, std::size_t Inline>
void write_list(row_sink& to, const char* name, const small_list<Record, Inline>& records, const row_context& c) {
  if (!to.list(name)) return;
  for (const Record& r : records) {
    if (!to.element(title_of<Record>())) continue;
    read_rows(r, row_context{.dissected = c.dissected}, to);
    to.element_end();
  }
  to.list_end();
}

}  // namespace packetry::detail
