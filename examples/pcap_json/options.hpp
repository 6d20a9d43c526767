// SPDX-License-Identifier: BSL-1.0
#pragma once

// Lists of options: each a pair, `[what it is, what it says]`.

#include "values.hpp"

namespace example {

inline std::string_view name_of_option(tcp_option_kind kind) {
  switch (kind) {
    case tcp_option_kind::eol: return "EOL";
    case tcp_option_kind::nop: return "NOP";
    case tcp_option_kind::mss: return "MSS";
    case tcp_option_kind::wscale: return "WScale";
    case tcp_option_kind::sack_ok: return "SAckOK";
    case tcp_option_kind::sack: return "SAck";
    case tcp_option_kind::timestamp: return "Timestamp";
    default: return {};
  }
}

/// So many numbers of 32 bits, `[1,2]`.
inline void append_words(std::string& out, bytes data) {
  out += '[';
  for (std::size_t i = 0; i < data.size(); i += 4) {
    if (i != 0) out += ',';
    append_number(out, std::uint64_t{data[i]} << 24 | std::uint64_t{data[i + 1]} << 16 | std::uint64_t{data[i + 2]} << 8 | data[i + 3]);
  }
  out += ']';
}

/// Data of another size than its kind has is octets.
inline void append_option_data(std::string& out, const tcp_options::view& option) {
  const std::size_t size = option.data.size();
  switch (option.kind) {
    case tcp_option_kind::mss:
      if (const auto n = option.integer<2>()) return append_number(out, *n);
      break;
    case tcp_option_kind::wscale:
      if (const auto n = option.integer<1>()) return append_number(out, *n);
      break;
    case tcp_option_kind::sack:
      if (size % 4 == 0) return append_words(out, option.data);
      break;
    case tcp_option_kind::timestamp:
      if (size == 8) return append_words(out, option.data);
      break;
    default: break;
  }
  append_hex(out, option.data);
}

/// Options as `List` iterates over the octets. `data(option)` appends what an option says; false ends the list.
template <class List, class Append>
void append_options(std::string& out, bytes octets, Append append) {
  using place = typename List::iterator;
  const std::uint8_t* const end = octets.data() + octets.size();
  out += '[';
  for (place o{octets.data(), end}; o != place{end, end} && append(*o); ++o) {
  }
  if (out.back() == ',') out.pop_back();
  out += ']';
}

/// Up to the end of the list; what stands behind it means nothing.
inline void append_tcp_options(std::string& out, bytes octets) {
  append_options<tcp_options>(out, octets, [&](const tcp_options::view& o) {
    const std::string_view name = name_of_option(o.kind);
    out += '[';
    name.empty() ? append_value(out, o.kind) : append_text(out, name);
    out += ',';
    o.single ? void(out += "null") : append_option_data(out, o);
    out += "],";
    return o.kind != tcp_option_kind::eol;
  });
}

/// The same, but pads are left out.
inline void append_dhcp_options(std::string& out, bytes octets) {
  append_options<dhcp_options>(out, octets, [&](const dhcp_options::view& o) {
    if (o.kind == dhcp_option_code::pad) return true;
    out += '[';
    append_value(out, o.kind);
    out += ',';
    o.single ? void(out += "null") : append_hex(out, o.data);
    out += "],";
    return o.kind != dhcp_option_code::end;
  });
}

inline void append_nd_options(std::string& out, bytes octets) {
  append_options<nd_options>(out, octets, [&](const nd_options::view& o) {
    out += '[';
    append_value(out, o.kind);
    out += ',';
    append_hex(out, o.data);
    out += "],";
    return true;
  });
}

}  // namespace example
