// SPDX-License-Identifier: BSL-1.0
//
// Frames of links; tshark_fields_test.py and command_test.cpp read them.

#include "frames.hpp"

namespace packetry::test {

frames link_frames() {
  constexpr dot3 bridged{.dst = "01:80:c2:00:00:00", .src = "02:00:00:00:00:01"};
  constexpr mac_address sender{"02:00:00:00:00:01"};
  return {
      made("arp",
           framed / arp{.op = arp_operation::is_at, .hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .hwdst = "02:00:00:00:00:02", .pdst = "192.0.2.2"},
           "eth.dst=02:00:00:00:00:02 eth.src=02:00:00:00:00:01 eth.type=0x0806 arp.hw.type=1 arp.proto.type=0x0800 arp.hw.size=6 "
           "arp.proto.size=4 arp.opcode=2 arp.src.hw_mac=02:00:00:00:00:01 arp.src.proto_ipv4=192.0.2.1 "
           "arp.dst.hw_mac=02:00:00:00:00:02 arp.dst.proto_ipv4=192.0.2.2"),
      made("dot1q", framed / dot1q{.prio = 5, .dei = 1, .vlan = 100} / here / icmp{},
           "eth.type=0x8100 vlan.priority=5 vlan.dei=1 vlan.id=100 vlan.etype=0x0800"),
      made("dot1ad", framed / dot1ad{.prio = 3, .dei = 1, .vlan = 200} / dot1q{.prio = 1, .vlan = 7} / here / icmp{},
           "eth.type=0x88a8 ieee8021ad.priority=3 ieee8021ad.dei=1 ieee8021ad.id=200 ieee8021ah.etype=0x8100 vlan.priority=1 "
           "vlan.dei=0 vlan.id=7 vlan.etype=0x0800"),
      made("stp",
           bridged / llc{} /
               stp{.bpduflags = 1, .rootid = 0x8001, .rootmac = "02:00:00:00:00:09", .pathcost = 4, .bridgeid = 0x9002,
                   .bridgemac = "02:00:00:00:00:08", .portid = 0x8003, .age = bpdu_time::seconds(1), .maxage = bpdu_time::seconds(20),
                   .hellotime = bpdu_time::seconds(2), .fwddelay = bpdu_time::seconds(15)},
           "eth.dst=01:80:c2:00:00:00 eth.src=02:00:00:00:00:01 eth.len=38 llc.dsap=0x42 llc.ssap=0x42 llc.control=0x0003 "
           "stp.protocol=0x0000 stp.version=0 stp.type=0x00 stp.flags=0x01 stp.root.prio=32768 stp.root.ext=1 "
           "stp.root.hw=02:00:00:00:00:09 stp.root.cost=4 stp.bridge.prio=36864 stp.bridge.ext=2 stp.bridge.hw=02:00:00:00:00:08 "
           "stp.port=0x8003 stp.msg_age=1 stp.max_age=20 stp.hello=2 stp.forward=15"),
      made("snap", bridged / llc{} / snap{} / here / icmp{},
           "eth.len=36 llc.dsap=0xaa llc.ssap=0xaa llc.control=0x0003 llc.oui=0 llc.type=0x0800"),
      made("linux_cooked",
           linux_cooked{.pkttype = sll_packet_type::sent_by_us, .lladdrtype = 1, .lladdrlen = 6, .src = sender} / here / icmp{},
           "sll.pkttype=4 sll.hatype=1 sll.halen=6 sll.src.eth=02:00:00:00:00:01 sll.unused=00:00 sll.etype=0x0800"),
      made("linux_cooked2",
           linux_cooked2{.ifindex = 3, .lladdrtype = 1, .pkttype = sll_packet_type::broadcast, .lladdrlen = 6, .src = sender} / here / icmp{},
           "sll.etype=0x0800 sll.ifindex=3 sll.hatype=1 sll.pkttype=1 sll.halen=6 sll.src.eth=02:00:00:00:00:01 sll.unused=00:00"),
      made("loopback", loopback{} / here / icmp{},
           "null.family=2 ip.src=192.0.2.1"),
  };
}

}  // namespace packetry::test
