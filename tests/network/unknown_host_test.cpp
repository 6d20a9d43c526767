// SPDX-License-Identifier: BSL-1.0
//
// What `resolve` says where there is no such host, and where there is nobody to ask: with a real name server.
#include <packetry/transport/resolve.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdio>
#include <fstream>
#include <stdexcept>
#include <string>

#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

namespace packetry {
namespace unknown_host_test {

/// dnsmasq at 10.77.0.2, which knows door.hack.lu and that there is nothing else in hack.lu; ends with this.
class name_server {
 public:
  explicit name_server(const test::network_namespace& machine)
      : output_(machine.run([] {
          return ::popen(
              "exec timeout 60 dnsmasq --keep-in-foreground --conf-file=/dev/null --pid-file= --log-facility=- "
              "--user=root --no-resolv --no-hosts --listen-address=10.77.0.2 --bind-interfaces "
              "--host-record=door.hack.lu,10.78.0.1 --local=/hack.lu/ 2>&1 & echo $!; wait",
              "r");
        })) {
    process_ = std::stoi(read());
    // It says that it has started when its sockets are bound: from then on questions wait there.
    std::string line = read();
    while (!line.empty() && line.find("started") == std::string::npos) line = read();
    if (line.empty()) throw std::runtime_error("dnsmasq does not start");
  }
  ~name_server() {
    ::kill(process_, SIGTERM);
    ::pclose(output_);
  }
  name_server(const name_server&) = delete;
  name_server& operator=(const name_server&) = delete;

 private:
  [[nodiscard]] std::string read() const {
    char line[1024];
    return std::fgets(line, sizeof line, output_) ? line : "";
  }

  std::FILE* output_;
  pid_t process_ = 0;
};

class NetworkHost : public test::two_machines {
 protected:
  /// What `resolve` gives or says at left, in a process that has a resolv.conf of its own.
  std::string resolved(const char* name) {
    int ends[2];
    if (::pipe(ends) != 0) throw std::runtime_error("pipe");
    const pid_t child = left->run([&] {
      const pid_t process = ::fork();
      if (process != 0) return process;
      const std::string said = ask(name);
      ::_exit(::write(ends[1], said.data(), said.size()) < 0 ? 1 : 0);
    });
    ::close(ends[1]);
    const test::handle in{ends[0]};
    std::string said;
    char text[512];
    for (ssize_t n; (n = ::read(in.get(), text, sizeof text)) > 0;) said.append(text, static_cast<std::size_t>(n));
    ::waitpid(child, nullptr, 0);
    return said;
  }

 private:
  static std::string ask(const char* name) try {
    const std::string file = testing::TempDir() + "/packetry_resolv.conf." + std::to_string(::getpid());
    std::ofstream{file} << "nameserver 10.77.0.2\noptions timeout:1 attempts:1\n";
    const bool bound = ::unshare(CLONE_NEWNS) == 0 && ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                       ::mount(file.c_str(), "/etc/resolv.conf", nullptr, MS_BIND, nullptr) == 0;
    std::remove(file.c_str());
    return bound ? to_string(resolve(name)) : "resolv.conf cannot be replaced";
  } catch (const std::exception& e) {
    return e.what();
  }
};

TEST_F(NetworkHost, NameServerKnowsIt) {
  const name_server server{*right};
  EXPECT_EQ(resolved("door.hack.lu"), "10.78.0.1");
}

TEST_F(NetworkHost, ThereIsNoSuchHost) {
  const name_server server{*right};
  EXPECT_EQ(resolved("window.hack.lu"), "there is no host named \"window.hack.lu\" (Host not found (authoritative))");
}

TEST_F(NetworkHost, NobodyCanBeAsked) {  // the port is closed
  EXPECT_EQ(resolved("door.hack.lu").substr(0, 32), "no name server can be asked for ");
}

}  // namespace unknown_host_test
}  // namespace packetry
