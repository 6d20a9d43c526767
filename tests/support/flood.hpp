// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "netns.hpp"

#include <packetry/packet/packet.hpp>

#include <atomic>
#include <chrono>
#include <cstddef>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <sys/resource.h>

namespace packetry::test {

/// Somebody on an interface of another machine who sends these frames over and over, about 100,000 a second; from when it is
/// made until it ends.
class flood {
 public:
  flood(const network_namespace& machine, std::string interface, std::vector<packet> frames)
      : frames_(std::move(frames)), thread_([this, &machine, interface = std::move(interface)] {
          machine.run([&] { send_all(interface); });
        }) {}
  flood(const flood&) = delete;
  flood& operator=(const flood&) = delete;
  ~flood() {
    over_ = true;
    thread_.join();
  }

  [[nodiscard]] std::size_t sent() const { return sent_; }
  void wait_for(std::size_t frames) const {
    while (sent_ < frames) std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }

 private:
  static constexpr std::size_t at_a_time = 100;

  void send_all(const std::string& interface) {
    const handle socket{::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0)};
    sockaddr_ll to{};
    to.sll_family = AF_PACKET;
    to.sll_ifindex = static_cast<int>(::if_nametoindex(interface.c_str()));
    std::vector<iovec> parts(at_a_time);
    std::vector<mmsghdr> messages(at_a_time);
    for (std::size_t i = 0; i != at_a_time; ++i) {
      const bytes octets = frames_[i % frames_.size()].octets();
      parts[i] = {.iov_base = const_cast<std::uint8_t*>(octets.data()), .iov_len = octets.size()};
      msghdr& header = messages[i].msg_hdr;
      header.msg_name = &to;
      header.msg_namelen = sizeof to;
      header.msg_iov = &parts[i];
      header.msg_iovlen = 1;
    }
    for (auto next = std::chrono::steady_clock::now(); !over_; next += std::chrono::milliseconds{1}) {
      const int done = ::sendmmsg(socket.get(), messages.data(), at_a_time, 0);
      if (done > 0) sent_ += static_cast<std::size_t>(done);
      std::this_thread::sleep_until(next);
    }
  }

  const std::vector<packet> frames_;
  std::atomic<std::size_t> sent_ = 0;
  std::atomic<bool> over_ = false;
  std::thread thread_;
};

/// How often this thread has given the processor away because it had nothing to do.
[[nodiscard]] inline long times_waited() {
  rusage used{};
  ::getrusage(RUSAGE_THREAD, &used);
  return used.ru_nvcsw;
}

}  // namespace packetry::test
