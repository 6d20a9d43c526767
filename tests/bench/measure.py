#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the benchmarks, the ones compared taking turns, and prints medians of processor time and their ratios.

The programs themselves refuse work whose sum is not that of the C.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent

# id, what is done, packetry's benchmark, its yardstick, at most this ratio (None: only reported).
ROWS = [
    ("index-mix", "dissect by content, read fields: the mix", "mix/packetry_index", "mix/c", 1.5),
    ("layers-mix", "dissect by content, the layers alone: the mix", "mix/packetry_layers", "mix/c", None),
    ("index-uniform", "dissect by content, read fields: TCP alone", "tcp/packetry_index", "tcp/c", 2.2),
    ("typed-tcp", "dissect<ether, ip, tcp>", "tcp/packetry_typed", "tcp/c", 1.05),
    ("typed-dns", "dissect<ether, ip, udp, dns>, all records", "dns/packetry_typed", "dns/c", 1.05),
    ("dns-names", "the same, against C that copies the names", "dns/packetry_typed", "dns/c_copying", 1.1),
    ("index-dns", "dissect by content, all records: DNS alone", "dns/packetry_index", "dns/c", None),
    ("craft-syn", "craft Ether/IP/TCP SYN", "syn/packetry", "syn/c", 0.5),
    ("craft-dns", "craft Ether/IP/UDP/DNS query", "query/packetry", "query/c", 1.2),
    ("template-syn", "patch a packet_template: SYN", "stamp_syn/packetry", "stamp_syn/c", 1.1),
    ("template-dns", "the same: DNS query", "stamp_query/packetry", "stamp_query/c", 1.1),
    ("send", "send a varied packet of 60 octets (as root)", "send/packetry", "send/c", 1.05),
]


def times_of(program, repetitions):
    """Name of each benchmark -> nanoseconds for one packet, one value a repetition."""
    run = subprocess.run([program, "--benchmark_format=json", f"--benchmark_repetitions={repetitions}",
                          "--benchmark_enable_random_interleaving=true", "--benchmark_min_time=0.02"],
                         stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        sys.exit(f"{program}:\n{run.stderr}")
    times = {}
    for one in json.loads(run.stdout)["benchmarks"]:
        if one.get("error_occurred"):
            sys.exit(f"{one['name']}: {one['error_message']}")
        if one["run_type"] == "iteration":
            times.setdefault(one["run_name"].removeprefix("run/"), []).append(one["cpu_time"] / one["works"])
    return times


def compile_seconds(source):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([os.environ.get("CXX", "g++"), "-std=c++20", "-O0", "-c", "-o", os.devnull, f"-I{HERE.parent.parent / 'include'}",
                    HERE / "compile_time" / source], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def compile_times(runs):
    """In turn, so that what else the machine does hits both."""
    pairs = [(compile_seconds("ours.cpp"), compile_seconds("theirs.cpp")) for _ in range(runs)]
    return tuple([1e9 * pair[i] for pair in pairs] for i in (0, 1))


def entry(name, work, ours, yardstick, yardstick_times, target):
    mine, theirs = statistics.median(ours), statistics.median(yardstick_times)
    return {"id": name, "work": work, "ours_ns": round(mine, 2), "yardstick": yardstick, "yardstick_ns": round(theirs, 2),
            "ratio": round(mine / theirs, 3), "target": target}


def spread(times):
    """The middle half of the values, in percent of their median."""
    quarters = statistics.quantiles(times, n=4)
    return 100 * (quarters[2] - quarters[0]) / quarters[1]


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--programs", required=True, type=pathlib.Path)
    options.add_argument("--json", type=pathlib.Path)
    options.add_argument("--repetitions", type=int, default=25)
    options = options.parse_args()

    times = {}
    for program in ("dissect", "craft", "patch", "send"):
        times |= times_of(options.programs / program, options.repetitions)
    entries, noise, tins = [], [], []
    for name, work, ours, yardstick, target in ROWS:
        if ours not in times:  # no right to send
            continue
        entries.append(entry(name, work, times[ours], yardstick, times[yardstick], target))
        noise.append(max(spread(times[ours]), spread(times[yardstick])))
        other = times.get(ours.split("/")[0] + "/tins")
        tins.append(f"{statistics.median(other) / statistics.median(times[yardstick]):9.1f}" if other else f"{'':9}")
    if "mix/tins" in times:  # libtins is installed
        ours, theirs = compile_times(7)
        entries.append(entry("compile-O0", "compile craft and dissect, -O0", ours, "libtins", theirs, 1.0))
        noise.append(max(spread(ours), spread(theirs)))
        tins.append(f"{1:9.1f}")

    print(f"{'':15}{'ns: packetry':>14}{'yardstick':>14}{'ratio':>8}{'target':>8}{'libtins':>9}  noise")
    for e, percent, other in zip(entries, noise, tins):
        target = "" if e["target"] is None else f"{e['target']:.2f}"
        print(f"{e['id']:15}{e['ours_ns']:14.1f}{e['yardstick_ns']:14.1f}{e['ratio']:8.2f}{target:>8}{other}  ±{percent / 2:.0f} %"
              f"  {e['work']}")
    if options.json:
        options.json.write_text(json.dumps(entries, indent=1) + "\n")


main()
