#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
#
# pkg_config.sh COMPILER PREFIX SCRATCH: build and run both programs with what the installed .pc files say, no CMake.
set -euo pipefail
compiler=$1 prefix=$2 scratch=$3
here=$(cd "$(dirname "$0")" && pwd)
export PKG_CONFIG_PATH=$prefix/share/pkgconfig
mkdir -p "$scratch"

build() { # program, package
  local flags
  flags=$(pkg-config --cflags --libs "$2")
  # shellcheck disable=SC2086  # flags are words
  "$compiler" -std=c++20 -Wall -Wextra -Wpedantic -Werror "-DPACKAGE_VERSION=\"$(pkg-config --modversion "$2")\"" \
    "$here/$1.cpp" $flags -o "$scratch/$1"
  "$scratch/$1"
}
build core packetry
build transport packetry-transport
if pkg-config --exists zlib; then build gzip packetry-gzip; fi
