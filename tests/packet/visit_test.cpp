// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/visit.hpp>  // first: proves the header stands alone

#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace visit_test {

std::string text_of(const std::optional<packet_error>& error) {
  if (!error) return "whole";
  return std::string{to_string(error->what)} + " " + std::string{error->layer} + "@" + std::to_string(error->offset) + " " + std::to_string(error->needed) +
         "/" + std::to_string(error->available);
}

std::string one(std::string_view name, std::ptrdiff_t at, std::size_t size) {
  return std::string{name} + "@" + std::to_string(at) + "+" + std::to_string(size) + " ";
}

std::string visited(bytes packet, link_type link = link_type::ethernet) {
  std::string text;
  const auto error = for_each_layer(packet, link, [&]<class L>(const layer_view<L>& l) {
    text += one(L::name, l.begin() - packet.data(), static_cast<std::size_t>(l.header_end() - l.begin()));
  });
  return text + text_of(error);
}

std::string indexed(bytes packet, link_type link = link_type::ethernet) {
  std::string text;
  const packet_view view = dissect(packet, link);
  for (const auto& l : view.layers()) text += one(l.name(), static_cast<std::ptrdiff_t>(l.offset()), l.octets().size());
  return text + text_of(view.fault());
}

const auto answer = to_bytes(ether{} / ip{.src = "192.0.2.1", .dst = "192.0.2.2"} / udp{.sport = 53, .dport = 1024} /
                             dns{.id = 7, .qr = 1, .qd = {{.qname = "hack.lu"}}, .an = {{.rrname = "hack.lu", .rdata = ipv4_address{"192.0.2.7"}}}} / padding{"xy"});

TEST(ForEachLayer, SeesWhatAnIndexHolds) {
  const std::vector<std::uint8_t> frames[] = {
      answer,
      to_bytes(ether{} / dot1q{.vlan = 7} / dot1q{.vlan = 8} / ip{} / tcp{.dport = 80} / http_request{}),
      to_bytes(ether{} / ip{} / tcp{.sport = 1000, .dport = 53} / dns{.qd = {{.qname = "hack.lu"}}}),
      to_bytes(ether{} / ip{} / tcp{.dport = 9, .options = {tcp_opt::mss(1460)}} / "abc"),
      to_bytes(ether{} / ipv6{} / ipv6_hop_by_hop{} / icmpv6{.type = icmpv6_type::echo_request, .id = 7}),
      to_bytes(ether{} / ip{.frag = 100} / "fragment"),
      to_bytes(ether{} / ip{} / icmp{.type = icmp_type::dest_unreach} / ip_error{.dst = "192.0.2.9"} / udp_error{}),
      to_bytes(dot3{} / llc{} / stp{}),
      to_bytes(ether{} / arp{} / padding{std::string(18, '\0')}),
  };
  for (const auto& frame : frames)
    for (std::size_t n = 0; n <= frame.size(); ++n) EXPECT_EQ(visited(bytes{frame}.first(n)), indexed(bytes{frame}.first(n))) << n << " octets";
  for (const auto& frame : frames)
    for (const link_type link : {link_type::raw_ip, link_type::linux_cooked, link_type::null_loopback, static_cast<link_type>(9999)})
      EXPECT_EQ(visited(frame, link), indexed(frame, link));
}

TEST(ForEachLayer, SeesEachLayerOnce) {
  EXPECT_EQ(visited(answer), "Ether@0+14 IP@14+20 UDP@34+8 DNS@42+41 Padding@83+2 whole");
  EXPECT_EQ(visited(bytes{answer}.first(38)), "Ether@0+14 IP@14+20 Raw@34+4 truncated UDP@34 8/4");
}

TEST(ForEachLayer, CallsWhatTakesTheLayer) {
  std::string seen;
  for_each_layer(
      answer, link_type::ethernet, [&](const layer_view<ip>& l) { seen += to_string(l.get<&ip::dst>()) + " "; },
      [&](const layer_view<dns>& l) { seen += std::to_string(l.get<&dns::ancount>()); });
  EXPECT_EQ(seen, "192.0.2.2 1");
}

TEST(ForEachLayer, EndsAtFalse) {
  std::size_t layers = 0;
  for_each_layer(answer, link_type::ethernet, [&]<class L>(const layer_view<L>&) { return ++layers, !std::is_same_v<L, ip>; });
  EXPECT_EQ(layers, 2u);
}

TEST(ForEachLayer, MayCountByAFunctionThatTheCallerKeeps) {
  struct counter {
    int tags = 0;
    void operator()(const layer_view<dot1q>&) { ++tags; }
  } counts;
  for_each_layer(to_bytes(ether{} / dot1q{} / dot1q{} / arp{}), link_type::ethernet, counts);
  EXPECT_EQ(counts.tags, 2);
}

struct knock {
  std::uint8_t secret = 0;
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"secret", &knock::secret, be<8>}};
};

TEST(ForEachLayer, KnowsTheLayersOfAnotherCatalog) {
  int secret = 0;
  const auto look = [&](const layer_view<knock>& l) { secret = l.get<&knock::secret>(); };
  const auto frame = to_bytes(ether{} / ip{} / udp{.dport = 7777} / "\x2a");
  for_each_layer(frame, link_type::ethernet, look);
  EXPECT_EQ(secret, 0) << "not among those of the standard one";
  for_each_layer<catalog_with<knock>>(frame, link_type::ethernet, look);
  EXPECT_EQ(secret, 42);
}

constexpr auto probe = ether{} / ip{.dst = "192.0.2.2"} / udp{.dport = 9};
static_assert([] {
  const auto frame = to_array<probe>();
  unsigned port = 0;
  for_each_layer(frame, link_type::ethernet, [&](const layer_view<udp>& l) { port = l.get<&udp::dport>(); });
  return port;
}() == 9);

}  // namespace visit_test
}  // namespace packetry
