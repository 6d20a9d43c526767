// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/ip_protocol.hpp>
#include <packetry/numbers/link_type.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// GRE carries whole Ethernet frames too, under an ether type that none of the layers above has elsewhere (RFC 7637 section 3.2).
struct bridged_frame {
  using space = link_type;

  template <class View>
  [[nodiscard]] static constexpr std::uint64_t number(const View& v) noexcept {
    using L = typename View::layer_type;
    return v.template get<&L::proto>() == ether_type::transparent_bridging ? plain_value(link_type::ethernet) : ~std::uint64_t{0};
  }
  [[nodiscard]] static constexpr bool carries(std::uint64_t number) noexcept { return number == plain_value(link_type::ethernet); }
  [[nodiscard]] static constexpr std::uint64_t value(std::uint64_t) noexcept { return plain_value(ether_type::transparent_bridging); }
};

}  // namespace detail

/// Generic Routing Encapsulation (RFC 2784; key and sequence number: RFC 2890).
///
///      0 1 2 3 4 5   8        13  16                      31
///     +-+-+-+-+-+-----+---------+---+-----------------------+
///     |C|R|K|S|s|recur|  flags  |ver|         proto         |
///     +-+-+-+-+-+-----+---------+---+-----------------------+
///     |      chksum (C or R)        |    offset (C or R)    |
///     +-----------------------------+-----------------------+
///     |                       key (K)                       |
///     |                 sequence_number (S)                 |
///     +-----------------------------------------------------+
///
/// Size: 4 octets, and 4 for each part that a flag announces. Version 1 (PPTP, RFC 2637) has another header: it is raw.
///
/// \code
/// ip{.dst = "192.0.2.2"} / gre{.key_present = 1, .key = 7} / ip{.dst = "10.0.0.1"} / icmp{}
/// \endcode
struct gre {
  std::uint8_t chksum_present = 0;
  std::uint8_t routing_present = 0;      ///< RFC 1701 alone; source routes are not read, they stay above
  std::uint8_t key_present = 0;
  std::uint8_t seqnum_present = 0;
  std::uint8_t strict_route_source = 0;  ///< this, `recursion_control` and `flags`: 0 since RFC 2784
  std::uint8_t recursion_control = 0;
  std::uint8_t flags = 0;
  std::uint8_t version = 0;
  computed<ether_type> proto{};          ///< implied by the layer above
  computed<std::uint16_t> chksum{};      ///< of this header and all above it
  std::uint16_t offset = 0;
  std::uint32_t key = 0;
  std::uint32_t sequence_number = 0;

  static constexpr std::string_view name = "GRE";
  static constexpr number ids[] = {ip_protocol::gre, next_header::gre};
  // clang-format off
  static constexpr auto wire = layout{
      field{"chksum_present",      &gre::chksum_present,      bits<1>},
      field{"routing_present",     &gre::routing_present,     bits<1>},
      field{"key_present",         &gre::key_present,         bits<1>},
      field{"seqnum_present",      &gre::seqnum_present,      bits<1>},
      field{"strict_route_source", &gre::strict_route_source, bits<1>},
      field{"recursion_control",   &gre::recursion_control,   bits<3>},
      field{"flags",               &gre::flags,               bits<5>},
      field{"version",             &gre::version,             bits<3>, must_be<0>{}},
      field{"proto",               &gre::proto,               be<16>, selects<>{}, found_by<detail::bridged_frame>{}},
      field{"chksum",              &gre::chksum,              be<16>, message_checksum{}, hexadecimal{},
            when_any<&gre::chksum_present, &gre::routing_present>{}},
      field{"offset",              &gre::offset,              be<16>, hexadecimal{},
            when_any<&gre::chksum_present, &gre::routing_present>{}},
      field{"key",                 &gre::key,                 be<32>, hexadecimal{}, when<&gre::key_present>{}},
      field{"sequence_number",     &gre::sequence_number,     be<32>, hexadecimal{}, when<&gre::seqnum_present>{}},
  };
  // clang-format on
  friend constexpr bool operator==(const gre&, const gre&) = default;
};

}  // namespace packetry
