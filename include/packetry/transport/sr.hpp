// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/blocking.hpp>
#include <packetry/transport/blocking_multiplexer.hpp>
#include <packetry/transport/sendable.hpp>

#include <optional>
#include <ranges>
#include <type_traits>
#include <utility>

namespace packetry {

namespace detail {

/// Call `f` and turn what the operating system refused into its code; the result is empty then.
template <class F>
auto without_throwing(error_code& ec, F f) -> decltype(f()) {
  ec.clear();
  try {
    return f();
  } catch (const system_error& e) {
    ec = e.code();
    return decltype(f())();
  }
}

}  // namespace detail

// What is common to all of them.
//
// What a stack begins with decides how it travels: a link layer (`ether{}`) leaves as a frame, a network layer (`ip{}`,
// `ipv6{}`) is routed by the kernel. Fields left empty are filled in: `ip.src` and `ipv6.src` from the route, `ether.src`
// and `arp.hwsrc` from the interface, `arp.psrc` from the route, `ether.dst` from the next hop (the kernel's neighbours,
// else an ARP question or a neighbour solicitation, which takes up to three seconds where nobody answers). What was set is sent as it was set: where the
// kernel's IP layer would change it (a wrong length or checksum, identification 0, no source), the packet is framed
// here instead. A `packet` is sent octet for octet, by its link type.
//
// Errors: system_error, its code the operating system's and its sentence naming the destination or the interface:
//   EPERM         no CAP_NET_RAW (the sentence says what to do), or a firewall rule in OUTPUT refuses the packet
//   ENETUNREACH   no route;  EHOSTUNREACH, EACCES, EINVAL  a route that says so;  EHOSTUNREACH  the next hop is silent
//   ENODEV        no interface of that name;  ENETDOWN  it is down
//   EMSGSIZE      longer than the MTU: nothing is fragmented that was not fragmented by hand
//   EDESTADDRREQ  nothing tells the interface of a frame, or of a link-local destination, and none was named
// packet_failure where a value does not fit its field. With an `error_code&` the first kind is stored there instead.
//
// Threads: any, at the same time. Each keeps its sockets until it ends (closing one costs 10 ms), so they stay in the
// network namespace that the thread was in at its first call.

/// Send a packet: as a frame where it begins with a link layer, else routed.
///
/// Errors: see above. A packet that was handed to the kernel may still be lost.
///
/// \code
/// send(ip{.dst = "192.168.2.254"} / icmp{});
/// send(ip{.len = 99, .chksum = 0x1234, .dst = "192.168.2.254"} / icmp{}, {.interface = "eth0"});
/// \endcode
template <sendable P>
void send(const P& p, const send_options& options = {}) {
  auto& driver = detail::blocking_driver::of_this_thread();
  auto out = detail::prepare(detail::as_sendable(p), options.interface, driver.map());
  driver.send(out);
}
template <sendable P>
void send(const P& p, const send_options& options, error_code& ec) {
  detail::without_throwing(ec, [&] { send(p, options); });
}

/// Send many packets: each of a range (`vary`, a vector, a view), in its order, made when it is its turn. As many calls of `send`,
/// but quicker: up to 64 frames are handed to the kernel at a time, and nothing is allocated for each. Where the interface's
/// queue is full it is waited for, up to a second for each packet.
///
/// Errors: see above; the first ends it, when all packets before it have been sent.
///
/// \code
/// send(ip{.dst = "192.168.2.254"} / udp{} | vary<&udp::dport>(1, 1024));
/// \endcode
template <sendable_range R>
void send(R&& packets, const send_options& options = {}) {
  detail::blocking_driver::of_this_thread().send_all(packets, options.interface);
}
template <sendable_range R>
void send(R&& packets, const send_options& options, error_code& ec) {
  detail::without_throwing(ec, [&] { send(packets, options); });
}

/// Send a frame: the same as `send`, but what does not begin with a link layer does not compile; a packet, whose link
/// only its value tells, is EPROTONOSUPPORT then.
///
/// \code
/// sendp(ether{.dst = "ff:ff:ff:ff:ff:ff"} / arp{.pdst = "192.168.2.254"}, {.interface = "eth0"});
/// \endcode
template <sendable P>
void sendp(const P& p, const send_options& options = {}) {
  static_assert(detail::may_begin_with_link<P>, "sendp needs a link layer: put ether{} below, or use send");
  if constexpr (detail::may_begin_with_link<P>) {
    detail::insist_on_link(p);
    send(p, options);
  }
}
template <sendable P>
void sendp(const P& p, const send_options& options, error_code& ec) {
  detail::without_throwing(ec, [&] { sendp(p, options); });
}

/// Send many frames: the same as `send` of a range, but what does not begin with a link layer does not compile. Of packets,
/// whose link only their value tells, the first that begins with none ends it: EPROTONOSUPPORT.
///
/// \code
/// sendp(ether{.dst = "02:00:00:00:00:02"} / arp{} | vary<&arp::pdst>(network("192.168.2.0/24")), {.interface = "eth0"});
/// \endcode
template <sendable_range R>
void sendp(R&& packets, const send_options& options = {}) {
  static_assert(detail::gives_frames<R>, "sendp needs a link layer: put ether{} below, or use send");
  if constexpr (detail::gives_frames<R>) send(detail::frames_only(packets), options);
}
template <sendable_range R>
void sendp(R&& packets, const send_options& options, error_code& ec) {
  detail::without_throwing(ec, [&] { sendp(packets, options); });
}

/// Send a packet and wait for the first answer to it: what `answers(reply, request)` accepts, an ICMP error that quotes
/// it included. Listens before it sends, sends `retry` times again, waits `timeout` each time. Others' packets, and
/// answers that come too late, are dropped.
///
/// \param   catalog  which layers the answer is dissected into
/// \returns the answer, which begins with the same kind of layer as the request; none when nobody answered: that is no
///          error
///
/// Errors: see above. The kernel knows nothing of a port that was made up: to the answer it says "port unreachable"
/// (UDP) or resets the connection (TCP), which the answering side may notice; the answer itself is not lost. It takes
/// no frames from its own loopback interface, so of this machine itself only a routed packet is answered.
///
/// \code
/// if (auto reply = sr1(ip{.dst = "192.168.2.254"} / icmp{.id = 7}, {.timeout = 1s})) show(*reply);
/// \endcode
template <sendable P, class Catalog = standard_catalog>
[[nodiscard]] std::optional<basic_packet<Catalog>> sr1(const P& p, const sr1_options& options = {},
                                                       const Catalog& catalog = {}) {
  (void)catalog;
  auto& driver = detail::blocking_driver::of_this_thread();
  auto out = detail::prepare(detail::as_sendable(p), options.interface, driver.map());
  return driver.exchange<Catalog>(out, options);
}
template <sendable P, class Catalog = standard_catalog>
[[nodiscard]] std::optional<basic_packet<Catalog>> sr1(const P& p, const sr1_options& options, error_code& ec,
                                                       const Catalog& catalog = {}) {
  return detail::without_throwing(ec, [&] { return sr1(p, options, catalog); });
}

/// Send a frame and wait for the first answer: the same as `sr1`, but what does not begin with a link layer does not
/// compile.
///
/// \code
/// auto who = srp1(ether{} / arp{.pdst = "192.168.2.254"});   // who->get<arp>().hwsrc
/// \endcode
template <sendable P, class Catalog = standard_catalog>
[[nodiscard]] std::optional<basic_packet<Catalog>> srp1(const P& p, const sr1_options& options = {},
                                                        const Catalog& catalog = {}) {
  static_assert(detail::may_begin_with_link<P>, "srp1 needs a link layer: put ether{} below, or use sr1");
  if constexpr (detail::may_begin_with_link<P>) {
    detail::insist_on_link(p);
    return sr1(p, options, catalog);
  }
}
template <sendable P, class Catalog = standard_catalog>
[[nodiscard]] std::optional<basic_packet<Catalog>> srp1(const P& p, const sr1_options& options, error_code& ec,
                                                        const Catalog& catalog = {}) {
  return detail::without_throwing(ec, [&] { return srp1(p, options, catalog); });
}

/// Send many packets and collect the answers: each of a range (`vary`, a vector, a view), made when it is its turn, or
/// one packet. At most `window` are unanswered at a time, `inter` apart; each is given `timeout`, and sent `retry` times
/// again. With `multi` every answer is kept that comes in time, with `first` the first of all ends it. What makes the packets
/// must not ask anything itself: the range is read in the middle of the work.
///
/// \returns answers with their requests and round-trip times, in the order they came, and the packets that nobody
///          answered, in the order they were given: `auto [answered, unanswered] = sr(…);`
///
/// Errors: see above; the first ends it. With an `error_code&` what was collected until then is returned. A next hop
/// that is silent is none here: its packets are unanswered.
///
/// \code
/// auto [answered, unanswered] = sr(ip{.dst = "192.168.2.254"} / tcp{.flags = "S"} | vary<&tcp::dport>(1, 1024));
/// for (const auto& a : answered) std::cout << summary_text(a.answer) << ' ' << a.round_trip.count() << " ns\n";
/// \endcode
template <sendable_range R, class Catalog = standard_catalog>
[[nodiscard]] basic_sr_result<Catalog> sr(R&& packets, const sr_options& options = {}, const Catalog& catalog = {}) {
  (void)catalog;
  basic_sr_result<Catalog> result;
  detail::exchange_all(std::views::all(std::forward<R>(packets)), options, result);
  return result;
}
template <sendable_range R, class Catalog = standard_catalog>
[[nodiscard]] basic_sr_result<Catalog> sr(R&& packets, const sr_options& options, error_code& ec,
                                          const Catalog& catalog = {}) {
  (void)catalog;
  basic_sr_result<Catalog> result;
  detail::without_throwing(ec, [&] {
    detail::exchange_all(std::views::all(std::forward<R>(packets)), options, result);
  });
  return result;
}
template <sendable P, class Catalog = standard_catalog>
[[nodiscard]] basic_sr_result<Catalog> sr(const P& p, const sr_options& options = {}, const Catalog& catalog = {}) {
  return sr(std::views::single(p), options, catalog);
}
template <sendable P, class Catalog = standard_catalog>
[[nodiscard]] basic_sr_result<Catalog> sr(const P& p, const sr_options& options, error_code& ec,
                                          const Catalog& catalog = {}) {
  return sr(std::views::single(p), options, ec, catalog);
}

/// Send many frames and collect the answers: the same as `sr`, but what does not begin with a link layer does not
/// compile. Of packets, whose link only their value tells, the first that begins with none ends it: EPROTONOSUPPORT.
///
/// \code
/// auto [there, silent] = srp(ether{} / arp{} | vary<&arp::pdst>(network("192.168.2.0/24")));
/// \endcode
template <class R, class Catalog = standard_catalog>
  requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
[[nodiscard]] basic_sr_result<Catalog> srp(R&& packets, const sr_options& options = {}, const Catalog& catalog = {}) {
  static_assert(detail::gives_frames<R>, "srp needs a link layer: put ether{} below, or use sr");
  if constexpr (!detail::gives_frames<R>) {
    return {};
  } else if constexpr (sendable<std::remove_cvref_t<R>>) {
    return sr(detail::frames_only(std::views::single(packets)), options, catalog);
  } else {
    return sr(detail::frames_only(std::forward<R>(packets)), options, catalog);
  }
}
template <class R, class Catalog = standard_catalog>
  requires sendable<std::remove_cvref_t<R>> || sendable_range<R>
[[nodiscard]] basic_sr_result<Catalog> srp(R&& packets, const sr_options& options, error_code& ec,
                                           const Catalog& catalog = {}) {
  static_assert(detail::gives_frames<R>, "srp needs a link layer: put ether{} below, or use sr");
  if constexpr (!detail::gives_frames<R>) {
    return {};
  } else if constexpr (sendable<std::remove_cvref_t<R>>) {
    return sr(detail::frames_only(std::views::single(packets)), options, ec, catalog);
  } else {
    return sr(detail::frames_only(std::forward<R>(packets)), options, ec, catalog);
  }
}

}  // namespace packetry
