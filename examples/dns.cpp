// SPDX-License-Identifier: BSL-1.0
//
// Ask a name server. Scapy:  sr1(IP(dst=server)/UDP()/DNS(rd=1,qd=DNSQR(qname="2013.hack.lu")))
//
//   sudo dns 2013.hack.lu --server 192.168.2.254
//   sudo dns hack.lu --type MX --show
//   sudo dns --reverse 192.168.2.254

#include <packetry/packetry.hpp>
#include <packetry/transport.hpp>

#include <CLI/CLI.hpp>

#include <chrono>
#include <exception>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>

using namespace packetry;

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

struct command_line {
  std::string name, reverse, type = "A", server;
  double timeout = 2;
  bool fields = false;
};

/// The question that is asked. \throws std::invalid_argument for what is no name, address or type.
dns_question question_for(const command_line& asked) {
  dns_question q;
  if (!asked.reverse.empty()) {
    const bool v6 = asked.reverse.find(':') != std::string::npos;
    q.qname = v6 ? reverse_name(ipv6_address{asked.reverse}) : reverse_name(ipv4_address{asked.reverse});
    q.qtype = dns_type::ptr;
    return q;
  }
  q.qname = asked.name;
  if (!from_name(asked.type, q.qtype)) throw std::invalid_argument("there is no type of record \"" + asked.type + '"');
  return q;
}

int main(int argc, char** argv) try {
  command_line asked;
  CLI::App app{"Ask a name server about a name, or for the name of an address."};
  auto* const reverse = app.add_option("--reverse", asked.reverse, "An address whose name is asked for");
  app.add_option("NAME", asked.name, "A domain name")->excludes(reverse);
  app.add_option("--type", asked.type, "A, AAAA, MX, TXT, ...")->excludes(reverse)->capture_default_str();
  app.add_option("--server", asked.server, "Address of the name server; else the first of this machine's");
  app.add_option("--timeout", asked.timeout, "Seconds to wait for the answer")->capture_default_str();
  app.add_flag("--show", asked.fields, "Print all fields of question and answer instead");
  app.footer("Exit status: 0 for an answer, 1 for none, 2 for wrong use.");

  dns_question wanted;
  ipv4_address server;
  try {
    app.parse(argc, argv);
    if (asked.name.empty() && asked.reverse.empty()) throw std::invalid_argument("what is asked for? NAME, or --reverse ADDRESS");
    if (!(asked.timeout > 0 && asked.timeout < 86400)) throw std::invalid_argument("--timeout: more than 0, less than a day");
    wanted = question_for(asked);
    if (!asked.server.empty()) server = asked.server;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const std::invalid_argument& e) {
    std::cerr << "dns: " << e.what() << '\n';
    return 2;
  }
  if (asked.server.empty()) {
    const auto servers = nameservers();
    if (servers.empty()) throw std::runtime_error("this machine has no IPv4 name server; name one by --server");
    server = servers.front();
  }

  // Whoever wants to forge an answer must guess both numbers.
  std::random_device random;
  const auto port = static_cast<std::uint16_t>(49152 + random() % 16384);
  const auto id = static_cast<std::uint16_t>(random());
  const auto question = ip{.dst = server} / udp{.sport = port} / dns{.id = id, .rd = 1, .qd = {wanted}};
  const auto timeout = std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(asked.timeout));

  if (asked.fields) show(question);
  const auto reply = sr1(question, {.timeout = timeout});
  if (!reply) throw std::runtime_error(to_string(server) + " does not answer");
  if (asked.fields) show(*reply);

  const auto message = reply->view().view<dns>();
  if (!message) throw std::runtime_error("no answer but " + summary_text(*reply));  // an ICMP error
  if (const dns_rcode code = message->get<&dns::rcode>(); code == dns_rcode::name_error) {
    throw std::runtime_error(to_string(wanted.qname) + " does not exist (NXDOMAIN)");
  } else if (code != dns_rcode::ok) {
    throw std::runtime_error(to_string(server) + " answers: " + named(code));
  }
  if (message->an().empty()) throw std::runtime_error(to_string(wanted.qname) + " has no record of this type");
  for (const auto& record : message->an())
    if (!asked.fields) std::cout << record.rrname() << ' ' << named(record.type()) << ' ' << data_of(record) << '\n';
  return 0;
} catch (const std::exception& e) {
  std::cout.flush();
  std::cerr << "dns: " << e.what() << '\n';
  return 1;
}
