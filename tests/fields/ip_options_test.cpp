// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/ip_options.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string_view>

namespace packetry {
namespace ip_options_test {

using test::operator""_hex;

constexpr bool is(const ip_option& option, bytes wire) {
  const ip_options built{option};
  if (built.size() != wire.size()) return false;
  for (std::size_t i = 0; i != wire.size(); ++i)
    if (built.data()[i] != wire[i]) return false;
  return true;
}
constexpr ipv4_address a{192, 0, 2, 1}, b{192, 0, 2, 2}, c{192, 0, 2, 3};

// --- the first octet: copied flag, class, number (RFC 791 section 3.1) ----------------------------

constexpr ip_option_octet loose_route{0x83}, stamp{0x44}, record{0x07}, everything{0xff};
static_assert(copied(loose_route) && option_class(loose_route) == 0 && option_number(loose_route) == ip_option_number::lsrr);
static_assert(!copied(stamp) && option_class(stamp) == 2 && option_number(stamp) == ip_option_number::timestamp);
static_assert(!copied(record) && option_class(record) == 0 && option_number(record) == ip_option_number::rr);
static_assert(copied(everything) && option_class(everything) == 3 && static_cast<int>(option_number(everything)) == 31);

// --- each option as its RFC draws it --------------------------------------------------------------

static_assert(is(ip_opt::eol(), "00"_hex));
static_assert(is(ip_opt::nop(), "01"_hex));
// Scapy 2.7.1rc1, scapy.md appendix A "IP(opt RR)/UDP": octets 20 to 34.
static_assert(is(ip_opt::rr({{}, {}, {}}), "070f04 00000000 00000000 00000000"_hex));
static_assert(is(ip_opt::rr({a, {}}, 8), "070b08 c0000201 00000000"_hex));
static_assert(is(ip_opt::lsrr({a, b}), "830b04 c0000201 c0000202"_hex));
static_assert(is(ip_opt::ssrr({a, b}, 8), "890b08 c0000201 c0000202"_hex));
static_assert(is(ip_opt::timestamp(0x0102'0304), "4408 09 00 01020304"_hex));
static_assert(is(ip_opt::timestamp(0x0102'0304, 3, 5), "4408 05 03 01020304"_hex));
static_assert(is(ip_opt::router_alert(), "94040000"_hex));  // RFC 2113 section 2.1
static_assert(is(ip_opt::router_alert(1), "94040001"_hex));
static_assert(is(ip_opt::other(0x88, "0007"_hex), "88040007"_hex));

// --- where a routed packet ends ---------------------------------------------------------------------------

struct route_case {
  std::string_view name;
  ip_options options;
  std::optional<ipv4_address> last;
};

const route_case routes[] = {
    {"no_options", {}, std::nullopt},
    {"loose", {ip_opt::lsrr({a, b})}, b},
    {"strict", {ip_opt::ssrr({a, b, c})}, c},
    {"one_router", {ip_opt::lsrr({a})}, a},
    {"pointer_behind_the_route", {ip_opt::lsrr({a, b}, 12)}, b},  // Scapy looks at the list, not at the pointer
    {"recorded_route_is_none", {ip_opt::rr({a, b})}, std::nullopt},
    {"behind_other_options", {ip_opt::nop(), ip_opt::router_alert(), ip_opt::lsrr({a, b})}, b},
    {"first_of_two", {ip_opt::lsrr({a}), ip_opt::ssrr({b})}, a},
    {"behind_the_end", {ip_opt::eol(), ip_opt::lsrr({a})}, std::nullopt},
    {"no_router", {ip_opt::lsrr({})}, std::nullopt},
    {"half_a_router", ip_options{bytes{"83 05 04 c000"_hex}}, std::nullopt},
    {"a_router_and_a_half", ip_options{bytes{"83 09 04 c0000201 c000"_hex}}, a},
    {"not_copied", ip_options{bytes{"03 07 04 c0000201"_hex}}, a},  // RFC 791 wants the flag; the number decides
    {"cut", ip_options{bytes{"83 0b 04 c0000201 c000"_hex}}, a},
};

class IpSourceRoute : public testing::TestWithParam<route_case> {};

TEST_P(IpSourceRoute, EndsAtTheLastRouter) { EXPECT_EQ(GetParam().options.last_hop(), GetParam().last); }

INSTANTIATE_TEST_SUITE_P(Table, IpSourceRoute, testing::ValuesIn(routes), [](const auto& row) { return std::string{row.param.name}; });

// --- 40 octets: what a header length of 15 leaves (RFC 791 section 3.1) -----------------------------

TEST(IpOptions, HoldFortyOctetsAndNoMore) {
  const ip_options list = {ip_opt::lsrr({a, b, c, a, b, c, a, b, c}), ip_opt::nop()};
  EXPECT_EQ(list.size(), 40u);
  EXPECT_THROW((ip_options{ip_opt::lsrr({a, b, c, a, b, c, a, b, c}), ip_opt::nop(), ip_opt::nop()}), std::length_error);
}

}  // namespace ip_options_test
}  // namespace packetry
