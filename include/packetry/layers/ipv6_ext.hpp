// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv6_address_list.hpp>
#include <packetry/fields/ipv6_options.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ip_protocol.hpp>

#include <string_view>

namespace packetry {

/// Hop-by-hop options of IPv6 (RFC 8200 section 4.3): for every router on the way.
///
///      0       8       16                              31
///     +-------+-------+-------------------------------+
///     |  nh   |  len  |  options, padded to 8 octets  |
///     +-------+-------+-------------------------------+
///
/// Size: 8 octets and 8 times `len`.
struct ipv6_hop_by_hop {
  computed<next_header> nh{};    ///< implied by the layer above
  computed<std::uint8_t> len{};  ///< units of 8 octets behind the first
  ipv6_options options{};

  static constexpr bool holds_jumbo = true;
  static constexpr std::string_view name = "IPv6ExtHdrHopByHop", title = "IPv6 Extension Header - Hop-by-Hop Options Header";
  static constexpr number ids[] = {next_header::hop_by_hop};
  // clang-format off
  static constexpr auto wire = layout{
      field{"nh",      &ipv6_hop_by_hop::nh,      be<8>, selects<>{}, default_to<next_header::no_next>{}},
      field{"len",     &ipv6_hop_by_hop::len,     be<8>, header_words<8, 8, true>{}},
      shown{"autopad", "On"},
      field{"options", &ipv6_hop_by_hop::options, padded_options},
  };
  // clang-format on
  static constexpr reply_rules<stepped_over> reply{};

  friend constexpr bool operator==(const ipv6_hop_by_hop&, const ipv6_hop_by_hop&) = default;
};

namespace detail {

/// Whose address stands for the source: that of the home of who sends from elsewhere (RFC 6275 section 11.3.1).
struct home_address {
  template <class Fields>
  [[nodiscard]] static constexpr std::optional<ipv6_address> source(const Fields& f);
};

}  // namespace detail

/// Destination options of IPv6 (RFC 8200 section 4.6). As ipv6_hop_by_hop, for where the packet is going.
struct ipv6_destination_options {
  computed<next_header> nh{};
  computed<std::uint8_t> len{};
  ipv6_options options{};

  static constexpr std::string_view name = "IPv6ExtHdrDestOpt", title = "IPv6 Extension Header - Destination Options Header";
  static constexpr number ids[] = {next_header::destination_options};
  // clang-format off
  static constexpr auto wire = layout{
      field{"nh",      &ipv6_destination_options::nh,      be<8>, selects<>{}, default_to<next_header::no_next>{}},
      field{"len",     &ipv6_destination_options::len,     be<8>, header_words<8, 8, true>{}},
      shown{"autopad", "On"},
      field{"options", &ipv6_destination_options::options, padded_options, redirects<detail::home_address>{}},
  };
  // clang-format on
  static constexpr reply_rules<stepped_over> reply{};

  friend constexpr bool operator==(const ipv6_destination_options&, const ipv6_destination_options&) = default;
};

template <class Fields>
constexpr std::optional<ipv6_address> detail::home_address::source(const Fields& f) {
  const ipv6_options options = f.template get<&ipv6_destination_options::options>();
  const auto home = options.find(ipv6_option_type::home_address);
  if (!home || home->data.size() != 16) return std::nullopt;
  return ipv6_address::from_octets(home->data.data());
}

namespace detail {

/// Where a packet with a routing header ends: the last address, for the segments are listed backwards (RFC 8754 section 2)
/// the first; none where no segment is left.
struct last_segment {
  template <class Fields>
  [[nodiscard]] static constexpr std::optional<ipv6_address> destination(const Fields& f);
};

}  // namespace detail

/// Routing header of IPv6 (RFC 8200 section 4.4; segment routing: RFC 8754 section 2).
///
///      0       8       16      24     31
///     +-------+-------+-------+-------+
///     |  nh   |  len  | type  |segleft|
///     +-------+-------+-------+-------+
///     |          by type              |
///     +-------------------------------+
///     |    addresses, 16 octets each  |
///
/// Size: 8 octets and 8 times `len`. The upper-layer checksum is taken over the address where the packet ends.
struct ipv6_routing {
  computed<next_header> nh{};
  computed<std::uint8_t> len{};       ///< units of 8 octets behind the first
  routing_type type = routing_type::source_route;
  computed<std::uint8_t> segleft{};   ///< addresses still to be visited; left empty all of them
  std::uint32_t reserved = 0;
  computed<std::uint8_t> lastentry{}; ///< of a segment routing header: the index of the last address
  std::uint8_t unused1 = 0, protected_ = 0, oam = 0, alert = 0, hmac = 0, unused2 = 0;
  std::uint16_t tag = 0;
  ipv6_address_list addresses{};
  segment_tlvs tlvs{};                ///< type-length-value objects behind the addresses

  static constexpr std::string_view name = "IPv6ExtHdrRouting", title = "IPv6 Option Header Routing";
  static constexpr number ids[] = {next_header::routing};
  // clang-format off
  static constexpr auto wire = layout{
      field{"nh",      &ipv6_routing::nh,      be<8>, selects<>{}, default_to<next_header::no_next>{}},
      field{"len",     &ipv6_routing::len,     be<8>, header_words<8, 8, true>{}},
      field{"type",    &ipv6_routing::type,    be<8>},
      field{"segleft", &ipv6_routing::segleft, be<8>, count_of<&ipv6_routing::addresses>{}, redirects<detail::last_segment>{}},
      choice<&ipv6_routing::type>(
          on<routing_type::segment>(
              field{"lastentry",   &ipv6_routing::lastentry,  be<8>, last_of<&ipv6_routing::addresses>{}},
              field{"unused1",     &ipv6_routing::unused1,    bits<1>},
              field{"protected",   &ipv6_routing::protected_, bits<1>},
              field{"oam",         &ipv6_routing::oam,        bits<1>},
              field{"alert",       &ipv6_routing::alert,      bits<1>},
              field{"hmac",        &ipv6_routing::hmac,       bits<1>},
              field{"unused2",     &ipv6_routing::unused2,    bits<3>},
              field{"tag",         &ipv6_routing::tag,        be<16>},
              field{"addresses",   &ipv6_routing::addresses,  elements_within<&ipv6_routing::lastentry, 16, 1>},
              field{"tlv_objects", &ipv6_routing::tlvs,       rest_of_header}),
          otherwise(
              field{"reserved",    &ipv6_routing::reserved,   be<32>},
              field{"addresses",   &ipv6_routing::addresses,  wire_list})),
  };
  // clang-format on
  static constexpr reply_rules<stepped_over> reply{};

  friend constexpr bool operator==(const ipv6_routing&, const ipv6_routing&) = default;
};

template <class Fields>
constexpr std::optional<ipv6_address> detail::last_segment::destination(const Fields& f) {
  const auto list = f.template get<&ipv6_routing::addresses>();
  const std::size_t left = f.template get<&ipv6_routing::segleft>();
  const routing_type type = f.template get<&ipv6_routing::type>();
  if (left == 0 || list.empty() || type == routing_type::rpl) return std::nullopt;
  return list[type == routing_type::segment ? 0 : list.size() - 1];
}

/// Fragment header of IPv6 (RFC 8200 section 4.5). Size: 8 octets. Above a fragment that is not the first all is raw.
struct ipv6_fragment {
  computed<next_header> nh{};
  std::uint8_t res1 = 0;
  std::uint16_t offset = 0;  ///< units of 8 octets
  std::uint8_t res2 = 0;
  std::uint8_t m = 0;        ///< 1: more fragments follow
  std::uint32_t id = 0;

  static constexpr std::string_view name = "IPv6ExtHdrFragment", title = "IPv6 Extension Header - Fragmentation header";
  static constexpr number ids[] = {next_header::fragment};
  // clang-format off
  static constexpr auto wire = layout{
      field{"nh",     &ipv6_fragment::nh,     be<8>, selects<>{}, default_to<next_header::no_next>{}},
      field{"res1",   &ipv6_fragment::res1,   be<8>},
      field{"offset", &ipv6_fragment::offset, bits<13>, fragment_offset{}},
      field{"res2",   &ipv6_fragment::res2,   bits<2>},
      field{"m",      &ipv6_fragment::m,      bits<1>, more_fragments<1>{}},
      field{"id",     &ipv6_fragment::id,     be<32>},
  };
  // clang-format on
  static constexpr reply_rules<stepped_over> reply{};

  friend constexpr bool operator==(const ipv6_fragment&, const ipv6_fragment&) = default;
};

}  // namespace packetry
