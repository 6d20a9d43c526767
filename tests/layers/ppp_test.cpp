// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/ppp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace packetry {
namespace ppp_test {

using test::operator""_hex;
using enum ppp_code;

static_assert(layer<ppp> && layer<ppp_lcp> && layer<ppp_ipcp>);
static_assert(wire_size(ppp{}) == 2 && wire_size(ppp_lcp{}) == 4 && wire_size(ppp_lcp{.code = echo_request}) == 8);
static_assert(detail::binds<ppp, ip> && detail::binds<ppp, ipv6> && detail::binds<ppp, ppp_lcp> && !detail::binds<ppp, arp>);

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.5.0: PPP() / PPP_LCP_Echo(id=3, magic_number=0x01020304, data=b"hi")
constexpr auto echo = ppp{} / ppp_lcp{.code = echo_request, .id = 3, .magic_number = 0x01020304, .data = "hi"};
static_assert(to_array<echo>() == "c021 0903000a 01020304 6869"_hex);

// Scapy 2.5.0: PPP() / PPP_LCP_Protocol_Reject(rejected_protocol=0x8057, rejected_information=b"abc")
constexpr auto rejection = ppp{} / ppp_lcp{.code = protocol_reject, .rejected_protocol = ppp_protocol::ipv6cp, .data = "abc"};
static_assert(to_array<rejection>() == "c021 08000009 8057 616263"_hex);

// Scapy 2.5.0: PPP() / PPP_LCP_Configure(code=1, id=5, options=[PPP_LCP_MRU_Option(max_recv_unit=1492),
//              PPP_LCP_Magic_Number_Option(magic_number=0xdeadbeef)])
constexpr auto configure_octets = "c021 0105000e 010405d4 0506deadbeef"_hex;

// Scapy 2.5.0: PPP() / PPP_IPCP(code=1, id=1, options=[PPP_IPCP_Option_IPAddress(data=A), PPP_IPCP_Option_DNS1(data=B)])
constexpr auto ipcp_octets = "8021 01010010 0306c0000201 8106c0000202"_hex;

TEST(PppLcp, NegotiatesAsScapyDoes) {
  const auto configure = ppp{} / ppp_lcp{.id = 5, .options = {lcp_opt::mru(1492), lcp_opt::magic_number(0xdeadbeef)}};
  EXPECT_EQ(to_bytes(configure), std::vector<std::uint8_t>(configure_octets.begin(), configure_octets.end()));
  const auto p = dissect<ppp, ppp_lcp>(configure_octets);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ(p->get<ppp_lcp>().options.find(lcp_option_kind::mru)->integer<2>(), 1492u);
  EXPECT_EQ(p->get<ppp_lcp>().len, 14);
  EXPECT_EQ(show_text(packet::starting_with<ppp>(configure_octets)), R"(###[ PPP Link Layer ]###
  proto     = Link Control Protocol
###[ PPP Link Control Protocol ]###
     code      = Configure-Request
     id        = 0x5
     len       = 14
     \options   \
      |###[ PPP LCP Option ]###
      |  type      = Maximum-Receive-Unit
      |  len       = 4
      |  max_recv_unit= 1492
      |###[ PPP LCP Option ]###
      |  type      = Magic-number
      |  len       = 6
      |  magic_number= 3735928559
)");
  EXPECT_EQ(summary_text(configure), "PPP / LCP Configure-Request");
}

TEST(PppIpcp, NegotiatesAsScapyDoes) {
  const auto configure = ppp{} / ppp_ipcp{.id = 1, .options = {ipcp_opt::address("192.0.2.1"), ipcp_opt::primary_dns("192.0.2.2")}};
  EXPECT_EQ(to_bytes(configure), std::vector<std::uint8_t>(ipcp_octets.begin(), ipcp_octets.end()));
  const packet p = packet::starting_with<ppp>(ipcp_octets);
  EXPECT_EQ(p.get<ppp_ipcp>().options.find(ipcp_option_kind::ip_address)->integer<4>(), 0xc0000201u);
  EXPECT_NE(show_text(p).find("|###[ PPP IPCP Option: DNS1 Address ]###\n      |  type      = Primary-DNS-Address\n      |  len       = 6\n"
                              "      |  data      = 192.0.2.2\n"), std::string::npos);
}

// --- every message survives the trip ----------------------------------------------------------

struct message_case {
  std::string_view name;
  ppp_lcp message;
};
const message_case messages[] = {
    {"request", {.options = {lcp_opt::accm(), lcp_opt::auth_protocol(ppp_protocol::chap, 5), lcp_opt::protocol_compression()}}},
    {"ack", {.code = configure_ack, .id = 255}},
    {"nak", {.code = configure_nak, .options = {lcp_opt::other(lcp_option_kind{200}, "0102"_hex)}}},
    {"terminates", {.code = terminate_request, .data = "bye"}},
    {"rejects_code", {.code = code_reject, .data = bytes{"0c010004"_hex}}},
    {"rejects_protocol", {.code = protocol_reject, .rejected_protocol = ppp_protocol{0xffff}}},
    {"echo_reply", {.code = echo_reply, .magic_number = 0xffffffff}},
    {"discards", {.code = discard_request, .data = "x"}},
    {"anything_else", {.code = ppp_code{200}, .data = "whatever"}},
};

class PppLcpMessage : public testing::TestWithParam<message_case> {};

TEST_P(PppLcpMessage, RoundTrips) {
  const auto wire = to_bytes(GetParam().message);
  const auto got = dissect<ppp_lcp>(wire);
  ASSERT_TRUE(got) << to_string(got.error());
  EXPECT_EQ(got->get<ppp_lcp>().code, GetParam().message.code);
  EXPECT_EQ(got->get<ppp_lcp>().data, GetParam().message.data);
  EXPECT_EQ(to_bytes(got->get<ppp_lcp>()), wire);
}
// What is short of its fixed fields is no message; data and options end where the octets do.
TEST_P(PppLcpMessage, IsReadWithinWhatIsThere) {
  const auto whole = to_bytes(ppp{} / GetParam().message);
  for (std::size_t n = 0; n + 2 != whole.size(); ++n) {
    const packet p = packet::starting_with<ppp>(bytes{whole}.first(2 + n));
    if (n < 4) {
      EXPECT_FALSE(p.has<ppp_lcp>()) << n;
    }
    EXPECT_EQ(p.size(), 2 + n);
    EXPECT_FALSE(show_text(p).empty());
  }
}
INSTANTIATE_TEST_SUITE_P(Table, PppLcpMessage, testing::ValuesIn(messages), [](const auto& c) { return std::string{c.param.name}; });

// --- its length -------------------------------------------------------------------------------

TEST(PppLcp, EndsWhereItsLengthSays) {
  const auto wire = to_bytes(echo / padding{"pad"});
  const packet p = packet::starting_with<ppp>(wire);
  EXPECT_EQ(p.get<ppp_lcp>().data, octets{"hi"});
  EXPECT_EQ(p.get<padding>(), padding{"pad"});
}
TEST(PppLcp, IsNoneWhereItsLengthIsShorterThanItself) {
  const packet p = packet::starting_with<ppp>("c021 09030003 01020304"_hex);
  EXPECT_FALSE(p.has<ppp_lcp>());
  EXPECT_EQ(p.fault()->what, fault::bad_length);
  EXPECT_FALSE(packet::starting_with<ppp>("c021 09030007 01020304"_hex).has<ppp_lcp>());  // half a magic number
  EXPECT_TRUE(packet::starting_with<ppp>("c021 09030008 01020304"_hex).has<ppp_lcp>());
}
TEST(PppLcp, LeavesAnOptionThatIsNotWholeToRaw) {
  const packet p = packet::starting_with<ppp>("c021 01050009 010405d4 05"_hex);
  EXPECT_EQ(p.get<ppp_lcp>().options.size(), 4u);
  EXPECT_EQ(p.get<raw>().load.size(), 1u);
}

// --- who answers ------------------------------------------------------------------------------

TEST(PppLcp, IsAnsweredByItsIdAndCode) {
  const auto asks = [](ppp_code code) { return ppp{} / ppp_lcp{.code = code, .id = 5}; };
  const auto says = [](ppp_code code, std::uint8_t id) { return ppp{} / ppp_lcp{.code = code, .id = id}; };
  for (const ppp_code code : {configure_ack, configure_nak, configure_reject}) EXPECT_TRUE(answers(says(code, 5), asks(configure_request)));
  EXPECT_FALSE(answers(says(configure_ack, 6), asks(configure_request)));
  EXPECT_FALSE(answers(says(configure_request, 5), asks(configure_request)));
  EXPECT_FALSE(answers(says(configure_ack, 5), asks(terminate_request)));
  EXPECT_TRUE(answers(says(terminate_ack, 5), asks(terminate_request)));
  EXPECT_TRUE(answers(says(echo_reply, 5), asks(echo_request)));
}

TEST(Ppp, CarriesBothVersionsOfIp) {
  EXPECT_EQ(to_bytes(ppp{} / ipv6{})[1], 0x57);
  EXPECT_TRUE(packet{ppp{} / ip{}}.has<ip>());
  EXPECT_TRUE(packet{ppp{} / ipv6{}}.has<ipv6>());
  EXPECT_EQ(packet{ppp{} / ip{}}.link(), link_type::ppp);
  EXPECT_EQ(dissect<ppp>("00"_hex).error(), (packet_error{fault::truncated, "PPP", 0, 2, 1}));
}

}  // namespace ppp_test
}  // namespace packetry
