// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layers/arp.hpp>
#include <packetry/layers/cooked.hpp>
#include <packetry/layers/dhcp.hpp>
#include <packetry/layers/dns.hpp>
#include <packetry/layers/dot1q.hpp>
#include <packetry/layers/dot3.hpp>
#include <packetry/layers/ether.hpp>
#include <packetry/layers/gre.hpp>
#include <packetry/layers/http.hpp>
#include <packetry/layers/icmp.hpp>
#include <packetry/layers/icmpv6.hpp>
#include <packetry/layers/igmp.hpp>
#include <packetry/layers/ip.hpp>
#include <packetry/layers/ipv6.hpp>
#include <packetry/layers/ipv6_ext.hpp>
#include <packetry/layers/llc.hpp>
#include <packetry/layers/mpls.hpp>
#include <packetry/layers/ntp.hpp>
#include <packetry/layers/ppp.hpp>
#include <packetry/layers/pppoe.hpp>
#include <packetry/layers/sctp.hpp>
#include <packetry/layers/stp.hpp>
#include <packetry/layers/tcp.hpp>
#include <packetry/layers/tftp.hpp>
#include <packetry/layers/udp.hpp>
#include <packetry/layers/vxlan.hpp>
#include <packetry/packet/catalog.hpp>

namespace packetry {

/// What packetry knows by itself, hot layers first.
struct standard_catalog : catalog<ether, ip, tcp, udp, dot1q, dns, arp, icmp, ipv6, icmpv6, http_request, http_response,
                                  ipv6_hop_by_hop, ipv6_fragment, ipv6_destination_options, ipv6_routing, ip_error, udp_error,
                                  tcp_error, tcp_error_head, icmp_error, ipv6_error, bootp, dhcp, dot3, llc, snap, stp, dot1ad,
                                  linux_cooked, linux_cooked2, loopback, icmpv6_unknown, gre, vxlan, mpls, pppoe, ppp, pppoed, ppp_lcp, ppp_ipcp,
                                  igmpv3, igmp, sctp, ntp, tftp> {};

namespace detail {

template <class... New, class... Known>
catalog<New..., Known...> extend(const catalog<Known...>*);

}  // namespace detail

/// The standard catalog and layers of your own, or `bound` ones, which come first.
template <class... Entries>
struct catalog_with : decltype(detail::extend<Entries...>(static_cast<const standard_catalog*>(nullptr))) {};

}  // namespace packetry
