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
#include <utility>
#include <vector>

namespace packetry::detail {

/// The octets of a file that are to be read next, as many in one piece as are asked for; or octets in memory, in place.
///
/// The buffer grows only when it is full of octets that are really there: a length field that lies costs no memory.
class octet_window {
 public:
  explicit octet_window(bytes memory) noexcept : at_(memory.data()), end_(memory.data() + memory.size()), read_(memory.size()) {}

  octet_window(file_handle file, std::string name) : file_(std::move(file)), name_(std::move(name)), buffer_(first_capacity) {
    // fread returns when it has all it was asked for. So that the packets of a pipe are seen as they come, no more is
    // asked of it than the next step needs; of a file, which never makes one wait, as much as there is room for.
    stepwise_ = std::ftell(file_.get()) < 0;
    at_ = end_ = buffer_.data();
  }

  /// What a source gives, see `octet_source`.
  octet_window(source_handle source, std::string name) : source_(std::move(source)), name_(std::move(name)), buffer_(first_capacity) {
    at_ = end_ = buffer_.data();
  }

  [[nodiscard]] const std::uint8_t* data() const noexcept { return at_; }
  [[nodiscard]] std::size_t available() const noexcept { return static_cast<std::size_t>(end_ - at_); }
  /// Of the next octet, from the first one.
  [[nodiscard]] std::uint64_t offset() const noexcept { return read_ - available(); }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  /// Whether the source came to its end for another reason than that there is no more.
  [[nodiscard]] bool damaged() const noexcept { return damaged_; }

  /// Whether there are `n` octets; reads on where they have not been read yet, which moves those that have been.
  [[nodiscard]] bool holds(std::size_t n) { return available() >= n || fill(n); }

  /// Go on behind `n` octets that are there.
  void skip(std::size_t n) noexcept { at_ += n; }

  /// Go on behind `n` octets without keeping them; false where there are not so many.
  [[nodiscard]] bool pass(std::uint64_t n) {
    while (n > available()) {
      n -= available();
      skip(available());
      if (!holds(1)) return false;
      if (n > available()) static_cast<void>(holds(n < first_capacity ? static_cast<std::size_t>(n) : first_capacity));
    }
    skip(static_cast<std::size_t>(n));
    return true;
  }

 private:
  static constexpr std::size_t first_capacity = 64 * 1024;  // more gains nothing, less costs system calls

  [[gnu::noinline]] bool fill(std::size_t n) {
    while ((file_ || source_) && available() < n) {
      const std::size_t kept = available();
      if (kept == buffer_.size()) {
        grow();
      } else if (kept != 0) {
        std::memmove(buffer_.data(), at_, kept);
      }
      at_ = buffer_.data();
      const std::size_t room = buffer_.size() - kept;
      const std::size_t least = n - kept < room ? n - kept : room;
      const std::size_t wanted = stepwise_ ? least : room;
      std::uint8_t* const to = buffer_.data() + kept;
      const std::size_t got = source_ ? source_.read(to, least, room) : std::fread(to, 1, wanted, file_.get());
      end_ = at_ + kept + got;
      read_ += got;
      if (source_ && got < least) {
        damaged_ = source_.damaged();
        source_ = {};
      } else if (file_ && got != wanted) {
        end_of_file();
      }
    }
    return available() >= n;
  }

  void grow() {
    std::vector<std::uint8_t> larger(2 * buffer_.size());
    std::memcpy(larger.data(), at_, buffer_.size());
    buffer_.swap(larger);
  }

  void end_of_file() {
    if (std::ferror(file_.get())) throw_file_error("read", name_, errno);
    (void)file_.close();
  }

  file_handle file_;
  source_handle source_;
  std::string name_;
  bool damaged_ = false;
  bool stepwise_ = false;
  std::vector<std::uint8_t> buffer_;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* end_ = nullptr;
  std::uint64_t read_ = 0;
};

}  // namespace packetry::detail
