// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/layer/name_codec.hpp>
#include <packetry/layer/record_places.hpp>
#include <packetry/layer/view.hpp>
#include <packetry/layer/write.hpp>

namespace packetry {

namespace detail {

/// What the views of a message's records share while they are read.
template <class Record>
struct record_extras {
  pointer_chains* chains = nullptr;  ///< remembered by whoever reads many records; may be missing
  std::uint8_t name_size = 0;        ///< octets without compression of the name read last; 0: not known

 protected:
  [[nodiscard]] constexpr const layer_view<Record>& view() const noexcept { return static_cast<const layer_view<Record>&>(*this); }
  template <auto Member>
  [[nodiscard]] constexpr member_value<Member> get() const noexcept {
    return view().template get<Member>();
  }
  template <auto Member>
  [[nodiscard]] constexpr std::size_t size_of_name() const noexcept {
    return name_size != 0 ? name_size : name_codec::whole_size(view(), view().template place<index_of<Record, Member>>());
  }
};

/// Where a layer's message ends: its own length may say so, and octets behind it are no part of it.
template <class L>
[[nodiscard]] constexpr const std::uint8_t* message_end(const layer_view<L>& v) noexcept {
  if constexpr (shape<L>.has(kind::rest_length)) {
    if (v.begin() != v.base()) {
      const std::uint64_t length = to_uint(v.template read<shape<L>.row(kind::rest_length)>());
      if (length < static_cast<std::size_t>(v.end() - v.base())) return v.base() + length;
    }
  }
  return v.end();
}

/// A list of so many records that begins at `begin` and may reach to `stop`; names reach to `end`, the message's.
struct list_place {
  const std::uint8_t* message;
  const std::uint8_t* begin;
  const std::uint8_t* stop;
  const std::uint8_t* end;
  std::size_t count;
};

}  // namespace detail

/// The records of a list, in place, one after the other. Those that are whole: there can be fewer than the message's count
/// says. Allocates nothing, but for a message that chains more pointers than an honest one does: 32 KiB once, so that
/// reading it stays linear. The records end with it, because they share that; not to be shared among threads.
///
/// \code
/// const auto answers = view.an();
/// for (auto record : answers) use(record.rrname());
/// \endcode
template <class Record>
class record_range {
 public:
  using value_type = layer_view<Record>;

  constexpr explicit record_range(const detail::list_place& list) noexcept : list_(list) {}
  /// Of records whose places are known, of which this list's first is the `first`.
  constexpr record_range(const detail::list_place& list, const detail::record_places& places, std::size_t first) noexcept
      : list_(list), places_(places, first, list.count), first_(first) {}
  constexpr record_range(const record_range& other) noexcept : record_range(other.list_, other.places_, other.first_) {}
  record_range& operator=(const record_range&) = delete;
  constexpr ~record_range() {
    if (!std::is_constant_evaluated()) chains_.release();  // no table is made there
  }

  class iterator {
   public:
    using value_type = layer_view<Record>;
    using difference_type = std::ptrdiff_t;

    constexpr iterator() noexcept = default;
    constexpr iterator(const record_range* range, const std::uint8_t* at, std::size_t left) noexcept
        : range_(range), at_(at), left_(left), current_(range->list_.message, at, range->list_.end) {
      if constexpr (requires { current_.chains; }) current_.chains = &range->chains_;
      read();
    }

    [[nodiscard]] constexpr const value_type& operator*() const noexcept { return current_; }
    [[nodiscard]] constexpr const value_type* operator->() const noexcept { return &current_; }
    constexpr iterator& operator++() noexcept {
      at_ = current_.header_end();
      --left_;
      read();
      return *this;
    }
    constexpr iterator operator++(int) noexcept {
      const iterator before = *this;
      ++*this;
      return before;
    }
    friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept { return a.left_ == b.left_; }

    /// Behind the records read so far.
    [[nodiscard]] constexpr const std::uint8_t* place() const noexcept { return at_; }

   private:
    [[gnu::always_inline]] constexpr void read() noexcept {
      if (left_ == 0) return;
      if constexpr (requires { current_.name_size; }) {
        if (range_->places_.known()) return read_known();
      }
      if (at_ >= range_->list_.stop) {
        left_ = 0;
        return;
      }
      current_.move_to(at_);
      current_.set_header_end(at_ + detail::skip(current_));
    }

    constexpr void read_known() noexcept {
      const detail::list_place& list = range_->list_;
      const detail::record_places& places = range_->places_;
      const std::size_t i = range_->first_ + list.count - left_;
      const detail::record_places::place place = places[i];
      current_.move_to(list.message + place.at);
      current_.set_anchor(current_.base() + place.name_octets);
      current_.set_header_end(i + 1 == places.size() ? list.stop : list.message + places[i + 1].at);
      current_.name_size = place.name_size;
    }

    const record_range* range_ = nullptr;
    const std::uint8_t* at_ = nullptr;
    std::size_t left_ = 0;
    value_type current_{};
  };

  [[nodiscard]] constexpr iterator begin() const& noexcept { return {this, list_.begin, list_.count}; }
  [[nodiscard]] constexpr iterator end() const& noexcept { return {}; }
  iterator begin() const&& = delete;

  [[nodiscard]] constexpr bool empty() const noexcept { return begin() == end(); }
  /// Walks over the records.
  [[nodiscard]] constexpr std::size_t size() const noexcept {
    std::size_t n = 0;
    for (iterator i = begin(); i != end(); ++i) ++n;
    return n;
  }

  /// Where the last whole record ends.
  [[nodiscard]] constexpr const std::uint8_t* list_end() const noexcept {
    iterator i = begin();
    while (i != end()) ++i;
    return i.place();
  }

 private:
  detail::list_place list_;
  detail::record_places places_;
  std::size_t first_ = 0;
  mutable detail::pointer_chains chains_{detail::pointer_chains::when_needed::make};
};

namespace detail {

/// Records of a message, one behind the other: so many, from `begin` on; the message ends at `end`.
struct record_run {
  const std::uint8_t* message;
  const std::uint8_t* begin;
  const std::uint8_t* end;
  std::size_t count;
};

template <class Record>
[[nodiscard]] extent measure_chained_records(record_run run) noexcept;

/// The octets of the whole ones among the records: up to the first that is not, which with all behind it belongs to no list.
template <class Record, class Places>
[[nodiscard]] [[gnu::flatten]] constexpr extent measure_records(record_run run, pointer_chains chains, Places& places) noexcept {
  const std::uint8_t* at = run.begin;
  std::size_t i = places.size();
  for (std::size_t left = run.count; left != 0; --left, ++i) {
    layer_view<Record> record{run.message, at, run.end};
    if constexpr (requires { record.chains; }) record.chains = &chains;
    const extent found = measure(record);
    if (found.what != fault::none) [[unlikely]] {
      places.forget();
      if (chains.asked()) return measure_chained_records<Record>(run);
      return {static_cast<std::size_t>(at - run.begin), found.what};
    }
    if constexpr (requires { places.note(i, i, i, record.name_size); }) {
      places.note(i, static_cast<std::size_t>(at - run.message), static_cast<std::size_t>(record.anchor() - at), record.name_size);
    }
    at += found.size;
  }
  places.end(i);
  return {static_cast<std::size_t>(at - run.begin)};
}

/// The same for a message with long chains of pointers. Apart, because of the room that its table takes on the stack.
template <class Record>
[[gnu::noinline, gnu::cold]] extent measure_chained_records(record_run run) noexcept {
  pointer_table table;
  no_places unknown;
  return measure_records<Record>(run, pointer_chains{&table}, unknown);
}

template <class Record, class Writer>
[[gnu::always_inline]] constexpr void write_record(const Record& record, Writer& w) {
  lengths n;
  write_rows(record, false, w, n);
}
template <class List, class Writer>
[[gnu::noinline]] constexpr void write_records(const List& list, Writer& w) {
  for (const auto& record : list) write_record(record, w);
}

template <class Record, auto Count>
struct records_codec {
  static constexpr unsigned bits = dynamic;
  using listed = Record;

  template <class L, class List, class Writer>
  [[gnu::always_inline]] static constexpr void write(const L&, const List& list, Writer& w) {
    if (list.empty()) return;
    if constexpr (List::holds_first) {
      if (list.size() == 1) return write_record(list[0], w);
    }
    Writer apart = w;  // so that no address of `w` is taken, and its state stays in registers
    write_records(list, apart);
    w = apart;
  }

  template <class View>
  [[nodiscard]] static constexpr extent measure(View& view, const std::uint8_t* at) noexcept {
    return measure(view, at, count_in(view));
  }
  /// Of so many records: lists of the same ones, one behind the other, are measured together.
  template <class View>
  [[nodiscard]] static constexpr extent measure(View& view, const std::uint8_t* at, std::size_t count) noexcept {
    if (count == 0) return {};
    const record_run run{view.message(), at, message_end(view), count};
    constexpr pointer_chains chains{pointer_chains::when_needed::ask};
    if constexpr (requires { view.places.note(0, 0, 0, 0); }) {
      return measure_records<Record>(run, chains, view.places);
    } else {
      no_places unknown;
      return measure_records<Record>(run, chains, unknown);
    }
  }

  template <class View>
  [[nodiscard]] static constexpr record_range<Record> in_place(const View& view, const std::uint8_t* at) noexcept {
    return record_range<Record>{place_of(view, at)};
  }

  template <class View>
  [[nodiscard]] static constexpr list_place place_of(const View& view, const std::uint8_t* at) noexcept {
    return {view.message(), at, view.header_end(), message_end(view), count_in(view)};
  }
  template <class View>
  [[nodiscard]] static constexpr std::size_t count_in(const View& view) noexcept {
    return static_cast<std::size_t>(to_uint(view.template get<Count>()));
  }

  template <class T, class View>
  [[nodiscard]] static constexpr T read(const View& view, bytes wire) {
    T list;
    const record_range<Record> records = in_place(view, wire.data());
    list.reserve(records.size());
    for (const layer_view<Record>& record : records) list.push_back(decode(record));
    return list;
  }
};

}  // namespace detail

/// As many records as another member counts, each a table of its own.
template <class Record, auto Count>
inline constexpr detail::records_codec<Record, Count> records{};

}  // namespace packetry
