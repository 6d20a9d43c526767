// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_block.hpp>
#include <packetry/io/capture_error.hpp>
#include <packetry/io/capture_format.hpp>
#include <packetry/io/capture_interface.hpp>
#include <packetry/io/capture_record.hpp>
#include <packetry/io/octet_window.hpp>
#include <packetry/io/pcap_format.hpp>
#include <packetry/io/pcapng_format.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace packetry {

/// Read a capture packet by packet, in constant memory: a file, a pipe, standard input, or octets in memory. The format
/// is told from the octets: pcapng, with all its sections and interfaces, and classic pcap, with micro- or nanoseconds, also
/// the modified one that has longer record headers; each in both byte orders. An input range.
///
/// A damaged capture is delivered up to the damage. Then a loop over the reader throws `capture_failure`, and `next`
/// gives nothing, with the reason in `error()`. What is no capture at all is told in the same way, before any packet.
/// \throws std::system_error where the system cannot open or read the file.
///
/// Memory: 64 KiB, more where packets are longer, and 24 octets for each interface of a section. No length in a capture is
/// believed before its octets are there.
///
/// \code
/// for (const auto& record : capture_reader{"dns.pcapng"}) summary(dissect(record));
///
/// capture_reader reader{"-"};  // standard input
/// while (auto record = reader.next()) use(record->time, packet{*record});
/// if (reader.error()) std::cerr << to_string(*reader.error()) << '\n';  // record 3 at octet 208: truncated (needs 92, has 17)
///
/// capture_reader zipped{gunzip{"dns.pcap.gz"}};  // with <packetry/io/gunzip.hpp>, which needs zlib
/// \endcode
class capture_reader {
  friend class capture_writer;  // goes on where another capture ended

 public:
  class iterator;

  /// "-" is standard input. Of a pipe each packet is delivered when it arrives.
  explicit capture_reader(const std::string& path)
      : capture_reader(path == "-" ? detail::octet_window{detail::file_handle{stdin}, "standard input"}
                                   : detail::octet_window{detail::file_handle{path, "rb", "open"}, path}) {}

  /// Read on from where `file` stands. It is not closed; where it stands afterwards is behind what was delivered.
  explicit capture_reader(std::FILE* file) : capture_reader(detail::octet_window{detail::file_handle{file}, {}}) {}

  /// A whole capture in memory, which is read in place and must outlive the reader and its records.
  explicit capture_reader(bytes capture) : capture_reader(detail::octet_window{capture}) {}
  capture_reader(std::vector<std::uint8_t>&&) = delete;

  /// What a source gives: decompressed octets, say.
  template <octet_source Source>
  explicit capture_reader(Source source)
      : capture_reader([&] {
          std::string name = detail::name_of_source(source);
          return detail::octet_window{detail::source_handle{std::move(source)}, std::move(name)};
        }()) {}

  /// The next packet, whose octets are borrowed until the one after it is asked for; nothing at the end or at damage.
  [[nodiscard]] std::optional<capture_record> next() {
    if (!advance()) return std::nullopt;
    return record_;
  }

  /// The next block of a pcapng capture, as it stands in the file: to copy a capture, or to read what is not a packet. Of a
  /// pcap capture the next packet. Borrowed until the next one; a block of any length is held in memory.
  [[nodiscard]] std::optional<capture_block> next_block() {
    if (format_ != capture_format::pcapng) {
      if (!advance()) return std::nullopt;
      return capture_block{.little = pcap_.order.little, .packet = &record_};
    }
    capture_block block;
    at_record_ = false;
    if (error_.what != capture_fault::none || !pcapng_.next_block(window_, block, record_, error_)) {
      find_source_damage();
      return std::nullopt;
    }
    if (block.packet) ++count_;
    return block;
  }

  /// Why reading ended before the end of the capture, where it did.
  [[nodiscard]] std::optional<capture_error> error() const {
    if (error_.what == capture_fault::none) return std::nullopt;
    return error_;
  }

  /// Records delivered so far.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  // --- what is said of all packets --------------------------------------------------------------------------------------

  /// Also where it is no capture at all: then pcap.
  [[nodiscard]] capture_format format() const noexcept { return format_; }
  /// The interfaces of the section that is read, as far as it was: a record's `interface` is an index. Of pcap there is one.
  [[nodiscard]] std::span<const capture_interface> interfaces() const noexcept { return pcapng_.interfaces; }

  /// Link type of the first interface; Ethernet where none was read yet.
  [[nodiscard]] link_type link() const noexcept { return interfaces().empty() ? link_type::ethernet : interfaces()[0].link; }
  /// Octets after which the capture program cut the first interface's packets. Only said: longer ones are delivered as they are.
  [[nodiscard]] std::uint32_t snaplen() const noexcept { return interfaces().empty() ? 0 : interfaces()[0].snaplen; }
  /// Whether the first interface's times have nanoseconds (or finer), not microseconds.
  [[nodiscard]] bool nanoseconds() const noexcept { return !interfaces().empty() && interfaces()[0].per_second() > 1'000'000; }

  /// Reads the first (or next) record. \throws capture_failure at damage, as the increment does.
  [[nodiscard]] iterator begin();
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  explicit capture_reader(detail::octet_window window) : window_(std::move(window)) {
    if (!window_.holds(4)) {
      find_source_damage();
      if (error_.what == capture_fault::none) error_.what = stranger();
    } else if (pcap_.begins_with(window_.data())) {
      error_ = pcap_.read_file_header(window_);
      pcapng_.interfaces.push_back(pcap_.interface());
      find_source_damage();
    } else if (detail::load_be<4>(window_.data()) == detail::pcapng_format::section_magic) {
      format_ = capture_format::pcapng;
    } else {
      error_.what = stranger();
    }
  }

  /// What to say of a file that is no capture.
  [[nodiscard]] capture_fault stranger() const noexcept {
    const bool gzip = window_.available() >= 2 && window_.data()[0] == 0x1f && window_.data()[1] == 0x8b;
    return gzip ? capture_fault::compressed : capture_fault::not_a_capture;
  }

  bool advance() {
    if (error_.what == capture_fault::none && format_ == capture_format::pcap && pcap_.take_next(window_, record_)) [[likely]] {
      ++count_;
      return at_record_ = true;
    }
    return read_on();
  }

  /// The same of whatever comes next: pcapng, a packet that is still to be read from the file, the end, damage.
  [[gnu::noinline]] bool read_on() {
    if (error_.what != capture_fault::none) return at_record_ = false;
    at_record_ = format_ == capture_format::pcap ? pcap_.next(window_, record_, error_) : pcapng_.next(window_, record_, error_);
    if (at_record_) {
      ++count_;
      return true;
    }
    if (error_.what != capture_fault::none && format_ == capture_format::pcap) {
      error_.offset = window_.offset();
      error_.record = count_ + 1;
    }
    find_source_damage();
    return false;
  }

  [[noreturn, gnu::cold]] void fail() const { throw capture_failure{error_, window_.name()}; }

  /// Octets that do not come are no fault of the capture.
  void find_source_damage() noexcept {
    if (!window_.damaged() || (error_.what != capture_fault::none && error_.what != capture_fault::truncated)) return;
    const std::uint64_t next = (format_ == capture_format::pcap ? count_ : pcapng_.blocks) + 1;
    error_ = {.what = capture_fault::source_damaged, .offset = window_.offset(), .record = next, .is_block = format_ == capture_format::pcapng};
  }

  detail::octet_window window_;
  capture_format format_ = capture_format::pcap;
  detail::pcap_format pcap_;
  detail::pcapng_format pcapng_;  // its interfaces serve both formats
  capture_record record_;
  bool at_record_ = false;
  std::uint64_t count_ = 0;
  capture_error error_;
};

/// Walks over the reader's packets once; `*it` is the reader's own record, valid until the increment.
class capture_reader::iterator {
 public:
  using iterator_concept = std::input_iterator_tag;
  using value_type = capture_record;
  using difference_type = std::ptrdiff_t;

  iterator() = default;
  explicit iterator(capture_reader& reader) : reader_(&reader) { ++*this; }

  [[nodiscard]] const capture_record& operator*() const noexcept { return reader_->record_; }
  [[nodiscard]] const capture_record* operator->() const noexcept { return &reader_->record_; }
  iterator& operator++() {
    if (!reader_->advance() && reader_->error()) reader_->fail();
    return *this;
  }
  void operator++(int) { ++*this; }
  [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept { return !reader_->at_record_; }

 private:
  capture_reader* reader_ = nullptr;
};

inline capture_reader::iterator capture_reader::begin() { return iterator{*this}; }

}  // namespace packetry
