// SPDX-License-Identifier: BSL-1.0
//
// Does one more cost what the others did? Packets in a batch, layers in a packet, records in a message: more and more of them,
// and each time the cost of one.
#include <benchmark/benchmark.h>

#include <algorithm>

#include "fields.hpp"
#include "mix.hpp"

namespace packetry::bench {
namespace {

/// Frames of the mix, again and again the same 1,024: more of them would measure caches.
void packets(benchmark::State& state) {
  static const frames few{1024, [m = mix{}]() mutable { return m.frame(); }};
  std::vector<bytes> many(static_cast<std::size_t>(state.range(0)));
  std::ranges::generate(many, [i = std::size_t{0}]() mutable {
    const frame& f = few.all[i++ % few.all.size()];
    return bytes{f.octets, f.size};
  });
  for (auto _ : state) {
    std::size_t layers = 0;
    for (const packet_view& p : dissect(many)) layers += p.count();
    benchmark::DoNotOptimize(layers);
  }
  state.counters["works"] = static_cast<double>(state.range(0));
}

/// Tags of VLANs, one above another.
octet_string tagged(std::int64_t tags) {
  const octet_string tag = to_bytes(dot1q{.vlan = 7, .type = ether_type::vlan});
  octet_string f = to_bytes(ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01", .type = ether_type::vlan});
  while (tags-- != 0) f.insert(f.end(), tag.begin(), tag.end());
  f[f.size() - 2] = 0x88, f[f.size() - 1] = 0xb5;  // a type for experiments: nothing above is known
  return f;
}

void layers(benchmark::State& state, std::uint64_t (*work)(bytes)) {
  const octet_string f = tagged(state.range(0));
  if (work(f) != static_cast<std::uint64_t>(7 * state.range(0))) return state.SkipWithError("not every layer is found");
  for (auto _ : state) benchmark::DoNotOptimize(work(f));
  state.counters["works"] = static_cast<double>(state.range(0));
}

std::uint64_t visited(bytes octets) {
  std::uint64_t sum = 0;
  visit(octets, sum);
  return sum;
}

std::uint64_t indexed(bytes octets) {
  std::uint64_t sum = 0;
  const packet_view p = dissect(octets);
  for (const auto layer : p.layers())
    layer.visit([&]<class L>(const layer_view<L>& l) {
      if constexpr (std::same_as<L, dot1q>) sum += fields_of(l);
    });
  return sum;
}

dns answer_with(std::int64_t records) {
  dns message{.id = 1, .qr = 1, .qd = {{.qname = "www.example.com"}}};
  for (std::int64_t i = 0; i != records; ++i)
    message.an.push_back({.rrname = "www.example.com", .type = dns_type::a, .rdata = ipv4_address{static_cast<std::uint32_t>(i)}});
  return message;
}
auto datagram_with(std::int64_t records) {
  return ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / ip{.src = "10.0.0.1", .dst = "10.0.0.2"} /
         udp{.sport = 53, .dport = 4000} / answer_with(records);
}

void records_read(benchmark::State& state) {
  const octet_string f = to_bytes(datagram_with(state.range(0)));
  const auto read = [&] {
    std::int64_t found = 0;
    if (const auto p = dissect<ether, ip, udp, dns>(f)) {
      const auto answers = p->view<dns>().an();
      for (const auto& record : answers) found += record.rrname_size() == 17;
    }
    return found;
  };
  if (read() != state.range(0)) return state.SkipWithError("not every record is read");
  for (auto _ : state) benchmark::DoNotOptimize(read());
  state.counters["works"] = static_cast<double>(state.range(0));
}

void records_written(benchmark::State& state) {
  const auto message = datagram_with(state.range(0));
  octet_string room(65'536);
  for (auto _ : state) benchmark::DoNotOptimize(serialize_to(message, room).value());
  state.counters["works"] = static_cast<double>(state.range(0));
}

BENCHMARK(packets)->RangeMultiplier(4)->Range(1024, 65'536);
BENCHMARK_CAPTURE(layers, visited, visited)->RangeMultiplier(2)->Range(1, 16)->Arg(30);
BENCHMARK_CAPTURE(layers, indexed, indexed)->RangeMultiplier(2)->Range(1, 16)->Arg(30);
BENCHMARK(records_read)->RangeMultiplier(10)->Range(1, 1000);
BENCHMARK(records_written)->RangeMultiplier(10)->Range(1, 1000);

}  // namespace
}  // namespace packetry::bench
