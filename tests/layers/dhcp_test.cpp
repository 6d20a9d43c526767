// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/dhcp.hpp>  // first: proves the header stands alone

#include <packetry/packet/answers.hpp>
#include <packetry/packet/typed.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace packetry {
namespace dhcp_test {

using test::operator""_hex;

static_assert(wire_size(bootp{}) == 236 && wire_size(dhcp{}) == 4);
static_assert(detail::binds<udp, bootp> && detail::binds<bootp, dhcp> && !detail::binds<udp, dhcp> && !detail::binds<tcp, bootp>);

constexpr mac_address client{"00:01:02:03:04:05"};
const auto broadcast = ip{.src = "0.0.0.0", .dst = "255.255.255.255"} / udp{.sport = 68, .dport = 67};

// --- frames, both directions ------------------------------------------------------------------

// Scapy 2.7.1rc1: DHCP(options=[("message-type", "discover"), "end"])
constexpr auto discover = dhcp{.options = {dhcp_opt::message(dhcp_message::discover), dhcp_opt::end()}};
static_assert(to_array<discover>() == "63825363 350101 ff"_hex);

TEST(Bootp, HasItsFieldsWhereRfc951HasThem) {
  const auto wire = to_bytes(bootp{.op = bootp_op::reply, .xid = 0x11223344, .flags = "B", .yiaddr = "192.0.2.9", .chaddr = client,
                                   .sname = "srv", .file = "boot/x"});
  ASSERT_EQ(wire.size(), 236u);
  const auto head = "02 01 06 00 11223344 0000 8000 00000000 c0000209 00000000 00000000 000102030405"_hex;
  EXPECT_TRUE(std::equal(head.begin(), head.end(), wire.begin()));
  EXPECT_EQ(wire[44], 's');
  EXPECT_EQ(wire[108], 'b');
  const auto got = dissect<bootp>(wire);
  ASSERT_TRUE(got);
  EXPECT_EQ(to_bytes(got->get<bootp>()), wire);
  EXPECT_EQ(got->get<bootp>().file.value_octets().size(), 6u);
}

TEST(Bootp, IsFoundByBothPorts) {
  const auto found = [](std::uint16_t sport, std::uint16_t dport) {
    return packet{ip{} / udp{.sport = sport, .dport = dport} / bootp{}}.has<bootp>();
  };
  EXPECT_TRUE(found(68, 67));
  EXPECT_TRUE(found(67, 68));
  EXPECT_TRUE(found(67, 67));
  EXPECT_FALSE(found(68, 68));
  EXPECT_FALSE(found(67, 69));
}

// scapy.md 2.15: a server's ports, where none are given.
TEST(Bootp, IsSentFromAServerByDefault) {
  const auto wire = to_bytes(udp{} / bootp{});
  EXPECT_EQ(wire[1], 67);
  EXPECT_EQ(wire[3], 68);
}

TEST(Bootp, RefusesEveryTruncation) {
  const auto wire = to_bytes(bootp{});
  for (std::size_t n = 0; n != 236; ++n)
    EXPECT_EQ(dissect<bootp>(bytes{wire}.first(n)).error(), (packet_error{fault::truncated, "BOOTP", 0, 236, n})) << n;
}

// --- options ----------------------------------------------------------------------------------

packet message_of(const dhcp_options& options) {
  return packet{broadcast / bootp{} / dhcp{.options = options}};
}

TEST(Dhcp, IsKnownByItsCookie) {
  EXPECT_TRUE(packet{broadcast / bootp{} / discover}.has<dhcp>());
  EXPECT_FALSE(packet{broadcast / bootp{} / dhcp{.magic = bootp_vendor{0x63825364}}}.has<dhcp>());
}

TEST(Dhcp, ReadsItsOptions) {
  const dhcp_options options{dhcp_opt::message(dhcp_message::offer), dhcp_opt::addresses(dhcp_option_code::router, {"192.0.2.1"}),
                             dhcp_opt::number(dhcp_option_code::lease_time, 86400u),
                             dhcp_opt::text(dhcp_option_code::hostname, "pc"), dhcp_opt::end()};
  const dhcp read = message_of(options).get<dhcp>();
  EXPECT_EQ(read.options, options);
  EXPECT_EQ(read.options.message(), dhcp_message::offer);
  EXPECT_EQ(read.options.find(dhcp_option_code::lease_time)->integer<4>(), 86400u);
  EXPECT_FALSE(read.options.find(dhcp_option_code::domain));
}

TEST(Dhcp, LeavesAnOptionThatIsNotWholeToRaw) {
  const packet p{broadcast / bootp{} / "63825363 350101 0c05 7063"_hex};
  EXPECT_EQ(p.get<dhcp>().options.size(), 3u);
  EXPECT_EQ(p.get<raw>().load.size(), 4u);
  ASSERT_TRUE(p.fault());
  EXPECT_EQ(p.fault()->what, fault::truncated);
  EXPECT_EQ(p.fault()->layer, "DHCP");
}

TEST(Dhcp, KeepsWhatIsBehindTheEnd) {
  const packet p{broadcast / bootp{} / "63825363 350101 ff 0c05"_hex};
  EXPECT_EQ(p.get<dhcp>().options.size(), 6u);
  EXPECT_FALSE(p.has<raw>());
}

TEST(Dhcp, RefusesEveryTruncation) {
  const auto wire = to_bytes(discover);
  for (std::size_t n = 0; n != wire.size(); ++n) {
    const bytes cut = bytes{wire}.first(n);
    const bool whole = n >= 4 && dhcp_options::whole_octets(cut.subspan(4)) == n - 4;
    EXPECT_EQ(dissect<dhcp>(cut).has_value(), whole) << n;
  }
}

// --- who answers ------------------------------------------------------------------------------

TEST(Bootp, IsAnsweredByItsXid) {
  const auto request = broadcast / bootp{.xid = 5};
  const auto reply = [](const char* to, bootp_op op, std::uint32_t xid) {
    return ip{.src = "192.0.2.1", .dst = to} / udp{.sport = 67, .dport = 68} / bootp{.op = op, .xid = xid};
  };
  EXPECT_TRUE(answers(reply("255.255.255.255", bootp_op::reply, 5), request));
  EXPECT_TRUE(answers(reply("192.0.2.9", bootp_op::reply, 5), request));
  EXPECT_FALSE(answers(reply("255.255.255.255", bootp_op::request, 5), request));
  EXPECT_FALSE(answers(reply("255.255.255.255", bootp_op::reply, 6), request));
}

TEST(Dhcp, SaysInASummaryWhatItIs) {
  EXPECT_EQ(summary_text(broadcast / bootp{} / discover), "IP / UDP / BOOTP / DHCP Discover");
  EXPECT_EQ(summary_text(broadcast / bootp{} / dhcp{}), "IP / UDP / BOOTP / DHCP ");
}

}  // namespace dhcp_test
}  // namespace packetry
