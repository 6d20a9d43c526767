// SPDX-License-Identifier: BSL-1.0
//
// Every pair of packets of the corpus, as octets: `answers` gives Scapy's verdict, and what answers is found by the keys
// that a transport files and looks up.

#include <packetry/packet/answers.hpp>

#include "vectors_corpus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace conformance_answers_test {

// --- what is not compared, and what differs ---------------------------------------------------

struct difference {
  std::string_view id;
  bool answers;  ///< packetry's verdict
  std::string_view why;
};
constexpr difference differences[] = {
    {"ans-dns-009", false, "the questions must match as well as the id (design.md 7): this reply has none, and no reason for it"},
    {"ans-dns-015", false, "another host's reply; Scapy's hash does not find it either"},
    {"ans-tcp-033", false, "another host's reply; Scapy's hash does not find it either"},
    {"ans-icmpv6-005", false, "another host's reply; Scapy's hash does not find it either"},
    {"ans-icmpv6-009", true, "an error that quotes the request is about it, whatever its UDP header says of a length"},
    {"ans-icmpv6-013", true, "an error that quotes the request is about it, whatever its UDP header says of a length"},
    {"ans-frag-005", true, "extension headers say nothing of who answers: a fragment's id is its sender's"},
    {"ans-ext-003", true, "extension headers say nothing of who answers"},
    {"ans-dhcp-001", true, "who is asked by broadcast may answer by broadcast (RFC 2131 section 4.1)"},
    {"ans-dhcp-003", true, "who has no address yet is answered at the one it is given (RFC 2131 section 4.1)"},
    {"ans-dns-013", true, "who is asked through a group may answer the asker alone (RFC 6762 section 6.7)"},
};

struct missed {
  std::string_view id;
  std::string_view why;
};

/// Answers that no key finds: `answers` says yes because octets answer anything, and octets have no key.
constexpr missed without_key[] = {
    {"ans-icmperr-017", "an error that quotes no packet; nor does Scapy's hash find it"},
    {"ans-dns-008", "octets from port 53 that are no message: the request is filed under its id, which they do not have"},
};

// --- the corpus -------------------------------------------------------------------------------

struct pair {
  std::string id, link, reply_link;
  std::vector<std::uint8_t> request, reply;
  bool answers = false;
};

std::vector<pair> read_pairs() {
  std::vector<pair> pairs;
  for (test::corpus_line& line : test::read_corpus("answers_dev.jsonl"))
    pairs.push_back({line["id"], line["link"], line["reply_link"], test::octets_of(line["request"]), test::octets_of(line["reply"]),
                     line[""].find("\"answers\": true") != std::string::npos});
  return pairs;
}

struct CorpusAnswers : testing::Test {
  std::vector<pair> pairs = read_pairs();

  void SetUp() override {
    if (pairs.empty()) GTEST_SKIP() << "the corpus is not here: no " PACKETRY_CORPUS "/answers_dev.jsonl";
  }

  static packet dissected(const std::string& link, bytes wire) {
    EXPECT_TRUE(link == "Ether" || link == "IP" || link == "IPv6") << link;
    if (link == "IPv6") return packet::starting_with<ipv6>(wire);
    return link == "Ether" ? packet::starting_with<ether>(wire) : packet::starting_with<ip>(wire);
  }
};

TEST_F(CorpusAnswers, AreScapysVerdicts) {
  std::size_t different = 0;
  for (const pair& p : pairs) {
    const packet request = dissected(p.link, p.request), reply = dissected(p.reply_link, p.reply);
    const auto* const d = std::ranges::find(differences, p.id, &difference::id);
    const bool differs = d != std::end(differences);
    different += differs;
    EXPECT_EQ(answers(reply, request), differs ? d->answers : p.answers) << p.id << ": " << explain(reply, request);
    EXPECT_EQ(differs && p.answers == d->answers, false) << p.id << " differs no more: " << d->why;
    EXPECT_EQ(explain(reply, request).empty(), answers(reply, request)) << p.id;
  }
  EXPECT_EQ(different, std::size(differences));
}

TEST_F(CorpusAnswers, AreFoundByTheirKeys) {
  std::size_t missing = 0;
  for (const pair& p : pairs) {
    const packet request = dissected(p.link, p.request), reply = dissected(p.reply_link, p.reply);
    if (!answers(reply, request)) continue;
    const request_keys filed = keys_of_request(request.view());
    const reply_keys sought = keys_of_reply(reply.view());
    const bool found = (sought.reply != 0 && sought.reply == filed.reply) || (sought.group != 0 && sought.group == filed.group) ||
                       (sought.quoted != 0 && sought.quoted == filed.quoted);
    const bool excepted = std::ranges::find(without_key, p.id, &missed::id) != std::end(without_key);
    missing += !found;
    EXPECT_EQ(found, !excepted) << p.id;
  }
  EXPECT_EQ(missing, std::size(without_key));
}

}  // namespace conformance_answers_test
}  // namespace packetry
