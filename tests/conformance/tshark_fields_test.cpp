// SPDX-License-Identifier: BSL-1.0
//
// Frames of the protocols that Scapy's vectors do not cover, into one capture: tshark_fields_test.py reads it, and says what
// tshark must find in them. PACKETRY_FRAMES names the file.

#include <packetry/io/wrpcap.hpp>
#include <packetry/packet/edit.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <vector>

namespace packetry {
namespace {

constexpr ether frame{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"};
constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};

std::vector<packet> frames() {
  const auto associated = [](const sctp_chunks& chunks) { return packet{frame / here / sctp{.sport = 1000, .dport = 9999, .tag = 7, .chunks = chunks}}; };
  const auto record = [](const dns_rdata& data) {
    return packet{frame / here / udp{.dport = 4000} / dns{.id = 9, .qr = 1, .qd = {{.qname = "example.com", .qtype = data.implied()}},
                                                          .an = {{.rrname = "example.com", .ttl = 300, .rdata = data}}}};
  };
  std::uint8_t uniq[] = {1, 2, 3, 4};
  return {
      packet{frame / here / gre{.chksum_present = 1, .key_present = 1, .seqnum_present = 1, .key = 7, .sequence_number = 9} / here / icmp{}},
      packet{frame / here / gre{} / frame / arp{.hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .pdst = "192.0.2.2"}},
      packet{frame / here / udp{.sport = 5000} / vxlan{.vni = 42} / frame / here / icmp{}},
      packet{frame / mpls{.label = 16, .cos = 5, .ttl = 64} / mpls{.label = 17, .ttl = 63} / here / icmp{}},
      packet{frame / pppoed{.tags = {pppoe_tags::service_name("isp"), pppoe_tags::host_uniq(uniq)}}},
      packet{frame / pppoe{.sessionid = 17} / ppp{} / here / icmp{}},
      packet{frame / pppoe{.sessionid = 17} / ppp{} / ppp_lcp{.id = 5, .options = {lcp_opt::mru(1492), lcp_opt::magic_number(0xdeadbeef)}}},
      packet{frame / pppoe{.sessionid = 17} / ppp{} / ppp_lcp{.code = ppp_code::echo_request, .id = 3, .magic_number = 0x01020304}},
      packet{frame / pppoe{.sessionid = 17} / ppp{} / ppp_ipcp{.id = 1, .options = {ipcp_opt::address("192.0.2.9"), ipcp_opt::primary_dns("192.0.2.53")}}},
      packet{frame / ip{.ttl = 1, .src = "192.0.2.1", .dst = "239.1.2.3"} / igmp{.type = igmp_type::report_v2, .mrcode = 0, .gaddr = "239.1.2.3"}},
      packet{frame / ip{.ttl = 1, .src = "192.0.2.1", .dst = "224.0.0.1"} / igmpv3{.gaddr = "239.1.2.3", .s = 1, .qrv = 2, .qqic = 125, .srcaddrs = {"192.0.2.1", "192.0.2.2"}}},
      packet{frame / ip{.ttl = 1, .src = "192.0.2.1", .dst = "224.0.0.22"} /
             igmpv3{.type = igmp_type::report_v3, .mrcode = 0, .records = {{.rtype = igmp_record_type::change_to_exclude, .maddr = "239.1.2.3"}, {.maddr = "239.1.2.4", .srcaddrs = {"192.0.2.1"}}}}},
      packet{frame / here / sctp{.sport = 1000, .dport = 9999, .chunks = {sctp_init{.init_tag = 7, .a_rwnd = 65536, .n_out_streams = 4, .n_in_streams = 3, .init_tsn = 9}}}},
      associated({sctp_sack{.cumul_tsn_ack = 5, .a_rwnd = 6000, .gap_ack_list = {{2, 3}}, .dup_tsn_list = {{8}}},
                  sctp_data{.beginning = 1, .ending = 1, .tsn = 1, .stream_id = 2, .stream_seq = 3, .proto_id = 30583, .data = "hello"}}),
      associated({sctp_heartbeat{.params = {{.kind = sctp_param_kind::heartbeat_info, .data = bytes{uniq}}}}, sctp_cookie_ack{}, sctp_shutdown{.cumul_tsn_ack = 5}}),
      packet{frame / here / udp{} / ntp{.poll = 6, .precision = 0xe9, .delay = ntp_short::seconds(0.5), .id = "192.0.2.5", .sent = timestamp{1515328200}}},
      packet{frame / here / udp{.sport = 3000} / tftp{.filename = "x.bin", .options = {{"blksize", "1428"}}}},
      packet{frame / here / udp{.sport = 3001, .dport = 69} / tftp{.op = tftp_op::error, .errorcode = tftp_error_code::file_not_found, .errormsg = "no"}},
      packet{frame / here / udp{.sport = 3002, .dport = 5355} / dns{.rd = 0, .qd = {{.qname = "pc"}}}},
      record(dns_caa{.value = "ca.example.net"}),
      record(dns_ds{.keytag = 60485, .algorithm = 8, .digesttype = 1, .digest = bytes{uniq}}),
      record(dns_dnskey{.flags = 0x101, .algorithm = 8, .publickey = bytes{uniq}}),
      record(dns_rrsig{.labels = 2, .originalttl = 86400, .expiration = 1048343400, .inception = 1045751400, .keytag = 2642, .signersname = "example.com", .signature = bytes{uniq}}),
      record(dns_nsec{.nextname = "host.example.com", .typebitmaps = {dns_type::a, dns_type::mx}}),
      record(dns_https{.svc_priority = 1, .svc_params = {svc::alpn({"h2"}), svc::port(8443), svc::ipv4hint({"192.0.2.1"})}}),
  };
}

TEST(CraftedFrames, GoIntoOneCapture) {
  const std::vector<packet> all = frames();
  for (const packet& p : all) {
    EXPECT_FALSE(p.fault());
    EXPECT_TRUE(verify(p).empty());
  }
  if (const char* const wanted = std::getenv("PACKETRY_FRAMES")) wrpcap(wanted, all);
}

}  // namespace
}  // namespace packetry
