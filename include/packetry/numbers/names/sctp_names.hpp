// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/names/lookup.hpp>
#include <packetry/numbers/sctp_numbers.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number sctp_chunk_type_names[] = {
    {0, "data"}, {1, "init"}, {2, "init-ack"}, {3, "sack"}, {4, "heartbeat-req"}, {5, "heartbeat-ack"}, {6, "abort"},
    {7, "shutdown"}, {8, "shutdown-ack"}, {9, "error"}, {10, "cookie-echo"}, {11, "cookie-ack"}, {14, "shutdown-complete"},
    {15, "authentication"}, {128, "address-configuration-ack"}, {193, "address-configuration"},
};
inline constexpr named_number sctp_param_names[] = {
    {1, "heartbeat-info"}, {5, "IPv4"}, {6, "IPv6"}, {7, "state-cookie"}, {8, "unrecognized-param"}, {9, "cookie-preservative"},
    {11, "hostname"}, {12, "addrtypes"}, {0x8000, "ecn-capable"}, {0x8002, "random"}, {0x8003, "chunk-list"},
    {0x8004, "requested-HMAC-functions"}, {0x8008, "supported-extensions"}, {0xc000, "fwd-tsn-supported"},
};
// clang-format on
static_assert(is_sorted(sctp_chunk_type_names));
static_assert(is_sorted(sctp_param_names));

}  // namespace detail

/// "init-ack": what `show` prints for the type of a chunk; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(sctp_chunk_type v) noexcept {
  return detail::name_in(detail::sctp_chunk_type_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(sctp_param_kind v) noexcept {
  return detail::name_in(detail::sctp_param_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
