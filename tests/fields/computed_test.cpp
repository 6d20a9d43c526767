// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/computed.hpp>  // first: proves the header stands alone

#include <packetry/fields/address_octets.hpp>
#include <packetry/fields/ipv4_address.hpp>
#include <packetry/numbers/ports.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <sstream>
#include <string>
#include <type_traits>

namespace packetry {
namespace computed_test {

using length = computed<std::uint16_t>;

// --- empty or set: three states of a length, and no fourth ----------------------------------------

static_assert(!length{}.has_value() && length{}.value() == 0);
static_assert(length{7}.has_value() && length{7}.value() == 7);
static_assert(length{0}.has_value(), "0 is a value that was set: it sends no checksum");
static_assert(!(length{} == length{0}));
static_assert(length{} == length{} && length{7} == length{7} && !(length{7} == length{8}));

constexpr bool resets() {
  length field = 7;
  field.reset();
  return field == length{};
}
static_assert(resets());

// --- what it is made from -----------------------------------------------------------------------------

static_assert(std::is_convertible_v<std::uint16_t, length> && std::is_convertible_v<int, length> && std::is_convertible_v<long, length>);
static_assert(std::is_convertible_v<udp_port, length>, "an enumeration of the same width names a value");
static_assert(!std::is_convertible_v<udp_port, computed<std::uint8_t>>, "a port is no octet");
static_assert(!std::is_convertible_v<udp_port, computed<tcp_port>>, "nor another protocol's port");
static_assert(!std::is_convertible_v<int, computed<udp_port>>, "an enumeration is not made from a number by accident");
static_assert(!std::is_convertible_v<const char*, length>);
static_assert(length{udp_port::domain} == 53);

static_assert(computed<ipv4_address>{"192.0.2.1"} == ipv4_address{192, 0, 2, 1});
static_assert(std::is_convertible_v<const char*, computed<ipv4_address>> && std::is_convertible_v<std::string, computed<ipv4_address>>);
static_assert(computed<protocol_octets>{"192.0.2.1"}.value() == protocol_octets{ipv4_address{192, 0, 2, 1}});

struct header {  // what a layer does with it
  length len{}, chksum{};
  computed<udp_port> port{};
  friend constexpr bool operator==(const header&, const header&) = default;
};
static_assert(header{.len = 99}.len == 99 && !header{.len = 99}.chksum.has_value());
static_assert(header{.port = udp_port::domain}.port == udp_port::domain);
static_assert(!(header{.chksum = 0} == header{}), "set to what it would be read as, and yet not the same intent");

// --- comparison with a value ------------------------------------------------------------------------

static_assert(length{7} == 7 && length{7} == 7u && length{7} == std::uint16_t{7} && 7 == length{7});
static_assert(!(length{7} == 8));
static_assert(!(length{} == 0), "an empty field equals no value");
static_assert(!(length{65535} == -1), "compared as numbers, not as patterns of bits");
static_assert(!(length{0} == 65536));
static_assert(computed<ipv4_address>{"192.0.2.1"} == "192.0.2.1" && !(computed<ipv4_address>{"192.0.2.1"} == "192.0.2.2"));
static_assert(!(computed<ipv4_address>{} == ipv4_address{}));
static_assert(computed<bool>{true} == true && !(computed<bool>{true} == false) && !(computed<bool>{} == false));

// --- reading and changing ---------------------------------------------------------------------------

constexpr int doubled(std::uint16_t v) { return 2 * v; }
static_assert(doubled(length{21}) == 42, "reads as the value");

constexpr length changed(bool up) {
  length field = 100;
  if (up) {
    field += 5;
  } else {
    field -= 5;
  }
  return field;
}
static_assert(changed(true) == 105 && changed(false) == 95);

constexpr length grown_from_nothing() {
  length field;
  field += 5;
  return field;
}
static_assert(grown_from_nothing() == 5, "what was changed by hand is set");

TEST(Computed, WrapsAsTheFieldDoes) {
  length field = 65535;
  field += 2;
  EXPECT_EQ(field, 1);
}

// --- text -----------------------------------------------------------------------------------------------

static_assert(prints_as_text<computed<ipv4_address>> && !prints_as_text<length>);

TEST(Computed, PrintsAsTheValue) {
  std::string text = "src ";
  append_to(text, computed<ipv4_address>{"192.0.2.1"});
  EXPECT_EQ(text, "src 192.0.2.1");
  std::ostringstream out;
  out << computed<ipv4_address>{"192.0.2.1"};
  EXPECT_EQ(out.str(), "192.0.2.1");
}

// --- what the engine asks -----------------------------------------------------------------------------

static_assert(detail::is_computed<length> && !detail::is_computed<std::uint16_t>);
static_assert(std::is_same_v<detail::uncomputed<length>, std::uint16_t> && std::is_same_v<detail::uncomputed<std::uint16_t>, std::uint16_t>);
static_assert(detail::plain(length{7}) == 7 && detail::plain(std::uint16_t{7}) == 7);

}  // namespace computed_test
}  // namespace packetry
