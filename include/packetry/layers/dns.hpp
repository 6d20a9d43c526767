#pragma once
#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ports.hpp>
#include <string_view>
namespace packetry { struct dns { std::uint16_t id=0;   static constexpr std::string_view name = "DNS";
  static constexpr number ids[] = {udp_port::domain};
  static constexpr auto wire = layout{field{"id",&dns::id,be<16>}};};}
