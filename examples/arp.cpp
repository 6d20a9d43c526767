// SPDX-License-Identifier: BSL-1.0
//
// Which network card has an address? Scapy:  srp1(Ether(dst="ff:ff:ff:ff:ff:ff")/ARP(pdst="192.168.2.254"))
//
//   sudo arp who-has 192.168.2.254
//   sudo arp probe 192.168.2.253      does anybody have it, before I take it?
//   sudo arp announce 192.168.2.253   it is mine now
//   sudo arp sweep 192.168.2.0/24     who is there?

#include "support/program.hpp"

using namespace example;

constexpr mac_address everybody = mac_address::broadcast();

[[nodiscard]] arp question_for(ipv4_address wanted) { return {.pdst = wanted}; }

/// Somebody who is looking for a free address has none to ask from (RFC 5227 section 2.1.1).
[[nodiscard]] arp probe_for(ipv4_address wanted) { return {.psrc = ipv4_address{}, .pdst = wanted}; }

void print_owner(const packet& answer) {
  const arp a = answer.get<arp>();
  std::cout << a.psrc.value().address() << ' ' << a.hwsrc.value().address() << std::endl;
}

/// Whoever says that the address is theirs: there can be two.
awaitable<int> ask(transport& net, arp question, const wire_options& o) {
  const auto frame = ether{.dst = everybody} / question;
  const sr_options all{.timeout = o.patience(), .multi = true};
  const auto [ec, result] = co_await net.async_srp(frame, all, asio::as_tuple(use_awaitable));
  for (const auto& [asked, answer, round_trip] : result.answered) print_owner(answer);
  if (ec && result.answered.empty()) throw boost::system::system_error{ec};
  co_return result.answered.empty() ? 1 : 0;
}

awaitable<int> announce(transport& net, ipv4_address mine) {
  const auto frame = ether{.dst = everybody} / arp{.psrc = mine, .pdst = mine};
  co_await net.async_sendp(frame, use_awaitable);
  co_return 0;
}

/// Everybody in a network who answers. Interrupted, those who did until then.
awaitable<void> ask_all(transport& net, network hosts, const wire_options& o, sr_result& found) {
  const network_route way = find_route(hosts.first(), o.interface);  // once, not for each of them
  const auto questions = ether{.dst = everybody} / arp{.psrc = way.source.v4()} | vary<&arp::pdst>(hosts);
  const sr_options each{.interface = way.local ? o.interface : way.interface,
                        .timeout = o.patience(),
                        .retry = 1,
                        .window = 65'536};  // most of them are not there
  auto [ec, result] = co_await net.async_srp(questions, each, asio::as_tuple(use_awaitable));
  found = std::move(result);
  if (ec && ec != asio::error::operation_aborted) throw boost::system::system_error{ec};
}

awaitable<int> sweep(transport& net, network hosts, const wire_options& o) {
  sr_result found;
  co_await with_progress(ask_all(net, hosts, o, found), net, hosts.size());
  for (const auto& [asked, answer, round_trip] : found.answered) print_owner(answer);
  std::cerr << found.answered.size() << " of " << hosts.size() << " addresses answered; " << traffic_of(net) << '\n';
  co_return found.answered.empty() ? 1 : 0;
}

int main(int argc, char** argv) {
  CLI::App app{"Ask which network card has an address."};
  app.require_subcommand(1);
  wire_options wire;
  std::string text;
  auto* const who_has = app.add_subcommand("who-has", "Ask who has ADDRESS; print it with the card's address");
  auto* const probe = app.add_subcommand("probe", "The same, from no address: before one takes ADDRESS");
  auto* const claim = app.add_subcommand("announce", "Tell everybody that ADDRESS is this machine's");
  auto* const all = app.add_subcommand("sweep", "Ask for all addresses of NETWORK, as 192.168.2.0/24");
  for (auto* const about_one : {who_has, probe, claim}) about_one->add_option("ADDRESS", text, "An IPv4 address")->required();
  all->add_option("NETWORK", text, "A network, or FIRST-LAST")->required();
  for (auto* const command : {who_has, probe, claim, all}) add_options(*command, wire);
  if (const auto status = read_command_line(app, argc, argv)) return *status;
  const auto hosts = argument<network>("arp", text);
  const ipv4_address address = hosts.first();

  recorder record{wire, std::cout, !*all};
  const auto ours = [&](const packet_view& p) {
    const auto a = p.find<arp>();
    return a && (*all ? hosts.contains(a->pdst.address()) || hosts.contains(a->psrc.value().address()) : is_about(p, address));
  };
  const auto work = [&](transport& net) {
    if (*all) return sweep(net, hosts, wire);
    if (*claim) return announce(net, address);
    return ask(net, *probe ? probe_for(address) : question_for(address), wire);
  };
  return run("arp", text, wire, work, &record, ours);
}
