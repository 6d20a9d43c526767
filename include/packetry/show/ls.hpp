// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/kind_text.hpp>
#include <packetry/show/layer_text.hpp>
#include <packetry/show/lsc.hpp>

#include <vector>

namespace packetry {

namespace detail {

/// A field of a layer type.
struct field_line {
  std::string name, kind;
  std::ptrdiff_t place = 0;  ///< of its member within the layer: the order in which they are declared
  std::string standard{};    ///< its value in a layer of which nothing is set
};

/// Takes the values of all rows, each by its name; of fields that a table has several times, the first that is there.
class value_sink final : public row_sink {
 public:
  struct value {
    std::string name, text;
  };

  explicit value_sink(bool all_rows) {
    whole_table = all_rows;
    verbatim = true;
  }

  [[nodiscard]] const std::string* find(std::string_view name) const {
    for (const value& v : values_)
      if (v.name == name) return &v.text;
    return nullptr;
  }

  std::string* row(const char* name) override {
    values_.push_back({name, {}});
    return &values_.back().text;
  }
  bool list(const char* name) override {
    *row(name) = "[";
    return true;
  }
  bool element(std::string_view title) override {
    if (values_.back().text != "[") values_.back().text += ", ";
    values_.back().text += title;
    return false;
  }
  void list_end() override { values_.back().text += ']'; }
  void stacked_list(const char* name) override { *row(name) = "[]"; }
  bool stacked(const char*, std::string_view title) override {
    std::string& text = values_.back().text;
    text.insert(text.size() - 1, (text.size() == 2 ? "" : ", ") + std::string{title});
    return false;
  }
  bool unfolds(const char* name) override {
    *row(name) = "[]";
    return false;
  }

 private:
  std::vector<value> values_;
};

template <class L, std::size_t I>
void add_line(std::vector<field_line>& lines, const L& layer) {
  if constexpr (holds_member<row_of<L, I>>) {
    const auto& r = row_at<I>(L::wire.rows);
    for (const field_line& l : lines)
      if (l.name == r.name) return;
    field_line line{r.name, {}, reinterpret_cast<const char*>(&(layer.*(r.member))) - reinterpret_cast<const char*>(&layer)};
    append_kind<L, I>(line.kind);
    auto at = lines.end();
    while (at != lines.begin() && line.place < (at - 1)->place) --at;
    lines.insert(at, std::move(line));
  }
}

template <class L, std::size_t... I>
[[nodiscard]] std::vector<field_line> field_lines(std::index_sequence<I...>) {
  std::vector<field_line> lines;
  const L standard{};
  (add_line<L, I>(lines, standard), ...);
  value_sink values{true};
  read_rows(standard, row_context{}, values);
  for (field_line& l : lines)
    if (const std::string* const v = values.find(l.name)) l.standard = *v;
  return lines;
}

/// A text in quotes as Python's repr: in double ones where it has single ones.
inline void append_repr(std::string& out, const std::string& text) {
  const char quote = text.find('\'') == std::string::npos ? '\'' : '"';
  (((out += '(') += quote) += text) += quote;
  out += ")\n";
}

/// The table of a layer type; with the values of a layer where there is one.
inline void append_lines(std::string& out, const std::vector<field_line>& lines, const value_sink* values) {
  for (const field_line& l : lines) {
    append_padded(out, l.name, 10);
    out += " : ";
    append_padded(out, l.kind, 35);
    out += " = ";
    if (values) {
      const std::string* const v = values->find(l.name);
      append_padded(out, v ? std::string_view{*v} : std::string_view{"None"}, 15);
      out += ' ';
    }
    append_repr(out, l.standard);
  }
}

template <class L>
[[nodiscard]] std::vector<field_line> field_lines() {
  return field_lines<L>(std::make_index_sequence<row_count<L>>{});
}

template <class L>
void append_layer_lines(std::string& out, const layer_ref& layer) {
  value_sink values{false};
  layer.rows(values);
  append_lines(out, field_lines<L>(), &values);
}

template <class... Ls>
void append_ls(std::string& out, const stack<Ls...>& p) {
  with_layers(p, [&](const layer_source& layers) {
    constexpr void (*lines[])(std::string&, const layer_ref&) = {append_layer_lines<Ls>...};
    for (std::size_t i = 0; i != layers.count; ++i) {
      if (i != 0) out += "--\n";
      layers.visit(i, [&](const layer_ref& layer) { lines[i](out, layer); });
    }
  });
}

template <class Catalog, std::size_t... I>
void append_ls(std::string& out, const basic_packet_view<Catalog>& p, std::index_sequence<I...>) {
  with_layers(p, [&](const layer_source& layers) {
    constexpr void (*lines[])(std::string&, const layer_ref&) = {append_layer_lines<typename Catalog::template layer_at<I>>...,
                                                                 append_layer_lines<raw>, append_layer_lines<padding>};
    for (std::size_t i = 0; i != layers.count; ++i) {
      if (i != 0) out += "--\n";
      layers.visit(i, [&](const layer_ref& layer) { lines[p.slot(i).id()](out, layer); });
    }
  });
}

template <class C>
concept layer_catalog = requires {
  C::size;
  C::raw_id;
  C::names[0];
};

/// A name that `ls` knows, and the fields that it stands for.
struct listed {
  std::string_view name, title;
  std::string (*lines)();
};

template <class L>
[[nodiscard]] std::string layer_lines() {
  std::string out;
  append_lines(out, field_lines<L>(), nullptr);
  return out;
}

/// In order, each name once.
inline void list_name(std::vector<listed>& all, const listed& one) {
  std::size_t at = 0;
  while (at != all.size() && all[at].name < one.name) ++at;
  if (at == all.size() || all[at].name != one.name) all.insert(all.begin() + static_cast<std::ptrdiff_t>(at), one);
}

template <class L, std::size_t... I>
void list_records(std::vector<listed>& all, std::index_sequence<I...>);

template <class... Ls>
void list_names(std::vector<listed>& all) {
  (list_name(all, {Ls::name, title_of<Ls>(), layer_lines<Ls>}), ...);
}

/// A layer's or record's own name, those it goes by for some values, the records of its lists, and what stands in it as octets
/// that have a table.
template <class L>
void list_layer(std::vector<listed>& all) {
  list_names<L>(all);
  if constexpr (std::is_same_v<L, dns_record>)
    list_names<dns_mx, dns_soa, dns_srv, dns_caa, dns_ds, dns_dnskey, dns_rrsig, dns_nsec, dns_svcb, dns_https>(all);
  if constexpr (std::is_same_v<L, sctp>)
    list_names<sctp_data, sctp_init, sctp_init_ack, sctp_sack, sctp_heartbeat, sctp_heartbeat_ack, sctp_abort, sctp_shutdown, sctp_shutdown_ack,
               sctp_cookie_echo, sctp_cookie_ack>(all);
  if constexpr (requires { variants_of<L>::all; }) {
    for (const layer_variant& v : variants_of<L>::all) list_name(all, {v.name, v.title, layer_lines<L>});
  }
  list_records<L>(all, std::make_index_sequence<row_count<L>>{});
}

template <class Row>
void list_record(std::vector<listed>& all) {
  if constexpr (holds_member<Row>) {
    using record = typename record_of<typename Row::value_type>::type;
    if constexpr (layer<record>) list_layer<record>(all);
  }
}
template <class L, std::size_t... I>
void list_records(std::vector<listed>& all, std::index_sequence<I...>) {
  (list_record<row_of<L, I>>(all), ...);
}

template <class Catalog, std::size_t... I>
[[nodiscard]] std::vector<listed> list_catalog(std::index_sequence<I...>) {
  std::vector<listed> all;
  (list_layer<typename Catalog::template layer_at<I>>(all), ...);
  list_layer<raw>(all);
  list_layer<padding>(all);
  return all;
}
template <class Catalog>
[[nodiscard]] std::vector<listed> list_catalog() {
  return list_catalog<Catalog>(std::make_index_sequence<Catalog::size>{});
}

template <class Catalog>
[[nodiscard]] std::string list_layers() {
  std::string out;
  for (const listed& l : list_catalog<Catalog>()) {
    append_padded(out, l.name, 10);
    ((out += " : ") += l.title) += '\n';
  }
  return out;
}

template <class Catalog>
[[nodiscard]] std::string ls_named(std::string_view name) {
  for (const listed& l : list_catalog<Catalog>())
    if (same_name(l.name, name) || same_name(l.title, name)) return l.lines();
  return {};
}

}  // namespace detail

/// The fields of a layer: name, width and kind, default. "(Cond)": not in every packet. None: computed, or filled in from
/// the route.
///
/// \code
/// ls<tcp>();   // sport      : 16 bits, port                       = ('20') …
/// \endcode
template <layer L>
[[nodiscard]] std::string ls_text() {
  return detail::layer_lines<L>();
}

/// The same of each layer of a packet, with its values before the defaults; "--" between layers.
template <detail::packet_like P>
[[nodiscard]] std::string ls_text(const P& p) {
  std::string out;
  if constexpr (detail::layer_or_stack<P>) {
    detail::append_ls(out, detail::as_stack(p));
  } else {
    const basic_packet_view<typename P::catalog_type>& view = p;
    detail::append_ls(out, view, std::make_index_sequence<P::catalog_type::size>{});
  }
  return out;
}

/// All layers of a catalog, and the records of their lists: name and title.
///
/// \code
/// ls();
/// ls(catalog_with<knock>{});
/// \endcode
template <detail::layer_catalog Catalog = standard_catalog>
[[nodiscard]] std::string ls_text(const Catalog& = {}) {
  return detail::list_layers<Catalog>();
}

/// The fields of the layer, or record, that has this name or title, in either case; empty where there is none in the catalog.
///
/// \code
/// ls("tcp");
/// \endcode
template <detail::layer_catalog Catalog = standard_catalog>
[[nodiscard]] std::string ls_text(std::string_view name, const Catalog& = {}) {
  return detail::ls_named<Catalog>(name);
}

/// Print that text to standard output.
template <layer L>
void ls() {
  detail::print(ls_text<L>());
}
template <detail::packet_like P>
void ls(const P& p) {
  detail::print(ls_text(p));
}
template <detail::layer_catalog Catalog = standard_catalog>
void ls(const Catalog& catalog = {}) {
  detail::print(ls_text(catalog));
}
template <detail::layer_catalog Catalog = standard_catalog>
void ls(std::string_view name, const Catalog& catalog = {}) {
  detail::print(ls_text(name, catalog));
}

}  // namespace packetry
