// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address_list.hpp>
#include <packetry/fields/ipv6_address_list.hpp>
#include <packetry/fields/nd_options.hpp>
#include <packetry/show/rows.hpp>

#include <concepts>

// Lists of addresses, and IPv6's options of several kinds. What reads options is a template of their list, so that it is
// instantiated by whoever shows one, not by whoever includes this.

namespace packetry::detail {

/// "[192.0.2.1, 192.0.2.2]"
inline void write_list(row_sink& to, const char* name, const ipv4_address_list& list, const row_context&) {
  std::string* const out = to.row(name);
  if (!out) return;
  *out += '[';
  for (std::size_t i = 0; i != list.size(); ++i) {
    if (i != 0) *out += ", ";
    append_to(*out, list[i]);
  }
  *out += ']';
  to.row_end();
}

/// "[ 2001:db8::10, 2001:db8::11 ]"
inline void write_list(row_sink& to, const char* name, const ipv6_address_list& list, const row_context&) {
  std::string* const out = to.row(name);
  if (!out) return;
  *out += "[ ";
  for (std::size_t i = 0; i != list.size(); ++i) {
    if (i != 0) *out += ", ";
    append_to(*out, list[i]);
  }
  *out += " ]";
  to.row_end();
}

inline void write_address(row_sink& to, const char* name, const std::uint8_t* wire) {
  const auto address = ipv6_address::from_octets(wire);
  write_class(to, name, &address, append_erased<ipv6_address>);
}

/// "Router Alert [00: skip, 0: Don't change en-route]": the name, and what the three highest bits say.
inline void write_option_type(row_sink& to, ipv6_option_type type) {
  constexpr std::string_view actions[] = {"00: skip", "01: discard", "10: discard+ICMP", "11: discard+ICMP not mcast"};
  const auto value = static_cast<std::uint8_t>(type);
  std::string* const out = to.row("otype");
  if (!out) return;
  append_number(*out, name_of(type), value, false);
  if (!to.verbatim) {
    out->append(" [").append(actions[value >> 6]);
    out->append((value >> 5 & 1) != 0 ? ", 1: May change en-route]" : ", 0: Don't change en-route]");
  }
  to.row_end();
}

inline void write_option_body(row_sink& to, ipv6_option_type type, bytes data) {
  constexpr std::string_view alerts[] = {"Datagram contains a MLD message", "Datagram contains RSVP message",
                                         "Datagram contains an Active Network message"};
  if (type == ipv6_option_type::router_alert && data.size() == 2) {
    const std::uint64_t value = load_be(data);
    write_number(to, "value", value, value < 3 ? alerts[value] : std::string_view{});
  } else if (type == ipv6_option_type::jumbo && data.size() == 4) {
    write_number(to, "jumboplen", load_be(data));
  } else if (type == ipv6_option_type::home_address && data.size() == 16) {
    write_address(to, "hoa", data.data());
  } else {
    write_octets(to, "optdata", data);
  }
}

/// The options of an extension header.
template <std::same_as<ipv6_options> List>
void write_list(row_sink& to, const char* name, const List& options, const row_context&) {
  if (!to.list(name)) return;
  for (const auto& o : options) {
    const bool titled = o.kind != ipv6_option_type::tunnel_encapsulation_limit && !name_of(o.kind).empty();
    if (!to.element(titled ? name_of(o.kind) : std::string_view{"Scapy6 Unknown Option"})) continue;
    write_option_type(to, o.kind);
    if (!o.single) {
      write_number(to, "optlen", o.data.size());
      write_option_body(to, o.kind, o.data);
    }
    to.element_end();
  }
  to.list_end();
}

/// The objects of a segment routing header.
template <std::same_as<segment_tlvs> List>
void write_list(row_sink& to, const char* name, const List& objects, const row_context&) {
  if (!to.list(name)) return;
  for (const auto& o : objects) {
    if (!to.element("IPv6 Option Header Segment Routing - TLV")) continue;
    write_number(to, "type", static_cast<std::uint8_t>(o.kind));
    if (!o.single) {
      write_number(to, "len", o.data.size());
      write_octets(to, "value", o.data);
    }
    to.element_end();
  }
  to.list_end();
}

// --- neighbour discovery --------------------------------------------------------------------------------------------

[[nodiscard]] constexpr std::string_view nd_option_title(nd_option_kind kind) noexcept {
  switch (kind) {
    case nd_option_kind::source_link_layer: return "ICMPv6 Neighbor Discovery Option - Source Link-Layer Address";
    case nd_option_kind::target_link_layer: return "ICMPv6 Neighbor Discovery Option - Destination Link-Layer Address";
    case nd_option_kind::prefix_information: return "ICMPv6 Neighbor Discovery Option - Prefix Information";
    case nd_option_kind::mtu: return "ICMPv6 Neighbor Discovery Option - MTU";
    case nd_option_kind::rdnss: return "ICMPv6 Neighbor Discovery Option - Recursive DNS Server Option";
    default: return "ICMPv6 Neighbor Discovery Option - Scapy Unimplemented";
  }
}

inline void write_prefix(row_sink& to, bytes data) {
  write_number(to, "prefixlen", data[0]);
  write_number(to, "L", data[1] >> 7);
  write_number(to, "A", data[1] >> 6 & 1u);
  write_number(to, "R", data[1] >> 5 & 1u);
  write_number(to, "res1", data[1] & 31u);
  write_number(to, "validlifetime", load_be(data.subspan(2, 4)), {}, true);
  write_number(to, "preferredlifetime", load_be(data.subspan(6, 4)), {}, true);
  write_number(to, "res2", load_be(data.subspan(10, 4)), {}, true);
  write_address(to, "prefix", data.data() + 14);
}

inline void write_nd_option_body(row_sink& to, nd_option_kind kind, bytes data) {
  const bool link_layer = kind == nd_option_kind::source_link_layer || kind == nd_option_kind::target_link_layer;
  if (link_layer && data.size() == 6) {
    const mac_address address{load_be(data)};
    write_class(to, "lladdr", &address, append_erased<mac_address>);
  } else if (kind == nd_option_kind::prefix_information && data.size() == 30) {
    write_prefix(to, data);
  } else if (kind == nd_option_kind::mtu && data.size() == 6) {
    write_number(to, "res", load_be(data.first(2)), {}, true);
    write_number(to, "mtu", load_be(data.subspan(2)));
  } else if (kind == nd_option_kind::rdnss && data.size() % 16 == 6) {
    write_number(to, "res", load_be(data.first(2)));
    write_number(to, "lifetime", load_be(data.subspan(2, 4)));
    write_list(to, "dns", ipv6_address_list{data.subspan(6)}, row_context{});
  } else {
    write_octets(to, "data", data);
  }
}

/// Each option prints as a layer above its message.
template <std::same_as<nd_options> List>
void write_list(row_sink& to, const char* name, const List& options, const row_context&) {
  to.stacked_list(name);
  for (const auto& o : options) {
    if (!to.stacked(name, nd_option_title(o.kind))) continue;
    write_number(to, "type", static_cast<std::uint8_t>(o.kind));
    write_number(to, "len", (o.data.size() + 2) / 8);
    write_nd_option_body(to, o.kind, o.data);
  }
}

}  // namespace packetry::detail
