// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/io/capture_error.hpp>
#include <packetry/io/capture_record.hpp>
#include <packetry/io/octet_window.hpp>
#include <packetry/io/pcap_format.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace packetry {

/// Read a capture packet by packet, in constant memory: a file, a pipe, standard input, or octets in memory. The format
/// is told from the octets: classic pcap, in both byte orders, with micro- or nanoseconds, also the modified one that
/// has longer record headers. An input range.
///
/// A damaged capture is delivered up to the damage. Then a loop over the reader throws `capture_failure`, and `next`
/// gives nothing, with the reason in `error()`. What is no capture at all is told in the same way, before any packet.
/// \throws std::system_error where the system cannot open or read the file.
///
/// Memory: 64 KiB, up to 512 KiB where packets are that long. No length in a capture is believed before its octets are there.
///
/// \code
/// for (const auto& record : capture_reader{"dns.pcap"}) summary(dissect(record));
///
/// capture_reader reader{"-"};  // standard input
/// while (auto record = reader.next()) use(record->time, packet{*record});
/// if (reader.error()) std::cerr << to_string(*reader.error()) << '\n';  // record 3 at octet 208: truncated (needs 92, has 17)
/// \endcode
class capture_reader {
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

  /// The next packet, whose octets are borrowed until the one after it is asked for; nothing at the end or at damage.
  [[nodiscard]] std::optional<capture_record> next() {
    if (!advance()) return std::nullopt;
    return record_;
  }

  /// Why reading ended before the end of the capture, where it did.
  [[nodiscard]] std::optional<capture_error> error() const {
    if (error_.what == capture_fault::none) return std::nullopt;
    return error_;
  }

  /// Records delivered so far.
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

  // --- what the file header says; that of Ethernet where there is none -------------------------------------------------

  [[nodiscard]] link_type link() const noexcept { return format_.link; }
  /// Octets after which the capture program cut packets. Only said: longer ones are delivered as they are.
  [[nodiscard]] std::uint32_t snaplen() const noexcept { return format_.snaplen; }
  /// Whether times have nanoseconds, not microseconds.
  [[nodiscard]] bool nanoseconds() const noexcept { return format_.nanoseconds; }

  /// Reads the first (or next) record. \throws capture_failure at damage, as the increment does.
  [[nodiscard]] iterator begin();
  [[nodiscard]] std::default_sentinel_t end() const noexcept { return {}; }

 private:
  explicit capture_reader(detail::octet_window window) : window_(std::move(window)) {
    if (!window_.holds(4)) {
      error_.what = capture_fault::not_a_capture;
    } else if (format_.begins_with(window_.data())) {
      error_ = format_.read_file_header(window_);
    } else {
      const bool pcapng = detail::load_be<4>(window_.data()) == 0x0a0d'0d0a;
      error_.what = pcapng ? capture_fault::unsupported_format : capture_fault::not_a_capture;
    }
  }

  bool advance() {
    if (error_.what != capture_fault::none) return at_record_ = false;
    at_record_ = format_.next(window_, record_, error_);
    if (at_record_) {
      ++count_;
    } else if (error_.what != capture_fault::none) {
      error_.offset = window_.offset();
      error_.record = count_ + 1;
    }
    return at_record_;
  }

  detail::octet_window window_;
  detail::pcap_format format_;
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
    if (!reader_->advance() && reader_->error()) throw capture_failure{*reader_->error(), reader_->window_.name()};
    return *this;
  }
  void operator++(int) { ++*this; }
  [[nodiscard]] bool operator==(std::default_sentinel_t) const noexcept { return !reader_->at_record_; }

 private:
  capture_reader* reader_ = nullptr;
};

inline capture_reader::iterator capture_reader::begin() { return iterator{*this}; }

}  // namespace packetry
