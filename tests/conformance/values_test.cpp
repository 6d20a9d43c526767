// SPDX-License-Identifier: BSL-1.0
//
// Values, not cached octets: what was captured is read into values, and the values alone are written again.

#include <packetry/layer/fields.hpp>
#include <packetry/packet/edit.hpp>

#include "captures.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <map>
#include <string>
#include <vector>

namespace packetry {
namespace values_test {

struct Captures : testing::Test {
  const std::vector<std::string> paths = test::captures();

  /// Whether there is nothing to read, said aloud.
  [[nodiscard]] bool absent() const {
    if (paths.empty()) std::cout << "the corpus is not here: no " PACKETRY_CORPUS "/dev/MANIFEST.tsv\n";
    return paths.empty();
  }
};

// --- every layer by its value -----------------------------------------------------------------

/// What was seen of the layers of one name: how many, and how many of them are written in other octets than they came in.
struct tally {
  std::size_t seen = 0, otherwise = 0;
};

/// How many of them may be. They say the same in other words: names are compressed in more ways than one, those of NSEC records
/// in multicast DNS alone (RFC 6762 section 18.14), and a status line without a reason is sent with the blank before it (RFC
/// 9112 section 4).
const std::map<std::string_view, std::size_t> may_differ = {{"DNS", 60}, {"HTTPResponse", 1}};

template <class L>
void check_value(const layer_view<L>& view, const std::string& which, tally& counts) {
  const L value = detail::decode(view);
  detail::lengths n{};
  const bool prefixed = view.begin() != view.base();
  const std::vector<std::uint8_t> written = detail::encode(value, prefixed, n);
  ++counts.seen;
  if (std::ranges::equal(written, view.octets())) return;
  ++counts.otherwise;
  const auto lead = static_cast<std::size_t>(view.base() - view.begin());
  const packet again = packet::starting_with<L>(bytes{written}.subspan(lead));
  ASSERT_TRUE(again.has<L>()) << which;
  L reread = again.get<L>();
  if constexpr (std::is_same_v<L, dns>) reread.length = value.length;
  EXPECT_EQ(reread, value) << which << ' ' << L::name;
}

TEST_F(Captures, AreWrittenAgainFromTheirValues) {
  if (absent()) return;
  std::map<std::string_view, tally> layers;
  std::size_t whole = 0;
  test::for_each_captured(paths, [&](const capture_record& record, const std::string& which) {
    const packet_view p = dissect(record);
    if (p.fault()) return;
    ++whole;
    for (const layer_handle layer : p.layers())
      layer.visit([&]<class L>(const layer_view<L>& view) { check_value(view, which, layers[L::name]); });
  });
  for (const auto& [name, counts] : layers) {
    const auto allowed = may_differ.find(name);
    EXPECT_LE(counts.otherwise, allowed == may_differ.end() ? 0 : allowed->second) << name << ", of " << counts.seen;
  }
  EXPECT_GE(whole, 26'000u);
}

// --- lengths and checksums --------------------------------------------------------------------

/// Checksums made wrong, and lengths that bound nothing but padding made 0. How many checksums.
std::size_t damage(const packet_view& p, std::vector<std::uint8_t>& octets) {
  std::size_t count = 0;
  const auto wound = [&](bytes field, std::uint8_t mask, std::uint8_t flip) {
    for (const std::uint8_t& o : field) {
      std::uint8_t& there = octets[static_cast<std::size_t>(&o - p.octets().data())];
      there = static_cast<std::uint8_t>((there & mask) ^ flip);
    }
  };
  const bool padded = p.has<padding>();
  for (std::size_t i = 0; i != detail::own_layers(p); ++i)
    layer_handle{p, i}.visit([&]<class L>(const layer_view<L>& view) {
      for_each_field(view, [&]<class Field>(Field field) {
        if (field.name() == "chksum" || field.name() == "cksum") {
          if (std::is_same_v<L, udp> && field.octets()[0] == 0 && field.octets()[1] == 0) return;  // none
          wound(field.octets(), 0xff, 0x5a);
          ++count;
        } else if (field.name() == "len" && (std::is_same_v<L, ip> || std::is_same_v<L, udp>) && !padded) {
          wound(field.octets(), 0, 0);
        }
      });
    });
  return count;
}

TEST_F(Captures, HaveTheirLengthsAndChecksumsRestored) {
  if (absent()) return;
  std::size_t restored = 0;
  test::for_each_captured(paths, [&](const capture_record& record, const std::string& which) {
    const packet whole{record};
    packet same = whole;
    same.recompute();
    if (same != whole || !verify(whole).empty()) return;  // cut, or left to hardware, or made wrong on purpose
    std::vector<std::uint8_t> octets{whole.octets().begin(), whole.octets().end()};
    const std::size_t wrong = damage(whole.view(), octets);
    packet damaged{octets, whole.info()};
    if (wrong == 0 || verify(damaged).size() != wrong) return;  // of a fragment no one can tell
    damaged.recompute();
    EXPECT_EQ(damaged, whole) << which;
    ++restored;
  });
  EXPECT_GE(restored, 16'000u);
}

}  // namespace values_test
}  // namespace packetry
