// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/octets.hpp>

#include <string_view>

namespace packetry {

/// One option of TFTP: two texts (RFC 2347).
struct tftp_option {
  std::string_view name{}, value{};
};

/// The options of a TFTP message, kept as the octets they are on the wire: name and value, each ended by a zero.
///
/// \code
/// tftp{.filename = "boot.bin", .options = {{"blksize", "1428"}, {"tsize", "0"}}}
/// \endcode
class tftp_options {
 public:
  constexpr tftp_options() noexcept = default;
  constexpr explicit tftp_options(bytes wire) : wire_(wire) {}
  constexpr tftp_options(std::initializer_list<tftp_option> options) {
    for (const tftp_option& o : options) push_back(o);
  }

  constexpr void push_back(const tftp_option& o) {
    for (const std::string_view text : {o.name, o.value}) {
      for (const char c : text) wire_.push_back(static_cast<std::uint8_t>(c));
      wire_.push_back(0);
    }
  }

  [[nodiscard]] constexpr bytes octets() const noexcept { return wire_; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return wire_.size(); }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return wire_.data(); }
  [[nodiscard]] constexpr bool empty() const noexcept { return wire_.empty(); }

  /// Calls `f(name, value)`, both octets, for each option; what is not ended by a zero ends with the list.
  template <class F>
  constexpr void for_each(F&& f) const {
    bytes rest = wire_;
    while (!rest.empty()) {
      const bytes name = take(rest), value = take(rest);
      f(name, value);
    }
  }

  friend constexpr bool operator==(const tftp_options&, const tftp_options&) = default;

 private:
  [[nodiscard]] static constexpr bytes take(bytes& rest) noexcept {
    std::size_t size = 0;
    while (size != rest.size() && rest[size] != 0) ++size;
    const bytes text = rest.first(size);
    rest = rest.subspan(size == rest.size() ? size : size + 1);
    return text;
  }

  small_octets<40> wire_;
};

}  // namespace packetry
