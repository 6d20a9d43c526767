// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/async_job.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/transport/transport.hpp>

#include "../support/netns.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <stdexcept>
#include <thread>
#include <vector>

namespace packetry {
namespace async_job_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr mac_address right_mac{"02:00:00:00:77:02"};
constexpr sr1_options patient{.timeout = 60s};

auto ping(std::uint16_t id) { return ip{.dst = "10.77.0.2"} / icmp{.id = id}; }
/// One that nobody answers.
auto cry(std::uint16_t id) { return ether{.dst = right_mac} / ip{.dst = "10.77.0.9"} / icmp{.id = id}; }

class NetworkCancellation : public test::two_machines {};

TEST_F(NetworkCancellation, BeforeTheFirstStep) {
  left->run([] {
    asio::io_context io;
    transport net{io};
    asio::cancellation_signal stop;
    int called = 0;
    net.async_sr1(ping(7), patient, asio::bind_cancellation_slot(stop.slot(), [&](error_code ec, packet) {
                    ++called;
                    EXPECT_EQ(ec, asio::error::operation_aborted);
                  }));
    stop.emit(asio::cancellation_type::terminal);
    EXPECT_EQ(called, 0) << "from within emit";
    io.run();
    EXPECT_EQ(called, 1);
    stop.emit(asio::cancellation_type::terminal);  // nothing is left of it
  });
}

TEST_F(NetworkCancellation, WhileItWaits) {
  left->run([] {
    asio::io_context io;
    transport net{io};
    asio::cancellation_signal stop;
    std::optional<error_code> ec;
    net.async_sr1(cry(7), patient, asio::bind_cancellation_slot(stop.slot(), [&](error_code e, packet) { ec = e; }));
    asio::post(io, [&] { stop.emit(asio::cancellation_type::partial); });
    io.run();
    EXPECT_EQ(ec, asio::error::operation_aborted);
  });
}

TEST_F(NetworkCancellation, WhileItLooksForTheNextHop) {
  left->run([] {
    asio::io_context io;
    transport net{io};
    asio::cancellation_signal stop;
    std::array<std::optional<error_code>, 2> ec;
    const auto request = ether{} / ip{.dst = "10.77.0.9"} / icmp{};
    net.async_srp1(request, patient,
                   asio::bind_cancellation_slot(stop.slot(), [&](error_code e, packet) { ec[0] = e; }));
    net.async_srp1(request, patient, [&](error_code e, packet) { ec[1] = e; });
    asio::post(io, [&] { stop.emit(asio::cancellation_type::terminal); });
    io.run();
    EXPECT_EQ(ec[0], asio::error::operation_aborted);
    EXPECT_EQ(ec[1], boost::system::errc::host_unreachable) << "the other goes on";
  });
}

TEST_F(NetworkCancellation, TotalIsTooLateOnceItWasSent) {
  left->run([] {
    asio::io_context io;
    transport net{io};
    asio::cancellation_signal stop;
    std::optional<error_code> ec;
    const sr1_options brief{.timeout = 50ms};
    net.async_sr1(cry(7), brief, asio::bind_cancellation_slot(stop.slot(), [&](error_code e, packet) { ec = e; }));
    stop.emit(asio::cancellation_type::total);
    io.run();
    EXPECT_EQ(ec, asio::error::timed_out);
  });
}

TEST_F(NetworkCancellation, OfHalfOfThemLeavesTheRest) {
  left->run([] {
    constexpr std::uint16_t many = 2000;
    asio::io_context io;
    transport net{io};
    std::vector<asio::cancellation_signal> stop(many);
    int answered = 0, aborted = 0;
    for (std::uint16_t id = 0; id != many; ++id) {
      net.async_sr1(ping(id), patient,
                    asio::bind_cancellation_slot(stop[id].slot(), [&, id](error_code ec, packet reply) {
                      aborted += ec == asio::error::operation_aborted && id % 2 == 1 ? 1 : 0;
                      answered += !ec && reply.get<icmp>().id == id && id % 2 == 0 ? 1 : 0;
                    }));
    }
    for (std::uint16_t id = 1; id < many; id += 2) stop[id].emit(asio::cancellation_type::terminal);
    io.run();
    EXPECT_EQ(aborted, many / 2);
    EXPECT_EQ(answered, many / 2);
  });
}

TEST_F(NetworkCancellation, OfManyGivesWhatThereIs) {
  left->run([] {
    asio::io_context io;
    transport net{io};
    asio::cancellation_signal stop;
    std::optional<sr_result> got;
    std::vector<packet> requests;
    for (std::uint16_t id = 1; id <= 5; ++id)
      requests.emplace_back(ip{.src = "10.77.0.1", .dst = "10.77.0.2"} / icmp{.id = id});
    for (std::uint16_t id = 6; id <= 9; ++id)
      requests.emplace_back(ip{.src = "10.77.0.1", .dst = "10.77.0.9"} / icmp{.id = id});
    net.async_sr(requests, {.timeout = 60s}, asio::bind_cancellation_slot(stop.slot(), [&](error_code ec, sr_result r) {
                   EXPECT_EQ(ec, asio::error::operation_aborted);
                   got = std::move(r);
                 }));
    // Its answer comes behind the others'.
    net.async_sr1(ping(77), patient, [&](error_code, packet) { stop.emit(asio::cancellation_type::terminal); });
    io.run();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->answered.size(), 5u);
    ASSERT_EQ(got->unanswered.size(), 4u);
    for (std::uint16_t i = 0; i != 4; ++i) EXPECT_EQ(got->unanswered[i].get<icmp>().id, 6 + i);
  });
}

TEST_F(NetworkCancellation, ByWhoeverWaitsForOneOfTwo) {
  left->run([] {
    using namespace asio::experimental::awaitable_operators;
    asio::io_context io;
    transport net{io};
    bool first = false;
    auto race = [&]() -> asio::awaitable<void> {
      asio::steady_timer soon{io, 1ms};
      const auto request = cry(7);
      const auto winner =
          co_await (soon.async_wait(asio::use_awaitable) || net.async_sr1(request, patient, asio::use_awaitable));
      first = winner.index() == 0;
    };
    asio::co_spawn(io, race(), asio::detached);
    io.run();
    EXPECT_TRUE(first);
  });
}

// --- ends -----------------------------------------------------------------------------------------------------------

class NetworkEnd : public test::two_machines {};

TEST_F(NetworkEnd, OfTheTransportCompletesWhatIsUnderWay) {
  left->run([] {
    asio::io_context io;
    std::optional<transport> net{std::in_place, io};
    int aborted = 0, answered = 0;
    const auto count = [&](error_code ec) { aborted += ec == asio::error::operation_aborted ? 1 : 0; };
    for (std::uint16_t id = 1; id <= 1000; ++id)
      net->async_sr1(cry(id), patient, [&](error_code ec, packet) { count(ec); });
    net->async_srp1(ether{} / ip{.dst = "10.77.0.9"} / icmp{}, patient, [&](error_code ec, packet) { count(ec); });
    net->async_sr(cry(1), {.timeout = 60s}, [&](error_code ec, sr_result r) {
      count(ec);
      EXPECT_EQ(r.unanswered.size(), 1u);
    });
    net->async_sniff({}, [&](error_code ec, std::vector<packet>) { count(ec); });
    net->async_sr1(ping(7), patient, [&](error_code ec, packet) {
      answered += ec ? 0 : 1;
      net.reset();  // by a handler
      EXPECT_EQ(aborted, 0) << "from within the destructor";
    });
    io.run();
    EXPECT_EQ(answered, 1);
    EXPECT_EQ(aborted, 1003);
  });
}

TEST_F(NetworkEnd, OfTheContextLetsGoOfACoroutineThatHoldsItsTransport) {
  auto token = std::make_shared<int>(0);
  left->run([token] {
    asio::io_context io;
    auto waiting = [](asio::any_io_executor ex, std::shared_ptr<int>) -> asio::awaitable<void> {
      transport net{ex};
      const auto request = cry(7);
      (void)co_await net.async_sr1(request, patient, asio::use_awaitable);
    };
    asio::co_spawn(io, waiting(io.get_executor(), token), asio::detached);
    io.poll();
    EXPECT_GT(token.use_count(), 2);
  });
  EXPECT_EQ(token.use_count(), 1);
}

TEST_F(NetworkEnd, MovedTransportGoesOn) {
  left->run([] {
    asio::io_context io;
    transport first{io};
    std::array<std::optional<error_code>, 2> ec;
    first.async_sr1(ping(7), patient, [&](error_code e, packet) { ec[0] = e; });
    transport second{std::move(first)};
    transport third{io};
    third.async_sr1(cry(7), patient, [&](error_code e, packet) { ec[1] = e; });
    third = std::move(second);
    io.run();
    EXPECT_EQ(ec[0], error_code{});
    EXPECT_EQ(ec[1], asio::error::operation_aborted) << "it was moved onto";
  });
}

TEST_F(NetworkEnd, WhatAHandlerThrowsLeavesRun) {
  left->run([] {
    asio::io_context io;
    transport net{io};
    int answered = 0;
    for (std::uint16_t id = 1; id <= 10; ++id) {
      net.async_sr1(ping(id), patient, [&](error_code, packet) {
        ++answered;
        throw std::runtime_error("mine");
      });
    }
    int thrown = 0;
    for (bool again = true; again;) {
      try {
        io.run();
        again = false;
      } catch (const std::exception&) {  // Asio puts several of one step together
        ++thrown;
      }
    }
    EXPECT_EQ(answered, 10) << "and the others go on";
    EXPECT_GE(thrown, 1);
  });
}

TEST_F(NetworkEnd, NothingKeepsTheContextRunning) {
  left->run([] {
    asio::io_context io;
    transport net{io};
    net.async_sr1(ping(7), patient, [](error_code ec, packet) { EXPECT_FALSE(ec); });
    const auto start = std::chrono::steady_clock::now();
    io.run();
    EXPECT_LT(std::chrono::steady_clock::now() - start, patient.timeout) << "a timer that was left";
  });
}

TEST_F(NetworkEnd, StrandLetsThreadsShareIt) {
  left->run([] {
    asio::io_context io;
    auto strand = asio::make_strand(io);
    transport net{strand};
    std::atomic<int> answered{0};
    for (std::uint16_t t = 0; t != 4; ++t) {
      for (std::uint16_t i = 0; i != 100; ++i) {
        asio::post(strand, [&, id = static_cast<std::uint16_t>(1000 * t + i)] {
          net.async_sr1(ping(id), patient, [&, id](error_code ec, packet reply) {
            answered += !ec && reply.get<icmp>().id == id ? 1 : 0;
          });
        });
      }
    }
    std::vector<std::thread> threads;
    for (int t = 0; t != 4; ++t) threads.emplace_back([&] { io.run(); });
    for (std::thread& t : threads) t.join();
    EXPECT_EQ(answered, 400);
  });
}

}  // namespace async_job_test
}  // namespace packetry
