// SPDX-License-Identifier: BSL-1.0
//
// One question after another: ICMP echo over a cable. The other end's kernel answers. Measured is the time that passes: most of
// it is the kernel's.
#include <benchmark/benchmark.h>

#include <packetry/layers/icmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/transport.hpp>

#include <boost/asio/io_context.hpp>

#include <chrono>

#include <net/if.h>

#include "cable.hpp"
#include "yardstick/yardstick.h"

namespace packetry::bench {
namespace {

using namespace std::literals;

constexpr std::uint32_t count = 2000;

auto echo() { return ip{.src = "10.0.0.1", .dst = "10.0.0.2"} / icmp{.id = 7} / raw{octets::filled(56, 'x')}; }
auto framed() { return ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / echo(); }

std::uint32_t by_c_raw() { return c_echo(0, nullptr, count); }
std::uint32_t by_c_packet() { return c_echo(::if_nametoindex("near"), far_mac, count); }

template <class Question>
std::uint32_t one_by_one(Question question, auto ask) {
  for (std::uint32_t i = 0; i != count; ++i) {
    question.template get<icmp>().seq = static_cast<std::uint16_t>(i);
    if (!ask(question)) return i;
  }
  return count;
}

std::uint32_t blocking() {
  return one_by_one(echo(), [](const auto& q) { return sr1(q, {.timeout = 2s}).has_value(); });
}
std::uint32_t blocking_framed() {
  return one_by_one(framed(), [](const auto& q) { return srp1(q, {.interface = "near", .timeout = 2s}).has_value(); });
}

/// Questions that follow one another as completions do, on one transport.
template <class Question, class Ask>
std::uint32_t chained(Question question, Ask ask) {
  static boost::asio::io_context io;
  static transport net{io};
  std::uint32_t answered = 0;
  const auto next = [&](const auto& self) -> void {
    question.template get<icmp>().seq = static_cast<std::uint16_t>(answered);
    ask(net, question, [&](error_code ec, const packet&) {
      if (!ec && ++answered != count) self(self);
    });
  };
  next(next);
  io.restart();
  io.run();
  return answered;
}

std::uint32_t asynchronous() {
  return chained(echo(), [](transport& net, const auto& q, auto done) { net.async_sr1(q, {.timeout = 2s}, done); });
}

const bool registered = [] {
  if (!lay_cable()) return false;
  const auto add = [](const char* name, std::uint32_t (*work)()) { add_errand(name, work, {count, count, "not every question is answered"}, 5); };
  add("run/echo/c_raw", by_c_raw);
  add("run/echo/c_packet", by_c_packet);
  add("run/echo/packetry_blocking", blocking);
  add("run/echo/packetry_blocking_framed", blocking_framed);
  add("run/echo/packetry_async", asynchronous);
  return true;
}();

}  // namespace
}  // namespace packetry::bench
