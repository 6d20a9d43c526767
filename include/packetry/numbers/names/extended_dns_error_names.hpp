// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number extended_dns_error_names[] = {
    {0, "Other"}, {1, "Unsupported DNSKEY Algorithm"}, {2, "Unsupported DS Digest Type"}, {3, "Stale Answer"},
    {4, "Forged Answer"}, {5, "DNSSEC Indeterminate"}, {6, "DNSSEC Bogus"}, {7, "Signature Expired"},
    {8, "Signature Not Yet Valid"}, {9, "DNSKEY Missing"}, {10, "RRSIGs Missing"}, {11, "No Zone Key Bit Set"},
    {12, "NSEC Missing"}, {13, "Cached Error"}, {14, "Not Ready"}, {15, "Blocked"}, {16, "Censored"},
    {17, "Filtered"}, {18, "Prohibited"}, {19, "Stale NXDOMAIN Answer"}, {20, "Not Authoritative"},
    {21, "Not Supported"}, {22, "No Reachable Authority"}, {23, "Network Error"}, {24, "Invalid Data"},
    {25, "Signature Expired before Valid"}, {26, "Too Early"}, {27, "Unsupported NSEC3 Iterations Value"},
    {28, "Unable to conform to policy"}, {29, "Synthesized"},
};
// clang-format on
static_assert(is_sorted(extended_dns_error_names));

}  // namespace detail

/// "Stale Answer": why a DNS server says it could not do better (IANA extended DNS error codes, RFC 8914); empty for a
/// code without a name.
[[nodiscard]] constexpr std::string_view name_of_extended_dns_error(std::uint16_t code) noexcept {
  return detail::name_in(detail::extended_dns_error_names, code);
}

}  // namespace packetry
