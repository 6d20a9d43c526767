// SPDX-License-Identifier: BSL-1.0
#include <packetry/show/json.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace packetry {
namespace {

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
                    json_row{"addresses", to_json(ipv6_routing{.addresses = {"::1", "::2"}}), R"(["::1","::2"])"},
                    json_row{"qd", to_json(dns{.qd = {{.qname = "a.b"}}}),
                             R"([{"qname":"a.b.","qtype":1,"unicastresponse":0,"qclass":1}])"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = ipv4_address{"192.0.2.1"}}}}), "\"192.0.2.1\""},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_mx{10, "m.x"}}}}), R"({"preference":10,"exchange":"m.x."})"},
                    json_row{"rdata", to_json(dns{.an = {{.rdata = dns_txt{"a", "b"}}}}), R"(["a","b"])"},
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

}  // namespace
}  // namespace packetry
