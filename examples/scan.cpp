// SPDX-License-Identifier: BSL-1.0
//
// Which TCP ports of a machine are open? Scapy: sr(IP(dst="192.168.2.254")/TCP(dport=(1,65535),flags="S"))
//
//   sudo scan 192.168.2.254
//   sudo scan hack.lu --ports 1-1024 --timeout 0.5 --write scan.pcap

#include "support/program.hpp"

#include <charconv>
#include <map>
#include <random>

using namespace example;

struct port_range {
  std::uint16_t first = 1, last = 65535;
  [[nodiscard]] std::size_t size() const { return last - first + std::size_t{1}; }
};

/// "22" or "1-1024"; none where it is neither.
std::optional<port_range> ports_in(std::string_view text) {
  const auto number = [&text](std::uint16_t& n) {
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), n);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return problem == std::errc{} && n != 0;
  };
  port_range r;
  if (!number(r.first)) return std::nullopt;
  r.last = r.first;
  if (text.starts_with('-') && (text.remove_prefix(1), !number(r.last))) return std::nullopt;
  return text.empty() && r.first <= r.last ? std::optional{r} : std::nullopt;
}

/// What the ports of a machine have said.
struct findings {
  std::map<std::uint16_t, bool> is_open{};
  std::size_t unreachable = 0;  // by an ICMP error
  std::string traffic{};

  void add(const packet& answer) {
    const auto t = answer.find<tcp>();
    if (!t) ++unreachable;
    if (t) is_open.emplace(t->sport.value(), t->flags.has("S"));
  }
};

/// A SYN for each port. Interrupted, it has found what came until then. The target by value: a coroutine outlives what its
/// caller made only for the call.
template <class Network>
awaitable<void> ask(transport& net, Network target, port_range ports, const sr_options& options, findings& found) {
  const auto mine = static_cast<std::uint16_t>(std::random_device{}() % 16'384 + 49'152);
  const tcp probe{.sport = mine, .seq = std::random_device{}(), .flags = "S", .options = {tcp_opt::mss(1460)}};
  const auto probes = target / probe | vary<&tcp::dport>(ports.first, ports.last);
  const auto [ec, result] = co_await net.async_sr(probes, options, asio::as_tuple(use_awaitable));
  for (const auto& [asked, answer, round_trip] : result.answered) found.add(answer);
  if (ec && ec != asio::error::operation_aborted) throw boost::system::system_error{ec};
}

/// Whether Ethernet leads there: frames of our own leave sooner than what the kernel has to route one by one.
bool takes_frames(const inet_address& to, std::string_view interface) {
  const network_route way = find_route(to, interface);
  const network_interface link = interface_named(way.interface);
  return !way.local && !link.noarp && link.mac != mac_address{};
}

awaitable<void> ask(transport& net, const inet_address& target, port_range ports, const sr_options& options, findings& found) {
  const bool framed = takes_frames(target, options.interface);
  if (target.is_v6() && framed) return ask(net, ether{} / ipv6{.dst = target.v6()}, ports, options, found);
  if (target.is_v6()) return ask(net, ipv6{.dst = target.v6()}, ports, options, found);
  if (framed) return ask(net, ether{} / ip{.dst = target.v4()}, ports, options, found);
  return ask(net, ip{.dst = target.v4()}, ports, options, found);
}

void print(const findings& found, std::size_t asked) {
  std::size_t open = 0;
  for (const auto& [port, is_open] : found.is_open) {
    if (!is_open) continue;
    ++open;
    const std::string_view service = name_of(tcp_port{port});
    std::cout << port << (service.empty() ? "" : " ") << service << '\n';
  }
  const std::size_t closed = found.is_open.size() - open;
  std::cout << open << " open, " << closed << " closed, " << found.unreachable << " unreachable, "
            << asked - open - closed - found.unreachable << " without an answer; " << found.traffic << std::endl;
}

int main(int argc, char** argv) try {
  CLI::App app{"Find the open TCP ports of a machine, by the first packet of a handshake that is never ended."};
  wire_options wire;
  std::string target, text = "1-65535";
  sr_options each{.retry = 1, .window = 1000};
  app.add_option("HOST", target, "Address or name of the machine")->required();
  app.add_option("--ports", text, "A port, or FIRST-LAST")->capture_default_str();
  app.add_option("--window", each.window, "How many ports may be without an answer at a time")->capture_default_str()->check(CLI::Range(1u, 65535u));
  add_options(app, wire);
  app.footer("Exit status: 0 for an open port, 1 for none, 2 for wrong use.");
  if (const auto status = read_command_line(app, argc, argv)) return *status;
  const auto ports = ports_in(text);
  if (!ports) {
    std::cerr << "scan: not a port from 1 to 65535, nor FIRST-LAST of them: \"" << text << "\"\n";
    return 2;
  }
  each.timeout = wire.patience();
  each.interface = wire.interface;

  const inet_address address = resolve<inet_address>(target);
  findings found;
  recorder record{wire, std::cout, false};
  const auto work = [&](transport& net) -> awaitable<int> {
    co_await with_progress(ask(net, address, *ports, each, found), net, ports->size());
    found.traffic = traffic_of(net);
    print(found, ports->size());
    co_return 0;
  };
  const int status = run("scan", target, wire, work, &record, [&](const packet_view& p) { return is_about(p, address); });
  return status == 0 && std::ranges::any_of(found.is_open, [](const auto& port) { return port.second; }) ? 0 : 1;
} catch (const std::exception& e) {
  std::cerr << "scan: " << e.what() << '\n';
  return 1;
}
