// SPDX-License-Identifier: BSL-1.0
#include <packetry/show/summary.hpp>  // first: proves the header stands alone

#include <packetry/packet/vary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <list>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace summary_test {

// --- layers of one's own: with nothing to say, with one line, with several ------------------------

struct silent {
  std::uint8_t code = 0;
  static constexpr std::string_view name = "Silent";
  static constexpr number ids[] = {udp_port{7771}};
  static constexpr auto wire = layout{field{"code", &silent::code, be<8>}};
};

struct knock {
  std::uint8_t code = 0;
  static constexpr std::string_view name = "Knock", summary = "Knock {code}";
  static constexpr number ids[] = {udp_port{7772}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<8>, selects<>{}}};
};

struct bell {
  std::uint8_t tone = 0;
  static constexpr std::string_view name = "Bell";
  static constexpr std::string_view summary[] = {"{tone=7}", "{tone!=1}Bell behind port {UDP.dport}", "{tone=1}Bell at {nowhere}", "a bell"};
  static constexpr number ids[] = {udp_port{7773}};
  static constexpr auto wire = layout{field{"tone", &bell::tone, be<8>}};
};

using test::operator""_hex;

struct summary_case {
  std::string_view name;
  std::string text;
  std::string_view expected;
};

class Summary : public testing::TestWithParam<summary_case> {};
TEST_P(Summary, IsScapys) { EXPECT_EQ(GetParam().text, GetParam().expected); }

const auto named = [](const auto& c) { return std::string{c.param.name}; };
const ip there{.src = "192.0.2.1", .dst = "198.51.100.2"};
const ether frame{.dst = "00:11:22:33:44:55", .src = "66:77:88:99:aa:bb"};

// `summary` of these corpus vectors, built as their expressions build them.
INSTANTIATE_TEST_SUITE_P(
    Vectors, Summary,
    testing::Values(
        summary_case{"ether_001", summary_text(ether{.dst = "ff:ff:ff:ff:ff:ff", .src = "00:01:02:03:04:05"}), "00:01:02:03:04:05 > ff:ff:ff:ff:ff:ff (0x9000)"},
        summary_case{"ether_004", summary_text(ether{.dst = "00:00:00:00:00:00", .src = "00:00:00:00:00:00", .type = ether_type{0x88b5}} / "\x01"), "00:00:00:00:00:00 > 00:00:00:00:00:00 (0x88b5) / Raw"},
        summary_case{"vlan_001", summary_text(frame / dot1q{.vlan = 1} / there), "Ether / Dot1Q / 192.0.2.1 > 198.51.100.2 hopopt"},
        summary_case{"vlan_007", summary_text(frame / dot1q{.vlan = 7, .type = ether_type{0x88b5}} / "abc"), "Ether / 802.1q 66:77:88:99:aa:bb > 00:11:22:33:44:55 (0x88b5) vlan 7 / Raw"},
        summary_case{"vlan_010", summary_text(frame / dot1q{.prio = 5, .vlan = 0} / there / udp{.sport = 5060, .dport = 5060} / "x"), "Ether / Dot1Q / IP / UDP 192.0.2.1:sip > 198.51.100.2:sip / Raw"},
        summary_case{"arp_001", summary_text(ether{} / arp{.psrc = "192.168.2.1", .pdst = "192.168.2.254"}), "Ether / ARP who has 192.168.2.254 says 192.168.2.1"},
        summary_case{"arp_005", summary_text(arp{.op = arp_operation::rarp_rep, .psrc = "1.1.1.1", .pdst = "2.2.2.2"}), "ARP RARP-rep 1.1.1.1 > 2.2.2.2"},
        summary_case{"arp_009", summary_text(arp{.ptype = ether_type{0x9999}, .op = arp_operation{65535}, .psrc = bytes{"6465"_hex}, .pdst = bytes{"696a"_hex}}), "ARP 65535 'de' > 'ij'"},
        summary_case{"ip_009", summary_text(ip{.flags = "MF", .frag = 100, .src = "192.0.2.1", .dst = "198.51.100.2"}), "192.0.2.1 > 198.51.100.2 hopopt frag:100"},
        summary_case{"ip_027", summary_text(there / ip{.src = "10.9.8.7", .dst = "198.51.100.2"} / udp{.sport = 1, .dport = 2} / "inner"), "IP / IP / UDP 10.9.8.7:1 > 198.51.100.2:2 / Raw"},
        summary_case{"ip_030", summary_text(ip{.proto = ip_protocol::esp, .src = "127.0.0.1"} / "\x01"), "127.0.0.1 > 127.0.0.1 esp / Raw"},
        summary_case{"icmp_022", summary_text(there / icmp{.type = icmp_type::redirect, .code = 1} / ip_error{} / icmp_error{}), "IP / ICMP 192.0.2.1 > 198.51.100.2 redirect host-redirect / IPerror / ICMPerror"},
        summary_case{"icmp_030", summary_text(there / icmp{.type = icmp_type{255}, .code = 255}), "IP / ICMP 192.0.2.1 > 198.51.100.2 255 255"},
        summary_case{"udp_013", summary_text(udp{.sport = 1, .dport = 2} / "no ip below"), "UDP 1 > 2 / Raw"},
        summary_case{"tcp_013", summary_text(there / tcp{.sport = 12345, .dport = 80, .flags = "FSRPAUECN"}), "IP / TCP 192.0.2.1:12345 > 198.51.100.2:http FSRPAUECN"},
        summary_case{"tcp_031", summary_text(tcp{.sport = 1, .dport = 2} / "x"), "TCP tcpmux > 2 S / Raw"},
        summary_case{"http_002", summary_text(there / tcp{} / http_request{.Path = "/index.html"}), "IP / TCP / HTTP / GET '/index.html' "},
        summary_case{"http_008", summary_text(there / tcp{} / http_response{.Status_Code = "301", .Reason_Phrase = "Moved"}), "IP / TCP / HTTP / 301 Moved"},
        summary_case{"http_009", summary_text(there / tcp{} / http_response{} / "<html></html>"), "IP / TCP / HTTP / 200 OK / Raw"}),
    named);

INSTANTIATE_TEST_SUITE_P(
    Dns, Summary,
    testing::Values(
        summary_case{"dns_001", summary_text(there / udp{} / dns{}), "IP / UDP / DNS Qry 'www.example.com.'"},
        summary_case{"dns_015", summary_text(dns{.qd = {{.qname = "."}}}), "DNS Qry '.'"},
        summary_case{"dns_019", summary_text(dns{.qr = 1, .rcode = dns_rcode{15}, .qd = {}}), "DNS Ans 15"},
        summary_case{"dns_020", summary_text(dns{.qr = 1, .rcode = dns_rcode::name_error}), "DNS Ans name-error"},
        summary_case{"dns_025", summary_text(dns{.qr = 1, .an = {dns_record{.rdata = ipv4_address{"93.184.216.34"}}}}), "DNS Ans 93.184.216.34"},
        summary_case{"dns_027", summary_text(dns{.qr = 1, .an = {dns_record{.type = dns_type::cname, .rdata = domain_name{"web.example.net"}}}}), "DNS Ans 'web.example.net.'"},
        summary_case{"dns_029", summary_text(dns{.qr = 1, .an = {dns_record{.rdata = dns_mx{10, "mail"}}}}), "DNS Ans"},
        summary_case{"dns_030", summary_text(dns{.qr = 1, .an = {dns_record{.rdata = dns_txt{"v=spf1 -all", "second"}}}}), "DNS Ans ['v=spf1 -all', 'second']"},
        summary_case{"dns_038", summary_text(ip{} / udp{.sport = 5353, .dport = 5353} / dns{.qr = 1, .an = {dns_record{.rdata = ipv4_address{"10.0.0.1"}}}}), "IP / UDP / mDNS Ans 10.0.0.1"},
        summary_case{"dns_039", summary_text(ip{} / udp{.dport = 5353} / dns{.qd = {{.qname = "_services._dns-sd._udp.local"}}}), "IP / UDP / mDNS Qry '_services._dns-sd._udp.local.'"},
        // Scapy 2.5.0: (TCP()/DNS()).summary(); DNS(qd=None).summary(); (UDP(sport=5353)/DNS()).summary()
        summary_case{"over_tcp", summary_text(tcp{} / dns{}), "TCP / DNS Qry 'www.example.com.'"},
        summary_case{"no_question", summary_text(dns{.qd = {}}), "DNS Qry"},
        summary_case{"mdns_is_told_by_the_destination", summary_text(udp{.sport = 5353} / dns{}), "UDP / DNS Qry 'www.example.com.'"},
        summary_case{"mdns_without_a_question", summary_text(udp{.dport = 5353} / dns{.qd = {}}), "UDP / mDNS Qry"},
        summary_case{"mdns_without_an_answer", summary_text(udp{.dport = 5353} / dns{.qr = 1}), "UDP / mDNS Ans"},
        summary_case{"mdns_error", summary_text(udp{.dport = 5353} / dns{.qr = 1, .rcode = dns_rcode::refused}), "UDP / mDNS Ans refused"}),
    named);

// Scapy 2.5.0, run: the expressions in Python's spelling. Without a route, addresses print as what is sent for them.
INSTANTIATE_TEST_SUITE_P(
    Rules, Summary,
    testing::Values(
        summary_case{"only_names", summary_text(raw{} / padding{}), "Raw / Padding"},
        summary_case{"unset_addresses", summary_text(ip{} / udp{}), "IP / UDP 0.0.0.0:domain > 127.0.0.1:domain"},
        summary_case{"unset_link_addresses", summary_text(ether{}), "00:00:00:00:00:00 > ff:ff:ff:ff:ff:ff (0x9000)"},
        summary_case{"unset_arp", summary_text(arp{.op = arp_operation::is_at}), "ARP is at 00:00:00:00:00:00 says 0.0.0.0"},
        summary_case{"number_from_above", summary_text(ether{} / ip{} / "x"), "Ether / 0.0.0.0 > 127.0.0.1 hopopt / Raw"},
        summary_case{"vlan_without_ether", summary_text(dot1q{} / "x"), "802.1q (0x0) vlan 1 / Raw"},
        summary_case{"vlan_in_vlan", summary_text(ether{} / dot1q{} / dot1q{}), "Ether / Dot1Q / 802.1q (0x0) vlan 1"},
        summary_case{"icmp_alone", summary_text(icmp{}), "ICMP echo-request 0"},
        summary_case{"ip_below_but_not_right_below", summary_text(ip{} / udp{} / unbound / tcp{}), "IP / UDP / TCP ftp_data > http S"},
        summary_case{"quoted_alone", summary_text(ip_error{} / udp_error{}), "IPerror / UDPerror"},
        summary_case{"quoted_above_ip", summary_text(there / unbound / ip_error{} / udp_error{}), "192.0.2.1 > 198.51.100.2 hopopt / IPerror / UDPerror"},
        summary_case{"speaker_between_the_silent", summary_text(ip{} / unbound / raw{.load = "x"} / unbound / there), "IP / Raw / 192.0.2.1 > 198.51.100.2 hopopt"},
        summary_case{"no_flags", summary_text(tcp{.flags = {}}), "TCP ftp_data > http "}),
    named);

INSTANTIATE_TEST_SUITE_P(
    OnesOwn, Summary,
    testing::Values(summary_case{"nothing_to_say", summary_text(there / udp{} / silent{}), "IP / UDP 192.0.2.1:7771 > 198.51.100.2:7771 / Silent"},
                    summary_case{"one_line", summary_text(udp{} / knock{.code = 9}), "UDP / Knock 9"},
                    summary_case{"condition_and_field_below", summary_text(udp{} / bell{.tone = 2}), "UDP / Bell behind port 7773"},
                    summary_case{"no_such_field", summary_text(udp{} / bell{.tone = 1}), "UDP / a bell"},
                    summary_case{"not_below", summary_text(bell{.tone = 2}), "a bell"},
                    summary_case{"an_empty_line_says_nothing", summary_text(udp{} / bell{.tone = 7}), "UDP 7773 > 7773 / Bell"}),
    named);

// --- dissected ------------------------------------------------------------------------------------

TEST(SummaryOfAPacket, SpeaksOfPaddingToo) {  // corpus vector edit-008
  const packet p{bytes{"ffffffffffff00010203040508060001080006040001000102030405c0a80201000000000000c0a802fe000000000000000000000000000000000000"_hex}};
  EXPECT_EQ(summary_text(p), "Ether / ARP who has 192.168.2.254 says 192.168.2.1 / Padding");
  EXPECT_EQ(summary_text(p.view()), summary_text(p));
}

TEST(SummaryOfAPacket, IsOfTheCatalogsLayers) {  // the workshop's last page: without HTTP
  using without_http = catalog<ether, ip, tcp>;
  const auto p = ip{.src = "192.168.2.253", .dst = "192.168.2.254"} / tcp{.sport = 666, .dport = 80, .flags = "PA"} / "GET / HTTP/1.0\r\n\r\n";
  EXPECT_EQ(summary_text(basic_packet<without_http>{p}), "IP / TCP 192.168.2.253:666 > 192.168.2.254:http PA / Raw");
  EXPECT_EQ(summary_text(packet{p}), "IP / TCP / HTTP / GET '/' ");
}

// --- forms ----------------------------------------------------------------------------------------

TEST(SummaryOfAList, NumbersItsLines) {
  const auto p = udp{} / "x";
  const std::string_view expected = "0000 UDP domain > domain / Raw\n0001 UDP domain > domain / Raw\n";
  EXPECT_EQ(summary_text(std::vector{packet{p}, packet{p}}), expected);
  EXPECT_EQ(summary_text(std::list{p, p}), expected);
  EXPECT_EQ(summary_text(udp{} | vary<&udp::dport>(1, 2)), "0000 UDP domain > 1\n0001 UDP domain > 2\n") << "a lazy range is a list as well";
  EXPECT_EQ(summary_text(std::vector<packet>{}), "");
}

TEST(SummaryOfAList, NumbersHaveFourDigitsAtLeast) {
  const std::vector<stack<raw>> many(10001, stack<raw>{});
  const std::string text = summary_text(many);
  EXPECT_TRUE(text.starts_with("0000 Raw\n0001 Raw\n")) << text.substr(0, 40);
  EXPECT_TRUE(text.ends_with("9999 Raw\n10000 Raw\n"));
}

TEST(SummaryOfAPacket, IsWhatAStreamAndAStringGet) {
  const auto p = there / icmp{};
  std::ostringstream out;
  out << p << '\n' << packet{p} << '\n' << packet{p}.view() << '\n' << icmp{} << '\n';
  EXPECT_EQ(out.str(), "IP / ICMP 192.0.2.1 > 198.51.100.2 echo-request 0\n"
                       "IP / ICMP 192.0.2.1 > 198.51.100.2 echo-request 0\n"
                       "IP / ICMP 192.0.2.1 > 198.51.100.2 echo-request 0\n"
                       "ICMP echo-request 0\n");
  EXPECT_EQ(to_string(p), summary_text(p));
  std::string text = "> ";
  append_to(text, p);
  EXPECT_EQ(text, "> " + summary_text(p));
}

TEST(SummaryOfAPacket, PrintsToStandardOutput) {
  testing::internal::CaptureStdout();
  summary(udp{});
  summary(packet{udp{}});
  summary(std::vector{udp{}});
  EXPECT_EQ(testing::internal::GetCapturedStdout(), "UDP domain > domain\nUDP domain > domain\n0000 UDP domain > domain\n");
}

}  // namespace summary_test
}  // namespace packetry
