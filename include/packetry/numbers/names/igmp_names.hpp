// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/igmp_type.hpp>
#include <packetry/numbers/names/lookup.hpp>

#include <cstdint>
#include <string_view>

namespace packetry {

namespace detail {

// clang-format off
inline constexpr named_number igmp_type_names[] = {
    {0x11, "Group Membership Query"}, {0x12, "Version 1 - Membership Report"}, {0x16, "Version 2 - Membership Report"},
    {0x17, "Leave Group"}, {0x22, "Version 3 Membership Report"},
};
inline constexpr named_number igmp_record_type_names[] = {
    {1, "Mode Is Include"}, {2, "Mode Is Exclude"}, {3, "Change To Include Mode"}, {4, "Change To Exclude Mode"},
    {5, "Allow New Sources"}, {6, "Block Old Sources"},
};
// clang-format on

}  // namespace detail

/// "Group Membership Query": what `show` prints for `igmp.type`; empty where it prints the number.
[[nodiscard]] constexpr std::string_view name_of(igmp_type v) noexcept {
  return detail::name_in(detail::igmp_type_names, static_cast<std::uint32_t>(v));
}
[[nodiscard]] constexpr std::string_view name_of(igmp_record_type v) noexcept {
  return detail::name_in(detail::igmp_record_type_names, static_cast<std::uint32_t>(v));
}

}  // namespace packetry
