// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/octet_source.hpp>  // first: proves the header stands alone

#include <packetry/io/capture_reader.hpp>

#include "capture_octets.hpp"
#include "pcapng_octets.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace packetry {
namespace octet_source_test {

using octet_list = std::vector<std::uint8_t>;

/// `head`, and then `part` so many times over.
struct repeated {
  octet_list head, part;
  std::uint64_t times;
  bool broken = false;
  std::size_t at = 0;

  std::size_t read(std::uint8_t* to, std::size_t least, std::size_t most) {
    EXPECT_LE(least, most);
    std::size_t n = 0;
    while (n != most && (!head.empty() || times != 0)) {
      const octet_list& from = head.empty() ? part : head;
      if (from.size() == at) {
        at = 0;
        if (head.empty()) --times;
        head.clear();
        continue;
      }
      const std::size_t size = std::min(most - n, from.size() - at);
      std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(at), size, to + n);
      at += size;
      n += size;
    }
    return n;
  }
  [[nodiscard]] bool damaged() const { return broken; }
};
static_assert(octet_source<repeated>);

/// Gives one octet a time, if that is enough.
struct slow : repeated {
  std::size_t read(std::uint8_t* to, std::size_t least, std::size_t) { return repeated::read(to, least, least); }
};

repeated small_pcap(std::uint64_t times) {
  test::capture_octets file{0xa1b2'c3d4, true};
  const octet_list head = file.header({}).octets;
  file.octets.clear();
  return {head, file.record(1, 2, {1, 2, 3}, 3).octets, times};
}

TEST(OctetSource, IsReadToItsEnd) {
  capture_reader fast{small_pcap(10'000)}, slowly{slow{small_pcap(10'000)}};
  while (fast.next()) {
  }
  while (slowly.next()) {
  }
  EXPECT_EQ(fast.count(), 10'000);
  EXPECT_EQ(slowly.count(), 10'000);
  EXPECT_FALSE(fast.error() || slowly.error());
}

TEST(OctetSource, ThatEndsTooEarlyIsDamageBehindTheLastPacket) {
  repeated source = small_pcap(3);
  source.broken = true;
  capture_reader reader{std::move(source)};
  while (reader.next()) {
  }
  EXPECT_EQ(reader.count(), 3);
  EXPECT_EQ(reader.error(), (capture_error{.what = capture_fault::source_damaged, .offset = 24 + 3 * 19, .record = 4}));
  EXPECT_EQ(to_string(*reader.error()), "record 4 at octet 81: what it is read from is damaged, or ends too early");
}

TEST(OctetSource, ThatEndsBeforeTheFormatIsKnownIsDamaged) {
  capture_reader reader{repeated{{0xd4}, {}, 0, true}};
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(reader.error()->what, capture_fault::source_damaged);
}

TEST(OctetSource, MayThrow) {
  struct thrower : repeated {
    std::size_t read(std::uint8_t*, std::size_t, std::size_t) { throw 7; }
  };
  EXPECT_THROW(capture_reader{thrower{}}, int);
}

// --- memory -----------------------------------------------------------------------------------

long most_memory() {  // KiB
  rusage used{};
  ::getrusage(RUSAGE_SELF, &used);
  return used.ru_maxrss;
}

/// Octets in packets of a large capture, read in little memory.
std::uint64_t read_in_little_memory(repeated source) {
  const long before = most_memory();
  std::uint64_t octets = 0;
  capture_reader reader{std::move(source)};
  while (const auto r = reader.next()) octets += r->octets.size();
  EXPECT_FALSE(reader.error());
  EXPECT_LT(most_memory() - before, 4 * 1024);
  return octets;
}

constexpr std::uint64_t large = 64 * 1024 * 1024;

TEST(CaptureReader, ReadsALargePcapInLittleMemory) {
  test::capture_octets file{0xa1b2'c3d4, true};
  const octet_list head = file.header({}).octets;
  file.octets.clear();
  EXPECT_EQ(read_in_little_memory({head, file.record(0, 0, octet_list(4096), 4096).octets, large / 4096}), large);
}

TEST(CaptureReader, ReadsALargePcapngInLittleMemory) {
  test::pcapng_octets file{true};
  const octet_list head = file.section().interface().octets;
  file.octets.clear();
  EXPECT_EQ(read_in_little_memory({head, file.enhanced(0, 0, octet_list(4096), 4096).octets, large / 4096}), large);
}

TEST(CaptureReader, PassesOverALargeBlockInLittleMemory) {
  test::pcapng_octets file{true};
  octet_list head = file.section().octets;
  const octet_list begin = file.body().put(0x1234).put(large + 12).put(0).octets;
  head.insert(head.end(), begin.begin(), begin.end());
  test::ng_octets lengths = file.body();
  for (int i = 0; i != 1024; ++i) lengths.put(large + 12);  // the last of them stands behind the block
  EXPECT_EQ(read_in_little_memory({head, lengths.octets, large / 4096}), 0);
}

}  // namespace octet_source_test
}  // namespace packetry
