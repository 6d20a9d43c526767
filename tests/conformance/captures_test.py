#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Real captures, and hostile variants of them: what examples/pcap_json prints is what the corpus's oracle says.

All captures in the three modes of the program; of the variants, which are made here from a seed and of which the oracle has to
be asked first, a few. Reading, dissecting, taking apart and putting together, lengths and checksums, and exit statuses."""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

CORPUS = pathlib.Path(os.environ["PACKETRY_CORPUS"])
PROGRAM = pathlib.Path(os.environ["PACKETRY_BUILD"]) / "examples" / "pcap_json"
MANIFEST = CORPUS / "dev" / "MANIFEST.tsv"

EVERY = 16     # the first of so many captures is varied
VARIANTS = 6   # of each
PACKETS = 20   # of each, at most


def python(script, *arguments):
    """A script of the corpus: whether it succeeded, and its last lines."""
    run = subprocess.run([sys.executable, CORPUS / script, *arguments], capture_output=True, text=True, cwd=CORPUS,
                         env=dict(os.environ, PACKETRY_ORACLE_BACKEND="pure", PYTHONDONTWRITEBYTECODE="1"))
    lines = [line for line in run.stdout.splitlines() if not line.startswith("{")]
    return run.returncode == 0, "\n".join(lines[-40:]) or run.stderr[-2000:]


def make_variants(folder):
    captures = [line.split("\t")[0] for line in MANIFEST.read_text().splitlines()[1:]]
    made, text = python("mutate.py", "--out", folder, "--n", str(VARIANTS), "--max-packets", str(PACKETS),
                        *(f"dev/{capture}" for capture in captures[::EVERY]))
    if not made:
        sys.exit(f"no variants were made:\n{text}")


def main():
    if not MANIFEST.exists():
        return print("the corpus is not here: nothing to compare with")
    if not PROGRAM.exists():
        sys.exit(f"there is no {PROGRAM}: it is built with the examples")
    with tempfile.TemporaryDirectory() as scratch:
        variants = f"{scratch}/variants"
        make_variants(variants)
        captures = ["--manifest", MANIFEST, "--no-oracle"]
        checks = {
            "captures": captures,
            "captures --rebuild": [*captures, "--rebuild"],
            "captures --recompute": [*captures, "--recompute"],
            "variants": ["--files", variants],
            "variants --rebuild": ["--files", variants, "--rebuild"],
            "variants --layers": ["--files", variants, "--layers", "Ether,Dot1Q,LLC,IP,IPv6,UDP,ICMP,BOOTP"],
        }
        def conform(arguments):
            return python("conform.py", "--ours", PROGRAM, "--cache", f"{scratch}/cache", *arguments)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            outcomes = dict(zip(checks, pool.map(conform, checks.values())))
    for name, (same, text) in outcomes.items():
        print(f"{name}: {'the same' if same else 'DIFFERENT'}\n{text}\n")
    sys.exit(not all(same for same, _ in outcomes.values()))


main()
