// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What the first octet of a captured packet belongs to: the LINKTYPE_ values of pcap and pcapng files.
///
/// \code
/// dissect(frame, link_type::ethernet);
/// \endcode
enum class link_type : std::uint32_t {
  null_loopback = 0,  ///< 4 octets of protocol family in the byte order of the capturing host
  ethernet = 1,
  ppp = 9,
  raw_ip_bsd = 12,      ///< as raw_ip: the value most systems write for themselves
  raw_ip_openbsd = 14,  ///< as raw_ip: the value OpenBSD writes for itself
  raw_ip = 101,         ///< IPv4 or IPv6: the first four bits tell which
  ieee802_11 = 105,
  loop = 108,  ///< as null_loopback, in network byte order
  linux_cooked = 113,
  ieee802_11_radiotap = 127,
  ipv4 = 228,
  ipv6 = 229,
  linux_cooked2 = 276,
};

}  // namespace packetry
