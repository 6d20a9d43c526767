// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/sctp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace packetry {
namespace sctp_test {

using test::operator""_hex;

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"}, back{.src = "192.0.2.2", .dst = "192.0.2.1"};

static_assert(layer<sctp> && wire_size(sctp{}) == 12);
static_assert(wire_size(sctp{.chunks = {sctp_init{}}}) == 32 && wire_size(sctp{.chunks = {sctp_data{.data = "a"}}}) == 32);
static_assert(detail::binds<ip, sctp> && detail::binds<ipv6, sctp> && !detail::binds<udp, sctp>);

// RFC 3720 appendix B.4: 32 octets of zeros, of ones, and counted upwards.
constexpr std::array<std::uint8_t, 32> zeros{};
static_assert(crc32c(zeros) == 0x8a9136aa);
static_assert(crc32c("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"_hex) == 0x46dd794e);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.5.0: IP(src=A, dst=B) / SCTP(sport=1, dport=2) / SCTPChunkInit(init_tag=7, a_rwnd=1000, n_in_streams=3,
//              n_out_streams=4, init_tsn=9)
constexpr auto opening = here / sctp{.sport = 1, .dport = 2,
                                     .chunks = {sctp_init{.init_tag = 7, .a_rwnd = 1000, .n_out_streams = 4, .n_in_streams = 3, .init_tsn = 9}}};
static_assert(to_array<opening>() == "45000034000100004084f641c0000201c0000202 0001000200000000ea3ac6c3"
                                     "01000014 00000007 000003e8 0004 0003 00000009"_hex);

struct scapy_case {
  std::string_view name;
  sctp_chunks chunks;
  std::vector<std::uint8_t> wire;  ///< from the checksum on
};
template <std::size_t N>
std::vector<std::uint8_t> vector_of(const std::array<std::uint8_t, N>& a) { return {a.begin(), a.end()}; }

// Scapy 2.5.0: IP(src=A, dst=B) / SCTP(sport=1, dport=2, tag=7) / the chunks named
const scapy_case scapy_cases[] = {
    {"data", {sctp_data{.tsn = 1, .stream_id = 2, .stream_seq = 3, .proto_id = 4, .data = "hello"}},
     vector_of("c7dda649 00000015 00000001 0002 0003 00000004 68656c6c6f000000"_hex)},
    {"sack", {sctp_sack{.cumul_tsn_ack = 5, .a_rwnd = 6, .gap_ack_list = {{2, 3}}, .dup_tsn_list = {{8}}}},
     vector_of("c3a05526 03000018 00000005 00000006 0001 0001 00020003 00000008"_hex)},
    {"heartbeat", {sctp_heartbeat{.params = {{.kind = sctp_param_kind::heartbeat_info, .data = bytes{"61626364"_hex}}}}},
     vector_of("ab82dea5 0400000c 00010008 61626364"_hex)},
    {"cookie_and_data", {sctp_cookie_echo{.cookie = "abcde"}, sctp_data{.tsn = 1, .data = "x"}},
     vector_of("d1b0e064 0a000009 6162636465000000 00000011 00000001 0000 0000 00000000 78000000"_hex)},
    {"shutdown", {sctp_shutdown{.cumul_tsn_ack = 5}}, vector_of("d511c622 07000008 00000005"_hex)},
    {"abort", {sctp_abort{}}, vector_of("565ce580 06000004"_hex)},
};

class SctpOfScapy : public testing::TestWithParam<scapy_case> {};

TEST_P(SctpOfScapy, IsTheSameOctetsBothWays) {
  const auto message = here / sctp{.sport = 1, .dport = 2, .tag = 7, .chunks = GetParam().chunks};
  const auto wire = to_bytes(message);
  EXPECT_EQ(std::vector<std::uint8_t>(wire.begin() + 28, wire.end()), GetParam().wire);
  const packet p{message};
  EXPECT_EQ(p.get<sctp>().chunks, GetParam().chunks);
  EXPECT_TRUE(verify(p).empty());
  EXPECT_FALSE(p.has<raw>());
}
TEST_P(SctpOfScapy, IsReadAsFarAsItIsWhole) {
  const auto wire = to_bytes(here / sctp{.chunks = GetParam().chunks});
  for (std::size_t n = 0; n + 20 != wire.size(); ++n) {
    const packet p = packet::starting_with<ip>(bytes{wire}.first(20 + n));
    EXPECT_EQ(p.has<sctp>(), n >= 12) << n;
    EXPECT_EQ(p.size(), 20 + n);
    EXPECT_FALSE(show_text(p).empty());
  }
}
INSTANTIATE_TEST_SUITE_P(Table, SctpOfScapy, testing::ValuesIn(scapy_cases), [](const auto& c) { return std::string{c.param.name}; });

// --- chunks -----------------------------------------------------------------------------------

TEST(Sctp, ReadsItsChunksAsWhatTheyAre) {
  const packet p{here / sctp{.chunks = {sctp_cookie_ack{}, sctp_data{.unordered = 1, .beginning = 1, .ending = 1, .tsn = 9, .data = "abc"}}}};
  const sctp read = p.get<sctp>();
  const auto data = read.chunks.find<sctp_data>();
  ASSERT_TRUE(data);
  EXPECT_EQ(data->data, octets{"abc"});
  EXPECT_EQ(data->len, 19);
  EXPECT_EQ(data->unordered, 1);
  EXPECT_TRUE(read.chunks.begin()->as<sctp_cookie_ack>());
  EXPECT_FALSE(read.chunks.begin()->as<sctp_shutdown_ack>());
  EXPECT_FALSE(read.chunks.find<sctp_sack>());
}

// A type that nobody knows keeps its octets.
TEST(Sctp, KeepsAnyOtherChunk) {
  const sctp_other other{.type = sctp_chunk_type{0xc1}, .flags = 0xff, .value = "value"};
  const packet p{here / sctp{.chunks = {other}}};
  EXPECT_EQ(p.get<sctp>().chunks, sctp_chunks{other});
  EXPECT_EQ(p.get<sctp>().chunks.begin()->as<sctp_other>()->value, octets{"value"});
}
TEST(Sctp, IsNotWhatItsTypeSaysWhereItIsTooShort) {
  const packet p{here / sctp{.chunks = {sctp_other{.type = sctp_chunk_type::init, .value = "abc"}}}};
  EXPECT_EQ(p.get<sctp>().chunks.size(), 8u);
  EXPECT_FALSE(p.get<sctp>().chunks.find<sctp_init>());
  EXPECT_NE(show_text(p).find("data      = 'abc'"), std::string::npos);
}
TEST(Sctp, LeavesAChunkThatIsNotWholeToRaw) {
  const packet p = packet::starting_with<sctp>("0001000200000007 00000000 0b000004 07000009 00000005"_hex);
  EXPECT_EQ(p.get<sctp>().chunks.size(), 4u);
  EXPECT_EQ(p.get<raw>().load.size(), 8u);
  EXPECT_EQ(p.fault()->what, fault::truncated);
  EXPECT_TRUE(packet::starting_with<sctp>("0001000200000007 00000000 0b000003"_hex).get<sctp>().chunks.empty());
}

TEST(Sctp, ShowsItsChunksAsLayers) {
  EXPECT_EQ(show_text(packet{opening}).substr(show_text(packet{opening}).find("###[ SCTP ]")), R"(###[ SCTP ]###
     sport     = 1
     dport     = 2
     tag       = 0x0
     chksum    = 0xea3ac6c3
###[ SCTPChunkInit ]###
        type      = init
        flags     = 0x0
        len       = 20
        init_tag  = 0x7
        a_rwnd    = 1000
        n_out_streams= 4
        n_in_streams= 3
        init_tsn  = 0x9
        \params    \
)");
  const auto sack = show_text(sctp{.chunks = {scapy_cases[1].chunks}});
  EXPECT_NE(sack.find("n_gap_ack = 1\n     n_dup_tsn = 1\n     gap_ack_list= ['2:3']\n     dup_tsn_list= [0x8]\n"), std::string::npos) << sack;
}

// --- checksum ---------------------------------------------------------------------------------

TEST(Sctp, ChecksItsChecksum) {
  packet p{opening};
  p.edit<sctp>([](sctp& m) { m.tag = 1; });
  ASSERT_EQ(verify(p).size(), 1u);
  EXPECT_EQ(verify(p)[0].field, "chksum");
  EXPECT_EQ(verify(p)[0].found, 0xea3ac6c3);
  p.edit<sctp>([](sctp& m) { m.tag = 0; });
  EXPECT_TRUE(verify(p).empty());
  p.edit<sctp>([](sctp& m) { m.dport = 3; m.chksum.reset(); });
  EXPECT_TRUE(verify(p).empty());
  EXPECT_EQ(to_bytes(sctp{.chksum = 5})[11], 5);
}
TEST(Sctp, CountsNoPaddingIntoItsChecksum) {
  const packet p{opening / padding{"pad"}};
  EXPECT_EQ(p.get<sctp>().chksum, 0xea3ac6c3);
  EXPECT_TRUE(verify(p).empty());
}

// --- who answers ------------------------------------------------------------------------------

TEST(Sctp, IsAnsweredFromPortToPortWithItsTag) {
  const auto reply = [](std::uint16_t sport, std::uint16_t dport, std::uint32_t tag, const sctp_chunks& chunks) {
    return back / sctp{.sport = sport, .dport = dport, .tag = tag, .chunks = chunks};
  };
  EXPECT_TRUE(answers(reply(2, 1, 7, {sctp_init_ack{}}), opening));
  EXPECT_TRUE(answers(reply(2, 1, 7, {sctp_abort{}}), opening));
  EXPECT_FALSE(answers(reply(3, 1, 7, {sctp_init_ack{}}), opening));
  EXPECT_FALSE(answers(reply(2, 3, 7, {sctp_init_ack{}}), opening));
  EXPECT_FALSE(answers(reply(2, 1, 8, {sctp_init_ack{}}), opening));
  EXPECT_FALSE(answers(reply(2, 1, 7, {sctp_init{}}), opening));
}

}  // namespace sctp_test
}  // namespace packetry
