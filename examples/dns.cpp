// SPDX-License-Identifier: BSL-1.0
//
// Ask a name server. Scapy:  sr1(IP(dst=server)/UDP()/DNS(rd=1,qd=DNSQR(qname="2013.hack.lu")))
//
//   sudo dns 2013.hack.lu --server 192.168.2.254
//   sudo dns hack.lu --type MX --show
//   sudo dns --reverse 192.168.2.254

#include "support/tcp_by_hand.hpp"

#include <boost/asio/as_tuple.hpp>

#include <random>
#include <string_view>

using namespace example;

/// What a record says, in a line. `as` gives nothing for data that is not what the record's type promises.
std::string data_of(const layer_view<dns_record>& record) {
  switch (record.type()) {
    case dns_type::a:
      if (const auto address = record.as<ipv4_address>()) return to_string(*address);
      break;
    case dns_type::aaaa:
      if (const auto address = record.as<ipv6_address>()) return to_string(*address);
      break;
    case dns_type::cname:
    case dns_type::ns:
    case dns_type::ptr:
      if (const auto name = record.as<domain_name>()) return to_string(*name);
      break;
    case dns_type::mx:
      if (const auto mx = record.as<dns_mx>()) return std::to_string(mx->preference) + ' ' + to_string(mx->exchange);
      break;
    case dns_type::txt:
      if (const auto strings = record.as<dns_txt>()) {
        std::string text;
        for (const bytes string : *strings)
          for (const std::uint8_t c : string) text += c >= ' ' && c <= '~' ? static_cast<char>(c) : '?';  // a terminal obeys the rest
        return '"' + text + '"';
      }
      break;
    default: break;
  }
  return std::to_string(record.rdata().size()) + " octets (--show prints them)";
}

/// A number by its name, where it has one.
template <class Number>
std::string named(Number n) {
  const std::string_view name = name_of(n);
  return name.empty() ? std::to_string(static_cast<unsigned>(n)) : std::string{name};
}

/// The question that is asked. \throws std::invalid_argument for what is no name, address or type.
dns_question question_for(const std::string& name, const std::string& reverse, const std::string& type) {
  dns_question q;
  if (!reverse.empty()) {
    const bool v6 = reverse.find(':') != std::string::npos;
    q.qname = v6 ? reverse_name(ipv6_address{reverse}) : reverse_name(ipv4_address{reverse});
    q.qtype = dns_type::ptr;
    return q;
  }
  if (name.empty()) throw std::invalid_argument("what is asked for? NAME, or --reverse ADDRESS");
  q.qname = name;
  if (!from_name(type, q.qtype)) throw std::invalid_argument("there is no type of record \"" + type + '"');
  return q;
}

class question {
 public:
  question(dns_question q, const wire_options& o) : wanted_(std::move(q)), wire_(o) {}

  /// To be called with every packet that is seen.
  void take(const packet& p) {
    if (ear_) ear_->take(p);
  }
  [[nodiscard]] bool is_about(const packet_view& p) const { return example::is_about(p, server_); }

  /// What the first of the servers that answers says; exit status 0 for records.
  awaitable<int> ask(transport& net, std::vector<inet_address> servers) {
    for (const inet_address& server : servers) {
      server_ = server;
      const handshake_guard port{{.proto = ip_protocol::udp}};  // else the kernel calls it unreachable when the answer comes
      const auto datagram = udp{.sport = port.port()} / message();
      const sr1_options once{.timeout = wire_.patience()};
      const auto asking = [&](const auto& packet) { return net.async_sr1(packet, once, asio::as_tuple(use_awaitable)); };
      const auto [ec, reply] = co_await with_network(server, datagram, asking);
      if (!ec) {
        const auto answer = reply.view<dns>();
        if (!answer) throw std::runtime_error("no answer but " + summary_text(reply));  // an ICMP error
        if (answer->get<&dns::tc>() == 0) co_return print(*answer);
        const packetry::packet whole = co_await ask_over_tcp(net);  // too long for a datagram
        co_return print(whole.view<dns>().value());
      }
      const bool unreachable = ec == asio::error::network_unreachable || ec == asio::error::host_unreachable;
      if (ec != asio::error::timed_out && !unreachable) throw boost::system::system_error{ec};
      const std::string name = to_string(server);
      std::cerr << "dns: " << (unreachable ? sentence_of(boost::system::system_error{ec}, name) : name + " does not answer") << '\n';
    }
    co_return 1;
  }

 private:
  [[nodiscard]] dns message() const { return {.id = id_, .rd = 1, .qd = {wanted_}}; }

  /// RFC 7766: the same message, a length of two octets before it.
  awaitable<packet> ask_over_tcp(transport& net) {
    const handshake_guard port;
    tcp_by_hand connection{net, {server_, 53, port.port()}, wire_.patience()};
    const listening here{ear_, connection};
    std::vector<std::uint8_t> octets = to_bytes(message());
    octets.insert(octets.begin(), {static_cast<std::uint8_t>(octets.size() >> 8), static_cast<std::uint8_t>(octets.size())});
    co_await connection.connect();
    co_await connection.send(octets);
    const auto& in = connection.received();
    while (in.size() < 2 || in.size() < 2 + static_cast<std::size_t>(in[0] << 8 | in[1])) {
      if (connection.at_end()) throw std::runtime_error(to_string(server_) + " closes before its answer is whole");
      co_await connection.receive();
    }
    const auto answer = packet::starting_with<dns>(bytes{in}.subspan(2, static_cast<std::size_t>(in[0] << 8 | in[1])));
    co_await connection.close();
    const auto message = answer.view<dns>();
    if (!message || message->get<&dns::id>() != id_) throw std::runtime_error(to_string(server_) + " answers something else over TCP");
    co_return answer;
  }

  int print(const layer_view<dns>& answer) const {
    const std::string name = to_string(wanted_.qname);
    if (const dns_rcode code = answer.get<&dns::rcode>(); code == dns_rcode::name_error) {
      throw std::runtime_error(name + " does not exist (NXDOMAIN)");
    } else if (code != dns_rcode::ok) {
      throw std::runtime_error(to_string(server_) + " answers: " + named(code));
    }
    if (answer.an().empty()) throw std::runtime_error(name + " has no record of this type");
    for (const auto& record : answer.an())
      if (!wire_.fields) std::cout << record.rrname() << ' ' << named(record.type()) << ' ' << data_of(record) << '\n';
    return 0;
  }

  dns_question wanted_;
  const wire_options& wire_;
  std::uint16_t id_ = static_cast<std::uint16_t>(std::random_device{}());  // whoever forges an answer must guess it, and the port
  inet_address server_{};
  tcp_by_hand* ear_ = nullptr;
};

int main(int argc, char** argv) {
  CLI::App app{"Ask a name server about a name, or for the name of an address."};
  wire_options wire;
  std::string name, reverse, server, type = "A";
  auto* const backwards = app.add_option("--reverse", reverse, "An address whose name is asked for");
  app.add_option("NAME", name, "A domain name")->excludes(backwards);
  app.add_option("--type", type, "A, AAAA, MX, TXT, ...")->excludes(backwards)->capture_default_str();
  app.add_option("--server", server, "Address of the name server; else this machine's, in turn");
  add_options(app, wire);
  if (const auto status = read_command_line(app, argc, argv)) return *status;

  std::optional<question> asked;
  try {
    asked.emplace(question_for(name, reverse, type), wire);
  } catch (const std::invalid_argument& e) {
    std::cerr << "dns: " << e.what() << '\n';
    return 2;
  }
  const std::vector<inet_address> servers =
      server.empty() ? nameservers<inet_address>() : std::vector{argument<inet_address>("dns", server)};
  if (servers.empty()) {
    std::cerr << "dns: this machine has no name server that can be asked; name one by --server\n";
    return 1;
  }
  recorder record{wire, std::cout, false, [&](const packet& p) { asked->take(p); }};
  return run("dns", to_string(servers.front()), wire, [&](transport& net) { return asked->ask(net, servers); }, &record,
             [&](const packet_view& p) { return asked->is_about(p); });
}
