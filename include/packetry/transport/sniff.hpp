// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/blocking.hpp>
#include <packetry/transport/sniffer.hpp>
#include <packetry/transport/waiting.hpp>

#include <array>
#include <cstdint>
#include <stop_token>
#include <type_traits>
#include <utility>
#include <vector>

#include <sys/eventfd.h>

namespace packetry {

namespace detail {

/// Becomes readable when a stop is requested.
class stop_event {
 public:
  explicit stop_event(const std::stop_token& stop) : event_(::eventfd(0, EFD_CLOEXEC)), on_stop_(stop, signal{event_.get()}) {
    if (!event_) fail(os_error(), "cannot wait for an end of the capture");
  }
  [[nodiscard]] int native_handle() const noexcept { return event_.get(); }

 private:
  struct signal {
    int event;
    void operator()() const noexcept {
      const std::uint64_t one = 1;
      (void)!::write(event, &one, sizeof one);
    }
  };

  descriptor event_;
  std::stop_callback<signal> on_stop_;
};

/// \throws transport_error
template <class Catalog>
void capture(sniffer<Catalog>& from, network_map& map, const std::stop_token& stop) {
  const stop_event stopped{stop};
  while (!stop.stop_requested()) {
    const bool in_time = !from.deadline() || sniffer<Catalog>::clock::now() < *from.deadline();
    if (from.read(map, 1024) || !in_time) return;
    std::array<pollfd, 2> readable{{{.fd = from.native_handle(), .events = POLLIN, .revents = 0},
                                    {.fd = stopped.native_handle(), .events = POLLIN, .revents = 0}}};
    wait_for(readable, from.deadline());
  }
}

}  // namespace detail

/// Capture packets: what an interface, or all of them, receives and sends, until `count`, `stop_filter`, the timeout or
/// `stop` ends it. VLAN tags are in their place, times are the kernel's; a packet that the kernel has put together of
/// several segments is one packet, longer than the MTU. On the loopback interface each is seen once.
///
/// \param   stop  ends it from another thread
/// \returns the packets that `filter` accepted, in order; none where `store` is false
///
/// Errors: system_error: EPERM without CAP_NET_RAW, ENODEV, ENETDOWN when the interface goes down. What the options'
/// functions throw. Threads: any; the functions are called by the one that called this.
///
/// \code
/// auto questions = sniff({.interface = "eth0", .count = 10, .filter = [](const packet_view& p) { return p.has<dns>(); }});
/// sniff({.timeout = 5s, .prn = [](const packet& p) { summary(p); }, .store = false});
/// \endcode
template <class Catalog = standard_catalog>
std::vector<basic_packet<Catalog>> sniff(basic_sniff_options<std::type_identity_t<Catalog>> options = {},
                                         const std::stop_token& stop = {}, const Catalog& catalog = {}) {
  (void)catalog;
  auto& map = detail::blocking_driver::of_this_thread().map();
  detail::sniffer<Catalog> from{std::move(options), map};
  detail::capture(from, map, stop);
  return from.take_packets();
}

}  // namespace packetry
