// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/icmpv6_type.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number icmpv6_type_names[] = {
    {1, "Destination unreachable"}, {2, "Packet too big"}, {3, "Time exceeded"}, {4, "Parameter problem"},
    {100, "Private Experimentation"}, {101, "Private Experimentation"}, {128, "Echo Request"}, {129, "Echo Reply"},
    {130, "MLD Query"}, {131, "MLD Report"}, {132, "MLD Done"}, {133, "Router Solicitation"}, {134, "Router Advertisement"},
    {135, "Neighbor Solicitation"}, {136, "Neighbor Advertisement"}, {137, "Redirect Message"}, {138, "Router Renumbering"},
    {139, "ICMP Node Information Query"}, {140, "ICMP Node Information Response"},
    {141, "Inverse Neighbor Discovery Solicitation Message"}, {142, "Inverse Neighbor Discovery Advertisement Message"},
    {143, "MLD Report Version 2"}, {144, "Home Agent Address Discovery Request Message"},
    {145, "Home Agent Address Discovery Reply Message"}, {146, "Mobile Prefix Solicitation"}, {147, "Mobile Prefix Advertisement"},
    {148, "Certification Path Solicitation"}, {149, "Certification Path Advertisement"}, {151, "Multicast Router Advertisement"},
    {152, "Multicast Router Solicitation"}, {153, "Multicast Router Termination"}, {155, "RPL Control Message"},
    {200, "Private Experimentation"}, {201, "Private Experimentation"},
};

/// The codes of all types in one table: the type is the high octet of the row's value, the code the low one.
inline constexpr named_number icmpv6_code_names[] = {
    {0x0100, "No route to destination"}, {0x0101, "Communication with destination administratively prohibited"},
    {0x0102, "Beyond scope of source address"}, {0x0103, "Address unreachable"}, {0x0104, "Port unreachable"},
    {0x0300, "hop limit exceeded in transit"}, {0x0301, "fragment reassembly time exceeded"},
    {0x0400, "erroneous header field encountered"}, {0x0401, "unrecognized Next Header type encountered"},
    {0x0402, "unrecognized IPv6 option encountered"}, {0x0403, "first fragment has incomplete header chain"},
};

inline constexpr named_number ipv6_option_names[] = {
    {0, "Pad1"}, {1, "PadN"}, {4, "Tunnel Encapsulation Limit"}, {5, "Router Alert"}, {6, "Quick-Start"},
    {194, "Jumbo Payload"}, {201, "Home Address Option"},
};

inline constexpr named_number router_preference_names[] = {{0, "Medium (default)"}, {1, "High"}, {2, "Reserved"}, {3, "Low"}};
// clang-format on
static_assert(is_sorted(icmpv6_type_names));
static_assert(is_sorted(icmpv6_code_names));
static_assert(is_sorted(ipv6_option_names));

}  // namespace detail

/// "Echo Request": what `show` prints for `icmpv6.type`; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(icmpv6_type v) noexcept {
  return detail::name_in(detail::icmpv6_type_names, static_cast<std::uint32_t>(v));
}
/// "Port unreachable": what `show` prints for `code` in a message of `type`.
[[nodiscard]] constexpr std::string_view name_of(icmpv6_type type, std::uint8_t code) noexcept {
  return detail::name_in(detail::icmpv6_code_names, static_cast<std::uint32_t>(type) << 8 | code);
}
[[nodiscard]] constexpr std::string_view name_of(ipv6_option_type v) noexcept {
  return detail::name_in(detail::ipv6_option_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(router_preference v) noexcept {
  return detail::name_in(detail::router_preference_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
