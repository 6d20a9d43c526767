// SPDX-License-Identifier: BSL-1.0
//
// Expressions of the vectors ip-*, ipopt-*, icmp-* and udp-*; vectors_test.cpp compares them.

#include "vectors.hpp"

namespace packetry::test {

namespace vectors_ip_test {

/// The header that all of these have, changed in what the vector is about.
template <class Change>
ip header(Change change) {
  ip h = from_here;
  change(h);
  return h;
}
ip with_options(std::initializer_list<ip_option> options) {
  return header([&](ip& h) { h.options = options; });
}

}  // namespace vectors_ip_test

crafted_vectors ip_vectors() {
  using namespace vectors_ip_test;
  return {
      craft("ip-001", from_here),
      craft("ip-002", header([](ip& h) { h.tos = 0x10; })),
      craft("ip-003", header([](ip& h) { h.tos = 0xff; })),
      craft("ip-004", header([](ip& h) { h.id = 0; })),
      craft("ip-007", header([](ip& h) { h.ttl = 255; })),
      craft("ip-008", header([](ip& h) { h.flags = "DF"; })),
      craft("ip-009", header([](ip& h) { h.flags = "MF", h.frag = 100; })),
      craft("ip-016", header([](ip& h) { h.version = 5; })),
      craft("ip-017", header([](ip& h) { h.ihl = 5, h.len = 20; })),
      craft("ip-020", header([](ip& h) { h.chksum = 0xdead; })),
      craft("ip-021", header([](ip& h) { h.ihl = 6; })),
      craft("ip-026", from_here / "00"_hex),
      craft("ip-027", from_here / ip{.src = "10.9.8.7", .dst = "198.51.100.2"} / udp{.sport = 1, .dport = 2} / "inner"),
      craft("ip-030", ip{.proto = ip_protocol{50}, .src = "127.0.0.1", .dst = "127.0.0.1"} / "01020304"_hex),
      craft("ip-033", header([](ip& h) { h.frag = 10, h.proto = ip_protocol::udp; }) / "not udp here"),
      craft("ip-034", header([](ip& h) { h.flags = "MF", h.proto = ip_protocol::udp; }) /
                          udp{.sport = 5, .dport = 6, .len = 100} / "first fragment"),

      craft("ipopt-001", with_options({ip_opt::nop()})),
      craft("ipopt-005", with_options({ip_opt::ssrr({"1.2.3.4"}, 8)})),
      craft("ipopt-007", with_options({ip_opt::timestamp(1)})),
      craft("ipopt-009", with_options({ip_opt::other(0x0b, "05dc"_hex), ip_opt::other(0x0c, "0240"_hex)})),
      craft("ipopt-010", with_options({ip_opt::other(0x12, "0001 0002 0003 09090909"_hex)})),
      craft("ipopt-012", with_options({ip_opt::other(0x82, "0001 0002 0003 616263"_hex)})),
      craft("ipopt-013", with_options({ip_opt::router_alert()}) / icmp{}),
  };
}

crafted_vectors icmp_vectors() {
  const auto of_type = [](int type) { return from_here / icmp{.type = static_cast<icmp_type>(type)}; };
  const ip_error quoted{.src = "198.51.100.2", .dst = "10.1.2.3"};
  return {
      craft("icmp-002", of_type(3)),
      craft("icmp-004", of_type(5)),
      craft("icmp-005", of_type(8)),
      craft("icmp-006", of_type(9)),
      craft("icmp-007", of_type(10)),
      craft("icmp-008", of_type(11)),
      craft("icmp-009", of_type(12)),
      craft("icmp-010",
            from_here /
                icmp{.type = icmp_type::timestamp_request, .id = 7, .seq = 9, .ts_ori = 1000, .ts_rx = 2000, .ts_tx = 3000}),
      craft(
          "icmp-011",
          from_here / icmp{.type = icmp_type::timestamp_reply, .id = 7, .seq = 9, .ts_ori = 1000, .ts_rx = 2000, .ts_tx = 3000}),
      craft("icmp-014", of_type(17)),
      craft("icmp-017", from_here / icmp{.type = icmp_type::echo_reply, .id = 0x1234, .seq = 1} / "abcdefghijklmnop"),
      craft("icmp-022", from_here / icmp{.type = icmp_type::redirect, .code = 1, .gw = "10.0.0.254"} / quoted /
                            icmp_error{.type = icmp_type::echo_request, .id = 1, .seq = 1}),
      craft("icmp-023", from_here / icmp{.type = icmp_type::parameter_problem, .ptr = 20} /
                            ip_error{.proto = ip_protocol::tcp, .src = "198.51.100.2", .dst = "10.1.2.3"}),
      craft("icmp-027", from_here / icmp{.chksum = 0} / "bad"),
      craft("icmp-028", from_here / icmp{.type = icmp_type::dest_unreach, .code = 13} / "raw bytes, no ip"),
      craft("icmp-029", from_here / icmp{.type = icmp_type::photuris, .code = 1} / "01"_hex),
      craft("icmp-030", from_here / icmp{.type = icmp_type{255}, .code = 255}),
  };
}

crafted_vectors udp_vectors() {
  return {
      craft("udp-001", from_here / udp{.sport = 1024, .dport = 1025} / "data"),
      craft("udp-003", from_here / udp{.sport = 65535, .dport = 65535} / "data"),
      craft("udp-006", from_here / udp{.sport = 1024, .dport = 1025, .len = 65535} / "data"),
      craft("udp-007", from_here / udp{.sport = 1024, .dport = 1025, .chksum = 0} / "data"),
      craft("udp-008", from_here / udp{.sport = 1024, .dport = 1025, .chksum = 0xffff} / "data"),
      craft("udp-009", from_here / udp{.sport = 1, .dport = 2}),
      craft("udp-013", udp{.sport = 1, .dport = 2} / "no ip below"),
      craft("udp-014", from_here / udp{.sport = 123, .dport = 123} / octets::filled(48, 0)),
      craft("udp-015", tagged_frame / from_here / udp{.sport = 5000, .dport = 5001} / octets::filled(1472, 'z')),
      craft("udp-016", ip{.src = "0.0.0.0", .dst = "0.0.0.0"} / udp{.sport = 0, .dport = 0xffec - 17 - 8}),
  };
}

}  // namespace packetry::test
