// SPDX-License-Identifier: BSL-1.0
//
// The same work by libtins, as its manual shows it.
#include <tins/tins.h>

#include "yardstick.h"

using namespace Tins;

namespace {

std::uint64_t value_of(IPv4Address a) { return Endian::be_to_host(static_cast<std::uint32_t>(a)); }
IPv4Address address(std::uint32_t value) { return IPv4Address{Endian::host_to_be(value)}; }

std::uint64_t sum_of(const RawPDU& message) {
  const DNS dns{message.payload().data(), static_cast<std::uint32_t>(message.payload().size())};
  std::uint64_t sum = dns.questions_count() + dns.answers_count();
  for (const auto& answer : dns.answers()) sum += answer.dname().size() + answer.query_type();
  return sum;
}

std::uint64_t one(const PDU& packet) {
  std::uint64_t sum = 0;
  if (const auto* a = packet.find_pdu<ARP>()) sum += a->opcode() + value_of(a->sender_ip_addr()) + value_of(a->target_ip_addr());
  for (const PDU* tag = packet.inner_pdu(); tag && tag->pdu_type() == PDU::DOT1Q; tag = tag->inner_pdu())
    sum += static_cast<const Dot1Q*>(tag)->id();
  const auto* header = packet.find_pdu<IP>();
  if (!header) return sum;
  sum += value_of(header->src_addr()) + value_of(header->dst_addr());
  const PDU* upper = header->inner_pdu();
  if (!upper) return sum;
  if (upper->pdu_type() == PDU::TCP) {
    const auto& t = static_cast<const TCP&>(*upper);
    sum += std::uint64_t{t.sport()} + t.dport();
  } else if (upper->pdu_type() == PDU::UDP) {
    const auto& u = static_cast<const UDP&>(*upper);
    sum += std::uint64_t{u.sport()} + u.dport();
    const auto* message = u.find_pdu<RawPDU>();
    if (message && (u.sport() == 53 || u.dport() == 53)) sum += sum_of(*message);
  } else if (upper->pdu_type() == PDU::ICMP) {
    const auto& i = static_cast<const ICMP&>(*upper);
    sum += static_cast<std::uint64_t>(i.type()) + i.code();
  }
  return sum;
}

const HWAddress<6> here{"02:00:00:00:00:01"}, there{"02:00:00:00:00:02"};

IP header(std::uint32_t i) {
  IP ip{address(0x0a000000 + i), address(0x0a000001)};
  ip.id(static_cast<std::uint16_t>(i));
  ip.ttl(64);
  return ip;
}

}  // namespace

std::uint64_t tins_dissect(const frame* frames, std::size_t count) {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i != count; ++i) sum += one(EthernetII{frames[i].octets, frames[i].size});
  return sum;
}

std::uint64_t tins_dissect_file(const char* path) {
  std::uint64_t sum = 0;
  FileSniffer{path}.sniff_loop([&](const PDU& packet) {
    sum += one(packet);
    return true;
  });
  return sum;
}

std::uint64_t tins_craft_syn(std::uint32_t count) {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i != count; ++i) {
    TCP tcp{80, static_cast<std::uint16_t>(1024 + i % 32768)};
    tcp.seq(i * 2654435761u);
    tcp.window(64240);
    tcp.flags(TCP::SYN);
    EthernetII packet = EthernetII{there, here} / header(i) / tcp;
    const auto octets = packet.serialize();
    seen_by_all(octets.data());
    sum += checksums_of(octets.data(), 50);
  }
  return sum;
}

std::uint64_t tins_craft_dns(std::uint32_t count) {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i != count; ++i) {
    DNS dns;
    dns.id(static_cast<std::uint16_t>(0x1234 + i));
    dns.recursion_desired(1);
    dns.add_query(DNS::query{"www.example.com", DNS::A, DNS::IN});
    EthernetII packet = EthernetII{there, here} / header(i) / UDP{53, static_cast<std::uint16_t>(1024 + i % 32768)} / dns;
    const auto octets = packet.serialize();
    seen_by_all(octets.data());
    sum += checksums_of(octets.data(), 40);
  }
  return sum;
}
