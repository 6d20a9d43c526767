// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/flags.hpp>
#include <packetry/fields/tcp_options.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/layer/reply.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/ports.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// Whether a segment can be the peer's next word: what the sequence numbers of both allow, two octets of slack each way.
struct tcp_conversation {
  static constexpr std::string_view text = "the sequence numbers and flags do not follow the request's";

  template <class View>
  [[nodiscard]] static constexpr bool holds(const View& reply, const View& request, std::size_t request_payload) noexcept {
    using L = typename View::layer_type;
    const tcp_flags mine = reply.template get<&L::flags>(), theirs = request.template get<&L::flags>();
    if (theirs.has(tcp_flag::rst)) return false;
    if (mine.has(tcp_flag::syn) && !mine.has(tcp_flag::ack)) return false;
    if (mine.has(tcp_flag::syn) && !theirs.has(tcp_flag::syn)) return false;
    const auto far = [](std::uint32_t a, std::uint32_t b) { return a > b ? std::uint64_t{a} - b : std::uint64_t{b} - a; };
    const bool opening = theirs.has(tcp_flag::syn) && !theirs.has(tcp_flag::ack);
    if (!opening && far(request.template get<&L::ack>(), reply.template get<&L::seq>()) > 2) return false;
    if (mine.has(tcp_flag::rst) && !mine.has(tcp_flag::ack)) return true;
    return far(request.template get<&L::seq>(), reply.template get<&L::ack>()) <= 2 + request_payload;
  }
};

}  // namespace detail

/// Transmission Control Protocol header (RFC 9293 section 3.1).
///
/// Size: 20 octets and the options, in words of 4. `Quoted`: the header inside the packet that an ICMP error quotes.
///
/// \code
/// tcp{.sport = 2203, .dport = 80, .flags = "S", .options = {tcp_opt::mss(1460)}}
/// \endcode
template <bool Quoted>
struct basic_tcp {
  computed<std::uint16_t> sport{}, dport{};  ///< implied by the layer above (http: 80), else 20 and 80
  std::uint32_t seq = 0, ack = 0;
  computed<std::uint8_t> dataofs{};          ///< header length in words of 4 octets
  std::uint8_t reserved = 0;
  tcp_flags flags = tcp_flag::syn;
  std::uint16_t window = 8192;               ///< octets, before scaling
  computed<std::uint16_t> chksum{};
  std::uint16_t urgptr = 0;
  tcp_options options{};

  static constexpr std::string_view name = Quoted ? "TCPerror" : "TCP", title = Quoted ? "TCP in ICMP" : "TCP";
  static constexpr number ids[] = {Quoted ? number{quoted_protocol{6}} : number{ip_protocol::tcp},
                                   Quoted ? number{quoted_next_header{6}} : number{next_header::tcp}};
  // clang-format off
  static constexpr auto wire = layout{
      field{"sport",    &basic_tcp::sport,    be<16>, selects_unless<Quoted, tcp_port>{}, default_to<20>{}},
      field{"dport",    &basic_tcp::dport,    be<16>, selects_unless<Quoted, tcp_port>{}, default_to<80>{}},
      field{"seq",      &basic_tcp::seq,      be<32>},
      field{"ack",      &basic_tcp::ack,      be<32>},
      field{"dataofs",  &basic_tcp::dataofs,  bits<4>, header_words<4>{}},
      field{"reserved", &basic_tcp::reserved, bits<3>},
      field{"flags",    &basic_tcp::flags,    bits<9>},
      field{"window",   &basic_tcp::window,   be<16>},
      field{"chksum",   &basic_tcp::chksum,   be<16>, transport_checksum{}, hexadecimal{}},
      field{"urgptr",   &basic_tcp::urgptr,   be<16>},
      field{"options",  &basic_tcp::options,  rest_of_header},
  };
  // clang-format on
  static constexpr reply_rules<mirrors<&basic_tcp::dport, &basic_tcp::sport>, mirrors<&basic_tcp::sport, &basic_tcp::dport>,
                               satisfies<detail::tcp_conversation>, final_layer,
                               quotes<&basic_tcp::sport, &basic_tcp::dport>> reply{};

  friend constexpr bool operator==(const basic_tcp&, const basic_tcp&) = default;
};

using tcp = basic_tcp<false>;
using tcp_error = basic_tcp<true>;

/// The first 8 octets of a TCP header, all that an ICMP error must quote of it (RFC 792).
struct tcp_error_head {
  std::uint16_t sport = 20, dport = 80;
  std::uint32_t seq = 0;

  using original = tcp;
  static constexpr std::string_view name = "TCPerror", title = "TCP in ICMP";
  static constexpr number ids[] = {quoted_protocol{6}, quoted_next_header{6}};
  // clang-format off
  static constexpr auto wire = layout{
      field{"sport", &tcp_error_head::sport, be<16>, named_in<tcp_port>{}},
      field{"dport", &tcp_error_head::dport, be<16>, named_in<tcp_port>{}},
      field{"seq",   &tcp_error_head::seq,   be<32>},
  };
  // clang-format on
  static constexpr reply_rules<quotes<&tcp_error_head::sport, &tcp_error_head::dport>> reply{};

  friend constexpr bool operator==(const tcp_error_head&, const tcp_error_head&) = default;
};

}  // namespace packetry
