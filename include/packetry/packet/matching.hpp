// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/reply.hpp>
#include <packetry/layer/view.hpp>

// What each reply rule means, in place on a reply and a request of the same layer: does it hold, what it adds to the key,
// and how it is said. A rule is one struct here, and nothing else knows it.

namespace packetry::detail {

/// Why a packet is no answer.
struct reason {
  std::string_view layer{};
  const char* mine = nullptr;    ///< the reply's field
  const char* theirs = nullptr;  ///< the request's field that it should have equalled
  std::string_view text{};       ///< said instead, where it is not about two fields
};

/// A key in the making: what the reply must hold, with and without the addresses of a request to a group.
struct key_mixer {
  std::uint64_t exact = 0x9e37'79b9'7f4a'7c15, anyone = 0x9e37'79b9'7f4a'7c15;
  bool group = false;
  bool answerable = true;

  static constexpr std::uint64_t mix(std::uint64_t h, std::uint64_t v) noexcept {
    h = (h ^ v) * 0xff51'afd7'ed55'8ccd;
    return h ^ h >> 32;
  }
  constexpr void add(std::uint64_t v) noexcept {
    exact = mix(exact, v);
    anyone = mix(anyone, v);
  }
  constexpr void add_address(std::uint64_t v) noexcept { exact = mix(exact, v); }
};

/// A field as 64 bits: its value, or a hash of its octets.
template <auto Member, class L>
[[nodiscard]] constexpr std::uint64_t key_value(const layer_view<L>& v) noexcept {
  if constexpr (rows_of<L>[index_of<L, Member>].bits <= 64) {
    return to_uint(v.template get<Member>());
  } else {
    const auto value = v.template get<Member>();
    const auto& octets = wire_octets(value);
    std::uint64_t h = octets.size();
    for (std::size_t i = 0; i != octets.size(); ++i) h = key_mixer::mix(h, octets.data()[i]);
    return h;
  }
}

template <class L, auto Member>
inline constexpr const char* member_name = name_at<L, index_of<L, Member>>;

/// Rules that say nothing of their own about a pair of packets.
struct silent_rule {
  template <class V>
  static constexpr bool holds(const V&, const V&, std::size_t) noexcept { return true; }
  template <class V>
  static constexpr void reply_key(key_mixer&, const V&) noexcept {}
  template <class V>
  static constexpr void request_key(key_mixer&, const V&) noexcept {}
  template <class L>
  static constexpr reason why() noexcept { return {}; }
};

template <class Rule>
struct rule_of : silent_rule {};

template <auto M>
struct rule_of<same<M>> {
  template <class V>
  static constexpr bool holds(const V& reply, const V& request, std::size_t) noexcept {
    return reply.template get<M>() == request.template get<M>();
  }
  template <class V>
  static constexpr void reply_key(key_mixer& k, const V& v) noexcept { k.add(key_value<M>(v)); }
  template <class V>
  static constexpr void request_key(key_mixer& k, const V& v) noexcept { k.add(key_value<M>(v)); }
  template <class L>
  static constexpr reason why() noexcept { return {L::name, member_name<L, M>, member_name<L, M>}; }
};

template <auto Mine, auto Theirs>
struct rule_of<mirrors<Mine, Theirs>> {
  template <class V>
  static constexpr bool holds(const V& reply, const V& request, std::size_t) noexcept {
    return plain(reply.template get<Mine>()) == plain(request.template get<Theirs>());
  }
  template <class V>
  static constexpr void reply_key(key_mixer& k, const V& v) noexcept { k.add(key_value<Mine>(v)); }
  template <class V>
  static constexpr void request_key(key_mixer& k, const V& v) noexcept { k.add(key_value<Theirs>(v)); }
  template <class L>
  static constexpr reason why() noexcept { return {L::name, member_name<L, Mine>, member_name<L, Theirs>}; }
};

template <auto Source, auto Destination>
struct rule_of<exchanges<Source, Destination>> {
  template <class V>
  static constexpr bool to_group(const V& request) noexcept {
    const auto d = request.template get<Destination>();
    if constexpr (requires { d.is_broadcast(); }) {
      return d.is_multicast() || d.is_broadcast();
    } else {
      return d.is_multicast();
    }
  }
  /// Whether the reply went to whoever asked, or to the group that was asked.
  template <class V>
  static constexpr bool reaches(const V& reply, const V& request) noexcept {
    const auto to = reply.template get<Destination>();
    if constexpr (requires { to.is_all_nodes(); }) {
      if (to.is_all_nodes() && to_group(request)) return true;  // routers were asked, and all hosts are told
    }
    const auto asker = request.template get<Source>();
    const bool nameless = asker.is_unspecified() && to_group(request);  // it has no address yet, and may be given this one
    return to == asker || nameless ||
           (to_group(request) && to == request.template get<Destination>());
  }
  template <class V>
  static constexpr bool holds(const V& reply, const V& request, std::size_t) noexcept {
    return reaches(reply, request) && (to_group(request) || reply.template get<Source>() == request.template get<Destination>());
  }
  template <class V>
  static constexpr void reply_key(key_mixer& k, const V& v) noexcept {
    k.add_address(key_value<Source>(v));
    k.add_address(key_value<Destination>(v));
  }
  template <class V>
  static constexpr void request_key(key_mixer& k, const V& v) noexcept {
    k.add_address(key_value<Destination>(v));
    k.add_address(key_value<Source>(v));
    k.group = k.group || to_group(v);
  }
  template <class L>
  static constexpr reason why() noexcept { return {L::name, nullptr, nullptr, "its addresses are not the request's in exchange"}; }
};

template <auto M, auto... Values>
struct rule_of<by_pairs<M, Values...>> {
  static constexpr std::uint64_t values[sizeof...(Values)] = {plain_value(Values)...};
  static constexpr std::uint64_t unanswered = ~std::uint64_t{0};

  static constexpr std::uint64_t answer_to(std::uint64_t value) noexcept {
    for (std::size_t i = 0; i != sizeof...(Values); i += 2)
      if (values[i] == value) return values[i + 1];
    return unanswered;
  }
  template <class V>
  static constexpr bool holds(const V& reply, const V& request, std::size_t) noexcept {
    return key_value<M>(reply) == answer_to(key_value<M>(request));
  }
  template <class V>
  static constexpr void reply_key(key_mixer& k, const V& v) noexcept { k.add(key_value<M>(v)); }
  template <class V>
  static constexpr void request_key(key_mixer& k, const V& v) noexcept {
    const std::uint64_t answer = answer_to(key_value<M>(v));
    k.answerable = k.answerable && answer != unanswered;
    k.add(answer);
  }
  template <class L>
  static constexpr reason why() noexcept { return {L::name, member_name<L, M>, nullptr, "does not answer the request's"}; }
};

template <class Rule>
struct rule_of<checks<Rule>> : silent_rule {
  template <class V>
  static constexpr bool holds(const V& reply, const V& request, std::size_t n) noexcept {
    return rule_of<Rule>::holds(reply, request, n);
  }
  template <class L>
  static constexpr reason why() noexcept { return rule_of<Rule>::template why<L>(); }
};

template <class Predicate>
struct rule_of<satisfies<Predicate>> : silent_rule {
  template <class V>
  static constexpr bool holds(const V& reply, const V& request, std::size_t n) noexcept {
    return Predicate::holds(reply, request, n);
  }
  template <class L>
  static constexpr reason why() noexcept { return {L::name, nullptr, nullptr, Predicate::text}; }
};

// --- what a layer's rules say together ------------------------------------------------------------------------------

template <class L>
concept has_reply = requires { L::reply; };

template <class Rule>
inline constexpr bool is_transparent = std::is_same_v<Rule, transparent>;
template <class Rule>
inline constexpr bool is_stepped_over = std::is_same_v<Rule, packetry::stepped_over>;
template <class Rule>
inline constexpr bool is_final = std::is_same_v<Rule, final_layer>;
template <class Rule>
inline constexpr bool is_exchange = false;
template <auto... M>
inline constexpr bool is_exchange<exchanges<M...>> = true;
template <class Rule>
inline constexpr bool is_quotation = false;
template <auto... M>
inline constexpr bool is_quotation<quotes<M...>> = true;
template <class Rule>
inline constexpr bool is_report = false;
template <auto... M>
inline constexpr bool is_report<reports<M...>> = true;

/// All that the engine asks of `reply_rules`.
template <class Rules>
struct rules_of;
template <class... R>
struct rules_of<reply_rules<R...>> {
  static constexpr bool transparent = (is_transparent<R> || ...);
  static constexpr bool stepped_over = (is_stepped_over<R> || ...);
  static constexpr bool decides = (is_final<R> || ...);
  static constexpr bool addressed = (is_exchange<R> || ...);
  static constexpr bool quotable = (is_quotation<R> || ...);
  static constexpr bool reporting = (is_report<R> || ...);
  static constexpr bool any = sizeof...(R) != 0;

  template <class V>
  static constexpr bool hold(const V& reply, const V& request, [[maybe_unused]] std::size_t request_payload, [[maybe_unused]] reason* why) noexcept {
    return (check<R>(reply, request, request_payload, why) && ...);
  }
  template <class V>
  static constexpr void reply_key(key_mixer& k, const V& v) noexcept { (rule_of<R>::reply_key(k, v), ...); }
  template <class V>
  static constexpr void request_key(key_mixer& k, const V& v) noexcept { (rule_of<R>::request_key(k, v), ...); }

  /// Whether a packet with this layer in it is an error about the packet quoted above.
  template <class V>
  static constexpr bool reports_error(const V& v) noexcept { return (reports_by(v, R{}) || ...); }
  /// Whether an error with this layer came back to whoever sent the request.
  template <class V>
  static constexpr bool error_reaches(const V& reply, const V& request) noexcept { return (reaches_by(reply, request, R{}) && ...); }
  template <class V>
  static constexpr void quoted_key(key_mixer& k, const V& v) noexcept { (mix_quoted(k, v, R{}), ...); }
  template <class V, class Other, class OtherRules>
  static constexpr bool quotes_match(const V& quoted, const Other& request, [[maybe_unused]] OtherRules rules) noexcept {
    return (matches_quoted(quoted, request, R{}, rules) && ...);
  }

 private:
  template <class Rule, class V>
  static constexpr bool check(const V& reply, const V& request, std::size_t n, reason* why) noexcept {
    if (rule_of<Rule>::holds(reply, request, n)) return true;
    if (why) *why = rule_of<Rule>::template why<typename V::layer_type>();
    return false;
  }

  template <class V, class Rule>
  static constexpr bool reports_by(const V&, Rule) noexcept { return false; }
  template <class V, auto M, auto... Values>
  static constexpr bool reports_by(const V& v, reports<M, Values...>) noexcept {
    const auto value = v.template get<M>();
    return ((value == Values) || ...);
  }

  template <class V, class Rule>
  static constexpr bool reaches_by(const V&, const V&, Rule) noexcept { return true; }
  template <class V, auto S, auto D>
  static constexpr bool reaches_by(const V& reply, const V& request, exchanges<S, D>) noexcept {
    return rule_of<exchanges<S, D>>::reaches(reply, request);
  }

  template <class V, class Rule>
  static constexpr void mix_quoted(key_mixer&, const V&, Rule) noexcept {}
  template <class V, auto... M>
  static constexpr void mix_quoted(key_mixer& k, const V& v, quotes<M...>) noexcept { (k.add(key_value<M>(v)), ...); }

  template <class V, class Other, class Rule, class OtherRules>
  static constexpr bool matches_quoted(const V&, const Other&, Rule, OtherRules) noexcept { return true; }
  template <class V, class Other, auto... M, class... Theirs>
  static constexpr bool matches_quoted(const V& quoted, const Other& request, quotes<M...> mine, reply_rules<Theirs...>) noexcept {
    return (fields_equal(quoted, request, mine, Theirs{}) && ...);
  }
  template <class V, class Other, auto... M, class Rule>
  static constexpr bool fields_equal(const V&, const Other&, quotes<M...>, Rule) noexcept { return true; }
  template <class V, class Other, auto... M, auto... Theirs>
  static constexpr bool fields_equal(const V& quoted, const Other& request, quotes<M...>, quotes<Theirs...>) noexcept {
    return ((key_value<M>(quoted) == key_value<Theirs>(request)) && ...);
  }
};

template <class L>
struct reply_type { using type = reply_rules<>; };
template <has_reply L>
struct reply_type<L> { using type = std::remove_cvref_t<decltype(L::reply)>; };

template <class L>
using reply_rules_of = rules_of<typename reply_type<L>::type>;

// Facts about layers, as a catalog's tables of them and `with_layer` take them.

struct is_ruled {
  template <class L>
  static constexpr bool of = reply_rules_of<L>::any;
};
struct is_transparent_layer {
  template <class L>
  static constexpr bool of = reply_rules_of<L>::transparent;
};
struct is_stepped_over_layer {
  template <class L>
  static constexpr bool of = reply_rules_of<L>::stepped_over;
};
struct is_deciding {
  template <class L>
  static constexpr bool of = reply_rules_of<L>::decides;
};
struct is_addressed {
  template <class L>
  static constexpr bool of = reply_rules_of<L>::addressed;
};
struct is_quotable {
  template <class L>
  static constexpr bool of = reply_rules_of<L>::quotable;
};
struct is_reporting {
  template <class L>
  static constexpr bool of = reply_rules_of<L>::reporting;
};

/// The layer that a quoted one is the quotation of: ip_error is an ip.
template <class L>
struct original_type { using type = L; };
template <template <bool> class Layer>
struct original_type<Layer<true>> { using type = Layer<false>; };
template <class L>
  requires requires { typename L::original; }
struct original_type<L> { using type = typename L::original; };
template <class L>
using original_of = typename original_type<L>::type;

}  // namespace packetry::detail
