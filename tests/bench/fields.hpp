// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packetry.hpp>

namespace packetry::bench {

// What the C sums of each layer.
inline std::uint64_t fields_of(const layer_view<dot1q>& l) { return l.get<&dot1q::vlan>(); }
inline std::uint64_t fields_of(const layer_view<arp>& l) {
  return static_cast<std::uint64_t>(l.get<&arp::op>()) + l.get<&arp::psrc>().address().value() + l.get<&arp::pdst>().address().value();
}
inline std::uint64_t fields_of(const layer_view<ip>& l) { return std::uint64_t{l.get<&ip::src>().value()} + l.get<&ip::dst>().value(); }
inline std::uint64_t fields_of(const layer_view<icmp>& l) { return static_cast<std::uint64_t>(l.get<&icmp::type>()) + l.get<&icmp::code>(); }
inline std::uint64_t fields_of(const layer_view<tcp>& l) { return std::uint64_t{l.get<&tcp::sport>()} + l.get<&tcp::dport>(); }
inline std::uint64_t fields_of(const layer_view<udp>& l) { return std::uint64_t{l.get<&udp::sport>()} + l.get<&udp::dport>(); }
inline std::uint64_t fields_of(const layer_view<dns>& l) {
  std::uint64_t sum = std::uint64_t{l.get<&dns::qdcount>()} + l.get<&dns::ancount>();
  const auto answers = l.an();
  for (const auto& record : answers) sum += record.rrname_size() - 2 + static_cast<std::uint64_t>(record.type());
  return sum;
}

template <class L>
concept summed = requires(const layer_view<L>& l) { fields_of(l); };

/// Adds the fields of each layer as it is found.
inline void visit(bytes octets, std::uint64_t& sum) {
  for_each_layer(octets, link_type::ethernet, [&]<summed L>(const layer_view<L>& l) { sum += fields_of(l); });
}

}  // namespace packetry::bench
