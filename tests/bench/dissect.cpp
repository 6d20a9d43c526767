// SPDX-License-Identifier: BSL-1.0
//
// Dissecting in memory: the first 1,024 frames of the mix again and again, so caches and branch predictors are warm.
#include <benchmark/benchmark.h>

#include "mix.hpp"

namespace packetry::bench {
namespace {

using pass = std::uint64_t (*)(const frame*, std::size_t);

bytes octets_of(const frame& f) { return {f.octets, f.size}; }

template <class Message>
std::uint64_t sum_of(const Message& message) {
  std::uint64_t sum = std::uint64_t{message.template get<&dns::qdcount>()} + message.template get<&dns::ancount>();
  const auto answers = message.an();
  for (const auto& record : answers) sum += record.rrname_size() - 2 + static_cast<std::uint64_t>(record.type());
  return sum;
}

/// By content, in a function of its own as a program would have it; then the fields that the C sums.
[[gnu::noinline]] packet_view index_of(const frame& f) { return dissect(octets_of(f)); }

std::uint64_t sum_of(const packet_view& p) {
  std::uint64_t sum = 0;
  if (p.has<dot1q>())
    for (std::size_t nth = 1; const auto tag = p.view<dot1q>(nth); ++nth) sum += tag->get<&dot1q::vlan>();
  if (const auto l = p.view<ip>()) sum += std::uint64_t{l->get<&ip::src>().value()} + l->get<&ip::dst>().value();
  if (const auto l = p.view<tcp>()) return sum + l->get<&tcp::sport>() + l->get<&tcp::dport>();
  if (const auto l = p.view<udp>()) {
    sum += std::uint64_t{l->get<&udp::sport>()} + l->get<&udp::dport>();
    if (const auto message = p.view<dns>()) sum += sum_of(*message);
    return sum;
  }
  if (const auto l = p.view<arp>())
    return sum + static_cast<std::uint64_t>(l->get<&arp::op>()) + l->get<&arp::psrc>().address().value() +
           l->get<&arp::pdst>().address().value();
  if (const auto l = p.view<icmp>()) sum += static_cast<std::uint64_t>(l->get<&icmp::type>()) + l->get<&icmp::code>();
  return sum;
}

std::uint64_t by_index(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i) sum += sum_of(index_of(frames[i]));
  return sum;
}

/// The layers alone: what it costs to know where each lies.
std::uint64_t layers_alone(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i) sum += index_of(frames[i]).count();
  return sum;
}

std::uint64_t typed_tcp(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i)
    if (const auto p = dissect<ether, ip, tcp>(octets_of(frames[i]))) {
      const auto& l = p->view<ip>();
      const auto& t = p->view<tcp>();
      sum += std::uint64_t{l.get<&ip::src>().value()} + l.get<&ip::dst>().value() + t.get<&tcp::sport>() + t.get<&tcp::dport>();
    }
  return sum;
}

std::uint64_t typed_dns(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i)
    if (const auto p = dissect<ether, ip, udp, dns>(octets_of(frames[i]))) {
      const auto& l = p->view<ip>();
      const auto& u = p->view<udp>();
      sum += std::uint64_t{l.get<&ip::src>().value()} + l.get<&ip::dst>().value() + u.get<&udp::sport>() + u.get<&udp::dport>();
      sum += sum_of(p->view<dns>());
    }
  return sum;
}

// --- the frames -----------------------------------------------------------------------------------------------------

constexpr std::size_t hot = 1024;

/// As gen_mix does: frames drawn at random from 6,000 distinct ones.
const std::vector<frame>& mixed() {
  static const frames distinct{6000, [m = mix{}]() mutable { return m.frame(); }};
  static const std::vector<frame> drawn = [] {
    std::mt19937_64 random{2};
    std::vector<frame> some(hot);
    for (frame& f : some) f = distinct.all[random() % distinct.all.size()];
    return some;
  }();
  return drawn;
}

/// Frames of one kind, without tags: what the typed dissector is asked for.
template <class... Ls, class Make>
frames only(Make make) {
  return {hot, [make, m = mix{}]() mutable {
            while (true)
              if (octet_string f = make(m); dissect<Ls...>(f)) return f;
          }};
}
const std::vector<frame>& tcp_frames() {
  static const frames made = only<ether, ip, tcp>([](mix& m) { return m.tcp_frame(); });
  return made.all;
}
const std::vector<frame>& dns_frames() {
  static const frames made = only<ether, ip, udp, dns>([](mix& m) { return m.dns_frame(); });
  return made.all;
}

// --- the rows -------------------------------------------------------------------------------------------------------

void run(benchmark::State& state, pass work, const std::vector<frame>& frames, bool compared = true) {
  if (compared && work(frames.data(), frames.size()) != c_dissect(frames.data(), frames.size()))
    return state.SkipWithError("its sum is not the sum of the C");
  for (auto _ : state) benchmark::DoNotOptimize(work(frames.data(), frames.size()));
  state.counters["works"] = static_cast<double>(frames.size());
}

BENCHMARK_CAPTURE(run, mix/c, c_dissect, mixed());
BENCHMARK_CAPTURE(run, mix/packetry_index, by_index, mixed());
BENCHMARK_CAPTURE(run, mix/packetry_layers, layers_alone, mixed(), false);
BENCHMARK_CAPTURE(run, tcp/c, c_dissect, tcp_frames());
BENCHMARK_CAPTURE(run, tcp/packetry_index, by_index, tcp_frames());
BENCHMARK_CAPTURE(run, tcp/packetry_typed, typed_tcp, tcp_frames());
BENCHMARK_CAPTURE(run, dns/c, c_dissect, dns_frames());
BENCHMARK_CAPTURE(run, dns/c_copying, c_dissect_copying, dns_frames());
BENCHMARK_CAPTURE(run, dns/packetry_index, by_index, dns_frames());
BENCHMARK_CAPTURE(run, dns/packetry_typed, typed_dns, dns_frames());
#ifdef PACKETRY_HAS_TINS
BENCHMARK_CAPTURE(run, mix/tins, tins_dissect, mixed());
BENCHMARK_CAPTURE(run, tcp/tins, tins_dissect, tcp_frames());
BENCHMARK_CAPTURE(run, dns/tins, tins_dissect, dns_frames());
#endif

}  // namespace
}  // namespace packetry::bench
