// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/address_list.hpp>
#include <packetry/fields/ipv6_address.hpp>

#include <optional>

namespace packetry {

/// IPv6 addresses one after the other.
///
/// \code
/// ipv6_routing{.segleft = 1, .addresses = {"2001:db8::10"}}
/// \endcode
using ipv6_address_list = address_list<ipv6_address, 16>;

}  // namespace packetry
