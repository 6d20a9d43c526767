# SPDX-License-Identifier: BSL-1.0
"""Whole programs over captures, and compilers: processor time."""

import os
import pathlib
import resource
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
CAPTURES = {"tcp": 500_000, "dns": 2_000_000, "mix": 1_000_000}  # packets; 300 to 500 MB


def processor_seconds(command):
    """Of a program, and what it printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, printed


def run_in_turn(programs, work, arguments, runs):
    """Program -> seconds, each time. Those that do the same must print the same sum."""
    installed = [name for name in ("ours", "c", "tins", "libpcap") if (programs / name).exists()]
    names = ["ours", "c"] if work == "write" else installed
    agree = {"dissect": {"ours", "c", "tins"}, "read": {"ours", "c", "libpcap"}}.get(work, {"ours", "c"})  # libtins dissects all the same
    seconds = {name: [] for name in names}
    for _ in range(runs):
        sums = {}
        for name in names:
            time, sum_ = processor_seconds([programs / name, work, *arguments])
            seconds[name].append(time)
            if name in agree:
                sums[name] = sum_
        if len(set(sums.values())) != 1:
            sys.exit(f"{work} {arguments[0]}: the sums differ: {sums}")
    return seconds


def over_captures(programs, runs):
    """(work, kind, program) -> nanoseconds for one packet."""
    times = {}
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        for kind, count in CAPTURES.items():
            subprocess.run([programs / "ours", "make", kind, str(count), f"{memory}/{kind}"], check=True)
        subprocess.run([programs / "ours", "make", "mix", "1000", f"{memory}/few"], check=True)
        works = [("dissect", kind, [f"{memory}/{kind}"], CAPTURES[kind]) for kind in CAPTURES]
        works += [("read", "mix", [f"{memory}/mix"], CAPTURES["mix"]), ("write", "mix", [f"{memory}/few", "200", f"{memory}/out"], 200_000)]
        for work, kind, arguments, packets in works:
            for name, seconds in run_in_turn(programs, work, arguments, runs).items():
                times[work, kind, name] = [1e9 * s / packets for s in seconds]
    return times


def compile_seconds(source, level):
    command = [os.environ.get("CXX", "g++"), "-std=c++20", level, "-c", "-o", os.devnull, f"-I{HERE.parents[2] / 'include'}",
               HERE.parent / "compile_time" / source]
    return processor_seconds(command)[0]


def compiling(ours, level, runs):
    """Nanoseconds of ours and of the same with libtins, in turn."""
    pairs = [(compile_seconds(ours, level), compile_seconds("theirs.cpp", level)) for _ in range(runs)]
    return tuple([1e9 * pair[i] for pair in pairs] for i in (0, 1))
