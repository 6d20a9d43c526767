// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ip_options.hpp>
#include <packetry/fields/tcp_options.hpp>
#include <packetry/numbers/names/ip_option_names.hpp>
#include <packetry/numbers/names/tcp_option_names.hpp>
#include <packetry/show/row_sink.hpp>
#include <packetry/show/text.hpp>

namespace packetry::detail {

/// How the data of a TCP option prints: octets of each number in it ("44": two of 32 bits), '*' as many of 32 bits as
/// there are. Of another size, or not listed, it prints as octets.
[[nodiscard]] constexpr std::string_view tcp_option_words(tcp_option_kind kind) noexcept {
  switch (kind) {
    case tcp_option_kind::mss:
    case tcp_option_kind::uto: return "2";
    case tcp_option_kind::wscale: return "1";
    case tcp_option_kind::sack: return "*";
    case tcp_option_kind::timestamp:
    case tcp_option_kind::tfo: return "44";
    case tcp_option_kind::alt_chksum: return "12";
    default: return {};
  }
}

[[nodiscard]] inline std::uint64_t load_be(bytes wire) noexcept {
  std::uint64_t value = 0;
  for (const std::uint8_t o : wire) value = value << 8 | o;
  return value;
}

/// Numbers as a Python tuple, one alone as itself. False: the sizes do not fit.
inline bool append_words(std::string& out, bytes data, std::string_view words) {
  const std::string all(words == "*" ? data.size() / 4 : 0, '4');
  if (!all.empty()) words = all;
  std::size_t size = 0;
  for (const char w : words) size += static_cast<std::size_t>(w - '0');
  if (words.empty() || words == "*" || size != data.size()) return false;
  if (words.size() != 1) out += '(';
  for (std::size_t i = 0; i != words.size(); ++i) {
    const auto width = static_cast<std::size_t>(words[i] - '0');
    if (i != 0) out += ", ";
    append_decimal(out, load_be(data.first(width)));
    data = data.subspan(width);
  }
  if (words.size() != 1) out += ')';
  return true;
}

/// "[('MSS', 1460), ('NOP', None), ('SAckOK', '')]": a Python list of tuples, up to the end-of-list option.
inline void append_value(std::string& out, const tcp_options& options, bool) {
  out += '[';
  bool first = true;
  for (const auto& o : options) {
    out += first ? "(" : ", (";
    first = false;
    const std::string_view name = name_of(o.kind);
    if (!name.empty()) out += '\'';
    append_number(out, name, static_cast<std::uint8_t>(o.kind), false);
    out += name.empty() ? ", " : "', ";
    if (o.single) {
      out += "None";
    } else if (!append_words(out, o.data, tcp_option_words(o.kind))) {
      append_quoted(out, o.data);
    }
    out += ')';
    if (o.kind == tcp_option_kind::eol) break;
  }
  out += ']';
}

// --- IPv4 -----------------------------------------------------------------------------------------------------------

/// One value within an IPv4 option: octets of a number, or one of the marks below.
struct ip_option_field {
  const char* name;
  char kind;  ///< '1', '2', '4': octets of a number; 'a' an address; 'A' all that follow; 't' octets; 'f' timestamp flags
              ///< (RFC 791: overflow and flag, 4 bits each); 'i' an address if that flag is not 0; 'r' router alert
};

struct ip_option_layout {
  ip_option_number number;
  const char* title;
  ip_option_field fields[4];
};

// clang-format off
inline constexpr ip_option_layout ip_option_layouts[] = {
    {ip_option_number::eol,               "IP Option End of Options List", {}},
    {ip_option_number::nop,               "IP Option No Operation", {}},
    {ip_option_number::security,          "IP Option Security",
     {{"security", '2'}, {"compartment", '2'}, {"handling_restrictions", '2'}, {"transmission_control_code", 't'}}},
    {ip_option_number::lsrr,              "IP Option Loose Source and Record Route", {{"pointer", '1'}, {"routers", 'A'}}},
    {ip_option_number::timestamp,         "IP Option Timestamp",
     {{"pointer", '1'}, {"oflw", 'f'}, {"internet_address", 'i'}, {"timestamp", '4'}}},
    {ip_option_number::rr,                "IP Option Record Route", {{"pointer", '1'}, {"routers", 'A'}}},
    {ip_option_number::stream_id,         "IP Option Stream ID", {{"security", '2'}}},
    {ip_option_number::ssrr,              "IP Option Strict Source and Record Route", {{"pointer", '1'}, {"routers", 'A'}}},
    {ip_option_number::mtu_probe,         "IP Option MTU Probe", {{"mtu", '2'}}},
    {ip_option_number::mtu_reply,         "IP Option MTU Reply", {{"mtu", '2'}}},
    {ip_option_number::traceroute,        "IP Option Traceroute",
     {{"id", '2'}, {"outbound_hops", '2'}, {"return_hops", '2'}, {"originator_ip", 'a'}}},
    {ip_option_number::address_extension, "IP Option Address Extension", {{"src_ext", 'a'}, {"dst_ext", 'a'}}},
    {ip_option_number::router_alert,      "IP Option Router Alert", {{"alert", 'r'}}},
    {ip_option_number::sdbm,              "IP Option Selective Directed Broadcast Mode", {{"addresses", 'A'}}},
};
// clang-format on

/// Rows of one option, read from its first octet on; values that are not whole end it.
class ip_option_rows {
 public:
  ip_option_rows(row_sink& to, bytes data) noexcept : to_(&to), rest_(data) {}

  void head(const option_view<ip_option_octet>& o) {
    number("copy_flag", copied(o.kind) ? 1 : 0);
    number("optclass", option_class(o.kind), name_of(static_cast<ip_option_class>(option_class(o.kind))));
    number("option", static_cast<std::uint8_t>(option_number(o.kind)), name_of(option_number(o.kind)));
    if (!o.single) number("length", o.data.size() + 2);
  }

  void body(const ip_option_field& f) {
    switch (f.kind) {
      case 'a': return address(f.name);
      case 'A': return list(f.name);
      case 't': return octets(f.name);
      case 'f': return timestamp_flags();
      case 'i':
        if (flag_ != 0) address(f.name);
        return;
      case 'r': {
        const bool examine = rest_.size() >= 2 && load_be(rest_.first(2)) == 0;
        return word(f.name, 2, examine ? "router_shall_examine_packet" : "");
      }
      default: return word(f.name, static_cast<std::size_t>(f.kind - '0'));
    }
  }

  /// What no field took, or the data of an option that is not known.
  void octets(const char* name) {
    if (std::string* const out = to_->row(name)) {
      append_quoted(*out, rest_);
      to_->row_end();
    }
    rest_ = {};
  }
  [[nodiscard]] bool ended() const noexcept { return rest_.empty(); }

 private:
  void number(const char* name, std::uint64_t value, std::string_view text = {}) {
    if (std::string* const out = to_->row(name)) {
      append_number(*out, text, value, false);
      to_->row_end();
    }
  }
  void word(const char* name, std::size_t width, std::string_view text = {}) {
    if (rest_.size() < width) return;
    number(name, load_be(rest_.first(width)), text);
    rest_ = rest_.subspan(width);
  }
  void timestamp_flags() {
    if (rest_.empty()) return;
    number("oflw", rest_[0] >> 4);
    flag_ = rest_[0] & 15u;
    constexpr std::string_view names[] = {"timestamp_only", "timestamp_and_ip_addr", "", "prespecified_ip_addr"};
    number("flg", flag_, flag_ < 4 ? names[flag_] : std::string_view{});
    rest_ = rest_.subspan(1);
  }
  void address(const char* name) {
    if (rest_.size() < 4) return;
    if (std::string* const out = to_->row(name)) {
      append_to(*out, ipv4_address{static_cast<std::uint32_t>(load_be(rest_.first(4)))});
      to_->row_end();
    }
    rest_ = rest_.subspan(4);
  }
  void list(const char* name) {
    std::string* const out = to_->row(name);
    if (!out) return;
    *out += '[';
    for (bool first = true; rest_.size() >= 4; first = false, rest_ = rest_.subspan(4)) {
      if (!first) *out += ", ";
      append_to(*out, ipv4_address{static_cast<std::uint32_t>(load_be(rest_.first(4)))});
    }
    *out += ']';
    to_->row_end();
  }

  row_sink* to_;
  bytes rest_;
  unsigned flag_ = 0;
};

inline void write_option(row_sink& to, const option_view<ip_option_octet>& o) {
  const ip_option_layout* known = nullptr;
  for (const ip_option_layout& l : ip_option_layouts)
    if (l.number == option_number(o.kind)) known = &l;
  if (!to.element(known ? known->title : "IP Option")) return;
  ip_option_rows rows{to, o.data};
  rows.head(o);
  if (known) {
    for (const ip_option_field& f : known->fields)
      if (f.name) rows.body(f);
  }
  if (!rows.ended() || (!known && !o.single)) rows.octets("value");
  to.element_end();
}

/// IPv4 options as Scapy shows them: each a record. Octets behind the end of the list are end-of-list options too.
template <class Context>
void write_list(row_sink& to, const char* name, const ip_options& options, const Context&) {
  if (!to.list(name)) return;
  for (const auto& o : options) write_option(to, o);
  to.list_end();
}

}  // namespace packetry::detail
