// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/address_list.hpp>
#include <packetry/fields/ipv4_address.hpp>

namespace packetry {

/// IPv4 addresses one after the other.
using ipv4_address_list = address_list<ipv4_address, 4>;

}  // namespace packetry
