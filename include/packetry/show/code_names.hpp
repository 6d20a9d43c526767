// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/standard_catalog.hpp>

#include <string_view>

// Types and members as a program spells them.

namespace packetry::detail {

/// What the compiler calls a type or a member, out of `function`, its text for a template of it: behind "X = ", up to the
/// end or to what GCC adds about other names.
[[nodiscard]] constexpr std::string_view spelled_in(std::string_view function) noexcept {
  function.remove_prefix(function.find("X = ") + 4);
  return function.substr(0, function.find_first_of(";]"));
}
template <class X>
[[nodiscard]] constexpr std::string_view spelled_type() noexcept { return spelled_in(__PRETTY_FUNCTION__); }
template <auto X>
[[nodiscard]] constexpr std::string_view spelled_value() noexcept { return spelled_in(__PRETTY_FUNCTION__); }

/// A type's name as it reads below `using namespace packetry`, wherever it was declared.
template <class T>
inline constexpr std::string_view code_name = [] {
  std::string_view name = spelled_type<T>();
  for (const std::string_view scope : {"packetry::", "{anonymous}::", "(anonymous namespace)::"})
    if (name.starts_with(scope)) name.remove_prefix(scope.size());
  return name;
}();
// Where the name is another's, with arguments.
template <>
inline constexpr std::string_view code_name<ip> = "ip";
template <>
inline constexpr std::string_view code_name<ip_error> = "ip_error";
template <>
inline constexpr std::string_view code_name<ipv6> = "ipv6";
template <>
inline constexpr std::string_view code_name<ipv6_error> = "ipv6_error";
template <>
inline constexpr std::string_view code_name<icmp> = "icmp";
template <>
inline constexpr std::string_view code_name<icmp_error> = "icmp_error";
template <>
inline constexpr std::string_view code_name<udp> = "udp";
template <>
inline constexpr std::string_view code_name<udp_error> = "udp_error";
template <>
inline constexpr std::string_view code_name<tcp> = "tcp";
template <>
inline constexpr std::string_view code_name<tcp_error> = "tcp_error";
template <>
inline constexpr std::string_view code_name<sctp_init> = "sctp_init";
template <>
inline constexpr std::string_view code_name<sctp_init_ack> = "sctp_init_ack";
template <>
inline constexpr std::string_view code_name<sctp_heartbeat> = "sctp_heartbeat";
template <>
inline constexpr std::string_view code_name<sctp_heartbeat_ack> = "sctp_heartbeat_ack";
template <>
inline constexpr std::string_view code_name<sctp_shutdown_ack> = "sctp_shutdown_ack";
template <>
inline constexpr std::string_view code_name<sctp_cookie_ack> = "sctp_cookie_ack";
template <>
inline constexpr std::string_view code_name<dns_svcb> = "dns_svcb";
template <>
inline constexpr std::string_view code_name<dns_https> = "dns_https";

/// The identifier of the member that row `I` fills: not always what the field is called.
template <class L, std::size_t I>
inline constexpr std::string_view member_identifier = [] {
  const std::string_view path = spelled_value<row_at<I>(L::wire.rows).member>();
  const std::string_view name = path.substr(path.rfind(':') + 1);
  return name.substr(0, name.find(')'));  // Clang may put the whole of it into parentheses
}();

}  // namespace packetry::detail
