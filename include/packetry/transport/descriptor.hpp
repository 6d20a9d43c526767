// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/error.hpp>

#include <utility>

#include <sys/socket.h>
#include <unistd.h>

namespace packetry::detail {

/// Owns a file descriptor and closes it. Move-only.
///
/// The sockets here are plain descriptors, not Asio objects: what Asio opens is registered with epoll, which costs a
/// tenth of the sending rate and three calls on every wait of a blocking function. Whoever wants them within Asio
/// adopts one: `raw_protocol::socket s{io, protocol, socket.release()}`.
class descriptor {
 public:
  descriptor() noexcept = default;
  explicit descriptor(int fd) noexcept : fd_(fd) {}
  descriptor(descriptor&& other) noexcept : fd_(other.release()) {}
  descriptor& operator=(descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] int get() const noexcept { return fd_; }
  [[nodiscard]] int release() noexcept { return std::exchange(fd_, -1); }
  [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// Open a socket that no program started by this one inherits.
[[nodiscard]] inline descriptor open_socket(int family, int type, int protocol, error_code& ec) noexcept {
  descriptor fd{::socket(family, type | SOCK_CLOEXEC, protocol)};
  ec = fd ? error_code{} : os_error();
  return fd;
}

template <class T>
[[nodiscard]] error_code set_option(const descriptor& fd, int level, int name, const T& value) noexcept {
  return ::setsockopt(fd.get(), level, name, &value, sizeof value) == 0 ? error_code{} : os_error();
}

}  // namespace packetry::detail
