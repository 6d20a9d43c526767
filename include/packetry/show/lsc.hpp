// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/text.hpp>

namespace packetry {

namespace detail {

struct verb {
  std::string_view name, does;
};

// clang-format off
inline constexpr verb verbs[] = {
    {"show",         "a packet field by field"},
    {"show2",        "the same, serialized and dissected again: with every computed field"},
    {"summary",      "a packet in one line; of many, a numbered line each"},
    {"hexdump",      "its octets in hexadecimal and as characters"},
    {"ls",           "all layers; the fields of one; the fields and values of a packet"},
    {"lsc",          "this list"},
    {"to_bytes",     "the octets of a stack; to_array, serialize_to: of a constant one, into your buffer"},
    {"dissect",      "octets as a packet, by their content or as the layers you name"},
    {"verify",       "which checksums of a packet are wrong"},
    {"answers",      "whether a packet answers another"},
    {"explain",      "why it does not"},
    {"vary",         "a set of packets: fields that take many values"},
    {"rdpcap",       "all packets of a capture file; capture_reader: one at a time"},
    {"wrpcap",       "write packets to a capture file; capture_writer: one at a time"},
    {"send",         "send packets, routed unless they begin with a link layer"},
    {"sendp",        "send frames on an interface"},
    {"sr1",          "send a packet, give its first answer"},
    {"srp1",         "send a frame, give its first answer"},
    {"resolve",      "the address of a host name"},
    {"interfaces",   "the network interfaces and their addresses"},
};
// clang-format on

}  // namespace detail

/// What packetry can do, a line each.
[[nodiscard]] inline std::string lsc_text() {
  std::string out;
  for (const detail::verb& v : detail::verbs) {
    detail::append_padded(out, v.name, 12);
    ((out += ": ") += v.does) += '\n';
  }
  return out;
}

/// Print that list to standard output.
inline void lsc() { detail::print(lsc_text()); }

}  // namespace packetry
