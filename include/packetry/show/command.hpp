// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/serialize.hpp>
#include <packetry/show/code_text.hpp>

#include <vector>

namespace packetry {

namespace detail {

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
