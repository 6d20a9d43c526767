// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/capture_block.hpp>  // first: proves the header stands alone

#include <packetry/io/capture_reader.hpp>

#include "capture_octets.hpp"
#include "pcapng_octets.hpp"

#include <gtest/gtest.h>

#include <iterator>
#include <string>
#include <vector>

namespace packetry {
namespace capture_block_test {

using test::pcapng_octets;

static_assert(std::input_iterator<block_options::iterator> && std::forward_iterator<block_options::iterator>);

/// A comment in every kind of block that has options, the number of the block its text.
pcapng_octets commented(bool little) {
  pcapng_octets file{little};
  const auto comment = [&](const char* text) { return file.body().option(1, text).option(0, "").octets; };
  file.block(0x0a0d'0d0a, file.body().put(0x1a2b'3c4d).put(1, 2).put(0, 2).put(0, 8).data(comment("1")));
  file.interface(1, 0, file.body().option(1, "2"));
  file.block(6, file.enhanced_body(0, 0, {1, 2, 3, 4, 5}, 5).data(comment("3")));
  file.block(2, file.body().put(0, 2).put(0, 2).put(0, 8).put(1).put(1).data({9}).data(comment("4")));
  file.block(5, file.body().put(0).put(0, 8).data(comment("5")));
  file.block(10, file.body().put(0x544c'534b).put(6).data({1, 2, 3, 4, 5, 6}).data(comment("6")));
  return file;
}

TEST(CaptureBlock, HasTheOptionsOfEveryKindThatHasSome) {
  for (const bool little : {false, true}) {
    const auto file = commented(little);
    capture_reader reader{file.octets};
    for (int i = 1; i != 7; ++i) {
      const auto block = reader.next_block();
      ASSERT_TRUE(block) << i;
      EXPECT_EQ(block->options().comment(), std::to_string(i));
      EXPECT_EQ(block->little, little);
      EXPECT_EQ(block->packet != nullptr, i == 3 || i == 4);
      EXPECT_EQ(block->octets.data(), file.octets.data() + file.begins.at(static_cast<std::size_t>(i - 1)));
      EXPECT_EQ(block->body().size(), block->octets.size() - 12);
    }
    EXPECT_FALSE(reader.next_block());
    EXPECT_FALSE(reader.error());
    EXPECT_EQ(reader.count(), 2) << "packets";
  }
}

TEST(CaptureBlock, OfAnUnknownKindHasNoOptions) {
  pcapng_octets file{true};
  file.section().block(0x1234, file.body().option(1, "not to be understood"));
  capture_reader reader{file.octets};
  ASSERT_TRUE(reader.next_block());
  const auto block = reader.next_block();
  ASSERT_TRUE(block);
  EXPECT_EQ(block->type, block_type{0x1234});
  EXPECT_TRUE(block->options().empty());
  EXPECT_FALSE(block->packet);
}

TEST(CaptureBlock, WhoseDataWouldRunPastItHasNoOptions) {
  const test::ng_octets secrets = test::ng_octets{true}.put(0x544c'534b).put(0xffff'ffff).put(0);
  pcapng_octets file{true};
  file.section().block(10, secrets);
  capture_reader reader{file.octets};
  ASSERT_TRUE(reader.next_block());
  const auto block = reader.next_block();
  ASSERT_TRUE(block);
  EXPECT_TRUE(block->options().empty());
}

TEST(CaptureBlock, OfPcapIsAPacket) {
  test::capture_octets file{0xa1b2'c3d4, true};
  file.header({.link = 228}).record(1, 2, {7}, 1);
  capture_reader reader{file.octets};
  const auto block = reader.next_block();
  ASSERT_TRUE(block);
  EXPECT_EQ(block->type, block_type::none);
  EXPECT_TRUE(block->octets.empty() && block->body().empty() && block->options().empty());
  ASSERT_TRUE(block->packet);
  EXPECT_EQ(block->packet->link, link_type::ipv4);
  EXPECT_FALSE(reader.next_block());
}

TEST(CaptureBlock, CanBeReadInTurnWithPackets) {
  const auto file = commented(true);
  capture_reader reader{file.octets};
  ASSERT_TRUE(reader.next_block());
  EXPECT_EQ(reader.next()->comment(), "3");
  EXPECT_EQ(reader.next_block()->options().comment(), "4");
  EXPECT_FALSE(reader.next());
}

}  // namespace capture_block_test
}  // namespace packetry
