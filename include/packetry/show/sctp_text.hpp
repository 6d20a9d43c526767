// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/sctp_chunks.hpp>
#include <packetry/show/rows.hpp>

#include <concepts>

// Chunks, each as Scapy shows it: a layer above. As data, because a function for each field of each would cost every program.

namespace packetry::detail {

/// One value within a chunk: 'D' 'A' the flags of DATA and ABORT as bits, 'x' as one number; 'l' the length; '2' '4' octets of a
/// number, 'W' 'X' of a hexadecimal one; 'n' how many gaps, and how many duplicates; 'g' both lists; 'P' parameters; 'o' octets.
struct sctp_chunk_field {
  const char* name;
  char kind;
};
struct sctp_chunk_layout {
  sctp_chunk_type type;
  const char* title;
  sctp_chunk_field fields[9];
};

// clang-format off
inline constexpr sctp_chunk_layout sctp_chunk_layouts[] = {
    {sctp_chunk_type::data, "SCTPChunkData", {{"", 'D'}, {"len", 'l'}, {"tsn", 'X'}, {"stream_id", 'W'}, {"stream_seq", 'W'}, {"proto_id", '4'}, {"data", 'o'}}},
    {sctp_chunk_type::init, "SCTPChunkInit", {{"flags", 'x'}, {"len", 'l'}, {"init_tag", 'X'}, {"a_rwnd", '4'}, {"n_out_streams", '2'}, {"n_in_streams", '2'}, {"init_tsn", 'X'}, {"params", 'P'}}},
    {sctp_chunk_type::init_ack, "SCTPChunkInitAck", {{"flags", 'x'}, {"len", 'l'}, {"init_tag", 'X'}, {"a_rwnd", '4'}, {"n_out_streams", '2'}, {"n_in_streams", '2'}, {"init_tsn", 'X'}, {"params", 'P'}}},
    {sctp_chunk_type::sack, "SCTPChunkSACK", {{"flags", 'x'}, {"len", 'l'}, {"cumul_tsn_ack", 'X'}, {"a_rwnd", '4'}, {"n_gap_ack", 'n'}, {"n_dup_tsn", 'n'}, {"", 'g'}}},
    {sctp_chunk_type::heartbeat, "SCTPChunkHeartbeatReq", {{"flags", 'x'}, {"len", 'l'}, {"params", 'P'}}},
    {sctp_chunk_type::heartbeat_ack, "SCTPChunkHeartbeatAck", {{"flags", 'x'}, {"len", 'l'}, {"params", 'P'}}},
    {sctp_chunk_type::abort, "SCTPChunkAbort", {{"", 'A'}, {"len", 'l'}, {"error_causes", 'o'}}},
    {sctp_chunk_type::shutdown, "SCTPChunkShutdown", {{"flags", 'x'}, {"len", 'l'}, {"cumul_tsn_ack", 'X'}}},
    {sctp_chunk_type::shutdown_ack, "SCTPChunkShutdownAck", {{"flags", 'x'}, {"len", 'l'}}},
    {sctp_chunk_type::error, "SCTPChunkError", {{"flags", 'x'}, {"len", 'l'}, {"error_causes", 'o'}}},
    {sctp_chunk_type::cookie_echo, "SCTPChunkCookieEcho", {{"flags", 'x'}, {"len", 'l'}, {"cookie", 'o'}}},
    {sctp_chunk_type::cookie_ack, "SCTPChunkCookieAck", {{"flags", 'x'}, {"len", 'l'}}},
    {sctp_chunk_type::shutdown_complete, "SCTPChunkShutdownComplete", {{"", 'A'}, {"len", 'l'}}},
};
inline constexpr sctp_chunk_layout sctp_unknown_chunk{{}, "SCTPChunkUnknown", {{"flags", 'x'}, {"len", 'l'}, {"data", 'o'}}};
// clang-format on

inline void write_sctp_params(row_sink& to, const char* name, bytes wire) {
  if (!to.list(name)) return;
  for (const auto& p : sctp_params{wire}) {
    if (!to.element("SCTPChunkParam")) continue;
    write_number(to, "type", plain_value(p.kind), name_of(p.kind));
    write_number(to, "len", p.data.size() + 4);
    if (p.kind == sctp_param_kind::address_v4 && p.data.size() == 4) {
      const ipv4_address a{static_cast<std::uint32_t>(load_be(p.data))};
      write_class(to, "addr", &a, append_erased<ipv4_address>);
    } else {
      write_octets(to, "data", p.data);
    }
    to.element_end();
  }
  to.list_end();
}

/// "['2:3']" and "[0x8]".
inline void write_sctp_gaps(row_sink& to, std::size_t gaps, bytes wire) {
  if (std::string* const out = to.row("gap_ack_list")) {
    *out += '[';
    for (std::size_t i = 0; i != gaps && 4 * i + 4 <= wire.size(); ++i) {
      *out += i == 0 ? "'" : ", '";
      append_decimal(*out, load_be(wire.subspan(4 * i, 2)));
      *out += ':';
      append_decimal(*out, load_be(wire.subspan(4 * i + 2, 2)));
      *out += '\'';
    }
    *out += ']';
    to.row_end();
  }
  if (std::string* const out = to.row("dup_tsn_list")) {
    *out += '[';
    for (std::size_t at = 4 * gaps; at + 4 <= wire.size(); at += 4) {
      if (at != 4 * gaps) *out += ", ";
      append_hexadecimal(*out, load_be(wire.subspan(at, 4)));
    }
    *out += ']';
    to.row_end();
  }
}

inline void write_sctp_flags(row_sink& to, char kind, std::uint8_t flags) {
  if (kind == 'D') {
    constexpr const char* names[] = {"delay_sack", "unordered", "beginning", "ending"};
    write_number(to, "reserved", flags >> 4);
    for (unsigned i = 0; i != 4; ++i) write_number(to, names[i], flags >> (3 - i) & 1u);
  } else {
    write_number(to, "reserved", flags >> 1);
    write_number(to, "TCB", flags & 1u);
  }
}

inline void write_sctp_chunk(row_sink& to, const sctp_chunk_layout& layout, const sctp_chunk_view& chunk) {
  write_number(to, "type", plain_value(chunk.type), name_of(chunk.type));
  bytes rest = chunk.value();
  std::size_t gaps = 0;
  for (const sctp_chunk_field& f : layout.fields) {
    if (!f.name) break;
    const std::size_t width = f.kind == '4' || f.kind == 'X' ? 4 : f.kind == '2' || f.kind == 'W' || f.kind == 'n' ? 2 : 0;
    if (rest.size() < width) return write_octets(to, "data", rest);
    const std::uint64_t value = load_be(rest.first(width));
    switch (f.kind) {
      case 'D':
      case 'A': write_sctp_flags(to, f.kind, chunk.flags); break;
      case 'x': write_number(to, f.name, chunk.flags, {}, true); break;
      case 'l': write_number(to, f.name, chunk.octets.size() < 4 ? 0 : load_be(chunk.octets.subspan(2, 2))); break;
      case 'o': write_octets(to, f.name, rest); break;
      case 'P': write_sctp_params(to, f.name, rest); break;
      case 'g': write_sctp_gaps(to, gaps, rest); break;
      default: write_number(to, f.name, value, {}, f.kind == 'X' || f.kind == 'W');
    }
    if (f.kind == 'n' && gaps == 0 && std::string_view{f.name} == "n_gap_ack") gaps = value;
    rest = rest.subspan(width);
  }
}

template <std::same_as<sctp_params> List>
void write_list(row_sink& to, const char* name, const List& params, const row_context&) {
  write_sctp_params(to, name, params.octets());
}

template <std::same_as<sctp_chunks> List>
void write_list(row_sink& to, const char* name, const List& chunks, const row_context&) {
  to.stacked_list(name);
  for (const sctp_chunk_view& chunk : chunks) {
    const sctp_chunk_layout* layout = &sctp_unknown_chunk;
    for (const sctp_chunk_layout& l : sctp_chunk_layouts)
      if (l.type == chunk.type) layout = &l;
    if (to.stacked(name, layout->title)) write_sctp_chunk(to, *layout, chunk);
  }
}

}  // namespace packetry::detail
