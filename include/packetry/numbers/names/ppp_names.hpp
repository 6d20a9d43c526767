// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/names/lookup.hpp>
#include <packetry/numbers/ppp_numbers.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number ppp_protocol_names[] = {
    {0x0021, "Internet Protocol version 4"}, {0x002d, "Van Jacobson Compressed TCP/IP"}, {0x0057, "Internet Protocol version 6 [Hinden]"},
    {0x0281, "MPLS Unicast [RFC3032]  "}, {0x0283, "MPLS Multicast [RFC3032]"}, {0x8021, "Internet Protocol Control Protocol"},
    {0x8057, "IPv6 Control Protovol [Hinden]"}, {0x80fd, "Compression Control Protocol [RFC1962]"}, {0x8281, "MPLSCP [RFC3032]"},
    {0xc021, "Link Control Protocol"}, {0xc023, "Password Authentication Protocol"}, {0xc025, "Link Quality Report"},
    {0xc223, "Challenge Handshake Authentication Protocol"}, {0xc227, "Extensible Authentication Protocol [RFC2284]"},
};
inline constexpr named_number ppp_code_names[] = {
    {1, "Configure-Request"}, {2, "Configure-Ack"}, {3, "Configure-Nak"}, {4, "Configure-Reject"}, {5, "Terminate-Request"},
    {6, "Terminate-Ack"}, {7, "Code-Reject"}, {8, "Protocol-Reject"}, {9, "Echo-Request"}, {10, "Echo-Reply"},
    {11, "Discard-Request"}, {14, "Reset-Request"}, {15, "Reset-Ack"},
};
inline constexpr named_number lcp_option_names[] = {
    {1, "Maximum-Receive-Unit"}, {2, "Async-Control-Character-Map"}, {3, "Authentication-protocol"}, {4, "Quality-protocol"},
    {5, "Magic-number"}, {7, "Protocol-Field-Compression"}, {8, "Address-and-Control-Field-Compression"}, {13, "Callback"},
};
inline constexpr named_number ipcp_option_names[] = {
    {1, "IP-Addresses (Deprecated)"}, {2, "IP-Compression-Protocol"}, {3, "IP-Address"}, {4, "Mobile-IPv4"},
    {129, "Primary-DNS-Address"}, {130, "Primary-NBNS-Address"}, {131, "Secondary-DNS-Address"}, {132, "Secondary-NBNS-Address"},
};
inline constexpr named_number pppoe_code_names[] = {
    {0, "Session"}, {7, "PPPoE Active Discovery Offer (PADO)"}, {9, "PPPoE Active Discovery Initiation (PADI)"},
    {10, "PPPoE Active Discovery Session-Grant (PADG)"}, {11, "PPPoE Active Discovery Session-Credit Response (PADC)"},
    {12, "PPPoE Active Discovery Quality (PADQ)"}, {25, "PPPoE Active Discovery Request (PADR)"},
    {101, "PPPoE Active Discovery Session-confirmation (PADS)"}, {167, "PPPoE Active Discovery Terminate (PADT)"},
};
inline constexpr named_number pppoe_tag_names[] = {
    {0x0000, "End-Of-List"}, {0x0101, "Service-Name"}, {0x0102, "AC-Name"}, {0x0103, "Host-Uniq"}, {0x0104, "AC-Cookie"},
    {0x0105, "Vendor-Specific"}, {0x0106, "Credits"}, {0x0107, "Metrics"}, {0x0108, "Sequence Number"}, {0x0109, "Credit Scale Factor"},
    {0x0110, "Relay-Session-Id"}, {0x0120, "PPP-Max-Payload"}, {0x0201, "Service-Name-Error"}, {0x0202, "AC-System-Error"},
    {0x0203, "Generic-Error"},
};
// clang-format on
static_assert(is_sorted(ppp_protocol_names));
static_assert(is_sorted(pppoe_tag_names));

}  // namespace detail

/// "Internet Protocol version 4": what `show` prints for `ppp.proto`; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(ppp_protocol v) noexcept {
  return detail::name_in(detail::ppp_protocol_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(ppp_code v) noexcept {
  return detail::name_in(detail::ppp_code_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(lcp_option_kind v) noexcept {
  return detail::name_in(detail::lcp_option_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(ipcp_option_kind v) noexcept {
  return detail::name_in(detail::ipcp_option_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(pppoe_code v) noexcept {
  return detail::name_in(detail::pppoe_code_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(pppoe_tag_kind v) noexcept {
  return detail::name_in(detail::pppoe_tag_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
