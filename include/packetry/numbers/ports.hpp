// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// UDP port numbers (IANA service names). Any value is a port; these have a name.
///
/// \code
/// udp{.dport = udp_port::domain};
/// \endcode
enum class udp_port : std::uint16_t {
  echo = 7,
  discard = 9,
  daytime = 13,
  chargen = 19,
  time = 37,
  tacacs = 49,
  domain = 53,
  bootps = 67,  ///< DHCP and BOOTP servers
  bootpc = 68,  ///< DHCP and BOOTP clients
  tftp = 69,
  kerberos = 88,
  sunrpc = 111,
  ntp = 123,
  netbios_ns = 137,
  netbios_dgm = 138,
  snmp = 161,
  snmp_trap = 162,
  xdmcp = 177,
  ptp_event = 319,
  ptp_general = 320,
  ldap = 389,
  svrloc = 427,
  https = 443,  ///< HTTP/3
  isakmp = 500,
  syslog = 514,
  rip = 520,
  dhcpv6_client = 546,
  dhcpv6_server = 547,
  rtsp = 554,
  domain_s = 853,
  openvpn = 1194,
  l2tp = 1701,
  radius = 1812,
  radius_acct = 1813,
  ssdp = 1900,
  hsrp = 1985,
  nfs = 2049,
  stun = 3478,
  ipsec_nat_t = 4500,
  vxlan = 4789,
  vxlan_gpe = 4790,
  sip = 5060,
  sip_tls = 5061,
  mdns = 5353,
  llmnr = 5355,
  coap = 5683,
  geneve = 6081,
};

/// TCP port numbers (IANA service names). Any value is a port; these have a name.
///
/// \code
/// tcp{.dport = tcp_port::http};
/// \endcode
enum class tcp_port : std::uint16_t {
  tcpmux = 1,
  echo = 7,
  discard = 9,
  daytime = 13,
  chargen = 19,
  ftp_data = 20,
  ftp = 21,
  ssh = 22,
  telnet = 23,
  smtp = 25,
  time = 37,
  whois = 43,
  tacacs = 49,
  domain = 53,
  gopher = 70,
  finger = 79,
  http = 80,
  kerberos = 88,
  pop3 = 110,
  sunrpc = 111,
  ident = 113,
  nntp = 119,
  epmap = 135,
  netbios_ssn = 139,
  imap = 143,
  snmp = 161,
  bgp = 179,
  ldap = 389,
  https = 443,
  microsoft_ds = 445,
  submissions = 465,
  rtsp = 554,
  submission = 587,
  ipp = 631,
  ldaps = 636,
  domain_s = 853,
  rsync = 873,
  imaps = 993,
  pop3s = 995,
  socks = 1080,
  openvpn = 1194,
  ms_sql_s = 1433,
  pptp = 1723,
  mqtt = 1883,
  nfs = 2049,
  mysql = 3306,
  rdp = 3389,
  sip = 5060,
  sip_tls = 5061,
  xmpp_client = 5222,
  postgresql = 5432,
  amqp = 5672,
  x11 = 6000,
  redis = 6379,
  irc = 6667,
  http_alt = 8080,
  git = 9418,
};

/// Both ports of a UDP datagram, the source in the high half: a protocol that only the two together name (BOOTP).
enum class udp_ports : std::uint32_t {
  bootp_reply = 67u << 16 | 68,
  bootp_request = 68u << 16 | 67,
  bootp_relay = 67u << 16 | 67,
};

}  // namespace packetry
