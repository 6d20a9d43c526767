// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ppp_options.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/link_type.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// An answer repeats the Host-Uniq tag of the question (RFC 2516 appendix A).
struct same_host_uniq {
  static constexpr std::string_view text = "its Host-Uniq tag is not the request's";

  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t) noexcept {
    using L = typename View::layer_type;
    const auto mine = reply.template get<&L::tags>(), theirs = request.template get<&L::tags>();
    const auto a = mine.find(pppoe_tag_kind::host_uniq), b = theirs.find(pppoe_tag_kind::host_uniq);
    if (!b) return true;
    bool same = a && a->data.size() == b->data.size();
    for (std::size_t i = 0; same && i != b->data.size(); ++i) same = a->data[i] == b->data[i];
    return same;
  }
};

}  // namespace detail

/// PPP over Ethernet, discovery (RFC 2516 section 4): who offers a session.
///
///      0     4     8            16                     31
///     +-----+-----+------------+----------------------+
///     | ver |type |    code    |      sessionid       |
///     +-----+-----+------------+----------------------+
///     |         len            |   tags
///
/// Size: 6 octets and the tags, whose octets `len` counts; what lies behind is padding.
///
/// \code
/// ether{} / pppoed{.tags = {pppoe_tags::service_name()}}
/// \endcode
struct pppoed {
  std::uint8_t version = 1, type = 1;
  pppoe_code code = pppoe_code::padi;
  std::uint16_t sessionid = 0;
  computed<std::uint16_t> len{};       ///< octets of the tags
  pppoe_tag_list tags{};

  static constexpr std::string_view name = "PPPoED", title = "PPP over Ethernet Discovery", summary = "{code}";
  static constexpr number ids[] = {ether_type::pppoe_discovery};
  // clang-format off
  static constexpr auto wire = layout{
      field{"version",   &pppoed::version,   bits<4>},
      field{"type",      &pppoed::type,      bits<4>},
      field{"code",      &pppoed::code,      be<8>},
      field{"sessionid", &pppoed::sessionid, be<16>, hexadecimal{}},
      field{"len",       &pppoed::len,       be<16>, size_of<&pppoed::tags>{}, ends_packet{}},
      field{"tag_list",  &pppoed::tags,      elements_within<&pppoed::len, 1>},
  };
  // clang-format on
  static constexpr reply_rules<by_pairs<&pppoed::code, pppoe_code::padi, pppoe_code::pado, pppoe_code::padr, pppoe_code::pads>,
                               satisfies<detail::same_host_uniq>, final_layer> reply{};

  friend constexpr bool operator==(const pppoed&, const pppoed&) = default;
};

/// PPP over Ethernet, a session (RFC 2516 section 6). Size: 6 octets; PPP stands above.
///
/// \code
/// ether{} / pppoe{.sessionid = 17} / ppp{} / ip{}
/// \endcode
struct pppoe {
  std::uint8_t version = 1, type = 1;
  pppoe_code code = pppoe_code::session;
  std::uint16_t sessionid = 0;
  computed<std::uint16_t> len{};       ///< octets above this header

  static constexpr std::string_view name = "PPPoE", title = "PPP over Ethernet";
  static constexpr number ids[] = {ether_type::pppoe_session};
  // clang-format off
  static constexpr auto wire = layout{
      field{"version",   &pppoe::version,   bits<4>},
      field{"type",      &pppoe::type,      bits<4>},
      field{"code",      &pppoe::code,      be<8>},
      field{"sessionid", &pppoe::sessionid, be<16>, hexadecimal{}},
      field{"len",       &pppoe::len,       be<16>, payload_length{}, carries<link_type::ppp>{}},
  };
  // clang-format on
  static constexpr reply_rules<same<&pppoe::sessionid>> reply{};

  friend constexpr bool operator==(const pppoe&, const pppoe&) = default;
};

}  // namespace packetry
