// SPDX-License-Identifier: BSL-1.0
#include <packetry/layers/http.hpp>  // first: proves the header stands alone

#include <packetry/packet/edit.hpp>
#include <packetry/packet/packet.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace packetry {
namespace http_test {

using namespace std::string_literals;
using test::operator""_hex;
using octet_vector = std::vector<std::uint8_t>;
using header_list = std::vector<std::pair<std::string, std::optional<std::string>>>;

header_list list(const http_headers& headers) {
  header_list result;
  for (const http_header& h : headers) result.emplace_back(h.name, h.value);
  return result;
}

std::string text(const octets& o) { return std::string{o.text()}; }
std::string text(bytes b) { return {b.begin(), b.end()}; }

/// What is dissected from a segment to port 80.
packet segment(std::string_view payload) {
  octet_vector wire = to_bytes(tcp{.sport = 40000, .dport = 80});
  wire.insert(wire.end(), payload.begin(), payload.end());
  return packet::starting_with<tcp>(wire);
}

// --- shape: facts the compiler can hold us to -------------------------------------------------

static_assert(std::is_aggregate_v<http_request> && std::is_aggregate_v<http_response>);
static_assert(layer<http_request> && layer<http_response>);
static_assert(detail::binds<tcp, http_request> && detail::binds<tcp, http_response> && !detail::binds<udp, http_request>);
static_assert(http_request::ids[0] == number{tcp_port{80}} && http_response::ids[0] == number{tcp_port{80}}, "the port that is sent");
static_assert(std::is_trivially_destructible_v<http_header>, "GCC 12: without it no list of headers is a constant");
// The shortest lines of a head that was cut; a constant expression reads nothing in front of them.
constexpr auto colon = "3a0d0a"_hex;
constexpr auto colon_and_end = "3a0d0a0d0a"_hex;
static_assert(!http_headers{bytes{colon}}.ended() && http_headers{bytes{colon_and_end}}.ended());

constexpr auto get = tcp{.flags = "PA"} / http_request{.headers = {{"Host", "2013.hack.lu"}, {"Connection", "close"}}};
static_assert(to_array<get>().size() == 20 + 16 + 20 + 19 + 2);
static_assert(to_array<get>()[1] == 80 && to_array<get>()[3] == 80);
static_assert([] {
  const auto wire = to_array<get>();
  auto v = basic_packet_view<standard_catalog>{wire, standard_catalog::id_of<tcp>};
  return v.count() == 2 && v.get<http_request>() == get.get<http_request>();
}());
static_assert(http_request{.headers = {{"a", "b"}}} == http_request{.headers = {{"a", "b"}}});
static_assert(!(http_request{.headers = {{"a", "b"}}} == http_request{.headers = {{"a", "c"}}}));

// --- frames, both directions ------------------------------------------------------------------

// vectors_dev.jsonl http-003; nothing is added by itself here, so what Scapy adds is written down
constexpr auto post_octets =
    "450000750001000040068e4bc0000201c6336402 9c400050000000010000000150182000 1e710000"
    "504f5354202f6620485454502f312e310d0a436f6e74656e742d4c656e6774683a20330d0a"
    "436f6e74656e742d547970653a20746578742f706c61696e0d0a486f73743a20680d0a0d0a616263"_hex;
const auto post = ip{.src = "192.0.2.1", .dst = "198.51.100.2"} / tcp{.sport = 40000, .seq = 1, .ack = 1, .flags = "PA"} /
                  http_request{.Method = "POST", .Path = "/f", .headers = {{"Content-Length", "3"}, {"Content-Type", "text/plain"}, {"Host", "h"}}} / "abc";

TEST(HttpRequest, SerializesToScapysFrame) { EXPECT_EQ(to_bytes(post), octet_vector(post_octets.begin(), post_octets.end())); }

TEST(HttpRequest, DissectsScapysFrame) {
  const packet p{bytes{post_octets}, {.link = link_type::ipv4}};
  EXPECT_EQ(p.view().count(), 4u);
  EXPECT_EQ(p.get<http_request>(), post.get<http_request>());
  EXPECT_EQ(text(p.payload()), "abc");
  EXPECT_FALSE(p.fault());
}

// vectors_dev.jsonl http-009
constexpr auto response_octets =
    "450000a50001000040068e1bc0000201c6336402 00509c40000000010000000150182000 55ec0000"
    "485454502f312e3120323030204f4b0d0a436f6e74656e742d4c656e6774683a2031330d0a436f6e74656e742d547970653a20746578742f68746d6c0d0a"
    "446174653a204d6f6e2c203031204a616e20323032342030303a30303a303020474d540d0a5365727665723a20730d0a0d0a3c68746d6c3e3c2f68746d6c3e"_hex;
const auto response = ip{.src = "192.0.2.1", .dst = "198.51.100.2"} / tcp{.dport = 40000, .seq = 1, .ack = 1, .flags = "PA"} /
                      http_response{.headers = {{"Content-Length", "13"},
                                                {"Content-Type", "text/html"},
                                                {"Date", "Mon, 01 Jan 2024 00:00:00 GMT"},
                                                {"Server", "s"}}} / "<html></html>";

TEST(HttpResponse, SerializesToScapysFrame) { EXPECT_EQ(to_bytes(response), octet_vector(response_octets.begin(), response_octets.end())); }

TEST(HttpResponse, DissectsScapysFrame) {
  const packet p{bytes{response_octets}, {.link = link_type::ipv4}};
  EXPECT_EQ(p.view().count(), 4u);
  EXPECT_EQ(p.get<http_response>(), response.get<http_response>());
  EXPECT_EQ(text(p.payload()), "<html></html>");
}

// --- texts, both directions -------------------------------------------------------------------

TEST(HttpRequest, TextsAreScapys) {
  // scapy.md appendix A, HTTP GET and HTTP GET hdrs; vectors_dev.jsonl http-002, -004, -010
  const auto sent = [](const http_request& r) { return text(bytes{to_bytes(r)}); };
  EXPECT_EQ(sent({.headers = {{"Content-Length", "0"}, {"Host", "www.example.com"}}}),
            "GET / HTTP/1.1\r\nContent-Length: 0\r\nHost: www.example.com\r\n\r\n");
  EXPECT_EQ(sent({.Path = "/x", .headers = {{"Accept", "*/*"}, {"Connection", "close"}, {"Content-Length", "0"}, {"Host", "h"}, {"User-Agent", "u"}}}),
            "GET /x HTTP/1.1\r\nAccept: */*\r\nConnection: close\r\nContent-Length: 0\r\nHost: h\r\nUser-Agent: u\r\n\r\n");
  EXPECT_EQ(sent({.Path = "/index.html", .headers = {{"Content-Length", "0"}, {"Host", "www.example.com"}}}),
            "GET /index.html HTTP/1.1\r\nContent-Length: 0\r\nHost: www.example.com\r\n\r\n");
  EXPECT_EQ(sent({.headers = {{"Accept", "*/*"}, {"Content-Length", "0"}, {"Cookie", "a=b; c=d"}, {"Host", "h"}, {"User-Agent", "packetry/1"}}}),
            "GET / HTTP/1.1\r\nAccept: */*\r\nContent-Length: 0\r\nCookie: a=b; c=d\r\nHost: h\r\nUser-Agent: packetry/1\r\n\r\n");
  EXPECT_EQ(sent({.Method = "HEAD", .Path = "/a?b=c&d=%20", .Http_Version = "HTTP/1.0", .headers = {{"Content-Length", "0"}}}),
            "HEAD /a?b=c&d=%20 HTTP/1.0\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(sent({}), "GET / HTTP/1.1\r\n\r\n") << "nothing is added";
}

TEST(HttpResponse, TextsAreScapys) {  // vectors_dev.jsonl http-008
  const auto sent = [](const http_response& r) { return text(bytes{to_bytes(r)}); };
  EXPECT_EQ(sent({.Http_Version = "HTTP/1.0", .Status_Code = "301", .Reason_Phrase = "Moved",
                  .headers = {{"Content-Length", "0"}, {"Date", "Sun, 22 Nov 2026 21:00:49 GMT"}, {"Location", "http://x/"}}}),
            "HTTP/1.0 301 Moved\r\nContent-Length: 0\r\nDate: Sun, 22 Nov 2026 21:00:49 GMT\r\nLocation: http://x/\r\n\r\n");
  EXPECT_EQ(sent({}), "HTTP/1.1 200 OK\r\n\r\n");
  EXPECT_EQ(sent({.Reason_Phrase = ""}), "HTTP/1.1 200 \r\n\r\n") << "RFC 9112 section 4: the blank stays";
}

struct head_case {
  std::string_view name;
  std::string head;     ///< all that is the layer's
  std::string rest;     ///< raw
  header_list headers;
};

std::ostream& operator<<(std::ostream& out, const head_case& c) { return out << c.name; }

std::vector<head_case> heads() {
  const std::string line = "GET / HTTP/1.1\r\n";
  return {
      {"no_headers",            line + "\r\n", "", {}},
      {"body",                  line + "a: b\r\n\r\n", "body", {{"a", "b"}}},
      {"body_of_lines",         line + "a: b\r\n\r\n", "c: d\r\n\r\n", {{"a", "b"}}},
      {"order_is_kept",         line + "b: 1\r\na: 2\r\nb: 3\r\n\r\n", "", {{"b", "1"}, {"a", "2"}, {"b", "3"}}},
      {"blanks_around_values",  line + "a: \t b c \t\r\nd:e\r\n\r\n", "", {{"a", "b c"}, {"d", "e"}}},
      {"empty_value",           line + "a:\r\nb: \r\n\r\n", "", {{"a", ""}, {"b", ""}}},
      {"colons_in_values",      line + "a: b:c\r\n\r\n", "", {{"a", "b:c"}}},
      {"names_are_not_trimmed", line + "a : b\r\n: c\r\n\r\n", "", {{"a ", "b"}, {"", "c"}}},
      {"no_colon",              line + "abc\r\na: b\r\n\r\n", "", {{"abc", std::nullopt}, {"a", "b"}}},
      {"folded",                line + "a: b\r\n c: d\r\n\te: f\r\n\r\n", "", {{"a", "b"}, {" c: d", std::nullopt}, {"\te: f", std::nullopt}}},
      {"lone_cr_and_lf",        line + "a: b\rc\nd\r\n\r\n", "", {{"a", "b\rc\nd"}}},
      {"cr_cr_lf",              line + "a: b\r\r\n\r\n", "", {{"a", "b\r"}}},
      {"octets",                line + "a\xff: \x80\0\r\n\r\n"s, "", {{"a\xff", "\x80\0"s}}},
      {"end_missing",           line + "a: b\r\n", "", {{"a", "b"}}},
      {"nothing_behind_line",   line, "", {}},
      {"unfinished_line",       line + "a: b\r\n", "c: d", {{"a", "b"}}},
      {"unfinished_end",        line + "a: b\r\n", "\r", {{"a", "b"}}},
      {"unfinished_first",      line, "a: b\r", {}},
      {"long_method",           "ABCDEFGHIJKLMNOPQRST * HTTP/0.9\r\n\r\n", "", {}},
      {"odd_path",              "GET \x01\xff\"? HTTP/1.9\r\n\r\n", "", {}},
      {"response",              "HTTP/1.1 404 Not Found\r\na: b\r\n\r\n", "x", {{"a", "b"}}},
      {"empty_reason",          "HTTP/1.1 999 \r\n\r\n", "", {}},
      {"reason_with_blanks",    "HTTP/1.0 000  a  \r\n\r\n", "", {}},
  };
}

class HttpHead : public testing::TestWithParam<head_case> {};

TEST_P(HttpHead, IsReadAndWrittenOctetForOctet) {
  const auto& c = GetParam();
  const packet p = segment(c.head + c.rest);
  ASSERT_TRUE(p.has<http_request>() || p.has<http_response>());
  EXPECT_EQ(text(p.layers()[1].octets()), c.head);
  EXPECT_EQ(text(p.payload()), c.rest);
  EXPECT_FALSE(p.fault());
  if (p.has<http_request>()) {
    EXPECT_EQ(list(p.get<http_request>().headers), c.headers);
    EXPECT_EQ(text(bytes{to_bytes(p.get<http_request>())}), c.head);
  } else {
    EXPECT_EQ(list(p.get<http_response>().headers), c.headers);
    EXPECT_EQ(text(bytes{to_bytes(p.get<http_response>())}), c.head);
  }
}

INSTANTIATE_TEST_SUITE_P(Table, HttpHead, testing::ValuesIn(heads()), [](const auto& c) { return std::string{c.param.name}; });

TEST(HttpRequest, FirstLineIsTakenApart) {
  const auto r = segment("SEARCH /a/b?c=d#e HTTP/1.0\r\n\r\n").get<http_request>();
  EXPECT_EQ(text(r.Method), "SEARCH");
  EXPECT_EQ(text(r.Path), "/a/b?c=d#e");
  EXPECT_EQ(text(r.Http_Version), "HTTP/1.0");
}

TEST(HttpResponse, FirstLineIsTakenApart) {
  const auto r = segment("HTTP/0.9 301 Moved  for good \r\n\r\n").get<http_response>();
  EXPECT_EQ(text(r.Http_Version), "HTTP/0.9");
  EXPECT_EQ(text(r.Status_Code), "301");
  EXPECT_EQ(text(r.Reason_Phrase), "Moved  for good ");
  EXPECT_EQ(text(segment("HTTP/1.1 200\r\n\r\n").get<http_response>().Reason_Phrase), "");
}

// --- what is no head: SCHEMA 6.8 -----------------------------------------------------------------

// Each differs from a first line in one fact.
constexpr std::pair<std::string_view, std::string_view> strangers[] = {
    {"method_short",        "GE / HTTP/1.1\r\n\r\n"},
    {"method_long",         "ABCDEFGHIJKLMNOPQRSTU / HTTP/1.1\r\n\r\n"},
    {"method_lower_case",   "get / HTTP/1.1\r\n\r\n"},
    {"method_digit",        "GET1 / HTTP/1.1\r\n\r\n"},
    {"two_blanks",          "GET  / HTTP/1.1\r\n\r\n"},
    {"path_missing",        "GET HTTP/1.1\r\n\r\n"},
    {"path_with_blank",     "GET /a b HTTP/1.1\r\n\r\n"},
    {"path_with_cr",        "GET /a\rb HTTP/1.1\r\n\r\n"},
    {"path_with_lf",        "GET /a\nb HTTP/1.1\r\n\r\n"},
    {"version_2",           "GET / HTTP/2.0\r\n\r\n"},
    {"version_letter",      "GET / HTTP/1.x\r\n\r\n"},
    {"version_two_digits",  "GET / HTTP/1.10\r\n\r\n"},
    {"version_lower_case",  "GET / http/1.1\r\n\r\n"},
    {"version_missing",     "GET /\r\n\r\n"},
    {"lf_alone",            "GET / HTTP/1.1\n\n"},
    {"cr_alone",            "GET / HTTP/1.1\r\r"},
    {"status_two_digits",   "HTTP/1.1 20 OK\r\n\r\n"},
    {"status_four_digits",  "HTTP/1.1 2000 OK\r\n\r\n"},
    {"status_letter",       "HTTP/1.1 2x0 OK\r\n\r\n"},
    {"status_behind_tab",   "HTTP/1.1\t200 OK\r\n\r\n"},
    {"reason_behind_tab",   "HTTP/1.1 200\tOK\r\n\r\n"},
    {"reason_with_cr",      "HTTP/1.1 200 O\rK\r\n\r\n"},
    {"reason_with_lf",      "HTTP/1.1 200 O\nK\r\n\r\n"},
    {"response_version_2",  "HTTP/2.0 200 OK\r\n\r\n"},
    {"body",                "<html></html>"},
};

class HttpStranger : public testing::TestWithParam<std::pair<std::string_view, std::string_view>> {};

TEST_P(HttpStranger, IsRawWithoutAFault) {
  const auto& [name, payload] = GetParam();
  const packet p = segment(payload);
  EXPECT_EQ(p.view().count(), 2u);
  EXPECT_EQ(text(p.payload()), payload);
  EXPECT_FALSE(p.fault()) << "it may be the middle of a body";
}

INSTANTIATE_TEST_SUITE_P(Table, HttpStranger, testing::ValuesIn(strangers), [](const auto& c) { return std::string{c.param.first}; });

TEST(Http, EveryTruncationKeepsWholeLines) {
  for (const std::string& whole : {"GET /x HTTP/1.1\r\nHost: h\r\nA: b\r\n\r\nbody"s, "HTTP/1.1 200 OK\r\nHost: h\r\nA: b\r\n\r\nbody"s}) {
    const std::size_t first = whole.find("\r\n") + 2, head = whole.find("\r\n\r\n") + 4;
    for (std::size_t n = 1; n != whole.size(); ++n) {
      const packet p = segment(std::string_view{whole}.substr(0, n));
      EXPECT_FALSE(p.fault()) << n;
      const bool taken = p.has<http_request>() || p.has<http_response>();
      EXPECT_EQ(taken, n >= first) << n;
      if (!taken) continue;
      std::size_t lines = first;
      while (lines != head && whole.find("\r\n", lines) + 2 <= n) lines = whole.find("\r\n", lines) + 2;
      EXPECT_EQ(p.layers()[1].octets().size(), lines) << n;
      EXPECT_EQ(p.payload().size(), n - lines) << n;
    }
  }
}

TEST(Http, OnPort8080Too) {
  for (const auto& [sport, dport] : {std::pair{8080, 1}, std::pair{1, 8080}, std::pair{80, 1}}) {
    octet_vector wire = to_bytes(tcp{.sport = sport, .dport = dport});
    for (const char c : "GET / HTTP/1.1\r\n\r\n"s) wire.push_back(static_cast<std::uint8_t>(c));
    EXPECT_TRUE(packet::starting_with<tcp>(wire).has<http_request>());
  }
}

// --- the list of headers ------------------------------------------------------------------------

TEST(HttpHeaders, AreFoundInEitherCase) {
  http_headers h{{"Host", "a"}, {"X-Y", "b"}, {"host", "c"}, {"Odd line"}};
  EXPECT_EQ(h.find("HOST"), "a");
  EXPECT_EQ(h.find("x-y"), "b");
  EXPECT_EQ(h.find("X_Y"), std::nullopt);
  EXPECT_EQ(h.find("Odd line"), std::nullopt) << "it has no value";
  EXPECT_EQ(h.count(), 4u);
  h.push_back({"Z", "d"});
  EXPECT_EQ(h.find("z"), "d");
  EXPECT_EQ(list(h).back(), (std::pair{"Z"s, std::optional{"d"s}}));
  EXPECT_TRUE(http_headers{}.empty() && http_headers{}.ended() && !h.empty());
}

TEST(HttpHeaders, AnEditedRequestKeepsTheOthersAsTheyWere) {
  packet p = segment("GET /old HTTP/1.1\r\nHost:h\r\nOdd \r\n\r\nbody");
  p.edit<http_request>([](http_request& r) { r.Path = "/longer"; });
  EXPECT_EQ(text(p.octets().subspan(20)), "GET /longer HTTP/1.1\r\nHost:h\r\nOdd \r\n\r\nbody");
}

}  // namespace http_test
}  // namespace packetry
