// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/matching.hpp>
#include <packetry/packet/packet.hpp>

namespace packetry {

/// Under what a request waits for its answer; 0: nothing can come under it.
struct request_keys {
  std::uint64_t reply = 0;   ///< an answer from whom it was sent to
  std::uint64_t group = 0;   ///< an answer from anyone: the request went to a group
  std::uint64_t quoted = 0;  ///< an ICMP error that quotes it
};

/// Under what a received packet looks for its request; 0: not to be looked for.
struct reply_keys {
  std::uint64_t reply = 0;
  std::uint64_t group = 0;
  std::uint64_t quoted = 0;
};

namespace detail {

constexpr std::uint64_t not_zero(std::uint64_t key) noexcept { return key != 0 ? key : 1; }

/// For each layer of a catalog the one that it is the quotation of, most often itself.
template <class Catalog, std::size_t... I>
[[nodiscard]] constexpr std::array<unsigned, Catalog::size> make_originals(std::index_sequence<I...>) noexcept {
  return {Catalog::template id_of<original_of<typename Catalog::template layer_at<I>>>...};
}
template <class Catalog>
inline constexpr auto originals = make_originals<Catalog>(std::make_index_sequence<Catalog::size>{});

/// Whether layer `i` of the packet reports an error about what it quotes.
template <class Catalog>
[[nodiscard]] constexpr bool reports_error(const basic_packet_view<Catalog>& p, std::size_t i) noexcept {
  return i < p.count() && with_layer<Catalog, is_reporting>(p.slot(i).id(), [&]<class L>(L*) {
           return reply_rules_of<L>::reports_error(p.template view_at<L>(i));
         });
}

/// The key of a packet as an ICMP error shows it: addresses and protocol, and the first octets above.
template <class Catalog>
[[nodiscard]] constexpr std::uint64_t quotation_key(const basic_packet_view<Catalog>& p, std::size_t from) noexcept {
  key_mixer k;
  unsigned networks = 0;
  bool any = false;
  for (std::size_t i = from; i != p.count(); ++i) {
    const unsigned id = p.slot(i).id();
    if (!facts<Catalog, is_quotable>[id]) {
      if (any) break;
      continue;  // what carries the network layer is not quoted
    }
    const bool network = facts<Catalog, is_addressed>[id];
    if (network && ++networks == 2) break;
    any = with_layer<Catalog, is_quotable>(id, [&]<class L>(L*) {
      reply_rules_of<L>::quoted_key(k, p.template view_at<L>(i));
      return true;
    });
    if (!network) break;
  }
  return any ? not_zero(k.exact) : 0;
}

template <class Catalog>
class matcher {
 public:
  using view = basic_packet_view<Catalog>;

  constexpr matcher(const view& reply, const view& request, reason* why) noexcept : reply_(reply), request_(request), why_(why) {}

  [[nodiscard]] constexpr bool match(std::size_t i, std::size_t j) const noexcept {
    for (;; ++i, ++j) {
      for (;; ++i) {
        i = behind_stepped_over(reply_, i);
        j = behind_stepped_over(request_, j);
        if (i == reply_.count()) return ends(j) || no({{}, nullptr, nullptr, "the reply ends before the request does"});
        if (reply_.slot(i).id() >= Catalog::size) return true;  // octets answer anything
        if (j != request_.count() && request_.slot(j).id() == reply_.slot(i).id()) break;
        if (!facts<Catalog, is_transparent_layer>[reply_.slot(i).id()]) return no_at(i, "the request has no such layer here");
      }
      const unsigned id = reply_.slot(i).id();
      if (facts<Catalog, is_addressed>[id] && reports_error(reply_, i + 1)) return error_reaches(i, j) && match_quoted(i + 2, j);
      if (facts<Catalog, is_ruled>[id] && !holds(i, j)) return false;
      if (facts<Catalog, is_deciding>[id]) return true;
    }
  }

 private:
  constexpr bool no(const reason& r) const noexcept {
    if (why_) *why_ = r;
    return false;
  }
  constexpr bool no_at(std::size_t i, std::string_view text) const noexcept {
    return no({Catalog::names[reply_.slot(i).id()], nullptr, nullptr, text});
  }
  /// The first layer from `i` on that says something.
  [[nodiscard]] static constexpr std::size_t behind_stepped_over(const view& p, std::size_t i) noexcept {
    while (i != p.count() && facts<Catalog, is_stepped_over_layer>[p.slot(i).id()]) ++i;
    return i;
  }
  [[nodiscard]] constexpr bool ends(std::size_t j) const noexcept {
    return j == request_.count() || request_.slot(j).id() == Catalog::padding_id;
  }
  /// Whether the rules of a layer that both have hold between them.
  [[nodiscard]] constexpr bool holds(std::size_t i, std::size_t j) const noexcept {
    return with_layer<Catalog, is_ruled>(reply_.slot(i).id(), [&]<class L>(L*) {
      return reply_rules_of<L>::hold(reply_.template view_at<L>(i), request_.template view_at<L>(j),
                                     request_.index().end - request_.header_end(j), why_);
    });
  }
  [[nodiscard]] constexpr bool error_reaches(std::size_t i, std::size_t j) const noexcept {
    return with_layer<Catalog, is_addressed>(reply_.slot(i).id(), [&]<class L>(L*) {
             return reply_rules_of<L>::error_reaches(reply_.template view_at<L>(i), request_.template view_at<L>(j));
           }) || no_at(i, "the error did not come back to the sender");
  }

  /// Whether what the reply quotes from layer `i` on is the request from layer `j` on.
  [[nodiscard]] constexpr bool match_quoted(std::size_t i, std::size_t j) const noexcept {
    for (;; ++i, ++j) {
      if (i == reply_.count()) return ends(j) || no({{}, nullptr, nullptr, "the quotation ends before the request does"});
      const unsigned id = reply_.slot(i).id();
      if (id >= Catalog::size) return true;
      if (j == request_.count() || originals<Catalog>[id] != request_.slot(j).id() || !quotes(i, j)) return no_at(i, "it quotes another packet");
      if (!facts<Catalog, is_addressed>[id]) return true;
    }
  }
  /// Whether layer `i`, which is a quotation of the request's layer `j`, tells of no other.
  [[nodiscard]] constexpr bool quotes(std::size_t i, std::size_t j) const noexcept {
    const unsigned id = reply_.slot(i).id();
    return !facts<Catalog, is_quotable>[id] || with_layer<Catalog, is_quotable>(id, [&]<class L>(L*) {
      using original = original_of<L>;
      return reply_rules_of<L>::quotes_match(reply_.template view_at<L>(i), request_.template view_at<original>(j),
                                             typename reply_type<original>::type{});
    });
  }

  const view& reply_;
  const view& request_;
  reason* why_;
};

template <class P>
concept answerable = layer_or_stack<P>;

}  // namespace detail

/// Whether `reply` answers `request`: layer by layer, by the rules that each states beside its wire table. An ICMP error
/// that quotes the request answers it. Both begin with the same kind of layer.
///
/// \code
/// answers(received, packet{ip{.src = "192.0.2.1", .dst = "192.0.2.2"} / icmp{.id = 7}})
/// \endcode
template <class Catalog>
[[nodiscard]] constexpr bool answers(const basic_packet_view<Catalog>& reply, const basic_packet_view<Catalog>& request) noexcept {
  return detail::matcher<Catalog>{reply, request, nullptr}.match(0, 0);
}
template <class Catalog>
[[nodiscard]] bool answers(const basic_packet<Catalog>& reply, const basic_packet<Catalog>& request) noexcept {
  return answers(reply.view(), request.view());
}
template <detail::answerable Reply, detail::answerable Request>
[[nodiscard]] bool answers(const Reply& reply, const Request& request) {
  return answers(packet{detail::as_stack(reply)}, packet{detail::as_stack(request)});
}

/// Why `reply` does not answer `request`, in a sentence; empty where it does.
///
/// \code
/// explain(reply, request)   // "UDP: dport is not the request's sport"
/// \endcode
template <class Catalog>
[[nodiscard]] std::string explain(const basic_packet_view<Catalog>& reply, const basic_packet_view<Catalog>& request) {
  detail::reason why;
  if (detail::matcher<Catalog>{reply, request, &why}.match(0, 0)) return {};
  std::string text{why.layer};
  if (!text.empty()) text += ": ";
  if (why.mine) text += std::string{why.mine} + (why.theirs ? " is not the request's " + std::string{why.theirs} : std::string{" "});
  return text += why.text;
}
template <class Catalog>
[[nodiscard]] std::string explain(const basic_packet<Catalog>& reply, const basic_packet<Catalog>& request) {
  return explain(reply.view(), request.view());
}

/// The keys of a request. Two requests may share them; `answers` decides.
template <class Catalog>
[[nodiscard]] constexpr request_keys keys_of_request(const basic_packet_view<Catalog>& p) noexcept {
  detail::key_mixer k;
  for (std::size_t i = 0; i != p.count(); ++i) {
    detail::with_layer<Catalog, detail::is_ruled>(p.slot(i).id(), [&]<class L>(L*) {
      detail::reply_rules_of<L>::request_key(k, p.template view_at<L>(i));
      return true;
    });
    if (detail::facts<Catalog, detail::is_deciding>[p.slot(i).id()]) break;
  }
  const std::uint64_t quoted = detail::quotation_key(p, 0);
  if (!k.answerable) return {0, 0, quoted};
  if (k.group) return {0, detail::not_zero(k.anyone), quoted};
  return {detail::not_zero(k.exact), 0, quoted};
}

/// The keys of a received packet, under each of which its request may wait.
template <class Catalog>
[[nodiscard]] constexpr reply_keys keys_of_reply(const basic_packet_view<Catalog>& p) noexcept {
  detail::key_mixer k;
  for (std::size_t i = 0; i != p.count(); ++i) {
    if (detail::reports_error(p, i)) return {0, 0, detail::quotation_key(p, i + 1)};
    detail::with_layer<Catalog, detail::is_ruled>(p.slot(i).id(), [&]<class L>(L*) {
      detail::reply_rules_of<L>::reply_key(k, p.template view_at<L>(i));
      return true;
    });
    if (detail::facts<Catalog, detail::is_deciding>[p.slot(i).id()]) break;
  }
  return {detail::not_zero(k.exact), detail::not_zero(k.anyone), 0};
}

}  // namespace packetry
