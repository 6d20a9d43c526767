// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/show/layer_text.hpp>

#include <utility>

namespace packetry {

namespace detail {

/// Writes rows as Scapy's `show`: a blank-padded name, "= ", the value; records of a list behind bars.
class show_sink final : public row_sink {
 public:
  explicit show_sink(std::string& out) : out_(&out) {}

  void header(std::string_view title) { out_->append(bars_).append("###[ ").append(title).append(" ]###\n"); }
  void indent(std::size_t blanks) noexcept { blanks_ += blanks; }

  std::string* row(const char* name) override {
    begin();
    append_padded(*out_, name, 10);
    *out_ += "= ";
    return out_;
  }
  void row_end() override { *out_ += '\n'; }

  bool list(const char* name) override {
    begin();
    *out_ += '\\';
    append_padded(*out_, name, 10);
    *out_ += "\\\n";
    outer_ = std::exchange(blanks_, 0);
    bars_.append(outer_, ' ').append("   |");
    return true;
  }
  bool element(std::string_view title) override {
    header(title);
    return true;
  }
  bool stacked(const char*, std::string_view title) override {
    indent(3);
    header(title);
    return true;
  }
  void list_end() override {
    bars_.resize(bars_.size() - outer_ - 4);
    blanks_ = std::exchange(outer_, 0);
  }

 private:
  void begin() {
    *out_ += bars_;
    out_->append(blanks_ + 2, ' ');
  }

  std::string* out_;
  std::string bars_;       ///< of the lists that surround the row
  std::size_t blanks_ = 0;
  std::size_t outer_ = 0;  ///< what the outermost list is indented by; lists within it are not
};

inline void append_show(std::string& out, const layer_source& packet) {
  show_sink sink{out};
  for (std::size_t i = 0; i != packet.count; ++i)
    packet.visit(i, [&](const layer_ref& layer) {
      if (!layer.text->style.carrier_title.empty()) sink.header(layer.text->style.carrier_title);
      sink.header(layer.text->title);
      layer.rows(sink);
      sink.indent(layer.text->style.indent);
    });
}

/// The standard catalog, with the layers of a stack that it lacks.
template <class Catalog, class... Ls>
struct catalog_for { using type = Catalog; };
template <class... Es, class L, class... Ls>
struct catalog_for<catalog_with<Es...>, L, Ls...>
    : std::conditional_t<catalog_with<Es...>::template id_of<L> == standard_catalog::unknown_id, catalog_for<catalog_with<Es..., L>, Ls...>,
                         catalog_for<catalog_with<Es...>, Ls...>> {};
template <class L, class... Ls>
struct catalog_for<standard_catalog, L, Ls...>
    : std::conditional_t<standard_catalog::id_of<L> == standard_catalog::unknown_id, catalog_for<catalog_with<L>, Ls...>,
                         catalog_for<standard_catalog, Ls...>> {};

}  // namespace detail

/// A packet field by field, as Scapy's `show` writes it.
///
/// Of what was put together: fields that were left empty are None where only serializing or a route can tell them, and
/// the number of the layer above where it names one. Of what was dissected: what the octets say.
///
/// \code
/// std::string text = show_text(ether{} / arp{.pdst = "192.168.2.254"});
/// \endcode
template <detail::packet_like P>
[[nodiscard]] std::string show_text(const P& p) {
  std::string out;
  detail::with_layers(p, [&](const detail::layer_source& layers) { detail::append_show(out, layers); });
  return out;
}

/// Many packets, each followed by an empty line.
template <detail::packets_like R>
[[nodiscard]] std::string show_text(R&& packets) {
  std::string out;
  for (const auto& p : packets) (out += show_text(p)) += '\n';
  return out;
}

/// Print that text and an empty line to standard output.
///
/// \code
/// auto p = ip{.dst = "192.168.2.254"};
/// show(p);
/// \endcode
template <detail::packet_like P>
void show(const P& p) {
  detail::print(show_text(p) += '\n');
}
template <detail::packets_like R>
void show(R&& packets) {
  for (const auto& p : packets) show(p);
}

/// Scapy's other name for `show`.
template <class P>
  requires(detail::packet_like<P> || detail::packets_like<P>)
void display(P&& p) {
  show(p);
}

/// The packet as it will be on the wire: serialized, every empty field computed, and dissected again.
/// \throws packet_failure where a value does not fit its field.
template <class... Ls>
[[nodiscard]] std::string show2_text(const stack<Ls...>& p) {
  using catalog = typename detail::catalog_for<standard_catalog, Ls...>::type;
  return show_text(basic_packet<catalog>{p});
}
template <layer L>
[[nodiscard]] std::string show2_text(const L& l) {
  return show2_text(detail::as_stack(l));
}
/// What was dissected says already what is on the wire.
template <class P>
  requires detail::is_dissected<P>
[[nodiscard]] std::string show2_text(const P& p) {
  return show_text(p);
}

/// Print that text and an empty line to standard output.
template <detail::packet_like P>
void show2(const P& p) {
  detail::print(show2_text(p) += '\n');
}

}  // namespace packetry
