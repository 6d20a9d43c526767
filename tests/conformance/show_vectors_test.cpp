// SPDX-License-Identifier: BSL-1.0
//
// The octets of every corpus vector, dissected again, print as Scapy prints them: `show` and `summary`, to the letter.

#include <packetry/show/show.hpp>
#include <packetry/show/summary.hpp>

#include "../support/json.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace packetry {
namespace show_vectors_test {

// --- where packetry's text is meant to differ (design.md 5) ------------------------------------

/// Python's b before a quote: b'…' is '…', its inside as it is.
std::string without_python_b(const std::string& text) {
  std::string out;
  for (std::size_t at = 0; at != text.size();) {
    const bool starts = at != 0 && std::string_view{" [(="}.find(text[at - 1]) != std::string_view::npos;
    const bool literal = starts && text[at] == 'b' && at + 1 != text.size() && (text[at + 1] == '\'' || text[at + 1] == '"');
    if (!literal) {
      out += text[at++];
      continue;
    }
    const char quote = text[++at];
    out += text[at++];
    while (text[at] != quote) {
      if (text[at] == '\\') out += text[at++];
      out += text[at++];
    }
  }
  return out;
}

/// HTTP prints the headers that are there, not the names of all that could be.
std::string without_missing_headers(const std::string& text) {
  std::string out;
  bool http = false;
  for (std::size_t at = 0; at != text.size();) {
    const std::size_t end = text.find('\n', at) == std::string::npos ? text.size() : text.find('\n', at) + 1;
    const std::string_view line{text.data() + at, end - at};
    if (line.starts_with("###[ ")) http = line.starts_with("###[ HTTP");
    if (!(http && line.ends_with("= None\n"))) out += line;
    at = end;
  }
  return out;
}

/// The cookie in front of DHCP options is theirs, no field of BOOTP.
std::string with_cookie_moved(const std::string& text) {
  constexpr std::string_view options = "options   = ", title = "###[ DHCP options ]###\n", magic = "magic     = 0x63825363\n";
  std::string out = text;
  const std::size_t bootp = out.find("###[ BOOTP ]###\n");
  if (bootp == std::string::npos) return out;
  const std::size_t row = out.find(options, bootp), begin = out.rfind('\n', row) + 1, end = out.find('\n', row) + 1;
  const std::string blanks(row - begin + 3, ' ');
  out.erase(begin, end - begin);
  const std::size_t dhcp = out.find(title, bootp);
  if (dhcp != std::string::npos) out.insert(dhcp + title.size(), blanks + std::string{magic});
  return out;
}

/// An organisation is a number: packetry has no table of manufacturers.
std::string with_numeric_oui(const std::string& text) {
  const std::size_t row = text.find("OUI       = IEEE");
  if (row == std::string::npos) return text;
  return text.substr(0, row) + "OUI       = 0x80c2" + text.substr(text.find('\n', row));
}

/// What a Teredo address says beside (RFC 4380) is not printed.
std::string without_teredo(const std::string& text) {
  const std::size_t begin = text.find(" [Teredo");
  if (begin == std::string::npos) return text;
  return text.substr(0, begin) + text.substr(text.find(']', begin) + 1);
}

struct exception {
  std::string_view why;
  std::string (*apply)(const std::string&);
  std::size_t texts;  ///< that it changes: one that changes none is to go
};

constexpr exception exceptions[] = {
    {"octets and names print without Python's b", without_python_b, 130},
    {"HTTP prints the headers present", without_missing_headers, 6},
    {"the cookie in front of DHCP options is theirs", with_cookie_moved, 10},
    {"an organisation is a number", with_numeric_oui, 1},
    {"a Teredo address is an address", without_teredo, 2},
};

std::string expected(std::string text, std::vector<std::size_t>& changed) {
  for (std::size_t i = 0; i != std::size(exceptions); ++i) {
    const std::string ours = exceptions[i].apply(text);
    changed[i] += ours != text;
    text = ours;
  }
  return text;
}

// --- the vectors --------------------------------------------------------------------------------

using ids = std::vector<std::string>;

/// Vectors that are not compared, by the first layer in them, as Scapy titles it, that packetry has not got.
const std::map<std::string, ids> left_out_for = {
    {"NTPHeader", {"udp-014"}},
};

std::vector<std::uint8_t> octets_of(std::string_view hex) {
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(detail::hex_digit(hex[i]) << 4 | detail::hex_digit(hex[i + 1])));
  return out;
}

using dissector = packet (*)(bytes);
const std::map<std::string, dissector> dissectors = {
    {"Ether", packet::starting_with<ether>}, {"Dot1Q", packet::starting_with<dot1q>}, {"ARP", packet::starting_with<arp>},
    {"IP", packet::starting_with<ip>},       {"ICMP", packet::starting_with<icmp>},   {"UDP", packet::starting_with<udp>},
    {"TCP", packet::starting_with<tcp>},     {"DNS", packet::starting_with<dns>},
    {"IPv6", packet::starting_with<ipv6>},   {"Dot3", packet::starting_with<dot3>},   {"LLC", packet::starting_with<llc>},
    {"SNAP", packet::starting_with<snap>},   {"CookedLinux", packet::starting_with<linux_cooked>},
    {"CookedLinuxV2", packet::starting_with<linux_cooked2>},
};

/// Layers of Scapy's that packetry has not got.
constexpr std::string_view foreign_titles[] = {"NTPHeader"};

/// The first layer of a shown packet that packetry does not have; empty where it has all.
std::string foreign_layer(const std::string& show) {
  for (std::size_t at = 0; (at = show.find("###[ ", at)) != std::string::npos; ++at) {
    if (at != 0 && show[at - 1] != '\n') continue;  // a record within a layer
    const std::string title = show.substr(at + 5, show.find(" ]###", at) - at - 5);
    if (std::find(std::begin(foreign_titles), std::end(foreign_titles), title) != std::end(foreign_titles)) return title;
  }
  return {};
}

TEST(ShowVectors, PrintAsScapyPrints) {
  std::ifstream file{PACKETRY_CORPUS "/vectors_dev.jsonl"};
  if (!file) GTEST_SKIP() << "the corpus is not here: no " PACKETRY_CORPUS "/vectors_dev.jsonl";
  std::size_t compared = 0;
  std::vector<std::size_t> changed(std::size(exceptions));
  std::map<std::string, ids> left_out;
  for (std::string line; std::getline(file, line);) {
    const auto vector = test::json_strings(line);
    const std::string& show = vector.at("show");
    if (const std::string foreign = foreign_layer(show); !foreign.empty()) {
      left_out[foreign].push_back(vector.at("id"));
      continue;
    }
    SCOPED_TRACE(vector.at("id") + ": " + vector.at("scapy"));
    const auto dissect = dissectors.find(vector.at("first"));
    if (dissect == dissectors.end()) {
      ADD_FAILURE() << "no layer " << vector.at("first");
      continue;
    }
    const packet p = dissect->second(octets_of(vector.at("hex")));
    EXPECT_EQ(show_text(p), expected(show, changed));
    EXPECT_EQ(summary_text(p), expected(vector.at("dissected_summary"), changed));
    ++compared;
  }
  EXPECT_EQ(compared, 191u);
  EXPECT_EQ(left_out, left_out_for);
  for (std::size_t i = 0; i != std::size(exceptions); ++i) EXPECT_EQ(changed[i], exceptions[i].texts) << exceptions[i].why;
}

}  // namespace show_vectors_test
}  // namespace packetry
