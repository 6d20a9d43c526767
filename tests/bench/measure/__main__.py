# SPDX-License-Identifier: BSL-1.0
"""Runs the benchmarks, those that are compared in turn, and prints medians and their ratios.

The programs themselves refuse work whose sum is not that of the C.
"""

import argparse
import json
import pathlib

import instructions
import loops
import nmap
import processes
import rows
import table
import workshop
from entry import Entry


def loop_entries(programs, repetitions):
    times, counts, kernel = {}, {}, {}
    wanted = {name for row in rows.LOOPS for name in (row.ours, row.yardstick)}
    for name in rows.IN_MEMORY:
        times |= loops.in_memory(programs / name, repetitions)
        counts |= instructions.of(programs / name, wanted)
    for name in rows.OVER_A_CABLE:
        passed, of_it = loops.over_a_cable(programs / name, repetitions)
        times |= passed
        kernel |= of_it
    scapy = workshop.times(programs, 3)
    for row in rows.LOOPS:
        if row.ours in times:  # else there is no right to send
            kind = row.ours.split("/")[0]
            yield Entry(row.id, row.work, times[row.ours], row.yardstick, times[row.yardstick], row.target,
                        libtins=times.get(kind + "/tins"), scapy=scapy.get(kind),
                        instructions=(counts.get(row.ours), counts.get(row.yardstick)), kernel=(kernel.get(row.ours), kernel.get(row.yardstick)))


def program_entries(programs):
    times, kernel = processes.over_captures(programs, 9)
    for row in rows.PROGRAMS:
        ours, theirs = (*row.of, "ours"), (*row.of, row.yardstick)
        if theirs in times:
            yield Entry(row.id, row.work, times[ours], row.yardstick, times[theirs], row.target,
                        libtins=times.get((*row.of, "tins")) if row.of[0] == "dissect" else None, kernel=(kernel[ours], kernel[theirs]))


def scan_entries(scan):
    times = nmap.scans(scan)
    if times:
        yield Entry("scan-nmap", "examples/scan, eight of 65,535 ports open", times[0], "nmap -sS -T4", times[1], 0.59)


def compile_entries():
    for row in rows.COMPILATIONS:
        ours, theirs = processes.compiling(row.source, row.level, 7)
        yield Entry(row.id, row.work, ours, "libtins", theirs, row.target, libtins=theirs)


def print_phases():
    """Where the compiler spends its time."""
    print()
    for row in rows.COMPILATIONS:
        table.print_phases(row.id, processes.phases(row.source, row.level))
        table.print_phases("  with libtins", processes.phases("theirs.cpp", row.level))


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--programs", required=True, type=pathlib.Path, help="where the benchmarks are")
    options.add_argument("--scan", required=True, type=pathlib.Path, help="examples/scan")
    options.add_argument("--json", type=pathlib.Path, help="write the table to this file too")
    options.add_argument("--repetitions", type=int, default=25, help="of each benchmark")
    options = options.parse_args()

    entries = [*loop_entries(options.programs, options.repetitions), *program_entries(options.programs / "programs"), *scan_entries(options.scan)]
    compares_compiling = (options.programs / "programs" / "tins").exists()
    if compares_compiling:
        entries += compile_entries()
    table.print_rows(entries)
    table.print_sizes(loops.in_memory(options.programs / "sizes", options.repetitions))
    if compares_compiling:
        print_phases()
    if options.json:
        options.json.write_text(json.dumps([entry.as_json() for entry in entries], indent=1) + "\n")


main()
