// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/io/file_handle.hpp>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

namespace packetry::detail {

/// What is on its way to a file, so that a packet costs no system call. After an error of the system nothing is written any
/// more, and each call throws that error again.
class write_buffer {
 public:
  write_buffer(file_handle file, std::string name) : file_(std::move(file)), name_(std::move(name)), octets_(capacity) {}

  /// Space for `n` octets behind those that are kept; what is put there counts only when it is kept.
  [[nodiscard]] std::uint8_t* room(std::size_t n) {
    if (failure_ != 0 || octets_.size() - used_ < n) drain();
    if (octets_.size() < n) octets_.resize(n);
    return next();
  }
  [[nodiscard]] std::uint8_t* next() noexcept { return octets_.data() + used_; }
  void keep(std::size_t n) noexcept { used_ += n; }

  void flush() {
    drain();
    if (file_ && std::fflush(file_.get()) != 0) fail(errno);
  }

  void close() {
    try {
      flush();
    } catch (...) {
      (void)file_.close();
      throw;
    }
    if (!file_.close()) fail(errno);
    failure_ = EBADF;
  }

  [[nodiscard]] bool is_open() const noexcept { return static_cast<bool>(file_); }
  [[nodiscard]] bool has_failed() const noexcept { return failure_ != 0; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }

  /// Whether the file is empty, or cannot tell.
  [[nodiscard]] bool begins_anew() const noexcept {
    return std::fseek(file_.get(), 0, SEEK_END) != 0 || std::ftell(file_.get()) <= 0;
  }

 private:
  static constexpr std::size_t capacity = 1024 * 1024;

  void drain() {
    if (failure_ != 0) throw_file_error("write", name_, failure_);
    const std::size_t size = std::exchange(used_, 0);
    if (size != 0 && std::fwrite(octets_.data(), 1, size, file_.get()) != size) fail(errno);
  }

  [[noreturn]] void fail(int error) {
    failure_ = error;
    throw_file_error("write", name_, error);
  }

  file_handle file_;
  std::string name_;
  std::vector<std::uint8_t> octets_;
  std::size_t used_ = 0;
  int failure_ = 0;
};

}  // namespace packetry::detail
