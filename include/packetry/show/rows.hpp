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
inline void write_number(row_sink& to, const char* name, std::uint64_t value, name_function text, bool hexadecimal) {
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

template <class T, class Space, bool Hexadecimal>
void write_number_of(const void*, const T& value, row_sink& to, const char* name) {
  write_number(to, name, to_uint(value), number_name<Space>, Hexadecimal);
}
template <class L, auto Naming, class T, bool Hexadecimal>
void write_number_by(const void* layer, const T& value, row_sink& to, const char* name) {
  write_number(to, name, to_uint(value), name_of(plain(static_cast<const L*>(layer)->*Naming), value), Hexadecimal);
}
template <class L, class A, auto Member, auto Value, class T>
void write_address(const void* layer, const T& wire, row_sink& to, const char* name) {
  constexpr std::size_t size = std::is_same_v<A, mac_address> ? 6 : 4;
  const bool is = plain(static_cast<const L*>(layer)->*Member) == Value && wire.size() == size;
  if (!is) return write_octets(to, name, {wire.data(), wire.size()});
  const A address = from_uint<A>(load_be(bytes{wire.data(), size}));
  write_class(to, name, &address, append_erased<A>);
}
template <class T>
void write_text(const void*, const T& value, row_sink& to, const char* name) {
  write_octets(to, name, {value.data(), value.size()}, append_plain);
}
template <class T>
void write_class_of(const void*, const T& value, row_sink& to, const char* name) {
  write_class(to, name, &value, append_erased<T>);
}

template <class T>
using row_writer = void (*)(const void* layer, const T& value, row_sink& to, const char* name);

template <class L, class T, class A, auto Member, auto Value>
constexpr row_writer<T> address_writer(const printed_as<A, Member, Value>*) noexcept {
  return write_address<L, A, Member, Value, T>;
}

/// How the values of a row are written.
template <class L, std::size_t I>
constexpr auto make_writer() noexcept {
  using row = row_of<L, I>;
  using T = typename row::value_type;
  constexpr row_info info = rows_of<L>[I];
  constexpr const row* r = nullptr;
  row_writer<T> write = nullptr;
  if constexpr (info.has(kind::named_by)) {
    write = write_number_by<L, naming_member(r), T, info.has(kind::hexadecimal)>;
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    using space = name_space_of<L, I>;
    write = write_number_of<T, space, info.has(kind::hexadecimal) || is_hexadecimal_space<space>>;
  } else if constexpr (info.has(kind::printed_as)) {
    write = address_writer<L, T>(r);
  } else if constexpr (is_text<typename row::codec>) {
    write = write_text<T>;
  } else {
    write = write_class_of<T>;
  }
  return write;
}
template <class L, std::size_t I>
inline constexpr auto writer_of = make_writer<L, I>();

// --- one that was left empty -----------------------------------------------------------------------------------------

/// The number of the layer above, or of the data, that it names; what only serializing or a route can tell is None.
template <class L, std::size_t I>
void write_empty(const L& layer, [[maybe_unused]] const row_context& c, row_sink& to, const char* name) {
  using row = row_of<L, I>;
  using value_type = typename row::value_type;
  constexpr row_info info = rows_of<L>[I];
  constexpr bool known = info.has(kind::selects) || info.has(kind::named_in) || info.has(kind::implied_by);
  if (!known && !to.as_sent) return write_constant(to, name, "None");
  std::uint64_t value = 0;
  if constexpr (info.has(kind::default_to)) value = static_cast<std::uint64_t>(default_in(static_cast<const row*>(nullptr)));
  if constexpr (info.has(kind::selects)) value = implied<space_of<L, I>>(c, value);
  if constexpr (info.has(kind::implied_by)) value = to_uint((layer.*(implying_in(static_cast<const row*>(nullptr)))).implied());
  if constexpr (info.fixed() && info.bits <= 64) {
    writer_of<L, I>(&layer, from_uint<value_type>(value), to, name);
  } else {
    writer_of<L, I>(&layer, value_type{}, to, name);
  }
}

// --- rows -----------------------------------------------------------------------------------------------------------

template <class L, std::size_t I>
void read_row(const L& layer, const row_context& c, row_sink& to) {
  using row = row_of<L, I>;
  const auto& r = row_at<I>(L::wire.rows);
  if constexpr (rows_of<L>[I].has(kind::condition)) {
    if (!to.whole_table && !row_present(value_fields<L>{layer, c.prefixed}, static_cast<const row*>(nullptr))) return;
  }
  if constexpr (!holds_member<row>) {
    if (!to.verbatim) write_constant(to, r.name, r.text);  // no field of the layer: not for `ls`
  } else {
    const auto& member = layer.*(r.member);
    if constexpr (requires { write_list(to, r.name, member, c); }) {
      write_list(to, r.name, member, c);
    } else {
      if constexpr (is_computed<typename row::member_type>) {
        if (!member.has_value()) return write_empty<L, I>(layer, c, to, r.name);
      }
      writer_of<L, I>(&layer, plain(member), to, r.name);
    }
  }
}

template <class L, std::size_t... I>
void read_rows(const L& layer, const row_context& c, row_sink& to, std::index_sequence<I...>) {
  (read_row<L, I>(layer, c, to), ...);
}

/// Give all rows of a layer, or of a record, to `to`.
template <class L>
void read_rows(const L& layer, const row_context& c, row_sink& to) {
  read_rows(layer, c, to, std::make_index_sequence<row_count<L>>{});
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
