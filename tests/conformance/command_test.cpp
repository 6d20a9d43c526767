// SPDX-License-Identifier: BSL-1.0
//
// What `command` prints of every vector, and of every crafted frame, as it was put together and as it is dissected, is compiled
// and run, and must give the octets.

#include "frames.hpp"
#include "vectors.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <random>

namespace packetry {
namespace conformance_command_test {

/// The catalog's index of a layer by the name that the corpus has for it; the raw one where it is in no catalog.
unsigned id_of(std::string_view name) {
  for (unsigned id = 0; id != standard_catalog::raw_id; ++id)
    if (standard_catalog::names[id] == name) return id;
  return standard_catalog::raw_id;
}

struct printed {
  std::string id, expression;
  std::vector<std::uint8_t> octets;
};

std::vector<printed> commands() {
  std::vector<printed> all;
  for (const test::frame& f : test::all_frames()) {
    const std::vector<std::uint8_t> octets{f.sent.octets().begin(), f.sent.octets().end()};
    all.push_back({std::string{f.name}, f.command, octets});
    all.push_back({std::string{f.name} + ", dissected", command(f.sent), octets});
  }
  for (const test::crafted& v : test::all_vectors()) all.push_back({std::string{v.id}, v.command, v.octets});
  for (test::corpus_line& line : test::read_corpus("vectors_dev.jsonl")) {
    const auto octets = test::octets_of(line["hex"]);
    if (octets.empty()) continue;
    all.push_back({line["id"] + ", dissected", command(packet_view{octets, id_of(line["first"])}), octets});
  }
  return all;
}

void write_program(const std::filesystem::path& path, const std::vector<printed>& all) {
  std::ofstream out{path};
  out << "#include <packetry/packetry.hpp>\n#include <cstdio>\nusing namespace packetry;\n"
         "static int wrong = 0;\n"
         "static void expect(const char* id, const std::vector<std::uint8_t>& made, std::vector<std::uint8_t> vector) {\n"
         "  if (made != vector) ++wrong, std::printf(\"%s gives other octets\\n\", id);\n}\n";
  for (std::size_t i = 0; i != all.size(); ++i) {
    out << "static void test" << i << "() {\n  expect(\"" << all[i].id << "\", to_bytes(" << all[i].expression << "), {";
    for (const std::uint8_t o : all[i].octets) out << unsigned{o} << ',';
    out << "});\n}\n";
  }
  out << "int main() {\n";
  for (std::size_t i = 0; i != all.size(); ++i) out << "  test" << i << "();\n";
  out << "  return wrong != 0;\n}\n";
}

TEST(Command, OfEveryVectorAndFrameCompilesAndGivesItsOctets) {
  const std::vector<printed> all = commands();
  const auto folder = std::filesystem::temp_directory_path() / ("packetry-command-" + std::to_string(std::random_device{}()));
  std::filesystem::create_directory(folder);
  write_program(folder / "commands.cpp", all);
  const std::string program = (folder / "commands").string();
  ASSERT_EQ(std::system((PACKETRY_COMPILE " -O0 -o " + program + ' ' + program + ".cpp").c_str()), 0);
  EXPECT_EQ(std::system(program.c_str()), 0);
  std::filesystem::remove_all(folder);
}

}  // namespace conformance_command_test
}  // namespace packetry
