// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/ntp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

namespace packetry {
namespace ntp_test {

using test::operator""_hex;

constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"}, back{.src = "192.0.2.2", .dst = "192.0.2.1"};

static_assert(layer<ntp> && wire_size(ntp{}) == 48 && wire_size(ntp{.stratum = 1}) == 48);
static_assert(detail::binds<udp, ntp> && !detail::binds<tcp, ntp>);

// Scapy 2.5.0: IP(src=A, dst=B) / UDP() / NTPHeader(ref=1, orig=0, recv=0, sent=3724317000.5)
constexpr auto question =
    here / udp{} / ntp{.ref = ntp_timestamp{std::uint64_t{1} << 32}, .sent = timestamp{1515328200, 500'000'000}};
constexpr auto question_octets =
    "4500004c000100004011f69cc0000201c0000202 007b007b0038df39"
    "23020a00 00000000 00000000 7f000001 0000000100000000 0000000000000000 0000000000000000 ddfc914880000000"_hex;
static_assert(to_array<question>() == question_octets);

TEST(Ntp, IsReadAsItWasSent) {
  const auto p = dissect<ip, udp, ntp>(question_octets);
  ASSERT_TRUE(p) << to_string(p.error());
  const ntp read = p->get<ntp>();
  EXPECT_EQ(read.mode, ntp_mode::client);
  EXPECT_EQ(read.sent.time(), (timestamp{1515328200, 500'000'000}));
  EXPECT_EQ(to_bytes(p->to_stack()), to_bytes(question));
  EXPECT_EQ(summary_text(packet{question}), "IP / UDP / NTP v4, client");
}

TEST(Ntp, ShowsItsTimesAsScapyDoes) {
  const auto text = show_text(packet{question});
  EXPECT_NE(text.find("        ref       = 1\n        orig      = 0\n        recv      = 0\n"
                      "        sent      = Sun, 07 Jan 2018 12:30:00 +0000\n"), std::string::npos) << text;
  const auto server = show_text(ntp{.mode = ntp_mode::server, .precision = 233, .delay = ntp_short::seconds(0.5),
                                    .dispersion = ntp_short::seconds(0.25), .id = "192.0.2.5"});
  EXPECT_NE(server.find("  precision = 233\n  delay     = 0.5\n  dispersion= 0.25\n  id        = 192.0.2.5\n"), std::string::npos) << server;
}

TEST(NtpTimestamp, IsADateOfAnyYear) {
  const auto text = [](std::int64_t seconds) {
    std::string out;
    append_to(out, ntp_timestamp{timestamp{seconds}});
    return out;
  };
  EXPECT_EQ(text(0), "Thu, 01 Jan 1970 00:00:00 +0000");
  EXPECT_EQ(text(951'782'399), "Mon, 28 Feb 2000 23:59:59 +0000");
  EXPECT_EQ(text(951'782'400), "Tue, 29 Feb 2000 00:00:00 +0000");
  EXPECT_EQ(text(2'085'978'495), "Thu, 07 Feb 2036 06:28:15 +0000");
}

// RFC 5905 section 7.3: a server with a clock of its own says of what kind it is.
TEST(Ntp, SaysWhatItsClockIs) {
  const auto wire = to_bytes(ntp{.mode = ntp_mode::server, .stratum = 1, .ref_id = "GPS"});
  EXPECT_EQ((std::string{wire.begin() + 12, wire.begin() + 15}), "GPS");
  const auto p = dissect<ntp>(wire);
  EXPECT_EQ(p->get<ntp>().ref_id, padded_octets<4>{"GPS"});
  EXPECT_EQ(p->get<ntp>().sent, ntp_timestamp{});
}

TEST(Ntp, LeavesOtherHeadersToRaw) {
  const auto mode = [](ntp_mode m) { return packet{here / udp{} / ntp{.mode = m}}.has<ntp>(); };
  EXPECT_TRUE(mode(ntp_mode::broadcast));
  EXPECT_FALSE(mode(ntp_mode::control));
  EXPECT_FALSE(mode(ntp_mode::private_use));
}

TEST(Ntp, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 48; ++n) {
    EXPECT_FALSE(dissect<ntp>(bytes{question_octets}.subspan(28, n))) << n;
    EXPECT_EQ(packet::starting_with<ip>(bytes{question_octets}.first(28 + n)).payload().size(), n);
  }
}

TEST(Ntp, IsAnsweredByTheServerWithItsTime) {
  const auto reply = [](ntp_mode mode, std::uint64_t orig) { return back / udp{} / ntp{.mode = mode, .orig = ntp_timestamp{orig}}; };
  const std::uint64_t sent = 0xddfc914880000000;
  EXPECT_TRUE(answers(reply(ntp_mode::server, sent), question));
  EXPECT_FALSE(answers(reply(ntp_mode::server, sent + 1), question));
  EXPECT_FALSE(answers(reply(ntp_mode::client, sent), question));
}

}  // namespace ntp_test
}  // namespace packetry
