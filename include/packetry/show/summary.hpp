// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/stream.hpp>
#include <packetry/show/layer_text.hpp>

#include <utility>

namespace packetry {

namespace detail {

/// Takes one field by its name, or by "list.name" of a list's first record.
class field_picker final : public row_sink {
 public:
  field_picker(std::string& out, std::string_view path) : out_(&out), path_(path) { as_sent = true; }

  [[nodiscard]] bool found() const noexcept { return found_; }

  bool wants(const char* name) override {
    const std::string_view head{name};
    return !found_ && path_.starts_with(head) && (path_.size() == head.size() || path_[head.size()] == '.');
  }
  std::string* row(const char* name) override {
    if (found_ || path_ != name) return nullptr;
    found_ = true;
    return out_;
  }
  bool list(const char* name) override {
    const std::string_view head{name};
    if (!wants(name) || path_.size() == head.size()) return false;
    path_.remove_prefix(head.size() + 1);
    first_ = true;
    return true;
  }
  bool element(std::string_view) override { return std::exchange(first_, false); }
  void list_end() override { path_ = {}; }
  bool stacked(const char* name, std::string_view) override {
    const std::string_view head{name};
    if (found_ || !wants(name) || path_.size() == head.size()) return false;
    path_.remove_prefix(head.size() + 1);
    return true;
  }

 private:
  std::string* out_;
  std::string_view path_;
  bool found_ = false;
  bool first_ = false;
};

/// Append the field that `path` names, of `layer` or of the one below it. False: there is none.
inline bool append_field(std::string& out, std::string_view path, const layer_ref& layer, const layer_ref* below) {
  if (below && path.starts_with(below->text->name) && path.substr(below->text->name.size()).starts_with('.')) {
    field_picker pick{out, path.substr(below->text->name.size() + 1)};
    below->rows(pick);
    return pick.found();
  }
  const bool decimal = path.starts_with('#');
  if (decimal) path.remove_prefix(1);
  field_picker pick{out, path};
  pick.verbatim = decimal;
  layer.rows(pick);
  return pick.found();
}

/// One {…} of a summary line.
inline bool append_reference(std::string& out, std::string_view reference, const layer_ref& layer, const layer_ref* below) {
  const std::size_t equals = reference.find('=');
  if (equals == std::string_view::npos) return append_field(out, reference, layer, below);
  const bool wanted = reference[equals - 1] != '!';
  const std::string_view path = reference.substr(0, wanted ? equals : equals - 1);
  std::string value;
  if (!append_field(value, path, layer, below)) return false;
  return (value == reference.substr(equals + 1)) == wanted;
}

/// Append a summary line. False, and nothing appended, where it does not apply.
inline bool append_line(std::string& out, std::string_view line, const layer_ref& layer, const layer_ref* below) {
  const std::size_t before = out.size();
  while (!line.empty()) {
    const std::size_t open = line.find('{');
    out += line.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = line.find('}', open);
    if (!append_reference(out, line.substr(open + 1, close - open - 1), layer, below)) {
      out.resize(before);
      return false;
    }
    line.remove_prefix(close + 1);
  }
  return true;
}

/// What layer `i` says of itself: the first of its lines that applies. False: nothing, also where that line is empty.
inline bool append_own(std::string& out, const layer_source& packet, std::size_t i) {
  const layer_text text = packet.text(i);
  const auto lines = [&](const layer_ref& layer, const layer_ref* below) {
    std::size_t l = 0;
    while (l != text.summary_count && !append_line(out, text.summaries[l], layer, below)) ++l;
  };
  if (text.summary_count == 0) return false;
  packet.visit(i, [&](const layer_ref& layer) {
    if (i == 0) return lines(layer, nullptr);
    packet.visit(i - 1, [&](const layer_ref& below) { lines(layer, &below); });
  });
  return !out.empty();
}

/// The topmost layer that has something to say says it; all others give their names.
inline void append_summary(std::string& out, const layer_source& packet) {
  std::string own;
  std::size_t speaker = packet.count;
  while (speaker != 0 && !append_own(own, packet, speaker - 1)) --speaker;
  for (std::size_t i = 0; i != packet.count; ++i) {
    if (i != 0) out += " / ";
    const layer_text text = packet.text(i);
    if (!text.style.carrier.empty()) out.append(text.style.carrier) += " / ";
    out += i + 1 == speaker ? std::string_view{own} : text.name;
  }
}

/// The numbers before the lines of a list.
inline void append_numbered(std::string& out, std::size_t i, const layer_source& packet) {
  const std::size_t before = out.size();
  append_decimal(out, i);
  if (out.size() - before < 4) out.insert(before, 4 - (out.size() - before), '0');
  out += ' ';
  append_summary(out, packet);
  out += '\n';
}

}  // namespace detail

/// Append the summary line.
template <detail::packet_like P>
void append_to(std::string& out, const P& p) {
  detail::with_layers(p, [&](const detail::layer_source& layers) { detail::append_summary(out, layers); });
}

/// A packet in one line, as Scapy's `summary()` writes it: the names of its layers, and what the topmost that has
/// something to say says. Empty fields print as what is sent for them. What a layer says: show/summary_of.hpp.
///
/// \code
/// summary_text(ip{.src = "192.0.2.1", .dst = "192.0.2.2"} / udp{});  // "IP / UDP 192.0.2.1:domain > 192.0.2.2:domain"
/// \endcode
template <detail::packet_like P>
[[nodiscard]] std::string summary_text(const P& p) {
  std::string out;
  append_to(out, p);
  return out;
}

/// Many packets: a line each, numbered from 0000.
template <detail::packets_like R>
[[nodiscard]] std::string summary_text(R&& packets) {
  std::string out;
  std::size_t i = 0;
  for (const auto& p : packets)
    detail::with_layers(p, [&](const detail::layer_source& layers) { detail::append_numbered(out, i++, layers); });
  return out;
}

/// Print the line to standard output.
template <detail::packet_like P>
void summary(const P& p) {
  std::string out;
  append_to(out, p);
  out += '\n';
  detail::print(out);
}

/// Print the numbered lines as they come, so that a lazy range of any length can be listed.
template <detail::packets_like R>
void summary(R&& packets) {
  std::string out;
  std::size_t i = 0;
  for (const auto& p : packets) {
    out.clear();
    detail::with_layers(p, [&](const detail::layer_source& layers) { detail::append_numbered(out, i++, layers); });
    detail::print(out);
  }
}

/// `std::cout << packet`: the summary line, to any stream of `char`, whose header is the caller's.
template <detail::char_stream Stream, detail::packet_like P>
Stream& operator<<(Stream& out, const P& p) {
  out << std::string_view{summary_text(p)};
  return out;
}

/// The same as `summary_text`, under the name that every value with a text has.
template <detail::packet_like P>
[[nodiscard]] std::string to_string(const P& p) {
  return summary_text(p);
}

}  // namespace packetry
