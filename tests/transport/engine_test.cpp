// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/engine.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace packetry::detail {
namespace engine_test {

using namespace std::chrono_literals;
using engine_type = basic_engine<standard_catalog>;
using time_point = engine_type::time_point;

const ipv4_address us{"10.0.0.1"}, them{"10.0.0.2"}, stranger{"10.0.0.3"};
constexpr time_point start{};

packet ping(std::uint16_t id, ipv4_address to = them) { return packet{ip{.src = us, .dst = to} / icmp{.id = id}}; }
packet pong(std::uint16_t id, ipv4_address from = them) {
  return packet{ip{.src = from, .dst = us} / icmp{.type = icmp_type::echo_reply, .id = id}};
}
/// The router's word that a ping did not get there.
packet unreachable(std::uint16_t id) {
  return packet{ip{.src = stranger, .dst = us} / icmp{.type = icmp_type::dest_unreach, .code = 1} /
                ip_error{.src = us, .dst = them} / icmp_error{.id = id}};
}

/// An engine with a clock that stands still, and a driver that can send anything.
struct EngineTest : testing::Test {
  engine_type engine;
  std::vector<packet> requests;  // the engine keeps their numbers only

  operation submit(const packet& request, request_terms terms = {.timeout = 100ms},
                   engine_type::batch b = engine_type::unbounded) {
    terms.number = static_cast<std::uint32_t>(requests.size());
    requests.push_back(request);
    return engine.submit(request, terms, b);
  }
  std::optional<outcome> on_frame(const packet& frame, unsigned interface = 0) {
    return engine.on_frame(frame, interface, [this](std::uintptr_t, std::uint32_t number) { return requests[number].view(); });
  }
  int id_of(std::uint32_t number) const { return requests[number].get<icmp>().id; }

  /// Send all that may be sent now; the identifications of the pings in the order they left.
  std::vector<int> send_all(time_point now) {
    std::vector<int> ids;
    while (const auto o = engine.next(now)) {
      ids.push_back(id_of(engine.number(*o)));
      engine.sent(*o, now);
    }
    return ids;
  }

  /// The identifications of the pings that have ended by timeout.
  std::vector<int> expired(time_point now) {
    std::vector<int> ids;
    while (const auto o = engine.expire(now)) ids.push_back(id_of(o->number));
    return ids;
  }

  /// The tag of the request that a frame answers, -1: nobody's.
  int answered(const packet& frame, unsigned interface = 0) {
    const auto o = on_frame(frame, interface);
    return o ? static_cast<int>(o->tag) : -1;
  }
};

using ids = std::vector<int>;

// --- one request
// ------------------------------------------------------------------------------------------------------

TEST_F(EngineTest, AnswerEndsItsRequest) {
  const operation o = submit(ping(7), {.timeout = 100ms, .tag = 42});
  EXPECT_EQ(send_all(start), ids{7});
  const auto end = on_frame(pong(7));
  ASSERT_TRUE(end);
  EXPECT_EQ(end->tag, 42u);
  EXPECT_EQ(end->which, o);
  EXPECT_TRUE(end->answered);
  EXPECT_TRUE(end->last);
  EXPECT_EQ(end->sent, start);
  EXPECT_EQ(requests[end->number], ping(7));
  EXPECT_TRUE(engine.empty());
  EXPECT_FALSE(engine.contains(o));
  EXPECT_EQ(engine.next_deadline(), std::nullopt);
}

TEST_F(EngineTest, DuplicateIsNobodys) {
  submit(ping(7));
  send_all(start);
  EXPECT_EQ(answered(pong(7)), 0);
  EXPECT_EQ(answered(pong(7)), -1);
}

TEST_F(EngineTest, LateAnswerIsNobodys) {
  submit(ping(7));
  send_all(start);
  EXPECT_EQ(expired(start + 100ms), ids{7});
  EXPECT_EQ(answered(pong(7)), -1);
}

TEST_F(EngineTest, AnswerBeforeSendingIsNobodys) {
  submit(ping(7));
  EXPECT_EQ(answered(pong(7)), -1);
}

TEST_F(EngineTest, StrangersAnswerIsNobodys) {
  submit(ping(7));
  send_all(start);
  EXPECT_EQ(answered(pong(7, stranger)), -1);
  EXPECT_EQ(answered(pong(8)), -1);
  EXPECT_EQ(answered(ping(7)), -1) << "the request itself, come back";
  EXPECT_EQ(answered(packet{ether{} / ip{.src = them, .dst = us} / icmp{.type = icmp_type::echo_reply, .id = 7}}), -1)
      << "begins with another layer than the request";
  EXPECT_EQ(answered(packet{}), -1);
  EXPECT_EQ(engine.size(), 1u);
}

TEST_F(EngineTest, ErrorThatQuotesTheRequestAnswersIt) {
  submit(ping(7));
  send_all(start);
  EXPECT_EQ(answered(unreachable(8)), -1);
  EXPECT_EQ(answered(unreachable(7)), 0);
}

TEST_F(EngineTest, AnswerFromAnotherInterfaceIsNobodys) {
  submit(ping(7), {.timeout = 100ms, .interface = 3});
  send_all(start);
  EXPECT_EQ(answered(pong(7), 4), -1);
  EXPECT_EQ(answered(pong(7), 3), 0);
}

TEST_F(EngineTest, RequestThatNothingAnswersWaitsInVain) {
  submit(packet{ip{.src = us, .dst = them} / icmp{.type = icmp_type::echo_reply, .id = 7}});
  send_all(start);
  EXPECT_EQ(answered(ping(7, us)), -1);
  EXPECT_EQ(expired(start + 100ms), ids{7});
}

TEST_F(EngineTest, AnyoneAnswersAGroup) {
  submit(ping(7, "224.0.0.1"), {.timeout = 100ms, .multi = true});
  send_all(start);
  EXPECT_EQ(answered(pong(7, them)), 0);
  EXPECT_EQ(answered(pong(7, stranger)), 0);
}

// --- time
// -------------------------------------------------------------------------------------------------------------

TEST_F(EngineTest, TimeoutCountsFromSendingToTheTick) {
  submit(ping(7));
  EXPECT_EQ(engine.next_deadline(), start) << "it may be sent now";
  send_all(start + 1s);
  EXPECT_EQ(engine.next_deadline(), start + 1s + 100ms);
  EXPECT_EQ(expired(start + 1s + 100ms - 1ns), ids{});
  EXPECT_EQ(expired(start + 1s + 100ms), ids{7});
}

TEST_F(EngineTest, TimeoutMayBeForEver) {
  submit(ping(7), {.timeout = std::chrono::nanoseconds::max()});
  send_all(start + 1s);
  EXPECT_EQ(engine.next_deadline(), time_point::max());
  EXPECT_EQ(expired(start + std::chrono::hours{24 * 365 * 200}), ids{});
}

TEST_F(EngineTest, RequestsExpireInTheOrderOfTheirDeadlines) {
  submit(ping(1), {.timeout = 300ms});
  submit(ping(2), {.timeout = 100ms});
  submit(ping(3), {.timeout = 200ms});
  EXPECT_EQ(send_all(start), (ids{1, 2, 3}));
  EXPECT_EQ(engine.next_deadline(), start + 100ms);
  EXPECT_EQ(expired(start + 250ms), (ids{2, 3}));
  EXPECT_EQ(engine.next_deadline(), start + 300ms);
}

TEST_F(EngineTest, UnansweredRequestIsSentAgain) {
  submit(ping(7), {.timeout = 100ms, .retry = 2});
  EXPECT_EQ(send_all(start), ids{7});
  for (const auto now : {start + 100ms, start + 200ms}) {
    EXPECT_EQ(expired(now), ids{});
    EXPECT_LE(engine.next_deadline(), now) << "at once";
    EXPECT_EQ(send_all(now), ids{7});
    EXPECT_EQ(engine.next_deadline(), now + 100ms);
  }
  EXPECT_EQ(expired(start + 300ms), ids{7});
  EXPECT_EQ(send_all(start + 300ms), ids{});
}

TEST_F(EngineTest, AnswerToTheFirstSendingCountsWhileTheNextWaits) {
  submit(ping(7), {.timeout = 100ms, .retry = 1});
  send_all(start);
  EXPECT_EQ(expired(start + 100ms), ids{});
  EXPECT_EQ(answered(pong(7)), 0);
  EXPECT_EQ(send_all(start + 100ms), ids{}) << "nothing is sent again";
  EXPECT_TRUE(engine.empty());
}

TEST_F(EngineTest, MultiTakesEveryAnswerUntilItsTimeIsOver) {
  submit(ping(7), {.timeout = 100ms, .retry = 1, .multi = true, .tag = 5});
  send_all(start);
  for (int i = 0; i != 3; ++i) {
    const auto answer = on_frame(pong(7));
    ASSERT_TRUE(answer);
    EXPECT_FALSE(answer->last);
    EXPECT_EQ(requests[answer->number], ping(7));
  }
  const auto end = engine.expire(start + 100ms);
  ASSERT_TRUE(end) << "answered, it is not sent again";
  EXPECT_TRUE(end->answered);
  EXPECT_TRUE(end->last);
  EXPECT_EQ(answered(pong(7)), -1);
}

TEST_F(EngineTest, MultiWithoutAnswerIsSentAgain) {
  submit(ping(7), {.timeout = 100ms, .retry = 1, .multi = true});
  send_all(start);
  EXPECT_EQ(expired(start + 100ms), ids{});
  EXPECT_EQ(send_all(start + 100ms), ids{7});
}

// --- several
// ------------------------------------------------------------------------------------------------------------

TEST_F(EngineTest, OfEqualRequestsTheOldestIsAnsweredFirst) {
  for (std::uintptr_t tag = 0; tag != 3; ++tag) submit(ping(7), {.timeout = 100ms, .tag = tag});
  send_all(start);
  for (int tag = 0; tag != 3; ++tag) EXPECT_EQ(answered(pong(7)), tag);
  EXPECT_EQ(answered(pong(7)), -1);
}

TEST_F(EngineTest, OldestWinsAcrossKeys) {
  submit(ping(7, "224.0.0.1"), {.timeout = 100ms, .tag = 1});
  submit(ping(7), {.timeout = 100ms, .tag = 2});
  send_all(start);
  EXPECT_EQ(answered(pong(7)), 1) << "both accept it, the question to all is older";
  EXPECT_EQ(answered(pong(7)), 2);
}

TEST_F(EngineTest, ThousandsFindTheirAnswers) {
  constexpr int count = 5000;
  for (int i = 0; i != count; ++i) {
    submit(ping(static_cast<std::uint16_t>(i)), {.timeout = 100ms, .tag = static_cast<std::uintptr_t>(i)});
  }
  EXPECT_EQ(send_all(start).size(), 5000u);
  for (int i = count - 2; i >= 0; i -= 3) EXPECT_EQ(answered(pong(static_cast<std::uint16_t>(i))), i);
  EXPECT_EQ(expired(start + 100ms).size(), 3333u);
  EXPECT_TRUE(engine.empty());
}

TEST_F(EngineTest, PlacesAreUsedAgainAndHandlesAreNot) {
  const operation first = submit(ping(1));
  send_all(start);
  EXPECT_EQ(answered(pong(1)), 0);
  const operation second = submit(ping(2));
  EXPECT_EQ(first.place, second.place);
  engine.sent(first, start);
  engine.unsent(first);
  EXPECT_FALSE(engine.cancel(first));
  EXPECT_TRUE(engine.contains(second));
  EXPECT_EQ(send_all(start), ids{2});
}

// --- giving up
// ------------------------------------------------------------------------------------------------------------

TEST_F(EngineTest, CancelledRequestIsGone) {
  const operation o = submit(ping(7), {.timeout = 100ms, .tag = 9});
  submit(ping(8));
  send_all(start);
  const auto end = engine.cancel(o);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->tag, 9u);
  EXPECT_FALSE(end->answered);
  EXPECT_FALSE(engine.cancel(o));
  EXPECT_EQ(answered(pong(7)), -1);
  EXPECT_EQ(expired(start + 1s), ids{8});
}

TEST_F(EngineTest, CancelledBeforeItWasSentItIsNeverSent) {
  submit(ping(1));
  const operation o = submit(ping(2));
  submit(ping(3));
  ASSERT_TRUE(engine.cancel(o));
  EXPECT_EQ(send_all(start), (ids{1, 3}));
}

TEST_F(EngineTest, CancelledWhileItWaitsToBeSentAgain) {
  const operation o = submit(ping(1), {.timeout = 100ms, .retry = 1});
  send_all(start);
  EXPECT_EQ(expired(start + 100ms), ids{});
  ASSERT_TRUE(engine.cancel(o));
  EXPECT_EQ(engine.next_deadline(), std::nullopt);
  EXPECT_EQ(send_all(start + 1s), ids{});
}

TEST_F(EngineTest, AllOfABatchAreCancelledAndNoOther) {
  const auto batch = engine.open({});
  submit(ping(1), {.timeout = 100ms}, batch);
  submit(ping(2));
  submit(ping(3), {.timeout = 100ms}, batch);
  engine.sent(*engine.next(start), start);
  ids gone;
  engine.cancel_all(batch, [&](const outcome& end) { gone.push_back(id_of(end.number)); });
  EXPECT_EQ(gone, (ids{1, 3}));
  EXPECT_EQ(engine.size(), 1u);
  engine.cancel_all([&](const outcome& end) { gone.push_back(id_of(end.number)); });
  EXPECT_EQ(gone, (ids{1, 3, 2}));
  EXPECT_TRUE(engine.empty());
}

// --- windows and spacing
// ------------------------------------------------------------------------------------------------------

TEST_F(EngineTest, WindowBoundsWhatIsUnanswered) {
  const auto batch = engine.open({.window = 2});
  for (std::uint16_t id = 1; id != 5; ++id) submit(ping(id), {.timeout = 100ms}, batch);
  EXPECT_EQ(send_all(start), (ids{1, 2}));
  EXPECT_EQ(engine.next_deadline(), start + 100ms) << "nothing to send before one has ended";
  EXPECT_EQ(answered(pong(2)), 0);
  EXPECT_EQ(send_all(start + 1ms), ids{3});
  EXPECT_EQ(expired(start + 100ms), ids{1});
  EXPECT_EQ(send_all(start + 100ms), ids{4});
}

TEST_F(EngineTest, RetriesKeepTheirPlaceInTheWindow) {
  const auto batch = engine.open({.window = 1});
  submit(ping(1), {.timeout = 100ms, .retry = 1}, batch);
  submit(ping(2), {.timeout = 100ms}, batch);
  EXPECT_EQ(send_all(start), ids{1});
  EXPECT_EQ(expired(start + 100ms), ids{});
  EXPECT_EQ(send_all(start + 100ms), ids{1});
  EXPECT_EQ(expired(start + 200ms), ids{1});
  EXPECT_EQ(send_all(start + 200ms), ids{2});
}

TEST_F(EngineTest, AnsweredMultiGivesItsPlaceInTheWindowAway) {
  const auto batch = engine.open({.window = 1});
  submit(ping(1), {.timeout = 100ms, .multi = true}, batch);
  submit(ping(2), {.timeout = 100ms}, batch);
  EXPECT_EQ(send_all(start), ids{1});
  EXPECT_EQ(answered(pong(1)), 0);
  EXPECT_EQ(send_all(start), ids{2});
  EXPECT_EQ(answered(pong(1)), 0);
  EXPECT_EQ(expired(start + 100ms), (ids{1, 2}));
}

TEST_F(EngineTest, WindowsAreCountedByBatch) {
  const auto first = engine.open({.window = 1}), second = engine.open({.window = 1});
  EXPECT_NE(first, second);
  submit(ping(1), {.timeout = 100ms}, first);
  submit(ping(2), {.timeout = 100ms}, first);
  submit(ping(3), {.timeout = 100ms}, second);
  submit(ping(4));
  const ids sent = send_all(start);
  EXPECT_EQ(sent.size(), 3u);
  EXPECT_EQ(std::count(sent.begin(), sent.end(), 2), 0);
}

TEST_F(EngineTest, SendingsAreSpaced) {
  const auto batch = engine.open({.inter = 10ms});
  submit(ping(1), {.timeout = 100ms}, batch);
  submit(ping(2), {.timeout = 100ms}, batch);
  EXPECT_EQ(send_all(start), ids{1});
  EXPECT_EQ(engine.next_deadline(), start + 10ms);
  EXPECT_EQ(send_all(start + 10ms - 1ns), ids{});
  EXPECT_EQ(send_all(start + 10ms), ids{2});
}

TEST_F(EngineTest, RetriesAreSpacedToo) {
  const auto batch = engine.open({.inter = 10ms});
  submit(ping(1), {.timeout = 100ms, .retry = 1}, batch);
  submit(ping(2), {.timeout = 90ms, .retry = 1}, batch);
  send_all(start);
  send_all(start + 10ms);
  EXPECT_EQ(expired(start + 100ms), ids{});
  EXPECT_EQ(send_all(start + 100ms), ids{1});
  EXPECT_EQ(engine.next_deadline(), start + 110ms);
  EXPECT_EQ(send_all(start + 110ms), ids{2});
}

TEST_F(EngineTest, SpacingHoldsForThoseThatAreNamedBeforeOneIsSent) {
  const auto batch = engine.open({.inter = 10ms});
  submit(ping(1), {.timeout = 100ms}, batch);
  submit(ping(2), {.timeout = 100ms}, batch);
  ASSERT_TRUE(engine.next(start));
  EXPECT_FALSE(engine.next(start));
}

TEST_F(EngineTest, ARangeIsReadOnlyAsFarAsItCanBeSent) {
  const auto batch = engine.open({.window = 2});
  int submitted = 0;
  const auto pull = [&](time_point now) {
    while (engine.wants_more(batch)) {
      submit(ping(static_cast<std::uint16_t>(++submitted)), {.timeout = 100ms}, batch);
      send_all(now);
    }
  };
  pull(start);
  EXPECT_EQ(submitted, 2);
  EXPECT_EQ(answered(pong(1)), 0);
  pull(start);
  EXPECT_EQ(submitted, 3);
}

TEST_F(EngineTest, ClosedBatchIsUsedAgain) {
  const auto first = engine.open({.window = 1});
  engine.close(first);
  const auto second = engine.open({});
  EXPECT_EQ(first, second);
  submit(ping(1), {.timeout = 100ms}, second);
  submit(ping(2), {.timeout = 100ms}, second);
  EXPECT_EQ(send_all(start).size(), 2u) << "without the limits of the one before";
}

// --- when sending fails
// -----------------------------------------------------------------------------------------------------------

TEST_F(EngineTest, WhatCouldNotBeSentIsNamedAgain) {
  submit(ping(1));
  submit(ping(2));
  const auto o = engine.next(start);
  ASSERT_TRUE(o);
  engine.unsent(*o);
  EXPECT_EQ(engine.next_deadline(), start);
  EXPECT_EQ(send_all(start), (ids{1, 2}));
  EXPECT_EQ(engine.next_deadline(), start + 100ms);
}

TEST_F(EngineTest, OfThoseNamedTogetherSomeMayNotBeSent) {
  const auto batch = engine.open({.window = 3});
  for (std::uint16_t id = 1; id != 5; ++id) submit(ping(id), {.timeout = 100ms}, batch);
  const auto first = engine.next(start), second = engine.next(start), third = engine.next(start);
  ASSERT_TRUE(first && second && third);
  EXPECT_FALSE(engine.next(start)) << "they are the window";
  engine.sent(*first, start);
  engine.unsent(*second);
  engine.unsent(*third);
  EXPECT_EQ(answered(pong(3)), 0) << "it may have been sent all the same";
  EXPECT_EQ(send_all(start), (ids{2, 4}));
}

TEST_F(EngineTest, WhatCannotBeSentCanBeGivenUp) {
  const auto batch = engine.open({.window = 1});
  submit(ping(1), {.timeout = 100ms}, batch);
  submit(ping(2), {.timeout = 100ms}, batch);
  const auto o = engine.next(start);
  ASSERT_TRUE(o);
  ASSERT_TRUE(engine.cancel(*o));
  EXPECT_EQ(send_all(start), ids{2});
}

// --- a catalog of one's own
// ---------------------------------------------------------------------------------------------------------

struct knock {
  std::uint32_t code{};
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}};
  static constexpr reply_rules<same<&knock::code>> reply{};
};

TEST(Engine, MatchesLayersOfACatalogOfOnesOwn) {
  using catalog = catalog_with<knock>;
  basic_engine<catalog> engine;
  const auto request = ip{.src = us, .dst = them} / udp{.sport = 4000} / knock{5};
  const auto reply = [](std::uint32_t code) {
    return basic_packet<catalog>{ip{.src = them, .dst = us} / udp{.dport = 4000} / knock{code}};
  };
  const basic_packet<catalog> asked{request};
  const auto only = [&](std::uintptr_t, std::uint32_t) { return asked.view(); };
  engine.submit(asked, {});
  engine.sent(*engine.next(start), start);
  EXPECT_FALSE(engine.on_frame(reply(6), 0, only));
  EXPECT_TRUE(engine.on_frame(reply(5), 0, only));
}

}  // namespace engine_test
}  // namespace packetry::detail
