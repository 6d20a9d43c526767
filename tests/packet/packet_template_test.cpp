// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/packet_template.hpp>  // first: proves the header stands alone

#include <packetry/layers/arp.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/gre.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/igmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/ipv6_ext.hpp>
#include <packetry/layers/mpls.hpp>
#include <packetry/layers/ntp.hpp>
#include <packetry/layers/sctp.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/layers/vxlan.hpp>
#include <packetry/packet/serialize.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

namespace packetry {
namespace packet_template_test {

constexpr ipv4_address us{192, 0, 2, 1}, them{192, 0, 2, 2};
constexpr auto syn = ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / ip{.src = us, .dst = them} / tcp{.sport = 1234};

// --- shape, and constant expressions ------------------------------------------------------------------------------------

using syn_template = packet_template<stack<ether, ip, tcp>>;
static_assert(std::is_same_v<decltype(packet_template{syn}), syn_template>);
static_assert(std::is_same_v<decltype(packet_template{ip{}}), packet_template<stack<ip>>>, "a layer alone is a packet too");
static_assert(std::is_copy_constructible_v<syn_template> && std::is_nothrow_move_constructible_v<syn_template>);

constexpr bool same(bytes a, bytes b) { return std::equal(a.begin(), a.end(), b.begin(), b.end()); }

constexpr auto other = ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / ip{.id = 7, .src = us, .dst = "10.1.2.3"} / tcp{.sport = 1234, .seq = 99};
static_assert([] {
  packet_template t{syn};
  t.set<&ip::dst>("10.1.2.3").set<&ip::id, &tcp::seq>(7, 99);
  return same(t.bytes(), to_array<other>());
}());
constexpr packet_template kept{syn};  // the octets are within the object
static_assert(same(kept.bytes(), to_array<syn>()));

// --- the octets of to_bytes, always ---------------------------------------------------------------------------------------

/// Values at which ones' complement sums differ in form, and others.
std::uint64_t any_number(std::mt19937_64& random, unsigned bits) {
  const std::uint64_t most = bits < 64 ? (std::uint64_t{1} << bits) - 1 : ~std::uint64_t{0};
  switch (random() % 6) {
    case 0: return 0;
    case 1: return most;
    case 2: return 1;
    default: return random() & most;
  }
}

template <class T>
T any_value(std::mt19937_64& random, unsigned bits) {
  if constexpr (std::is_constructible_v<T, ipv4_address> && detail::is_octets<T>) {  // of arp
    return T{ipv4_address{static_cast<std::uint32_t>(any_number(random, 32))}};
  } else if constexpr (!detail::is_octets<T>) {
    return detail::from_uint<T>(any_number(random, bits));
  } else {
    std::uint8_t wire[16];
    for (std::uint8_t& o : wire) o = static_cast<std::uint8_t>(any_number(random, 8));
    return detail::load_octets<16, T>(wire);
  }
}

template <auto Member, std::size_t Nth = 1>
struct one {
  template <class Stack>
  static void turn(Stack& s, packet_template<Stack>& t, std::mt19937_64& random) {
    using L = detail::member_layer<Member>;
    constexpr unsigned bits = detail::rows_of<L>[detail::index_of<L, Member>].bits;
    const auto value = any_value<detail::member_value<Member>>(random, bits);
    s.template get<L, Nth>().*Member = value;
    t.template set<Member, Nth>(value);
  }
};

/// Set fields drawn at random, again and again; each time the octets are those of the stack.
template <class... Fields, class Packet>
void expect_as_serialized(const Packet& prototype, int times = 4000) {
  std::mt19937_64 random{1624};
  auto s = detail::as_stack(prototype);
  using Stack = decltype(s);
  packet_template t{prototype};
  ASSERT_TRUE(same(t.bytes(), to_bytes(s)));
  constexpr void (*turns[])(Stack&, packet_template<Stack>&, std::mt19937_64&) = {&Fields::template turn<Stack>...};
  for (int i = 0; i != times; ++i) {
    const std::size_t which = random() % sizeof...(Fields);
    turns[which](s, t, random);
    ASSERT_TRUE(same(t.bytes(), to_bytes(s))) << "field " << which << ", step " << i;
  }
}

TEST(PacketTemplate, IsTheStackWithItsFieldsSet) {
  expect_as_serialized<one<&ether::dst>, one<&ether::src>, one<&ether::type>, one<&ip::version>, one<&ip::ihl>, one<&ip::tos>, one<&ip::id>,
                       one<&ip::flags>, one<&ip::frag>, one<&ip::ttl>, one<&ip::proto>, one<&ip::src>, one<&ip::dst>, one<&tcp::sport>,
                       one<&tcp::dport>, one<&tcp::seq>, one<&tcp::ack>, one<&tcp::dataofs>, one<&tcp::reserved>, one<&tcp::flags>,
                       one<&tcp::window>, one<&tcp::urgptr>>(syn);
}

TEST(PacketTemplate, IsItBehindOptionsAndNames) {
  const auto options = ip{.src = us, .options = {ip_opt::router_alert()}} / tcp{.options = {tcp_opt::mss(1460), tcp_opt::nop()}} / "odd";
  expect_as_serialized<one<&ip::dst>, one<&tcp::seq>, one<&tcp::dport>, one<&tcp::flags>>(options);
  const auto query = ip{} / udp{} / dns{.qd = {{.qname = "www.example.com"}}};
  expect_as_serialized<one<&ip::dst>, one<&ip::id>, one<&udp::sport>, one<&udp::dport>, one<&dns::id>, one<&dns::rd>, one<&dns::opcode>,
                       one<&dns::ancount>>(query);
  expect_as_serialized<one<&tcp::seq>, one<&dns::id>, one<&dns::length>>(ip{} / tcp{} / dns{.qd = {{.qname = "www.example.com"}}});
}

TEST(PacketTemplate, IsItWhereNoAddressesAreBelow) {  // no checksum then: 0
  expect_as_serialized<one<&udp::sport>, one<&udp::len>>(udp{} / "abc");
  expect_as_serialized<one<&tcp::seq>>(ether{} / unbound / tcp{} / "abc");
}

TEST(PacketTemplate, SumsAPseudoHeaderOfIpv6) {
  expect_as_serialized<one<&ipv6::tc>, one<&ipv6::fl>, one<&ipv6::plen>, one<&ipv6::nh>, one<&ipv6::hlim>, one<&ipv6::src>, one<&ipv6::dst>,
                       one<&tcp::seq>>(ether{} / ipv6{.dst = "2001:db8::1"} / tcp{} / "odd");
  expect_as_serialized<one<&ipv6::src>, one<&ipv6::dst>, one<&icmpv6::code>, one<&icmpv6::id>, one<&icmpv6::seq>>(
      ipv6{} / icmpv6{.type = icmpv6_type::echo_request, .data = "abc"});
  expect_as_serialized<one<&ipv6::src>, one<&icmpv6::tgt>, one<&icmpv6::S>>(ipv6{} / icmpv6{.type = icmpv6_type::neighbor_advertisement});
}

TEST(PacketTemplate, SumsTheLengthThatIsClaimed) {  // the pseudo header's length follows ip.len where that is set
  expect_as_serialized<one<&ip::len>, one<&ip::dst>, one<&udp::len>>(ip{} / udp{} / "abc");
  expect_as_serialized<one<&ip::len>, one<&udp::sport>>(ip{.len = 21} / udp{} / "abc");
}

TEST(PacketTemplate, LeavesAnAddressOutThatAnotherStandsInFor) {
  const auto routed = ipv6{.dst = "2001:db8::1"} / ipv6_routing{.addresses = {"2001:db8::2"}} / udp{} / "abc";
  expect_as_serialized<one<&ipv6::src>, one<&ipv6::dst>, one<&udp::sport>>(routed);
  const auto homed = ipv6{} / ipv6_destination_options{.options = {ipv6_opt::home_address("2001:db8::3")}} / udp{};
  expect_as_serialized<one<&ipv6::src>, one<&ipv6::dst>, one<&udp::sport>>(homed);
  expect_as_serialized<one<&ip::src>, one<&ip::dst>, one<&ip::len>, one<&udp::sport>>(ip{.options = {ip_opt::lsrr({"192.0.2.9", "192.0.2.10"})}} / udp{});
}

TEST(PacketTemplate, KnowsWhatTunnelsCover) {
  const ip outer{.src = us, .dst = them}, inner{.src = "10.0.0.1", .dst = "10.0.0.2"};
  expect_as_serialized<one<&ip::dst>, one<&ip::ttl>, one<&ip::dst, 2>, one<&ip::ttl, 2>, one<&ip::len, 2>, one<&udp::sport>>(outer / inner / udp{} / "a");
  expect_as_serialized<one<&ip::dst>, one<&ip::src, 2>, one<&ip::len>, one<&ip::len, 2>, one<&udp::sport>, one<&vxlan::vni>, one<&ether::src>,
                       one<&tcp::seq>, one<&tcp::flags>>(outer / udp{} / vxlan{.vni = 42} / ether{} / inner / tcp{} / "abc");
  expect_as_serialized<one<&ip::dst>, one<&ip::dst, 2>, one<&gre::version>, one<&gre::offset>, one<&gre::key>, one<&gre::sequence_number>, one<&icmp::seq>>(
      outer / gre{.chksum_present = 1, .key_present = 1} / inner / icmp{} / "abc");
  expect_as_serialized<one<&ip::dst, 2>, one<&gre::chksum>, one<&icmp::seq>>(outer / gre{} / inner / icmp{});  // without one
  expect_as_serialized<one<&ip::dst>, one<&mpls::label>, one<&ip::ttl>>(ether{} / mpls{} / outer / icmp{});
}

TEST(PacketTemplate, SumsWhatStandsAtOddPlaces) {  // a header of an odd size in front, all of it summed by one outside
  const auto odd = ip{} / udp{} / raw{"abc"} / unbound / ip{} / udp{} / "x";
  expect_as_serialized<one<&ip::dst>, one<&ip::dst, 2>, one<&ip::ttl, 2>, one<&ip::frag, 2>, one<&udp::sport, 2>, one<&udp::chksum, 2>>(odd);
  expect_as_serialized<one<&ipv6::dst>, one<&ipv6::hlim>, one<&ether::dst>, one<&udp::sport>>(ip{} / udp{} / raw{"a"} / unbound / ether{} / ipv6{} / udp{} / "x");
  expect_as_serialized<one<&ntp::ref>, one<&ntp::orig>, one<&ntp::id>, one<&ntp::leap>>(ip{} / udp{} / raw{"a"} / unbound / ntp{.stratum = 3});
}

TEST(PacketTemplate, TakesOctetsAnewForACrc) {
  expect_as_serialized<one<&ip::dst>, one<&sctp::sport>, one<&sctp::tag>>(ip{} / sctp{.chunks = {sctp_init{.init_tag = 7}}} / padding{.load = "00"}, 200);
  expect_as_serialized<one<&udp::sport>, one<&sctp::tag>, one<&sctp::chksum>>(ip{} / udp{} / unbound / sctp{}, 200);  // its octets are summed outside
}

TEST(PacketTemplate, LeavesPaddingOut) {
  const auto padded = ip{} / udp{} / "abc" / padding{.load = "0000"};
  expect_as_serialized<one<&ip::dst>, one<&udp::sport>>(padded);
  packet_template t{padded};
  auto s = padded;
  s.get<padding>().load = octets{"1111"};
  EXPECT_TRUE(same(t.set<&padding::load>(octets{"1111"}).bytes(), to_bytes(s)));
}

TEST(PacketTemplate, PatchesOctetsOfTheSameSize) {
  expect_as_serialized<one<&arp::pdst>, one<&arp::psrc>, one<&arp::op>, one<&arp::hwlen>>(ether{} / arp{});
  auto s = ip{} / tcp{.options = {tcp_opt::timestamp(1, 0)}} / "one";
  packet_template t{s};
  s.get<raw>().load = octets{"two"};
  s.get<tcp>().options = {tcp_opt::timestamp(0xffff'ffff, 7)};
  t.set<&raw::load, &tcp::options>(octets{"two"}, {tcp_opt::timestamp(0xffff'ffff, 7)});
  EXPECT_TRUE(same(t.bytes(), to_bytes(s)));
}

// --- 0 and 0xffff ---------------------------------------------------------------------------------------------------------

TEST(PacketTemplate, TellsNothingFromAllOnes) {  // RFC 1624 section 3: the same sum, in two forms
  const icmp nothing{.type = icmp_type::echo_reply, .id = 0, .seq = 0};
  expect_as_serialized<one<&icmp::id>, one<&icmp::seq>, one<&icmp::code>>(nothing, 10'000);
  const ip empty{.version = 0, .ihl = 0, .len = 0, .id = 0, .ttl = 0, .proto = ip_protocol{0}, .src = ipv4_address{0}, .dst = ipv4_address{0}};
  expect_as_serialized<one<&ip::id>, one<&ip::frag>, one<&ip::dst>, one<&ip::ttl>>(empty, 10'000);
  expect_as_serialized<one<&igmp::gaddr>, one<&igmp::mrcode>>(igmp{.type = igmp_type{0}}, 10'000);
  packet_template t{nothing};
  t.set<&icmp::id>(0xffff);
  EXPECT_TRUE(same(t.bytes().subspan(2, 2), std::array<std::uint8_t, 2>{0, 0}));
  t.set<&icmp::id>(0);
  EXPECT_TRUE(same(t.bytes().subspan(2, 2), std::array<std::uint8_t, 2>{0xff, 0xff}));
}

TEST(PacketTemplate, SendsNoUdpChecksumThatMeansNone) {
  const auto packet = ip{.src = us, .dst = them} / udp{.sport = 7, .dport = 7};
  packet_template t{packet};
  const auto port_of_zero = static_cast<std::uint16_t>(7 + (t.bytes()[26] << 8 | t.bytes()[27]));  // what is missing to a sum of 0xffff
  EXPECT_TRUE(same(t.set<&udp::sport>(port_of_zero).bytes(), to_bytes(ip{.src = us, .dst = them} / udp{.sport = port_of_zero, .dport = 7})));
  EXPECT_TRUE(same(t.bytes().subspan(26, 2), std::array<std::uint8_t, 2>{0xff, 0xff}));
}

// --- what was set stays -----------------------------------------------------------------------------------------------------

TEST(PacketTemplate, KeepsAChecksumThatWasSet) {
  expect_as_serialized<one<&udp::sport>, one<&ip::dst>>(ip{} / udp{.chksum = 0} / "abc", 100);
  expect_as_serialized<one<&ip::ttl>, one<&ip::dst>, one<&tcp::seq>>(ip{.chksum = 0xbad} / tcp{}, 100);
  expect_as_serialized<one<&ip::dst>, one<&ip::chksum>, one<&udp::sport>>(ip{} / udp{}, 100);
  packet_template t{ip{} / udp{}};
  t.set<&udp::chksum>(0).set<&udp::sport>(9).set<&ip::dst>("10.0.0.9");
  EXPECT_TRUE(same(t.bytes(), to_bytes(ip{.dst = "10.0.0.9"} / udp{.sport = 9, .chksum = 0})));
}

TEST(PacketTemplate, SetsSeveralAtOnceAndAChecksumAmongThem) {
  packet_template t{ip{} / udp{}};
  t.set<&ip::dst, &udp::chksum, &udp::len>("10.0.0.9", 5, 6);
  EXPECT_TRUE(same(t.bytes(), to_bytes(ip{.dst = "10.0.0.9"} / udp{.len = 6, .chksum = 5})));
}

// --- what is not there, and what does not fit ---------------------------------------------------------------------------------

TEST(PacketTemplate, LeavesAwayWhatIsNotThere) {
  expect_as_serialized<one<&icmp::gw>, one<&icmp::seq>, one<&icmp::ts_ori>>(ip{} / icmp{}, 100);
  expect_as_serialized<one<&icmp::ts_rx>, one<&icmp::seq>>(ip{} / icmp{.type = icmp_type::timestamp_request}, 100);
}

template <class Change>
packet_error error_of(Change change) {
  try {
    change();
  } catch (const packet_failure& e) {
    return e.error;
  }
  return {};
}

TEST(PacketTemplate, RefusesWhatDoesNotFit) {
  packet_template t{ether{} / ip{} / udp{} / "abc"};
  const packet_template before = t;
  const packet_error too_long{.what = fault::too_long, .layer = "IP", .offset = 14};
  EXPECT_EQ(error_of([&] { t.set<&ip::frag>(0x2000); }), too_long);
  EXPECT_EQ(error_of([&] { t.set<&ip::dst, &ip::version>("10.0.0.1", 16); }), too_long);
  EXPECT_EQ(error_of([&] { t.set<&raw::load>(octets{"four"}); }), (packet_error{.what = fault::too_long, .layer = "Raw", .offset = 42}));
  EXPECT_TRUE(same(t.bytes(), before.bytes()));
  EXPECT_EQ(error_of([] { packet_template{ip{.version = 16}}; }), (packet_error{.what = fault::too_long, .layer = "IP", .offset = 0}));
}

// --- a value --------------------------------------------------------------------------------------------------------------

TEST(PacketTemplate, IsCopiedWithWhatItKnows) {
  for (const std::size_t size : {1u, 1000u}) {  // within the object, and on the heap
    const auto packet = ip{.dst = them} / udp{} / raw{octets::filled(size, 1)};
    packet_template a{packet};
    packet_template b{a};
    b.set<&ip::dst>("10.0.0.1");
    EXPECT_TRUE(same(a.bytes(), to_bytes(packet)));
    EXPECT_TRUE(same(b.bytes(), to_bytes(ip{.dst = "10.0.0.1"} / udp{} / raw{octets::filled(size, 1)})));
  }
}

}  // namespace packet_template_test
}  // namespace packetry
