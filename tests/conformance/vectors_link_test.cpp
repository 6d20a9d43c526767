// SPDX-License-Identifier: BSL-1.0
//
// Expressions of the vectors ether-*, vlan-*, arp-*, llc-*, loopback-* and dhcp-*; vectors_test.cpp compares them.

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

crafted_vectors llc_vectors() {
  const dot3 bridge{.dst = "01:80:c2:00:00:00", .src = "00:01:02:03:04:05"};
  const octets sender{0, 1, 2, 3, 4, 5, 0, 0};
  return {
      craft("llc-001", bridge / llc{.dsap = 0x42, .ssap = 0x42, .ctrl = 3} / octets::filled(35, 0)),
      craft("llc-006", dot3{.dst = bridge.dst, .src = bridge.src, .len = 3} / llc{.dsap = 1, .ssap = 2, .ctrl = 0xf3}),
      craft("llc-007", llc{.dsap = 0xe0, .ssap = 0xe0, .ctrl = 3} / "ipx"),
      craft("llc-009", snap{.OUI = 0x0080c2, .code = ether_type{7}} / "z"),

      craft("loopback-001", linux_cooked{.pkttype = sll_packet_type::sent_by_us,
                                         .lladdrtype = 1,
                                         .lladdrlen = 6,
                                         .src = bytes{sender},
                                         .proto = ether_type::ipv4} /
                                from_here / icmp{}),
      craft("loopback-002", linux_cooked{.lladdrtype = 772, .lladdrlen = 6} / ipv6{.src = "2001:db8::1", .dst = "2001:db8::2"} /
                                udp{.sport = 9, .dport = 9}),
      craft("loopback-003", linux_cooked{.pkttype = sll_packet_type::broadcast,
                                         .lladdrtype = 1,
                                         .lladdrlen = 6,
                                         .src = bytes{octets::filled(8, 0xaa)}} /
                                arp{.hwsrc = "00:01:02:03:04:05", .psrc = "10.0.0.1", .pdst = "10.0.0.2"}),
      craft("loopback-004", linux_cooked2{.proto = ether_type::ipv4,
                                          .ifindex = 3,
                                          .lladdrtype = 1,
                                          .pkttype = sll_packet_type::sent_by_us,
                                          .lladdrlen = 6,
                                          .src = bytes{sender}} /
                                from_here / tcp{.sport = 1, .dport = 2}),
  };
}

crafted_vectors dhcp_vectors() {
  using enum dhcp_option_code;
  const mac_address client{"00:01:02:03:04:05"};
  const bootp asks{.xid = 0x11223344, .chaddr = client};
  const auto broadcast = ip{.src = "0.0.0.0", .dst = "255.255.255.255"} / udp{.sport = 68, .dport = 67};
  const auto says = [](dhcp_message m) { return dhcp_opt::message(m); };
  return {
      craft("dhcp-001", broadcast / asks),
      craft("dhcp-002", broadcast / asks / dhcp{.options = {says(dhcp_message::discover), dhcp_opt::end()}}),
      craft("dhcp-003",
            broadcast / asks /
                dhcp{.options = {says(dhcp_message::discover), dhcp_opt::client_id(client),
                                 dhcp_opt::param_req_list({subnet_mask, router, name_server, domain}), dhcp_opt::end()}}),
      craft("dhcp-004", broadcast / asks /
                            dhcp{.options = {says(dhcp_message::request), dhcp_opt::addresses(requested_addr, {"192.168.1.50"}),
                                             dhcp_opt::addresses(server_id, {"192.168.1.1"}), dhcp_opt::text(hostname, "pc"),
                                             dhcp_opt::end()}}),
      craft("dhcp-005",
            ip{.src = "192.168.1.1", .dst = "255.255.255.255"} / udp{.sport = 67, .dport = 68} /
                bootp{.op = bootp_op::reply, .xid = 1, .yiaddr = "192.168.1.50", .siaddr = "192.168.1.1", .chaddr = client} /
                dhcp{.options = {says(dhcp_message::offer), dhcp_opt::addresses(server_id, {"192.168.1.1"}),
                                 dhcp_opt::number(lease_time, 86400u), dhcp_opt::addresses(subnet_mask, {"255.255.255.0"}),
                                 dhcp_opt::addresses(router, {"192.168.1.1"}),
                                 dhcp_opt::addresses(name_server, {"8.8.8.8", "8.8.4.4"}), dhcp_opt::text(domain, "lan"),
                                 dhcp_opt::end()}}),
      craft("dhcp-007",
            broadcast / asks /
                dhcp{.options = {says(dhcp_message::release), dhcp_opt::end(), dhcp_opt::pad(), dhcp_opt::pad()}}),
      craft("dhcp-009", broadcast / asks /
                            dhcp{.options = {dhcp_opt::pad(), says(dhcp_message::nak), dhcp_opt::text(error_message, "no"),
                                             dhcp_opt::end()}}),
      craft("dhcp-010", broadcast / bootp{.htype = hardware_type::ieee802, .xid = 5, .sname = "srv", .file = "boot/x"}),
      craft("dhcp-011",
            ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / udp{.sport = 67, .dport = 67} /
                bootp{.hops = 1, .xid = 7, .giaddr = "10.0.0.1"} /
                dhcp{.options = {says(dhcp_message::discover),
                                 dhcp_opt::other(relay_agent_information, octets{"\1\4port"}), dhcp_opt::end()}}),
      craft("dhcp-012", tagged_frame / broadcast / asks /
                            dhcp{.options = {says(dhcp_message::inform), dhcp_opt::text(vendor_class_id, "MSFT 5.0"),
                                             dhcp_opt::number(max_dhcp_size, std::uint16_t{1500}), dhcp_opt::end()}}),
  };
}

}  // namespace packetry::test
