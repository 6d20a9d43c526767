// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/fields/timestamp.hpp>
#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>

#include <vector>

namespace packetry {

/// What is known of a packet beside its octets.
struct packet_info {
  link_type link = link_type::ethernet;
  timestamp time{};
  std::size_t wire_length = 0;  ///< octets it had on the wire; 0: as many as there are
  bool checksum_pending = false;  ///< its sender left the transport checksum to hardware that the packet never met
};

/// A packet that owns its octets: received, read from a file, or made from a stack, and dissected by its content.
///
/// What is not changed stays octet for octet as it was.
///
/// \code
/// packet p{frame};
/// p.edit<ip>([](ip& h) { h.ttl -= 1; });  // only those octets change; the checksum stays as it was
/// p.recompute();                          // lengths and checksums made right again
/// \endcode
template <class Catalog>
class basic_packet {
 public:
  using catalog_type = Catalog;
  using view_type = basic_packet_view<Catalog>;

  basic_packet() = default;

  explicit basic_packet(std::vector<std::uint8_t> wire, const packet_info& info = {})
      : octets_(std::move(wire)), info_(info), first_(detail::first_layer<Catalog>(info.link, octets_)) {
    dissect_again();
  }
  explicit basic_packet(bytes wire, const packet_info& info = {})
      : basic_packet(std::vector<std::uint8_t>(wire.begin(), wire.end()), info) {}

  /// The octets of a stack, every empty field computed. \throws packet_failure where a value does not fit its field.
  template <class... Ls>
  explicit basic_packet(const stack<Ls...>& s)
      : octets_(to_bytes(s)), first_(Catalog::template id_of<detail::type_at<0, Ls...>>) {
    using outermost = detail::type_at<0, Ls...>;
    if constexpr (detail::is_in_space<outermost, link_type>())
      info_.link = static_cast<link_type>(detail::number_in_space<outermost, link_type>());
    dissect_again();
  }
  template <layer L>
  explicit basic_packet(const L& l) : basic_packet(detail::as_stack(l)) {}

  /// Octets whose outermost layer is an L, whatever the link.
  template <layer L>
  [[nodiscard]] static basic_packet starting_with(bytes wire) {
    basic_packet p;
    p.octets_.assign(wire.begin(), wire.end());
    p.first_ = Catalog::template id_of<L>;
    p.dissect_again();
    return p;
  }

  /// The same in place. The view borrows: it ends with the packet, or with the next change of it.
  [[nodiscard]] view_type view() const noexcept { return {bytes{octets_}, index_}; }
  operator view_type() const noexcept { return view(); }

  /// The `nth` layer (from 1) of type L in place, where there is one; it borrows as the view does.
  template <class L>
  [[nodiscard]] std::optional<layer_view<L>> view(std::size_t nth = 1) const noexcept { return view().template view<L>(nth); }

  [[nodiscard]] bytes octets() const noexcept { return octets_; }
  [[nodiscard]] std::size_t size() const noexcept { return octets_.size(); }

  [[nodiscard]] timestamp time() const noexcept { return info_.time; }
  /// Octets the packet had on the wire; more than `size()` where a capture cut it.
  [[nodiscard]] std::size_t wire_length() const noexcept { return info_.wire_length ? info_.wire_length : octets_.size(); }
  [[nodiscard]] link_type link() const noexcept { return info_.link; }
  [[nodiscard]] const packet_info& info() const noexcept { return info_; }

  template <class L>
  [[nodiscard]] bool has() const noexcept { return view().template has<L>(); }
  template <class L>
  [[nodiscard]] std::optional<L> find(std::size_t nth = 1) const { return view().template find<L>(nth); }
  template <class L>
  [[nodiscard]] L get(std::size_t nth = 1) const { return view().template get<L>(nth); }
  [[nodiscard]] layer_range<Catalog> layers() const noexcept { return view().layers(); }
  /// Octets above the last layer that was understood.
  [[nodiscard]] bytes payload() const noexcept { return view().payload(); }
  [[nodiscard]] std::optional<packet_error> fault() const noexcept { return view().fault(); }

  /// Change one layer: `change` is given its value, and what it changed is written back; nothing else is touched. A field
  /// that is reset() is computed again. \throws std::out_of_range where there is no such layer, packet_failure where a
  /// value does not fit.
  template <class L, class F>
  void edit(F&& change, std::size_t nth = 1);

  /// Make every length and checksum right again, of all layers but quoted ones. Padding counts into none, but within a
  /// tunnel it is part of what the lengths below grant, as long as they can be right. What a layer counts within itself stays:
  /// the records of a DNS message, its length over TCP.
  void recompute();

  friend bool operator==(const basic_packet& a, const basic_packet& b) noexcept {
    return a.octets_ == b.octets_ && a.first_ == b.first_;
  }

 private:
  static constexpr std::size_t as_dissected = ~std::size_t{0};

  void dissect_again() { detail::index_packet<Catalog>(octets_, first_, index_); }
  /// How many octets at the end are padding: as the lengths said before an edit changed sizes.
  [[nodiscard]] std::size_t tail_octets(const view_type& v) const;

  std::vector<std::uint8_t> octets_;
  packet_info info_;
  unsigned first_ = Catalog::raw_id;
  std::size_t tail_ = as_dissected;  ///< what `tail_octets` gives, where not that
  detail::packet_index index_;
};

using packet = basic_packet<standard_catalog>;

}  // namespace packetry
