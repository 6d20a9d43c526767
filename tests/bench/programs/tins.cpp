// SPDX-License-Identifier: BSL-1.0
//
// tins dissect FILE: a capture by libtins.
#include <cstdio>

#include "../yardstick/yardstick.h"

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  std::printf("%llu\n", static_cast<unsigned long long>(tins_dissect_file(argv[2])));
}
