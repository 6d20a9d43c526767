// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

/// Debian 12's /etc/ethertypes as Scapy spells it, and the three that Scapy names itself (88a8, 88e5, a0ed).
// clang-format off
inline constexpr named_number ether_type_names[] = {
    {0x0800, "IPv4"}, {0x0805, "X25"}, {0x0806, "ARP"}, {0x0808, "FR_ARP"}, {0x08ff, "BPQ"},
    {0x22f3, "TRILL"}, {0x22f4, "L2_IS_IS"}, {0x6558, "TEB"}, {0x6559, "RAW_FR"}, {0x8035, "RARP"},
    {0x809b, "ATALK"}, {0x80f3, "AARP"}, {0x8100, "n_802_1Q"}, {0x8137, "IPX"}, {0x8191, "NetBEUI"},
    {0x86dd, "IPv6"}, {0x880b, "PPP"}, {0x8847, "MPLS"}, {0x8848, "MPLS_MULTI"}, {0x884c, "ATMMPOA"},
    {0x8863, "PPP_DISC"}, {0x8864, "PPP_SES"}, {0x8884, "ATMFATE"}, {0x888e, "EAPOL"}, {0x88a8, "802_1AD"},
    {0x88c7, "EAP_PREAUTH"}, {0x88cc, "LLDP"}, {0x88e5, "802_1AE"}, {0x88e7, "PBB"}, {0x88f5, "MVRP"},
    {0x88f7, "PTP"}, {0x8906, "FCOE"}, {0x8914, "FIP"}, {0x8915, "ROCE"}, {0xa0ed, "6LoWPAN"},
};
// clang-format on
static_assert(is_sorted(ether_type_names));

}  // namespace detail

/// "IPv4", "ARP", "n_802_1Q": what `show` prints for an ether type; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(ether_type v) noexcept {
  return detail::name_in(detail::ether_type_names, static_cast<std::uint32_t>(v));
}

/// Read a name that `name_of` gives, in either case, with '-' or '_'.
///
/// \returns  Whether there is such a name; `out` is changed only if there is.
[[nodiscard]] constexpr bool from_name(std::string_view name, ether_type& out) noexcept {
  return detail::number_in(detail::ether_type_names, name, out);
}

}  // namespace packetry
