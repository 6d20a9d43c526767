// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "netns.hpp"

#include <packetry/transport/transport.hpp>

#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <functional>
#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace packetry::test {

/// Somebody on an interface of another machine who answers packets by hand; from when it is made until it ends.
class by_hand {
 public:
  using answers = std::function<std::vector<packet>(const packet&)>;

  /// `answer` gives what is sent for each packet that `wanted` accepts.
  by_hand(const network_namespace& machine, const std::string& interface, std::function<bool(const packet_view&)> wanted,
          answers answer)
      : answer_(std::move(answer)) {
    machine.run([&] {
      net_.emplace(io_, transport_options{.interface = interface});
      const auto reply = [this](const packet& p) {
        for (const packet& a : answer_(p)) net_->async_send(a, boost::asio::detached);
      };
      net_->async_sniff({.filter = std::move(wanted), .prn = reply, .store = false}, boost::asio::detached);
    });
    // Its sockets are opened where they are first needed: within the machine.
    thread_ = std::thread{[this, &machine] { machine.run([this] { io_.run(); }); }};
  }
  by_hand(const by_hand&) = delete;
  by_hand& operator=(const by_hand&) = delete;
  ~by_hand() {
    boost::asio::post(io_, [this] { net_.reset(); });
    thread_.join();
  }

 private:
  answers answer_;
  boost::asio::io_context io_;
  std::optional<transport> net_;
  std::thread thread_;
};

}  // namespace packetry::test
