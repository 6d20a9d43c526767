// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/pcapng_format.hpp>  // first: proves the header stands alone

#include <packetry/io/capture_reader.hpp>

#include "capture_octets.hpp"
#include "pcapng_octets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace packetry {
namespace pcapng_format_test {

using test::ng_octets;
using test::pcapng_octets;
using octet_list = std::vector<std::uint8_t>;

// --- what a reader delivers, kept -------------------------------------------------------------

struct kept {
  octet_list octets;
  timestamp time;
  std::uint32_t wire_length;
  unsigned link;
  std::uint32_t interface = 0;
  bool timed = true;

  friend bool operator==(const kept&, const kept&) = default;
};

struct outcome {
  std::vector<kept> records;
  std::optional<capture_error> error;

  friend bool operator==(const outcome&, const outcome&) = default;
};

outcome read_all(bytes capture) {
  capture_reader reader{capture};
  outcome all;
  while (const auto r = reader.next())
    all.records.push_back({{r->octets.begin(), r->octets.end()}, r->time, r->wire_length, static_cast<unsigned>(r->link), r->interface, r->timed});
  all.error = reader.error();
  EXPECT_FALSE(reader.next()) << "the end is final";
  return all;
}

capture_error damage(capture_fault what, const pcapng_octets& file, std::size_t block, std::uint64_t needed = 0, std::uint64_t available = 0) {
  return {.what = what, .offset = file.begins.at(block - 1), .record = block, .needed = needed, .available = available, .is_block = true};
}

class Pcapng : public testing::TestWithParam<bool> {
 protected:
  [[nodiscard]] static pcapng_octets begun() {
    pcapng_octets file{GetParam()};
    file.section();
    return file;
  }
  [[nodiscard]] static pcapng_octets described() {
    pcapng_octets file = begun();
    file.interface();
    return file;
  }
};

INSTANTIATE_TEST_SUITE_P(Orders, Pcapng, testing::Bool(), [](const auto& p) { return p.param ? "little" : "big"; });

// --- packets ----------------------------------------------------------------------------------

TEST_P(Pcapng, GivesEnhancedPackets) {
  auto file = described();
  file.enhanced(0, 1'367'526'033'491'822, {1, 2, 3, 4, 5}, 60).enhanced(0, 7, {}, 0);
  EXPECT_EQ(read_all(file.octets), (outcome{{{{1, 2, 3, 4, 5}, {1'367'526'033, 491'822'000}, 60, 1}, {{}, {0, 7000}, 0, 1}}, {}}));
}

TEST_P(Pcapng, GivesObsoletePackets) {
  auto file = described();
  file.obsolete(0, 1'367'526'033'491'822, {1, 2, 3}, 60);
  EXPECT_EQ(read_all(file.octets), (outcome{{{{1, 2, 3}, {1'367'526'033, 491'822'000}, 60, 1}}, {}}));
}

TEST_P(Pcapng, GivesSimplePacketsWithoutTime) {
  auto file = described();
  file.simple({1, 2, 3}, 3).simple({1, 2, 3, 4}, 60);
  EXPECT_EQ(read_all(file.octets), (outcome{{{{1, 2, 3}, {}, 3, 1, 0, false}, {{1, 2, 3, 4}, {}, 60, 1, 0, false}}, {}}));
}

TEST_P(Pcapng, CutsSimplePacketsToTheSnaplen) {
  auto file = begun();
  file.interface(1, 2).simple({1, 2, 3, 4}, 60);
  EXPECT_EQ(read_all(file.octets).records.at(0).octets, (octet_list{1, 2}));
}

TEST_P(Pcapng, DoesNotCutEnhancedPacketsToTheSnaplen) {
  auto file = begun();
  file.interface(1, 2).enhanced(0, 0, {1, 2, 3, 4}, 60);
  EXPECT_EQ(read_all(file.octets).records.at(0).octets.size(), 4);
}

TEST_P(Pcapng, AfterASimplePacketTimesAreBack) {
  auto file = described();
  file.simple({1}, 1).enhanced(0, 7, {1}, 1);
  EXPECT_EQ(read_all(file.octets).records.at(1), (kept{{1}, {0, 7000}, 1, 1}));
}

TEST_P(Pcapng, EachInterfaceHasItsOwnLinkTypeAndClock) {
  auto file = begun();
  file.interface(1).interface(228, 0, file.body().option(9, "\x09")).interface(101, 0, file.body().option(14, file.body().put(100, 8)));
  file.enhanced(2, 7'000'001, {1}, 1).enhanced(1, 7'000'000'001, {1}, 1).obsolete(0, 7'000'001, {1}, 1);
  EXPECT_EQ(read_all(file.octets),
            (outcome{{{{1}, {107, 1000}, 1, 101, 2}, {{1}, {7, 1}, 1, 228, 1}, {{1}, {7, 1000}, 1, 1, 0}}, {}}));
}

TEST_P(Pcapng, OfAnOptionTheLastOneCountsAndTheRestIsRead) {
  auto file = begun();
  file.interface(1, 0, file.body().option(9, "\x03").option(2, "eth0").option(9, "\x09").option(9, "").option(14, "short"));
  file.enhanced(0, 7'000'000'001, {1}, 1);
  EXPECT_EQ(read_all(file.octets).records.at(0).time, (timestamp{7, 1}));
}

TEST_P(Pcapng, ReadsOptionsUpToTheirEnd) {
  auto file = begun();
  file.interface(1, 0, file.body().option(0, "").option(9, "\x09"));
  file.interface(1, 0, file.body().put(9, 2).put(5, 2).put(0x0900'0009));  // runs past the block's end
  file.enhanced(0, 7, {1}, 1).enhanced(1, 7, {1}, 1);
  const outcome all = read_all(file.octets);
  ASSERT_EQ(all.records.size(), 2);
  EXPECT_EQ(all.records[0].time, (timestamp{0, 7000}));
  EXPECT_EQ(all.records[1].time, (timestamp{0, 7000}));
}

TEST_P(Pcapng, EachSectionHasItsOwnByteOrderAndInterfaces) {
  auto file = begun();
  file.interface(1).interface(228).enhanced(1, 1, {1}, 1).turned_section().interface(101).enhanced(0, 2, {2}, 1);
  EXPECT_EQ(read_all(file.octets), (outcome{{{{1}, {0, 1000}, 1, 228, 1}, {{2}, {0, 2000}, 1, 101, 0}}, {}}));
}

TEST_P(Pcapng, PassesOverOtherBlocks) {
  auto file = begun();
  file.block(0x7fff'ffff, file.body().data(octet_list(200'000, 0xff))).interface();
  file.block(5, file.body()).block(4, file.body().put(0)).enhanced(0, 1, {1}, 1).block(0x0bad, file.body().put(1));
  EXPECT_EQ(read_all(file.octets), (outcome{{{{1}, {0, 1000}, 1, 1}}, {}}));
}

TEST_P(Pcapng, AHeaderAloneIsACapture) {
  EXPECT_EQ(read_all(begun().octets), (outcome{}));
}

TEST_P(Pcapng, GivesTheCommentsOfAPacket) {
  auto file = described();
  auto body = file.enhanced_body(0, 0, {1, 2, 3}, 3);
  file.block(6, body.option(2, file.body().put(1)).option(1, "first").option(1, "second").option(0, "")).enhanced(0, 0, {1}, 1);
  capture_reader reader{file.octets};
  auto r = reader.next();
  ASSERT_TRUE(r);
  EXPECT_EQ(r->comment(), "first");
  std::string all;
  for (const block_option& o : r->options) all += std::to_string(o.code) + std::string{o.code == 1 ? o.text() : ""} + ' ';
  EXPECT_EQ(all, "2 1first 1second ");
  r = reader.next();
  ASSERT_TRUE(r);
  EXPECT_TRUE(r->options.empty());
  EXPECT_EQ(r->comment(), "");
}

TEST_P(Pcapng, TellsOfItsInterfaces) {
  auto file = begun();
  file.interface(228, 96, file.body().option(9, "\x89").option(14, file.body().put(~std::uint64_t{0}, 8))).interface().enhanced(0, 0, {}, 0);
  capture_reader reader{file.octets};
  EXPECT_EQ(reader.format(), capture_format::pcapng);
  EXPECT_EQ(reader.link(), link_type::ethernet) << "none was read";
  ASSERT_TRUE(reader.next());
  ASSERT_EQ(reader.interfaces().size(), 2);
  EXPECT_EQ(reader.interfaces()[0], (capture_interface{link_type::ipv4, 96, 0x89, -1}));
  EXPECT_EQ(reader.interfaces()[1], capture_interface{});
  EXPECT_EQ(reader.link(), link_type::ipv4);
  EXPECT_EQ(reader.snaplen(), 96);
  EXPECT_FALSE(reader.nanoseconds()) << "512 units a second";
}

// --- damage -----------------------------------------------------------------------------------

/// A block of this kind behind a section header, an interface and a packet; what is said of it.
struct damage_case {
  std::string_view name;
  std::uint32_t type;
  std::vector<std::uint32_t> words;  ///< its body
  capture_fault what;
  std::uint64_t needed, available;
};
const damage_case damages[] = {
    {"enhanced_without_packet", 6, {0, 0, 0, 0}, capture_fault::too_short, 32, 28},
    {"enhanced_too_long", 6, {0, 0, 0, 5, 5, 0}, capture_fault::packet_beyond_block, 5, 4},
    {"enhanced_much_too_long", 6, {0, 0, 0, 0xffff'ffff, 5, 0}, capture_fault::packet_beyond_block, 0xffff'ffff, 4},
    {"enhanced_of_nowhere", 6, {1, 0, 0, 4, 4, 0}, capture_fault::unknown_interface, 1, 1},
    {"obsolete_without_packet", 2, {0, 0, 0, 0}, capture_fault::too_short, 32, 28},
    {"obsolete_too_long", 2, {0, 0, 0, 5, 5, 0}, capture_fault::packet_beyond_block, 5, 4},
    {"obsolete_of_nowhere", 2, {0x0001'0001, 0, 0, 4, 4, 0}, capture_fault::unknown_interface, 1, 1},
    {"simple_without_length", 3, {}, capture_fault::too_short, 16, 12},
    {"interface_without_snaplen", 1, {1}, capture_fault::too_short, 20, 16},
};

TEST_P(Pcapng, TellsOfDamagedBlocks) {
  for (const damage_case& d : damages) {
    auto file = described();
    ng_octets body = file.body();
    for (const std::uint32_t w : d.words) body.put(w);
    file.enhanced(0, 1, {1}, 1).block(d.type, body).enhanced(0, 2, {2}, 1);
    EXPECT_EQ(read_all(file.octets), (outcome{{{{1}, {0, 1000}, 1, 1}}, damage(d.what, file, 4, d.needed, d.available)})) << d.name;
  }
}

TEST_P(Pcapng, TellsOfLengthsThatCannotBe) {
  auto sound = described();
  sound.enhanced(0, 1, {1}, 1).block(0x1234, sound.body().put(0).put(0));
  const std::size_t at = sound.begins[3];
  const auto with = [&](std::size_t behind, std::uint32_t length) {
    auto file = sound;
    const auto word = file.body().put(length).octets;
    std::copy(word.begin(), word.end(), file.octets.begin() + static_cast<std::ptrdiff_t>(at + behind));
    return read_all(file.octets).error;
  };
  EXPECT_EQ(with(4, 20), std::nullopt);
  EXPECT_EQ(with(4, 0), damage(capture_fault::too_short, sound, 4, 12, 0));
  EXPECT_EQ(with(4, 8), damage(capture_fault::too_short, sound, 4, 12, 8));
  EXPECT_EQ(with(4, 18), damage(capture_fault::bad_length, sound, 4, 18));
  EXPECT_EQ(with(4, 24), damage(capture_fault::truncated, sound, 4, 24, 20));
  EXPECT_EQ(with(4, 0xffff'fffc), damage(capture_fault::truncated, sound, 4, 0xffff'fffc, 20));
  EXPECT_EQ(with(16, 24), damage(capture_fault::lengths_differ, sound, 4, 20, 24));
}

TEST_P(Pcapng, TellsOfASectionThatCannotBe) {
  const auto with = [](std::uint32_t magic, std::uint16_t major, std::uint16_t minor, std::size_t length) {
    auto file = described();
    file.enhanced(0, 1, {1}, 1);
    auto body = file.body().put(magic).put(major, 2).put(minor, 2).put(0, 8);
    body.octets.resize(length);
    file.block(0x0a0d'0d0a, body);
    const outcome all = read_all(file.octets);
    EXPECT_EQ(all.records.size(), 1);
    return all.error ? to_string(*all.error) : "";
  };
  EXPECT_EQ(with(0x1a2b'3c4d, 1, 0, 16), "");
  EXPECT_EQ(with(0x1a2b'3c4d, 1, 2, 16), "");
  EXPECT_EQ(with(0x1a2b'3c4d, 1, 1, 16), "block 4 at octet 84: pcapng version 1.1 is neither 1.0 nor 1.2");
  EXPECT_EQ(with(0x1a2b'3c4d, 2, 0, 16), "block 4 at octet 84: pcapng version 2.0 is neither 1.0 nor 1.2");
  EXPECT_EQ(with(0x1a2b'3c4e, 1, 0, 16), "block 4 at octet 84: a section header of neither byte order");
  EXPECT_EQ(with(0x1a2b'3c4d, 1, 0, 12), "block 4 at octet 84: too short (needs 28, has 24)");
}

TEST_P(Pcapng, TellsOfClocksThatAreTooFine) {
  for (const auto& [resolution, sound] : {std::pair<int, bool>{19, true}, {20, false}, {0x80 + 63, true}, {0x80 + 64, false}, {255, false}}) {
    auto file = begun();
    // A later option does not make it sound.
    file.interface(1, 0, file.body().option(9, std::string(1, static_cast<char>(resolution))).option(9, "\x06"));
    EXPECT_EQ(read_all(file.octets).error,
              sound ? std::nullopt : std::optional{damage(capture_fault::bad_resolution, file, 2, static_cast<std::uint64_t>(resolution))});
  }
}

TEST_P(Pcapng, HasNoPacketsBeforeAnInterface) {
  auto simple = begun(), enhanced = begun();
  simple.simple({1}, 1);
  enhanced.enhanced(0, 0, {1}, 1);
  EXPECT_EQ(read_all(simple.octets).error, damage(capture_fault::unknown_interface, simple, 2, 0, 0));
  EXPECT_EQ(read_all(enhanced.octets).error, damage(capture_fault::unknown_interface, enhanced, 2, 0, 0));
  EXPECT_EQ(to_string(*read_all(simple.octets).error), "block 2 at octet 28: a packet of interface 0, where none is described");
}

/// Every kind of block.
pcapng_octets small_capture(bool little) {
  pcapng_octets file{little};
  file.section().interface().enhanced(0, 1, {1, 2, 3}, 3).block(0x0bad, file.body().put(1)).simple({4, 5}, 2);
  file.obsolete(0, 2, {6}, 1).turned_section().interface(228).enhanced(0, 3, {7}, 1);
  return file;
}

TEST_P(Pcapng, CutAnywhereGivesWhatIsWholeAndTellsWhereItEnds) {
  auto file = small_capture(GetParam());
  const auto whole = read_all(file.octets).records;
  ASSERT_EQ(whole.size(), 4);
  const std::size_t packets_before[] = {0, 0, 0, 1, 1, 2, 3, 3, 3};
  for (std::size_t n = 4; n != file.octets.size(); ++n) {
    std::size_t block = 0;
    while (block + 1 != file.begins.size() && file.begins[block + 1] <= n) ++block;
    const auto packets = static_cast<std::ptrdiff_t>(packets_before[block]);
    const outcome cut = read_all(bytes{file.octets}.first(n));
    EXPECT_EQ(cut.records, (std::vector<kept>{whole.begin(), whole.begin() + packets})) << "cut to " << n;
    if (n == file.begins[block]) {
      EXPECT_FALSE(cut.error) << "cut to " << n;
    } else {
      const std::size_t there = n - file.begins[block];
      const std::size_t end = block + 1 == file.begins.size() ? file.octets.size() : file.begins[block + 1];
      EXPECT_EQ(cut.error, damage(capture_fault::truncated, file, block + 1, there < 12 ? 12 : end - file.begins[block], there)) << n;
    }
  }
}

// --- mutations of both formats ----------------------------------------------------------------

octet_list small_pcap(bool little) {
  test::capture_octets file{0xa1b2'c3d4, little};
  file.header({});
  for (std::uint8_t i = 0; i != 10; ++i) file.record(i, i, octet_list(i, i), i);
  return file.octets;
}

/// Read to the end, as packets and as blocks; what is delivered lies within the capture and, in all, is not longer.
void read_mutant(const octet_list& mutant) {
  const auto within = [&](bytes part) {
    return part.empty() || (part.data() >= mutant.data() && part.data() + part.size() <= mutant.data() + mutant.size());
  };
  std::size_t sum = 0;
  capture_reader packets{mutant};
  while (const auto r = packets.next()) {
    ASSERT_TRUE(within(r->octets));
    for (const std::uint8_t octet : r->octets) sum += octet != 0;
    for (const block_option& o : r->options) ASSERT_TRUE(within(o.value));
  }
  ASSERT_LE(sum, mutant.size());
  if (packets.error()) {
    ASSERT_FALSE(to_string(*packets.error()).empty());
    ASSERT_LE(packets.error()->offset, mutant.size());
  }
  sum = 0;
  capture_reader blocks{mutant};
  while (const auto b = blocks.next_block()) {
    ASSERT_TRUE(within(b->octets));
    for (const block_option& o : b->options()) ASSERT_TRUE(within(o.value));
    sum += b->octets.size();
  }
  ASSERT_LE(sum, mutant.size());
  ASSERT_EQ(blocks.count(), packets.count());
  ASSERT_EQ(blocks.error(), packets.error());
}

TEST(CaptureFormats, SurviveMutations) {
  const octet_list sound[] = {small_pcap(false), small_pcap(true), small_capture(false).octets, small_capture(true).octets};
  std::mt19937 random{1};
  for (unsigned round = 0; round != 10'000; ++round) {
    octet_list mutant = sound[round % 4];
    for (unsigned k = 0; k != 1 + round % 5; ++k) {
      const std::size_t at = random() % mutant.size();
      switch (random() % 4) {
        case 0: mutant[at] = static_cast<std::uint8_t>(random()); break;
        case 1: mutant[at] = static_cast<std::uint8_t>(mutant[at] ^ 1u << random() % 8); break;
        case 2: mutant.erase(mutant.begin() + static_cast<std::ptrdiff_t>(at)); break;
        default: mutant.insert(mutant.begin() + static_cast<std::ptrdiff_t>(at), 4, 0xff); break;
      }
    }
    read_mutant(mutant);
    if (HasFatalFailure()) FAIL() << "round " << round;
  }
}

}  // namespace pcapng_format_test
}  // namespace packetry
