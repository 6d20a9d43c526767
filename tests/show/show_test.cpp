// SPDX-License-Identifier: BSL-1.0
#include <packetry/show/show.hpp>  // first: proves the header stands alone

#include <packetry/packet/vary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace show_test {

// --- a protocol of one's own: one struct, no code for text ---------------------------------------

enum class knock_kind : std::uint8_t { once = 1, twice = 2 };
constexpr std::string_view name_of(knock_kind k) noexcept {
  return k == knock_kind::once ? "once" : k == knock_kind::twice ? "twice" : "";
}
constexpr std::string_view name_of(knock_kind k, std::uint8_t tone) noexcept {
  return k == knock_kind::once && tone == 1 ? "loud" : "";
}

enum class mood : std::uint8_t {};  // a number space without names

struct colour {  // a value type of one's own
  std::uint32_t rgb = 0;
  constexpr colour() = default;
  constexpr explicit colour(std::uint32_t v) : rgb(v) {}
  [[nodiscard]] constexpr std::uint32_t value() const noexcept { return rgb; }
  friend void append_to(std::string& out, const colour& c) { out += c.rgb == 0xff0000 ? "red" : "some colour"; }
};

struct knock {
  knock_kind kind = knock_kind::once;
  std::uint8_t tone = 0;
  std::uint16_t code = 0;
  std::uint8_t again = 0;
  mood feeling{};
  colour door{};
  computed<std::uint16_t> length{};

  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{
      field{"kind", &knock::kind, be<8>},
      field{"tone", &knock::tone, be<8>, named_by<&knock::kind>{}},
      field{"code", &knock::code, be<16>, hexadecimal{}},
      field{"again", &knock::again, be<8>, when<&knock::kind, knock_kind::twice>{}},
      field{"feeling", &knock::feeling, be<8>},
      field{"colour_of_the_door", &knock::door, be<24>},
      field{"length", &knock::length, be<16>, total_length{}},
      shown{"answered", "never"},
  };
};

using test::operator""_hex;

packet dissected(bytes wire) { return packet::starting_with<ip>(wire); }

/// What `show` prints behind the first line that begins with `from`, blanks included.
std::string from(std::string text, std::string_view start) { return text.substr(text.find(start)); }

// --- put together: what is set, implied, default, unknown -----------------------------------------

// scapy.md 2.7: (Ether(dst="ff:…", src=M1)/ARP(hwsrc=M1, psrc="192.0.2.1", pdst="192.0.2.2")).show()
TEST(Show, OfAQuestionForAnAddress) {
  EXPECT_EQ(show_text(ether{.dst = "ff:ff:ff:ff:ff:ff", .src = "02:00:00:00:00:01"} /
                      arp{.hwsrc = "02:00:00:00:00:01", .psrc = "192.0.2.1", .pdst = "192.0.2.2"}),
            "###[ Ethernet ]###\n"
            "  dst       = ff:ff:ff:ff:ff:ff\n"
            "  src       = 02:00:00:00:00:01\n"
            "  type      = ARP\n"
            "###[ ARP ]###\n"
            "     hwtype    = Ethernet (10Mb)\n"
            "     ptype     = IPv4\n"
            "     hwlen     = None\n"
            "     plen      = None\n"
            "     op        = who-has\n"
            "     hwsrc     = 02:00:00:00:00:01\n"
            "     psrc      = 192.0.2.1\n"
            "     hwdst     = 00:00:00:00:00:00\n"
            "     pdst      = 192.0.2.2\n");
}

// scapy.md 2.3
TEST(Show, OfASingleLayer) {
  EXPECT_EQ(show_text(ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"}),
            "###[ Ethernet ]###\n"
            "  dst       = 02:00:00:00:00:02\n"
            "  src       = 02:00:00:00:00:01\n"
            "  type      = 0x9000\n");
}

// design.md 5: no route is known here, so nobody knows these.
TEST(Show, OfAddressesThatNobodyKnowsIsNone) {
  const std::string text = show_text(ether{} / arp{});
  EXPECT_NE(text.find("  dst       = None\n  src       = None\n"), std::string::npos) << text;
  EXPECT_NE(text.find("     hwsrc     = None\n     psrc      = None\n"), std::string::npos) << text;
  EXPECT_NE(show_text(ip{}).find("  src       = None\n  dst       = 127.0.0.1\n"), std::string::npos);
}

TEST(Show, OfAStackImpliesNumbersFromAbove) {
  const std::string text = show_text(ip{.dst = "192.168.2.254"} / udp{} / dns{.qd = {{.qname = "2013.hack.lu"}}});
  EXPECT_EQ(text,
            "###[ IP ]###\n"
            "  version   = 4\n"
            "  ihl       = None\n"
            "  tos       = 0x0\n"
            "  len       = None\n"
            "  id        = 1\n"
            "  flags     = \n"
            "  frag      = 0\n"
            "  ttl       = 64\n"
            "  proto     = udp\n"
            "  chksum    = None\n"
            "  src       = None\n"
            "  dst       = 192.168.2.254\n"
            "  \\options   \\\n"
            "###[ UDP ]###\n"
            "     sport     = domain\n"
            "     dport     = domain\n"
            "     len       = None\n"
            "     chksum    = None\n"
            "###[ DNS ]###\n"
            "        id        = 0\n"
            "        qr        = 0\n"
            "        opcode    = QUERY\n"
            "        aa        = 0\n"
            "        tc        = 0\n"
            "        rd        = 1\n"
            "        ra        = 0\n"
            "        z         = 0\n"
            "        ad        = 0\n"
            "        cd        = 0\n"
            "        rcode     = ok\n"
            "        qdcount   = None\n"
            "        ancount   = None\n"
            "        nscount   = None\n"
            "        arcount   = None\n"
            "        \\qd        \\\n"
            "         |###[ DNS Question Record ]###\n"
            "         |  qname     = '2013.hack.lu.'\n"
            "         |  qtype     = A\n"
            "         |  unicastresponse= 0\n"
            "         |  qclass    = IN\n"
            "        \\an        \\\n"
            "        \\ns        \\\n"
            "        \\ar        \\\n");
}

struct one_line {
  std::string_view name;
  std::string text;
  std::string_view line;
};

class ShownLine : public testing::TestWithParam<one_line> {};
TEST_P(ShownLine, IsThere) { EXPECT_NE(GetParam().text.find(GetParam().line), std::string::npos) << GetParam().text; }

INSTANTIATE_TEST_SUITE_P(
    Numbers, ShownLine,
    testing::Values(one_line{"ether_over_vlan", show_text(ether{} / dot1q{}), "  type      = n_802_1Q\n"},
                    one_line{"vlan_over_nothing", show_text(dot1q{}), "  type      = 0x0\n"},
                    one_line{"set_beats_implied", show_text(ether{.type = ether_type{0x88b5}} / ip{}), "  type      = 0x88b5\n"},
                    one_line{"no_layer_above", show_text(ip{}), "  proto     = hopopt\n"},
                    one_line{"ip_in_ip", show_text(ip{} / ip{}), "  proto     = ipencap\n"},
                    one_line{"tcp_defaults", show_text(tcp{}), "  sport     = ftp_data\n  dport     = http\n"},
                    one_line{"http_over_tcp", show_text(tcp{} / http_request{}), "  sport     = http\n  dport     = http\n"},
                    one_line{"quoted_ports", show_text(udp_error{}), "  sport     = domain\n"},
                    one_line{"set_checksum", show_text(udp{.chksum = 0xbeef}), "  chksum    = 0xbeef\n"},
                    one_line{"set_length", show_text(ip{.len = 99}), "  len       = 99\n"},
                    one_line{"unnamed_port", show_text(udp{.sport = 1025}), "  sport     = 1025\n"},
                    one_line{"unnamed_hardware", show_text(arp{.hwtype = hardware_type{999}}), "  hwtype    = 0x3e7\n"},
                    one_line{"unnamed_operation", show_text(arp{.op = arp_operation{999}}), "  op        = 999\n"},
                    one_line{"flags_of_many_letters", show_text(ip{.flags = "MF+DF"}), "  flags     = MF+DF\n"},
                    one_line{"over_tcp_dns_has_a_length", show_text(tcp{} / dns{}), "###[ DNS ]###\n     length    = None\n"},
                    one_line{"record_length_that_was_set", show_text(dns{.an = {dns_record{.rdlen = 9}}}), "   |  rdlen     = 9\n"}),
    [](const auto& c) { return std::string{c.param.name}; });

TEST(Show, OfADnsMessageAboveDoesNotIndent) {  // Scapy: show_indent = 0
  EXPECT_EQ(from(show_text(udp{} / dns{.qd = {}} / "x"), "###[ Raw"), "###[ Raw ]###\n     load      = 'x'\n");
}

// --- dissected ------------------------------------------------------------------------------------

// corpus vector ipopt-012
TEST(Show, OfIpOptionsThatWereRead) {
  EXPECT_EQ(from(show_text(dissected("480000200001000040004532c0000201c6336402820b00010002000361626300"_hex)), "  \\options"),
            "  \\options   \\\n"
            "   |###[ IP Option Security ]###\n"
            "   |  copy_flag = 1\n"
            "   |  optclass  = control\n"
            "   |  option    = security\n"
            "   |  length    = 11\n"
            "   |  security  = 1\n"
            "   |  compartment= 2\n"
            "   |  handling_restrictions= 3\n"
            "   |  transmission_control_code= 'abc'\n"
            "   |###[ IP Option End of Options List ]###\n"
            "   |  copy_flag = 0\n"
            "   |  optclass  = control\n"
            "   |  option    = end_of_list\n");
}

// corpus vector dns-036: a list within a record of a list
TEST(Show, OfListsInLists) {
  const auto wire =
      "450000500001000040118e65c0000201c63364029c400035003c5162000c01000001000000000001076578616d706c6503636f6d"
      "000001000100002904d000008000000c000a00083132333435363738"_hex;
  EXPECT_EQ(from(show_text(dissected(wire)), "        \\ar"),
            "        \\ar        \\\n"
            "         |###[ DNS OPT Resource Record ]###\n"
            "         |  rrname    = '.'\n"
            "         |  type      = OPT\n"
            "         |  rclass    = 1232\n"
            "         |  extrcode  = 0\n"
            "         |  version   = 0\n"
            "         |  z         = D0\n"
            "         |  rdlen     = None\n"
            "         |  \\rdata     \\\n"
            "         |   |###[ DNS EDNS0 COOKIE ]###\n"
            "         |   |  optcode   = COOKIE\n"
            "         |   |  optlen    = 8\n"
            "         |   |  client_cookie= 3132333435363738\n"
            "         |   |  server_cookie= \n");
}

// corpus vector http-002: the headers that are there, in wire order, behind the layer that Scapy has below
TEST(Show, OfHttp) {
  EXPECT_EQ(from(show2_text(ip{} / tcp{} / http_request{.Path = "/index.html", .headers = {{"Content-Length", "0"}, {"Host", "www.example.com"}}} / "x"),
                 "###[ HTTP 1"),
            "###[ HTTP 1 ]###\n"
            "###[ HTTP Request ]###\n"
            "        Method    = GET\n"
            "        Path      = /index.html\n"
            "        Http_Version= HTTP/1.1\n"
            "        Content_Length= 0\n"
            "        Host      = www.example.com\n"
            "###[ Raw ]###\n"
            "           load      = 'x'\n");
}

TEST(Show, OfHttpEscapesWhatCouldSteerATerminal) {
  EXPECT_EQ(from(show_text(http_response{.Reason_Phrase = "\x1b[2J", .headers = {{"A\x07", "\x9b"}, {"no colon", {}}}}), "  Reason"),
            "  Reason_Phrase= \\x1b[2J\n"
            "  A\\x07     = \\x9b\n"
            "  no colon  = None\n");
}

TEST(Show, OfPaddingAndRaw) {  // corpus vector edit-003
  EXPECT_EQ(from(show_text(dissected("4500001f0001000040118e96c0000201c633640200010002000b4f3b6162636578747261"_hex)), "###[ Raw"),
            "###[ Raw ]###\n"
            "        load      = 'abc'\n"
            "###[ Padding ]###\n"
            "           load      = 'extra'\n");
}

TEST(Show, OfAnIcmpErrorNamesTheQuotedLayers) {  // corpus vector icmp-022
  const std::string text =
      show_text(dissected("450000380001000040018e8dc0000201c63364020501f0000a0000fe4500001c00010000400144a7c63364020a0102030800f7fd00010001"_hex));
  EXPECT_NE(text.find("###[ IP in ICMP ]###\n        version   = 4\n"), std::string::npos) << text;
  EXPECT_NE(text.find("###[ ICMP in ICMP ]###\n           type      = echo-request\n"), std::string::npos) << text;
}

// --- octets in quotes: what Python prints, without its b ------------------------------------------

struct quoting {
  std::string_view name, text, quoted;
};

class Quoting : public testing::TestWithParam<quoting> {};
TEST_P(Quoting, IsPythons) {
  EXPECT_EQ(show_text(raw{.load = GetParam().text}), "###[ Raw ]###\n  load      = " + std::string{GetParam().quoted} + "\n");
}
INSTANTIATE_TEST_SUITE_P(Table, Quoting,  // right column: Python 3.11, repr(b"…")[1:]
                         testing::Values(quoting{"empty", "", "''"}, quoting{"plain", "abc", "'abc'"},
                                         quoting{"control", std::string_view{"\0\x07\t\n\r\x1f", 6}, R"('\x00\x07\t\n\r\x1f')"},
                                         quoting{"high", "\x7f\x80\xff", R"('\x7f\x80\xff')"},
                                         quoting{"backslash", "a\\b", R"('a\\b')"},
                                         quoting{"single", "it's", R"("it's")"},
                                         quoting{"twice", "say \"x\"", R"('say "x"')"},
                                         quoting{"both", "'\"", R"('\'"')"}),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- options of TCP, as a Python list -------------------------------------------------------------

struct options_case {
  std::string_view name;
  tcp_options options;
  std::string_view text;
};

class ShownTcpOptions : public testing::TestWithParam<options_case> {};
TEST_P(ShownTcpOptions, PrintAsTuples) {
  EXPECT_EQ(from(show_text(tcp{.options = GetParam().options}), "  options"), "  options   = " + std::string{GetParam().text} + "\n");
}
INSTANTIATE_TEST_SUITE_P(
    Vectors, ShownTcpOptions,
    testing::Values(
        options_case{"none", {}, "[]"},
        options_case{"tcpopt_002", {tcp_opt::nop(), tcp_opt::eol(), tcp_opt::eol()}, "[('NOP', None), ('EOL', None)]"},
        options_case{"tcpopt_009", {tcp_opt::sack({1, 2, 3, 4, 5, 6})}, "[('SAck', (1, 2, 3, 4, 5, 6))]"},
        options_case{"tcpopt_010",
                     {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 0), tcp_opt::nop(), tcp_opt::wscale(10)},
                     "[('MSS', 1460), ('SAckOK', ''), ('Timestamp', (1, 0)), ('NOP', None), ('WScale', 10)]"},
        options_case{"tcpopt_014", {tcp_opt::other(30, "0081"_hex)}, R"([(30, '\x00\x81')])"},
        options_case{"tcpopt_015", {tcp_opt::other(19, bytes{"3031"_hex})}, "[('MD5', '01')]"},
        options_case{"tcpopt_016", {tcp_opt::other(28, bytes{"001e"_hex})}, "[('UTO', 30)]"},
        options_case{"tcpopt_017", {tcp_opt::other(34, bytes{"0000000100000002"_hex})}, "[('TFO', (1, 2))]"},
        options_case{"tcpopt_018", {tcp_opt::other(14, bytes{"010002"_hex})}, "[('AltChkSum', (1, 2))]"},
        options_case{"tcpopt_019", {tcp_opt::other(77, {})}, "[(77, '')]"},
        options_case{"of_a_wrong_size", {tcp_opt::other(2, bytes{"05b400"_hex})}, R"([('MSS', '\x05\xb4\x00')])"},
        options_case{"one_edge", {tcp_opt::sack({7})}, "[('SAck', 7)]"}),
    [](const auto& c) { return std::string{c.param.name}; });

// --- options of IPv4 ------------------------------------------------------------------------------

struct ip_option_case {
  std::string_view name;
  ip_option option;
  std::string_view text;
};

class ShownIpOption : public testing::TestWithParam<ip_option_case> {};
TEST_P(ShownIpOption, PrintsItsFields) {
  EXPECT_EQ(from(show_text(ip{.options = {GetParam().option}}), "   |###["), GetParam().text);
}

// Scapy 2.5.0 (the same in HEAD): IP(bytes(IP(options=[…]))).show()
INSTANTIATE_TEST_SUITE_P(
    Kinds, ShownIpOption,
    testing::Values(
        ip_option_case{"record_route", ip_opt::rr({"1.2.3.4", "0.0.0.0"}),
                       "   |###[ IP Option Record Route ]###\n   |  copy_flag = 0\n   |  optclass  = control\n"
                       "   |  option    = record_route\n   |  length    = 11\n   |  pointer   = 4\n"
                       "   |  routers   = [1.2.3.4, 0.0.0.0]\n"},
        ip_option_case{"loose_source_route", ip_opt::lsrr({}),
                       "   |###[ IP Option Loose Source and Record Route ]###\n   |  copy_flag = 1\n   |  optclass  = control\n"
                       "   |  option    = loose_source_route\n   |  length    = 3\n   |  pointer   = 4\n   |  routers   = []\n"},
        ip_option_case{"router_alert", ip_opt::router_alert(1),
                       "   |###[ IP Option Router Alert ]###\n   |  copy_flag = 1\n   |  optclass  = control\n"
                       "   |  option    = router_alert\n   |  length    = 4\n   |  alert     = 1\n"},
        ip_option_case{"stream_id", ip_opt::other(0x88, bytes{"0007"_hex}),
                       "   |###[ IP Option Stream ID ]###\n   |  copy_flag = 1\n   |  optclass  = control\n"
                       "   |  option    = stream_id\n   |  length    = 4\n   |  security  = 7\n"},
        ip_option_case{"address_extension", ip_opt::other(0x93, bytes{"0102030405060708"_hex}),
                       "   |###[ IP Option Address Extension ]###\n   |  copy_flag = 1\n   |  optclass  = control\n"
                       "   |  option    = address_extension\n   |  length    = 10\n   |  src_ext   = 1.2.3.4\n   |  dst_ext   = 5.6.7.8\n"},
        ip_option_case{"directed_broadcast", ip_opt::other(0x95, bytes{"01010101"_hex}),
                       "   |###[ IP Option Selective Directed Broadcast Mode ]###\n   |  copy_flag = 1\n   |  optclass  = control\n"
                       "   |  option    = selective_directed_broadcast_mode\n   |  length    = 6\n   |  addresses = [1.1.1.1]\n"},
        ip_option_case{"timestamp_with_address", ip_opt::other(0x44, bytes{"0913010203040000000a"_hex}),
                       "   |###[ IP Option Timestamp ]###\n   |  copy_flag = 0\n   |  optclass  = debug\n   |  option    = timestamp\n"
                       "   |  length    = 12\n   |  pointer   = 9\n   |  oflw      = 1\n   |  flg       = prespecified_ip_addr\n"
                       "   |  internet_address= 1.2.3.4\n   |  timestamp = 10\n"},
        ip_option_case{"not_known", ip_opt::other(0x19, bytes{"616263"_hex}),
                       "   |###[ IP Option ]###\n   |  copy_flag = 0\n   |  optclass  = control\n   |  option    = quick_start\n"
                       "   |  length    = 5\n   |  value     = 'abc'\n"},
        ip_option_case{"longer_than_its_fields", ip_opt::other(0x0b, bytes{"05dc4142"_hex}),  // Scapy: a Raw behind it
                       "   |###[ IP Option MTU Probe ]###\n   |  copy_flag = 0\n   |  optclass  = control\n   |  option    = mtu_probe\n"
                       "   |  length    = 6\n   |  mtu       = 1500\n   |  value     = 'AB'\n"},
        ip_option_case{"shorter_than_its_fields", ip_opt::other(0x12, bytes{"0001"_hex}),
                       "   |###[ IP Option Traceroute ]###\n   |  copy_flag = 0\n   |  optclass  = control\n   |  option    = traceroute\n"
                       "   |  length    = 4\n   |  id        = 1\n"}),
    [](const auto& c) { return std::string{c.param.name}; });

// --- every type of ICMP ---------------------------------------------------------------------------

bool any_of(unsigned type, std::initializer_list<unsigned> types) {
  for (const unsigned t : types)
    if (t == type) return true;
  return false;
}

/// The fields that Scapy shows for a type: the table of scapy.md 2.10, in its order.
std::string icmp_fields(unsigned t) {
  const bool extended = any_of(t, {3, 11, 12});
  std::string fields = "type code chksum";
  if (any_of(t, {0, 8, 13, 14, 15, 16, 17, 18, 37, 38})) fields += " id seq";
  if (any_of(t, {13, 14})) fields += " ts_ori ts_rx ts_tx";
  if (t == 5) fields += " gw";
  if (t == 12) fields += " ptr";
  if (any_of(t, {3, 11})) fields += " reserved";
  if (extended) fields += " length";
  if (any_of(t, {17, 18})) fields += " addr_mask";
  if (t == 3) fields += " nexthopmtu";
  fields += " unused";
  if (extended) fields += " extpad ext";
  return fields;
}

/// The names of all fields shown, in one line.
std::string shown_fields(const std::string& text) {
  std::string fields;
  for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
    if (text[at] != ' ') continue;
    if (!fields.empty()) fields += ' ';
    const std::size_t name = text.find_first_not_of(' ', at);
    fields += text.substr(name, text.find_first_of(" =", name) - name);
  }
  return fields;
}

TEST(Show, OfEveryIcmpTypeHasScapysFields) {
  for (unsigned t = 0; t != 256; ++t) {
    const icmp message{.type = static_cast<icmp_type>(t)};
    EXPECT_EQ(shown_fields(show_text(message)), icmp_fields(t)) << t;
    EXPECT_EQ(shown_fields(show2_text(message)), icmp_fields(t)) << t;
  }
}

TEST(Show, OfIcmpWritesTimesAndCodesAsScapy) {  // corpus vectors icmp-010, icmp-022, icmp-030
  EXPECT_EQ(show_text(icmp{.type = icmp_type::timestamp_request, .id = 7, .seq = 9, .ts_ori = 1000, .ts_rx = 45296789, .ts_tx = 86399999}),
            "###[ ICMP ]###\n"
            "  type      = timestamp-request\n"
            "  code      = 0\n"
            "  chksum    = None\n"
            "  id        = 0x7\n"
            "  seq       = 0x9\n"
            "  ts_ori    = 0:0:1.0\n"
            "  ts_rx     = 12:34:56.789\n"
            "  ts_tx     = 23:59:59.999\n"
            "  unused    = ''\n");
  EXPECT_EQ(show_text(icmp{.type = icmp_type::redirect, .code = 1, .gw = "10.0.0.254"}),
            "###[ ICMP ]###\n"
            "  type      = redirect\n"
            "  code      = host-redirect\n"
            "  chksum    = None\n"
            "  gw        = 10.0.0.254\n"
            "  unused    = ''\n");
  EXPECT_EQ(show_text(icmp{.type = icmp_type{255}, .code = 255}), "###[ ICMP ]###\n  type      = 255\n  code      = 255\n  chksum    = None\n  unused    = 0\n");
}

// --- DNS records ----------------------------------------------------------------------------------

struct record_case {
  std::string_view name;
  dns_record record;
  std::string_view text;
};

class DnsRecord : public testing::TestWithParam<record_case> {};
TEST_P(DnsRecord, PrintsUnderItsTitle) {
  EXPECT_EQ(from(show2_text(dns{.qd = {}, .an = {GetParam().record}, .compress = false}), "   |###["),
            std::string{GetParam().text} + "  \\ns        \\\n  \\ar        \\\n");
}

INSTANTIATE_TEST_SUITE_P(
    Kinds, DnsRecord,
    testing::Values(
        record_case{"dns_025", {.rrname = "www.example.com", .ttl = 300, .rdata = ipv4_address{"93.184.216.34"}},
                    "   |###[ DNS Resource Record ]###\n   |  rrname    = 'www.example.com.'\n   |  type      = A\n   |  cacheflush= 0\n"
                    "   |  rclass    = IN\n   |  ttl       = 300\n   |  rdlen     = None\n   |  rdata     = 93.184.216.34\n"},
        record_case{"dns_029", {.rrname = "example.com", .rdata = dns_mx{10, "mail.example.com"}},
                    "   |###[ DNS MX Resource Record ]###\n   |  rrname    = 'example.com.'\n   |  type      = MX\n   |  cacheflush= 0\n"
                    "   |  rclass    = IN\n   |  ttl       = 0\n   |  rdlen     = None\n   |  preference= 10\n"
                    "   |  exchange  = 'mail.example.com.'\n"},
        record_case{"dns_030", {.rrname = "example.com", .ttl = 5, .rdata = dns_txt{"v=spf1 -all", "second"}},
                    "   |###[ DNS Resource Record ]###\n   |  rrname    = 'example.com.'\n   |  type      = TXT\n   |  cacheflush= 0\n"
                    "   |  rclass    = IN\n   |  ttl       = 5\n   |  rdlen     = None\n   |  rdata     = ['v=spf1 -all', 'second']\n"},
        record_case{"dns_032",
                    {.rrname = "example.com", .ttl = 3600, .rdata = dns_soa{"ns1.example.com", "hostmaster.example.com", 2024010101, 7200, 3600, 1209600, 300}},
                    "   |###[ DNS SOA Resource Record ]###\n   |  rrname    = 'example.com.'\n   |  type      = SOA\n   |  rclass    = IN\n"
                    "   |  ttl       = 3600\n   |  rdlen     = None\n   |  mname     = 'ns1.example.com.'\n"
                    "   |  rname     = 'hostmaster.example.com.'\n   |  serial    = 2024010101\n   |  refresh   = 7200\n"
                    "   |  retry     = 3600\n   |  expire    = 1209600\n   |  minimum   = 300\n"},
        record_case{"service", {.rrname = "_sip._udp.a", .rdata = dns_srv{1, 2, 5060, "a"}},  // scapy.md 2.14
                    "   |###[ DNS SRV Resource Record ]###\n   |  rrname    = '_sip._udp.a.'\n   |  type      = SRV\n   |  cacheflush= 0\n"
                    "   |  rclass    = IN\n   |  ttl       = 0\n   |  rdlen     = None\n   |  priority  = 1\n   |  weight    = 2\n"
                    "   |  port      = 5060\n   |  target    = 'a.'\n"},
        record_case{"dns_034", {.rrname = "4.3.2.1.in-addr.arpa", .type = dns_type::ptr, .rdata = domain_name{"host.example.com"}},
                    "   |###[ DNS Resource Record ]###\n   |  rrname    = '4.3.2.1.in-addr.arpa.'\n   |  type      = PTR\n   |  cacheflush= 0\n"
                    "   |  rclass    = IN\n   |  ttl       = 0\n   |  rdlen     = None\n   |  rdata     = 'host.example.com.'\n"},
        record_case{"dns_037", {.rrname = "example.com", .type = dns_type{65280}, .rdata = octets{}},
                    "   |###[ DNS Resource Record ]###\n   |  rrname    = 'example.com.'\n   |  type      = 65280\n   |  cacheflush= 0\n"
                    "   |  rclass    = IN\n   |  ttl       = 0\n   |  rdlen     = None\n   |  rdata     = ''\n"},
        record_case{"an_address_of_three_octets", {.type = dns_type::a, .rdata = octets{1, 2, 3}},
                    "   |###[ DNS Resource Record ]###\n   |  rrname    = '.'\n   |  type      = A\n   |  cacheflush= 0\n"
                    "   |  rclass    = IN\n   |  ttl       = 0\n   |  rdlen     = None\n   |  rdata     = '\\x01\\x02\\x03'\n"}),
    [](const auto& c) { return std::string{c.param.name}; });

TEST(Show, OfOptionsOfTheOptRecord) {  // forms: Scapy's classes EDNS0COOKIE, EDNS0ClientSubnet, EDNS0ExtendedDNSError, EDNS0TLV
  const dns message{.qd = {}, .ar = {dns_opt{.udp_size = 1232, .options = {{8, octets{0, 1, 24, 0, 192, 0, 2}}, {15, octets{0, 3, 'h', 'i'}}, {3, "x"}}}}};
  EXPECT_EQ(from(show2_text(message), "   |  z"),
            "   |  z         = 0\n"
            "   |  rdlen     = None\n"
            "   |  \\rdata     \\\n"
            "   |   |###[ DNS EDNS0 Client Subnet ]###\n"
            "   |   |  optcode   = edns-client-subnet\n"
            "   |   |  optlen    = 7\n"
            "   |   |  family    = 1\n"
            "   |   |  source_plen= 24\n"
            "   |   |  scope_plen= 0\n"
            "   |   |  address   = 192.0.2.0\n"
            "   |   |###[ DNS EDNS0 Extended DNS Error ]###\n"
            "   |   |  optcode   = Extended DNS Error\n"
            "   |   |  optlen    = 4\n"
            "   |   |  info_code = Stale Answer\n"
            "   |   |  extra_text= 'hi'\n"
            "   |   |###[ DNS EDNS0 TLV ]###\n"
            "   |   |  optcode   = NSID\n"
            "   |   |  optlen    = 1\n"
            "   |   |  optdata   = 'x'\n");
}

// --- of one's own ---------------------------------------------------------------------------------

TEST(Show, OfALayerOfOnesOwnNeedsNoCode) {
  EXPECT_EQ(from(show_text(udp{} / knock{.tone = 1, .code = 0xff, .feeling = mood{3}, .door = colour{0xff0000}}), "###[ Knock"),
            "###[ Knock ]###\n"
            "     kind      = once\n"
            "     tone      = loud\n"
            "     code      = 0xff\n"
            "     feeling   = 3\n"
            "     colour_of_the_door= red\n"
            "     length    = None\n"
            "     answered  = never\n");
}

TEST(Show, OfALayerOfOnesOwnObeysItsConditions) {
  const std::string text = show_text(knock{.kind = knock_kind::twice, .tone = 1, .again = 2});
  EXPECT_NE(text.find("  kind      = twice\n  tone      = 1\n  code      = 0x0\n  again     = 2\n  feeling   = 0\n"), std::string::npos) << text;
}

TEST(Show2, DissectsLayersOfOnesOwnAgain) {
  const std::string text = show2_text(ip{} / udp{} / knock{});
  EXPECT_NE(text.find("     sport     = 7777\n     dport     = 7777\n     len       = 18\n"), std::string::npos) << text;
  EXPECT_NE(text.find("###[ Knock ]###\n        kind      = once\n"), std::string::npos) << text;
  EXPECT_NE(text.find("        length    = 10\n"), std::string::npos) << text;
}

// --- forms ----------------------------------------------------------------------------------------

TEST(Show2, ComputesWhatWasLeftEmpty) {  // corpus vector icmp-005
  const auto p = ip{.src = "192.0.2.1", .dst = "198.51.100.2"} / icmp{};
  EXPECT_EQ(show2_text(p), show_text(dissected("4500001c0001000040018ea9c0000201c63364020800f7ff00000000"_hex)));
  EXPECT_EQ(show2_text(packet{p}), show2_text(p));
}

TEST(Show, OfAListShowsEach) {
  const std::vector<packet> list{packet{raw{.load = "a"}}, packet{raw{.load = "b"}}};
  EXPECT_EQ(show_text(list), "###[ Raw ]###\n  load      = 'a'\n\n###[ Raw ]###\n  load      = 'b'\n\n");
  EXPECT_EQ(show_text(raw{} | vary<&raw::load>({octets{"a"}, octets{"b"}})), show_text(list)) << "a lazy range is a list as well";
}

TEST(Show, PrintsToStandardOutputWithAnEmptyLine) {
  const std::string expected = "###[ Raw ]###\n  load      = 'a'\n\n";
  const raw p{.load = "a"};
  testing::internal::CaptureStdout();
  show(p);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), expected);
  testing::internal::CaptureStdout();
  display(packet{p});
  EXPECT_EQ(testing::internal::GetCapturedStdout(), expected);
  testing::internal::CaptureStdout();
  show2(p);
  EXPECT_EQ(testing::internal::GetCapturedStdout(), expected);
  testing::internal::CaptureStdout();
  show(std::vector{p, p});
  EXPECT_EQ(testing::internal::GetCapturedStdout(), expected + expected);
}

TEST(Show, OptionsOfNeighbourDiscovery) {
  const std::string text = show_text(icmpv6{.type = icmpv6_type::router_advertisement,
                                            .options = {nd_opt::mtu(1500), nd_opt::prefix("2001:db8::"), nd_opt::rdnss(600, {"2001:db8::53"})}});
  for (const std::string_view row : {"res       = 0x0\n", "mtu       = 1500\n", "prefixlen = 64\n", "validlifetime= 0xffffffff\n",
                                     "res2      = 0x0\n", "prefix    = 2001:db8::\n", "lifetime  = 600\n", "2001:db8::53"})
    EXPECT_NE(text.find(row), std::string::npos) << row << "is not in\n" << text;
}

TEST(Show, OfWhateverWasReadNeverFails) {  // under the sanitizers: nothing is read that is not there
  std::uint32_t state = 1;
  for (int i = 0; i != 2000; ++i) {
    std::vector<std::uint8_t> wire = to_bytes(ip{.options = {ip_opt::rr({"1.2.3.4", "1.2.3.5"}), ip_opt::timestamp(1, 3)}} /
                                              udp{} / dns{.an = {dns_record{.rdata = dns_mx{1, "a"}}}, .ar = {dns_opt{.options = {{8, octets{0, 1, 24, 0, 1}}}}}});
    for (int n = 0; n != 4; ++n) {
      state = state * 1664525 + 1013904223;
      wire[(state >> 8) % wire.size()] = static_cast<std::uint8_t>(state >> 24);
    }
    wire.resize(wire.size() - (state >> 4) % 24);
    EXPECT_TRUE(show_text(dissected(wire)).ends_with("\n"));
  }
}

}  // namespace show_test
}  // namespace packetry
