// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/pcapng_out.hpp>  // first: proves the header stands alone

#include <packetry/io/capture_writer.hpp>
#include <packetry/io/rdpcap.hpp>
#include <packetry/io/wrpcap.hpp>

#include "capture_octets.hpp"
#include "pcapng_octets.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

namespace packetry {
namespace pcapng_out_test {

using test::pcapng_octets;
using test::scratch_file;
using octet_list = std::vector<std::uint8_t>;

constexpr capture_options pcapng{.format = capture_format::pcapng};
constexpr capture_options append{.append = true};
const octet_list one = {1}, five = {1, 2, 3, 4, 5};

/// A section header as packetry writes it.
pcapng_octets begun(std::string_view comment = {}) {
  pcapng_octets file{.little = true, .reserved = 0};
  auto body = file.body().put(0x1a2b'3c4d).put(1, 2).put(0, 2).put(~std::uint64_t{0}, 8);
  if (!comment.empty()) body.option(1, comment);
  return file.block(0x0a0d'0d0a, body.option(4, "packetry").option(0, ""));
}
pcapng_octets& describe(pcapng_octets& file, std::uint16_t link) {
  return file.interface(link, 0, file.body().option(9, "\x09").option(0, ""));
}

/// What `write` writes as pcapng.
template <class F>
octet_list written_by(F write, const capture_options& options = pcapng) {
  const scratch_file there;
  capture_writer out{there.path(), options};
  write(out);
  out.close();
  return there.content();
}

template <class Exception, class F>
std::string thrown_by(F write) {
  try {
    write();
  } catch (const Exception& e) {
    return e.what();
  }
  return "nothing";
}

// --- packets ----------------------------------------------------------------------------------

TEST(PcapngOut, WritesPacketsWithNanoseconds) {
  auto expected = begun();
  describe(expected, 1).enhanced(0, 7'000'000'001, five, 5).enhanced(0, 0, one, 1500);
  EXPECT_EQ(written_by([](capture_writer& out) {
              out.write(five, {.time = {7, 1}});
              out.write(one, {.wire_length = 1500});
            }),
            expected.octets);
}

TEST(PcapngOut, WritesAnInterfaceForEachLinkType) {
  auto expected = begun();
  describe(expected, 1).enhanced(0, 0, one, 1);
  describe(expected, 101).enhanced(1, 0, to_bytes(ip{}), 20).enhanced(0, 0, one, 1);
  EXPECT_EQ(written_by([](capture_writer& out) {
              out.write(one, {});
              out.write(ip{});
              out.write(one, {});
            }),
            expected.octets);
}

TEST(PcapngOut, WritesInterfacesAsTheyAreDescribed) {
  auto expected = begun();
  expected.interface(1, 96, expected.body().option(2, "eth0").option(3, "uplink").option(9, "\x09").option(0, ""));
  describe(expected, 1).enhanced(1, 0, one, 1).enhanced(0, 0, one, 1);
  EXPECT_EQ(written_by([](capture_writer& out) {
              EXPECT_EQ(out.add_interface({.name = "eth0", .description = "uplink", .snaplen = 96}), 0);
              EXPECT_EQ(out.add_interface({}), 1);
              out.write(one, {}, {.interface = 1});
              out.write(one, {});
            }),
            expected.octets);
}

TEST(PcapngOut, WritesComments) {
  auto expected = begun("all of it");
  describe(expected, 1);
  expected.block(6, expected.enhanced_body(0, 0, five, 5).option(1, "this one").option(0, ""));
  capture_options options = pcapng;
  options.comment = "all of it";
  EXPECT_EQ(written_by([](capture_writer& out) { out.write(five, {}, {.comment = "this one"}); }, options), expected.octets);
}

TEST(PcapngOut, KeepsTheCommentsOfARecord) {
  pcapng_octets file{false};
  file.section().interface();
  file.block(6, file.enhanced_body(0, 5, one, 1).option(2, file.body().put(1)).option(1, "a").option(1, "b"));
  capture_reader in{file.octets};
  auto expected = begun();
  describe(expected, 1);
  expected.block(6, expected.enhanced_body(0, 5000, one, 1).option(1, "a").option(1, "b").option(1, "c").option(0, ""));
  EXPECT_EQ(written_by([&](capture_writer& out) { out.write(*in.next(), {.comment = "c"}); }), expected.octets);
}

TEST(PcapngOut, WithoutPacketsWritesTheSection) {
  EXPECT_EQ(written_by([](capture_writer&) {}), begun().octets);
  auto expected = begun();
  capture_options options = pcapng;
  options.link = link_type::raw_ip;
  EXPECT_EQ(written_by([](capture_writer&) {}, options), describe(expected, 101).octets);
}

TEST(PcapngOut, CutsPacketsToTheSnaplen) {
  capture_options options = pcapng;
  options.snaplen = 3;
  auto expected = begun();
  describe(expected, 1).enhanced(0, 0, {1, 2, 3}, 5);
  EXPECT_EQ(written_by([](capture_writer& out) { out.write(five, {}); }, options), expected.octets);
}

// --- refusals: the file is as if the call had not been made -----------------------------------

TEST(PcapngOut, RefusesWhatItCannotTell) {
  EXPECT_EQ(written_by([](capture_writer& out) {
              EXPECT_EQ(thrown_by<std::out_of_range>([&] { out.write(one, {.time = {-1, 0}}); }),
                        "a pcapng capture holds times from 1970 to 2554");
              EXPECT_THROW(out.write(one, {.time = {18'446'744'074, 0}}), std::out_of_range);
              EXPECT_THROW(out.write(one, {}, {.interface = 0}), std::invalid_argument);
              EXPECT_THROW(out.write(one, {}, {.comment = std::string(65'536, 'x')}), std::out_of_range);
              EXPECT_THROW(out.write(ether{} / ip{} / udp{} / raw{octets(octet_list(70'000))}), packet_failure);
            }),
            begun().octets);
}

TEST(PcapngOut, RefusesAPacketOfAnotherLinkTypeThanItsInterface) {
  const auto file = written_by([](capture_writer& out) {
    const auto eth = out.add_interface({});
    EXPECT_THROW(out.write(one, {.link = link_type::raw_ip}, {.interface = eth}), std::invalid_argument);
  });
  EXPECT_FALSE(capture_reader{bytes{file}}.next());
}

TEST(PcapngOut, HoldsWhatPcapRefuses) {
  const scratch_file there;
  capture_writer out{there.path()};
  EXPECT_EQ(thrown_by<std::invalid_argument>([&] { out.write(one, {}, {.comment = "x"}); }),
            "a pcap capture holds no comments; pcapng does");
  EXPECT_THROW(out.write(one, {}, {.interface = 1}), std::invalid_argument);
  EXPECT_THROW(out.add_interface({}), std::invalid_argument);
  EXPECT_THROW((capture_writer{there.path(), {.comment = "x"}}), std::invalid_argument);
}

// --- copies -----------------------------------------------------------------------------------

octet_list copied(const octet_list& file) {
  return written_by([&](capture_writer& out) {
    capture_reader in{file};
    while (const auto block = in.next_block()) out.write(*block);
    EXPECT_FALSE(in.error());
  });
}

TEST(PcapngOut, CopiesEveryBlockOptionAndComment) {
  for (const bool little : {false, true}) {
    pcapng_octets file{little};
    file.block(0x0a0d'0d0a, file.body().put(0x1a2b'3c4d).put(1, 2).put(2, 2).put(12, 8).option(1, "all").option(0x8001, "??"));
    file.interface(1, 5, file.body().option(2, "eth0")).block(0x7777, file.body().put(1));
    file.block(6, file.enhanced_body(0, 1, one, 1).option(1, "one").option(2, file.body().put(3)));
    file.simple({4, 5}, 2).obsolete(0, 2, {6}, 1).block(4, file.body().put(0)).block(5, file.body().put(0).put(0, 8));
    file.turned_section().interface(228).enhanced(0, 3, {7}, 1).block(6, file.enhanced_body(0, 4, octet_list(300'000, 9), 300'000));
    EXPECT_EQ(copied(file.octets), file.octets);
  }
}

TEST(PcapngOut, GoesOnBehindACopy) {
  pcapng_octets file{false};
  file.section().interface().interface(1, 0, file.body().option(9, "\x09"));
  const auto copy = written_by([&](capture_writer& out) {
    capture_reader in{file.octets};
    while (const auto block = in.next_block()) out.write(*block);
    out.write(one, {.time = {7, 1000}});
    out.write(one, {.time = {7, 1000}}, {.interface = 0});
  });
  file.enhanced(1, 7'000'001'000, one, 1).enhanced(0, 7'000'001, one, 1);
  EXPECT_EQ(copy, file.octets) << "in its byte order, by its clocks, and not by one that is too coarse unless it is asked for";
}

TEST(PcapngOut, RefusesBlocksThatWouldBeUnreadable) {
  pcapng_octets file{false};
  file.section().interface().enhanced(0, 0, one, 1).block(0x7777, file.body().put(1));
  (void)written_by([&](capture_writer& out) {
    capture_reader in{file.octets};
    const auto section = in.next_block(), interface = in.next_block();
    const auto packet = in.next_block();
    EXPECT_THROW(out.write(*packet), std::invalid_argument) << "of no interface";
    out.write(ip{});
    EXPECT_THROW(out.write(*interface), std::invalid_argument) << "of the other byte order";
    out.write(*section);
    EXPECT_THROW(out.write(*packet), std::invalid_argument);
    out.write(*interface);
    out.write(*packet);
    EXPECT_THROW(out.write(capture_block{block_type::custom, one}), std::invalid_argument);
  });
}

TEST(PcapngOut, PcapTakesThePacketsOfBlocks) {
  pcapng_octets file{false};
  file.section().interface().enhanced(0, 7'000'001, one, 1).block(0x7777, file.body().put(1));
  const auto pcap = written_by([&](capture_writer& out) {
    capture_reader in{file.octets};
    while (const auto block = in.next_block()) out.write(*block);
  }, {.format = capture_format::pcap});
  test::capture_octets expected{0xa1b2'c3d4, true};
  expected.header({.snaplen = 262'144}).record(7, 1, one, 1).put(8, 0, 8);
  EXPECT_EQ(pcap, expected.octets);
}

TEST(PcapngOut, CopiesTheCorpus) {
  std::ifstream manifest{PACKETRY_CORPUS "/dev/MANIFEST.tsv"};
  if (!manifest) GTEST_SKIP() << "no corpus in " PACKETRY_CORPUS;
  std::size_t files = 0;
  for (std::string line; std::getline(manifest, line);) {
    std::ifstream file{PACKETRY_CORPUS "/dev/" + line.substr(0, line.find('\t')), std::ios::binary};
    const octet_list whole{std::istreambuf_iterator<char>{file}, {}};
    capture_reader in{whole};
    if (in.format() != capture_format::pcapng) continue;
    std::size_t sound = 0;
    const octet_list copy = written_by([&](capture_writer& out) {
      while (const auto block = in.next_block()) {
        out.write(*block);
        sound += block->octets.size();
      }
    });
    if (sound == 0) continue;
    ++files;
    EXPECT_TRUE(std::equal(copy.begin(), copy.end(), whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(sound))) << line;
  }
  EXPECT_GT(files, 50);
}

// --- appending --------------------------------------------------------------------------------

TEST(CaptureAppend, MakesAFileThatIsNotThereOrEmpty) {
  const scratch_file there;
  wrpcap(there.path(), ip{}, append);
  EXPECT_EQ(rdpcap(there.path()).size(), 1);
  ::unlink(there.path().c_str());
  wrpcap(there.path(), ip{}, append);
  EXPECT_EQ(rdpcap(there.path()).size(), 1);
}

TEST(CaptureAppend, GoesOnInThePcapVariantThatIsThere) {
  for (const std::uint32_t magic : {0xa1b2'c3d4, 0xa1b2'3c4d, 0xa1b2'cd34}) {
    for (const bool little : {false, true}) {
      test::capture_octets file{magic, little};
      file.header({.link = 228}).record(1, 2, one, 1);
      const scratch_file there{file.octets};
      capture_writer out{there.path(), {.nanoseconds = true, .format = capture_format::pcapng, .append = true}};
      EXPECT_EQ(out.format(), capture_format::pcap);
      EXPECT_THROW(out.write(one, {}), std::invalid_argument) << "Ethernet";
      out.write(five, {link_type::ipv4, {7, 8000}});
      out.close();
      const std::size_t end = file.octets.size();
      file.record(7, magic == 0xa1b2'3c4d ? 8000 : 8, five, 5);
      if (magic == 0xa1b2'cd34) file.put(end + 16, 0, 8);
      EXPECT_EQ(there.content(), file.octets);
    }
  }
}

TEST(CaptureAppend, GoesOnInASectionThatIsOpen) {
  for (const bool little : {false, true}) {
    pcapng_octets file{little};
    file.section().interface(1, 0, file.body().option(9, "\x09")).enhanced(0, 1, one, 1);
    const scratch_file there{file.octets};
    wrpcap(there.path(), packet{one, {link_type::ethernet, {7, 1}}}, append);
    EXPECT_EQ(there.content(), file.enhanced(0, 7'000'000'001, one, 1).octets);
  }
}

TEST(CaptureAppend, LeavesASectionThatSaysHowLongItIs) {
  pcapng_octets file{false};
  file.block(0x0a0d'0d0a, file.body().put(0x1a2b'3c4d).put(1, 2).put(0, 2).put(0, 8));
  const scratch_file there{file.octets};
  wrpcap(there.path(), packet{one, {}}, append);
  auto more = begun();
  describe(more, 1).enhanced(0, 0, one, 1);
  file.octets.insert(file.octets.end(), more.octets.begin(), more.octets.end());
  EXPECT_EQ(there.content(), file.octets);
}

TEST(CaptureAppend, LeavesADamagedFileAsItIs) {
  test::capture_octets file{0xa1b2'c3d4, true};
  file.header({}).record(1, 2, five, 5).octets.pop_back();
  const scratch_file there{file.octets}, stranger{{1, 2, 3, 4, 5}};
  EXPECT_EQ(thrown_by<capture_failure>([&] { wrpcap(there.path(), ip{}, append); }),
            there.path() + ": record 1 at octet 24: truncated (needs 21, has 20)");
  EXPECT_EQ(there.content(), file.octets);
  EXPECT_THROW(wrpcap(stranger.path(), ip{}, append), capture_failure);
  EXPECT_EQ(stranger.content().size(), 5);
}

// --- files ------------------------------------------------------------------------------------

static_assert(format_of("a.pcapng") == capture_format::pcapng && format_of("a.ntar") == capture_format::pcapng);
static_assert(format_of("a.pcap") == capture_format::pcap && format_of("a") == capture_format::pcap && format_of("pcapng") == capture_format::pcap);

TEST(PcapngOut, IsWhatANameThatEndsSoGets) {
  const scratch_file there;
  const std::string path = there.path() + ".pcapng";
  wrpcap(path, ip{});
  EXPECT_EQ(capture_reader{path}.format(), capture_format::pcapng);
  wrpcap(path, ip{}, {.format = capture_format::pcap});
  EXPECT_EQ(capture_reader{path}.format(), capture_format::pcap);
  ::unlink(path.c_str());
  wrpcapng(there.path(), ip{});
  EXPECT_EQ(capture_reader{there.path()}.format(), capture_format::pcapng);
}

TEST(PcapngOut, LeavesAFileThatIsReadableUpToTheLastWholeBlock) {
  const scratch_file there;
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  void (*const handler)(int) = ::signal(SIGXFSZ, SIG_IGN);
  const rlimit limit{3500, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &limit);
  {
    capture_writer out{there.path(), pcapng};
    for (int i = 0; i != 10; ++i) out.write(octet_list(1000), {});
    EXPECT_THROW(out.close(), std::system_error);
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  capture_reader reader{there.path()};
  while (reader.next()) {
  }
  EXPECT_EQ(reader.count(), 3);
  EXPECT_EQ(reader.error()->what, capture_fault::truncated);
}

}  // namespace pcapng_out_test
}  // namespace packetry
