#pragma once
#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ports.hpp>
#include <string_view>
namespace packetry { struct http_request { std::uint16_t id=0;   static constexpr std::string_view name = "HTTP";
  static constexpr number ids[] = {tcp_port::http};
  static constexpr auto wire = layout{field{"id",&http_request::id,be<16>}};};
struct http_response { std::uint16_t id=0;   static constexpr std::string_view name = "HTTP";
  static constexpr number ids[] = {tcp_port::http};
  static constexpr auto wire = layout{field{"id",&http_response::id,be<16>}};};
}
