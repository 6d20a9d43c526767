// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/endian.hpp>
#include <packetry/io/capture_error.hpp>
#include <packetry/io/capture_interface.hpp>
#include <packetry/io/capture_record.hpp>
#include <packetry/io/octet_window.hpp>
#include <packetry/io/word_order.hpp>

#include <cstddef>
#include <cstdint>

namespace packetry::detail {

/// The classic capture format (draft-ietf-opsawg-pcap), all its variants: a file header of 24 octets, and for each packet
/// a header and its octets.
///
///     file:    magic(4) major(2) minor(2) -(8) snaplen(4) link(4)
///     record:  seconds(4) micro- or nanoseconds(4) captured(4) on the wire(4), and 8 octets more in the modified format
struct pcap_format {
  static constexpr std::uint32_t microseconds_magic = 0xa1b2'c3d4, nanoseconds_magic = 0xa1b2'3c4d, modified_magic = 0xa1b2'cd34;
  static constexpr std::uint32_t file_header = 24, record_header = 16, modified_record_header = 24;  ///< octets
  static constexpr std::uint32_t most_captured = 262'144;  ///< octets of one packet; what libpcap and Wireshark allow

  word_order order;
  std::uint32_t per_second = 1'000'000;  ///< units of time in a second: or 1,000,000,000
  std::uint32_t nanoseconds_each = 1000;
  std::uint32_t before = record_header;  ///< octets that stand before a packet's own
  std::uint32_t snaplen = most_captured;
  link_type link = link_type::ethernet;

  /// Whether a file that begins with these four octets is of this format, and of which variant.
  [[nodiscard]] bool begins_with(const std::uint8_t* magic) noexcept {
    order.little = *magic != microseconds_magic >> 24;  // the most significant octet of all three
    const std::uint32_t v = order.word(magic);
    count_in_nanoseconds(v == nanoseconds_magic);
    before = v == modified_magic ? modified_record_header : record_header;
    return v == microseconds_magic || v == nanoseconds_magic || v == modified_magic;
  }

  [[nodiscard]] bool nanoseconds() const noexcept { return nanoseconds_each == 1; }
  void count_in_nanoseconds(bool yes) noexcept {
    per_second = yes ? 1'000'000'000 : 1'000'000;
    nanoseconds_each = yes ? 1 : 1000;
  }

  [[nodiscard]] capture_error read_file_header(octet_window& in) {
    if (!in.holds(file_header)) return {.what = capture_fault::truncated, .needed = file_header, .available = in.available()};
    const std::uint8_t* const p = in.data();
    const std::uint32_t both = order.word(p + 4), version = order.little ? both << 16 | both >> 16 : both;
    if (version >> 16 != 2 || (version & 0xffff) > 4) return {.what = capture_fault::unsupported_version, .version = version};
    snaplen = order.word(p + 16);
    link = static_cast<link_type>(order.word(p + 20) & 0xffff);
    in.skip(file_header);
    return {};
  }

  /// The next record, where all of it has been read from the file: nearly always.
  [[nodiscard]] bool take_next(octet_window& in, capture_record& record) const noexcept {
    const std::uint8_t* const p = in.data();
    const std::size_t there = in.available();
    if (there < before) return false;
    const std::uint32_t captured = order.word(p + 8);
    if (captured > most_captured || there - before < captured) return false;
    take(p, captured, in, record);
    return true;
  }

  /// Read the next record. False at the end, and where `error` says what is wrong with the record.
  [[nodiscard]] bool next(octet_window& in, capture_record& record, capture_error& error) const {
    if (!in.holds(before)) {
      if (in.available() != 0) error = {.what = capture_fault::truncated, .needed = before, .available = in.available()};
      return false;
    }
    const std::uint32_t captured = order.word(in.data() + 8);
    if (captured > most_captured || !in.holds(before + captured)) {
      error = captured > most_captured ? capture_error{.what = capture_fault::too_long, .available = most_captured + before}
                                       : capture_error{.what = capture_fault::truncated, .available = in.available()};
      error.needed = std::uint64_t{before} + captured;
      return false;
    }
    take(in.data(), captured, in, record);
    return true;
  }

  [[nodiscard]] capture_interface interface() const noexcept {
    return {.link = link, .snaplen = snaplen, .resolution = static_cast<std::uint8_t>(nanoseconds() ? 9 : 6)};
  }

  // --- writing -----------------------------------------------------------------------------------------------------------

  void write_file_header(std::uint8_t* p) const noexcept {
    order.put_word(p, nanoseconds() ? nanoseconds_magic : microseconds_magic);
    order.put_half(p + 4, 2);
    order.put_half(p + 6, 4);
    clear_octets(p + 8, 8);  // time zone and accuracy, which nobody ever set
    order.put_word(p + 16, snaplen);
    order.put_word(p + 20, static_cast<std::uint32_t>(link));
  }

  void write_record_header(std::uint8_t* p, const timestamp& time, std::size_t captured, std::size_t on_wire) const noexcept {
    order.put_word(p, static_cast<std::uint32_t>(time.seconds));
    order.put_word(p + 4, nanoseconds() ? time.nanoseconds : time.nanoseconds / 1000);
    order.put_word(p + 8, static_cast<std::uint32_t>(captured));
    order.put_word(p + 12, static_cast<std::uint32_t>(on_wire));
    if (before != record_header) clear_octets(p + record_header, before - record_header);
  }

 private:
  /// The record at `p`, which is all there.
  void take(const std::uint8_t* p, std::uint32_t captured, octet_window& in, capture_record& record) const noexcept {
    const std::uint32_t seconds = order.word(p), fraction = order.word(p + 4);
    record.octets = {p + before, captured};
    record.units = std::uint64_t{seconds} * per_second + fraction;
    record.time.seconds = seconds;
    record.time.nanoseconds = fraction * nanoseconds_each;
    if (fraction >= per_second) [[unlikely]] carry_over(fraction, record.time);
    record.wire_length = order.word(p + 12);
    record.link = link;
    in.skip(before + captured);
  }

  /// The fraction is a second, or more.
  [[gnu::cold]] void carry_over(std::uint32_t fraction, timestamp& time) const noexcept {
    time.seconds += fraction / per_second;
    time.nanoseconds = fraction % per_second * nanoseconds_each;
  }
};

}  // namespace packetry::detail
