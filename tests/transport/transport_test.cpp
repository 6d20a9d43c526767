// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/transport.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/packet/catalog.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/transport/sr.hpp>

#include "../support/netns.hpp"

#include <boost/asio/bind_allocator.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <future>
#include <memory>
#include <optional>
#include <ranges>
#include <stdexcept>
#include <thread>
#include <type_traits>
#include <vector>

namespace packetry {
namespace transport_transport_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;
namespace errc = boost::system::errc;

static_assert(!std::is_copy_constructible_v<transport> && std::is_move_constructible_v<transport>);

constexpr mac_address right_mac{"02:00:00:00:77:02"};

auto ping(std::uint16_t id, ipv4_address to = ipv4_address{"10.77.0.2"}) { return ip{.dst = to} / icmp{.id = id}; }
int identification(const packet& answer) {
  const auto i = answer.find<icmp>();
  return i && i->type == icmp_type::echo_reply ? i->id : 0;
}

/// A transport at the left end. Everything runs on a thread of that namespace.
class NetworkTransport : public test::two_machines {
 protected:
  template <class F>
  void at_left_end(F f) const {
    left->run([&] {
      asio::io_context io;
      transport net{io};
      f(io, net);
    });
  }
};

// --- what came before is no answer ----------------------------------------------------------------------------------

/// Questions that the other machine's kernel leaves to us to answer.
class NetworkAnswersOfOurs : public NetworkTransport {
 protected:
  static auto question() { return ether{.dst = right_mac, .src = left_mac} / ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{.id = 7}; }

  /// They have arrived when this returns.
  void answer(int times) const {
    const auto seen = at_left();
    right->run([&] {
      for (int i = 0; i != times; ++i)
        sendp(ether{.dst = left_mac, .src = right_mac} / ip{.src = "10.77.0.2", .dst = "10.77.0.1"} / icmp{.type = icmp_type::echo_reply, .id = 7},
              {.interface = "right"});
    });
    int arrived = 0;
    EXPECT_TRUE(seen.see([&](const packet& p) { return identification(p) == 7 && ++arrived == times; }));
  }

  void SetUp() override {
    NetworkTransport::SetUp();
    right->command("sysctl -qw net.ipv4.icmp_echo_ignore_all=1");
  }

  static constexpr mac_address left_mac{"02:00:00:00:77:01"};
};

TEST_F(NetworkAnswersOfOurs, ADuplicateDoesNotAnswerTheQuestionThatFollows) {
  at_left_end([this](asio::io_context& io, transport& net) {
    std::optional<error_code> first, second;
    net.async_srp1(question(), {.interface = "left"}, [&](error_code ec, const packet&) {
      first = ec;
      net.async_srp1(question(), {.interface = "left", .timeout = 20ms}, [&](error_code e, const packet&) { second = e; });
    });
    asio::post(io, [&] { answer(2); });
    io.run();
    EXPECT_EQ(first, error_code{});
    EXPECT_EQ(second, errc::timed_out);
  });
}

TEST_F(NetworkAnswersOfOurs, WhatCameAfterAHandlerThrewAnswersNothing) {
  left->run([this] {
    asio::io_context io;
    transport net{asio::make_strand(io)};
    net.async_srp1(question(), {.interface = "left"}, [](error_code, const packet&) { throw std::runtime_error("a handler's own"); });
    asio::post(io, [&] { answer(1); });
    EXPECT_THROW(io.run(), std::runtime_error);
    answer(1);
    std::optional<error_code> second;
    net.async_srp1(question(), {.interface = "left", .timeout = 20ms}, [&](error_code ec, const packet&) { second = ec; });
    io.restart();
    io.run();
    EXPECT_EQ(second, errc::timed_out);
  });
}

// --- completion tokens ----------------------------------------------------------------------------------------------

TEST_F(NetworkTransport, CompletesACallbackButNotFromWithin) {
  at_left_end([](asio::io_context& io, transport& net) {
    int called = 0;
    net.async_sr1(ping(7), [&](error_code ec, packet reply) {
      ++called;
      EXPECT_FALSE(ec) << ec.message();
      EXPECT_EQ(identification(reply), 7);
      EXPECT_EQ(reply.get<ip>().src, "10.77.0.2");
      EXPECT_GT(reply.time().seconds, 1'700'000'000);
    });
    EXPECT_EQ(called, 0);
    io.run();
    EXPECT_EQ(called, 1);
  });
}

TEST_F(NetworkTransport, ErrorIsCompletedAndNotFromWithin) {
  at_left_end([](asio::io_context& io, transport& net) {
    std::optional<error_code> ec;
    net.async_sr1(ping(7, ipv4_address{"10.9.9.9"}), [&](error_code e, packet reply) {
      ec = e;
      EXPECT_EQ(reply.size(), 0u);
    });
    EXPECT_FALSE(ec);
    io.run();
    EXPECT_EQ(ec, errc::network_unreachable);
  });
}

TEST_F(NetworkTransport, FramesAreInsistedOn) {
  at_left_end([](asio::io_context& io, transport& net) {
    const packet routed{ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{}};
    int refused = 0;
    const auto refuses = [&](error_code ec, auto&&...) { refused += ec == errc::protocol_not_supported ? 1 : 0; };
    net.async_sendp(routed, refuses);
    net.async_srp1(routed, refuses);
    net.async_srp(routed, refuses);
    net.async_srp(std::vector{routed, routed}, refuses);
    EXPECT_EQ(refused, 0);
    io.run();
    EXPECT_EQ(refused, 4);
    EXPECT_EQ(net.statistics().sent, 0u);
  });
}

TEST_F(NetworkTransport, SendsARangeInItsOrder) {
  const auto seen = at_right();
  at_left_end([](asio::io_context& io, transport& net) {
    error_code routed = detail::os_error(EIO), framed = routed;
    net.async_send(ping(0) | vary<&icmp::id>(0, 49), [&](error_code ec) { routed = ec; });
    io.run();
    io.restart();
    net.async_sendp(ether{.dst = right_mac} / ping(0) | vary<&icmp::id>(50, 99), [&](error_code ec) { framed = ec; });
    io.run();
    EXPECT_FALSE(routed) << routed.message();
    EXPECT_FALSE(framed) << framed.message();
    EXPECT_EQ(net.statistics().sent, 100u);
  });
  int next = 0;
  EXPECT_TRUE(seen.see([&](const packet& p) {
    const auto i = p.find<icmp>();
    if (i && i->type == icmp_type::echo_request) {
      EXPECT_EQ(i->id, next++);
    }
    return next == 100;
  }));
}

TEST_F(NetworkTransport, TheFirstOfARangeThatCannotBeSentEndsIt) {
  at_left_end([](asio::io_context& io, transport& net) {
    const packet framed{ether{.dst = right_mac} / ping(1)}, routed{ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{}};
    std::optional<error_code> ec;
    net.async_sendp(std::vector{framed, framed, routed, framed}, [&](error_code e) { ec = e; });
    io.run();
    EXPECT_EQ(ec, errc::protocol_not_supported);
    EXPECT_EQ(net.statistics().sent, 2u) << "those before it are sent";
  });
}

TEST_F(NetworkTransport, ARangeThatFailsIsSentAsFarAsItCame) {
  at_left_end([](asio::io_context& io, transport& net) {
    const auto next = [](int i) {
      if (i == 10) throw std::invalid_argument("the eleventh");
      return ether{.dst = right_mac} / ping(static_cast<std::uint16_t>(i));
    };
    std::optional<error_code> ec;
    net.async_send(std::views::iota(0) | std::views::transform(next), [&](error_code e) { ec = e; });
    io.run();
    EXPECT_EQ(ec, errc::invalid_argument);
    EXPECT_EQ(net.statistics().sent, 10u);
  });
}

TEST_F(NetworkTransport, RequestsTakeTurnsWithARange) {
  at_left_end([](asio::io_context& io, transport& net) {
    asio::cancellation_signal stop;
    const auto next = [](int i) { return ether{.dst = right_mac} / ping(static_cast<std::uint16_t>(i)); };
    bool answered = false;
    std::optional<error_code> ended;
    net.async_send(std::views::iota(0, 1'000'000) | std::views::transform(next),
                   asio::bind_cancellation_slot(stop.slot(), [&](error_code ec) { ended = ec; }));
    net.async_sr1(ping(7), [&](error_code ec, const packet&) {
      answered = !ec && !ended;
      stop.emit(asio::cancellation_type::terminal);
    });
    io.run();
    EXPECT_TRUE(answered);
    EXPECT_EQ(ended, asio::error::operation_aborted);
  });
}

TEST_F(NetworkTransport, EndsWithinARange) {
  left->run([] {
    asio::io_context io;
    std::optional<error_code> ended;
    {
      transport net{io};
      const auto next = [](int i) { return ether{.dst = right_mac} / ping(static_cast<std::uint16_t>(i)); };
      net.async_send(std::views::iota(0) | std::views::transform(next), [&](error_code ec) { ended = ec; });
      for (int i = 0; i != 3; ++i) io.poll_one();
      EXPECT_FALSE(ended);
    }
    io.run();
    EXPECT_EQ(ended, asio::error::operation_aborted);
  });
}

TEST_F(NetworkTransport, AnEndlessRangeIsSentUntilItIsCancelled) {
  at_left_end([](asio::io_context& io, transport& net) {
    asio::cancellation_signal stop;
    std::size_t made = 0;
    const auto next = [&](int i) {
      if (++made == 1000) asio::post(io, [&] { stop.emit(asio::cancellation_type::terminal); });
      return ether{.dst = right_mac} / ping(static_cast<std::uint16_t>(i));
    };
    std::optional<error_code> ec;
    net.async_send(std::views::iota(0) | std::views::transform(next),
                   asio::bind_cancellation_slot(stop.slot(), [&](error_code e) { ec = e; }));
    io.run();
    EXPECT_EQ(ec, asio::error::operation_aborted);
    EXPECT_GE(made, 1000u);
    EXPECT_GE(net.statistics().sent + 64, made) << "made as they are sent, not before";
  });
}

TEST_F(NetworkTransport, CompletesAFuture) {
  at_left_end([](asio::io_context& io, transport& net) {
    std::future<packet> reply = net.async_sr1(ping(7), asio::use_future);
    io.run();
    EXPECT_EQ(identification(reply.get()), 7);
  });
}

TEST_F(NetworkTransport, CompletesACoroutine) {
  at_left_end([](asio::io_context& io, transport& net) {
    auto asking = [&]() -> asio::awaitable<int> {
      co_await net.async_send(ping(1), asio::use_awaitable);
      const packet reply = co_await net.async_sr1(ping(7), {.timeout = 5s, .retry = 1}, asio::use_awaitable);
      const auto [answered, unanswered] = co_await net.async_sr(ping(8), {.timeout = 5s}, asio::use_awaitable);
      co_return identification(reply) + static_cast<int>(answered.size());
    };
    std::future<int> result = asio::co_spawn(io, asking(), asio::use_future);
    io.run();
    EXPECT_EQ(result.get(), 8);
  });
}

TEST_F(NetworkTransport, DeferredDoesNothingUntilItIsStarted) {
  at_left_end([](asio::io_context& io, transport& net) {
    auto later = net.async_sr1(ping(7), {.timeout = 5s}, asio::deferred);
    io.run();
    EXPECT_EQ(net.statistics().sent, 0u);
    io.restart();
    int id = 0;
    std::move(later)([&](error_code, packet reply) { id = identification(reply); });
    io.run();
    EXPECT_EQ(id, 7);
  });
}

TEST_F(NetworkTransport, DeferredThatOutlivesItsTransportIsAborted) {
  left->run([] {
    asio::io_context io;
    std::optional<transport> net{std::in_place, io};
    auto later = net->async_sr1(ping(7), asio::deferred);
    net.reset();
    std::optional<error_code> ec;
    std::move(later)([&](error_code e, packet) { ec = e; });
    io.run();
    EXPECT_EQ(ec, errc::operation_canceled);
  });
}

TEST_F(NetworkTransport, HandlerRunsOnItsOwnExecutor) {
  at_left_end([](asio::io_context& io, transport& net) {
    asio::thread_pool pool{1};
    std::promise<std::thread::id> where;
    net.async_sr1(ping(7),
                  asio::bind_executor(pool, [&](error_code, packet) { where.set_value(std::this_thread::get_id()); }));
    io.run();
    pool.join();  // it has work until the handler was called
    const auto ran = where.get_future().get();
    EXPECT_NE(ran, std::this_thread::get_id());
    EXPECT_NE(ran, std::thread::id{});
  });
}

/// Counts what is allocated with it and not given back.
template <class T>
struct counting_allocator {
  using value_type = T;
  int *now, *ever;
  counting_allocator(int* n, int* e) : now(n), ever(e) {}
  template <class U>
  counting_allocator(const counting_allocator<U>& other) : now(other.now), ever(other.ever) {}
  T* allocate(std::size_t n) {
    ++*now, ++*ever;
    return std::allocator<T>{}.allocate(n);
  }
  void deallocate(T* p, std::size_t n) {
    --*now;
    std::allocator<T>{}.deallocate(p, n);
  }
  friend bool operator==(const counting_allocator&, const counting_allocator&) = default;
};

TEST_F(NetworkTransport, OperationIsAllocatedByTheHandlersAllocatorAndFreedBeforeItIsCalled) {
  at_left_end([](asio::io_context& io, transport& net) {
    int now = 0, ever = 0;
    std::optional<int> at_call;
    net.async_sr1(ping(7), asio::bind_allocator(counting_allocator<char>{&now, &ever},
                                                [&](error_code, packet) { at_call = now; }));
    EXPECT_EQ(now, 1);
    io.run();
    EXPECT_EQ(at_call, 0);
    EXPECT_GE(ever, 1);
  });
}

TEST_F(NetworkTransport, MoveOnlyHandlersAreCalled) {
  at_left_end([](asio::io_context& io, transport& net) {
    int id = 0;
    net.async_sr1(ping(7), [&id, owned = std::make_unique<int>(1)](error_code, packet reply) {
      id = identification(reply) * *owned;
    });
    io.run();
    EXPECT_EQ(id, 7);
  });
}

// --- many, one after another, within each other ---------------------------------------------------------------------

TEST_F(NetworkTransport, HandlerStartsTheNextOperation) {
  at_left_end([](asio::io_context& io, transport& net) {
    std::uint16_t id = 0;
    auto next = [&](auto& self) -> void {
      net.async_sr1(ping(++id), [&, self](error_code ec, packet reply) mutable {
        ASSERT_FALSE(ec) << ec.message();
        ASSERT_EQ(identification(reply), id);
        if (id != 1000) self(self);
      });
    };
    next(next);
    io.run();
    EXPECT_EQ(id, 1000);
  });
}

TEST_F(NetworkTransport, EveryOneOfManyGetsItsOwnAnswer) {
  at_left_end([](asio::io_context& io, transport& net) {
    constexpr std::uint16_t many = 10'000;
    std::vector<int> got(many + 1);
    for (std::uint16_t id = 1; id <= many; ++id) {
      net.async_sr1(ping(id), {.timeout = 60s}, [&got, id](error_code ec, packet reply) {
        if (!ec && identification(reply) == id) ++got[id];
      });
    }
    io.run();
    for (std::uint16_t id = 1; id <= many; ++id) ASSERT_EQ(got[id], 1) << id;
    EXPECT_EQ(net.statistics().sent, many);
    EXPECT_EQ(net.statistics().dropped, 0u);
  });
}

TEST_F(NetworkTransport, FramesAndRoutedPacketsAtTheSameTime) {
  at_left_end([](asio::io_context& io, transport& net) {
    int frames = 0, packets = 0;
    for (std::uint16_t id = 1; id <= 100; ++id) {
      net.async_srp1(ether{} / ping(id), [&, id](error_code ec, packet reply) {
        frames += !ec && reply.has<ether>() && identification(reply) == id ? 1 : 0;
      });
      net.async_sr1(ping(static_cast<std::uint16_t>(1000 + id)), [&, id](error_code ec, packet reply) {
        packets += !ec && !reply.has<ether>() && identification(reply) == 1000 + id ? 1 : 0;
      });
    }
    io.run();
    EXPECT_EQ(frames, 100);
    EXPECT_EQ(packets, 100);
  });
}

TEST_F(NetworkTransport, TwoInterfacesAtTheSameTime) {
  at_left_end([](asio::io_context& io, transport& net) {
    int good = 0;
    for (const char* to : {"10.77.0.2", "127.0.0.1", "10.77.0.1", "10.78.0.1"}) {
      net.async_sr1(ping(7, ipv4_address{to}), [&, to](error_code ec, packet reply) {
        good += !ec && reply.get<ip>().src == ipv4_address{to} ? 1 : 0;
      });
    }
    io.run();
    EXPECT_EQ(good, 4);
  });
}

// --- nobody answers, or too late ------------------------------------------------------------------------------------

TEST_F(NetworkTransport, SilenceTimesOut) {
  at_left_end([this](asio::io_context& io, transport& net) {
    const auto right_end = at_right();
    const auto start = std::chrono::steady_clock::now();
    std::optional<error_code> ec;
    net.async_sr1(ether{.dst = right_mac} / ping(7, ipv4_address{"10.77.0.9"}), {.timeout = 20ms, .retry = 2},
                  [&](error_code e, packet) { ec = e; });
    io.run();
    EXPECT_EQ(ec, asio::error::timed_out);
    EXPECT_GE(std::chrono::steady_clock::now() - start, 60ms);
    std::size_t sent = 0;
    for (const packet& p : right_end.all()) sent += p.has<icmp>() ? 1u : 0u;
    EXPECT_EQ(sent, 3u) << "once, and two times again";
  });
}

TEST_F(NetworkTransport, SilentOnesDoNotDisturbTheOthers) {
  at_left_end([](asio::io_context& io, transport& net) {
    int answered = 0, silent = 0;
    for (std::uint16_t id = 1; id <= 1000; ++id) {
      const ipv4_address to{id % 2 == 0 ? "10.77.0.2" : "10.77.0.9"};
      net.async_sr1(ether{.dst = right_mac} / ping(id, to), {.timeout = 300ms}, [&, id](error_code ec, packet reply) {
        answered += !ec && identification(reply) == id && id % 2 == 0 ? 1 : 0;
        silent += ec == asio::error::timed_out && id % 2 == 1 ? 1 : 0;
      });
    }
    io.run();
    EXPECT_EQ(answered, 500);
    EXPECT_EQ(silent, 500);
  });
}

TEST_F(NetworkTransport, StrangersTrafficIsNotEvenReceived) {
  at_left_end([this](asio::io_context& io, transport& net) {
    std::optional<error_code> ec;
    net.async_sr1(ether{.dst = right_mac} / ping(7, ipv4_address{"10.77.0.9"}), {.timeout = 50ms},
                  [&](error_code e, packet) { ec = e; });
    right->run([] {
      for (std::uint16_t id = 1; id != 200; ++id) {
        sendp(ether{.dst = "02:00:00:00:77:01"} / ip{.src = "10.77.0.8", .dst = "10.77.0.1"} /
                  icmp{.type = icmp_type::echo_reply, .id = id},
              {.interface = "right"});
      }
    });
    io.run();
    EXPECT_EQ(ec, asio::error::timed_out);
    EXPECT_EQ(net.statistics().received, 0u);
  });
}

TEST_F(NetworkTransport, AnswerFromBeforeTheQuestionIsNone) {
  at_left_end([this](asio::io_context& io, transport& net) {
    net.async_sr1(ping(7), [](error_code ec, packet) { EXPECT_FALSE(ec); });
    io.run();
    io.restart();
    const auto left_end = at_left();
    right->run([] {
      sendp(ether{.dst = "02:00:00:00:77:01"} / ip{.src = "10.77.0.9", .dst = "10.77.0.1"} /
                icmp{.type = icmp_type::echo_reply, .id = 77},
            {.interface = "right"});
    });
    ASSERT_TRUE(left_end.see([](const packet& p) { return p.has<icmp>() && p.get<icmp>().id == 77; }));
    std::optional<error_code> ec;
    net.async_sr1(ether{.dst = right_mac} / ping(77, ipv4_address{"10.77.0.9"}), {.timeout = 20ms},
                  [&](error_code e, packet) { ec = e; });
    io.run();
    EXPECT_EQ(ec, asio::error::timed_out);
  });
}

TEST_F(NetworkTransport, WhatArrivesBetweenOperationsTakesNoRoom) {
  at_left_end([this](asio::io_context& io, transport& net) {
    const auto ask = [&] {
      std::optional<error_code> ec;
      net.async_sr1(ping(7), {.timeout = 5s}, [&](error_code e, packet) { ec = e; });
      io.restart();
      io.run();
      return ec.value_or(detail::os_error(EIO));
    };
    for (int round = 0; round != 2; ++round) {
      EXPECT_EQ(ask(), error_code{});
      right->run([] {
        const packet stranger{ether{.dst = "02:00:00:00:77:01"} / ip{.src = "10.77.0.8", .dst = "10.77.0.1"} /
                              udp{.dport = 9}};
        for (int i = 0; i != 15'000; ++i) sendp(stranger, {.interface = "right"});
      });
    }
    EXPECT_EQ(ask(), error_code{});
  });
}

// --- next hops ------------------------------------------------------------------------------------------------------

TEST_F(NetworkTransport, QuestionForANextHopIsJoined) {
  at_left_end([this](asio::io_context& io, transport& net) {
    left->command("ip neigh flush dev left && ip link set left arp off && ip link set left arp on");
    const auto right_end = at_right();
    int answered = 0;
    for (std::uint16_t id = 1; id <= 100; ++id) {
      net.async_srp1(ether{} / ping(id), [&](error_code ec, packet) { answered += ec ? 0 : 1; });
    }
    io.run();
    EXPECT_EQ(answered, 100);
    std::size_t questions = 0;
    for (const packet& p : right_end.all()) {
      questions +=
          p.has<arp>() && p.get<arp>().op == arp_operation::who_has && p.get<arp>().pdst == protocol_octets{"10.77.0.2"}
              ? 1u
              : 0u;
    }
    EXPECT_EQ(questions, 1u);
  });
}

TEST_F(NetworkTransport, AllThatWaitForANextHopAreSent) {
  at_left_end([](asio::io_context& io, transport& net) {
    int sent = 0;
    for (std::uint16_t id = 0; id != 1000; ++id) {
      // With a wrong length they go as frames, and need the neighbour's address.
      net.async_send(ip{.len = 99, .dst = "10.77.0.2"} / icmp{.id = id}, [&](error_code ec) { sent += ec ? 0 : 1; });
    }
    io.run_for(60s);
    EXPECT_EQ(sent, 1000);
  });
}

TEST_F(NetworkTransport, NextHopIsForgottenWhenTheKernelSaysThatSomethingChanged) {
  at_left_end([this](asio::io_context& io, transport& net) {
    const auto ask = [&] {
      std::optional<error_code> ec;
      net.async_srp1(ether{} / ping(7), {.timeout = 100ms}, [&](error_code e, packet) { ec = e; });
      io.restart();
      io.run();
      return ec.value_or(detail::os_error(EIO));
    };
    EXPECT_EQ(ask(), error_code{});
    right->command("ip link set right down && ip link set right address 02:00:00:00:77:99 && ip link set right up");
    left->command("ip link set left down && ip link set left up");
    wait_for("left");
    right->run([] { wait_for("right"); });
    EXPECT_EQ(ask(), error_code{});
  });
}

TEST_F(NetworkTransport, SilentNextHopIsAnError) {
  at_left_end([](asio::io_context& io, transport& net) {
    std::optional<error_code> ec;
    net.async_srp1(ether{} / ping(7, ipv4_address{"10.77.0.9"}), [&](error_code e, packet) { ec = e; });
    io.run();
    EXPECT_EQ(ec, errc::host_unreachable);
  });
}

}  // namespace transport_transport_test
}  // namespace packetry
