// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/answering.hpp>
#include <packetry/transport/network_map.hpp>
#include <packetry/transport/receivers.hpp>
#include <packetry/transport/sniff_options.hpp>

#include <chrono>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace packetry::detail {

/// One capture: a socket of its own, which receives what this machine sends too. Never waits: its driver calls `read`
/// when there is something to be read, and ends it when `deadline` has come.
template <class Catalog>
class sniffer {
 public:
  using clock = std::chrono::steady_clock;

  /// Captures from now on. \throws transport_error
  sniffer(basic_sniff_options<Catalog> options, network_map& map)
      : options_(std::move(options)), socket_(open(options_, map)) {
    const auto now = clock::now();
    if (options_.timeout < clock::time_point::max() - now) deadline_ = now + options_.timeout;
  }

  [[nodiscard]] int native_handle() const noexcept { return socket_.native_handle(); }
  [[nodiscard]] std::optional<clock::time_point> deadline() const noexcept { return deadline_; }

  /// Read what is queued, so many at the most. True: the capture is over. \throws transport_error, and what the options'
  /// functions throw.
  [[nodiscard]] bool read(network_map& map, int most) {
    for (int i = 0; i != most; ++i) {
      received_frame frame;
      const error_code ec = socket_.receive(buffer_, frame);
      if (is(ec, EAGAIN)) return false;
      if (ec) kept_receivers::failed(ec, socket_.interface(), map);
      if (take(frame)) return true;
    }
    return false;
  }

  /// Whether as many were received as are wanted.
  [[nodiscard]] bool is_complete() const noexcept { return options_.count != 0 && count_ >= options_.count; }

  void count(packet_counts& sum) noexcept { socket_.count(sum); }

  [[nodiscard]] std::vector<basic_packet<Catalog>> take_packets() noexcept { return std::move(packets_); }

 private:
  [[nodiscard]] static link_socket open(const basic_sniff_options<Catalog>& options, network_map& map) {
    const unsigned interface = options.interface.empty() ? 0 : map.link(options.interface).index;
    if (options.promiscuous && interface == 0) {
      fail(os_error(EINVAL), "to receive what is for others, name an interface: {.interface = \"eth0\"}");
    }
    error_code ec;
    link_socket socket{{.interface = interface, .outgoing = true, .promiscuous = options.promiscuous}, ec};
    if (ec) kept_receivers::failed(ec, interface, map);
    return socket;
  }

  [[nodiscard]] bool take(const received_frame& frame) {
    // On a loopback interface each frame is seen twice: leaving, and coming back.
    if (frame.hardware == ARPHRD_LOOPBACK && frame.direction == PACKET_OUTGOING) return false;
    const bool ethernet = frame.hardware == ARPHRD_ETHER || frame.hardware == ARPHRD_LOOPBACK;
    const link_type link = ethernet ? link_type::ethernet : link_type::raw_ip;
    if (options_.filter && !options_.filter(dissect<Catalog>(frame.octets, link))) return false;
    auto seen = packet_of<Catalog>(frame, frame.octets, link);
    ++count_;
    if (options_.prn) options_.prn(seen);
    const bool last = options_.stop_filter && options_.stop_filter(seen);
    if (options_.store) packets_.push_back(std::move(seen));
    return last || is_complete();
  }

  basic_sniff_options<Catalog> options_;
  link_socket socket_;
  frame_buffer buffer_;
  std::optional<clock::time_point> deadline_{};
  std::vector<basic_packet<Catalog>> packets_;
  std::size_t count_ = 0;
};

}  // namespace packetry::detail
