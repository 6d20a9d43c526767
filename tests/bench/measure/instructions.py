# SPDX-License-Identifier: BSL-1.0
"""How many instructions a piece of work takes, counted by valgrind's callgrind: unlike times they repeat."""

import os
import re
import shutil
import sys

import loops


def counted(program, name, passes):
    """Instructions of a whole process that does the work so many times, and of how many pieces the work is."""
    measured, told = loops.results(program, loops.only(name), "--benchmark_min_time=0",
                                   before=("valgrind", "--tool=callgrind", f"--callgrind-out-file={os.devnull}"),
                                   environment=os.environ | {"PACKETRY_PASSES": str(passes)})
    if [one["iterations"] for one in measured] != [1]:
        sys.exit(f"{name}: its instructions cannot be counted, it was repeated")
    return int(re.search(r"Collected : (\d+)", told)[1]), measured[0]["works"]


def of(program, wanted):
    """Name -> instructions for one. What the process does besides is the same for any number of passes."""
    if not shutil.which("valgrind"):
        return {}
    counts = {}
    for full in loops.names(program):
        name = full.removeprefix("run/").removeprefix("run_batch/")
        if name in wanted:
            (once, works), (thrice, _) = counted(program, full, 1), counted(program, full, 3)
            counts[name] = round((thrice - once) / 2 / works, 1)
    return counts
