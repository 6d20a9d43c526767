// SPDX-License-Identifier: BSL-1.0
//
// Whole programs over capture files, as packetry has them. What is read is summed and printed: the programs compared must agree.
//
//   ours make KIND COUNT FILE    a capture of that many frames of the mix, or of its TCP or DNS (tcp, dns) alone
//   ours dissect FILE            each packet dissected, the fields summed
//   ours read FILE               each packet's length and last octet summed
//   ours write FILE COPIES OUT   the packets of FILE, so many times, written to OUT
#include "../fields.hpp"
#include "../mix.hpp"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace packetry::bench {
namespace {

void make(std::string_view kind, std::size_t count, const char* file) {
  mix m;
  capture_writer out{file};
  while (count != 0) {
    const octet_string f = kind == "tcp" ? m.tcp_frame() : kind == "dns" ? m.dns_frame() : m.frame();
    out.write(f, {.link = link_type::ethernet, .time = {static_cast<std::int64_t>(count--)}});
  }
  out.close();
}

std::uint64_t dissected(const char* file) {
  std::uint64_t sum = 0;
  for (const capture_record& record : capture_reader{file}) visit(record.octets, sum);
  return sum;
}

std::uint64_t read(const char* file) {
  std::uint64_t sum = 0;
  for (const capture_record& record : capture_reader{file}) sum += record.octets.size() + record.octets.back();
  return sum;
}

std::uint64_t write(const char* file, unsigned long copies, const char* to) {
  const std::vector<packet> packets = rdpcap(file);
  capture_writer out{to};
  while (copies-- != 0)
    for (const packet& p : packets) out.write(p);
  out.close();
  return packets.size();
}

}  // namespace
}  // namespace packetry::bench

int main(int argc, char** argv) {
  using namespace packetry::bench;
  const std::string_view work = argc > 2 ? argv[1] : "";
  if (work == "make" && argc == 5) return make(argv[2], std::strtoul(argv[3], nullptr, 10), argv[4]), 0;
  if (work == "dissect") return std::printf("%llu\n", static_cast<unsigned long long>(dissected(argv[2]))), 0;
  if (work == "read") return std::printf("%llu\n", static_cast<unsigned long long>(read(argv[2]))), 0;
  if (work == "write" && argc == 5)
    return std::printf("%llu\n", static_cast<unsigned long long>(write(argv[2], std::strtoul(argv[3], nullptr, 10), argv[4]))), 0;
  std::fputs("usage: see above\n", stderr);
  return 2;
}
