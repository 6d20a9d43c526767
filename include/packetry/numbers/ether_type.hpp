// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// What an Ethernet frame, a VLAN tag, SNAP, GRE or a cooked capture carries (IEEE 802 numbers).
///
/// Values of 1500 and below are lengths, not types (IEEE 802.3). Any other value is kept as it is.
///
/// \code
/// ether{.type = ether_type::arp};
/// \endcode
enum class ether_type : std::uint16_t {
  llc = 4,  ///< IEEE 802.2: what Linux calls it in cooked captures; here also what stands above a length
  ipv4 = 0x0800,
  x25 = 0x0805,
  arp = 0x0806,
  frame_relay_arp = 0x0808,
  wake_on_lan = 0x0842,
  trill = 0x22f3,
  transparent_bridging = 0x6558,  ///< an Ethernet frame without its check sequence, in GRE (RFC 1701)
  raw_frame_relay = 0x6559,
  rarp = 0x8035,
  appletalk = 0x809b,
  appletalk_arp = 0x80f3,
  vlan = 0x8100,  ///< customer tag (IEEE 802.1Q)
  ipx = 0x8137,
  netbeui = 0x8191,
  ipv6 = 0x86dd,
  flow_control = 0x8808,
  slow_protocols = 0x8809,
  ppp = 0x880b,
  mpls = 0x8847,
  mpls_multicast = 0x8848,
  pppoe_discovery = 0x8863,
  pppoe_session = 0x8864,
  eapol = 0x888e,
  profinet = 0x8892,
  ethercat = 0x88a4,
  service_vlan = 0x88a8,  ///< provider tag (IEEE 802.1ad)
  eap_preauth = 0x88c7,
  lldp = 0x88cc,
  macsec = 0x88e5,
  backbone_bridge = 0x88e7,  ///< IEEE 802.1ah
  mvrp = 0x88f5,
  ptp = 0x88f7,
  cfm = 0x8902,
  fcoe = 0x8906,
  fcoe_initialization = 0x8914,
  roce = 0x8915,
  loopback = 0x9000,
  lowpan = 0xa0ed,
};

}  // namespace packetry
