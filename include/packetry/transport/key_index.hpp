// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace packetry::detail {

/// Nodes found by a 64-bit key; those of one key in the order they were filed. Nodes are small numbers that the caller
/// gives out and counts from 0. Filing, taking out and finding cost the same however many there are, and allocate only
/// while the largest number grows.
class key_index {
 public:
  using node = std::uint32_t;
  static constexpr node none = ~node{0};

  /// Room for `count` nodes, of which most will come.
  void reserve(std::size_t count) {
    nodes_.reserve(count);
    spread(count);
  }

  /// Say under which key it will be filed. Precondition: the node is not filed.
  void prepare(node n, std::uint64_t key) {
    if (n >= nodes_.size()) grow(n + 1);
    nodes_[n].key = key;
  }
  /// Precondition: the node was prepared and is not filed.
  void file(node n) noexcept { insert(n, nodes_[n].key); }

  /// Precondition: the node is filed.
  void take_out(node n) noexcept {
    entry& e = nodes_[n];
    ends& chain = chain_of(e.key);
    (e.before == none ? chain.first : nodes_[e.before].after) = e.after;
    (e.after == none ? chain.last : nodes_[e.after].before) = e.before;
  }

  /// The node that was filed first under `key`, and the one after it.
  [[nodiscard]] node first(std::uint64_t key) const noexcept {
    return chains_.empty() ? none : same_key(chains_[place(key)].first, key);
  }
  [[nodiscard]] node next(node n) const noexcept { return same_key(nodes_[n].after, nodes_[n].key); }

 private:
  struct entry {
    std::uint64_t key = 0;
    node before = none, after = none;
  };
  struct ends {
    node first = none, last = none;
  };

  [[nodiscard]] std::size_t place(std::uint64_t key) const noexcept {
    return static_cast<std::size_t>((key * 0x9e37'79b9'7f4a'7c15) >> shift_);
  }
  [[nodiscard]] ends& chain_of(std::uint64_t key) noexcept { return chains_[place(key)]; }

  [[nodiscard]] node same_key(node n, std::uint64_t key) const noexcept {
    while (n != none && nodes_[n].key != key) n = nodes_[n].after;
    return n;
  }

  void insert(node n, std::uint64_t key) noexcept {
    ends& chain = chain_of(key);
    nodes_[n] = {.key = key, .before = chain.last, .after = none};
    (chain.last == none ? chain.first : nodes_[chain.last].after) = n;
    chain.last = n;
  }

  void grow(std::size_t size) {
    nodes_.resize(size);
    spread(size);
  }

  /// As many chains as nodes, so that a chain holds one at most on average. Order within a key is kept: a chain is moved
  /// in order. What is in no chain stays as it is.
  void spread(std::size_t size) {
    if (size <= chains_.size()) return;
    std::size_t wanted = 64;
    unsigned log = 6;
    while (wanted < size) wanted *= 2, ++log;
    std::vector<ends> old(wanted);
    old.swap(chains_);
    shift_ = 64 - log;
    for (const ends& chain : old) {
      for (node n = chain.first; n != none;) {
        const entry e = nodes_[n];
        insert(n, e.key);
        n = e.after;
      }
    }
  }

  std::vector<entry> nodes_;
  std::vector<ends> chains_;
  unsigned shift_ = 63;
};

}  // namespace packetry::detail
