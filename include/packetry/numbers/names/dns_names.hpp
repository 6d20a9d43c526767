// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/dns_numbers.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number dns_type_names[] = {
    {0, "ANY"}, {1, "A"}, {2, "NS"}, {3, "MD"}, {4, "MF"}, {5, "CNAME"}, {6, "SOA"}, {7, "MB"}, {8, "MG"},
    {9, "MR"}, {10, "NULL"}, {11, "WKS"}, {12, "PTR"}, {13, "HINFO"}, {14, "MINFO"}, {15, "MX"},
    {16, "TXT"}, {17, "RP"}, {18, "AFSDB"}, {19, "X25"}, {20, "ISDN"}, {21, "RT"}, {22, "NSAP"},
    {23, "NSAP-PTR"}, {24, "SIG"}, {25, "KEY"}, {26, "PX"}, {27, "GPOS"}, {28, "AAAA"}, {29, "LOC"},
    {30, "NXT"}, {31, "EID"}, {32, "NIMLOC"}, {33, "SRV"}, {34, "ATMA"}, {35, "NAPTR"}, {36, "KX"},
    {37, "CERT"}, {38, "A6"}, {39, "DNAME"}, {40, "SINK"}, {41, "OPT"}, {42, "APL"}, {43, "DS"},
    {44, "SSHFP"}, {45, "IPSECKEY"}, {46, "RRSIG"}, {47, "NSEC"}, {48, "DNSKEY"}, {49, "DHCID"},
    {50, "NSEC3"}, {51, "NSEC3PARAM"}, {52, "TLSA"}, {53, "SMIMEA"}, {55, "HIP"}, {56, "NINFO"},
    {57, "RKEY"}, {58, "TALINK"}, {59, "CDS"}, {60, "CDNSKEY"}, {61, "OPENPGPKEY"}, {62, "CSYNC"},
    {63, "ZONEMD"}, {64, "SVCB"}, {65, "HTTPS"}, {99, "SPF"}, {100, "UINFO"}, {101, "UID"}, {102, "GID"},
    {103, "UNSPEC"}, {104, "NID"}, {105, "L32"}, {106, "L64"}, {107, "LP"}, {108, "EUI48"}, {109, "EUI64"},
    {249, "TKEY"}, {250, "TSIG"}, {251, "IXFR"}, {252, "AXFR"}, {253, "MAILB"}, {254, "MAILA"},
    {255, "ALL"}, {256, "URI"}, {257, "CAA"}, {258, "AVC"}, {259, "DOA"}, {260, "AMTRELAY"}, {32768, "TA"},
    {32769, "DLV"}, {65535, "RESERVED"},
};

inline constexpr named_number dns_class_names[] = {
    {1, "IN"}, {2, "CS"}, {3, "CH"}, {4, "HS"}, {255, "ANY"},
};

inline constexpr named_number dns_opcode_names[] = {
    {0, "QUERY"}, {1, "IQUERY"}, {2, "STATUS"},
};

inline constexpr named_number dns_rcode_names[] = {
    {0, "ok"}, {1, "format-error"}, {2, "server-failure"}, {3, "name-error"}, {4, "not-implemented"},
    {5, "refused"},
};

inline constexpr named_number edns_option_names[] = {
    {0, "Reserved"}, {1, "LLQ"}, {2, "UL"}, {3, "NSID"}, {4, "Owner"}, {5, "DAU"}, {6, "DHU"}, {7, "N3U"},
    {8, "edns-client-subnet"}, {10, "COOKIE"}, {12, "Padding"}, {15, "Extended DNS Error"},
};
/// DNSSEC algorithms and digests (RFC 4034 appendix A; the registry: IANA).
inline constexpr named_number dnssec_algorithm_names[] = {
    {0, "Reserved"}, {1, "RSA/MD5"}, {2, "Diffie-Hellman"}, {3, "DSA/SHA-1"}, {4, "Reserved"}, {5, "RSA/SHA-1"}, {6, "DSA-NSEC3-SHA1"},
    {7, "RSASHA1-NSEC3-SHA1"}, {8, "RSA/SHA-256"}, {9, "Reserved"}, {10, "RSA/SHA-512"}, {11, "Reserved"}, {12, "GOST R 34.10-2001"},
    {13, "ECDSA Curve P-256 with SHA-256"}, {14, "ECDSA Curve P-384 with SHA-384"}, {252, "Reserved for Indirect Keys"},
    {253, "Private algorithms - domain name"}, {254, "Private algorithms - OID"}, {255, "Reserved"},
};
inline constexpr named_number dnssec_digest_names[] = {{0, "Reserved"}, {1, "SHA-1"}, {2, "SHA-256"}, {3, "GOST R 34.11-94"}, {4, "SHA-384"}};
inline constexpr named_number svc_param_names[] = {
    {0, "mandatory"}, {1, "alpn"}, {2, "no-default-alpn"}, {3, "port"}, {4, "ipv4hint"}, {5, "ech"}, {6, "ipv6hint"}, {7, "dohpath"},
};
// clang-format on
static_assert(is_sorted(dns_type_names));
static_assert(is_sorted(dns_class_names));
static_assert(is_sorted(dns_opcode_names));
static_assert(is_sorted(dns_rcode_names));
static_assert(is_sorted(edns_option_names));

}  // namespace detail

/// "A", "CNAME", "ALL": what `show` prints for the type of a question or record; empty where it prints the
/// number.
[[nodiscard]] constexpr std::string_view name_of(dns_type v) noexcept {
  return detail::name_in(detail::dns_type_names, static_cast<std::uint32_t>(v));
}

/// "alpn"
[[nodiscard]] constexpr std::string_view name_of(svc_param_key v) noexcept {
  return detail::name_in(detail::svc_param_names, static_cast<std::uint32_t>(v));
}

/// "IN": what `show` prints for the class of a question or record; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(dns_class v) noexcept {
  return detail::name_in(detail::dns_class_names, static_cast<std::uint32_t>(v));
}

/// "QUERY": what `show` prints for `dns.opcode`; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(dns_opcode v) noexcept {
  return detail::name_in(detail::dns_opcode_names, static_cast<std::uint32_t>(v));
}

/// "ok", "name-error": what `show` prints for `dns.rcode`; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(dns_rcode v) noexcept {
  return detail::name_in(detail::dns_rcode_names, static_cast<std::uint32_t>(v));
}

/// "COOKIE", "edns-client-subnet": what `show` prints for an option of the OPT record; empty where it prints
/// the number.
[[nodiscard]] constexpr std::string_view name_of(edns_option v) noexcept {
  return detail::name_in(detail::edns_option_names, static_cast<std::uint32_t>(v));
}

/// Read a name that `name_of` gives, in either case, with '-' or '_'. "ANY" is what the tools ask questions
/// with: `dns_type::any`, and not type 0, which Scapy shows under that name.
///
/// \returns  Whether there is such a name; `out` is changed only if there is.
[[nodiscard]] constexpr bool from_name(std::string_view name, dns_type& out) noexcept {
  if (!detail::number_in(detail::dns_type_names, name, out)) return false;
  if (out == dns_type{0}) out = dns_type::any;
  return true;
}

}  // namespace packetry
