// SPDX-License-Identifier: BSL-1.0
#include <packetry/transport/receivers.hpp>

#include <packetry/layers/arp.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>
#include <packetry/transport/listener.hpp>
#include <packetry/transport/shape_of_answers.hpp>

#include "../support/netns.hpp"

#include <gtest/gtest.h>

namespace packetry::detail {
namespace receivers_test {

constexpr answer_shape any_arp{.protocol = ETH_P_ARP};

/// The shape of what answers the question who has an address.
answer_shape shape_of_claims_to(const char* address) {
  return shape_of_answers(packet{ether{} / arp{.psrc = "10.77.0.1", .pdst = address}}.view());
}

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

TEST_F(NetworkReceivers, AreOneForEachInterface) {
  left->run([] {
    network_map map;
    kept_receivers all;
    kept_receiver& first = all.listen(map.link("left").index, any_arp, map);
    EXPECT_EQ(&all.listen(map.link("left").index, {}, map), &first);
    EXPECT_NE(&all.listen(map.link("lo").index, any_arp, map), &first);
  });
}

TEST_F(NetworkReceivers, ReceiveWhatWasAskedForAndNoMore) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    const unsigned interface = map.link("left").index;
    kept_receiver& receiver = all.listen(interface, shape_of_claims_to("10.77.0.2"), map);
    noise(10);
    EXPECT_EQ(queued(receiver), 0u) << "nothing but questions passed by";
    (void)all.listen(interface, any_arp, map);
    noise(10);
    EXPECT_GE(queued(receiver), 10u);
    (void)all.listen(interface, shape_of_claims_to("10.77.0.2"), map);
    noise(10);
    EXPECT_GE(queued(receiver), 10u) << "what was asked for before is let pass still";
    receiver.rest(65);
    (void)all.listen(interface, shape_of_claims_to("10.77.0.2"), map);
    noise(10);
    EXPECT_EQ(queued(receiver), 0u) << "too much had passed: it begins anew";
  });
}

TEST_F(NetworkReceivers, LearnWhereRequestsDiffer) {
  left->run([] {
    network_map map;
    kept_receivers all;
    const unsigned interface = map.link("left").index;
    std::size_t programs = 0;
    for (int i = 1; i != 250; ++i) {
      const auto shape = shape_of_claims_to(("10.77.0." + std::to_string(i)).c_str());
      kept_receiver* const kept = all.all().empty() ? nullptr : all.all()[0].get();
      programs += kept == nullptr || !kept->passing.covers(shape);
      (void)all.listen(interface, shape, map);
    }
    EXPECT_LE(programs, 10u);
    EXPECT_EQ(all.all()[0]->passing.size(), 1u);
  });
}

TEST_F(NetworkReceivers, GoOnListeningWhereLittleIsSaid) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    kept_receiver& receiver = all.listen(map.link("left").index, any_arp, map);
    receiver.rest(64);
    EXPECT_FALSE(receiver.parked);
    noise(10);
    EXPECT_GE(queued(receiver), 10u);
  });
}

TEST_F(NetworkReceivers, HaveRoomForAnAnswerWhateverCameBefore) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    kept_receiver& receiver = all.listen(map.link("left").index, any_arp, map);
    receiver.rest(0);
    for (int i = 0; i != 10; ++i) noise(100);
    (void)all.listen(map.link("left").index, any_arp, map);
    EXPECT_EQ(queued(receiver), 0u) << "its queue was full";
    noise(1);
    EXPECT_GE(queued(receiver), 1u);
  });
}

TEST_F(NetworkReceivers, AreNotEmptiedForARequestThatFollowsAtOnce) {
  left->run([this] {
    network_map map;
    listeners all;
    const unsigned interface = map.link("left").index;
    listener& ear = all.listen(interface, any_arp, map);
    ear.begin();
    noise(10);
    (void)all.listen(interface, any_arp, map);
    ear.begin();
    received_frame frame;
    ASSERT_FALSE(ear.socket.receive(buffer, frame));
    EXPECT_TRUE(ear.since.is_after(frame.time)) << "it answers nothing that is asked now";
    EXPECT_GE(queued(ear), 9u) << "what is queued is about to be read";
    noise(10);
    ear.end();
    (void)all.listen(interface, any_arp, map);
    EXPECT_EQ(queued(ear), 0u) << "nobody has read it meanwhile";
  });
}

TEST_F(NetworkReceivers, RestWhereMuchIsSaidUntilTheyAreNeeded) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    kept_receiver& receiver = all.listen(map.link("left").index, any_arp, map);
    receiver.rest(65);
    EXPECT_TRUE(receiver.parked);
    noise(10);
    EXPECT_EQ(queued(receiver), 0u);
    EXPECT_EQ(&all.listen(map.link("left").index, any_arp, map), &receiver);
    EXPECT_FALSE(receiver.parked);
    noise(10);
    EXPECT_GE(queued(receiver), 10u);
    for (unsigned calls = 1; calls != kept_receiver::a_while; ++calls) {
      receiver.rest(0);
      EXPECT_TRUE(receiver.parked) << "where much was said much will be";
      (void)all.listen(map.link("left").index, any_arp, map);
    }
    receiver.rest(0);
    EXPECT_FALSE(receiver.parked) << "but not for ever";
  });
}

TEST_F(NetworkReceivers, WhoseInterfaceWentDownAndUpAreOpenedAnew) {
  left->run([this] {
    network_map map;
    kept_receivers all;
    const unsigned interface = map.link("left").index;
    (void)all.listen(interface, any_arp, map);
    left->command("ip link set left down && ip link set left up");
    wait_for("left");
    EXPECT_TRUE(map.refresh().routes);
    all.suspect_all();
    kept_receiver& receiver = all.listen(interface, any_arp, map);
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
      (void)all.listen(interface, any_arp, map);
      ADD_FAILURE() << "it is down";
    } catch (const system_error& e) {
      EXPECT_EQ(e.code(), os_error(ENETDOWN));
      EXPECT_STREQ(e.what(), "interface left is down (Network is down)");
    }
  });
}

}  // namespace receivers_test
}  // namespace packetry::detail
