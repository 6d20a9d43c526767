// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>
#include <packetry/transport/interfaces.hpp>

#include <gtest/gtest.h>

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <functional>
#include <future>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

namespace packetry::test {

/// Owns a file descriptor.
class handle {
 public:
  explicit handle(int fd) : fd_(fd) {
    if (fd < 0) throw std::system_error(errno, std::generic_category());
  }
  handle(handle&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  handle& operator=(handle&&) = delete;
  ~handle() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// A network namespace of our own. It has no name, only descriptors, so it goes away with the process, whatever happens
/// to that. The calling thread stays where it is.
class network_namespace {
 public:
  network_namespace() : fd_(make()) {}

  /// Run `f` on a thread of its own within the namespace; what it throws is thrown here.
  template <class F>
  auto run(F f) const -> decltype(f()) {
    std::packaged_task<decltype(f())()> task{[&] {
      if (::setns(fd_.get(), CLONE_NEWNET) != 0) throw std::system_error(errno, std::generic_category(), "setns");
      return f();
    }};
    auto result = task.get_future();
    std::thread{std::move(task)}.join();
    return result.get();
  }

  /// Run a shell command within the namespace. \throws where it fails.
  void command(const std::string& line) const {
    if (run([&] { return std::system(line.c_str()); }) != 0) throw std::runtime_error("failed: " + line);
  }

  /// A path by which `ip` finds the namespace.
  [[nodiscard]] std::string path() const {
    return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd_.get());
  }

 private:
  static handle make() {
    std::optional<handle> made;
    std::exception_ptr problem;
    std::thread{[&] {
      try {
        if (::unshare(CLONE_NEWNET) != 0) throw std::system_error(errno, std::generic_category(), "unshare");
        made.emplace(::open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC));
      } catch (...) {
        problem = std::current_exception();
      }
    }}.join();
    if (problem) std::rethrow_exception(problem);
    return std::move(*made);
  }

  handle fd_;
};

/// What passes an interface, in either direction, seen with nothing of packetry but its dissection.
class witness {
 public:
  explicit witness(const char* interface) : socket_(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(ETH_P_ALL))) {
    sockaddr_ll at{};
    at.sll_family = AF_PACKET;
    at.sll_protocol = htons(ETH_P_ALL);
    at.sll_ifindex = static_cast<int>(::if_nametoindex(interface));
    if (::bind(socket_.get(), reinterpret_cast<const sockaddr*>(&at), sizeof at) != 0) {
      throw std::system_error(errno, std::generic_category(), interface);
    }
  }

  /// The next frame that `wanted` accepts. It has been sent when this is called, so the time is only a way out of a
  /// failing test.
  [[nodiscard]] std::optional<packet> see(const std::function<bool(const packet&)>& wanted) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (std::chrono::steady_clock::now() < end) {
      pollfd readable{.fd = socket_.get(), .events = POLLIN, .revents = 0};
      if (::poll(&readable, 1, 1000) <= 0) continue;
      std::optional<packet> frame = read();
      if (frame && wanted(*frame)) return frame;
    }
    return std::nullopt;
  }

  /// All frames that have passed until now.
  [[nodiscard]] std::vector<packet> all() const {
    std::vector<packet> seen;
    while (auto frame = read()) seen.push_back(std::move(*frame));
    return seen;
  }

 private:
  [[nodiscard]] std::optional<packet> read() const {
    std::vector<std::uint8_t> octets(65536);
    const ssize_t size = ::recv(socket_.get(), octets.data(), octets.size(), MSG_DONTWAIT);
    if (size < 0) return std::nullopt;
    octets.resize(static_cast<std::size_t>(size));
    return packet{std::move(octets)};
  }

  handle socket_;
};

/// Two machines and a cable:
///
///   left 10.77.0.1 (02:00:00:00:77:01, interface "left") ---- "right" 10.77.0.2 (02:00:00:00:77:02), behind
///   it 10.78.0.1
///
/// Skips its tests where there is no right to make namespaces.
class two_machines : public testing::Test {
 protected:
  void SetUp() override {
    try {
      left.emplace();
      right.emplace();
    } catch (const std::system_error& e) {
      if (e.code().value() != EPERM) throw;
      GTEST_SKIP() << "needs root: it makes network namespaces";
    }
    left->command(
        "ip link add left address 02:00:00:00:77:01 type veth peer name right address 02:00:00:00:77:02 netns " +
        right->path());
    left->command("ip address add 10.77.0.1/24 dev left && ip link set left up && ip link set lo up");
    right->command("ip address add 10.77.0.2/24 dev right && ip link set right up && ip link set lo up");
    right->command("ip address add 10.78.0.1/32 dev lo");
    left->run([] { wait_for("left"); });
    right->run([] { wait_for("right"); });
    left->command("ip route add 10.78.0.0/24 via 10.77.0.2");
  }

  /// The kernel notices a cable's other end a moment after that was set up; until then it drops what is sent.
  static void wait_for(const char* interface) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!interface_named(interface).running) {
      if (std::chrono::steady_clock::now() > end)
        throw std::runtime_error(std::string{interface} + " does not come up");
      std::this_thread::yield();
    }
  }

  /// What left sends and receives, what right does.
  [[nodiscard]] witness at_left() const {
    return left->run([] { return witness{"left"}; });
  }
  [[nodiscard]] witness at_right() const {
    return right->run([] { return witness{"right"}; });
  }

  std::optional<network_namespace> left, right;
};

/// The same with IPv6 beside it:
///
///   left fd77::1, fe80::1 ---- right fd77::2, fe80::2, behind it fd78::1
class two_machines_of_both_kinds : public two_machines {
 protected:
  void SetUp() override {
    two_machines::SetUp();
    if (IsSkipped()) return;
    add(*left, "left", "1");
    add(*right, "right", "2");
    right->command("ip -6 address add fd78::1/128 dev lo");
    left->command("ip -6 route add fd78::/64 via fd77::2");
  }

 private:
  /// Nobody else can have the addresses: they need not be probed for a second.
  static void add(const network_namespace& machine, const std::string& interface, const std::string& host) {
    machine.command("ip -6 address flush dev " + interface + " && ip -6 address add fe80::" + host + "/64 dev " + interface +
                    " nodad && ip -6 address add fd77::" + host + "/64 dev " + interface + " nodad");
  }
};

}  // namespace packetry::test
