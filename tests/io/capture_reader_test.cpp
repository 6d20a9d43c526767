// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/capture_reader.hpp>  // first: proves the header stands alone

#include <packetry/io/time_text.hpp>

#include "capture_octets.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <fstream>
#include <random>
#include <ranges>
#include <sstream>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace packetry {
namespace capture_reader_test {

using test::capture_octets;
using test::scratch_file;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::ranges::input_range<capture_reader>);
static_assert(std::is_move_constructible_v<capture_reader> && !std::is_copy_constructible_v<capture_reader>);
static_assert(std::is_constructible_v<capture_reader, const std::vector<std::uint8_t>&>);
static_assert(!std::is_constructible_v<capture_reader, std::vector<std::uint8_t>>, "it would borrow what is gone");
static_assert(std::is_constructible_v<packet, const capture_record&> && !std::is_convertible_v<const capture_record&, packet>);

// --- what a reader delivers, kept -------------------------------------------------------------

struct kept {
  std::vector<std::uint8_t> octets;
  timestamp time;
  std::uint32_t wire_length;
  link_type link;

  friend bool operator==(const kept&, const kept&) = default;
};

struct outcome {
  std::vector<kept> records;
  std::optional<capture_error> error;

  friend bool operator==(const outcome&, const outcome&) = default;
};

outcome read_all(capture_reader& reader) {
  outcome all;
  while (const auto r = reader.next())
    all.records.push_back({{r->octets.begin(), r->octets.end()}, r->time, r->wire_length, r->link});
  all.error = reader.error();
  EXPECT_FALSE(reader.next()) << "the end is final";
  return all;
}

outcome read_memory(bytes capture) {
  capture_reader reader{capture};
  return read_all(reader);
}

outcome read_path(const std::string& path) {
  capture_reader reader{path};
  return read_all(reader);
}

// --- formats ----------------------------------------------------------------------------------

struct format_case {
  std::string_view name;
  std::uint32_t magic;
  bool little;
  timestamp first;  ///< of a record with 1,367,526,033 seconds and a fraction of 491,822
};

// The magics: draft-ietf-opsawg-pcap section 4; the modified one: KUZNETZOV_TCPDUMP_MAGIC in libpcap's sf-pcap.c.
constexpr format_case formats[] = {
    {"microseconds_little", 0xa1b2'c3d4, true, {1'367'526'033, 491'822'000}},
    {"microseconds_big", 0xa1b2'c3d4, false, {1'367'526'033, 491'822'000}},
    {"nanoseconds_little", 0xa1b2'3c4d, true, {1'367'526'033, 491'822}},
    {"nanoseconds_big", 0xa1b2'3c4d, false, {1'367'526'033, 491'822}},
    {"modified_little", 0xa1b2'cd34, true, {1'367'526'033, 491'822'000}},
    {"modified_big", 0xa1b2'cd34, false, {1'367'526'033, 491'822'000}},
};

class CaptureFormat : public testing::TestWithParam<format_case> {
 protected:
  /// Three packets: one as long as on the wire, an empty one, one that was cut.
  [[nodiscard]] capture_octets capture() const {
    capture_octets file{GetParam().magic, GetParam().little};
    file.header({.link = 228});
    file.record(1'367'526'033, 491'822, {0x45, 0, 0, 0x1c}, 4);
    file.record(0, 0, {}, 0);
    file.record(0xffff'ffff, 999'999, {1, 2, 3}, 1500);
    return file;
  }
};

TEST_P(CaptureFormat, GivesEveryRecordAsItIs) {
  const outcome all = read_memory(capture().octets);
  const bool nano = GetParam().magic == 0xa1b2'3c4d;
  EXPECT_EQ(all, (outcome{{{{0x45, 0, 0, 0x1c}, GetParam().first, 4, link_type::ipv4},
                           {{}, {}, 0, link_type::ipv4},
                           {{1, 2, 3}, {0xffff'ffff, nano ? 999'999u : 999'999'000u}, 1500, link_type::ipv4}},
                          {}}));
}

TEST_P(CaptureFormat, TellsWhatTheFileHeaderSays) {
  const auto file = capture();
  const capture_reader reader{file.octets};
  EXPECT_EQ(reader.link(), link_type::ipv4);
  EXPECT_EQ(reader.snaplen(), 65535);
  EXPECT_EQ(reader.nanoseconds(), GetParam().magic == 0xa1b2'3c4d);
}

TEST_P(CaptureFormat, CutAnywhereGivesWhatIsWholeAndTellsWhereItEnds) {
  const auto file = capture();
  const std::size_t head = file.record_header();
  const std::size_t begins[] = {24, 24 + head + 4, 24 + 2 * head + 4, file.octets.size()};
  const std::size_t sizes[] = {head + 4, head, head + 3};
  const auto whole = read_memory(file.octets).records;
  for (std::size_t n = 0; n != file.octets.size(); ++n) {
    outcome expected;
    if (n < 4) {
      expected.error = capture_error{.what = capture_fault::not_a_capture};
    } else if (n < 24) {
      expected.error = capture_error{.what = capture_fault::truncated, .needed = 24, .available = n};
    } else {
      std::size_t i = 0;
      for (; n >= begins[i + 1]; ++i) expected.records.push_back(whole[i]);
      if (n != begins[i])
        expected.error = capture_error{.what = capture_fault::truncated, .offset = begins[i], .record = i + 1,
                                       .needed = n < begins[i] + head ? head : sizes[i], .available = n - begins[i]};
    }
    EXPECT_EQ(read_memory(bytes{file.octets}.first(n)), expected) << "cut to " << n;
  }
}

INSTANTIATE_TEST_SUITE_P(Table, CaptureFormat, testing::ValuesIn(formats),
                         [](const auto& c) { return std::string{c.param.name}; });

TEST(CaptureReader, CarriesAFractionOfASecondOrMoreOver) {
  capture_octets micro{0xa1b2'c3d4, true};
  micro.header({}).record(7, 0xffff'ffff, {}, 0);
  EXPECT_EQ(read_memory(micro.octets).records.at(0).time, (timestamp{7 + 4294, 967'295'000}));
  capture_octets nano{0xa1b2'3c4d, true};
  nano.header({}).record(0xffff'ffff, 1'000'000'000, {}, 0);
  EXPECT_EQ(read_memory(nano.octets).records.at(0).time, (timestamp{0x1'0000'0000, 0}));
}

TEST(CaptureReader, TakesTheLowSixteenBitsAsLinkType) {
  capture_octets file{0xa1b2'c3d4, true};
  file.header({.link = 0xf000'0071}).record(0, 0, {}, 0);  // the others say how long the check sequence is
  EXPECT_EQ(read_memory(file.octets).records.at(0).link, link_type::linux_cooked);
}

TEST(CaptureReader, DoesNotCutWhatIsLongerThanTheFileHeaderSays) {
  capture_octets file{0xa1b2'c3d4, true};
  file.header({.snaplen = 2}).record(0, 0, {1, 2, 3, 4}, 4);
  EXPECT_EQ(read_memory(file.octets).records.at(0).octets.size(), 4);
}

TEST(CaptureReader, KeepsAWireLengthThatIsShorterThanTheCapture) {
  capture_octets file{0xa1b2'c3d4, true};
  file.header({}).record(0, 0, {1, 2, 3, 4}, 2);
  EXPECT_EQ(read_memory(file.octets).records.at(0).wire_length, 2);
}

TEST(CaptureReader, ReadsVersions20To24) {
  for (const bool little : {false, true}) {
    for (std::uint16_t version = 0; version != 5; ++version) {
      capture_octets file{0xa1b2'c3d4, little};
      file.header({.minor_version = version}).record(0, 0, {1}, 1);
      EXPECT_EQ(read_memory(file.octets).records.size(), 1) << version;
    }
    for (const auto& [upper, lower] : {std::pair<std::uint16_t, std::uint16_t>{2, 5}, {1, 4}, {3, 0}, {0, 2}, {2, 0x100}}) {
      capture_octets file{0xa1b2'c3d4, little};
      file.header({.major_version = upper, .minor_version = lower}).record(0, 0, {1}, 1);
      const std::uint32_t version = std::uint32_t{upper} << 16 | lower;
      EXPECT_EQ(read_memory(file.octets),
                (outcome{{}, capture_error{.what = capture_fault::unsupported_version, .version = version}}));
    }
  }
}

// --- damage -----------------------------------------------------------------------------------

TEST(CaptureReader, BearsPacketsOf262144OctetsAndNoneLonger) {
  for (const std::uint32_t magic : {0xa1b2'c3d4, 0xa1b2'cd34}) {
    capture_octets file{magic, true};
    file.header({}).record(0, 0, {1, 2, 3, 4}, 4).record(0, 0, std::vector<std::uint8_t>(262'144, 0x5a), 262'144);
    const std::uint64_t second = 24 + file.record_header() + 4, head = file.record_header();
    const outcome whole = read_memory(file.octets);
    EXPECT_EQ(whole.records.size(), 2);
    EXPECT_FALSE(whole.error);
    for (const std::uint32_t captured : {262'145u, 0x7fff'ffffu, 0xffff'ffffu}) {
      file.put(second + 8, captured);
      EXPECT_EQ(read_memory(file.octets),
                (outcome{{whole.records[0]},
                         capture_error{.what = capture_fault::too_long, .offset = second, .record = 2,
                                       .needed = captured + head, .available = 262'144 + head}}));
    }
  }
}

TEST(CaptureReader, BelievesNoLengthBeforeItsOctetsAreThere) {
  capture_octets file{0xa1b2'c3d4, true};
  file.header({}).record(0, 0, {1, 2, 3, 4}, 4);
  file.put(24 + 8, 262'144);
  const outcome expected{{}, capture_error{.what = capture_fault::truncated, .offset = 24, .record = 1,
                                           .needed = 262'160, .available = 20}};
  EXPECT_EQ(read_memory(file.octets), expected);
  EXPECT_EQ(read_path(scratch_file{file.octets}.path()), expected);
}

TEST(CaptureReader, RefusesWhatIsNoCapture) {
  const std::vector<std::uint8_t> strangers[] = {
      {}, {0xd4}, {0xd4, 0xc3, 0xb2}, {'h', 'e', 'l', 'l', 'o'}, {0xa1, 0xb2, 0xc3, 0xd5},
      {0x0a, 0x0d, 0x0d}, {0xc3, 0xd4, 0xa1, 0xb2}, std::vector<std::uint8_t>(100)};
  for (const auto& stranger : strangers)
    EXPECT_EQ(read_memory(stranger), (outcome{{}, capture_error{.what = capture_fault::not_a_capture}}));
}

TEST(CaptureReader, SaysOfACompressedCaptureWhatToDo) {
  for (const std::vector<std::uint8_t>& file : {std::vector<std::uint8_t>{0x1f, 0x8b}, {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3}})
    EXPECT_EQ(read_memory(file), (outcome{{}, capture_error{.what = capture_fault::compressed}}));
}

TEST(CaptureReader, OfALoopThrowsBehindTheLastWholePacket) {
  capture_octets file{0xa1b2'c3d4, true};
  file.header({}).record(1, 0, {1, 2}, 2).record(2, 0, {3, 4}, 2);
  file.octets.pop_back();
  const scratch_file there{file.octets};
  std::vector<std::int64_t> seen;
  try {
    for (const capture_record& r : capture_reader{there.path()}) seen.push_back(r.time.seconds);
    FAIL() << "no damage found";
  } catch (const capture_failure& e) {
    EXPECT_EQ(e.what(), there.path() + ": record 2 at octet 42: truncated (needs 18, has 17)");
    EXPECT_EQ(e.error.offset, 42);
  }
  EXPECT_EQ(seen, (std::vector<std::int64_t>{1}));
}

TEST(CaptureReader, OfALoopThrowsAtOnceForNoCapture) {
  const std::vector<std::uint8_t> stranger(24);
  capture_reader reader{stranger};
  EXPECT_THROW((void)reader.begin(), capture_failure);
}

TEST(CaptureReader, DamageHasASentence) {
  const auto text = [](const capture_error& e) { return to_string(e); };
  EXPECT_EQ(text({.what = capture_fault::not_a_capture}), "not a capture: it begins neither as pcap nor as pcapng");
  EXPECT_EQ(text({.what = capture_fault::unsupported_version, .version = 0x0002'0007}),
            "file header: pcap version 2.7 is not one of 2.0 to 2.4");
  EXPECT_EQ(text({.what = capture_fault::truncated, .needed = 24, .available = 10}),
            "file header: truncated (needs 24, has 10)");
  EXPECT_EQ(text({.what = capture_fault::too_long, .offset = 24, .record = 1, .needed = 300'016, .available = 262'160}),
            "record 1 at octet 24: too long (needs 300016, at most 262160)");
  EXPECT_EQ(text({.what = capture_fault::compressed}),
            "compressed by gzip, which this program does not read: decompress it first (gunzip -k FILE), or have the program "
            "read it through packetry::gunzip, of <packetry/io/gunzip.hpp>, which needs zlib");
}

// --- where captures come from -----------------------------------------------------------------

/// Packets of all lengths, among them some longer than any buffer to begin with.
capture_octets large_capture() {
  std::mt19937 random{2};
  capture_octets file{0xa1b2'3c4d, false};
  file.header({});
  for (std::uint32_t i = 0; i != 400; ++i) {
    std::vector<std::uint8_t> octets(i % 57 == 50 ? random() % 262'145 : random() % 3000);
    std::generate(octets.begin(), octets.end(), [&] { return static_cast<std::uint8_t>(random()); });
    const auto size = static_cast<std::uint32_t>(octets.size());
    file.record(i, i, std::move(octets), size);
  }
  return file;
}

TEST(CaptureReader, GivesTheSameFromMemoryPathAndStream) {
  const auto file = large_capture();
  const scratch_file there{file.octets};
  const outcome expected = read_memory(file.octets);
  ASSERT_EQ(expected.records.size(), 400);
  EXPECT_FALSE(expected.error);
  EXPECT_EQ(read_path(there.path()), expected);

  std::FILE* const stream = std::fopen(there.path().c_str(), "rb");
  ASSERT_TRUE(stream);
  {
    capture_reader reader{stream};
    EXPECT_EQ(read_all(reader), expected);
  }
  EXPECT_EQ(std::fseek(stream, 0, SEEK_SET), 0) << "a borrowed stream stays open";
  std::fclose(stream);
}

TEST(CaptureReader, ReadsAStreamFromWhereItStands) {
  capture_octets file{0xa1b2'c3d4, true};
  file.octets = {'j', 'u', 'n', 'k'};
  file.header({}).record(0, 0, {1}, 1).record(0, 0, {2}, 1);
  file.octets.pop_back();
  const scratch_file there{file.octets};
  std::FILE* const stream = std::fopen(there.path().c_str(), "rb");
  ASSERT_TRUE(stream);
  ASSERT_EQ(std::fseek(stream, 4, SEEK_SET), 0);
  capture_reader reader{stream};
  EXPECT_EQ(read_all(reader).error->offset, 41) << "offsets count from the capture's first octet";
  std::fclose(stream);
}

TEST(CaptureReader, ReadsStandardInput) {
  capture_octets file{0xa1b2'c3d4, true};
  file.header({}).record(5, 0, {1, 2, 3}, 3);
  const scratch_file there{file.octets};
  ASSERT_TRUE(std::freopen(there.path().c_str(), "rb", stdin));
  EXPECT_EQ(read_path("-"), read_memory(file.octets));
}

TEST(CaptureReader, DeliversThePacketsOfAPipeAsTheyCome) {
  capture_octets file{0xa1b2'c3d4, true};
  file.header({});
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::FILE* const stream = ::fdopen(ends[0], "rb");
  const auto send = [&] {
    EXPECT_EQ(::write(ends[1], file.octets.data(), file.octets.size()), static_cast<ssize_t>(file.octets.size()));
    file.octets.clear();
  };
  send();
  capture_reader reader{stream};
  for (std::uint8_t i = 0; i != 3; ++i) {  // a reader that waits for more than this packet waits forever
    file.record(i, 0, {i, i}, 2);
    send();
    const auto r = reader.next();
    ASSERT_TRUE(r);
    EXPECT_EQ(r->time.seconds, i);
  }
  file.octets = {1, 2, 3};
  send();
  ::close(ends[1]);
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(reader.error(), (capture_error{.what = capture_fault::truncated, .offset = 24 + 3 * 18, .record = 4,
                                           .needed = 16, .available = 3}));
  std::fclose(stream);
}

TEST(CaptureReader, NamesAFileThatItCannotOpenOrRead) {
  try {
    capture_reader reader{"there/is/no.pcap"};
    FAIL();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), std::errc::no_such_file_or_directory);
    EXPECT_STREQ(e.what(), "cannot open there/is/no.pcap: No such file or directory");
  }
  try {
    capture_reader reader{"/"};
    FAIL();
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), std::errc::is_a_directory);
    EXPECT_STREQ(e.what(), "cannot read /: Is a directory");
  }
}

TEST(CaptureReader, CanBeMovedBetweenRecords) {
  const auto file = large_capture();
  const scratch_file there{file.octets};
  capture_reader first{there.path()};
  const auto r = first.next();
  ASSERT_TRUE(r);
  capture_reader second{std::move(first)};
  EXPECT_TRUE(std::ranges::equal(r->octets, read_memory(file.octets).records[0].octets));
  EXPECT_EQ(read_all(second).records.size(), 399);
  EXPECT_EQ(second.count(), 400);
}

// --- from record to packet --------------------------------------------------------------------

TEST(CaptureRecord, BecomesAPacketOrAView) {
  capture_octets file{0xa1b2'c3d4, true};
  // Scapy 2.7.1rc1: bytes(IP(src="192.0.2.1", dst="192.0.2.2") / ICMP())
  file.header({.link = 101}).record(3, 4, {0x45, 0, 0, 0x1c, 0, 1, 0, 0, 0x40, 1, 0xf6, 0xdd, 0xc0, 0, 2, 1,
                                           0xc0, 0, 2, 2, 8, 0, 0xf7, 0xff, 0, 0, 0, 0}, 60);
  capture_reader reader{file.octets};
  const auto r = reader.next();
  ASSERT_TRUE(r);
  EXPECT_TRUE(dissect(*r).has<icmp>());
  EXPECT_TRUE(dissect(*r, catalog<ip>{}).has<raw>()) << "a catalog can be chosen";
  const packet kept{*r};
  EXPECT_TRUE(kept.has<icmp>());
  EXPECT_EQ(kept.time(), (timestamp{3, 4000}));
  EXPECT_EQ(kept.wire_length(), 60);
  EXPECT_EQ(kept.link(), link_type::raw_ip);
}

// --- real captures ----------------------------------------------------------------------------

/// Of each packet of a capture its first lines of canonical JSON: number, time, lengths, link type.
std::string canonical(const std::string& path) {
  capture_reader reader{path};
  std::string text;
  while (const auto r = reader.next()) {
    const std::string time = r->timed ? '"' + time_text(r->units, reader.interfaces()[r->interface]) + '"' : "null";
    text += "{\"n\":" + std::to_string(reader.count()) + ",\"ts\":" + time + ",\"caplen\":" + std::to_string(r->octets.size()) +
            ",\"len\":" + std::to_string(r->wire_length) + ",\"linktype\":" + std::to_string(static_cast<unsigned>(r->link)) + '\n';
  }
  return text;
}

TEST(CaptureReader, ReadsTheCorpus) {
  const std::string folder = PACKETRY_CORPUS "/dev/";
  std::ifstream manifest{folder + "MANIFEST.tsv"};
  if (!manifest) GTEST_SKIP() << "no corpus in " << folder;
  std::string line;
  std::getline(manifest, line);
  std::size_t files = 0;
  while (std::getline(manifest, line)) {
    std::istringstream columns{line};
    std::string column[9];  // file, source, licence, link types, packets, protocols, why, size, sha256
    for (std::string& c : column) std::getline(columns, c, '\t');
    capture_reader reader{folder + column[0]};
    EXPECT_EQ(std::to_string(read_all(reader).records.size()), column[4]) << column[0];
    ++files;

    // What the corpus expects of each packet, without its layers.
    const std::string expected = PACKETRY_CORPUS "/dev_expected/" + column[8].substr(0, 24) + "-v1.jsonl.gz";
    const std::string unpack = "gzip -dc '" + expected + "' | sed 's/,\"layers\":.*//'";
    std::FILE* const pipe = ::popen(unpack.c_str(), "r");
    ASSERT_TRUE(pipe);
    std::string text;
    for (char part[4096]; const std::size_t got = std::fread(part, 1, sizeof part, pipe);) text.append(part, got);
    ASSERT_EQ(::pclose(pipe), 0) << expected;
    EXPECT_EQ(canonical(folder + column[0]), text) << column[0];
  }
  EXPECT_GT(files, 600);
}

}  // namespace capture_reader_test
}  // namespace packetry
