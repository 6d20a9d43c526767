// SPDX-License-Identifier: BSL-1.0
//
// Fetch a page by hand: SYN, SYN/ACK, and every segment behind them. The workshop's Scapy:
//
//   syn_ack = sr1(IP(dst="2013.hack.lu")/TCP(sport=2203, dport=80, flags="S"))
//   reply = sr1(i/TCP(…, ack=syn_ack[TCP].seq + 1, flags="A")/"GET / HTTP/1.1\r\nHost: 2013.hack.lu\r\n\r\n")
//
//   sudo http http://192.168.2.254/ --port-from 666
//   sudo http http://192.168.2.254/form --method POST --data "name=value" --header "X-Seen: yes"
//
// The kernel would reset a connection that it knows nothing of. The workshop forbids it by a firewall rule; here a
// handshake_guard holds the port.

#include "support/tcp_by_hand.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <charconv>
#include <string_view>

using namespace example;
namespace http = boost::beast::http;

struct url {
  std::string host{}, path = "/";  // an IPv6 address without its brackets
  std::uint16_t port = 80;
};

/// http://HOST[:PORT][/PATH], an IPv6 address in brackets (RFC 3986 section 3.2.2). False where it is none.
bool lexical_cast(const std::string& text, url& out) {
  std::string_view rest = text;
  if (const auto scheme = rest.find("://"); scheme != rest.npos) {
    if (rest.substr(0, scheme) != "http") return false;
    rest.remove_prefix(scheme + 3);
  }
  const auto slash = std::min(rest.find('/'), rest.size());
  if (slash != rest.size()) out.path = rest.substr(slash, rest.find('#') - slash);
  rest = rest.substr(0, slash);
  const auto bracket = rest.starts_with('[') ? rest.find(']') : 0;
  if (bracket == rest.npos) return false;
  if (const auto colon = rest.find(':', bracket); colon != rest.npos) {
    const std::string_view port = rest.substr(colon + 1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.port);
    if (error != std::errc{} || end != port.data() + port.size() || out.port == 0) return false;
    rest = rest.substr(0, colon);
  }
  if (bracket != 0) {
    ipv6_address address;
    if (bracket + 1 != rest.size() || !from_text(rest.substr(1, bracket - 1), address)) return false;
    rest = rest.substr(1, bracket - 1);
  }
  out.host = rest;
  return !rest.empty();
}

struct request_options {
  url target{};
  std::string method = "GET", data{};
  std::vector<std::string> headers{};
  std::uint16_t port_from = 0;
};

std::vector<std::uint8_t> request_of(const request_options& o) {
  http_request r{.Method = o.method, .Path = o.target.path};
  const bool bracketed = o.target.host.find(':') != std::string::npos;
  const std::string name = bracketed ? '[' + o.target.host + ']' : o.target.host;
  const std::string host = o.target.port == 80 ? name : name + ':' + std::to_string(o.target.port);
  r.headers.push_back({"Host", host});
  // The end that closes first has to stay a while, in case its last segment is lost: let that be the server.
  r.headers.push_back({"Connection", "close"});
  const std::string size = std::to_string(o.data.size());
  if (!o.data.empty()) r.headers.push_back({"Content-Length", size});
  for (const std::string& line : o.headers) {
    const auto colon = line.find(':');
    const auto value = line.find_first_not_of(' ', colon + 1);
    r.headers.push_back({std::string_view{line}.substr(0, colon), value == line.npos ? "" : std::string_view{line}.substr(value)});
  }
  return to_bytes(r / raw{.load = o.data});
}

using response_parser = http::response_parser<http::string_body>;

/// Give the parser what has come so far. True: the response is whole.
bool parse(response_parser& parser, const tcp_by_hand& connection, std::size_t& read) {
  error_code ec;
  const auto fresh = asio::buffer(connection.received()) + read;
  if (fresh.size() != 0) read += parser.put(fresh, ec);
  if (ec && ec != http::error::need_more) throw std::runtime_error("this is no HTTP response: " + ec.message());
  if (!parser.is_done() && connection.at_end()) {
    if (read != 0) parser.put_eof(ec);
    if (read == 0 || ec) throw std::runtime_error("the server closed the connection before its answer was whole");
  }
  return parser.is_done();
}

awaitable<int> fetch(tcp_by_hand& connection, const request_options& o, response_parser& parser) {
  co_await connection.connect();
  co_await connection.send(request_of(o));
  std::size_t read = 0;
  while (!parse(parser, connection, read)) co_await connection.receive();
  co_await connection.close();
  co_return parser.get().result_int() < 400 ? 0 : 1;
}

int main(int argc, char** argv) try {
  CLI::App app{"Fetch a page, every segment of the connection made by hand."};
  wire_options wire{.timeout = 10};
  request_options request;
  app.add_option("URL", request.target, "http://HOST[:PORT][/PATH]; an IPv6 address in brackets")->required();
  app.add_option("--method", request.method, "GET, HEAD, POST, ...")->capture_default_str();
  app.add_option("--data", request.data, "Send this as the request's body");
  app.add_option("--header", request.headers, "Send this header line, too: \"Name: value\"")->allow_extra_args(false);
  app.add_option("--port-from", request.port_from, "Our port; else a free one");
  add_options(app, wire);
  if (const auto status = read_command_line(app, argc, argv)) return *status;

  const inet_address server = resolve<inet_address>(request.target.host);
  const handshake_guard guard{{.sport = request.port_from}};
  response_parser parser;
  parser.body_limit(boost::none);
  parser.skip(request.method == "HEAD");
  parser.eager(true);

  tcp_by_hand* ear = nullptr;
  recorder record{wire, std::cerr, true, [&](const packet& p) {
                    if (ear) ear->take(p);
                  }};
  const auto ours = [&](const packet_view& p) {
    const auto t = p.view<tcp>();
    return is_about(p, server) && (!t || t->get<&tcp::sport>() == guard.port() || t->get<&tcp::dport>() == guard.port());
  };
  const auto work = [&](transport& net) -> awaitable<int> {
    tcp_by_hand connection{net, {server, request.target.port, guard.port()}, wire.patience()};
    const listening here{ear, connection};
    co_return co_await fetch(connection, request, parser);
  };
  const int status = run("http", request.target.host, wire, work, &record, ours);
  std::cout << parser.get().body() << std::flush;  // as far as it came
  return status;
} catch (const std::exception& e) {
  std::cerr << "http: " << e.what() << '\n';
  return 1;
}
