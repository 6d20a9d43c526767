// SPDX-License-Identifier: BSL-1.0
//
// What the user sets is on the wire as it was set, right or wrong: seen by tcpdump at the other end of the cable, which
// shares nothing with packetry.
#include <packetry/transport/sr.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <string>

namespace packetry {
namespace as_set_test {

/// tcpdump on an interface, from when this is made until it has seen one packet of IPv4.
class tcpdump {
 public:
  explicit tcpdump(const test::network_namespace& machine)
      : output_(machine.run([] {
          return ::popen("exec timeout 10 tcpdump --immediate-mode -i right -c 1 -nn -vv -e -l -t ip 2>&1", "r");
        })) {
    for (std::string line = read(); !line.empty(); line = read()) {
      if (line.find("listening on") != std::string::npos) return;
    }
  }
  ~tcpdump() { ::pclose(output_); }
  tcpdump(const tcpdump&) = delete;
  tcpdump& operator=(const tcpdump&) = delete;

  /// What it says of the packet.
  [[nodiscard]] std::string seen() const {
    std::string all;
    while (true) {
      const std::string line = read();
      if (line.empty()) return all;
      all += line;
    }
  }

 private:
  /// A line, or nothing at the end.
  [[nodiscard]] std::string read() const {
    char line[1024];
    return std::fgets(line, sizeof line, output_) ? line : "";
  }

  std::FILE* output_;
};

class NetworkAsSet : public test::two_machines {
 protected:
  /// By both paths, routed and as a frame: tcpdump says this of the packet.
  template <class Upper>
  void expect(const std::string& said, const ip& header, const Upper& upper) {
    expect_of(header / upper, said);
    expect_of(ether{} / header / upper, said);
  }
  template <class P>
  void expect_of(const P& p, const std::string& said) {
    const tcpdump witness{*right};
    left->run([&] { send(p); });
    const std::string seen = witness.seen();
    EXPECT_NE(seen.find(said), std::string::npos) << "should say: " << said << "\n      says: " << seen;
    EXPECT_NE(seen.find("02:00:00:00:77:01 > 02:00:00:00:77:02"), std::string::npos) << seen;
  }
};

const auto echo = icmp{.id = 7, .seq = 9} / "verbatim";

TEST_F(NetworkAsSet, NothingIsWrongWhereNothingIsSet) {
  const std::string header = "(tos 0x0, ttl 64, id 1, offset 0, flags [none], proto ICMP (1), length 36)\n";
  expect(header + "    10.77.0.1 > 10.77.0.2: ICMP echo request, id 7, seq 9, length 16\n", {.dst = "10.77.0.2"}, echo);
}
TEST_F(NetworkAsSet, Length) { expect("proto ICMP (1), length 30)\n", {.len = 30, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkAsSet, LengthBeyondThePacket) {
  expect("truncated-ip - 63 bytes missing! (tos 0x0", {.len = 99, .dst = "10.77.0.2"}, echo);
}
TEST_F(NetworkAsSet, HeaderChecksum) { expect("bad cksum 1234 (->", {.chksum = 0x1234, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkAsSet, IdentificationZero) { expect("id 0, offset 0, flags [none]", {.id = 0, .dst = "10.77.0.2"}, echo); }
TEST_F(NetworkAsSet, ForeignSource) {
  expect("192.0.2.1 > 10.77.0.2: ICMP echo request", {.src = "192.0.2.1", .dst = "10.77.0.2"}, echo);
}
TEST_F(NetworkAsSet, UpperLength) {
  expect("10.77.0.1.4000 > 10.77.0.2.9: [udp sum ok] UDP, bad length 300 > 8", {.dst = "10.77.0.2"},
         udp{.sport = 4000, .dport = 9, .len = 308} / "verbatim");
}
TEST_F(NetworkAsSet, UpperChecksum) {
  expect("[bad udp cksum 0xbeef -> ", {.dst = "10.77.0.2"}, udp{.sport = 4000, .dport = 9, .chksum = 0xbeef} / "verbatim");
}

}  // namespace as_set_test
}  // namespace packetry
