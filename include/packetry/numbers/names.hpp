// SPDX-License-Identifier: BSL-1.0
#pragma once

// The texts of all numbers. Only text output needs them: everything below the floor `show` includes the
// enumerations alone and pays for no table.

#include <packetry/numbers/names/arp_names.hpp>
#include <packetry/numbers/names/dhcp_names.hpp>
#include <packetry/numbers/names/dns_names.hpp>
#include <packetry/numbers/names/ether_type_names.hpp>
#include <packetry/numbers/names/icmp_names.hpp>
#include <packetry/numbers/names/icmpv6_names.hpp>
#include <packetry/numbers/names/igmp_names.hpp>
#include <packetry/numbers/names/ip_option_names.hpp>
#include <packetry/numbers/names/ip_protocol_names.hpp>
#include <packetry/numbers/names/link_names.hpp>
#include <packetry/numbers/names/link_type_names.hpp>
#include <packetry/numbers/names/ntp_names.hpp>
#include <packetry/numbers/names/port_names.hpp>
#include <packetry/numbers/names/ppp_names.hpp>
#include <packetry/numbers/names/sctp_names.hpp>
#include <packetry/numbers/names/tcp_option_names.hpp>
