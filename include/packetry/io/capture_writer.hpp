// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_record.hpp>
#include <packetry/io/file_handle.hpp>
#include <packetry/io/pcap_format.hpp>
#include <packetry/numbers/names/link_type_names.hpp>
#include <packetry/packet/packet.hpp>
#include <packetry/packet/serialize.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace packetry {

/// How a capture is written.
struct capture_options {
  std::optional<link_type> link{};  ///< of all its packets; empty: that of the first one
  bool nanoseconds = false;         ///< precision of times; else microseconds
  std::uint32_t snaplen = 262'144;  ///< octets of a packet that are kept at most; 262144, which readers bear, even if more is said
};

/// Write a capture packet by packet: classic pcap, least significant octet first.
///
/// Memory: 1 MiB, so that a packet costs no system call. What is in it is written when it is full, by `flush`, by `close`
/// and by the destructor, in whole records.
///
/// \throws std::system_error where the system cannot open or write the file: from the call that comes upon it. The
/// records before are whole, and nothing is written any more: all further calls throw the same. A destructor cannot throw:
/// call `close` to know that all was written.
/// \throws std::invalid_argument for a packet of another link type than the file's, which can hold one only;
/// std::out_of_range for a time that is not in 1970 to 2106. The file is as if the call had not been made.
///
/// \code
/// capture_writer out{"questions.pcap", {.nanoseconds = true}};
/// out.write(ip{.dst = "192.0.2.1"} / udp{} / dns{.qd = {{.qname = "2013.hack.lu"}}});
/// out.write(received);                                            // a packet: with its time and length on the wire
/// out.write(octets, {.link = link_type::ethernet, .time = when});
/// out.close();
/// \endcode
class capture_writer {
 public:
  /// Replaces a file that is there; "-" is standard output.
  explicit capture_writer(const std::string& path, const capture_options& options = {})
      : capture_writer(path == "-" ? detail::file_handle{stdout} : detail::file_handle{path, "wb", "write"},
                       path == "-" ? "standard output" : path, options) {}

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
  void write(bytes wire, const packet_info& info) {
    put(wire, info.time, info.wire_length ? info.wire_length : wire.size(), info.link);
  }

  /// Write a record as a reader gave it.
  void write(const capture_record& r) { put(r.octets, r.time, r.wire_length, r.link); }

  template <class Catalog>
  void write(const basic_packet<Catalog>& p) {
    write(p.octets(), p.info());
  }

  /// Write a stack, every empty field computed, without an allocation. Time 0 is that of a packet nobody has seen.
  /// \throws packet_failure where a value does not fit its field.
  template <class... Ls>
  void write(const stack<Ls...>& p, const timestamp& time = {}) {
    using outermost = detail::type_at<0, Ls...>;
    static_assert(detail::is_in_space<outermost, link_type>(),
                  "no link type begins with this layer; to say which: write(to_bytes(p), {.link = ...})");
    const auto link = static_cast<link_type>(detail::number_in_space<outermost, link_type>());
    const std::size_t size = wire_size(p);
    if (size > format_.snaplen) return put(to_bytes(p), time, size, link);
    append(size, time, size, link, [&](std::uint8_t* to) { (void)serialize_to(p, std::span{to, size}).value(); });
  }
  template <layer L>
  void write(const L& l, const timestamp& time = {}) {
    write(detail::as_stack(l), time);
  }

  /// Hand all that was written to the system.
  void flush() {
    drain();
    if (file_ && std::fflush(file_.get()) != 0) fail(errno);
  }

  /// Flush, and be done: nothing can be written any more. A capture without packets gets its file header now.
  void close() {
    if (!file_) return;
    if (failure_ == 0 && !begun_) {
      begin(buffer_.data(), link_.value_or(link_type::ethernet));
      used_ = detail::pcap_format::file_header;
    }
    try {
      flush();
    } catch (...) {
      (void)file_.close();
      throw;
    }
    if (!file_.close()) fail(errno);
    failure_ = EBADF;
  }

 private:
  static constexpr std::size_t capacity = 1024 * 1024;

  capture_writer(detail::file_handle file, std::string name, const capture_options& options)
      : file_(std::move(file)), name_(std::move(name)), buffer_(capacity), link_(options.link) {
    format_.nanoseconds = options.nanoseconds;
    if (options.snaplen < format_.snaplen) format_.snaplen = options.snaplen;
  }

  void put(bytes wire, const timestamp& time, std::size_t on_wire, link_type link) {
    const std::size_t kept = wire.size() < format_.snaplen ? wire.size() : format_.snaplen;
    append(kept, time, on_wire, link, [&](std::uint8_t* to) { detail::copy_octets(to, wire.data(), kept); });
  }

  /// Add one record to the buffer, whose octets `fill` writes. Counts only when all is there.
  template <class Fill>
  void append(std::size_t kept, const timestamp& time, std::size_t on_wire, link_type link, Fill fill) {
    using format = detail::pcap_format;
    check(time, on_wire, link);
    if (failure_ != 0 || capacity - used_ < format::file_header + format::record_header + kept) drain();
    std::uint8_t* const start = buffer_.data() + used_;
    std::uint8_t* const record = begun_ ? start : start + format::file_header;
    fill(record + format::record_header);
    format_.write_record_header(record, time, kept, on_wire);
    if (!begun_) begin(start, link);
    used_ = static_cast<std::size_t>(record + format::record_header + kept - buffer_.data());
  }

  void begin(std::uint8_t* to, link_type link) {
    format_.link = link;
    format_.write_file_header(to);
    begun_ = true;
  }

  void check(const timestamp& time, std::size_t on_wire, link_type link) const {
    const link_type expected = begun_ ? format_.link : link_.value_or(link);
    if (link != expected)
      throw std::invalid_argument("a pcap capture holds one link type: this one " + text(expected) + ", the packet has " + text(link));
    if (time.seconds < 0 || time.seconds > 0xffff'ffff) throw std::out_of_range("a pcap capture holds times from 1970 to 2106");
    if (on_wire > 0xffff'ffff) throw std::out_of_range("a pcap capture holds packets of less than 4 GiB");
  }

  [[nodiscard]] static std::string text(link_type link) {
    const std::string number = std::to_string(static_cast<std::uint32_t>(link));
    const std::string_view name = name_of(link);
    return name.empty() ? number : std::string{name} + " (" + number + ')';
  }

  /// Write the buffer, or tell again why that is no longer possible.
  void drain() {
    if (failure_ != 0) detail::throw_file_error("write", name_, failure_);
    const std::size_t size = std::exchange(used_, 0);
    if (size != 0 && std::fwrite(buffer_.data(), 1, size, file_.get()) != size) fail(errno);
  }

  [[noreturn]] void fail(int error) {
    failure_ = error;
    detail::throw_file_error("write", name_, error);
  }

  detail::file_handle file_;
  std::string name_;
  std::vector<std::uint8_t> buffer_;
  std::size_t used_ = 0;
  detail::pcap_format format_{.little = true};
  std::optional<link_type> link_;
  bool begun_ = false;
  int failure_ = 0;
};

}  // namespace packetry
