// SPDX-License-Identifier: BSL-1.0
#pragma once

// The corpus's captures, packet by packet.

#include <packetry/io/capture_reader.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace packetry::test {

/// Paths of all captures; none where the corpus is not there.
[[nodiscard]] inline std::vector<std::string> captures() {
  std::vector<std::string> paths;
  std::ifstream manifest{PACKETRY_CORPUS "/dev/MANIFEST.tsv"};
  std::string line;
  std::getline(manifest, line);
  while (std::getline(manifest, line)) paths.push_back(PACKETRY_CORPUS "/dev/" + line.substr(0, line.find('\t')));
  return paths;
}

/// Call `use(record, which)` with each packet; `which` says in words which one it is.
template <class F>
void for_each_captured(const std::vector<std::string>& paths, F&& use) {
  for (const std::string& path : paths) {
    capture_reader reader{path};
    while (const auto record = reader.next()) use(*record, path + " #" + std::to_string(reader.count()));
  }
}

}  // namespace packetry::test
