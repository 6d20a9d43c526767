// SPDX-License-Identifier: BSL-1.0
#include <packetry/io/capture_writer.hpp>  // first: proves the header stands alone

#include <packetry/io/capture_reader.hpp>

#include "capture_octets.hpp"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>

#include <cstdio>
#include <optional>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

namespace packetry {
namespace capture_writer_test {

using test::capture_octets;
using test::scratch_file;

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_move_constructible_v<capture_writer> && !std::is_copy_constructible_v<capture_writer>);

template <class T>
concept writable = requires(capture_writer& out, const T& value) { out.write(value); };
static_assert(writable<packet> && writable<capture_record> && writable<ether> && writable<stack<ether, arp>>);
static_assert(!writable<std::vector<std::uint8_t>>, "octets alone do not say of which link");

// --- octets -----------------------------------------------------------------------------------

const std::vector<std::uint8_t> one = {1}, two = {2, 2};

/// What a writer writes: least significant octet first, zone and accuracy of times 0.
capture_octets expected_capture(std::uint32_t magic, const test::file_header& header) {
  capture_octets file{magic, true};
  file.header(header);
  file.put(8, 0, 8);
  return file;
}

TEST(CaptureWriter, WritesMicroseconds) {
  const scratch_file there;
  capture_writer out{there.path()};
  out.write(one, {.time = {1'367'526'033, 491'822'999}});
  out.write(two, {.time = {0xffff'ffff, 999'999'999}, .wire_length = 1500});
  out.close();
  auto expected = expected_capture(0xa1b2'c3d4, {.snaplen = 262'144});
  expected.record(1'367'526'033, 491'822, one, 1).record(0xffff'ffff, 999'999, two, 1500);
  EXPECT_EQ(there.content(), expected.octets);
}

TEST(CaptureWriter, WritesNanoseconds) {
  const scratch_file there;
  capture_writer out{there.path(), {.nanoseconds = true}};
  out.write(one, {.time = {1'367'526'033, 491'822'999}});
  out.close();
  EXPECT_EQ(there.content(),
            expected_capture(0xa1b2'3c4d, {.snaplen = 262'144}).record(1'367'526'033, 491'822'999, one, 1).octets);
}

TEST(CaptureWriter, CutsPacketsToTheSnaplenAndKeepsTheirLength) {
  const scratch_file there;
  capture_writer out{there.path(), {.snaplen = 20}};
  out.write(ip{} / udp{} / "more than twenty octets");
  out.write(std::vector<std::uint8_t>(21), {.link = link_type::raw_ip});
  out.close();
  capture_reader reader{there.path()};
  EXPECT_EQ(reader.snaplen(), 20);
  const auto first = reader.next();
  ASSERT_TRUE(first);
  EXPECT_EQ(first->octets.size(), 20);
  EXPECT_EQ(first->octets[3], 51) << "the length in the header is that of the whole packet";
  EXPECT_EQ(first->wire_length, 51);
  const auto second = reader.next();
  ASSERT_TRUE(second);
  EXPECT_EQ(second->octets.size(), 20);
  EXPECT_EQ(second->wire_length, 21);
}

TEST(CaptureWriter, WritesNothingThatReadersDoNotBear) {
  const scratch_file there;
  capture_writer out{there.path(), {.snaplen = 1'000'000}};
  out.write(std::vector<std::uint8_t>(300'000), {});
  out.close();
  capture_reader reader{there.path()};
  EXPECT_EQ(reader.snaplen(), 262'144);
  const auto record = reader.next();
  ASSERT_TRUE(record);
  EXPECT_EQ(record->octets.size(), 262'144);
  EXPECT_EQ(record->wire_length, 300'000);
}

TEST(CaptureWriter, CopiesRecordsAsTheyAre) {
  auto file = expected_capture(0xa1b2'3c4d, {.snaplen = 100, .link = 147});
  file.record(1, 2, {1, 2, 3}, 0).record(3, 4, {}, 9).record(5, 6, {1, 2, 3}, 2);  // lengths that cannot be, too
  const scratch_file there;
  capture_reader in{file.octets};
  capture_writer out{there.path(), {.nanoseconds = in.nanoseconds(), .snaplen = in.snaplen()}};
  for (const capture_record& record : in) out.write(record);
  out.close();
  EXPECT_EQ(there.content(), file.octets);
}

TEST(CaptureWriter, WritesPacketsWithTimeAndLengthOnTheWire) {
  const scratch_file there;
  capture_writer out{there.path()};
  out.write(packet{two, {link_type::linux_cooked, {3, 4000}, 60}});
  out.close();
  EXPECT_EQ(there.content(),
            expected_capture(0xa1b2'c3d4, {.snaplen = 262'144, .link = 113}).record(3, 4, two, 60).octets);
}

TEST(CaptureWriter, WritesStacksAndLayers) {
  const scratch_file there;
  capture_writer out{there.path()};
  out.write(ip{} / icmp{}, {7, 8000});
  out.write(ip{});
  out.close();
  EXPECT_EQ(there.content(), expected_capture(0xa1b2'c3d4, {.snaplen = 262'144, .link = 101})
                                 .record(7, 8, to_bytes(ip{} / icmp{}), 28)
                                 .record(0, 0, to_bytes(ip{}), 20)
                                 .octets);
}

TEST(CaptureWriter, WithoutPacketsWritesTheFileHeader) {
  const scratch_file there;
  capture_writer{there.path(), {.link = link_type::raw_ip}}.close();
  EXPECT_EQ(there.content(), expected_capture(0xa1b2'c3d4, {.snaplen = 262'144, .link = 101}).octets);
  capture_writer{there.path()}.close();
  EXPECT_EQ(there.content(), expected_capture(0xa1b2'c3d4, {.snaplen = 262'144, .link = 1}).octets);
}

// --- refusals: the file is as if the call had not been made -------------------------------------

/// The text of what `write` throws.
template <class Exception, class F>
std::string thrown_by(F write) {
  try {
    write();
  } catch (const Exception& e) {
    return e.what();
  }
  return "nothing";
}

TEST(CaptureWriter, RefusesASecondLinkType) {
  const scratch_file there;
  capture_writer out{there.path()};
  out.write(one, {.link = link_type::ethernet});
  EXPECT_EQ(thrown_by<std::invalid_argument>([&] { out.write(ip{} / icmp{}); }),
            "a pcap capture holds one link type: this one ETHERNET (1), the packet has RAW (101)");
  EXPECT_EQ(thrown_by<std::invalid_argument>([&] { out.write(two, {.link = link_type{60'000}}); }),
            "a pcap capture holds one link type: this one ETHERNET (1), the packet has 60000");
  out.write(two, {});
  out.close();
  EXPECT_EQ(there.content(),
            expected_capture(0xa1b2'c3d4, {.snaplen = 262'144}).record(0, 0, one, 1).record(0, 0, two, 2).octets);
}

TEST(CaptureWriter, RefusesALinkTypeThatIsNotTheOneAskedFor) {
  const scratch_file there;
  capture_writer out{there.path(), {.link = link_type::raw_ip}};
  EXPECT_THROW(out.write(one, {.link = link_type::ethernet}), std::invalid_argument);
  out.close();
  EXPECT_EQ(there.content().size(), 24);
}

TEST(CaptureWriter, RefusesWhatAStackCannotSay) {
  const scratch_file there;
  capture_writer out{there.path()};
  EXPECT_THROW(out.write(ether{} / ip{} / udp{} / raw{octets(std::vector<std::uint8_t>(70'000))}), packet_failure);
  out.write(one, {.link = link_type::raw_ip});  // so the first has not settled the link type
  out.close();
  EXPECT_EQ(there.content(),
            expected_capture(0xa1b2'c3d4, {.snaplen = 262'144, .link = 101}).record(0, 0, one, 1).octets);
}

TEST(CaptureWriter, RefusesTimesThatDoNotFit) {
  const scratch_file there;
  capture_writer out{there.path()};
  EXPECT_EQ(thrown_by<std::out_of_range>([&] { out.write(one, {.time = {-1, 0}}); }),
            "a pcap capture holds times from 1970 to 2106");
  EXPECT_THROW(out.write(one, {.time = {0x1'0000'0000, 0}}), std::out_of_range);
  out.close();
  EXPECT_EQ(there.content().size(), 24);
}

// --- where captures go --------------------------------------------------------------------------

TEST(CaptureWriter, WritesMoreThanItsBufferHolds) {
  const scratch_file there;
  auto expected = expected_capture(0xa1b2'c3d4, {.snaplen = 262'144});
  {
    capture_writer out{there.path()};
    for (std::uint32_t i = 0; i != 3000; ++i) {
      const std::vector<std::uint8_t> wire(i % 1000 == 999 ? 262'144 : i, static_cast<std::uint8_t>(i));
      out.write(wire, {.time = {i, 0}});
      expected.record(i, 0, wire, static_cast<std::uint32_t>(wire.size()));
    }
  }
  EXPECT_EQ(there.content(), expected.octets) << "the destructor writes the rest";
}

TEST(CaptureWriter, FlushMakesRecordsVisible) {
  const scratch_file there;
  capture_writer out{there.path()};
  out.write(one, {});
  EXPECT_EQ(there.content().size(), 0);
  out.flush();
  EXPECT_EQ(there.content().size(), 24 + 16 + 1);
}

TEST(CaptureWriter, LeavesABorrowedStreamOpen) {
  const scratch_file there;
  std::FILE* const stream = std::fopen(there.path().c_str(), "wb");
  ASSERT_TRUE(stream);
  std::fputs("junk", stream);
  {
    capture_writer out{stream};
    out.write(one, {});
    out.close();
    EXPECT_EQ(there.content().size(), 4 + 24 + 16 + 1) << "flushed";
  }
  EXPECT_GE(std::fputs("more", stream), 0);
  std::fclose(stream);
  EXPECT_EQ(there.content().size(), 4 + 24 + 16 + 1 + 4);
}

TEST(CaptureWriter, CanBeMoved) {
  const scratch_file there;
  std::optional<capture_writer> first{there.path()};
  first->write(one, {});
  capture_writer second{std::move(*first)};
  first.reset();
  second.write(two, {});
  second.close();
  EXPECT_EQ(there.content().size(), 24 + 17 + 18);
}

// --- errors of the system -----------------------------------------------------------------------

TEST(CaptureWriter, NamesAFileThatItCannotOpen) {
  EXPECT_EQ(thrown_by<std::system_error>([] { capture_writer out{"there/is/no/folder.pcap"}; }),
            "cannot write there/is/no/folder.pcap: No such file or directory");
}

TEST(CaptureWriter, TellsOfAFullDiskFromThenOn) {
  const std::string full = "cannot write /dev/full: No space left on device";
  capture_writer out{"/dev/full"};
  out.write(one, {});
  EXPECT_EQ(thrown_by<std::system_error>([&] { out.flush(); }), full);
  EXPECT_EQ(thrown_by<std::system_error>([&] { out.write(one, {}); }), full);
  EXPECT_EQ(thrown_by<std::system_error>([&] { out.flush(); }), full);
  EXPECT_EQ(thrown_by<std::system_error>([&] { out.close(); }), full);
}

TEST(CaptureWriter, TellsOfAFullDiskFromTheWriteThatHitsIt) {
  capture_writer out{"/dev/full"};
  const std::vector<std::uint8_t> wire(200'000);
  int written = 0;
  try {
    for (; written != 100; ++written) out.write(wire, {});
  } catch (const std::system_error& e) {
    EXPECT_EQ(e.code(), std::errc::no_space_on_device);
  }
  EXPECT_EQ(written, 5) << "1 MiB holds no more";
}

TEST(CaptureWriter, TellsOfAFullDiskWhenAStreamIsFlushed) {
  std::FILE* const stream = std::fopen("/dev/full", "wb");
  ASSERT_TRUE(stream);
  {
    capture_writer out{stream};
    out.write(one, {});
    EXPECT_THROW(out.close(), std::system_error);
  }
  std::fclose(stream);
}

TEST(CaptureWriter, AfterCloseRefusesToWrite) {
  const scratch_file there;
  capture_writer out{there.path()};
  out.close();
  out.close();
  EXPECT_THROW(out.write(one, {}), std::system_error);
  EXPECT_THROW(out.flush(), std::system_error);
}

/// A disk that is full once a file has `size` octets.
class full_disk {
 public:
  explicit full_disk(rlim_t size) {
    ::getrlimit(RLIMIT_FSIZE, &before_);
    handler_ = ::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{size, before_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  full_disk(const full_disk&) = delete;
  ~full_disk() {
    ::setrlimit(RLIMIT_FSIZE, &before_);
    ::signal(SIGXFSZ, handler_);
  }

 private:
  rlimit before_{};
  void (*handler_)(int) = nullptr;
};

TEST(CaptureWriter, LeavesAFileThatIsReadableUpToTheLastWholeRecord) {
  const scratch_file there;
  {
    const full_disk disk{24 + 3 * 1016 + 500};
    capture_writer out{there.path()};
    for (std::uint32_t i = 0; i != 10; ++i) out.write(std::vector<std::uint8_t>(1000), {.time = {i, 0}});
    EXPECT_THROW(out.close(), std::system_error);
  }
  capture_reader reader{there.path()};
  for (std::uint32_t i = 0; i != 3; ++i) {
    const auto record = reader.next();
    ASSERT_TRUE(record);
    EXPECT_EQ(record->time.seconds, i);
  }
  EXPECT_FALSE(reader.next());
  EXPECT_EQ(reader.error(), (capture_error{.what = capture_fault::truncated, .offset = 24 + 3 * 1016, .record = 4,
                                           .needed = 1016, .available = 500}));
}

}  // namespace capture_writer_test
}  // namespace packetry
