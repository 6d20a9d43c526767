// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <string_view>

namespace packetry {

/// This copy of packetry, as semantic versioning counts. The build, the installed package and its pkg-config
/// files read it from this line.
inline constexpr std::string_view version = "0.1.0";

namespace detail {

/// The `index`-th number of a dotted version.
[[nodiscard]] constexpr int version_part(std::string_view text, int index) {
  int value = 0;
  for (const char c : text) {
    if (c == '.') {
      if (index-- == 0) break;
      value = 0;
    } else {
      value = value * 10 + (c - '0');
    }
  }
  return value;
}

}  // namespace detail

// Not `major` and `minor`: the C library defines macros of these names.
inline constexpr int version_major = detail::version_part(version, 0);
inline constexpr int version_minor = detail::version_part(version, 1);
inline constexpr int version_patch = detail::version_part(version, 2);

}  // namespace packetry
