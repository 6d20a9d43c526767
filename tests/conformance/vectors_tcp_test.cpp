// SPDX-License-Identifier: BSL-1.0
//
// Expressions of the vectors tcp-*, tcpopt-* and http-*; vectors_test.cpp compares them. Scapy adds Content-Length and Date to
// HTTP and sorts the headers by name; packetry adds and sorts nothing, so here they are all written, in that order.

#include "vectors.hpp"

namespace packetry::test {

crafted_vectors tcp_vectors() {
  octets every_octet;
  for (unsigned o = 0; o != 256; ++o) every_octet.push_back(static_cast<std::uint8_t>(o));
  const auto flagged = [](tcp_flags flags) {
    return from_here / tcp{.sport = 12345, .dport = 80, .seq = 1000, .ack = 2000, .flags = flags};
  };
  const auto with_options = [](std::initializer_list<tcp_option> options) {
    return from_here / tcp{.sport = 1025, .dport = 443, .options = options};
  };
  namespace opt = tcp_opt;
  return {
      craft("tcp-001", flagged("S")),
      craft("tcp-003", flagged("A")),
      craft("tcp-004", flagged("PA")),
      craft("tcp-005", flagged("FA")),
      craft("tcp-006", flagged("R")),
      craft("tcp-010", flagged("E")),
      craft("tcp-011", flagged("C")),
      craft("tcp-013", flagged("FSRPAUECN")),
      craft("tcp-015", from_here / tcp{.seq = 0xffffffff, .ack = 0xffffffff}),
      craft("tcp-016", from_here / tcp{.window = 0}),
      craft("tcp-018", from_here / tcp{.dataofs = 5}),
      craft("tcp-019", from_here / tcp{.dataofs = 15}),
      craft("tcp-020", from_here / tcp{.dataofs = 0}),
      craft("tcp-021", from_here / tcp{.reserved = 7}),
      craft("tcp-022", from_here / tcp{.chksum = 0}),
      craft("tcp-023", from_here / tcp{.chksum = 0xbeef}),
      craft("tcp-024", from_here / tcp{.flags = std::uint16_t{0x1ff}}),
      craft("tcp-025", from_here / tcp{.sport = 0, .dport = 65535}),
      craft("tcp-026", from_here / tcp{.sport = tcp_port::http, .dport = 443}),
      craft("tcp-027",
            from_here /
                tcp{.sport = 1025, .dport = 443, .flags = "PA", .options = {opt::nop(), opt::nop(), opt::timestamp(1, 2)}} /
                "hello world"),
      craft("tcp-031", tcp{.sport = 1, .dport = 2} / "no ip below"),
      craft("tcp-033", from_here / tcp{.sport = 7, .dport = 9, .flags = "A"} / every_octet),

      craft("tcpopt-001", with_options({opt::mss(1460)})),
      craft("tcpopt-002", with_options({opt::nop()})),
      craft("tcpopt-007", with_options({opt::timestamp(0xffffffff, 0xffffffff)})),
      craft("tcpopt-009", with_options({opt::sack({1, 2, 3, 4, 5, 6})})),
      craft("tcpopt-010", with_options({opt::mss(1460), opt::sack_ok(), opt::timestamp(1, 0), opt::nop(), opt::wscale(10)})),
      craft("tcpopt-011", with_options({opt::mss(536), opt::nop(), opt::wscale(0), opt::nop(), opt::nop(), opt::sack_ok()})),
      craft("tcpopt-012",
            with_options({opt::nop(), opt::nop(), opt::timestamp(5, 6), opt::nop(), opt::nop(), opt::sack({7, 8})})),
      craft("tcpopt-014", with_options({opt::other(30, "0081 6b6b6b6b6b6b6b6b"_hex)})),
      craft("tcpopt-015", with_options({opt::other(19, octets{"0123456789abcdef"})})),
      craft("tcpopt-016", with_options({opt::other(28, "001e"_hex)})),
      craft("tcpopt-017", with_options({opt::other(34, "00000001 00000002"_hex)})),
      craft("tcpopt-018", with_options({opt::other(14, "01 0002"_hex)})),
      craft("tcpopt-019", with_options({opt::other(77, {})})),
  };
}

crafted_vectors http_vectors() {
  const auto request = from_here / tcp{.sport = 40000, .dport = 80, .seq = 1, .ack = 1, .flags = "PA"};
  const auto response = from_here / tcp{.sport = 80, .dport = 40000, .seq = 1, .ack = 1, .flags = "PA"};
  return {
      craft("http-002",
            request / http_request{.Path = "/index.html", .headers = {{"Content-Length", "0"}, {"Host", "www.example.com"}}}),
      craft("http-003", request /
                            http_request{.Method = "POST",
                                         .Path = "/f",
                                         .headers = {{"Content-Length", "3"}, {"Content-Type", "text/plain"}, {"Host", "h"}}} /
                            "abc"),
      craft("http-004", request / http_request{.headers = {{"Accept", "*/*"},
                                                           {"Content-Length", "0"},
                                                           {"Cookie", "a=b; c=d"},
                                                           {"Host", "h"},
                                                           {"User-Agent", "packetry/1"}}}),
      craft("http-008", response / http_response{.Http_Version = "HTTP/1.0",
                                                 .Status_Code = "301",
                                                 .Reason_Phrase = "Moved",
                                                 .headers = {{"Content-Length", "0"},
                                                             {"Date", "Sun, 22 Nov 2026 21:00:49 GMT"},
                                                             {"Location", "http://x/"}}}),
      craft("http-009", response /
                            http_response{.headers = {{"Content-Length", "13"},
                                                      {"Content-Type", "text/html"},
                                                      {"Date", "Mon, 01 Jan 2024 00:00:00 GMT"},
                                                      {"Server", "s"}}} /
                            "<html></html>"),
      craft("http-010", request / http_request{.Method = "HEAD",
                                               .Path = "/a?b=c&d=%20",
                                               .Http_Version = "HTTP/1.0",
                                               .headers = {{"Content-Length", "0"}}}),
  };
}

}  // namespace packetry::test
