// SPDX-License-Identifier: BSL-1.0
#include <packetry/fields/tcp_options.hpp>  // first: proves the header stands alone

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace packetry {
namespace tcp_options_test {

using test::operator""_hex;

constexpr bool same(bytes a, bytes b) {
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i != a.size(); ++i)
    if (a[i] != b[i]) return false;
  return true;
}
constexpr bool is(const tcp_option& option, bytes wire) { return same(tcp_options{option}.octets(), wire); }

// --- each option as its RFC draws it --------------------------------------------------------------

static_assert(is(tcp_opt::eol(), "00"_hex));                      // RFC 9293 section 3.2
static_assert(is(tcp_opt::nop(), "01"_hex));                      // RFC 9293 section 3.2
static_assert(is(tcp_opt::mss(1460), "020405b4"_hex));            // RFC 9293 section 3.2
static_assert(is(tcp_opt::wscale(7), "030307"_hex));              // RFC 7323 section 2.2
static_assert(is(tcp_opt::sack_ok(), "0402"_hex));                // RFC 2018 section 2
static_assert(is(tcp_opt::sack({1, 2, 0xffff'fffe, 3}), "0512 00000001 00000002 fffffffe 00000003"_hex));  // RFC 2018 section 3
static_assert(is(tcp_opt::sack({}), "0502"_hex));
static_assert(is(tcp_opt::timestamp(0x0102'0304, 0x0506'0708), "080a 01020304 05060708"_hex));  // RFC 7323 section 3.2
static_assert(is(tcp_opt::other(253, "cafe"_hex), "fd04cafe"_hex));                             // RFC 6994

// --- the list of a SYN, both directions ---------------------------------------------------------------

// Scapy 2.7.1rc1, scapy.md appendix A "IP/TCP SYN opts": the last 20 octets.
constexpr auto wire = "020405b4 0402 080a 00000001 00000000 01 030307"_hex;
constexpr tcp_options syn = {tcp_opt::mss(1460), tcp_opt::sack_ok(), tcp_opt::timestamp(1, 0), tcp_opt::nop(), tcp_opt::wscale(7)};

static_assert(same(syn.octets(), wire));
static_assert(syn == tcp_options{bytes{wire}});
static_assert(syn.find(tcp_option_kind::mss)->integer<2>() == 1460);
static_assert(syn.find(tcp_option_kind::wscale)->integer<1>() == 7);
static_assert(syn.find(tcp_option_kind::timestamp)->integer<8>() == 0x1'0000'0000);
static_assert(!syn.find(tcp_option_kind::sack));

TEST(TcpOptions, AreReadInTheirOrder) {
  std::vector<tcp_option_kind> kinds;
  for (const auto& o : syn) kinds.push_back(o.kind);
  EXPECT_EQ(kinds, (std::vector{tcp_option_kind::mss, tcp_option_kind::sack_ok, tcp_option_kind::timestamp, tcp_option_kind::nop,
                                tcp_option_kind::wscale}));
}

// --- 40 octets: what a data offset of 15 leaves (RFC 9293 section 3.1) ------------------------------

TEST(TcpOptions, HoldFortyOctetsAndNoMore) {
  tcp_options list = {tcp_opt::timestamp(1, 2), tcp_opt::timestamp(3, 4), tcp_opt::timestamp(5, 6), tcp_opt::timestamp(7, 8)};
  ASSERT_EQ(list.size(), 40u);
  EXPECT_THROW(list.push_back(tcp_opt::nop()), std::length_error);
  EXPECT_THROW(static_cast<void>(tcp_opt::sack({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11})), std::length_error);
}

}  // namespace tcp_options_test
}  // namespace packetry
