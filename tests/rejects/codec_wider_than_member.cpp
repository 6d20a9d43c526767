// SPDX-License-Identifier: BSL-1.0
// rejected: codec is wider than the member it fills
#include <packetry/layer/layout.hpp>
#include <packetry/packet/serialize.hpp>

struct broken {
  std::uint8_t port = 0;
  std::uint16_t other = 0;
  static constexpr std::string_view name = "Broken";
  static constexpr auto wire = packetry::layout{
#ifndef PACKETRY_ACCEPT
      packetry::field{"port", &broken::port, packetry::be<16>},
#endif
      packetry::field{"other", &broken::other, packetry::be<16>},
  };
};

int main() { return static_cast<int>(packetry::wire_size(broken{})); }
