// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/checksum.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/transport/network_map.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <linux/if_ether.h>

namespace packetry::detail {

/// Whether a packet can be given to the kernel's IP layer, or goes out as a frame; and why.
struct path_choice {
  bool framed = false;
  std::string_view why{};
};

/// The same for IPv6, of which the kernel changes nothing.
[[nodiscard]] inline path_choice path_for_v6(bytes packet) noexcept {
  if (packet.size() < 40) return {true, "it is shorter than an IPv6 header"};
  return {false, "the kernel sends it as it is"};
}

/// The one rule for which way an IPv4 packet goes. The kernel's IP layer writes some fields itself; a packet in which
/// that would change anything is framed instead, so that it is sent as it was made.
[[nodiscard]] inline path_choice path_for_v4(bytes packet) noexcept {
  if (packet.size() < 20) return {true, "it is shorter than an IPv4 header"};
  const std::uint8_t* const p = packet.data();
  const std::size_t header = 4 * std::size_t{p[0] & 15u};
  if (header < 20 || header > packet.size()) return {true, "the kernel would refuse the header length"};
  if (load_be<2>(p + 2) != packet.size()) return {true, "the kernel would correct the total length"};
  if (checksum(packet.first(header)) != 0) return {true, "the kernel would correct the header checksum"};
  if (load_be<2>(p + 4) == 0 && (p[6] & 0x40) == 0) return {true, "the kernel would choose an identification"};
  if (load_be<4>(p + 12) == 0) return {true, "the kernel would fill in the source"};
  return {false, "the kernel sends it as it is"};
}

/// A packet that is ready to be sent, and where to. Made once for a request; sent as often as it is retried.
struct outbound {
  std::vector<std::uint8_t> octets{};  ///< from the packet's own outermost layer on
  link_type link = link_type::raw_ip;  ///< what they begin with, and so must what answers them
  bool begins_with_link = false;       ///< whether that is a link layer
  path_choice path{};
  unsigned interface = 0;                 ///< it leaves through, and its answers come in
  unsigned bound_to = 0;                  ///< the interface that was asked for; 0: as the routing table says
  inet_address to{};                      ///< the destination it is routed to; none where there is none
  std::uint16_t protocol = 0;             ///< ether type behind `header`; 0 where the frame says it itself
  std::array<std::uint8_t, 14> header{};  ///< the link header, where the octets begin behind it
  std::uint8_t header_size = 0;
  scoped_address unresolved{};  ///< whose hardware address is still missing in the link header

  [[nodiscard]] bool is_complete() const noexcept { return !unresolved.address; }
  [[nodiscard]] bytes link_header() const noexcept { return bytes{header}.first(header_size); }

  /// Whether one call to the kernel can send both: frames of one interface, or packets to be routed.
  [[nodiscard]] bool goes_with(const outbound& other) const noexcept {
    if (path.framed != other.path.framed) return false;
    return path.framed ? interface == other.interface : to.family() == other.to.family();
  }

  /// As if new, but for the memory that it has.
  void restart(link_type begins_with, bool is_link, path_choice way, const inet_address& destination) noexcept {
    link = begins_with;
    begins_with_link = is_link;
    path = way;
    interface = bound_to = 0;
    to = destination;
    protocol = header_size = 0;
    unresolved = {};
  }

  /// Send the frame to this neighbour.
  void resolve(mac_address next) noexcept {
    store_be<6>(header_size != 0 ? header.data() : octets.data(), next.value());
    unresolved = {};
  }
};

/// The hardware address that follows from the kind of destination; none where a neighbour must be known.
[[nodiscard]] inline std::optional<mac_address> mac_by_rule(const route_facts& route, const link_facts& link,
                                                            const inet_address& to) {
  if (route.kind == RTN_BROADCAST) return mac_address::broadcast();
  constexpr std::uint64_t v4_group = 0x0100'5e00'0000, v6_group = 0x3333'0000'0000;  // RFC 1112 6.4, RFC 2464 7
  if (to.is_v4() && to.v4().is_multicast()) return mac_address{v4_group | (to.v4().value() & 0x7f'ffffu)};
  if (to.is_v6() && to.v6().is_multicast()) return mac_address{v6_group | (to.v6().low() & 0xffff'ffffu)};
  if ((link.flags & (IFF_LOOPBACK | IFF_NOARP)) != 0 || !link.is_ethernet()) return mac_address{};
  return std::nullopt;
}

/// Who is asked for the hardware address, on which interface.
[[nodiscard]] inline scoped_address next_hop(const route_facts& route, const inet_address& to) noexcept {
  return {route.interface, route.gateway ? route.gateway : to};
}

/// The destination's hardware address, where it is known; else who must be asked for it.
inline void find_next_hop(network_map& map, const route_facts& route, outbound& out) {
  if (const auto known = mac_by_rule(route, map.link(route.interface), out.to)) return out.resolve(*known);
  const scoped_address hop = next_hop(route, out.to);
  if (const auto known = map.neighbour(hop)) return out.resolve(*known);
  out.unresolved = hop;
}

/// Put the link header before a routed packet that must be framed. To this machine itself it goes as a frame too, on
/// the loopback interface: all who listen there see it, but the kernel takes none from a packet socket.
inline void frame_routed(network_map& map, const route_facts& route, outbound& out) {
  const link_facts& link = map.link(route.interface);
  out.protocol = out.to.is_v6() ? ETH_P_IPV6 : ETH_P_IP;
  if (!link.is_ethernet()) return;
  out.header_size = 14;
  store_be<6>(out.header.data() + 6, link.mac.value());
  store_be<2>(out.header.data() + 12, out.protocol);
  find_next_hop(map, route, out);
}

/// Where and how routed octets go, which the routing table decides.
inline void route_packet(network_map& map, const route_facts& route, unsigned bound_to, outbound& out) {
  out.interface = route.interface;
  out.bound_to = bound_to;
  out.path = out.to.is_v6() ? path_for_v6(out.octets) : path_for_v4(out.octets);
  if (out.path.framed) frame_routed(map, route, out);
}

/// \throws transport_error, in words that name the destination or the interface.
[[noreturn]] inline void sending_failed(error_code ec, const outbound& out, network_map& map) {
  const std::string there = out.to ? to_string(out.to) : std::string{"anywhere"};
  if (is(ec, EPERM)) fail(ec, "a firewall rule in OUTPUT refuses packets to " + there);
  std::string name;
  unsigned mtu = 0;
  try {
    const link_facts& link = map.link(out.interface);
    name = link.name;
    mtu = link.mtu;
  } catch (const system_error&) {
    fail(ec, "interface number " + std::to_string(out.interface) + " is no longer there");
  }
  if (is(ec, EMSGSIZE)) {
    const std::size_t size = out.octets.size() - (out.begins_with_link ? 14 : 0);
    fail(ec, "the packet has " + std::to_string(size) + " octets and does not fit through " + name + ", whose MTU is " +
                 std::to_string(mtu));
  }
  if (is(ec, ENETDOWN) || is(ec, ENXIO) || is(ec, ENODEV)) fail(ec, "interface " + name + " is down");
  if (is(ec, ENOBUFS)) fail(ec, "the queue of interface " + name + " stays full");
  if (!out.path.framed && !out.begins_with_link) no_route(ec, out.to);
  fail(ec, "cannot send through " + name);
}

}  // namespace packetry::detail
