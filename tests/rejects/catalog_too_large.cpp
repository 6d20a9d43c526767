// SPDX-License-Identifier: BSL-1.0
// rejected: a catalog holds at most 253 layers
#include <packetry/packet/catalog.hpp>

template <std::size_t I>
struct nth {
  std::uint8_t x = 0;
  static constexpr std::string_view name = "Nth";
  static constexpr auto wire = packetry::layout{packetry::field{"x", &nth::x, packetry::be<8>}};
};
template <std::size_t... I>
packetry::catalog<nth<I>...> catalog_of(std::index_sequence<I...>);

int main() {
#ifndef PACKETRY_ACCEPT
  constexpr std::size_t layers = 254;
#else
  constexpr std::size_t layers = 253;
#endif
  return static_cast<int>(decltype(catalog_of(std::make_index_sequence<layers>{}))::size);
}
