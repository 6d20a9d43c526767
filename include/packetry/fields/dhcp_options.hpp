// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/ipv4_address.hpp>
#include <packetry/fields/mac_address.hpp>
#include <packetry/fields/tlv_list.hpp>
#include <packetry/numbers/dhcp_numbers.hpp>

#include <string_view>

namespace packetry {

namespace detail {

/// RFC 2132 section 2: pad and end stand alone; the length counts the data.
struct dhcp_option_grammar {
  using kind = dhcp_option_code;
  static constexpr bool single(std::uint8_t code) noexcept { return code == 0 || code == 255; }
  static constexpr std::size_t octets(std::uint8_t length) noexcept { return std::size_t{length} + 2; }
  static constexpr std::uint8_t length(std::size_t octets) noexcept { return static_cast<std::uint8_t>(octets - 2); }
  template <class Octets>
  static constexpr void lead(kind, Octets&) noexcept {}
};

}  // namespace detail

/// The options of a DHCP message. `end` is not added by itself.
///
/// \code
/// dhcp{.options = {dhcp_opt::message(dhcp_message::discover), dhcp_opt::end()}}
/// \endcode
class dhcp_options : public tlv_list<detail::dhcp_option_grammar, 64> {
 public:
  using tlv_list<detail::dhcp_option_grammar, 64>::tlv_list;

  /// What kind of message this is; nothing where no option says so.
  [[nodiscard]] constexpr std::optional<dhcp_message> message() const noexcept {
    const auto o = find(dhcp_option_code::message_type);
    if (!o || o->data.size() != 1) return std::nullopt;
    return static_cast<dhcp_message>(o->data[0]);
  }

  /// Octets that belong to the list: up to an option that is not whole; behind the end all of them, which mean nothing.
  [[nodiscard]] static constexpr std::size_t whole_octets(bytes wire) noexcept {
    const iterator end{wire.data() + wire.size(), wire.data() + wire.size()};
    iterator i{wire.data(), wire.data() + wire.size()};
    for (; i != end && i->whole; ++i)
      if (i->kind == dhcp_option_code::end) return wire.size();
    return static_cast<std::size_t>(i.place() - wire.data());
  }

  friend constexpr bool operator==(const dhcp_options&, const dhcp_options&) = default;
};
using dhcp_option = dhcp_options::option;

namespace dhcp_opt {

[[nodiscard]] constexpr dhcp_option pad() { return {.kind = dhcp_option_code::pad, .single = true}; }
[[nodiscard]] constexpr dhcp_option end() { return {.kind = dhcp_option_code::end, .single = true}; }
[[nodiscard]] constexpr dhcp_option message(dhcp_message m) {
  return detail::option_of<dhcp_option>(dhcp_option_code::message_type, static_cast<std::uint8_t>(m));
}

/// An option of octets, whatever its code.
[[nodiscard]] constexpr dhcp_option other(dhcp_option_code code, bytes data) { return {.kind = code, .data = data}; }
/// Of text: hostname, domain, vendor class.
[[nodiscard]] constexpr dhcp_option text(dhcp_option_code code, std::string_view text) {
  dhcp_option o{.kind = code};
  for (const char c : text) o.data.push_back(static_cast<std::uint8_t>(c));
  return o;
}
/// Of addresses: router, name servers, the address asked for.
[[nodiscard]] constexpr dhcp_option addresses(dhcp_option_code code, std::initializer_list<ipv4_address> list) {
  dhcp_option o{.kind = code};
  for (const ipv4_address a : list) {
    std::uint8_t octets[4];
    packetry::detail::store_be<4>(octets, a.value());
    o.data.append(octets, 4);
  }
  return o;
}
/// A number as wide as its type: lease_time, in seconds, of 32 bits; max_dhcp_size of 16.
template <class UInt>
[[nodiscard]] constexpr dhcp_option number(dhcp_option_code code, UInt value) {
  return packetry::detail::option_of<dhcp_option>(code, value);
}
/// The codes of the options that a client asks for.
[[nodiscard]] constexpr dhcp_option param_req_list(std::initializer_list<dhcp_option_code> codes) {
  dhcp_option o{.kind = dhcp_option_code::param_req_list};
  for (const dhcp_option_code c : codes) o.data.push_back(static_cast<std::uint8_t>(c));
  return o;
}
/// Who the client is: by its MAC address (RFC 2132 section 9.14).
[[nodiscard]] constexpr dhcp_option client_id(const mac_address& address) {
  return packetry::detail::option_of<dhcp_option>(dhcp_option_code::client_id, std::uint8_t{1},
                                                  static_cast<std::uint16_t>(address.value() >> 32),
                                                  static_cast<std::uint32_t>(address.value()));
}

}  // namespace dhcp_opt
}  // namespace packetry
