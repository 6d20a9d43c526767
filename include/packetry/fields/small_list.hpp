// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <utility>

namespace packetry {

/// A list that a layer owns: up to `Inline` elements within the object, more on the heap. Literal, so that a DNS query
/// with its question is a constant expression. Elements keep their place until the list grows.
template <class T, std::size_t Inline>
class small_list {
 public:
  using value_type = T;

  constexpr small_list() = default;
  constexpr small_list(std::initializer_list<T> list) {
    reserve(list.size());
    for (const T& element : list) push_back(element);
  }
  constexpr small_list(const small_list& other) {
    reserve(other.size_);
    for (const T& element : other) push_back(element);
  }
  constexpr small_list(small_list&& other) noexcept { take(other); }
  constexpr small_list& operator=(small_list other) noexcept {
    delete[] heap_;
    take(other);
    return *this;
  }
  constexpr ~small_list() { delete[] heap_; }

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

  constexpr void reserve(std::size_t size) {
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
  struct nothing {};
  struct some {
    T elements[Inline == 0 ? 1 : Inline]{};
  };
  using storage = std::conditional_t<Inline == 0, nothing, some>;

  [[nodiscard]] constexpr std::size_t capacity() const noexcept { return heap_ ? capacity_ : Inline; }
  [[nodiscard]] constexpr T* data() noexcept {
    if constexpr (Inline != 0) {
      if (!heap_) return inline_.elements;
    }
    return heap_;
  }
  [[nodiscard]] constexpr const T* data() const noexcept { return const_cast<small_list*>(this)->data(); }

  constexpr void take(small_list& other) noexcept {
    heap_ = std::exchange(other.heap_, nullptr);
    size_ = std::exchange(other.size_, 0);
    capacity_ = other.capacity_;
    if constexpr (Inline != 0) {
      if (!heap_)
        for (std::size_t i = 0; i != size_; ++i) inline_.elements[i] = std::move(other.inline_.elements[i]);
    }
  }

  T* heap_ = nullptr;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
  [[no_unique_address]] storage inline_{};
};

}  // namespace packetry
