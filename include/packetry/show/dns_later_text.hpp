// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address_list.hpp>
#include <packetry/fields/ntp_time.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/show/ipv6_text.hpp>

// The data of DNSSEC records, CAA and service bindings, as data: a function for each field of each would cost every program.

namespace packetry::detail {

/// One value within a record's data: '1' '2' '4' octets of a number; 'a' an algorithm, 'd' a digest's; 't' a type; 'u' a time;
/// 'f' a key's flags; 'l' a length and as many octets, under the name of the next; 'n' a name; 'o' the octets left; 'b' types;
/// 'p' parameters.
struct rdata_field {
  const char* name;
  char kind;
};
struct rdata_layout {
  dns_type type;
  std::string_view title;
  rdata_field fields[10];
};

// clang-format off
inline constexpr rdata_layout rdata_layouts[] = {
    {dns_type::caa, "DNS CAA Resource Record", {{"flags", '1'}, {"taglen", 'l'}, {"tag", 's'}, {"value", 'o'}}},
    {dns_type::ds, "DNS DS Resource Record", {{"keytag", '2'}, {"algorithm", 'a'}, {"digesttype", 'd'}, {"digest", 'o'}}},
    {dns_type::dnskey, "DNS DNSKEY Resource Record", {{"flags", 'f'}, {"protocol", '1'}, {"algorithm", 'a'}, {"publickey", 'o'}}},
    {dns_type::rrsig, "DNS RRSIG Resource Record",
     {{"typecovered", 't'}, {"algorithm", 'a'}, {"labels", '1'}, {"originalttl", '4'}, {"expiration", 'u'}, {"inception", 'u'}, {"keytag", '2'}, {"signersname", 'n'}, {"signature", 'o'}}},
    {dns_type::nsec, "DNS NSEC Resource Record", {{"nextname", 'n'}, {"typebitmaps", 'b'}}},
    {dns_type::svcb, "DNS SVCB Resource Record", {{"svc_priority", '2'}, {"target_name", 'n'}, {"svc_params", 'p'}}},
    {dns_type::https, "DNS HTTPS Resource Record", {{"svc_priority", '2'}, {"target_name", 'n'}, {"svc_params", 'p'}}},
};
// clang-format on

/// "['A', 'MX', 1234]"
inline void append_types(std::string& out, bytes wire) {
  out += '[';
  bool first = true;
  dns_type_bitmap{wire}.for_each([&](dns_type t) {
    if (!first) out += ", ";
    first = false;
    const std::string_view name = name_of(t);
    if (!name.empty()) out += '\'';
    append_number(out, name, plain_value(t), false);
    if (!name.empty()) out += '\'';
  });
  out += ']';
}

inline void write_svc_value(row_sink& to, svc_param_key key, bytes data) {
  if (key == svc_param_key::port && data.size() == 2) return write_number(to, "value", load_be(data));
  if (key == svc_param_key::ipv4hint && data.size() % 4 == 0) return write_list(to, "value", ipv4_address_list{data}, row_context{});
  if (key == svc_param_key::ipv6hint && data.size() % 16 == 0) return write_list(to, "value", ipv6_address_list{data}, row_context{});
  if (key != svc_param_key::alpn) return write_octets(to, "value", data);
  if (std::string* const out = to.row("value")) {
    *out += '[';
    for (std::size_t at = 0; at != data.size();) {
      const std::size_t there = data.size() - at - 1, size = data[at] < there ? data[at] : there;
      if (at != 0) *out += ", ";
      append_quoted(*out, data.subspan(at + 1, size));
      at += size + 1;
    }
    *out += ']';
    to.row_end();
  }
}

inline void write_svc_params(row_sink& to, const char* name, bytes wire) {
  if (!to.list(name)) return;
  for (const auto& p : svc_params{wire}) {
    if (!to.element("SvcParam")) continue;
    write_number(to, "key", plain_value(p.kind), name_of(p.kind));
    write_number(to, "len", p.data.size());
    write_svc_value(to, p.kind, p.data);
    to.element_end();
  }
  to.list_end();
}

template <std::same_as<svc_params> List>
void write_list(row_sink& to, const char* name, const List& params, const row_context&) {
  write_svc_params(to, name, params.octets());
}
template <std::same_as<dns_type_bitmap> List>
void write_list(row_sink& to, const char* name, const List& types, const row_context&) {
  std::string* const out = to.row(name);
  if (!out) return;
  append_types(*out, types.octets());
  to.row_end();
}

[[nodiscard]] constexpr std::size_t rdata_width(char kind) noexcept {
  switch (kind) {
    case '1': case 'a': case 'd': case 'l': return 1;
    case '2': case 't': case 'f': return 2;
    case '4': case 'u': return 4;
    default: return 0;
  }
}

inline void write_rdata_number(row_sink& to, const rdata_field& f, std::uint64_t value) {
  const auto number = static_cast<std::uint32_t>(value);
  switch (f.kind) {
    case 'a': return write_number(to, f.name, value, name_in(dnssec_algorithm_names, number));
    case 'd': return write_number(to, f.name, value, name_in(dnssec_digest_names, number));
    case 't': return write_number(to, f.name, value, name_of(static_cast<dns_type>(value)));
    default: break;
  }
  std::string* const out = f.kind == 'f' || f.kind == 'u' ? to.row(f.name) : nullptr;
  if (!out) {
    if (f.kind != 'f' && f.kind != 'u') write_number(to, f.name, value);
    return;
  }
  if (f.kind == 'f') {
    if ((value & 1) != 0) *out += 'S';
    if ((value & 0x100) != 0) *out += 'Z';
  } else {
    append_date(*out, static_cast<std::int64_t>(value));
    (*out += " (") += std::to_string(value) + ')';
  }
  to.row_end();
}

/// Reads the data, and writes its rows where there is a sink. False: it is not what its type says.
inline bool read_laid_out(const rdata_layout& layout, bytes data, row_sink* to) {
  std::size_t counted = 0;
  bytes rest = data;
  for (const rdata_field& f : layout.fields) {
    if (!f.name) break;
    std::size_t size = rdata_width(f.kind);
    if (rest.size() < size) return false;
    const std::uint64_t value = load_be(rest.first(size));
    if (f.kind == 'l') counted = value;
    if (f.kind == 's') size = counted;
    domain_name name = name_builder::blank();
    if (f.kind == 'n') {
      size = rest.empty() ? 0 : rdata_view{.data = rest}.name_at(0, name);
      if (size == 0) return false;
    }
    if (f.kind == 'o' || f.kind == 'b' || f.kind == 'p') size = rest.size();
    if (rest.size() < size) return false;
    const bytes mine = rest.first(size);
    rest = rest.subspan(size);
    if (!to) continue;
    if (f.kind == 'n') {
      write_class(*to, f.name, &name, append_erased<domain_name>);
    } else if (f.kind == 'o' || f.kind == 's') {
      write_octets(*to, f.name, mine);
    } else if (f.kind == 'p') {
      write_svc_params(*to, f.name, mine);
    } else if (f.kind == 'b') {
      write_list(*to, f.name, dns_type_bitmap{mine}, row_context{});
    } else {
      write_rdata_number(*to, f, value);
    }
  }
  return true;
}

/// The layout of data of a type, where the octets are such data.
[[nodiscard]] inline const rdata_layout* laid_out(dns_type type, bytes data) {
  for (const rdata_layout& layout : rdata_layouts)
    if (layout.type == type) return read_laid_out(layout, data, nullptr) ? &layout : nullptr;
  return nullptr;
}

}  // namespace packetry::detail
