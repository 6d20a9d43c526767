// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_block.hpp>
#include <packetry/io/capture_options.hpp>
#include <packetry/io/capture_reader.hpp>
#include <packetry/io/capture_record.hpp>
#include <packetry/io/file_handle.hpp>
#include <packetry/io/pcap_out.hpp>
#include <packetry/io/pcapng_out.hpp>
#include <packetry/io/write_buffer.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/packet/serialize.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace packetry {

/// Write a capture packet by packet: pcapng where the file's name ends in .pcapng or the options say so, else classic pcap.
///
/// Memory: 1 MiB, so that a packet costs no system call. What is in it is written when it is full, by `flush`, by `close`
/// and by the destructor, in whole records.
///
/// \throws std::system_error where the system cannot open or write the file: from the call that comes upon it. The
/// records before are whole, and nothing is written any more: all further calls throw the same. A destructor cannot throw:
/// call `close` to know that all was written.
/// \throws std::invalid_argument for what the format does not hold (pcap: a second link type, comments);
/// std::out_of_range for a time it cannot tell: pcap from 1970 to 2106, pcapng to 2554. The file is as if the call had not
/// been made.
/// \throws capture_failure where a file that is to be appended to is damaged or no capture; it is left as it is.
///
/// \code
/// capture_writer out{"questions.pcap", {.nanoseconds = true}};
/// out.write(ip{.dst = "192.0.2.1"} / udp{} / dns{.qd = {{.qname = "2013.hack.lu"}}});
/// out.write(received);                                            // a packet: with its time and length on the wire
/// out.write(octets, {.link = link_type::ethernet, .time = when});
/// out.close();
///
/// capture_writer notes{"notes.pcapng", {.append = true}};
/// const auto uplink = notes.add_interface({.link = link_type::ethernet, .name = "eth0"});
/// notes.write(received, {.interface = uplink, .comment = "the first of them"});
/// \endcode
class capture_writer {
 public:
  /// Replaces a file that is there, or goes on behind what it holds (`.append = true`); "-" is standard output.
  explicit capture_writer(const std::string& path, const capture_options& options = {})
      : capture_writer(path == "-" ? detail::file_handle{stdout} : detail::file_handle{path, options.append ? "ab" : "wb", "write"},
                       path == "-" ? "standard output" : path, options) {
    if (options.append && path != "-" && !to_.begins_anew()) go_on_behind(path);
  }

  /// Write from where `file` stands. It is flushed, not closed.
  explicit capture_writer(std::FILE* file, const capture_options& options = {})
      : capture_writer(detail::file_handle{file}, {}, options) {}

  capture_writer(capture_writer&&) noexcept = default;
  capture_writer& operator=(capture_writer&&) = delete;
  ~capture_writer() {
    try {
      close();
    } catch (...) {  // there is nobody to tell: whoever wants to know calls close()
    }
  }

  /// Write octets as they are.
  void write(bytes wire, const packet_info& info, const packet_notes& notes = {}) {
    put(wire, {kept(wire), info.wire_length ? info.wire_length : wire.size(), info.time, info.link, notes});
  }

  /// Write a record as a reader gave it. Its comments come along where the format has comments, its other options do not:
  /// to keep all, copy blocks.
  void write(const capture_record& r, const packet_notes& notes = {}) {
    put(r.octets, {kept(r.octets), r.wire_length, r.time, r.link, notes, r.options});
  }

  template <class Catalog>
  void write(const basic_packet<Catalog>& p, const packet_notes& notes = {}) {
    write(p.octets(), p.info(), notes);
  }

  /// Write a stack, every empty field computed, without an allocation. Time 0 is that of a packet nobody has seen.
  /// \throws packet_failure where a value does not fit its field.
  template <class... Ls>
  void write(const stack<Ls...>& p, const timestamp& time = {}, const packet_notes& notes = {}) {
    using outermost = detail::type_at<0, Ls...>;
    static_assert(detail::is_in_space<outermost, link_type>(),
                  "no link type begins with this layer; to say which: write(to_bytes(p), {.link = ...})");
    const auto link = static_cast<link_type>(detail::number_in_space<outermost, link_type>());
    const std::size_t size = wire_size(p);
    if (size > snaplen_) return write(to_bytes(p), {.link = link, .time = time}, notes);
    const detail::packet_outline outline{size, size, time, link, notes};
    (void)serialize_to(p, std::span{begin_packet(outline), size}).value();
    end_packet(outline);
  }
  template <layer L>
  void write(const L& l, const timestamp& time = {}, const packet_notes& notes = {}) {
    write(detail::as_stack(l), time, notes);
  }

  /// Copy a block as it stands in another pcapng capture, options and all. A pcap capture takes its packet, if it holds one.
  ///
  /// Blocks depend on those before them: a section header sets the byte order and the interfaces of what follows. A block
  /// that would be unreadable here is refused (std::invalid_argument).
  /// \code
  /// while (auto block = in.next_block()) out.write(*block);  // a copy, octet for octet
  /// \endcode
  void write(const capture_block& block) {
    if (format_ == capture_format::pcapng && !block.octets.empty()) return pcapng_.copy(to_, block);
    if (block.packet) write(*block.packet);
  }

  /// Describe an interface; the result is its number, for the notes of packets. Without it packets get one for each link
  /// type. \throws std::invalid_argument for pcap, which has one that is not described.
  std::uint32_t add_interface(const interface_options& options) {
    if (format_ != capture_format::pcapng) throw std::invalid_argument("a pcap capture does not describe interfaces; pcapng does");
    return pcapng_.add(to_, options);
  }

  /// What is written: in a file that was there and is appended to, what it had.
  [[nodiscard]] capture_format format() const noexcept { return format_; }

  /// Hand all that was written to the system.
  void flush() { to_.flush(); }

  /// Flush, and be done: nothing can be written any more. A capture without packets gets its file header now.
  void close() {
    if (!to_.is_open()) return;
    if (!to_.has_failed()) begin();
    to_.close();
  }

 private:
  capture_writer(detail::file_handle file, std::string name, const capture_options& options)
      : to_(std::move(file), std::move(name)), format_(options.format.value_or(format_of(to_.name()))) {
    pcap_.link = options.link;
    pcap_.format.count_in_nanoseconds(options.nanoseconds);
    pcapng_.comment = options.comment;
    if (options.snaplen < snaplen_) pcap_.format.snaplen = snaplen_ = options.snaplen;
    if (format_ == capture_format::pcap && !options.comment.empty())
      throw std::invalid_argument("a pcap capture holds no comments; pcapng does");
  }

  /// Take over what is there: format, link type, interfaces. A pcapng section that says how long it is stays as it is, a
  /// new one follows it; so also where there is a comment to write, which belongs to a section.
  void go_on_behind(const std::string& path) {
    pcap_.begun = pcapng_.begun = true;  // so that nothing is written where this throws
    capture_reader there{path};
    while (there.advance()) {
    }
    if (there.error()) throw capture_failure{*there.error(), path};
    format_ = there.format();
    pcap_.format = there.pcap_;
    pcapng_.begun = there.pcapng_.open_ended && pcapng_.comment.empty();
    if (!pcapng_.begun) return;
    pcapng_.order = there.pcapng_.order;
    pcapng_.interfaces = there.pcapng_.interfaces;
  }

  /// The file header, where there is none yet.
  void begin() {
    const link_type link = pcap_.link.value_or(link_type::ethernet);
    if (format_ == capture_format::pcap) {
      if (!pcap_.begun) (void)to_.room(detail::pcap_format::file_header);
      pcap_.begin(to_, link);
    } else if (!pcapng_.begun) {
      pcapng_.begin(to_);
      if (pcap_.link) (void)pcapng_.add(to_, {.link = link});
    }
  }

  [[nodiscard]] std::size_t kept(bytes wire) const noexcept { return wire.size() < snaplen_ ? wire.size() : snaplen_; }

  void put(bytes wire, const detail::packet_outline& outline) {
    detail::copy_octets(begin_packet(outline), wire.data(), outline.kept);
    end_packet(outline);
  }

  /// Where the packet's octets go. Nothing counts before `end_packet`.
  [[nodiscard]] std::uint8_t* begin_packet(const detail::packet_outline& p) {
    return format_ == capture_format::pcap ? pcap_.begin_packet(to_, p) : pcapng_.begin_packet(to_, p);
  }
  void end_packet(const detail::packet_outline& p) {
    format_ == capture_format::pcap ? pcap_.end_packet(to_, p) : pcapng_.end_packet(to_, p);
  }

  detail::write_buffer to_;
  capture_format format_;
  std::uint32_t snaplen_ = detail::pcap_format::most_captured;
  detail::pcap_out pcap_;
  detail::pcapng_out pcapng_;
};

}  // namespace packetry
