// SPDX-License-Identifier: BSL-1.0
//
// Octets of any link type: the first two of the input say which. Layers lie one behind the other and cover the packet; each
// has a value; a visitor sees them too; text, JSON and C++ are made of it; and all of that takes steps in proportion to the octets.
#include <packetry/packetry.hpp>

#include "steps.hpp"

using namespace packetry;

namespace {

void check_layers(const packet_view& v) {
  std::size_t at = 0;
  for (const auto layer : v.layers()) {
    fuzz::require(layer.offset() == at, "layers lie one behind the other");
    at += layer.octets().size();
  }
  fuzz::require(at == v.size(), "layers cover the packet");
}

/// A visitor sees what the index holds.
void check_visitor(const packet_view& v, bytes octets, link_type link) {
  std::size_t seen = 0;
  const auto fault = for_each_layer(octets, link, [&]<class L>(const layer_view<L>& l) {
    fuzz::require(seen < v.count() && v.slot(seen).id() == standard_catalog::id_of<L>, "the visitor sees the layers");
    fuzz::require(v.slot(seen).offset() == static_cast<std::size_t>(l.begin() - octets.data()), "the visitor sees where they lie");
    ++seen;
  });
  fuzz::require(seen == v.count() && fault == v.fault(), "the visitor sees all, and the fault");
}

/// Names, and heads of HTTP, can be written in several ways; all else in one.
template <class L>
constexpr bool is_canonical = !std::is_same_v<L, dns> && !std::is_same_v<L, http_request> && !std::is_same_v<L, http_response>;

void check_values(const packet_view& v) {
  const auto cut = v.fault();
  for (const auto layer : v.layers())
    layer.visit([&]<class L>(const layer_view<L>& view) {
      const L value = detail::decode(view);
      const auto again = to_bytes(value);
      if (!is_canonical<L> || (cut && cut->offset == layer.offset())) return;
      const bytes octets = layer.octets();
      fuzz::require(again.size() == octets.size() && std::equal(again.begin(), again.end(), octets.begin()), "a value gives its octets");
    });
}

void check_text(const packet_view& v) {
  fuzz::require(v.size() == 0 || !show_text(v).empty(), "every packet shows");
  fuzz::require(v.size() == 0 || !summary_text(v).empty(), "every packet has a summary");
  fuzz::require(to_json(v).size() >= 2, "every packet has JSON");
  fuzz::require(v.size() == 0 || !command(v).empty(), "every packet has an expression");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const auto link = static_cast<link_type>(data[0] << 8 | data[1]);
  const bytes octets{data + 2, size - 2};
  packet_view v;
  {
    const fuzz::step_limit limit{octets.size(), 600, 20'000};
    v = dissect(octets, link);
  }
  check_layers(v);
  check_visitor(v, octets, link);
  check_values(v);
  const fuzz::step_limit limit{octets.size(), 40'000, 4'000'000};
  check_text(v);
  return 0;
}
