// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <boost/system/error_code.hpp>
#include <boost/system/system_error.hpp>

#include <cerrno>
#include <stdexcept>
#include <string>
#include <string_view>

#include <unistd.h>

namespace packetry {

using boost::system::error_code;
using boost::system::system_error;

/// The operating system refused something: `code()` is its error, `what()` one sentence that says what happened, to
/// which destination, interface or name, and what can be done about it.
///
/// \code
/// try {
///   send(ip{.dst = "10.9.9.9"} / icmp{});
/// } catch (const system_error& e) {
///   std::cerr << e.what() << '\n';  // no route leads to 10.9.9.9 (Network is unreachable)
/// }
/// \endcode
class transport_error : public system_error {
 public:
  transport_error(error_code code, const std::string& sentence) : system_error(code), sentence_(sentence) {}

  [[nodiscard]] const char* what() const noexcept override { return sentence_.what(); }

 private:
  std::runtime_error sentence_;  // a string that can be copied without throwing
};

namespace detail {

/// The error of the system call that has just failed, or of that number.
[[nodiscard]] inline error_code os_error(int number = errno) noexcept {
  return {number, boost::system::system_category()};
}

[[nodiscard]] inline bool is(error_code code, int number) noexcept {
  return code.value() == number && code.category() == boost::system::system_category();
}

/// "what (the system's words)"
[[noreturn]] inline void fail(error_code code, std::string_view what) {
  throw transport_error{code, std::string{what} + " (" + code.message() + ')'};
}

inline void check(error_code code, std::string_view what) {
  if (code) fail(code, what);
}

/// The file that this program was started from.
[[nodiscard]] inline std::string program_path() {
  char path[4096];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string{"PROGRAM"};
}

/// A raw or packet socket could not be opened.
[[noreturn]] inline void opening_failed(error_code code) {
  if (is(code, EPERM) || is(code, EACCES)) {
    fail(code, "packets by hand need a privilege: run as root, or: sudo setcap cap_net_raw+ep " + program_path());
  }
  fail(code, "cannot open a socket for packets");
}

}  // namespace detail
}  // namespace packetry
