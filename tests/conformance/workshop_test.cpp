// SPDX-License-Identifier: BSL-1.0
//
// The last page of the workshop "Foundational Packetry": twelve frames of a conversation by ARP, DNS and HTTP, as Scapy's
// summary printed them there. The same frames, put together by packetry, print the same lines.

#include <packetry/io/rdpcap.hpp>
#include <packetry/io/wrpcap.hpp>
#include <packetry/packet/answers.hpp>
#include <packetry/packet/repair.hpp>
#include <packetry/show/summary.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace workshop_test {

constexpr std::string_view lines[] = {
    "Ether / ARP who has 192.168.2.254 says 192.168.2.253",
    "Ether / ARP is at 00:50:56:f7:0a:ec says 192.168.2.254 / Padding",
    "Ether / IP / UDP / DNS Qry '2013.hack.lu.'",
    "Ether / IP / UDP / DNS Ans 192.168.2.254",
    "Ether / IP / TCP 192.168.2.253:666 > 192.168.2.254:http S",
    "Ether / IP / TCP 192.168.2.254:http > 192.168.2.253:666 SA / Padding",
    "Ether / IP / TCP 192.168.2.253:666 > 192.168.2.254:http A / Raw",
    "Ether / IP / TCP 192.168.2.254:http > 192.168.2.253:666 A / Padding",
    "Ether / IP / TCP 192.168.2.254:http > 192.168.2.253:666 PA / Raw",
    "Ether / IP / TCP 192.168.2.254:http > 192.168.2.253:666 PA / Raw / Padding",
    "Ether / IP / TCP 192.168.2.254:http > 192.168.2.253:666 PA / Raw / Padding",
    "Ether / IP / TCP 192.168.2.254:http > 192.168.2.253:666 PA / Raw / Padding",
};

/// The slide was made by a Scapy that did not know HTTP. So is this catalog.
struct without_http : catalog<ether, ip, tcp, udp, dns, arp> {};
using plain_packet = basic_packet<without_http>;

constexpr mac_address our_mac{"00:50:56:00:00:01"}, their_mac{"00:50:56:f7:0a:ec"};
constexpr ipv4_address us{"192.168.2.253"}, them{"192.168.2.254"};
constexpr auto sent = ether{.dst = their_mac, .src = our_mac}, received = ether{.dst = our_mac, .src = their_mac};

/// What was received was filled up to the shortest frame of Ethernet, 60 octets without its check sequence.
template <class P>
plain_packet filled(const P& frame) {
  const std::size_t size = wire_size(frame);
  if (size >= 60) return plain_packet{frame};
  return plain_packet{frame / padding{octets::filled(60 - size, 0)}};
}

/// Our segment, and theirs.
template <class Payload>
auto segment_to_them(tcp_flags flags, std::uint32_t seq, std::uint32_t ack, const Payload& payload) {
  return sent / ip{.src = us, .dst = them} / tcp{.sport = 666, .dport = 80, .seq = seq, .ack = ack, .flags = flags} / payload;
}
template <class Payload>
auto segment_to_us(tcp_flags flags, std::uint32_t seq, std::uint32_t ack, const Payload& payload) {
  return received / ip{.src = them, .dst = us} / tcp{.sport = 80, .dport = 666, .seq = seq, .ack = ack, .flags = flags} / payload;
}

constexpr std::string_view request = "GET / HTTP/1.1\r\nHost: 2013.hack.lu\r\n\r\n";
constexpr std::string_view response = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/plain\r\n\r\n";

std::vector<plain_packet> conversation() {
  const dns question{.id = 7, .qd = {{.qname = "2013.hack.lu"}}};
  const dns answer{.id = 7, .qr = 1, .ra = 1, .qd = {{.qname = "2013.hack.lu"}},
                   .an = {{.rrname = "2013.hack.lu", .ttl = 300, .rdata = them}}};
  const auto sent_length = static_cast<std::uint32_t>(request.size());
  const auto response_length = static_cast<std::uint32_t>(response.size());
  return {
      plain_packet{ether{.dst = mac_address::broadcast(), .src = our_mac} / arp{.hwsrc = our_mac, .psrc = us, .pdst = them}},
      filled(received / arp{.op = arp_operation::is_at, .hwsrc = their_mac, .psrc = them, .hwdst = our_mac, .pdst = us}),
      plain_packet{sent / ip{.src = us, .dst = them} / udp{} / question},
      filled(received / ip{.src = them, .dst = us} / udp{} / answer),
      plain_packet{segment_to_them("S", 1000, 0, "")},
      filled(segment_to_us("SA", 5000, 1001, "")),
      plain_packet{segment_to_them("A", 1001, 5001, request)},
      filled(segment_to_us("A", 5001, 1001 + sent_length, "")),
      filled(segment_to_us("PA", 5001, 1001 + sent_length, response)),
      filled(segment_to_us("PA", 5001 + response_length, 1001 + sent_length, "3\r\n")),
      filled(segment_to_us("PA", 5004 + response_length, 1001 + sent_length, "hi!\r\n")),
      filled(segment_to_us("PA", 5009 + response_length, 1001 + sent_length, "0\r\n\r\n")),
  };
}

TEST(Workshop, LastPagePrintsItsLines) {
  const std::vector<plain_packet> packets = conversation();
  ASSERT_EQ(packets.size(), std::size(lines));
  for (std::size_t i = 0; i != packets.size(); ++i) EXPECT_EQ(summary_text(packets[i]), lines[i]) << i;
}

TEST(Workshop, LastPageIsPaddedWhereItSaysSo) {
  for (const plain_packet& p : conversation()) {
    const bool says_padding = summary_text(p).ends_with("Padding");
    EXPECT_EQ(p.has<padding>(), says_padding);
    if (says_padding) {
      EXPECT_EQ(p.size(), 60u);
    }
    EXPECT_FALSE(p.fault());
    EXPECT_TRUE(verify(p.view()).empty());
  }
}

TEST(Workshop, LastPageKnowsHttpWhereTheCatalogDoes) {
  const std::vector<plain_packet> packets = conversation();
  EXPECT_EQ(summary_text(packet{packets[6].octets()}), "Ether / IP / TCP / HTTP / GET '/' ");
  EXPECT_EQ(summary_text(packet{packets[8].octets()}), "Ether / IP / TCP / HTTP / 200 OK");
}

TEST(Workshop, LastPageIsAnsweredAsItReads) {
  const std::vector<plain_packet> packets = conversation();
  constexpr std::size_t pairs[][2] = {{0, 1}, {2, 3}, {4, 5}, {6, 7}};
  for (const auto& [asked, answered] : pairs) {
    EXPECT_TRUE(answers(packets[answered], packets[asked])) << explain(packets[answered], packets[asked]);
    EXPECT_FALSE(answers(packets[asked], packets[answered])) << asked;
  }
}

TEST(Workshop, LastPageGoesThroughACapture) {
  const std::string path = testing::TempDir() + "packetry_workshop.pcap";
  const std::vector<plain_packet> packets = conversation();
  wrpcap(path, packets);
  const auto again = rdpcap(path, 100, without_http{});
  ASSERT_EQ(again.size(), std::size(lines));
  for (std::size_t i = 0; i != again.size(); ++i) {
    EXPECT_EQ(summary_text(again[i]), lines[i]) << i;
    EXPECT_EQ(again[i], packets[i]) << i;
  }
  std::remove(path.c_str());
}

}  // namespace workshop_test
}  // namespace packetry
