// SPDX-License-Identifier: BSL-1.0
//
// Every vector of the corpus that consists of packetry's layers, as an expression: the octets and the summary are
// Scapy's. (What these octets print as when they are dissected again: show_vectors_test.cpp.)

#include "vectors.hpp"

#include <packetry/io/capture_reader.hpp>
#include <packetry/io/capture_writer.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <set>

namespace packetry {
namespace vectors_test {

using test::all_vectors;
using test::crafted;

// --- what is not compared -------------------------------------------------------------------------

struct difference {
  std::string_view id;
  std::string_view summary;  ///< packetry's
  std::string_view why;
};

/// Summaries that are meant to differ from Scapy's.
constexpr difference different_summaries[] = {
    {"ether-005", "0a:0b:0c:0d:0e:0f > aa:bb:cc:dd:ee:ff (0xffff) / Raw", "an address is a value, not the text it was made from"},
    {"dns-042", "DNS Ans 'web.example.com.'", "names are compressed when they are sent; until then they are names"},
    {"dhcp-002", "IP / UDP / BOOTP / DHCP Discover", "a kind of message is a number, which Scapy looks up when it dissects"},
    {"dhcp-004", "IP / UDP / BOOTP / DHCP Request", "a kind of message is a number, which Scapy looks up when it dissects"},
    {"dhcp-005", "IP / UDP / BOOTP / DHCP Offer", "a kind of message is a number, which Scapy looks up when it dissects"},
    {"dhcp-007", "IP / UDP / BOOTP / DHCP Release", "a kind of message is a number, which Scapy looks up when it dissects"},
    {"dhcp-009", "IP / UDP / BOOTP / DHCP Nak", "a kind of message is a number, which Scapy looks up when it dissects"},
    {"dhcp-011", "IP / UDP / BOOTP / DHCP Discover", "a kind of message is a number, which Scapy looks up when it dissects"},
    {"dhcp-012", "Ether / IP / UDP / BOOTP / DHCP Inform", "a kind of message is a number, which Scapy looks up when it dissects"},
    {"ipv6-043", "IPv6 / TCP 2001:db8:0:1:1:1:1:1:tcpmux > 2001:0:0:1::1:2 S", "what a Teredo address holds is not printed"},
};

// --- comparison -----------------------------------------------------------------------------------

/// Scapy prints names and octets as Python's b'…'.
std::string without_python_b(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i != text.size(); ++i) {
    const bool literal = text.compare(i, 2, "b'") == 0 && i != 0 && (text[i - 1] == ' ' || text[i - 1] == '[');
    if (!literal) out += text[i];
  }
  return out;
}

struct CraftedVectors : testing::Test {
  std::map<std::string, test::corpus_line> corpus;

  void SetUp() override {
    for (test::corpus_line& line : test::read_corpus("vectors_dev.jsonl")) corpus[line.at("id")] = std::move(line);
    if (corpus.empty()) GTEST_SKIP() << "the corpus is not here: no " PACKETRY_CORPUS "/vectors_dev.jsonl";
  }
};

TEST_F(CraftedVectors, HaveAnExpressionEach) {
  std::set<std::string_view> known;
  for (const crafted& v : all_vectors()) {
    EXPECT_TRUE(known.insert(v.id).second) << v.id << " has two expressions";
    EXPECT_TRUE(corpus.contains(std::string{v.id})) << v.id << " is no vector";
  }
  for (const auto& [id, line] : corpus) EXPECT_TRUE(known.contains(id)) << id << " has no expression: " << line.at("scapy");
}

TEST_F(CraftedVectors, AreScapysOctets) {
  for (const crafted& v : all_vectors()) {
    const auto line = corpus.find(std::string{v.id});
    if (line == corpus.end()) continue;
    EXPECT_EQ(v.octets, test::octets_of(line->second.at("hex"))) << v.id << ": " << line->second.at("scapy");
  }
}

TEST_F(CraftedVectors, HaveScapysSummary) {
  std::size_t different = 0;
  for (const crafted& v : all_vectors()) {
    const auto line = corpus.find(std::string{v.id});
    if (line == corpus.end()) continue;
    const std::string theirs = without_python_b(line->second.at("summary"));
    const auto* const d = std::ranges::find(different_summaries, v.id, &difference::id);
    if (d == std::end(different_summaries)) {
      EXPECT_EQ(v.summary, theirs) << v.id << ": " << line->second.at("scapy");
    } else {
      ++different;
      EXPECT_EQ(v.summary, d->summary) << v.id << ": " << line->second.at("scapy");
      EXPECT_NE(v.summary, theirs) << v.id << " differs no more: " << d->why;
    }
  }
  EXPECT_EQ(different, std::size(different_summaries));
}

// --- for tshark -----------------------------------------------------------------------------------

/// A vector as an Ethernet frame, so that one capture holds them all. `first` is Scapy's name of its outermost layer.
std::vector<std::uint8_t> framed(const crafted& v, std::string_view first) {
  const auto carrier = test::tagged_frame / test::from_here;
  if (first == "ARP")
    return to_bytes(ether{.dst = test::tagged_frame.dst, .src = test::tagged_frame.src, .type = ether_type::arp} / v.octets);
  if (first == "IP")
    return to_bytes(ether{.dst = test::tagged_frame.dst, .src = test::tagged_frame.src, .type = ether_type::ipv4} / v.octets);
  if (first == "DNS") return to_bytes(carrier / udp{.sport = 40000, .dport = 53} / v.octets);
  const auto over_ip = [&](ip_protocol p) {
    ip header = test::from_here;
    header.proto = p;
    return to_bytes(ether{.dst = test::tagged_frame.dst, .src = test::tagged_frame.src} / header / v.octets);
  };
  const auto above = [&](ether_type t) {
    return to_bytes(ether{.dst = test::tagged_frame.dst, .src = test::tagged_frame.src, .type = t} / v.octets);
  };
  if (first == "IPv6") return above(ether_type::ipv6);
  if (first == "LLC") return to_bytes(dot3{.dst = test::tagged_frame.dst, .src = test::tagged_frame.src} / v.octets);
  if (first == "SNAP")
    return to_bytes(dot3{.dst = test::tagged_frame.dst, .src = test::tagged_frame.src} / llc{.dsap = 0xaa, .ssap = 0xaa, .ctrl = 3} /
                    v.octets);
  if (first == "UDP") return over_ip(ip_protocol::udp);
  if (first == "TCP") return over_ip(ip_protocol::tcp);
  return v.octets;
}

// tshark_test.py reads this capture, and which vector is in which frame: PACKETRY_VECTORS names the file.
TEST_F(CraftedVectors, GoIntoOneCapture) {
  const char* const wanted = std::getenv("PACKETRY_VECTORS");
  const std::string path = wanted ? wanted : testing::TempDir() + "packetry_vectors.pcap";
  std::vector<std::vector<std::uint8_t>> frames;
  {
    capture_writer capture{path};
    std::ofstream ids{path + ".ids"};
    for (const crafted& v : all_vectors()) {
      const std::string first = corpus.at(std::string{v.id}).at("first");
      if (first.starts_with("CookedLinux")) continue;  // its link type is another
      frames.push_back(framed(v, first));
      capture.write(frames.back(), {.link = link_type::ethernet});
      ids << v.id << '\n';
    }
    capture.close();
  }
  std::size_t n = 0;
  for (const capture_record& r : capture_reader{path}) {
    ASSERT_LT(n, frames.size());
    EXPECT_TRUE(std::ranges::equal(r.octets, frames[n])) << n;
    ++n;
  }
  EXPECT_EQ(n, frames.size());
  if (!wanted) {
    std::remove(path.c_str());
    std::remove((path + ".ids").c_str());
  }
}

}  // namespace vectors_test
}  // namespace packetry
