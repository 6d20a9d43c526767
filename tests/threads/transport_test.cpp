// SPDX-License-Identifier: BSL-1.0
//
// What may be used from several threads is: one transport through a strand, several transports, the blocking functions.
// ThreadSanitizer watches; see CMakeLists.txt.
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/packet/vary.hpp>
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include "../support/netns.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/bind_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/thread_pool.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <list>
#include <optional>
#include <thread>
#include <vector>

namespace packetry {
namespace threads_transport_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

constexpr int threads = 4;
constexpr sr1_options patient{.timeout = 60s};

auto ping(std::uint16_t id) { return ip{.dst = "10.77.0.2"} / icmp{.id = id}; }

/// `f(t)` on several threads of this one's namespace at a time.
template <class F>
void on_threads(F f) {
  std::vector<std::thread> all;
  for (int t = 0; t != threads; ++t) all.emplace_back([&f, t] { f(t); });
  for (std::thread& t : all) t.join();
}

class NetworkThreads : public test::two_machines {};

TEST_F(NetworkThreads, ShareATransportThroughAStrand) {
  left->run([] {
    asio::io_context io;
    asio::thread_pool pool{2};
    auto strand = asio::make_strand(io);
    std::optional<transport> net{std::in_place, strand};
    std::atomic<int> answered{0}, elsewhere{0}, many{0}, seen{0};
    const auto started = [&](std::uint16_t id) {
      net->async_sr1(ping(id), patient, [&](error_code ec, packet) { answered += ec ? 0 : 1; });
      net->async_sr1(ping(id), patient, asio::bind_executor(pool, [&](error_code ec, packet) { elsewhere += ec ? 0 : 1; }));
    };
    asio::post(strand, [&] {
      net->async_sniff({.interface = "left", .count = 20, .prn = [&](const packet&) { ++seen; }, .store = false},
                       [](error_code, std::vector<packet>) {});
      net->async_sr(ip{.dst = "10.77.0.2"} / icmp{.seq = 1} | vary<&icmp::id>(2001, 2100), {.timeout = 60s},
                    [&](error_code, sr_result r) { many += static_cast<int>(r.answered.size()); });
    });
    on_threads([&](int t) {
      for (int i = 0; i != 50; ++i) asio::post(strand, [&, id = static_cast<std::uint16_t>(100 * t + i)] { started(id); });
      io.run();
    });
    pool.join();
    EXPECT_EQ(answered, threads * 50);
    EXPECT_EQ(elsewhere, threads * 50);
    EXPECT_EQ(many, 100);
    EXPECT_EQ(seen, 20);
  });
}

TEST_F(NetworkThreads, CancelAndEndItThroughTheStrand) {
  left->run([] {
    asio::io_context io;
    auto strand = asio::make_strand(io);
    std::optional<transport> net{std::in_place, strand};
    std::atomic<int> cancelled{0};
    std::list<asio::cancellation_signal> signals;
    const auto ended = [&](error_code ec, packet) { cancelled += ec == asio::error::operation_aborted ? 1 : 0; };
    const auto silent = ether{.dst = "02:00:00:00:77:02"} / ip{.dst = "10.77.0.9"} / icmp{};
    asio::post(strand, [&] {
      for (int i = 0; i != 40; ++i) {
        net->async_sr1(silent, patient, asio::bind_cancellation_slot(signals.emplace_back().slot(), asio::bind_executor(strand, ended)));
      }
    });
    std::atomic<int> arrived{0};
    on_threads([&](int) {
      asio::post(strand, [&] {
        for (int i = 0; i != 5 && !signals.empty(); ++i) {
          signals.front().emit(asio::cancellation_type::terminal);
          signals.pop_front();
        }
        if (++arrived == threads) net.reset();  // the rest ends with it
      });
      io.run();
    });
    EXPECT_EQ(cancelled, 40);
  });
}

TEST_F(NetworkThreads, HaveTransportsAndSocketsOfTheirOwn) {
  left->run([] {
    std::atomic<int> answered{0};
    on_threads([&](int t) {
      asio::io_context io;
      transport net{io};
      for (int i = 0; i != 25; ++i) {
        const auto id = static_cast<std::uint16_t>(100 * t + i);
        net.async_sr1(ping(id), patient, [&](error_code ec, packet) { answered += ec ? 0 : 1; });
        answered += sr1(ping(id), patient) ? 1 : 0;
      }
      io.run();
    });
    EXPECT_EQ(answered, threads * 50);
  });
}

}  // namespace threads_transport_test
}  // namespace packetry
