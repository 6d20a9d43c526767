// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/io/file_handle.hpp>
#include <packetry/io/octet_source.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <zlib.h>

namespace packetry {

/// A file that may be compressed by gzip, as a source of a capture: what is not compressed goes through as it is. Needs zlib:
/// link packetry::gzip.
///
/// A file that ends too early or is corrupt gives what lies before; then the reader says `source_damaged`. Octets behind
/// the compressed ones are ignored if they are not gzip's, as gzip does.
/// \throws std::system_error where the system cannot open or read the file.
///
/// Memory: about 100 KiB. Of a compressed pipe packets may come some thousand octets late.
///
/// \code
/// for (const auto& record : capture_reader{gunzip{"dns.pcap.gz"}}) summary(dissect(record));
/// \endcode
class gunzip {
 public:
  /// "-" is standard input.
  explicit gunzip(const std::string& path)
      : gunzip(path == "-" ? detail::file_handle{stdin} : detail::file_handle{path, "rb", "open"},
               path == "-" ? "standard input" : path) {}
  /// Read on from where `file` stands. It is not closed.
  explicit gunzip(std::FILE* file) : gunzip(detail::file_handle{file}, {}) {}

  gunzip(gunzip&& other) noexcept
      : file_(std::move(other.file_)), name_(std::move(other.name_)), packed_(std::move(other.packed_)), next_(other.next_),
        end_(other.end_), stepwise_(other.stepwise_), state_(other.state_), inflater_(std::exchange(other.inflater_, nullptr)) {}
  gunzip& operator=(gunzip&&) = delete;
  ~gunzip() {
    if (!inflater_) return;
    (void)inflateEnd(inflater_);
    delete inflater_;
  }

  /// See `octet_source`.
  [[nodiscard]] std::size_t read(std::uint8_t* to, std::size_t least, std::size_t most) {
    if (state_ == state::unknown) look();
    return state_ == state::plain ? pass(to, least, most) : unpack(to, least, most);
  }
  [[nodiscard]] bool damaged() const noexcept { return state_ == state::damaged; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

 private:
  enum class state : std::uint8_t { unknown, plain, packed, ended, damaged };
  static constexpr std::size_t capacity = 64 * 1024, step = 4096;

  gunzip(detail::file_handle file, std::string name)
      : file_(std::move(file)), name_(std::move(name)), packed_(capacity), stepwise_(std::ftell(file_.get()) < 0) {}

  [[nodiscard]] std::size_t held() const noexcept { return end_ - next_; }

  /// Whether `n` octets, or as many as the file still has, stand in the buffer; to have them there, at most `more` are read.
  bool fetch(std::size_t n, std::size_t more) {
    if (held() < n && file_) {
      std::memmove(packed_.data(), packed_.data() + next_, held());
      end_ -= std::exchange(next_, 0);
      end_ += read_file(packed_.data() + end_, more < packed_.size() - end_ ? more : packed_.size() - end_);
    }
    return held() >= n;
  }

  [[nodiscard]] std::size_t read_file(std::uint8_t* to, std::size_t n) {
    const std::size_t got = std::fread(to, 1, n, file_.get());
    if (got != n) {
      if (std::ferror(file_.get())) detail::throw_file_error("read", name_, errno);
      (void)file_.close();
    }
    return got;
  }

  [[nodiscard]] bool at_magic() { return fetch(2, stepwise_ ? 2 - held() : capacity) && packed_[next_] == 0x1f && packed_[next_ + 1] == 0x8b; }

  void look() {
    state_ = at_magic() ? state::packed : state::plain;
    if (state_ != state::packed) return;
    inflater_ = new z_stream{};
    if (inflateInit2(inflater_, 16 + MAX_WBITS) != Z_OK) throw std::system_error{ENOMEM, std::generic_category(), "cannot decompress"};
  }

  [[nodiscard]] std::size_t pass(std::uint8_t* to, std::size_t least, std::size_t most) {
    const std::size_t first = held() < most ? held() : most;
    std::memcpy(to, packed_.data() + next_, first);
    next_ += first;
    if (first >= least || !file_) return first;
    return first + read_file(to + first, (stepwise_ ? least : most) - first);
  }

  [[nodiscard]] std::size_t unpack(std::uint8_t* to, std::size_t least, std::size_t most) {
    std::size_t made = 0;
    while (made < least && state_ == state::packed) {
      if (!fetch(1, stepwise_ ? step : capacity)) {
        state_ = state::damaged;
        break;
      }
      inflater_->next_in = packed_.data() + next_;
      inflater_->avail_in = static_cast<uInt>(held());
      inflater_->next_out = to + made;
      inflater_->avail_out = most - made < capacity ? static_cast<uInt>(most - made) : static_cast<uInt>(capacity);
      const int status = inflate(inflater_, Z_NO_FLUSH);
      made = static_cast<std::size_t>(inflater_->next_out - to);
      next_ = end_ - inflater_->avail_in;
      if (status == Z_STREAM_END) {
        state_ = at_magic() && inflateReset(inflater_) == Z_OK ? state::packed : state::ended;
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        state_ = state::damaged;
      }
    }
    return made;
  }

  detail::file_handle file_;
  std::string name_;
  std::vector<std::uint8_t> packed_;
  std::size_t next_ = 0, end_ = 0;  ///< of what is in packed_ and was not used yet
  bool stepwise_ = false;
  state state_ = state::unknown;
  z_stream* inflater_ = nullptr;  ///< does not bear to be moved
};

}  // namespace packetry
