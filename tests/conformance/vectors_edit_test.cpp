// SPDX-License-Identifier: BSL-1.0
//
// Expressions of the vectors edit-*, packets dissected and changed; vectors_test.cpp compares them.

#include "vectors.hpp"

#include <packetry/packet/typed.hpp>

namespace packetry::test {

namespace vectors_edit_test {

/// A packet as it would be received.
template <class P>
packet received(const P& p) {
  return packet{p};
}
template <class F>
packet changed(packet p, F change) {
  change(p);
  return p;
}

}  // namespace vectors_edit_test

crafted_vectors edit_vectors() {
  using namespace vectors_edit_test;
  const auto datagram = from_here / udp{.sport = 1, .dport = 2} / "abc";
  return {
      craft("edit-001", packet::starting_with<ip>("4500001c000100004001b6dcc0000201c6336402 0800f7ff00000000"_hex)),
      craft("edit-002", received(ether{.dst = "00:00:00:00:00:02", .src = "00:00:00:00:00:01"} /
                                 ip{.src = "1.1.1.1", .dst = "2.2.2.2"} / tcp{.sport = 1, .dport = 2})),
      craft("edit-003", dissect<ip, udp, raw>(to_bytes(datagram)).to_stack() / "extra"),
      craft("edit-004", changed(received(from_here / icmp{}),
                                [](packet& p) {
                                  p.edit<ip>([](ip& h) {
                                    h.ttl = 9;
                                    h.chksum.reset();
                                  });
                                })),
      craft("edit-005", changed(received(from_here / tcp{.sport = 1, .dport = 2} / "xyz"),
                                [](packet& p) {
                                  p.edit<tcp>([](tcp& h) {
                                    h.dport = 8443;
                                    h.chksum.reset();
                                  });
                                })),
      craft("edit-006", changed(received(datagram), [](packet& p) { p.edit<ip>([](ip& h) { h.src = "9.9.9.9"; }); })),
      craft("edit-007", changed(received(datagram),
                                [](packet& p) {
                                  p.edit<raw>([](raw& r) { r.load = "longer payload"; });
                                  p.recompute();
                                })),
      craft("edit-008",
            packet{bytes{"ffffffffffff 000102030405 0806 0001 0800 06 04 0001 000102030405 c0a80201 000000000000 c0a802fe"
                         "000000000000000000000000000000000000"_hex}}),
      craft("edit-012", received(dns{.id = 1,
                                     .qr = 1,
                                     .qd = {{.qname = "q.example"}},
                                     .an = {{.rrname = "q.example", .rdata = ipv4_address{"1.2.3.4"}}},
                                     .compress = false})),
  };
}

}  // namespace packetry::test
