// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ppp_options.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/list_codecs.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/link_type.hpp>

#include <string_view>

namespace packetry {

/// Point-to-Point Protocol: which protocol a frame carries (RFC 1661 section 2). Size: 2 octets, without HDLC's framing.
struct ppp {
  computed<ppp_protocol> proto{};  ///< implied by the layer above, else IPv4

  static constexpr std::string_view name = "PPP", title = "PPP Link Layer";
  static constexpr number ids[] = {link_type::ppp};
  static constexpr auto wire = layout{field{"proto", &ppp::proto, be<16>, selects<>{}, default_to<ppp_protocol::ipv4>{}}};

  friend constexpr bool operator==(const ppp&, const ppp&) = default;
};

namespace detail {

/// Which message follows which (RFC 1661 section 5); the key is the id.
struct ppp_conversation {
  static constexpr std::string_view text = "its code does not answer the request's";

  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t) noexcept {
    using L = typename View::layer_type;
    const ppp_code mine = reply.template get<&L::code>(), theirs = request.template get<&L::code>();
    switch (theirs) {
      case ppp_code::configure_request:
        return mine == ppp_code::configure_ack || mine == ppp_code::configure_nak || mine == ppp_code::configure_reject;
      case ppp_code::terminate_request: return mine == ppp_code::terminate_ack;
      case ppp_code::echo_request: return mine == ppp_code::echo_reply;
      default: return false;
    }
  }
};

}  // namespace detail

/// Link Control Protocol of PPP (RFC 1661 section 5).
///
///      0       8       16              31
///     +-------+-------+---------------+
///     | code  |  id   |      len      |
///     +-------+-------+---------------+
///     |  by code: options, a magic number, data
///
/// Size: 4 octets and what the code asks for, as far as `len` says; what lies behind is padding.
///
/// \code
/// ether{} / pppoe{.sessionid = 17} / ppp{} / ppp_lcp{.code = ppp_code::echo_request, .magic_number = 7}
/// \endcode
struct ppp_lcp {
  ppp_code code = ppp_code::configure_request;
  std::uint8_t id = 0;                 ///< what the answer repeats
  computed<std::uint16_t> len{};       ///< octets of this message
  lcp_options options{};
  ppp_protocol rejected_protocol{};
  std::uint32_t magic_number = 0;
  octets data{};                       ///< of a rejection: what was rejected

  static constexpr std::string_view name = "PPP_LCP", title = "PPP Link Control Protocol", summary = "LCP {code}";
  static constexpr number ids[] = {ppp_protocol::lcp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"code", &ppp_lcp::code, be<8>},
      field{"id",   &ppp_lcp::id,   be<8>,  hexadecimal{}},
      field{"len",  &ppp_lcp::len,  be<16>, total_length{}, bounds_header{}},
      choice<&ppp_lcp::code>(
          on<ppp_code::configure_request, ppp_code::configure_ack, ppp_code::configure_nak, ppp_code::configure_reject>(
              field{"options",              &ppp_lcp::options,           whole_options<lcp_options>}),
          on<ppp_code::protocol_reject>(
              field{"rejected_protocol",    &ppp_lcp::rejected_protocol, be<16>},
              field{"rejected_information", &ppp_lcp::data,              rest_of_layer}),
          on<ppp_code::echo_request, ppp_code::echo_reply, ppp_code::discard_request>(
              field{"magic_number",         &ppp_lcp::magic_number,      be<32>},
              field{"data",                 &ppp_lcp::data,              rest_of_layer}),
          on<ppp_code::code_reject>(
              field{"rejected_packet",      &ppp_lcp::data,              rest_of_layer}),
          otherwise(
              field{"data",                 &ppp_lcp::data,              rest_of_layer})),
  };
  // clang-format on
  static constexpr reply_rules<same<&ppp_lcp::id>, satisfies<detail::ppp_conversation>, final_layer> reply{};

  friend constexpr bool operator==(const ppp_lcp&, const ppp_lcp&) = default;
};

/// IP Control Protocol of PPP (RFC 1332): which addresses the ends of a link have. Size: 4 octets and the options.
///
/// \code
/// ppp{} / ppp_ipcp{.id = 1, .options = {ipcp_opt::address("192.0.2.9")}}
/// \endcode
struct ppp_ipcp {
  ppp_code code = ppp_code::configure_request;
  std::uint8_t id = 0;
  computed<std::uint16_t> len{};  ///< octets of this message
  ipcp_options options{};
  octets data{};                  ///< of messages that have no options

  static constexpr std::string_view name = "PPP_IPCP";
  static constexpr number ids[] = {ppp_protocol::ipcp};
  // clang-format off
  static constexpr auto wire = layout{
      field{"code", &ppp_ipcp::code, be<8>},
      field{"id",   &ppp_ipcp::id,   be<8>,  hexadecimal{}},
      field{"len",  &ppp_ipcp::len,  be<16>, total_length{}, bounds_header{}},
      choice<&ppp_ipcp::code>(
          on<ppp_code::configure_request, ppp_code::configure_ack, ppp_code::configure_nak, ppp_code::configure_reject>(
              field{"options", &ppp_ipcp::options, whole_options<ipcp_options>}),
          otherwise(
              field{"data",    &ppp_ipcp::data,    rest_of_layer})),
  };
  // clang-format on
  static constexpr reply_rules<same<&ppp_ipcp::id>, satisfies<detail::ppp_conversation>, final_layer> reply{};

  friend constexpr bool operator==(const ppp_ipcp&, const ppp_ipcp&) = default;
};

}  // namespace packetry
