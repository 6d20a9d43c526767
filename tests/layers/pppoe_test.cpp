// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/pppoe.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

namespace packetry {
namespace pppoe_test {

using test::operator""_hex;

constexpr ether frame{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"};

static_assert(layer<pppoed> && layer<pppoe> && wire_size(pppoed{}) == 6 && wire_size(pppoe{}) == 6);
static_assert(detail::binds<ether, pppoed> && detail::binds<ether, pppoe> && detail::binds<pppoe, ppp> && !detail::binds<pppoed, ppp>);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.5.0: Ether(src=M1, dst=M2) / PPPoE(sessionid=0x11) / PPP() / IP(src=A, dst=B) / ICMP()
constexpr auto session =
    frame / pppoe{.sessionid = 17} / ppp{} / ip{.src = "192.0.2.1", .dst = "192.0.2.2"} / icmp{};
constexpr auto session_octets =
    "0200000000020200000000018864 11000011001e 0021 4500001c000100004001f6dcc0000201c0000202 0800f7ff00000000"_hex;
static_assert(to_array<session>() == session_octets);

// Scapy 2.5.0: Ether(src=M1, dst="ff:ff:ff:ff:ff:ff") / PPPoED() / PPPoED_Tags(tag_list=[PPPoETag(tag_type=0x101),
//              PPPoETag(tag_type=0x103, tag_value=b"\1\2\3\4")])
constexpr auto initiation_octets = "ffffffffffff0200000000018863 11090000000c 01010000 0103000401020304"_hex;

TEST(Pppoed, AsksAsScapyDoes) {
  const auto initiation = ether{.dst = mac_address::broadcast(), .src = "02:00:00:00:00:01"} /
                          pppoed{.tags = {pppoe_tags::service_name(), pppoe_tags::host_uniq("01020304"_hex)}};
  EXPECT_EQ(to_bytes(initiation), std::vector<std::uint8_t>(initiation_octets.begin(), initiation_octets.end()));
  const packet p{initiation_octets};
  EXPECT_EQ(p.get<pppoed>().tags.find(pppoe_tag_kind::host_uniq)->integer<4>(), 0x01020304u);
  EXPECT_EQ(summary_text(p), "Ether / PPPoE Active Discovery Initiation (PADI)");
  EXPECT_NE(show_text(p).find(R"(     code      = PPPoE Active Discovery Initiation (PADI)
     sessionid = 0x0
     len       = 12
     \tag_list  \
      |###[ PPPoE Tag ]###
      |  tag_type  = Service-Name
      |  tag_len   = 0
      |  tag_value = ''
)"), std::string::npos) << show_text(p);
}

TEST(Pppoe, IsReadAsItWasSent) {
  const auto p = dissect<ether, pppoe, ppp, ip, icmp>(session_octets);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ(p->get<pppoe>().sessionid, 17);
  EXPECT_EQ(p->get<pppoe>().len, 30);
  EXPECT_EQ(summary_text(packet{session_octets}), "Ether / PPPoE / PPP / IP / ICMP 192.0.2.1 > 192.0.2.2 echo-request 0");
}

// --- lengths ----------------------------------------------------------------------------------

TEST(Pppoe, LeavesWhatIsBehindItsLengthToPadding) {
  const packet p{session / padding{"pad"}};
  EXPECT_EQ(p.get<padding>(), padding{"pad"});
  EXPECT_EQ(p.get<pppoe>().len, 30);
}
TEST(Pppoed, LeavesWhatIsBehindItsTagsToPadding) {
  std::vector<std::uint8_t> wire(initiation_octets.begin(), initiation_octets.end());
  wire.resize(60);
  const packet p{wire};
  EXPECT_EQ(p.get<pppoed>().tags.size(), 12u);
  EXPECT_EQ(p.get<padding>().load.size(), 28u);
  EXPECT_FALSE(p.has<raw>());
}
// A tag that runs past the end ends the list; its octets stay.
TEST(Pppoed, KeepsTagsThatAreNotWhole) {
  const packet p{"ffffffffffff0200000000018863 110900000009 01010000 0103ffff01"_hex};
  const auto tags = p.get<pppoed>().tags;
  EXPECT_EQ(tags.size(), 9u);
  EXPECT_FALSE(tags.find(pppoe_tag_kind::host_uniq));
  EXPECT_TRUE(tags.find(pppoe_tag_kind::service_name));
  EXPECT_EQ(to_bytes(frame / p.get<pppoed>()).size(), p.size());
}

TEST(Pppoe, RefusesEveryTruncation) {
  for (std::size_t n = 0; n != 6; ++n) {
    EXPECT_FALSE(packet{bytes{session_octets}.first(14 + n)}.has<pppoe>()) << n;
    EXPECT_FALSE(packet{bytes{initiation_octets}.first(14 + n)}.has<pppoed>()) << n;
  }
  for (std::size_t n = 6; n != 18; ++n) EXPECT_EQ(packet{bytes{initiation_octets}.first(14 + n)}.get<pppoed>().tags.size(), n - 6);
}

// --- who answers ------------------------------------------------------------------------------

TEST(Pppoed, IsAnsweredByTheNextStage) {
  using enum pppoe_code;
  const auto message = [](pppoe_code code, bytes uniq) { return frame / pppoed{.code = code, .tags = {pppoe_tags::host_uniq(uniq)}}; };
  const auto asks = message(padi, "01"_hex);
  EXPECT_TRUE(answers(message(pado, "01"_hex), asks));
  EXPECT_FALSE(answers(message(pado, "02"_hex), asks));
  EXPECT_FALSE(answers(message(pads, "01"_hex), asks));
  EXPECT_TRUE(answers(message(pads, "01"_hex), message(padr, "01"_hex)));
}
TEST(Pppoe, IsAnsweredInItsSession) {
  const auto message = [](std::uint16_t id, ppp_code code) { return frame / pppoe{.sessionid = id} / ppp{} / ppp_lcp{.code = code}; };
  EXPECT_TRUE(answers(message(5, ppp_code::echo_reply), message(5, ppp_code::echo_request)));
  EXPECT_FALSE(answers(message(6, ppp_code::echo_reply), message(5, ppp_code::echo_request)));
}

}  // namespace pppoe_test
}  // namespace packetry
