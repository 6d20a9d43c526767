// SPDX-License-Identifier: BSL-1.0
//
// Expressions of the vectors dns-*; vectors_test.cpp compares them. Names are written out, as Scapy writes them, but
// in those that went through its dns_compress.

#include "vectors.hpp"

namespace packetry::test {

crafted_vectors dns_query_vectors() {
  const auto asks = [](dns_type type) {
    return from_here / udp{.sport = 40000, .dport = 53} /
           dns{.id = 0x1234, .qd = {{.qname = "www.example.com", .qtype = type}}, .compress = false};
  };
  const ip to_group{.ttl = 255, .src = "10.0.0.1", .dst = "224.0.0.251"};
  return {
      craft("dns-001", asks(dns_type::a)),
      craft("dns-002", asks(dns_type::aaaa)),
      craft("dns-003", asks(dns_type::ns)),
      craft("dns-007", asks(dns_type::txt)),
      craft("dns-011", asks(dns_type{252})),  // AXFR
      craft("dns-012", asks(dns_type{257})),  // CAA
      craft("dns-014", asks(dns_type{43})),   // DS
      craft("dns-015", dns{.id = 1, .qd = {{.qname = "."}}, .compress = false}),
      craft("dns-018", dns{.id = 2,
                           .qd = {{.qname = "a.example.com"}, {.qname = "b.example.com", .qtype = dns_type::aaaa}},
                           .compress = false}),
      craft("dns-022", dns{.id = 9, .qd = {{.qname = std::string(63, 'x') + ".example.com"}}, .compress = false}),
      craft("dns-023", dns{.id = 9, .qd = {{.qname = "under_score.ex-ample.com", .qclass = dns_class::ch}}, .compress = false}),
      craft("dns-036", from_here / udp{.sport = 40000, .dport = 53} /
                           dns{.id = 12,
                               .qd = {{.qname = "example.com"}},
                               .ar = {dns_opt{.udp_size = 1232, .dnssec_ok = true, .options = {{10, "12345678"}}}},
                               .compress = false}),
      craft("dns-039", to_group / udp{.sport = 5353, .dport = 5353} /
                           dns{.id = 0,
                               .rd = 0,
                               .qd = {{.qname = "_services._dns-sd._udp.local", .qtype = dns_type::ptr}},
                               .compress = false}),
      craft("dns-046", dns{.id = 19, .qdcount = 5, .qd = {{.qname = "x.y"}}, .compress = false}),
  };
}

crafted_vectors dns_answer_vectors() {
  const auto answer = from_here / udp{.sport = 53, .dport = 40000};
  const ip to_group{.ttl = 255, .src = "10.0.0.1", .dst = "224.0.0.251"};
  return {
      craft("dns-019", dns{.id = 65535,
                           .qr = 1,
                           .opcode = dns_opcode{15},
                           .aa = 1,
                           .tc = 1,
                           .rd = 1,
                           .ra = 1,
                           .z = 1,
                           .ad = 1,
                           .cd = 1,
                           .rcode = dns_rcode{15},
                           .qd = {},
                           .compress = false}),
      craft("dns-020",
            dns{.id = 3, .qr = 1, .rcode = dns_rcode::name_error, .qd = {{.qname = "nx.example.com"}}, .compress = false}),
      craft("dns-025", answer / dns{.id = 0x1234,
                                    .qr = 1,
                                    .ra = 1,
                                    .qd = {{.qname = "www.example.com"}},
                                    .an = {{.rrname = "www.example.com", .ttl = 300, .rdata = ipv4_address{"93.184.216.34"}}},
                                    .compress = false}),
      craft("dns-027", answer / dns{.id = 5,
                                    .qr = 1,
                                    .qd = {{.qname = "www.example.com"}},
                                    .an = {{.rrname = "www.example.com",
                                            .type = dns_type::cname,
                                            .ttl = 60,
                                            .rdata = domain_name{"web.example.net"}},
                                           {.rrname = "web.example.net", .ttl = 10, .rdata = ipv4_address{"192.0.2.9"}}},
                                    .compress = false}),
      craft(
          "dns-028",
          answer / dns{.id = 6,
                       .qr = 1,
                       .aa = 1,
                       .qd = {{.qname = "example.com", .qtype = dns_type::ns}},
                       .an = {{.rrname = "example.com", .type = dns_type::ns, .ttl = 1, .rdata = domain_name{"ns1.example.com"}},
                              {.rrname = "example.com", .type = dns_type::ns, .ttl = 1, .rdata = domain_name{"ns2.example.com"}}},
                       .ar = {{.rrname = "ns1.example.com", .rdata = ipv4_address{"192.0.2.53"}}},
                       .compress = false}),
      craft("dns-029", answer / dns{.id = 7,
                                    .qr = 1,
                                    .qd = {{.qname = "example.com", .qtype = dns_type::mx}},
                                    .an = {{.rrname = "example.com", .rdata = dns_mx{10, "mail.example.com"}},
                                           {.rrname = "example.com", .rdata = dns_mx{20, "."}}},
                                    .compress = false}),
      craft("dns-030", answer / dns{.id = 8,
                                    .qr = 1,
                                    .qd = {{.qname = "example.com", .qtype = dns_type::txt}},
                                    .an = {{.rrname = "example.com", .ttl = 5, .rdata = dns_txt{"v=spf1 -all", "second"}}},
                                    .compress = false}),
      craft("dns-032", answer / dns{.id = 9,
                                    .qr = 1,
                                    .qd = {{.qname = "example.com", .qtype = dns_type::soa}},
                                    .an = {{.rrname = "example.com",
                                            .ttl = 3600,
                                            .rdata = dns_soa{"ns1.example.com", "hostmaster.example.com", 2024010101, 7200, 3600,
                                                             1209600, 300}}},
                                    .compress = false}),
      craft("dns-034",
            answer /
                dns{.id = 11,
                    .qr = 1,
                    .qd = {{.qname = "4.3.2.1.in-addr.arpa", .qtype = dns_type::ptr}},
                    .an = {{.rrname = "4.3.2.1.in-addr.arpa", .type = dns_type::ptr, .rdata = domain_name{"host.example.com"}}},
                    .compress = false}),
      craft("dns-037", dns{.id = 13,
                           .qr = 1,
                           .qd = {{.qname = "example.com", .qtype = dns_type::any}},
                           .an = {{.rrname = "example.com", .type = dns_type{99}, .rdata = "0102"_hex},
                                  {.rrname = "example.com", .type = dns_type{65280}, .rdata = bytes{}}},
                           .compress = false}),
      craft("dns-038", to_group / udp{.sport = 5353, .dport = 5353} /
                           dns{.id = 0,
                               .qr = 1,
                               .aa = 1,
                               .qd = {},
                               .an = {{.rrname = "host.local", .cacheflush = 1, .ttl = 120, .rdata = ipv4_address{"10.0.0.1"}}},
                               .compress = false}),
      craft("dns-042", dns{.id = 15,
                           .qr = 1,
                           .qd = {{.qname = "www.example.com"}},
                           .an = {{.rrname = "www.example.com", .type = dns_type::cname, .rdata = domain_name{"web.example.com"}},
                                  {.rrname = "web.example.com", .rdata = ipv4_address{"192.0.2.1"}}}}),
      craft("dns-044", dns{.id = 17,
                           .qr = 1,
                           .qd = {{.qname = "a.b.c.d.e"}},
                           .an = {{.rrname = "z.b.c.d.e", .rdata = ipv4_address{"1.1.1.1"}},
                                  {.rrname = "c.d.e", .rdata = ipv4_address{"2.2.2.2"}},
                                  {.rrname = "e", .rdata = ipv4_address{"3.3.3.3"}}}}),
      craft("dns-047", dns{.id = 20,
                           .qr = 1,
                           .qd = {{.qname = "h.example"}},
                           .an = {{.rrname = "h.example", .ttl = 0x7fffffff, .rdlen = 4, .rdata = ipv4_address{"1.2.3.4"}}},
                           .compress = false}),
  };
}

}  // namespace packetry::test
