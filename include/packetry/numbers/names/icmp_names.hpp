// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/icmp_type.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number icmp_type_names[] = {
    {0, "echo-reply"}, {3, "dest-unreach"}, {4, "source-quench"}, {5, "redirect"}, {8, "echo-request"},
    {9, "router-advertisement"}, {10, "router-solicitation"}, {11, "time-exceeded"},
    {12, "parameter-problem"}, {13, "timestamp-request"}, {14, "timestamp-reply"},
    {15, "information-request"}, {16, "information-response"}, {17, "address-mask-request"},
    {18, "address-mask-reply"}, {30, "traceroute"}, {31, "datagram-conversion-error"},
    {32, "mobile-host-redirect"}, {33, "ipv6-where-are-you"}, {34, "ipv6-i-am-here"},
    {35, "mobile-registration-request"}, {36, "mobile-registration-reply"}, {37, "domain-name-request"},
    {38, "domain-name-reply"}, {39, "skip"}, {40, "photuris"},
};

/// The codes of all types in one table: the type is the high octet of the row's value, the code the low one.
inline constexpr named_number icmp_code_names[] = {
    {0x0300, "network-unreachable"}, {0x0301, "host-unreachable"}, {0x0302, "protocol-unreachable"},
    {0x0303, "port-unreachable"}, {0x0304, "fragmentation-needed"}, {0x0305, "source-route-failed"},
    {0x0306, "network-unknown"}, {0x0307, "host-unknown"}, {0x0309, "network-prohibited"},
    {0x030a, "host-prohibited"}, {0x030b, "TOS-network-unreachable"}, {0x030c, "TOS-host-unreachable"},
    {0x030d, "communication-prohibited"}, {0x030e, "host-precedence-violation"},
    {0x030f, "precedence-cutoff"},
    {0x0500, "network-redirect"}, {0x0501, "host-redirect"}, {0x0502, "TOS-network-redirect"},
    {0x0503, "TOS-host-redirect"},
    {0x0b00, "ttl-zero-during-transit"}, {0x0b01, "ttl-zero-during-reassembly"},
    {0x0c00, "ip-header-bad"}, {0x0c01, "required-option-missing"},
    {0x2800, "bad-spi"}, {0x2801, "authentication-failed"}, {0x2802, "decompression-failed"},
    {0x2803, "decryption-failed"}, {0x2804, "need-authentification"}, {0x2805, "need-authorization"},
};
// clang-format on
static_assert(is_sorted(icmp_type_names));
static_assert(is_sorted(icmp_code_names));

}  // namespace detail

/// "echo-request", "dest-unreach": what `show` and `summary` print for `icmp.type`; empty where they print
/// the number.
[[nodiscard]] constexpr std::string_view name_of(icmp_type v) noexcept {
  return detail::name_in(detail::icmp_type_names, static_cast<std::uint32_t>(v));
}

/// "port-unreachable": what `show` and `summary` print for `code` in a message of `type`; empty where they
/// print the number.
[[nodiscard]] constexpr std::string_view name_of_icmp_code(icmp_type type, std::uint8_t code) noexcept {
  return detail::name_in(detail::icmp_code_names, static_cast<std::uint32_t>(type) << 8 | code);
}

}  // namespace packetry
