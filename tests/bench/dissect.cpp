// SPDX-License-Identifier: BSL-1.0
//
// Dissecting in memory: 1,024 frames again and again, so that caches and branch predictors are warm; and 200,000 distinct ones
// (a hundred MiB) one after the other, which come from memory.
#include <benchmark/benchmark.h>

#include "fields.hpp"
#include "mix.hpp"
#include "passes.hpp"

namespace packetry::bench {
namespace {

using pass = std::uint64_t (*)(const frame*, std::size_t);

bytes octets_of(const frame& f) { return {f.octets, f.size}; }

/// By content, in a function of its own as a program would have it; then the fields.
[[gnu::noinline]] packet_view index_of(const frame& f) { return dissect(octets_of(f)); }

std::uint64_t sum_of(const auto& p) {
  std::uint64_t sum = 0;
  const auto add = [&]<class L>(const std::optional<layer_view<L>>& l) {
    if (l) sum += fields_of(*l);
    return l.has_value();
  };
  for (std::size_t nth = 1; add(p.template view<dot1q>(nth)); ++nth) continue;
  add(p.template view<ip>());
  if (add(p.template view<tcp>())) return sum;
  if (add(p.template view<udp>())) {
    add(p.template view<dns>());
    return sum;
  }
  if (!add(p.template view<arp>())) add(p.template view<icmp>());
  return sum;
}

std::uint64_t by_index(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i) sum += sum_of(index_of(frames[i]));
  return sum;
}

/// The same, the standard layers being the first of more than a mask has bits for.
template <std::size_t I>
struct rare {
  std::uint8_t x = 0;
  static constexpr std::string_view name = "Rare";
  static constexpr number ids[] = {udp_port{static_cast<std::uint16_t>(40000 + I)}};
  static constexpr auto wire = layout{field{"x", &rare::x, be<8>}};
};
template <class... Known, std::size_t... I>
catalog<Known..., rare<I>...> with_rare(const catalog<Known...>*, std::index_sequence<I...>);
struct large_catalog : decltype(with_rare(static_cast<const standard_catalog*>(nullptr), std::make_index_sequence<40>{})) {};

[[gnu::noinline]] basic_packet_view<large_catalog> large_index_of(const frame& f) { return dissect<large_catalog>(octets_of(f)); }

std::uint64_t by_large_index(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i) sum += sum_of(large_index_of(frames[i]));
  return sum;
}

std::uint64_t by_visitor(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i) visit(octets_of(frames[i]), sum);
  return sum;
}

/// The layers alone: what it costs to know where each lies.
std::uint64_t layers_alone(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i) sum += index_of(frames[i]).count();
  return sum;
}

template <class... Ls>
std::uint64_t typed(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i)
    if (const auto p = dissect<ether, ip, Ls...>(octets_of(frames[i]))) {
      sum += fields_of(p->template view<ip>());
      ((sum += fields_of(p->template view<Ls>())), ...);
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

/// More than caches hold, in the order in which a capture would have them; fewer where caches do not matter.
const std::vector<frame>& stream() {
  static const frames made{counts_instructions() ? 10'000u : 200'000u, [m = mix{}]() mutable { return m.frame(); }};
  return made.all;
}

std::vector<bytes> borrowed(const std::vector<frame>& frames) {
  std::vector<bytes> all;
  for (const frame& f : frames) all.push_back(octets_of(f));
  return all;
}

std::uint64_t batch_by_index(std::span<const bytes> frames) {
  std::uint64_t sum = 0;
  for (const packet_view& p : dissect(frames)) sum += sum_of(p);
  return sum;
}

std::uint64_t batch_by_visitor(std::span<const bytes> frames) {
  std::uint64_t sum = 0;
  for (const bytes frame : prefetched{frames}) visit(frame, sum);
  return sum;
}

// --- the rows -------------------------------------------------------------------------------------------------------

void run(benchmark::State& state, pass work, const std::vector<frame>& frames, bool compared = true) {
  if (compared && work(frames.data(), frames.size()) != c_dissect(frames.data(), frames.size()))
    return state.SkipWithError("its sum is not the sum of the C");
  const unsigned times = passes();
  for (auto _ : state)
    for (unsigned i = 0; i != times; ++i) benchmark::DoNotOptimize(work(frames.data(), frames.size()));
  state.counters["works"] = static_cast<double>(frames.size());
}

void run_batch(benchmark::State& state, std::uint64_t (*work)(std::span<const bytes>)) {
  const std::vector<bytes> frames = borrowed(stream());
  if (work(frames) != c_dissect(stream().data(), stream().size())) return state.SkipWithError("its sum is not the sum of the C");
  const unsigned times = passes();
  for (auto _ : state)
    for (unsigned i = 0; i != times; ++i) benchmark::DoNotOptimize(work(frames));
  state.counters["works"] = static_cast<double>(frames.size());
}

BENCHMARK_CAPTURE(run, stream/c, c_dissect, stream());
BENCHMARK_CAPTURE(run, stream/packetry_index, by_index, stream());
BENCHMARK_CAPTURE(run_batch, stream/packetry_index_batch, batch_by_index);
BENCHMARK_CAPTURE(run_batch, stream/packetry_visitor_batch, batch_by_visitor);
BENCHMARK_CAPTURE(run, mix/c, c_dissect, mixed());
BENCHMARK_CAPTURE(run, mix/packetry_visitor, by_visitor, mixed());
BENCHMARK_CAPTURE(run, mix/packetry_large_catalog, by_large_index, mixed());
BENCHMARK_CAPTURE(run, mix/packetry_index, by_index, mixed());
BENCHMARK_CAPTURE(run, mix/packetry_layers, layers_alone, mixed(), false);
BENCHMARK_CAPTURE(run, tcp/c, c_dissect, tcp_frames());
BENCHMARK_CAPTURE(run, tcp/packetry_index, by_index, tcp_frames());
BENCHMARK_CAPTURE(run, tcp/packetry_visitor, by_visitor, tcp_frames());
BENCHMARK_CAPTURE(run, tcp/packetry_typed, typed<tcp>, tcp_frames());
BENCHMARK_CAPTURE(run, dns/c, c_dissect, dns_frames());
BENCHMARK_CAPTURE(run, dns/c_copying, c_dissect_copying, dns_frames());
BENCHMARK_CAPTURE(run, dns/packetry_index, by_index, dns_frames());
BENCHMARK_CAPTURE(run, dns/packetry_visitor, by_visitor, dns_frames());
constexpr pass typed_dns = typed<udp, dns>;
BENCHMARK_CAPTURE(run, dns/packetry_typed, typed_dns, dns_frames());
#ifdef PACKETRY_HAS_TINS
BENCHMARK_CAPTURE(run, mix/tins, tins_dissect, mixed());
BENCHMARK_CAPTURE(run, tcp/tins, tins_dissect, tcp_frames());
BENCHMARK_CAPTURE(run, dns/tins, tins_dissect, dns_frames());
#endif

}  // namespace
}  // namespace packetry::bench
