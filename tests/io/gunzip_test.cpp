// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/gunzip.hpp>  // first: proves the header stands alone

#include <packetry/io/capture_reader.hpp>
#include <packetry/io/rdpcap.hpp>

#include "capture_octets.hpp"

#include <gtest/gtest.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <random>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace packetry {
namespace gunzip_test {

using test::capture_octets;
using test::scratch_file;
using octet_list = std::vector<std::uint8_t>;

static_assert(octet_source<gunzip>);
static_assert(std::is_constructible_v<capture_reader, gunzip>);

/// 200 packets, some long, of octets that do not compress well.
octet_list capture() {
  std::mt19937 random{3};
  capture_octets file{0xa1b2'c3d4, true};
  file.header({});
  for (std::uint32_t i = 0; i != 200; ++i) {
    octet_list octets(i % 50 == 49 ? 100'000 : random() % 1500);
    for (std::uint8_t& o : octets) o = static_cast<std::uint8_t>(random() % 16);
    const auto size = static_cast<std::uint32_t>(octets.size());
    file.record(i, 0, std::move(octets), size);
  }
  return file.octets;
}

octet_list compressed(const octet_list& plain) {
  const scratch_file there;
  const gzFile file = ::gzopen(there.path().c_str(), "wb");
  EXPECT_EQ(::gzwrite(file, plain.data(), static_cast<unsigned>(plain.size())), static_cast<int>(plain.size()));
  ::gzclose(file);
  return there.content();
}

struct outcome {
  std::uint64_t count;
  std::optional<capture_error> error;
};

outcome read(const octet_list& file) {
  const scratch_file there{file};
  capture_reader reader{gunzip{there.path()}};
  while (reader.next()) {
  }
  return {reader.count(), reader.error()};
}

octet_list joined(octet_list a, const octet_list& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

TEST(Gunzip, GivesWhatWasCompressed) {
  const octet_list plain = capture();
  const scratch_file there{compressed(plain)};
  capture_reader expected{plain}, reader{gunzip{there.path()}};
  while (const auto e = expected.next()) {
    const auto r = reader.next();
    ASSERT_TRUE(r);
    ASSERT_TRUE(std::equal(r->octets.begin(), r->octets.end(), e->octets.begin(), e->octets.end()));
    ASSERT_EQ(r->time, e->time);
  }
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.error());
}

TEST(Gunzip, GivesWhatIsNotCompressedAsItIs) {
  const outcome all = read(capture());
  EXPECT_EQ(all.count, 200);
  EXPECT_FALSE(all.error);
  EXPECT_EQ(read({}).error, (capture_error{.what = capture_fault::not_a_capture}));
  EXPECT_EQ(read({0x1f}).error, (capture_error{.what = capture_fault::not_a_capture}));
}

TEST(Gunzip, ReadsMembersOneBehindTheOther) {
  const octet_list plain = capture();
  const octet_list head{plain.begin(), plain.begin() + 5000}, tail{plain.begin() + 5000, plain.end()};
  const outcome all = read(joined(compressed(head), compressed(tail)));
  EXPECT_EQ(all.count, 200);
  EXPECT_FALSE(all.error);
}

TEST(Gunzip, IgnoresOctetsBehind) {
  const outcome all = read(joined(compressed(capture()), {0, 0, 0}));
  EXPECT_EQ(all.count, 200);
  EXPECT_FALSE(all.error);
}

TEST(Gunzip, GivesWhatLiesBeforeAnEndThatComesTooEarly) {
  octet_list file = compressed(capture());
  file.resize(file.size() / 2);
  const outcome all = read(file);
  EXPECT_GT(all.count, 50);
  EXPECT_LT(all.count, 150);
  ASSERT_TRUE(all.error);
  EXPECT_EQ(all.error->what, capture_fault::source_damaged);
  EXPECT_EQ(all.error->record, all.count + 1);
}

TEST(Gunzip, MissesTheLastOctet) {
  octet_list file = compressed(capture());
  file.pop_back();  // of the check sum and length
  const outcome all = read(file);
  EXPECT_EQ(all.count, 200);
  ASSERT_TRUE(all.error);
  EXPECT_EQ(all.error->what, capture_fault::source_damaged);
}

TEST(Gunzip, FindsAWrongCheckSum) {
  octet_list file = compressed(capture());
  file[file.size() - 8] ^= 1;
  const outcome all = read(file);
  EXPECT_EQ(all.count, 200);
  ASSERT_TRUE(all.error);
  EXPECT_EQ(all.error->what, capture_fault::source_damaged);
}

TEST(Gunzip, CutAnywhereGivesWhatIsWhole) {
  capture_octets small{0xa1b2'c3d4, true};
  small.header({}).record(1, 2, {1, 2, 3}, 3).record(3, 4, {5}, 1);
  const octet_list whole = compressed(small.octets);
  for (std::size_t n = 2; n != whole.size(); ++n) {
    const outcome all = read({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n)});
    EXPECT_LE(all.count, 2);
    ASSERT_TRUE(all.error) << n;
    EXPECT_EQ(all.error->what, capture_fault::source_damaged) << n;
  }
}

TEST(Gunzip, SurvivesMutations) {
  capture_octets small{0xa1b2'c3d4, true};
  small.header({});
  for (std::uint8_t i = 0; i != 40; ++i) small.record(i, i, octet_list(i, i), i);
  const octet_list sound = compressed(small.octets);
  std::mt19937 random{1};
  for (int round = 0; round != 500; ++round) {
    octet_list mutant = sound;
    for (int k = 0; k != 1 + round % 3; ++k) mutant[random() % mutant.size()] = static_cast<std::uint8_t>(random());
    static_cast<void>(read(mutant));
  }
}

TEST(Gunzip, ReadsAPipe) {
  const octet_list file = compressed({0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0});
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  EXPECT_EQ(::write(ends[1], file.data(), file.size()), static_cast<ssize_t>(file.size()));
  ::close(ends[1]);
  std::FILE* const stream = ::fdopen(ends[0], "rb");
  capture_reader reader{gunzip{stream}};
  EXPECT_FALSE(reader.next());
  EXPECT_FALSE(reader.error());
  std::fclose(stream);
}

TEST(Gunzip, DeliversThePacketsOfAPlainPipeAsTheyCome) {
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
  capture_reader reader{gunzip{stream}};
  for (std::uint8_t i = 0; i != 3; ++i) {  // a reader that waits for more than this packet waits forever
    file.record(i, 0, {i, i}, 2);
    send();
    ASSERT_TRUE(reader.next());
  }
  ::close(ends[1]);
  EXPECT_FALSE(reader.next());
  std::fclose(stream);
}

TEST(Gunzip, IsNamedInErrors) {
  EXPECT_THROW(gunzip{"there/is/no.gz"}, std::system_error);
  octet_list file = compressed(capture());
  file.pop_back();
  const scratch_file there{file};
  try {
    (void)rdpcap(capture_reader{gunzip{there.path()}});
    FAIL();
  } catch (const capture_failure& e) {
    EXPECT_EQ(std::string{e.what()}.find(there.path() + ": record 201 at octet "), 0) << e.what();
  }
}

}  // namespace gunzip_test
}  // namespace packetry
