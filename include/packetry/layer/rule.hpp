// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/numbers/number.hpp>

#include <cstdint>
#include <type_traits>

namespace packetry {

namespace detail {

/// What a rule is about; the engine asks a row for the kinds it has.
enum class kind : std::uint64_t {
  header_words = std::uint64_t{1} << 0,
  total_length = std::uint64_t{1} << 1,
  payload_length = std::uint64_t{1} << 2,
  rest_length = std::uint64_t{1} << 3,
  selects = std::uint64_t{1} << 4,
  fragment_offset = std::uint64_t{1} << 5,
  count_of = std::uint64_t{1} << 6,
  size_of = std::uint64_t{1} << 7,
  header_checksum = std::uint64_t{1} << 8,
  message_checksum = std::uint64_t{1} << 9,
  transport_checksum = std::uint64_t{1} << 10,
  zero_is_none = std::uint64_t{1} << 11,
  condition = std::uint64_t{1} << 12,
  alternative = std::uint64_t{1} << 13,
  default_to = std::uint64_t{1} << 14,
  addresses = std::uint64_t{1} << 15,
  source_route = std::uint64_t{1} << 16,
  accepts = std::uint64_t{1} << 17,
  hexadecimal = std::uint64_t{1} << 18,
  named_by = std::uint64_t{1} << 19,
  printed_as = std::uint64_t{1} << 20,
  length_or_type = std::uint64_t{1} << 21,
  ends_packet = std::uint64_t{1} << 22,
  named_in = std::uint64_t{1} << 23,
  more_fragments = std::uint64_t{1} << 24,
  implied_by = std::uint64_t{1} << 25,
  otherwise = std::uint64_t{1} << 26,
  selects_part = std::uint64_t{1} << 27,
  carries = std::uint64_t{1} << 28,
  only_where = std::uint64_t{1} << 29,
  zero_means = std::uint64_t{1} << 30,
  redirects = std::uint64_t{1} << 31,
  found_by = std::uint64_t{1} << 32,
  crc32c_checksum = std::uint64_t{1} << 33,
  bounds_header = std::uint64_t{1} << 34,
};

template <kind K>
struct rule {
  static constexpr std::uint64_t mask = static_cast<std::uint64_t>(K);
  static constexpr int place = -1;      ///< among a choice's alternatives
  static constexpr bool leads = false;  ///< the field is there only over a certain layer
};

constexpr std::uint64_t operator|(kind a, kind b) noexcept {
  return static_cast<std::uint64_t>(a) | static_cast<std::uint64_t>(b);
}

}  // namespace detail

// --- lengths --------------------------------------------------------------------------------------------------------

/// The header is `Unit` * value + `Plus` octets long, never shorter than its fixed part, and ends in `rest_of_header`.
/// Computed from the options present, which are padded with zeros to a whole unit.
/// `Whole`: octets that end before it does are not this layer at all.
template <unsigned Unit, unsigned Plus = 0, bool Whole = false>
struct header_words : detail::rule<detail::kind::header_words> {};

/// The octets of this header and all above it. What lies behind is padding. A value smaller than the header bounds
/// nothing: 0 is what a captured packet holds when the network card would have cut it (TSO).
struct total_length : detail::rule<detail::kind::total_length> {};

/// The octets above this header. What lies behind is padding.
struct payload_length : detail::rule<detail::kind::payload_length> {};

/// The octets of this layer behind this field, and of all above it; they must all be there (DNS over TCP).
struct rest_length : detail::rule<detail::kind::rest_length> {};

/// Of a `payload_length`: 0 says that the length stands elsewhere, and `Reader::length(view, end of what is there)` finds it
/// (the jumbo payload option, RFC 2675). `Reader::holds<Above>`: whether the layer above can hold it, so that a payload that
/// does not fit the field is sent with a 0 in it.
template <class Reader>
struct zero_means : detail::rule<detail::kind::zero_means> {};

/// Of a length: nothing of this header lies beyond it. For a header whose own fields go on as far as the length says, with
/// padding behind them (PPP's control protocols). A length below the fixed part is not this layer.
struct bounds_header : detail::rule<detail::kind::bounds_header> {};

/// The number of elements of a list member.
template <auto Member>
struct count_of : detail::rule<detail::kind::count_of> {};

/// Left empty it is what another member implies: its `implied()`.
template <auto Member>
struct implied_by : detail::rule<detail::kind::implied_by> {};

/// The number of elements of a list member less one: the index of the last.
template <auto Member>
struct last_of : detail::rule<detail::kind::count_of> {};

/// The octets that another member takes on the wire, in words of `Unit`.
template <auto Member, unsigned Unit = 1>
struct size_of : detail::rule<detail::kind::size_of> {};

// --- what is above --------------------------------------------------------------------------------------------------

/// The value is a number of `Space` and names the layer above (without an argument: the member's own type). Left empty
/// it is the first such number of the layer above. Where several rows select, any of them may; the layer that stands
/// first in the catalog wins.
template <class Space = void>
struct selects : detail::rule<detail::kind::selects> {};

/// As `selects`, of a number that several fields make up together: this one is its bits from `Shift` on (LLC: two service
/// access points and a control octet; BOOTP: both ports). It is asked where no field `selects` by itself.
template <class Space, unsigned Shift>
struct selects_part : detail::rule<detail::kind::selects_part> {};

/// The layer above is always the one known by `Number`, whatever the values (IEEE 802.3: LLC).
template <auto Number>
struct carries : detail::rule<detail::kind::carries> {};

/// The layer above is told by what no field alone says (MPLS: the bottom of its stack, and the first bits behind it). Asked where
/// no field `selects` by its own value. `Reader` has
///
///   space                     the numbers in which the layer above is known
///   number(view)              the number of what is above; one that no layer has: raw
///   carries(number)           whether a layer of that number may stand above
///   value(number)             what this field, left empty, is below such a layer
template <class Reader>
struct found_by : detail::rule<detail::kind::found_by> {};

/// The field selects only where another member has `Value`; else the rest is raw (SNAP: OUI 0). Of a `Type`, the field's own
/// member, up to 1500 is no ether type either, nor a length here.
template <auto Member, auto Value, auto Type = nullptr>
struct only_where : detail::rule<detail::kind::only_where> {
  template <class Fields>
  [[nodiscard]] static constexpr bool selects_here(const Fields& fields) noexcept {
    if constexpr (!std::is_null_pointer_v<decltype(Type)>) {
      if (detail::plain_value(fields.template get<Type>()) <= 1500) return false;
    }
    return fields.template get<Member>() == Value;
  }
};

/// Nothing stands above this layer: what is behind it is padding.
struct ends_packet : detail::rule<detail::kind::ends_packet> {};

/// Not 0: the layers above were cut off from their headers, so the rest is raw.
struct fragment_offset : detail::rule<detail::kind::fragment_offset> {};

/// A value up to 1500 is a length (IEEE 802.3 section 3.2.6): such a frame is not this layer.
struct type_above_1500 : detail::rule<detail::kind::accepts> {
  static constexpr bool accepts(std::uint64_t value) noexcept { return value > 1500; }
};

/// A value above 1500 is a type: such a frame is not this layer.
struct up_to_1500 : detail::rule<detail::kind::accepts> {
  static constexpr bool accepts(std::uint64_t value) noexcept { return value <= 1500; }
};

/// Octets without this value here are not this layer: what tells DHCP options from others behind BOOTP.
template <auto Value>
struct must_be : detail::rule<detail::kind::accepts> {
  static constexpr bool accepts(std::uint64_t value) noexcept { return value == static_cast<std::uint64_t>(Value); }
};

/// Octets with another value here are not this layer: what tells IGMPv3 from what came before it.
template <auto... Values>
struct one_of : detail::rule<detail::kind::accepts> {
  static constexpr bool accepts(std::uint64_t value) noexcept { return ((value == static_cast<std::uint64_t>(Values)) || ...); }
};

/// Octets with a greater value here are not this layer: NTP's modes for control.
template <auto Value>
struct at_most : detail::rule<detail::kind::accepts> {
  static constexpr bool accepts(std::uint64_t value) noexcept { return value <= static_cast<std::uint64_t>(Value); }
};

/// A value up to 1500 is a length that bounds the payload (IEEE 802.3), whose layer is then the one known by 4, the number
/// that Linux has for it too: LLC. Left empty below that layer it is the length.
struct length_or_type : detail::rule<detail::kind::length_or_type> {};

/// The value of an empty field when nothing else implies one.
template <auto Value>
struct default_to : detail::rule<detail::kind::default_to> {};

/// One of these bits set: the packet goes on in another, so that a checksum over all of it cannot be told from this one.
template <auto Bits>
struct more_fragments : detail::rule<detail::kind::more_fragments> {};

// --- checksums ------------------------------------------------------------------------------------------------------

/// RFC 1071 over this header.
struct header_checksum : detail::rule<detail::kind::header_checksum> {};

/// RFC 1071 over this header and all above it.
struct message_checksum : detail::rule<detail::kind::message_checksum> {};

/// RFC 1071 over the pseudo header of the addresses below, this header and all above it. 0 where no layer below has
/// addresses.
struct transport_checksum : detail::rule<detail::kind::transport_checksum> {};

/// CRC32c over this header and all above it, its octets least significant first (RFC 9260 appendix A).
struct crc32c_checksum : detail::rule<detail::kind::crc32c_checksum> {};

/// 0 means that there is no checksum, so a computed 0 is sent as 0xffff (RFC 768).
struct zero_is_none : detail::rule<detail::kind::zero_is_none> {};

/// A network address: part of the pseudo header (RFC 9293 section 3.1, RFC 8200 section 8.1).
struct addresses : detail::rule<detail::kind::addresses> {};

/// Options that can hold a source route, whose last hop stands for the destination in the pseudo header.
struct source_route : detail::rule<detail::kind::source_route> {};

/// The layer sends the packet on to another destination, or says that it comes from another source, which stands for the one
/// below in the pseudo header: `Reader::destination(fields)` or `Reader::source(fields)`, where it has one (RFC 8200 section 8.1).
template <class Reader>
struct redirects : detail::rule<detail::kind::redirects> {};

// --- presence -------------------------------------------------------------------------------------------------------

/// The field is there when the member has one of `Values`; without values: when it is not 0. A condition names a member
/// and values, so that the same one is tested on a value, in place on the wire, and can be printed.
template <auto Member, auto... Values>
struct when : detail::rule<detail::kind::condition> {
  template <class Fields>
  [[nodiscard]] static constexpr bool holds(const Fields& fields) noexcept {
    const auto value = fields.template get<Member>();
    if constexpr (sizeof...(Values) == 0) {
      return static_cast<std::uint64_t>(value) != 0;
    } else {
      return ((value == Values) || ...);
    }
  }
};

/// The field is there when one of the members is not 0.
template <auto... Members>
struct when_any : detail::rule<detail::kind::condition> {
  template <class Fields>
  [[nodiscard]] static constexpr bool holds(const Fields& fields) noexcept {
    return ((static_cast<std::uint64_t>(fields.template get<Members>()) != 0) || ...);
  }
};

/// The field is there unless the member has one of `Values`.
template <auto Member, auto... Values>
struct unless : detail::rule<detail::kind::condition> {
  template <class Fields>
  [[nodiscard]] static constexpr bool holds(const Fields& fields) noexcept {
    const auto value = fields.template get<Member>();
    return ((value != Values) && ...);
  }
};

/// The field is there when the layer below selects this one by a number of `Space`: DNS has a length over TCP only.
template <class Space>
struct over : detail::rule<detail::kind::condition> {
  static constexpr bool leads = true;

  template <class Fields>
  [[nodiscard]] static constexpr bool holds(const Fields& fields) noexcept {
    return fields.template is_over<Space>();
  }
};

// --- text -----------------------------------------------------------------------------------------------------------

/// Printed as 0x… .
struct hexadecimal : detail::rule<detail::kind::hexadecimal> {};

/// Printed by its name in a number space that it does not select by.
template <class Space>
struct named_in : detail::rule<detail::kind::named_in> {};

/// No rule: what a rule of some tables is in others.
struct no_rule {
  static constexpr std::uint64_t mask = 0;
  static constexpr int place = -1;
  static constexpr bool leads = false;
};

/// `selects` in a header of its own; in a quoted one, above which all is raw, the name alone.
template <bool Quoted, class Space>
using selects_unless = std::conditional_t<Quoted, named_in<Space>, selects<Space>>;

/// Printed by the name that the value has for the value of another member: an ICMP code for its type.
template <auto Member>
struct named_by : detail::rule<detail::kind::named_by> {};

/// Printed as a `T` when another member has `Value` and the octets are as many as a T has: an ARP address.
template <class T, auto Member, auto Value>
struct printed_as : detail::rule<detail::kind::printed_as> {};

}  // namespace packetry
