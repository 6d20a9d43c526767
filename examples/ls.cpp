// SPDX-License-Identifier: BSL-1.0
//
// What layers there are, and what is in one. Scapy:  ls()  and  ls(TCP)
//
//   ls          all layers
//   ls tcp      the fields of one: name, width and kind, default

#include <packetry/packetry.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <exception>
#include <iostream>
#include <numeric>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

using namespace packetry;

std::string lower(std::string_view text) {
  std::string result{text};
  for (char& c : result) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c | 0x20 : c);
  return result;
}

/// Letters to change, add and leave out that make `b` of `a` (Levenshtein's distance).
std::size_t distance(const std::string& a, const std::string& b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i);
    for (std::size_t j = 1; j <= b.size(); ++j)
      diagonal = std::exchange(row[j], std::min({row[j] + 1, row[j - 1] + 1, diagonal + (a[i - 1] != b[j - 1])}));
  }
  return row.back();
}

/// ", perhaps TCP?": the layers whose names contain this one, else those that are most like it.
std::string suggestion(const std::string& name) {
  std::size_t nearest = name.size() / 3 + 1;
  std::string text;
  for (const std::string_view layer : standard_catalog::names) {
    const std::string known = lower(layer), asked = lower(name);
    const std::size_t away = known.find(asked) != known.npos ? 0 : distance(known, asked);
    if (away > nearest) continue;
    if (away < nearest) text.clear();
    nearest = away;
    text += (text.empty() ? ", perhaps " : " or ") + std::string{layer};
  }
  return text.empty() ? "; ls without a name lists all" : text + '?';
}

int main(int argc, char** argv) try {
  std::string name;
  CLI::App app{"List the layers packetry knows, or the fields of one."};
  app.add_option("LAYER", name, "A layer's name, in upper or lower case: ip, TCP, dns");
  app.footer("Exit status: 0, or 2 for wrong use: there is no such layer.");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? 0 : 2;
  }

  const std::string text = name.empty() ? ls_text() : ls_text(name);
  if (text.empty()) {
    std::cerr << "ls: there is no layer \"" << name << '"' << suggestion(name) << '\n';
    return 2;
  }
  std::cout << text;
  return 0;
} catch (const std::exception& e) {
  std::cerr << "ls: " << e.what() << '\n';
  return 1;
}
