// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/record_places.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>

#include <gtest/gtest.h>

#include <string>

namespace packetry {
namespace record_places_test {

using detail::record_places;

/// Of so many records, in a message of so many octets.
constexpr record_places noted(std::size_t count, std::size_t octets) {
  record_places places;
  places.begin(octets);
  for (std::size_t i = 0; i != count; ++i) places.note(i, 12 + 20 * i, 2, 17 + i);
  places.end(count);
  return places;
}

static_assert(!record_places{}.known());
static_assert(noted(3, 72).known() && noted(3, 72).size() == 3);
static_assert(noted(3, 72)[2].at == 52 && noted(3, 72)[2].name_octets == 2 && noted(3, 72)[2].name_size == 19);
static_assert(noted(record_places::most, 0xffff).known());
static_assert(!noted(record_places::most + 1, 72).known(), "no room");
static_assert(!noted(3, 0x10000).known(), "an offset has 16 bits");

TEST(RecordPlaces, AreCopiedAsFarAsTheyAreUsed) {
  const record_places places = noted(3, 72);
  record_places other = places;
  EXPECT_EQ(other.size(), 3u);
  EXPECT_EQ(other[1].at, 32);
  const record_places last{places, 1, 1};
  EXPECT_EQ(last.size(), 3u);
  EXPECT_EQ(last[2].name_size, 19);
  other = record_places{};
  EXPECT_FALSE(other.known());
}

// --- in a message: what is read by places is what is found one after the other -----------------------------------------------

dns message(std::size_t answers) {
  dns m{.qr = 1, .qd = {{.qname = "www.example.com"}}};
  for (std::size_t i = 0; i != answers; ++i)
    m.an.push_back({.rrname = i % 2 ? "www.example.com" : "a.www.example.com", .ttl = static_cast<std::uint32_t>(i), .rdata = ipv4_address{192, 0, 2, 1}});
  m.ns.push_back({.rrname = "example.com", .rdata = domain_name{"ns.example.com"}});
  m.ar.push_back(dns_opt{.udp_size = 1232});
  return m;
}

template <class Range>
std::string listed(const Range& records) {
  std::string text;
  for (const auto& r : records)
    text += to_string(r.rrname()) + " " + std::to_string(r.rrname_size()) + " " + std::to_string(detail::plain_value(r.type())) + " " +
            std::to_string(r.ttl()) + " " + std::to_string(r.rdata().size()) + "; ";
  return text;
}
template <class View>
std::string listed_message(const View& v) {
  std::string text;
  for (const auto& q : v.qd()) text += to_string(q.qname()) + " " + std::to_string(q.qname_size()) + "; ";
  return text + "| " + listed(v.an()) + "| " + listed(v.ns()) + "| " + listed(v.ar());
}

/// The same message, read without places.
std::string walked(bytes octets, std::size_t prefix) {
  const layer_view<dns> v{octets.data() + prefix, octets.data() + octets.size(), octets.data() + octets.size(), false};
  EXPECT_FALSE(v.places.known());
  return listed_message(v);
}

TEST(RecordPlaces, OfAMessageGiveTheRecordsThatAreThere) {
  for (std::size_t answers = 0; answers != 8; ++answers) {
    const auto octets = to_bytes(ether{} / ip{.src = "192.0.2.2", .dst = "192.0.2.1"} / udp{.sport = 53, .dport = 5353} / message(answers));
    const packet_view packet = dissect(octets);
    ASSERT_TRUE(packet.has<dns>() && !packet.fault());
    const auto v = packet.view<dns>();
    EXPECT_EQ(v->places.known(), answers <= record_places::most - 3) << answers;
    EXPECT_EQ(listed_message(*v), walked(octets, 42)) << answers;
    const packet_view copy = packet;
    EXPECT_EQ(listed_message(*copy.view<dns>()), walked(octets, 42)) << answers;
  }
}

TEST(RecordPlaces, OfAMessageThatIsCutAreNotKnown) {
  const auto octets = to_bytes(ether{} / ip{.src = "192.0.2.2", .dst = "192.0.2.1"} / udp{.sport = 53, .dport = 5353} / message(2));
  for (std::size_t size = 55; size != octets.size(); ++size) {
    const packet_view packet = dissect(bytes{octets}.first(size));
    const auto v = packet.view<dns>();
    ASSERT_TRUE(v) << size;
    EXPECT_FALSE(v->places.known()) << size;
    EXPECT_TRUE(packet.fault()) << size;
  }
}

TEST(RecordPlaces, OfASecondMessageAreItsOwn) {
  const dns inner = message(1), outer = message(3);
  const auto octets = to_bytes(ether{} / ip{.src = "192.0.2.2", .dst = "192.0.2.1"} / udp{.sport = 53, .dport = 5353} / outer);
  packet_view packet = dissect(octets);
  const auto others = to_bytes(ether{} / ip{.src = "192.0.2.2", .dst = "192.0.2.1"} / udp{.sport = 53, .dport = 5353} / inner);
  packet = dissect(others);
  EXPECT_EQ(listed_message(*packet.view<dns>()), walked(others, 42));
}

}  // namespace record_places_test
}  // namespace packetry
