// SPDX-License-Identifier: BSL-1.0
//
// Captures that nobody meant well with, through all that looks at a captured packet: cut at every octet, and damaged at
// random. What lies before the damage is delivered as it was; all else is an error that says what it is. Most of this is told
// by the sanitizers it is run under.

#include <packetry/io/capture_reader.hpp>
#include <packetry/io/capture_writer.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../io/capture_octets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace packetry {
namespace hostile_captures_test {

using octet_list = std::vector<std::uint8_t>;

// --- captures to damage -------------------------------------------------------------------------

/// Frames in which most layers stand.
std::vector<packet> frames() {
  const ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};
  const ipv6 six{.src = "2001:db8::1", .dst = "2001:db8::2"};
  const dns answer{.qr = 1, .qd = {{.qname = "hack.lu"}}, .an = {{.rrname = "hack.lu", .rdata = dns_mx{10, "mail.hack.lu"}}, {.rrname = "mail.hack.lu", .rdata = ipv4_address{"192.0.2.3"}}}};
  const packet lost{here / udp{.sport = 7, .dport = 9} / "abc"};
  return {
      packet{ether{} / arp{.pdst = "192.0.2.2"}},
      packet{ether{} / dot1q{.vlan = 5} / here / tcp{.options = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 2)}}},
      packet{ether{} / here / udp{} / answer / padding{"xyz"}},
      packet{ether{} / here / tcp{} / answer},
      packet{ether{} / here / tcp{} / http_request{.headers = {{"Host", "hack.lu"}}} / "body"},
      packet{ether{} / here / tcp{} / http_response{.headers = {{"Server", "x"}}}},
      packet{ether{} / here / icmp{.type = icmp_type::time_exceeded} / raw{lost.octets()}},
      packet{ether{} / here / udp{} / bootp{} / dhcp{.options = {dhcp_opt::message(dhcp_message::discover), dhcp_opt::end()}}},
      packet{ether{} / six / ipv6_hop_by_hop{} / icmpv6{.type = icmpv6_type::neighbor_solicitation, .options = {nd_opt::mtu()}}},
      packet{ether{} / six / ipv6_fragment{} / ipv6_routing{} / udp{.sport = 7, .dport = 9} / "abc"},
      packet{ether{} / here / gre{.chksum_present = 1, .key_present = 1} / ether{} / mpls{.label = 16} / six / icmpv6{.data = "ping"}},
      packet{ether{} / here / udp{} / vxlan{.vni = 42} / ether{} / pppoe{} / ppp{} / ppp_lcp{.options = {lcp_opt::mru(1492)}}},
      packet{ether{} / pppoed{.tags = {pppoe_tags::service_name("isp")}} / padding{"xyz"}},
      packet{ether{} / here / igmpv3{.type = igmp_type::report_v3, .records = {{.maddr = "239.1.2.3", .srcaddrs = {"192.0.2.1"}}}}},
      packet{ether{} / here / sctp{.sport = 1, .dport = 2, .chunks = {sctp_sack{.gap_ack_list = {{2, 3}}}, sctp_data{.data = "hello"}}}},
      packet{ether{} / here / udp{} / ntp{}},
      packet{ether{} / here / udp{.sport = 3000} / tftp{.filename = "x", .options = {{"blksize", "1428"}}}},
      packet{ether{} / here / udp{.sport = 53} / dns{.qr = 1, .qd = {}, .an = {{.rrname = "hack.lu", .rdata = dns_https{.svc_params = {svc::port(443)}}}}}},
      packet{dot3{} / llc{} / stp{} / padding{"xyz"}},
      packet{dot3{} / llc{} / snap{} / here / icmp{} / "ping"},
  };
}

octet_list written(const capture_options& options) {
  const test::scratch_file file;
  {
    capture_writer out{file.path(), options};
    for (const packet& p : frames()) out.write(p);
    out.close();
  }
  return file.content();
}

struct capture {
  std::string name;
  octet_list octets;
};
std::vector<capture> all_captures() {
  return {{"pcap", written({.format = capture_format::pcap})},
          {"nanoseconds", written({.nanoseconds = true, .format = capture_format::pcap})},
          {"pcapng", written({.format = capture_format::pcapng, .comment = "small"})}};
}

// --- all that looks at a packet -------------------------------------------------------------------

template <class L>
void spoil(packet& p) {
  try {
    p.edit<L>([](L& layer) {
      if constexpr (requires { layer.chksum.reset(); }) layer.chksum.reset();
      if constexpr (requires { layer.len.reset(); }) layer.len.reset();
      if constexpr (requires { layer.options = {}; }) layer.options = {};
    });
  } catch (const packet_failure&) {  // too long for its fields
  }
}

void use_packet(const capture_record& record, bool text) {
  const packet_view v = dissect(record);
  EXPECT_FALSE(v.fault() && to_string(*v.fault()).empty());
  for (const layer_handle layer : v.layers()) layer.visit([]<class L>(const layer_view<L>& view) { static_cast<void>(detail::decode(view)); });
  EXPECT_FALSE(text && v.size() != 0 && (show_text(v).empty() || summary_text(v).empty()));
  packet p{record};
  static_cast<void>(verify(p));
  p.recompute();
  EXPECT_EQ(p.size(), record.octets.size());
  packet changed{record};
  for (const layer_handle layer : v.layers())
    layer.visit([&]<class L>(const layer_view<L>&) {
      if (changed.has<L>()) spoil<L>(changed);
    });
  changed.recompute();
}

/// The packets of a capture, and whether it is damaged.
struct contents {
  std::vector<octet_list> packets{};
  bool damaged = false;
};
contents use(const octet_list& capture, bool text) {
  contents found;
  const octet_list exact{capture.begin(), capture.end()};  // so that what is read behind the end is found out
  capture_reader reader{bytes{exact}};
  while (const auto record = reader.next()) {
    found.packets.emplace_back(record->octets.begin(), record->octets.end());
    use_packet(*record, text);
  }
  found.damaged = reader.error().has_value();
  EXPECT_FALSE(found.damaged && to_string(*reader.error()).empty());
  return found;
}

// --- cut ------------------------------------------------------------------------------------------

std::size_t word(const octet_list& octets, std::size_t at) {
  return octets[at] | std::size_t{octets[at + 1]} << 8 | std::size_t{octets[at + 2]} << 16 | std::size_t{octets[at + 3]} << 24;
}

/// Where a capture can end: behind its header and each record, or behind each block.
std::vector<std::size_t> ends_of(const octet_list& capture) {
  const bool blocks = capture[0] == 0x0a;
  std::vector<std::size_t> ends;
  for (std::size_t at = blocks ? 0 : 24; at < capture.size(); at += blocks ? word(capture, at + 4) : 16 + word(capture, at + 8)) ends.push_back(at);
  ends.push_back(capture.size());
  if (blocks) ends.erase(ends.begin());
  return ends;
}

TEST(HostileCaptures, CutAtEveryOctetAreReadUpToTheCut) {
  for (const capture& c : all_captures()) {
    const contents whole = use(c.octets, true);
    ASSERT_FALSE(whole.damaged) << c.name;
    ASSERT_EQ(whole.packets.size(), frames().size()) << c.name;
    const std::vector<std::size_t> ends = ends_of(c.octets);
    std::size_t before = 0;
    for (std::size_t n = 0; n != c.octets.size(); ++n) {
      const contents cut = use({c.octets.begin(), c.octets.begin() + static_cast<std::ptrdiff_t>(n)}, n % 16 == 0);
      EXPECT_EQ(cut.damaged, !std::ranges::count(ends, n)) << c.name << " cut at " << n;
      ASSERT_TRUE(cut.packets.size() == before || cut.packets.size() == before + 1) << c.name << " cut at " << n;
      before = cut.packets.size();
      EXPECT_TRUE(std::ranges::equal(cut.packets, std::ranges::subrange(whole.packets.begin(), whole.packets.begin() + static_cast<std::ptrdiff_t>(before))));
    }
    EXPECT_EQ(before, whole.packets.size() - 1) << c.name;
  }
}

// --- damaged --------------------------------------------------------------------------------------

TEST(HostileCaptures, DamagedAtRandomAreReadOrRefused) {
  const std::vector<capture> captures = all_captures();
  std::mt19937 chance{20131022};  // always the same
  const auto below = [&](std::size_t n) { return chance() % n; };
  std::size_t refused = 0, read = 0;
  for (std::size_t i = 0; i != 10'000; ++i) {
    octet_list octets = captures[i % captures.size()].octets;
    for (std::size_t wounds = 1 + below(8); wounds != 0 && !octets.empty(); --wounds) {
      const auto at = octets.begin() + static_cast<std::ptrdiff_t>(below(octets.size()));
      switch (below(6)) {
        case 0: octets.insert(at, static_cast<std::uint8_t>(chance())); break;
        case 1: octets.erase(at); break;
        case 2: *at = std::uint8_t{0xff}; break;
        case 3: *at = std::uint8_t{0}; break;
        case 4: *at = static_cast<std::uint8_t>(*at ^ 1u << below(8)); break;
        default: *at = static_cast<std::uint8_t>(chance());
      }
    }
    const contents found = use(octets, i % 16 == 0);
    refused += found.damaged;
    read += found.packets.size();
  }
  // Both happen, or the damage is not what it is meant to be.
  EXPECT_GT(refused, 1'000u);
  EXPECT_LT(refused, 9'000u);
  EXPECT_GT(read, 20'000u);
}

}  // namespace hostile_captures_test
}  // namespace packetry
