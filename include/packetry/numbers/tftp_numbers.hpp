// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What a TFTP message is (RFC 1350 section 5; option acknowledgements: RFC 2347).
enum class tftp_op : std::uint16_t { rrq = 1, wrq = 2, data = 3, ack = 4, error = 5, oack = 6 };

/// Why a transfer ends (RFC 1350 appendix I, RFC 2347).
enum class tftp_error_code : std::uint16_t {
  not_defined = 0,
  file_not_found = 1,
  access_violation = 2,
  disk_full = 3,
  illegal_operation = 4,
  unknown_transfer = 5,
  file_exists = 6,
  no_such_user = 7,
  option_refused = 8,
};

}  // namespace packetry
