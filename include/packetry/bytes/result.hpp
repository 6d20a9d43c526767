// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace packetry {

/// Why octets could not be read as a layer, or a layer could not be written as octets.
enum class fault : std::uint8_t {
  none = 0,
  truncated,    ///< fewer octets than the layer needs
  bad_length,   ///< a length field contradicts the octets present
  bad_value,    ///< a field holds a value that its RFC forbids
  wrong_layer,  ///< the layer below announces a different protocol
  too_deep,     ///< more than 32 layers: the rest is kept as raw
  too_long,     ///< a length or value does not fit the field that must hold it
  no_space,     ///< the caller's buffer is smaller than the packet
};

[[nodiscard]] constexpr std::string_view to_string(fault f) noexcept {
  switch (f) {
    case fault::none: return "no fault";
    case fault::truncated: return "truncated";
    case fault::bad_length: return "bad length";
    case fault::bad_value: return "bad value";
    case fault::wrong_layer: return "wrong layer";
    case fault::too_deep: return "too many layers";
    case fault::too_long: return "too long for its field";
    case fault::no_space: return "no space";
  }
  return "unknown fault";
}

/// One failure to read or write a packet: what went wrong, in which layer, and where.
///
/// Offsets and sizes are octets, counted from the first octet of the packet. `layer` is the layer's `name`, a literal,
/// so it outlives the error.
struct packet_error {
  fault what{};
  std::string_view layer{};
  std::size_t offset = 0;     ///< where the failing layer starts
  std::size_t needed = 0;     ///< octets the layer asked for
  std::size_t available = 0;  ///< octets that were there

  friend constexpr bool operator==(const packet_error&, const packet_error&) = default;
};

/// "TCP at octet 34: truncated (needs 20, has 12)"
[[nodiscard]] inline std::string to_string(const packet_error& e) {
  std::string text{e.layer};
  text += " at octet " + std::to_string(e.offset) + ": ";
  text += to_string(e.what);
  if (e.needed != e.available) {
    text += " (needs " + std::to_string(e.needed) + ", has " + std::to_string(e.available) + ")";
  }
  return text;
}

/// Thrown where a value is asked of a result that holds an error.
struct packet_failure : std::runtime_error {
  explicit packet_failure(const packet_error& e) : std::runtime_error(to_string(e)), error(e) {}
  packet_error error;
};

/// A value, or the error that stands in its place. `T` is cheap to default-construct.
///
/// The few members of std::expected that packetry needs: it becomes an alias of that when C++23 is the floor. Not
/// Boost.System's result, whose header alone costs a quarter of the compile time of a whole program that uses packetry.
template <class T>
class [[nodiscard]] result {
 public:
  [[gnu::always_inline]] constexpr result(T value) : value_(std::move(value)) {}
  [[gnu::always_inline]] constexpr result(const packet_error& e) : error_(e) {}

  [[nodiscard]] constexpr bool has_value() const noexcept { return error_.what == fault::none; }
  constexpr explicit operator bool() const noexcept { return has_value(); }

  /// \throws packet_failure where there is an error.
  constexpr const T& value() const {
    if (!has_value()) throw packet_failure{error_};
    return value_;
  }
  [[nodiscard]] constexpr const T& operator*() const noexcept { return value_; }
  [[nodiscard]] constexpr const T* operator->() const noexcept { return &value_; }
  [[nodiscard]] constexpr const packet_error& error() const noexcept { return error_; }

  friend constexpr bool operator==(const result&, const result&) = default;

 private:
  T value_{};
  packet_error error_{};
};

}  // namespace packetry
