// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_writer.hpp>

#include <string>

namespace packetry {

/// Write packets as a capture, which replaces a file that is there; "-" is standard output. `packets` is one packet or
/// stack, or any range of them, also a lazy one. A name that ends in .pcapng makes a pcapng capture; else it is pcap, whose
/// link type is that of the first packet.
///
/// \throws what capture_writer throws: std::invalid_argument where link types differ, std::system_error for a full disk.
///
/// \code
/// wrpcap("reply.pcap", *reply);
/// wrpcap("scan.pcap", ip{.dst = "192.0.2.1"} / tcp{} | vary<&tcp::dport>(1, 1024));
/// wrpcap("exact.pcap", packets, {.nanoseconds = true});
/// wrpcap("all.pcapng", packets, {.append = true});
/// \endcode
template <class Packets>
void wrpcap(const std::string& path, Packets&& packets, const capture_options& options = {}) {
  capture_writer out{path, options};
  if constexpr (requires { out.write(packets); }) {
    out.write(packets);
  } else {
    for (auto&& p : packets) out.write(p);
  }
  out.close();
}

/// The same as pcapng, whatever the file's name: any mixture of link types, and times to the nanosecond.
template <class Packets>
void wrpcapng(const std::string& path, Packets&& packets, capture_options options = {}) {
  options.format = capture_format::pcapng;
  wrpcap(path, static_cast<Packets&&>(packets), options);
}

}  // namespace packetry
