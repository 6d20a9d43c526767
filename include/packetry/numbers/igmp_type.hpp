// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// `igmp.type` (RFC 1112, RFC 2236 section 2.1, RFC 9776 section 4).
enum class igmp_type : std::uint8_t {
  query = 0x11,
  report_v1 = 0x12,
  report_v2 = 0x16,
  leave = 0x17,
  report_v3 = 0x22,
};

/// What a group record of an IGMPv3 report says (RFC 9776 section 4.2.13).
enum class igmp_record_type : std::uint8_t {
  mode_is_include = 1,
  mode_is_exclude = 2,
  change_to_include = 3,
  change_to_exclude = 4,
  allow_new_sources = 5,
  block_old_sources = 6,
};

}  // namespace packetry
