// SPDX-License-Identifier: BSL-1.0
#include <packetry/layer/records.hpp>  // first: proves the header stands alone

#include <packetry/fields/octets.hpp>
#include <packetry/fields/small_list.hpp>
#include <packetry/packet/catalog.hpp>
#include <packetry/packet/packet_view.hpp>
#include <packetry/packet/serialize.hpp>
#include <packetry/packet/typed.hpp>

#include "../support/hex.hpp"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace records_test {

using test::operator""_hex;

std::vector<std::uint8_t> listed(bytes b) { return {b.begin(), b.end()}; }

// --- two lists of records, one behind the other, and octets behind those --------------------------------------------------

struct entry {  // a table without ids
  std::uint8_t key = 0;
  computed<std::uint8_t> size{};
  octets text{};
  static constexpr auto wire = layout{field{"key", &entry::key, be<8>}, field{"size", &entry::size, be<8>, size_of<&entry::text>{}},
                                      field{"text", &entry::text, octets_counted_by<&entry::size>}};
  friend constexpr bool operator==(const entry&, const entry&) = default;
};
struct pair_entry {
  std::uint8_t low = 0, high = 0;
  static constexpr auto wire = layout{field{"low", &pair_entry::low, bits<4>}, field{"high", &pair_entry::high, bits<4>}};
  friend constexpr bool operator==(const pair_entry&, const pair_entry&) = default;
};

struct directory {
  computed<std::uint8_t> entry_count{}, pair_count{};
  small_list<entry, 1> entries{};
  small_list<pair_entry, 0> pairs{};
  static constexpr std::string_view name = "Directory";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{
      field{"entry_count", &directory::entry_count, be<8>, count_of<&directory::entries>{}},
      field{"pair_count", &directory::pair_count, be<8>, count_of<&directory::pairs>{}},
      field{"entries", &directory::entries, records<entry, &directory::entry_count>},
      field{"pairs", &directory::pairs, records<pair_entry, &directory::pair_count>},
  };
  friend constexpr bool operator==(const directory&, const directory&) = default;
};

const directory phone_book{.entries = {{.key = 1, .text = "abc"}, {.key = 2}, {.key = 3, .text = "z"}}, .pairs = {{.low = 1, .high = 2}, {.low = 3, .high = 4}}};
constexpr auto wire = "03 02  01 03 616263  02 00  03 01 7a  12 34"_hex;

TEST(Records, AreWrittenOneBehindTheOther) {
  EXPECT_EQ(to_bytes(phone_book), listed(wire));
  EXPECT_EQ(to_bytes(directory{}), listed("0000"_hex));
  EXPECT_EQ(to_bytes(directory{.entries = {{.key = 9, .text = "x"}}}), listed("01 00 09 01 78"_hex));
}

TEST(Records, AreReadAsManyAsTheirCountSays) {
  const auto p = dissect<directory>(wire);
  ASSERT_TRUE(p) << to_string(p.error());
  EXPECT_EQ(p.get<directory>(),
            (directory{.entry_count = 3, .pair_count = 2, .entries = {{.key = 1, .size = 3, .text = "abc"}, {.key = 2, .size = 0}, {.key = 3, .size = 1, .text = "z"}},
                       .pairs = {{.low = 1, .high = 2}, {.low = 3, .high = 4}}}));
  EXPECT_EQ(to_bytes(p.to_stack()), listed(wire));
}

TEST(Records, AreCountedAsTheUserSays) {
  auto wrong = phone_book;
  wrong.entry_count = 9;
  EXPECT_EQ(to_bytes(wrong)[0], 9);
  EXPECT_EQ(to_bytes(wrong).size(), wire.size());
}

static_assert(dissect<directory>(wire).view<directory>().get<&directory::entry_count>() == 3);

// --- in place ---------------------------------------------------------------------------------------------------------------

using entries_codec = detail::records_codec<entry, &directory::entry_count>;

record_range<entry> entries_of(const layer_view<directory>& v) { return entries_codec::in_place(v, v.base() + 2); }

TEST(RecordRange, ReadsOneAfterTheOther) {
  const auto p = dissect<directory>(wire);
  const auto entries = entries_of(p.view<directory>());
  std::vector<std::string> read;
  for (const auto& e : entries) read.push_back(std::to_string(e.get<&entry::key>()) + std::string{e.get<&entry::text>().text()});
  EXPECT_EQ(read, (std::vector<std::string>{"1abc", "2", "3z"}));
  EXPECT_EQ(entries.size(), 3u);
  EXPECT_FALSE(entries.empty());
  EXPECT_EQ(entries.list_end() - wire.data(), 12);
}

TEST(RecordRange, KnowsEachRecordsOctets) {
  const auto p = dissect<directory>(wire);
  const auto entries = entries_of(p.view<directory>());
  auto i = entries.begin();
  EXPECT_EQ(listed(i->octets()), listed("01 03 616263"_hex));
  EXPECT_EQ(listed((*++i).octets()), listed("02 00"_hex));
  EXPECT_EQ(i++->get<&entry::key>(), 2);
  EXPECT_EQ(detail::decode(*i), (entry{.key = 3, .size = 1, .text = "z"}));
  EXPECT_EQ(++i, entries.end());
}

TEST(RecordRange, MayBeEmpty) {
  constexpr auto none = "0000"_hex;
  const auto p = dissect<directory>(none);
  const auto entries = entries_of(p.view<directory>());
  EXPECT_TRUE(entries.empty());
  EXPECT_EQ(entries.size(), 0u);
  EXPECT_EQ(entries.list_end(), none.data() + 2);
}

// --- records that are not whole ----------------------------------------------------------------------------------------------

struct cut_case {
  std::size_t octets, entries, pairs;  ///< of the wire; records that are whole
};
const cut_case cuts[] = {{2, 0, 0}, {3, 0, 0}, {4, 0, 0}, {6, 0, 0}, {7, 1, 0}, {8, 1, 0}, {9, 2, 0}, {11, 2, 0}, {12, 3, 0}, {13, 3, 1}, {14, 3, 2}};

class CutRecords : public testing::TestWithParam<cut_case> {};

TEST_P(CutRecords, KeepWhatIsWhole) {
  const std::vector<std::uint8_t> there(wire.begin(), wire.begin() + static_cast<std::ptrdiff_t>(GetParam().octets));  // on a heap that tells
  const auto v = dissect(there, link_type::ethernet, catalog<directory>{});
  const auto d = v.get<directory>();
  EXPECT_EQ(d.entries.size(), GetParam().entries);
  EXPECT_EQ(d.pairs.size(), GetParam().pairs);
  EXPECT_EQ(entries_of(*v.view<directory>()).size(), GetParam().entries);
  EXPECT_EQ(d.entry_count, 3);  // what the message says
  if (GetParam().octets == wire.size()) {
    EXPECT_FALSE(v.fault());
    EXPECT_TRUE(v.payload().empty());
  } else {
    const std::size_t whole = GetParam().octets < 7 ? 2 : GetParam().octets < 9 ? 7 : GetParam().octets < 12 ? 9 : GetParam().octets;
    EXPECT_EQ(v.fault(), (packet_error{.what = fault::truncated, .layer = "Directory", .offset = 0, .needed = there.size(), .available = there.size()}));
    EXPECT_EQ(listed(v.payload()), listed(bytes{there}.subspan(whole)));
    EXPECT_FALSE(dissect<directory>(there)) << "all or nothing";
  }
}

INSTANTIATE_TEST_SUITE_P(Table, CutRecords, testing::ValuesIn(cuts), [](const auto& c) { return std::to_string(c.param.octets) + "_octets"; });

TEST(Records, ThatTheCountDoesNotNameAreLeft) {
  constexpr auto fewer = "01 01  01 03 616263  12  02 00"_hex;
  const auto v = dissect(fewer, link_type::ethernet, catalog<directory>{});
  EXPECT_EQ(v.get<directory>().entries.size(), 1u);
  EXPECT_EQ(v.get<directory>().pairs.size(), 1u);
  EXPECT_EQ(listed(v.payload()), listed("0200"_hex));
  EXPECT_FALSE(v.fault());
}

// --- a message whose own length says where it ends -----------------------------------------------------------------------------

enum class stream_port : std::uint8_t {};

struct stream {
  std::uint8_t to = 5;
  static constexpr std::string_view name = "Stream";
  static constexpr number ids[] = {link_type::ethernet};
  static constexpr auto wire = layout{field{"to", &stream::to, be<8>, selects<stream_port>{}}};
};
struct bounded {
  computed<std::uint8_t> length{};
  computed<std::uint8_t> count{};
  small_list<entry, 1> entries{};
  static constexpr std::string_view name = "Bounded";
  static constexpr number ids[] = {stream_port{5}};
  static constexpr auto wire = layout{field{"length", &bounded::length, be<8>, over<stream_port>{}, rest_length{}},
                                      field{"count", &bounded::count, be<8>, count_of<&bounded::entries>{}},
                                      field{"entries", &bounded::entries, records<entry, &bounded::count>}};
};

TEST(Records, EndWithTheirMessage) {  // a record that the length does not cover is not taken from what follows
  constexpr auto two = "05  05 02  01 00  02 00"_hex, cut = "05  04 02  01 00  02 00"_hex;
  const auto whole = dissect(two, link_type::ethernet, catalog<stream, bounded>{});
  EXPECT_EQ(whole.get<bounded>().entries.size(), 2u);
  EXPECT_FALSE(whole.fault());
  const auto v = dissect(cut, link_type::ethernet, catalog<stream, bounded>{});
  EXPECT_EQ(v.get<bounded>().entries.size(), 1u);
  EXPECT_EQ(v.fault()->what, fault::truncated);
  EXPECT_EQ(listed(v.payload()), listed("0200"_hex));
}

}  // namespace records_test
}  // namespace packetry
