// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>
#include <packetry/fields/timestamp.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/transport/link.hpp>

#include <chrono>

#include <linux/if_ether.h>
#include <net/if_arp.h>

namespace packetry::detail {

/// Where the packets that answer a request begin within a frame: at its link layer where the request begins with one,
/// else behind it; empty where this is none, of another protocol, or of a VLAN that is not the interface's own.
[[nodiscard]] inline bytes answering_part(const received_frame& frame, bool begins_with_link) noexcept {
  const bytes octets = frame.octets;
  if (begins_with_link || (frame.hardware != ARPHRD_ETHER && frame.hardware != ARPHRD_LOOPBACK)) return octets;
  if (octets.size() < 18) return {};
  std::size_t at = 12;
  auto type = load_be<2>(octets.data() + at);
  if (type == ETH_P_8021Q && load_be<2>(octets.data() + 14) % 4096 == 0) {  // a priority alone
    at += 4;
    type = load_be<2>(octets.data() + at);
  }
  return type == ETH_P_IP || type == ETH_P_IPV6 ? octets.subspan(at + 2) : bytes{};
}

/// `part` of a frame as a packet of its own, with what the kernel says of the frame.
template <class Catalog>
[[nodiscard]] basic_packet<Catalog> packet_of(const received_frame& frame, bytes part, link_type link) {
  const std::size_t below = frame.octets.size() - part.size();
  return basic_packet<Catalog>{part,
                               {.link = link,
                                .time = frame.time,
                                .wire_length = frame.wire_length - below,
                                .checksum_pending = frame.checksum_pending}};
}

/// When a question was asked, by the clock that stamps frames. What was stamped before is no answer to it: it was
/// queued between two calls.
class asking_time {
 public:
  [[nodiscard]] bool is_after(const timestamp& stamp) const noexcept {
    if (stamp >= asked_) return false;
    // The system's clock may have been set back since, and then tells nothing.
    const auto by_system = std::chrono::system_clock::now() - system_;
    return by_system >= std::chrono::steady_clock::now() - steady_ - std::chrono::microseconds{100};
  }

 private:
  std::chrono::system_clock::time_point system_ = std::chrono::system_clock::now();
  std::chrono::steady_clock::time_point steady_ = std::chrono::steady_clock::now();
  timestamp asked_ = to_timestamp(system_);

  [[nodiscard]] static timestamp to_timestamp(std::chrono::system_clock::time_point t) noexcept {
    const std::chrono::nanoseconds since = t.time_since_epoch();
    const auto seconds = std::chrono::floor<std::chrono::seconds>(since);
    return {seconds.count(), static_cast<std::uint32_t>((since - seconds).count())};
  }
};

/// How long after `sent` a frame arrived that the kernel stamped so. What it waited to be read does not count. Less than
/// nothing is next to nothing, as when it was sent is known only of all that left with one call; much less than nothing, which
/// a clock that was set can pretend, does not count.
[[nodiscard]] inline std::chrono::nanoseconds round_trip(std::chrono::steady_clock::time_point sent,
                                                         const timestamp& stamp) noexcept {
  using namespace std::chrono;
  const nanoseconds by_system = system_clock::now().time_since_epoch();
  const nanoseconds since_sent = steady_clock::now() - sent;
  const nanoseconds waited = by_system - seconds{stamp.seconds} - nanoseconds{stamp.nanoseconds};
  if (waited < nanoseconds::zero() || waited > since_sent + milliseconds{1}) return since_sent;
  return std::max(since_sent - waited, nanoseconds{1});
}

}  // namespace packetry::detail
