// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/address_list.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/layers/sctp.hpp>
#include <packetry/show/layer_text.hpp>

#include <concepts>

// The values of a layer, or of a record, as what they are: for text that a program reads (JSON, C++).

namespace packetry::detail {

/// Whether a row's field is there, in this value, and holds one of its members.
template <class L, std::size_t I>
[[nodiscard]] constexpr bool holds_value(const value_fields<L>& fields) noexcept {
  using row = row_of<L, I>;
  if constexpr (!holds_member<row>) {
    return false;
  } else if constexpr (rows_of<L>[I].has(kind::condition)) {
    return row_present(fields, static_cast<const row*>(nullptr));
  } else {
    return true;
  }
}

template <class L, class F, std::size_t... I>
void for_each_value(const value_fields<L>& fields, F&& f, std::index_sequence<I...>) {
  const auto call = [&]<std::size_t J>(std::integral_constant<std::size_t, J> row) {
    if constexpr (holds_member<row_of<L, J>>) {
      if (holds_value<L, J>(fields)) f(row, fields.value.*(row_at<J>(L::wire.rows).member));
    }
  };
  (call(std::integral_constant<std::size_t, I>{}), ...);
}
/// Call `f(integral_constant<row>, member)` for each field of a value that is there, in wire order.
template <class L, class F>
void for_each_value(const value_fields<L>& fields, F&& f) {
  for_each_value(fields, f, std::make_index_sequence<row_count<L>>{});
}

/// A list of options, each of a kind and with octets.
template <class T>
concept options_like = requires(const T& list) {
  (*list.begin()).kind;
  (*list.begin()).single;
  { (*list.begin()).data } -> std::convertible_to<bytes>;
};

template <class T>
inline constexpr bool is_address = std::is_same_v<T, mac_address> || std::is_same_v<T, ipv4_address> || std::is_same_v<T, ipv6_address>;
template <class T>
inline constexpr bool is_address_octets = false;
template <class Default, std::size_t Size>
inline constexpr bool is_address_octets<address_octets<Default, Size>> = true;

template <class T>
inline constexpr bool is_address_list = false;
template <class Address, std::size_t Octets>
inline constexpr bool is_address_list<address_list<Address, Octets>> = true;

/// The octets of a value that is one of no other kind.
template <class T>
[[nodiscard]] bytes octets_of(const T& value) noexcept {
  if constexpr (requires { value.octets().data(); }) {
    return {value.octets().data(), value.octets().size()};
  } else {
    return {value.data(), value.size()};
  }
}

template <class T, class F>
bool with_data_of(const dns_rdata& data, F&& f) {
  const auto value = data.as<T>();
  if (value) f(*value);
  return value.has_value();
}

/// Call `f` with a record's data as what its type says; false where the octets are nothing that packetry knows by type.
template <class F>
bool with_data(dns_type type, const dns_rdata& data, F&& f) {
  switch (type) {
    case dns_type::a: return with_data_of<ipv4_address>(data, f);
    case dns_type::aaaa: return with_data_of<ipv6_address>(data, f);
    case dns_type::ns:
    case dns_type::cname:
    case dns_type::ptr:
    case dns_type::dname: return with_data_of<domain_name>(data, f);
    case dns_type::mx: return with_data_of<dns_mx>(data, f);
    case dns_type::soa: return with_data_of<dns_soa>(data, f);
    case dns_type::srv: return with_data_of<dns_srv>(data, f);
    case dns_type::txt: return with_data_of<dns_txt>(data, f);
    case dns_type::opt: return with_data_of<dns_edns_options>(data, f);
    case dns_type::caa: return with_data_of<dns_caa>(data, f);
    case dns_type::ds: return with_data_of<dns_ds>(data, f);
    case dns_type::dnskey: return with_data_of<dns_dnskey>(data, f);
    case dns_type::rrsig: return with_data_of<dns_rrsig>(data, f);
    case dns_type::nsec: return with_data_of<dns_nsec>(data, f);
    case dns_type::svcb: return with_data_of<dns_svcb>(data, f);
    case dns_type::https: return with_data_of<dns_https>(data, f);
    default: return false;
  }
}

template <class... Chunks, class F>
bool with_first_of(const sctp_chunk_view& chunk, F& f) {
  const auto call = [&](const auto& value) {
    if (value) f(*value);
    return value.has_value();
  };
  return (call(chunk.as<Chunks>()) || ...);
}
/// Call `f` with a chunk as what its type says, else as one of any type; false where it is not whole.
template <class F>
bool with_chunk(const sctp_chunk_view& chunk, F&& f) {
  return with_first_of<sctp_data, sctp_init, sctp_init_ack, sctp_sack, sctp_heartbeat, sctp_heartbeat_ack, sctp_abort, sctp_shutdown,
                       sctp_shutdown_ack, sctp_cookie_echo, sctp_cookie_ack, sctp_other>(chunk, f);
}

}  // namespace packetry::detail
