// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

namespace packetry {

/// The name of a network interface, as text; empty where none is named.
///
/// It is trivially copied and destroyed, so that options that hold one are: GCC before 13 destroys others twice where they
/// are written within a `co_await` expression.
class interface_name {
 public:
  constexpr interface_name() noexcept = default;
  constexpr interface_name(std::string_view name) noexcept : size_(std::min(name.size(), sizeof text_)) {
    std::copy_n(name.data(), size_, text_);  // what does not fit is longer than any there can be
  }
  constexpr interface_name(const char* name) noexcept : interface_name(std::string_view{name}) {}
  interface_name(const std::string& name) noexcept : interface_name(std::string_view{name}) {}

  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr operator std::string_view() const noexcept { return {text_, size_}; }

  friend constexpr bool operator==(const interface_name& a, const interface_name& b) noexcept {
    return std::string_view{a} == std::string_view{b};
  }

 private:
  char text_[40]{};
  std::size_t size_ = 0;
};

}  // namespace packetry
