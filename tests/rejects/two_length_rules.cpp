// SPDX-License-Identifier: BSL-1.0
// rejected: a wire table has at most one length rule
#include <packetry/packet/serialize.hpp>

struct broken {
  packetry::computed<std::uint16_t> total{}, payload{};
  static constexpr std::string_view name = "Broken";
  static constexpr auto wire = packetry::layout{
      packetry::field{"total", &broken::total, packetry::be<16>, packetry::total_length{}},
#ifndef PACKETRY_ACCEPT
      packetry::field{"payload", &broken::payload, packetry::be<16>, packetry::payload_length{}},
#endif
  };
};

int main() { return static_cast<int>(packetry::to_bytes(broken{}).size()); }
