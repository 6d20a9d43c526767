// SPDX-License-Identifier: BSL-1.0
// rejected: this field decides what other fields are
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/packet/frames.hpp>

int main() {
  const auto packet = packetry::ip{} / packetry::icmp{};
#ifndef PACKETRY_ACCEPT
  static_cast<void>(packetry::frames_of(packet | packetry::vary<&packetry::icmp::type>({packetry::icmp_type::echo_reply})).begin());
#endif
  static_cast<void>(packetry::frames_of(packet | packetry::vary<&packetry::icmp::seq>(1, 9)).begin());
}
