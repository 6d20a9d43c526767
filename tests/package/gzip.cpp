// SPDX-License-Identifier: BSL-1.0
// A stranger's program that reads captures which may be compressed.

#include <packetry/io/gunzip.hpp>
#include <packetry/packetry.hpp>

#include <cstdio>

int main() {
  std::FILE* const empty = std::tmpfile();
  if (!empty) return 1;
  const packetry::capture_reader reader{packetry::gunzip{empty}};
  return reader.error() && reader.error()->what == packetry::capture_fault::not_a_capture ? 0 : 1;
}
