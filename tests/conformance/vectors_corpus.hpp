// SPDX-License-Identifier: BSL-1.0
#pragma once

#include "../support/json.hpp"

#include <cstdint>
#include <fstream>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace packetry::test {

/// One vector of the corpus: the members of its line that are strings, and under "" the line itself.
using corpus_line = std::map<std::string, std::string>;

/// The lines of a corpus file; none where it is not there.
[[nodiscard]] inline std::vector<corpus_line> read_corpus(const std::string& name) {
  std::vector<corpus_line> lines;
  std::ifstream file{PACKETRY_CORPUS "/" + name};
  for (std::string line; std::getline(file, line);) {
    lines.push_back(json_strings(line));
    lines.back()[""] = line;
  }
  return lines;
}

/// Octets from hexadecimal digits, lower case.
[[nodiscard]] inline std::vector<std::uint8_t> octets_of(std::string_view hex) {
  const auto digit = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::vector<std::uint8_t> out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(digit(hex[i]) << 4 | digit(hex[i + 1])));
  return out;
}

}  // namespace packetry::test
