// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/shape_of_answers.hpp>

#include <packetry/packet/packet.hpp>
#include <packetry/transport/answer_filter.hpp>

#include "../support/bpf.hpp"
#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

namespace packetry::detail {
namespace shape_of_answers_test {

using namespace packetry::test;

constexpr mac_address ours{"02:00:00:00:77:01"}, theirs{"02:00:00:00:77:02"};
constexpr ipv4_address me{"10.77.0.1"}, other{"10.77.0.2"}, router{"10.77.0.254"};
constexpr ipv6_address me6{"fd77::1"}, other6{"fd77::2"}, router6{"fd77::fe"};
constexpr ether out{.dst = theirs, .src = ours}, in{.dst = ours, .src = theirs};
constexpr std::string_view text = "some octets that are more than twenty";

std::vector<sock_filter> program_for(const packet& request, std::uint32_t link_size = 14) {
  answer_filter filter;
  filter.admit(shape_of_answers(request.view()));
  return filter.program(link_size);
}

bool lets_pass(const packet& request, const packet& frame) {
  return passes(program_for(request), as_the_kernel_shows(frame.octets()));
}

struct conversation {
  std::string name;
  packet request;
  std::vector<packet> replies;   // answer it
  std::vector<packet> strangers;  // do not, and are to be dropped
};

packet unreachable(const packet& request) {
  const bytes quoted = request.octets().subspan(14);
  return packet{in / ip{.src = router, .dst = me} / icmp{.type = icmp_type::dest_unreach, .code = 1} / raw{.load = octets(quoted)}};
}
packet unreachable6(const packet& request) {
  const bytes quoted = request.octets().subspan(14);
  return packet{in / ipv6{.src = router6, .dst = me6} / icmpv6{.type = icmpv6_type::dest_unreach} / raw{.load = octets(quoted)}};
}

const packet broadcast{ether{.dst = "ff:ff:ff:ff:ff:ff", .src = theirs} / ip{.src = other, .dst = "255.255.255.255"} / udp{.dport = 9}};
const packet foreign_arp{in / arp{.op = arp_operation::is_at, .psrc = "10.77.0.9", .pdst = "10.77.0.1"}};
const packet foreign_segment{in / ip{.src = other, .dst = me} / tcp{.sport = 443, .dport = 50'000, .flags = "A"} / text};

std::vector<conversation> conversations() {
  std::vector<conversation> all;
  const auto add = [&](std::string name, const auto& request, std::vector<packet> replies, std::vector<packet> strangers) {
    conversation c{std::move(name), packet{request}, std::move(replies), std::move(strangers)};
    if (c.request.has<dot1q>()) return all.push_back(std::move(c));
    if (c.request.has<ip>()) c.replies.push_back(unreachable(c.request));
    if (c.request.has<ipv6>()) c.replies.push_back(unreachable6(c.request));
    all.push_back(std::move(c));
  };
  const ip to{.src = me, .dst = other}, from{.src = other, .dst = me}, from_router{.src = router, .dst = me};
  const ipv6 to6{.src = me6, .dst = other6}, from6{.src = other6, .dst = me6}, from_router6{.src = router6, .dst = me6};
  const icmp reply{.type = icmp_type::echo_reply, .id = 7, .seq = 1};

  add("ARP", out / arp{.hwsrc = ours, .psrc = "10.77.0.1", .pdst = "10.77.0.2"},
      {packet{in / arp{.op = arp_operation::is_at, .hwsrc = theirs, .psrc = "10.77.0.2", .pdst = "10.77.0.1"}}},
      {foreign_arp, packet{in / arp{.hwsrc = theirs, .psrc = "10.77.0.2", .pdst = "10.77.0.1"}}, foreign_segment, broadcast});
  add("echo", out / to / icmp{.id = 7, .seq = 1} / text,
      {packet{in / from / reply / text}},
      {packet{in / from / icmp{.type = icmp_type::echo_reply, .id = 8, .seq = 1} / text},
       packet{in / from / icmp{.type = icmp_type::echo_reply, .id = 7, .seq = 2} / text}, packet{in / from / icmp{.id = 7, .seq = 1} / text},
       packet{in / from_router / reply / text}, packet{in / ip{.src = other, .dst = router} / reply / text},
       packet{in / ip{.src = router, .dst = other} / icmp{.type = icmp_type::dest_unreach} / text}, foreign_segment, foreign_arp, broadcast});
  add("time stamp", out / to / icmp{.type = icmp_type::timestamp_request, .id = 7},
      {packet{in / from / icmp{.type = icmp_type::timestamp_reply, .id = 7}}},
      {packet{in / from / icmp{.type = icmp_type::timestamp_reply, .id = 8}}, packet{in / from / reply / text}});
  add("options", out / ip{.src = me, .dst = other, .options = {ip_opt::router_alert()}} / udp{.sport = 40'000, .dport = 7} / text,
      {packet{in / ip{.src = other, .dst = me, .options = {ip_opt::router_alert()}} / udp{.sport = 7, .dport = 40'000} / text}},
      {packet{in / ip{.src = other, .dst = me, .options = {ip_opt::router_alert()}} / udp{.sport = 7, .dport = 40'001} / text}});
  add("DNS", out / to / udp{.sport = 40'000, .dport = 53} / dns{.id = 5, .qd = {{.qname = "a.example"}}},
      {packet{in / from / udp{.sport = 53, .dport = 40'000} / dns{.id = 5, .qr = 1, .qd = {{.qname = "a.example"}}}}},
      {packet{in / from / udp{.sport = 53, .dport = 40'001} / dns{.id = 5, .qr = 1, .qd = {{.qname = "a.example"}}}},
       packet{in / from_router / udp{.sport = 53, .dport = 40'000} / dns{.id = 5, .qr = 1}}, foreign_segment, foreign_arp, broadcast});
  add("SYN", out / to / tcp{.sport = 40'000, .dport = 80, .seq = 9, .flags = "S"},
      {packet{in / from / tcp{.sport = 80, .dport = 40'000, .ack = 10, .flags = "SA", .options = {tcp_opt::mss(1460)}}},
       packet{in / from / tcp{.sport = 80, .dport = 40'000, .ack = 10, .flags = "RA"}}},
      {packet{in / from / tcp{.sport = 81, .dport = 40'000, .ack = 10, .flags = "SA"}},
       packet{in / from / tcp{.sport = 80, .dport = 40'001, .ack = 10, .flags = "SA"}}, foreign_segment, broadcast});
  add("SCTP", out / to / sctp{.sport = 40'000, .dport = 80},
      {packet{in / from / sctp{.sport = 80, .dport = 40'000}}},
      {packet{in / from / sctp{.sport = 80, .dport = 40'001}}, foreign_segment});
  add("group", out / ip{.src = "0.0.0.0", .dst = "255.255.255.255"} / udp{.sport = 68, .dport = 67} / bootp{.xid = 3},
      {packet{in / from / udp{.sport = 67, .dport = 68} / bootp{.op = bootp_op::reply, .xid = 3}}},
      {packet{in / from / udp{.sport = 67, .dport = 69} / bootp{.op = bootp_op::reply, .xid = 3}}, foreign_segment});
  add("VLAN", out / dot1q{.vlan = 5} / to / icmp{.id = 7, .seq = 1} / text, {packet{in / dot1q{.vlan = 5} / from / reply / text}},
      {packet{in / dot1q{.vlan = 5} / from / icmp{.type = icmp_type::echo_reply, .id = 8} / text}, foreign_segment});
  add("VLAN in VLAN", out / dot1q{.vlan = 5} / dot1q{.vlan = 6} / to / icmp{.id = 7, .seq = 1} / text,
      {packet{in / dot1q{.vlan = 5} / dot1q{.vlan = 6} / from / reply / text}}, {});
  add("tunnel", out / to / ip{.src = "10.1.0.1", .dst = "10.1.0.2"} / udp{.sport = 9, .dport = 10} / text,
      {packet{in / from / ip{.src = "10.1.0.2", .dst = "10.1.0.1"} / udp{.sport = 10, .dport = 9} / text}},
      {packet{in / from_router / ip{.src = "10.1.0.2", .dst = "10.1.0.1"} / udp{.sport = 10, .dport = 9} / text}, foreign_segment});
  add("PPPoE", out / pppoed{.code = pppoe_code::padi}, {packet{in / pppoed{.code = pppoe_code::pado}}}, {foreign_segment, foreign_arp});

  add("echo over IPv6", out / to6 / icmpv6{.id = 7, .seq = 1, .data = octets(text)},
      {packet{in / from6 / icmpv6{.type = icmpv6_type::echo_reply, .id = 7, .seq = 1, .data = octets(text)}},
       packet{in / from6 / ipv6_hop_by_hop{} / icmpv6{.type = icmpv6_type::echo_reply, .id = 7, .seq = 1, .data = octets(text)}}},
      {packet{in / from6 / icmpv6{.type = icmpv6_type::echo_reply, .id = 8, .seq = 1, .data = octets(text)}},
       packet{in / from_router6 / icmpv6{.type = icmpv6_type::echo_reply, .id = 7, .seq = 1, .data = octets(text)}},
       packet{in / from6 / udp{.sport = 7, .dport = 9} / text}, foreign_segment, foreign_arp});
  add("DNS over IPv6", out / to6 / udp{.sport = 40'000, .dport = 53} / dns{.id = 5},
      {packet{in / from6 / udp{.sport = 53, .dport = 40'000} / dns{.id = 5, .qr = 1}}},
      {packet{in / from6 / udp{.sport = 53, .dport = 40'001} / dns{.id = 5, .qr = 1}},
       packet{in / from_router6 / udp{.sport = 53, .dport = 40'000} / dns{.id = 5, .qr = 1}},
       packet{in / from6 / tcp{.sport = 53, .dport = 40'000} / text}});
  add("extension headers", out / to6 / ipv6_destination_options{} / tcp{.sport = 40'000, .dport = 80, .seq = 9, .flags = "S"},
      {packet{in / from6 / tcp{.sport = 80, .dport = 40'000, .ack = 10, .flags = "SA"}},
       packet{in / from6 / ipv6_hop_by_hop{} / ipv6_destination_options{} / tcp{.sport = 80, .dport = 40'000, .ack = 10, .flags = "SA"}}},
      {packet{in / from6 / tcp{.sport = 80, .dport = 40'001, .ack = 10, .flags = "SA"}}});
  add("neighbour", out / ipv6{.hlim = 255, .src = me6, .dst = other6.solicited_node()} /
                       icmpv6{.type = icmpv6_type::neighbor_solicitation, .tgt = other6},
      {packet{in / ipv6{.hlim = 255, .src = other6, .dst = me6} / icmpv6{.type = icmpv6_type::neighbor_advertisement, .tgt = other6}}},
      {packet{in / ipv6{.hlim = 255, .src = other6, .dst = me6} / icmpv6{.type = icmpv6_type::neighbor_advertisement, .tgt = router6} / text},
       packet{in / from6 / udp{.dport = 9} / text}});
  return all;
}

TEST(ShapeOfAnswers, LetsAnswersPassAndDropsStrangers) {
  for (const conversation& c : conversations()) {
    for (const packet& reply : c.replies) {
      EXPECT_TRUE(answers(reply, c.request)) << c.name << ": " << explain(reply, c.request);
      EXPECT_TRUE(lets_pass(c.request, reply)) << c.name << ": the answer in place " << &reply - c.replies.data();
    }
    for (const packet& stranger : c.strangers) {
      EXPECT_FALSE(answers(stranger, c.request)) << c.name;
      EXPECT_FALSE(lets_pass(c.request, stranger)) << c.name << ": the stranger in place " << &stranger - c.strangers.data();
    }
  }
}

TEST(ShapeOfAnswers, IsTheSameWithoutALinkLayer) {
  for (const conversation& c : conversations()) {
    if (c.request.view().slot(1).id() != standard_catalog::id_of<ip> && c.request.view().slot(1).id() != standard_catalog::id_of<ipv6>) continue;
    const packet routed{bytes{c.request.octets()}.subspan(14), {.link = link_type::raw_ip}};
    const auto program = program_for(routed, 0);
    const std::uint16_t protocol = c.request.has<ip>() ? 0x0800 : 0x86dd;
    for (const packet& reply : c.replies) {
      if (reply.has<dot1q>()) continue;
      const bytes without = reply.octets().subspan(14);
      EXPECT_TRUE(passes(program, {.octets = {without.begin(), without.end()}, .protocol = protocol})) << c.name;
    }
  }
}

TEST(ShapeOfAnswers, OfARequestThatNothingIsKnownOfIsAnyFrame) {
  EXPECT_EQ(shape_of_answers(packet{out / raw{.load = octets("unknown")}}.view()).protocol, 0);
  EXPECT_TRUE(lets_pass(packet{ether{.type = ether_type{0x1234}} / text}, foreign_arp));
}

/// Frames as an answer and its neighbourhood have them: some octets are others, the end is missing, something is between.
class mutation {
 public:
  explicit mutation(unsigned seed) : random_(seed) {}

  std::vector<std::uint8_t> of(const packet& reply) {
    std::vector<std::uint8_t> frame(reply.octets().begin(), reply.octets().end());
    for (unsigned n = below(4); n != 0; --n) change(frame);
    return frame;
  }

 private:
  unsigned below(std::size_t n) { return static_cast<unsigned>(random_() % n); }

  void change(std::vector<std::uint8_t>& frame) {
    if (frame.size() < 20) return;
    const std::size_t headers = std::min<std::size_t>(frame.size(), 80);
    switch (below(6)) {
      case 0: frame[below(headers)] = static_cast<std::uint8_t>(random_()); break;
      case 1: frame[below(headers)] ^= static_cast<std::uint8_t>(1u << below(8)); break;
      case 2: frame.resize(14 + below(frame.size() - 14)); break;
      case 3: frame.insert(frame.begin() + 14 + below(headers - 14), 1 + below(8), static_cast<std::uint8_t>(below(3))); break;
      case 4: frame[14 + below(std::min<std::size_t>(headers - 14, 8))] = static_cast<std::uint8_t>(below(80)); break;  // lengths
      default: frame.insert(frame.end(), below(40), std::uint8_t{0});
    }
  }

  std::mt19937 random_;
};

TEST(ShapeOfAnswers, NothingThatAnswersIsDroppedHoweverItIsMutated) {
  mutation random{1};
  for (const conversation& c : conversations()) {
    const auto program = program_for(c.request);
    int answered = 0, dropped = 0;
    std::vector<packet> seeds = c.replies;
    seeds.insert(seeds.end(), c.strangers.begin(), c.strangers.end());
    for (int i = 0; i != 20'000; ++i) {
      const packet frame{random.of(seeds[static_cast<std::size_t>(i) % seeds.size()])};
      if (frame.size() < 18 && c.request.has<dot1q>()) continue;  // the kernel drops what ends within a tag
      const bool answer = answers(frame, c.request), pass = passes(program, as_the_kernel_shows(frame.octets()));
      answered += answer;
      dropped += !pass;
      ASSERT_TRUE(pass || !answer) << c.name << ", " << i << ": " << testing::PrintToString(frame.octets());
    }
    EXPECT_GT(answered, 200) << c.name;
    EXPECT_TRUE(dropped > 2'000 || c.strangers.empty()) << c.name;
  }
}

// The program is found by the compiler as well as at run time.
constexpr auto echo_request = "0200 0000 7702 0200 0000 7701 0800  4500 001c 0001 0000 4001 0000 0a4d 0001 0a4d 0002  0800 0000 0007 0001"_hex;
constexpr auto echo_reply = "0200 0000 7701 0200 0000 7702 0800  4500 002c 0001 0000 4001 0000 0a4d 0002 0a4d 0001  0000 0000 0007 0001 0000 0000"
                            "0000 0000 0000 0000 0000 0000"_hex;
constexpr bool lets_echo_pass(std::size_t changed, std::uint8_t to) {
  auto reply = echo_reply;
  reply[changed] = to;
  const answer_shape shape = shape_of_answers(dissect(bytes{echo_request}));
  return passes(filter_program({&shape, 1}, 14), as_the_kernel_shows(reply));
}
static_assert(lets_echo_pass(17, 40));   // total length: as much as is there
static_assert(!lets_echo_pass(23, 17));  // protocol
static_assert(!lets_echo_pass(29, 3));   // source
static_assert(!lets_echo_pass(33, 2));   // destination
static_assert(!lets_echo_pass(39, 8));   // identifier

}  // namespace shape_of_answers_test
}  // namespace packetry::detail
