// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layers/arp.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/stack.hpp>
#include <packetry/transport/outbound.hpp>

#include <string_view>
#include <type_traits>
#include <utility>

namespace packetry::detail {

/// A layer that a frame can begin with: it has a link type, and stands on no other link layer.
template <class L>
inline constexpr bool is_link_layer = is_in_space<L, link_type>() && !is_in_space<L, ether_type>();

template <class Address, class L>
concept addressed_by = requires(L& l) {
  requires std::is_same_v<decltype(l.src), computed<Address>>;
  requires std::is_same_v<decltype(l.dst), Address>;
};

/// A layer with IPv4 or IPv6 addresses, of which the transport fills in the source.
template <class L>
concept addressed = addressed_by<ipv4_address, L> || addressed_by<ipv6_address, L>;

template <class P>
struct outermost_of {
  using type = P;
};
template <class L, class... Ls>
struct outermost_of<stack<L, Ls...>> {
  using type = L;
};

/// The first layer of a packet, which decides how it is sent.
template <class P>
using outermost = typename outermost_of<P>::type;

template <class... Ls>
inline constexpr std::size_t first_addressed = [] {
  constexpr bool is[] = {addressed<Ls>..., false};
  std::size_t i = 0;
  while (i != sizeof...(Ls) && !is[i]) ++i;
  return i;
}();
template <class... Ls>
inline constexpr std::size_t first_arp = nth_of<arp, Ls...>(1);

/// Where a packet goes, as its outermost layer with network addresses says; none where no layer has them.
template <class... Ls>
[[nodiscard]] inet_address destination_of(const stack<Ls...>& s) {
  constexpr std::size_t addressed = first_addressed<Ls...>, question = first_arp<Ls...>;
  if constexpr (addressed < question) {
    return held_at<addressed>(s).dst;
  } else if constexpr (question != sizeof...(Ls)) {
    const arp& a = held_at<question>(s);
    return a.ptype == ether_type::ipv4 && a.pdst.size() == 4 ? inet_address{a.pdst.address()} : inet_address{};
  } else {
    return {};
  }
}

/// Give a layer the source, where it has addresses of that family.
template <class L>
void set_source(L& layer, const inet_address& source) {
  if constexpr (addressed_by<ipv4_address, L>) {
    if (source.is_v4()) layer.src = source.v4();
  } else {
    if (source.is_v6()) layer.src = source.v6();
  }
}

/// The sources that were left empty: the route's for the outermost layer, for those within (tunnels) their own route's.
template <class... Ls, std::size_t... I>
void fill_sources(stack<Ls...>& s, network_map& map, const inet_address& source, std::index_sequence<I...>) {
  const auto fill = [&](auto& layer, bool first) {
    using layer_type = std::remove_reference_t<decltype(layer)>;
    if constexpr (addressed<layer_type>) {
      if (layer.src.has_value()) return;
      route_facts own;
      set_source(layer, !first && !map.find_route(layer.dst, 0, own) && own.source ? own.source : source);
    } else if constexpr (std::is_same_v<layer_type, arp>) {
      if (!layer.psrc.has_value() && source.is_v4()) layer.psrc = protocol_octets{source.v4()};
    }
  };
  (fill(held_at<I>(s), I == first_addressed<Ls...>), ...);
}

/// Whether there is any to be filled in.
template <class... Ls, std::size_t... I>
[[nodiscard]] bool lacks_source(const stack<Ls...>& s, std::index_sequence<I...>) {
  const auto lacks = [](const auto& layer) {
    using layer_type = std::remove_cvref_t<decltype(layer)>;
    if constexpr (addressed<layer_type>) return !layer.src.has_value();
    if constexpr (std::is_same_v<layer_type, arp>) return !layer.psrc.has_value();
    return false;
  };
  return (lacks(held_at<I>(s)) || ...);
}

template <class... Ls>
void fill_hardware(stack<Ls...>& s, const link_facts& link) {
  ether& outer = held_at<0>(s);
  if (!outer.src.has_value()) outer.src = link.mac;
  if constexpr (first_arp<Ls...> != sizeof...(Ls)) {
    arp& a = held_at<first_arp<Ls...>>(s);
    if (!a.hwsrc.has_value()) a.hwsrc = hardware_octets{link.mac};
  }
}

/// Whether the packet itself tells which station the frame is for, which is filled in then: a set field; ARP questions
/// and announcements, which are for all (an empty destination is broadcast); ARP answers.
template <class... Ls>
[[nodiscard]] bool fill_receiver(stack<Ls...>& s) {
  ether& outer = held_at<0>(s);
  if (outer.dst.has_value()) return true;
  if constexpr (first_arp<Ls...> < first_addressed<Ls...>) {
    const arp& a = held_at<first_arp<Ls...>>(s);
    if (a.op == arp_operation::who_has || a.psrc == a.pdst) return true;
    if (a.hwdst.address() == mac_address{}) return false;
    outer.dst = a.hwdst.address();
    return true;
  }
  return false;
}

/// How the kernel sends to a destination, through any interface where that is 0. \throws transport_error
[[nodiscard]] inline route_facts route_to(network_map& map, const inet_address& to, unsigned interface) {
  if (interface == 0 && to.v6().is_link_local()) {
    fail(os_error(EDESTADDRREQ), to_string(to) + " can be on any link: name an interface, {.interface = \"eth0\"}");
  }
  return map.route(to, interface);
}

/// Which interface a frame leaves through where none was named, and the route that says so.
[[nodiscard]] inline route_facts route_of_frame(network_map& map, const inet_address& to, bool is_arp) {
  if (!to) {
    fail(os_error(EDESTADDRREQ),
         "nothing in this frame tells which interface it is for: name one, {.interface = \"eth0\"}");
  }
  const route_facts route = route_to(map, to, 0);
  // ARP about an address of our own (an announcement) is for the network that the address is on, not for this machine.
  if (!is_arp || route.kind != RTN_LOCAL || (to.is_v4() && to.v4().is_loopback())) return route;
  const unsigned owner = map.interface_with(to);
  return owner == 0 ? route : route_facts{.kind = RTN_UNICAST, .interface = owner, .source = to};
}

/// A packet that begins with a link layer: what was left empty is filled in, in `s` itself, the rest stays as it is. The memory
/// of `out` is used again.
template <class... Ls>
void prepare_frame(stack<Ls...>& s, std::string_view interface, network_map& map, outbound& out) {
  constexpr bool is_arp = first_arp<Ls...> < first_addressed<Ls...>;
  constexpr auto link = static_cast<link_type>(number_in_space<outermost<stack<Ls...>>, link_type>());
  out.restart(link, true, {true, "it begins with a link layer"}, destination_of(s));
  out.interface = out.bound_to = interface.empty() ? 0 : map.link(interface).index;
  bool addressed = true;
  if constexpr (std::is_same_v<outermost<stack<Ls...>>, ether>) addressed = fill_receiver(s) || !out.to;
  route_facts route{.kind = RTN_UNICAST, .interface = out.interface};
  error_code no_way;
  if (out.interface == 0) {
    route = route_of_frame(map, out.to, is_arp);
    out.interface = route.interface;
  } else if (out.to && (!addressed || lacks_source(s, std::index_sequence_for<Ls...>{}))) {
    // Where nothing is left to ask for it is not asked: a sweep names every address of a network.
    no_way = map.find_route(out.to, out.interface, route);
    route.interface = out.interface;
  }
  if constexpr (std::is_same_v<outermost<stack<Ls...>>, ether>) fill_hardware(s, map.link(out.interface));
  fill_sources(s, map, route.source, std::index_sequence_for<Ls...>{});
  write_vector(s, out.octets);
  if (!addressed && no_way) no_route(no_way, out.to);
  if (!addressed) find_next_hop(map, route, out);
}
template <class... Ls>
[[nodiscard]] outbound prepare_frame(stack<Ls...> s, std::string_view interface, network_map& map) {
  outbound out;
  prepare_frame(s, interface, map, out);
  return out;
}

/// A packet that begins with a network layer: routed by the kernel, or framed where the kernel would change it.
template <class... Ls>
void prepare_routed(stack<Ls...>& s, std::string_view interface, network_map& map, outbound& out) {
  const unsigned bound_to = interface.empty() ? 0 : map.link(interface).index;
  out.restart(link_type::raw_ip, false, {}, destination_of(s));
  const route_facts route = route_to(map, out.to, bound_to);
  fill_sources(s, map, route.source, std::index_sequence_for<Ls...>{});
  write_vector(s, out.octets);
  route_packet(map, route, bound_to, out);
}

/// By what the packet begins with. One that nobody else has is filled in where it is.
template <class... Ls>
void prepare(stack<Ls...>&& s, std::string_view interface, network_map& map, outbound& out) {
  using first = outermost<stack<Ls...>>;
  static_assert(is_link_layer<first> || addressed<first>,
                "send needs a packet that begins with a network layer or a link layer: put ip{}, ipv6{} or ether{} below");
  if constexpr (is_link_layer<first>) {
    prepare_frame(s, interface, map, out);
  } else {
    prepare_routed(s, interface, map, out);
  }
}
template <class... Ls>
void prepare(const stack<Ls...>& s, std::string_view interface, network_map& map, outbound& out) {
  prepare(stack<Ls...>{s}, interface, map, out);
}

/// The same of a packet that is octets already; `at` is its place among the layers.
template <class Catalog>
[[nodiscard]] inet_address destination_of(const basic_packet<Catalog>& p, std::size_t& at) {
  at = 0;
  for (const auto layer : p.layers()) {
    if (layer.template is<ip>()) return inet_address{layer.octets().subspan(16, 4)};
    if (layer.template is<ipv6>()) return inet_address{layer.octets().subspan(24, 16)};
    ++at;
  }
  return {};
}

/// A packet that is octets already: sent as they are, by its link type.
template <class Catalog>
void prepare(const basic_packet<Catalog>& p, std::string_view interface, network_map& map, outbound& out) {
  out.restart(p.link(), false, {}, {});
  out.octets.assign(p.octets().begin(), p.octets().end());
  const unsigned bound_to = interface.empty() ? 0 : map.link(interface).index;
  std::size_t network = 0;
  out.to = destination_of(p, network);
  if (p.link() == link_type::ethernet) {
    out.begins_with_link = true;
    out.path = {true, "it begins with a link layer"};
    out.bound_to = bound_to;
    out.interface = bound_to != 0 ? bound_to : route_of_frame(map, out.to, false).interface;
  } else if (out.to && network == 0) {
    route_packet(map, route_to(map, out.to, bound_to), bound_to, out);
  } else {
    fail(os_error(EPROTONOSUPPORT), "only packets that begin with Ethernet, IPv4 or IPv6 can be sent");
  }
}

template <class P>
[[nodiscard]] outbound prepare(const P& p, std::string_view interface, network_map& map) {
  outbound out;
  prepare(p, interface, map, out);
  return out;
}

}  // namespace packetry::detail
