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
  write(folder / "dns", "question", to_bytes(dns{.id = 7, .qd = {{.qname = "2013.hack.lu"}}}));
  write(folder / "options", "tcp", options.octets());
  write(folder / "options", "ip", ip_options{ip_opt::nop(), ip_opt::router_alert()}.octets());
  write(folder / "options", "dhcp", dhcp_options{dhcp_opt::message(dhcp_message::request), dhcp_opt::end()}.octets());
  write(folder / "options", "neighbour_discovery", nd_options{nd_opt::mtu(), nd_opt::prefix("2001:db8::")}.octets());
  write_captures(folder / "capture");
}
