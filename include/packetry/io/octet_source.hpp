// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>

namespace packetry {

/// Where the octets of a capture can come from, beside files and memory: `gunzip` is one, and one's own can be another.
///
/// `read(to, least, most)` gives as many octets as it has, `most` at most; fewer than `least` only at the end. Then
/// `damaged` says whether that end came too early. What `read` throws goes through to who reads the capture.
/// A source must be movable; where it has a `name()`, errors begin with it.
template <class T>
concept octet_source = requires(T source, std::uint8_t* to, std::size_t n) {
  { source.read(to, n, n) } -> std::same_as<std::size_t>;
  { source.damaged() } -> std::convertible_to<bool>;
};

namespace detail {

template <octet_source S>
[[nodiscard]] std::string name_of_source(const S& source) {
  if constexpr (requires { std::string{source.name()}; }) {
    return std::string{source.name()};
  } else {
    return {};
  }
}

/// Any source: so that a reader is the same type whatever it reads from.
class source_handle {
 public:
  source_handle() = default;
  template <class S>
    requires(!std::same_as<S, source_handle>) && octet_source<S>
  explicit source_handle(S source) : object_(new S(std::move(source))), methods_(&methods_of<S>) {}
  source_handle(source_handle&& other) noexcept
      : object_(std::exchange(other.object_, nullptr)), methods_(other.methods_) {}
  source_handle& operator=(source_handle&& other) noexcept {
    source_handle old{std::move(*this)};
    object_ = std::exchange(other.object_, nullptr);
    methods_ = other.methods_;
    return *this;
  }
  ~source_handle() {
    if (object_) methods_->destroy(object_);
  }

  explicit operator bool() const noexcept { return object_ != nullptr; }
  [[nodiscard]] std::size_t read(std::uint8_t* to, std::size_t least, std::size_t most) {
    return methods_->read(object_, to, least, most);
  }
  [[nodiscard]] bool damaged() const { return methods_->damaged(object_); }

 private:
  struct methods {
    std::size_t (*read)(void*, std::uint8_t*, std::size_t, std::size_t);
    bool (*damaged)(void*);
    void (*destroy)(void*);
  };
  template <class S>
  static constexpr methods methods_of{
      [](void* s, std::uint8_t* to, std::size_t least, std::size_t most) { return static_cast<S*>(s)->read(to, least, most); },
      [](void* s) -> bool { return static_cast<S*>(s)->damaged(); }, [](void* s) { delete static_cast<S*>(s); }};

  void* object_ = nullptr;
  const methods* methods_ = nullptr;
};

}  // namespace detail
}  // namespace packetry
