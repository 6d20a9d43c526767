// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/rdpcap.hpp>  // first: proves the header stands alone

#include "capture_octets.hpp"

#include <gtest/gtest.h>

#include <system_error>

namespace packetry {
namespace rdpcap_test {

using test::capture_octets;
using test::scratch_file;

// Scapy 2.7.1rc1: bytes(IP(src="192.0.2.1", dst="192.0.2.2") / ICMP())
const std::vector<std::uint8_t> ping = {0x45, 0, 0, 0x1c, 0, 1, 0, 0, 0x40, 1, 0xf6, 0xdd, 0xc0, 0,
                                        2,    1, 0xc0, 0, 2, 2, 8, 0, 0xf7, 0xff, 0, 0,    0,    0};

capture_octets capture() {
  capture_octets file{0xa1b2'3c4d, false};
  file.header({.link = 101}).record(1, 2, ping, 28).record(3, 4, {0x45}, 60).record(5, 6, {}, 0);
  return file;
}

TEST(Rdpcap, GivesEveryPacketDissectedWithTimeAndLengthOnTheWire) {
  const scratch_file there{capture().octets};
  const auto packets = rdpcap(there.path());
  ASSERT_EQ(packets.size(), 3);
  EXPECT_TRUE(packets[0].has<icmp>());
  EXPECT_EQ(packets[0].link(), link_type::raw_ip);
  EXPECT_EQ(packets[0].time(), (timestamp{1, 2}));
  EXPECT_EQ(packets[1].wire_length(), 60);
  EXPECT_TRUE(packets[1].fault());
  EXPECT_EQ(packets[2].size(), 0);
}

TEST(Rdpcap, GivesTheFirstOfThem) {
  auto file = capture();
  file.octets.pop_back();
  const scratch_file there{file.octets};
  EXPECT_EQ(rdpcap(there.path(), 0).size(), 0);
  EXPECT_EQ(rdpcap(there.path(), 2).size(), 2) << "and does not come upon the damage behind";
}

TEST(Rdpcap, DissectsByTheCatalogChosen) {
  const scratch_file there{capture().octets};
  const auto packets = rdpcap(there.path(), 1, catalog<ip>{});
  EXPECT_EQ(packets.at(0).view().payload().size(), 8) << "without ICMP";
}

TEST(Rdpcap, ThrowsForDamage) {
  auto file = capture();
  file.octets.pop_back();
  const scratch_file there{file.octets};
  try {
    (void)rdpcap(there.path());
    FAIL();
  } catch (const capture_failure& e) {
    EXPECT_EQ(e.what(), there.path() + ": record 3 at octet 85: truncated (needs 16, has 15)");
  }
}

TEST(Rdpcap, ThrowsForWhatIsNoCaptureOrNotThere) {
  const scratch_file empty;
  EXPECT_THROW((void)rdpcap(empty.path()), capture_failure);
  EXPECT_THROW((void)rdpcap("there/is/no.pcap"), std::system_error);
}

}  // namespace rdpcap_test
}  // namespace packetry
