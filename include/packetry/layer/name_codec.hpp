// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/compressed_name.hpp>
#include <packetry/layer/codec.hpp>

namespace packetry::detail {

/// Names in a message: where pointers count from, how far it reaches. A record that stands alone (`message()` is null) is
/// part of no message, so its names have no pointers.
template <class View>
struct message_of {
  const std::uint8_t* begin;
  std::size_t size, before;
  pointer_chains* chains = nullptr;

  constexpr message_of(const View& view, const std::uint8_t* at) noexcept
      : begin(view.message() ? view.message() : view.base()),
        size(static_cast<std::size_t>(view.end() - begin)),
        before(view.message() ? static_cast<std::size_t>(at - begin) : 0) {
    if constexpr (requires { view.chains; }) chains = view.chains;
  }
};

/// Where the place of a name ends that was found whole.
[[nodiscard]] constexpr const std::uint8_t* skip_name(const std::uint8_t* at, const std::uint8_t* end) noexcept {
  while (at != end && *at - 1u < 63 && *at < end - at) at += *at + 1;
  const std::ptrdiff_t tail = at != end && *at != 0 ? 2 : 1;
  return end - at < tail ? end : at + tail;
}

/// Write the name of so many octets at `wire`; where the writer's context compresses, only what is new of it.
template <class Writer>
[[gnu::always_inline]] constexpr void write_name(const std::uint8_t* wire, std::size_t size, Writer& w) {
  if constexpr (requires { w.context().compress(wire, w.message_position()); }) {
    if (w.context().active()) {
      const auto name = w.context().compress(wire, w.message_position());
      w.octets(wire, name.fresh);
      if (name.pointer != 0) w.template put<16>(name.pointer);
      return;
    }
  }
  w.octets(wire, size);
}

/// A domain name: read with pointers to earlier names, and written so where the writer's context compresses.
struct name_codec {
  static constexpr unsigned bits = dynamic;

  template <class View>
  [[nodiscard]] [[gnu::always_inline]] static constexpr extent measure(View& view, const std::uint8_t* at) noexcept {
    const message_of<View> m{view, at};
    const auto from = static_cast<std::size_t>(at - m.begin);
    const name_extent name = walk_name(m.begin, m.size, from, m.before, m.chains, no_pieces{});
    if (name.end == 0) return {0, name.what};
    if constexpr (requires { view.name_size = std::uint8_t{}; }) view.name_size = static_cast<std::uint8_t>(name.size);
    return {name.end - from};
  }

  /// Octets without compression; of what is no name those of the root, as which it is read.
  template <class View>
  [[nodiscard]] static constexpr std::size_t whole_size(const View& view, const std::uint8_t* at) noexcept {
    const message_of<View> m{view, at};
    const name_extent name = walk_name(m.begin, m.size, static_cast<std::size_t>(at - m.begin), m.before, m.chains, no_pieces{});
    return name.end == 0 ? 1 : name.size;
  }

  template <class View>
  [[nodiscard]] static constexpr std::size_t skip(const View& view, const std::uint8_t* at) noexcept {
    return static_cast<std::size_t>(skip_name(at, view.end()) - at);
  }

  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View& view, bytes wire) {
    const message_of<View> m{view, wire.data()};
    return read_name(m.begin, m.size, static_cast<std::size_t>(wire.data() - m.begin), m.before, m.chains);
  }

  template <class L, class Writer>
  [[gnu::always_inline]] static constexpr void write(const L&, const domain_name& name, Writer& w) {
    write_name(name.data(), name.size(), w);
  }
};

/// Compresses the names of a message while it is written (RFC 1035 section 4.1.4): what a name has in common with one
/// written before, letter for letter, becomes a pointer. The context of a layer with lists `qd`, `an`, `ns`, `ar` and a
/// member `compress`; a message that holds one name has none. Keeps to the octets of the names it has seen, which outlive it.
class name_compressor {
 public:
  template <class L>
  constexpr explicit name_compressor(const L& message) : active_(needed(message)) {
    if (active_) prepare(2 * (message.qd.size() + message.an.size() + message.ns.size() + message.ar.size()));
  }
  name_compressor(const name_compressor&) = delete;
  name_compressor& operator=(const name_compressor&) = delete;
  constexpr ~name_compressor() {
    if (active_) release();
  }

  /// Whether there is more than one name.
  template <class L>
  [[nodiscard]] static constexpr bool needed(const L& message) noexcept {
    return message.compress && (message.qd.size() > 1 || !message.an.empty() || !message.ns.empty() || !message.ar.empty());
  }
  [[nodiscard]] constexpr bool active() const noexcept { return active_; }

  /// How a name is sent: so many of its octets, and a pointer to the rest; 0: there is no rest.
  struct compressed {
    std::size_t fresh;
    std::uint16_t pointer;
  };

  /// The name whose octets begin at `wire`, and in the message at `position`.
  [[nodiscard]] [[gnu::noinline]] constexpr compressed compress(const std::uint8_t* wire, std::size_t position) {
    std::uint8_t labels[domain_name::max_size / 2 + 1]{};
    std::size_t count = 0, size = 0;
    for (; wire[size] != 0; size += wire[size] + std::size_t{1}) labels[count++] = static_cast<std::uint8_t>(size);
    std::uint16_t known = 0;
    for (; count != 0; --count) {
      const std::uint16_t longer = find(known, wire + labels[count - 1]);
      if (longer == 0) break;
      known = longer;
      size = labels[count - 1];
    }
    for (std::uint16_t parent = known; count != 0; --count) {
      const std::size_t at = position + labels[count - 1];
      if (at > 0x3fff) break;  // beyond what a pointer reaches
      parent = add(parent, wire + labels[count - 1], at);
    }
    if (known == 0) return {size + 1, 0};
    return {size, static_cast<std::uint16_t>(0xc000 | nodes()[known - 1].offset)};
  }

 private:
  // A tree of labels, the last one of a name nearest to the root; 0 is the root. `next` leads to the other nodes of a
  // bucket, of which only the newest are looked at: no choice of labels makes the work grow faster than the message.
  struct node {
    const std::uint8_t* label;
    std::uint16_t parent, offset, next;
  };
  static constexpr std::size_t own_nodes = 24, own_heads = 32, most_tries = 32;

  [[gnu::noinline]] constexpr void prepare(std::size_t expected) {
    while (heads_size_ < expected && heads_size_ < 0x4000) heads_size_ *= 2;
    if (heads_size_ > own_heads) more_heads_ = new std::uint16_t[heads_size_];
    for (std::size_t i = 0; i != heads_size_; ++i) heads()[i] = 0;
  }

  [[gnu::noinline]] constexpr void release() noexcept {
    delete[] more_nodes_;
    delete[] more_heads_;
  }

  [[nodiscard]] constexpr node* nodes() noexcept { return more_nodes_ ? more_nodes_ : nodes_; }
  [[nodiscard]] constexpr std::uint16_t* heads() noexcept { return more_heads_ ? more_heads_ : heads_; }

  [[nodiscard]] constexpr std::uint16_t& head(std::uint16_t parent, const std::uint8_t* label) noexcept {
    std::uint32_t h = parent;
    for (std::size_t i = 0; i <= *label; ++i) h = (h ^ label[i]) * 0x0100'0193u;
    return heads()[(h ^ h >> 15) & (heads_size_ - 1)];
  }

  [[nodiscard]] constexpr std::uint16_t find(std::uint16_t parent, const std::uint8_t* label) noexcept {
    std::uint16_t i = head(parent, label);
    for (std::size_t tries = 0; i != 0 && tries != most_tries; ++tries, i = nodes()[i - 1].next) {
      const node& n = nodes()[i - 1];
      if (n.parent != parent) continue;
      std::size_t same = 0;
      while (same <= *label && n.label[same] == label[same]) ++same;
      if (same > *label) return i;
    }
    return 0;
  }

  constexpr std::uint16_t add(std::uint16_t parent, const std::uint8_t* label, std::size_t offset) {
    if (count_ == room_) grow();
    std::uint16_t& first = head(parent, label);
    nodes()[count_] = {label, parent, static_cast<std::uint16_t>(offset), first};
    return first = ++count_;
  }

  constexpr void grow() {
    node* const wider = new node[2 * room_];
    for (std::size_t i = 0; i != count_; ++i) wider[i] = nodes()[i];
    delete[] more_nodes_;
    more_nodes_ = wider;
    room_ *= 2;
  }

  bool active_;
  std::uint16_t count_ = 0;
  std::size_t room_ = own_nodes, heads_size_ = own_heads;
  node* more_nodes_ = nullptr;
  std::uint16_t* more_heads_ = nullptr;
  std::uint16_t heads_[own_heads];
  node nodes_[own_nodes];
};

}  // namespace packetry::detail
