// SPDX-License-Identifier: BSL-1.0
#pragma once

// A frame of every layer, and of every form of it: what two readers that know nothing of packetry are asked about. tshark,
// what it finds in the octets (tshark_fields_test.py); a compiler, whether what `command` prints is the packet
// (command_test.cpp). The frames stand in frames_*_test.cpp, several files because together they would compile for too long.

#include <packetry/packet/packet.hpp>
#include <packetry/show/command.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace packetry::test {

struct frame {
  std::string_view name;
  packet sent;
  std::string command;      ///< of the stack
  std::string_view fields;  ///< what tshark has to find: "name=value name=value"; of a field that comes twice both, "name=1,2"
};
using frames = std::vector<frame>;

[[nodiscard]] frames link_frames();
[[nodiscard]] frames tunnel_frames();
[[nodiscard]] frames ip_frames();
[[nodiscard]] frames ipv6_frames();
[[nodiscard]] frames icmpv6_frames();
[[nodiscard]] frames transport_frames();
[[nodiscard]] frames application_frames();
[[nodiscard]] frames dns_frames();
[[nodiscard]] frames later_dns_frames();

[[nodiscard]] inline frames all_frames() {
  frames all;
  for (auto* group : {link_frames, tunnel_frames, ip_frames, ipv6_frames, icmpv6_frames, transport_frames, application_frames, dns_frames,
                      later_dns_frames})
    for (frame& f : group()) all.push_back(std::move(f));
  return all;
}

template <class P>
[[nodiscard]] frame made(std::string_view name, const P& stack, std::string_view fields) {
  return {name, packet{stack}, command(stack), fields};
}

inline constexpr ether framed{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"};
inline constexpr ip here{.src = "192.0.2.1", .dst = "192.0.2.2"};
inline constexpr ipv6 six{.src = "2001:db8::1", .dst = "2001:db8::2"};

}  // namespace packetry::test
