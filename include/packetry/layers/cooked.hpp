// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/padded_octets.hpp>
#include <packetry/layer/layout.hpp>
#include <packetry/numbers/ether_type.hpp>
#include <packetry/numbers/link_type.hpp>
#include <packetry/numbers/llc_numbers.hpp>
#include <packetry/numbers/loopback_family.hpp>

#include <string_view>

namespace packetry {

/// What a BSD system puts in front of packets on its loopback interface (LINKTYPE_NULL, LINKTYPE_LOOP). Size: 4 octets, in the
/// byte order of the machine that captured; sent in network order, unless `type` is `swapped`.
struct loopback {
  computed<loopback_family> type{};  ///< implied by the layer above

  static constexpr std::string_view name = "Loopback";
  static constexpr number ids[] = {link_type::null_loopback, link_type::loop};
  static constexpr auto wire = layout{field{"type", &loopback::type, be<32>, selects<>{}, default_to<loopback_family::ipv4>{}}};

  friend constexpr bool operator==(const loopback&, const loopback&) = default;
};

/// What Linux puts in front of packets captured on all interfaces (LINKTYPE_LINUX_SLL). Size: 16 octets.
struct linux_cooked {
  sll_packet_type pkttype = sll_packet_type::unicast;
  std::uint16_t lladdrtype = 512;    ///< ARPHRD_ value of the interface
  std::uint16_t lladdrlen = 0;       ///< octets of `src` that mean something
  padded_octets<8> src{};            ///< link-layer address of the sender
  computed<ether_type> proto{};      ///< implied by the layer above; 4: LLC

  static constexpr std::string_view name = "CookedLinux", title = "cooked linux";
  static constexpr number ids[] = {link_type::linux_cooked};
  // clang-format off
  static constexpr auto wire = layout{
      field{"pkttype",    &linux_cooked::pkttype,    be<16>},
      field{"lladdrtype", &linux_cooked::lladdrtype, be<16>, hexadecimal{}},
      field{"lladdrlen",  &linux_cooked::lladdrlen,  be<16>},
      field{"src",        &linux_cooked::src,        fixed_octets<8>},
      field{"proto",      &linux_cooked::proto,      be<16>, selects<>{}, default_to<ether_type::ipv4>{}},
  };
  // clang-format on
  friend constexpr bool operator==(const linux_cooked&, const linux_cooked&) = default;
};

/// The second version (LINKTYPE_LINUX_SLL2): it tells the interface. Size: 20 octets.
struct linux_cooked2 {
  computed<ether_type> proto{};      ///< implied by the layer above; 4: LLC
  std::uint16_t reserved = 0;
  std::uint32_t ifindex = 0;
  std::uint16_t lladdrtype = 512;
  sll_packet_type pkttype = sll_packet_type::unicast;
  std::uint8_t lladdrlen = 0;
  padded_octets<8> src{};

  static constexpr std::string_view name = "CookedLinuxV2", title = "cooked linux v2";
  static constexpr number ids[] = {link_type::linux_cooked2};
  // clang-format off
  static constexpr auto wire = layout{
      field{"proto",      &linux_cooked2::proto,      be<16>, selects<>{}, default_to<ether_type::ipv4>{}},
      field{"reserved",   &linux_cooked2::reserved,   be<16>},
      field{"ifindex",    &linux_cooked2::ifindex,    be<32>},
      field{"lladdrtype", &linux_cooked2::lladdrtype, be<16>, hexadecimal{}},
      field{"pkttype",    &linux_cooked2::pkttype,    be<8>},
      field{"lladdrlen",  &linux_cooked2::lladdrlen,  be<8>},
      field{"src",        &linux_cooked2::src,        fixed_octets<8>},
  };
  // clang-format on
  friend constexpr bool operator==(const linux_cooked2&, const linux_cooked2&) = default;
};

}  // namespace packetry
