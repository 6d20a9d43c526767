// SPDX-License-Identifier: BSL-1.0
#pragma once

// The corpus's vectors: what Scapy made of an expression, and what packetry makes of the same one. The expressions stand
// in vectors_*_test.cpp, several files because together they would compile for too long.

#include <packetry/packet/edit.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/show/command.hpp>
#include <packetry/show/summary.hpp>

#include "../support/hex.hpp"
#include "vectors_corpus.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace packetry::test {

/// One vector as packetry puts it together.
struct crafted {
  std::string_view id;
  std::vector<std::uint8_t> octets;
  std::string summary;  ///< of the packet as it was put together
  std::string command;  ///< the same
};

using crafted_vectors = std::vector<crafted>;

[[nodiscard]] crafted_vectors link_vectors();
[[nodiscard]] crafted_vectors llc_vectors();
[[nodiscard]] crafted_vectors dhcp_vectors();
[[nodiscard]] crafted_vectors ip_vectors();
[[nodiscard]] crafted_vectors ipv6_vectors();
[[nodiscard]] crafted_vectors ipv6_extension_vectors();
[[nodiscard]] crafted_vectors icmpv6_vectors();
[[nodiscard]] crafted_vectors icmp_vectors();
[[nodiscard]] crafted_vectors udp_vectors();
[[nodiscard]] crafted_vectors tcp_vectors();
[[nodiscard]] crafted_vectors dns_query_vectors();
[[nodiscard]] crafted_vectors dns_answer_vectors();
[[nodiscard]] crafted_vectors http_vectors();
[[nodiscard]] crafted_vectors edit_vectors();

[[nodiscard]] inline crafted_vectors all_vectors() {
  crafted_vectors all;
  for (auto* group : {link_vectors, llc_vectors, dhcp_vectors, ipv6_vectors, ipv6_extension_vectors,
                      icmpv6_vectors, ip_vectors, icmp_vectors, udp_vectors, tcp_vectors,
                      dns_query_vectors, dns_answer_vectors, http_vectors, edit_vectors})
    for (crafted& v : group()) all.push_back(std::move(v));
  return all;
}

template <class P>
[[nodiscard]] crafted craft(std::string_view id, const P& p) {
  return {id, to_bytes(p), summary_text(p), command(p)};
}
[[nodiscard]] inline crafted craft(std::string_view id, const packet& p) {
  return {id, {p.octets().begin(), p.octets().end()}, summary_text(p), command(p)};
}

/// Addresses that most vectors have.
inline constexpr ip from_here{.src = "192.0.2.1", .dst = "198.51.100.2"};
inline constexpr ether tagged_frame{.dst = "00:11:22:33:44:55", .src = "66:77:88:99:aa:bb"};

}  // namespace packetry::test
