// SPDX-License-Identifier: BSL-1.0
#include <packetry/numbers/arp_operation.hpp>
#include <packetry/numbers/dns_numbers.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/hardware_type.hpp>
#include <packetry/numbers/icmp_type.hpp>
#include <packetry/numbers/ip_option_number.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/numbers/ports.hpp>
#include <packetry/numbers/tcp_option_kind.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string_view>
#include <type_traits>

namespace packetry {
namespace enums_test {

// --- shape: an enumeration is as wide as its field on the wire -----------------------------------

template <class Number, class Integer>
constexpr bool held_in = std::is_same_v<std::underlying_type_t<Number>, Integer>;

static_assert(held_in<ether_type, std::uint16_t>);
static_assert(held_in<ip_protocol, std::uint8_t> && held_in<quoted_protocol, std::uint8_t>);
static_assert(held_in<udp_port, std::uint16_t> && held_in<tcp_port, std::uint16_t>);
static_assert(held_in<link_type, std::uint32_t>);
static_assert(held_in<hardware_type, std::uint16_t> && held_in<arp_operation, std::uint16_t>);
static_assert(held_in<icmp_type, std::uint8_t>);
static_assert(held_in<dns_type, std::uint16_t> && held_in<dns_class, std::uint16_t>);
static_assert(held_in<dns_opcode, std::uint8_t> && held_in<dns_rcode, std::uint8_t>);
static_assert(held_in<edns_option, std::uint16_t>);
static_assert(held_in<ip_option_number, std::uint8_t> && held_in<ip_option_class, std::uint8_t>);
static_assert(held_in<tcp_option_kind, std::uint8_t>);

static_assert(icmp_type::echo == icmp_type::echo_request);
static_assert(dns_type::any == dns_type::all);

// --- values, checked against octets of packets that others built ---------------------------------

/// The `size` octets at `offset` of a packet written in hexadecimal, as one big-endian number.
constexpr std::uint64_t octets_at(std::string_view hex, std::size_t offset, std::size_t size) {
  std::uint64_t value = 0;
  for (const char c : hex.substr(2 * offset, 2 * size))
    value = value << 4 | static_cast<std::uint64_t>(c <= '9' ? c - '0' : c - 'a' + 10);
  return value;
}

template <class Number>
constexpr bool at(std::string_view hex, std::size_t offset, Number expected) {
  return octets_at(hex, offset, sizeof(Number)) == static_cast<std::uint64_t>(expected);
}

// Scapy 2.7.1rc1: Ether(dst="ff:ff:ff:ff:ff:ff", src="02:00:00:00:00:01") /
//                 ARP(hwsrc="02:00:00:00:00:01", psrc="192.0.2.1", pdst="192.0.2.2")
constexpr std::string_view who_has =
    "ffffffffffff02000000000108060001080006040001020000000001c0000201000000000000c0000202";
static_assert(at(who_has, 12, ether_type::arp));
static_assert(at(who_has, 14, hardware_type::ethernet));
static_assert(at(who_has, 16, ether_type::ipv4));
static_assert(at(who_has, 20, arp_operation::who_has));

// Scapy 2.7.1rc1: Ether() / Dot1AD(vlan=10) / Dot1Q(vlan=20) / IP() / ICMP()
constexpr std::string_view double_tagged =
    "02000000000202000000000188a8000a8100001408004500001c000100004001f6dcc0000201c00002020800f7ff00000000";
static_assert(at(double_tagged, 12, ether_type::service_vlan));
static_assert(at(double_tagged, 16, ether_type::vlan));
static_assert(at(double_tagged, 31, ip_protocol::icmp));
static_assert(at(double_tagged, 42, icmp_type::echo));

// Scapy 2.7.1rc1: IP(src="192.0.2.254", dst="192.0.2.1") / ICMP(type=11) / IPerror() / UDPerror(1000, 33434)
constexpr std::string_view time_exceeded =
    "45000038000100004001f5c4c00002fec00002010b00791d000000004500001c000100004011f6ccc0000201c000020203e8829a"
    "0008f557";
static_assert(at(time_exceeded, 20, icmp_type::time_exceeded));
static_assert(at(time_exceeded, 37, ip_protocol::udp));

// Scapy 2.7.1rc1: IP() / TCP(sport=1234, options=[MSS, SAckOK, Timestamp, NOP, WScale])
constexpr std::string_view syn =
    "4500003c000100004006f6b7c0000201c000020204d200500000000000000000a00220009ed90000"
    "020405b40402080a000000010000000001030307";
static_assert(at(syn, 9, ip_protocol::tcp));
static_assert(at(syn, 22, tcp_port::http));
static_assert(at(syn, 40, tcp_option_kind::mss));
static_assert(at(syn, 44, tcp_option_kind::sack_ok));
static_assert(at(syn, 46, tcp_option_kind::timestamp));
static_assert(at(syn, 56, tcp_option_kind::nop));
static_assert(at(syn, 57, tcp_option_kind::wscale));

// Scapy 2.7.1rc1: IPv6(dst="ff02::16", hlim=1) / HBH(RouterAlert) / MLReport2()
constexpr std::string_view mld =
    "6000000000240001fe800000000000000000000000000001ff0200000000000000000000000000163a000502000001008f006f0f"
    "0000000104000000ff0200000000000000000000000000fb";
static_assert(at(mld, 6, ip_protocol::hopopt));
static_assert(at(mld, 40, ip_protocol::ipv6_icmp));

// Scapy 2.7.1rc1: UDP(sport=5000) / DNS(id=7, qd=DNSQR(qname="53.2.0.192.in-addr.arpa", qtype="PTR"))
constexpr std::string_view reverse_question =
    "1388003500310000000701000001000000000000023533013201300331393207696e2d61646472046172706100000c0001";
static_assert(at(reverse_question, 2, udp_port::domain));
static_assert(at(reverse_question, 45, dns_type::ptr));
static_assert(at(reverse_question, 47, dns_class::in));

// Scapy 2.7.1rc1: IP(options=[IPOption_RR(...)]) / UDP(); the first octet holds the copied flag and the class
// too
constexpr std::string_view recorded =
    "4900002c000100004011e7adc0000201c0000202070f04000000000000000000000000000035003500087b70";
static_assert((octets_at(recorded, 20, 1) & 31) == static_cast<std::uint64_t>(ip_option_number::rr));
static_assert((octets_at(recorded, 20, 1) >> 5 & 3) == static_cast<std::uint64_t>(ip_option_class::control));

// --- distinct spaces ------------------------------------------------------------------------------

TEST(Enums, DoNotConvertIntoOneAnother) {
  EXPECT_FALSE((std::is_convertible_v<udp_port, tcp_port>));
  EXPECT_FALSE((std::is_convertible_v<ip_protocol, quoted_protocol>));
  EXPECT_FALSE((std::is_convertible_v<ip_protocol, int>));
}

}  // namespace enums_test
}  // namespace packetry
