// SPDX-License-Identifier: BSL-1.0
//
// Frames in frames, and packets in packets; tshark_fields_test.py and command_test.cpp read them.

#include "frames.hpp"

namespace packetry::test {

frames tunnel_frames() {
  const std::uint8_t uniq[] = {1, 2, 3, 4};
  return {
      made("gre", framed / here / gre{.chksum_present = 1, .key_present = 1, .seqnum_present = 1, .key = 7, .sequence_number = 9} / here / icmp{},
           "gre.flags_and_version=0xb000 gre.flags.checksum=1 gre.flags.routing=0 gre.flags.key=1 gre.flags.sequence_number=1 "
           "gre.flags.strict_source_route=0 gre.flags.recursion_control=0 gre.flags.reserved=0 gre.flags.version=0 gre.proto=0x0800 "
           "gre.checksum=0x47ef gre.checksum.status=1 gre.offset=0 gre.key=0x00000007 gre.sequence_number=9"),
      made("gre with a frame", framed / here / gre{} / framed / arp{.hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .pdst = "192.0.2.2"},
           "eth.type=0x0800,0x0806 gre.flags_and_version=0x0000 gre.proto=0x6558 arp.opcode=1"),
      made("gre over ipv6", framed / six / gre{} / six / icmpv6{.data = "ping"},
           "ipv6.nxt=47,58 ipv6.src=2001:db8::1,2001:db8::1 gre.flags_and_version=0x0000 gre.proto=0x86dd"),
      made("vxlan", framed / here / udp{.sport = 5000} / vxlan{.vni = 42} / framed / here / icmp{},
           "eth.type=0x0800,0x0800 udp.dstport=4789 vxlan.flags=0x0800 vxlan.gbp=0 vxlan.vni=42 vxlan.reserved8=0"),
      made("mpls", framed / mpls{.label = 16, .cos = 5, .ttl = 64} / mpls{.label = 17, .ttl = 63} / here / icmp{},
           "eth.type=0x8847 mpls.label=16,17 mpls.exp=5,0 mpls.bottom=0,1 mpls.ttl=64,63"),
      made("mpls with ipv6", framed / mpls{.label = 18, .ttl = 9} / six / icmpv6{.data = "ping"},
           "mpls.label=18 mpls.exp=0 mpls.bottom=1 mpls.ttl=9 ipv6.src=2001:db8::1"),
      made("pppoed", framed / pppoed{.tags = {pppoe_tags::service_name("isp"), pppoe_tags::host_uniq(uniq)}},
           "eth.type=0x8863 pppoe.version=1 pppoe.type=1 pppoe.code=0x09 pppoe.session_id=0x0000 pppoe.payload_length=15 "
           "pppoed.tags.service_name=isp pppoed.tags.host_uniq=01:02:03:04"),
      made("pppoe", framed / pppoe{.sessionid = 17} / ppp{} / here / icmp{},
           "eth.type=0x8864 pppoe.version=1 pppoe.type=1 pppoe.code=0x00 pppoe.session_id=0x0011 pppoe.payload_length=30 "
           "ppp.protocol=0x0021 ip.src=192.0.2.1"),
      made("ppp_lcp options",
           framed / pppoe{.sessionid = 17} / ppp{} / ppp_lcp{.id = 5, .options = {lcp_opt::mru(1492), lcp_opt::magic_number(0xdeadbeef)}},
           "ppp.protocol=0xc021 ppp.code=1 ppp.identifier=5 ppp.length=14 lcp.opt.type=1,5 lcp.opt.length=4,6 lcp.opt.mru=1492 "
           "lcp.opt.magic_number=0xdeadbeef"),
      made("ppp_lcp echo", framed / pppoe{.sessionid = 17} / ppp{} / ppp_lcp{.code = ppp_code::echo_request, .id = 3, .magic_number = 0x01020304},
           "ppp.protocol=0xc021 ppp.code=9 ppp.identifier=3 ppp.length=8 lcp.magic_number=0x01020304"),
      made("ppp_lcp protocol reject",
           framed / pppoe{.sessionid = 17} / ppp{} /
               ppp_lcp{.code = ppp_code::protocol_reject, .id = 4, .rejected_protocol = ppp_protocol::ipcp, .data = bytes{uniq}},
           "ppp.protocol=0xc021 ppp.code=8,1 ppp.identifier=4,2 ppp.length=10,772 lcp.rej_proto=0x8021"),
      made("ppp_lcp terminate", framed / pppoe{.sessionid = 17} / ppp{} / ppp_lcp{.code = ppp_code::terminate_request, .id = 6, .data = "bye"},
           "ppp.protocol=0xc021 ppp.code=5 ppp.identifier=6 ppp.length=7 ppp.data=62:79:65"),
      made("ppp_ipcp",
           framed / pppoe{.sessionid = 17} / ppp{} /
               ppp_ipcp{.id = 1, .options = {ipcp_opt::address("192.0.2.9"), ipcp_opt::primary_dns("192.0.2.53")}},
           "ppp.protocol=0x8021 ppp.code=1 ppp.identifier=1 ppp.length=16 ipcp.opt.type=3,129 ipcp.opt.length=6,6 "
           "ipcp.opt.ip_address=192.0.2.9 ipcp.opt.pri_dns_address=192.0.2.53"),
  };
}

}  // namespace packetry::test
