// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet.hpp>
#include <packetry/show/dhcp_text.hpp>
#include <packetry/show/dns_text.hpp>
#include <packetry/show/http_text.hpp>
#include <packetry/show/ipv6_text.hpp>
#include <packetry/show/ppp_text.hpp>
#include <packetry/show/sctp_text.hpp>
#include <packetry/show/summary_of.hpp>
#include <packetry/show/tftp_text.hpp>
#include <packetry/show/view_rows.hpp>


namespace packetry::detail {

/// All that text needs of a layer type, without the type: what walks over packets is compiled once.
struct layer_text {
  std::string_view name, title;
  const number* ids;
  std::size_t id_count;
  const std::string_view* summaries;
  std::size_t summary_count;
  layer_style style;
};

template <class L>
[[nodiscard]] constexpr layer_text describe() noexcept {
  layer_text t{L::name, title_of<L>(), nullptr, 0, nullptr, 0, layer_style_of<L>};
  if constexpr (has_ids<L>) {
    t.ids = std::data(L::ids);
    t.id_count = std::size(L::ids);
  }
  if constexpr (requires { std::string_view{L::summary}; }) {
    static_assert(std::is_same_v<decltype(L::summary), const std::string_view>,
                  "a layer's summary is a std::string_view, or an array of them");
    t.summaries = &L::summary;
    t.summary_count = 1;
  } else if constexpr (requires { std::string_view{L::summary[0]}; }) {
    t.summaries = std::data(L::summary);
    t.summary_count = std::size(L::summary);
  } else {
    t.summaries = std::data(summary_of<L>);
    t.summary_count = std::size(summary_of<L>);
  }
  return t;
}
template <class L>
inline constexpr layer_text text_of = describe<L>();

/// The same of a layer that goes by other names for some values of a member: `variants_of`.
template <class L>
inline constexpr auto variant_texts = [] {
  std::array<layer_text, std::size(variants_of<L>::all)> texts{};
  std::size_t i = 0;
  for (const layer_variant& v : variants_of<L>::all) {
    texts[i] = text_of<L>;
    texts[i].name = v.name;
    texts[i].title = v.title;
    texts[i].summaries = v.lines;
    texts[i++].summary_count = v.line_count;
  }
  return texts;
}();

template <class L, class Fields>
[[nodiscard]] const layer_text& text_for([[maybe_unused]] const Fields& fields) noexcept {
  if constexpr (requires { variants_of<L>::member; }) {
    const std::uint64_t value = to_uint(plain(fields.template get<variants_of<L>::member>()));
    for (std::size_t i = 0; i != variant_texts<L>.size(); ++i)
      if (variants_of<L>::all[i].value == value) return variant_texts<L>[i];
  }
  return text_of<L>;
}

/// One layer of a packet: a value, or a view of octets, and what reads its rows.
struct layer_ref {
  const layer_text* text = nullptr;
  const void* layer = nullptr;
  void (*read)(const void* layer, const row_context& context, row_sink& to) = nullptr;
  row_context context{};

  void rows(row_sink& to) const { read(layer, context, to); }
};

template <class L>
void read_value_rows(const void* layer, const row_context& context, row_sink& to) {
  read_rows(*static_cast<const L*>(layer), context, to);
}

/// What is done with a layer, by reference: any callable that takes a `const layer_ref&`.
class layer_visitor {
 public:
  template <class F>
  explicit layer_visitor(F& f) noexcept
      : f_(&f), call_([](void* g, const layer_ref& l) { (*static_cast<F*>(g))(l); }) {}
  void operator()(const layer_ref& l) const { call_(f_, l); }

 private:
  void* f_;
  void (*call_)(void*, const layer_ref&);
};

/// A packet of whatever kind, as text sees it: its layers, outermost first.
struct layer_source {
  const void* packet = nullptr;
  std::size_t count = 0;
  void (*visit_at)(const void* packet, std::size_t i, const layer_visitor& f) = nullptr;

  [[nodiscard]] layer_text text(std::size_t i) const {
    layer_text found;
    visit(i, [&](const layer_ref& layer) { found = *layer.text; });
    return found;
  }
  template <class F>
  void visit(std::size_t i, F&& f) const {
    visit_at(packet, i, layer_visitor{f});
  }
};

// --- what was put together ------------------------------------------------------------------------------------------

template <class... Ls, std::size_t... I>
void refer(const stack<Ls...>& s, layer_ref* to, std::index_sequence<I...>) {
  ((to[I] = {&text_for<Ls>(value_fields<Ls>{held_at<I>(s), false}), &held_at<I>(s), read_value_rows<Ls>, {}}), ...);
  constexpr bool prefixed[] = {has_prefix_over<Ls, type_at<I - 1, Ls...>>()...};
  for (std::size_t i = 0; i != sizeof...(Ls); ++i) {
    to[i].context.prefixed = prefixed[i];
    if (i + 1 != sizeof...(Ls)) {
      to[i].context.above = to[i + 1].text->ids;
      to[i].context.above_count = to[i + 1].text->id_count;
    }
  }
}

[[nodiscard]] inline layer_source refs_source(const layer_ref* refs, std::size_t count) noexcept {
  return {refs, count,
          [](const void* all, std::size_t i, const layer_visitor& f) { f(static_cast<const layer_ref*>(all)[i]); }};
}
template <class F, class... Ls>
void with_layers(const stack<Ls...>& s, F&& f) {
  layer_ref refs[sizeof...(Ls)];
  refer(s, refs, std::index_sequence_for<Ls...>{});
  f(refs_source(refs, sizeof...(Ls)));
}
template <class F, layer L>
void with_layers(const L& l, F&& f) {
  with_layers(as_stack(l), f);
}

// --- what was dissected ---------------------------------------------------------------------------------------------

template <class Catalog, class L>
void visit_dissected(const basic_packet_view<Catalog>& p, std::size_t i, const layer_visitor& f) {
  const layer_view<L> v = p.template view_at<L>(i);
  f(layer_ref{&text_for<L>(v), &v, read_view_rows<L>, {.prefixed = v.begin() != v.base(), .dissected = true}});
}

/// A catalog's layers by their index.
template <class Catalog, class Indices = std::make_index_sequence<Catalog::size>>
struct catalog_text;
template <class Catalog, std::size_t... I>
struct catalog_text<Catalog, std::index_sequence<I...>> {
  using view = basic_packet_view<Catalog>;
  static constexpr void (*visit[])(const view&, std::size_t, const layer_visitor&) = {
      &visit_dissected<Catalog, typename Catalog::template layer_at<I>>..., &visit_dissected<Catalog, raw>,
      &visit_dissected<Catalog, padding>};
};

template <class F, class Catalog>
void with_layers(const basic_packet_view<Catalog>& p, F&& f) {
  using view = basic_packet_view<Catalog>;
  using texts = catalog_text<Catalog>;
  f(layer_source{&p, p.count(),
                 [](const void* v, std::size_t i, const layer_visitor& visit) {
                   const view& all = *static_cast<const view*>(v);
                   texts::visit[all.slot(i).id()](all, i, visit);
                 }});
}
template <class F, class Catalog>
void with_layers(const basic_packet<Catalog>& p, F&& f) {
  with_layers(p.view(), f);
}

template <class P>
inline constexpr bool is_dissected = false;
template <class Catalog>
inline constexpr bool is_dissected<basic_packet_view<Catalog>> = true;
template <class Catalog>
inline constexpr bool is_dissected<basic_packet<Catalog>> = true;

/// One packet: a layer, a stack, what was dissected.
template <class P>
concept packet_like = layer_or_stack<std::remove_cvref_t<P>> || is_dissected<std::remove_cvref_t<P>>;

/// Many of them: any range, a lazy one as well.
template <class R>
concept packets_like = !packet_like<R> && requires(R& r) {
  { *std::begin(r) } -> packet_like;
  std::end(r);
};

}  // namespace packetry::detail
