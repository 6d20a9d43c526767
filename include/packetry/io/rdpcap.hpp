// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_reader.hpp>
#include <packetry/packet/packet.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace packetry {

/// All packets of a capture ("-" is standard input), or the first `count`; a catalog can be chosen.
///
/// Every packet owns its octets. To go through a capture without holding it in memory, or to keep what lies before its
/// damage, use `capture_reader`.
/// \throws capture_failure for a damaged capture or for none, std::system_error where the file cannot be read.
///
/// \code
/// auto packets = rdpcap("dhcp.pcap");
/// show(packets[3]);
///
/// auto zipped = rdpcap(capture_reader{gunzip{"dhcp.pcap.gz"}});  // with <packetry/io/gunzip.hpp>
/// \endcode
template <class Catalog = standard_catalog>
[[nodiscard]] std::vector<basic_packet<Catalog>> rdpcap(capture_reader reader, std::size_t count = ~std::size_t{0}, const Catalog& = {}) {
  std::vector<basic_packet<Catalog>> packets;
  if (count == 0) return packets;
  for (const capture_record& record : reader) {
    packets.emplace_back(record);
    if (packets.size() == count) break;
  }
  return packets;
}

template <class Catalog = standard_catalog>
[[nodiscard]] std::vector<basic_packet<Catalog>> rdpcap(const std::string& path, std::size_t count = ~std::size_t{0},
                                                        const Catalog& layers = {}) {
  return rdpcap(capture_reader{path}, count, layers);
}

}  // namespace packetry
