// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/answers.hpp>  // first: proves the header stands alone

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace packet_answers_test {

constexpr ipv4_address us{10, 0, 0, 1}, them{10, 0, 0, 2}, stranger{10, 0, 0, 3}, group{224, 0, 0, 251};

// --- pairs -------------------------------------------------------------------------------------------------------------------

/// Whether the reply finds the request by a key.
enum class keyed { as_it_answers, all_the_same /* what a key cannot say */, not_at_all };

struct pair_case {
  std::string_view name;
  packet request, reply;
  std::string_view why;             ///< not; empty: it answers
  keyed key = keyed::as_it_answers;
};

// Requests, and what answers each. Every refusal below differs from an acceptance in one fact.
const auto ping = ip{.src = us, .dst = them} / icmp{.id = 7, .seq = 1};
const auto pong = ip{.src = them, .dst = us} / icmp{.type = icmp_type::echo_reply, .id = 7, .seq = 1};
const auto probe = ip{.src = us, .dst = them} / udp{.sport = 1000, .dport = 33434} / "probe";
const auto syn = ip{.src = us, .dst = them} / tcp{.sport = 1000, .dport = 80, .seq = 100};
const auto query = ip{.src = us, .dst = them} / udp{.sport = 1000} / dns{.id = 7, .qd = {{.qname = "a.example"}}};
const auto who_has = ether{} / arp{.hwsrc = "02:00:00:00:00:01", .psrc = us, .pdst = them};
const auto asked_group = ip{.src = us, .dst = group} / udp{.sport = 5353, .dport = 5353} / "question";

const auto untagged = ether{} / probe;
const auto tagged = ether{} / dot1q{.vlan = 5} / probe;

ip back(ipv4_address from = them, ipv4_address to = us) { return {.src = from, .dst = to}; }
dns answer(std::uint16_t id, const char* name) {
  return {.id = id, .qr = 1, .qd = {{.qname = name}}, .an = {{.rrname = name, .rdata = them}}};
}
/// An error that quotes a datagram like the probe.
auto error(ipv4_address from, ipv4_address to, icmp_type type, ip_error quoted, udp_error inside) {
  return back(from, to) / icmp{.type = type} / quoted / inside;
}
const ip_error our_header{.ttl = 1, .src = us, .dst = them};
const udp_error our_ports{.sport = 1000, .dport = 33434};

const pair_case pairs[] = {
    {"icmp", packet{ping}, packet{pong}, ""},
    {"icmp_other_data", packet{ping / "abc"}, packet{pong / "xyz"}, ""},
    {"icmp_from_another", packet{ping}, packet{back(stranger) / icmp{.type = icmp_type::echo_reply, .id = 7, .seq = 1}}, "IP: its addresses are not the request's in exchange"},
    {"icmp_to_another", packet{ping}, packet{back(them, stranger) / icmp{.type = icmp_type::echo_reply, .id = 7, .seq = 1}}, "IP: its addresses are not the request's in exchange"},
    {"icmp_id", packet{ping}, packet{back() / icmp{.type = icmp_type::echo_reply, .id = 8, .seq = 1}}, "ICMP: id is not the request's id"},
    {"icmp_seq", packet{ping}, packet{back() / icmp{.type = icmp_type::echo_reply, .id = 7, .seq = 2}}, "ICMP: seq is not the request's seq"},
    {"icmp_type", packet{ping}, packet{back() / icmp{.type = icmp_type::echo_request, .id = 7, .seq = 1}}, "ICMP: type does not answer the request's"},
    {"icmp_protocol", packet{ping}, packet{back() / udp{.dport = 7}}, "IP: proto is not the request's proto"},
    {"itself", packet{ping}, packet{ping}, "IP: its addresses are not the request's in exchange"},

    {"udp", packet{probe}, packet{back() / udp{.sport = 33434, .dport = 1000} / "pong"}, ""},
    {"udp_from_another_port", packet{probe}, packet{back() / udp{.sport = 2069, .dport = 1000} / "pong"}, ""},  // RFC 1350 section 4
    {"udp_to_another_port", packet{probe}, packet{back() / udp{.sport = 33434, .dport = 1001} / "pong"}, "UDP: dport is not the request's sport"},
    {"udp_without_payload", packet{probe}, packet{back() / udp{.sport = 33434, .dport = 1000}}, "the reply ends before the request does", keyed::all_the_same},
    {"udp_both_without_payload", packet{ip{.src = us, .dst = them} / udp{.sport = 1000, .dport = 33434}}, packet{back() / udp{.sport = 33434, .dport = 1000}}, ""},
    {"udp_padded_request", packet{ip{.src = us, .dst = them} / udp{.sport = 1000, .dport = 33434} / padding{"x"}}, packet{back() / udp{.sport = 33434, .dport = 1000}}, ""},
    {"fragment", packet{probe}, packet{ip{.frag = 1, .proto = ip_protocol::udp, .src = them, .dst = us} / "abc"}, "", keyed::not_at_all},  // octets answer anything

    {"tcp", packet{syn}, packet{back() / tcp{.sport = 80, .dport = 1000, .seq = 5, .ack = 101, .flags = "SA"}}, ""},
    {"tcp_source_port", packet{syn}, packet{back() / tcp{.sport = 81, .dport = 1000, .seq = 5, .ack = 101, .flags = "SA"}}, "TCP: sport is not the request's dport"},
    {"tcp_destination_port", packet{syn}, packet{back() / tcp{.sport = 80, .dport = 1001, .seq = 5, .ack = 101, .flags = "SA"}}, "TCP: dport is not the request's sport"},
    {"tcp_acknowledgment", packet{syn}, packet{back() / tcp{.sport = 80, .dport = 1000, .seq = 5, .ack = 110, .flags = "SA"}},
     "TCP: the sequence numbers and flags do not follow the request's", keyed::all_the_same},

    {"dns", packet{query}, packet{back() / udp{.dport = 1000} / answer(7, "a.example")}, ""},
    {"dns_other_case", packet{query}, packet{back() / udp{.dport = 1000} / answer(7, "A.EXAMPLE")}, ""},  // RFC 4343
    {"dns_id", packet{query}, packet{back() / udp{.dport = 1000} / answer(8, "a.example")}, "DNS: id is not the request's id"},
    {"dns_question", packet{query}, packet{back() / udp{.dport = 1000} / answer(7, "b.example")}, "DNS: its questions are not the request's", keyed::all_the_same},
    {"dns_query", packet{query}, packet{back() / udp{.dport = 1000} / dns{.id = 7, .qd = {{.qname = "a.example"}}}}, "DNS: qr does not answer the request's"},

    {"arp", packet{who_has}, packet{ether{} / arp{.op = arp_operation::is_at, .hwsrc = "02:00:00:00:00:02", .psrc = them, .pdst = us}}, ""},
    {"arp_operation", packet{who_has}, packet{ether{} / arp{.op = arp_operation::who_has, .psrc = them, .pdst = us}}, "ARP: op does not answer the request's"},
    {"arp_address", packet{who_has}, packet{ether{} / arp{.op = arp_operation::is_at, .psrc = stranger, .pdst = us}}, "ARP: psrc is not the request's pdst"},
    {"ether_type", packet{who_has}, packet{ether{.type = ether_type::rarp} / arp{.op = arp_operation::is_at, .psrc = them, .pdst = us}}, "Ether: type is not the request's type"},

    {"tag_put_on", packet{untagged}, packet{ether{.type = ether_type::ipv4} / back() / udp{.sport = 33434, .dport = 1000} / "x"}, ""},
    {"tags", packet{tagged}, packet{ether{} / dot1q{.vlan = 5} / back() / udp{.sport = 33434, .dport = 1000} / "x"}, ""},
    {"other_vlan", packet{tagged}, packet{ether{} / dot1q{.vlan = 6} / back() / udp{.sport = 33434, .dport = 1000} / "x"}, "Dot1Q: vlan is not the request's vlan", keyed::all_the_same},

    {"group_from_anyone", packet{asked_group}, packet{back(stranger) / udp{.sport = 5353, .dport = 5353} / "x"}, ""},
    {"group_to_the_group", packet{asked_group}, packet{back(stranger, group) / udp{.sport = 5353, .dport = 5353} / "x"}, ""},
    {"group_to_another", packet{asked_group}, packet{back(stranger, them) / udp{.sport = 5353, .dport = 5353} / "x"}, "IP: its addresses are not the request's in exchange", keyed::all_the_same},
    {"broadcast_from_anyone", packet{ip{.src = us, .dst = ipv4_address::broadcast()} / udp{.sport = 9, .dport = 7} / "x"}, packet{back(stranger) / udp{.sport = 7, .dport = 9} / "x"}, ""},

    {"error", packet{probe}, packet{error(stranger, us, icmp_type::time_exceeded, our_header, our_ports)}, ""},
    {"error_of_any_kind", packet{probe}, packet{error(them, us, icmp_type::dest_unreach, our_header, our_ports)}, ""},
    {"error_to_another", packet{probe}, packet{error(stranger, them, icmp_type::time_exceeded, our_header, our_ports)}, "IP: the error did not come back to the sender", keyed::all_the_same},
    {"error_other_source", packet{probe}, packet{error(stranger, us, icmp_type::time_exceeded, {.src = stranger, .dst = them}, our_ports)}, "IPerror: it quotes another packet"},
    {"error_other_destination", packet{probe}, packet{error(stranger, us, icmp_type::time_exceeded, {.src = us, .dst = stranger}, our_ports)}, "IPerror: it quotes another packet"},
    {"error_other_source_port", packet{probe}, packet{error(stranger, us, icmp_type::time_exceeded, our_header, {.sport = 1001, .dport = 33434})}, "UDPerror: it quotes another packet"},
    {"error_other_destination_port", packet{probe}, packet{error(stranger, us, icmp_type::time_exceeded, our_header, {.sport = 1000, .dport = 33435})}, "UDPerror: it quotes another packet"},
    {"error_other_protocol", packet{probe}, packet{back(stranger) / icmp{.type = icmp_type::time_exceeded} / our_header / tcp_error{.sport = 1000, .dport = 33434}}, "IPerror: it quotes another packet"},
    {"error_no_ports", packet{probe}, packet{back(stranger) / icmp{.type = icmp_type::time_exceeded} / ip_error{.proto = ip_protocol::udp, .src = us, .dst = them}}, "the quotation ends before the request does"},
    {"error_about_a_ping", packet{ping}, packet{back(stranger) / icmp{.type = icmp_type::time_exceeded} / our_header / icmp_error{.id = 7, .seq = 1}}, ""},
    {"error_about_another_ping", packet{ping}, packet{back(stranger) / icmp{.type = icmp_type::time_exceeded} / our_header / icmp_error{.id = 8, .seq = 1}}, "ICMPerror: it quotes another packet"},
    {"error_with_8_octets", packet{syn}, packet{back(stranger) / icmp{.type = icmp_type::time_exceeded} / our_header / tcp_error_head{.sport = 1000, .dport = 80, .seq = 100}}, ""},
    {"error_about_a_tunnel", packet{ip{.src = us, .dst = them} / probe}, packet{back(stranger) / icmp{.type = icmp_type::time_exceeded} / ip_error{.proto = ip_protocol::ipip, .src = us, .dst = them} / "8 octets"}, ""},
    {"error_about_an_arp", packet{who_has}, packet{ether{} / error(stranger, us, icmp_type::time_exceeded, our_header, our_ports)}, "Ether: type is not the request's type"},
};

class Pair : public testing::TestWithParam<pair_case> {};

TEST_P(Pair, AnswersOrIsToldWhyNot) {
  const auto& [name, request, reply, why, key] = GetParam();
  EXPECT_EQ(answers(reply, request), why.empty());
  EXPECT_EQ(answers(reply.view(), request.view()), why.empty());
  EXPECT_EQ(explain(reply, request), why);
}

/// Under which of its keys a reply would find the request.
bool found(const packet& reply, const packet& request) {
  const request_keys waiting = keys_of_request(request.view());
  const reply_keys looked_up = keys_of_reply(reply.view());
  return (waiting.reply != 0 && waiting.reply == looked_up.reply) || (waiting.group != 0 && waiting.group == looked_up.group) ||
         (waiting.quoted != 0 && waiting.quoted == looked_up.quoted);
}

TEST_P(Pair, IsFoundByItsKeyWhereItAnswers) {
  const auto& [name, request, reply, why, key] = GetParam();
  EXPECT_EQ(found(reply, request), key == keyed::as_it_answers ? why.empty() : key == keyed::all_the_same);
}

INSTANTIATE_TEST_SUITE_P(Table, Pair, testing::ValuesIn(pairs), [](const auto& c) { return std::string{c.param.name}; });

// --- stacks are answered as packets are -----------------------------------------------------------------------------------------

TEST(Answers, TakesStacksAndLayers) {
  EXPECT_TRUE(answers(pong, ping));
  EXPECT_FALSE(answers(ping, pong));
  EXPECT_TRUE(answers(udp{.dport = 7}, udp{.sport = 7}));
  EXPECT_FALSE(answers(udp{.dport = 7}, udp{.sport = 8}));
}

TEST(Answers, NeedsTheSameKindOfFirstLayer) {
  EXPECT_FALSE(answers(ether{} / pong, ping));
  EXPECT_EQ(explain(packet{ether{} / pong}, packet{ping}), "Ether: the request has no such layer here");
}

TEST(Answers, NeedsTheTagsThatTheRequestHas) {  // one can be put on, but not taken off; the types differ before that
  EXPECT_EQ(explain(packet{ether{} / pong}, packet{ether{} / dot1q{} / ping}), "Ether: type is not the request's type");
  EXPECT_EQ(explain(packet{pong}, packet{dot1q{} / ping}), "IP: the request has no such layer here");
}

// --- keys ---------------------------------------------------------------------------------------------------------------------

TEST(KeysOfRequest, AreOfOneKind) {
  const request_keys one = keys_of_request(packet{ping}.view()), many = keys_of_request(packet{asked_group}.view());
  EXPECT_NE(one.reply, 0u);
  EXPECT_EQ(one.group, 0u);
  EXPECT_EQ(many.reply, 0u);
  EXPECT_NE(many.group, 0u);
  EXPECT_NE(one.quoted, 0u);
  EXPECT_NE(many.quoted, 0u);
}

TEST(KeysOfRequest, AreNoneWhereNothingAnswers) {
  const request_keys k = keys_of_request(packet{pong}.view());
  EXPECT_EQ(k.reply, 0u);
  EXPECT_EQ(k.group, 0u);
  EXPECT_NE(k.quoted, 0u);  // but an error can quote it
  EXPECT_EQ(keys_of_request(packet{who_has}.view()).quoted, 0u);  // and none quotes ARP
}

TEST(KeysOfRequest, AreDirectional) {  // so that one's own requests, seen again, are found by nobody
  for (const packet& p : {packet{ping}, packet{probe}, packet{syn}, packet{query}, packet{who_has}})
    EXPECT_NE(keys_of_request(p.view()).reply, keys_of_reply(p.view()).reply);
}

TEST(KeysOfRequest, TellRequestsApart) {
  std::set<std::uint64_t> seen;
  for (std::uint16_t id = 0; id != 100; ++id)
    for (std::uint16_t seq = 0; seq != 20; ++seq) seen.insert(keys_of_request(packet{ip{.src = us, .dst = them} / icmp{.id = id, .seq = seq}}.view()).reply);
  EXPECT_EQ(seen.size(), 2000u);
}

TEST(KeysOfReply, LookForOneAndForAGroup) {
  const reply_keys k = keys_of_reply(packet{pong}.view());
  EXPECT_NE(k.reply, 0u);
  EXPECT_NE(k.group, 0u);
  EXPECT_EQ(k.quoted, 0u);
}

TEST(KeysOfReply, OfAnErrorLookForWhatItQuotes) {
  const reply_keys k = keys_of_reply(packet{error(stranger, us, icmp_type::time_exceeded, our_header, our_ports)}.view());
  EXPECT_EQ(k.reply, 0u);
  EXPECT_EQ(k.group, 0u);
  EXPECT_EQ(k.quoted, keys_of_request(packet{probe}.view()).quoted);
}

TEST(KeysOfReply, OfAnErrorAreTheSameWhateverCarriesIt) {  // a frame's error, and a routed packet's
  const auto e = error(stranger, us, icmp_type::time_exceeded, our_header, our_ports);
  EXPECT_EQ(keys_of_reply(packet{ether{} / e}.view()).quoted, keys_of_request(packet{probe}.view()).quoted);
  EXPECT_EQ(keys_of_reply(packet{e}.view()).quoted, keys_of_request(packet{ether{} / probe}.view()).quoted);
}

// --- a protocol of one's own ----------------------------------------------------------------------------------------------------

struct knock {
  std::uint8_t kind = 1;
  std::uint32_t code = 0;
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"kind", &knock::kind, be<8>}, field{"code", &knock::code, be<32>}};
  static constexpr reply_rules<by_pairs<&knock::kind, 1, 2>, same<&knock::code>, final_layer> reply{};
};
struct mute {  // without rules: answered by one of its own kind
  std::uint32_t code = 0;
  static constexpr std::string_view name = "Mute";
  static constexpr number ids[] = {udp_port{7778}};
  static constexpr auto wire = layout{field{"code", &mute::code, be<32>}};
};
using own_packet = basic_packet<catalog_with<knock, mute>>;

TEST(Answers, FollowsTheRulesOfALayerOfOnesOwn) {
  const own_packet request{ip{.src = us, .dst = them} / udp{} / knock{.kind = 1, .code = 9}};
  const auto reply = [](std::uint8_t kind, std::uint32_t code) { return own_packet{back() / udp{} / knock{.kind = kind, .code = code}}; };
  EXPECT_TRUE(answers(reply(2, 9), request));
  EXPECT_EQ(explain(reply(2, 8), request), "Knock: code is not the request's code");
  EXPECT_EQ(explain(reply(1, 9), request), "Knock: kind does not answer the request's");
  EXPECT_EQ(keys_of_reply(reply(2, 9).view()).reply, keys_of_request(request.view()).reply);
  EXPECT_NE(keys_of_reply(reply(2, 8).view()).reply, keys_of_request(request.view()).reply);
}

TEST(Answers, AsksOfALayerWithoutRulesThatItIsThere) {
  const own_packet request{ip{.src = us, .dst = them} / udp{} / mute{.code = 9}};
  EXPECT_TRUE(answers(own_packet{back() / udp{} / mute{.code = 8}}, request));
  EXPECT_EQ(explain(own_packet{back() / udp{.sport = 7777, .dport = 7778} / knock{}}, own_packet{ip{.src = us, .dst = them} / udp{.sport = 7778, .dport = 9} / mute{}}),
            "Knock: the request has no such layer here");
}

}  // namespace packet_answers_test
}  // namespace packetry
