// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/async_sniff.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/transport/sr.hpp>
#include <packetry/transport/transport.hpp>

#include "../support/netns.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/io_context.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <vector>

namespace packetry {
namespace async_sniff_test {

using namespace std::chrono_literals;
namespace asio = boost::asio;

bool is_ping(const packet_view& p) { return p.has<icmp>(); }

/// A capture at the left end, and one question that it sees, and its answer.
class NetworkAsyncSniff : public test::two_machines {
 protected:
  void capture(sniff_options options, std::size_t seen, error_code expected = {}) {
    left->run([&] {
      net.emplace(io);
      net->async_sniff(std::move(options),
                       asio::bind_cancellation_slot(stop.slot(), [&](error_code ec, std::vector<packet> all) {
                         EXPECT_EQ(ec, expected) << ec.message();
                         EXPECT_EQ(all.size(), seen);
                         ++ended;
                       }));
      EXPECT_EQ(ended, 0) << "from within the initiating function";
      if (net) net->async_sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}, [](error_code, packet) {});
      io.run();
      EXPECT_EQ(ended, 1);
    });
  }

  asio::io_context io;
  asio::cancellation_signal stop;
  std::optional<transport> net;
  int ended = 0;
};

TEST_F(NetworkAsyncSniff, EndsByCount) { capture({.interface = "left", .count = 2, .filter = is_ping}, 2); }

TEST_F(NetworkAsyncSniff, EndsByTimeout) { capture({.timeout = 50ms, .filter = is_ping}, 2); }

TEST_F(NetworkAsyncSniff, UsesTheTransportsInterface) {
  left->run([&] {
    transport on_loopback{io, {.interface = "lo"}};
    on_loopback.async_sniff({.timeout = 20ms}, [&](error_code ec, std::vector<packet> all) {
      EXPECT_FALSE(ec);
      EXPECT_TRUE(all.empty());
    });
    transport other{io};
    other.async_sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}, [](error_code ec, packet) { EXPECT_FALSE(ec); });
    io.run();
    EXPECT_EQ(on_loopback.statistics().received, 0u);
  });
}

TEST_F(NetworkAsyncSniff, CanBeCancelledByItsOwnFunction) {
  capture({.interface = "left",
           .filter = is_ping,
           .prn = [this](const packet&) { stop.emit(asio::cancellation_type::terminal); }},
          2, asio::error::operation_aborted);  // both lay in the queue: what is being read is read first
}

TEST_F(NetworkAsyncSniff, TransportCanEndInItsOwnFunction) {
  capture({.interface = "left", .filter = is_ping, .prn = [this](const packet&) { net.reset(); }}, 2,
          asio::error::operation_aborted);
}

TEST_F(NetworkAsyncSniff, CancelledItStillDeliversWhatHadBeenSeen) {
  left->run([&] {
    net.emplace(io);
    net->async_sniff({.interface = "left", .filter = is_ping},
                     asio::bind_cancellation_slot(stop.slot(), [&](error_code ec, std::vector<packet> all) {
                       EXPECT_EQ(ec, asio::error::operation_aborted);
                       EXPECT_EQ(all.size(), 2u) << "the question and its answer";
                       ++ended;
                     }));
    EXPECT_TRUE(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}));  // blocking: the capture reads nothing meanwhile
    stop.emit(asio::cancellation_type::terminal);
    EXPECT_EQ(ended, 0) << "from within emit";
    io.run();
    EXPECT_EQ(ended, 1);
  });
}

TEST_F(NetworkAsyncSniff, TheTimeoutDeliversAllThatIsQueued) {
  left->run([&] {
    net.emplace(io);
    net->async_sniff({.interface = "left", .timeout = 1ms, .filter = is_ping}, [&](error_code ec, std::vector<packet> all) {
      EXPECT_FALSE(ec) << ec.message();
      EXPECT_EQ(all.size(), 200u) << "more than is read at a time";
      ++ended;
    });
    // Blocking: the capture reads nothing meanwhile, and its time is over afterwards.
    for (std::uint16_t i = 0; i != 100; ++i) EXPECT_TRUE(sr1(ip{.dst = "10.77.0.2"} / icmp{.id = i}));
    io.run();
    EXPECT_EQ(ended, 1);
  });
}

TEST_F(NetworkAsyncSniff, RefusalIsCompleted) { capture({.interface = "eth7"}, 0, detail::os_error(ENODEV)); }

TEST_F(NetworkAsyncSniff, WhatItsFunctionThrowsLeavesRunAndItGoesOn) {
  left->run([&] {
    net.emplace(io);
    int called = 0;
    net->async_sniff({.interface = "left",
                      .count = 2,
                      .filter = is_ping,
                      .prn =
                          [&](const packet&) {
                            if (++called == 1) throw std::runtime_error("mine");
                          }},
                     [&](error_code ec, std::vector<packet>) {
                       EXPECT_FALSE(ec);
                       ++ended;
                     });
    net->async_sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}, [](error_code, packet) {});
    EXPECT_THROW(io.run(), std::runtime_error);
    io.run();
    EXPECT_EQ(called, 2);
    EXPECT_EQ(ended, 1);
  });
}

TEST_F(NetworkAsyncSniff, TheLastOneIsTheLastAlsoWhereItsFunctionThrows) {
  left->run([&] {
    net.emplace(io);
    int called = 0;
    const auto throws_at_last = [&](const packet&) {
      if (++called == 2) throw std::runtime_error("mine");
    };
    net->async_sniff({.interface = "left", .count = 2, .filter = is_ping, .prn = throws_at_last}, [&](error_code ec, std::vector<packet>) {
      EXPECT_FALSE(ec);
      ++ended;
    });
    net->async_sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}, [](error_code, packet) {});
    EXPECT_THROW(io.run(), std::runtime_error);
    net->async_sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 8}, [](error_code, packet) {});
    io.run();
    EXPECT_EQ(called, 2);
    EXPECT_EQ(ended, 1);
  });
}

TEST_F(NetworkAsyncSniff, IsCountedWhileItLastsAndAfterwards) {
  left->run([&] {
    transport of_its_own{io};
    of_its_own.async_sniff({.interface = "left", .count = 2, .filter = is_ping},
                           [&](error_code, std::vector<packet>) { EXPECT_GE(of_its_own.statistics().received, 2u); });
    transport other{io};
    other.async_sr1(ip{.dst = "10.77.0.2"} / icmp{.id = 7}, [](error_code, packet) {});
    io.run();
    EXPECT_GE(of_its_own.statistics().received, 2u);
    EXPECT_EQ(of_its_own.statistics().sent, 0u);
  });
}

}  // namespace async_sniff_test
}  // namespace packetry
