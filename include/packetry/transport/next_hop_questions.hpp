// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layers/arp.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/transport/engine.hpp>
#include <packetry/transport/fill.hpp>
#include <packetry/transport/listener.hpp>
#include <packetry/transport/senders.hpp>
#include <packetry/transport/shape_of_answers.hpp>

#include <chrono>
#include <list>
#include <optional>
#include <string>
#include <utility>

namespace packetry::detail {

/// "nobody on eth0 answers for 10.77.0.9, the next hop to 10.78.0.1 (No route to host)"
[[noreturn]] inline void nobody_answers_for(const scoped_address& hop, const inet_address& to, network_map& map) {
  const std::string asked = to_string(hop.address);
  const std::string there = hop.address == to ? asked : asked + ", the next hop to " + to_string(to);
  fail(os_error(EHOSTUNREACH), "nobody on " + map.link(hop.interface).name + " answers for " + there);
}

/// The question who has the next hop's address: of ARP, or of neighbour discovery (RFC 4861 section 7.2.2).
[[nodiscard]] inline outbound who_has(const scoped_address& hop, network_map& map) {
  const link_facts link = map.link(hop.interface);
  if (!hop.address.is_v6()) return prepare_frame(ether{} / arp{.pdst = hop.address.v4()}, link.name, map);
  const ipv6_address group = hop.address.v6().solicited_node();
  icmpv6 question{.type = icmpv6_type::neighbor_solicitation, .tgt = hop.address.v6()};
  // Who has no address yet is answered by multicast, and must not be remembered (section 4.3).
  route_facts route;
  if (!map.find_route(group, hop.interface, route) && route.source.is_v6()) {
    question.options = {nd_opt::source_link_layer(link.mac)};
  }
  return prepare_frame(ether{} / ipv6{.hlim = 255, .dst = group} / question, link.name, map);
}

/// The hardware address that an answer to it tells. None: it is no such answer, or one to be thrown away, which may have
/// come from another link or leaves the address out (RFC 4861 sections 7.1.2 and 7.2.5).
[[nodiscard]] inline std::optional<mac_address> hardware_address_in(const packet_view& seen) {
  if (const auto answer = seen.find<arp>()) {
    return answer->hwsrc.has_value() ? std::optional{answer->hwsrc.value().address()} : std::nullopt;
  }
  const auto network = seen.view<ipv6>();
  if (!network || network->get<&ipv6::hlim>() != 255) return std::nullopt;
  const auto answer = seen.find<icmpv6>();
  if (!answer || answer->type != icmpv6_type::neighbor_advertisement) return std::nullopt;
  const auto target = answer->options.find(nd_option_kind::target_link_layer);
  if (!target || target->data.size() != 6) return std::nullopt;
  return mac_address{load_be<6>(target->data.data())};
}

/// How patiently it is asked.
inline constexpr request_terms who_has_terms{.timeout = std::chrono::seconds{1}, .retry = 2};

/// Questions for next hops' hardware addresses, one for all who wait for the same. For one thread at a time.
class next_hop_questions {
 public:
  using clock = std::chrono::steady_clock;

  /// What became of one: who waited for it, and the address where there is one.
  struct settled {
    scoped_address hop{};
    std::optional<mac_address> mac{};
    neighbour_table::waiting who{};
  };

  [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
  [[nodiscard]] std::optional<clock::time_point> next_deadline() const noexcept { return engine_.next_deadline(); }

  /// Ask, or join who has asked already. `settled` will name `tag`.
  void ask(const scoped_address& hop, std::uintptr_t tag, network_map& map, listeners& ears) {
    if (!map.neighbours().join(hop, tag)) return;
    try {
      outbound question = who_has(hop, map);
      const packet_view as_sent = dissect<standard_catalog>(question.octets, question.link);
      listener& ear = ears.listen(hop.interface, shape_of_answers(as_sent), map);
      ear.begin();
      ear.join(true);
      all_.push_front({.hop = hop, .out = std::move(question), .ear = &ear});
    } catch (...) {
      (void)map.neighbours().unanswered(hop);
      throw;
    }
    asked& a = all_.front();
    a.self = all_.begin();
    request_terms terms = who_has_terms;
    terms.interface = hop.interface;
    terms.tag = reinterpret_cast<std::uintptr_t>(&a);
    a.op = engine_.submit(request_of(terms.tag), terms);
  }

  /// Send one that is due. False: there is none, or the queue has no room for it, which `blocked` tells; where that is not
  /// waited for any more, it counts as sent.
  [[nodiscard]] bool send_one(senders& through, bool gives_up, bool& blocked) {
    if (!engine_.has_queued()) return false;
    const auto now = clock::now();
    const auto o = engine_.next(now);
    if (!o) return false;
    // Any other error is silence: it is asked again, and in the end nobody has answered.
    error_code ec;
    try {
      ec = through.send(reinterpret_cast<asked*>(engine_.tag(*o))->out);
    } catch (const system_error&) {
    }
    blocked = is(ec, ENOBUFS) && !gives_up;
    blocked ? engine_.unsent(*o) : engine_.sent(*o, now);
    return !blocked;
  }

  [[nodiscard]] std::optional<settled> on_frame(const received_frame& frame, network_map& map) {
    if (all_.empty()) return std::nullopt;
    const packet_view seen = dissect<standard_catalog>(frame.octets, link_type::ethernet);
    const auto mac = hardware_address_in(seen);
    if (!mac) return std::nullopt;
    const auto outcome = engine_.on_frame(seen, frame.interface, [](std::uintptr_t tag, std::uint32_t) { return request_of(tag); });
    if (!outcome) return std::nullopt;
    return end(outcome->tag, mac, map);
  }

  /// Where nobody answered, the kernel may have learnt it meanwhile.
  [[nodiscard]] std::optional<settled> expire(clock::time_point now, network_map& map) {
    const auto outcome = engine_.expire(now);
    if (!outcome) return std::nullopt;
    return end(outcome->tag, map.neighbour(reinterpret_cast<asked*>(outcome->tag)->hop), map);
  }

  /// Give up one that listens to `ear`; any where that is none. Nothing: there is none.
  [[nodiscard]] std::optional<settled> give_up(const listener* ear, network_map& map) {
    for (asked& a : all_) {
      if (ear != nullptr && a.ear != ear) continue;
      engine_.cancel(a.op);
      return end(reinterpret_cast<std::uintptr_t>(&a), std::nullopt, map);
    }
    return std::nullopt;
  }

 private:
  struct asked {
    scoped_address hop{};
    outbound out{};
    listener* ear = nullptr;
    std::list<asked>::iterator self{};
    operation op{};
  };

  [[nodiscard]] static packet_view request_of(std::uintptr_t tag) {
    const outbound& out = reinterpret_cast<const asked*>(tag)->out;
    return dissect<standard_catalog>(out.octets, out.link);
  }

  [[nodiscard]] settled end(std::uintptr_t tag, std::optional<mac_address> mac, network_map& map) {
    asked& a = *reinterpret_cast<asked*>(tag);
    a.ear->leave(true);
    settled result{.hop = a.hop, .mac = mac};
    result.who = mac ? map.neighbours().answered(a.hop, *mac, clock::now()) : map.neighbours().unanswered(a.hop);
    all_.erase(a.self);
    return result;
  }

  standard_engine engine_;
  std::list<asked> all_;
};

}  // namespace packetry::detail
