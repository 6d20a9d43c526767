// SPDX-License-Identifier: BSL-1.0
//
// What it costs to compile a small program with all of packetry, dissecting by content; theirs.cpp does the same with libtins.
#include <packetry/packetry.hpp>

#include <cstdio>

using namespace packetry;

int main() {
  const auto question = ether{.dst = "02:00:00:00:00:02", .src = "02:00:00:00:00:01"} / ip{.src = "10.0.0.1", .dst = "10.0.0.2"} /
                        udp{.sport = 4000} / dns{.id = 7, .qd = {{.qname = "www.example.com"}}};
  const auto frame = to_bytes(question);

  const auto seen = dissect(frame);
  const auto message = seen.find<dns>();
  if (!message) return 1;
  std::printf("%s %u %s\n", to_string(seen.get<ip>().dst).c_str(), unsigned{seen.get<udp>().sport.value()},
              to_string(message->qd.begin()->qname).c_str());
}
