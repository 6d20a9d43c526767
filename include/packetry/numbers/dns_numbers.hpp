// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstdint>

namespace packetry {

/// Types of DNS resource record and question (IANA DNS parameters).
///
/// \code
/// dns{.qd = {{.qname = "example.com", .qtype = dns_type::mx}}};
/// \endcode
enum class dns_type : std::uint16_t {
  a = 1,
  ns = 2,
  md = 3,
  mf = 4,
  cname = 5,
  soa = 6,
  mb = 7,
  mg = 8,
  mr = 9,
  null = 10,
  wks = 11,
  ptr = 12,
  hinfo = 13,
  minfo = 14,
  mx = 15,
  txt = 16,
  rp = 17,
  afsdb = 18,
  x25 = 19,
  isdn = 20,
  rt = 21,
  nsap = 22,
  nsap_ptr = 23,
  sig = 24,
  key = 25,
  px = 26,
  gpos = 27,
  aaaa = 28,
  loc = 29,
  nxt = 30,
  eid = 31,
  nimloc = 32,
  srv = 33,
  atma = 34,
  naptr = 35,
  kx = 36,
  cert = 37,
  a6 = 38,
  dname = 39,
  sink = 40,
  opt = 41,  ///< EDNS(0), RFC 6891
  apl = 42,
  ds = 43,
  sshfp = 44,
  ipseckey = 45,
  rrsig = 46,
  nsec = 47,
  dnskey = 48,
  dhcid = 49,
  nsec3 = 50,
  nsec3param = 51,
  tlsa = 52,
  smimea = 53,
  hip = 55,
  ninfo = 56,
  rkey = 57,
  talink = 58,
  cds = 59,
  cdnskey = 60,
  openpgpkey = 61,
  csync = 62,
  zonemd = 63,
  svcb = 64,
  https = 65,
  spf = 99,
  nid = 104,
  l32 = 105,
  l64 = 106,
  lp = 107,
  eui48 = 108,
  eui64 = 109,
  tkey = 249,
  tsig = 250,
  ixfr = 251,
  axfr = 252,
  mailb = 253,
  maila = 254,
  all = 255,  ///< questions only: records of every type
  any = all,
  uri = 256,
  caa = 257,
  avc = 258,
  ta = 32768,
  dlv = 32769,
};

/// Classes of DNS resource record (RFC 1035 section 3.2.4; none: RFC 2136).
enum class dns_class : std::uint16_t {
  in = 1,
  cs = 2,
  ch = 3,
  hs = 4,
  none = 254,
  any = 255,
};

/// What a DNS message asks to be done (RFC 1035 section 4.1.1; notify: RFC 1996; update: RFC 2136;
/// dso: RFC 8490).
enum class dns_opcode : std::uint8_t {
  query = 0,
  iquery = 1,
  status = 2,
  notify = 4,
  update = 5,
  dso = 6,
};

/// How a DNS server answered (RFC 1035 section 4.1.1; 6-10: RFC 2136). The four bits of the header.
enum class dns_rcode : std::uint8_t {
  ok = 0,
  format_error = 1,
  server_failure = 2,
  name_error = 3,
  not_implemented = 4,
  refused = 5,
  yx_domain = 6,
  yx_rrset = 7,
  nx_rrset = 8,
  not_auth = 9,
  not_zone = 10,
};

/// Parameters of a service binding (RFC 9460 section 14.3.2).
enum class svc_param_key : std::uint16_t {
  mandatory = 0,
  alpn = 1,
  no_default_alpn = 2,
  port = 3,
  ipv4hint = 4,
  ech = 5,
  ipv6hint = 6,
  dohpath = 7,
};

/// Options of the EDNS(0) OPT record (IANA DNS EDNS0 option codes, RFC 6891).
enum class edns_option : std::uint16_t {
  llq = 1,
  ul = 2,
  nsid = 3,
  owner = 4,
  dau = 5,
  dhu = 6,
  n3u = 7,
  client_subnet = 8,
  expire = 9,
  cookie = 10,
  tcp_keepalive = 11,
  padding = 12,
  chain = 13,
  key_tag = 14,
  extended_error = 15,
};

}  // namespace packetry
