// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/fields.hpp>  // first: proves the header stands alone

#include <packetry/layers/arp.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace packetry {
namespace fields_test {

/// "name:octets" of each field that is there.
template <class L>
std::string listed(const layer_view<L>& layer) {
  std::string text;
  for_each_field(layer, [&](auto field) { text += std::string{field.name()} + ':' + std::to_string(field.octets().size()) + ' '; });
  return text;
}

template <class L>
std::string listed_of(const L& value) {
  const std::vector<std::uint8_t> wire = to_bytes(value);
  const std::uint8_t* const end = wire.data() + wire.size();
  return listed(layer_view<L>{wire.data(), end, end, false});
}

TEST(Fields, AreThoseOfTheTableInWireOrder) {
  EXPECT_EQ(listed_of(arp{}), "hwtype:2 ptype:2 hwlen:1 plen:1 op:2 hwsrc:6 psrc:4 hwdst:6 pdst:4 ");
}

TEST(Fields, OfAChoiceAreThoseThatAreThere) {
  EXPECT_EQ(listed_of(icmp{.type = icmp_type::redirect}), "type:1 code:1 chksum:2 gw:4 ");
  EXPECT_EQ(listed_of(icmp{.type = icmp_type::echo_reply}), "type:1 code:1 chksum:2 id:2 seq:2 ");
}

TEST(Fields, ThatShareAnOctetTouchTheSame) {
  const std::vector<std::uint8_t> wire = to_bytes(ip{.flags = "DF", .frag = 0x123});
  const std::uint8_t* const end = wire.data() + wire.size();
  const layer_view<ip> view{wire.data(), end, end, false};
  for_each_field(view, [&]<class Field>(Field field) {
    if constexpr (Field::template is<&ip::flags>()) {
      EXPECT_EQ(field.octets().data(), wire.data() + 6);
      EXPECT_EQ(field.octets().size(), 1u);
      EXPECT_EQ(field.value(), ip_flag::dont_fragment);
    } else if constexpr (Field::template is<&ip::frag>()) {
      EXPECT_EQ(field.octets().data(), wire.data() + 6);
      EXPECT_EQ(field.octets().size(), 2u);
      EXPECT_EQ(field.value(), 0x123);
    }
  });
}

TEST(Fields, OfAPrefixAreThereOverItsLayer) {
  const auto over_udp = to_bytes(ether{} / ip{} / udp{} / dns{}), over_tcp = to_bytes(ether{} / ip{} / tcp{} / dns{});
  EXPECT_TRUE(listed(*dissect(over_udp).view<dns>()).starts_with("id:2 qr:1 "));
  EXPECT_TRUE(listed(*dissect(over_tcp).view<dns>()).starts_with("length:2 id:2 qr:1 "));
}

TEST(Fields, OfRecordsAreReadAlike) {
  const auto wire = to_bytes(dns{.qd = {{.qname = "hack.lu"}}});
  const std::uint8_t* const end = wire.data() + wire.size();
  const layer_view<dns> message{wire.data(), end, end, false};
  for (const auto& question : message.qd()) EXPECT_EQ(listed(question), "qname:9 qtype:2 unicastresponse:1 qclass:2 ");
}

TEST(Fields, AreTypesOfTheirOwn) {
  std::vector<std::string> numbers;
  const auto wire = to_bytes(udp{.sport = 7, .dport = 9, .len = 8, .chksum = 1});
  const std::uint8_t* const end = wire.data() + wire.size();
  for_each_field(layer_view<udp>{wire.data(), end, end, false}, [&]<class Field>(Field field) {
    static_assert(std::is_same_v<typename Field::layer_type, udp> && std::is_same_v<typename Field::value_type, std::uint16_t>);
    numbers.push_back(std::to_string(field.value()));
  });
  EXPECT_EQ(numbers, (std::vector<std::string>{"7", "9", "8", "1"}));
}

}  // namespace fields_test
}  // namespace packetry
