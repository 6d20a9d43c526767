// SPDX-License-Identifier: BSL-1.0
//
// What is in a capture. Scapy:  for p in PcapReader(FILE): print(p.summary())
//
//   pcap dhcp.pcap              a line for each packet
//   pcap --show dhcp.pcap       field by field
//   tcpdump -U -w - | pcap -    as they come

#include <packetry/packetry.hpp>

#include <CLI/CLI.hpp>

#include <cstdio>
#include <exception>
#include <iostream>
#include <string>

using namespace packetry;

int main(int argc, char** argv) try {
  std::string file;
  bool fields = false, octets = false;
  CLI::App app{"Print the packets of a capture file, a line each."};
  app.add_option("FILE", file, "A capture file, pcap or pcapng; - is standard input")->required();
  app.add_flag("--show", fields, "Print all fields of each packet instead");
  app.add_flag("--hexdump", octets, "Print the octets of each packet, too");
  app.footer("Exit status: 0 when all was read, 1 when the file is damaged or cannot be read, 2 for wrong use.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }

  for (const capture_record& record : capture_reader{file}) {
    const packet_view p = dissect(record);
    fields ? show(p) : summary(p);
    if (octets) hexdump(p);
  }
  return 0;
} catch (const std::exception& e) {  // a damaged file: what lies before was printed
  std::fflush(stdout);
  std::cerr << "pcap: " << e.what() << '\n';
  return 1;
}
