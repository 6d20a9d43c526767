// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>
#include <utility>

namespace packetry::detail {

[[noreturn]] inline void throw_file_error(const char* what, const std::string& name, int error) {
  throw std::system_error{error, std::generic_category(), std::string{"cannot "} + what + ' ' + (name.empty() ? "the capture" : name)};
}

/// A C stream: one's own, which is closed in the end, or a borrowed one, which is not.
class file_handle {
 public:
  file_handle() = default;
  explicit file_handle(std::FILE* borrowed) noexcept : file_(borrowed) {}
  /// \throws std::system_error naming the path.
  file_handle(const std::string& path, const char* mode, const char* what) : file_(std::fopen(path.c_str(), mode)), owned_(true) {
    if (!file_) throw_file_error(what, path, errno);
    std::setvbuf(file_, nullptr, _IONBF, 0);  // reader and writer have larger buffers than stdio
  }
  file_handle(file_handle&& other) noexcept : file_(std::exchange(other.file_, nullptr)), owned_(other.owned_) {}
  file_handle& operator=(file_handle&& other) noexcept {
    std::swap(file_, other.file_);
    std::swap(owned_, other.owned_);
    return *this;
  }
  ~file_handle() {
    if (file_) (void)close();
  }

  [[nodiscard]] std::FILE* get() const noexcept { return file_; }
  explicit operator bool() const noexcept { return file_ != nullptr; }

  /// Let go of the stream; false where the system says that what was written to it is not safe.
  [[nodiscard]] bool close() noexcept {
    std::FILE* const file = std::exchange(file_, nullptr);
    return owned_ ? std::fclose(file) == 0 : true;
  }

 private:
  std::FILE* file_ = nullptr;
  bool owned_ = false;
};

}  // namespace packetry::detail
