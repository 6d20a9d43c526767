// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/vary.hpp>  // first: proves the header stands alone

#include <packetry/fields/network.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <ranges>
#include <string>
#include <type_traits>
#include <vector>

namespace packetry {
namespace vary_test {

template <class Stack>
std::string ports_of(const Stack& s) {
  return std::to_string(s.template get<tcp>().sport) + ">" + std::to_string(s.template get<tcp>().dport);
}

// --- shape: facts the compiler can hold us to -------------------------------------------------

constexpr auto four = ip{} / tcp{} | vary<&tcp::sport>(1, 2) | vary<&tcp::dport>(80, 81);
using four_type = std::remove_const_t<decltype(four)>;
static_assert(std::ranges::random_access_range<four_type> && std::ranges::sized_range<four_type> && std::ranges::common_range<four_type>);
static_assert(std::random_access_iterator<four_type::iterator>);
static_assert(std::is_same_v<four_type::value_type, stack<ip, tcp>>);
static_assert(four.size() == 4 && !four.empty() && four[3].get<tcp>().sport == 2 && four[3].get<tcp>().dport == 81);

// --- the order is Scapy's ---------------------------------------------------------------------------------------------------

// Scapy 2.7.1rc1: IP(dst=[a,b],ttl=[1,2])/TCP(sport=[1,2],dport=[80,81]); the payload turns fastest, and within a layer the
// first field.
TEST(Vary, TurnsAsScapyDoes) {
  const auto set = ip{} / tcp{} | vary<&ip::dst>({"10.0.0.1", "10.0.0.2"}) | vary<&ip::ttl>({1, 2}) | vary<&tcp::sport>({1, 2}) | vary<&tcp::dport>({80, 81});
  std::vector<std::string> made, expected;
  for (const auto& p : set) made.push_back(to_string(p.get<ip>().dst) + " " + std::to_string(p.get<ip>().ttl) + " " + ports_of(p));
  for (const char* dst : {"10.0.0.1", "10.0.0.2"})
    for (const char* ttl : {" 1 ", " 2 "})
      for (const char* ports : {"1>80", "2>80", "1>81", "2>81"}) expected.push_back(std::string{dst} + ttl + ports);
  EXPECT_EQ(made, expected);
}

TEST(Vary, TurnsTheSameHoweverItIsWritten) {
  const auto one = ip{} / tcp{} | vary<&ip::dst>({"10.0.0.1", "10.0.0.2"}) | vary<&tcp::sport>(1, 3) | vary<&tcp::dport>(80, 81);
  const auto other = ip{} / tcp{} | vary<&tcp::dport>(80, 81) | vary<&ip::dst>({"10.0.0.1", "10.0.0.2"}) | vary<&tcp::sport>(1, 3);
  ASSERT_EQ(one.size(), 12u);
  ASSERT_EQ(other.size(), 12u);
  for (std::size_t i = 0; i != 12; ++i) EXPECT_EQ(one[i], other[i]) << i;
}

// --- values -----------------------------------------------------------------------------------------------------------------

template <class Set, class Read>
std::vector<int> values_of(const Set& set, Read read) {
  std::vector<int> values;
  for (const auto& p : set) values.push_back(static_cast<int>(read(p)));
  return values;
}
constexpr auto ttl_of = [](const auto& p) { return p.template get<ip>().ttl; };
constexpr auto dport_of = [](const auto& p) { return p.template get<udp>().dport.value(); };
using ints = std::vector<int>;

TEST(Vary, TakesRangesBothEndsIncluded) {
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&ip::ttl>(1, 4), ttl_of), (ints{1, 2, 3, 4}));
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&ip::ttl>(7, 7), ttl_of), ints{7});
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&ip::ttl>(0, 255, 85), ttl_of), (ints{0, 85, 170, 255}));
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&ip::ttl>(1, 10, 4), ttl_of), (ints{1, 5, 9}));  // no step beyond the end
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&udp::dport>(65534, 65535), dport_of), (ints{65534, 65535}));
}

TEST(Vary, TakesNothingFromAnEmptyRange) {
  EXPECT_TRUE((ip{} / udp{} | vary<&ip::ttl>(2, 1)).empty());
  EXPECT_TRUE((ip{} / udp{} | vary<&ip::ttl>(1, 2, 0)).empty());
  EXPECT_EQ((ip{} / udp{} | vary<&ip::ttl>(2, 1) | vary<&udp::dport>(1, 10)).size(), 0u);
}

TEST(Vary, TakesListsInTheirOrder) {
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&udp::dport>({80, 22, 443, 22}), dport_of), (ints{80, 22, 443, 22}));
  const std::vector<std::uint16_t> vector{9, 8};
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&udp::dport>(vector), dport_of), (ints{9, 8}));
  EXPECT_EQ(values_of(ip{} / udp{} | vary<&udp::dport>(std::array{3, 1, 2}), dport_of), (ints{3, 1, 2}));
}

TEST(Vary, TakesNetworks) {
  const auto set = ip{} / icmp{} | vary<&ip::dst>(network("192.168.2.0/30"));
  std::vector<std::string> made;
  for (const auto& p : set) made.push_back(to_string(p.get<ip>().dst));
  EXPECT_EQ(made, (std::vector<std::string>{"192.168.2.0", "192.168.2.1", "192.168.2.2", "192.168.2.3"}));
}

TEST(Vary, TakesAnyTypeThatIsANumber) {
  EXPECT_EQ((ether{} / ip{} | vary<&ether::dst>("00:00:00:00:00:fe", "00:00:00:00:01:01"))[3].get<ether>().dst, mac_address{"00:00:00:00:01:01"});
  EXPECT_EQ((ip{} / icmp{} | vary<&icmp::type>(icmp_type{8}, icmp_type{10}))[2].get<icmp>().type, icmp_type{10});
  EXPECT_EQ((ip{} / tcp{} | vary<&tcp::flags>({"S", "SA", ""}))[1].get<tcp>().flags, tcp_flags{"SA"});
  EXPECT_EQ((ip{} | vary<&ip::src>("10.0.0.255", "10.0.1.0"))[1].get<ip>().src, "10.0.1.0");  // computed: set by it
}

TEST(Vary, LeavesAllElseAsItWas) {
  for (const auto& p : ip{.id = 7, .dst = "192.0.2.1"} / udp{.sport = 5} / "abc" | vary<&ip::ttl>(1, 3)) {
    EXPECT_EQ(p.get<ip>().id, 7);
    EXPECT_FALSE(p.get<ip>().len.has_value());
    EXPECT_EQ(p.get<udp>().sport, 5);
    EXPECT_EQ(p.get<raw>(), raw{"abc"});
  }
}

TEST(Vary, WorksForALayerAlone) {
  EXPECT_EQ(values_of(ip{} | vary<&ip::ttl>(1, 2), ttl_of), (ints{1, 2}));
}

// --- one of several layers of a kind ----------------------------------------------------------------------------------------

TEST(VaryNth, TurnsThatOne) {
  const auto set = ip{.ttl = 1} / ip{.ttl = 2} / udp{} | vary<&ip::ttl, 2>(10, 11) | vary<&ip::ttl>(20, 22);
  ASSERT_EQ(set.size(), 6u);
  std::vector<std::string> made;
  for (const auto& p : set) made.push_back(std::to_string(p.get<ip>().ttl) + "/" + std::to_string(p.template get<ip, 2>().ttl));
  EXPECT_EQ(made, (std::vector<std::string>{"20/10", "20/11", "21/10", "21/11", "22/10", "22/11"}));  // the inner one faster
}

// --- a range, and a lazy one ----------------------------------------------------------------------------------------------------

TEST(PacketSet, IsReachedAtAnyPlace) {
  auto i = four.begin();
  EXPECT_EQ(ports_of(*i), "1>80");
  EXPECT_EQ(ports_of(*(i + 3)), "2>81");
  EXPECT_EQ(ports_of(i[2]), "1>81");
  EXPECT_EQ(ports_of(*(2 + i)), "1>81");
  EXPECT_EQ(ports_of(*++i), "2>80");
  EXPECT_EQ(ports_of(*i++), "2>80");
  EXPECT_EQ(ports_of(*i--), "1>81");
  EXPECT_EQ(ports_of(*--i), "1>80");
  i += 2;
  EXPECT_EQ(i - four.begin(), 2);
  i -= 1;
  EXPECT_EQ(four.end() - i, 3);
  EXPECT_LT(i, four.end());
  EXPECT_EQ(i + 3, four.end());
}

TEST(PacketSet, IsARangeForTheStandardLibrary) {
  std::vector<std::string> made;
  for (const auto& p : four | std::views::reverse | std::views::take(2)) made.push_back(ports_of(p));
  EXPECT_EQ(made, (std::vector<std::string>{"2>81", "1>81"}));
  EXPECT_EQ(std::ranges::count_if(four, [](const auto& p) { return p.template get<tcp>().dport == 80; }), 2);
}

TEST(PacketSet, StoresNothingButTheStackAndItsValues) {  // 2^40 packets, and more
  const auto set = ip{} / tcp{} | vary<&ip::dst>(network("10.0.0.0/8")) | vary<&tcp::dport>(0, 65535);
  ASSERT_EQ(set.size(), std::size_t{1} << 40);
  const auto last = set[set.size() - 1], middle = set[(std::size_t{1} << 39) + 5];
  EXPECT_EQ(last.get<ip>().dst, ipv4_address{"10.255.255.255"});
  EXPECT_EQ(last.get<tcp>().dport, 65535);
  EXPECT_EQ(middle.get<ip>().dst, ipv4_address{"10.128.0.0"});
  EXPECT_EQ(middle.get<tcp>().dport, 5);
  EXPECT_EQ((ip{} / tcp{} | vary<&tcp::seq>(0, 0xffff'ffff)).size(), std::size_t{1} << 32);
}

}  // namespace vary_test
}  // namespace packetry
