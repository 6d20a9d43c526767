// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/answers.hpp>
#include <packetry/transport/key_index.hpp>

#include <cstdint>
#include <vector>

namespace packetry::detail {

/// Requests filed under the keys that their answers have. They are numbers that the caller gives out and counts from 0.
template <class Catalog>
class request_index {
 public:
  using view_type = basic_packet_view<Catalog>;
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  /// Room for `count` requests, of which most will come.
  void reserve(std::size_t count) {
    index_.reserve(kinds * count);
    entries_.reserve(count);
  }

  /// Learn a request's keys: the packet is not needed any more. Precondition: it is not filed.
  void prepare(std::uint32_t request, const view_type& packet) {
    if (request >= entries_.size()) entries_.resize(request + 1);
    const request_keys k = keys_of_request(packet);
    const std::uint64_t keys[kinds] = {k.reply, k.group, k.quoted};
    entries_[request] = {};
    for (std::uint32_t i = 0; i != kinds; ++i) {
      if (keys[i] == 0) continue;
      index_.prepare(kinds * request + i, keys[i]);
      entries_[request].under |= std::uint64_t{1} << i;
    }
  }

  /// Precondition: it was prepared and is not filed. One that nothing answers is filed under no key.
  void file(std::uint32_t request) noexcept {
    entry& e = entries_[request];
    e.order = ++filed_ & (~std::uint64_t{0} >> kinds);
    for (std::uint32_t i = 0; i != kinds; ++i) {
      if ((e.under >> i & 1) != 0) index_.file(kinds * request + i);
    }
  }

  /// Precondition: it is filed.
  void take_out(std::uint32_t request) noexcept {
    for (std::uint32_t i = 0; i != kinds; ++i) {
      if ((entries_[request].under >> i & 1) != 0) index_.take_out(kinds * request + i);
    }
  }

  /// Of the requests that the frame may answer the one filed first that `accepts`, which looks closely.
  template <class Accepts>
  [[nodiscard]] std::uint32_t oldest(const view_type& frame, Accepts accepts) const {
    const reply_keys k = keys_of_reply(frame);
    std::uint32_t found = none;
    for (const std::uint64_t key : {k.reply, k.group, k.quoted}) {
      if (key == 0) continue;
      for (auto n = index_.first(key); n != key_index::none; n = index_.next(n)) {
        const std::uint32_t request = n / kinds;
        if (found != none && entries_[request].order >= entries_[found].order) break;  // those of one key come in order
        if (!accepts(request)) continue;
        found = request;
        break;
      }
    }
    return found;
  }

 private:
  static constexpr std::uint32_t kinds = 3;  // of keys: a request can have one of each

  struct entry {
    std::uint64_t order : 61 = 0;
    std::uint64_t under : kinds = 0;  // a bit for each kind of key it is filed under
  };

  key_index index_;
  std::vector<entry> entries_;
  std::uint64_t filed_ = 0;
};

}  // namespace packetry::detail
