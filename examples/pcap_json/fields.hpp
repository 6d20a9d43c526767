// SPDX-License-Identifier: BSL-1.0
#pragma once

// A layer's fields. Most print as the wire tables have them: under their names, by their types. Here is what does not.

#include "options.hpp"
#include "records.hpp"

namespace example {

// --- names -------------------------------------------------------------------------------------------------------------

struct renamed_field {
  std::string_view field, printed;
};
inline constexpr renamed_field renamed_fields[] = {
    {"Method", "method"},      {"Path", "path"},            {"Http_Version", "version"},
    {"Status_Code", "status"}, {"Reason_Phrase", "reason"}, {"magic", ""},
};

/// Empty for a field that is not printed.
[[nodiscard]] constexpr std::string_view printed_name(std::string_view field) {
  for (const renamed_field& r : renamed_fields)
    if (r.field == field) return r.printed;
  return field;
}

// --- values ------------------------------------------------------------------------------------------------------------

inline void append_value(std::string& out, const http_headers& headers) {
  append_list(out, headers, [&](const http_header& h) {
    out += '[';
    append_text(out, h.name);
    out += ',';
    h.value ? append_text(out, *h.value) : void(out += "null");
    out += ']';
  });
}

/// Values that print by their type.
template <class T>
concept appendable = requires(std::string& out, const T& value) { append_value(out, value); };

/// What has no value of its own is the octets it stands in.
template <class T>
void append_octets(std::string& out, bytes octets) {
  if constexpr (std::is_same_v<T, tcp_options>) {
    append_tcp_options(out, octets);
  } else if constexpr (std::is_same_v<T, dhcp_options>) {
    append_dhcp_options(out, octets);
  } else if constexpr (std::is_same_v<T, nd_options>) {
    append_nd_options(out, octets);
  } else {
    append_hex(out, octets);
  }
}

/// By its type.
template <class Field>
void append_typed(std::string& out, const Field& field) {
  if constexpr (appendable<typename Field::value_type>) {
    append_value(out, field.value());
  } else {
    append_octets<typename Field::value_type>(out, field.octets());
  }
}

template <class L, std::size_t I>
void append_field_value(std::string& out, const field_view<L, I>& field) {
  append_typed(out, field);
}

// --- fields that other fields tell how to read -------------------------------------------------------------------------

/// As an `Address` where the octets are as many as one has.
template <class Address>
bool append_address(std::string& out, bytes octets) {
  const auto address = dns_rdata{octets}.as<Address>();
  if (address) append_value(out, *address);
  return address.has_value();
}

template <std::size_t I>
void append_field_value(std::string& out, const field_view<arp, I>& field) {
  using f = field_view<arp, I>;
  if constexpr (f::template is<&arp::hwsrc>() || f::template is<&arp::hwdst>()) {
    const bytes octets = field.octets();
    const bool ethernet = field.layer().template get<&arp::hwtype>() == hardware_type::ethernet;
    ethernet && octets.size() == 6 ? append_value(out, hardware_octets{octets}.address()) : append_hex(out, octets);
  } else if constexpr (f::template is<&arp::psrc>() || f::template is<&arp::pdst>()) {
    const bytes octets = field.octets();
    const ether_type type = field.layer().template get<&arp::ptype>();
    if (type == ether_type::ipv4 && append_address<ipv4_address>(out, octets)) return;
    if (type == ether_type::ipv6 && append_address<ipv6_address>(out, octets)) return;
    append_hex(out, octets);
  } else {
    append_typed(out, field);
  }
}


template <std::size_t I>
void append_field_value(std::string& out, const field_view<bootp, I>& field) {
  using f = field_view<bootp, I>;
  if constexpr (f::template is<&bootp::sname>() || f::template is<&bootp::file>()) {
    append_hex(out, field.value().value_octets());
  } else {
    append_typed(out, field);
  }
}

template <std::size_t I>
void append_field_value(std::string& out, const field_view<dns, I>& field) {
  using f = field_view<dns, I>;
  if constexpr (f::template is<&dns::qd>()) {
    append_records(out, field.layer().qd());
  } else if constexpr (f::template is<&dns::an>()) {
    append_records(out, field.layer().an());
  } else if constexpr (f::template is<&dns::ns>()) {
    append_records(out, field.layer().ns());
  } else if constexpr (f::template is<&dns::ar>()) {
    append_records(out, field.layer().ar());
  } else {
    append_typed(out, field);
  }
}

template <std::size_t I>
void append_field_value(std::string& out, const field_view<http_request, I>& field) {
  if constexpr (field_view<http_request, I>::template is<&http_request::headers>()) {
    append_typed(out, field);
  } else {
    append_text(out, field.value().text());
  }
}

template <std::size_t I>
void append_field_value(std::string& out, const field_view<http_response, I>& field) {
  using f = field_view<http_response, I>;
  if constexpr (f::template is<&http_response::headers>()) {
    append_typed(out, field);
  } else if constexpr (f::template is<&http_response::Status_Code>()) {
    const octets digits = field.value();
    append_number(out, (digits[0] - '0') * 100u + (digits[1] - '0') * 10u + (digits[2] - '0') * 1u);
  } else {
    append_text(out, field.value().text());
  }
}

/// All fields of a layer, as members.
template <class L>
void append_fields(std::string& out, const layer_view<L>& layer) {
  for_each_field(layer, [&]<class Field>(const Field& field) {
    constexpr std::string_view name = printed_name(Field::name());
    if constexpr (!name.empty()) {
      append_key(out, name);
      append_field_value(out, field);
    }
  });
}

}  // namespace example
