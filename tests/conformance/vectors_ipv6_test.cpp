// SPDX-License-Identifier: BSL-1.0
//
// Expressions of the vectors ipv6-*, and of those of Ethernet, UDP and TCP that hold IPv6; vectors_test.cpp compares them.

#include "vectors.hpp"

namespace packetry::test {

namespace vectors_ipv6_test {

constexpr ipv6 six{.src = "2001:db8::1", .dst = "2001:db8::2"};

/// The header that most of these have, changed in what the vector is about.
template <class Change>
ipv6 header(Change change) {
  ipv6 h = six;
  change(h);
  return h;
}

/// Of a packet that went the other way.
ipv6_error quoted() { return {.src = "2001:db8::2", .dst = "2001:db8::1"}; }

}  // namespace vectors_ipv6_test

crafted_vectors ipv6_vectors() {
  using namespace vectors_ipv6_test;
  return {
      craft("ether-007", ether{.dst = "aa:bb:cc:dd:ee:ff", .src = "0a:0b:0c:0d:0e:0f"} / ipv6{.src = "fe80::1", .dst = "fe80::2"}),
      craft("udp-012", six / udp{.sport = 1, .dport = 2, .chksum = 0} / "even"),
      craft("tcp-028", six / tcp{.sport = 1025, .dport = 443, .flags = "S", .options = {tcp_opt::mss(1440)}}),
      craft("tcp-029", six / tcp{.sport = 1, .dport = 2} / "odd"),
      craft("ipv6-003", header([](ipv6& h) { h.fl = 0xfffff; })),
      craft("ipv6-006", header([](ipv6& h) { h.nh = next_header::no_next; })),
      craft("ipv6-009", header([](ipv6& h) { h.nh = next_header::tcp; })),
      craft("ipv6-010", header([](ipv6& h) { h.tc = 0xb8, h.fl = 12345, h.hlim = 255; })),
      craft("ipv6-011", ipv6{.src = "::", .dst = "ff02::1"} / "x"),
      craft("ipv6-038", six / ipv6{.src = "2001:db8:1::1", .dst = "2001:db8:1::2"} / udp{.sport = 1, .dport = 2}),
      craft("ipv6-039", six / from_here / icmp{}),
      craft("ipv6-041", ipv6{.src = "::ffff:192.0.2.1", .dst = "64:ff9b::c000:201"} / udp{.sport = 1, .dport = 2}),
      craft("ipv6-042", ipv6{.src = "1:0:0:2:0:0:0:3", .dst = "0:0:1::"}),
      craft("ipv6-043", ipv6{.src = "2001:db8:0:1:1:1:1:1", .dst = "2001:0:0:1::1"} / tcp{.sport = 1, .dport = 2}),
  };
}

crafted_vectors ipv6_extension_vectors() {
  using namespace vectors_ipv6_test;
  return {
      craft("ipv6-028", six / ipv6_hop_by_hop{.options = {ipv6_opt::router_alert(0)}} / "mld"),
      craft("ipv6-031", six / ipv6_destination_options{.options = {ipv6_opt::pad1(), ipv6_opt::pad1(), ipv6_opt::pad_n(2)}} /
                            udp{.sport = 1, .dport = 2} / "x"),
      craft("ipv6-032", six / ipv6_routing{.segleft = 2, .addresses = {"2001:db8::10", "2001:db8::11"}} / udp{.sport = 1, .dport = 2}),
      craft("ipv6-033", six / ipv6_routing{.type = routing_type::mobile, .segleft = 0, .addresses = {"2001:db8::10"}} /
                            tcp{.sport = 1, .dport = 2}),
      craft("ipv6-034", six / ipv6_fragment{.offset = 0, .m = 1, .id = 0xdeadbeef} / udp{.sport = 1, .dport = 2, .len = 100} /
                            std::string(48, 'f')),
      craft("ipv6-037", six / ipv6_hop_by_hop{} / ipv6_destination_options{} / ipv6_fragment{.id = 3} /
                            tcp{.sport = 1, .dport = 2, .flags = "S"}),
      craft("ipv6-040", six / ipv6_routing{.type = routing_type::segment,
                                           .segleft = 1,
                                           .lastentry = 1,
                                           .addresses = {"2001:db8::5", "2001:db8::6"}} /
                            tcp{.sport = 1, .dport = 2}),
  };
}

crafted_vectors icmpv6_vectors() {
  using namespace vectors_ipv6_test;
  using enum icmpv6_type;
  return {
      craft("ipv6-012", ipv6{.hlim = 255, .src = "fe80::1", .dst = "ff02::1:ff00:1"} /
                            icmpv6{.type = neighbor_solicitation,
                                   .tgt = "fe80::2",
                                   .options = {nd_opt::source_link_layer("00:01:02:03:04:05")}}),
      craft("ipv6-013", ipv6{.hlim = 255, .src = "fe80::2", .dst = "fe80::1"} /
                            icmpv6{.type = neighbor_advertisement,
                                   .O = 1,
                                   .R = 1,
                                   .S = 1,
                                   .tgt = "fe80::2",
                                   .options = {nd_opt::target_link_layer("00:01:02:03:04:06")}}),
      craft("ipv6-014", ipv6{.hlim = 255, .src = "fe80::1", .dst = "ff02::2"} / icmpv6{.type = router_solicitation}),
      craft("ipv6-015",
            ipv6{.hlim = 255, .src = "fe80::1", .dst = "ff02::2"} /
                icmpv6{.type = router_solicitation, .options = {nd_opt::source_link_layer("00:01:02:03:04:05")}}),
      craft("ipv6-017", ipv6{.hlim = 255, .src = "fe80::1", .dst = "fe80::9"} /
                            icmpv6{.type = redirect, .tgt = "fe80::5", .dst = "2001:db8::77"}),
      craft("ipv6-018", six / icmpv6{.id = 1, .seq = 1, .data = "ping"}),
      craft("ipv6-020", six / icmpv6{.id = 0, .seq = 0, .data = ""}),
      craft("ipv6-022", six / icmpv6{.type = dest_unreach, .code = 4} / quoted() / udp_error{.sport = 1, .dport = 2} / "abc"),
      craft("ipv6-023", six / icmpv6{.type = packet_too_big, .mtu = 1280} / quoted() / tcp_error{.sport = 1, .dport = 2}),
      craft("ipv6-024", six / icmpv6{.type = time_exceeded, .code = 0} /
                            ipv6_error{.hlim = 0, .src = "2001:db8::2", .dst = "2001:db8::1"} /
                            udp_error{.sport = 33434, .dport = 33435}),
      craft("ipv6-025", six / icmpv6{.type = parameter_problem, .code = 1, .ptr = 40} /
                            ipv6_error{.nh = quoted_next_header{200}, .src = "2001:db8::2", .dst = "2001:db8::1"}),
  };
}

}  // namespace packetry::test
