// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/catalog.hpp>  // first: proves the header stands alone

#include <packetry/packet/packet.hpp>
#include <packetry/packet/serialize.hpp>

#include "../support/hex.hpp"
#include "../support/layer_names.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace packetry {
namespace catalog_test {

using test::names;
using test::operator""_hex;

struct knock {
  std::uint32_t code = 0;
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}};
};

const auto knock_wire = to_bytes(ether{} / ip{} / udp{} / knock{.code = 0x0102'0304});

// --- known by other numbers too --------------------------------------------------------------------------------------

using dns_on_5300 = catalog_with<bound<dns, udp_port{5300}>>;

TEST(Bound, AddsNumbersToALayer) {
  const auto wire = to_bytes(ether{} / ip{} / udp{.sport = 1, .dport = 5300} / unbound / dns{.id = 7, .qd = {}});
  EXPECT_EQ(names(wire), "Ether/IP/UDP/Raw");
  EXPECT_EQ(names(wire, dns_on_5300{}), "Ether/IP/UDP/DNS");
  EXPECT_EQ(dissect(wire, link_type::ethernet, dns_on_5300{}).get<dns>().id, 7);
}

TEST(Bound, KeepsItsOwnNumbers) {
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / udp{} / dns{.qd = {}}), dns_on_5300{}), "Ether/IP/UDP/DNS");
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / tcp{} / dns{.qd = {}}), dns_on_5300{}), "Ether/IP/TCP/DNS");
}

TEST(Bound, MayBeInAnySpaceAndMany) {
  using everywhere = catalog_with<bound<knock, udp_port{1}, tcp_port{2}, ip_protocol{200}>>;
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / udp{.sport = 9, .dport = 1} / "abcd"), everywhere{}), "Ether/IP/UDP/Knock");
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / tcp{.sport = 9, .dport = 2} / "abcd"), everywhere{}), "Ether/IP/TCP/Knock");
  EXPECT_EQ(names(to_bytes(ether{} / ip{.proto = ip_protocol{200}} / "abcd"), everywhere{}), "Ether/IP/Knock");
  EXPECT_EQ(names(knock_wire, everywhere{}), "Ether/IP/UDP/Knock");
}

struct numberless {
  std::uint32_t x = 0;
  static constexpr std::string_view name = "Numberless";
  static constexpr auto wire = layout{field{"x", &numberless::x, be<32>}};
};
TEST(Bound, GivesNumbersToALayerWithoutAny) {
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / udp{.sport = 9, .dport = 4} / "abcd"), catalog_with<bound<numberless, udp_port{4}>>{}), "Ether/IP/UDP/Numberless");
}

// --- several layers of one number ----------------------------------------------------------------------------------------

enum class tag : std::uint8_t {};

struct frame {
  std::uint8_t what = 0;
  static constexpr std::string_view name = "Frame";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"what", &frame::what, be<8>, selects<tag>{}}};
};
template <std::size_t Size>
struct of_size {  // refuses fewer octets
  std::array<std::uint8_t, Size> octets{};
  static constexpr std::string_view name = Size == 8 ? "Long" : Size == 4 ? "Middle" : "Short";
  static constexpr number ids[] = {tag{1}};
  static constexpr auto wire = layout{field{"octets", &of_size::octets, fixed_octets<Size>}};
};
using three_sizes = catalog<frame, of_size<8>, of_size<4>, of_size<2>>;

TEST(Alternatives, AreTriedInTheCatalogsOrder) {
  EXPECT_EQ(names("01 0102030405060708"_hex, three_sizes{}), "Frame/Long");
  EXPECT_EQ(names("01 01020304050607"_hex, three_sizes{}), "Frame/Middle/Raw");
  EXPECT_EQ(names("01 010203"_hex, three_sizes{}), "Frame/Short/Raw");
  EXPECT_EQ(names("01 01"_hex, three_sizes{}), "Frame/Raw");
  EXPECT_EQ(names("02 0102030405060708"_hex, three_sizes{}), "Frame/Raw");
}

TEST(Alternatives, LeaveTheFaultToTheLast) {
  EXPECT_EQ(dissect("01 01"_hex, link_type::ethernet, three_sizes{}).fault(), (packet_error{.what = fault::truncated, .layer = "Short", .offset = 1, .needed = 2, .available = 1}));
  EXPECT_FALSE(dissect("01 0102"_hex, link_type::ethernet, three_sizes{}).fault());
}

// --- many layers of one space: beyond a few comparisons a hash finds them ----------------------------------------------

enum class wide : std::uint32_t {};

struct wide_frame {
  std::uint32_t what = 0, or_what = 0;
  static constexpr std::string_view name = "Wide";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"what", &wide_frame::what, be<32>, selects<wide>{}}, field{"or_what", &wide_frame::or_what, be<32>, selects<wide>{}}};
};

/// Numbers without a pattern that a hash could like, the extremes among them.
constexpr std::uint32_t number_of(std::size_t i) {
  return i == 0 ? 0 : i == 1 ? 0xffff'ffff : static_cast<std::uint32_t>(i < 20 ? i * 0x0100'0000u : i * i * i * 7919u);
}
template <std::size_t I>
struct nth {
  std::uint8_t x = 0;
  static constexpr std::string_view name = "Nth";
  static constexpr number ids[] = {wide{number_of(I)}};
  static constexpr auto wire = layout{field{"x", &nth::x, be<8>}};
};
template <std::size_t... I>
catalog<wide_frame, nth<I>...> many_layers(std::index_sequence<I...>);
struct forty_layers : decltype(many_layers(std::make_index_sequence<40>{})) {};

constexpr std::uint32_t nobodys = 0x1234'5678;

std::vector<std::uint8_t> wide_wire(std::uint32_t what, std::uint32_t or_what = nobodys) {
  std::vector<std::uint8_t> wire(9);
  detail::store_be<4>(wire.data(), what);
  detail::store_be<4>(wire.data() + 4, or_what);
  return wire;
}

TEST(ManyLayers, AreAllFound) {
  for (std::size_t i = 0; i != 40; ++i) {
    const auto wire = wide_wire(number_of(i));
    const auto v = dissect(wire, link_type::ethernet, forty_layers{});
    ASSERT_EQ(v.count(), 2u) << i;
    EXPECT_EQ(v.layers()[0].name(), "Wide");
    EXPECT_EQ(v.slot(1).id(), i + 1) << "number " << number_of(i);
  }
}

TEST(ManyLayers, AreFoundByEitherRowInTheCatalogsOrder) {
  for (std::size_t i = 0; i != 40; ++i)
    for (std::size_t j = 0; j != 40; ++j) {
      const auto wire = wide_wire(number_of(i), number_of(j));
      EXPECT_EQ(dissect(wire, link_type::ethernet, forty_layers{}).slot(1).id(), std::min(i, j) + 1) << i << " or " << j;
    }
}

TEST(ManyLayers, AreNotFoundByOtherNumbers) {
  for (std::size_t i = 0; i != 40; ++i)
    for (unsigned bit = 0; bit != 32; ++bit) {
      const std::uint32_t other = number_of(i) ^ 1u << bit;
      bool known = false;
      for (std::size_t j = 0; j != 40; ++j) known = known || number_of(j) == other;
      const auto wire = wide_wire(other);
      EXPECT_EQ(dissect(wire, link_type::ethernet, forty_layers{}).has<raw>(), !known) << "number " << other;
    }
}

// --- more layers than a mask has bits: the rarest share one --------------------------------------------------------------

struct large_catalog : decltype(many_layers(std::make_index_sequence<120>{})) {};

template <std::size_t I>
void expect_alone_with_raw() {
  auto wire = wide_wire(number_of(I));
  wire.push_back(0xee);
  const auto v = dissect(wire, link_type::ethernet, large_catalog{});
  ASSERT_EQ(v.count(), 3u);
  EXPECT_EQ(v.layers()[1].id(), I + 1);
  EXPECT_TRUE(v.has<nth<I>>() && v.view<nth<I>>() && !v.view<nth<I>>(2)) << I;
  EXPECT_FALSE(v.has<nth<(I + 1) % 120>>()) << I;
  EXPECT_TRUE(v.has<raw>());
  EXPECT_EQ(v.payload().size(), 1u);
  EXPECT_FALSE(v.has<padding>());
}

TEST(ManyLayers, MayBeMoreThanAMaskHasBits) {
  static_assert(large_catalog::size == 121 && large_catalog::padding_id == 122);
  [&]<std::size_t... I>(std::index_sequence<I...>) { (expect_alone_with_raw<I>(), ...); }(std::index_sequence<0, 1, 2, 20, 60, 61, 62, 63, 64, 119>{});
}

TEST(ManyLayers, AreAllFoundInALargeCatalog) {
  for (std::size_t i = 0; i != 120; ++i) {
    const auto wire = wide_wire(number_of(i));
    EXPECT_EQ(dissect(wire, link_type::ethernet, large_catalog{}).slot(1).id(), i + 1) << "number " << number_of(i);
  }
}

TEST(ManyLayers, MayAllBeRareOnes) {  // of which has() must tell one from another by more than their common bit
  using v_of = basic_packet_view<large_catalog>;
  const auto wire = wide_wire(nobodys);
  const v_of v = dissect(wire, link_type::ethernet, large_catalog{});
  EXPECT_TRUE(v.has<raw>());
  EXPECT_FALSE(v.has<nth<100>>() || v.has<padding>());
  EXPECT_FALSE(v.view<nth<100>>());
  EXPECT_THROW((void)v.get<padding>(), std::out_of_range);
}

}  // namespace catalog_test
}  // namespace packetry
