// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layers/http.hpp>
#include <packetry/show/rows.hpp>

namespace packetry::detail {

template <class Part>
inline constexpr bool is_text<http_part_codec<Part>> = true;
template <>
inline constexpr bool is_text<http_reason_codec> = true;

/// Any text of the wire as octets.
[[nodiscard]] inline bytes octets_of_text(std::string_view text) noexcept {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

/// A row for each header that is there, in wire order: its name with _ for -, as Scapy names its fields.
inline void write_list(row_sink& to, const char* name, const http_headers& headers, const row_context&) {
  if (!to.unfolds(name)) return;
  std::string field_name;
  for (const http_header& h : headers) {
    field_name.clear();
    append_plain(field_name, octets_of_text(h.name));
    for (char& c : field_name)
      if (c == '-') c = '_';
    if (h.value) {
      write_octets(to, field_name.c_str(), octets_of_text(*h.value), append_plain);
    } else {
      write_constant(to, field_name.c_str(), "None");
    }
  }
}

}  // namespace packetry::detail
