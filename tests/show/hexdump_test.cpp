// SPDX-License-Identifier: BSL-1.0
#include <packetry/show/hexdump.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace packetry {
namespace hexdump_test {

using test::operator""_hex;

// scapy.md appendix B: hexdump(IP(src="192.0.2.1", dst="192.0.2.2")/UDP()/…"scapy"), its first and last line
TEST(Hexdump, OfAFullLine) {
  EXPECT_EQ(hexdump_text(bytes{"45000036000100004011f6b2c0000201"_hex}), "0000  45 00 00 36 00 01 00 00 40 11 F6 B2 C0 00 02 01  E..6....@.......\n");
}

TEST(Hexdump, OfAShortLineKeepsTheColumn) {
  EXPECT_EQ(hexdump_text(bytes{"207363617079"_hex}), "0000  20 73 63 61 70 79                                 scapy\n");
}

// Scapy 2.5.0: hexdump(bytes(range(40)))
TEST(Hexdump, CountsOctetsInHexadecimal) {
  std::vector<std::uint8_t> octets(40);
  for (std::size_t i = 0; i != octets.size(); ++i) octets[i] = static_cast<std::uint8_t>(i);
  EXPECT_EQ(hexdump_text(octets),
            "0000  00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F  ................\n"
            "0010  10 11 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F  ................\n"
            "0020  20 21 22 23 24 25 26 27                           !\"#$%&'\n");
}

TEST(Hexdump, OfNothingIsEmpty) { EXPECT_EQ(hexdump_text(bytes{}), ""); }

TEST(Hexdump, PrintsOnlyAsciiAsCharacters) {  // the bounds: 0x1f, 0x20, 0x7e, 0x7f, 0xff
  EXPECT_EQ(hexdump_text(bytes{"1f207e7fff"_hex}), "0000  1F 20 7E 7F FF                                   . ~..\n");
}

// Scapy 2.5.0: hexdump(b"x" * 65553, dump=True)
TEST(Hexdump, OffsetsGrowWhenTheyMust) {
  const std::string text = hexdump_text(std::vector<std::uint8_t>(65553, 'x'));
  EXPECT_TRUE(text.ends_with("\n10010  78                                               x\n")) << text.substr(text.size() - 80);
  EXPECT_NE(text.find("\nfff0  78"), std::string::npos);
}

TEST(Hexdump, OfPacketsAndStacksIsOfTheirOctets) {
  const auto p = ip{.dst = "192.0.2.1"} / icmp{} / "hello";
  const std::string expected = hexdump_text(bytes{to_bytes(p)});
  EXPECT_EQ(hexdump_text(p), expected);
  EXPECT_EQ(hexdump_text(packet{p}), expected);
  EXPECT_EQ(hexdump_text(packet{p}.view()), expected);
  EXPECT_EQ(hexdump_text(ip{}), hexdump_text(bytes{to_bytes(ip{})}));
}

TEST(Hexdump, PrintsToStandardOutput) {
  testing::internal::CaptureStdout();
  hexdump(raw{.load = "abc"});
  hexdump(bytes{"616263"_hex});
  const std::string line = "0000  61 62 63                                         abc\n";
  EXPECT_EQ(testing::internal::GetCapturedStdout(), line + line);
}

}  // namespace hexdump_test
}  // namespace packetry
