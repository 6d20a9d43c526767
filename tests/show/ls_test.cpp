// SPDX-License-Identifier: BSL-1.0
#include <packetry/show/ls.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace ls_test {

struct knock {
  std::uint32_t code = 7;
  computed<std::uint16_t> rest{};

  static constexpr std::string_view name = "Knock", title = "Knock, knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{
      field{"code", &knock::code, be<32>},
      field{"rest", &knock::rest, be<16>, when<&knock::code, 1>{}, payload_length{}},
      shown{"answered", "never"},
  };
};

// Columns as in scapy.md appendix B; width and kind stand where Scapy has a Python class (design.md 5).
TEST(Ls, OfUdp) {
  EXPECT_EQ(ls_text<udp>(),
            "sport      : 16 bits, port                       = ('53')\n"
            "dport      : 16 bits, port                       = ('53')\n"
            "len        : 16 bits, length                     = ('None')\n"
            "chksum     : 16 bits, checksum                   = ('None')\n");
}

TEST(Ls, OfIp) {
  EXPECT_EQ(ls_text<ip>(),
            "version    : 4 bits, number                      = ('4')\n"
            "ihl        : 4 bits, length                      = ('None')\n"
            "tos        : 8 bits, number                      = ('0')\n"
            "len        : 16 bits, length                     = ('None')\n"
            "id         : 16 bits, number                     = ('1')\n"
            "flags      : 3 bits, flags                       = ('<Flag 0 ()>')\n"
            "frag       : 13 bits, number                     = ('0')\n"
            "ttl        : 8 bits, number                      = ('64')\n"
            "proto      : 8 bits, protocol                    = ('0')\n"
            "chksum     : 16 bits, checksum                   = ('None')\n"
            "src        : 32 bits, IPv4 address               = ('None')\n"
            "dst        : 32 bits, IPv4 address               = (\"'127.0.0.1'\")\n"
            "options    : any size, options                   = ('[]')\n");
}

// A field of several of icmp's alternatives is one line, and the lines are in the order of the members, which is Scapy's.
TEST(Ls, OfIcmp) {
  EXPECT_EQ(ls_text<icmp>(),
            "type       : 8 bits, enumeration                 = ('8')\n"
            "code       : 8 bits, enumeration                 = ('0')\n"
            "chksum     : 16 bits, checksum                   = ('None')\n"
            "id         : 16 bits, number (Cond)              = ('0')\n"
            "seq        : 16 bits, number (Cond)              = ('0')\n"
            "ts_ori     : 32 bits, time of day (Cond)         = ('0')\n"
            "ts_rx      : 32 bits, time of day (Cond)         = ('0')\n"
            "ts_tx      : 32 bits, time of day (Cond)         = ('0')\n"
            "gw         : 32 bits, IPv4 address (Cond)        = (\"'0.0.0.0'\")\n"
            "ptr        : 8 bits, number (Cond)               = ('0')\n"
            "reserved   : 8 bits, number (Cond)               = ('0')\n"
            "length     : 8 bits, number (Cond)               = ('0')\n"
            "addr_mask  : 32 bits, IPv4 address (Cond)        = (\"'0.0.0.0'\")\n"
            "nexthopmtu : 16 bits, number (Cond)              = ('0')\n"
            "unused     : 16 bits, number (Cond)              = ('0')\n");
}

struct line_case {
  std::string_view name;
  std::string text;
  std::string_view line;
};

class LsLine : public testing::TestWithParam<line_case> {};
TEST_P(LsLine, IsThere) { EXPECT_NE(GetParam().text.find(GetParam().line), std::string::npos) << GetParam().text; }

INSTANTIATE_TEST_SUITE_P(
    Kinds, LsLine,
    testing::Values(line_case{"mac", ls_text<ether>(), "dst        : 48 bits, MAC address                = ('None')\n"},
                    line_case{"ether_type", ls_text<ether>(), "type       : 16 bits, ether type                 = ('36864')\n"},
                    line_case{"one_bit", ls_text<dot1q>(), "dei        : 1 bit, number                       = ('0')\n"},
                    line_case{"arp_address", ls_text<arp>(), "pdst       : any size, address                   = (\"'0.0.0.0'\")\n"},
                    line_case{"arp_length", ls_text<arp>(), "hwlen      : 8 bits, length                      = ('None')\n"},
                    line_case{"flags", ls_text<tcp>(), "flags      : 9 bits, flags                       = ('<Flag 2 (S)>')\n"},
                    line_case{"name", ls_text<dns_question>(), "qname      : any size, domain name               = (\"'www.example.com.'\")\n"},
                    line_case{"count", ls_text<dns>(), "ancount    : 16 bits, count                      = ('None')\n"},
                    line_case{"records", ls_text<dns>(), "an         : any size, list of DNSRR             = ('[]')\n"},
                    line_case{"over_tcp_only", ls_text<dns>(), "length     : 16 bits, length (Cond)              = ('None')\n"},
                    line_case{"text", ls_text<http_request>(), "Method     : any size, text                      = (\"'GET'\")\n"},
                    line_case{"headers", ls_text<http_request>(), "headers    : any size, headers                   = ('[]')\n"},
                    line_case{"checksum_of_32_bits", ls_text<sctp>(), "chksum     : 32 bits, checksum                   = ('None')\n"},
                    line_case{"chunks", ls_text<sctp>(), "chunks     : any size, chunks                    = ('[]')\n"},
                    line_case{"parameters", ls_text<sctp_init>(), "params     : any size, options                   = ('[]')\n"},
                    line_case{"counted_records", ls_text<sctp_sack>(), "gap_ack_list : any size, list of SCTPGap           = ('[]')\n"},
                    line_case{"tags", ls_text<pppoed>(), "tag_list   : any size, options                   = ('[]')\n"},
                    line_case{"options_of_texts", ls_text<tftp>(), "options    : any size, options (Cond)            = ('[]')\n"},
                    line_case{"addresses", ls_text<igmpv3>(), "srcaddrs   : any size, addresses (Cond)          = ('[]')\n"},
                    line_case{"timestamp", ls_text<ntp>(), "sent       : 64 bits, timestamp                  = (\"'0'\")\n"},
                    line_case{"seconds", ls_text<ntp>(), "delay      : 32 bits, seconds                    = (\"'0'\")\n"},
                    line_case{"condition_on_several", ls_text<gre>(), "chksum     : 16 bits, checksum (Cond)            = ('None')\n"},
                    line_case{"named_flags", ls_text<vxlan>(), "flags      : 8 bits, flags                       = ('<Flag 8 (Instance)>')\n"},
                    line_case{"bottom_of_the_stack", ls_text<mpls>(), "s          : 1 bit, number                       = ('1')\n"},
                    line_case{"record_types", ls_text<dns_nsec>(), "typebitmaps : any size, record types              = ('[]')\n"},
                    line_case{"service_parameters", ls_text<dns_https>(), "svc_params : any size, options                   = ('[]')\n"},
                    line_case{"size_of_a_text", ls_text<dns_caa>(), "taglen     : 8 bits, length                      = ('None')\n"},
                    line_case{"options_as_layers", ls_text<icmpv6>(), "options    : any size, options (Cond)            = ('[]')\n"},
                    line_case{"value_of_chunks", ls_text(sctp{.chunks = {sctp_init{}, sctp_cookie_ack{}}}), "chunks     : any size, chunks                    = [SCTPChunkInit, SCTPChunkCookieAck] ('[]')\n"},
                    line_case{"value_of_no_chunks", ls_text(sctp{}), "chunks     : any size, chunks                    = []              ('[]')\n"},
                    line_case{"octets", ls_text<raw>(), "load       : any size, octets                    = (\"''\")\n"}),
    [](const auto& c) { return std::string{c.param.name}; });

// scapy.md appendix B: ls(IP()/ICMP())
TEST(Ls, NamesWhatHasATableWithinOctets) {
  const std::string all = ls_text();
  EXPECT_NE(all.find("\nSCTPChunkInit : SCTPChunkInit\n"), std::string::npos) << all;
  EXPECT_NE(all.find("\nDNSRRHTTPS : DNS HTTPS Resource Record\n"), std::string::npos) << all;
  EXPECT_EQ(ls_text("sctpchunksack"), ls_text<sctp_sack>());
  EXPECT_EQ(ls_text("DNS MX Resource Record"), ls_text<dns_mx>());
}

TEST(Ls, OfAPacketHasItsValuesToo) {
  const auto p = ip{} / icmp{};
  const std::string text = ls_text(p);
  EXPECT_TRUE(text.starts_with("version    : 4 bits, number                      = 4               ('4')\n")) << text;
  EXPECT_NE(text.find("proto      : 8 bits, protocol                    = 1               ('0')\n"), std::string::npos) << text;
  EXPECT_NE(text.find("chksum     : 16 bits, checksum                   = None            ('None')\n"), std::string::npos) << text;
  EXPECT_NE(text.find("options    : any size, options                   = []              ('[]')\n--\n"
                      "type       : 8 bits, enumeration                 = 8               ('8')\n"), std::string::npos) << text;
  EXPECT_NE(text.find("gw         : 32 bits, IPv4 address (Cond)        = None            (\"'0.0.0.0'\")\n"), std::string::npos) << text;
  const std::string read = ls_text(packet{p});
  EXPECT_NE(read.find("chksum     : 16 bits, checksum                   = 63487           ('None')\n"), std::string::npos) << read;
  EXPECT_EQ(ls_text(packet{p}.view()), read);
  EXPECT_EQ(ls_text(icmp{}), text.substr(text.find("--\n") + 3));
}

TEST(Ls, OfAPacketNamesTheRecordsOfAList) {
  EXPECT_NE(ls_text(ip{.options = {ip_opt::nop(), ip_opt::nop()}}).find("= [IP Option No Operation, IP Option No Operation] ('[]')\n"), std::string::npos);
}

TEST(Ls, OfALayerOfOnesOwn) {
  EXPECT_EQ(ls_text<knock>(),
            "code       : 32 bits, number                     = ('7')\n"
            "rest       : 16 bits, length (Cond)              = ('None')\n");
}

TEST(Ls, ListsTheCatalogOnceEachByName) {
  const std::string text = ls_text();
  std::vector<std::string> lines;
  for (std::size_t at = 0, end; (end = text.find('\n', at)) != std::string::npos; at = end + 1) lines.push_back(text.substr(at, end - at));
  EXPECT_TRUE(std::ranges::is_sorted(lines, {}, [](const std::string& l) { return l.substr(0, l.find(' ')); })) << text;
  EXPECT_EQ(std::ranges::adjacent_find(lines), lines.end()) << text;
  for (const char* const line : {"ARP        : ARP", "Dot1Q      : 802.1Q", "HTTPRequest : HTTP Request", "IPerror    : IP in ICMP", "Raw        : Raw",
                                 "Padding    : Padding", "DNSQR      : DNS Question Record", "ICMPv6EchoRequest : ICMPv6 Echo Request"})
    EXPECT_EQ(std::ranges::count(lines, line), 1) << line << " in\n" << text;
  EXPECT_NE(ls_text(catalog_with<knock>{}).find("\nKnock      : Knock, knock\n"), std::string::npos);
}

TEST(Ls, FindsALayerByNameOrTitle) {
  EXPECT_EQ(ls_text("udp"), ls_text<udp>());
  EXPECT_EQ(ls_text("802.1q"), ls_text<dot1q>());
  EXPECT_EQ(ls_text("Dot1Q"), ls_text<dot1q>());
  EXPECT_EQ(ls_text("padding"), ls_text<padding>());
  EXPECT_EQ(ls_text("ICMPv6ND_NS"), ls_text<icmpv6>());
  EXPECT_EQ(ls_text("DNSQR"), ls_text<dns_question>());
  EXPECT_EQ(ls_text("knock"), "");
  EXPECT_EQ(ls_text("knock", catalog_with<knock>{}), ls_text<knock>());
}

TEST(Ls, PrintsToStandardOutput) {
  testing::internal::CaptureStdout();
  ls<udp>();
  ls("udp");
  ls(udp{});
  ls();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), ls_text<udp>() + ls_text<udp>() + ls_text(udp{}) + ls_text());
}

TEST(Lsc, ListsTheVerbsALineEach) {
  const std::string text = lsc_text();
  EXPECT_TRUE(text.starts_with("show        : a packet field by field\n")) << text;
  for (const std::string_view verb : {"show2", "summary", "hexdump", "ls", "rdpcap", "send", "sr1"})
    EXPECT_NE(text.find("\n" + std::string{verb} + std::string(12 - verb.size(), ' ') + ": "), std::string::npos) << verb;
  testing::internal::CaptureStdout();
  lsc();
  EXPECT_EQ(testing::internal::GetCapturedStdout(), text);
}

}  // namespace ls_test
}  // namespace packetry
