// SPDX-License-Identifier: BSL-1.0
//
// What is said on the network? Scapy:  sniff(iface="eth0", prn=lambda p: p.summary())
//
//   sudo sniff --interface eth0
//   sudo sniff --count 10 --show
//   sudo sniff --write all.pcap --timeout 60

#include "support/program.hpp"

#include <boost/asio/as_tuple.hpp>

#include <optional>

using namespace example;

int main(int argc, char** argv) {
  CLI::App app{"Print the packets that an interface, or all of them, receives and sends."};
  std::string interface, file;
  double seconds = 0;
  std::size_t count = 0;
  bool fields = false, promiscuous = false;
  app.add_option("--interface", interface, "Capture there; else on all");
  app.add_option("--count", count, "Stop after so many packets");
  app.add_option("--timeout", seconds, "Stop after so many seconds")->check(not_seconds);
  app.add_option("--write", file, "Keep the packets in this capture file");
  app.add_flag("--show", fields, "Print all fields of each packet");
  app.add_flag("--promiscuous", promiscuous, "Also what is for other machines");
  app.footer("Ends with Ctrl-C, too. Exit status: 0 where there was a packet, 1 where there was none, 2 for wrong use.");
  if (const auto status = read_command_line(app, argc, argv)) return *status;

  std::size_t seen = 0;
  const int status = run("sniff", interface, {.interface = interface}, [&](transport& net) -> awaitable<int> {
    std::optional<capture_writer> out;
    if (!file.empty()) out.emplace(file, capture_options{.nanoseconds = true});
    sniff_options options{.interface = interface, .count = count, .store = false, .promiscuous = promiscuous};
    if (seconds != 0) options.timeout = nanoseconds_of(seconds);
    options.prn = [&](const packet& p) {
      ++seen;
      if (out) out->write(p);
      std::cout << (fields ? show_text(p) : summary_text(p)) << std::endl;
    };
    const auto [ec, none] = co_await net.async_sniff(options, asio::as_tuple(use_awaitable));
    if (out) out->close();
    if (ec && ec != asio::error::operation_aborted) throw boost::system::system_error{ec};
    co_return 0;
  });
  std::cerr << seen << (seen == 1 ? " packet\n" : " packets\n");
  return status == 0 && seen != 0 ? 0 : 1;
}
