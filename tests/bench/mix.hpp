// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packetry.hpp>

#include <random>
#include <string>
#include <vector>

#include "yardstick/yardstick.h"

namespace packetry::bench {

using octet_string = std::vector<std::uint8_t>;

/// Traffic as it is seen at the border of a network, the same every time: 12 % of the frames have a VLAN tag or two; TCP
/// with time stamps, HTTP in it, DNS with chains of CNAME and OPT, ARP, ICMP. No IPv6: the C beside it reads none.
class mix {
 public:
  /// The next frame. Half of those that are too short for Ethernet are padded, as a receiver sees them.
  octet_string frame() {
    octet_string f = unpadded();
    if (f.size() < 60 && percent(50)) f.resize(60);
    return f;
  }

  octet_string dns_frame() { return percent(46) ? question() : answer(); }
  octet_string tcp_frame() { return segment("A", text(742)); }

 private:
  octet_string unpadded() {
    const unsigned kind = below(100);
    if (kind < 30) return segment("A", {});
    if (kind < 55) return segment("A", noise(1400));
    if (kind < 62) return segment("PA", numbered("GET /", 1000000) + " HTTP/1.1\r\nHost: " + name() +
                                            "\r\nUser-Agent: curl/8\r\nAccept: */*\r\n\r\n");
    if (kind < 68) return segment("PA", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 600\r\n\r\n" + text(600));
    if (kind < 73) return opening(kind < 71);
    if (kind < 79) return question();
    if (kind < 86) return answer();
    if (kind < 91) return over_udp(port(), 443, noise(40 + below(1210)));
    if (kind < 94) return address_resolution();
    return tagged(ether_type::ipv4, to_bytes(header() / icmp{.type = percent(50) ? icmp_type::echo_request : icmp_type::echo_reply,
                                                             .id = word(), .seq = word()} / noise(56)));
  }

  unsigned below(unsigned n) { return static_cast<unsigned>(random_() % n); }
  bool percent(unsigned n) { return below(100) < n; }
  std::uint16_t word() { return static_cast<std::uint16_t>(random_()); }
  std::uint32_t long_word() { return static_cast<std::uint32_t>(random_()); }
  /// One that systems give to who asks: services, which would be dissected, have none of these.
  std::uint16_t port() { return static_cast<std::uint16_t>(32768 + below(28232)); }
  mac_address mac() { return mac_address{0x0200'0000'0000u | (random_() & 0xff'ffff'ffffu)}; }
  ipv4_address address() {
    constexpr std::uint32_t networks[] = {10, 172, 192, 93, 151, 8};
    return ipv4_address{networks[below(6)] << 24 | below(65536) << 8 | (1 + below(254))};
  }
  std::string noise(unsigned size) {
    std::string octets(size, '\0');
    for (char& c : octets) c = static_cast<char>(random_());
    return octets;
  }
  std::string numbered(const char* word, unsigned n) {
    std::string text{word};
    return text += std::to_string(below(n));  // GCC 12 warns of word + std::to_string(…)
  }
  static std::string text(unsigned size) { return std::string(size, 'x'); }
  std::string name() {
    static constexpr const char* names[] = {"www.example.com",       "cdn.static.example.net", "api.github.com",
                                            "mail.google.com",       "a1.b2.c3.cloudfront.net", "ns1.provider.org",
                                            "_dns.resolver.arpa",    "en.wikipedia.org",       "x.y.z.corp.local"};
    const std::string base = names[below(9)];
    return percent(50) ? base : numbered("h", 1000) + "." + base;
  }

  /// Ethernet around it, with a tag or two.
  octet_string tagged(ether_type type, const octet_string& network) {
    const unsigned kind = below(100);
    const raw inner{bytes{network}};
    const auto link = [&](ether_type t) { return ether{.dst = mac(), .src = mac(), .type = t}; };
    const auto tag = [&](ether_type t) { return dot1q{.vlan = static_cast<std::uint16_t>(1 + below(4094)), .type = t}; };
    if (kind < 2) return to_bytes(link(ether_type::vlan) / tag(ether_type::vlan) / tag(type) / inner);
    if (kind < 12) return to_bytes(link(ether_type::vlan) / tag(type) / inner);
    return to_bytes(link(type) / inner);
  }
  ip header() {
    constexpr std::uint8_t lives[] = {64, 57, 128};
    return {.id = word(), .ttl = lives[below(3)], .src = address(), .dst = address()};
  }

  octet_string over_tcp(tcp t, const std::string& payload) {
    constexpr std::uint16_t services[] = {80, 443, 443, 443, 8080, 22};
    const std::uint16_t here = port(), there = services[below(6)];
    const bool request = percent(50);
    t.sport = request ? here : there, t.dport = request ? there : here;
    t.seq = long_word(), t.ack = long_word(), t.window = word();
    return tagged(ether_type::ipv4, to_bytes(header() / t / payload));
  }
  octet_string segment(const char* flags, const std::string& payload) {
    return over_tcp({.flags = flags, .options = {tcp_opt::nop(), tcp_opt::nop(), tcp_opt::timestamp(long_word(), long_word())}},
                    payload);
  }
  octet_string opening(bool first) {
    return over_tcp({.flags = first ? "S" : "SA",
                     .options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(long_word(), first ? 0 : 1),
                                 tcp_opt::nop(), tcp_opt::wscale(7)}},
                    {});
  }

  template <class Upper>
  octet_string over_udp(std::uint16_t from, std::uint16_t to, const Upper& upper) {
    return tagged(ether_type::ipv4, to_bytes(header() / udp{.sport = from, .dport = to} / upper));
  }
  octet_string question() {
    constexpr dns_type types[] = {dns_type::a, dns_type::aaaa, dns_type::mx, dns_type::ns};
    return over_udp(port(), 53, dns{.id = word(), .qd = {{.qname = name(), .qtype = types[below(4)]}}});
  }
  octet_string answer() {
    constexpr dns_type types[] = {dns_type::a, dns_type::aaaa, dns_type::cname};
    const dns_type type = types[below(3)];
    std::string owner = name();
    dns message{.id = word(), .qr = 1, .ra = 1, .qd = {{.qname = owner, .qtype = type}}};
    const auto add = [&](dns_type t, const dns_rdata& data) {
      message.an.push_back({.rrname = owner, .type = t, .ttl = 10 + below(3590), .rdata = data});
    };
    for (unsigned chain = type == dns_type::cname || percent(50) ? 1 + below(2) : 0; chain != 0; --chain) {
      const std::string alias = numbered("alias", 10) + "." + owner;
      add(dns_type::cname, domain_name{alias});
      owner = alias;
    }
    for (unsigned addresses = 1 + below(4); addresses != 0; --addresses) {
      if (type == dns_type::aaaa) add(type, ipv6_address{random_(), random_()});
      if (type != dns_type::aaaa) add(dns_type::a, address());
    }
    if (percent(50)) message.ar.push_back(dns_opt{.udp_size = 1232});
    return over_udp(53, port(), message);
  }
  octet_string address_resolution() {
    const auto op = percent(50) ? arp_operation::who_has : arp_operation::is_at;
    return tagged(ether_type::arp, to_bytes(arp{.op = op, .hwsrc = mac(), .psrc = address(), .hwdst = mac(), .pdst = address()}));
  }

  std::mt19937_64 random_{1};
};

/// Frames behind one another in memory, and where they are.
struct frames {
  std::vector<octet_string> octets;
  std::vector<frame> all;

  template <class Make>
  frames(std::size_t count, Make make) : octets(count) {
    for (octet_string& o : octets) all.push_back({(o = make()).data(), static_cast<std::uint32_t>(o.size())});
  }
};

}  // namespace packetry::bench
