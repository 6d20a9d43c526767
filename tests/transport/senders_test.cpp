// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/senders.hpp>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/transport/fill.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

namespace packetry::detail {
namespace senders_test {

class NetworkSenders : public test::two_machines {
 protected:
  /// So slow that a socket's buffer is full long before the queue is.
  void SetUp() override {
    two_machines::SetUp();
    left->command("tc qdisc add dev left root tbf rate 8bit burst 1600 limit 10000000");
  }
};

TEST_F(NetworkSenders, TellWhenTheirSocketIsFull) {
  left->run([] {
    network_map map;
    senders all{senders::when_full::tell};
    const ip to{.src = "10.77.0.1", .dst = "10.77.0.2"};
    for (const outbound& out : {prepare(ether{.dst = "02:00:00:00:77:02"} / to / icmp{}, "left", map), prepare(to / icmp{}, {}, map)}) {
      error_code ec;
      for (int i = 0; i != 100'000 && !ec; ++i) ec = all.send(out);
      EXPECT_EQ(ec, os_error(ENOBUFS)) << out.path.why;
      std::array<const outbound*, 2> twice{&out, &out};
      EXPECT_EQ(all.send(twice, ec = {}), 0u);
      EXPECT_EQ(ec, os_error(ENOBUFS));
    }
  });
}

}  // namespace senders_test
}  // namespace packetry::detail
