// SPDX-License-Identifier: BSL-1.0
//
// Octets that nobody meant well with: every vector of the corpus cut at every octet, damaged, and chance itself. Whatever
// they are, they are dissected without a fault of ours: layers that lie end to end, each with a value, and a reason where
// dissection stopped. Most of this is told by the sanitizers it is run under.

#include <packetry/packet/answers.hpp>
#include <packetry/packet/edit.hpp>
#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "vectors_corpus.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace hostile_test {

// --- what holds for any octets ----------------------------------------------------------------

std::string hex_of(bytes octets) {
  std::string text;
  for (const std::uint8_t o : octets) {
    text += "0123456789abcdef"[o >> 4];
    text += "0123456789abcdef"[o & 15];
  }
  return text;
}

/// The layers lie end to end, from the first octet to the last; octets and padding are the last ones.
void check_tiling(const packet_view& v) {
  std::size_t at = 0;
  ASSERT_LE(v.count(), detail::packet_index::capacity);
  for (std::size_t i = 0; i != v.count(); ++i) {
    const layer_handle l{v, i};
    EXPECT_EQ(l.offset(), at);
    EXPECT_FALSE(l.octets().empty()) << l.name();
    at += l.octets().size();
    ASSERT_LE(at, v.size());
    if (l.is<padding>()) {
      EXPECT_EQ(i + 1, v.count());
    } else if (l.is<raw>()) {
      EXPECT_TRUE(i + 1 == v.count() || (i + 2 == v.count() && layer_handle(v, i + 1).is<padding>()));
    } else {
      EXPECT_LT(i, detail::most_layers);
    }
    const bytes above = l.payload();
    EXPECT_LE(static_cast<std::size_t>(above.data() - v.octets().data()) + above.size(), v.size());
  }
  EXPECT_EQ(at, v.size());
}

/// A fault speaks of octets that are there: they are what was left as raw, or a layer of which a part was kept.
void check_fault(const packet_view& v) {
  const auto f = v.fault();
  if (!f) return;
  EXPECT_NE(f->what, fault::none);
  EXPECT_FALSE(f->layer.empty());
  EXPECT_LE(f->offset + f->available, v.size());
  if (f->what == fault::truncated) {
    EXPECT_GE(f->needed, f->available);
  }
  bool there = false;
  for (std::size_t i = 0; i != v.count(); ++i) {
    const layer_handle l{v, i};
    there = there || (l.offset() == f->offset && (l.is<raw>() || l.name() == f->layer));
  }
  EXPECT_TRUE(there) << to_string(*f);
}

/// Whether a layer written again gives the octets it was read from, whatever they are.
template <class L>
inline constexpr bool is_canonical =
    !std::is_same_v<L, dns> && !std::is_same_v<L, http_request> && !std::is_same_v<L, http_response>;

/// Every layer has a value, and but for names and heads of HTTP, which can be written in several ways, it is all there is.
void check_values(const packet_view& v) {
  const auto f = v.fault();
  for (std::size_t i = 0; i != v.count(); ++i)
    detail::with_layer<standard_catalog>(v.slot(i).id(), [&]<class L>(L*) {
      const L value = detail::decode(v.view_at<L>(i));
      if constexpr (is_canonical<L>) {
        const bytes octets = v.header(i);
        const bool cut = f && f->offset == v.slot(i).offset();
        EXPECT_TRUE(cut || std::ranges::equal(to_bytes(value), octets)) << L::name << ' ' << hex_of(octets);
      } else {
        static_cast<void>(wire_size(value));
      }
      return true;
    });
}

/// What else looks at a packet as it was received.
void check_readers(const packet_view& v) {
  EXPECT_EQ(answers(v, v), explain(v, v).empty());
  static_cast<void>(keys_of_request(v));
  static_cast<void>(keys_of_reply(v));
  static_cast<void>(verify(v));
}

void check(const packet_view& v) {
  check_tiling(v);
  check_fault(v);
  check_values(v);
  check_readers(v);
  if (testing::Test::HasFailure()) FAIL() << hex_of(v.octets());
}

/// Right lengths and checksums are found once and for all, and of no packet the size changes.
void check_recompute(packet p) {
  const std::size_t size = p.size();
  p.recompute();
  EXPECT_EQ(p.size(), size);
  const packet once = p;
  p.recompute();
  EXPECT_EQ(p, once) << hex_of(p.octets());
}

void check_text(const packet_view& v) {
  EXPECT_FALSE(v.size() != 0 && summary_text(v).empty());
  EXPECT_FALSE(v.size() != 0 && show_text(v).empty());
}

// --- where the octets come from ---------------------------------------------------------------

struct vector {
  std::string id;
  std::vector<std::uint8_t> octets;
  unsigned first;  ///< the catalog's index of the outermost layer
};

std::vector<vector> read_vectors() {
  std::vector<vector> all;
  for (test::corpus_line& line : test::read_corpus("vectors_dev.jsonl")) {
    const auto* const first = std::ranges::find(standard_catalog::names, std::string_view{line["first"]});
    const bool known = first != std::end(standard_catalog::names);
    all.push_back({line["id"], test::octets_of(line["hex"]),
                   known ? static_cast<unsigned>(first - std::begin(standard_catalog::names)) : standard_catalog::raw_id});
  }
  return all;
}

struct HostileOctets : testing::Test {
  std::vector<vector> vectors = read_vectors();
  std::mt19937 chance{20131022};  // always the same

  void SetUp() override {
    if (vectors.empty()) GTEST_SKIP() << "the corpus is not here: no " PACKETRY_CORPUS "/vectors_dev.jsonl";
  }
  std::size_t below(std::size_t n) { return chance() % n; }
  std::uint8_t octet() { return static_cast<std::uint8_t>(chance()); }
};

// --- cut --------------------------------------------------------------------------------------

/// Whether the options of a DHCP message still end where one does; behind the last they may be cut anywhere.
bool whole_dhcp_options(bytes cut_layer) {
  return cut_layer.size() >= 4 && dhcp_options::whole_octets(cut_layer.subspan(4)) == cut_layer.size() - 4;
}

/// The same of neighbour discovery. The first octets of a message that is shorter than its type are one of an unknown kind.
bool whole_nd_options(bytes cut_message) {
  const auto type = static_cast<icmpv6_type>(cut_message[0]);
  const std::size_t head = type == icmpv6_type::router_solicitation ? 8 : type == icmpv6_type::router_advertisement ? 16
                         : type == icmpv6_type::neighbor_solicitation || type == icmpv6_type::neighbor_advertisement ? 24
                         : type == icmpv6_type::redirect ? 40 : cut_message.size();
  return cut_message.size() < head || nd_options::whole_octets(cut_message.subspan(head)) == cut_message.size() - head;
}

/// Whether a layer of which `cut` is left is whole as far as anyone can tell: octets, padding, a head of HTTP, a quoted
/// segment, options that end earlier.
bool is_harmless(const layer_handle& l, bytes cut) {
  return l.is<raw>() || l.is<padding>() || l.is<http_request>() || l.is<http_response>() || (l.is<tcp_error>() && cut.size() >= 8) ||
         (l.is<icmpv6>() && cut.size() >= 4 && whole_nd_options(cut)) || (l.is<dhcp>() && whole_dhcp_options(cut));
}

/// The layer that a cut at octet `n` goes through, as the whole packet has it; nothing where it is between two, or does no harm.
std::optional<layer_handle> cut_layer(const packet_view& whole, std::size_t n) {
  for (std::size_t i = 0; i != whole.count(); ++i) {
    const layer_handle l{whole, i};
    if (n <= l.offset() || n >= l.offset() + l.octets().size()) continue;
    if (!is_harmless(l, l.octets().first(n - l.offset()))) return l;
  }
  return std::nullopt;
}

TEST_F(HostileOctets, VectorsCutAtEveryOctet) {
  for (const vector& v : vectors) {
    const packet_view whole{v.octets, v.first};
    for (std::size_t n = 0; n <= v.octets.size(); ++n) {
      const std::vector<std::uint8_t> octets{v.octets.begin(), v.octets.begin() + static_cast<std::ptrdiff_t>(n)};
      const packet_view cut{octets, v.first};
      check(cut);
      if (n % 8 == 0) check_text(cut);
      if (HasFatalFailure()) FAIL() << v.id << " cut at " << n;
      if (whole.fault()) continue;
      const auto through = cut_layer(whole, n);
      ASSERT_EQ(cut.fault().has_value(), through.has_value()) << v.id << " cut at " << n;
      if (!through) continue;
      EXPECT_EQ(cut.fault()->what, fault::truncated) << v.id << " cut at " << n;
      EXPECT_EQ(cut.fault()->layer, through->name()) << v.id << " cut at " << n;
      EXPECT_EQ(cut.fault()->offset, through->offset()) << v.id << " cut at " << n;
      EXPECT_EQ(cut.fault()->available, n - through->offset()) << v.id << " cut at " << n;
    }
  }
}

// --- damaged ----------------------------------------------------------------------------------

TEST_F(HostileOctets, VectorsDamaged) {
  for (std::size_t i = 0; i != 20'000; ++i) {
    const vector& v = vectors[below(vectors.size())];
    std::vector<std::uint8_t> octets = v.octets;
    for (std::size_t wounds = 1 + below(6); wounds != 0; --wounds) {
      const std::size_t at = below(octets.size() + 1);
      const auto where = octets.begin() + static_cast<std::ptrdiff_t>(at);
      const std::vector<std::uint8_t>& other = vectors[below(vectors.size())].octets;
      switch (below(7)) {
        case 0: octets.insert(where, octet()); break;
        case 1: octets.insert(where, other.begin(), other.begin() + static_cast<std::ptrdiff_t>(below(other.size() + 1))); break;
        case 2: octets.erase(where, octets.end()); break;
        case 3:
          if (at != octets.size()) octets.erase(where);
          break;
        case 4:
          if (at != octets.size()) *where = static_cast<std::uint8_t>(*where ^ 1u << below(8));
          break;
        case 5:
          if (at != octets.size()) *where = std::uint8_t{0xff};
          break;
        default:
          if (at != octets.size()) *where = octet();
      }
    }
    octets.shrink_to_fit();  // so that what is read behind the end is found out
    const packet_view damaged{octets, v.first};
    check(damaged);
    if (i % 16 == 0) check_text(damaged);
    if (i % 16 == 1 && v.first == standard_catalog::id_of<ip>) check_recompute(packet::starting_with<ip>(octets));
    if (HasFatalFailure()) FAIL() << v.id;
  }
}

// --- piled up ---------------------------------------------------------------------------------

TEST(HostileLayers, AreReadUpToThirtyTwo) {
  for (const std::size_t tags : {30u, 31u, 32u, 16'000u}) {
    std::vector<std::uint8_t> octets = to_bytes(ether{.type = ether_type::vlan});
    for (std::size_t i = 0; i != tags; ++i) octets.insert(octets.end(), {0, 1, 0x81, 0});
    const packet_view v = dissect(octets);
    check(v);
    const bool too_many = tags > 31;
    EXPECT_EQ(v.count(), too_many ? 33 : tags + 1);
    EXPECT_EQ(v.fault().has_value(), too_many);
    if (!too_many) continue;
    EXPECT_EQ(v.fault()->what, fault::too_deep);
    EXPECT_EQ(v.payload().size(), 4 * (tags - 31));
  }
}

// --- chance -----------------------------------------------------------------------------------

TEST_F(HostileOctets, OctetsByChance) {
  for (std::size_t i = 0; i != 100'000; ++i) {
    std::vector<std::uint8_t> octets(below(i % 64 == 0 ? 1600 : 96));
    for (std::uint8_t& o : octets) o = octet();
    check({octets, static_cast<unsigned>(i % (standard_catalog::size + 1))});  // each layer comes first, and none
    if (HasFatalFailure()) FAIL() << i;
  }
}

}  // namespace hostile_test
}  // namespace packetry
