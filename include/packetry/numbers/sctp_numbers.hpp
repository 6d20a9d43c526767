// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// Types of SCTP chunk (RFC 9260 section 3.2; the registry: IANA).
enum class sctp_chunk_type : std::uint8_t {
  data = 0,
  init = 1,
  init_ack = 2,
  sack = 3,
  heartbeat = 4,
  heartbeat_ack = 5,
  abort = 6,
  shutdown = 7,
  shutdown_ack = 8,
  error = 9,
  cookie_echo = 10,
  cookie_ack = 11,
  shutdown_complete = 14,
  authentication = 15,
  i_data = 64,
  forward_tsn = 192,
};

/// Parameters of SCTP chunks (RFC 9260 section 3.3).
enum class sctp_param_kind : std::uint16_t {
  heartbeat_info = 1,
  address_v4 = 5,
  address_v6 = 6,
  state_cookie = 7,
  unrecognized = 8,
  cookie_preservative = 9,
  hostname = 11,
  address_types = 12,
  ecn_capable = 0x8000,
  supported_extensions = 0x8008,
  forward_tsn_supported = 0xc000,
};

}  // namespace packetry
