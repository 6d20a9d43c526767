// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/mac_address.hpp>
#include <packetry/transport/descriptor.hpp>
#include <packetry/transport/inet_address.hpp>
#include <packetry/transport/netlink_message.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <linux/neighbour.h>
#include <net/if.h>
#include <net/if_arp.h>

namespace packetry::detail {

/// An interface as the kernel describes it.
struct link_facts {
  unsigned index = 0;
  std::string name{};
  unsigned flags = 0;     ///< IFF_UP, IFF_LOOPBACK, IFF_NOARP, …
  unsigned hardware = 0;  ///< ARPHRD_ETHER, ARPHRD_LOOPBACK, ARPHRD_NONE, …
  mac_address mac{};      ///< 0 where its addresses are no MAC addresses
  unsigned mtu = 0;       ///< octets, without the link header

  [[nodiscard]] bool is_up() const noexcept { return (flags & IFF_UP) != 0; }
  [[nodiscard]] bool is_loopback() const noexcept { return (flags & IFF_LOOPBACK) != 0; }
  /// Whether frames on it begin with an Ethernet header; else with the network layer.
  [[nodiscard]] bool is_ethernet() const noexcept { return hardware == ARPHRD_ETHER || hardware == ARPHRD_LOOPBACK; }
};

/// An address that an interface has.
struct link_address {
  unsigned interface = 0;
  inet_address address{};
  std::uint8_t prefix = 0;
};

/// How the kernel would send to a destination.
struct route_facts {
  unsigned char kind = RTN_UNSPEC;  ///< RTN_UNICAST, RTN_LOCAL, RTN_BROADCAST, RTN_MULTICAST
  unsigned interface = 0;
  inet_address source{};   ///< what the kernel would use where no source is set; may be none
  inet_address gateway{};  ///< none: the destination is on the link
};

/// Questions to the kernel over rtnetlink. They never wait: the kernel answers within `send`. For one thread at a time.
///
/// Answers are errors where the kernel has one: ENODEV (no such interface), ENETUNREACH (no route), EHOSTUNREACH,
/// EACCES, EINVAL (routes that say unreachable, prohibit, blackhole), ENOENT (no such neighbour).
class netlink {
 public:
  explicit netlink(error_code& ec) : socket_(open_socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, ec)), answer_(1 << 16) {
    if (ec) return;
    // Kernels before 4.20 do not know it and answer as if it were not there: more than was asked for, which is skipped.
    (void)set_option(socket_, SOL_NETLINK, NETLINK_GET_STRICT_CHK, int{1});
  }

  /// With `interface` 0 any interface will do.
  [[nodiscard]] error_code find_route(const inet_address& to, unsigned interface, route_facts& found) {
    rtmsg body{};
    body.rtm_family = to.family();
    body.rtm_dst_len = to.bits();
    netlink_request question{RTM_GETROUTE, 0, body};
    question.add(RTA_DST, to.octets());
    if (interface != 0) question.add(RTA_OIF, interface);
    return ask(question, [&](std::uint16_t, bytes answer) { found = read_route(answer); });
  }

  /// The hardware address that the kernel has for a neighbour and still trusts.
  [[nodiscard]] error_code find_neighbour(const scoped_address& who, mac_address& found) {
    ndmsg body{};
    body.ndm_family = who.address.family();
    body.ndm_ifindex = static_cast<int>(who.interface);
    netlink_request question{RTM_GETNEIGH, 0, body};
    question.add(NDA_DST, who.address.octets());
    bool usable = false;
    const error_code ec = ask(question, [&](std::uint16_t, bytes answer) { usable = read_neighbour(answer, found); });
    return ec || usable ? ec : os_error(ENOENT);
  }

  [[nodiscard]] error_code find_link(std::string_view name, link_facts& found) {
    if (name.empty() || name.size() >= IFNAMSIZ) return os_error(ENODEV);
    netlink_request question{RTM_GETLINK, 0, ifinfomsg{}};
    std::array<std::uint8_t, IFNAMSIZ> text{};
    std::memcpy(text.data(), name.data(), name.size());
    question.add(IFLA_IFNAME, bytes{text}.first(name.size() + 1));
    return ask(question, [&](std::uint16_t, bytes answer) { found = read_link(answer); });
  }
  [[nodiscard]] error_code find_link(unsigned index, link_facts& found) {
    ifinfomsg body{};
    body.ifi_index = static_cast<int>(index);
    netlink_request question{RTM_GETLINK, 0, body};
    return ask(question, [&](std::uint16_t, bytes answer) { found = read_link(answer); });
  }

  [[nodiscard]] error_code list_links(std::vector<link_facts>& found) {
    return list(netlink_request{RTM_GETLINK, NLM_F_DUMP, ifinfomsg{}}, RTM_NEWLINK, read_link, found);
  }
  [[nodiscard]] error_code list_addresses(std::vector<link_address>& found) {
    return list(netlink_request{RTM_GETADDR, NLM_F_DUMP, ifaddrmsg{}}, RTM_NEWADDR, read_address, found);
  }

 private:
  template <class T>
  [[nodiscard]] error_code list(netlink_request question, std::uint16_t type, T (*read)(bytes), std::vector<T>& found) {
    // A list that changes while it is told is told as interrupted; twice in a row is luck, ten times is an error.
    error_code ec;
    for (int attempt = 0; attempt != 10; ++attempt) {
      found.clear();
      ec = ask(question, [&](std::uint16_t kind, bytes answer) {
        if (kind == type) found.push_back(read(answer));
      });
      if (!is(ec, EINTR)) break;
    }
    return ec;
  }

  template <class Each>
  [[nodiscard]] error_code ask(netlink_request& question, Each each) {
    const bytes wire = question.numbered(++sequence_);
    if (::send(socket_.get(), wire.data(), wire.size(), 0) < 0) return os_error();
    error_code ec;
    bool interrupted = false;
    for (bool more = true; more;) {
      const ssize_t size = ::recv(socket_.get(), answer_.data(), answer_.size(), MSG_TRUNC);
      if (size < 0 && errno == EINTR) continue;
      if (size < 0) return os_error();
      if (static_cast<std::size_t>(size) > answer_.size()) return os_error(EMSGSIZE);
      for_each_message(bytes{answer_}.first(static_cast<std::size_t>(size)), [&](const nlmsghdr& head, bytes payload) {
        if (head.nlmsg_seq != sequence_) return true;  // to a question that was given up
        interrupted = interrupted || (head.nlmsg_flags & NLM_F_DUMP_INTR) != 0;
        if (head.nlmsg_type == NLMSG_ERROR || head.nlmsg_type == NLMSG_DONE) {
          if (const int code = load_as<int>(payload); code < 0) ec = os_error(-code);
          return more = false;
        }
        each(head.nlmsg_type, payload);
        return more = (head.nlmsg_flags & NLM_F_MULTI) != 0;
      });
    }
    return !ec && interrupted ? os_error(EINTR) : ec;
  }

  template <class Body>
  [[nodiscard]] static bytes behind(bytes answer) noexcept {
    return answer.size() > netlink_aligned(sizeof(Body)) ? answer.subspan(netlink_aligned(sizeof(Body))) : bytes{};
  }

  [[nodiscard]] static route_facts read_route(bytes answer) {
    route_facts route{.kind = load_as<rtmsg>(answer).rtm_type};
    for_each_attribute(behind<rtmsg>(answer), [&](std::uint16_t type, bytes value) {
      if (type == RTA_OIF) route.interface = load_as<std::uint32_t>(value);
      if (type == RTA_PREFSRC) route.source = inet_address{value};
      if (type == RTA_GATEWAY) route.gateway = inet_address{value};
      if (type == RTA_VIA && value.size() > 2) route.gateway = inet_address{value.subspan(2)};  // IPv4 through IPv6
    });
    return route;
  }

  [[nodiscard]] static bool read_neighbour(bytes answer, mac_address& found) {
    if ((load_as<ndmsg>(answer).ndm_state & (NUD_FAILED | NUD_INCOMPLETE)) != 0) return false;
    bool usable = false;
    for_each_attribute(behind<ndmsg>(answer), [&](std::uint16_t type, bytes value) {
      if (type != NDA_LLADDR || value.size() != 6) return;
      found = mac_address{load_be<6>(value.data())};
      usable = true;
    });
    return usable;
  }

  [[nodiscard]] static link_facts read_link(bytes answer) {
    const auto body = load_as<ifinfomsg>(answer);
    link_facts link{.index = static_cast<unsigned>(body.ifi_index), .flags = body.ifi_flags, .hardware = body.ifi_type};
    for_each_attribute(behind<ifinfomsg>(answer), [&](std::uint16_t type, bytes value) {
      if (type == IFLA_MTU) link.mtu = load_as<std::uint32_t>(value);
      if (type == IFLA_ADDRESS && value.size() == 6) link.mac = mac_address{load_be<6>(value.data())};
      if (type == IFLA_IFNAME && !value.empty()) {
        link.name.assign(value.begin(), value.end() - 1);  // the last octet is the terminator
      }
    });
    return link;
  }

  [[nodiscard]] static link_address read_address(bytes answer) {
    const auto body = load_as<ifaddrmsg>(answer);
    link_address found{.interface = body.ifa_index, .prefix = body.ifa_prefixlen};
    bool local = false;
    for_each_attribute(behind<ifaddrmsg>(answer), [&](std::uint16_t type, bytes value) {
      // Of the two ends of a point-to-point link the local one is the interface's own.
      if (type == IFA_LOCAL || (type == IFA_ADDRESS && !local)) found.address = inet_address{value};
      local = local || type == IFA_LOCAL;
    });
    return found;
  }

  descriptor socket_;
  std::vector<std::uint8_t> answer_;
  std::uint32_t sequence_ = 0;
};

}  // namespace packetry::detail
