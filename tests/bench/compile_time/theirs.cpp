// SPDX-License-Identifier: BSL-1.0
//
// What it costs to compile a small program with libtins; ours.cpp does the same with packetry.
#include <tins/tins.h>

#include <cstdio>

using namespace Tins;

int main() {
  DNS dns;
  dns.id(7);
  dns.recursion_desired(1);
  dns.add_query(DNS::query{"www.example.com", DNS::A, DNS::IN});
  EthernetII question = EthernetII{"02:00:00:00:00:02", "02:00:00:00:00:01"} / IP{"10.0.0.2", "10.0.0.1"} / UDP{53, 4000} / dns;
  const auto frame = question.serialize();

  const EthernetII seen{frame.data(), static_cast<std::uint32_t>(frame.size())};
  const auto* raw = seen.find_pdu<RawPDU>();
  if (!raw) return 1;
  const DNS message = raw->to<DNS>();
  std::printf("%s %u %s\n", seen.rfind_pdu<IP>().dst_addr().to_string().c_str(), unsigned{seen.rfind_pdu<UDP>().sport()},
              message.queries().front().dname().c_str());
}
