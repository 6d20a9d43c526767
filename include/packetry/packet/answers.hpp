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

/// The key of a packet as an ICMP error shows it: addresses and protocol, and the first octets above.
template <class Catalog>
[[nodiscard]] constexpr std::uint64_t quotation_key(const basic_packet_view<Catalog>& p, std::size_t from) noexcept {
  key_mixer k;
  unsigned networks = 0;
  bool any = false, more = true;
  for (std::size_t i = from; i != p.count() && more; ++i) {
    more = with_layer<Catalog>(p.slot(i).id(), [&]<class L>(L*) {
      using rules = reply_rules_of<L>;
      if constexpr (rules::quotable) {
        if (rules::addressed && ++networks == 2) return false;
        rules::quoted_key(k, p.template view_at<L>(i));
        any = true;
        return rules::addressed;
      }
      return !any;  // what carries the network layer is not quoted
    });
  }
  return any ? not_zero(k.exact) : 0;
}

template <class Catalog>
class matcher {
 public:
  using view = basic_packet_view<Catalog>;

  constexpr matcher(const view& reply, const view& request, reason* why) noexcept : reply_(reply), request_(request), why_(why) {}

  [[nodiscard]] constexpr bool match(std::size_t i, std::size_t j) const noexcept {
    for (;;) {
      i = behind_stepped_over(reply_, i);
      j = behind_stepped_over(request_, j);
      if (i == reply_.count()) return ends(j) || no({{}, nullptr, nullptr, "the reply ends before the request does"});
      const unsigned id = reply_.slot(i).id();
      if (id >= Catalog::size) return true;  // octets answer anything
      bool decided = false, passed = false;
      const bool good = with_layer<Catalog>(id, [&]<class L>(L*) {
        using rules = reply_rules_of<L>;
        if (j == request_.count() || request_.slot(j).id() != id) {
          if constexpr (rules::transparent) return passed = true;
          return no({L::name, nullptr, nullptr, "the request has no such layer here"});
        }
        const auto mine = reply_.template view_at<L>(i), theirs = request_.template view_at<L>(j);
        if constexpr (rules::addressed) {
          if (reports_error(i + 1)) {
            decided = true;
            return (rules::error_reaches(mine, theirs) || no({L::name, nullptr, nullptr, "the error did not come back to the sender"})) &&
                   match_quoted(i + 2, j);
          }
        }
        decided = rules::decides;
        return rules::hold(mine, theirs, request_.index().end - request_.header_end(j), why_);
      });
      if (!good || decided) return good;
      ++i;
      if (!passed) ++j;
    }
  }

 private:
  constexpr bool no(const reason& r) const noexcept {
    if (why_) *why_ = r;
    return false;
  }
  /// The first layer from `i` on that says something.
  [[nodiscard]] static constexpr std::size_t behind_stepped_over(const view& p, std::size_t i) noexcept {
    while (i != p.count() && with_layer<Catalog>(p.slot(i).id(), []<class L>(L*) { return reply_rules_of<L>::stepped_over; })) ++i;
    return i;
  }
  [[nodiscard]] constexpr bool ends(std::size_t j) const noexcept {
    return j == request_.count() || request_.slot(j).id() == Catalog::padding_id;
  }
  [[nodiscard]] constexpr bool reports_error(std::size_t i) const noexcept {
    return i < reply_.count() && with_layer<Catalog>(reply_.slot(i).id(), [&]<class L>(L*) {
             return reply_rules_of<L>::reports_error(reply_.template view_at<L>(i));
           });
  }

  /// Whether what the reply quotes from layer `i` on is the request from layer `j` on.
  [[nodiscard]] constexpr bool match_quoted(std::size_t i, std::size_t j) const noexcept {
    for (;; ++i, ++j) {
      if (i == reply_.count()) return ends(j) || no({{}, nullptr, nullptr, "the quotation ends before the request does"});
      if (reply_.slot(i).id() >= Catalog::size) return true;
      bool ported = false;
      const bool good = j != request_.count() && with_layer<Catalog>(reply_.slot(i).id(), [&]<class L>(L*) {
        using original = original_of<L>;
        constexpr unsigned id = Catalog::template id_of<original>;
        if (id != request_.slot(j).id()) return false;
        ported = !reply_rules_of<L>::addressed;
        return reply_rules_of<L>::quotes_match(reply_.template view_at<L>(i), request_.template view_at<original>(j),
                                               typename reply_type<original>::type{});
      });
      if (!good) return no({Catalog::names[reply_.slot(i).id()], nullptr, nullptr, "it quotes another packet"});
      if (ported) return true;
    }
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
  bool more = true;
  for (std::size_t i = 0; i != p.count() && more; ++i)
    more = detail::with_layer<Catalog>(p.slot(i).id(), [&]<class L>(L*) {
      detail::reply_rules_of<L>::request_key(k, p.template view_at<L>(i));
      return !detail::reply_rules_of<L>::decides;
    });
  const std::uint64_t quoted = detail::quotation_key(p, 0);
  if (!k.answerable) return {0, 0, quoted};
  if (k.group) return {0, detail::not_zero(k.anyone), quoted};
  return {detail::not_zero(k.exact), 0, quoted};
}

/// The keys of a received packet, under each of which its request may wait.
template <class Catalog>
[[nodiscard]] constexpr reply_keys keys_of_reply(const basic_packet_view<Catalog>& p) noexcept {
  detail::key_mixer k;
  bool more = true, error = false;
  std::size_t i = 0;
  for (; i != p.count() && more; ++i)
    more = detail::with_layer<Catalog>(p.slot(i).id(), [&]<class L>(L*) {
      const auto v = p.template view_at<L>(i);
      error = detail::reply_rules_of<L>::reports_error(v);
      if (error) return false;
      detail::reply_rules_of<L>::reply_key(k, v);
      return !detail::reply_rules_of<L>::decides;
    });
  if (error) return {0, 0, detail::quotation_key(p, i)};
  return {detail::not_zero(k.exact), detail::not_zero(k.anyone), 0};
}

}  // namespace packetry
