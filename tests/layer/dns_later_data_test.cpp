// SPDX-License-Identifier: BSL-1.0
//
// Records of DNSSEC, CAA and service bindings, and DNS under the name of LLMNR.
#include <packetry/layer/dns_later_data.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>

namespace packetry {
namespace dns_later_data_test {

using test::operator""_hex;

template <std::size_t N>
std::vector<std::uint8_t> vector_of(const std::array<std::uint8_t, N>& a) { return {a.begin(), a.end()}; }

struct data_case {
  std::string_view name;
  dns_rdata made;
  dns_type type;
  std::vector<std::uint8_t> wire;
  std::string_view shown;
};

const data_case cases[] = {
    // Scapy 2.5.0: DNSRRDS(keytag=60485, algorithm=5, digesttype=1, digest=b"\x2b\xb1")
    {"ds", dns_ds{.keytag = 60485, .digesttype = 1, .digest = bytes{"2bb1"_hex}}, dns_type::ds, vector_of("ec4505012bb1"_hex),
     "|  keytag    = 60485\n   |  algorithm = RSA/SHA-1\n   |  digesttype= SHA-1\n   |  digest    = '+\\xb1'\n"},
    // Scapy 2.5.0: DNSRRDNSKEY(publickey=b"\1\2\3")
    {"dnskey", dns_dnskey{.publickey = bytes{"010203"_hex}}, dns_type::dnskey, vector_of("01000305010203"_hex),
     "|  flags     = Z\n   |  protocol  = 3\n   |  algorithm = RSA/SHA-1\n   |  publickey = '\\x01\\x02\\x03'\n"},
    // Scapy 2.5.0: DNSRRRSIG(typecovered=1, labels=3, originalttl=86400, expiration=1048343400, inception=1045751400,
    //              keytag=2642, signersname="example.com.", signature=b"\1\2"), which is RFC 4034 section 3.3
    {"rrsig",
     dns_rrsig{.labels = 3, .originalttl = 86400, .expiration = 1048343400, .inception = 1045751400, .keytag = 2642,
               .signersname = "example.com", .signature = bytes{"0102"_hex}},
     dns_type::rrsig, vector_of("00010503 00015180 3e7c7368 3e54e668 0a52 076578616d706c6503636f6d00 0102"_hex),
     "|  expiration= Sat, 22 Mar 2003 14:30:00 +0000 (1048343400)\n"},
    // RFC 4034 section 4.3
    {"nsec",
     dns_nsec{.nextname = "host.example.com",
              .typebitmaps = {dns_type::a, dns_type::mx, dns_type::rrsig, dns_type::nsec, dns_type{1234}}},
     dns_type::nsec,
     vector_of("04686f7374076578616d706c6503636f6d00 000640010000000304 1b000000000000000000000000000000000000000000000000000020"_hex),
     ""},
    // RFC 8659 section 4.1.1: issue "ca1.example.net"
    {"caa", dns_caa{.value = "ca1.example.net"}, dns_type::caa, vector_of("0005 6973737565 6361312e6578616d706c652e6e6574"_hex),
     "|  flags     = 0\n   |  taglen    = 5\n   |  tag       = 'issue'\n   |  value     = 'ca1.example.net'\n"},
    // RFC 9460 appendix D.2, figures 3 and 4: 16 foo.example.com port=53
    {"svcb", dns_svcb{.svc_priority = 16, .target_name = "foo.example.com", .svc_params = {svc::port(53)}}, dns_type::svcb,
     vector_of("0010 03666f6f076578616d706c6503636f6d00 0003 0002 0035"_hex),
     "|  svc_priority= 16\n   |  target_name= 'foo.example.com.'\n   |  \\svc_params\\\n   |   |###[ SvcParam ]###\n   |   |  key       = port\n"},
    {"https", dns_https{.svc_params = {svc::alpn({"h2", "h3"}), svc::ipv4hint({"192.0.2.1"})}}, dns_type::https,
     vector_of("0001 00 0001 0006 026832 026833 0004 0004 c0000201"_hex), "|  value     = ['h2', 'h3']\n"},
};

class DnsData : public testing::TestWithParam<data_case> {
 protected:
  static dns message(const dns_rdata& data) { return {.qr = 1, .qd = {}, .an = {{.rrname = "example.com", .rdata = data}}}; }
};

TEST_P(DnsData, IsTheSameOctetsBothWays) {
  const data_case& c = GetParam();
  EXPECT_EQ(c.made.implied(), c.type);
  const std::vector<std::uint8_t> wire(c.made.data(), c.made.data() + c.made.size());
  EXPECT_EQ(wire, c.wire);
  const packet p{udp{} / message(c.made)};
  const dns read = p.get<dns>();
  EXPECT_EQ(read.an[0].rdata, c.made);
  const auto in_place = p.view<dns>();
  for (auto record : in_place->an()) EXPECT_EQ((std::vector<std::uint8_t>(record.rdata().begin(), record.rdata().end())), wire);
}
TEST_P(DnsData, ShowsAsScapyDoes) {
  const auto text = show_text(message(GetParam().made));
  EXPECT_NE(text.find(GetParam().shown), std::string::npos) << text;
}
// Cut anywhere it shows all the same, as what it is or as octets.
TEST_P(DnsData, KeepsItsOctetsWhereItIsNotWhatItsTypeSays) {
  const data_case& c = GetParam();
  for (std::size_t n = 0; n != c.made.size(); ++n) {
    const bytes some{c.made.data(), n};
    const packet p{udp{} / dns{.qr = 1, .qd = {}, .an = {{.rrname = "example.com", .type = c.type, .rdata = some}}}};
    EXPECT_EQ(p.get<dns>().an[0].rdata.size(), n);
    EXPECT_FALSE(show_text(p).empty());
  }
}
INSTANTIATE_TEST_SUITE_P(Table, DnsData, testing::ValuesIn(cases), [](const auto& c) { return std::string{c.param.name}; });

TEST(DnsRdata, ReadsAsWhatItIs) {
  EXPECT_EQ(cases[0].made.as<dns_ds>()->keytag, 60485);
  EXPECT_EQ(cases[2].made.as<dns_rrsig>()->signersname, domain_name{"example.com"});
  EXPECT_EQ(cases[2].made.as<dns_rrsig>()->signature.size(), 2u);
  EXPECT_TRUE(cases[3].made.as<dns_nsec>()->typebitmaps.has(dns_type{1234}));
  EXPECT_FALSE(cases[3].made.as<dns_nsec>()->typebitmaps.has(dns_type::aaaa));
  EXPECT_EQ(cases[4].made.as<dns_caa>()->tag, octets{"issue"});
  EXPECT_EQ(cases[5].made.as<dns_svcb>()->svc_params.find(svc_param_key::port)->integer<2>(), 53u);
  EXPECT_FALSE((dns_rdata{bytes{"0009 6973"_hex}}.as<dns_caa>()));  // a tag longer than the data
  EXPECT_FALSE((dns_rdata{bytes{"ec45"_hex}}.as<dns_ds>()));
}

// RFC 6762 section 18.14: a name in an NSEC record of multicast DNS may be compressed.
TEST(DnsNsec, MayPointToANameOfItsMessage) {
  const auto wire = "0000 8400 0000 0001 0000 0000 02706300 002f 0001 00000078 0005 c00c 00 01 40"_hex;
  const auto p = dissect<dns>(wire);
  ASSERT_TRUE(p);
  const dns read = p->get<dns>();
  const auto nsec = read.an[0].rdata.as<dns_nsec>();
  ASSERT_TRUE(nsec);
  EXPECT_EQ(nsec->nextname, domain_name{"pc"});
  EXPECT_TRUE(nsec->typebitmaps.has(dns_type::a));
  for (auto record : p->view<dns>().an()) {
    EXPECT_EQ(record.rdata().size(), 5u);  // as it stands there
    EXPECT_EQ(record.as<dns_nsec>()->nextname, domain_name{"pc"});
  }
}

// --- LLMNR ------------------------------------------------------------------------------------

// Scapy 2.5.0: IP(src=A, dst=B) / UDP(sport=1000) / LLMNRQuery(qd=DNSQR(qname="pc"))
TEST(Llmnr, IsDnsByAnotherPort) {
  const auto wire = "45000030000100004011f6b8c0000201c0000202 03e814eb001cfd6b 000000000001000000000000 0270630000010001"_hex;
  const packet query{wire, {.link = link_type::ipv4}};
  EXPECT_EQ(query.get<dns>().qd[0].qname, domain_name{"pc"});
  EXPECT_EQ(summary_text(query), "IP / UDP / LLMNRQuery who has 'pc.'");
  const packet reply{ip{.src = "192.0.2.2", .dst = "192.0.2.1"} / udp{.sport = 5355, .dport = 1000} /
                     dns{.qr = 1, .qd = {{.qname = "pc"}}, .an = {{.rrname = "pc", .rdata = ipv4_address{"192.0.2.2"}}}}};
  EXPECT_EQ(summary_text(reply), "IP / UDP / LLMNRResponse 'pc.' is at 192.0.2.2");
  EXPECT_TRUE(answers(reply, query));
}

}  // namespace dns_later_data_test
}  // namespace packetry
