// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <packetry/transport/answer_fields.hpp>

#include <array>
#include <cstddef>
#include <cstdint>

#include <linux/if_ether.h>

namespace packetry::detail {

/// The number by which L is known in a space, where that is the only one; else -1.
template <class Space, class L>
[[nodiscard]] constexpr std::int32_t only_number() noexcept {
  std::int32_t found = -1;
  if constexpr (has_ids<L>) {
    for (const number& n : L::ids) {
      if (!n.template in<Space>()) continue;
      if (found >= 0) return -1;
      found = static_cast<std::int32_t>(n.value);
    }
  }
  return found;
}

template <class Space>
struct is_known_in {
  template <class L>
  static constexpr bool of = is_in_space<L, Space>();
};
/// Types up to 1535 are lengths.
struct is_network {
  template <class L>
  static constexpr bool of = only_number<ether_type, L>() >= 0x600;
};
/// Layers with addresses of their own are answered through tunnels: those of the tunnel are all that is looked at. Of one
/// that no network layer knows nothing tells where it stands.
struct is_tested_above {
  template <class L>
  static constexpr bool of = !reply_rules_of<L>::addressed && (is_in_space<L, ip_protocol>() || is_in_space<L, next_header>());
};

template <class T, std::size_t N>
struct few {
  std::array<T, N> all{};
  std::size_t count = 0;
  constexpr void add(const T& v) { all.at(count++) = v; }  // more than there is room for do not compile
  [[nodiscard]] constexpr std::span<const T> span() const noexcept { return {all.data(), count}; }
};

template <class L, auto M, auto... Values>
constexpr void add_report(few<error_report, 4>& found, std::uint64_t number, reports<M, Values...>) {
  constexpr row_info row = rows_of<L>[index_of<L, M>];
  static_assert(row.bits == 8 && row.bit % 8 == 0, "the type of an error is an octet at a certain place");
  error_report r{.number = static_cast<std::uint8_t>(number), .offset = row.bit / 8};
  for (const std::uint64_t value : {plain_value(Values)...}) r.types.at(r.count++) = static_cast<std::uint8_t>(value);
  found.add(r);
}
template <class L, class Rule>
constexpr void add_report(few<error_report, 4>&, std::uint64_t, Rule) noexcept {}
template <class L, class... R>
constexpr void add_reports([[maybe_unused]] few<error_report, 4>& found, [[maybe_unused]] std::uint64_t number, reply_rules<R...>) {
  (add_report<L>(found, number, R{}), ...);
}

/// What a catalog's layers say of those that a number of `Space` selects.
template <class Catalog, class Space>
struct above_network {
  template <class F>
  static constexpr void for_each(F f) {
    [&]<std::size_t... I>(std::index_sequence<I...>) {
      (for_layer<typename Catalog::template layer_at<I>>(f), ...);
    }(std::make_index_sequence<Catalog::size>{});
  }
  template <class L, class F>
  static constexpr void for_layer(F& f) {
    if constexpr (has_ids<L>) {
      for (const number& n : L::ids)
        if (n.template in<Space>()) f(static_cast<L*>(nullptr), n.value);
    }
  }

  /// The messages that report errors.
  static constexpr auto errors = [] {
    few<error_report, 4> found;
    for_each([&]<class L>(L*, std::uint64_t number) {
      add_reports<L>(found, number, typename reply_type<L>::type{});
    });
    return found;
  }();
  /// The headers that say nothing of who answers whom.
  static constexpr auto extensions = [] {
    few<std::uint8_t, 16> found;
    for_each([&]<class L>(L*, std::uint64_t number) {
      if (reply_rules_of<L>::stepped_over) found.add(static_cast<std::uint8_t>(number));
    });
    return found;
  }();
};

template <class Catalog>
class shape_finder {
 public:
  using view = basic_packet_view<Catalog>;

  constexpr shape_finder(const view& request, answer_shape& shape) noexcept : request_(request), shape_(shape) {}

  constexpr void find() {
    std::size_t network = 0;
    unsigned tags = 0;
    for (; network != request_.count(); ++network) {
      const unsigned id = request_.slot(network).id();
      const bool tag = facts<Catalog, is_transparent_layer>[id];
      tags += tag;
      if (!tag && (network != 0 || facts<Catalog, is_known_in<ether_type>>[id])) break;
    }
    if (network == request_.count() || tags > 1) return;  // the kernel takes only one tag off
    with_layer<Catalog, is_network>(request_.slot(network).id(), [&]<class L>(L*) {
      begin_at<L>(network);
      return true;
    });
  }

 private:
  template <class L>
  constexpr void begin_at(std::size_t i) {
    constexpr std::int32_t type = only_number<ether_type, L>();
    shape_.protocol = static_cast<std::uint16_t>(type);
    layer_tests<L>{shape_, 0, request_.template view_at<L>(i)}.add();
    if constexpr (type == ETH_P_IP) {
      shape_.errors = above_network<Catalog, ip_protocol>::errors.span();
      add_above(i + 1);
    } else if constexpr (type == ETH_P_IPV6) {
      shape_.errors = above_network<Catalog, next_header>::errors.span();
      shape_.extensions = above_network<Catalog, next_header>::extensions.span();
      add_above_extensions(i + 1);
    }
  }

  constexpr void add_above_extensions(std::size_t i) {
    for (; i != request_.count() && facts<Catalog, is_stepped_over_layer>[request_.slot(i).id()]; ++i) shape_.extended = true;
    if (i == request_.count()) return;
    with_layer<Catalog, is_known_in<next_header>>(request_.slot(i).id(), [&]<class L>(L*) {
      shape_.above = static_cast<std::int16_t>(only_number<next_header, L>());
      return true;
    });
    if (shape_.above != answer_shape::any_above) add_above(i);
  }

  constexpr void add_above(std::size_t i) {
    if (i == request_.count()) return;
    with_layer<Catalog, is_tested_above>(request_.slot(i).id(), [&]<class L>(L*) {
      layer_tests<L>{shape_, 1, request_.template view_at<L>(i)}.add();
      return true;
    });
  }

  const view& request_;
  answer_shape& shape_;
};

/// What everything has in common that `answers` accepts for the request, as frames show it to a program of the kernel.
template <class Catalog>
[[nodiscard]] constexpr answer_shape shape_of_answers(const basic_packet_view<Catalog>& request) {
  answer_shape shape;
  shape_finder<Catalog>{request, shape}.find();
  return shape;
}

}  // namespace packetry::detail
