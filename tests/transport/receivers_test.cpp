// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/receivers.hpp>

#include <packetry/layers/arp.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

namespace packetry::detail {
namespace {

class NetworkReceivers : public test::two_machines {
 protected:
  /// Right sends frames that the receivers at left let pass, and when this returns they have passed or not: one after
  /// another they are shown to all that listen, and the last one has been seen.
  void noise(int count) {
    const auto left_end = at_left();
    right->run([&] {
      error_code ec;
      const link_sender sender{ec};
      ASSERT_FALSE(ec);
      const auto frame = to_bytes(ether{.dst = "02:00:00:00:77:01", .src = "02:00:00:00:77:02"} / arp{});
      const unsigned interface = ::if_nametoindex("right");
      for (int i = 0; i <= count; ++i) EXPECT_FALSE(send_frame(sender.native_handle(), interface, 0, {}, frame));
    });
    int seen = 0;
    EXPECT_TRUE(left_end.see(
        [&](const packet& p) { return p.has<arp>() && p.get<arp>().op == arp_operation::who_has && ++seen > count; }));
  }

  std::size_t queued(kept_receiver& receiver) {
    std::size_t count = 0;
    received_frame frame;
    while (!receiver.socket.receive(buffer, frame)) ++count;
    return count;
  }

  frame_buffer buffer;
};

TEST_F(NetworkReceivers, AreOneForEachInterfaceAndKind) {
  left->run([] {
    network_map map;
    kept_receivers all;
    kept_receiver& first = all.listen(map.link("left").index, false, map);
    EXPECT_EQ(&all.listen(map.link("left").index, false, map), &first);
    EXPECT_NE(&all.listen(map.link("left").index, true, map), &first);
    EXPECT_NE(&all.listen(map.link("lo").index, false, map), &first);
  });
}

TEST_F(NetworkReceivers, GoOnListeningWhereLittleIsSaid) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    kept_receiver& receiver = all.listen(map.link("left").index, false, map);
    receiver.rest(64);
    EXPECT_FALSE(receiver.parked);
    noise(10);
    EXPECT_GE(queued(receiver), 10u);
  });
}

TEST_F(NetworkReceivers, RestWhereMuchIsSaidUntilTheyAreNeeded) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    kept_receiver& receiver = all.listen(map.link("left").index, false, map);
    receiver.rest(65);
    EXPECT_TRUE(receiver.parked);
    noise(10);
    EXPECT_EQ(queued(receiver), 0u);
    EXPECT_EQ(&all.listen(map.link("left").index, false, map), &receiver);
    EXPECT_FALSE(receiver.parked);
    noise(10);
    EXPECT_GE(queued(receiver), 10u);
    receiver.rest(0);
    EXPECT_TRUE(receiver.parked) << "once busy, always busy";
  });
}

TEST_F(NetworkReceivers, WhoseInterfaceWentDownAndUpAreOpenedAnew) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    const unsigned interface = map.link("left").index;
    (void)all.listen(interface, false, map);
    left->command("ip link set left down && ip link set left up");
    wait_for("left");
    EXPECT_TRUE(map.refresh().routes);
    all.suspect_all();
    kept_receiver& receiver = all.listen(interface, false, map);
    noise(10);
    EXPECT_GE(queued(receiver), 10u);
  });
}

TEST_F(NetworkReceivers, WhoseInterfaceIsDownSaySo) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    const unsigned interface = map.link("left").index;
    left->command("ip link set left down");
    try {
      (void)all.listen(interface, false, map);
      ADD_FAILURE() << "it is down";
    } catch (const system_error& e) {
      EXPECT_EQ(e.code(), os_error(ENETDOWN));
      EXPECT_STREQ(e.what(), "interface left is down (Network is down)");
    }
  });
}

}  // namespace
}  // namespace packetry::detail
