// SPDX-License-Identifier: BSL-1.0
//
// A protocol of one's own: one struct, and everything works for it. Scapy: a class with fields_desc, bind_layers, answers.
//
//   your_own_layer                              craft, show, dissect and match without a network
//   sudo your_own_layer --send 192.168.2.254    knock there, and print what the door says

#include <packetry/packetry.hpp>
#include <packetry/transport.hpp>

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <random>
#include <stdexcept>
#include <string>

using namespace packetry;

enum class knock_kind : std::uint8_t { knock = 1, opened = 2, closed = 3 };

/// What `show` and `summary` print for it.
constexpr std::string_view name_of(knock_kind k) {
  switch (k) {
    case knock_kind::knock: return "knock";
    case knock_kind::opened: return "opened";
    case knock_kind::closed: return "closed";
  }
  return {};
}

/// The Knock Protocol, version 1: who is there, and does the door open? UDP port 7777.
///
///      0       4       8              16                              31
///     +-------+-------+---------------+-------------------------------+
///     |version| kind  | length of who |            chksum             |
///     +-------+-------+---------------+-------------------------------+
///     |                             token                             |
///     +---------------------------------------------------------------+
///     | who ...
struct knock {
  std::uint8_t version = 1;
  knock_kind kind = knock_kind::knock;
  computed<std::uint8_t> length{};   ///< octets of who
  computed<std::uint16_t> chksum{};  ///< of this header and what it carries
  std::uint32_t token = 0;           ///< chosen by who knocks; the door repeats it
  octets who{};

  static constexpr std::string_view name = "Knock";
  static constexpr std::string_view summary = "Knock {kind} {who}";
  static constexpr number ids[] = {udp_port{7777}};  // so `udp{} / knock{}` compiles, and sets both ports
  // clang-format off
  static constexpr auto wire = layout{
      field{"version", &knock::version, bits<4>},
      field{"kind",    &knock::kind,    bits<4>},
      field{"length",  &knock::length,  be<8>,  size_of<&knock::who>{}},
      field{"chksum",  &knock::chksum,  be<16>, message_checksum{}, hexadecimal{}},
      field{"token",   &knock::token,   be<32>, hexadecimal{}},
      field{"who",     &knock::who,     octets_counted_by<&knock::length>},
  };
  // clang-format on
  // "opened" answers "knock" where the token is the same; a layer that it carries would not be compared.
  static constexpr reply_rules<by_pairs<&knock::kind, knock_kind::knock, knock_kind::opened>, same<&knock::token>, final_layer> reply{};
};

/// All that packetry knows, and this.
using all_layers = catalog_with<knock>;
using knock_packet = basic_packet<all_layers>;

/// What needs no network. Everything but the printing could be done by the compiler.
void demonstrate() {
  static constexpr auto request = ip{.src = "192.168.2.253", .dst = "192.168.2.254"} / udp{} / knock{.token = 0x2013, .who = "Matt"};
  static_assert(to_array<request>().size() == 20 + 8 + 8 + 4);
  show(request);  // as it was written down: what is None is computed
  hexdump(request);

  // What the door says, as octets from the wire.
  const auto wire = to_bytes(ip{.src = "192.168.2.254", .dst = "192.168.2.253"} / udp{} /
                             knock{.kind = knock_kind::opened, .token = 0x2013, .who = "Kacper"} / "come in");
  const auto opened = dissect(wire, link_type::raw_ip, all_layers{});
  show(opened);
  std::cout << summary_text(opened) << ": " << (answers(opened, knock_packet{request}.view()) ? "the answer\n" : "no answer\n");

  knock_packet forged{wire, {link_type::raw_ip}};
  forged.edit<knock>([](knock& k) { k.token = 0xbad; });
  std::cout << summary_text(forged) << ": " << explain(forged, knock_packet{request}) << '\n';
}

int main(int argc, char** argv) try {
  std::string door;
  CLI::App app{"A protocol of one's own in one struct: crafted, shown, dissected, matched, and sent."};
  app.add_option("--send", door, "Knock at this IPv4 address, and print the answer");
  app.footer("Exit status: 0, 1 when nobody answers, 2 for wrong use.");
  ipv4_address to;
  try {
    app.parse(argc, argv);
    if (!door.empty()) to = door;
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  } catch (const std::invalid_argument& e) {
    std::cerr << "your_own_layer: " << e.what() << '\n';
    return 2;
  }
  if (door.empty()) return demonstrate(), 0;

  const auto reply = sr1(ip{.dst = to} / udp{} / knock{.token = std::random_device{}(), .who = "Matt"}, {}, all_layers{});
  if (!reply) throw std::runtime_error("nobody opens at " + door);
  show(*reply);
  return reply->has<knock>() ? 0 : 1;  // else an ICMP error: nobody lives there
} catch (const std::exception& e) {
  std::cerr << "your_own_layer: " << e.what() << '\n';
  return 1;
}
