// SPDX-License-Identifier: BSL-1.0
#include <packetry/numbers/names.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace packetry {
namespace names_test {

// --- what Scapy 2.7.1rc1 shows --------------------------------------------------------------------

struct shown {
  std::string_view name;
  std::string_view got;
  std::string_view expected;  ///< empty: Scapy shows the number
};

constexpr shown texts[] = {
    // Ether().show(), Dot1Q().show()
    {"ether_ipv4", name_of(ether_type::ipv4), "IPv4"},
    {"ether_arp", name_of(ether_type::arp), "ARP"},
    {"ether_vlan", name_of(ether_type::vlan), "n_802_1Q"},
    {"ether_service_vlan", name_of(ether_type::service_vlan), "802_1AD"},
    {"ether_ipv6", name_of(ether_type::ipv6), "IPv6"},
    {"ether_loopback", name_of(ether_type{0x9000}), ""},
    {"ether_local_experiment", name_of(ether_type{0x88b5}), ""},
    {"ether_last", name_of(ether_type{0xffff}), ""},
    {"ether_first", name_of(ether_type{0}), ""},
    // IP().show(), IPv6().show()
    {"proto_0", name_of(ip_protocol::hopopt), "hopopt"},
    {"proto_1", name_of(ip_protocol::icmp), "icmp"},
    {"proto_4", name_of(ip_protocol::ipip), "ipencap"},
    {"proto_6", name_of(ip_protocol::tcp), "tcp"},
    {"proto_17", name_of(ip_protocol::udp), "udp"},
    {"proto_50", name_of(ip_protocol::esp), "esp"},
    {"proto_58", name_of(ip_protocol::ipv6_icmp), "ipv6_icmp"},
    {"proto_93", name_of(ip_protocol{93}), "ax_25"},
    {"proto_253", name_of(ip_protocol{253}), ""},
    {"quoted_17", name_of(quoted_protocol{17}), "udp"},
    {"next_header_0", name_of(next_header::hop_by_hop), "Hop-by-Hop Option Header"},
    {"next_header_6", name_of(next_header::tcp), "TCP"},
    {"next_header_43", name_of(next_header::routing), "Routing Header"},
    {"next_header_44", name_of(next_header::fragment), "Fragment Header"},
    {"next_header_58", name_of(next_header::icmpv6), "ICMPv6"},
    {"next_header_59", name_of(next_header::no_next), "No Next Header"},
    {"next_header_60", name_of(next_header::destination_options), "Destination Option Header"},
    {"next_header_200", name_of(next_header{200}), ""},
    // UDP().show(), TCP().show(): Debian 12's netbase
    {"udp_53", name_of(udp_port::domain), "domain"},
    {"udp_67", name_of(udp_port::bootps), "bootps"},
    {"udp_68", name_of(udp_port::bootpc), "bootpc"},
    {"udp_123", name_of(udp_port::ntp), "ntp"},
    {"udp_5060", name_of(udp_port::sip), "sip"},
    {"udp_5353", name_of(udp_port::mdns), "mdns"},
    {"udp_1", name_of(udp_port{1}), ""},
    {"udp_80", name_of(udp_port{80}), ""},
    {"tcp_1", name_of(tcp_port::tcpmux), "tcpmux"},
    {"tcp_7", name_of(tcp_port::echo), "echo"},
    {"tcp_9", name_of(tcp_port::discard), "discard"},
    {"tcp_20", name_of(tcp_port::ftp_data), "ftp_data"},
    {"tcp_80", name_of(tcp_port::http), "http"},
    {"tcp_443", name_of(tcp_port::https), "https"},
    {"tcp_666", name_of(tcp_port{666}), ""},
    {"tcp_1025", name_of(tcp_port{1025}), ""},
    {"tcp_8443", name_of(tcp_port{8443}), ""},
    {"tcp_67", name_of(tcp_port{67}), ""},
    // ARP().show()
    {"hardware_ethernet", name_of(hardware_type::ethernet), "Ethernet (10Mb)"},
    {"hardware_802", name_of(hardware_type::ieee802), "IEEE 802 Networks"},
    {"hardware_unknown", name_of(hardware_type{772}), ""},
    {"arp_who_has", name_of(arp_operation::who_has), "who-has"},
    {"arp_is_at", name_of(arp_operation::is_at), "is-at"},
    {"arp_rarp_rep", name_of(arp_operation::rarp_rep), "RARP-rep"},
    {"arp_unknown", name_of(arp_operation{65535}), ""},
    // ICMP().show()
    {"icmp_echo", name_of(icmp_type::echo), "echo-request"},
    {"icmp_unreachable", name_of(icmp_type::dest_unreach), "dest-unreach"},
    {"icmp_photuris", name_of(icmp_type::photuris), "photuris"},
    {"icmp_unknown", name_of(icmp_type{255}), ""},
    {"icmp_3_0", name_of_icmp_code(icmp_type::dest_unreach, 0), "network-unreachable"},
    {"icmp_3_3", name_of_icmp_code(icmp_type::dest_unreach, 3), "port-unreachable"},
    {"icmp_3_8", name_of_icmp_code(icmp_type::dest_unreach, 8), ""},
    {"icmp_3_13", name_of_icmp_code(icmp_type::dest_unreach, 13), "communication-prohibited"},
    {"icmp_5_0", name_of_icmp_code(icmp_type::redirect, 0), "network-redirect"},
    {"icmp_5_1", name_of_icmp_code(icmp_type::redirect, 1), "host-redirect"},
    {"icmp_8_0", name_of_icmp_code(icmp_type::echo, 0), ""},
    {"icmp_11_0", name_of_icmp_code(icmp_type::time_exceeded, 0), "ttl-zero-during-transit"},
    {"icmp_12_0", name_of_icmp_code(icmp_type::parameter_problem, 0), "ip-header-bad"},
    {"icmp_40_1", name_of_icmp_code(icmp_type::photuris, 1), "authentication-failed"},
    {"icmp_255_255", name_of_icmp_code(icmp_type{255}, 255), ""},
    // DNS().show()
    {"dns_a", name_of(dns_type::a), "A"},
    {"dns_https", name_of(dns_type::https), "HTTPS"},
    {"dns_spf", name_of(dns_type::spf), "SPF"},
    {"dns_axfr", name_of(dns_type::axfr), "AXFR"},
    {"dns_all", name_of(dns_type::all), "ALL"},
    {"dns_opt", name_of(dns_type::opt), "OPT"},
    {"dns_caa", name_of(dns_type::caa), "CAA"},
    {"dns_private", name_of(dns_type{65280}), ""},
    {"dns_in", name_of(dns_class::in), "IN"},
    {"dns_ch", name_of(dns_class::ch), "CH"},
    {"dns_any", name_of(dns_class::any), "ANY"},
    {"dns_no_class", name_of(dns_class{254}), ""},
    {"dns_query", name_of(dns_opcode::query), "QUERY"},
    {"dns_opcode_15", name_of(dns_opcode{15}), ""},
    {"dns_ok", name_of(dns_rcode::ok), "ok"},
    {"dns_name_error", name_of(dns_rcode::name_error), "name-error"},
    {"dns_rcode_15", name_of(dns_rcode{15}), ""},
    {"edns_cookie", name_of(edns_option::cookie), "COOKIE"},
    {"edns_subnet", name_of(edns_option::client_subnet), "edns-client-subnet"},
    {"edns_unknown", name_of(edns_option{65001}), ""},
    // IP(options=...).show()
    {"option_eol", name_of(ip_option_number::eol), "end_of_list"},
    {"option_nop", name_of(ip_option_number::nop), "nop"},
    {"option_rr", name_of(ip_option_number::rr), "record_route"},
    {"option_ssrr", name_of(ip_option_number::ssrr), "strict_source_route"},
    {"option_timestamp", name_of(ip_option_number::timestamp), "timestamp"},
    {"option_router_alert", name_of(ip_option_number::router_alert), "router_alert"},
    {"option_unknown", name_of(ip_option_number{31}), ""},
    {"class_control", name_of(ip_option_class::control), "control"},
    {"class_debug", name_of(ip_option_class::debug), "debug"},
    {"class_reserved", name_of(ip_option_class::reserved1), ""},
    // TCP(options=...).show()
    {"kind_eol", name_of(tcp_option_kind::eol), "EOL"},
    {"kind_wscale", name_of(tcp_option_kind::wscale), "WScale"},
    {"kind_sack", name_of(tcp_option_kind::sack), "SAck"},
    {"kind_alt_chksum_data", name_of(tcp_option_kind::alt_chksum_data), "AltChkSumOpt"},
    {"kind_tfo", name_of(tcp_option_kind::tfo), "TFO"},
    {"kind_multipath", name_of(tcp_option_kind{30}), ""},
    // no layer shows a link type; the words of the capture formats
    {"link_ethernet", name_of(link_type::ethernet), "ETHERNET"},
    {"link_cooked2", name_of(link_type::linux_cooked2), "LINUX_SLL2"},
    {"link_unknown", name_of(link_type{147}), ""},
};

class Names : public testing::TestWithParam<shown> {};

TEST_P(Names, AreScapys) { EXPECT_EQ(GetParam().got, GetParam().expected); }

INSTANTIATE_TEST_SUITE_P(Table, Names, testing::ValuesIn(texts),
                         [](const auto& c) { return std::string{c.param.name}; });

// --- and back -------------------------------------------------------------------------------------

/// How many of the 65,536 values have a name; each name must lead back to the value it came from.
template <class Number>
std::size_t names_that_read_back() {
  std::size_t count = 0;
  for (std::uint32_t value = 0; value != 65536; ++value) {
    const auto number = static_cast<Number>(value);
    const std::string_view name = name_of(number);
    if (name.empty()) continue;
    ++count;
    Number read{};
    EXPECT_TRUE(from_name(name, read)) << name;
    EXPECT_EQ(read, number) << name;
  }
  return count;
}

TEST(NamesRead, LeadBackToTheirPort) {
  EXPECT_EQ(names_that_read_back<tcp_port>(), 218U);  // lines of netbase 6.4's /etc/services
  EXPECT_EQ(names_that_read_back<udp_port>(), 95U);
}

TEST(NamesRead, LeadBackToTheirEtherType) { EXPECT_EQ(names_that_read_back<ether_type>(), 35U); }

TEST(NamesRead, LeadBackToTheirDnsType) {
  for (std::uint32_t value = 1; value != 65536; ++value) {  // 0 is below
    const auto type = static_cast<dns_type>(value);
    const std::string_view name = name_of(type);
    if (name.empty()) continue;
    dns_type read{};
    EXPECT_TRUE(from_name(name, read)) << name;
    EXPECT_EQ(read, type) << name;
  }
}

template <class Number>
constexpr Number read(std::string_view name, Number otherwise) {
  Number out = otherwise;
  return from_name(name, out) ? out : otherwise;
}

static_assert(read("AAAA", dns_type{}) == dns_type::aaaa);
static_assert(read("aaaa", dns_type{}) == dns_type::aaaa);
static_assert(read("Mx", dns_type{}) == dns_type::mx);
static_assert(read("any", dns_type{}) == dns_type::any, "as asked, not Scapy's name of type 0");
static_assert(read("all", dns_type{}) == dns_type::all);
static_assert(read("aaa", dns_type{9}) == dns_type{9});
static_assert(read("", dns_type{9}) == dns_type{9});
static_assert(read("domain", udp_port{}) == udp_port::domain);
static_assert(read("http", udp_port{9}) == udp_port{9}, "a name of TCP alone");
static_assert(read("http", tcp_port{}) == tcp_port::http);
static_assert(read("ftp-data", tcp_port{}) == tcp_port::ftp_data);
static_assert(read("bootps", tcp_port{9}) == tcp_port{9}, "a name of UDP alone");
static_assert(read("arp", ether_type{}) == ether_type::arp);
static_assert(read("n_802_1Q", ether_type{}) == ether_type::vlan);

}  // namespace names_test
}  // namespace packetry
