# SPDX-License-Identifier: BSL-1.0
# shellcheck shell=bash
#
# Sourced by the tests of the example programs.

set -uo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

# run PROGRAM ARGUMENT...: its output is in $out (as a file: $scratch/out), its messages in $err, its exit status in $status.
run() {
  command="$*"
  "$PACKETRY_BUILD/examples/$1" "${@:2}" >"$scratch/out" 2>"$scratch/err"
  status=$?
  out=$(<"$scratch/out")
  err=$(<"$scratch/err")
}

fail() {
  printf '%s: %s\n  status: %s\n  output: %s\n  messages: %s\n' "$command" "$1" "$status" "$out" "$err"
  failures=$((failures + 1))
}

exits() { [ "$status" -eq "$1" ] || fail "should exit with $1"; }
prints() { [ "$out" = "$1" ] || fail "should print: $1"; }
mentions() { [[ $out == *"$1"* ]] || fail "should mention: $1"; }
complains() { [[ $err == *"$1"* ]] || fail "should complain: $1"; }

finish() { exit $((failures != 0)); }
