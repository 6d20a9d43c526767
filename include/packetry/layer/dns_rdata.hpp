// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/dns_later_data.hpp>

#include <concepts>
#include <optional>

namespace packetry {

namespace detail {

/// The octets of one record's data, and of the message that they are part of (none: null), whose names they may point to.
struct rdata_view {
  const std::uint8_t* message = nullptr;
  const std::uint8_t* message_end = nullptr;
  bytes data{};
  pointer_chains* chains = nullptr;

  /// The name behind so many octets: made, and where it ends in the data (0: there is none).
  [[nodiscard]] constexpr std::size_t name_at(std::size_t skipped, domain_name& name) const noexcept {
    const std::uint8_t* const begin = message ? message : data.data();
    const std::uint8_t* const end = message ? message_end : data.data() + data.size();
    const auto at = static_cast<std::size_t>(data.data() + skipped - begin);
    name_builder builder{name};
    const name_extent found = walk_name(begin, static_cast<std::size_t>(end - begin), at, message ? at : 0, chains, builder);
    builder.finish();
    return found.end == 0 ? 0 : found.end - static_cast<std::size_t>(data.data() - begin);
  }
};

/// Read the data as a T; nothing where it is none, to the octet.
template <class T>
[[nodiscard]] constexpr std::optional<T> read_rdata(const rdata_view& record) {
  const bytes data = record.data;
  if constexpr (std::is_same_v<T, ipv4_address>) {
    if (data.size() != 4) return std::nullopt;
    return ipv4_address{static_cast<std::uint32_t>(load_be<4>(data.data()))};
  } else if constexpr (std::is_same_v<T, ipv6_address>) {
    if (data.size() != 16) return std::nullopt;
    return ipv6_address::from_octets(data.data());
  } else if constexpr (std::is_same_v<T, domain_name>) {
    domain_name name = name_builder::blank();
    if (data.empty() || record.name_at(0, name) != data.size()) return std::nullopt;
    return name;
  } else if constexpr (std::is_same_v<T, dns_txt>) {
    T text;
    for (std::size_t at = 0; at != data.size(); at += data[at] + std::size_t{1}) {
      if (data[at] >= data.size() - at) return std::nullopt;
      text.push_back(data.subspan(at + 1, data[at]));
    }
    return text;
  } else if constexpr (std::is_same_v<T, dns_edns_options>) {
    T list;
    for (const std::uint8_t *at = data.data(), *const end = at + data.size(); at != end;) {
      layer_view<typename T::option> option{nullptr, at, end};
      const extent found = measure(option);
      if (found.what != fault::none) return std::nullopt;
      list.options.push_back(decode(option));
      at += found.size;
    }
    return list;
  } else {
    layer_view<T> view{record.message, data.data(), record.message ? record.message_end : data.data() + data.size()};
    view.set_header_end(data.data() + data.size());  // what has no length of its own ends here, names may point elsewhere
    if constexpr (requires { view.chains; }) view.chains = record.chains;
    const extent found = measure(view);
    if (found.what != fault::none || found.size != data.size()) return std::nullopt;
    return decode(view);
  }
}

/// Put the octets of a record behind others.
template <class Octets, class T>
constexpr void append_record(Octets& out, const T& value) {
  const std::size_t before = out.size();
  out.resize(before + header_size(value, false));
  no_context none;
  writer<no_context> w{out.data() + before, none};
  lengths n;
  write_rows(value, false, w, n);
}

/// How data of a type is made of names: octets before them, how many, octets behind. Whether they may be compressed when
/// sent: only those of the first RFC (RFC 3597 section 4).
struct rdata_shape {
  std::size_t before = 0;
  unsigned names = 0;
  std::size_t behind = 0;  ///< all ones: any number
  bool compressible = true;
};

[[nodiscard]] constexpr rdata_shape shape_of_data(dns_type type) noexcept {
  switch (type) {
    case dns_type::ns:
    case dns_type::cname:
    case dns_type::ptr: return {0, 1, 0};
    case dns_type::mx: return {2, 1, 0};
    case dns_type::soa: return {0, 2, 20};
    case dns_type::srv: return {6, 1, 0, false};
    case dns_type::nsec: return {0, 1, ~std::size_t{0}, false};  // in multicast DNS compressed
    default: return {};
  }
}

/// Where the names stand in data that is not compressed, and may be.
struct named_octets {
  std::size_t begin = 0, count = 0, ends[2]{};
};
[[nodiscard]] constexpr named_octets names_in(dns_type type, bytes data) noexcept {
  const rdata_shape shape = shape_of_data(type);
  if (shape.names == 0 || !shape.compressible) return {};
  named_octets found{.begin = shape.before};
  const rdata_view plain{.data = data};
  for (std::size_t at = shape.before; found.count != shape.names; found.ends[found.count++] = at) {
    if (at >= data.size()) return {};
    domain_name name = name_builder::blank();
    at = plain.name_at(at, name);
    if (at == 0) return {};
  }
  return data.size() - found.ends[found.count - 1] == shape.behind ? found : named_octets{};
}

/// Data that is a table, and tells its record's type.
template <class T>
concept typed_data = requires {
  T::type;
  T::wire.rows;
};

}  // namespace detail

/// The data of a resource record: its octets without compression, made from a value of some type, and read as one. The
/// record's type says what they mean.
///
/// \code
/// dns_record{.rrname = "example.com", .rdata = dns_mx{10, "mail.example.com"}}.rdata.as<dns_mx>()->preference   // 10
/// \endcode
class dns_rdata {
 public:
  constexpr dns_rdata() noexcept = default;
  constexpr dns_rdata(ipv4_address a) : type_(dns_type::a) {
    octets_.resize(4);
    detail::store_be<4>(octets_.data(), a.value());
  }
  constexpr dns_rdata(const ipv6_address& a) : type_(dns_type::aaaa) {
    const auto wire = a.octets();
    octets_.assign(wire.data(), wire.size());
  }
  /// A name: of a server, an alias, a pointer. The record's type tells which.
  constexpr dns_rdata(const domain_name& n) : octets_(n.wire()) {}
  /// dns_mx, dns_soa, dns_srv, dns_caa, dns_ds, dns_dnskey, dns_rrsig, dns_nsec, dns_svcb, dns_https.
  template <detail::typed_data T>
  constexpr dns_rdata(const T& v) : type_(T::type) {
    detail::append_record(octets_, v);
  }
  constexpr dns_rdata(const dns_txt& v) : octets_(v.wire()), type_(v.type) {}
  template <std::same_as<dns_edns_options> T>
  constexpr dns_rdata(const T& v) : type_(T::type) {
    for (const auto& option : v.options) detail::append_record(octets_, option);
  }
  /// Octets, sent as they are.
  template <class Octets>
    requires(std::is_convertible_v<const Octets&, bytes> && !std::is_same_v<Octets, domain_name>)
  constexpr dns_rdata(const Octets& o) : octets_(bytes{o}) {}

  /// The type of record whose data it was made from; A where that tells nothing.
  [[nodiscard]] constexpr dns_type implied() const noexcept { return type_; }

  [[nodiscard]] constexpr bytes wire() const noexcept { return octets_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return octets_.size(); }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return octets_.data(); }

  /// Read as ipv4_address, ipv6_address, domain_name, dns_txt, dns_edns_options, or one of the structs above; nothing where
  /// the octets are none.
  template <class T>
  [[nodiscard]] constexpr std::optional<T> as() const {
    return detail::read_rdata<T>({.data = octets_});
  }
  [[nodiscard]] constexpr std::optional<ipv4_address> address() const { return as<ipv4_address>(); }
  [[nodiscard]] constexpr std::optional<domain_name> name() const { return as<domain_name>(); }

  friend constexpr bool operator==(const dns_rdata& a, const dns_rdata& b) noexcept { return a.octets_ == b.octets_; }

 private:
  octets octets_;
  dns_type type_ = dns_type::a;
};

namespace detail {

template <auto Type, auto Size>
struct rdata_codec {
  static constexpr unsigned bits = dynamic;
  static constexpr bool sized_when_written = true;

  template <class View>
  [[nodiscard]] static constexpr extent measure(const View& view, const std::uint8_t* at) noexcept {
    const auto size = static_cast<std::size_t>(to_uint(view.template get<Size>()));
    const auto there = static_cast<std::size_t>(view.end() - at);
    if (size > there) return {there, fault::truncated};
    return {size};
  }

  template <class View>
  [[nodiscard]] static constexpr rdata_view in_place(const View& view, bytes wire) noexcept {
    return {view.message(), view.end(), wire, view.chains};
  }

  /// Names without compression; octets as they are where they are not what the type says.
  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View& view, bytes wire) {
    const rdata_view data = in_place(view, wire);
    const rdata_shape shape = shape_of_data(view.template get<Type>());
    const bool open = shape.behind == ~std::size_t{0};
    if (shape.names == 0 || wire.size() < shape.before + shape.names + (open ? 0 : shape.behind)) return T{wire};
    octets plain;
    plain.append(wire.data(), shape.before);
    std::size_t at = shape.before;
    for (unsigned i = 0; i != shape.names; ++i) {
      domain_name name = name_builder::blank();
      at = data.name_at(at, name);
      if (at == 0 || at > wire.size()) return T{wire};
      plain.append(name.data(), name.size());
    }
    if (!open && wire.size() - at != shape.behind) return T{wire};
    plain.append(wire.data() + at, wire.size() - at);
    return T{plain};
  }

  template <class Record, class Writer>
  static constexpr void write(const Record& record, const dns_rdata& data, Writer& w) {
    const auto& type = record.*Type;
    const named_octets named = names_in(type.has_value() ? type.value() : data.implied(), data.wire());
    std::size_t at = named.begin;
    w.octets(data.data(), at);
    for (std::size_t i = 0; i != named.count; at = named.ends[i++]) write_name(data.data() + at, named.ends[i] - at, w);
    w.octets(data.data() + at, data.size() - at);
  }
};

}  // namespace detail
}  // namespace packetry
