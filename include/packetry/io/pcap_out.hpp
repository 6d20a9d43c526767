// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/packet_outline.hpp>
#include <packetry/io/pcap_format.hpp>
#include <packetry/io/write_buffer.hpp>
#include <packetry/numbers/names/link_type_names.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace packetry::detail {

/// A classic capture that is being written: plain and least significant octet first, but for one that is appended to.
struct pcap_out {
  pcap_format format{.order = {true}};
  std::optional<link_type> link{};
  bool begun = false;

  /// Write what stands before the packet; the result is where its octets go. Nothing counts before `end_packet`.
  [[nodiscard]] std::uint8_t* begin_packet(write_buffer& to, const packet_outline& p) const {
    if (!takes(p)) refuse(p);
    std::uint8_t* const header = to.room(front() + format.before + p.kept) + front();
    format.write_record_header(header, p.time, p.kept, p.on_wire);
    return header + format.before;
  }

  void end_packet(write_buffer& to, const packet_outline& p) {
    begin(to, p.link);
    to.keep(format.before + p.kept);
  }

  void begin(write_buffer& to, link_type l) {
    if (begun) return;
    format.link = l;
    format.write_file_header(to.next());
    to.keep(format.file_header);
    begun = true;
  }

 private:
  [[nodiscard]] std::size_t front() const noexcept { return begun ? 0 : format.file_header; }

  [[nodiscard]] link_type expected(const packet_outline& p) const { return begun ? format.link : link.value_or(p.link); }
  [[nodiscard]] static bool is_time(std::int64_t seconds) noexcept { return seconds >= 0 && seconds <= 0xffff'ffff; }
  [[nodiscard]] static bool is_length(std::size_t n) noexcept { return n <= 0xffff'ffff; }

  [[nodiscard]] bool takes(const packet_outline& p) const {
    return p.link == expected(p) && is_time(p.time.seconds) && is_length(p.on_wire) && p.notes.interface.value_or(0) == 0 &&
           p.notes.comment.empty();
  }

  [[noreturn, gnu::cold]] void refuse(const packet_outline& p) const {
    if (const link_type l = expected(p); p.link != l)
      throw std::invalid_argument("a pcap capture holds one link type: this one " + text(l) + ", the packet has " + text(p.link));
    if (!is_time(p.time.seconds)) throw std::out_of_range("a pcap capture holds times from 1970 to 2106");
    if (!is_length(p.on_wire)) throw std::out_of_range("a pcap capture holds packets of less than 4 GiB");
    throw std::invalid_argument(p.notes.comment.empty() ? "a pcap capture holds one interface; pcapng holds more"
                                                        : "a pcap capture holds no comments; pcapng does");
  }

  [[nodiscard]] static std::string text(link_type l) {
    const std::string number = std::to_string(static_cast<std::uint32_t>(l));
    const std::string_view name = name_of(l);
    return name.empty() ? number : std::string{name} + " (" + number + ')';
  }
};

}  // namespace packetry::detail
