// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/standard_catalog.hpp>  // first: proves the header stands alone

#include <packetry/packet/packet.hpp>
#include <packetry/packet/serialize.hpp>

#include "../support/hex.hpp"
#include "../support/layer_names.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <type_traits>

namespace packetry {
namespace standard_catalog_test {

using test::names;
using test::operator""_hex;

// --- ids ---------------------------------------------------------------------------------------------------------------

static_assert(standard_catalog::id_of<ether> == 0 && standard_catalog::size <= 62);
static_assert(standard_catalog::raw_id == standard_catalog::size && standard_catalog::padding_id == standard_catalog::size + 1);
static_assert(standard_catalog::names[standard_catalog::id_of<tcp>] == "TCP" && standard_catalog::names[standard_catalog::raw_id] == "Raw" &&
              standard_catalog::names[standard_catalog::padding_id] == "Padding");
static_assert(standard_catalog::id_of<raw> == standard_catalog::raw_id && standard_catalog::id_of<padding> == standard_catalog::padding_id);
static_assert(std::is_same_v<standard_catalog::layer_at<standard_catalog::id_of<dns>>, dns>);

struct knock {
  std::uint32_t code = 0;
  static constexpr std::string_view name = "Knock";
  static constexpr number ids[] = {udp_port{7777}};
  static constexpr auto wire = layout{field{"code", &knock::code, be<32>}};
  friend constexpr bool operator==(const knock&, const knock&) = default;
};
static_assert(standard_catalog::id_of<knock> == standard_catalog::unknown_id, "not among them");
static_assert(catalog_with<knock>::id_of<knock> == 0 && catalog_with<knock>::id_of<ether> == 1, "one's own come first");

// --- a layer of one's own ------------------------------------------------------------------------------------------------

const auto knock_wire = to_bytes(ether{} / ip{} / udp{} / knock{.code = 0x0102'0304});

TEST(CatalogWith, KnowsALayerOfOnesOwn) {
  EXPECT_EQ(names(knock_wire), "Ether/IP/UDP/Raw");
  EXPECT_EQ(names(knock_wire, catalog_with<knock>{}), "Ether/IP/UDP/Knock");
  EXPECT_EQ(dissect(knock_wire, link_type::ethernet, catalog_with<knock>{}).get<knock>(), knock{.code = 0x0102'0304});
}

TEST(CatalogWith, FindsItOnEitherPort) {
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / udp{.sport = 7777, .dport = 1} / knock{}), catalog_with<knock>{}), "Ether/IP/UDP/Knock");
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / udp{.sport = 1, .dport = 7777} / knock{}), catalog_with<knock>{}), "Ether/IP/UDP/Knock");
  EXPECT_EQ(names(to_bytes(ether{} / ip{} / udp{.sport = 1, .dport = 7776} / knock{}), catalog_with<knock>{}), "Ether/IP/UDP/Raw");
}

TEST(CatalogWith, MakesPacketsAsWell) {
  const basic_packet<catalog_with<knock>> p{ether{} / ip{} / udp{} / knock{.code = 7}};
  EXPECT_EQ(p.get<knock>().code, 7u);
}

struct other_dns {  // takes the place of the one that packetry knows
  std::uint16_t id = 0;
  static constexpr std::string_view name = "OtherDNS";
  static constexpr number ids[] = {udp_port::domain};
  static constexpr auto wire = layout{field{"id", &other_dns::id, be<16>}};
};
TEST(CatalogWith, PutsOnesOwnBeforeTheKnown) {
  const auto wire = to_bytes(ether{} / ip{} / udp{} / dns{.id = 7});
  EXPECT_EQ(names(wire, catalog_with<other_dns>{}), "Ether/IP/UDP/OtherDNS/Raw");
}

struct outermost {
  std::uint8_t x = 0;
  static constexpr std::string_view name = "Outermost";
  static constexpr number ids[] = {link_type::null_loopback};
  static constexpr auto wire = layout{field{"x", &outermost::x, be<8>}};
};
TEST(CatalogWith, KnowsLinkTypesOfOnesOwn) {
  EXPECT_EQ(names("0102"_hex, catalog_with<outermost>{}, link_type::null_loopback), "Outermost/Raw");
  EXPECT_EQ(names("0102"_hex, standard_catalog{}, link_type::null_loopback), "Raw");
}

}  // namespace standard_catalog_test
}  // namespace packetry
