// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/block_pen.hpp>
#include <packetry/io/packet_outline.hpp>
#include <packetry/io/pcapng_format.hpp>
#include <packetry/io/write_buffer.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace packetry::detail {

/// A time in an interface's units, where it has it.
[[nodiscard]] inline std::optional<std::uint64_t> units_of(const timestamp& t, const capture_interface& i) noexcept {
  const std::uint64_t second = i.per_second(), most = ~std::uint64_t{0};
  if (t.seconds < i.time_offset) return std::nullopt;
  const std::uint64_t seconds = static_cast<std::uint64_t>(t.seconds) - static_cast<std::uint64_t>(i.time_offset);
  constexpr std::uint64_t billion = 1'000'000'000;
  // Whole units in a part of a second: exact up to 2^34 units a second, else in two steps that stay within 64 bits.
  const std::uint64_t fraction = second <= most / billion ? t.nanoseconds * second / billion
                                                          : t.nanoseconds * (second / billion) + t.nanoseconds * (second % billion) / billion;
  if (seconds > (most - fraction) / second) return std::nullopt;
  return seconds * second + fraction;
}

/// A pcapng capture that is being written: least significant octet first, but for sections that are copied.
struct pcapng_out {
  word_order order{true};
  std::vector<capture_interface> interfaces{};
  std::string comment{};  ///< on the section, when that is begun
  bool begun = false;

  [[nodiscard]] std::uint8_t* begin_packet(write_buffer& to, const packet_outline& p) {
    which_ = choose(p);
    const capture_interface seen = which_ < interfaces.size() ? interfaces[which_] : automatic(p.link);
    const auto units = units_of(p.time, seen);
    if (!units) throw std::out_of_range("a pcapng capture holds times from 1970 to 2554");
    if (p.on_wire > 0xffff'ffff) throw std::out_of_range("a pcapng capture holds packets of less than 4 GiB");
    size_ = 32 + padded(p.kept) + options_size(p);
    const std::size_t front = section_size() + (which_ < interfaces.size() ? 0 : description_size({.link = p.link}));
    block_pen pen{to.room(front + size_) + front, order};
    pen.begin(block_type::enhanced_packet, size_);
    pen.word(which_);
    pen.word(*units >> 32);
    pen.word(*units);
    pen.word(p.kept);
    pen.word(p.on_wire);
    return pen.at;
  }

  void end_packet(write_buffer& to, const packet_outline& p) {
    begin(to);
    if (which_ == interfaces.size()) describe(to, {.link = p.link});
    block_pen pen{to.next() + 28 + p.kept, order};
    pen.pad(p.kept);
    for (const block_option& o : p.options)
      if (o.code == block_option::comment) pen.option(o.code, o.text());
    pen.option(block_option::comment, p.notes.comment);
    if (options_size(p) != 0) pen.word(0);
    pen.word(size_);
    to.keep(size_);
  }

  /// The section header, where there is none yet.
  void begin(write_buffer& to) {
    if (begun) return;
    const std::size_t size = section_size();
    block_pen pen{to.room(size), order};
    pen.begin(block_type::section, size);
    pen.word(pcapng_format::byte_order_magic);
    pen.half(1);
    pen.half(0);
    pen.word(0xffff'ffff);  // of any length
    pen.word(0xffff'ffff);
    pen.option(block_option::comment, comment);
    pen.option(4, writer);
    pen.word(0);
    pen.word(size);
    to.keep(size);
    interfaces.clear();
    begun = true;
  }

  std::uint32_t add(write_buffer& to, const interface_options& i) {
    const std::size_t size = description_size(i);  // throws for texts too long
    (void)to.room(section_size() + size);
    begin(to);
    describe(to, i);
    return static_cast<std::uint32_t>(interfaces.size() - 1);
  }

  void copy(write_buffer& to, const capture_block& block) {
    check(block);
    (void)to.room(section_size() + block.octets.size());
    if (block.type == block_type::section) {
      interfaces.clear();
      order.little = block.little;
      begun = true;
    } else if (!begun) {
      order.little = block.little;
      begin(to);
    }
    if (block.type == block_type::interface) {
      capture_error ignored;
      interfaces.push_back(pcapng_format::described(block.body(), order, ignored));
    }
    copy_octets(to.next(), block.octets.data(), block.octets.size());
    to.keep(block.octets.size());
  }

 private:
  static constexpr std::string_view writer = "packetry";

  [[nodiscard]] static capture_interface automatic(link_type link) noexcept { return {.link = link, .resolution = 9}; }

  /// The interface of a packet; one past the last where it needs one of its own: what was copied may count time coarsely.
  [[nodiscard]] std::size_t choose(const packet_outline& p) const {
    if (p.notes.interface) {
      if (*p.notes.interface >= interfaces.size()) throw std::invalid_argument("there is no such interface in this capture: see add_interface");
      if (interfaces[*p.notes.interface].link != p.link) throw std::invalid_argument("the packet's link type is not that of its interface");
      return *p.notes.interface;
    }
    std::size_t i = 0;
    const capture_interface fits = automatic(p.link);
    while (i != interfaces.size() && (interfaces[i].link != fits.link || interfaces[i].resolution != fits.resolution ||
                                      interfaces[i].time_offset != fits.time_offset))
      ++i;
    return i;
  }

  [[nodiscard]] static std::size_t options_size(const packet_outline& p) {
    std::size_t size = option_size(p.notes.comment);
    for (const block_option& o : p.options)
      if (o.code == block_option::comment) size += option_size(o.text());
    return size == 0 ? 0 : size + 4;
  }
  [[nodiscard]] std::size_t section_size() const {
    return begun ? 0 : pcapng_format::section_least + option_size(comment) + option_size(writer) + 4;
  }
  [[nodiscard]] static std::size_t description_size(const interface_options& i) {
    return 20 + option_size(i.name) + option_size(i.description) + 8 + 4;
  }

  void describe(write_buffer& to, const interface_options& i) {
    const std::size_t size = description_size(i);
    block_pen pen{to.next(), order};
    pen.begin(block_type::interface, size);
    pen.half(static_cast<std::uint32_t>(i.link));
    pen.half(0);
    pen.word(i.snaplen);
    pen.option(2, i.name);
    pen.option(3, i.description);
    pen.option(9, "\x09");  // nanoseconds
    pen.word(0);
    pen.word(size);
    to.keep(size);
    interfaces.push_back(automatic(i.link));
    interfaces.back().snaplen = i.snaplen;
  }

  /// A block that would make the capture unreadable is not copied.
  void check(const capture_block& block) const {
    const bytes b = block.octets;
    const word_order o{block.little};
    const std::size_t least = block.type == block_type::section ? 28 : block.type == block_type::interface ? 20 : 12;
    if (b.size() < least || b.size() % 4 != 0 || o.word(b.data()) != static_cast<std::uint32_t>(block.type) ||
        o.word(b.data() + 4) != b.size() || o.word(b.data() + b.size() - 4) != b.size())
      throw std::invalid_argument("not a whole pcapng block");
    if (block.type == block_type::section) return;
    if (begun && o != order) throw std::invalid_argument("a block of the other byte order: copy its section header first");
    if (block.packet && (!begun || block.packet->interface >= interfaces.size()))
      throw std::invalid_argument("a packet of an interface that is not in this capture: copy its description first");
  }

  std::size_t which_ = 0;  ///< of the packet between begin and end: its interface
  std::size_t size_ = 0;   ///< and the octets of its block
};

}  // namespace packetry::detail
