// SPDX-License-Identifier: BSL-1.0
#pragma once

// The layers of a packet, as a list of objects.

#include "fields.hpp"
#include "schema.hpp"

namespace example {

/// What comes after a layer.
enum class above {
  layers,   ///< whatever stands there
  octets,   ///< octets, whatever they are
  nothing,  ///< the layer printed all it was granted
};

inline void begin_layer(std::string& out, std::string_view name) {
  if (out.back() != '[') out += ',';
  out += "{\"name\":\"";
  out += name;
  out += '"';
}

template <class L>
above append_layer(std::string& out, const layer_view<L>& view, const schema_layer&, link_type) {
  begin_layer(out, L::name);
  append_fields(out, view);
  out += '}';
  return above::layers;
}

/// In network byte order, whatever the host's: a family that only makes sense in the other order is none.
inline above append_layer(std::string& out, const layer_view<loopback>& view, const schema_layer&, link_type link) {
  const loopback_family family = view.get<&loopback::type>();
  const bool other_order = static_cast<std::uint32_t>(family) > 0xffff;
  begin_layer(out, loopback::name);
  append_member(out, "type", other_order && link != link_type::loop ? swapped(family) : family);
  out += '}';
  return other_order && link == link_type::loop ? above::octets : above::layers;
}

/// Whatever its type: what follows the first four octets is data.
inline above append_layer(std::string& out, const layer_view<ipv6_routing>& view, const schema_layer&, link_type) {
  begin_layer(out, ipv6_routing::name);
  append_member(out, "nh", view.get<&ipv6_routing::nh>());
  append_member(out, "len", view.get<&ipv6_routing::len>());
  append_member(out, "type", view.get<&ipv6_routing::type>());
  append_member(out, "segleft", view.get<&ipv6_routing::segleft>());
  append_member(out, "data", view.octets().subspan(4));
  out += '}';
  return above::layers;
}

/// A message of a type that is not read, or too short for its type: all behind the checksum is its body.
template <class L>
above append_unknown_message(std::string& out, const layer_view<L>& view, const schema_layer& layer) {
  const bytes payload = layer.payload();
  begin_layer(out, icmpv6_unknown::name);
  append_member(out, "type", view.template get<&L::type>());
  append_member(out, "code", view.template get<&L::code>());
  append_member(out, "cksum", view.template get<&L::cksum>());
  append_member(out, "msgbody", bytes{view.begin() + 4, payload.data() + payload.size()});
  out += '}';
  return above::nothing;
}
inline above append_layer(std::string& out, const layer_view<icmpv6_unknown>& view, const schema_layer& layer, link_type) {
  return append_unknown_message(out, view, layer);
}
inline above append_layer(std::string& out, const layer_view<icmpv6>& view, const schema_layer& layer, link_type) {
  const std::string_view name = name_of_message(view.get<&icmpv6::type>());
  if (name.empty()) return append_unknown_message(out, view, layer);
  begin_layer(out, name);
  append_fields(out, view);
  out += '}';
  return above::layers;
}

inline void append_octets_layer(std::string& out, std::string_view name, bytes load) {
  if (load.empty()) return;
  begin_layer(out, name);
  append_member(out, "load", load);
  out += '}';
}

/// The layers of a packet as far as they are `chosen`. What the last of them was granted beyond itself is raw; what the
/// lengths grant to none of them is padding, from whichever it was split off.
inline void append_layers(std::string& out, const schema_view& packet, link_type link, const layer_set& chosen) {
  out += '[';
  std::size_t printed = 0;
  above next = is_dissected(link) ? above::layers : above::octets;
  for (; printed != packet.count() && next == above::layers; ++printed) {
    const schema_layer layer{packet, printed};
    if (!chosen.has(layer.id()) || (printed != 0 && is_llmnr(layer, schema_layer{packet, printed - 1}))) break;
    layer.visit([&](const auto& view) { next = append_layer(out, view, layer, link); });
  }
  const bytes all = packet.octets(), rest = printed == 0 ? all : schema_layer{packet, printed - 1}.payload();
  const auto end = static_cast<std::size_t>(rest.data() - all.data()) + rest.size();
  if (next != above::nothing) append_octets_layer(out, raw::name, rest);
  append_octets_layer(out, padding::name, all.subspan(end));
  out += ']';
}

}  // namespace example
