// SPDX-License-Identifier: BSL-1.0
//
// A capture as JSON, one object a line and a packet: what tells packetry's reading of it from another program's.
//
//   pcap_json dhcp.pcap                       every layer, field by field
//   pcap_json --layers Ether,IP,UDP x.pcap    what stands above these is Raw
//   pcap_json --rebuild x.pcap                each packet taken apart into layers and put together again, in hexadecimal
//   pcap_json --recompute x.pcap              the same, with every length and checksum computed anew

#include "pcap_json/layers.hpp"

#include <CLI/CLI.hpp>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <iostream>
#include <string>
#include <system_error>

using namespace example;

namespace {

/// Lines on their way to standard output, in one buffer.
class line_output {
 public:
  line_output() { text_.reserve(2 * most); }

  /// Where the next line is put together.
  [[nodiscard]] std::string& text() noexcept { return text_; }
  void end_line() {
    text_ += '\n';
    if (text_.size() >= most) flush();
  }
  /// \throws std::system_error where the octets cannot be written: a full disk.
  void flush() {
    const bool written = std::fwrite(text_.data(), 1, text_.size(), stdout) == text_.size() && std::fflush(stdout) == 0;
    text_.clear();
    if (!written) throw std::system_error(errno, std::generic_category(), "cannot write");
  }

 private:
  static constexpr std::size_t most = 1 << 16;
  std::string text_;
};

void append_packet(std::string& out, std::uint64_t n, const capture_record& r, const capture_interface& seen_at, const layer_set& chosen) {
  out += '{';
  append_member(out, "n", n);
  append_key(out, "ts");
  if (r.timed) {
    append_text(out, time_text(r.units, seen_at));
  } else {
    out += "null";
  }
  append_member(out, "caplen", r.octets.size());
  append_member(out, "len", r.wire_length);
  append_member(out, "linktype", r.link);
  append_key(out, "layers");
  append_layers(out, dissect(r, schema_catalog{}), r.link, chosen);
  out += '}';
}

/// A packet's octets, layer for layer.
void append_rebuilt(std::string& out, std::uint64_t n, const basic_packet<schema_catalog>& p) {
  std::vector<std::uint8_t> octets;
  for (const schema_layer layer : p.layers()) octets.insert(octets.end(), layer.octets().begin(), layer.octets().end());
  out += '{';
  append_member(out, "n", n);
  append_member(out, "hex", bytes{octets});
  out += '}';
}

struct options {
  std::string file{}, layers{};
  bool rebuild = false, recompute = false;
};

/// 0 where all was read.
int print(const options& o, const layer_set& chosen) {
  line_output out;
  capture_reader reader{o.file};
  while (const auto record = reader.next()) {
    if (o.rebuild || o.recompute) {
      basic_packet<schema_catalog> p{*record};
      if (o.recompute) p.recompute();
      append_rebuilt(out.text(), reader.count(), p);
    } else {
      append_packet(out.text(), reader.count(), *record, reader.interfaces()[record->interface], chosen);
    }
    out.end_line();
  }
  out.flush();
  if (!reader.error()) return 0;
  std::cerr << "pcap_json: " << o.file << ": " << to_string(*reader.error()) << '\n';
  return 1;
}

}  // namespace

int main(int argc, char** argv) try {
  options o;
  CLI::App app{"Print the packets of a capture file as JSON, an object a line."};
  app.add_option("FILE", o.file, "A capture file, pcap or pcapng; - is standard input")->required();
  auto* const rebuild = app.add_flag("--rebuild", o.rebuild, "Print the octets of each packet, taken apart and put together again");
  app.add_flag("--recompute", o.recompute, "The same, with lengths and checksums computed anew")->excludes(rebuild);
  app.add_option("--layers", o.layers, "Dissect only these layers: Ether,IP,UDP");
  app.footer("Exit status: 0 when all was read, 1 when the file is damaged or cannot be read, 2 for wrong use.");
  layer_set chosen;
  try {
    app.parse(argc, argv);
    if (app.count("--layers") != 0) chosen = layer_set{o.layers};
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const std::invalid_argument& e) {
    std::cerr << "pcap_json: " << e.what() << '\n';
    return 2;
  }
  return print(o, chosen);
} catch (const std::exception& e) {
  std::cerr << "pcap_json: " << e.what() << '\n';
  return 1;
}
