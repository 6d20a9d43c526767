// SPDX-License-Identifier: BSL-1.0
#include <packetry/show/json.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace packetry {
namespace json_test {

struct json_row {
  const char* name;
  std::string text;
  std::string_view expected;
};

/// The value of one field in JSON.
std::string value_of(const std::string& json, std::string_view field) {
  const std::string key = '"' + std::string{field} + "\":";
  const std::size_t at = json.find(key);
  if (at == json.npos) return "there is no " + key;
  std::size_t end = at + key.size();
  for (int depth = 0; end != json.size(); ++end) {
    const char c = json[end];
    if (depth == 0 && (c == ',' || c == '}')) break;
    depth += (c == '[' || c == '{') - (c == ']' || c == '}');
  }
  return json.substr(at + key.size(), end - at - key.size());
}

struct JsonValue : testing::TestWithParam<json_row> {};

TEST_P(JsonValue, IsWrittenAsWhatItIs) {
  const auto& [name, text, expected] = GetParam();
  EXPECT_EQ(value_of(text, name), expected) << text;
}

INSTANTIATE_TEST_SUITE_P(
    Fields, JsonValue,
    testing::Values(json_row{"ttl", to_json(ip{.ttl = 7}), "7"},                                   //
                    json_row{"flags", to_json(tcp{.flags = "SA"}), "18"},                          //
                    json_row{"proto", to_json(ip{.proto = ip_protocol::tcp}), "6"},                //
                    json_row{"len", to_json(ip{}), "null"},                                        //
                    json_row{"len", to_json(packet{ip{}}), "20"},                                  //
                    json_row{"dst", to_json(ip{.dst = "192.0.2.1"}), "\"192.0.2.1\""},             //
                    json_row{"dst", to_json(ipv6{.dst = "2001:db8::1"}), "\"2001:db8::1\""},       //
                    json_row{"src", to_json(ether{.src = "02:00:00:00:00:01"}), "\"02:00:00:00:00:01\""},
                    json_row{"pdst", to_json(arp{.pdst = "192.0.2.1"}), "\"192.0.2.1\""},          //
                    json_row{"pdst", to_json(arp{.pdst = bytes{octets{1, 2, 3}}}), "\"010203\""},  // of another size: octets
                    json_row{"pdst", to_json(arp{.ptype = ether_type::ipv6, .pdst = "192.0.2.1"}), "\"c0000201\""},
                    json_row{"psrc", to_json(arp{}), "null"},                                      //
                    json_row{"load", to_json(raw{"\x01\xff"}), "\"01ff\""},                        //
                    json_row{"Path", to_json(http_request{.Path = "/\"\\\xe9"}), R"("/\"\\\u00e9")"},
                    json_row{"headers", to_json(http_request{.headers = {{"Host", "x"}, {"odd"}}}), R"([["Host","x"],["odd",null]])"},
                    json_row{"options", to_json(tcp{.options = {tcp_opt::mss(1460), tcp_opt::nop()}}), R"([[2,"05b4"],[1,null]])"},
                    json_row{"options", to_json(ppp_lcp{.options = {lcp_opt::mru(1492)}}), R"([[1,"05d4"]])"},
                    json_row{"tag_list", to_json(pppoed{.tags = {pppoe_tags::service_name("isp")}}), R"([[257,"697370"]])"},
                    json_row{"options", to_json(tftp{.options = {{"blksize", "1428"}, {"tsize", "0"}}}), R"([["blksize","1428"],["tsize","0"]])"},
                    json_row{"sent", to_json(ntp{.sent = ntp_timestamp{0xffff'ffff'ffff'ffff}}), "18446744073709551615"},
                    json_row{"flags", to_json(vxlan{}), "8"},                                      //
                    json_row{"s", to_json(packet{mpls{} / ip{}}), "1"},                            //
                    json_row{"chksum", to_json(gre{.chksum_present = 1}), "null"},                 //
                    json_row{"key", to_json(gre{.key_present = 1, .key = 7}), "7"},                //
                    json_row{"srcaddrs", to_json(igmpv3{.srcaddrs = {"192.0.2.1", "192.0.2.2"}}), R"(["192.0.2.1","192.0.2.2"])"},
                    json_row{"records", to_json(igmpv3{.type = igmp_type::report_v3, .records = {{.maddr = "239.1.2.3", .srcaddrs = {"192.0.2.1"}}}}),
                             R"([{"rtype":1,"auxdlen":null,"numsrc":null,"maddr":"239.1.2.3","srcaddrs":["192.0.2.1"],"auxdata":""}])"},
                    json_row{"chunks", to_json(sctp{.chunks = {sctp_cookie_ack{}, sctp_sack{.gap_ack_list = {{2, 3}}}}}),
                             R"([{"type":11,"flags":0,"len":4},{"type":3,"flags":0,"len":20,"cumul_tsn_ack":0,"a_rwnd":0,"n_gap_ack":1,)"
                             R"("n_dup_tsn":0,"gap_ack_list":[{"start":2,"end":3}],"dup_tsn_list":[]}])"},
                    json_row{"chunks", to_json(sctp{.chunks = {sctp_other{.type = sctp_chunk_type{99}, .value = "ab"}}}),
                             R"([{"type":99,"flags":0,"len":6,"value":"6162"}])"},
                    json_row{"chunks", to_json(sctp{.chunks = sctp_chunks{bytes{octets{1, 0, 0, 9, 7}}}}), R"(["0100000907"])"},  // cut
                    json_row{"addresses", to_json(ipv6_routing{.addresses = {"::1", "::2"}}), R"(["::1","::2"])"},
                    json_row{"qd", to_json(dns{.qd = {{.qname = "a.b"}}}),
                             R"([{"qname":"a.b.","qtype":1,"unicastresponse":0,"qclass":1}])"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = ipv4_address{"192.0.2.1"}}}}), "\"192.0.2.1\""},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_mx{10, "m.x"}}}}), R"({"preference":10,"exchange":"m.x."})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_txt{"a", "b"}}}}), R"(["a","b"])"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_caa{.value = "a"}}}}), R"({"flags":0,"taglen":5,"tag":"6973737565","value":"61"})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_ds{.keytag = 7}}}}), R"({"keytag":7,"algorithm":5,"digesttype":5,"digest":""})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_dnskey{}}}}), R"({"flags":256,"protocol":3,"algorithm":5,"publickey":""})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_rrsig{.signersname = "a."}}}}),
                             R"({"typecovered":1,"algorithm":5,"labels":0,"originalttl":0,"expiration":0,"inception":0,"keytag":0,"signersname":"a.","signature":""})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_nsec{.nextname = "b", .typebitmaps = {dns_type::a, dns_type::caa}}}}}),
                             R"({"nextname":"b.","typebitmaps":[1,257]})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_svcb{.svc_priority = 0, .target_name = "c"}}}}),
                             R"({"svc_priority":0,"target_name":"c.","svc_params":[]})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_https{.svc_params = {svc::port(443)}}}}}),
                             R"({"svc_priority":1,"target_name":".","svc_params":[[3,"01bb"]]})"},
                    json_row{"rdata", to_json(dns{.an = {{.type = dns_type{999}, .rdata = octets{1, 2}}}}), "\"0102\""},
                    json_row{"rdata", to_json(dns{.an = {{.type = dns_type::a, .rdata = octets{1, 2}}}}), "\"0102\""}));

TEST(Json, IsAnArrayOfLayersInWireOrder) {
  EXPECT_EQ(to_json(ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01", .type = ether_type{1}} / "ab"),
            R"([{"name":"Ether","dst":"02:00:00:00:00:02","src":"02:00:00:00:00:01","type":1},{"name":"Raw","load":"6162"}])");
}

TEST(Json, OfWhatWasReadIsThatOfItsView) {
  const packet p{ip{.dst = "192.0.2.1"} / udp{} / dns{.qd = {{.qname = "a.b"}}}};
  EXPECT_EQ(to_json(p), to_json(p.view()));
  EXPECT_EQ(value_of(to_json(p), "sport"), "53");
}

TEST(Json, NamesAMessageAsItsTypeSays) {
  EXPECT_EQ(value_of(to_json(icmpv6{.type = icmpv6_type::echo_reply}), "name"), "\"ICMPv6EchoReply\"");
}

TEST(Json, LeavesOutFieldsThatAreNotThere) {
  const std::string echo = to_json(icmp{}), redirect = to_json(icmp{.type = icmp_type::redirect});
  EXPECT_NE(echo.find("\"seq\""), echo.npos);
  EXPECT_EQ(redirect.find("\"seq\""), redirect.npos);
  EXPECT_NE(redirect.find("\"gw\""), redirect.npos);
  EXPECT_EQ(to_json(udp{} / dns{}).find("\"length\""), std::string::npos);
  EXPECT_NE(to_json(tcp{} / dns{}).find("\"length\""), std::string::npos);
}

struct knock {
  std::uint32_t code = 7;
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}};
};

TEST(Json, OfALayerOfOnesOwn) {
  EXPECT_EQ(to_json(knock{}), R"([{"name":"Knock","code":7}])");
}

}  // namespace json_test
}  // namespace packetry
