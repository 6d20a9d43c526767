// SPDX-License-Identifier: BSL-1.0
// rejected: a field of more than 57 bits begins at a whole octet
#include <packetry/packet/typed.hpp>

struct broken {
  std::uint8_t first = 0;
  std::uint64_t wide = 0;
  static constexpr std::string_view name = "Broken";
  static constexpr auto wire = packetry::layout{
      packetry::field{"first", &broken::first, packetry::bits<4>},
#ifndef PACKETRY_ACCEPT
      packetry::field{"wide", &broken::wide, packetry::bits<62>},
#else
      packetry::field{"wide", &broken::wide, packetry::bits<57>},
#endif
  };
};

int main() { return static_cast<int>(packetry::dissect<broken>({}).get<broken>().wide); }
