// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/time_of_day.hpp>
#include <packetry/show/field_values.hpp>
#include <packetry/show/http_text.hpp>

// What a field is, in words: "16 bits, port". Told by its rules first, then by its type.

namespace packetry::detail {

template <class T>
inline constexpr bool is_flag_set = false;
template <class Names, class UInt>
inline constexpr bool is_flag_set<flag_set<Names, UInt>> = true;

template <class T>
struct record_of { using type = void; };
template <class Record, std::size_t Inline>
struct record_of<small_list<Record, Inline>> { using type = Record; };

/// Of a number, by the space in which its values have names.
template <class Space>
[[nodiscard]] constexpr std::string_view space_kind() noexcept {
  if constexpr (std::is_same_v<Space, tcp_port> || std::is_same_v<Space, udp_port>) {
    return "port";
  } else if constexpr (std::is_same_v<Space, ip_protocol> || std::is_same_v<Space, quoted_protocol>) {
    return "protocol";
  } else if constexpr (std::is_same_v<Space, ether_type>) {
    return "ether type";
  } else {
    return std::is_enum_v<Space> ? "enumeration" : "number";
  }
}

/// Of a class.
template <class T>
[[nodiscard]] constexpr std::string_view class_kind() noexcept {
  if constexpr (std::is_same_v<T, mac_address>) {
    return "MAC address";
  } else if constexpr (std::is_same_v<T, ipv4_address>) {
    return "IPv4 address";
  } else if constexpr (std::is_same_v<T, ipv6_address>) {
    return "IPv6 address";
  } else if constexpr (std::is_same_v<T, domain_name>) {
    return "domain name";
  } else if constexpr (std::is_same_v<T, time_of_day>) {
    return "time of day";
  } else if constexpr (std::is_same_v<T, ntp_timestamp>) {
    return "timestamp";
  } else if constexpr (std::is_same_v<T, ntp_short>) {
    return "seconds";
  } else if constexpr (options_like<T> || std::is_same_v<T, tftp_options>) {
    return "options";
  } else if constexpr (is_address_list<T>) {
    return "addresses";
  } else if constexpr (std::is_same_v<T, sctp_chunks>) {
    return "chunks";
  } else if constexpr (std::is_same_v<T, dns_type_bitmap>) {
    return "record types";
  } else if constexpr (std::is_same_v<T, http_headers>) {
    return "headers";
  } else if constexpr (is_flag_set<T>) {
    return "flags";
  } else if constexpr (octet_sequence<T>) {
    return "octets";
  } else {
    return "value";
  }
}

template <class L, std::size_t I>
[[nodiscard]] constexpr std::string_view kind_of() noexcept {
  using row = row_of<L, I>;
  using T = typename row::value_type;
  constexpr row_info r = rows_of<L>[I];
  if constexpr (r.has(kind::total_length) || r.has(kind::payload_length) || r.has(kind::rest_length) ||
                r.has(kind::header_words) || r.has(kind::size_of)) {
    return "length";
  } else if constexpr (r.has(kind::count_of)) {
    return "count";
  } else if constexpr (is_checksum(r)) {
    return "checksum";
  } else if constexpr (r.has(kind::named_by)) {
    return "enumeration";
  } else if constexpr (r.has(kind::printed_as)) {
    return "address";
  } else if constexpr (is_text<typename row::codec>) {
    return "text";
  } else if constexpr (std::is_integral_v<T> || std::is_enum_v<T>) {
    return space_kind<name_space_of<L, I>>();
  } else {
    return class_kind<T>();
  }
}

/// "16 bits, port", "any size, options", "any size, list of DNSRR", and "(Cond)" where the field need not be there.
template <class L, std::size_t I>
void append_kind(std::string& out) {
  constexpr row_info info = rows_of<L>[I];
  using record = typename record_of<typename row_of<L, I>::value_type>::type;
  if constexpr (info.fixed()) {
    append_decimal(out, info.bits);
    out += info.bits == 1 ? " bit, " : " bits, ";
  } else {
    out += "any size, ";
  }
  if constexpr (std::is_void_v<record>) {
    out += kind_of<L, I>();
  } else {
    (out += "list of ") += record::name;
  }
  if constexpr (info.has(kind::condition)) out += " (Cond)";
}

}  // namespace packetry::detail
