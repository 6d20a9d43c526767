// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/tftp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>

namespace packetry {
namespace tftp_test {

using test::operator""_hex;
using enum tftp_op;

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"}, back{.src = "192.0.2.2", .dst = "192.0.2.1"};

static_assert(layer<tftp> && wire_size(tftp{}) == 9 && wire_size(tftp{.op = data}) == 4 && wire_size(tftp{.op = oack}) == 2);
static_assert(detail::binds<udp, tftp> && !detail::binds<tcp, tftp>);

// Scapy 2.5.0: IP(src=A, dst=B) / UDP(sport=1000) / TFTP() / TFTP_RRQ(filename=b"x.bin") /
//              TFTP_Options(options=[TFTP_Option(oname=b"blksize", value=b"1428")])
constexpr auto request_octets =
    "45000037000100004011f6b1c0000201c0000202 03e800450023d74d 0001 782e62696e00 6f6374657400 626c6b73697a6500 3134323800"_hex;

TEST(Tftp, AsksAsScapyDoes) {
  const auto request = here / udp{.sport = 1000} / tftp{.filename = "x.bin", .options = {{"blksize", "1428"}}};
  EXPECT_EQ(to_bytes(request), std::vector<std::uint8_t>(request_octets.begin(), request_octets.end()));
  const packet p{request_octets, {.link = link_type::ipv4}};
  const tftp read = p.get<tftp>();
  EXPECT_EQ(read.filename, octets{"x.bin"});
  EXPECT_EQ(read.mode, octets{"octet"});
  EXPECT_EQ(read.options, (tftp_options{{"blksize", "1428"}}));
  EXPECT_EQ(summary_text(p), "IP / UDP / TFTP RRQ 'x.bin'");
  EXPECT_NE(show_text(p).find("         |  oname     = 'blksize'\n         |  value     = '1428'\n"), std::string::npos) << show_text(p);
}

struct message_case {
  std::string_view name;
  tftp message;
  std::vector<std::uint8_t> wire;
  std::string_view summary;
};
template <std::size_t N>
std::vector<std::uint8_t> vector_of(const std::array<std::uint8_t, N>& a) { return {a.begin(), a.end()}; }

// RFC 1350 section 5, figures 5-1 to 5-4; RFC 2347.
const message_case messages[] = {
    {"wrq", {.op = wrq, .filename = "f", .mode = "netascii"}, vector_of("0002 6600 6e6574617363696900"_hex), "TFTP WRQ 'f'"},
    {"data", {.op = data, .block = 3}, vector_of("0003 0003"_hex), "TFTP DATA 3"},
    {"ack", {.op = ack, .block = 0xffff}, vector_of("0004 ffff"_hex), "TFTP ACK 65535"},
    {"error", {.op = error, .errorcode = tftp_error_code::file_not_found, .errormsg = "no"}, vector_of("0005 0001 6e6f00"_hex),
     "TFTP ERROR File not found: 'no'"},
    {"oack", {.op = oack, .options = {{"a", "1"}, {"b", ""}}}, vector_of("0006 61003100 620000"_hex), "TFTP OACK"},
    {"other", {.op = tftp_op{9}}, vector_of("0009"_hex), "TFTP 9"},
};

class TftpMessage : public testing::TestWithParam<message_case> {};

TEST_P(TftpMessage, IsTheSameOctetsBothWays) {
  EXPECT_EQ(to_bytes(GetParam().message), GetParam().wire);
  const auto p = dissect<tftp>(GetParam().wire);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ(to_bytes(p->get<tftp>()), GetParam().wire);
  EXPECT_EQ(p->get<tftp>().block, GetParam().message.block);
  EXPECT_EQ(summary_text(GetParam().message), GetParam().summary);
}
TEST_P(TftpMessage, IsReadAsFarAsItIsThere) {
  const auto wire = to_bytes(here / udp{} / GetParam().message);
  for (std::size_t n = 0; n + 28 != wire.size(); ++n) {
    const packet p = packet::starting_with<ip>(bytes{wire}.first(28 + n));
    if (n < 2) {
      EXPECT_FALSE(p.has<tftp>());
    }
    EXPECT_EQ(p.size(), 28 + n);
    EXPECT_FALSE(show_text(p).empty());
  }
}
INSTANTIATE_TEST_SUITE_P(Table, TftpMessage, testing::ValuesIn(messages), [](const auto& c) { return std::string{c.param.name}; });

TEST(Tftp, CarriesTheFileAboveData) {
  const packet p{here / udp{} / tftp{.op = data, .block = 1} / "octets"};
  EXPECT_EQ(p.payload().size(), 6u);
  EXPECT_FALSE(p.fault());
}
TEST(Tftp, IsCutWhereNoZeroEndsAText) {
  const packet p = packet::starting_with<tftp>("0001 782e62696e"_hex);
  EXPECT_EQ(p.get<tftp>().filename, octets{"x.bin"});
  EXPECT_EQ(p.fault()->what, fault::truncated);
}

TEST(Tftp, IsAnsweredByWhatFollows) {
  const auto asks = [](tftp_op op, std::uint16_t block) { return here / udp{.sport = 69} / tftp{.op = op, .block = block}; };
  const auto says = [](tftp_op op, std::uint16_t block) { return back / udp{} / tftp{.op = op, .block = block}; };
  EXPECT_TRUE(answers(says(data, 1), asks(rrq, 0)));
  EXPECT_FALSE(answers(says(data, 2), asks(rrq, 0)));
  EXPECT_TRUE(answers(says(oack, 0), asks(rrq, 0)));
  EXPECT_TRUE(answers(says(error, 0), asks(wrq, 0)));
  EXPECT_TRUE(answers(says(ack, 5), asks(data, 5)));
  EXPECT_FALSE(answers(says(ack, 6), asks(data, 5)));
  EXPECT_TRUE(answers(says(data, 0), asks(ack, 0xffff)));
  EXPECT_FALSE(answers(says(rrq, 0), asks(rrq, 0)));
}

}  // namespace tftp_test
}  // namespace packetry
