// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/dhcp_options.hpp>
#include <packetry/fields/padded_octets.hpp>
#include <packetry/show/rows.hpp>

#include <concepts>

namespace packetry::detail {

/// Without the zeros that fill it up; an address as "02:00:00:00:00:01 (+ 10 nul pad)", where zeros follow it.
template <std::size_t N>
void write_padded(row_sink& to, const char* name, const padded_octets<N>& value, bool address) {
  const bytes octets = value.value_octets();
  if (!address || octets.size() > 6) return write_octets(to, name, octets);
  if (std::string* const out = to.row(name)) {
    append_to(*out, mac_address{load_be({value.octets().data(), 6})});
    out->append(" (+ ").append(std::to_string(N - 6)).append(" nul pad)");
    to.row_end();
  }
}

/// The data of one option, as its code says.
inline void append_option_data(std::string& out, dhcp_option_code code, bytes data) {
  const char format = dhcp_option_format(code);
  if (format == 'a' && !data.empty() && data.size() % 4 == 0) {
    for (std::size_t i = 0; i != data.size(); i += 4) {
      if (i != 0) out += ',';
      append_to(out, ipv4_address{static_cast<std::uint32_t>(load_be(data.subspan(i, 4)))});
    }
  } else if (format == 'l') {
    out += '[';
    for (std::size_t i = 0; i != data.size(); ++i) {
      if (i != 0) out += ", ";
      append_decimal(out, data[i]);
    }
    out += ']';
  } else if (format == 'm' && data.size() == 1) {
    append_number(out, name_of(static_cast<dhcp_message>(data[0])), data[0], false);
  } else if (format >= '1' && format <= '4' && data.size() == static_cast<std::size_t>(format - '0')) {
    append_decimal(out, load_be(data));
  } else {
    append_quoted(out, data);
  }
}

/// "[message-type=discover hostname='pc' end]"; and a row for summaries alone, the kind of the message: "Discover".
template <std::same_as<dhcp_options> List>
void write_list(row_sink& to, const char* name, const List& options, const row_context&) {
  const auto message = options.message();
  if (to.as_sent && message && to.stacked(name, {})) {
    if (std::string* const out = to.row("message")) {
      const std::size_t at = out->size();
      append_number(*out, name_of(*message), static_cast<std::uint8_t>(*message), false);
      if ((*out)[at] >= 'a' && (*out)[at] <= 'z') (*out)[at] = static_cast<char>((*out)[at] - 'a' + 'A');
      to.row_end();
    }
  }
  std::string* const out = to.row(name);
  if (!out) return;
  *out += '[';
  bool first = true;
  for (const auto& o : options) {
    if (!first) *out += ' ';
    first = false;
    append_number(*out, name_of(o.kind), static_cast<std::uint8_t>(o.kind), false);
    if (o.single) continue;
    *out += '=';
    append_option_data(*out, o.kind, o.data);
  }
  *out += ']';
  to.row_end();
}

}  // namespace packetry::detail
