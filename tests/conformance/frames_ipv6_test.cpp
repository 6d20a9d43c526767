// SPDX-License-Identifier: BSL-1.0
//
// Frames of IPv6, its extension headers and ICMPv6; tshark_fields_test.py and command_test.cpp read them.

#include "frames.hpp"

namespace packetry::test {

frames ipv6_frames() {
  return {
      made("ipv6", framed / ipv6{.tc = 0x2e, .fl = 0x12345, .hlim = 9, .src = "2001:db8::1", .dst = "2001:db8::2"} / udp{.sport = 50000, .dport = 50001} / "x",
           "ipv6.version=6 ipv6.tclass=0x0000002e ipv6.flow=0x012345 ipv6.plen=9 ipv6.nxt=17 ipv6.hlim=9 ipv6.src=2001:db8::1 "
           "ipv6.dst=2001:db8::2 udp.srcport=50000 udp.dstport=50001 udp.length=9 udp.checksum.status=1 data.data=78"),
      made("ipv6 in ip", framed / here / six / udp{.sport = 50000, .dport = 50001} / "x",
           "ip.proto=41 ipv6.nxt=17 ipv6.src=2001:db8::1 ipv6.dst=2001:db8::2 udp.srcport=50000 udp.dstport=50001 udp.length=9 "
           "udp.checksum.status=1"),
      made("hop by hop", framed / six / ipv6_hop_by_hop{.options = {ipv6_opt::router_alert()}} / icmpv6{.data = "ping"},
           "ipv6.plen=20 ipv6.nxt=0 ipv6.hopopts.nxt=58 ipv6.hopopts.len=0 ipv6.opt.type=0x05,0x01 ipv6.opt.length=2,0 "
           "ipv6.opt.router_alert=0 icmpv6.checksum.status=1"),
      made("destination options", framed / six / ipv6_destination_options{.options = {ipv6_opt::home_address("2001:db8::9")}} / icmpv6{.data = "ping"},
           "ipv6.plen=36 ipv6.nxt=60 ipv6.dstopts.nxt=58 ipv6.dstopts.len=2 ipv6.opt.type=0x01,0xc9 ipv6.opt.length=2,16 "
           "ipv6.opt.mipv6.home_address=2001:db8::9 icmpv6.checksum.status=1"),
      made("routing", framed / six / ipv6_routing{.type = routing_type::mobile, .segleft = 1, .addresses = {"2001:db8::7"}} / udp{.sport = 50000, .dport = 50001} / "x",
           "ipv6.routing.nxt=17 ipv6.routing.len=2 ipv6.routing.type=2 ipv6.routing.segleft=1 ipv6.routing.mipv6.reserved=00:00:00:00 "
           "ipv6.routing.mipv6.home_address=2001:db8::7 udp.checksum.status=1"),
      made("segment routing",
           framed / six / ipv6_routing{.type = routing_type::segment, .segleft = 1, .tag = 258, .addresses = {"2001:db8::7", "2001:db8::8"}} / udp{.sport = 50000, .dport = 50001} / "x",
           "ipv6.routing.nxt=17 ipv6.routing.len=4 ipv6.routing.type=4 ipv6.routing.segleft=1 ipv6.routing.srh.last_entry=1 "
           "ipv6.routing.srh.flags=0x00 ipv6.routing.srh.tag=01:02 ipv6.routing.srh.addr=2001:db8::7,2001:db8::8 "
           "udp.checksum.status=1"),
      made("fragment", framed / six / ipv6_fragment{.nh = next_header::udp, .offset = 185, .m = 1, .id = 0x01020304} / "12345678",
           "ipv6.fraghdr.nxt=17 ipv6.fraghdr.reserved_octet=0x00 ipv6.fraghdr.offset=185 ipv6.fraghdr.reserved_bits=0 "
           "ipv6.fraghdr.more=1 ipv6.fraghdr.ident=0x01020304 data.data=31:32:33:34:35:36:37:38"),
  };
}

frames icmpv6_frames() {
  using enum icmpv6_type;
  constexpr ipv6 linked{.hlim = 255, .src = "fe80::1", .dst = "ff02::1"}, listener{.hlim = 1, .src = "fe80::1", .dst = "ff02::1"};
  constexpr ipv6_error quoted{.hlim = 1, .src = "2001:db8::2", .dst = "2001:db8::1"};
  const auto mine = nd_opt::source_link_layer("02:00:00:00:00:01");
  return {
      made("icmpv6 echo", framed / six / icmpv6{.type = echo_reply, .id = 258, .seq = 3, .data = "ping"},
           "icmpv6.type=129 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.echo.identifier=0x0102 icmpv6.echo.sequence_number=3 "
           "data.data=70:69:6e:67"),
      made("icmpv6 unreachable", framed / six / icmpv6{.type = dest_unreach, .code = 4} / quoted / udp_error{.sport = 33000, .dport = 53},
           "ipv6.hlim=64,1 ipv6.src=2001:db8::1,2001:db8::2 ipv6.dst=2001:db8::2,2001:db8::1 icmpv6.type=1 icmpv6.code=4 "
           "icmpv6.checksum.status=1 icmpv6.reserved=00:00:00:00 udp.srcport=33000 udp.dstport=53 udp.length=8"),
      made("icmpv6 too big", framed / six / icmpv6{.type = packet_too_big, .mtu = 1300} / quoted / tcp_error{.sport = 1025, .dport = 80, .seq = 77},
           "ipv6.hlim=64,1 ipv6.src=2001:db8::1,2001:db8::2 ipv6.dst=2001:db8::2,2001:db8::1 icmpv6.type=2 icmpv6.code=0 "
           "icmpv6.checksum.status=1 icmpv6.mtu=1300 tcp.srcport=1025 tcp.dstport=80 tcp.seq=77"),
      made("icmpv6 time exceeded", framed / six / icmpv6{.type = time_exceeded} / quoted / udp_error{.sport = 33000, .dport = 53},
           "ipv6.hlim=64,1 ipv6.src=2001:db8::1,2001:db8::2 ipv6.dst=2001:db8::2,2001:db8::1 icmpv6.type=3 icmpv6.code=0 "
           "icmpv6.checksum.status=1 icmpv6.reserved=00:00:00:00 udp.srcport=33000 udp.dstport=53 udp.length=8"),
      made("icmpv6 parameter problem", framed / six / icmpv6{.type = parameter_problem, .code = 1, .ptr = 40} / quoted / udp_error{.sport = 33000, .dport = 53},
           "ipv6.hlim=64,1 ipv6.src=2001:db8::1,2001:db8::2 ipv6.dst=2001:db8::2,2001:db8::1 icmpv6.type=4 icmpv6.code=1 "
           "icmpv6.checksum.status=1 icmpv6.pointer=40 udp.srcport=33000 udp.dstport=53 udp.length=8"),
      made("router solicitation", framed / linked / icmpv6{.type = router_solicitation, .options = {mine}},
           "icmpv6.type=133 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.reserved=00:00:00:00 icmpv6.opt.type=1 icmpv6.opt.length=1 "
           "icmpv6.opt.src_linkaddr=02:00:00:00:00:01"),
      made("router advertisement",
           framed / linked /
               icmpv6{.type = router_advertisement, .chlim = 64, .M = 1, .O = 1, .H = 1, .prf = router_preference::low, .routerlifetime = 900,
                      .reachabletime = 30000, .retranstimer = 1000,
                      .options = {mine, nd_opt::mtu(1400), nd_opt::prefix("2001:db8::", 64, 7200, 3600), nd_opt::rdnss(600, {"2001:db8::53"})}},
           "icmpv6.type=134 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.nd.ra.cur_hop_limit=64 icmpv6.nd.ra.flag=0xf8 "
           "icmpv6.nd.ra.flag.m=1 icmpv6.nd.ra.flag.o=1 icmpv6.nd.ra.flag.h=1 icmpv6.nd.ra.flag.prf=3 icmpv6.nd.ra.flag.p=0 "
           "icmpv6.nd.ra.flag.rsv=0 icmpv6.nd.ra.router_lifetime=900 icmpv6.nd.ra.reachable_time=30000 "
           "icmpv6.nd.ra.retrans_timer=1000 icmpv6.opt.type=1,5,3,25 icmpv6.opt.length=1,1,4,3 "
           "icmpv6.opt.src_linkaddr=02:00:00:00:00:01 icmpv6.opt.mtu=1400 icmpv6.opt.prefix.length=64 icmpv6.opt.prefix.flag.l=1 "
           "icmpv6.opt.prefix.flag.a=1 icmpv6.opt.prefix.flag.r=0 icmpv6.opt.prefix.flag.reserved=0 "
           "icmpv6.opt.prefix.valid_lifetime=7200 icmpv6.opt.prefix.preferred_lifetime=3600 icmpv6.opt.prefix=2001:db8:: "
           "icmpv6.opt.rdnss.lifetime=600 icmpv6.opt.rdnss=2001:db8::53"),
      made("neighbor solicitation", framed / linked / icmpv6{.type = neighbor_solicitation, .tgt = "fe80::2", .options = {mine}},
           "icmpv6.type=135 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.reserved=00:00:00:00 icmpv6.nd.ns.target_address=fe80::2 "
           "icmpv6.opt.type=1 icmpv6.opt.length=1 icmpv6.opt.src_linkaddr=02:00:00:00:00:01"),
      made("neighbor advertisement",
           framed / linked / icmpv6{.type = neighbor_advertisement, .R = 0, .S = 1, .tgt = "fe80::1", .options = {nd_opt::target_link_layer("02:00:00:00:00:01")}},
           "icmpv6.type=136 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.nd.na.flag=0x60000000 icmpv6.nd.na.flag.r=0 "
           "icmpv6.nd.na.flag.s=1 icmpv6.nd.na.flag.o=1 icmpv6.nd.na.flag.rsv=0 icmpv6.nd.na.target_address=fe80::1 icmpv6.opt.type=2 "
           "icmpv6.opt.length=1 icmpv6.opt.target_linkaddr=02:00:00:00:00:01"),
      made("redirect", framed / linked / icmpv6{.type = redirect, .tgt = "fe80::5", .dst = "2001:db8::77"},
           "icmpv6.type=137 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.reserved=00:00:00:00 icmpv6.nd.rd.target_address=fe80::5 "
           "icmpv6.rd.na.destination_address=2001:db8::77"),
      made("mld query", framed / listener / icmpv6{.type = mld_query, .mrd = 5000, .mladdr = "ff02::1:3"},
           "icmpv6.type=130 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.mld.maximum_response_delay=5000 icmpv6.reserved=00:00 "
           "icmpv6.mld.multicast_address=ff02::1:3"),
      made("mld 2 query", framed / listener / icmpv6{.type = mld_query, .mladdr = "ff02::1:3", .v2 = bytes{octets{0x0a, 125, 0, 1, 0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9}}},
           "icmpv6.type=130 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.mld.maximum_response_code=10000 icmpv6.reserved=00:00 "
           "icmpv6.mld.multicast_address=ff02::1:3 icmpv6.mld.flag=0x0a icmpv6.mld.flag.s=1 icmpv6.mld.flag.qrv=2 "
           "icmpv6.mld.flag.reserved=0 icmpv6.mld.qqi=125 icmpv6.mld.nb_sources=1 icmpv6.mld.source_address=2001:db8::9"),
      made("mld report", framed / listener / icmpv6{.type = mld_report, .mladdr = "ff02::1:3"},
           "icmpv6.type=131 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.mld.maximum_response_delay=0 icmpv6.reserved=00:00 "
           "icmpv6.mld.multicast_address=ff02::1:3"),
      made("mld done", framed / listener / icmpv6{.type = mld_done, .mladdr = "ff02::1:3"},
           "icmpv6.type=132 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.mld.maximum_response_delay=0 icmpv6.reserved=00:00 "
           "icmpv6.mld.multicast_address=ff02::1:3"),
      made("mld 2 report",
           framed / listener /
               icmpv6{.type = mld2_report, .records = {{.rtype = mld_record_type::change_to_include, .dst = "ff02::1:3", .sources = {"2001:db8::9"}}, {.dst = "ff02::1:4"}}},
           "icmpv6.type=143 icmpv6.code=0 icmpv6.checksum.status=1 icmpv6.reserved=00:00 icmpv6.mldr.nb_mcast_records=2 "
           "icmpv6.mldr.mar.record_type=3,4 icmpv6.mldr.mar.aux_data_len=0,0 icmpv6.mldr.mar.nb_sources=1,0 "
           "icmpv6.mldr.mar.multicast_address=ff02::1:3,ff02::1:4 icmpv6.mldr.mar.source_address=2001:db8::9"),
  };
}

}  // namespace packetry::test
