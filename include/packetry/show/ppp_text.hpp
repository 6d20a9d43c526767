// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ppp_options.hpp>
#include <packetry/show/rows.hpp>

#include <concepts>

// Templates of their list, so that they are instantiated by whoever shows one.

namespace packetry::detail {

template <std::same_as<pppoe_tag_list> List>
void write_list(row_sink& to, const char* name, const List& tags, const row_context&) {
  if (!to.list(name)) return;
  for (const auto& tag : tags) {
    if (!to.element("PPPoE Tag")) continue;
    write_number(to, "tag_type", plain_value(tag.kind), name_of(tag.kind));
    write_number(to, "tag_len", tag.data.size());
    write_octets(to, "tag_value", tag.data);
    to.element_end();
  }
  to.list_end();
}

inline void write_lcp_option_body(row_sink& to, lcp_option_kind kind, bytes data) {
  if (kind == lcp_option_kind::mru && data.size() == 2) {
    write_number(to, "max_recv_unit", load_be(data));
  } else if (kind == lcp_option_kind::accm && data.size() == 4) {
    write_number(to, "accm", load_be(data));
  } else if (kind == lcp_option_kind::magic_number && data.size() == 4) {
    write_number(to, "magic_number", load_be(data));
  } else if (kind == lcp_option_kind::auth_protocol && data.size() >= 2) {
    const auto protocol = static_cast<ppp_protocol>(load_be(data.first(2)));
    write_number(to, "auth_protocol", plain_value(protocol), name_of(protocol));
    if (protocol == ppp_protocol::chap && data.size() == 3) {
      write_number(to, "algorithm", data[2], data[2] == 5 ? "MD5" : "");
    } else {
      write_octets(to, "data", data.subspan(2));
    }
  } else if (!data.empty()) {
    write_octets(to, "data", data);
  }
}

template <std::same_as<lcp_options> List>
void write_list(row_sink& to, const char* name, const List& options, const row_context&) {
  if (!to.list(name)) return;
  for (const auto& o : options) {
    if (!to.element("PPP LCP Option")) continue;
    write_number(to, "type", plain_value(o.kind), name_of(o.kind));
    write_number(to, "len", o.data.size() + 2);
    write_lcp_option_body(to, o.kind, o.data);
    to.element_end();
  }
  to.list_end();
}

[[nodiscard]] constexpr std::string_view ipcp_option_title(ipcp_option_kind kind) noexcept {
  switch (kind) {
    case ipcp_option_kind::ip_address: return "PPP IPCP Option: IP Address";
    case ipcp_option_kind::primary_dns: return "PPP IPCP Option: DNS1 Address";
    case ipcp_option_kind::secondary_dns: return "PPP IPCP Option: DNS2 Address";
    case ipcp_option_kind::primary_nbns: return "PPP IPCP Option: NBNS1 Address";
    case ipcp_option_kind::secondary_nbns: return "PPP IPCP Option: NBNS2 Address";
    default: return "PPP IPCP Option";
  }
}

template <std::same_as<ipcp_options> List>
void write_list(row_sink& to, const char* name, const List& options, const row_context&) {
  if (!to.list(name)) return;
  for (const auto& o : options) {
    const bool address = ipcp_option_title(o.kind).size() > 15 && o.data.size() == 4;
    if (!to.element(address ? ipcp_option_title(o.kind) : "PPP IPCP Option")) continue;
    write_number(to, "type", plain_value(o.kind), name_of(o.kind));
    write_number(to, "len", o.data.size() + 2);
    if (address) {
      const ipv4_address a{static_cast<std::uint32_t>(load_be(o.data))};
      write_class(to, "data", &a, append_erased<ipv4_address>);
    } else {
      write_octets(to, "data", o.data);
    }
    to.element_end();
  }
  to.list_end();
}

}  // namespace packetry::detail
