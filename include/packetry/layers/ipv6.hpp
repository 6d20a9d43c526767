// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv6_address.hpp>
#include <packetry/fields/ipv6_options.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/icmpv6_type.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/numbers/loopback_family.hpp>
#include <packetry/numbers/ppp_numbers.hpp>

#include <array>
#include <string_view>

namespace packetry {

namespace detail {

/// A payload length of 0: that of the jumbo payload option, where a hop-by-hop header follows (RFC 2675 section 3).
struct jumbo_payload {
  template <class Above>
  static constexpr bool holds = requires { requires Above::holds_jumbo; };

  template <class View>
  [[nodiscard]] static constexpr std::uint64_t length(const View& v, const std::uint8_t* end) noexcept {
    using L = typename View::layer_type;
    const auto there = static_cast<std::size_t>(end - v.header_end());
    if (static_cast<std::uint8_t>(v.template get<&L::nh>()) != 0 || there < 8) return 0;
    const std::size_t header = 8 + std::size_t{8} * v.header_end()[1];
    const std::uint8_t* const stop = v.header_end() + (header < there ? header : there);
    using place = ipv6_options::iterator;
    for (place o{v.header_end() + 2, stop}; o != place{stop, stop} && o->whole; ++o)
      if (o->kind == ipv6_option_type::jumbo && o->data.size() == 4) return load_be<4>(o->data.data());
    return 0;
  }
};

/// Both carry the same, unless extension headers hide what.
struct same_next_header {
  static constexpr std::string_view text = "nh is not the request's nh";

  [[nodiscard]] static constexpr bool hides(std::uint64_t nh) noexcept { return nh == 0 || nh == 43 || nh == 44 || nh == 60; }
  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t) noexcept {
    using L = typename View::layer_type;
    const std::uint64_t mine = to_uint(reply.template get<&L::nh>()), theirs = to_uint(request.template get<&L::nh>());
    return mine == theirs || hides(mine) || hides(theirs);
  }
};

}  // namespace detail

/// Internet Protocol version 6 header (RFC 8200 section 3).
///
///      0       4           12                                 31
///     +-------+-----------+-----------------------------------+
///     |version|    tc     |                fl                 |
///     +-------+-----------+-----+-----------------+-----------+
///     |          plen           |       nh        |   hlim    |
///     +-------------------------+-----------------+-----------+
///     |                      src, 16 octets                   |
///     |                      dst, 16 octets                   |
///     +-------------------------------------------------------+
///
/// Size: 40 octets. Extension headers are layers of their own. More than 65535 octets of payload are sent with a plen of 0,
/// below an ipv6_hop_by_hop with a jumbo option. `Quoted`: the header of the packet that an ICMPv6 error quotes.
///
/// \code
/// ipv6{.dst = "2001:db8::2"} / icmpv6{.id = 7}
/// \endcode
template <bool Quoted>
struct basic_ipv6 {
  using header_type = std::conditional_t<Quoted, quoted_next_header, next_header>;

  std::uint8_t version = 6;
  std::uint8_t tc = 0;             ///< traffic class: differentiated services and ECN
  std::uint32_t fl = 0;            ///< flow label, 20 bits
  computed<std::uint16_t> plen{};  ///< octets above this header
  computed<header_type> nh{};      ///< next header, implied by the layer above; 59 (none) above octets
  std::uint8_t hlim = 64;          ///< hops
  computed<ipv6_address> src{};    ///< the transport's: the route's source address; :: as octets alone
  ipv6_address dst = ipv6_address::loopback();

  static constexpr std::string_view name = Quoted ? "IPerror6" : "IPv6", title = Quoted ? "IPv6 in ICMPv6" : "IPv6";
  static constexpr auto ids = [] {
    if constexpr (Quoted) {
      return std::array{number{icmpv6_type::dest_unreach}, number{icmpv6_type::packet_too_big}, number{icmpv6_type::time_exceeded},
                        number{icmpv6_type::parameter_problem}};
    } else {
      return std::array{number{ether_type::ipv6}, number{next_header::ipv6}, number{ip_protocol::ipv6}, number{link_type::ipv6},
                        number{ip_version::v6}, number{loopback_family::ipv6_bsd}, number{loopback_family::ipv6_freebsd},
                        number{loopback_family::ipv6_darwin}, number{swapped(loopback_family::ipv6_bsd)},
                        number{swapped(loopback_family::ipv6_freebsd)}, number{swapped(loopback_family::ipv6_darwin)}, number{ppp_protocol::ipv6}};
    }
  }();
  // clang-format off
  static constexpr auto wire = layout{
      field{"version", &basic_ipv6::version, bits<4>},
      field{"tc",      &basic_ipv6::tc,      bits<8>},
      field{"fl",      &basic_ipv6::fl,      bits<20>},
      field{"plen",    &basic_ipv6::plen,    be<16>, payload_length{}, zero_means<detail::jumbo_payload>{}},
      field{"nh",      &basic_ipv6::nh,      be<8>,  selects<>{}, default_to<header_type{59}>{}},
      field{"hlim",    &basic_ipv6::hlim,    be<8>},
      field{"src",     &basic_ipv6::src,     fixed_octets<16>, addresses{}},
      field{"dst",     &basic_ipv6::dst,     fixed_octets<16>, addresses{}},
  };
  // clang-format on
  static constexpr reply_rules<exchanges<&basic_ipv6::src, &basic_ipv6::dst>, satisfies<detail::same_next_header>,
                               quotes<&basic_ipv6::src, &basic_ipv6::dst>> reply{};

  friend constexpr bool operator==(const basic_ipv6&, const basic_ipv6&) = default;
};

using ipv6 = basic_ipv6<false>;
using ipv6_error = basic_ipv6<true>;

}  // namespace packetry
