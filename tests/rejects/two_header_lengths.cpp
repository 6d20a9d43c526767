// SPDX-License-Identifier: BSL-1.0
// rejected: a wire table has at most one header length
#include <packetry/packet/serialize.hpp>

struct broken {
  packetry::computed<std::uint8_t> words{}, again{};
  static constexpr std::string_view name = "Broken";
  static constexpr auto wire = packetry::layout{
      packetry::field{"words", &broken::words, packetry::be<8>, packetry::header_words<4>{}},
#ifndef PACKETRY_ACCEPT
      packetry::field{"again", &broken::again, packetry::be<8>, packetry::header_words<4>{}},
#endif
  };
};

int main() { return static_cast<int>(packetry::to_bytes(broken{}).size()); }
