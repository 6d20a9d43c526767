// SPDX-License-Identifier: BSL-1.0
//
// Frames of IPv4, ICMP and IGMP; tshark_fields_test.py and command_test.cpp read them.

#include "frames.hpp"

namespace packetry::test {

frames ip_frames() {
  constexpr ip_error quoted{.ttl = 1, .src = "192.0.2.2", .dst = "198.51.100.7"};
  return {
      made("ip",
           framed / ip{.tos = 0x2e, .id = 4660, .flags = "DF", .ttl = 9, .src = "192.0.2.1", .dst = "192.0.2.2",
                       .options = {ip_opt::router_alert(), ip_opt::rr({"192.0.2.7"}, 8)}} /
               icmp{},
           "ip.version=4 ip.hdr_len=32 ip.dsfield=0x2e ip.len=40 ip.id=0x1234 ip.flags=0x02 ip.frag_offset=0 ip.ttl=9 ip.proto=1 "
           "ip.checksum=0x2da2 ip.checksum.status=1 ip.src=192.0.2.1 ip.dst=192.0.2.2 ip.opt.type=148,7,0 ip.opt.len=4,7 ip.opt.ra=0 "
           "ip.opt.ptr=8 ip.rec_rt=192.0.2.7 ip.options.eol=00"),
      made("ip fragment", framed / ip{.id = 7, .flags = "MF", .frag = 185, .proto = ip_protocol::udp, .src = "192.0.2.1", .dst = "192.0.2.2"} / "12345678",
           "ip.version=4 ip.hdr_len=20 ip.dsfield=0x00 ip.len=28 ip.id=0x0007 ip.flags=0x01 ip.frag_offset=185 ip.ttl=64 ip.proto=17 "
           "ip.checksum=0xd60d ip.checksum.status=1 ip.src=192.0.2.1 ip.dst=192.0.2.2 data.data=31:32:33:34:35:36:37:38"),
      made("ip in ip", framed / here / ip{.ttl = 3, .src = "198.51.100.1", .dst = "198.51.100.2"} / udp{.sport = 50000, .dport = 50001} / "x",
           "ip.version=4,4 ip.hdr_len=20,20 ip.dsfield=0x00,0x00 ip.len=49,29 ip.id=0x0001,0x0001 ip.flags=0x00,0x00 "
           "ip.frag_offset=0,0 ip.ttl=64,3 ip.proto=4,17 ip.checksum=0xf6c4,0x6365 ip.checksum.status=1,1 "
           "ip.src=192.0.2.1,198.51.100.1 ip.dst=192.0.2.2,198.51.100.2 udp.srcport=50000 udp.dstport=50001 udp.length=9 "
           "udp.checksum.status=1 data.data=78"),
      made("icmp echo", framed / here / icmp{.id = 258, .seq = 3} / "ping",
           "icmp.type=8 icmp.code=0 icmp.checksum.status=1 icmp.ident=258 icmp.seq=3 data.data=70:69:6e:67"),
      made("icmp unreachable",
           framed / here / icmp{.type = icmp_type::dest_unreach, .code = 4, .nexthopmtu = 1400} / quoted / udp_error{.sport = 33000, .dport = 53},
           "ip.ttl=64,1 ip.proto=1,17 ip.src=192.0.2.1,192.0.2.2 ip.dst=192.0.2.2,198.51.100.7 icmp.type=3 icmp.code=4 "
           "icmp.checksum.status=1 icmp.unused=00:00 icmp.mtu=1400 udp.srcport=33000 udp.dstport=53 udp.length=8"),
      made("icmp redirect",
           framed / here / icmp{.type = icmp_type::redirect, .code = 1, .gw = "192.0.2.254"} / quoted / tcp_error{.sport = 1025, .dport = 80, .seq = 77},
           "ip.ttl=64,1 ip.proto=1,6 ip.src=192.0.2.1,192.0.2.2 ip.dst=192.0.2.2,198.51.100.7 icmp.type=5 icmp.code=1 "
           "icmp.checksum.status=1 icmp.redir_gw=192.0.2.254 tcp.srcport=1025 tcp.dstport=80 tcp.seq=77"),
      made("icmp time exceeded", framed / here / icmp{.type = icmp_type::time_exceeded} / quoted / icmp_error{.id = 9, .seq = 8},
           "ip.ttl=64,1 ip.proto=1,1 ip.src=192.0.2.1,192.0.2.2 ip.dst=192.0.2.2,198.51.100.7 icmp.type=11,8 icmp.code=0,0 "
           "icmp.checksum.status=1,2 icmp.unused=00:00:00:00 icmp.ident=9 icmp.seq=8"),
      made("icmp parameter problem",
           framed / here / icmp{.type = icmp_type::parameter_problem, .ptr = 8} / quoted / udp_error{.sport = 33000, .dport = 53},
           "ip.ttl=64,1 ip.proto=1,17 ip.src=192.0.2.1,192.0.2.2 ip.dst=192.0.2.2,198.51.100.7 icmp.type=12 icmp.code=0 "
           "icmp.checksum.status=1 icmp.pointer=8 icmp.unused=00:00:00 udp.srcport=33000 udp.dstport=53 udp.length=8"),
      made("icmp timestamp",
           framed / here / icmp{.type = icmp_type::timestamp_reply, .id = 5, .seq = 6, .ts_ori = 1000, .ts_rx = 2000, .ts_tx = 3000},
           "icmp.type=14 icmp.code=0 icmp.checksum.status=1 icmp.ident=5 icmp.seq=6 icmp.originate_timestamp=1000 "
           "icmp.receive_timestamp=2000 icmp.transmit_timestamp=3000"),
      made("icmp address mask", framed / here / icmp{.type = icmp_type::address_mask_reply, .id = 5, .seq = 6, .addr_mask = "255.255.255.0"},
           "icmp.type=18 icmp.code=0 icmp.checksum.status=1 icmp.ident=5 icmp.seq=6 icmp.address_mask=255.255.255.0"),
      made("igmp 2", framed / ip{.ttl = 1, .src = "192.0.2.1", .dst = "239.1.2.3"} / igmp{.type = igmp_type::report_v2, .mrcode = 0, .gaddr = "239.1.2.3"},
           "ip.ttl=1 igmp.version=2 igmp.type=0x16 igmp.max_resp=0 igmp.checksum.status=1 igmp.maddr=239.1.2.3"),
      made("igmp 3 query",
           framed / ip{.ttl = 1, .src = "192.0.2.1", .dst = "224.0.0.1"} /
               igmpv3{.gaddr = "239.1.2.3", .s = 1, .qrv = 2, .qqic = 125, .srcaddrs = {"192.0.2.1", "192.0.2.2"}},
           "igmp.version=3 igmp.type=0x11 igmp.max_resp=20 igmp.checksum.status=1 igmp.maddr=239.1.2.3 igmp.s=1 igmp.qrv=2 "
           "igmp.qqic=125 igmp.num_src=2 igmp.saddr=192.0.2.1,192.0.2.2"),
      made("igmp 3 report",
           framed / ip{.ttl = 1, .src = "192.0.2.1", .dst = "224.0.0.22"} /
               igmpv3{.type = igmp_type::report_v3, .mrcode = 0,
                      .records = {{.rtype = igmp_record_type::change_to_exclude, .maddr = "239.1.2.3", .auxdata = "1234"},
                                  {.maddr = "239.1.2.4", .srcaddrs = {"192.0.2.1"}}}},
           "igmp.version=3 igmp.type=0x22 igmp.reserved=00,00:00 igmp.checksum.status=1 igmp.num_grp_recs=2 igmp.record_type=4,1 "
           "igmp.aux_data_len=1,0 igmp.num_src=0,1 igmp.maddr=239.1.2.3,239.1.2.4 igmp.aux_data=31:32:33:34 igmp.saddr=192.0.2.1"),
  };
}

}  // namespace packetry::test
