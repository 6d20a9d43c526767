// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/dns.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace dns_test {

using test::operator""_hex;
using octet_vector = std::vector<std::uint8_t>;

template <std::size_t N>
octet_vector vector_of(const std::array<std::uint8_t, N>& a) {
  return {a.begin(), a.end()};
}

packet message(const octet_vector& wire) { return packet::starting_with<dns>(wire); }

/// A decoded message with what is computed left empty, as it was written down.
dns plain(dns m) {
  m.length.reset(), m.qdcount.reset(), m.ancount.reset(), m.nscount.reset(), m.arcount.reset();
  return m;
}

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<dns> && std::is_aggregate_v<dns_question> && std::is_aggregate_v<dns_record>);
static_assert(layer<dns>);
static_assert(detail::binds<udp, dns> && detail::binds<tcp, dns> && !detail::binds<ip, dns>);
static_assert(dns::ids[0] == number{udp_port{53}}, "the port that is sent");
static_assert(detail::shape<dns>.fixed_size == 12 && detail::shape<dns>.prefix_octets == 2);
static_assert(std::is_trivially_destructible_v<dns_question>, "GCC 12: without it no query is a constant");
static_assert(wire_size(dns{}) == 33 && wire_size(dns{.qd = {}}) == 12);
static_assert(dns{} == dns{.rd = 1, .qd = {{.qname = "www.example.com.", .qtype = dns_type::a, .qclass = dns_class::in}}, .compress = true});

// A query is a constant expression, and is read again in one.
// vectors_dev.jsonl dns-001
constexpr auto query_octets =
    "4500003d0001000040118e78c0000201c6336402 9c40003500291a5f"
    "123401000001000000000000 03777777076578616d706c6503636f6d00 00010001"_hex;
constexpr auto query = ip{.src = "192.0.2.1", .dst = "198.51.100.2"} / udp{.sport = 40000} / dns{.id = 0x1234, .qd = {{.qname = "www.example.com"}}};
static_assert(to_array<query>() == query_octets);
static_assert([] {
  const auto octets_of_query = to_array<query>();
  auto v = dissect(octets_of_query, link_type::ipv4);
  auto m = v.view<dns>();
  if (v.count() != 3 || v.fault() || m->get<&dns::id>() != 0x1234 || m->qd().size() != 1 || !m->an().empty()) return false;
  for (const auto& q : m->qd())
    if (!(q.qname() == domain_name{"www.example.com"}) || q.qtype() != dns_type::a || q.qclass() != dns_class::in) return false;
  return v.get<dns>().qd == query.get<dns>().qd;
}());

// So is a response, within one.
static_assert([] {
  auto m = dns{.qr = 1, .an = {{.rrname = "www.example.com", .type = dns_type::cname, .rdata = domain_name{"web.example.com"}}}};
  std::uint8_t out[64]{};
  const std::size_t size = serialize_to(m, out).value();
  auto again = dissect<dns>(bytes{out, size})->get<dns>();
  return size == 51 && again.an.size() == 1 && *again.an[0].rdata.name() == domain_name{"web.example.com"};
}());

// --- messages, both directions ----------------------------------------------------------------

struct vector_case {
  std::string_view name;  ///< its id in vectors_dev.jsonl, or its name in scapy.md appendix A
  dns value;
  octet_vector wire;
};

std::ostream& operator<<(std::ostream& out, const vector_case& c) { return out << c.name; }

std::vector<vector_case> vectors() {
  const auto record = [](const char* name, auto data) { return dns_record{.rrname = name, .rdata = data}; };
  return {
      {"dns_003", {.id = 0x1234, .qd = {{.qtype = dns_type::ns}}},
       vector_of("12340100000100000000000003777777076578616d706c6503636f6d0000020001"_hex)},
      {"dns_015", {.id = 1, .qd = {{.qname = "."}}}, vector_of("0001010000010000000000000000010001"_hex)},
      {"dns_018", {.id = 2, .qd = {{.qname = "a.example.com"}, {.qname = "b.example.com", .qtype = dns_type::aaaa}}},
       vector_of("0002010000020000000000000161076578616d706c6503636f6d00000100010162076578616d706c6503636f6d00001c0001"_hex)},
      {"dns_019", {.id = 65535, .qr = 1, .opcode = dns_opcode{15}, .aa = 1, .tc = 1, .rd = 1, .ra = 1, .z = 1, .ad = 1, .cd = 1,
                   .rcode = dns_rcode{15}, .qd = {}},
       vector_of("ffffffff0000000000000000"_hex)},
      {"dns_020", {.id = 3, .qr = 1, .rcode = dns_rcode::name_error, .qd = {{.qname = "nx.example.com"}}},
       vector_of("000381030001000000000000026e78076578616d706c6503636f6d0000010001"_hex)},
      {"dns_022", {.id = 9, .qd = {{.qname = std::string(63, 'x') + ".example.com"}}},
       vector_of("0009010000010000000000003f787878787878787878787878787878787878787878787878787878787878787878787878787878787878787878"
                 "787878787878787878787878787878787878076578616d706c6503636f6d0000010001"_hex)},
      {"dns_023", {.id = 9, .qd = {{.qname = "under_score.ex-ample.com", .qclass = dns_class::ch}}},
       vector_of("0009010000010000000000000b756e6465725f73636f72650865782d616d706c6503636f6d0000010003"_hex)},
      {"dns_025", {.id = 0x1234, .qr = 1, .ra = 1, .an = {{.rrname = "www.example.com", .ttl = 300, .rdata = ipv4_address{"93.184.216.34"}}}},
       vector_of("12348180000100010000000003777777076578616d706c6503636f6d0000010001"
                 "03777777076578616d706c6503636f6d00000100010000012c00045db8d822"_hex)},
      {"dns_027", {.id = 5, .qr = 1,
                   .an = {{.rrname = "www.example.com", .type = dns_type::cname, .ttl = 60, .rdata = domain_name{"web.example.net"}},
                          {.rrname = "web.example.net", .ttl = 10, .rdata = ipv4_address{"192.0.2.9"}}}},
       vector_of("00058100000100020000000003777777076578616d706c6503636f6d000001000103777777076578616d706c6503636f6d0000050001"
                 "0000003c001103776562076578616d706c65036e65740003776562076578616d706c65036e657400000100010000000a0004c0000209"_hex)},
      {"dns_028", {.id = 6, .qr = 1, .aa = 1, .qd = {{.qname = "example.com", .qtype = dns_type::ns}},
                   .an = {{.rrname = "example.com", .type = dns_type::ns, .ttl = 1, .rdata = domain_name{"ns1.example.com"}},
                          {.rrname = "example.com", .type = dns_type::ns, .ttl = 1, .rdata = domain_name{"ns2.example.com"}}},
                   .ar = {record("ns1.example.com", ipv4_address{"192.0.2.53"})}},
       vector_of("000685000001000200000001076578616d706c6503636f6d0000020001076578616d706c6503636f6d0000020001000000010011"
                 "036e7331076578616d706c6503636f6d00076578616d706c6503636f6d0000020001000000010011036e7332076578616d706c65"
                 "03636f6d00036e7331076578616d706c6503636f6d0000010001000000000004c0000235"_hex)},
      {"dns_029", {.id = 7, .qr = 1, .qd = {{.qname = "example.com", .qtype = dns_type::mx}},
                   .an = {record("example.com", dns_mx{10, "mail.example.com"}), record("example.com", dns_mx{20, "."})}},
       vector_of("000781000001000200000000076578616d706c6503636f6d00000f0001076578616d706c6503636f6d00000f000100000000001400"
                 "0a046d61696c076578616d706c6503636f6d00076578616d706c6503636f6d00000f0001000000000003001400"_hex)},
      {"dns_030", {.id = 8, .qr = 1, .qd = {{.qname = "example.com", .qtype = dns_type::txt}},
                   .an = {{.rrname = "example.com", .ttl = 5, .rdata = dns_txt{"v=spf1 -all", "second"}}}},
       vector_of("000881000001000100000000076578616d706c6503636f6d0000100001076578616d706c6503636f6d0000100001000000050013"
                 "0b763d73706631202d616c6c067365636f6e64"_hex)},
      {"dns_032", {.id = 9, .qr = 1, .qd = {{.qname = "example.com", .qtype = dns_type::soa}},
                   .an = {{.rrname = "example.com", .ttl = 3600,
                           .rdata = dns_soa{.mname = "ns1.example.com", .rname = "hostmaster.example.com", .serial = 2024010101,
                                            .refresh = 7200, .retry = 3600, .expire = 1209600, .minimum = 300}}}},
       vector_of("000981000001000100000000076578616d706c6503636f6d0000060001076578616d706c6503636f6d000006000100000e10003d"
                 "036e7331076578616d706c6503636f6d000a686f73746d6173746572076578616d706c6503636f6d0078a3f17500001c20"
                 "00000e10001275000000012c"_hex)},
      {"dns_034", {.id = 11, .qr = 1, .qd = {{.qname = reverse_name(ipv4_address{"1.2.3.4"}), .qtype = dns_type::ptr}},
                   .an = {{.rrname = reverse_name(ipv4_address{"1.2.3.4"}), .type = dns_type::ptr, .rdata = domain_name{"host.example.com"}}}},
       vector_of("000b81000001000100000000013401330132013107696e2d61646472046172706100000c0001013401330132013107696e2d6164"
                 "6472046172706100000c000100000000001204686f7374076578616d706c6503636f6d00"_hex)},
      {"dns_036", {.id = 12, .qd = {{.qname = "example.com"}},
                   .ar = {dns_opt{.udp_size = 1232, .dnssec_ok = true, .options = {{10, "12345678"}}}}},
       vector_of("000c01000001000000000001076578616d706c6503636f6d000001000100002904d000008000000c000a00083132333435363738"_hex)},
      {"dns_037", {.id = 13, .qr = 1, .qd = {{.qname = "example.com", .qtype = dns_type::all}},
                   .an = {{.rrname = "example.com", .type = dns_type::spf, .rdata = "0102"_hex},
                          {.rrname = "example.com", .type = dns_type{65280}}}},
       vector_of("000d81000001000200000000076578616d706c6503636f6d0000ff0001076578616d706c6503636f6d000063000100000000000201"
                 "02076578616d706c6503636f6d00ff000001000000000000"_hex)},
      {"dns_038", {.qr = 1, .aa = 1, .qd = {}, .an = {{.rrname = "host.local", .cacheflush = 1, .ttl = 120, .rdata = ipv4_address{"10.0.0.1"}}}},
       vector_of("00008500000000010000000004686f7374056c6f63616c00000180010000007800040a000001"_hex)},
      {"dns_039", {.rd = 0, .qd = {{.qname = "_services._dns-sd._udp.local", .qtype = dns_type::ptr}}},
       vector_of("000000000001000000000000095f7365727669636573075f646e732d7364045f756470056c6f63616c00000c0001"_hex)},
      {"dns_047", {.id = 20, .qr = 1, .qd = {{.qname = "h.example"}},
                   .an = {{.rrname = "h.example", .ttl = 0x7fffffff, .rdata = ipv4_address{"1.2.3.4"}}}},
       vector_of("0014810000010001000000000168076578616d706c6500000100010168076578616d706c6500000100017fffffff000401020304"_hex)},
      {"PTR_query", {.id = 7, .qd = {{.qname = reverse_name(ipv4_address{"192.0.2.53"}), .qtype = dns_type::ptr}}},
       vector_of("000701000001000000000000023533013201300331393207696e2d61646472046172706100000c0001"_hex)},
      {"EDNS0", {.id = 7, .qd = {{.qname = "a"}}, .ar = {dns_opt{.dnssec_ok = true}}},
       vector_of("000701000001000000000001016100000100010000291000000080000000"_hex)},
      {"MX_answer", {.id = 7, .qr = 1, .qd = {{.qname = "a", .qtype = dns_type::mx}}, .an = {record("a", dns_mx{5, "m.a"})}},
       vector_of("000781000001000100000000016100000f0001016100000f00010000000000070005016d016100"_hex)},
      {"TXT_answer", {.id = 7, .qr = 1, .qd = {{.qname = "a", .qtype = dns_type::txt}}, .an = {record("a", dns_txt{"x", "yz"})}},
       vector_of("0007810000010001000000000161000010000101610000100001000000000005017802797a"_hex)},
      // Not Scapy's: the types that it has no class of its own for.
      {"AAAA_and_SRV", {.id = 1, .qr = 1, .qd = {},
                        .an = {record("a", ipv6_address{"2001:db8::1"}), record("b", dns_srv{1, 2, 80, "c"})}},
       vector_of("000181000000000200000000 016100001c0001000000000010 20010db8000000000000000000000001"
                 "0162000021000100000000000900010002005001 6300"_hex)},
  };
}

class DnsVector : public testing::TestWithParam<vector_case> {};

TEST_P(DnsVector, SerializesUncompressed) {
  dns value = GetParam().value;
  value.compress = false;
  EXPECT_EQ(to_bytes(value), GetParam().wire);
}

TEST_P(DnsVector, Dissects) {
  const packet p = message(GetParam().wire);
  EXPECT_EQ(p.view().count(), 1u);
  EXPECT_FALSE(p.fault());
  dns expected = GetParam().value;
  for (small_list<dns_record, 0>* list : {&expected.an, &expected.ns, &expected.ar})
    for (dns_record& r : *list) r.type = r.type.has_value() ? r.type.value() : r.rdata.implied();
  EXPECT_EQ(plain(p.get<dns>()), expected);
}

TEST_P(DnsVector, ReadsTheSameFromItsCompressedForm) {
  const octet_vector compressed = to_bytes(GetParam().value);
  EXPECT_LE(compressed.size(), GetParam().wire.size());
  const packet p = message(compressed);
  EXPECT_EQ(p.view().count(), 1u);
  EXPECT_FALSE(p.fault());
  dns again = p.get<dns>();
  EXPECT_EQ(again, message(GetParam().wire).get<dns>());
  again.compress = false;
  EXPECT_EQ(to_bytes(plain(again)), GetParam().wire);
}

TEST_P(DnsVector, KeepsWhatIsWholeOfEveryTruncation) {
  const octet_vector& wire = GetParam().wire;
  const dns whole = message(wire).get<dns>();
  for (std::size_t n = 0; n != wire.size(); ++n) {
    const octet_vector cut(wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(n));
    const packet p = message(cut);
    if (n < 12) {
      EXPECT_FALSE(p.has<dns>());
      EXPECT_EQ(p.fault(), n == 0 ? std::nullopt : std::optional(packet_error{fault::truncated, "DNS", 0, 12, n}));
      continue;
    }
    const dns part = p.get<dns>();
    const auto begins = [](const auto& list, const auto& all) {
      if (list.size() > all.size()) return false;
      for (std::size_t i = 0; i != list.size(); ++i)
        if (!(list[i] == all[i])) return false;
      return true;
    };
    EXPECT_TRUE(begins(part.qd, whole.qd) && begins(part.an, whole.an) && begins(part.ar, whole.ar)) << n;
    EXPECT_LT(part.qd.size() + part.an.size() + part.ar.size(), whole.qd.size() + whole.an.size() + whole.ar.size()) << n;
    EXPECT_EQ(p.fault()->what, fault::truncated) << n;
    // What is whole, and the rest as it is: nothing is lost.
    const auto octets_of_dns = p.layers()[0].octets();
    EXPECT_EQ(octets_of_dns.size() + p.payload().size(), n);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, DnsVector, testing::ValuesIn(vectors()), [](const auto& c) { return std::string{c.param.name}; });

TEST(Dns, CountsThatWereSetAreSentAndKept) {
  // vectors_dev.jsonl dns-046
  const auto wire = vector_of("001301000005000000000000017801790000010001"_hex);
  EXPECT_EQ(to_bytes(dns{.id = 19, .qdcount = 5, .qd = {{.qname = "x.y"}}}), wire);
  const packet p = message(wire);
  EXPECT_EQ(p.get<dns>().qdcount, 5);
  EXPECT_EQ(p.get<dns>().qd.size(), 1u);
  EXPECT_EQ(p.fault()->what, fault::truncated);
}

// --- compression --------------------------------------------------------------------------------

TEST(DnsCompression, IsScapysOctetForOctet) {
  // vectors_dev.jsonl dns-042, dns-044: dns_compress(...)
  EXPECT_EQ(to_bytes(dns{.id = 15, .qr = 1,
                         .an = {{.rrname = "www.example.com", .type = dns_type::cname, .rdata = domain_name{"web.example.com"}},
                                {.rrname = "web.example.com", .rdata = ipv4_address{"192.0.2.1"}}}}),
            vector_of("000f8100000100020000000003777777076578616d706c6503636f6d0000010001c00c0005000100000000000603776562c010"
                      "c02d00010001000000000004c0000201"_hex));
  EXPECT_EQ(to_bytes(dns{.id = 17, .qr = 1, .qd = {{.qname = "a.b.c.d.e"}},
                         .an = {{.rrname = "z.b.c.d.e", .rdata = ipv4_address{"1.1.1.1"}},
                                {.rrname = "c.d.e", .rdata = ipv4_address{"2.2.2.2"}},
                                {.rrname = "e", .rdata = ipv4_address{"3.3.3.3"}}}}),
            vector_of("001181000001000300000000016101620163016401650000010001017ac00e0001000100000000000401010101"
                      "c0100001000100000000000402020202c0140001000100000000000403030303"_hex));
}

TEST(DnsCompression, ReachesIntoTheDataOfTheFirstRfcsTypesOnly) {  // RFC 3597 section 4
  const auto size = [](dns_record r) {
    return wire_size(dns{.qd = {{.qname = "example.com"}}, .an = {r}}) - wire_size(dns{.qd = {{.qname = "example.com"}}}) - 12;
  };
  const domain_name name{"a.example.com"};  // 15 octets; 4 as a label and a pointer
  for (const dns_type t : {dns_type::ns, dns_type::cname, dns_type::ptr}) EXPECT_EQ(size({.rrname = "example.com", .type = t, .rdata = name}), 4u);
  EXPECT_EQ(size({.rrname = "example.com", .rdata = dns_mx{1, name}}), 6u);
  EXPECT_EQ(size({.rrname = "example.com", .rdata = dns_soa{.mname = name, .rname = name}}), 4u + 2 + 20);
  EXPECT_EQ(size({.rrname = "example.com", .rdata = dns_srv{1, 2, 3, name}}), 21u);
  EXPECT_EQ(size({.rrname = "example.com", .type = dns_type::dname, .rdata = name}), 15u);
  EXPECT_EQ(size({.rrname = "example.com", .rdata = name.wire()}), 15u) << "octets of no known type";
}

TEST(DnsCompression, IsThereForEveryListAndCanBeLeftOut) {
  const dns_record ns{.rrname = "www.example.com", .type = dns_type::ns, .rdata = domain_name{"ns.example.com"}};
  for (const dns& m : {dns{.qd = {{.qname = "a.b"}, {.qname = "a.b"}}}, dns{.qd = {}, .an = {ns}}, dns{.qd = {}, .ns = {ns}}, dns{.qd = {}, .ar = {ns}}}) {
    dns written_out = m;
    written_out.compress = false;
    EXPECT_LT(wire_size(m), wire_size(written_out));
    EXPECT_EQ(to_bytes(m).size(), wire_size(m));
  }
}

TEST(DnsCompression, KeepsCaseAndEscapes) {
  const dns m{.qd = {{.qname = R"(a\.b.Example.com)"}}, .an = {{.rrname = R"(b.Example.com)"}, {.rrname = "example.com"}, {.rrname = R"(a\.b.Example.com)"}}};
  const dns again = message(to_bytes(m)).get<dns>();
  for (std::size_t i = 0; i != 3; ++i) EXPECT_TRUE(again.an[i].rrname.is_exactly(m.an[i].rrname)) << i;
}

TEST(DnsCompression, LabelsAreTheSameOnlyInFrontOfTheSameName) {
  dns m{.qd = {}};
  for (int i = 0; i != 300; ++i) m.an.push_back({.rrname = "same.d" + std::to_string(i) + ".com"});
  for (int i = 0; i != 300; ++i) m.an.push_back({.rrname = "www.same.d" + std::to_string(i) + ".com"});
  const dns again = message(to_bytes(m)).get<dns>();
  ASSERT_EQ(again.an.size(), 600u);
  for (std::size_t i = 0; i != 600; ++i) EXPECT_TRUE(again.an[i].rrname.is_exactly(m.an[i].rrname)) << i;
}

TEST(DnsCompression, DataThatIsNotWhatItsTypeSaysIsSentAsItIs) {
  const auto wire = "03777777 c00c ff"_hex;
  for (const dns_type t : {dns_type::ns, dns_type::mx, dns_type::soa}) {
    const octet_vector out = to_bytes(dns{.qd = {}, .an = {{.rrname = ".", .type = t, .rdata = wire}, {.rrname = "www"}}});
    EXPECT_EQ(octet_vector(out.begin() + 23, out.begin() + 30), vector_of(wire));
  }
}

TEST(DnsCompression, PointsToTheFirst16384OctetsOnly) {  // and finds every name that is there
  dns m{.qd = {}};
  for (int i = 0; i != 1500; ++i) m.an.push_back({.rrname = "host" + std::to_string(i) + ".example.com", .rdata = ipv4_address{"1.2.3.4"}});
  for (int i = 0; i != 1500; ++i) m.ar.push_back({.rrname = "host" + std::to_string(i) + ".example.com", .rdata = ipv4_address{"5.6.7.8"}});
  const octet_vector wire = to_bytes(m);
  const dns again = message(wire).get<dns>();
  ASSERT_EQ(again.an.size(), 1500u);
  ASSERT_EQ(again.ar.size(), 1500u);
  for (std::size_t i = 0; i != 1500; ++i) EXPECT_EQ(again.ar[i].rrname, again.an[i].rrname);
  std::size_t pointers = 0;
  const packet p = message(wire);
  const auto records_of_ar = p.view().view<dns>()->ar();
  for (const auto& r : records_of_ar) pointers += r.begin()[0] >= 0xc0;
  EXPECT_GT(pointers, 500u);
  EXPECT_LT(wire.size(), 1500u * 2 * 28);
}

TEST(Dns, OverTcpNamesCountFromBehindTheLength) {
  // scapy.md appendix A, TCP/DNS: TCP(dport=53) / DNS(id=7, qd=DNSQR(qname="a"))
  const auto wire = vector_of("0035003500000000000000005002200000000000 0013 00070100000100000000000001610000010001"_hex);
  EXPECT_EQ(to_bytes(tcp{.dport = 53} / dns{.id = 7, .qd = {{.qname = "a"}}}), wire);

  const auto answer = tcp{.sport = 53, .dport = 40000} / dns{.qr = 1, .qd = {{.qname = "a.b"}}, .an = {{.rrname = "a.b", .rdata = dns_mx{1, "c.b"}}}};
  const octet_vector out = to_bytes(answer);
  EXPECT_EQ(octet_vector(out.begin() + 20 + 2 + 12 + 9, out.end()), vector_of("c00c 000f0001 00000000 0006 0001 0163c00e"_hex));
  const packet p{answer};
  EXPECT_EQ(p.get<dns>().length, out.size() - 22);
  EXPECT_EQ(p.get<dns>().an[0].rdata.as<dns_mx>(), (dns_mx{1, "c.b"}));
  EXPECT_EQ(plain(p.get<dns>()).qd, answer.get<dns>().qd);
}

TEST(Dns, OverTcpNothingBehindTheMessageIsPartOfIt) {
  // A question whose label of 5 octets would end in the next message of the segment.
  const auto with_length = [](std::uint8_t length) {
    octet_vector wire = vector_of("0035 9c40 00000000 00000000 50000000 00000000"
                                  "00ff 000100000001000000000000 056162 63646500 00010001"_hex);
    wire[21] = length;
    return packet::starting_with<tcp>(wire);
  };
  EXPECT_EQ(with_length(23).get<dns>().qd.size(), 1u);
  EXPECT_EQ(with_length(23).payload().size(), 0u);
  EXPECT_EQ(with_length(15).get<dns>().qd.size(), 0u);
  EXPECT_EQ(with_length(15).payload().size(), 11u) << "the rest of the message and of the segment";
  EXPECT_FALSE(with_length(24).has<dns>()) << "more than is there";
  EXPECT_FALSE(with_length(11).has<dns>()) << "less than a header";
  EXPECT_TRUE(with_length(12).has<dns>());

  // Data whose name points to octet 1, a label of 20 octets; then one of two, the message's last, and one behind it.
  const auto wire_of_data = vector_of("0035 9c40 00000000 00000000 50000000 00000000"
                                      "0019 0014 000000000001 00000000 00 0002 0001 00000000 0002 c001"
                                      "016100"_hex);
  const packet data = packet::starting_with<tcp>(wire_of_data);
  ASSERT_EQ(data.get<dns>().an.size(), 1u);
  EXPECT_EQ(data.get<dns>().an[0].rdata, dns_rdata{"c001"_hex});
  const auto answers_of_data = data.view().view<dns>()->an();
  EXPECT_FALSE(answers_of_data.begin()->name());

  // A record whose name does.
  octet_vector wire = vector_of("0035 9c40 00000000 00000000 50000000 00000000"
                                "0012 000f 000000010000 00000000 c001 00010001"
                                "6100"_hex);
  const packet p = packet::starting_with<tcp>(wire);
  EXPECT_EQ(p.get<dns>().qd.size(), 0u);
  EXPECT_EQ(p.view().view<dns>()->qd().size(), 0u);
  wire[21] = 0x14;
  EXPECT_EQ(packet::starting_with<tcp>(wire).get<dns>().qd.size(), 1u);
}

// --- malformed messages: SCHEMA 6.6 --------------------------------------------------------------

struct malformed_case {
  std::string_view name;
  octet_vector wire;       ///< behind the header, which counts one question and two answers
  std::size_t questions, answers, raw;
  fault what;
};

std::ostream& operator<<(std::ostream& out, const malformed_case& c) { return out << c.name; }

class DnsMalformed : public testing::TestWithParam<malformed_case> {};

std::vector<malformed_case> malformed_messages() {
  return {
      {"whole",                 vector_of("0161000001000101620000010001000000000004010203040163000001000100000000000405060708"_hex), 1, 2, 0, fault::none},
      {"octets_behind",         vector_of("0161000001000101620000010001000000000004010203040163000001000100000000000405060708 beef"_hex), 1, 2, 2, fault::none},
      {"question_type_01",      vector_of("4161000001000101620000010001000000000004010203040163000001000100000000000405060708"_hex), 0, 0, 41, fault::bad_value},
      {"question_type_10",      vector_of("8161000001000101620000010001000000000004010203040163000001000100000000000405060708"_hex), 0, 0, 41, fault::bad_value},
      {"question_forward",      vector_of("c00e00010001"_hex), 0, 0, 6, fault::bad_value},
      {"question_to_itself",    vector_of("c00c00010001"_hex), 0, 0, 6, fault::bad_value},
      {"question_cut",          vector_of("016100000100"_hex), 0, 0, 6, fault::truncated},
      {"answer_name_cut",       vector_of("01610000010001 0162"_hex), 1, 0, 2, fault::truncated},
      {"answer_fixed_cut",      vector_of("01610000010001 016200000100010000000000"_hex), 1, 0, 12, fault::truncated},
      {"answer_data_cut",       vector_of("01610000010001 016200000100010000000000 04010203"_hex), 1, 0, 16, fault::truncated},
      {"answer_loop",           vector_of("01610000010001 c01300010001000000000000"_hex), 1, 0, 12, fault::bad_value},
      {"second_answer_forward", vector_of("01610000010001 0162000001000100000000000401020304 c02400010001000000000000"_hex), 1, 1, 12, fault::bad_value},
      {"pointer_half",          vector_of("01610000010001 c0"_hex), 1, 0, 1, fault::truncated},
  };
}

TEST_P(DnsMalformed, ListsKeepWhatWasDecodedAndTheRestIsRaw) {
  const auto& c = GetParam();
  octet_vector wire = vector_of("000781000001000200000000"_hex);
  wire.insert(wire.end(), c.wire.begin(), c.wire.end());
  const packet p = message(wire);
  const dns m = p.get<dns>();
  EXPECT_EQ(m.qd.size(), c.questions);
  EXPECT_EQ(m.an.size(), c.answers);
  EXPECT_EQ(m.qdcount, 1);
  EXPECT_EQ(m.ancount, 2);
  EXPECT_EQ(p.payload().size(), c.raw);
  EXPECT_EQ(p.fault() ? p.fault()->what : fault::none, c.what);
  const auto view = *p.view().view<dns>();
  EXPECT_EQ(view.qd().size(), c.questions);
  EXPECT_EQ(view.an().size(), c.answers);
  EXPECT_TRUE(view.ns().empty() && view.ar().empty());
}

INSTANTIATE_TEST_SUITE_P(Table, DnsMalformed, testing::ValuesIn(malformed_messages()), [](const auto& c) { return std::string{c.param.name}; });

TEST(Dns, ANameMayPointIntoTheHeader) {  // the id is 01 'a', the flags' first octet the final 0
  const packet p = message(vector_of("0161000000010000 00000000 c000 0001 0001"_hex));
  ASSERT_EQ(p.get<dns>().qd.size(), 1u);
  EXPECT_EQ(p.get<dns>().qd[0].qname, "a");
}

TEST(Dns, ANameMayRunBeyondItsRecord) {
  // It points to octet 1, a label of 13 octets; then one of one octet, and one that ends in what follows the record.
  const packet p = message(vector_of("000d000000010000 00000000 c001 0001 0001 6100"_hex));
  EXPECT_EQ(p.payload().size(), 2u);
  ASSERT_EQ(p.get<dns>().qd.size(), 1u);
  EXPECT_EQ(p.get<dns>().qd[0].qname.size(), 14u + 2 + 2 + 1);
  EXPECT_EQ(p.view().view<dns>()->qd().size(), 1u);
}

TEST(Dns, DataThatDoesNotParseToTheOctetIsKept) {
  // SCHEMA 6.6: each differs from data of its type in one octet, more or less.
  const auto data = [](dns_type t, octet_vector rdata) {
    octet_vector wire = vector_of("000781000000000100000000 00 00ff 0001 00000000 00ff"_hex);
    wire[14] = static_cast<std::uint8_t>(t), wire[22] = static_cast<std::uint8_t>(rdata.size());
    wire.insert(wire.end(), rdata.begin(), rdata.end());
    const packet p = message(wire);
    EXPECT_EQ(p.view().count(), 1u);
    const dns_record r = p.get<dns>().an[0];
    EXPECT_EQ(octet_vector(r.rdata.data(), r.rdata.data() + r.rdata.size()), rdata);
    EXPECT_FALSE(r.rdlen.has_value());
    return r.rdata;
  };
  EXPECT_TRUE(data(dns_type::a, vector_of("01020304"_hex)).address());
  EXPECT_FALSE(data(dns_type::a, vector_of("010203"_hex)).address());
  EXPECT_FALSE(data(dns_type::a, vector_of("0102030405"_hex)).address());
  EXPECT_FALSE(data(dns_type::aaaa, octet_vector(15)).as<ipv6_address>());
  EXPECT_TRUE(data(dns_type::aaaa, octet_vector(16)).as<ipv6_address>());
  EXPECT_TRUE(data(dns_type::ns, vector_of("016100"_hex)).name());
  EXPECT_FALSE(data(dns_type::ns, vector_of("01610000"_hex)).name());
  EXPECT_FALSE(data(dns_type::ns, vector_of("0161"_hex)).name());
  EXPECT_FALSE(data(dns_type::ns, vector_of("c0ff"_hex)).name());
  EXPECT_FALSE(data(dns_type::ns, {}).name());
  EXPECT_TRUE(data(dns_type::mx, vector_of("000100"_hex)).as<dns_mx>());
  EXPECT_FALSE(data(dns_type::mx, vector_of("0001"_hex)).as<dns_mx>());
  EXPECT_FALSE(data(dns_type::mx, vector_of("00010000"_hex)).as<dns_mx>());
  EXPECT_TRUE(data(dns_type::srv, vector_of("00010002000300"_hex)).as<dns_srv>());
  EXPECT_FALSE(data(dns_type::srv, vector_of("000100020003"_hex)).as<dns_srv>());
  EXPECT_TRUE(data(dns_type::soa, octet_vector(22)).as<dns_soa>());
  EXPECT_FALSE(data(dns_type::soa, octet_vector(21)).as<dns_soa>());
  EXPECT_FALSE(data(dns_type::soa, octet_vector(23)).as<dns_soa>());
  EXPECT_TRUE(data(dns_type::txt, vector_of("0161 00 026263"_hex)).as<dns_txt>());
  EXPECT_TRUE(data(dns_type::txt, {}).as<dns_txt>());
  EXPECT_FALSE(data(dns_type::txt, vector_of("0161 026263 01"_hex)).as<dns_txt>());
  EXPECT_TRUE(data(dns_type::opt, vector_of("000a 0002 beef 0003 0000"_hex)).as<dns_edns_options>());
  EXPECT_FALSE(data(dns_type::opt, vector_of("000a 0003 beef"_hex)).as<dns_edns_options>());
  EXPECT_FALSE(data(dns_type::opt, vector_of("000a 00"_hex)).as<dns_edns_options>());
}

TEST(Dns, DataNamesMayBeCompressedAndEndWithinTheData) {
  // 12: "ab", then an SRV whose target points to it, an MX that does, one that points to itself, one forward
  const octet_vector wire = vector_of(
      "000781000001000400000000 02616200 00010001"
      "00 0021 0001 00000000 0008 0001 0002 0003 c00c"
      "00 000f 0001 00000000 0004 0001 c00c"
      "00 000f 0001 00000000 0004 0001 c043"
      "00 000f 0001 00000000 0004 0001 c0ff"_hex);
  const packet p = message(wire);
  ASSERT_EQ(p.view().count(), 1u);
  const dns m = p.get<dns>();
  EXPECT_EQ(m.an[0].rdata.as<dns_srv>(), (dns_srv{1, 2, 3, "ab"}));
  EXPECT_EQ(m.an[1].rdata.as<dns_mx>(), (dns_mx{1, "ab"}));
  EXPECT_EQ(octet_vector(m.an[2].rdata.data(), m.an[2].rdata.data() + m.an[2].rdata.size()), vector_of("0001 c043"_hex)) << "kept as it was";
  EXPECT_FALSE(m.an[2].rdata.as<dns_mx>()) << "on their own its octets point nowhere";
  EXPECT_FALSE(m.an[3].rdata.as<dns_mx>());
  std::size_t parsed = 0;
  const auto answers_of_p = p.view().view<dns>()->an();
  for (const auto& r : answers_of_p) parsed += r.as<dns_mx>().has_value() || r.as<dns_srv>().has_value();
  EXPECT_EQ(parsed, 2u) << "in place the same";
}

TEST(Dns, ReadsRecordsInPlace) {
  const auto m = dns{.qr = 1,
                     .qd = {{.qname = "example.com", .unicastresponse = 1, .qclass = dns_class::any}},
                     .an = {{.rrname = "example.com", .cacheflush = 1, .rclass = dns_class::ch, .ttl = 0x80000001, .rdata = ipv4_address{"1.2.3.4"}}},
                     .ns = {{.rrname = "example.com", .type = dns_type::ns, .rdata = domain_name{"ns.example.com"}}},
                     .ar = {{.rrname = "ns.example.com", .rdata = ipv6_address{"2001:db8::53"}}, dns_opt{.udp_size = 0x8001}}};
  const octet_vector wire = to_bytes(m);
  const packet p = message(wire);
  const auto v = *p.view().view<dns>();
  const auto qd = v.qd();
  const auto an = v.an(), ns = v.ns(), ar = v.ar();
  const auto question = *qd.begin();
  EXPECT_EQ(question.qname(), "example.com");
  EXPECT_EQ(question.qtype(), dns_type::a);
  EXPECT_EQ(question.unicastresponse(), 1);
  EXPECT_EQ(question.qclass(), dns_class::any);
  const auto answer = *an.begin();
  EXPECT_EQ(answer.rrname(), "example.com");
  EXPECT_EQ(answer.type(), dns_type::a);
  EXPECT_EQ(answer.cacheflush(), 1);
  EXPECT_EQ(answer.rclass(), dns_class::ch);
  EXPECT_EQ(answer.ttl(), 0x80000001u);
  EXPECT_EQ(answer.rdlen(), 4);
  EXPECT_EQ(answer.address(), ipv4_address{"1.2.3.4"});
  EXPECT_FALSE(answer.name());
  EXPECT_EQ(ns.begin()->name(), domain_name{"ns.example.com"});
  EXPECT_EQ(ns.begin()->rdlen(), 5) << "as on the wire: a label and a pointer";
  EXPECT_EQ(ns.begin()->rdata().size(), 5u);
  auto additional = ar.begin();
  EXPECT_EQ(additional->as<ipv6_address>(), ipv6_address{"2001:db8::53"});
  ++additional;
  EXPECT_EQ(additional->type(), dns_type::opt);
  EXPECT_EQ(additional->cacheflush() << 15 | static_cast<int>(additional->rclass()), 0x8001);
  EXPECT_EQ(additional->rdata().size(), 0u);
  ++additional;
  EXPECT_TRUE(additional == ar.end());
}

// Up to 8 records their places are noted, beyond them found again: both sides of that, in every section, empty ones too.
TEST(Dns, SectionsBeginWhereTheOnesBeforeEndWhateverTheNumberOfRecords) {
  const dns_record record{.rrname = ".", .rdata = ipv4_address{"1.2.3.4"}};
  for (std::size_t code = 0; code != 10'000; ++code) {
    const std::size_t counts[]{code % 10, code / 10 % 10, code / 100 % 10, code / 1000};
    if (const std::size_t all = counts[0] + counts[1] + counts[2] + counts[3]; all > 3 && (all < 7 || all > 9)) continue;
    dns m{.qd = {}};
    for (std::size_t i = 0; i != counts[0]; ++i) m.qd.push_back({.qname = "."});
    for (std::size_t i = 0; i != counts[1]; ++i) m.an.push_back(record);
    for (std::size_t i = 0; i != counts[2]; ++i) m.ns.push_back(record);
    for (std::size_t i = 0; i != counts[3]; ++i) m.ar.push_back(record);
    const octet_vector wire = to_bytes(m);
    const packet p = message(wire);
    const auto v = *p.view().view<dns>();
    const std::uint8_t* at = v.base() + 12;
    const auto follows = [&at](const auto& section, std::size_t count, std::ptrdiff_t octets) {
      EXPECT_EQ(section.size(), count);
      EXPECT_TRUE(count == 0 || section.begin().place() == at);
      at += static_cast<std::ptrdiff_t>(count) * octets;
      EXPECT_EQ(section.list_end(), at);
    };
    SCOPED_TRACE(code);
    follows(v.qd(), counts[0], 1 + 4);
    follows(v.an(), counts[1], 1 + 10 + 4);
    follows(v.ns(), counts[2], 1 + 10 + 4);
    follows(v.ar(), counts[3], 1 + 10 + 4);
    EXPECT_EQ(v.header_end(), at);
  }
}

TEST(Dns, TypeIsImpliedByTheData) {
  const auto type = [](dns_record r) { return message(to_bytes(dns{.qd = {}, .an = {r}})).get<dns>().an[0].type.value(); };
  EXPECT_EQ(type({.rdata = ipv4_address{}}), dns_type::a);
  EXPECT_EQ(type({.rdata = ipv6_address{}}), dns_type::aaaa);
  EXPECT_EQ(type({.rdata = dns_mx{}}), dns_type::mx);
  EXPECT_EQ(type({.rdata = dns_soa{}}), dns_type::soa);
  EXPECT_EQ(type({.rdata = dns_srv{}}), dns_type::srv);
  EXPECT_EQ(type({.rdata = dns_txt{}}), dns_type::txt);
  EXPECT_EQ(type(dns_opt{}), dns_type::opt);
  EXPECT_EQ(type({}), dns_type::a);
  EXPECT_EQ(type({.type = dns_type::txt, .rdata = ipv4_address{}}), dns_type::txt) << "what was set is sent";
}

TEST(Dns, RdlenThatWasSetIsSentRightOrWrong) {
  const octet_vector out = to_bytes(dns{.qd = {}, .an = {{.rdlen = 7, .rdata = ipv4_address{"1.2.3.4"}}}});
  EXPECT_EQ(octet_vector(out.begin() + 21, out.end()), vector_of("0007 01020304"_hex));
}

TEST(Dns, OptionsOfOptAreOctets) {
  const dns_opt opt{.extended_rcode = 1, .version = 2, .z = 3, .options = {{edns_option::nsid, ""}, {65001, "x"}}};
  const octet_vector out = to_bytes(dns{.qd = {}, .ar = {opt}});
  EXPECT_EQ(octet_vector(out.begin() + 12, out.end()), vector_of("00 0029 1000 01020003 0009 00030000 fde9000178"_hex));
}

// --- replies ------------------------------------------------------------------------------------

bool answered(const dns& reply, const dns& request) {
  const auto there = ip{.src = "192.0.2.1", .dst = "192.0.2.53"} / udp{.sport = 4000} / request;
  const auto back = ip{.src = "192.0.2.53", .dst = "192.0.2.1"} / udp{.dport = 4000} / reply;
  return answers(packet{back}, packet{there});
}

TEST(DnsReply, RepeatsIdAndQuestions) {  // each refusal differs from the first line in one fact
  const dns request{.id = 7, .qd = {{.qname = "hack.lu"}}};
  EXPECT_TRUE(answered({.id = 7, .qr = 1, .qd = {{.qname = "hack.lu"}}, .an = {{.rrname = "hack.lu"}}}, request));
  EXPECT_TRUE(answered({.id = 7, .qr = 1, .qd = {{.qname = "HACK.lu"}}}, request));
  EXPECT_FALSE(answered({.id = 8, .qr = 1, .qd = {{.qname = "hack.lu"}}}, request));
  EXPECT_FALSE(answered({.id = 7, .qr = 0, .qd = {{.qname = "hack.lu"}}}, request));
  EXPECT_FALSE(answered({.id = 7, .qr = 1, .qd = {{.qname = "hack.nl"}}}, request));
  EXPECT_FALSE(answered({.id = 7, .qr = 1, .qd = {{.qname = "hack.lu", .qtype = dns_type::aaaa}}}, request));
  EXPECT_FALSE(answered({.id = 7, .qr = 1, .qd = {{.qname = "hack.lu", .qclass = dns_class::ch}}}, request));
  EXPECT_FALSE(answered({.id = 7, .qr = 1, .qd = {{.qname = "hack.lu"}, {.qname = "hack.lu"}}}, request));
  EXPECT_FALSE(answered({.id = 7, .qr = 1, .qd = {{.qname = "hack.lu"}}}, {.id = 7, .qr = 1, .qd = {{.qname = "hack.lu"}}}));
}

TEST(DnsReply, WithoutQuestionsReportsAnErrorOrIsMulticast) {
  const dns request{.id = 7, .qd = {{.qname = "hack.lu"}}};
  EXPECT_FALSE(answered({.id = 7, .qr = 1, .qd = {}}, request));
  EXPECT_TRUE(answered({.id = 7, .qr = 1, .rcode = dns_rcode::format_error, .qd = {}}, request));
  EXPECT_TRUE(answered({.id = 0, .qr = 1, .qd = {}}, {.id = 0, .qd = {{.qname = "x.local"}}}));
}

// --- hostile messages ---------------------------------------------------------------------------

/// A message of 60,000 octets whose records' names are made by `name`; its first record holds chains of pointers.
octet_vector hostile(const std::function<void(octet_vector&)>& chains, const std::function<void(octet_vector&, std::size_t)>& name) {
  octet_vector held;
  chains(held);
  octet_vector wire = vector_of("000781000000000000000000 00 0063 0001 00000000 0000"_hex);
  wire[21] = static_cast<std::uint8_t>(held.size() >> 8), wire[22] = static_cast<std::uint8_t>(held.size());
  wire.insert(wire.end(), held.begin(), held.end());
  std::size_t count = 1;
  for (; wire.size() < 60'000; ++count) {
    name(wire, count);
    const auto rest = "0001 0001 00000000 0004 01020304"_hex;
    wire.insert(wire.end(), rest.begin(), rest.end());
  }
  wire[6] = static_cast<std::uint8_t>(count >> 8), wire[7] = static_cast<std::uint8_t>(count);
  return wire;
}

constexpr std::size_t held_at = 23;  // where the chains begin

std::size_t add_pointer(octet_vector& to, std::size_t target) {
  to.push_back(static_cast<std::uint8_t>(0xc0 | target >> 8));
  to.push_back(static_cast<std::uint8_t>(target));
  return to.size() - 2;
}

double seconds_to_read(const octet_vector& wire, std::size_t records) {
  double best = 1e9;
  for (int round = 0; round != 5; ++round) {
    const auto begin = std::chrono::steady_clock::now();
    const packet p = message(wire);
    std::size_t octets_of_names = 0, n = 0;
    const auto an = p.view().view<dns>()->an();
    for (const auto& r : an) octets_of_names += r.rrname().size(), ++n;
    EXPECT_EQ(n, records);
    EXPECT_EQ(p.view().count(), 1u);
    EXPECT_GE(octets_of_names, n);
    EXPECT_EQ(p.get<dns>().an.size(), n);
    const std::chrono::duration<double> d = std::chrono::steady_clock::now() - begin;
    if (d.count() < best) best = d.count();
  }
  return best;
}

std::size_t records_of(const octet_vector& wire) { return static_cast<std::size_t>(wire[6]) << 8 | wire[7]; }

TEST(Dns, ReadingIsLinearWhateverPointersAreChained) {
  const octet_vector harmless = hostile([](octet_vector& held) { held.resize(16'000); },
                                        [](octet_vector& wire, std::size_t) { add_pointer(wire, 12); });
  // One chain of 8,000 pointers, which every record enters at another place.
  const octet_vector one_chain = hostile(
      [](octet_vector& held) {
        held = {1, 'a', 0};
        for (std::size_t to = 0; held.size() < 16'000;) to = add_pointer(held, held_at + to);
      },
      [](octet_vector& wire, std::size_t i) { add_pointer(wire, held_at + 3 + 2 * (i * 7919 % 7990)); });
  // 120 labels, each behind 60 pointers.
  std::size_t top = 0;
  const octet_vector many_chains = hostile(
      [&](octet_vector& held) {
        held = {1, 'a', 0};
        for (int label = 0; label != 120; ++label) {
          for (int i = 0; i != 60; ++i) top = add_pointer(held, held_at + top);
          held.push_back(1), held.push_back('b');
          add_pointer(held, held_at + top);
          top = held.size() - 4;
        }
      },
      [&](octet_vector& wire, std::size_t) { add_pointer(wire, held_at + top); });
  const double plain_time = seconds_to_read(harmless, records_of(harmless));
  // Quadratic reading takes thousands of times as long; linear reading of 120 labels a name, 50 times.
  EXPECT_LT(seconds_to_read(one_chain, records_of(one_chain)), 50 * plain_time);
  EXPECT_LT(seconds_to_read(many_chains, records_of(many_chains)), 300 * plain_time);
}

}  // namespace dns_test
}  // namespace packetry
