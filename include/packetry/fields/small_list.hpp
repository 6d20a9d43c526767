// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <type_traits>
#include <utility>

namespace packetry {

/// A list that a layer owns: its first element within the object (`Inline` 1; 0: none), more on the heap. Literal, so that
/// a DNS query with its question is a constant expression. Elements keep their place until the list grows.
template <class T, std::size_t Inline>
class small_list {
  static_assert(Inline <= 1, "only the first element is held within the list");

 public:
  using value_type = T;
  static constexpr bool holds_first = Inline != 0;

  constexpr small_list() noexcept {}  // not defaulted: `{}` would fill it with zeros first
  constexpr small_list(std::initializer_list<T> list) : small_list(list.begin(), list.size()) {}
  constexpr small_list(const small_list& other) : small_list(other.data(), other.size_) {}
  constexpr small_list(small_list&& other) noexcept : first_(first_out_of(other)) { take(other); }
  constexpr small_list& operator=(const small_list& other) {
    if (this != &other) *this = small_list(other);
    return *this;
  }
  constexpr small_list& operator=(small_list&& other) noexcept {
    if (this == &other) return *this;
    if (heap_) release();
    if constexpr (Inline != 0) {
      if (!other.heap_ && other.size_ != 0) first_.element = std::move(other.first_.element);
    }
    take(other);
    return *this;
  }
  constexpr ~small_list() {
    if (heap_) release();
  }

  [[nodiscard]] constexpr std::size_t size() const noexcept { return size_; }
  [[nodiscard]] constexpr bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] constexpr T* begin() noexcept { return data(); }
  [[nodiscard]] constexpr T* end() noexcept { return data() + size_; }
  [[nodiscard]] constexpr const T* begin() const noexcept { return data(); }
  [[nodiscard]] constexpr const T* end() const noexcept { return data() + size_; }
  [[nodiscard]] constexpr T& operator[](std::size_t i) noexcept { return data()[i]; }
  [[nodiscard]] constexpr const T& operator[](std::size_t i) const noexcept { return data()[i]; }
  [[nodiscard]] constexpr const T& front() const noexcept { return data()[0]; }

  constexpr void push_back(T element) {
    if (size_ == capacity()) reserve(2 * size_ + 1);
    data()[size_++] = std::move(element);
  }
  constexpr void clear() noexcept { size_ = 0; }

  [[gnu::noinline]] constexpr void reserve(std::size_t size) {
    if (size <= capacity()) return;
    T* const wider = new T[size];
    for (std::size_t i = 0; i != size_; ++i) wider[i] = std::move(data()[i]);
    delete[] heap_;
    heap_ = wider;
    capacity_ = size;
  }

  friend constexpr bool operator==(const small_list& a, const small_list& b) noexcept {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i != a.size_; ++i)
      if (!(a.data()[i] == b.data()[i])) return false;
    return true;
  }

 private:
  struct none {};
  struct one {
    T element{};
  };
  using first_type = std::conditional_t<Inline == 0, none, one>;

  // The first element is made where it stays: lists are copied whenever layers are put together.
  constexpr small_list(const T* from, std::size_t size) : first_(first_of(size, from)) {
    if (size > Inline) {
      fill(from, size);
    } else {
      size_ = size;
    }
  }
  [[nodiscard]] static constexpr first_type first_of(std::size_t size, const T* from) {
    if constexpr (Inline == 0) {
      return {};
    } else {
      if (size == 1) return {from[0]};
      return {};
    }
  }
  [[nodiscard]] static constexpr first_type first_out_of(small_list& other) noexcept {
    if constexpr (Inline == 0) {
      return {};
    } else {
      if (other.size_ == 1 && !other.heap_) return {std::move(other.first_.element)};
      return {};
    }
  }
  // What touches the heap is a call: the rest is small enough to be written out where a list is copied.
  [[gnu::noinline]] constexpr void fill(const T* from, std::size_t size) {
    heap_ = new T[size];
    capacity_ = size;
    for (; size_ != size; ++size_) heap_[size_] = from[size_];
  }

  [[gnu::noinline]] constexpr void release() noexcept { delete[] heap_; }

  [[nodiscard]] constexpr std::size_t capacity() const noexcept { return heap_ ? capacity_ : Inline; }
  [[nodiscard]] constexpr T* data() noexcept {
    if constexpr (Inline != 0) {
      if (!heap_) return &first_.element;
    }
    return heap_;
  }
  [[nodiscard]] constexpr const T* data() const noexcept { return const_cast<small_list*>(this)->data(); }

  constexpr void take(small_list& other) noexcept {
    heap_ = std::exchange(other.heap_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = other.capacity_;
  }

  T* heap_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  [[no_unique_address]] first_type first_{};
};

}  // namespace packetry
