// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/address_octets.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <type_traits>

namespace packetry {
namespace address_octets_test {

using test::operator""_hex;

constexpr bool holds(bytes octets, bytes expected) {
  if (octets.size() != expected.size()) return false;
  for (std::size_t i = 0; i != expected.size(); ++i)
    if (octets[i] != expected[i]) return false;
  return true;
}

// --- what it is made from -----------------------------------------------------------------------------

static_assert(holds(hardware_octets{}.octets(), "000000000000"_hex) && holds(protocol_octets{}.octets(), "00000000"_hex));
static_assert(holds(hardware_octets{"00:50:56:c0:ff:ee"}.octets(), "005056c0ffee"_hex));
static_assert(holds(protocol_octets{"192.0.2.1"}.octets(), "c0000201"_hex));
static_assert(holds(hardware_octets{mac_address{"00:50:56:c0:ff:ee"}}.octets(), "005056c0ffee"_hex));
static_assert(holds(protocol_octets{ipv4_address{"192.0.2.1"}}.octets(), "c0000201"_hex));
static_assert(holds(protocol_octets{ipv6_address{"2001:db8::1"}}.octets(), "20010db8000000000000000000000001"_hex), "another kind");
static_assert(holds(hardware_octets{bytes{"0102"_hex}}.octets(), "0102"_hex), "of any length");
static_assert(hardware_octets{bytes{}}.size() == 0);
static_assert(std::is_convertible_v<std::string, protocol_octets> && std::is_convertible_v<const char*, hardware_octets>);
static_assert(!std::is_constructible_v<protocol_octets, std::nullptr_t> && !std::is_constructible_v<protocol_octets, int>);

struct question {  // what a layer does with it
  hardware_octets hwdst{};
  protocol_octets pdst{};
};
static_assert(question{.pdst = "192.0.2.1"}.pdst.address() == ipv4_address{192, 0, 2, 1});

// --- read as the default kind ---------------------------------------------------------------------------

static_assert(hardware_octets{"00:50:56:c0:ff:ee"}.address() == mac_address{"00:50:56:c0:ff:ee"});
static_assert(protocol_octets{"192.0.2.1"}.address() == ipv4_address{"192.0.2.1"});
static_assert(protocol_octets{ipv6_address{"2001:db8::1"}}.address() == ipv4_address{}, "octets of another size are no such address");
static_assert(hardware_octets{bytes{"0102030405"_hex}}.address() == mac_address{});

static_assert(protocol_octets{"192.0.2.1"} == protocol_octets{ipv4_address{192, 0, 2, 1}});
static_assert(!(protocol_octets{"192.0.2.1"} == protocol_octets{"192.0.2.2"}));
static_assert(!(protocol_octets{} == protocol_octets{bytes{"0000000000"_hex}}), "zeros of another size");

TEST(AddressOctets, NameTextThatIsNoAddress) {
  try {
    static_cast<void>(protocol_octets{"192.0.2.256"});
    FAIL() << "no exception";
  } catch (const std::invalid_argument& e) {
    EXPECT_STREQ(e.what(), "not an IPv4 address: \"192.0.2.256\"");
  }
}

TEST(AddressOctets, KeepMoreOctetsThanAnyAddressHas) {  // hwlen is 8 bits wide: 255 octets can come
  std::string longest(255, 'x');
  const hardware_octets address{bytes{reinterpret_cast<const std::uint8_t*>(longest.data()), longest.size()}};
  const hardware_octets copy = address;
  EXPECT_EQ(copy.size(), 255u);
  EXPECT_EQ(copy, address);
}

}  // namespace address_octets_test
}  // namespace packetry
