// SPDX-License-Identifier: BSL-1.0
#pragma once

// The questions and records of a DNS message.

#include "values.hpp"

#include <optional>

namespace example {

inline void append_value(std::string& out, const dns_txt& text) {
  append_list(out, text, [&](bytes string) { append_hex(out, string); });
}

template <class T>
concept made_of_fields = std::is_same_v<T, dns_mx> || std::is_same_v<T, dns_soa> || std::is_same_v<T, dns_srv>;

/// Data that is a table of its own: an object of its fields.
template <made_of_fields T>
void append_value(std::string& out, const T& data) {
  out += '{';
  if constexpr (std::is_same_v<T, dns_mx>) {
    append_member(out, "preference", data.preference);
    append_member(out, "exchange", data.exchange);
  } else if constexpr (std::is_same_v<T, dns_srv>) {
    append_member(out, "priority", data.priority);
    append_member(out, "weight", data.weight);
    append_member(out, "port", data.port);
    append_member(out, "target", data.target);
  } else {
    append_member(out, "mname", data.mname);
    append_member(out, "rname", data.rname);
    append_member(out, "serial", data.serial);
    append_member(out, "refresh", data.refresh);
    append_member(out, "retry", data.retry);
    append_member(out, "expire", data.expire);
    append_member(out, "minimum", data.minimum);
  }
  out += '}';
}

/// The data as a T; octets where it is none.
template <class T>
void append_data_as(std::string& out, const layer_view<dns_record>& record) {
  if (const std::optional<T> data = record.as<T>()) return append_value(out, *data);
  append_hex(out, record.rdata());
}

inline void append_data(std::string& out, const layer_view<dns_record>& record) {
  switch (record.type()) {
    case dns_type::a: return append_data_as<ipv4_address>(out, record);
    case dns_type::aaaa: return append_data_as<ipv6_address>(out, record);
    case dns_type::ns:
    case dns_type::cname:
    case dns_type::ptr: return append_data_as<domain_name>(out, record);
    case dns_type::mx: return append_data_as<dns_mx>(out, record);
    case dns_type::txt: return append_data_as<dns_txt>(out, record);
    case dns_type::soa: return append_data_as<dns_soa>(out, record);
    case dns_type::srv: return append_data_as<dns_srv>(out, record);
    default: return append_hex(out, record.rdata());
  }
}

/// A class with the bit that multicast DNS took from it: all 16 bits.
inline void append_class(std::string& out, std::string_view name, std::uint8_t top_bit, dns_class low_bits) {
  append_key(out, name);
  append_number(out, static_cast<std::uint64_t>(top_bit) << 15 | static_cast<std::uint64_t>(low_bits));
}

inline void append_record(std::string& out, const layer_view<dns_question>& q) {
  append_member(out, "qname", q.qname());
  append_member(out, "qtype", q.qtype());
  append_class(out, "qclass", q.unicastresponse(), q.qclass());
}
inline void append_record(std::string& out, const layer_view<dns_record>& r) {
  append_member(out, "rrname", r.rrname());
  append_member(out, "type", r.type());
  append_class(out, "rclass", r.cacheflush(), r.rclass());
  append_member(out, "ttl", r.ttl());
  append_member(out, "rdlen", r.rdlen());
  append_key(out, "rdata");
  append_data(out, r);
}

template <class Record>
void append_records(std::string& out, const record_range<Record>& records) {
  append_list(out, records, [&](const layer_view<Record>& record) {
    out += '{';
    append_record(out, record);
    out += '}';
  });
}

}  // namespace example
