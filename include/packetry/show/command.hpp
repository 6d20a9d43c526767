// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/serialize.hpp>
#include <packetry/show/field_values.hpp>
#include <packetry/show/kind_text.hpp>

#include <vector>

namespace packetry {

namespace detail {

// --- names, as a program spells them --------------------------------------------------------------------------------

/// What the compiler calls a type or a member, out of `function`, its text for a template of it: behind "X = ", up to the
/// end or to what GCC adds about other names.
[[nodiscard]] constexpr std::string_view spelled_in(std::string_view function) noexcept {
  function.remove_prefix(function.find("X = ") + 4);
  return function.substr(0, function.find_first_of(";]"));
}
template <class X>
[[nodiscard]] constexpr std::string_view spelled_type() noexcept { return spelled_in(__PRETTY_FUNCTION__); }
template <auto X>
[[nodiscard]] constexpr std::string_view spelled_value() noexcept { return spelled_in(__PRETTY_FUNCTION__); }

/// A type's name as it reads below `using namespace packetry`, wherever it was declared.
template <class T>
inline constexpr std::string_view code_name = [] {
  std::string_view name = spelled_type<T>();
  for (const std::string_view scope : {"packetry::", "{anonymous}::", "(anonymous namespace)::"})
    if (name.starts_with(scope)) name.remove_prefix(scope.size());
  return name;
}();
// Where the name is another's, with arguments.
template <>
inline constexpr std::string_view code_name<ip> = "ip";
template <>
inline constexpr std::string_view code_name<ip_error> = "ip_error";
template <>
inline constexpr std::string_view code_name<ipv6> = "ipv6";
template <>
inline constexpr std::string_view code_name<ipv6_error> = "ipv6_error";
template <>
inline constexpr std::string_view code_name<icmp> = "icmp";
template <>
inline constexpr std::string_view code_name<icmp_error> = "icmp_error";
template <>
inline constexpr std::string_view code_name<udp> = "udp";
template <>
inline constexpr std::string_view code_name<udp_error> = "udp_error";
template <>
inline constexpr std::string_view code_name<tcp> = "tcp";
template <>
inline constexpr std::string_view code_name<tcp_error> = "tcp_error";

/// The identifier of the member that row `I` fills: not always what the field is called.
template <class L, std::size_t I>
inline constexpr std::string_view member_identifier = [] {
  const std::string_view path = spelled_value<row_at<I>(L::wire.rows).member>();
  const std::string_view name = path.substr(path.rfind(':') + 1);
  return name.substr(0, name.find(')'));  // Clang may put the whole of it into parentheses
}();

// --- without templates ----------------------------------------------------------------------------------------------

/// Whether octets read well as text, and a literal holds them.
[[nodiscard]] constexpr bool is_literal_text(bytes wire) noexcept {
  for (const std::uint8_t o : wire)
    if (!is_printable(o) && o != '\r' && o != '\n' && o != '\t') return false;
  return true;
}

inline void append_literal(std::string& out, std::string_view text) {
  out += '"';
  char before = 0;
  for (const char c : text) {
    if (c == '"' || (c == '?' && before == '?')) out += '\\';  // no trigraph
    if (c == '"' || c == '?') {
      out += c;
    } else {
      append_escaped(out, static_cast<std::uint8_t>(c));
    }
    before = c;
  }
  out += '"';
}
inline void append_literal(std::string& out, bytes text) {
  append_literal(out, std::string_view{reinterpret_cast<const char*>(text.data()), text.size()});
}

/// "0x01, 0x02"
inline void append_octet_list(std::string& out, bytes wire) {
  for (std::size_t i = 0; i != wire.size(); ++i) {
    out += i == 0 ? "0x" : ", 0x";
    append_digits(out, wire[i], 2);
  }
}

/// "bytes{octets{0x01, 0x02}}": whatever is made of octets takes it.
inline void append_bytes(std::string& out, bytes wire) {
  out += "bytes{octets{";
  is_literal_text(wire) && !wire.empty() ? append_literal(out, wire) : append_octet_list(out, wire);
  out += "}}";
}

inline void append_separator(std::string& out) {
  if (out.back() != '{') out += ", ";
}

// --- values ---------------------------------------------------------------------------------------------------------

template <class L>
void append_code_fields(std::string& out, const L& value, bool prefixed);

template <class T>
void append_code(std::string& out, const T& value);

template <class T>
void append_code_list(std::string& out, const T& list) {
  out += '{';
  for (std::size_t i = 0; i != list.size(); ++i) {
    append_separator(out);
    append_code(out, list[i]);
  }
  out += '}';
}

/// A record, or a layer: "ip{.ttl = 1}".
template <layer L>
void append_code_value(std::string& out, const L& value, bool prefixed) {
  out += code_name<L>;
  out += '{';
  append_code_fields(out, value, prefixed);
  out += '}';
}
inline void append_code_value(std::string& out, const dns_edns_option& option, bool) {
  out += "dns_edns_option{";
  append_code(out, option.optcode);
  out += ", ";
  append_code(out, option.optdata);
  out += '}';
}

inline void append_code_headers(std::string& out, const http_headers& headers) {
  http_headers again;
  for (const http_header& h : headers) again.push_back(h);
  if (!(again == headers) || !is_literal_text(headers.lines())) {
    octets wire = headers.lines();
    if (headers.ended()) wire.append(bytes{octets{"\r\n"}}.data(), 2);
    out += "http_headers{";
    append_bytes(out, wire);
    out += '}';
    return;
  }
  out += '{';
  for (const http_header& h : headers) {
    append_separator(out);
    out += "http_header{";
    append_literal(out, h.name);
    if (h.value) append_literal(out += ", ", *h.value);
    out += '}';
  }
  out += '}';
}

inline void append_code_strings(std::string& out, const dns_txt& strings) {
  out += "dns_txt{";
  for (const bytes s : strings) {
    append_separator(out);
    append_literal(out, s);
  }
  out += '}';
}

/// A TCP option by the function that makes it; false: there is none for it.
inline bool append_tcp_option(std::string& out, const tcp_options::view& o) {
  const std::string_view words = tcp_option_words(o.kind);
  const bool listed = o.kind == tcp_option_kind::mss || o.kind == tcp_option_kind::wscale || o.kind == tcp_option_kind::timestamp;
  if (o.single) {
    out += o.kind == tcp_option_kind::eol ? "tcp_opt::eol()" : "tcp_opt::nop()";
    return true;
  }
  if (o.kind == tcp_option_kind::sack_ok && o.data.empty()) {
    out += "tcp_opt::sack_ok()";
    return true;
  }
  std::string numbers;
  if (!listed || !append_words(numbers, o.data, words)) return false;
  out += o.kind == tcp_option_kind::mss ? "tcp_opt::mss" : o.kind == tcp_option_kind::wscale ? "tcp_opt::wscale" : "tcp_opt::timestamp";
  out += numbers.front() == '(' ? numbers : '(' + numbers + ')';
  return true;
}

template <class View>
void append_option(std::string& out, const View& o) {
  if constexpr (std::is_same_v<View, tcp_options::view>) {
    if (append_tcp_option(out, o)) return;
  }
  out += "{.kind = ";
  append_code(out, o.kind);
  if (!o.data.empty()) append_bytes(out += ", .data = ", o.data);
  if (o.single) out += ", .single = true";
  out += '}';
}

/// Option by option, where that gives the same octets again.
template <options_like List>
void append_code_options(std::string& out, const List& options) {
  List again;
  bool whole = true;
  for (const auto& o : options) {
    whole = o.whole && o.data.size() <= 254;
    if (!whole) break;
    typename List::option copy{.kind = o.kind, .data = o.data, .single = o.single};
    again.push_back(copy);
  }
  if (!whole || !(again == options)) return append_bytes(out, options.octets());
  out += '{';
  for (const auto& o : options) {
    append_separator(out);
    append_option(out, o);
  }
  out += '}';
}

template <class Names, class UInt>
void append_code_flags(std::string& out, flag_set<Names, UInt> flags) {
  const std::string text = to_string(flags);
  bool same = !text.empty() && text.find('?') == text.npos;
  if (same) same = flag_set<Names, UInt>{text} == flags;
  same ? append_literal(out, text) : append_decimal(out, flags.value());
}

/// Data of a record by its type, where its octets are that.
template <class Data>
void append_code_data(std::string& out, const Data& data) {
  if constexpr (layer<Data>) {
    append_code_value(out, data, false);
  } else if constexpr (std::is_same_v<Data, dns_txt>) {
    append_code_strings(out, data);
  } else if constexpr (std::is_same_v<Data, dns_edns_options>) {
    append_code_list(out += "dns_edns_options{.options = ", data.options);
    out += '}';
  } else {
    out += code_name<Data>;
    out += '{';
    append_code(out, data);
    out += '}';
  }
}
template <std::same_as<dns_record> Record, std::same_as<dns_rdata> Data>
void append_record_data(std::string& out, const Record& record, const Data& rdata) {
  std::string typed;
  const auto append = [&](const auto& data) {
    append_code_data(typed, data);
    if constexpr (std::is_same_v<std::remove_cvref_t<decltype(data)>, dns_txt>) {
      for (const bytes s : data)
        if (!is_literal_text(s)) typed.clear();
    }
    if (!(dns_rdata{data} == rdata)) typed.clear();
  };
  const bool known = with_data(type_of(record), rdata, append);
  known && !typed.empty() ? void(out += typed) : append_bytes(out, rdata.wire());
}

inline void append_addresses(std::string& out, const ipv6_address_list& list) {
  if (list.octets().size() % 16 == 0) return append_code_list(out, list);
  append_bytes(out += "ipv6_address_list{", list.octets());
  out += '}';
}

template <class T>
void append_code(std::string& out, const T& value) {
  if constexpr (is_computed<T>) {
    append_code(out, value.value());
  } else if constexpr (std::is_same_v<T, bool>) {
    out += value ? "true" : "false";
  } else if constexpr (std::is_integral_v<T>) {
    append_decimal(out, value);
    if (value > 0x7fff'ffff'ffff'ffff) out += 'u';
  } else if constexpr (std::is_enum_v<T>) {
    out += code_name<T>;
    out += '{';
    append_decimal(out, to_uint(value));
    out += '}';
  } else if constexpr (layer<T>) {
    append_code_value(out, value, false);
  } else if constexpr (is_address<T> || std::is_same_v<T, domain_name>) {
    append_literal(out, to_string(value));
  } else if constexpr (std::is_same_v<T, http_headers>) {
    append_code_headers(out, value);
  } else if constexpr (options_like<T>) {
    append_code_options(out, value);
  } else if constexpr (std::is_same_v<T, ipv6_address_list>) {
    append_addresses(out, value);
  } else if constexpr (requires { typename T::value_type; value[0]; } && !octet_sequence<T>) {
    append_code_list(out, value);
  } else if constexpr (is_flag_set<T>) {
    append_code_flags(out, value);
  } else if constexpr (is_address_octets<T>) {
    value.size() == T{}.size() ? append_code(out, value.address()) : append_bytes(out, value.octets());
  } else if constexpr (requires { { value.value() } -> std::integral; }) {
    out += code_name<T>;
    out += '{';
    append_decimal(out, static_cast<std::uint64_t>(value.value()));
    out += '}';
  } else if constexpr (requires { typename T::value_type; }) {  // octets
    const bytes wire = octets_of(value);
    if (is_literal_text(wire)) return append_literal(out, wire);
    append_octet_list(out += '{', wire);
    out += '}';
  } else {
    append_bytes(out, octets_of(value));
  }
}

// --- layers ---------------------------------------------------------------------------------------------------------

/// "name = value" of a member, with its place in the layer: initialisers stand in the order of declaration.
struct initialiser {
  std::ptrdiff_t place;
  std::string text;
};

/// All that is not what it would be anyway.
template <class L>
void append_code_fields(std::string& out, const L& value, bool prefixed) {
  std::vector<initialiser> all;
  const auto add = [&](std::string_view name, const auto& member, const auto& standard, const auto& append) {
    if (member == standard) return;
    const auto place = reinterpret_cast<const char*>(&member) - reinterpret_cast<const char*>(&value);
    std::size_t at = all.size();
    while (at != 0 && all[at - 1].place > place) --at;
    std::string text = ".";
    (text += name) += " = ";
    append(text, member);
    all.insert(all.begin() + static_cast<std::ptrdiff_t>(at), {place, std::move(text)});
  };
  const L standard{};
  for_each_value(value_fields<L>{value, prefixed}, [&]<std::size_t I, class T>(std::integral_constant<std::size_t, I>, const T& member) {
    add(member_identifier<L, I>, member, standard.*(row_at<I>(L::wire.rows).member), [&](std::string& text, const T& m) {
      if constexpr (std::is_same_v<L, dns_record> && std::is_same_v<T, dns_rdata>) {
        append_record_data(text, value, m);
      } else {
        append_code(text, m);
      }
    });
  });
  if constexpr (requires { value.compress; }) {  // not on the wire, but how it gets there
    add("compress", value.compress, standard.compress, [](std::string& text, bool on) { append_code(text, on); });
  }
  for (const initialiser& one : all) {
    append_separator(out);
    out += one.text;
  }
}

/// Whether a layer that was read is what its value gives again. The octets that lead it are not looked at: they are a
/// field of it.
template <class L>
[[nodiscard]] bool gives_again(const L& value, bytes octets) {
  const auto again = to_bytes(value);
  if (again.size() != octets.size()) return false;
  for (std::size_t i = 0; i != again.size(); ++i)
    if (again[i] != octets[i]) return false;
  return true;
}

/// A layer that was read. False, and nothing written, where its value does not give it again: an HTTP head with two blanks, say.
template <class L>
[[nodiscard]] bool append_code_layer(std::string& out, const layer_view<L>& view) {
  L value = decode(view);
  const bytes octets{view.base(), static_cast<std::size_t>(view.header_end() - view.base())};
  bool same = gives_again(value, octets);
  if constexpr (requires { value.compress; }) {
    if (!same) {
      value.compress = false;
      same = gives_again(value, octets);
    }
  }
  if (same) append_code_value(out, value, view.begin() != view.base());
  return same;
}

/// Layer by layer; from one on that is not given again all that is not padding as octets.
template <class Catalog>
void append_command(std::string& out, const basic_packet_view<Catalog>& p) {
  std::size_t written = 0;  // octets of the packet
  for (const auto layer : p.layers()) {
    if (layer.offset() < written) continue;
    if (layer.index() != 0) out += " / ";
    bool same = false;
    layer.visit([&](const auto& view) { same = append_code_layer(out, view); });
    if (same) continue;
    written = p.index().end;
    append_code_value(out, raw{p.octets().subspan(layer.offset(), written - layer.offset())}, false);
  }
}

template <class Lower, class Upper>
[[nodiscard]] constexpr bool composes() noexcept {
  if constexpr (std::is_void_v<Lower>) {
    return true;
  } else {
    return may_carry<Lower, Upper>;
  }
}

template <class... Ls, std::size_t... I>
void append_command(std::string& out, const stack<Ls...>& s, std::index_sequence<I...>) {
  constexpr bool bound[] = {composes<type_at<I - 1, Ls...>, Ls>()...};
  constexpr bool prefixed[] = {has_prefix_over<Ls, type_at<I - 1, Ls...>>()...};
  ((out += I == 0 ? "" : bound[I] ? " / " : " / unbound / ", append_code_value(out, held_at<I>(s), prefixed[I])), ...);
}

}  // namespace detail

/// The C++ expression that makes this packet again: of what was put together what was set, of what was read what is there.
/// Below `using namespace packetry`; a layer of your own by its own name. A layer of which the value would give other
/// octets (names compressed in another way) is written as octets.
///
/// \code
/// command(packet{ip{.dst = "192.0.2.1"} / icmp{}})   // ip{.ihl = 5, .len = 28, …, .dst = "192.0.2.1"} / icmp{.chksum = 63487}
/// \endcode
template <detail::packet_like P>
[[nodiscard]] std::string command(const P& p) {
  std::string out;
  if constexpr (detail::layer_or_stack<P>) {
    const auto& s = detail::as_stack(p);
    [&]<class... Ls>(const stack<Ls...>& layers) { detail::append_command(out, layers, std::index_sequence_for<Ls...>{}); }(s);
  } else {
    const basic_packet_view<typename P::catalog_type>& view = p;
    detail::append_command(out, view);
  }
  return out;
}

}  // namespace packetry
