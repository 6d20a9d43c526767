// SPDX-License-Identifier: BSL-1.0
//
// Expressions of the vectors ether-*, vlan-* and arp-*; vectors_test.cpp compares them.

#include "vectors.hpp"

namespace packetry::test {

crafted_vectors link_vectors() {
  const ether pair{.dst = "aa:bb:cc:dd:ee:ff", .src = "0a:0b:0c:0d:0e:0f"};
  const ip between{.src = "10.0.0.1", .dst = "10.0.0.2"};
  return {
      craft("ether-001", ether{.dst = "ff:ff:ff:ff:ff:ff", .src = "00:01:02:03:04:05"}),
      craft("ether-004",
            ether{.dst = "00:00:00:00:00:00", .src = "00:00:00:00:00:00", .type = ether_type{0x88b5}} / "00010203"_hex),
      craft("ether-005",
            ether{.dst = "AA:BB:CC:DD:EE:FF", .src = "0a:0b:0c:0d:0e:0f", .type = ether_type{0xffff}} / std::string(46, 'x')),
      craft("ether-006", pair / between),
      craft("ether-008", pair / between / udp{.sport = 1, .dport = 2} / padding{octets::filled(6, 0)}),

      craft("vlan-001", tagged_frame / dot1q{.vlan = 1} / from_here),
      craft("vlan-003", tagged_frame / dot1q{.vlan = 10} / dot1q{.vlan = 20} / from_here / icmp{}),
      craft("vlan-007", tagged_frame / dot1q{.vlan = 7, .type = ether_type{0x88b5}} / "abc"),
      craft("vlan-008",
            tagged_frame / dot1q{.vlan = 42} / arp{.hwsrc = "66:77:88:99:aa:bb", .psrc = "10.1.1.1", .pdst = "10.1.1.2"}),
      craft("vlan-010", tagged_frame / dot1q{.prio = 5, .vlan = 0} / from_here / udp{.sport = 5060, .dport = 5060} / "x"),

      craft("arp-001",
            ether{.dst = "ff:ff:ff:ff:ff:ff", .src = "00:01:02:03:04:05"} /
                arp{.op = arp_operation::who_has, .hwsrc = "00:01:02:03:04:05", .psrc = "192.168.2.1", .pdst = "192.168.2.254"}),
      craft("arp-005", arp{.op = arp_operation::rarp_rep,
                           .hwsrc = "00:00:00:00:00:01",
                           .psrc = "1.1.1.1",
                           .hwdst = "00:00:00:00:00:02",
                           .pdst = "2.2.2.2"}),
      craft("arp-009", arp{.hwtype = hardware_type{6},
                           .ptype = ether_type{0x9999},
                           .hwlen = 3,
                           .plen = 2,
                           .op = arp_operation{65535},
                           .hwsrc = bytes{octets{"abc"}},
                           .psrc = bytes{octets{"de"}},
                           .hwdst = bytes{octets{"fgh"}},
                           .pdst = bytes{octets{"ij"}}}),
      craft("arp-010", arp{.hwlen = 0, .plen = 4, .hwsrc = bytes{}, .psrc = "1.2.3.4", .hwdst = bytes{}, .pdst = "4.3.2.1"}),
  };
}

}  // namespace packetry::test
