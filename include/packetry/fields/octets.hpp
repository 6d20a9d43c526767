// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/bytes/bytes.hpp>
#include <packetry/bytes/endian.hpp>

#include <initializer_list>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>

namespace packetry {

/// Octets that a layer owns: up to `Inline` of them within the object, more on the heap.
///
/// Literal, so that a packet with options, names or a short payload is a constant expression. A copy copies only the
/// octets that are there, because packets are copied when they are put together.
///
/// \code
/// octets a{"GET / HTTP/1.1\r\n"}, b{0xde, 0xad};
/// \endcode
template <std::size_t Inline>
class small_octets {
 public:
  using value_type = std::uint8_t;

  constexpr small_octets() noexcept { prepare(); }
  constexpr small_octets(bytes b) : small_octets(b.data(), b.size()) {}
  /// Whatever holds octets in a row: `std::vector<std::uint8_t>`, `std::array`, octets with other room inside.
  template <class Container>
    requires requires(const Container& c) { bytes{c.data(), c.size()}; }
  constexpr small_octets(const Container& c) : small_octets(c.data(), c.size()) {}
  constexpr small_octets(std::initializer_list<std::uint8_t> b) : small_octets(b.begin(), b.size()) {}
  constexpr small_octets(const std::uint8_t* p, std::size_t size) {
    prepare();
    append(p, size);
  }

  /// Text, octet for octet; no terminator.
  constexpr small_octets(std::string_view text) {
    prepare();
    resize(text.size());
    std::uint8_t* to = data();
    for (const char c : text) *to++ = static_cast<std::uint8_t>(c);
  }
  constexpr small_octets(const char* text) : small_octets(std::string_view{text}) {}
  constexpr small_octets(const std::string& text) : small_octets(std::string_view{text}) {}

  /// `count` octets of one value.
  static constexpr small_octets filled(std::size_t count, std::uint8_t value) {
    small_octets result;
    result.resize(count);
    for (std::uint8_t& o : result) o = value;
    return result;
  }

  constexpr small_octets(const small_octets& other) : small_octets(other.data(), other.size_) {}
  constexpr small_octets(small_octets&& other) noexcept { take(other); }
  constexpr small_octets& operator=(const small_octets& other) {
    if (this != &other) assign(other.data(), other.size_);
    return *this;
  }
  constexpr small_octets& operator=(small_octets&& other) noexcept {
    if (this != &other) {
      delete[] heap_;
      take(other);
    }
    return *this;
  }
  constexpr ~small_octets() { delete[] heap_; }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr std::uint8_t* data() noexcept { return heap_ ? heap_ : inline_; }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return heap_ ? heap_ : inline_; }
  [[nodiscard]] constexpr std::uint8_t* begin() noexcept { return data(); }
  [[nodiscard]] constexpr std::uint8_t* end() noexcept { return data() + size_; }
  [[nodiscard]] constexpr const std::uint8_t* begin() const noexcept { return data(); }
  [[nodiscard]] constexpr const std::uint8_t* end() const noexcept { return data() + size_; }
  [[nodiscard]] constexpr std::uint8_t& operator[](std::size_t i) noexcept { return data()[i]; }
  [[nodiscard]] constexpr std::uint8_t operator[](std::size_t i) const noexcept { return data()[i]; }
  constexpr operator bytes() const noexcept { return {data(), size_}; }
  constexpr operator bytes() noexcept { return {data(), size_}; }  // else std::span's own constructor fits better, and GCC remarks on it

  /// The octets as characters.
  [[nodiscard]] std::string_view text() const noexcept { return {reinterpret_cast<const char*>(data()), size_}; }

  constexpr void assign(const std::uint8_t* p, std::size_t size) {
    size_ = 0;
    append(p, size);
  }
  constexpr void append(const std::uint8_t* p, std::size_t size) {
    const std::size_t before = size_;
    resize(before + size);
    detail::copy_octets(data() + before, p, size);
  }
  constexpr void push_back(std::uint8_t octet) { append(&octet, 1); }

  /// New octets are unspecified.
  constexpr void resize(std::size_t size) {
    if (size > capacity()) grow(size);
    size_ = size;
  }

  friend constexpr bool operator==(const small_octets& a, const small_octets& b) noexcept {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i != a.size_; ++i)
      if (a.data()[i] != b.data()[i]) return false;
    return true;
  }

 private:
  [[nodiscard]] constexpr std::size_t capacity() const noexcept { return heap_ ? capacity_ : Inline; }

  // At run time the inline octets stay uninitialised: filling them would cost more than most packets' layers.
  constexpr void prepare() noexcept {
    if (std::is_constant_evaluated())
      for (std::uint8_t& o : inline_) o = 0;
  }

  constexpr void take(small_octets& other) noexcept {
    prepare();
    heap_ = other.heap_;
    size_ = other.size_;
    capacity_ = other.capacity_;
    if (!heap_) detail::copy_octets(inline_, other.inline_, size_);
    other.heap_ = nullptr;
    other.size_ = 0;
  }

  constexpr void grow(std::size_t size) {
    const std::size_t room = size < 2 * capacity() ? 2 * capacity() : size;
    auto* const wider = new std::uint8_t[room];
    detail::copy_octets(wider, data(), size_);
    delete[] heap_;
    heap_ = wider;
    capacity_ = room;
  }

  std::size_t size_ = 0;
  std::uint8_t* heap_ = nullptr;
  std::size_t capacity_ = 0;
  std::uint8_t inline_[Inline == 0 ? 1 : Inline];
};

/// At most `Capacity` octets, all within the object: no heap, trivially destroyed. A copy copies only what is there, and
/// not as one block: of a layer copied as a block the optimizer can no longer take the members apart.
template <std::size_t Capacity>
class bounded_octets {
 public:
  constexpr bounded_octets() noexcept { prepare(); }
  constexpr bounded_octets(const bounded_octets& other) noexcept : size_(other.size_) {
    prepare();
    if (size_ != 0) detail::copy_octets(octets_, other.octets_, size_);
  }
  constexpr bounded_octets& operator=(const bounded_octets& other) noexcept {
    size_ = other.size_;
    if (size_ != 0) detail::copy_octets(octets_, other.octets_, size_);
    return *this;
  }

  /// \throws std::length_error beyond the capacity.
  constexpr bounded_octets(bytes b) {
    prepare();
    append(b.data(), b.size());
  }

  constexpr void append(const std::uint8_t* p, std::size_t size) {
    if (size > Capacity - size_) throw std::length_error("more octets than fit");
    detail::copy_octets(octets_ + size_, p, size);
    size_ = static_cast<std::uint8_t>(size_ + size);
  }
  constexpr void push_back(std::uint8_t octet) { append(&octet, 1); }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr const std::uint8_t* data() const noexcept { return octets_; }

  friend constexpr bool operator==(const bounded_octets& a, const bounded_octets& b) noexcept {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i != a.size_; ++i)
      if (a.octets_[i] != b.octets_[i]) return false;
    return true;
  }

 private:
  constexpr void prepare() noexcept {
    if (std::is_constant_evaluated())
      for (std::uint8_t& o : octets_) o = 0;
  }

  static_assert(Capacity < 256);
  std::uint8_t octets_[Capacity];
  std::uint8_t size_ = 0;
};

/// Octets of no particular meaning: a payload, the data of an option that is not known.
using octets = small_octets<56>;

}  // namespace packetry
