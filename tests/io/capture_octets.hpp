// SPDX-License-Identifier: BSL-1.0
#pragma once

// Captures built octet by octet, without the code under test, and files for them that vanish.

#include <gtest/gtest.h>
#include <stdlib.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

namespace packetry::test {

struct file_header {
  std::uint16_t major_version = 2, minor_version = 4;
  std::uint32_t snaplen = 65535, link = 1;
};

/// A classic pcap file in either byte order; the modified format follows from its magic.
struct capture_octets {
  std::uint32_t magic;
  bool little;
  std::vector<std::uint8_t> octets{};

  [[nodiscard]] std::size_t record_header() const { return magic == 0xa1b2'cd34 ? 24 : 16; }

  void put(std::size_t at, std::uint64_t value, std::size_t size = 4) {
    for (std::size_t i = 0; i != size; ++i)
      octets.at(at + i) = static_cast<std::uint8_t>(value >> 8 * (little ? i : size - 1 - i));
  }
  void append(std::uint64_t value, std::size_t size = 4) {
    octets.resize(octets.size() + size);
    put(octets.size() - size, value, size);
  }

  capture_octets& header(const file_header& h) {
    append(magic);
    append(h.major_version, 2);
    append(h.minor_version, 2);
    append(0x1234'5678);  // the zone and accuracy of times: whatever they say is ignored
    append(0x9abc'def0);
    append(h.snaplen);
    append(h.link);
    return *this;
  }

  capture_octets& record(std::uint32_t seconds, std::uint32_t fraction, std::vector<std::uint8_t> data, std::uint32_t wire_length) {
    append(seconds);
    append(fraction);
    append(data.size());
    append(wire_length);
    if (record_header() == 24) append(0x0102'0304'0506'0708, 8);  // interface, protocol, packet type
    octets.insert(octets.end(), data.begin(), data.end());
    return *this;
  }
};

/// A file that is removed with the object.
class scratch_file {
 public:
  explicit scratch_file(const std::vector<std::uint8_t>& content = {}) {
    const int file = ::mkstemp(path_.data());
    if (file < 0 || ::write(file, content.data(), content.size()) != static_cast<ssize_t>(content.size())) std::abort();
    ::close(file);
  }
  scratch_file(const scratch_file&) = delete;
  ~scratch_file() { ::unlink(path_.c_str()); }

  [[nodiscard]] const std::string& path() const { return path_; }
  [[nodiscard]] std::vector<std::uint8_t> content() const {
    std::ifstream file{path_, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
  }

 private:
  std::string path_ = testing::TempDir() + "packetry-XXXXXX";
};

}  // namespace packetry::test
