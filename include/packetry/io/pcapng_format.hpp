// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_block.hpp>
#include <packetry/io/capture_error.hpp>
#include <packetry/io/capture_interface.hpp>
#include <packetry/io/capture_record.hpp>
#include <packetry/io/octet_window.hpp>
#include <packetry/io/word_order.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace packetry::detail {

/// The next generation capture format (draft-ietf-opsawg-pcapng): blocks, each with its length in front and behind.
///
///     block:    type(4) length(4) body(length - 12) length(4)
///     section:  byte order magic(4) major(2) minor(2) length(8) options
///     enhanced: interface(4) time, upper and lower(8) captured(4) on the wire(4) data, padded to 4; options
///     packet:   interface(2) drops(2), the rest as in an enhanced one
///     simple:   on the wire(4) data
struct pcapng_format {
  static constexpr std::uint32_t section_magic = 0x0a0d'0d0a, byte_order_magic = 0x1a2b'3c4d;
  static constexpr std::uint32_t frame = 12, section_least = 28;  ///< octets: around a body; of the shortest section header

  word_order order;
  std::uint64_t blocks = 0;  ///< that were read
  std::vector<capture_interface> interfaces;
  bool open_ended = false;  ///< the section does not say how long it is

  block_type type{};
  std::uint32_t length = 0;

  /// Read to the next packet. False at the end, and where `error` says what is wrong with a block. What is neither a packet
  /// nor needed to read one is passed over, however long it is.
  [[nodiscard]] bool next(octet_window& in, capture_record& record, capture_error& error) {
    while (begin_block(in, error)) {
      if (is_known()) {
        if (!hold_block(in, error)) return false;
        const bool is_packet = interpret(in.data(), record, error);
        if (error.what != capture_fault::none) return at(in.offset(), error);
        in.skip(length);
        ++blocks;
        if (is_packet) return true;
      } else if (!pass_block(in, error)) {
        return false;
      }
    }
    return false;
  }

  /// Read the next block, whatever it is; the octets are valid until the next one.
  [[nodiscard]] bool next_block(octet_window& in, capture_block& block, capture_record& record, capture_error& error) {
    if (!begin_block(in, error) || !hold_block(in, error)) return false;
    const bool is_packet = is_known() && interpret(in.data(), record, error);
    if (error.what != capture_fault::none) return at(in.offset(), error);
    block = {type, {in.data(), length}, order.little, is_packet ? &record : nullptr};
    in.skip(length);
    ++blocks;
    return true;
  }

  /// What an interface description says. Of a repeated option the last one counts, but none may be nonsense.
  [[nodiscard]] static capture_interface described(bytes body, word_order o, capture_error& error) {
    capture_interface seen{.link = static_cast<link_type>(o.half(body.data())), .snaplen = o.word(body.data() + 4)};
    for (const block_option& option : block_options{body.subspan(8), o.little}) {
      if (option.code == 9 && !option.value.empty()) {
        seen.resolution = option.value[0];
        if (!seen.has_resolution()) error = {.what = capture_fault::bad_resolution, .needed = seen.resolution};
      } else if (option.code == 14 && option.value.size() >= 8) {
        seen.time_offset = static_cast<std::int64_t>(o.twice(option.value.data()));
      }
    }
    return seen;
  }

 private:
  [[nodiscard]] bool is_known() const noexcept {
    return type == block_type::enhanced_packet || type == block_type::obsolete_packet || type == block_type::simple_packet ||
           type == block_type::interface || type == block_type::section;
  }

  /// Say where an error is; false.
  bool at(std::uint64_t offset, capture_error& error) const noexcept {
    error.offset = offset;
    error.record = blocks + 1;
    error.is_block = true;
    return false;
  }
  bool fail(capture_fault what, std::uint64_t offset, std::uint64_t needed, std::uint64_t available, capture_error& error) const {
    error = {.what = what, .needed = needed, .available = available};
    return at(offset, error);
  }

  /// Type and length of the next block. False at the end of the capture and at damage.
  [[nodiscard]] bool begin_block(octet_window& in, capture_error& error) {
    if (!in.holds(frame))
      return in.available() != 0 && fail(capture_fault::truncated, in.offset(), frame, in.available(), error);
    const std::uint8_t* const p = in.data();
    const bool section = load_be<4>(p) == section_magic;
    if (section) {
      order.little = p[8] != byte_order_magic >> 24;
      if (order.word(p + 8) != byte_order_magic) return fail(capture_fault::bad_byte_order, in.offset(), 0, 0, error);
    }
    type = static_cast<block_type>(order.word(p));
    length = order.word(p + 4);
    const std::uint32_t least = section ? section_least : frame;
    if (length < least) return fail(capture_fault::too_short, in.offset(), least, length, error);
    return length % 4 == 0 || fail(capture_fault::bad_length, in.offset(), length, 0, error);
  }

  /// Whether the block is there in one piece, and its two lengths agree.
  [[nodiscard]] bool hold_block(octet_window& in, capture_error& error) const {
    if (!in.holds(length)) return fail(capture_fault::truncated, in.offset(), length, in.available(), error);
    return ends_as_it_began(in.data() + length - 4, in.offset(), error);
  }

  [[nodiscard]] bool pass_block(octet_window& in, capture_error& error) {
    const std::uint64_t start = in.offset();
    if (!in.pass(length - 4) || !in.holds(4))
      return fail(capture_fault::truncated, start, length, in.offset() + in.available() - start, error);
    if (!ends_as_it_began(in.data(), start, error)) return false;
    in.skip(4);
    ++blocks;
    return true;
  }

  [[nodiscard]] bool ends_as_it_began(const std::uint8_t* trailer, std::uint64_t start, capture_error& error) const {
    const std::uint32_t behind = order.word(trailer);
    return behind == length || fail(capture_fault::lengths_differ, start, length, behind, error);
  }

  /// Take in one of the blocks that matter; true for a packet.
  bool interpret(const std::uint8_t* p, capture_record& record, capture_error& error) {
    const bytes body{p + 8, length - frame};
    switch (type) {
      case block_type::section: return begin_section(body, error);
      case block_type::interface:
        if (!has(body, 8, error)) return false;
        interfaces.push_back(described(body, order, error));
        return false;
      case block_type::simple_packet: return has(body, 4, error) && read_simple(body, record, error);
      default: return has(body, 20, error) && read_packet(body, record, error);
    }
  }

  [[nodiscard]] static bool has(bytes body, std::size_t least, capture_error& error) {
    if (body.size() < least) error = {.what = capture_fault::too_short, .needed = frame + least, .available = frame + body.size()};
    return body.size() >= least;
  }

  bool begin_section(bytes body, capture_error& error) {
    const std::uint32_t major = order.half(body.data() + 4), minor = order.half(body.data() + 6);
    if (major != 1 || (minor != 0 && minor != 2))  // 1.2 was written by some; it is 1.0
      error = {.what = capture_fault::unsupported_version, .version = major << 16 | minor};
    interfaces.clear();
    open_ended = order.twice(body.data() + 8) == ~std::uint64_t{0};
    return false;
  }

  [[nodiscard]] bool knows(std::uint32_t interface, capture_error& error) const {
    if (interface >= interfaces.size())
      error = {.what = capture_fault::unknown_interface, .needed = interface, .available = interfaces.size()};
    return interface < interfaces.size();
  }

  bool read_packet(bytes body, capture_record& record, capture_error& error) const {
    const std::uint8_t* const p = body.data();
    const std::uint32_t captured = order.word(p + 12);
    if (captured > body.size() - 20) {
      error = {.what = capture_fault::packet_beyond_block, .needed = captured, .available = body.size() - 20};
      return false;
    }
    const std::uint32_t interface = type == block_type::obsolete_packet ? order.half(p) : order.word(p);
    if (!knows(interface, error)) return false;
    const capture_interface& seen = interfaces[interface];
    record.units = std::uint64_t{order.word(p + 4)} << 32 | order.word(p + 8);
    record.time = seen.time(record.units);
    record.timed = true;
    record.octets = body.subspan(20, captured);
    record.wire_length = order.word(p + 16);
    record.link = seen.link;
    record.interface = interface;
    const std::size_t behind = 20 + (std::size_t{captured} + 3) / 4 * 4;
    record.options = behind < body.size() ? block_options{body.subspan(behind), order.little} : block_options{};
    return true;
  }

  /// It has no time, and is of the section's first interface.
  bool read_simple(bytes body, capture_record& record, capture_error& error) const {
    if (!knows(0, error)) return false;
    const capture_interface& seen = interfaces[0];
    record = {.wire_length = order.word(body.data()), .link = seen.link, .timed = false};
    std::size_t captured = body.size() - 4;
    if (record.wire_length < captured) captured = record.wire_length;
    if (seen.snaplen != 0 && seen.snaplen < captured) captured = seen.snaplen;
    record.octets = body.subspan(4, captured);
    return true;
  }
};

}  // namespace packetry::detail
