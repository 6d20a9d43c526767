// SPDX-License-Identifier: BSL-1.0
//
// seeds FOLDER: what each fuzzer begins with, as FOLDER/TARGET/NAME. Made by packetry, so that they follow its layers.
#include <packetry/packetry.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>

using namespace packetry;

namespace {

using octet_list = std::vector<std::uint8_t>;

const ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};
const ipv6 six{.src = "2001:db8::1", .dst = "2001:db8::2"};
const tcp_options options{tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 2), tcp_opt::nop(), tcp_opt::wscale(7)};

dns answer() {
  return {.qr = 1,
          .qd = {{.qname = "hack.lu"}},
          .an = {{.rrname = "hack.lu", .rdata = dns_mx{10, "mail.hack.lu"}},
                 {.rrname = "mail.hack.lu", .rdata = ipv4_address{"192.0.2.3"}},
                 {.rrname = "hack.lu", .rdata = dns_txt{"a", "b"}}},
          .ar = {dns_opt{.options = {{10, "12345678"}}}}};
}

dns later_answer() {
  return {.qr = 1,
          .qd = {{.qname = "hack.lu", .qtype = dns_type::https}},
          .an = {{.rrname = "hack.lu", .rdata = dns_https{.svc_params = {svc::alpn({"h2", "h3"}), svc::port(8443), svc::ipv4hint({"192.0.2.1"})}}},
                 {.rrname = "hack.lu", .rdata = dns_caa{.value = "ca.example.net"}},
                 {.rrname = "hack.lu", .rdata = dns_nsec{.nextname = "www.hack.lu", .typebitmaps = {dns_type::a, dns_type::mx, dns_type::caa}}}},
          .ns = {{.rrname = "hack.lu", .rdata = dns_rrsig{.labels = 2, .signersname = "hack.lu", .signature = "signature"}},
                 {.rrname = "hack.lu", .rdata = dns_ds{.digest = "digest"}},
                 {.rrname = "hack.lu", .rdata = dns_dnskey{.publickey = "key"}}}};
}

const sctp_chunks chunks{sctp_init{.init_tag = 7, .params = {{.kind = sctp_param_kind::state_cookie, .data = bytes{octets{"cookie"}}}}},
                         sctp_sack{.gap_ack_list = {{2, 3}}, .dup_tsn_list = {{8}}}, sctp_data{.tsn = 1, .data = "hello"}, sctp_abort{}};
const pppoe_tag_list tags{pppoe_tags::service_name("isp"), pppoe_tags::ac_name("ac"), pppoe_tags::end_of_list()};

struct seed {
  std::string name;
  octet_list octets;
};

std::vector<seed> frames() {
  return {
      {"arp", to_bytes(ether{} / arp{.pdst = "192.0.2.2"})},
      {"vlan_tcp_options", to_bytes(ether{} / dot1q{.vlan = 5} / here / tcp{.options = options})},
      {"dns_answer", to_bytes(ether{} / here / udp{.sport = 53} / answer())},
      {"dns_over_tcp", to_bytes(ether{} / here / tcp{} / answer())},
      {"http_request", to_bytes(ether{} / here / tcp{} / http_request{.headers = {{"Host", "hack.lu"}}} / "body")},
      {"http_response", to_bytes(ether{} / here / tcp{} / http_response{.headers = {{"Server", "x"}}})},
      {"icmp_error", to_bytes(ether{} / here / icmp{.type = icmp_type::time_exceeded} / ip_error{} / udp_error{} / "x")},
      {"dhcp", to_bytes(ether{} / here / udp{} / bootp{} / dhcp{.options = {dhcp_opt::message(dhcp_message::discover), dhcp_opt::end()}})},
      {"neighbour", to_bytes(ether{} / six / ipv6_hop_by_hop{} / icmpv6{.type = icmpv6_type::neighbor_solicitation, .options = {nd_opt::mtu()}})},
      {"extension_headers", to_bytes(ether{} / six / ipv6_fragment{} / ipv6_routing{.addresses = {"::1"}} / udp{.sport = 7, .dport = 9} / "abc")},
      {"spanning_tree", to_bytes(dot3{} / llc{} / stp{})},
      {"gre", to_bytes(ether{} / here / gre{.chksum_present = 1, .key_present = 1, .seqnum_present = 1} / here / icmp{})},
      {"gre_with_a_frame", to_bytes(ether{} / six / gre{} / ether{} / arp{.pdst = "192.0.2.2"})},
      {"vxlan", to_bytes(ether{} / here / udp{} / vxlan{.vni = 42} / ether{} / here / icmp{})},
      {"mpls", to_bytes(ether{} / mpls{.label = 16, .ttl = 64} / mpls{.label = 17, .ttl = 63} / six / icmpv6{})},
      {"pppoe_discovery", to_bytes(ether{} / pppoed{.tags = tags} / padding{"pad"})},
      {"ppp_lcp", to_bytes(ether{} / pppoe{} / ppp{} / ppp_lcp{.options = {lcp_opt::mru(1492), lcp_opt::magic_number(7)}})},
      {"ppp_echo", to_bytes(ether{} / pppoe{} / ppp{} / ppp_lcp{.code = ppp_code::echo_request, .data = "data"})},
      {"ppp_ipcp", to_bytes(ether{} / pppoe{} / ppp{} / ppp_ipcp{.options = {ipcp_opt::address("192.0.2.9")}} / padding{"pad"})},
      {"ppp_ip", to_bytes(ether{} / pppoe{} / ppp{} / here / udp{.sport = 7, .dport = 9} / "abc")},
      {"igmp", to_bytes(ether{} / here / igmp{.type = igmp_type::report_v2, .gaddr = "239.1.2.3"})},
      {"igmp_query", to_bytes(ether{} / here / igmpv3{.gaddr = "239.1.2.3", .srcaddrs = {"192.0.2.1", "192.0.2.2"}})},
      {"igmp_report", to_bytes(ether{} / here / igmpv3{.type = igmp_type::report_v3, .records = {{.maddr = "239.1.2.3", .srcaddrs = {"192.0.2.1"}, .auxdata = "1234"}, {}}})},
      {"sctp", to_bytes(ether{} / here / sctp{.sport = 1, .dport = 2, .tag = 7, .chunks = chunks})},
      {"ntp", to_bytes(ether{} / here / udp{} / ntp{.sent = timestamp{1515328200}} / "key and digest")},
      {"tftp", to_bytes(ether{} / here / udp{.sport = 3000} / tftp{.filename = "x", .options = {{"blksize", "1428"}}})},
      {"tftp_data", to_bytes(ether{} / here / udp{.sport = 3000} / tftp{.op = tftp_op::data, .block = 1} / "file")},
      {"tftp_error", to_bytes(ether{} / here / udp{.sport = 3000} / tftp{.op = tftp_op::error, .errormsg = "no"})},
      {"llmnr", to_bytes(ether{} / here / udp{.sport = 5000, .dport = 5355} / dns{.qd = {{.qname = "pc"}}})},
      {"dnssec", to_bytes(ether{} / here / udp{.sport = 53} / later_answer())},
      {"snap", to_bytes(dot3{} / llc{} / snap{} / here / icmp{} / "ping")},
  };
}

octet_list led_by(std::initializer_list<std::uint8_t> lead, const octet_list& octets) {
  octet_list all{lead};
  all.insert(all.end(), octets.begin(), octets.end());
  return all;
}

void write(const std::filesystem::path& folder, const std::string& name, bytes octets) {
  std::filesystem::create_directories(folder);
  std::ofstream{folder / name, std::ios::binary}.write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
}

void write_captures(const std::filesystem::path& folder) {
  std::filesystem::create_directories(folder);
  std::vector<packet> packets;
  for (const seed& s : frames()) packets.emplace_back(s.octets);
  wrpcap(folder / "classic.pcap", packets);
  wrpcapng(folder / "next_generation.pcapng", packets);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "seeds FOLDER\n";
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  for (const seed& s : frames()) {
    write(folder / "dissect", s.name, led_by({0, 1}, s.octets));
    write(folder / "edit", s.name, led_by({0}, s.octets));
  }
  write(folder / "dns", "answer", to_bytes(answer()));
  write(folder / "dns", "later_answer", to_bytes(later_answer()));
  write(folder / "dns", "question", to_bytes(dns{.id = 7, .qd = {{.qname = "2013.hack.lu"}}}));
  write(folder / "options", "tcp", options.octets());
  write(folder / "options", "ip", ip_options{ip_opt::nop(), ip_opt::router_alert()}.octets());
  write(folder / "options", "dhcp", dhcp_options{dhcp_opt::message(dhcp_message::request), dhcp_opt::end()}.octets());
  write(folder / "options", "neighbour_discovery", nd_options{nd_opt::mtu(), nd_opt::prefix("2001:db8::")}.octets());
  write(folder / "options", "link_control", lcp_options{lcp_opt::mru(1492), lcp_opt::magic_number(7)}.octets());
  write(folder / "options", "tags", tags.octets());
  write(folder / "options", "service_parameters", svc_params{svc::alpn({"h2"}), svc::port(443)}.octets());
  write(folder / "options", "chunks", chunks.octets());
  write(folder / "options", "texts", tftp_options{{"blksize", "1428"}, {"tsize", "0"}}.octets());
  write(folder / "options", "types", dns_type_bitmap{dns_type::a, dns_type::caa}.octets());
  write_captures(folder / "capture");
}
