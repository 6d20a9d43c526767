// SPDX-License-Identifier: BSL-1.0
//
// Option lists of every kind: iterated over they end, within their octets; put together again option by option, where all
// are whole, they are the same octets.
#include <packetry/packetry.hpp>

#include "steps.hpp"

using namespace packetry;

namespace {

/// `Rebuilds`: adding an option puts nothing between it and the one before.
template <class List, bool Rebuilds>
void check(bytes octets, std::size_t most) {
  if (octets.size() > most) octets = octets.first(most);
  const List list{octets};
  const fuzz::step_limit limit{octets.size(), 400, 4'000};
  List again;
  bool whole = true;
  std::size_t covered = 0;
  for (const auto& o : list) {
    fuzz::require(o.data.empty() || (o.data.data() >= list.data() && o.data.data() + o.data.size() <= list.data() + list.size()),
                  "an option lies within its list");
    covered += o.data.size() + (o.single ? 1 : 2);
    whole = whole && o.whole && o.data.size() <= 254;
    if (whole) again.push_back({.kind = o.kind, .data = o.data, .single = o.single});
  }
  fuzz::require(!whole || !Rebuilds || again == list, "options put together again are the same");
  fuzz::require(covered <= octets.size() + 1, "options do not overlap");
}

/// Lists of other shapes end as well, within their octets; what is written element by element is the same.
void check_others(bytes octets) {
  if (octets.size() > 4096) octets = octets.first(4096);
  const fuzz::step_limit limit{octets.size(), 2'000, 20'000};
  const sctp_chunks chunks{octets};
  sctp_chunks again;
  std::size_t covered = 0;
  for (const auto& chunk : chunks) {
    covered += chunk.octets.size();
    detail::with_chunk(chunk, [&](const auto& value) { again.push_back(value); });
  }
  fuzz::require(covered <= octets.size(), "chunks do not overlap");
  const bool filled = covered == octets.size() && covered % 4 == 0;  // what fills up could be anything
  fuzz::require(!filled || sctp_chunks::whole_octets(octets) != octets.size() || again == chunks, "chunks put together again are the same");
  std::size_t texts = 0;
  tftp_options{octets}.for_each([&](bytes option, bytes value) { texts += option.size() + value.size(); });
  fuzz::require(texts <= octets.size(), "texts do not overlap");
  std::vector<dns_type> types;
  dns_type_bitmap{octets}.for_each([&](dns_type type) { types.push_back(type); });
  fuzz::require(types.size() <= 8 * octets.size(), "a type is a bit");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const bytes octets{data, size};
  check<tcp_options, true>(octets, 40);
  check<ip_options, true>(octets, 40);
  check<dhcp_options, true>(octets, 4096);
  check<nd_options, true>(octets, 4096);
  check<segment_tlvs, true>(octets, 2048);
  check<ipv6_options, false>(octets, 2048);  // some are aligned, with padding
  check<lcp_options, true>(octets, 4096);
  check<pppoe_tag_list, true>(octets, 4096);
  check<svc_params, true>(octets, 4096);
  check<sctp_params, false>(octets, 4096);  // all are, and padding can be anything
  check_others(octets);
  return 0;
}
