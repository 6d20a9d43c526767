// SPDX-License-Identifier: BSL-1.0

#include "frames.hpp"

#include <packetry/io/rdpcap.hpp>
#include <packetry/io/wrpcap.hpp>
#include <packetry/packet/edit.hpp>

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <set>

namespace packetry {
namespace conformance_frames_test {

TEST(CraftedFrames, HaveEveryLayerOfTheCatalog) {
  std::set<std::string_view> missing{std::begin(standard_catalog::names), std::end(standard_catalog::names)};
  for (const test::frame& f : test::all_frames())
    for (const layer_handle layer : f.sent.layers()) missing.erase(layer.name());
  // What is only read where a message is too short, or was cut.
  missing.erase("ICMPv6Unknown"), missing.erase("TCPerrorHead"), missing.erase("Padding");
  for (const std::string_view name : missing) ADD_FAILURE() << "no frame has a layer " << name;
}

TEST(CraftedFrames, AreReadAsTheyWereMade) {
  for (const test::frame& f : test::all_frames()) {
    EXPECT_FALSE(f.sent.fault()) << f.name;
    EXPECT_TRUE(verify(f.sent).empty()) << f.name;
  }
}

// tshark_fields_test.py reads this capture, and what has to be in which frame: PACKETRY_FRAMES names the file.
TEST(CraftedFrames, GoIntoOneCapture) {
  const char* const wanted = std::getenv("PACKETRY_FRAMES");
  const std::string path = wanted ? wanted : testing::TempDir() + "packetry_frames.pcapng";
  std::vector<packet> sent;
  std::ofstream fields{path + ".fields"};
  for (const test::frame& f : test::all_frames()) {
    sent.push_back(f.sent);
    fields << f.name << '\t' << f.fields << '\n';
  }
  wrpcapng(path, sent);
  EXPECT_EQ(rdpcap(path).size(), sent.size());
  if (wanted) return;
  std::remove(path.c_str());
  std::remove((path + ".fields").c_str());
}

}  // namespace conformance_frames_test
}  // namespace packetry
