// SPDX-License-Identifier: BSL-1.0
//
// Frames of DNS; tshark_fields_test.py and command_test.cpp read them.

#include "frames.hpp"

namespace packetry::test {

namespace frames_dns_test {

frame record(std::string_view name, const dns_rdata& data, std::string_view fields) {
  return made(name,
              framed / here / udp{.dport = 4000} /
                  dns{.id = 9, .qr = 1, .qd = {{.qname = "example.com", .qtype = data.implied()}}, .an = {{.rrname = "example.com", .ttl = 300, .rdata = data}}},
              fields);
}

}  // namespace frames_dns_test

frames dns_frames() {
  using namespace frames_dns_test;
  return {
      made("dns query", framed / here / udp{.sport = 4000} / dns{.id = 0x0102, .qd = {{.qname = "2013.hack.lu", .qtype = dns_type::aaaa}}},
           "dns.id=0x0102 dns.flags.response=0 dns.flags.opcode=0 dns.flags.truncated=0 dns.flags.recdesired=1 dns.flags.z=0 "
           "dns.flags.checkdisable=0 dns.count.queries=1 dns.count.answers=0 dns.count.auth_rr=0 dns.count.add_rr=0 "
           "dns.qry.name=2013.hack.lu dns.qry.type=28 dns.qry.class=0x0001"),
      made("dns flags",
           framed / here / udp{.dport = 4000} /
               dns{.id = 9, .qr = 1, .opcode = dns_opcode{2}, .aa = 1, .tc = 1, .rd = 0, .ra = 1, .ad = 1, .cd = 1, .rcode = dns_rcode{3}, .qd = {}},
           "dns.id=0x0009 dns.flags.response=1 dns.flags.opcode=2 dns.flags.authoritative=1 dns.flags.truncated=1 "
           "dns.flags.recdesired=0 dns.flags.recavail=1 dns.flags.z=0 dns.flags.authenticated=1 dns.flags.checkdisable=1 "
           "dns.flags.rcode=3 dns.count.queries=0 dns.count.answers=0 dns.count.auth_rr=0 dns.count.add_rr=0"),
      made("dns sections",
           framed / here / udp{.dport = 4000} /
               dns{.id = 9, .qr = 1, .qd = {{.qname = "hack.lu"}}, .an = {{.rrname = "hack.lu", .ttl = 60, .rdata = ipv4_address{"192.0.2.3"}}},
                   .ns = {{.rrname = "hack.lu", .type = dns_type::ns, .ttl = 61, .rdata = domain_name{"ns.hack.lu"}}}, .ar = {{.rrname = "ns.hack.lu", .ttl = 62, .rdata = ipv6_address{"2001:db8::53"}}}},
           "dns.id=0x0009 dns.flags.response=1 dns.flags.opcode=0 dns.flags.authoritative=0 dns.flags.truncated=0 "
           "dns.flags.recdesired=1 dns.flags.recavail=0 dns.flags.z=0 dns.flags.authenticated=0 dns.flags.checkdisable=0 "
           "dns.flags.rcode=0 dns.count.queries=1 dns.count.answers=1 dns.count.auth_rr=1 dns.count.add_rr=1 dns.qry.name=hack.lu "
           "dns.qry.type=1 dns.qry.class=0x0001 dns.resp.name=hack.lu,hack.lu,ns.hack.lu dns.resp.type=1,2,28 "
           "dns.resp.class=0x0001,0x0001,0x0001 dns.resp.ttl=60,61,62 dns.resp.len=4,5,16 dns.a=192.0.2.3 dns.ns=ns.hack.lu "
           "dns.aaaa=2001:db8::53"),
      made("dns over tcp", framed / here / tcp{.dport = 4000, .flags = "PA"} / dns{.id = 9, .qr = 1, .qd = {{.qname = "hack.lu"}}},
           "tcp.srcport=53 dns.length=25 dns.id=0x0009 dns.qry.name=hack.lu"),
      made("mdns", framed / here / udp{.sport = 5353, .dport = 5353} / dns{.rd = 0, .qd = {{.qname = "pc.local", .unicastresponse = 1}}},
           "udp.dstport=5353 dns.flags=0x0000 dns.qry.name=pc.local dns.qry.type=1 dns.qry.class=0x0001 dns.qry.qu=1"),
      made("edns", framed / here / udp{.sport = 4000} / dns{.id = 9, .qd = {{.qname = "hack.lu"}}, .ar = {dns_opt{.options = {{10, "12345678"}}}}},
           "dns.resp.name=<Root> dns.resp.type=41 dns.rr.udp_payload_size=4096 dns.resp.ext_rcode=0x00 dns.resp.edns0_version=0 "
           "dns.resp.z=0x0000 dns.resp.len=12 dns.opt.code=10 dns.opt.len=8 dns.opt.data=31:32:33:34:35:36:37:38"),
      record("mx", dns_mx{10, "mail.example.com"},
             "dns.resp.name=example.com dns.resp.type=15 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=9 dns.mx.preference=10 "
             "dns.mx.mail_exchange=mail.example.com"),
      record("soa", dns_soa{"ns.example.com", "root.example.com", 1, 2, 3, 4, 5},
             "dns.resp.name=example.com dns.resp.type=6 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=32 "
             "dns.soa.mname=ns.example.com dns.soa.rname=root.example.com dns.soa.serial_number=1 dns.soa.refresh_interval=2 "
             "dns.soa.retry_interval=3 dns.soa.expire_limit=4 dns.soa.minimum_ttl=5"),
      record("srv", dns_srv{1, 2, 443, "www.example.com"},
             "dns.resp.type=33 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=23 dns.srv.priority=1 dns.srv.weight=2 "
             "dns.srv.port=443 dns.srv.target=www.example.com"),
      record("txt", dns_txt{"a", "bc"},
             "dns.resp.name=example.com dns.resp.type=16 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=5 dns.txt.length=1,2 "
             "dns.txt=a,bc"),
  };
}

frames later_dns_frames() {
  using namespace frames_dns_test;
  const std::uint8_t word[] = {1, 2, 3, 4};
  return {
      made("llmnr", framed / here / udp{.sport = 3010, .dport = 5355} / dns{.rd = 0, .qd = {{.qname = "pc"}}},
           "udp.dstport=5355 dns.flags=0x0000 dns.count.queries=1 dns.qry.name=pc dns.qry.type=1 dns.qry.class=0x0001"),
      record("caa", dns_caa{.value = "ca.example.net"},
             "dns.resp.name=example.com dns.resp.type=257 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=21 dns.caa.flags=0x00 "
             "dns.caa.tag_length=5 dns.caa.tag=issue dns.caa.value=ca.example.net"),
      record("ds", dns_ds{.keytag = 60485, .algorithm = 8, .digesttype = 1, .digest = bytes{word}},
             "dns.resp.name=example.com dns.resp.type=43 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=8 dns.ds.key_id=0xec45 "
             "dns.ds.algorithm=8 dns.ds.digest_type=1 dns.ds.digest=01:02:03:04"),
      record("dnskey", dns_dnskey{.flags = 0x101, .algorithm = 8, .publickey = bytes{word}},
             "dns.resp.name=example.com dns.resp.type=48 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=8 "
             "dns.dnskey.flags=0x0101 dns.dnskey.protocol=3 dns.dnskey.algorithm=8 dns.dnskey.public_key=01:02:03:04"),
      record("rrsig",
             dns_rrsig{.labels = 2, .originalttl = 86400, .expiration = 1048343400, .inception = 1045751400, .keytag = 2642, .signersname = "example.com",
                       .signature = bytes{word}},
             "dns.resp.name=example.com dns.resp.type=46 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=35 "
             "dns.rrsig.type_covered=1 dns.rrsig.algorithm=5 dns.rrsig.labels=2 dns.rrsig.original_ttl=86400 "
             "dns.rrsig.signature_expiration=Mar_22,_2003_14:30:00.000000000_UTC "
             "dns.rrsig.signature_inception=Feb_20,_2003_14:30:00.000000000_UTC dns.rrsig.key_tag=2642 "
             "dns.rrsig.signers_name=example.com dns.rrsig.signature=01:02:03:04"),
      record("nsec", dns_nsec{.nextname = "host.example.com", .typebitmaps = {dns_type::a, dns_type::mx}},
             "dns.resp.name=example.com dns.resp.type=47,1,15 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=22 "
             "dns.nsec.next_domain_name=host.example.com"),
      record("svcb", dns_svcb{.svc_priority = 0, .target_name = "pool.example.com"},
             "dns.resp.name=example.com dns.resp.type=64 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=20 "
             "dns.svcb.svcpriority=0 dns.svcb.targetname=pool.example.com"),
      record("https", dns_https{.svc_priority = 1, .svc_params = {svc::alpn({"h2"}), svc::port(8443), svc::ipv4hint({"192.0.2.1"})}},
             "dns.resp.name=example.com dns.resp.type=65 dns.resp.class=0x0001 dns.resp.ttl=300 dns.resp.len=24 "
             "dns.svcb.svcpriority=1 dns.svcb.targetname=<Root> dns.svcb.svcparam.key=1,3,4 dns.svcb.svcparam.value.length=3,2,4 "
             "dns.svcb.svcparam.alpn=h2 dns.svcb.svcparam.port=8443 dns.svcb.svcparam.ipv4hint.ip=192.0.2.1"),
  };
}

}  // namespace packetry::test
