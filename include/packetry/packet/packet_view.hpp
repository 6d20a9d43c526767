// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/packet/packet_index.hpp>
#include <packetry/packet/standard_catalog.hpp>

#include <optional>

namespace packetry {

template <class Catalog>
class basic_packet_view;
template <class Catalog>
class layer_range;

namespace detail {

[[noreturn]] inline void no_such_layer(std::string_view name) {
  throw std::out_of_range("there is no " + std::string{name} + " layer in this packet");
}

}  // namespace detail

/// One layer of a dissected packet, whatever its type.
template <class Catalog>
class basic_layer_handle {
 public:
  constexpr basic_layer_handle() noexcept = default;
  constexpr basic_layer_handle(const basic_packet_view<Catalog>& packet, std::size_t index) noexcept
      : packet_(&packet), index_(index) {}

  /// The catalog's index of this layer; `Catalog::id_of<L>`.
  [[nodiscard]] constexpr unsigned id() const noexcept { return packet_->slot(index_).id(); }
  template <class L>
  [[nodiscard]] constexpr bool is() const noexcept { return id() == Catalog::template id_of<L>; }

  [[nodiscard]] constexpr std::string_view name() const noexcept { return Catalog::names[id()]; }
  /// Octets from the packet's first to this layer's.
  [[nodiscard]] constexpr std::size_t offset() const noexcept { return packet_->slot(index_).offset(); }
  /// The layer's own octets; those above it, as far as its lengths and those below grant; without padding.
  [[nodiscard]] constexpr bytes octets() const noexcept { return packet_->header(index_); }
  [[nodiscard]] constexpr bytes payload() const noexcept { return packet_->payload(index_); }
  /// Its place among the packet's layers, from 0.
  [[nodiscard]] constexpr std::size_t index() const noexcept { return index_; }

  /// Call `f` with the layer in place, a `layer_view` of its type: `f` is compiled for every layer of the catalog.
  ///
  /// \code
  /// layer.visit([](const auto& view) { for_each_field(view, print); });
  /// \endcode
  template <class F>
  constexpr void visit(F&& f) const;

 private:
  const basic_packet_view<Catalog>* packet_ = nullptr;
  std::size_t index_ = 0;
};

/// A packet dissected by its content: borrowed octets and where each layer lies in them. Never fails and never
/// allocates: what is not understood, or is malformed, is the last layer, raw; `fault` says why dissection stopped.
/// Fields are decoded when asked for.
///
/// \code
/// packet_view v = dissect(frame);
/// if (auto t = v.find<tcp>()) std::cout << t->sport << '\n';
/// \endcode
template <class Catalog>
class basic_packet_view {
 public:
  using catalog_type = Catalog;

  constexpr basic_packet_view() noexcept = default;
  /// `first` is the catalog's index of the outermost layer.
  constexpr basic_packet_view(bytes packet, unsigned first) : index_(detail::packet_index::unset{}) {
    detail::index_packet<Catalog>(packet, first, index_);
  }
  constexpr basic_packet_view(bytes packet, const detail::packet_index& index) noexcept : index_(index) {
    index_.begin = packet.data();
    index_.packet_end = packet.data() + packet.size();
  }

  [[nodiscard]] constexpr bytes octets() const noexcept { return {index_.begin, index_.packet_end}; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return octets().size(); }
  [[nodiscard]] constexpr layer_range<Catalog> layers() const noexcept;
  [[nodiscard]] constexpr std::size_t count() const noexcept { return index_.count(); }

  template <class L>
  [[nodiscard]] constexpr bool has() const noexcept {
    constexpr unsigned id = Catalog::template id_of<L>;
    static_assert(id <= Catalog::padding_id, "this layer is not in the packet's catalog; see catalog_with");
    if ((index_.present & detail::packet_index::mark_of(id)) == 0) return false;
    if constexpr (detail::packet_index::shares_mark(id)) return place<L>(1) != index_.count();
    return true;
  }

  /// The `nth` layer (from 1) of type L in place, where there is one.
  template <class L>
  [[nodiscard]] constexpr std::optional<layer_view<L>> view(std::size_t nth = 1) const noexcept {
    if (!has<L>()) return std::nullopt;
    if (nth == 1) return view_from<L>(first_place<L>(), first_offset<L>());
    const std::size_t at = place<L>(nth);
    if (at == index_.count()) return std::nullopt;
    return view_at<L>(at);
  }

  /// The same as an owning value.
  template <class L>
  [[nodiscard]] constexpr std::optional<L> find(std::size_t nth = 1) const {
    if (const auto v = view<L>(nth)) return detail::decode(*v);
    return std::nullopt;
  }

  /// The same; \throws std::out_of_range naming the layer where there is none.
  template <class L>
  [[nodiscard]] constexpr L get(std::size_t nth = 1) const {
    const auto v = view<L>(nth);
    if (!v) detail::no_such_layer(L::name);
    return detail::decode(*v);
  }

  /// Octets above the last layer that was understood.
  [[nodiscard]] constexpr bytes payload() const noexcept {
    const auto v = view<raw>();
    return v ? v->octets() : bytes{};
  }

  /// Why dissection stopped early, where it did.
  [[nodiscard]] constexpr std::optional<packet_error> fault() const noexcept {
    if (index_.what == packetry::fault::none) return std::nullopt;
    return packet_error{index_.what, Catalog::names[index_.faulty], index_.fault_offset, index_.fault_needed, index_.fault_available};
  }

  // --- by place, for what walks over all layers ----------------------------------------------------------------------

  [[nodiscard]] constexpr detail::index_slot slot(std::size_t i) const noexcept { return index_.slots[i]; }
  [[nodiscard]] constexpr const detail::packet_index& index() const noexcept { return index_; }

  /// The layer at place `i`, which is an L.
  template <class L>
  [[nodiscard]] constexpr layer_view<L> view_at(std::size_t i) const noexcept {
    return view_from<L>(i, slot(i).offset());
  }

  [[nodiscard]] constexpr std::size_t header_end(std::size_t i) const noexcept {
    if (slot(i).id() == Catalog::padding_id) return octets().size();
    if (i + 1 != index_.count() && slot(i + 1).id() != Catalog::padding_id) return slot(i + 1).offset();
    return index_.end;
  }
  [[nodiscard]] constexpr bytes header(std::size_t i) const noexcept {
    return octets().subspan(slot(i).offset(), header_end(i) - slot(i).offset());
  }
  [[nodiscard]] constexpr bytes payload(std::size_t i) const noexcept {
    std::size_t end = octets().size();
    for (std::size_t j = 0; j <= i; ++j)
      detail::with_layer<Catalog>(slot(j).id(), [&]<class L>(L*) {
        const auto v = view_at<L>(j);
        end = static_cast<std::size_t>(detail::find_end(v, index_.begin + end) - index_.begin);
        return true;
      });
    const std::size_t begin = header_end(i);
    return octets().subspan(begin, end > begin ? end - begin : 0);
  }

 private:
  template <class L>
  [[nodiscard]] constexpr std::size_t place(std::size_t nth) const noexcept {
    constexpr unsigned id = Catalog::template id_of<L>;
    std::size_t i = 0;
    for (; i != index_.count(); ++i)
      if (slot(i).id() == id && --nth == 0) break;
    return i;
  }

  template <class L>
  [[nodiscard]] constexpr layer_view<L> view_from(std::size_t i, std::size_t offset) const noexcept {
    const bool prefixed = i != 0 && detail::prefixed_over<Catalog, L>(slot(i - 1).id());
    const std::uint8_t* const begin = index_.begin;
    layer_view<L> view{begin + offset, begin + header_end(i), std::is_same_v<L, padding> ? index_.packet_end : begin + index_.end, prefixed};
    if constexpr (requires { view.places.known(); }) {
      if (index_.places_slot == i) view.places = index_.places;
    }
    return view;
  }

  /// Of a layer that is there. A frequent one's is not searched for, and its place is not either where only fields are read.
  template <class L>
  [[nodiscard]] constexpr std::size_t first_offset() const noexcept {
    constexpr unsigned id = Catalog::template id_of<L>;
    if constexpr (id < detail::packet_index::frequent) {
      return index_.first[id];
    } else {
      return slot(first_place<L>()).offset();
    }
  }
  template <class L>
  [[nodiscard]] constexpr std::size_t first_place() const noexcept {
    std::size_t i = 0;
    while (slot(i).id() != Catalog::template id_of<L>) ++i;
    return i;
  }

  detail::packet_index index_;
};

template <class Catalog>
template <class F>
constexpr void basic_layer_handle<Catalog>::visit(F&& f) const {
  if (id() == Catalog::raw_id) return f(packet_->template view_at<raw>(index_));
  if (id() == Catalog::padding_id) return f(packet_->template view_at<padding>(index_));
  detail::with_layer<Catalog>(id(), [&]<class L>(L*) {
    f(packet_->template view_at<L>(index_));
    return true;
  });
}

/// The layers of a packet, outermost first, raw and padding included. Holds its own view, so that it may be walked over
/// although it came from a temporary; its handles end with it.
template <class Catalog>
class layer_range {
 public:
  class iterator {
   public:
    using value_type = basic_layer_handle<Catalog>;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() noexcept = default;
    constexpr iterator(const basic_packet_view<Catalog>* p, std::size_t i) noexcept : packet_(p), index_(i) {}
    [[nodiscard]] constexpr value_type operator*() const noexcept { return {*packet_, index_}; }
    constexpr iterator& operator++() noexcept {
      ++index_;
      return *this;
    }
    constexpr iterator operator++(int) noexcept { return {packet_, index_++}; }
    friend constexpr bool operator==(const iterator&, const iterator&) noexcept = default;

   private:
    const basic_packet_view<Catalog>* packet_ = nullptr;
    std::size_t index_ = 0;
  };

  constexpr explicit layer_range(const basic_packet_view<Catalog>& p) noexcept : packet_(p) {}
  [[nodiscard]] constexpr iterator begin() const noexcept { return {&packet_, 0}; }
  [[nodiscard]] constexpr iterator end() const noexcept { return {&packet_, size()}; }
  [[nodiscard]] constexpr std::size_t size() const noexcept { return packet_.count(); }
  [[nodiscard]] constexpr basic_layer_handle<Catalog> operator[](std::size_t i) const noexcept { return {packet_, i}; }

 private:
  basic_packet_view<Catalog> packet_;
};

template <class Catalog>
constexpr layer_range<Catalog> basic_packet_view<Catalog>::layers() const noexcept {
  return layer_range<Catalog>{*this};
}

using packet_view = basic_packet_view<standard_catalog>;
using layer_handle = basic_layer_handle<standard_catalog>;

/// Dissect one packet by its content: the first layer by the link type, each next by the number below it.
/// The octets must outlive the view.
///
/// \code
/// packet_view v = dissect(frame, link_type::ethernet);
/// \endcode
template <class Catalog = standard_catalog>
  requires(!layer<Catalog>)
[[nodiscard]] constexpr basic_packet_view<Catalog> dissect(bytes packet, link_type link = link_type::ethernet, const Catalog& = {}) {
  return {packet, detail::first_layer<Catalog>(link, packet)};
}

}  // namespace packetry
