// SPDX-License-Identifier: BSL-1.0
//
// Is a machine there? Scapy:  sr1(IP(dst="192.168.2.254")/ICMP())
//
//   sudo ping 192.168.2.254
//   sudo ping fe80::250:56ff:fef7:aec --interface eth0
//   sudo ping hack.lu --count 10 --interval 0.2 --write ping.pcap

#include "support/program.hpp"

#include <boost/asio/steady_timer.hpp>

#include <iomanip>
#include <random>

using namespace example;

struct echo_count {
  unsigned sent = 0, answered = 0;
};

/// Who sent an echo reply and how many hops it had left, in words; empty where it is something else.
std::string reply_of(const packet& p, std::uint16_t seq) {
  const std::string number = ": seq=" + std::to_string(seq);
  if (const auto i = p.find<icmp>(); i && i->type == icmp_type::echo_reply) {
    return to_string(sender_of(p.view())) + number + " ttl=" + std::to_string(p.get<ip>().ttl);
  }
  if (const auto i = p.find<icmpv6>(); i && i->type == icmpv6_type::echo_reply) {
    return to_string(sender_of(p.view())) + number + " hlim=" + std::to_string(p.get<ipv6>().hlim);
  }
  return {};
}

awaitable<sr_result> ask(transport& net, const inet_address& target, std::uint16_t id, std::uint16_t seq, const sr_options& once) {
  const std::string_view text = "packetry packetry packetry packetry packetry packetry";
  if (target.is_v6()) return net.async_sr(ipv6{.dst = target.v6()} / icmpv6{.id = id, .seq = seq, .data = text}, once, use_awaitable);
  return net.async_sr(ip{.dst = target.v4()} / icmp{.id = id, .seq = seq} / text, once, use_awaitable);
}

/// One echo: prints what comes back.
awaitable<void> echo(transport& net, inet_address target, std::uint16_t id, std::uint16_t seq, const wire_options& o, echo_count& count) {
  const sr_options once{.timeout = o.patience()};
  ++count.sent;
  const sr_result result = co_await ask(net, target, id, seq, once);
  if (result.answered.empty()) {
    std::cout << target << ": no answer to seq=" << seq << std::endl;
    co_return;
  }
  const auto& [sent, answer, round_trip] = result.answered.front();
  const std::string reply = reply_of(answer, seq);
  if (reply.empty()) {
    std::cout << summary_text(answer) << std::endl;  // an error, and who reports it
    co_return;
  }
  ++count.answered;
  const std::chrono::duration<double, std::milli> time = round_trip;
  std::cout << reply << " time=" << std::fixed << std::setprecision(3) << time.count() << " ms" << std::endl;
}

int main(int argc, char** argv) try {
  CLI::App app{"Send echo requests to a machine, and print what comes back."};
  wire_options wire;
  std::string target;
  unsigned wanted = 4;
  double interval = 1;
  app.add_option("ADDRESS", target, "Address or name of the machine")->required();
  app.add_option("--count", wanted, "How many requests")->capture_default_str()->check(CLI::Range(1u, 65535u));
  app.add_option("--interval", interval, "Seconds between two requests")->capture_default_str()->check(not_seconds);
  add_options(app, wire);
  if (const auto status = read_command_line(app, argc, argv)) return *status;

  const inet_address address = resolve<inet_address>(target);
  echo_count count;
  recorder record{wire, std::cout, false};
  const auto work = [&](transport& net) -> awaitable<int> {
    const auto id = static_cast<std::uint16_t>(std::random_device{}());
    asio::steady_timer next{net.get_executor(), std::chrono::steady_clock::now()};
    while (count.sent != wanted) {
      co_await next.async_wait(use_awaitable);
      next.expires_at(next.expiry() + nanoseconds_of(interval));
      co_await echo(net, address, id, static_cast<std::uint16_t>(count.sent + 1), wire, count);
    }
    co_return 0;
  };
  const int status = run("ping", target, wire, work, &record, [&](const packet_view& p) { return is_about(p, address); });
  if (count.sent != 0) std::cout << count.sent << " sent, " << count.answered << " answered\n";
  return status == 0 && count.answered != 0 ? 0 : 1;
} catch (const std::exception& e) {
  std::cerr << "ping: " << e.what() << '\n';
  return 1;
}
