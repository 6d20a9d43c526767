// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/stack.hpp>  // first: proves the header stands alone

#include <packetry/layers/arp.hpp>
#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace packetry {
namespace stack_test {

using test::operator""_hex;

template <class A, class B>
concept stacks = requires(const A& a, const B& b) { a / b; };

// --- types ----------------------------------------------------------------------------------------------------------

static_assert(std::is_same_v<decltype(ip{} / udp{}), stack<ip, udp>>);
static_assert(std::is_same_v<decltype(ether{} / ip{} / udp{} / "x"), stack<ether, ip, udp, raw>>);
static_assert(std::is_same_v<decltype((ether{} / ip{}) / (udp{} / "x")), stack<ether, ip, udp, raw>>);
static_assert(std::is_same_v<decltype(ether{} / (ip{} / (udp{} / "x"))), stack<ether, ip, udp, raw>>);
static_assert(stack<ip, udp>::size == 2 && stack<ip, udp>::has<udp> && !stack<ip, udp>::has<tcp>);
static_assert(!stacks<udp, int> && !stacks<int, udp> && !stacks<udp, std::vector<int>>);
static_assert(!stacks<std::string, std::string>, "two texts are no packet");

struct wireless {  // has no wire table, so it is no layer
  static constexpr std::string_view name = "Wireless";
};
static_assert(!layer<wireless> && !stacks<ip, wireless> && !stacks<wireless, udp>);

// --- values: associative, and nothing is lost on the way ------------------------------------------------------------

constexpr ip network{.ttl = 7, .dst = "192.0.2.1"};
constexpr udp transport{.sport = 1, .dport = 2};
constexpr auto packet = network / transport / "hello";
static_assert(packet == (network / transport) / "hello" && packet == network / (transport / "hello"));
static_assert(packet.get<ip>() == network && packet.get<udp>() == transport && packet.get<raw>() == raw{"hello"});
static_assert(!(packet == network / transport / "hellO") && !(packet == ip{.ttl = 8, .dst = "192.0.2.1"} / transport / "hello"));

constexpr auto tagged_twice = ether{} / dot1q{.vlan = 10} / dot1q{.vlan = 20} / ip{} / ip{.ttl = 3} / udp{};
static_assert(tagged_twice.get<dot1q>().vlan == 10 && tagged_twice.get<dot1q, 1>().vlan == 10 && tagged_twice.get<dot1q, 2>().vlan == 20,
              "counted from 1, outermost first");
static_assert(tagged_twice.get<ip, 1>().ttl == 64 && tagged_twice.get<ip, 2>().ttl == 3);

constexpr auto changed() {
  auto p = ip{} / ip{} / udp{};
  p.get<ip, 2>().ttl = 9;
  p.get<udp>().dport = 53;
  return p;
}
static_assert(changed().get<ip>().ttl == 64 && changed().get<ip, 2>().ttl == 9 && changed().get<udp>().dport == 53);

TEST(Stack, CopiesBothSides) {
  auto below = ether{} / ip{.ttl = 1};
  auto above = udp{.dport = 7} / "abc";
  const auto whole = below / above;
  below.get<ip>().ttl = 2;
  above.get<raw>().load[0] = 'x';
  EXPECT_EQ(whole.get<ip>().ttl, 1);
  EXPECT_EQ(whole.get<raw>(), raw{"abc"});
}

// --- octets and text -------------------------------------------------------------------------------------------------

TEST(StackedOctets, AreTextOrAnythingThatIsOctets) {
  const raw expected{"abc"};
  const std::string text = "abc";
  const std::vector<std::uint8_t> vector{'a', 'b', 'c'};
  constexpr auto array = "616263"_hex;
  EXPECT_EQ((udp{} / "abc").get<raw>(), expected);
  EXPECT_EQ((udp{} / text).get<raw>(), expected);
  EXPECT_EQ((udp{} / std::string_view{text}).get<raw>(), expected);
  EXPECT_EQ((udp{} / vector).get<raw>(), expected);
  EXPECT_EQ((udp{} / array).get<raw>(), expected);
  EXPECT_EQ((udp{} / bytes{array}).get<raw>(), expected);
  EXPECT_EQ((udp{} / octets{"abc"}).get<raw>(), expected);
  EXPECT_EQ((udp{} / expected).get<raw>(), expected);
}

TEST(StackedOctets, MayHoldZeros) {
  EXPECT_EQ((udp{} / std::string_view{"a\0b", 3}).get<raw>().load.size(), 3u);
  EXPECT_EQ((udp{} / std::string("a\0b", 3)).get<raw>().load.size(), 3u);
}

TEST(StackedOctets, MayBeNoneOrMany) {
  EXPECT_TRUE((udp{} / "").get<raw>().load.empty());
  EXPECT_EQ((udp{} / std::string(100'000, 'x')).get<raw>().load.size(), 100'000u);
}

// --- what binds, and what does not ------------------------------------------------------------------------------------
// (Two layers that nothing binds do not compile: rejects/unbound_layers.cpp.)

static_assert(std::is_same_v<decltype(arp{} / unbound / tcp{}), stack<arp, tcp>>);
static_assert(std::is_same_v<decltype(ether{} / arp{} / unbound / tcp{} / "x"), stack<ether, arp, tcp, raw>>);
static_assert(std::is_same_v<decltype(arp{} / (unbound / tcp{})), stack<arp, tcp>>, "from either side");
static_assert(std::is_same_v<decltype(arp{} / (unbound / (tcp{} / "x"))), stack<arp, tcp, raw>>);
static_assert(std::is_same_v<decltype(udp{} / unbound / "x"), stack<udp, raw>>);
static_assert(std::is_same_v<decltype(raw{"head"} / unbound / udp{}), stack<raw, udp>>, "octets name nothing that is above them");
static_assert((arp{.pdst = "192.0.2.1"} / unbound / tcp{.dport = 7}).get<tcp>().dport == 7);
static_assert((arp{.pdst = "192.0.2.1"} / (unbound / tcp{.dport = 7})).get<arp>().pdst.address() == "192.0.2.1");

static_assert(std::is_same_v<decltype(arp{} / "x"), stack<arp, raw>>, "anything carries octets");
static_assert(std::is_same_v<decltype(arp{} / padding{"x"}), stack<arp, padding>>, "and padding");
static_assert(std::is_same_v<decltype(raw{} / padding{"x"}), stack<raw, padding>>);
static_assert(std::is_same_v<decltype(udp{} / padding{"x"} / padding{"y"}), stack<udp, padding, padding>>);

// A layer of one's own stands on whatever has a field for one of its numbers, and nowhere else.
struct knock {
  std::uint32_t code = 0;
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}};
};
static_assert(std::is_same_v<decltype(ip{} / udp{} / knock{}), stack<ip, udp, knock>>);
static_assert(detail::may_carry<udp, knock> && !detail::may_carry<tcp, knock> && !detail::may_carry<ip, knock>);
static_assert(!detail::may_carry<knock, udp> && detail::may_carry<knock, raw> && detail::may_carry<knock, padding>);
static_assert(detail::may_carry<ip, ip> && detail::may_carry<ip, icmp> && detail::may_carry<ether, arp> && !detail::may_carry<arp, ip>);

}  // namespace stack_test
}  // namespace packetry

// A layer that lives elsewhere brings the operator in once.
namespace elsewhere {
namespace stack_test {

using packetry::operator/;

struct knock {
  std::uint32_t code = 0;
  static constexpr std::string_view name = "Knock";
  static constexpr packetry::number ids[] = {packetry::udp_port{7777}};
  static constexpr auto wire = packetry::layout{packetry::field{"code", &knock::code, packetry::be<32>}};
};
static_assert(std::is_same_v<decltype(packetry::udp{} / knock{}), packetry::stack<packetry::udp, knock>>);
static_assert(std::is_same_v<decltype(knock{} / "x"), packetry::stack<knock, packetry::raw>>);

}  // namespace stack_test
}  // namespace elsewhere
