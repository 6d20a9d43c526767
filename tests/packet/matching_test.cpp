// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/matching.hpp>  // first: proves the header stands alone

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/octets.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <type_traits>

namespace packetry::detail {
namespace matching_test {

using test::operator""_hex;

/// A layer with a field of each kind that a rule can be about.
struct letter {
  std::uint8_t from = 0, to = 0;
  std::uint8_t kind = 0;
  ipv4_address source{}, destination{};
  std::uint8_t size = 0;
  octets text{};
  static constexpr std::string_view name = "Letter";
  static constexpr auto wire = layout{
      field{"from", &letter::from, be<8>}, field{"to", &letter::to, be<8>}, field{"kind", &letter::kind, be<8>},
      field{"source", &letter::source, be<32>}, field{"destination", &letter::destination, be<32>},
      field{"size", &letter::size, be<8>}, field{"text", &letter::text, octets_counted_by<&letter::size>},
  };
};
using letter_view = layer_view<letter>;

constexpr auto request_wire = "01 02 0a c0000201 c0000202 03 616263"_hex;
constexpr auto reply_wire = "02 01 0b c0000202 c0000201 03 616263"_hex;
constexpr auto other_wire = "02 03 0c c0000203 c0000204 03 616264"_hex;
constexpr auto group_wire = "01 02 0a c0000201 e00000fb 03 616263"_hex;

constexpr letter_view view_of(bytes wire) { return dissect<letter>(wire).view<letter>(); }
constexpr letter_view request = view_of(request_wire), reply = view_of(reply_wire), other = view_of(other_wire), to_group = view_of(group_wire);

template <class Rule>
constexpr bool holds(const letter_view& r, const letter_view& q) {
  return rule_of<Rule>::holds(r, q, 0);
}
/// Whether what the rule adds to the key of a reply is what it adds to the request's.
template <class Rule>
constexpr bool same_key(const letter_view& r, const letter_view& q) {
  key_mixer mine, theirs;
  rule_of<Rule>::reply_key(mine, r);
  rule_of<Rule>::request_key(theirs, q);
  return theirs.group ? mine.anyone == theirs.anyone : mine.exact == theirs.exact;
}
template <class Rule>
constexpr bool in_key() {
  key_mixer k;
  rule_of<Rule>::reply_key(k, reply);
  return k.exact != key_mixer{}.exact;
}

// --- each rule: it holds, it does not, and the key agrees ----------------------------------------------------------------------

using same_text = same<&letter::text>;
static_assert(holds<same_text>(reply, request) && !holds<same_text>(other, request));
static_assert(same_key<same_text>(reply, request) && !same_key<same_text>(other, request), "octets of any number have a key too");

using ports = mirrors<&letter::to, &letter::from>;
static_assert(holds<ports>(reply, request) && !holds<ports>(other, request) && !holds<ports>(request, request));
static_assert(same_key<ports>(reply, request) && !same_key<ports>(other, request) && !same_key<ports>(request, request));

using ends = exchanges<&letter::source, &letter::destination>;
static_assert(holds<ends>(reply, request) && !holds<ends>(other, request) && !holds<ends>(request, request));
static_assert(same_key<ends>(reply, request) && !same_key<ends>(other, request) && !same_key<ends>(request, request));
static_assert(holds<ends>(reply, to_group), "of a group anyone may answer");
static_assert(holds<ends>(to_group, to_group), "to the requester or to the group");
static_assert(!holds<ends>(other, to_group), "but to nobody else");
static_assert(same_key<ends>(reply, to_group) && same_key<ends>(other, to_group), "which the key leaves to the rule");
static_assert(!rule_of<ends>::to_group(request) && rule_of<ends>::to_group(to_group));

using kinds = by_pairs<&letter::kind, 0x0a, 0x0b, 0x0b, 0x0d>;
static_assert(holds<kinds>(reply, request) && !holds<kinds>(other, request) && !holds<kinds>(request, request));
static_assert(!holds<kinds>(request, reply), "pairs have a direction");
static_assert(!holds<kinds>(other, other), "a value that is no pair's first is not answered");
static_assert(same_key<kinds>(reply, request) && !same_key<kinds>(other, request));
static_assert([] {
  key_mixer answered, unanswered;
  rule_of<kinds>::request_key(answered, request);
  rule_of<kinds>::request_key(unanswered, other);
  return answered.answerable && !unanswered.answerable;
}());

using checked = checks<same<&letter::kind>>;
static_assert(holds<checked>(reply, reply) && !holds<checked>(reply, request) && !in_key<checked>(), "checked, and no part of the key");

struct request_payload_of_seven {
  static constexpr std::string_view text = "seven it must be";
  template <class View>
  static constexpr bool holds(const View&, const View&, std::size_t request_payload) {
    return request_payload == 7;
  }
};
using seven = satisfies<request_payload_of_seven>;
static_assert(rule_of<seven>::holds(reply, request, 7) && !rule_of<seven>::holds(reply, request, 8) && !in_key<seven>());

static_assert(holds<final_layer>(other, request) && holds<transparent>(other, request) && !in_key<final_layer>() && !in_key<transparent>());
static_assert(in_key<same_text>() && in_key<ports>() && in_key<ends>() && in_key<kinds>());

// --- text -----------------------------------------------------------------------------------------------------------------------

template <class Rule>
constexpr reason why = rule_of<Rule>::template why<letter>();
static_assert(why<same_text>.layer == "Letter" && std::string_view{why<same_text>.mine} == "text" && std::string_view{why<same_text>.theirs} == "text");
static_assert(std::string_view{why<ports>.mine} == "to" && std::string_view{why<ports>.theirs} == "from");
static_assert(why<ends>.mine == nullptr && !why<ends>.text.empty());
static_assert(std::string_view{why<kinds>.mine} == "kind" && why<kinds>.theirs == nullptr);
static_assert(std::string_view{why<checked>.mine} == "kind" && why<seven>.text == "seven it must be");

// --- rules together ---------------------------------------------------------------------------------------------------------------

using all = rules_of<reply_rules<ports, kinds>>;
static_assert(all::hold(reply, request, 0, nullptr) && !all::hold(other, request, 0, nullptr));

TEST(Rules, NameTheFirstThatDoesNotHold) {
  reason said;
  EXPECT_FALSE(all::hold(other, request, 0, &said));
  EXPECT_STREQ(said.mine, "to");
  EXPECT_FALSE((rules_of<reply_rules<kinds, ports>>::hold(other, request, 0, &said)));
  EXPECT_STREQ(said.mine, "kind");
  said = {};
  EXPECT_TRUE(all::hold(reply, request, 0, &said));
  EXPECT_EQ(said.mine, nullptr);
}

static_assert(rules_of<reply_rules<final_layer>>::decides && !rules_of<reply_rules<ports>>::decides);
static_assert(rules_of<reply_rules<transparent>>::transparent && rules_of<reply_rules<ends>>::addressed && !rules_of<reply_rules<ports>>::addressed);
static_assert(rules_of<reply_rules<quotes<&letter::to>>>::quotable && !rules_of<reply_rules<>>::quotable);
static_assert(rules_of<reply_rules<>>::hold(other, request, 0, nullptr), "no rule, no objection");

// --- quotations -------------------------------------------------------------------------------------------------------------------

using reporting = rules_of<reply_rules<reports<&letter::kind, 0x0a, 0x0c>>>;
static_assert(reporting::reports_error(request) && reporting::reports_error(other) && !reporting::reports_error(reply));
static_assert(!all::reports_error(request));

using reached = rules_of<reply_rules<ends>>;
static_assert(reached::error_reaches(reply, request) && !reached::error_reaches(other, request));

static_assert(std::is_same_v<original_of<ip_error>, ip> && std::is_same_v<original_of<icmp_error>, icmp> && std::is_same_v<original_of<tcp_error_head>, tcp>);
static_assert(std::is_same_v<original_of<ip>, ip> && std::is_same_v<original_of<letter>, letter>);

}  // namespace matching_test
}  // namespace packetry::detail
