// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/arp_operation.hpp>
#include <packetry/numbers/hardware_type.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number hardware_type_names[] = {
    {1, "Ethernet (10Mb)"}, {2, "Ethernet (3Mb)"}, {3, "AX.25"}, {4, "Proteon ProNET Token Ring"},
    {5, "Chaos"}, {6, "IEEE 802 Networks"}, {7, "ARCNET"}, {8, "Hyperchannel"}, {9, "Lanstar"},
    {10, "Autonet Short Address"}, {11, "LocalTalk"}, {12, "LocalNet"}, {13, "Ultra link"}, {14, "SMDS"},
    {15, "Frame relay"}, {16, "ATM"}, {17, "HDLC"}, {18, "Fibre Channel"}, {19, "ATM"},
    {20, "Serial Line"}, {21, "ATM"},
};

inline constexpr named_number arp_operation_names[] = {
    {1, "who-has"}, {2, "is-at"}, {3, "RARP-req"}, {4, "RARP-rep"}, {5, "Dyn-RARP-req"},
    {6, "Dyn-RAR-rep"}, {7, "Dyn-RARP-err"}, {8, "InARP-req"}, {9, "InARP-rep"},
};
// clang-format on
static_assert(is_sorted(hardware_type_names));
static_assert(is_sorted(arp_operation_names));

}  // namespace detail

/// "Ethernet (10Mb)": what `show` prints for `arp.hwtype`; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(hardware_type v) noexcept {
  return detail::name_in(detail::hardware_type_names, static_cast<std::uint32_t>(v));
}

/// "who-has", "is-at": what `show` prints for `arp.op`; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(arp_operation v) noexcept {
  return detail::name_in(detail::arp_operation_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
