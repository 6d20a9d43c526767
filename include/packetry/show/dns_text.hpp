// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layers/dns.hpp>
#include <packetry/numbers/names/extended_dns_error_names.hpp>
#include <packetry/show/dns_later_text.hpp>
#include <packetry/show/rows.hpp>

#include <array>

// DNS records: one wire table, but Scapy shows them under many names, each with fields of its own. What reads data of many
// types is a template of the record, so that it is instantiated by whoever shows one, not by whoever includes this.

namespace packetry::detail {

inline void append_value(std::string& out, const dns_txt& strings, bool) {
  out += '[';
  bool first = true;
  for (const bytes s : strings) {
    if (!first) out += ", ";
    first = false;
    append_quoted(out, s);
  }
  out += ']';
}

/// The data as one value, where it is of type T.
template <class T>
[[nodiscard]] bool append_rdata(std::string& out, const dns_rdata& data, bool verbatim) {
  const auto value = data.as<T>();
  if (value) append_value(out, *value, verbatim);
  return value.has_value();
}

/// The data of a record that has no fields of its own: an address, a name, strings, else octets.
template <std::same_as<dns_rdata> Data>
void append_rdata(std::string& out, dns_type type, const Data& data, bool verbatim) {
  bool done = false;
  switch (type) {
    case dns_type::a: done = append_rdata<ipv4_address>(out, data, verbatim); break;
    case dns_type::aaaa: done = append_rdata<ipv6_address>(out, data, verbatim); break;
    case dns_type::ns:
    case dns_type::md:
    case dns_type::mf:
    case dns_type::cname:
    case dns_type::ptr:
    case dns_type::dname: done = append_rdata<domain_name>(out, data, verbatim); break;
    case dns_type::txt: done = append_rdata<dns_txt>(out, data, verbatim); break;
    default: break;
  }
  if (!done) append_quoted(out, data.wire());
}

[[nodiscard]] inline dns_type type_of(const dns_record& r) noexcept {
  return r.type.has_value() ? r.type.value() : r.rdata.implied();
}

template <auto Member>
void read_member(const dns_record& r, const row_context& c, row_sink& to) {
  read_row<dns_record, index_of<dns_record, Member>>(value_fields<dns_record>{r, false}, c, to);
}

/// Not of a record that was read: Scapy forgets it there, because names were written out.
template <std::same_as<dns_record> Record>
void write_rdlen(const Record& r, const row_context& c, row_sink& to) {
  if (!c.dissected) return read_member<&dns_record::rdlen>(r, c, to);
  write_constant(to, "rdlen", "None");
}

/// The 16 bits that are a class and mDNS's flag in most records, in others one number.
[[nodiscard]] inline std::uint16_t whole_class(const dns_record& r) noexcept {
  return static_cast<std::uint16_t>((r.cacheflush & 1u) << 15 | (static_cast<unsigned>(r.rclass) & 0x7fff));
}
inline void write_whole_class(const dns_record& r, row_sink& to) {
  write_number(to, "rclass", whole_class(r), name_of(static_cast<dns_class>(whole_class(r))));
}

// --- EDNS(0) --------------------------------------------------------------------------------------------------------

/// RFC 7871: the address of the network that asks, cut after `source_plen` bits.
inline void write_client_subnet(row_sink& to, bytes data) {
  write_number(to, "family", load_be(data.first(2)));
  write_number(to, "source_plen", data[2]);
  write_number(to, "scope_plen", data[3]);
  std::array<std::uint8_t, 16> octets{};
  for (std::size_t i = 4; i != data.size() && i != 20; ++i) octets[i - 4] = data[i];
  if (data[1] == 2) {
    const ipv6_address address{octets};
    write_class(to, "address", &address, append_erased<ipv6_address>);
  } else {
    const ipv4_address address{static_cast<std::uint32_t>(load_be(bytes{octets}.first(4)))};
    write_class(to, "address", &address, append_erased<ipv4_address>);
  }
}

struct edns_form {
  edns_option code;
  std::string_view title;
  std::size_t least;  ///< octets of data without which it shows as an unknown one
  void (*rows)(row_sink& to, bytes data);
};

inline constexpr edns_form edns_forms[] = {
    {edns_option::client_subnet, "DNS EDNS0 Client Subnet", 4, write_client_subnet},
    {edns_option::cookie, "DNS EDNS0 COOKIE", 8,
     [](row_sink& to, bytes data) {
       write_octets(to, "client_cookie", data.first(8), append_hex_octets);
       write_octets(to, "server_cookie", data.subspan(8), append_hex_octets);
     }},
    {edns_option::extended_error, "DNS EDNS0 Extended DNS Error", 2,
     [](row_sink& to, bytes data) {
       const auto code = static_cast<std::uint16_t>(load_be(data.first(2)));
       write_number(to, "info_code", code, name_of_extended_dns_error(code));
       write_octets(to, "extra_text", data.subspan(2));
     }},
};

template <std::same_as<dns_edns_option> Option>
void write_edns_option(row_sink& to, const Option& o) {
  const edns_form* form = nullptr;
  for (const edns_form& f : edns_forms)
    if (f.code == o.optcode && o.optdata.size() >= f.least) form = &f;
  if (!to.element(form ? form->title : dns_edns_option::title)) return;
  const value_fields<dns_edns_option> fields{o, false};
  read_row<dns_edns_option, index_of<dns_edns_option, &dns_edns_option::optcode>>(fields, {}, to);
  read_row<dns_edns_option, index_of<dns_edns_option, &dns_edns_option::optlen>>(fields, {}, to);
  if (form) {
    form->rows(to, o.optdata);
  } else {
    write_octets(to, "optdata", o.optdata);
  }
  to.element_end();
}

// --- records --------------------------------------------------------------------------------------------------------

template <std::same_as<dns_record> Record>
void write_opt(const Record& r, const dns_edns_options& list, const row_context& c, row_sink& to) {
  read_member<&dns_record::rrname>(r, c, to);
  read_member<&dns_record::type>(r, c, to);
  write_whole_class(r, to);
  write_number(to, "extrcode", r.ttl >> 24);
  write_number(to, "version", r.ttl >> 16 & 0xff);
  const std::uint32_t z = r.ttl & 0xffff;
  write_number(to, "z", z, z == 0x8000 ? "D0" : "");
  write_rdlen(r, c, to);
  if (!to.list("rdata")) return;
  for (const dns_edns_option& o : list.options) write_edns_option(to, o);
  to.list_end();
}

/// All rows up to the data. A start of authority has no flag before its class.
template <std::same_as<dns_record> Record>
void write_head(const Record& r, const row_context& c, row_sink& to) {
  read_member<&dns_record::rrname>(r, c, to);
  read_member<&dns_record::type>(r, c, to);
  if (type_of(r) == dns_type::soa) {
    write_whole_class(r, to);
  } else {
    read_member<&dns_record::cacheflush>(r, c, to);
    read_member<&dns_record::rclass>(r, c, to);
  }
  read_member<&dns_record::ttl>(r, c, to);
  write_rdlen(r, c, to);
}

/// A record whose data has a table of its own. False: it has not.
template <class T>
bool write_typed(const dns_record& r, const row_context& c, row_sink& to) {
  const auto data = type_of(r) == T::type ? r.rdata.as<T>() : std::nullopt;
  if (!data) return false;
  if (to.element(title_of<T>())) {
    write_head(r, c, to);
    read_rows(*data, row_context{.dissected = c.dissected}, to);
    to.element_end();
  }
  return true;
}

/// The rows of a record whose data is one value; also of one that stands alone.
template <std::same_as<dns_record> Record>
void read_rows(const Record& r, const row_context& c, row_sink& to) {
  write_head(r, c, to);
  if (std::string* const out = to.row("rdata")) {
    append_rdata(*out, type_of(r), r.rdata, to.verbatim);
    to.row_end();
  }
}

template <std::same_as<dns_record> Record>
void write_record(const Record& r, const row_context& c, row_sink& to) {
  if (const rdata_layout* const layout = laid_out(type_of(r), r.rdata.wire())) {
    if (!to.element(layout->title)) return;
    write_head(r, c, to);
    static_cast<void>(read_laid_out(*layout, r.rdata.wire(), &to));
    return to.element_end();
  }
  if (write_typed<dns_mx>(r, c, to) || write_typed<dns_soa>(r, c, to) || write_typed<dns_srv>(r, c, to)) return;
  const auto options = type_of(r) == dns_type::opt ? r.rdata.template as<dns_edns_options>() : std::nullopt;
  if (!to.element(options ? "DNS OPT Resource Record" : title_of<dns_record>())) return;
  if (options) {
    write_opt(r, *options, c, to);
  } else {
    read_rows(r, c, to);
  }
  to.element_end();
}

template <std::size_t Inline>
void write_list(row_sink& to, const char* name, const small_list<dns_record, Inline>& records, const row_context& c) {
  if (!to.list(name)) return;
  for (const dns_record& r : records) write_record(r, c, to);
  to.list_end();
}

}  // namespace packetry::detail
