// SPDX-License-Identifier: BSL-1.0
//
// DNS messages, names that point to names that point among them: reading every record takes steps in proportion to the
// octets, and a message written again says the same.
#include <packetry/packetry.hpp>

#include "steps.hpp"

using namespace packetry;

namespace {

/// Data that should be names and is none stays octets; behind other names what looks like a pointer in it may lead to one.
bool is_ambiguous(const dns& message) {
  for (const auto* list : {&message.an, &message.ns, &message.ar})
    for (const dns_record& record : *list) {
      const dns_type type = record.type.value();
      if (detail::shape_of_data(type).names != 0 && !detail::with_data(type, record.rdata, [](const auto&) {})) return true;
    }
  return false;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bytes octets{data, size};
  const packet_view v{octets, standard_catalog::id_of<dns>};
  const auto view = v.view<dns>();
  if (!view) return 0;
  {
    const fuzz::step_limit limit{size, 600, 20'000};
    std::size_t names = 0;
    for (const auto& question : view->qd()) names += question.qname().size();
    for (const auto& record : view->an()) names += record.rrname().size();
    for (const auto& record : view->ns()) names += record.rrname().size();
    for (const auto& record : view->ar()) names += record.rrname().size();
    fuzz::require(names <= 255 * size, "a name has at most 255 octets");
  }
  if (v.fault()) return 0;
  const dns value = v.get<dns>();
  const auto again = to_bytes(value);
  const packet_view w{again, standard_catalog::id_of<dns>};
  fuzz::require(w.has<dns>() && !w.fault(), "a message that is whole is written whole");
  fuzz::require(is_ambiguous(value) || w.get<dns>() == value, "a message written again says the same");
  return 0;
}
