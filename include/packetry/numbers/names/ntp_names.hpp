// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/names/lookup.hpp>
#include <packetry/numbers/ntp_numbers.hpp>
#include <packetry/numbers/tftp_numbers.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number ntp_leap_names[] = {
    {0, "no warning"}, {1, "last minute of the day has 61 seconds"}, {2, "last minute of the day has 59 seconds"},
    {3, "unknown (clock unsynchronized)"},
};
inline constexpr named_number ntp_mode_names[] = {
    {0, "reserved"}, {1, "symmetric active"}, {2, "symmetric passive"}, {3, "client"}, {4, "server"}, {5, "broadcast"},
    {6, "NTP control message"}, {7, "reserved for private use"},
};
inline constexpr named_number tftp_op_names[] = {{1, "RRQ"}, {2, "WRQ"}, {3, "DATA"}, {4, "ACK"}, {5, "ERROR"}, {6, "OACK"}};
inline constexpr named_number tftp_error_names[] = {
    {0, "Not defined"}, {1, "File not found"}, {2, "Access violation"}, {3, "Disk full or allocation exceeded"},
    {4, "Illegal TFTP operation"}, {5, "Unknown transfer ID"}, {6, "File already exists"}, {7, "No such user"},
    {8, "Terminate transfer due to option negotiation"},
};
// clang-format on

}  // namespace detail

/// "no warning", "client", "RRQ": what `show` prints; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(ntp_leap v) noexcept {
  return detail::name_in(detail::ntp_leap_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(ntp_mode v) noexcept {
  return detail::name_in(detail::ntp_mode_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(tftp_op v) noexcept {
  return detail::name_in(detail::tftp_op_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(tftp_error_code v) noexcept {
  return detail::name_in(detail::tftp_error_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
