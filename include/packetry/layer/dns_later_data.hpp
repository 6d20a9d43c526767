// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/tlv_list.hpp>
#include <packetry/layer/dns_data.hpp>

#include <optional>
#include <string_view>

// The data of record types that came later: DNSSEC (RFC 4034), CAA (RFC 8659), service bindings (RFC 9460).

namespace packetry {

namespace detail {

/// RFC 9460 section 2.2: key and length are 16 bits; the length counts the value.
struct svc_param_grammar {
  using kind = svc_param_key;
  static constexpr bool wide = true;
  static constexpr std::size_t octets(std::uint16_t length) noexcept { return std::size_t{length} + 4; }
  static constexpr std::uint16_t length(std::size_t octets) noexcept { return static_cast<std::uint16_t>(octets - 4); }
  template <class Octets>
  static constexpr void lead(kind, Octets&) noexcept {}
};

/// The octets that are left of a record's data, kept in a class that is made of them.
struct rest_of_data_codec : rest_of_layer_codec {
  template <class L, class T, class Writer>
  static constexpr void write(const L&, const T& value, Writer& w) {
    w.octets(value.data(), value.size());
  }
};

}  // namespace detail

/// The parameters of a service binding. They stand in the order of their keys (RFC 9460 section 2.2).
using svc_params = tlv_list<detail::svc_param_grammar, 40>;
using svc_param = svc_params::option;

namespace svc {

[[nodiscard]] constexpr svc_param other(svc_param_key key, bytes value) { return {.kind = key, .data = value}; }
/// The protocols spoken: "h2", "h3".
[[nodiscard]] constexpr svc_param alpn(std::initializer_list<std::string_view> protocols) {
  svc_param p{.kind = svc_param_key::alpn};
  for (const std::string_view protocol : protocols) {
    p.data.push_back(static_cast<std::uint8_t>(protocol.size()));
    for (const char c : protocol) p.data.push_back(static_cast<std::uint8_t>(c));
  }
  return p;
}
[[nodiscard]] constexpr svc_param port(std::uint16_t number) { return detail::option_of<svc_param>(svc_param_key::port, number); }
[[nodiscard]] constexpr svc_param ipv4hint(std::initializer_list<ipv4_address> addresses) {
  svc_param p{.kind = svc_param_key::ipv4hint};
  for (const ipv4_address a : addresses) {
    std::uint8_t octets[4];
    detail::store_be<4>(octets, a.value());
    p.data.append(octets, 4);
  }
  return p;
}
[[nodiscard]] constexpr svc_param ipv6hint(std::initializer_list<ipv6_address> addresses) {
  svc_param p{.kind = svc_param_key::ipv6hint};
  for (const ipv6_address& a : addresses) p.data.append(a.octets().data(), 16);
  return p;
}

}  // namespace svc

/// Which types of record a name has (RFC 4034 section 4.1.2), kept as windows of bits.
///
/// \code
/// dns_nsec{.nextname = "host.example.com", .typebitmaps = {dns_type::a, dns_type::mx}}
/// \endcode
class dns_type_bitmap {
 public:
  constexpr dns_type_bitmap() noexcept = default;
  constexpr explicit dns_type_bitmap(bytes wire) : wire_(wire) {}
  /// In ascending order.
  constexpr dns_type_bitmap(std::initializer_list<dns_type> types) : dns_type_bitmap(of(types)) {}
  /// The same of any range.
  template <class Types>
  [[nodiscard]] static constexpr dns_type_bitmap of(const Types& types) {
    dns_type_bitmap all;
    for (const dns_type t : types) all.add(static_cast<std::uint16_t>(t));
    return all;
  }

  [[nodiscard]] constexpr bytes octets() const noexcept { return wire_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return wire_.size(); }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return wire_.data(); }

  /// Calls `f(dns_type)` for each; windows that are not whole end them.
  template <class F>
  constexpr void for_each(F&& f) const {
    for (std::size_t at = 0; at + 2 <= wire_.size() && at + 2 + wire_.data()[at + 1] <= wire_.size(); at += wire_.data()[at + 1] + std::size_t{2})
      for (std::size_t bit = 0; bit != 8 * std::size_t{wire_.data()[at + 1]}; ++bit)
        if ((wire_.data()[at + 2 + bit / 8] >> (7 - bit % 8) & 1) != 0) f(static_cast<dns_type>(std::size_t{wire_.data()[at]} << 8 | bit));
  }
  [[nodiscard]] constexpr bool has(dns_type type) const {
    bool found = false;
    for_each([&](dns_type t) { found = found || t == type; });
    return found;
  }

  friend constexpr bool operator==(const dns_type_bitmap& a, const dns_type_bitmap& b) noexcept { return a.wire_ == b.wire_; }

 private:
  constexpr void add(std::uint16_t type) {
    const std::size_t octet = type % 256 / 8;
    if (wire_.empty() || wire_.data()[window_] != type / 256) {
      window_ = wire_.size();
      wire_.push_back(static_cast<std::uint8_t>(type / 256));
      wire_.push_back(0);
    }
    while (wire_.data()[window_ + 1] <= octet) {
      wire_.push_back(0);
      ++wire_.data()[window_ + 1];
    }
    std::uint8_t& bits = wire_.data()[window_ + 2 + octet];
    bits = static_cast<std::uint8_t>(bits | 0x80 >> type % 8);
  }

  small_octets<40> wire_;
  std::size_t window_ = 0;  ///< where the last window begins, while types are added
};

/// Which authorities may certify a name (RFC 8659 section 4.1).
///
/// \code
/// dns_record{.rrname = "example.com", .rdata = dns_caa{.value = "ca.example.net"}}
/// \endcode
struct dns_caa {
  std::uint8_t flags = 0;                ///< 0x80: an authority that does not know the tag must not certify
  computed<std::uint8_t> taglen{};
  octets tag = "issue";
  octets value{};

  static constexpr std::string_view name = "DNSRRCAA", title = "DNS CAA Resource Record";
  static constexpr dns_type type = dns_type::caa;
  // clang-format off
  static constexpr auto wire = layout{
      field{"flags",  &dns_caa::flags,   be<8>},
      field{"taglen", &dns_caa::taglen,  be<8>, size_of<&dns_caa::tag>{}},
      field{"tag",    &dns_caa::tag,     octets_counted_by<&dns_caa::taglen>},
      field{"value",  &dns_caa::value,   rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_caa&, const dns_caa&) = default;
};

/// The digest of a key of the zone below (RFC 4034 section 5.1).
struct dns_ds {
  std::uint16_t keytag = 0;
  std::uint8_t algorithm = 5;
  std::uint8_t digesttype = 5;
  octets digest{};

  static constexpr std::string_view name = "DNSRRDS", title = "DNS DS Resource Record";
  static constexpr dns_type type = dns_type::ds;
  // clang-format off
  static constexpr auto wire = layout{
      field{"keytag",     &dns_ds::keytag,      be<16>},
      field{"algorithm",  &dns_ds::algorithm,   be<8>},
      field{"digesttype", &dns_ds::digesttype,  be<8>},
      field{"digest",     &dns_ds::digest,      rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_ds&, const dns_ds&) = default;
};

/// A key of a zone (RFC 4034 section 2.1).
struct dns_dnskey {
  std::uint16_t flags = 0x100;           ///< 0x100: a zone key; 1: a secure entry point
  std::uint8_t protocol = 3;
  std::uint8_t algorithm = 5;
  octets publickey{};

  static constexpr std::string_view name = "DNSRRDNSKEY", title = "DNS DNSKEY Resource Record";
  static constexpr dns_type type = dns_type::dnskey;
  // clang-format off
  static constexpr auto wire = layout{
      field{"flags",     &dns_dnskey::flags,      be<16>},
      field{"protocol",  &dns_dnskey::protocol,   be<8>},
      field{"algorithm", &dns_dnskey::algorithm,  be<8>},
      field{"publickey", &dns_dnskey::publickey,  rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_dnskey&, const dns_dnskey&) = default;
};

/// The signature of a set of records (RFC 4034 section 3.1).
struct dns_rrsig {
  dns_type typecovered = dns_type::a;
  std::uint8_t algorithm = 5;
  std::uint8_t labels = 0;
  std::uint32_t originalttl = 0;
  std::uint32_t expiration = 0, inception = 0;  ///< seconds since 1970
  std::uint16_t keytag = 0;
  domain_name signersname{};
  octets signature{};

  static constexpr std::string_view name = "DNSRRRSIG", title = "DNS RRSIG Resource Record";
  static constexpr dns_type type = dns_type::rrsig;
  // clang-format off
  static constexpr auto wire = layout{
      field{"typecovered", &dns_rrsig::typecovered,  be<16>},
      field{"algorithm",   &dns_rrsig::algorithm,    be<8>},
      field{"labels",      &dns_rrsig::labels,       be<8>},
      field{"originalttl", &dns_rrsig::originalttl,  be<32>},
      field{"expiration",  &dns_rrsig::expiration,   be<32>},
      field{"inception",   &dns_rrsig::inception,    be<32>},
      field{"keytag",      &dns_rrsig::keytag,       be<16>},
      field{"signersname", &dns_rrsig::signersname,  detail::name_codec{}},
      field{"signature",   &dns_rrsig::signature,    rest_of_layer},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_rrsig&, const dns_rrsig&) = default;
};

/// The next name of a zone, and what this one has (RFC 4034 section 4.1; in multicast DNS: RFC 6762 section 6.1).
struct dns_nsec {
  domain_name nextname{};
  dns_type_bitmap typebitmaps{};

  static constexpr std::string_view name = "DNSRRNSEC", title = "DNS NSEC Resource Record";
  static constexpr dns_type type = dns_type::nsec;
  // clang-format off
  static constexpr auto wire = layout{
      field{"nextname",    &dns_nsec::nextname,     detail::name_codec{}},
      field{"typebitmaps", &dns_nsec::typebitmaps,  detail::rest_of_data_codec{}},
  };
  // clang-format on
  friend constexpr bool operator==(const dns_nsec&, const dns_nsec&) = default;
};

/// Where and how a service is reached (RFC 9460 section 2.2). Priority 0: `target_name` is an alias.
///
/// \code
/// dns_record{.rrname = "example.com", .rdata = dns_https{.svc_params = {svc::alpn({"h2", "h3"})}}}
/// \endcode
template <dns_type Type>
struct basic_dns_svcb {
  std::uint16_t svc_priority = 1;
  domain_name target_name{};
  packetry::svc_params svc_params{};

  static constexpr std::string_view name = Type == dns_type::svcb ? "DNSRRSVCB" : "DNSRRHTTPS", title = Type == dns_type::svcb ? "DNS SVCB Resource Record" : "DNS HTTPS Resource Record";
  static constexpr dns_type type = Type;
  // clang-format off
  static constexpr auto wire = layout{
      field{"svc_priority", &basic_dns_svcb::svc_priority,  be<16>},
      field{"target_name",  &basic_dns_svcb::target_name,   detail::name_codec{}},
      field{"svc_params",   &basic_dns_svcb::svc_params,    detail::rest_of_data_codec{}},
  };
  // clang-format on
  friend constexpr bool operator==(const basic_dns_svcb&, const basic_dns_svcb&) = default;
};
using dns_svcb = basic_dns_svcb<dns_type::svcb>;
using dns_https = basic_dns_svcb<dns_type::https>;

template <>
struct view_extras<dns_rrsig> : detail::record_extras<dns_rrsig> {};
template <>
struct view_extras<dns_nsec> : detail::record_extras<dns_nsec> {};
template <dns_type Type>
struct view_extras<basic_dns_svcb<Type>> : detail::record_extras<basic_dns_svcb<Type>> {};

}  // namespace packetry
