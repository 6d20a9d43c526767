// SPDX-License-Identifier: BSL-1.0
#include <packetry/packet/dissect.hpp>  // first: proves the header stands alone

#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace dissect_test {

using test::operator""_hex;

constexpr ipv4_address us{192, 0, 2, 1}, them{192, 0, 2, 2};

/// "Ether14/IP20/Raw3": the layers, and how many octets each has.
std::string shape(bytes wire, link_type link = link_type::ethernet) {
  std::string text;
  for (const auto& l : dissect(wire, link).layers()) text += (text.empty() ? "" : "/") + std::string{l.name()} + std::to_string(l.octets().size());
  return text;
}

/// Whatever the octets, the layers are all of them, one behind the other.
void expect_whole(const packet_view& v) {
  std::size_t at = 0;
  for (const auto& l : v.layers()) {
    EXPECT_EQ(l.offset(), at);
    at += l.octets().size();
  }
  EXPECT_EQ(at, v.size());
}

// --- the walk: what a sink is told, and in which order ----------------------------------------------------------------

struct recorder {
  struct tally {
    std::size_t layers = 0;
    [[nodiscard]] std::size_t count() const { return layers; }
  };
  std::string* out;
  const std::uint8_t* begin;
  std::string_view last = "";  // after which no more is wanted

  template <class L>
  bool layer(unsigned, const layer_view<L>& v, tally& t) const {
    *out += std::to_string(++t.layers) + ":" + std::string{L::name} + "@" + std::to_string(v.begin() - begin) + " ";
    return L::name != last;
  }
  void fault(packetry::fault what, unsigned id, const std::uint8_t* at, std::size_t needed, const std::uint8_t* end) const {
    *out += "[" + std::string{to_string(what)} + " " + std::string{standard_catalog::names[id]} + "@" + std::to_string(at - begin) + " " +
            std::to_string(needed) + "/" + std::to_string(end - at) + "] ";
  }
  void finish(const std::uint8_t* at, const std::uint8_t* end, tally t) const {
    *out += "end " + std::to_string(at - begin) + "-" + std::to_string(end - begin) + " of " + std::to_string(t.count());
  }
};

std::string walked(bytes wire, std::string_view last = "") {
  std::string text;
  recorder sink{&text, wire.data(), last};
  detail::walk<standard_catalog>(wire, standard_catalog::id_of<ether>, sink);
  return text;
}

/// Takes the port of DNS first, and never accepts.
struct picky {
  std::uint8_t kind = 7;
  static constexpr std::string_view name = "Picky";
  static constexpr number ids[] = {tcp_port::domain};
  static constexpr auto wire = layout{field{"kind", &picky::kind, be<8>, must_be<0xff>{}}};
};

TEST(Walk, OfALayerThatRefusesTheNextOneHasItsPrefix) {
  const auto wire = to_bytes(ether{} / ip{.src = us, .dst = them} / tcp{.sport = 1000, .dport = 53} / dns{.id = 7, .qd = {{.qname = "hack.lu"}}});
  const auto v = dissect(wire, link_type::ethernet, catalog_with<picky>{});
  ASSERT_TRUE(v.has<dns>());
  EXPECT_FALSE(v.fault());
  EXPECT_EQ(v.get<dns>().id, 7);
}

TEST(Walk, TellsEachLayerAndTheEnd) {
  EXPECT_EQ(walked(to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9} / "abc" / padding{"x"})), "1:Ether@0 2:IP@14 3:UDP@34 end 42-45 of 3");
  EXPECT_EQ(walked(to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9})), "1:Ether@0 2:IP@14 3:UDP@34 end 42-42 of 3");
  EXPECT_EQ(walked({}), "end 0-0 of 0");
}

TEST(Walk, EndsWhereTheSinkWantsNoMore) {
  const auto wire = to_bytes(ether{} / ip{} / tcp{.options = {tcp_opt::mss(1460)}} / "abc");
  EXPECT_EQ(walked(wire, "IP"), "1:Ether@0 2:IP@14 ");
  EXPECT_EQ(walked(bytes{wire}.first(56), "TCP"), "1:Ether@0 2:IP@14 [truncated TCP@34 24/22] 3:TCP@34 ");
}

TEST(Walk, TellsAFaultBeforeTheEnd) {
  const auto wire = to_bytes(ether{} / ip{} / udp{});
  EXPECT_EQ(walked(bytes{wire}.first(40)), "1:Ether@0 2:IP@14 [truncated UDP@34 8/6] end 34-40 of 2");  // refused: not a layer
  const auto options = to_bytes(ether{} / ip{} / tcp{.options = {tcp_opt::mss(1460)}});
  EXPECT_EQ(walked(bytes{options}.first(56)), "1:Ether@0 2:IP@14 [truncated TCP@34 24/22] 3:TCP@34 end 56-56 of 3");  // kept as far as it goes
}

// --- every truncation of a frame, against the whole error -------------------------------------------------------------

struct stop {
  std::size_t octets;       ///< from so many octets on
  std::string_view layer;   ///< this one is not whole
  std::size_t offset;
  std::size_t needed;       ///< 0: not known
};

/// Fewer octets than the next row says: the row's fault. Exactly where a layer ends nothing is wrong.
void expect_stops(bytes wire, const std::vector<stop>& stops) {
  for (std::size_t n = 0; n <= wire.size(); ++n) {
    const packet_view v = dissect(wire.first(n));
    expect_whole(v);
    const stop* last = nullptr;
    for (const stop& s : stops)
      if (n >= s.octets) last = &s;
    SCOPED_TRACE(n);
    if (last == nullptr || last->layer.empty()) {
      EXPECT_EQ(v.fault(), std::nullopt);
    } else {
      const std::size_t there = n - last->offset;
      EXPECT_EQ(v.fault(), (packet_error{.what = fault::truncated, .layer = last->layer, .offset = last->offset,
                                         .needed = last->needed == 0 ? there : last->needed, .available = there}));
    }
  }
}

TEST(Truncation, OfUdpAndDns) {
  const auto wire = to_bytes(ether{} / ip{} / udp{} / dns{.id = 7});
  expect_stops(wire, {{1, "Ether", 0, 14}, {14, {}, 0, 0}, {15, "IP", 14, 20}, {34, {}, 0, 0}, {35, "UDP", 34, 8}, {42, {}, 0, 0},
                      {43, "DNS", 42, 12}, {54, "DNS", 42, 0}, {wire.size(), {}, 0, 0}});
}

TEST(Truncation, OfTcpWithOptions) {
  const auto wire = to_bytes(ether{} / ip{.options = {ip_opt::router_alert()}} / tcp{.options = {tcp_opt::mss(1460)}} / "x");
  expect_stops(wire, {{1, "Ether", 0, 14}, {14, {}, 0, 0}, {15, "IP", 14, 20}, {34, "IP", 14, 24}, {38, {}, 0, 0}, {39, "TCP", 38, 20},
                      {58, "TCP", 38, 24}, {62, {}, 0, 0}});
}

TEST(Truncation, OfArp) {
  const auto wire = to_bytes(ether{} / arp{});
  expect_stops(wire, {{1, "Ether", 0, 14}, {14, {}, 0, 0}, {15, "ARP", 14, 8}, {22, "ARP", 14, 28}, {42, {}, 0, 0}});
  EXPECT_EQ(shape(bytes{wire}.first(41)), "Ether14/Raw27");  // addresses that are not all there are none
}

TEST(Truncation, OfIcmp) {  // the shortest kind of message is 8 octets, a timestamp 20
  const auto wire = to_bytes(ether{} / ip{} / icmp{.type = icmp_type::timestamp_request});
  expect_stops(wire, {{1, "Ether", 0, 14}, {14, {}, 0, 0}, {15, "IP", 14, 20}, {34, {}, 0, 0}, {35, "ICMP", 34, 8}, {42, "ICMP", 34, 20}, {54, {}, 0, 0}});
}

TEST(Truncation, OfAQuotation) {  // 8 octets of a quoted TCP header are enough (RFC 792)
  const auto wire = to_bytes(ether{} / ip{} / icmp{.type = icmp_type::dest_unreach} / ip_error{} / tcp_error{});
  EXPECT_EQ(shape(bytes{wire}.first(42 + 20 + 20)), "Ether14/IP20/ICMP8/IPerror20/TCPerror20");
  EXPECT_EQ(shape(bytes{wire}.first(42 + 20 + 19)), "Ether14/IP20/ICMP8/IPerror20/TCPerror8/Raw11");
  EXPECT_EQ(shape(bytes{wire}.first(42 + 20 + 8)), "Ether14/IP20/ICMP8/IPerror20/TCPerror8");
  EXPECT_EQ(shape(bytes{wire}.first(42 + 20 + 7)), "Ether14/IP20/ICMP8/IPerror20/Raw7");
  EXPECT_EQ(dissect(bytes{wire}.first(42 + 20 + 7)).fault(),
            (packet_error{.what = fault::truncated, .layer = "TCPerror", .offset = 62, .needed = 8, .available = 7}));
}

// --- fault text ---------------------------------------------------------------------------------------------------------

TEST(FaultText, SaysWhichLayerWhereAndWhy) {
  const auto text = [](bytes wire) {
    const auto f = dissect(wire).fault();
    return f ? to_string(*f) : std::string{"none"};
  };
  const auto tcp_wire = to_bytes(ether{} / ip{} / tcp{});
  EXPECT_EQ(text(tcp_wire), "none");
  EXPECT_EQ(text(bytes{tcp_wire}.first(46)), "TCP at octet 34: truncated (needs 20, has 12)");
  EXPECT_EQ(text("ffffffffffff 020000000001 05dc 0102"_hex), "LLC at octet 14: truncated (needs 3, has 2)");  // 1500: a length, IEEE 802.3

  auto name_wire = to_bytes(ether{} / ip{} / udp{} / dns{});
  name_wire[54] = 0x40;  // a label of the reserved type 01 (RFC 1035 section 4.1.4)
  EXPECT_EQ(text(name_wire), "DNS at octet 42: bad value");

  const auto over_tcp = ether{} / ip{} / tcp{} / dns{.qd = {}};
  EXPECT_EQ(text(to_bytes(over_tcp)), "none");
  EXPECT_EQ(text(to_bytes(ether{} / ip{} / tcp{} / dns{.length = 11, .qd = {}})), "DNS at octet 54: bad length");
  EXPECT_EQ(text(to_bytes(ether{} / ip{} / tcp{} / dns{.length = 13, .qd = {}})), "DNS at octet 54: truncated (needs 15, has 14)");
}

// --- where packets end ---------------------------------------------------------------------------------------------------

struct end_case {
  std::string_view name;
  std::vector<std::uint8_t> wire;
  std::string_view shape;
};

template <class P>
std::vector<std::uint8_t> with_more(const P& packet, std::size_t more) {
  auto wire = to_bytes(packet);
  wire.resize(wire.size() + more);
  return wire;
}

constexpr udp plain_udp{.sport = 7, .dport = 9};

const end_case ends[] = {
    {"nothing_above", to_bytes(ether{} / ip{} / plain_udp), "Ether14/IP20/UDP8"},
    {"padding", with_more(ether{} / ip{} / plain_udp / "abc", 6), "Ether14/IP20/UDP8/Raw3/Padding6"},
    {"padding_without_payload", with_more(ether{} / ip{} / plain_udp, 6), "Ether14/IP20/UDP8/Padding6"},
    {"padding_of_two_layers", with_more(ether{} / ip{.len = 33} / plain_udp / "abc", 6), "Ether14/IP20/UDP8/Raw3/Padding6"},
    {"padding_behind_arp", with_more(ether{} / arp{}, 18), "Ether14/ARP28/Padding18"},
    {"ip_length_0", with_more(ether{} / ip{.len = 0} / tcp{.sport = 7, .dport = 9} / "abc", 6), "Ether14/IP20/TCP20/Raw9"},  // TSO
    {"ip_length_below_its_header", with_more(ether{} / ip{.len = 19} / tcp{.sport = 7, .dport = 9} / "abc", 6), "Ether14/IP20/TCP20/Raw9"},
    {"ip_length_of_its_header", with_more(ether{} / ip{.len = 20} / tcp{.sport = 7, .dport = 9}, 6), "Ether14/IP20/Padding26"},
    {"ip_length_beyond", to_bytes(ether{} / ip{.len = 9999} / plain_udp / "abc"), "Ether14/IP20/UDP8/Raw3"},
    {"udp_length_0", to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9, .len = 0} / "abc"), "Ether14/IP20/UDP8/Raw3"},
    {"udp_length_7", to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9, .len = 7} / "abc"), "Ether14/IP20/UDP8/Raw3"},
    {"udp_length_8", to_bytes(ether{} / ip{} / udp{.sport = 7, .dport = 9, .len = 8} / "abc"), "Ether14/IP20/UDP8/Padding3"},
    {"udp_length_10", with_more(ether{} / ip{} / udp{.sport = 7, .dport = 9, .len = 10} / "abc", 6), "Ether14/IP20/UDP8/Raw2/Padding7"},
    {"udp_length_beyond_ip", with_more(ether{} / ip{} / udp{.sport = 7, .dport = 9, .len = 99} / "abc", 6), "Ether14/IP20/UDP8/Raw3/Padding6"},
    {"first_fragment", to_bytes(ether{} / ip{.flags = "MF"} / plain_udp / "abc"), "Ether14/IP20/UDP8/Raw3"},
    {"later_fragment", to_bytes(ether{} / ip{.frag = 1} / plain_udp / "abc"), "Ether14/IP20/Raw11"},
    {"fragment_with_padding", with_more(ether{} / ip{.frag = 1} / plain_udp, 6), "Ether14/IP20/Raw8/Padding6"},
    {"vlan_type", to_bytes(ether{} / dot1q{} / ip{} / plain_udp), "Ether14/Dot1Q4/IP20/UDP8"},
    {"vlan_length", with_more(ether{} / dot1q{.type = ether_type{5}} / "abcde", 6), "Ether14/Dot1Q4/LLC3/Raw2/Padding6"},
    {"vlan_length_beyond", to_bytes(ether{} / dot1q{.type = ether_type{1500}} / "abcde"), "Ether14/Dot1Q4/LLC3/Raw2"},
    {"header_length_below_5", to_bytes(ether{} / ip{.ihl = 4} / plain_udp), "Ether14/IP20/UDP8"},
    {"header_length_beyond", to_bytes(ether{} / ip{.ihl = 8} / plain_udp), "Ether14/IP28"},
    {"unknown_protocol", to_bytes(ether{} / ip{.proto = ip_protocol{253}} / "abc"), "Ether14/IP20/Raw3"},
    {"unknown_ether_type", to_bytes(ether{.type = ether_type::lldp} / "abc"), "Ether14/Raw3"},
    {"length_instead_of_type", to_bytes(ether{.type = ether_type{3}} / "abc"), "Dot314/LLC3"},
};

class PacketEnd : public testing::TestWithParam<end_case> {};

TEST_P(PacketEnd, IsWhereTheLengthsSay) {
  EXPECT_EQ(shape(GetParam().wire), GetParam().shape);
  expect_whole(dissect(GetParam().wire));
}

INSTANTIATE_TEST_SUITE_P(Table, PacketEnd, testing::ValuesIn(ends), [](const auto& c) { return std::string{c.param.name}; });

TEST(PacketEnd, PaddingIsInnermostFirst) {  // in the order of the wire: UDP's, then IP's, then the frame's
  auto wire = to_bytes(ether{} / ip{.len = 20 + 8 + 3} / udp{.sport = 7, .dport = 9, .len = 9} / "abc");
  wire.push_back('d');
  const packet_view v = dissect(wire);
  EXPECT_EQ(v.get<raw>(), raw{"a"});
  EXPECT_EQ(v.get<padding>(), padding{"bcd"});
}

// --- the first layer ------------------------------------------------------------------------------------------------------

TEST(FirstLayer, IsTheLinkTypes) {
  const auto wire = to_bytes(ip{} / plain_udp);
  EXPECT_EQ(shape(wire, link_type::raw_ip), "IP20/UDP8");
  EXPECT_EQ(shape(wire, link_type::ipv4), "IP20/UDP8");
  EXPECT_EQ(shape(wire, link_type{9999}), "Raw28");
  EXPECT_EQ(dissect(wire, link_type{9999}).fault(), std::nullopt);
}

TEST(FirstLayer, IsNoneWithoutOctets) {
  const packet_view v = dissect(bytes{});
  EXPECT_EQ(v.count(), 0u);
  EXPECT_EQ(v.fault(), std::nullopt);
  EXPECT_FALSE(v.has<raw>());
}

// --- depth -----------------------------------------------------------------------------------------------------------------

std::vector<std::uint8_t> nested(std::size_t n) {  // IP in IP in IP …
  std::vector<std::uint8_t> wire;
  for (std::size_t i = 0; i != n; ++i) {
    const auto header = to_bytes(ip{.len = static_cast<std::uint16_t>(20 * (n - i)), .proto = ip_protocol::ipip, .src = us, .dst = them});
    wire.insert(wire.end(), header.begin(), header.end());
  }
  return wire;
}

TEST(Depth, EndsAfter32Layers) {
  const auto forty = nested(40), thirty_three = nested(33), thirty_two = nested(32);
  const packet_view v = dissect(forty, link_type::raw_ip);
  EXPECT_EQ(v.count(), 33u);
  EXPECT_TRUE(v.view<ip>(32));
  EXPECT_FALSE(v.view<ip>(33));
  EXPECT_EQ(v.payload().size(), 8u * 20);
  EXPECT_EQ(v.fault(), (packet_error{.what = fault::too_deep, .layer = "IP", .offset = 640, .needed = 160, .available = 160}));
  EXPECT_EQ(to_string(*v.fault()), "IP at octet 640: too many layers");
  EXPECT_EQ(dissect(thirty_three, link_type::raw_ip).fault()->what, fault::too_deep);
  EXPECT_EQ(dissect(thirty_two, link_type::raw_ip).fault(), std::nullopt);
  EXPECT_EQ(dissect(thirty_two, link_type::raw_ip).count(), 32u);
}

TEST(Depth, CountsDhcpWithItsBootp) {
  const auto lease = to_bytes(ip{} / udp{} / bootp{} / dhcp{.options = {dhcp_opt::end()}} / padding{"x"});
  const auto behind_tags = [&](std::size_t tags) {
    std::vector<std::uint8_t> wire = to_bytes(ether{.type = ether_type::vlan});
    while (tags-- != 0) wire.insert(wire.end(), {0, 1, std::uint8_t(tags == 0 ? 8 : 0x81), 0});
    wire.insert(wire.end(), lease.begin(), lease.end());
    return wire;
  };
  const auto fits = behind_tags(28), deep = behind_tags(29);
  EXPECT_EQ(dissect(fits).count(), 34u);
  EXPECT_TRUE(dissect(fits).has<dhcp>());
  EXPECT_EQ(dissect(fits).fault(), std::nullopt);
  EXPECT_FALSE(dissect(deep).has<bootp>());
  EXPECT_EQ(dissect(deep).fault()->what, fault::too_deep);
}

TEST(Depth, LeavesRoomForRawAndPadding) {
  auto wire = nested(40);
  wire.resize(wire.size() + 6);
  const packet_view v = dissect(wire, link_type::raw_ip);
  EXPECT_EQ(v.count(), 34u);
  EXPECT_EQ(v.get<padding>().load.size(), 6u);
  expect_whole(v);
}

// --- any octets at all -----------------------------------------------------------------------------------------------------

TEST(Dissect, TakesEveryOctetOnceWhateverTheyAre) {  // of frames damaged in one octet each
  const auto frames = {to_bytes(ether{} / ip{.options = {ip_opt::router_alert()}} / tcp{.options = {tcp_opt::mss(1)}} / dns{}),
                       to_bytes(ether{} / dot1q{} / ip{} / udp{} / dns{.an = {{.rrname = "a", .rdata = ipv4_address{us}}}}), to_bytes(ether{} / arp{}),
                       to_bytes(ether{} / ip{} / icmp{.type = icmp_type::time_exceeded} / ip_error{} / udp_error{} / "x")};
  for (const auto& frame : frames)
    for (std::size_t at = 0; at != frame.size(); ++at)
      for (const std::uint8_t damage : {std::uint8_t{0x01}, std::uint8_t{0x80}, std::uint8_t{0xff}}) {
        auto wire = frame;
        wire[at] ^= damage;
        expect_whole(dissect(wire));
      }
}

// --- the last layer that is not whole is never read beyond its octets ---------------------------------------------------

struct flagged {
  bool a_present = false;
  std::uint8_t rest_of_flags = 0;
  std::uint32_t a = 0;
  std::uint8_t size = 0;
  octets text{};
  std::uint32_t last = 0;
  static constexpr std::string_view name = "Flagged";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{
      field{"a_present", &flagged::a_present, bits<1>},
      field{"rest_of_flags", &flagged::rest_of_flags, bits<7>},
      field{"a", &flagged::a, be<32>, when<&flagged::a_present>{}},
      field{"size", &flagged::size, be<8>},
      field{"text", &flagged::text, octets_counted_by<&flagged::size>},
      field{"last", &flagged::last, be<32>},
  };
  friend constexpr bool operator==(const flagged&, const flagged&) = default;
};

/// Octets up to a zero, and a number behind it.
struct until_zero {
  static constexpr unsigned bits = detail::dynamic;
  template <class View>
  [[nodiscard]] static constexpr detail::extent measure(const View& view, const std::uint8_t* at) noexcept {
    const std::uint8_t* p = at;
    while (p != view.end() && *p != 0) ++p;
    return {static_cast<std::size_t>(p - at), p == view.end() ? fault::bad_value : fault::none};
  }
  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View&, bytes wire) {
    return T(wire);
  }
};
struct ended {
  octets text{};
  std::uint16_t last = 0;
  static constexpr std::string_view name = "Ended";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"text", &ended::text, until_zero{}}, field{"last", &ended::last, be<16>}};
};

TEST(Dissect, RefusesALayerOfWhichTheEndCannotBeFound) {
  const std::vector<std::uint8_t> right{'h', 'i', 0, 7}, wrong{'h', 'i'};
  EXPECT_EQ(dissect(right, link_type::ethernet, catalog<ended>{}).get<ended>().last, 7);
  const auto v = dissect(wrong, link_type::ethernet, catalog<ended>{});
  EXPECT_FALSE(v.has<ended>());
  EXPECT_EQ(v.fault(), (packet_error{.what = fault::bad_value, .layer = "Ended", .offset = 0, .needed = 2, .available = 2}));
}

TEST(Dissect, RefusesALayerWhoseRowsAreNotAllThere) {
  constexpr auto whole = "80 01020304 02 6869 05060708"_hex;
  for (std::size_t n = 1; n != whole.size(); ++n) {
    const std::vector<std::uint8_t> wire(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(n));  // on a heap that tells
    const auto v = dissect(wire, link_type::ethernet, catalog<flagged>{});
    EXPECT_FALSE(v.has<flagged>()) << n;
    EXPECT_EQ(v.fault()->what, fault::truncated) << n;
    EXPECT_EQ(v.payload().size(), n);
  }
  EXPECT_EQ(dissect(whole, link_type::ethernet, catalog<flagged>{}).get<flagged>(),
            (flagged{.a_present = true, .a = 0x0102'0304, .size = 2, .text = "hi", .last = 0x0506'0708}));
}

}  // namespace dissect_test
}  // namespace packetry
